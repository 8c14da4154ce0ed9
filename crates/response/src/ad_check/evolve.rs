//! How events change a check.

use super::{AdCheck, Event, Phase, Sent};
use crate::Happened;

pub(super) fn evolve(mut it: AdCheck, happened: &Happened<Event>) -> AdCheck {
    let (at, by) = (happened.at, happened.by.clone());
    match &happened.what {
        Event::Drafted { draft, window } => {
            if it.phase == Phase::None {
                it.author = by;
            }
            it.phase = Phase::Open;
            it.draft = draft.clone();
            it.window = *window;
        }
        Event::Sent { ground, to, small, last_month } => {
            it.phase = Phase::Sent;
            it.sent.push(Sent {
                ground: *ground,
                to: to.clone(),
                sent: (at, by),
                small: *small,
                last_month: *last_month,
                answer: None,
            });
        }
        Event::Answered { sent, text } => {
            if let Some(one) = it.sent.get_mut(*sent) {
                one.answer = Some((at, by, text.clone()));
            }
        }
        Event::Closed { outcome, note } => {
            it.phase = Phase::Closed;
            it.closed = Some((at, *outcome, note.clone()));
        }
    }
    it
}
