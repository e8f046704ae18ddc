-- Conversations whose newest messages have the same millisecond stand in the order of those messages. Ids of messages are
-- given in the order in which an engine accepts them.
ALTER TABLE conversations ADD COLUMN newest_message_id bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN conversations.newest_message_id IS 'Of the newest message, deleted or not; 0 before the first. Orders conversations with the same last_activity_at.';

UPDATE conversations SET newest_message_id = coalesce(
  (SELECT messages.id FROM messages WHERE messages.conversation_id = conversations.id ORDER BY messages.seq DESC LIMIT 1), 0)
WHERE seq > 0;
