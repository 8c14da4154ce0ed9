//! How commands to a case are decided.

use super::{Case, Command, Draft, Event, Item, Phase, bare, guard};
use crate::guard as shared;
use crate::refusal::{at_most, names, optional, some, text};
use crate::{Refusal, Scene, Sensitive};
use std::collections::{BTreeMap, BTreeSet};

/// Items, tasks, choices, channels, participants in one case, at most.
const MOST: usize = 10_000;

pub(super) fn decide(case: &Case, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
    shared::acting_without_working_on_cases(scene)?;
    let wrong = |what: &str| Err(Refusal::state(what, case.phase.name()));
    let works = matches!(case.phase, Phase::New | Phase::InProgress);
    if case.phase != Phase::None && !matches!(command, Command::FinishTask { .. }) {
        shared::changing_it_from_outside(scene, &case.author.organisation)?;
    }
    match command {
        Command::Open { draft, items } if case.phase == Phase::None => {
            check(draft)?;
            check_items(items, items.len())?;
            Ok(vec![Event::Opened { draft: draft.clone(), items: items.clone() }])
        }
        Command::Reopen { reason } if case.phase == Phase::Closed => {
            text("/reason", reason, 2_000)?;
            Ok(vec![Event::Reopened { reason: reason.clone() }])
        }
        Command::Unmerge if case.phase == Phase::Merged => {
            let into = case.merged.as_ref().map(|(into, _)| into.clone()).unwrap_or_default();
            Ok(vec![Event::Unmerged { case: into }])
        }
        // What was joined is parted again also where the work has ended; what is in a case that was taken up itself is not, since
        // that one shows it: the last merger is undone first.
        Command::Release { case: other } if case.phase == Phase::Closed => released(case, other),
        // What was promised is done, even where another case has taken this one up.
        Command::FinishTask { task } if works || case.phase == Phase::Merged => {
            guard::finishing_somebody_elses_task(case, *task, scene)?;
            Ok(vec![Event::TaskFinished { task: *task }])
        }
        Command::Open { .. } => wrong("open"),
        Command::Reopen { .. } => wrong("reopen"),
        Command::Unmerge => wrong("unmerge"),
        _ if !works => wrong(name(command)),
        Command::Absorb { .. }
        | Command::Release { .. }
        | Command::MergeInto { .. }
        | Command::SplitOff { .. }
        | Command::Rejoin { .. } => joining(case, command, scene),
        Command::JudgeCoordination { .. }
        | Command::JudgeImpact { .. }
        | Command::Attribute { .. }
        | Command::Expose { .. }
        | Command::Unexpose { .. } => judging(case, command, scene),
        _ => working(case, command, scene),
    }
}

