//! How events change a cyber incident.

use super::{Cyber, Event, Phase, Report};
use crate::Happened;

pub(super) fn evolve(mut it: Cyber, happened: &Happened<Event>) -> Cyber {
    let (at, by) = (happened.at, happened.by.clone());
    let report = |text: &String| Report { at, by: by.clone(), text: text.clone() };
    match &happened.what {
        Event::Drafted { draft } => {
            if it.phase == Phase::None {
                it.phase = Phase::Open;
                it.author = by.clone();
            }
            it.draft = draft.clone();
        }
        Event::Warned { text } => {
            it.phase = Phase::Warned;
            it.warning = Some(report(text));
        }
        Event::Notified { text } => {
            it.phase = Phase::Notified;
            it.notification = Some(report(text));
        }
        Event::Progressed { text } => it.progress.push(report(text)),
        Event::Handled => it.handled = Some((at, by)),
        Event::Finished { text } => {
            it.phase = Phase::Final;
            it.final_report = Some(report(text));
        }
        Event::Answered { text } => it.feedback.push(report(text)),
        Event::Closed { outcome, note } => {
            it.phase = Phase::Closed;
            it.closed = Some((at, *outcome, note.clone()));
        }
    }
    it
}
