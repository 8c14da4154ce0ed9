//! How events change a case.

use super::{Case, Choice, Event, Phase, Review, Taken, Task};
use crate::Happened;

pub(super) fn evolve(mut case: Case, happened: &Happened<Event>) -> Case {
    let (at, by) = (happened.at, happened.by.clone());
    match &happened.what {
        Event::Opened { draft, items } => {
            case.phase = Phase::New;
            case.author = by;
            case.opened = Some(at);
            case.draft = draft.clone();
            case.members.own.clone_from(items);
        }
        Event::Edited { draft } => case.draft = draft.clone(),
        Event::Started => {
            case.phase = Phase::InProgress;
            case.begun.get_or_insert(at);
            case.owner = Some(by.person);
        }
        Event::HandedOver { owner } => case.owner = Some(owner.clone()),
        Event::ReviewAsked { reviewer } => case.review = Review::Pending { reviewer: reviewer.clone() },
        Event::Reviewed { remarks } => case.review = Review::Reviewed { by, at, remarks: remarks.clone() },
        Event::Added { items } => case.members.own.extend(items.iter().cloned()),
        Event::Removed { items, .. } => case.members.own.retain(|one| !items.contains(one)),
        Event::CoordinationJudged { judgement } => {
            case.coordination = Some(judgement.clone());
            case.judged.insert("coordination".into(), (at, by));
        }
        Event::ImpactJudged { judgement } => {
            case.impact = Some(judgement.clone());
            case.judged.insert("impact".into(), (at, by));
        }
        Event::Attributed { judgement, approved_by } => {
            if case.attribution.state != judgement.state {
                case.attribution_approved_by.clone_from(approved_by);
            }
            case.attribution = judgement.clone();
            case.judged.insert("attribution".into(), (at, by));
        }
        Event::Exposed { channel, exposure, .. } => {
            case.exposures.insert(channel.clone(), exposure.clone());
        }
        Event::Unexposed { channel, .. } => drop(case.exposures.remove(channel)),
        Event::Planned { mechanism, reason, legal_basis } => {
            let (reason, legal_basis) = (reason.clone(), legal_basis.clone());
            case.plan
                .insert(mechanism.clone(), Choice { reason, legal_basis, chosen: (at, by), dropped: None });
        }
        Event::PlanDropped { mechanism, reason } => {
            if let Some(choice) = case.plan.get_mut(mechanism) {
                choice.dropped = Some((at, reason.clone()));
            }
        }
        Event::Involved { organisation } => {
            case.participants.insert(organisation.clone());
            // Whoever is involved now is involved in all that it has now.
            for one in case.taken.values_mut() {
                one.withheld_from.remove(organisation);
            }
        }
        Event::Closed { outcome, note } => {
            case.phase = Phase::Closed;
            case.closed = Some((at, *outcome, note.clone()));
        }
        Event::Reopened { .. } => {
            case.phase = Phase::InProgress;
            case.closed = None;
        }
        Event::TaskSet { .. }
        | Event::TaskFinished { .. }
        | Event::TaskReopened { .. }
        | Event::TaskDropped { .. } => task(&mut case, happened),
        _ => joined(&mut case, &happened.what),
    }
    case
}

fn task(case: &mut Case, happened: &Happened<Event>) {
    let (at, by) = (happened.at, happened.by.clone());
    match &happened.what {
        Event::TaskSet { title, assignee, due } => case.tasks.push(Task {
            title: title.clone(),
            assignee: assignee.clone(),
            due: *due,
            set: (at, by),
            done: None,
            dropped: None,
        }),
        Event::TaskFinished { task } => {
            if let Some(one) = case.tasks.get_mut(*task) {
                one.done = Some((at, by));
            }
        }
        Event::TaskReopened { task } => {
            if let Some(one) = case.tasks.get_mut(*task) {
                one.done = None;
            }
        }
        Event::TaskDropped { task, reason } => {
            if let Some(one) = case.tasks.get_mut(*task) {
                one.dropped = Some((at, reason.clone()));
            }
        }
        _ => {}
    }
}

/// Merging and splitting.
fn joined(case: &mut Case, event: &Event) {
    match event {
        Event::Absorbed { case: other, items, marking, participants } => {
            case.members.absorbed.insert(other.clone(), items.clone());
            if let Some(marking) = *marking {
                let withheld_from = case.participants.difference(participants).cloned().collect();
                case.taken.insert(other.clone(), Taken { marking, withheld_from });
            }
        }
        Event::Released { case: other } => {
            case.members.absorbed.remove(other);
            case.taken.remove(other);
        }
        Event::SplitOff { case: other, items } => {
            case.members.split.insert(other.clone(), items.clone());
        }
        Event::Rejoined { case: other } => drop(case.members.split.remove(other)),
        Event::MergedInto { case: other } => {
            case.merged = Some((other.clone(), case.phase));
            case.phase = Phase::Merged;
        }
        Event::Unmerged { .. } => {
            if let Some((_, before)) = case.merged.take() {
                case.phase = before;
            }
        }
        _ => {}
    }
}
