//! The hub: what is kept, who may see it, and the one way out.
//!
//! **The problem.** Several organisations work on one set of incidents. Each sees what it may, everything that is done has
//! a name and a time, and nothing goes out by a side door.
//!
//! **The choice.** One value, [`Hub`], holds the store, the table of rights and the clock. Every use case is a method
//! that takes the [`access::Principal`] who asks, decides, and either writes all of it in one commit or refuses. Objects go out
//! through `outward.rs` alone, which is the only file that calls the gate.
//!
//! **Rejected.** A service object an aggregate: each would need the others, and the one rule that matters (nothing leaves
//! but through the gate) would have to be kept in all of them.

mod addition;
mod agreement;
pub mod channels;
mod collection;
mod error;
pub mod evidence;
mod evidence_exchange;
mod evidence_received;
mod evidence_retention;
mod evidence_staging;
pub mod exports;
pub mod federation;
mod groups;
mod handles;
mod hands;
mod import_versions;
pub mod imports;
mod intake;
mod link_refusals;
mod link_runs;
mod narrowing;
mod node;
mod notice_exchange;
pub mod notices;
mod objects;
pub(crate) mod outward;
pub mod promote;
pub mod repeat;
mod research;
mod revision;
pub mod sealing;
mod secrets;
mod sent;
mod shelf;
pub mod signed;
mod standing;
mod techniques;
mod trail;
pub mod transport;
mod trust;
pub mod unmask;
mod unreachable;
mod withheld;

pub use agreement::Agreement;
pub use collection::View;
pub use error::{Fault, HubError};
pub use evidence_exchange::Arrived;
pub use intake::{Intake, Refused};
pub use link_refusals::Refusal;
pub use link_runs::LastRun;
pub use node::Node;
pub use notice_exchange::{Message as NoticeMessage, Receipts as NoticeReceipts, Received};
pub use objects::{Page, Row, read_objects};
pub use ostrakon_access as access;
pub use ostrakon_exchange::disarm::{Name as DisarmName, Report as DisarmReport, search as search_disarm};
pub use ostrakon_exchange::format::Format;
pub use ostrakon_exchange::gate::{Route, SharingGroup, marking_id};
pub use ostrakon_exchange::taxii;
pub use ostrakon_model::Tlp;
pub use ostrakon_store::{Checkpoint, Intake as BlobIntake, LedgerLine, StoredEvent as LogEntry, to_hex};
pub use techniques::Tag;
pub use trail::LedgerPage;
pub use withheld::{Outlook, Withheld};

pub use ostrakon_store::{Location, ObjectQuery, Options, VersionMatch};

use crate::knowledge::Knowledge;
use crate::people::People;
use ostrakon_access::Matrix;
use ostrakon_response::election_data::ElectionData;
use ostrakon_store::{Record, Store};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The clock: milliseconds since 1970 UTC.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The hub.
pub struct Hub {
    store: Store,
    people: People,
    clock: Clock,
    index: crate::casework::Index,
    register: crate::public::Index,
    registry: crate::registry::Index,
    claims: crate::claims::Index,
    handles: handles::Index,
    knowledge: Knowledge,
    last_runs: link_runs::LastRuns,
    /// Names this start of the program: what an earlier one left unfinished is told by it.
    start: String,
}

/// A record read as what it is, with its revision.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Versioned<T> {
    /// Its id.
    pub id: String,
    /// Its revision: what `ETag` says and `If-Match` asks for.
    pub rev: i64,
    /// The record.
    #[serde(flatten)]
    pub value: T,
}

impl<T: for<'de> serde::Deserialize<'de>> Versioned<T> {
    /// Reads a record; `None` when its content was erased.
    pub(crate) fn read(record: Record) -> Result<Option<Self>, HubError> {
        if record.body.is_null() {
            return Ok(None);
        }
        let value = serde_json::from_value(record.body).map_err(|error| HubError::Damaged {
            what: format!("{}/{}", record.kind, record.id),
            why: error.to_string(),
        })?;
        Ok(Some(Self { id: record.id, rev: record.rev, value }))
    }
}

impl Hub {
    /// Opens the hub over a store, with the system's clock and randomness.
    ///
    /// # Errors
    /// [`HubError::Store`] when the store cannot be opened, [`HubError::Damaged`] when the key in the data directory is
    /// none.
    pub fn open(location: &Location, options: &Options) -> Result<Self, HubError> {
        Self::over(Store::open(location, options)?, Arc::new(crate::clock::now))
    }

    /// The hub over an open store, with a clock of the caller's.
    ///
    /// # Errors
    /// As [`Hub::open`].
    pub fn over(store: Store, clock: Clock) -> Result<Self, HubError> {
        let people = People::over(store.clone())?;
        let start = uuid::Uuid::new_v4().to_string();
        let data = match store.location() {
            Location::Sqlite(data) => Some(data.as_path()),
            Location::Postgres(_) => None,
        };
        let knowledge = Knowledge::read(data)?;
        Ok(Self {
            store,
            people,
            clock,
            start,
            index: crate::casework::Index::default(),
            register: crate::public::Index::default(),
            registry: crate::registry::Index::default(),
            claims: crate::claims::Index::default(),
            handles: handles::Index::default(),
            knowledge,
            last_runs: link_runs::LastRuns::default(),
        })
    }

    /// The same hub with the mechanisms and elections of a data directory, where the store is not in it.
    ///
    /// # Errors
    /// [`HubError::Invalid`] with every fault of every file.
    pub fn with_knowledge_of(mut self, data: &Path) -> Result<Self, HubError> {
        self.knowledge = Knowledge::read(Some(data))?;
        Ok(self)
    }

    /// The people of this installation.
    pub fn people(&self) -> &People {
        &self.people
    }

    /// What can be done: the mechanisms of the program, and those of the data directory.
    pub fn mechanisms(&self) -> &ostrakon_response::mechanism::Mechanisms {
        &self.knowledge.mechanisms
    }

    /// Elections that are known beforehand, by id: those of the program, and those of the data directory.
    pub fn elections(&self) -> &BTreeMap<String, ElectionData> {
        &self.knowledge.elections
    }

    /// What boards and lists of casework show.
    pub(crate) fn index(&self) -> &crate::casework::Index {
        &self.index
    }

    /// What the public side shows.
    pub(crate) fn register(&self) -> &crate::public::Index {
        &self.register
    }

    /// Who is listed by name, in memory.
    pub(crate) fn registry_index(&self) -> &crate::registry::Index {
        &self.registry
    }

    /// Known claims by their words, in memory.
    pub(crate) fn claim_index(&self) -> &crate::claims::Index {
        &self.claims
    }

    /// Names of accounts, in memory.
    pub(crate) fn handles(&self) -> &handles::Index {
        &self.handles
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The clock.
    pub(crate) fn clock(&self) -> Clock {
        Arc::clone(&self.clock)
    }

    /// The table of rights.
    pub fn matrix(&self) -> &Matrix {
        self.people.matrix()
    }

    /// Now, in milliseconds since 1970 UTC.
    pub fn now(&self) -> i64 {
        (self.clock)()
    }
}
