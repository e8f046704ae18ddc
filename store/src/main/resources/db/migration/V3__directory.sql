-- Who may see whom, finding people by name, and metadata of conversations.

-- memberships ------------------------------------------------------------------------------------------------------

ALTER TABLE members ADD COLUMN joined_seq bigint NOT NULL DEFAULT 0;
UPDATE members SET joined_seq = change_seq WHERE change_seq <> 0;
COMMENT ON COLUMN members.joined_seq IS 'Seq of the last joining, 0 for the first members. Of those who had left before this column existed: that of the leaving.';

CREATE TABLE past_memberships (
  user_id         bigint NOT NULL,
  conversation_id bigint NOT NULL,
  joined_seq      bigint NOT NULL,
  left_seq        bigint NOT NULL,
  PRIMARY KEY (user_id, conversation_id, joined_seq)
);
COMMENT ON TABLE past_memberships IS 'Memberships that ended and were followed by another one of the same user in the same conversation; the last one stands in members.';

CREATE VIEW memberships AS
  SELECT conversation_id, user_id, joined_seq, CASE WHEN is_member THEN 9223372036854775807 ELSE change_seq END AS left_seq
  FROM members
  UNION ALL
  SELECT conversation_id, user_id, joined_seq, left_seq FROM past_memberships;
COMMENT ON VIEW memberships IS 'Every membership, from the seq of its joining to that of its leaving. Two that overlap were memberships at the same time.';

-- Former members count too.
DROP INDEX members_user_idx;
CREATE INDEX members_user_idx ON members (user_id, conversation_id);

-- Also finds whether an author has written in a conversation.
DROP INDEX messages_name_key;
CREATE UNIQUE INDEX messages_name_key ON messages (conversation_id, author_id, client_message_id);

-- names ------------------------------------------------------------------------------------------------------------

ALTER TABLE users ADD COLUMN indexed_name text;
COMMENT ON COLUMN users.indexed_name IS 'The display name whose words stand in name_words.';
CREATE INDEX users_unindexed_idx ON users (id) WHERE indexed_name IS DISTINCT FROM display_name;

CREATE TABLE name_words (
  user_id bigint NOT NULL REFERENCES users,
  rest    text COLLATE "C" NOT NULL,
  name    text COLLATE "C" NOT NULL
);
COMMENT ON TABLE name_words IS 'For each word of a display name the name from there on, so that the beginning of any word is the beginning of a row. All with case folded.';
COMMENT ON COLUMN name_words.name IS 'The whole name, for the order of what is found.';
CREATE INDEX name_words_rest_idx ON name_words (rest, name, user_id);
CREATE INDEX name_words_user_idx ON name_words (user_id);

-- conversations ----------------------------------------------------------------------------------------------------

ALTER TABLE conversations ADD COLUMN metadata text;
COMMENT ON COLUMN conversations.metadata IS 'JSON object of the application, as it came. Null for none.';
