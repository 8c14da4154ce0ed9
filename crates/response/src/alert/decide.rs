//! How commands to an alert are decided.

use super::{Alert, Command, Commitment, Draft, Event, Phase, guard, received};
use crate::guard as shared;
use crate::refusal::{some, text};
use crate::{Refusal, Scene, Words};
use ostrakon_model::Role;

pub(super) fn decide(alert: &Alert, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
    use Phase::{Closed, Draft as Drafted, Issued, None as Unopened, Responding};
    let wrong = |what: &str| Err(Refusal::state(what, alert.phase.name()));
    let one = |event| Ok(vec![event]);
    let own = scene.actor.organisation.clone();
    match (command, alert.phase) {
        (Command::Open { draft }, Unopened) => {
            check(draft, scene)?;
            one(Event::Drafted { draft: draft.clone() })
        }
        (Command::Edit { draft }, Drafted) => {
            guard::changing_it_from_outside(alert, scene)?;
            check(draft, scene)?;
            one(Event::Drafted { draft: draft.clone() })
        }
        (Command::Receive { message, whole, draft }, _) => {
            received::decide(alert, message, (whole, draft.as_deref()), scene)
        }
        (Command::Issue, Drafted) => {
            guard::changing_it_from_outside(alert, scene)?;
            shared::acting_without_a_role(scene, &[Role::PointOfContact], &Alert::basis())?;
            shared::sending_red_to_an_organisation(alert.draft.marking)?;
            guard::issuing_without_assessed_criteria(&alert.draft)?;
            guard::alerting_on_what_is_to_be_shared(&alert.draft)?;
            guard::issuing_an_alert_without_evidence(&alert.draft)?;
            some("/draft/recipients", alert.draft.recipients.len())?;
            shared::naming_an_unknown_organisation(scene, "/draft/recipients", &alert.draft.recipients)?;
            guard::alerting_without_asking_to_be_heard(&alert.draft)?;
            let country =
                |id: &String| scene.facts.organisations.get(id).map_or(String::new(), |o| o.country.clone());
            let recipients = alert.draft.recipients.iter().map(|id| (id.clone(), country(id))).collect();
            one(Event::Issued { recipients })
        }
        (Command::Acknowledge { commitment }, Issued | Responding) => {
            guard::answering_without_being_addressed(alert, scene)?;
            guard::acknowledging_twice(alert, scene)?;
            shared::acting_without_a_role(scene, &[Role::PointOfContact], &Alert::basis())?;
            match commitment {
                Commitment::LookingUntil { until } => guard::promising_in_the_past(*until, scene.now)?,
                Commitment::NotOurs { reason } => text("/commitment/reason", reason, 2_000)?,
                Commitment::Noted => {}
            }
            one(Event::Acknowledged { organisation: own, commitment: commitment.clone() })
        }
        (Command::Respond { text: what }, Issued | Responding) => {
            guard::answering_without_being_addressed(alert, scene)?;
            guard::responding_before_acknowledging(alert, scene)?;
            text("/text", what, 4_000)?;
            one(Event::Responded { organisation: own, text: what.clone() })
        }
        (Command::Escalate { organisation, by }, Issued | Responding) => {
            guard::changing_it_from_outside(alert, scene)?;
            guard::escalating_before_it_is_late(alert, organisation, scene.now)?;
            text("/by", by, 200)?;
            one(Event::Escalated { organisation: organisation.clone(), by: by.clone() })
        }
        (Command::Correct { text: what }, Issued | Responding | Closed) => {
            guard::changing_it_from_outside(alert, scene)?;
            text("/text", what, 4_000)?;
            let acknowledged = alert.recipients.iter().filter(|(_, one)| one.acknowledged.is_some());
            let to = acknowledged.map(|(id, _)| id.clone()).collect();
            one(Event::Corrected { text: what.clone(), to })
        }
        (Command::ConfirmCorrection { correction }, Issued | Responding | Closed | Phase::Withdrawn) => {
            guard::confirming_what_was_not_sent(alert, *correction, scene)?;
            one(Event::CorrectionConfirmed { organisation: own, correction: *correction })
        }
        (Command::Close { outcome }, Issued | Responding) => {
            guard::changing_it_from_outside(alert, scene)?;
            guard::closing_before_enough_have_acknowledged(alert)?;
            text("/outcome", outcome, 4_000)?;
            one(Event::Closed { outcome: outcome.clone() })
        }
        (Command::Withdraw { reason }, Drafted | Issued | Responding) => {
            guard::changing_it_from_outside(alert, scene)?;
            text("/reason", reason, 2_000)?;
            one(Event::Withdrawn { reason: reason.clone() })
        }
        (Command::Open { .. }, _) => wrong("open"),
        (Command::Edit { .. }, _) => wrong("edit"),
        (Command::Issue, _) => wrong("issue"),
        (Command::Acknowledge { .. }, _) => wrong("acknowledge"),
        (Command::Respond { .. }, _) => wrong("respond"),
        (Command::Escalate { .. }, _) => wrong("escalate"),
        (Command::Correct { .. }, _) => wrong("correct"),
        (Command::ConfirmCorrection { .. }, _) => wrong("confirm-correction"),
        (Command::Close { .. }, _) => wrong("close"),
        (Command::Withdraw { .. }, _) => wrong("withdraw"),
    }
}

/// Whether a draft can be kept: what is still missing is asked for when it is issued.
pub(super) fn check(draft: &Draft, scene: &Scene<'_>) -> Result<(), Refusal> {
    text("/draft/title", &draft.title, 200)?;
    text("/draft/claim", &draft.claim, 4_000)?;
    for (pointer, value) in [
        ("/draft/uncertainty", &draft.uncertainty),
        ("/draft/falsified_by", &draft.falsified_by),
        ("/draft/proposed_action", &draft.proposed_action),
    ] {
        if !value.is_empty() {
            text(pointer, value, 2_000)?;
        }
    }
    shared::naming_an_unknown_organisation(scene, "/draft/recipients", &draft.recipients)?;
    let bad =
        |pointer: &str, en: &str, fr: &str, de: &str| Err(Refusal::field(pointer, Words::new(en, fr, de)));
    if draft.recipients.contains(&scene.actor.organisation) {
        return bad(
            "/draft/recipients",
            "an alert goes to others: take your own organisation off the list",
            "une alerte s’adresse à d’autres : retirez votre organisation de la liste",
            "ein Alarm geht an andere: nehmen Sie die eigene Organisation von der Liste",
        );
    }
    if usize::try_from(draft.required).unwrap_or(usize::MAX) > draft.recipients.len() {
        return bad(
            "/draft/required",
            "more acknowledgements are required than there are addressees",
            "il faut plus d’accusés de réception qu’il n’y a de destinataires",
            "es sind mehr Quittungen gefordert, als es Empfänger gibt",
        );
    }
    if !(1..=720).contains(&draft.acknowledge_within_hours) {
        return bad(
            "/draft/acknowledge_within_hours",
            "give between 1 and 720 hours",
            "indiquez entre 1 et 720 heures",
            "geben Sie zwischen 1 und 720 Stunden an",
        );
    }
    Ok(())
}
