//! How commands to a measure are decided.

use super::{Command, Declaration, Draft, Event, Measure, Phase, guard};
use crate::actor::MechanismFacts;
use crate::guard as shared;
use crate::refusal::{optional, text};
use crate::{Refusal, Scene, Sensitive, Source, Words, check, effect};
use ostrakon_model::Role;

pub(super) fn decide(state: &Measure, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
    use Phase::{Decided, Ended, InForce, None as Unopened, Proposed};
    shared::acting_without_working_on_cases(scene)?;
    let wrong = |what: &str| Err(Refusal::state(what, state.phase.name()));
    let one = |event| Ok(vec![event]);
    if state.phase != Unopened {
        shared::changing_it_from_outside(scene, &state.author.organisation)?;
    }
    match (command, state.phase) {
        (Command::Open { draft }, Unopened) | (Command::Edit { draft }, Proposed) => {
            checked(draft, scene)?;
            one(Event::Proposed { draft: draft.clone() })
        }
        (Command::Decide { reason }, Proposed) => {
            let roles = [Role::PointOfContact, Role::Approver, Role::Presidency];
            shared::acting_without_a_role(
                scene,
                &roles,
                &Source::house("an outward act is decided by whoever may speak for its organisation"),
            )?;
            text("/reason", reason, 4_000)?;
            guard::deciding_without_a_legal_basis(&state.draft)?;
            guard::deciding_without_weighing_it(&state.draft)?;
            guard::restricting_in_the_name_of_no_action(&state.draft, scene)?;
            guard::acting_on_media_that_it_does_not_name(&state.draft, scene)?;
            guard::deciding_before_the_declaration_is_looked_up(&state.draft)?;
            let instrument = scene.facts.mechanisms.get(&state.draft.instrument).copied().unwrap_or_default();
            let approved_by = match second_person(&state.draft, instrument) {
                Some(action) if acts_on_declared(&state.draft) => {
                    let source = Measure::hearing();
                    let approval = shared::acting_without_a_second_person(scene, action, &source)?;
                    Some(approval.approved_by.clone())
                }
                Some(action) => {
                    Some(guard::deciding_alone_what_takes_two(&state.draft.instrument, action, scene)?)
                }
                None => None,
            };
            one(Event::Decided { reason: reason.clone(), approved_by })
        }
        // Not before it is decided: a proposal may still change, and with it what the provider would reply to.
        (Command::HearProvider, Decided) if state.heard.is_none() => {
            guard::hearing_nobody(&state.draft)?;
            one(Event::ProviderHeard)
        }
        (Command::RecordReply { text: what }, Decided) if state.heard.is_some() && state.reply.is_none() => {
            text("/text", what, 8_000)?;
            one(Event::ProviderReplied { text: what.clone() })
        }
        (Command::PutInForce { since }, Decided) => {
            let since = since.unwrap_or(scene.now);
            let decided = state.decision.as_ref().map_or(scene.now, |one| one.at);
            check::past("/since", since, decided, scene.now)?;
            guard::restricting_in_the_name_of_no_action(&state.draft, scene)?;
            guard::acting_on_media_that_it_does_not_name(&state.draft, scene)?;
            guard::acting_on_media_before_its_reply(state, since, scene)?;
            one(Event::PutInForce { since })
        }
        (Command::End { result }, InForce) => {
            text("/result", result, 4_000)?;
            one(Event::Ended { result: result.clone() })
        }
        (Command::Refuse { reason }, Proposed | Decided) => {
            text("/reason", reason, 4_000)?;
            one(Event::Refused { reason: reason.clone() })
        }
        (Command::Observe { what, series }, Proposed | Decided | InForce | Ended) => {
            effect::check("/series", series)?;
            one(Event::Observed { what: *what, series: series.clone() })
        }
        (Command::Open { .. }, _) => wrong("open"),
        (Command::Edit { .. }, _) => wrong("edit"),
        (Command::Decide { .. }, _) => wrong("decide"),
        (Command::HearProvider, _) => wrong("hear-provider"),
        (Command::RecordReply { .. }, _) => wrong("record-reply"),
        (Command::PutInForce { .. }, _) => wrong("put-in-force"),
        (Command::End { .. }, _) => wrong("end"),
        (Command::Refuse { .. }, _) => wrong("refuse"),
        (Command::Observe { .. }, _) => wrong("observe"),
    }
}

/// Whether it acts on a media service provider that has declared itself.
fn acts_on_declared(draft: &Draft) -> bool {
    draft.provider.as_ref().is_some_and(|one| one.declared == Declaration::Yes)
}

/// What a second person approves before it is decided; none where one person decides it.
pub(super) fn second_person(draft: &Draft, instrument: MechanismFacts) -> Option<Sensitive> {
    if acts_on_declared(draft) {
        Some(Sensitive::ActOnMedia)
    } else if !instrument.needs_two_people {
        None
    } else if instrument.needs_attribution {
        Some(Sensitive::Attribute)
    } else if instrument.hears_media {
        Some(Sensitive::ActOnMedia)
    } else {
        Some(Sensitive::Publish)
    }
}

/// Whether a proposal can be kept: what is still missing is asked for when it is decided.
fn checked(draft: &Draft, scene: &Scene<'_>) -> Result<(), Refusal> {
    check::subject(&draft.title, draft.election.as_ref(), &draft.incidents, &draft.evidence)?;
    text("/draft/actor", &draft.actor, 200)?;
    text("/draft/target_behaviour", &draft.target_behaviour, 2_000)?;
    optional("/draft/necessity", &draft.necessity, 4_000)?;
    optional("/draft/proportionality", &draft.proportionality, 4_000)?;
    check::names("/draft/legal_basis", &draft.legal_basis, 20, 300)?;
    check::names("/draft/addressees", &draft.addressees, 50, 200)?;
    if let Some(provider) = &draft.provider {
        text("/draft/provider/name", &provider.name, 200)?;
        optional("/draft/provider/source", &provider.source, 500)?;
    }
    if let Some(until) = draft.until {
        check::future("/draft/until", until, scene.now)?;
    }
    let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if (1..=80).contains(&draft.instrument.len()) && draft.instrument.bytes().all(word) {
        return Ok(());
    }
    Err(Refusal::field(
        "/draft/instrument",
        Words::new(
            "name the instrument by the id of its mechanism: lower-case letters, digits and hyphens, such as `statement`",
            "désignez l’instrument par l’identifiant de son mécanisme : minuscules, chiffres et traits d’union, par exemple « statement »",
            "nennen Sie das Instrument mit der Kennung seines Mechanismus: Kleinbuchstaben, Ziffern und Bindestriche, etwa „statement“",
        ),
    ))
}
