//! How commands to a preservation request are decided.

use super::{Command, Draft, Event, Nature, Phase, Preservation, guard};
use crate::guard as shared;
use crate::refusal::{optional, text};
use crate::{Refusal, Scene, check};

/// Extensions, at most.
const MOST: usize = 100;

pub(super) fn decide(
    state: &Preservation,
    command: &Command,
    scene: &Scene<'_>,
) -> Result<Vec<Event>, Refusal> {
    use Phase::{Confirmed, Draft as Drafted, None as Unopened, Sent};
    shared::acting_without_working_on_cases(scene)?;
    let wrong = |what: &str| Err(Refusal::state(what, state.phase.name()));
    let one = |event| Ok(vec![event]);
    let keeper = || shared::changing_it_from_outside(scene, &state.author.organisation);
    let either = || shared::acting_for_another(&[&state.author.organisation, &state.draft.addressee], scene);
    match (command, state.phase) {
        (Command::Open { draft }, Unopened) => {
            checked(draft, scene)?;
            one(Event::Drafted { draft: draft.clone() })
        }
        (Command::Edit { draft }, Drafted) => {
            keeper()?;
            checked(draft, scene)?;
            one(Event::Drafted { draft: draft.clone() })
        }
        (Command::Send, Drafted) => {
            keeper()?;
            checked(&state.draft, scene)?;
            shared::sending_red_to_an_organisation(state.draft.marking)?;
            if state.draft.nature == Nature::Order {
                guard::ordering_without_the_power(&state.draft, scene)?;
            }
            one(Event::Sent)
        }
        (Command::Confirm { text: what }, Sent) => {
            either()?;
            text("/text", what, 4_000)?;
            one(Event::Confirmed { text: what.clone() })
        }
        (Command::Decline { reason }, Sent) => {
            either()?;
            text("/reason", reason, 4_000)?;
            one(Event::Declined { reason: reason.clone() })
        }
        (Command::Extend { until, reason }, Sent | Confirmed) => {
            keeper()?;
            check::future("/until", *until, state.until().max(scene.now))?;
            text("/reason", reason, 2_000)?;
            check::room("/extended_by", state.extended_by.len(), MOST)?;
            one(Event::Extended { until: *until, reason: reason.clone() })
        }
        (Command::End { result }, Confirmed) => {
            keeper()?;
            text("/result", result, 4_000)?;
            one(Event::Ended { result: result.clone() })
        }
        (Command::Withdraw { reason }, Drafted | Sent | Confirmed) => {
            keeper()?;
            text("/reason", reason, 2_000)?;
            one(Event::Withdrawn { reason: reason.clone() })
        }
        (Command::Open { .. }, _) => wrong("open"),
        (Command::Edit { .. }, _) => wrong("edit"),
        (Command::Send, _) => wrong("send"),
        (Command::Confirm { .. }, _) => wrong("confirm"),
        (Command::Decline { .. }, _) => wrong("decline"),
        (Command::Extend { .. }, _) => wrong("extend"),
        (Command::End { .. }, _) => wrong("end"),
        (Command::Withdraw { .. }, _) => wrong("withdraw"),
    }
}

/// Whether a draft can be kept, and still makes sense when it is sent.
fn checked(draft: &Draft, scene: &Scene<'_>) -> Result<(), Refusal> {
    check::subject(&draft.title, draft.election.as_ref(), &draft.incidents, &draft.evidence)?;
    shared::naming_an_unknown_organisation(scene, "/draft/addressee", [&draft.addressee])?;
    shared::asking_ones_own_organisation(scene, "/draft/addressee", &draft.addressee)?;
    text("/draft/scope", &draft.scope, 4_000)?;
    optional("/draft/legal_basis", &draft.legal_basis, 300)?;
    check::period("/draft/to", draft.from, draft.to)?;
    check::future("/draft/keep_until", draft.keep_until, scene.now)
}
