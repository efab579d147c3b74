-- The month's pushes as LINE last told them; what was pushed since then is counted on. One row.
CREATE TABLE quota (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  allowed INTEGER,                -- null: the plan has no limit
  used INTEGER NOT NULL,
  asked_at INTEGER NOT NULL
) STRICT;
