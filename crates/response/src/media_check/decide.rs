//! How commands to a check are decided.

use super::{Command, Draft, Event, MediaCheck, Phase, guard};
use crate::guard as shared;
use crate::refusal::{names, optional, text};
use crate::{Answer, Refusal, Scene, Sensitive};

pub(super) fn decide(it: &MediaCheck, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
    use Phase::{None as Unopened, Open, ReasonsStated};
    shared::acting_without_working_on_cases(scene)?;
    let wrong = |what: &str| Err(Refusal::state(what, it.phase.name()));
    let one = |event| Ok(vec![event]);
    if it.phase != Unopened {
        shared::changing_it_from_outside(scene, &it.author.organisation)?;
    }
    match (command, it.phase) {
        (Command::Open { draft }, Unopened) | (Command::Edit { draft }, Open) => {
            check(draft)?;
            one(Event::Drafted { draft: draft.clone() })
        }
        (Command::StateReasons { reasons }, Open) => {
            guard::acting_before_the_declaration_is_known(it)?;
            text("/reasons", reasons, 4_000)?;
            one(Event::ReasonsStated { reasons: reasons.clone() })
        }
        (Command::RecordReply { text: said }, ReasonsStated) if it.reply.is_none() => {
            text("/text", said, 4_000)?;
            one(Event::Replied { text: said.clone() })
        }
        (Command::Proceed { reason }, Open | ReasonsStated) => {
            text("/reason", reason, 4_000)?;
            guard::acting_before_the_declaration_is_known(it)?;
            guard::acting_before_the_provider_may_reply(it, scene.now)?;
            let mut approved_by = None;
            if it.is_privileged() {
                let basis = MediaCheck::basis();
                let approval = shared::acting_without_a_second_person(scene, Sensitive::ActOnMedia, &basis)?;
                approved_by = Some(approval.approved_by.clone());
            }
            one(Event::Proceeded { reason: reason.clone(), approved_by })
        }
        (Command::Drop { reason }, Open | ReasonsStated) => {
            text("/reason", reason, 4_000)?;
            one(Event::Dropped { reason: reason.clone() })
        }
        (Command::Open { .. }, _) => wrong("open"),
        (Command::Edit { .. }, _) => wrong("edit"),
        (Command::StateReasons { .. }, _) => wrong("state-reasons"),
        (Command::RecordReply { .. }, _) => wrong("record-reply"),
        (Command::Proceed { .. }, _) => wrong("proceed"),
        (Command::Drop { .. }, _) => wrong("drop"),
    }
}

fn check(draft: &Draft) -> Result<(), Refusal> {
    text("/draft/title", &draft.title, 200)?;
    text("/draft/provider", &draft.provider, 300)?;
    text("/draft/platform", &draft.platform, 300)?;
    text("/draft/action", &draft.action, 1_000)?;
    optional("/draft/declaration_source", &draft.declaration_source, 500)?;
    if draft.declared != Answer::Unknown {
        text("/draft/declaration_source", &draft.declaration_source, 500)?;
    }
    guard::shortening_the_time_without_a_decision(draft)?;
    names("/draft/evidence", &draft.evidence, 1_000)?;
    names("/draft/incidents", &draft.incidents, 100)?;
    names("/draft/election", &draft.election, 1)
}
