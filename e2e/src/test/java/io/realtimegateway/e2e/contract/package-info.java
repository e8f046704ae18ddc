/// The public contract of the socket, sentence by sentence, against the built program.
@NullMarked
package io.realtimegateway.e2e.contract;

import org.jspecify.annotations.NullMarked;
