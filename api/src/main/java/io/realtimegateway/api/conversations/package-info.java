/// Conversations and who takes part in them.
@NullMarked
package io.realtimegateway.api.conversations;

import org.jspecify.annotations.NullMarked;
