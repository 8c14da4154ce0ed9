//! How commands to a crisis page are decided.

use super::{Command, Crisis, Event, Mode, Scope, guard};
use crate::guard as shared;
use crate::refusal::{at_most, some, text};
use crate::{Refusal, Scene, Words};
use ostrakon_model::Role;

pub(super) fn decide(page: &Crisis, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
    let one = |event| Ok(vec![event]);
    if let Command::Open { scope } = command {
        if page.is_open() {
            return Err(Refusal::state("open", "open already"));
        }
        guard::opening_without_a_presidency(scope, scene)?;
        check(scope, scene)?;
        return one(Event::Scoped { scope: scope.clone() });
    }
    if !page.is_open() {
        return Err(Refusal::state("this step", "not open"));
    }
    guard::taking_part_without_being_named(page, scene)?;
    let presides = || {
        guard::presiding_from_outside(page, scene)?;
        shared::acting_without_a_role(scene, &[Role::Presidency], &Crisis::basis())
    };
    match command {
        Command::Open { .. } => Err(Refusal::state("open", "open already")),
        Command::Rescope { scope } => {
            presides()?;
            check(scope, scene)?;
            guard::widening_the_page_under_its_items(page, scope)?;
            // Who presides is changed by being named, not by being left out.
            let presidency = scope.presidency.clone().or_else(|| page.scope.presidency.clone());
            one(Event::Scoped { scope: Scope { presidency, ..scope.clone() } })
        }
        Command::AskMode { to, reason } => {
            text("/reason", reason, 2_000)?;
            one(Event::ModeAsked { to: *to, reason: reason.clone() })
        }
        Command::ChangeMode { to, ground, consulted, reason } => {
            guard::changing_to_a_mode_that_does_not_follow(page.mode, *to)?;
            guard::activating_without_the_right(page, *to, scene)?;
            text("/ground", ground, 500)?;
            text("/reason", reason, 2_000)?;
            guard::activating_without_a_ground(ground)?;
            at_most("/consulted", consulted.len(), 100)?;
            guard::activating_without_consultation(page, *to, consulted, scene)?;
            let (ground, consulted, reason) = (ground.clone(), consulted.clone(), reason.clone());
            one(Event::ModeChanged { from: page.mode, to: *to, ground, consulted, reason })
        }
        Command::InvokeSolidarity { member_state, reason } => {
            guard::invoking_solidarity_for_another_state(member_state, scene)?;
            text("/reason", reason, 2_000)?;
            let invoked =
                Event::SolidarityInvoked { member_state: member_state.clone(), reason: reason.clone() };
            if page.mode == Mode::Full {
                return one(invoked);
            }
            let ground = "Art 222 TFEU; Implementing Decision (EU) 2018/1993".to_owned();
            let (from, to, consulted) = (page.mode, Mode::Full, vec![]);
            Ok(vec![invoked, Event::ModeChanged { from, to, ground, consulted, reason: reason.clone() }])
        }
        Command::Ask { question } => {
            presides()?;
            text("/question/text", &question.text, 2_000)?;
            some("/question/to", question.to.len())?;
            guard::asking_somebody_who_takes_no_part(page, question)?;
            guard::setting_a_time_that_is_over("/question/due", question.due, scene.now)?;
            one(Event::Asked { question: super::Question { asked: scene.now, ..question.clone() } })
        }
        Command::Answer { question, text: answer } => {
            guard::answering_what_one_was_not_asked(page, *question, scene)?;
            text("/text", answer, 8_000)?;
            let organisation = scene.actor.organisation.clone();
            one(Event::Answered { question: *question, organisation, text: answer.clone() })
        }
        Command::Inform { item } => {
            text("/item/text", &item.text, 8_000)?;
            text("/item/source", &item.source, 500)?;
            guard::rating_by_no_scale(&item.reliability)?;
            guard::informing_about_the_future(item.cut_off, scene.now)?;
            guard::entering_more_than_the_page_may_hold(page, item.marking)?;
            one(Event::Informed {
                item: super::InformationItem { by: scene.actor.party(), at: scene.now, ..item.clone() },
            })
        }
        Command::Act { measure } => {
            text("/measure/actor", &measure.actor, 200)?;
            text("/measure/instrument", &measure.instrument, 100)?;
            text("/measure/what", &measure.what, 2_000)?;
            text("/measure/status", &measure.status, 200)?;
            one(Event::Acted {
                measure: super::Measure { by: scene.actor.party(), at: scene.now, ..measure.clone() },
            })
        }
        Command::UpdateAction { action, status } => {
            guard::updating_the_action_of_another(page, *action, scene)?;
            text("/status", status, 200)?;
            one(Event::ActionUpdated { action: *action, status: status.clone() })
        }
        Command::Contradict { contradiction } => {
            let (a, b) = contradiction.items;
            if a == b || a.max(b) >= page.items.len() {
                return Err(missing("/contradiction/items"));
            }
            text("/contradiction/what", &contradiction.what, 2_000)?;
            one(Event::Contradicted {
                contradiction: super::Contradiction { settled: None, ..contradiction.clone() },
            })
        }
        Command::Settle { contradiction, how } => {
            if page.contradictions.get(*contradiction).is_none_or(|one| one.settled.is_some()) {
                return Err(missing("/contradiction"));
            }
            text("/how", how, 2_000)?;
            one(Event::Settled { contradiction: *contradiction, how: how.clone() })
        }
        Command::HoldRoundtable { roundtable } => {
            presides()?;
            guard::a_round_table_outside_full_activation(page.mode)?;
            some("/roundtable/participants", roundtable.participants.len())?;
            text("/roundtable/conclusions", &roundtable.conclusions, 8_000)?;
            one(Event::RoundtableHeld { roundtable: roundtable.clone() })
        }
        Command::RequestReport { request } => {
            presides()?;
            guard::a_report_outside_activation(page.mode)?;
            some("/request/questions", request.questions.len())?;
            guard::setting_a_time_that_is_over("/request/due", request.due, scene.now)?;
            one(Event::ReportRequested {
                request: super::ReportRequest { asked: scene.now, ..request.clone() },
            })
        }
        Command::RecordReport { version, cut_off, record } => {
            presides()?;
            guard::a_report_outside_activation(page.mode)?;
            let next = page.reports.len() as u32 + 1;
            if *version != next || *cut_off > scene.now {
                return Err(missing("/version"));
            }
            text("/record", record, 200)?;
            if page.reports.iter().any(|(.., there)| there == record) {
                return Err(missing("/record"));
            }
            one(Event::ReportRecorded { version: *version, cut_off: *cut_off, record: record.clone() })
        }
        Command::WriteLessons { text: lessons } => {
            text("/text", lessons, 8_000)?;
            one(Event::LessonsWritten { text: lessons.clone() })
        }
    }
}

fn check(scope: &Scope, scene: &Scene<'_>) -> Result<(), Refusal> {
    text("/scope/title", &scope.title, 200)?;
    text("/scope/scope", &scope.scope, 4_000)?;
    shared::naming_an_unknown_organisation(scene, "/scope/participants", &scope.participants)?;
    shared::naming_an_unknown_organisation(scene, "/scope/presidency", &scope.presidency)?;
    shared::sending_red_to_an_organisation(scope.marking)
}

fn missing(pointer: &str) -> Refusal {
    Refusal::field(
        pointer,
        Words::new(
            format!("{pointer}: there is none that this could be; read the page again"),
            format!("{pointer} : il n’y en a pas ; relisez la page"),
            format!("{pointer}: das gibt es nicht; lesen Sie die Seite erneut"),
        ),
    )
}
