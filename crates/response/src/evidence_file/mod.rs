//! The evidence file of a proposed listing: what would have to stand before a court.
//!
//! **The problem.** A listing is annulled when its reasons rest on press cuttings that nobody can find any more, or on what
//! the court may not see. **The choice.** Every item has its hash, the time and tool of its capture, who had it in hands (a
//! hash-linked record of custody), and which criterion it proves by which statement. Only open evidence goes in. Sealing
//! fixes all of it by one root; the file then says in plain words what it shows, and what it does not. It is exported as a
//! signed bundle elsewhere. **Rejected.** Custody as a text field: an edit of it leaves no trace.
//!
//! ```text
//! open ⇄ sealed → exported → closed
//!  └───────┴─────────┴─────→ withdrawn
//! ```

mod command;
mod custody;
mod decide;
mod evolve;
mod guard;
mod plain;
#[cfg(test)]
mod tests;

pub use command::{
    Access, Action, Command, Criterion, Draft, Event, Handling, Item, Proof, RecipientKind, SubjectKind,
};
pub use custody::{Entry, FIRST, verify};
pub use plain::{Says, says};

use crate::transparency::{Log, leaf_hash};
use crate::{Aggregate, Channel, Happened, Outward, Party, Refusal, Scene, Source, Summary};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Where a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = EvidenceFilePhase)]
pub enum Phase {
    /// Nothing happened yet.
    #[default]
    None,
    /// Items are collected.
    Open,
    /// Nothing is added or taken out any more.
    Sealed,
    /// It went to whom it was made for.
    Exported,
    /// Ended, with what came of it.
    Closed,
    /// Taken back.
    Withdrawn,
}

impl Phase {
    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "not opened",
            Self::Open => "open",
            Self::Sealed => "sealed",
            Self::Exported => "exported",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// An evidence file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct EvidenceFile {
    /// Where it stands.
    pub phase: Phase,
    /// What it is for.
    pub draft: Draft,
    /// Who opened it.
    pub author: Party,
    /// Items, by SHA-256.
    pub items: BTreeMap<String, Item>,
    /// Who had what in hands, oldest first; each entry holds the hash of the one before.
    pub custody: Vec<Entry>,
    /// When it was sealed, by whom, and the root over items and custody, hexadecimal.
    pub sealed: Option<(i64, Party, String)>,
    /// To whom it went, and when.
    pub exported: Vec<(i64, String)>,
    /// Of recipients outside of this installation, what they are.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub outside: BTreeMap<String, RecipientKind>,
    /// When it ended, and how.
    pub ended: Option<(i64, String)>,
}

impl EvidenceFile {
    /// That reasons rest on evidence that can be shown.
    pub fn basis() -> Source {
        Source::known(
            "Case law of the Court of Justice on restrictive measures: a listing rests on a sufficiently solid factual basis that can be shown",
            "https://eur-lex.europa.eu/eli/dec/2025/963",
        )
    }

    /// The root over items and custody as they stand: what a seal fixes, hexadecimal. Leaves are the items as JSON in the
    /// order of their hashes, then the hashes of the custody entries (RFC 6962).
    pub fn root(&self) -> String {
        let mut log = Log::default();
        for item in self.items.values() {
            log.append_hash(leaf_hash(&serde_json::to_vec(item).unwrap_or_default()));
        }
        for entry in &self.custody {
            log.append(entry.hash.as_bytes());
        }
        custody::hex(&log.root())
    }

    /// How many entries of custody the seal covers: those that the sealed root is over. What was done since is chained to them.
    /// `None` where there is no seal, or no beginning of the custody gives its root.
    pub fn covered(&self) -> Option<usize> {
        let (_, _, root) = self.sealed.as_ref()?;
        let mut log = Log::default();
        for item in self.items.values() {
            log.append_hash(leaf_hash(&serde_json::to_vec(item).unwrap_or_default()));
        }
        let fits = |log: &Log| custody::hex(&log.root()) == *root;
        if fits(&log) {
            return Some(0);
        }
        for (count, entry) in (1..).zip(&self.custody) {
            log.append(entry.hash.as_bytes());
            if fits(&log) {
                return Some(count);
            }
        }
        None
    }

    /// Criteria that no item proves.
    pub fn unproven(&self) -> Vec<&Criterion> {
        let proven: BTreeSet<&str> =
            self.items.values().flat_map(|one| &one.proves).map(|one| one.criterion.as_str()).collect();
        self.draft.criteria.iter().filter(|one| !proven.contains(one.id.as_str())).collect()
    }
}

impl Aggregate for EvidenceFile {
    const KIND: &'static str = "evidence-file";
    type Command = Command;
    type Event = Event;

    fn decide(&self, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
        decide::decide(self, command, scene)
    }

    /// What may stand in the file, and how it was captured, is judged item by item when it comes in.
    fn channels(&self, command: &Command) -> Vec<Channel> {
        let export = matches!(command, Command::Export { .. });
        let judged = &["only-open-litigable-evidence"];
        if export {
            vec![Channel::of("sanctions-evidence-file").judging(judged).attributing()]
        } else {
            Vec::new()
        }
    }

    fn evolve(self, event: &Happened<Event>) -> Self {
        evolve::evolve(self, event)
    }

    fn summary(&self) -> Summary {
        Summary {
            title: self.draft.title.clone(),
            state: self.phase.name().into(),
            open: matches!(self.phase, Phase::Open | Phase::Sealed | Phase::Exported),
            marking: self.draft.marking,
            election: self.draft.election.clone(),
            incidents: self.draft.incidents.clone(),
            participants: BTreeSet::new(),
        }
    }

    fn outward(&self, event: &Event) -> Option<Outward> {
        let Event::Exported { recipient, .. } = event else { return None };
        Some(Outward {
            law: vec![Source::known(&self.draft.regime, ""), Self::basis()],
            evidence: self.items.keys().cloned().chain(self.draft.incidents.iter().cloned()).collect(),
            recipients: vec![recipient.clone()],
            approved_by: self.sealed.as_ref().map(|(_, by, _)| by.clone()),
        })
    }
}
