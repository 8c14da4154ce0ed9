//! How commands to a request for a team are decided.

use super::{Command, Draft, Event, Expert, Phase, Scope, Team, guard};
use crate::guard as shared;
use crate::refusal::{optional, some, text};
use crate::{Refusal, Scene, Words, check};
use ostrakon_model::Role;

pub(super) fn decide(state: &Team, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
    use Phase::{Approved, Composed, Deployed, Ended, None as Unopened, Reporting, Requested, Scoped};
    shared::acting_without_working_on_cases(scene)?;
    let wrong = |what: &str| Err(Refusal::state(what, state.phase.name()));
    let one = |event| Ok(vec![event]);
    let keeper = || shared::changing_it_from_outside(scene, &state.author.organisation);
    let asked = || shared::acting_for_another(&[&state.draft.addressee], scene);
    match (command, state.phase) {
        (Command::Open { draft }, Unopened) => {
            checked(draft, scene)?;
            one(Event::Requested { draft: draft.clone() })
        }
        (Command::Scope { scope }, Requested) => {
            asked()?;
            scoped(scope)?;
            one(Event::Scoped { scope: scope.clone() })
        }
        (Command::Approve { decision }, Scoped) => {
            asked()?;
            let roles = [Role::Presidency, Role::Approver];
            shared::acting_without_a_role(scene, &roles, &Team::basis())?;
            guard::approving_ones_own_request(state, scene)?;
            text("/decision", decision, 2_000)?;
            one(Event::Approved { decision: decision.clone() })
        }
        (Command::Decline { reason }, Requested | Scoped) => {
            asked()?;
            shared::acting_without_a_role(scene, &[Role::Presidency, Role::Approver], &Team::basis())?;
            text("/reason", reason, 4_000)?;
            one(Event::Declined { reason: reason.clone() })
        }
        (Command::Compose { experts }, Approved | Composed) => {
            asked()?;
            check::room("/steps", state.steps.len(), 200)?;
            composed(experts)?;
            one(Event::Composed { experts: experts.clone() })
        }
        (Command::Deploy { place }, Composed) => {
            asked()?;
            guard::deploying_without_arrangements(state)?;
            text("/place", place, 200)?;
            one(Event::Deployed { place: place.clone() })
        }
        (Command::Return { text: what }, Deployed) => {
            asked()?;
            text("/text", what, 4_000)?;
            one(Event::Returned { text: what.clone() })
        }
        (Command::End { report }, Reporting) => {
            asked()?;
            text("/report", report, 8_000)?;
            one(Event::Ended { report: report.clone() })
        }
        (Command::WriteLessons { text: what }, Ended) => {
            keeper()?;
            text("/text", what, 8_000)?;
            one(Event::LessonsWritten { text: what.clone() })
        }
        (Command::Withdraw { reason }, Requested | Scoped | Approved | Composed) => {
            keeper()?;
            text("/reason", reason, 2_000)?;
            one(Event::Withdrawn { reason: reason.clone() })
        }
        (Command::Open { .. }, _) => wrong("open"),
        (Command::Scope { .. }, _) => wrong("scope"),
        (Command::Approve { .. }, _) => wrong("approve"),
        (Command::Decline { .. }, _) => wrong("decline"),
        (Command::Compose { .. }, _) => wrong("compose"),
        (Command::Deploy { .. }, _) => wrong("deploy"),
        (Command::Return { .. }, _) => wrong("return"),
        (Command::End { .. }, _) => wrong("end"),
        (Command::WriteLessons { .. }, _) => wrong("write-lessons"),
        (Command::Withdraw { .. }, _) => wrong("withdraw"),
    }
}

/// Whether a request may be made, and by whom.
fn checked(draft: &Draft, scene: &Scene<'_>) -> Result<(), Refusal> {
    check::subject(&draft.title, draft.election.as_ref(), &draft.incidents, &draft.evidence)?;
    text("/draft/threat", &draft.threat, 4_000)?;
    some("/draft/expertise", draft.expertise.len())?;
    check::names("/draft/expertise", &draft.expertise, 30, 200)?;
    optional("/draft/letter", &draft.letter, 200)?;
    optional("/draft/host_arrangements", &draft.host_arrangements, 4_000)?;
    check::period("/draft/to", draft.from, draft.to)?;
    check::future("/draft/to", draft.to, scene.now)?;
    shared::sending_red_to_an_organisation(draft.marking)?;
    shared::naming_an_unknown_organisation(scene, "/draft/addressee", [&draft.addressee])?;
    guard::asking_what_is_no_institution(draft, scene)?;
    guard::asking_without_a_state(draft, scene)
}

fn scoped(scope: &Scope) -> Result<(), Refusal> {
    text("/scope/assessment", &scope.assessment, 4_000)?;
    some("/scope/deliverables", scope.deliverables.len())?;
    check::names("/scope/deliverables", &scope.deliverables, 30, 300)?;
    optional("/scope/host_arrangements", &scope.host_arrangements, 4_000)
}

fn composed(experts: &[Expert]) -> Result<(), Refusal> {
    some("/experts", experts.len())?;
    for (place, expert) in experts.iter().enumerate() {
        check::room("/experts", place, 50)?;
        text(&format!("/experts/{place}/organisation"), &expert.organisation, 200)?;
        text(&format!("/experts/{place}/domain"), &expert.domain, 200)?;
        if !(1..=100).contains(&expert.count) {
            return Err(Refusal::field(
                &format!("/experts/{place}/count"),
                Words::new("give between 1 and 100", "indiquez entre 1 et 100", "geben Sie 1 bis 100 an"),
            ));
        }
    }
    Ok(())
}
