//! The operational store: one event log with a hash chain, and what follows from it.
//!
//! Every write is a [`Commit`]: events, each with its effects, in one transaction. The log is the truth; records,
//! collections of objects, the ledger and the chains of custody are projections of it, written in the same transaction
//! and rebuilt from it by the same function. Contents (bodies of records, bytes of objects) lie beside the log under
//! their SHA-256, so that the log stays small, an edited content is noticed, and a content that must go can be erased
//! without breaking the chain.
//!
//! SQLite by default, PostgreSQL for several servers; nothing outside `driver` knows which. All calls block.
//!
//! ```
//! use ostrakon_store::{Commit, Effect, Event, Location, NewRecord, Options, Store};
//! use serde_json::json;
//!
//! let folder = tempfile::tempdir()?;
//! let store = Store::open(&Location::Sqlite(folder.path().to_owned()), &Options::default())?;
//! let incident = NewRecord {
//!     kind: "incident".into(),
//!     id: "i-1".into(),
//!     owner: "org-1".into(),
//!     body: json!({"title": "A false voting date"}),
//!     ..NewRecord::default()
//! };
//! let done = store.commit(Commit {
//!     actor: "person-1".into(),
//!     at: 1_717_963_200_000,
//!     events: vec![Event {
//!         kind: "incident.opened".into(),
//!         subject: "incident/i-1".into(),
//!         data: json!({}),
//!         effects: vec![Effect::PutRecord(incident)],
//!     }],
//!     ..Commit::default()
//! })?;
//! let kept = store.record("incident", "i-1")?.expect("it was just written");
//! assert_eq!((kept.rev, kept.body["title"].as_str()), (done.last_seq, Some("A false voting date")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod answers;
mod apply;
mod backup;
mod blobs;
mod canonical;
mod checkpoint;
mod clash;
mod commit;
mod custody;
mod digest;
mod doctor;
mod driver;
mod error;
mod event;
mod ledger;
mod location;
mod log;
mod many;
mod members;
mod migrate;
mod objects;
mod others;
mod pack;
mod prepare;
mod provenance;
mod rebuild;
mod recorded;
mod records;
mod select;
mod store;
mod tables;
mod value;
mod verify;
mod version;
mod writing;

pub use backup::BackupSummary;
pub use blobs::{Blob, BlobReader, Intake};
pub use checkpoint::Checkpoint;
pub use custody::CustodyEntry;
pub use digest::{from_hex, sha256, to_hex};
pub use doctor::{Ailment, Severity};
pub use error::{Error, Result};
pub use event::{
    BlobMeta, Commit, Committed, Custody, Effect, Event, Expect, Idempotency, NewObject, NewRecord, Outcome,
    Released,
};
pub use ledger::{LedgerLine, LedgerQuery};
pub use location::{Location, Options, Step};
pub use log::StoredEvent;
pub use objects::{MOST_ASKED, ObjectPage, ObjectQuery, StoredObject, VersionMatch};
pub use others::SECRETS;
pub use prepare::{LONGEST_ID, record_digest};
pub use provenance::Provenance;
pub use records::{Cursor, LONGEST_PAGE, Order, Record, RecordPage, RecordQuery};
pub use store::{DATABASE, Store};
pub use verify::{FirstBad, Verified};
