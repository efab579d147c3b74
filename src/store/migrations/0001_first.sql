-- One deployment = one municipality = one LINE channel = one database.
-- Times are milliseconds since 1970 (INTEGER). *_sealed columns hold AES-256-GCM boxes, row id as AAD.

-- LINE events accepted with 200, until their turn commits. Row id: `inbox:<event>`.
CREATE TABLE inbox (
  n INTEGER PRIMARY KEY AUTOINCREMENT,
  event TEXT NOT NULL UNIQUE,
  received_at INTEGER NOT NULL,
  box TEXT NOT NULL,              -- key that seals the body (one per day, destroyed after it)
  body_sealed BLOB NOT NULL
) STRICT;

CREATE TABLE talks (
  id TEXT PRIMARY KEY,
  who TEXT UNIQUE,                -- HMAC of the LINE user id; null for a talk begun on the page
  door TEXT NOT NULL,
  turn INTEGER NOT NULL,
  state_sealed BLOB NOT NULL,
  line_id_sealed BLOB,
  blocked INTEGER NOT NULL DEFAULT 0,
  updated_at INTEGER NOT NULL
) STRICT;

-- One row a committed turn: the event is used up, and no two turns share a number.
CREATE TABLE turns (
  event TEXT PRIMARY KEY,
  talk TEXT NOT NULL,
  turn INTEGER NOT NULL,
  at INTEGER NOT NULL,
  shown_sealed BLOB,              -- page and terminal talks: what was written and said, to draw the page
  UNIQUE (talk, turn)
) STRICT, WITHOUT ROWID;
CREATE INDEX turns_at ON turns (at);

CREATE TABLE cases (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  talk TEXT NOT NULL,
  window TEXT NOT NULL,
  state TEXT NOT NULL,
  need TEXT,
  danger_class TEXT,
  danger_level TEXT,
  minor INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  taken_by TEXT,
  viewed_at INTEGER,              -- when a member of staff first read its words
  answered_at INTEGER,
  outcome TEXT,
  facts INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX cases_queue ON cases (state, due_at);
CREATE INDEX cases_talk ON cases (talk);
CREATE INDEX cases_changed ON cases (changed_at);

-- What happened to a case. Row id: `fact:<case>:<n>`; words are sealed under the case's own key.
CREATE TABLE facts (
  case_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  fact TEXT NOT NULL,             -- JSON without words
  ref TEXT,                       -- HMAC of the LINE message id, to find it when it is unsent
  words_sealed BLOB,
  PRIMARY KEY (case_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX facts_ref ON facts (ref) WHERE ref IS NOT NULL;

-- Messages to LINE. Row id: `outbox:<id>`.
CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  talk TEXT NOT NULL,
  case_id TEXT,
  class TEXT NOT NULL,            -- once | atLeastOnce | replyOnly | guidance
  state TEXT NOT NULL,            -- pending | sent | uncertain | refused | blocked | quota
  retry_key TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  pushing INTEGER NOT NULL,       -- 1: by push with retry_key, 0: by reply token
  received_at INTEGER NOT NULL,   -- when the message answered came in, by our clock
  due_at INTEGER NOT NULL,
  body_sealed BLOB,               -- gone once the outcome is known
  settled_at INTEGER
) STRICT;
CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'pending';
CREATE INDEX outbox_case ON outbox (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX outbox_open ON outbox (state, settled_at);

-- One-time ways into the page, and the device sessions they open. Only hashes are kept.
CREATE TABLE links (
  hash TEXT PRIMARY KEY,
  talk TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE devices (
  hash TEXT PRIMARY KEY,
  talk TEXT NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A way back for those without LINE: HMAC of the return phrase.
CREATE TABLE phrases (
  hash TEXT PRIMARY KEY,
  talk TEXT NOT NULL UNIQUE,
  made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  windows TEXT NOT NULL,          -- JSON list of window ids
  password TEXT NOT NULL,         -- scrypt, cost inside the string
  totp_sealed BLOB NOT NULL,
  totp_step INTEGER NOT NULL,     -- last step used, so that a code works once
  made_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE UNIQUE INDEX staff_name ON staff (name) WHERE ended_at IS NULL;

CREATE TABLE invites (
  hash TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  windows TEXT NOT NULL,
  made_by TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  totp_sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE desk_sessions (
  hash TEXT PRIMARY KEY,
  staff TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Up to which fact a session has already been shown a case's words.
CREATE TABLE views (
  session TEXT NOT NULL,
  case_id TEXT NOT NULL,
  upto INTEGER NOT NULL,
  PRIMARY KEY (session, case_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE throttles (
  name TEXT PRIMARY KEY,
  count INTEGER NOT NULL,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Sentences nothing was found for: no talk, no exact time.
CREATE TABLE unhandled (
  id TEXT PRIMARY KEY,
  day TEXT NOT NULL,
  text_sealed BLOB NOT NULL,
  box TEXT NOT NULL,
  ref TEXT                        -- HMAC of the LINE message id, to find it when it is unsent
) STRICT;

-- The escalation log. `prev` is read inside the batch: a moved head makes it NULL and the batch fails.
CREATE TABLE log (
  seq INTEGER PRIMARY KEY,
  line TEXT NOT NULL,
  prev TEXT NOT NULL,
  head TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO log (seq, line, prev, head)
  VALUES (0, '', '', '5526d44445e64bd892319c3478ce9756d9821f5d555c423e4fea0f3dfaf32c9f');
