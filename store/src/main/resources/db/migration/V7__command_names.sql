-- Names that clients give to edits and deletes: a repeat gets the first answer, for ever.

CREATE TABLE command_names (
  conversation_id bigint      NOT NULL,
  author_id       bigint      NOT NULL,
  name            text        NOT NULL,
  message_id      bigint      NOT NULL,
  seq             bigint      NOT NULL,
  at              timestamptz(3) NOT NULL,
  metadata        text,
  digest_high     bigint      NOT NULL,
  digest_low      bigint      NOT NULL,
  PRIMARY KEY (conversation_id, author_id, name)
);
COMMENT ON TABLE command_names IS 'Edits and deletes that a client named, written by the archiver alone. Names of sends stand in messages.client_message_id. No foreign keys: see members.';
COMMENT ON COLUMN command_names.author_id IS 'User who gave the command; for the application''s own commands the system user, who need not have written the message.';
COMMENT ON COLUMN command_names.seq IS 'Seq of the edit or delete.';
COMMENT ON COLUMN command_names.metadata IS 'Metadata of the message as the edit left it, for a repeated answer. Null for none, and from the delete of the message on.';
COMMENT ON COLUMN command_names.digest_high IS 'With digest_low the keyed digest of what was asked for.';
CREATE INDEX command_names_metadata_idx ON command_names (message_id) WHERE metadata IS NOT NULL;
