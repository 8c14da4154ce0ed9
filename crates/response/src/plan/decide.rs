//! How commands to a plan are decided.

use super::{Command, Entry, Event, Outline, Phase, ResponsePlan, guard};
use crate::guard as shared;
use crate::refusal::text;
use crate::{Refusal, Scene, Words};
use ostrakon_model::Role;

/// Longest plan: more than can be read before it is approved is not a plan.
const MOST: usize = 200;

pub(super) fn decide(
    plan: &ResponsePlan,
    command: &Command,
    scene: &Scene<'_>,
) -> Result<Vec<Event>, Refusal> {
    let wrong = |what: &str| Err(Refusal::state(what, plan.phase.name()));
    let one = |event| Ok(vec![event]);
    let writers = [Role::Analyst, Role::PointOfContact, Role::Approver, Role::Presidency];
    match (command, plan.phase) {
        (Command::Open { outline }, Phase::None) | (Command::Edit { outline }, Phase::Draft) => {
            shared::acting_without_a_role(scene, &writers, &ResponsePlan::basis())?;
            check(outline)?;
            guard::moving_a_plan_to_another_incident(plan, outline)?;
            one(Event::Outlined { outline: outline.clone() })
        }
        (Command::Choose { entry }, Phase::Draft) => {
            shared::acting_without_a_role(scene, &writers, &ResponsePlan::basis())?;
            choose(plan, entry, scene)?;
            one(Event::Chosen { entry: entry.clone() })
        }
        (Command::Drop { counter, reason }, Phase::Draft) => {
            shared::acting_without_a_role(scene, &writers, &ResponsePlan::basis())?;
            guard::speaking_of_what_was_not_chosen(plan, counter)?;
            text("/reason", reason, 2_000)?;
            one(Event::Dropped { counter: counter.clone(), reason: reason.clone() })
        }
        (Command::Approve, Phase::Draft) => {
            shared::acting_without_a_role(
                scene,
                &[Role::Approver, Role::Presidency],
                &ResponsePlan::basis(),
            )?;
            guard::approving_ones_own_plan(plan, scene)?;
            guard::approving_an_empty_plan(plan)?;
            // The world may have moved since something was chosen.
            for chosen in plan.chosen.values() {
                choose(plan, &chosen.entry, scene)?;
            }
            one(Event::Approved)
        }
        (Command::Reopen { reason }, Phase::Approved) => {
            shared::acting_without_a_role(scene, &writers, &ResponsePlan::basis())?;
            text("/reason", reason, 2_000)?;
            one(Event::Reopened { reason: reason.clone() })
        }
        (Command::Evaluate { counter, evaluation }, Phase::Approved) => {
            shared::acting_without_a_role(scene, &writers, &ResponsePlan::basis())?;
            guard::speaking_of_what_was_not_chosen(plan, counter)?;
            text("/evaluation/text", &evaluation.text, 4_000)?;
            one(Event::Evaluated { counter: counter.clone(), evaluation: evaluation.clone() })
        }
        (Command::Close { outcome }, Phase::Approved) => {
            shared::acting_without_a_role(scene, &writers, &ResponsePlan::basis())?;
            guard::closing_without_an_evaluation(plan)?;
            text("/outcome", outcome, 4_000)?;
            one(Event::Closed { outcome: outcome.clone() })
        }
        (Command::Open { .. }, _) => wrong("open"),
        (Command::Edit { .. }, _) => wrong("edit"),
        (Command::Choose { .. }, _) => wrong("choose"),
        (Command::Drop { .. }, _) => wrong("drop"),
        (Command::Approve, _) => wrong("approve"),
        (Command::Reopen { .. }, _) => wrong("reopen"),
        (Command::Evaluate { .. }, _) => wrong("evaluate"),
        (Command::Close { .. }, _) => wrong("close"),
    }
}

/// Whether something may stand in the plan.
fn choose(plan: &ResponsePlan, entry: &Entry, scene: &Scene<'_>) -> Result<(), Refusal> {
    text("/entry/reason", &entry.reason, 4_000)?;
    text("/entry/measure", &entry.measure, 2_000)?;
    guard::choosing_what_does_not_exist(&entry.counter)?;
    guard::choosing_a_closed_channel(plan, &entry.counter, scene)?;
    guard::acting_on_people_without_a_ground(plan, entry, scene)?;
    guard::deceiving_without_a_law_that_was_read(entry)?;
    if let Some(ground) = &entry.ground {
        text("/entry/ground/law/cite", &ground.law.cite, 500)?;
        text("/entry/ground/necessity", &ground.necessity, 4_000)?;
        text("/entry/ground/proportionality", &ground.proportionality, 4_000)?;
        text("/entry/ground/contest", &ground.contest, 2_000)?;
    }
    if plan.chosen.len() >= MOST && !plan.chosen.contains_key(&entry.counter.key()) {
        return Err(Refusal::field(
            "/entry",
            Words::new(
                format!("a plan holds at most {MOST} measures: drop one, or open a second plan"),
                format!("un plan comporte au plus {MOST} mesures : retirez-en une, ou ouvrez un second plan"),
                format!(
                    "ein Plan hat höchstens {MOST} Maßnahmen: nehmen Sie eine heraus oder öffnen Sie einen zweiten Plan"
                ),
            ),
        ));
    }
    Ok(())
}

fn check(outline: &Outline) -> Result<(), Refusal> {
    text("/outline/title", &outline.title, 200)?;
    text("/outline/goal", &outline.goal, 4_000)?;
    text("/outline/incident", outline.incident.as_deref().unwrap_or_default(), 200)
}
