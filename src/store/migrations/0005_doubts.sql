-- Numbers that residents were told are wrong. One row for each talk that said so of one confirmation; no words.
CREATE TABLE doubts (
  window TEXT NOT NULL,
  display TEXT NOT NULL,
  checked TEXT NOT NULL,          -- the confirmation that is doubted: a newer one begins anew
  who TEXT NOT NULL,              -- HMAC of the talk
  at INTEGER NOT NULL,
  PRIMARY KEY (window, display, checked, who)
) STRICT, WITHOUT ROWID;
CREATE INDEX doubts_at ON doubts (at);

-- Whether each number of the content is shown, as the log last told it.
CREATE TABLE number_states (
  window TEXT NOT NULL,
  display TEXT NOT NULL,
  state TEXT NOT NULL,            -- shown | past | doubted
  since INTEGER NOT NULL,
  PRIMARY KEY (window, display)
) STRICT, WITHOUT ROWID;
