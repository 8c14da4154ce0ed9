//! How commands to a cyber incident are decided.

use super::{Command, Cyber, Draft, Event, Outcome, Phase, guard};
use crate::guard as shared;
use crate::refusal::{at_most, names, optional, text};
use crate::{Refusal, Scene};

/// Characters of a report, at most.
const LONG: usize = 8_000;

pub(super) fn decide(it: &Cyber, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
    use Phase::{Closed, Final, None as Unopened, Notified, Open, Warned};
    shared::acting_without_working_on_cases(scene)?;
    let wrong = |what: &str| Err(Refusal::state(what, it.phase.name()));
    let one = |event| Ok(vec![event]);
    let answers = matches!(command, Command::Feedback { .. });
    if it.phase != Unopened && !answers {
        shared::changing_it_from_outside(scene, &it.author.organisation)?;
    }
    let report = |said: &str| {
        shared::sending_red_to_an_organisation(it.draft.marking)?;
        text("/text", said, LONG)
    };
    match (command, it.phase) {
        (Command::Open { draft }, Unopened) => {
            check(draft, scene)?;
            one(Event::Drafted { draft: draft.clone() })
        }
        (Command::Edit { draft }, Open | Warned | Notified) => {
            check(draft, scene)?;
            guard::moving_a_clock(it, draft)?;
            one(Event::Drafted { draft: draft.clone() })
        }
        (Command::Warn { text: said }, Open) => {
            report(said)?;
            one(Event::Warned { text: said.clone() })
        }
        (Command::Notify { text: said }, Open | Warned) => {
            report(said)?;
            one(Event::Notified { text: said.clone() })
        }
        (Command::Progress { text: said }, Notified) => {
            report(said)?;
            at_most("/progress", it.progress.len() + 1, 1_000)?;
            one(Event::Progressed { text: said.clone() })
        }
        (Command::Handle, Open | Warned | Notified) if it.handled.is_none() => one(Event::Handled),
        (Command::Finish { text: said }, Notified) => {
            guard::finishing_what_goes_on(it)?;
            report(said)?;
            one(Event::Finished { text: said.clone() })
        }
        (Command::Feedback { text: said }, Warned | Notified | Final) => {
            guard::answering_for_the_csirt(it, scene)?;
            text("/text", said, LONG)?;
            at_most("/feedback", it.feedback.len() + 1, 1_000)?;
            one(Event::Answered { text: said.clone() })
        }
        (Command::Close { outcome, note }, Open | Warned | Notified | Final) => {
            text("/note", note, 4_000)?;
            if *outcome == Outcome::Handled {
                guard::closing_before_the_final_report(it)?;
            } else {
                guard::explaining_a_significant_incident_away(it, *outcome)?;
            }
            one(Event::Closed { outcome: *outcome, note: note.clone() })
        }
        (Command::Open { .. }, Open | Warned | Notified | Final | Closed) => wrong("open"),
        (Command::Edit { .. }, _) => wrong("edit"),
        (Command::Warn { .. }, _) => wrong("warn"),
        (Command::Notify { .. }, _) => wrong("notify"),
        (Command::Progress { .. }, _) => wrong("progress"),
        (Command::Handle, _) => wrong("handle"),
        (Command::Finish { .. }, _) => wrong("finish"),
        (Command::Feedback { .. }, _) => wrong("feedback"),
        (Command::Close { .. }, _) => wrong("close"),
    }
}

fn check(draft: &Draft, scene: &Scene<'_>) -> Result<(), Refusal> {
    text("/draft/title", &draft.title, 200)?;
    text("/draft/entity", &draft.entity, 300)?;
    optional("/draft/description", &draft.description, LONG)?;
    guard::becoming_aware_in_the_future(draft, scene.now)?;
    shared::naming_an_unknown_organisation(scene, "/draft/csirt", [&draft.csirt])?;
    names("/draft/evidence", &draft.evidence, 1_000)?;
    names("/draft/incidents", &draft.incidents, 100)?;
    names("/draft/election", &draft.election, 1)
}
