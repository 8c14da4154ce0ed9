//! How commands to a contestation are decided.

use super::{Command, Contestation, Draft, Event, Phase, guard, receipt};
use crate::guard as shared;
use crate::refusal::{at_most, names, optional, text};
use crate::{Refusal, Scene, Words};
use ostrakon_model::Role;
use std::collections::BTreeSet;

/// Everybody, as a recipient in the ledger.
const PUBLIC: &str = "public";

pub(super) fn decide(it: &Contestation, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
    use Phase::{Examining, None as Unopened, Received, Rejected, Upheld};
    let wrong = |what: &str| Err(Refusal::state(what, it.phase.name()));
    let one = |event| Ok(vec![event]);
    match (command, it.phase) {
        (Command::Open { draft, receipt }, Unopened) => {
            check(draft, scene)?;
            let receipt = receipt.as_deref().map(|number| digest(scene.id, number)).transpose()?;
            let known = scene.facts.records.get(&draft.contested);
            let kept_by = known
                .map(|record| record.kept_by.clone())
                .or_else(|| draft.addressed_to.clone())
                .unwrap_or_else(|| scene.actor.organisation.clone());
            let urgent = near_a_vote(draft, scene);
            let election = draft.election.clone().or_else(|| known.and_then(|one| one.election.clone()));
            let draft = Draft { election, ..draft.clone() };
            // Who wrote it is asked for when somebody examines it, and kept nowhere that who contested can read.
            let authors = BTreeSet::new();
            one(Event::Received { draft, kept_by, authors, receipt, urgent })
        }
        (Command::TakeUp, Received) => {
            shared::changing_it_from_outside(scene, &it.kept_by)?;
            shared::acting_without_a_role(scene, &[Role::Analyst, Role::Approver], &Contestation::basis())?;
            guard::examining_ones_own_work(it, scene)?;
            guard::examining_ones_own_contestation(it, scene)?;
            guard::hearing_the_appeal_against_oneself(it, scene)?;
            one(Event::TakenUp { human: scene.actor.human.clone() })
        }
        (Command::Uphold { reasons, correction, also_to }, Examining) => {
            guard::deciding_without_having_examined(it, scene)?;
            text("/reasons", reasons, 4_000)?;
            text("/correction", correction, 4_000)?;
            names("/also_to", also_to, 1_000)?;
            let known = scene.facts.records.get(&it.draft.contested).map(|one| &one.recipients);
            // What stands on the public page is corrected there in the same commit, or nothing is: the public has it then.
            let published = it.draft.contested.starts_with("publication/")
                && known.is_some_and(|recipients| recipients.contains(PUBLIC));
            let to = known.into_iter().flatten().chain(also_to).cloned().collect();
            let upheld = Event::Upheld { reasons: reasons.clone(), correction: correction.clone(), to };
            let delivered = published.then(|| Event::Delivered {
                recipient: PUBLIC.to_owned(),
                proof: format!("the correction of {} on the public page", it.draft.contested),
            });
            Ok(std::iter::once(upheld).chain(delivered).collect())
        }
        (Command::Reject { reasons }, Examining) => {
            guard::deciding_without_having_examined(it, scene)?;
            text("/reasons", reasons, 4_000)?;
            one(Event::Rejected { reasons: reasons.clone() })
        }
        (Command::Appeal { grounds, receipt }, Rejected) => {
            guard::speaking_for_who_contested(it, receipt.as_deref(), scene)?;
            guard::appealing_twice(it)?;
            guard::appealing_too_late(it, scene.now)?;
            text("/grounds", grounds, 4_000)?;
            one(Event::Appealed { grounds: grounds.clone(), urgent: near_a_vote(&it.draft, scene) })
        }
        (Command::Deliver { recipient, proof }, Upheld) => {
            shared::acting_without_working_on_cases(scene)?;
            shared::changing_it_from_outside(scene, &it.kept_by)?;
            guard::delivering_to_whom_it_does_not_go(it, recipient)?;
            text("/proof", proof, 300)?;
            one(Event::Delivered { recipient: recipient.clone(), proof: proof.clone() })
        }
        (Command::Withdraw { reason, receipt }, Received | Examining) => {
            guard::speaking_for_who_contested(it, receipt.as_deref(), scene)?;
            text("/reason", reason, 2_000)?;
            one(Event::Withdrawn { reason: reason.clone() })
        }
        (Command::Open { .. }, _) => wrong("open"),
        (Command::TakeUp, _) => wrong("take-up"),
        (Command::Uphold { .. }, _) => wrong("uphold"),
        (Command::Reject { .. }, _) => wrong("reject"),
        (Command::Appeal { .. }, _) => wrong("appeal"),
        (Command::Deliver { .. }, _) => wrong("deliver"),
        (Command::Withdraw { .. }, _) => wrong("withdraw"),
    }
}

fn digest(record: &str, number: &str) -> Result<String, Refusal> {
    receipt::digest(record, number).ok_or_else(|| {
        Refusal::field(
            "/receipt",
            Words::new(
                "a receipt number has 16 digits",
                "un numéro de récépissé a 16 chiffres",
                "eine Empfangsnummer hat 16 Ziffern",
            ),
        )
    })
}

/// Whether the vote is at most a month away, or on: then a wrong record does its harm before a month is over.
fn near_a_vote(draft: &Draft, scene: &Scene<'_>) -> bool {
    let contested = scene.facts.records.get(&draft.contested).and_then(|one| one.election.as_ref());
    let named = draft.election.iter().chain(contested);
    let mut elections = named.filter_map(|id| scene.facts.elections.get(id));
    elections.any(|one| (one.months_before(1)..=one.closes).contains(&scene.now))
}

fn check(draft: &Draft, scene: &Scene<'_>) -> Result<(), Refusal> {
    text("/draft/title", &draft.title, 200)?;
    text("/draft/contested", &draft.contested, 2_000)?;
    text("/draft/statement", &draft.statement, 4_000)?;
    optional("/draft/remedy", &draft.remedy, 2_000)?;
    names("/draft/evidence", &draft.evidence, 100)?;
    names("/draft/incidents", &draft.incidents, 100)?;
    names("/draft/election", &draft.election, 1)?;
    at_most("/draft/addressed_to", draft.addressed_to.iter().len(), 1)?;
    shared::naming_an_unknown_organisation(scene, "/draft/addressed_to", &draft.addressed_to)
}
