-- The log, the contents it names by digest, and the first projections: records, object versions, collections.
CREATE TABLE head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL,
  stamp INTEGER NOT NULL
);
INSERT INTO head (one, seq, hash, stamp) VALUES (1, 0, ZEROS, 0);

CREATE TABLE log (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  data BLOB NOT NULL,
  effects BLOB NOT NULL,
  prev BLOB NOT NULL,
  hash BLOB NOT NULL
);
CREATE INDEX log_subject ON log (subject, seq);

CREATE TABLE contents (
  num INTEGER PRIMARY KEY,
  sha256 BLOB NOT NULL UNIQUE,
  seq INTEGER NOT NULL,
  codec INTEGER NOT NULL,
  size INTEGER NOT NULL,
  bytes BLOB,
  erased INTEGER
);

CREATE TABLE names (
  num INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);

CREATE TABLE records (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  rev INTEGER NOT NULL,
  owner TEXT NOT NULL,
  marking INTEGER NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  content INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;

CREATE TABLE record_keys (
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (kind, name, value, id)
) WITHOUT ROWID;
CREATE INDEX record_keys_id ON record_keys (kind, id);

CREATE TABLE versions (
  num INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  version TEXT NOT NULL,
  given TEXT,
  type INTEGER NOT NULL,
  spec INTEGER NOT NULL,
  content INTEGER NOT NULL,
  UNIQUE (id, version)
);

-- state: 0 neither first nor last version of its object in the collection, 1 last, 2 first, 3 both.
CREATE TABLE members (
  added INTEGER PRIMARY KEY,
  collection INTEGER NOT NULL,
  version INTEGER NOT NULL,
  type INTEGER NOT NULL,
  spec INTEGER NOT NULL,
  state INTEGER NOT NULL
);
CREATE UNIQUE INDEX members_version ON members (collection, version);
CREATE INDEX members_state ON members (collection, state, added);
CREATE INDEX members_type ON members (collection, type, state, added);

CREATE TABLE idempotency (
  scope TEXT NOT NULL,
  name TEXT NOT NULL,
  digest BLOB NOT NULL,
  response BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (scope, name)
) WITHOUT ROWID;
CREATE INDEX idempotency_at ON idempotency (at);
