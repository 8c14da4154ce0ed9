//! How commands to a statement of reasons are decided.

use super::{Answered, Command, Draft, Event, Phase, Statement, guard};
use crate::guard as shared;
use crate::refusal::{optional, some, text};
use crate::{Refusal, Scene, Words, check};
use std::collections::BTreeSet;

pub(super) fn decide(state: &Statement, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
    use Phase::{Examined, None as Unopened, Received};
    shared::acting_without_working_on_cases(scene)?;
    let wrong = |what: &str| Err(Refusal::state(what, state.phase.name()));
    let one = |event| Ok(vec![event]);
    let keeper = || shared::changing_it_from_outside(scene, &state.author.organisation);
    // A platform's statement is examined by the one that received it.
    let reader = state.draft.addressee.as_deref().unwrap_or(&state.author.organisation);
    match (command, state.phase) {
        (Command::Open { draft }, Unopened) => {
            checked(draft, scene)?;
            one(Event::Received { draft: draft.clone() })
        }
        (Command::Correct { draft }, Received | Examined) => {
            keeper()?;
            checked(draft, scene)?;
            guard::sending_it_to_somebody_else(state, draft)?;
            one(Event::Corrected { draft: draft.clone() })
        }
        (Command::Link { answers }, Received | Examined) => {
            shared::acting_for_another(&[&state.author.organisation, reader], scene)?;
            linked(answers)?;
            one(Event::Linked { answers: answers.clone() })
        }
        (Command::Examine { missing, note }, Received | Examined) => {
            shared::acting_for_another(&[reader], scene)?;
            guard::judging_ones_own_statement(state, scene)?;
            optional("/note", note, 4_000)?;
            one(Event::Examined { missing: missing.clone(), note: note.clone() })
        }
        (Command::Close { result }, Examined) => {
            shared::acting_for_another(&[reader], scene)?;
            text("/result", result, 4_000)?;
            one(Event::Closed { result: result.clone() })
        }
        (Command::Open { .. }, _) => wrong("open"),
        (Command::Correct { .. }, _) => wrong("correct"),
        (Command::Link { .. }, _) => wrong("link"),
        (Command::Examine { .. }, _) => wrong("examine"),
        (Command::Close { .. }, _) => wrong("close"),
    }
}

/// The ids that make a second record of the same statement a duplicate.
pub(super) fn keys(draft: &Draft) -> BTreeSet<String> {
    let uuid = draft.uuid.iter().map(|id| format!("uuid {}", id.to_lowercase()));
    let puid = draft.puid.iter().map(|id| format!("puid {} {id}", draft.platform));
    uuid.chain(puid).collect()
}

fn linked(answers: &Answered) -> Result<(), Refusal> {
    let (Answered::Notice(id) | Answered::Notification(id)) = answers;
    text("/answers/id", id, 200)
}

fn checked(draft: &Draft, scene: &Scene<'_>) -> Result<(), Refusal> {
    check::subject(&draft.title, draft.election.as_ref(), &draft.incidents, &draft.evidence)?;
    shared::naming_no_platform(scene, "/draft/platform", &draft.platform)?;
    shared::naming_an_unknown_organisation(scene, "/draft/addressee", &draft.addressee)?;
    guard::addressing_nobody(draft, scene)?;
    check::names("/draft/uuid", &draft.uuid, 1, 64)?;
    optional("/draft/text", &draft.text, 5_000)?;
    draft.answers.as_ref().map_or(Ok(()), linked)?;
    if let Some(puid) = &draft.puid {
        let spelt = puid.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        word("/draft/puid", puid, spelt && (1..=500).contains(&puid.len()), "A–Z a–z 0–9 - _")?;
    }
    let upper = |text: &str, prefix: &str| {
        text.len() <= 120
            && text.starts_with(prefix)
            && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    };
    let category = upper(&draft.category, "STATEMENT_CATEGORY_");
    word("/draft/category", &draft.category, category, "STATEMENT_CATEGORY_…")?;
    some("/draft/decisions", draft.decisions.len())?;
    check::room("/draft/decisions", draft.decisions.len(), 50)?;
    for decision in &draft.decisions {
        word("/draft/decisions", decision, upper(decision, "DECISION_"), "DECISION_…")?;
    }
    shared::asking_twice_for_the_same(&keys(draft), scene)
}

/// Refuses a word that is not spelt as the Transparency Database spells it.
fn word(pointer: &str, word: &str, right: bool, spelling: &str) -> Result<(), Refusal> {
    if right {
        return Ok(());
    }
    let shown: String = word.chars().take(60).collect();
    Err(Refusal::field(
        pointer,
        Words::new(
            format!("{pointer}: “{shown}” is no word of the Transparency Database; write {spelling}"),
            format!(
                "{pointer} : « {shown} » n’est pas un mot de la base de transparence ; écrivez {spelling}"
            ),
            format!("{pointer}: „{shown}“ ist kein Wort der Transparenzdatenbank; schreiben Sie {spelling}"),
        ),
    ))
}
