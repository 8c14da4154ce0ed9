//! How events change a crisis page.

use super::{Answered, Crisis, Event, ModeChange};
use crate::Happened;

pub(super) fn evolve(mut page: Crisis, happened: &Happened<Event>) -> Crisis {
    let (at, by) = (happened.at, happened.by.clone());
    match happened.what.clone() {
        Event::Scoped { scope } => {
            if !page.is_open() {
                page.author = by;
            }
            page.scope = scope;
        }
        Event::ModeAsked { to, reason } => page.asked.push((at, by, to, reason)),
        Event::ModeChanged { from, to, ground, consulted, reason } => {
            page.mode = to;
            page.modes.push(ModeChange { at, by, from, to, ground, consulted, reason });
        }
        // Its effect is the change of mode that follows it.
        Event::SolidarityInvoked { .. } => {}
        Event::Asked { question } => page.questions.push(question),
        Event::Answered { question, text, .. } => page.answers.push(Answered { question, at, by, text }),
        Event::Informed { item } => page.items.push(item),
        Event::Acted { measure } => page.actions.push(measure),
        Event::ActionUpdated { action, status } => {
            if let Some(one) = page.actions.get_mut(action) {
                (one.status, one.at) = (status, at);
            }
        }
        Event::Contradicted { contradiction } => page.contradictions.push(contradiction),
        Event::Settled { contradiction, how } => {
            if let Some(one) = page.contradictions.get_mut(contradiction) {
                one.settled = Some(how);
            }
        }
        Event::RoundtableHeld { roundtable } => page.roundtables.push(roundtable),
        Event::ReportRequested { request } => page.requests.push(request),
        Event::ReportRecorded { version, cut_off, record } => {
            page.reports.push((version, cut_off, at, record));
        }
        Event::LessonsWritten { text } => page.lessons.push((at, by, text)),
    }
    page
}
