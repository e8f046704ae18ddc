/// History, sending, editing, deleting, catching up and read markers.
@NullMarked
package io.realtimegateway.api.messages;

import org.jspecify.annotations.NullMarked;
