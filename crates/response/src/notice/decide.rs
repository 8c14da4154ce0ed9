//! How commands to a notice are decided.

use super::{Command, Draft, Event, Legality, Notice, Phase, Ruling, guard};
use crate::guard as shared;
use crate::refusal::{optional, text};
use crate::{Refusal, Scene, check};

pub(super) fn decide(state: &Notice, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
    use Phase::{Complained, Decided, Draft as Drafted, None as Unopened, OutOfCourt, Received, Sent};
    shared::acting_without_working_on_cases(scene)?;
    let wrong = |what: &str| Err(Refusal::state(what, state.phase.name()));
    let one = |event| Ok(vec![event]);
    let keeper = || shared::changing_it_from_outside(scene, &state.author.organisation);
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
            guard::noticing_what_is_not_judged_illegal(&state.draft.legality)?;
            guard::noticing_without_a_location(&state.draft)?;
            guard::noticing_without_a_name(&state.draft)?;
            guard::noticing_without_good_faith(&state.draft)?;
            one(Event::Sent)
        }
        (Command::ConfirmReceipt { at }, Sent) => {
            let when = heard(state, *at, scene)?;
            one(Event::ReceiptConfirmed { when })
        }
        (Command::Decide { decision, at }, Sent | Received) => {
            let when = heard(state, *at, scene)?;
            text("/decision/text", &decision.text, 4_000)?;
            check::names("/decision/statement", &decision.statement, 1, 200)?;
            one(Event::Decided { decision: decision.clone(), when })
        }
        (Command::Complain { grounds }, Decided) => {
            keeper()?;
            guard::complaining_after_six_months(state, scene.now)?;
            text("/grounds", grounds, 4_000)?;
            one(Event::Complained { grounds: grounds.clone() })
        }
        (Command::DecideComplaint { ruling, at }, Complained) if state.complaint_decision.is_none() => {
            let when = heard(state, *at, scene)?;
            ruled(ruling)?;
            one(Event::ComplaintDecided { ruling: ruling.clone(), when })
        }
        (Command::Refer { body }, Decided | Complained) => {
            keeper()?;
            text("/body", body, 200)?;
            one(Event::Referred { body: body.clone() })
        }
        (Command::Extend { reason }, OutOfCourt)
            if state.extension.is_none() && state.settlement.is_none() =>
        {
            keeper()?;
            guard::extending_what_is_over(state, scene.now)?;
            text("/reason", reason, 2_000)?;
            one(Event::Extended { reason: reason.clone() })
        }
        (Command::Settle { ruling }, OutOfCourt) if state.settlement.is_none() => {
            keeper()?;
            ruled(ruling)?;
            one(Event::Settled { ruling: ruling.clone() })
        }
        (Command::Close { result }, Decided | Complained | OutOfCourt) => {
            keeper()?;
            text("/result", result, 4_000)?;
            one(Event::Closed { result: result.clone() })
        }
        (Command::Withdraw { reason }, Drafted | Sent | Received) => {
            keeper()?;
            text("/reason", reason, 2_000)?;
            one(Event::Withdrawn { reason: reason.clone() })
        }
        (Command::Open { .. }, _) => wrong("open"),
        (Command::Edit { .. }, _) => wrong("edit"),
        (Command::Send, _) => wrong("send"),
        (Command::ConfirmReceipt { .. }, _) => wrong("confirm-receipt"),
        (Command::Decide { .. }, _) => wrong("decide"),
        (Command::Complain { .. }, _) => wrong("complain"),
        (Command::DecideComplaint { .. }, _) => wrong("decide-complaint"),
        (Command::Refer { .. }, _) => wrong("refer"),
        (Command::Extend { .. }, _) => wrong("extend"),
        (Command::Settle { .. }, _) => wrong("settle"),
        (Command::Close { .. }, _) => wrong("close"),
        (Command::Withdraw { .. }, _) => wrong("withdraw"),
    }
}

/// When the host did something: now, where it says so itself; when the notifier was told, where that enters it.
fn heard(state: &Notice, at: Option<i64>, scene: &Scene<'_>) -> Result<i64, Refusal> {
    let host = &state.draft.host;
    shared::acting_for_another(&[&state.author.organisation, host], scene)?;
    let Some(at) = at.filter(|_| scene.actor.organisation != *host) else { return Ok(scene.now) };
    let before = [
        state.sent.as_ref().map(|(at, _)| *at),
        state.received.as_ref().map(|(at, _)| *at),
        state.complaint.as_ref().map(|one| one.at),
    ];
    check::past("/at", at, before.into_iter().flatten().max().unwrap_or(scene.now), scene.now)?;
    Ok(at)
}

fn ruled(ruling: &Ruling) -> Result<(), Refusal> {
    text("/ruling/reasons", &ruling.reasons, 4_000)
}

/// Whether a draft can be kept: what is still missing is asked for when it is sent.
fn checked(draft: &Draft, scene: &Scene<'_>) -> Result<(), Refusal> {
    check::subject(&draft.title, draft.election.as_ref(), &draft.incidents, &draft.evidence)?;
    check::addresses("/draft/urls", &draft.urls)?;
    optional("/draft/identification", &draft.identification, 2_000)?;
    optional("/draft/notifier_name", &draft.notifier_name, 200)?;
    optional("/draft/notifier_email", &draft.notifier_email, 254)?;
    shared::naming_no_platform(scene, "/draft/host", &draft.host)?;
    guard::noticing_lawful_content(&draft.legality)?;
    if let Legality::Illegal { law, reasons } = &draft.legality {
        text("/draft/legality/law", law, 500)?;
        text("/draft/legality/reasons", reasons, 4_000)?;
    }
    guard::claiming_the_status_of_a_trusted_flagger(draft.capacity, scene)
}
