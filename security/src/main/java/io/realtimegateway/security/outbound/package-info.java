/// Which addresses this server may connect to if the address comes from outside.
@NullMarked
package io.realtimegateway.security.outbound;

import org.jspecify.annotations.NullMarked;
