-- The last change of a conversation's name or metadata, as an event of its history.

ALTER TABLE conversations ADD COLUMN updated_seq bigint NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN updated_by bigint NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN updated_at timestamptz(3);
COMMENT ON COLUMN conversations.updated_seq IS 'Seq of the last change of group_name or metadata, 0 before the first.';
COMMENT ON COLUMN conversations.updated_by IS 'User who made it, 0 for the application.';
COMMENT ON COLUMN conversations.updated_at IS 'Time of it, null before the first.';
CREATE INDEX conversations_updated_idx ON conversations (updated_at) WHERE updated_at IS NOT NULL;

-- Finds the names that are erased when they are overwritten.
CREATE INDEX set_aside_conversation_idx ON set_aside (conversation_id) WHERE kind = 'ConversationUpdated';
