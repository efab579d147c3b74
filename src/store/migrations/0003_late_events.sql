-- LINE sends events late, twice and out of order.

-- LINE's time of the newest event that told whether the account is blocked: an older one changes nothing.
ALTER TABLE talks ADD COLUMN blocked_at INTEGER NOT NULL DEFAULT 0;

-- Messages that were taken back, by HMAC of the LINE message id: one that comes only afterwards is not kept.
CREATE TABLE unsent (
  ref TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
