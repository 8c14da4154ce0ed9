-- Who got what; evidence blobs and the chain of custody of each.
CREATE TABLE ledger (
  recipient TEXT NOT NULL,
  object TEXT NOT NULL,
  version TEXT NOT NULL,
  marking INTEGER NOT NULL,
  route TEXT NOT NULL,
  at INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (recipient, object, version, marking, route)
) WITHOUT ROWID;
CREATE INDEX ledger_object ON ledger (object, recipient);

CREATE TABLE blobs (
  sha256 BLOB PRIMARY KEY,
  size INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  captured INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  destroyed INTEGER
) WITHOUT ROWID;

CREATE TABLE blob_parts (
  sha256 BLOB NOT NULL,
  part INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (sha256, part)
);

CREATE TABLE custody (
  sha256 BLOB NOT NULL,
  n INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  entry BLOB NOT NULL,
  prev BLOB NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (sha256, n)
) WITHOUT ROWID;

-- To find, when a content is erased, the record whose keys go with it.
CREATE INDEX records_content ON records (content);