/// Who works on it, on what, and how it ends.
fn working(case: &Case, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
    let one = |event| Ok(vec![event]);
    match command {
        Command::Edit { draft } => {
            check(draft)?;
            one(Event::Edited { draft: draft.clone() })
        }
        Command::Start if case.phase == Phase::New => one(Event::Started),
        Command::HandOver { owner } => {
            text("/owner", owner, 300)?;
            one(Event::HandedOver { owner: owner.clone() })
        }
        Command::AskReview { reviewer } => {
            text("/reviewer", reviewer, 300)?;
            guard::reviewing_ones_own_case(case, reviewer, scene)?;
            one(Event::ReviewAsked { reviewer: reviewer.clone() })
        }
        Command::Review { remarks } => {
            guard::reviewing_without_being_asked(case, scene)?;
            guard::reviewing_ones_own_case(case, &scene.actor.person, scene)?;
            optional("/remarks", remarks, 4_000)?;
            one(Event::Reviewed { remarks: remarks.clone() })
        }
        Command::Add { items } => {
            some("/items", items.len())?;
            check_items(items, case.members.count() + items.len())?;
            guard::adding_what_was_split_off(case, items)?;
            one(Event::Added { items: items.clone() })
        }
        Command::Remove { items, reason } => {
            text("/reason", reason, 2_000)?;
            guard::removing_what_is_not_its_own(case, items)?;
            one(Event::Removed { items: items.clone(), reason: reason.clone() })
        }
        Command::Involve { organisation } => {
            shared::sending_red_to_an_organisation(case.marking())?;
            shared::naming_an_unknown_organisation(scene, "/organisation", [organisation])?;
            at_most("/organisation", case.participants.len() + 1, 500)?;
            one(Event::Involved { organisation: organisation.clone() })
        }
        Command::SetTask { title, assignee, due } => {
            text("/title", title, 500)?;
            at_most("/tasks", case.tasks.len() + 1, MOST)?;
            guard::setting_a_task_in_the_past(*due, scene.now)?;
            let assignee = if assignee.is_empty() { &case.author.organisation } else { assignee };
            guard::giving_a_task_to_who_takes_no_part(case, assignee)?;
            one(Event::TaskSet { title: title.clone(), assignee: assignee.clone(), due: *due })
        }
        Command::ReopenTask { task } => match case.tasks.get(*task) {
            Some(found) if found.done.is_some() => one(Event::TaskReopened { task: *task }),
            _ => Err(Refusal::state("reopen-task", "without such a task done")),
        },
        Command::DropTask { task, reason } => {
            text("/reason", reason, 2_000)?;
            match case.tasks.get(*task) {
                Some(found) if found.is_open() => {
                    one(Event::TaskDropped { task: *task, reason: reason.clone() })
                }
                _ => Err(Refusal::state("drop-task", "without such a task open")),
            }
        }
        Command::Plan { mechanism, reason, legal_basis } => {
            text("/mechanism", mechanism, 100)?;
            text("/reason", reason, 2_000)?;
            guard::planning_without_a_legal_basis(mechanism, legal_basis)?;
            guard::planning_no_action_beside_action(case, mechanism)?;
            at_most("/plan", case.plan.len() + 1, 100)?;
            let (mechanism, reason, legal_basis) = (mechanism.clone(), reason.clone(), legal_basis.clone());
            one(Event::Planned { mechanism, reason, legal_basis })
        }
        Command::DropPlan { mechanism, reason } => {
            text("/reason", reason, 2_000)?;
            match case.plan.get(mechanism) {
                Some(choice) if choice.dropped.is_none() => {
                    one(Event::PlanDropped { mechanism: mechanism.clone(), reason: reason.clone() })
                }
                _ => Err(Refusal::state("drop-plan", "without this mechanism chosen")),
            }
        }
        Command::Close { outcome, note } => {
            text("/note", note, 4_000)?;
            guard::closing_with_open_tasks(case)?;
            guard::closing_before_the_review(case)?;
            guard::closing_without_a_plan(case, *outcome)?;
            guard::closing_a_mistake_with_measures_standing(case, *outcome)?;
            one(Event::Closed { outcome: *outcome, note: note.clone() })
        }
        _ => Err(Refusal::state(name(command), case.phase.name())),
    }
}

/// The three judgements, and exposure.
fn judging(case: &Case, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
    let one = |event| Ok(vec![event]);
    match command {
        Command::JudgeCoordination { judgement } => {
            text("/judgement/reasons", &judgement.reasons, 4_000)?;
            names("/judgement/evidence", &judgement.evidence, 1_000)?;
            one(Event::CoordinationJudged { judgement: judgement.clone() })
        }
        Command::JudgeImpact { judgement } => {
            text("/judgement/reasons", &judgement.reasons, 4_000)?;
            optional("/judgement/activity", &judgement.activity, 2_000)?;
            optional("/judgement/reach", &judgement.reach, 2_000)?;
            optional("/judgement/effect", &judgement.effect, 2_000)?;
            names("/judgement/evidence", &judgement.evidence, 1_000)?;
            guard::claiming_an_effect_from_activity(judgement)?;
            one(Event::ImpactJudged { judgement: judgement.clone() })
        }
        Command::Attribute { judgement } => {
            guard::attributing_without_evidence(judgement)?;
            guard::attributing_without_competing_hypotheses(judgement)?;
            let mut approved_by = case.attribution_approved_by.clone().filter(|_| judgement.state.is_some());
            // What two people decided needs no third; what is taken back needs one.
            if judgement.state.is_some() && judgement.state != case.attribution.state {
                let basis = Case::attribution_basis();
                let approval = shared::acting_without_a_second_person(scene, Sensitive::Attribute, &basis)?;
                approved_by = Some(approval.approved_by.clone());
            }
            one(Event::Attributed { judgement: judgement.clone(), approved_by })
        }
        Command::Expose { channel, exposure } => {
            text("/channel", channel, 300)?;
            at_most("/channel", case.exposures.len() + 1, MOST)?;
            guard::exposing_without_evidence(exposure, scene.now)?;
            guard::reading_aligned_as_controlled(exposure)?;
            let basis = Case::attribution_basis();
            let approval = shared::acting_without_a_second_person(scene, Sensitive::Attribute, &basis)?;
            let approved_by = approval.approved_by.clone();
            one(Event::Exposed { channel: channel.clone(), exposure: exposure.clone(), approved_by })
        }
        Command::Unexpose { channel, reason } if case.exposures.contains_key(channel) => {
            text("/reason", reason, 2_000)?;
            one(Event::Unexposed { channel: channel.clone(), reason: reason.clone() })
        }
        _ => Err(Refusal::state(name(command), "without this channel")),
    }
}

