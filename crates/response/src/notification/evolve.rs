//! How events change a notification.

use super::{Answer, Event, FollowUp, Notification, Outcome, Phase};
use crate::Happened;

pub(super) fn evolve(mut state: Notification, happened: &Happened<Event>) -> Notification {
    let (at, by) = (happened.at, happened.by.clone());
    match &happened.what {
        Event::Drafted { draft } => {
            if state.phase == Phase::None {
                state.author = by;
            }
            state.phase = Phase::Draft;
            state.draft = draft.clone();
        }
        Event::Sent { sent } => {
            state.phase = Phase::Sent;
            state.sent = Some((*sent, by));
        }
        Event::Acknowledged { received } => {
            state.phase = Phase::Acknowledged;
            state.acknowledged = Some((*received, by));
        }
        Event::Answered { form, outcome, reason, received } => {
            state.phase = Phase::Answered;
            let (form, reason) = (Some(*form), reason.clone());
            state.answers.push(Answer { at: *received, by, form, outcome: *outcome, reason });
        }
        Event::NoAnswerRecorded { reason } => {
            state.phase = Phase::Answered;
            let reason = reason.clone();
            state.answers.push(Answer { at, by, form: None, outcome: Outcome::NoAnswer, reason });
        }
        Event::WrittenUp { text } => state.written_up = Some((at, by, text.clone())),
        Event::FollowedUp { text } => state.follow_ups.push(FollowUp { at, by, text: text.clone() }),
        Event::Closed { result } => {
            state.phase = Phase::Closed;
            state.ended = Some((at, result.clone()));
        }
        Event::Withdrawn { reason } => {
            state.phase = Phase::Withdrawn;
            state.ended = Some((at, reason.clone()));
        }
    }
    state
}
