/// Conversations and their members. Rows are created by the API and changed only by the archiver.
@NullMarked
package io.realtimegateway.store.conversations;

import org.jspecify.annotations.NullMarked;