/// Merging and splitting.
fn joining(case: &Case, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
    let one = |event| Ok(vec![event]);
    match command {
        Command::Absorb { case: other, items, marking, participants } => {
            text("/case", other, 300)?;
            guard::joining_in_a_circle(case, other, scene)?;
            // It would stay hidden here, and be shown nowhere once the other case is merged.
            guard::adding_what_was_split_off(case, items)?;
            check_items(items, case.members.count() + items.len())?;
            let (items, participants) = (items.clone(), participants.clone());
            one(Event::Absorbed { case: bare(other).to_owned(), items, marking: *marking, participants })
        }
        Command::MergeInto { case: other } => {
            text("/case", other, 300)?;
            guard::joining_in_a_circle(case, other, scene)?;
            one(Event::MergedInto { case: bare(other).to_owned() })
        }
        Command::SplitOff { case: other, items } => {
            text("/case", other, 300)?;
            some("/items", items.len())?;
            guard::joining_in_a_circle(case, other, scene)?;
            check_items(items, case.members.count() + items.len())?;
            guard::splitting_what_it_does_not_show(case, items)?;
            one(Event::SplitOff { case: bare(other).to_owned(), items: items.clone() })
        }
        Command::Release { case: other } => released(case, other),
        Command::Rejoin { case: other } => match named(&case.members.split, other) {
            Some(key) => one(Event::Rejoined { case: key }),
            None => Err(Refusal::state(name(command), "without that case in it")),
        },
        _ => Err(Refusal::state(name(command), "without that case in it")),
    }
}

fn released(case: &Case, other: &str) -> Result<Vec<Event>, Refusal> {
    match named(&case.members.absorbed, other) {
        Some(key) => Ok(vec![Event::Released { case: key }]),
        None => Err(Refusal::state("release", "without that case in it")),
    }
}

/// Under which key a case stands in a set of them.
fn named<T>(all: &BTreeMap<String, T>, other: &str) -> Option<String> {
    all.keys().find(|key| bare(key) == bare(other)).cloned()
}

fn check(draft: &Draft) -> Result<(), Refusal> {
    text("/draft/title", &draft.title, 200)?;
    optional("/draft/summary", &draft.summary, 8_000)?;
    names("/draft/incident", &draft.incident, 1)?;
    names("/draft/collection", &draft.collection, 1)?;
    names("/draft/election", &draft.election, 1)
}

fn check_items(items: &BTreeSet<Item>, together: usize) -> Result<(), Refusal> {
    at_most("/items", together, MOST)?;
    names("/items", items.iter().map(|one| &one.id), MOST)
}

/// The name of a command, as it is written.
const fn name(command: &Command) -> &'static str {
    match command {
        Command::Open { .. } => "open",
        Command::Edit { .. } => "edit",
        Command::Start => "start",
        Command::HandOver { .. } => "hand-over",
        Command::AskReview { .. } => "ask-review",
        Command::Review { .. } => "review",
        Command::Add { .. } => "add",
        Command::Remove { .. } => "remove",
        Command::JudgeCoordination { .. } => "judge-coordination",
        Command::JudgeImpact { .. } => "judge-impact",
        Command::Attribute { .. } => "attribute",
        Command::Expose { .. } => "expose",
        Command::Unexpose { .. } => "unexpose",
        Command::SetTask { .. } => "set-task",
        Command::FinishTask { .. } => "finish-task",
        Command::ReopenTask { .. } => "reopen-task",
        Command::DropTask { .. } => "drop-task",
        Command::Plan { .. } => "plan",
        Command::DropPlan { .. } => "drop-plan",
        Command::Involve { .. } => "involve",
        Command::Absorb { .. } => "absorb",
        Command::Release { .. } => "release",
        Command::MergeInto { .. } => "merge-into",
        Command::Unmerge => "unmerge",
        Command::SplitOff { .. } => "split-off",
        Command::Rejoin { .. } => "rejoin",
        Command::Close { .. } => "close",
        Command::Reopen { .. } => "reopen",
    }
}
