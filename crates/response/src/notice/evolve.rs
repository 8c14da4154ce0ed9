//! How events change a notice.

use super::{Event, Notice, Phase, Step};
use crate::Happened;

pub(super) fn evolve(mut state: Notice, happened: &Happened<Event>) -> Notice {
    let (now, by) = (happened.at, happened.by.clone());
    match &happened.what {
        Event::Drafted { draft } => {
            if state.phase == Phase::None {
                state.author = by;
            }
            state.phase = Phase::Draft;
            state.draft = draft.clone();
        }
        Event::Sent => {
            state.phase = Phase::Sent;
            state.sent = Some((now, by));
        }
        Event::ReceiptConfirmed { when } => {
            state.phase = Phase::Received;
            state.received = Some((*when, by));
        }
        Event::Decided { decision, when } => {
            state.phase = Phase::Decided;
            state.decision = Some(Step { at: *when, by, what: decision.clone() });
        }
        Event::Complained { grounds } => {
            state.phase = Phase::Complained;
            state.complaint = Some(Step { at: now, by, what: grounds.clone() });
        }
        Event::ComplaintDecided { ruling, when } => {
            state.complaint_decision = Some(Step { at: *when, by, what: ruling.clone() });
        }
        Event::Referred { body } => {
            state.phase = Phase::OutOfCourt;
            state.referral = Some(Step { at: now, by, what: body.clone() });
        }
        Event::Extended { reason } => state.extension = Some(Step { at: now, by, what: reason.clone() }),
        Event::Settled { ruling } => state.settlement = Some(Step { at: now, by, what: ruling.clone() }),
        Event::Closed { result } => {
            state.phase = Phase::Closed;
            state.ended = Some(Step { at: now, by, what: result.clone() });
        }
        Event::Withdrawn { reason } => {
            state.phase = Phase::Withdrawn;
            state.ended = Some(Step { at: now, by, what: reason.clone() });
        }
    }
    state
}
