//! How commands to a check are decided.

use super::{AdCheck, Command, Draft, Event, Ground, Phase, Window, guard};
use crate::guard as shared;
use crate::refusal::{at_most, names, optional, text};
use crate::{Refusal, Scene};

pub(super) fn decide(it: &AdCheck, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
    shared::acting_without_working_on_cases(scene)?;
    let wrong = |what: &str| Err(Refusal::state(what, it.phase.name()));
    let one = |event| Ok(vec![event]);
    if it.phase != Phase::None {
        shared::changing_it_from_outside(scene, &it.author.organisation)?;
    }
    match (command, it.phase) {
        (Command::Open { draft }, Phase::None) | (Command::Edit { draft }, Phase::Open) => {
            check(draft)?;
            guard::treating_an_unpaid_view_as_an_advertisement(&draft.ad)?;
            let election = draft.election.as_ref().and_then(|id| scene.facts.elections.get(id));
            one(Event::Drafted { draft: draft.clone(), window: Window::of(election) })
        }
        (Command::Send { ground, to, small }, Phase::Open | Phase::Sent) => {
            text("/to", to, 300)?;
            at_most("/sent", it.sent.len() + 1, 100)?;
            shared::sending_red_to_an_organisation(it.draft.marking)?;
            match ground {
                Ground::Notification | Ground::Referral => guard::reporting_without_a_possible_breach(it)?,
                Ground::AuthorityRequest => guard::requesting_as_an_authority_without_being_one(scene)?,
                Ground::InterestedRequest => {}
            }
            let last_month = it.window.is_in_last_month(scene.now);
            one(Event::Sent { ground: *ground, to: to.clone(), small: *small, last_month })
        }
        (Command::RecordAnswer { sent, text: said }, Phase::Sent) => {
            text("/text", said, 4_000)?;
            match it.sent.get(*sent) {
                Some(found) if found.answer.is_none() => {
                    one(Event::Answered { sent: *sent, text: said.clone() })
                }
                _ => Err(Refusal::state("record-answer", "without such a thing unanswered")),
            }
        }
        (Command::Close { outcome, note }, Phase::Open | Phase::Sent) => {
            text("/note", note, 4_000)?;
            guard::finding_a_breach_oneself(it, *outcome)?;
            one(Event::Closed { outcome: *outcome, note: note.clone() })
        }
        (Command::Open { .. }, _) => wrong("open"),
        (Command::Edit { .. }, _) => wrong("edit"),
        (Command::Send { .. }, _) => wrong("send"),
        (Command::RecordAnswer { .. }, _) => wrong("record-answer"),
        (Command::Close { .. }, _) => wrong("close"),
    }
}

fn check(draft: &Draft) -> Result<(), Refusal> {
    text("/draft/title", &draft.title, 200)?;
    text("/draft/authority", &draft.authority, 300)?;
    optional("/draft/ad/sponsor", &draft.ad.sponsor, 300)?;
    names("/draft/ad/addresses", &draft.ad.addresses, 100)?;
    names("/draft/evidence", &draft.evidence, 1_000)?;
    names("/draft/incidents", &draft.incidents, 100)?;
    names("/draft/election", &draft.election, 1)
}
