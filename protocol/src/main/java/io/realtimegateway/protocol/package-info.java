/// The language between gateway, API and engine. Read [io.realtimegateway.protocol.packet.Packet]
/// first: one sealed family of records; `codec` turns them into frames and back.
@NullMarked
package io.realtimegateway.protocol;

import org.jspecify.annotations.NullMarked;
