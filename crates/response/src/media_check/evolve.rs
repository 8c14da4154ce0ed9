//! How events change a check.

use super::{Event, MediaCheck, Phase};
use crate::Happened;

pub(super) fn evolve(mut it: MediaCheck, happened: &Happened<Event>) -> MediaCheck {
    let (at, by) = (happened.at, happened.by.clone());
    match &happened.what {
        Event::Drafted { draft } => {
            if it.phase == Phase::None {
                it.author = by;
            }
            it.phase = Phase::Open;
            it.draft = draft.clone();
        }
        Event::ReasonsStated { reasons } => {
            it.phase = Phase::ReasonsStated;
            it.reasons = Some((at, by, reasons.clone()));
        }
        Event::Replied { text } => it.reply = Some((at, by, text.clone())),
        Event::Proceeded { reason, approved_by } => {
            it.phase = Phase::Proceeded;
            it.ended = Some((at, by, reason.clone()));
            it.approved_by.clone_from(approved_by);
        }
        Event::Dropped { reason } => {
            it.phase = Phase::Dropped;
            it.ended = Some((at, by, reason.clone()));
        }
    }
    it
}
