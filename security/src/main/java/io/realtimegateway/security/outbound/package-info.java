/// Where this server itself may connect to when others name the address.
@NullMarked
package io.realtimegateway.security.outbound;

import org.jspecify.annotations.NullMarked;
