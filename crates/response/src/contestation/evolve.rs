//! How events change a contestation.

use super::{Contestation, Decision, Delivery, Event, Examination, Phase};
use crate::Happened;

pub(super) fn evolve(mut it: Contestation, happened: &Happened<Event>) -> Contestation {
    let (at, by) = (happened.at, happened.by.clone());
    match &happened.what {
        Event::Received { draft, kept_by, authors, receipt, urgent } => {
            it.phase = Phase::Received;
            it.author = by;
            it.draft = draft.clone();
            it.kept_by.clone_from(kept_by);
            it.authors.clone_from(authors);
            it.receipt.clone_from(receipt);
            it.examinations = vec![Examination { received: at, urgent: *urgent, ..Examination::default() }];
        }
        Event::TakenUp { human } => {
            it.phase = Phase::Examining;
            if let Some(one) = it.examinations.last_mut() {
                one.examiner = Some((at, by));
                one.examiner_human.clone_from(human);
            }
        }
        Event::Upheld { reasons, correction, to } => {
            it.phase = Phase::Upheld;
            it.upheld = Some(at);
            it.correction.clone_from(correction);
            it.deliveries = to.iter().map(|id| (id.clone(), None)).collect();
            if let Some(one) = it.examinations.last_mut() {
                one.decided = Some(Decision { at, by, upheld: true, reasons: reasons.clone() });
            }
        }
        Event::Rejected { reasons } => {
            it.phase = Phase::Rejected;
            if let Some(one) = it.examinations.last_mut() {
                one.decided = Some(Decision { at, by, upheld: false, reasons: reasons.clone() });
            }
        }
        Event::Appealed { grounds, urgent } => {
            it.phase = Phase::Received;
            it.examinations.push(Examination {
                received: at,
                grounds: grounds.clone(),
                urgent: *urgent,
                ..Examination::default()
            });
        }
        Event::Delivered { recipient, proof } => {
            if let Some(done) = it.deliveries.get_mut(recipient) {
                *done = Some(Delivery { at, by, proof: proof.clone() });
            }
        }
        Event::Withdrawn { reason } => {
            it.phase = Phase::Withdrawn;
            it.withdrawn = Some((at, reason.clone()));
        }
    }
    it
}
