-- Rights that a lead has granted to people who work with commands: reading the sentences that were not understood.
CREATE TABLE grants (
  actor TEXT NOT NULL,            -- cli:<OS user>
  what TEXT NOT NULL,
  by TEXT NOT NULL,               -- the lead's staff id
  at INTEGER NOT NULL,
  PRIMARY KEY (actor, what)
) STRICT, WITHOUT ROWID;
