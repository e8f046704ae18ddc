/// The conversations of one shard: [io.realtimegateway.engine.conversation.ConversationTable] loads
/// them into memory and evicts them, [io.realtimegateway.engine.conversation.LiveConversation]
/// handles their commands, and [io.realtimegateway.engine.core.Conversation] decides them. What is
/// committed is acknowledged and delivered to the sessions of the members.
@NullMarked
package io.realtimegateway.engine.conversation;

import org.jspecify.annotations.NullMarked;
