/// Conversations and who is in them. Rows appear through the API and change through the archiver
/// alone.
@NullMarked
package io.realtimegateway.store.conversations;

import org.jspecify.annotations.NullMarked;
