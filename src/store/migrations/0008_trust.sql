-- What figures count, and cases that go on in another.
ALTER TABLE cases ADD COLUMN door TEXT;                            -- line | page: where the talk began
ALTER TABLE cases ADD COLUMN merged_into TEXT;
CREATE INDEX cases_merged ON cases (merged_into) WHERE merged_into IS NOT NULL;

-- When whoever holds the session last showed who they are; some acts ask again.
ALTER TABLE desk_sessions ADD COLUMN proved_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE desk_sessions ADD COLUMN way TEXT NOT NULL DEFAULT 'password'; -- password | passkey

-- An invite for somebody who is there already: a new password and a new app, by one-time link.
ALTER TABLE invites ADD COLUMN staff TEXT;

-- Printed one-time codes in place of an app: only hashes; each works once.
CREATE TABLE codes (
  hash TEXT PRIMARY KEY,
  staff TEXT NOT NULL,
  made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX codes_staff ON codes (staff);

-- Passkeys: public keys only.
CREATE TABLE passkeys (
  id TEXT PRIMARY KEY,            -- credential id, base64url
  staff TEXT NOT NULL,
  public_key BLOB NOT NULL,
  counter INTEGER NOT NULL,
  name TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX passkeys_staff ON passkeys (staff);
CREATE TABLE challenges (        -- answered ones, so that none is answered twice
  hash TEXT PRIMARY KEY,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX challenges_until ON challenges (until);

-- Since when a case is over: what is kept is counted from then.
ALTER TABLE cases ADD COLUMN over_at INTEGER;
UPDATE cases SET over_at = changed_at WHERE state IN ('closed', 'withdrawn');
CREATE INDEX cases_over ON cases (over_at) WHERE over_at IS NOT NULL;

-- A lead keeps the words of a case longer than its time.
ALTER TABLE cases ADD COLUMN hold INTEGER NOT NULL DEFAULT 0;
