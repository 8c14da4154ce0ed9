//! How events change an alert.

use super::{Acknowledgement, Alert, Answer, Correction, Event, Phase, Recipient};
use crate::Happened;

pub(super) fn evolve(mut alert: Alert, happened: &Happened<Event>) -> Alert {
    let (at, by) = (happened.at, happened.by.clone());
    match &happened.what {
        Event::Drafted { draft } => {
            if alert.phase == Phase::None {
                alert.author = by;
            }
            alert.phase = Phase::Draft;
            alert.draft = draft.clone();
        }
        Event::Received { message, .. } => alert.received.push(message.clone()),
        Event::Issued { recipients } => {
            alert.phase = Phase::Issued;
            alert.issued = Some((at, by));
            let fresh = |country: &String| Recipient { country: country.clone(), ..Recipient::default() };
            alert.recipients = recipients.iter().map(|(id, country)| (id.clone(), fresh(country))).collect();
        }
        Event::Acknowledged { organisation, commitment } => {
            if let Some(one) = alert.recipients.get_mut(organisation) {
                one.acknowledged = Some(Acknowledgement { at, by, commitment: commitment.clone() });
            }
        }
        Event::Responded { organisation, text } => {
            alert.phase = Phase::Responding;
            if let Some(one) = alert.recipients.get_mut(organisation) {
                one.responses.push(Answer { at, by, text: text.clone() });
            }
        }
        Event::Escalated { organisation, .. } => {
            if let Some(one) = alert.recipients.get_mut(organisation) {
                one.escalations += 1;
            }
        }
        Event::Corrected { text, to } => {
            let to = to.iter().map(|id| (id.clone(), None)).collect();
            alert.corrections.push(Correction { at, text: text.clone(), to });
        }
        Event::CorrectionConfirmed { organisation, correction } => {
            let found = alert.corrections.get_mut(*correction).and_then(|one| one.to.get_mut(organisation));
            if let Some(confirmed) = found {
                *confirmed = Some(at);
            }
        }
        Event::Closed { outcome } => {
            alert.phase = Phase::Closed;
            alert.ended = Some((at, outcome.clone()));
        }
        Event::Withdrawn { reason } => {
            alert.phase = Phase::Withdrawn;
            alert.ended = Some((at, reason.clone()));
        }
    }
    alert
}
