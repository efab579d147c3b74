-- What the desk's list shows and is searched by, beside the facts.
ALTER TABLE cases ADD COLUMN area TEXT;                            -- the town, where the resident left it in
ALTER TABLE cases ADD COLUMN next_day TEXT;                        -- 次の約束
ALTER TABLE cases ADD COLUMN next_band TEXT;
ALTER TABLE cases ADD COLUMN next_until INTEGER;                   -- broken if nothing was written by then
ALTER TABLE cases ADD COLUMN check_by INTEGER;                     -- a person's safety is to be checked by then
ALTER TABLE cases ADD COLUMN check_late INTEGER NOT NULL DEFAULT 0; -- and that was told to be over
ALTER TABLE cases ADD COLUMN report TEXT;                          -- accepted as 通告・通報 of this kind
ALTER TABLE cases ADD COLUMN asked TEXT;                           -- the window that the resident is asked about
ALTER TABLE cases ADD COLUMN lead_only INTEGER NOT NULL DEFAULT 0; -- a complaint about the window
ALTER TABLE cases ADD COLUMN barred TEXT NOT NULL DEFAULT '[]';    -- JSON list of staff ids who may not read it
ALTER TABLE cases ADD COLUMN asks_lead INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN rungs INTEGER NOT NULL DEFAULT 0;     -- of the ladder for the answer due
ALTER TABLE cases ADD COLUMN lapsed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN drill INTEGER NOT NULL DEFAULT 0;     -- a drill: counted nowhere
ALTER TABLE cases ADD COLUMN gap TEXT;                             -- はざま: why no window took it
CREATE INDEX cases_due ON cases (due_at) WHERE state IN ('waiting', 'held') AND answered_at IS NULL;
CREATE INDEX cases_next ON cases (next_until) WHERE next_until IS NOT NULL;
CREATE INDEX cases_check ON cases (check_by) WHERE check_by IS NOT NULL;

-- Half-written words, and answers in the ten seconds before they leave. Row id: `draft:<id>`, under the case's key.
CREATE TABLE drafts (
  id TEXT PRIMARY KEY,
  case_id TEXT NOT NULL,
  staff TEXT NOT NULL,
  words_sealed BLOB NOT NULL,
  next_day TEXT,
  next_band TEXT,
  saved_at INTEGER NOT NULL,
  leaves_at INTEGER,
  UNIQUE (case_id, staff)
) STRICT, WITHOUT ROWID;
CREATE INDEX drafts_leaving ON drafts (leaves_at) WHERE leaves_at IS NOT NULL;

-- 今日は受けられません, until when. A window that is not in here receives cases.
CREATE TABLE window_states (
  window TEXT PRIMARY KEY,
  shut_until INTEGER NOT NULL,
  by TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- 合言葉 of a talk: scrypt of the folded word, and wrong tries since the last right one.
CREATE TABLE watchwords (
  talk TEXT PRIMARY KEY,
  hash TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
-- Whether the word was said on this device.
ALTER TABLE devices ADD COLUMN unlocked INTEGER NOT NULL DEFAULT 0;

-- Notices to staff, without words: window, level, what it is about. One for each thing that happened (`about`).
CREATE TABLE notices (
  id TEXT PRIMARY KEY,
  about TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  window TEXT NOT NULL,
  level TEXT,
  at INTEGER NOT NULL,
  way TEXT NOT NULL,              -- mail | webhook
  state TEXT NOT NULL,            -- pending | sent | failed
  tries INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_due ON notices (due_at) WHERE state = 'pending';
