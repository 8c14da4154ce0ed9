//! How events change an issue.

use super::{Approved, Correction, Event, Issued, Phase, Report, Written};
use crate::Happened;

pub(super) fn evolve(mut report: Report, happened: &Happened<Event>) -> Report {
    let (at, by) = (happened.at, happened.by.clone());
    match &happened.what {
        Event::Outlined { outline } => {
            if report.phase == Phase::None {
                report.author = by.clone();
            }
            report.outline = outline.clone();
            report = changed(report, by);
        }
        Event::CutOffSet { cut_off } => {
            report.outline.cut_off = *cut_off;
            report = changed(report, by);
        }
        Event::Written { number, piece } => {
            report.next_piece = report.next_piece.max(number.saturating_add(1));
            report.pieces.insert(*number, Written { piece: piece.clone(), by: by.clone(), at });
            report = changed(report, by);
        }
        Event::Removed { number } => {
            report.pieces.remove(number);
            report = changed(report, by);
        }
        Event::Approved { content } => {
            report.phase = Phase::Approved;
            report.approved = Some(Approved { at, by, content: content.clone() });
        }
        Event::Issued { document, version, previous } => {
            report.phase = Phase::Issued;
            let (document, previous) = (document.clone(), previous.clone());
            report.issued = Some(Issued { at, by, version: *version, document, previous });
        }
        Event::Superseded { by } => {
            report.phase = Phase::Superseded;
            report.superseded = Some((at, by.clone()));
        }
        Event::Corrected { correction } => {
            report.corrections.push(Correction { at, ..correction.clone() });
        }
        Event::Withdrawn { reason } => {
            report.phase = Phase::Withdrawn;
            report.withdrawn = Some((at, reason.clone()));
        }
    }
    report
}

/// What was approved is no longer what stands there.
fn changed(mut report: Report, by: crate::Party) -> Report {
    report.phase = Phase::Draft;
    report.approved = None;
    report.authors.insert(by);
    report
}
