//! Whom a correction or a withdrawal is owed to.
//!
//! **The problem.** A correction that reaches only those who ask for it leaves the first, wrong, version in force with
//! everybody else.
//!
//! **The choice.** The ledger knows who received which version; a change makes one notice for each of them, and a notice
//! is open until its receipt is there. Both are pure functions of the ledger, so that a restart loses none.

use super::decision::LedgerLine;
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What happened to an object that was shared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum ChangeKind {
    /// There is a newer version.
    Corrected {
        /// The newer version.
        version: String,
    },
    /// It was revoked or deleted.
    Withdrawn,
    /// It bears a narrower label than it was received under.
    Narrowed {
        /// The label now.
        to: Tlp,
    },
}

/// A change of one object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Id of the object.
    pub object: String,
    /// What happened.
    pub kind: ChangeKind,
}

/// What is owed to one recipient.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Notice {
    /// The recipient, as in the ledger. For `public` and `community` the notice is published where the object was.
    pub recipient: String,
    /// Id of the object.
    pub object: String,
    /// What happened.
    #[serde(flatten)]
    pub kind: ChangeKind,
    /// The versions that the recipient holds, oldest first.
    pub held: Vec<String>,
}

/// A recipient's word that a notice arrived.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Receipt {
    /// The recipient.
    pub recipient: String,
    /// Id of the object.
    pub object: String,
    /// What was received.
    #[serde(flatten)]
    pub kind: ChangeKind,
    /// Milliseconds UTC.
    pub at: i64,
}

/// The notices that a change makes: one for each recipient in the ledger who holds something that is no longer right.
/// Our own people read the newest version anyway and get none. Ordered by recipient.
pub fn obligations<'l>(ledger: impl IntoIterator<Item = &'l LedgerLine>, change: &Change) -> Vec<Notice> {
    let mut held: BTreeMap<&str, (BTreeSet<&str>, Tlp)> = BTreeMap::new();
    for line in ledger {
        if line.object.eq_ignore_ascii_case(&change.object) && line.recipient != "own" {
            let (versions, label) = held.entry(&line.recipient).or_insert((BTreeSet::new(), Tlp::Red));
            versions.insert(&line.version);
            *label = (*label).min(line.marking);
        }
    }
    held.into_iter()
        .filter(|(_, (versions, label))| match &change.kind {
            ChangeKind::Corrected { version } => !versions.contains(version.as_str()),
            ChangeKind::Withdrawn => true,
            ChangeKind::Narrowed { to } => label < to,
        })
        .map(|(recipient, (versions, _))| Notice {
            recipient: recipient.to_owned(),
            object: change.object.clone(),
            kind: change.kind.clone(),
            held: versions.into_iter().map(str::to_owned).collect(),
        })
        .collect()
}

/// The notices without a receipt.
pub fn outstanding<'n>(notices: &'n [Notice], receipts: &[Receipt]) -> Vec<&'n Notice> {
    let received: BTreeSet<(&str, &str, &ChangeKind)> =
        receipts.iter().map(|one| (one.recipient.as_str(), one.object.as_str(), &one.kind)).collect();
    let is_open =
        |one: &&Notice| !received.contains(&(one.recipient.as_str(), one.object.as_str(), &one.kind));
    notices.iter().filter(is_open).collect()
}
