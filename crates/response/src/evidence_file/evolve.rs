//! How events change an evidence file.

use super::{Event, EvidenceFile, Phase};
use crate::Happened;

pub(super) fn evolve(mut it: EvidenceFile, happened: &Happened<Event>) -> EvidenceFile {
    let (at, by) = (happened.at, happened.by.clone());
    match &happened.what {
        Event::Drafted { draft } => {
            if it.phase == Phase::None {
                it.author = by;
            }
            it.phase = Phase::Open;
            it.draft = draft.clone();
        }
        Event::Added { item, entry } => {
            it.items.insert(item.sha256.clone(), item.clone());
            it.custody.push(entry.clone());
        }
        Event::Removed { sha256, .. } => drop(it.items.remove(sha256)),
        Event::Handled { entry } => it.custody.push(entry.clone()),
        Event::Sealed { root } => {
            it.phase = Phase::Sealed;
            it.sealed = Some((at, by, root.clone()));
        }
        Event::Unsealed { .. } => {
            it.phase = Phase::Open;
            it.sealed = None;
        }
        Event::Exported { recipient, kind } => {
            if let Some(kind) = kind {
                it.outside.insert(recipient.clone(), *kind);
            }
            it.phase = Phase::Exported;
            it.exported.push((at, recipient.clone()));
        }
        Event::Withdrawn { reason } => {
            it.phase = Phase::Withdrawn;
            it.ended = Some((at, reason.clone()));
        }
        Event::Closed { outcome } => {
            it.phase = Phase::Closed;
            it.ended = Some((at, outcome.clone()));
        }
    }
    it
}
