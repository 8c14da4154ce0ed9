//! What is written: commits, events, effects.
//!
//! **The problem.** An operational change has a history (who, when, why) and a result (rows). Kept apart, they drift.
//! **The choice.** An event carries its effects, and the store knows only effects: the same function applies them at
//! commit and at rebuild. **Rejected.** A projection function an event kind inside the store (it would know the use
//! cases), and storing whole bodies in the log (a personal datum in a hash chain can never be erased): the log names
//! contents by SHA-256, and a content can go, leaving its digest and a receipt.

use ostrakon_model::Tlp;
use serde_json::Value;
use std::collections::BTreeMap;

/// One write: all of it or nothing, in one transaction.
#[derive(Clone, Debug, Default)]
pub struct Commit {
    /// Who acts: an opaque id of a person, token or job, never a name or an address (the log is for ever).
    pub actor: String,
    /// When, in milliseconds since 1970 UTC, by the caller's clock.
    pub at: i64,
    /// What happened, in order. May be empty only when nothing is to be written but an idempotent answer.
    pub events: Vec<Event>,
    /// Revisions that records must have before the change.
    pub expect: Vec<Expect>,
    /// Makes a repeat of the same request harmless.
    pub idempotency: Option<Idempotency>,
}

/// One entry of the log, before it has a number.
#[derive(Clone, Debug, Default)]
pub struct Event {
    /// What happened, dotted and in the past: `incident.opened`, `objects.added`.
    pub kind: String,
    /// What it happened to: `incident/3f…`. Histories are read by it.
    pub subject: String,
    /// Details that stay in the log for ever: ids, digests and enumerated values, no personal data.
    pub data: Value,
    /// What follows from it.
    pub effects: Vec<Effect>,
}

/// The revision that a record must have for a commit to go through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expect {
    /// Kind of the record.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its revision; `None`: there must be no such record.
    pub rev: Option<i64>,
}

/// An idempotency key and the answer that a repeat gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// Whose keys these are: token or person, with the route.
    pub scope: String,
    /// The key that the client sent.
    pub key: String,
    /// Digest of the request, so that a key used for something else is noticed.
    pub request: [u8; 32],
    /// The answer, as it will be repeated.
    pub response: Vec<u8>,
}

/// What an event changes.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Writes a record, new or over an older revision.
    PutRecord(NewRecord),
    /// Removes a record; its history stays, its content can be erased.
    DeleteRecord {
        /// Kind of the record.
        kind: String,
        /// Its id.
        id: String,
    },
    /// Adds object versions to a collection. What is there already is left as it is.
    AddObjects {
        /// The collection's id.
        collection: String,
        /// The versions; outcomes come back in this order.
        objects: Vec<NewObject>,
    },
    /// Takes an object out of a collection; its versions stay in the store.
    RemoveObject {
        /// The collection's id.
        collection: String,
        /// The object's id.
        id: String,
        /// One version; `None`: all of them.
        version: Option<String>,
    },
    /// Takes everything out of a collection.
    ClearCollection {
        /// The collection's id.
        collection: String,
    },
    /// Writes who got what into the ledger. A line that is there already keeps its first time.
    Release {
        /// Who got it: an organisation's id.
        recipient: String,
        /// By which route: `taxii`, `rest`, `export`, `report`, `public`, `federation`, …
        route: String,
        /// What, and under which marking.
        objects: Vec<Released>,
    },
    /// Erases contents for real. Their digests stay in the log; this event is the receipt.
    Erase {
        /// SHA-256 of each content.
        contents: Vec<[u8; 32]>,
    },
    /// States that a blob is held (see [`crate::Store::put_blob`], which writes the bytes first).
    PutBlob(BlobMeta),
    /// States that a blob's bytes are destroyed. [`crate::Store::destroy_blob`] does it.
    DestroyBlob {
        /// SHA-256 of the bytes.
        sha256: [u8; 32],
    },
    /// An entry in the chain of custody of a blob.
    Custody {
        /// SHA-256 of the blob.
        sha256: [u8; 32],
        /// What was done with it.
        entry: Custody,
    },
}

/// A record to write.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewRecord {
    /// Kind: `person`, `incident`, `collection`, …
    pub kind: String,
    /// Id within the kind, opaque.
    pub id: String,
    /// Organisation that owns it; empty where nobody does.
    pub owner: String,
    /// Its marking.
    pub marking: Tlp,
    /// Sort and look-up keys by name (`{"email": "…"}`), at most 16; erased with the body.
    pub keys: BTreeMap<String, String>,
    /// The record itself.
    pub body: Value,
}

/// A version of an object to add to a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewObject {
    /// STIX id.
    pub id: String,
    /// STIX type.
    pub kind: String,
    /// `modified`, else `created`, as the object writes it; empty for what has no version of its own.
    pub version: String,
    /// `2.1`, `2.0`.
    pub spec_version: String,
    /// The canonical bytes.
    pub bytes: Vec<u8>,
}

/// What a release let out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released {
    /// STIX id, or a record's `kind/id`.
    pub object: String,
    /// Its version; empty where there is none.
    pub version: String,
    /// The marking it left under.
    pub marking: Tlp,
}

/// What is known of a blob.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BlobMeta {
    /// When it was captured, milliseconds since 1970 UTC.
    pub captured_at: i64,
    /// Media type, as captured.
    pub media_type: String,
    /// SHA-256 of the bytes.
    #[serde(with = "crate::digest::hex")]
    pub sha256: [u8; 32],
    /// Length in bytes.
    pub size: u64,
}

/// An entry in a chain of custody: who had the item, and what they did with it. Ids only, no names.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Custody {
    /// `collect`, `hash`, `seal`, `copy`, `transfer`, `view`, `analyse`, `redact`, `release`, `destroy`.
    pub action: String,
    /// Class of the network that the capture went out through (`office`, `vpn`, `tor`, …), never an address.
    pub egress: String,
    /// Who handed it over.
    pub from: String,
    /// Why, or on which legal basis.
    pub reason: String,
    /// Role in which the actor acted.
    pub role: String,
    /// Signature over the entry by an outside key, as text.
    pub signature: String,
    /// Where it was captured from.
    pub source_url: String,
    /// Task or case that it belongs to.
    pub task: String,
    /// Who received it.
    pub to: String,
    /// Tool and version.
    pub tool: String,
}

/// What a commit did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// Number of the first event; 0 when the commit was a repeat or had no events.
    pub first_seq: i64,
    /// Number of the last event: also the revision of every record that it put.
    pub last_seq: i64,
    /// Hash of the last event.
    pub hash: [u8; 32],
    /// What became of each object of each [`Effect::AddObjects`], in order.
    pub objects: Vec<Outcome>,
    /// Revision of each [`Effect::PutRecord`], in order.
    pub revs: Vec<i64>,
    /// The stored answer, when the idempotency key was seen before; then nothing was written.
    pub repeated: Option<Vec<u8>>,
}

/// What became of an object version that was to be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is in the collection since now; its time stamp there, in microseconds since 1970.
    Added(i64),
    /// It was in the collection already, with the same content.
    Present,
    /// The store holds other content under the same id and version; that content stays (a version is immutable).
    Differs,
}
