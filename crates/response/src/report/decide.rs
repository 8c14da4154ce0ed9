//! How commands to an issue are decided.

use super::{Command, Event, Outline, Passage, Phase, Piece, PointForDecision, Report, Scenario, guard};

use crate::guard as shared;
use crate::refusal::{at_most, optional, sha256, text};
use crate::{Refusal, Scene, Words, check};
use ostrakon_model::Role;

/// Pieces of one issue: more than can be read before it is approved is not a report.
const PIECES: usize = 500;

pub(super) fn decide(report: &Report, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
    use Phase::{Approved, Draft, Issued, None as Unopened, Superseded};
    shared::acting_without_working_on_cases(scene)?;
    if report.phase != Unopened {
        shared::changing_it_from_outside(scene, &report.author.organisation)?;
    }
    let wrong = |what: &str| Err(Refusal::state(what, report.phase.name()));
    let one = |event| Ok(vec![event]);
    match (command, report.phase) {
        (Command::Open { outline }, Unopened) => {
            outlined(outline, scene)?;
            one(Event::Outlined { outline: outline.clone() })
        }
        (Command::Edit { outline }, Draft | Approved) => {
            outlined(outline, scene)?;
            guard::moving_a_report_to_another_election(report, outline)?;
            one(Event::Outlined { outline: outline.clone() })
        }
        (Command::SetCutOff { cut_off }, Draft | Approved) => {
            check::moment("/cut_off", *cut_off)?;
            one(Event::CutOffSet { cut_off: *cut_off })
        }
        (Command::AddParagraph { paragraph }, Draft | Approved) => {
            written(report, "/paragraph", Piece::Passage(paragraph.clone()))
        }
        (Command::AddScenario { scenario }, Draft | Approved) => {
            written(report, "/scenario", Piece::Scenario(scenario.clone()))
        }
        (Command::AddDecision { decision }, Draft | Approved) => {
            written(report, "/decision", Piece::Decision(decision.clone()))
        }
        (Command::Rewrite { number, piece }, Draft | Approved) => {
            guard::rewriting_what_is_not_there(report, *number, Some(piece))?;
            piece_fits("/piece", piece)?;
            one(Event::Written { number: *number, piece: piece.clone() })
        }
        (Command::Remove { number }, Draft | Approved) => {
            guard::rewriting_what_is_not_there(report, *number, None)?;
            one(Event::Removed { number: *number })
        }
        (Command::Approve { content }, Draft) => {
            let roles = [Role::Approver, Role::Presidency];
            shared::acting_without_a_role(scene, &roles, &Report::basis())?;
            guard::approving_ones_own_report(report, scene)?;
            guard::approving_before_the_cut_off(report, scene.now)?;
            sha256("/content", content)?;
            one(Event::Approved { content: content.clone() })
        }
        (Command::Issue { content, document, version, previous }, Approved) => {
            sha256("/content", content)?;
            sha256("/document", document)?;
            guard::issuing_what_was_not_approved(report, content)?;
            let (document, version) = (document.clone(), (*version).max(1));
            one(Event::Issued { document, version, previous: previous.clone() })
        }
        (Command::Supersede { by }, Issued) => {
            text("/by", by, 200)?;
            one(Event::Superseded { by: by.clone() })
        }
        (Command::Correct { correction }, Issued | Superseded) => {
            text("/correction/was", &correction.was, 2_000)?;
            text("/correction/is", &correction.is, 2_000)?;
            text("/correction/reason", &correction.reason, 2_000)?;
            at_most("/correction", report.corrections.len() + 1, 100)?;
            one(Event::Corrected { correction: correction.clone() })
        }
        (Command::Withdraw { reason }, Draft | Approved | Issued) => {
            text("/reason", reason, 2_000)?;
            one(Event::Withdrawn { reason: reason.clone() })
        }
        (Command::Open { .. }, _) => wrong("open"),
        (Command::Edit { .. }, _) => wrong("edit"),
        (Command::SetCutOff { .. }, _) => wrong("set-cut-off"),
        (Command::AddParagraph { .. }, _) => wrong("add-paragraph"),
        (Command::AddScenario { .. }, _) => wrong("add-scenario"),
        (Command::AddDecision { .. }, _) => wrong("add-decision"),
        (Command::Rewrite { .. }, _) => wrong("rewrite"),
        (Command::Remove { .. }, _) => wrong("remove"),
        (Command::Approve { .. }, _) => wrong("approve"),
        (Command::Issue { .. }, _) => wrong("issue"),
        (Command::Supersede { .. }, _) => wrong("supersede"),
        (Command::Correct { .. }, _) => wrong("correct"),
        (Command::Withdraw { .. }, _) => wrong("withdraw"),
    }
}

fn outlined(outline: &Outline, scene: &Scene<'_>) -> Result<(), Refusal> {
    text("/outline/title", &outline.title, 200)?;
    text("/outline/election", &outline.election, 200)?;
    guard::reporting_on_an_unknown_election(outline, scene)?;
    check::moment("/outline/cut_off", outline.cut_off)?;
    optional("/outline/caveat", &outline.caveat, 200)?;
    optional("/outline/contact", &outline.contact, 200)?;
    if !["", "en", "fr", "de"].contains(&outline.language.as_str()) {
        let what = Words::new(
            "a report is written in `en`, `fr` or `de`",
            "un rapport est rédigé en « en », « fr » ou « de »",
            "ein Bericht wird in „en“, „fr“ oder „de“ geschrieben",
        );
        return Err(Refusal::field("/outline/language", what));
    }
    check::names("/outline/distribution", &outline.distribution, 50, 200)?;
    at_most("/outline/recipients", outline.recipients.len(), 200)?;
    shared::naming_an_unknown_organisation(scene, "/outline/recipients", &outline.recipients)?;
    if !outline.recipients.is_empty() {
        shared::sending_red_to_an_organisation(outline.marking)?;
    }
    match outline.next_due {
        Some(due) => check::future("/outline/next_due", due, outline.cut_off),
        None => Ok(()),
    }
}

fn written(report: &Report, pointer: &str, piece: Piece) -> Result<Vec<Event>, Refusal> {
    piece_fits(pointer, &piece)?;
    at_most(pointer, report.pieces.len() + 1, PIECES)?;
    Ok(vec![Event::Written { number: report.next_piece, piece }])
}

fn piece_fits(pointer: &str, piece: &Piece) -> Result<(), Refusal> {
    match piece {
        Piece::Passage(Passage { about, text: said, .. }) => {
            optional(&format!("{pointer}/about"), about, 200)?;
            text(&format!("{pointer}/text"), said, 4_000)
        }
        Piece::Scenario(Scenario { label, until, text: said, indicators, .. }) => {
            text(&format!("{pointer}/label"), label, 200)?;
            optional(&format!("{pointer}/text"), said, 4_000)?;
            until.map_or(Ok(()), |until| check::moment(&format!("{pointer}/until"), until))?;
            check::names(&format!("{pointer}/indicators"), indicators, 20, 300)
        }
        Piece::Decision(PointForDecision { question, asked_of, due, options, basis, text: said }) => {
            text(&format!("{pointer}/question"), question, 300)?;
            optional(&format!("{pointer}/asked_of"), asked_of, 200)?;
            optional(&format!("{pointer}/basis"), basis, 500)?;
            optional(&format!("{pointer}/text"), said, 4_000)?;
            due.map_or(Ok(()), |due| check::moment(&format!("{pointer}/due"), due))?;
            check::names(&format!("{pointer}/options"), options, 20, 300)
        }
    }
}
