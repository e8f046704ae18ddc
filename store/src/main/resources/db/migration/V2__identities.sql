-- An account belongs to (issuer, subject). Earlier versions joined accounts by e-mail address, which an issuer may give to
-- another person and a token of the application may claim without proof.

-- identities -------------------------------------------------------------------------------------------------------

-- An account that a token of the application's issuer opens is opened by no provider, until the provider's
-- link-by-email joins them again.
DELETE FROM identities USING users WHERE users.id = identities.user_id AND users.external_id IS NOT NULL;

-- The identity that came first keeps the account. The others sign in to an account of their own, or to this one where
-- link-by-email of their provider joins them again.
DELETE FROM identities
WHERE (issuer, subject) IN (
  SELECT issuer, subject
  FROM (
    SELECT issuer, subject, row_number() OVER (PARTITION BY user_id ORDER BY created_at, issuer, subject) AS place
    FROM identities
  ) AS ordered
  WHERE place > 1
);

DROP INDEX identities_user_idx;
ALTER TABLE identities ADD CONSTRAINT identities_one_of_issuer UNIQUE (user_id, issuer);
COMMENT ON TABLE identities IS 'Who an identity provider says a user is. One user has at most one of each issuer.';

-- e-mail addresses -------------------------------------------------------------------------------------------------

-- An address that is shown and claimed by nobody has no key: it finds no user and stands in no one's way.
ALTER TABLE users DROP CONSTRAINT users_check;
ALTER TABLE users ADD CONSTRAINT users_email_key_check CHECK (email IS NOT NULL OR email_key IS NULL);
COMMENT ON COLUMN users.email_key IS 'The e-mail in the form in which two are compared (lower case, NFC), if the user claims it; null for an address that is only shown.';

-- It is not known which of these came from the application's backend and which from a token. The backend claims an
-- address again with its next PUT.
UPDATE users SET email_key = NULL WHERE external_id IS NOT NULL;

-- pictures ---------------------------------------------------------------------------------------------------------

UPDATE users SET display_image = NULL WHERE display_image !~ '^https://' OR length(display_image) > 2048;

-- ended tokens of the application's issuer ---------------------------------------------------------------------------

-- External ids are often e-mail addresses, and these rows outlive the erasure of their user: a hash is kept, and no longer
-- than a token may live.
ALTER TABLE foreign_revocations ADD COLUMN subject_hash bytea, ADD COLUMN kept_until timestamptz(3);
UPDATE foreign_revocations SET subject_hash = sha256(convert_to(external_id, 'UTF8')), kept_until = now() + interval '366 days';
ALTER TABLE foreign_revocations DROP COLUMN external_id;
ALTER TABLE foreign_revocations ALTER COLUMN kept_until SET NOT NULL, ADD PRIMARY KEY (subject_hash);
COMMENT ON TABLE foreign_revocations IS 'Tokens of the application''s own issuer for this subject that were issued before this time are refused.';
COMMENT ON COLUMN foreign_revocations.subject_hash IS 'SHA-256 of the external id.';
COMMENT ON COLUMN foreign_revocations.kept_until IS 'No token that was issued before the time is accepted any more, because of its age.';
CREATE INDEX foreign_revocations_kept_idx ON foreign_revocations (kept_until);
