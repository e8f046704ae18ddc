/// What carries the packets of links: frames on sockets, batches of the packets themselves inside
/// the process.
@NullMarked
package io.realtimegateway.link.channel;

import org.jspecify.annotations.NullMarked;
