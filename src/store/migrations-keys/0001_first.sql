-- Data keys, wrapped by KOMATTA_KEY, in a file of their own: destroying a row forgets what it sealed.
CREATE TABLE keys (
  id TEXT PRIMARY KEY,            -- talk:<id> | case:<id> | inbox:<day>
  wrapped BLOB NOT NULL,
  made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
