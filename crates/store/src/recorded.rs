//! Effects as they stand in the log: contents by digest only. Fields in alphabetical order, so that the compact text is
//! the canonical one.

use crate::{
    Custody, Error, Result,
    digest::{self, hex},
    event::BlobMeta,
};
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};

/// An effect in the log.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Recorded {
    PutRecord(PutRecord),
    DeleteRecord { id: String, kind: String },
    AddObjects(AddObjects),
    RemoveObject { collection: String, id: String, version: Option<String> },
    ClearCollection { collection: String },
    Release { objects: Vec<Line>, recipient: String, route: String },
    Erase { contents: Vec<Digest> },
    PutBlob(BlobMeta),
    DestroyBlob { sha256: Digest },
    Custody { entry: Custody, sha256: Digest },
}

impl Recorded {
    /// False for an addition or a release of nothing, which need not stand in the log.
    pub(crate) fn says_something(&self) -> bool {
        match self {
            Self::AddObjects(add) => !add.objects.is_empty(),
            Self::Release { objects, .. } => !objects.is_empty(),
            Self::Erase { contents } => !contents.is_empty(),
            _ => true,
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PutRecord {
    #[serde(with = "hex")]
    pub(crate) content: [u8; 32],
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) marking: Tlp,
    pub(crate) owner: String,
}

/// The versions that were really added; the n-th bears the time stamp `added + n`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct AddObjects {
    pub(crate) added: i64,
    pub(crate) collection: String,
    pub(crate) objects: Vec<Added>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Added {
    pub(crate) id: String,
    #[serde(with = "hex")]
    pub(crate) sha256: [u8; 32],
    pub(crate) spec_version: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) version: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) marking: Tlp,
    pub(crate) object: String,
    pub(crate) version: String,
}

/// A digest that is written as hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Digest(#[serde(with = "hex")] pub(crate) [u8; 32]);

/// The text of an event's effects.
pub(crate) fn to_text(effects: &[Recorded]) -> Result<Vec<u8>> {
    serde_json::to_vec(effects).map_err(|reason| Error::input("the effects of an event", reason.to_string()))
}

/// Effects from their text.
pub(crate) fn from_text(text: &[u8], seq: i64) -> Result<Vec<Recorded>> {
    serde_json::from_slice(text).map_err(|reason| {
        Error::damaged(format!("log entry {seq}"), format!("its effects cannot be read: {reason}"))
    })
}

/// An entry of the log, as it is hashed.
pub(crate) struct Entry<'a> {
    pub(crate) seq: i64,
    pub(crate) at: i64,
    pub(crate) actor: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) data: &'a [u8],
    pub(crate) effects: &'a [u8],
}

impl Entry<'_> {
    /// SHA-256 of the previous hash and the entry's canonical JSON, whose parts are the columns of its row: an edit of
    /// any of them changes the hash.
    pub(crate) fn hash(&self, prev: &[u8; 32]) -> [u8; 32] {
        let text = |value: &str| serde_json::Value::from(value).to_string();
        let mut bytes = Vec::with_capacity(self.data.len() + self.effects.len() + 256);
        bytes.extend_from_slice(prev);
        bytes.extend_from_slice(
            format!("{{\"actor\":{},\"at\":{},\"data\":", text(self.actor), self.at).as_bytes(),
        );
        bytes.extend_from_slice(self.data);
        bytes.extend_from_slice(b",\"effects\":");
        bytes.extend_from_slice(self.effects);
        let rest = format!(
            ",\"kind\":{},\"seq\":{},\"subject\":{}}}",
            text(self.kind),
            self.seq,
            text(self.subject)
        );
        bytes.extend_from_slice(rest.as_bytes());
        digest::sha256(&bytes)
    }
}
