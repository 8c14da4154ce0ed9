//! How commands to an information request are decided.

use super::{Command, Draft, Event, Information, Phase};
use crate::guard as shared;
use crate::refusal::{optional, some, text};
use crate::{Refusal, Scene, check};

/// Parts of an answer, and reminders, at most.
const MOST: usize = 200;

pub(super) fn decide(
    state: &Information,
    command: &Command,
    scene: &Scene<'_>,
) -> Result<Vec<Event>, Refusal> {
    use Phase::{Acknowledged, Answered, Declined, Draft as Drafted, None as Unopened, Sent};
    shared::acting_without_working_on_cases(scene)?;
    let wrong = |what: &str| Err(Refusal::state(what, state.phase.name()));
    let one = |event| Ok(vec![event]);
    let keeper = || shared::changing_it_from_outside(scene, &state.author.organisation);
    // The addressee for itself, or whoever asked and was told.
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
            shared::asking_for_personal_data_without_a_ground(
                state.draft.personal_data,
                &state.draft.legal_basis,
            )?;
            one(Event::Sent)
        }
        (Command::Acknowledge, Sent) => {
            either()?;
            one(Event::Acknowledged)
        }
        (Command::Answer { text: what, complete }, Sent | Acknowledged | Answered) => {
            either()?;
            text("/text", what, 8_000)?;
            check::room("/answers", state.answers.len(), MOST)?;
            one(Event::Answered { text: what.clone(), complete: *complete })
        }
        (Command::Decline { reason }, Sent | Acknowledged) => {
            either()?;
            text("/reason", reason, 4_000)?;
            one(Event::Declined { reason: reason.clone() })
        }
        (Command::Remind { by }, Sent | Acknowledged | Answered) => {
            keeper()?;
            text("/by", by, 200)?;
            check::room("/reminders", state.reminders as usize, MOST)?;
            one(Event::Reminded { by: by.clone() })
        }
        (Command::Close { result }, Answered | Declined) => {
            keeper()?;
            text("/result", result, 4_000)?;
            one(Event::Closed { result: result.clone() })
        }
        (Command::Withdraw { reason }, Drafted | Sent | Acknowledged) => {
            keeper()?;
            text("/reason", reason, 2_000)?;
            one(Event::Withdrawn { reason: reason.clone() })
        }
        (Command::Open { .. }, _) => wrong("open"),
        (Command::Edit { .. }, _) => wrong("edit"),
        (Command::Send, _) => wrong("send"),
        (Command::Acknowledge, _) => wrong("acknowledge"),
        (Command::Answer { .. }, _) => wrong("answer"),
        (Command::Decline { .. }, _) => wrong("decline"),
        (Command::Remind { .. }, _) => wrong("remind"),
        (Command::Close { .. }, _) => wrong("close"),
        (Command::Withdraw { .. }, _) => wrong("withdraw"),
    }
}

/// Whether a draft can be kept.
fn checked(draft: &Draft, scene: &Scene<'_>) -> Result<(), Refusal> {
    check::subject(&draft.title, draft.election.as_ref(), &draft.incidents, &draft.evidence)?;
    shared::naming_an_unknown_organisation(scene, "/draft/addressee", [&draft.addressee])?;
    shared::asking_ones_own_organisation(scene, "/draft/addressee", &draft.addressee)?;
    some("/draft/questions", draft.questions.len())?;
    check::names("/draft/questions", &draft.questions, 50, 2_000)?;
    text("/draft/purpose", &draft.purpose, 2_000)?;
    optional("/draft/legal_basis", &draft.legal_basis, 300)?;
    draft.due.map_or(Ok(()), |due| check::future("/draft/due", due, scene.now))
}
