//! How commands to an evidence file are decided.

use super::custody::Object;
use super::{Action, Command, Draft, Entry, Event, EvidenceFile, Handling, Item, Phase, guard};
use crate::guard as shared;
use crate::refusal::{at_most, names, optional, sha256, some, text};
use crate::{Refusal, Scene, Words};
use ostrakon_model::Role;

/// Items, and entries of custody, at most.
const MOST: usize = 10_000;

pub(super) fn decide(it: &EvidenceFile, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
    use Phase::{Exported, None as Unopened, Open, Sealed};
    shared::acting_without_working_on_cases(scene)?;
    let wrong = |what: &str| Err(Refusal::state(what, it.phase.name()));
    let one = |event| Ok(vec![event]);
    if it.phase != Unopened {
        shared::changing_it_from_outside(scene, &it.author.organisation)?;
    }
    let entry = |hash: &str, source_url: &str, action, handling: &Handling| {
        Entry::after(&it.custody, scene, &Object { hash, source_url }, action, handling.clone())
    };
    // What is done with all of them is written once, under their root.
    let of_all = |action, reason: &str, to: &str| {
        let handling = Handling { reason: reason.to_owned(), to: to.to_owned(), ..Handling::default() };
        Event::Handled { entry: entry(&it.root(), "", action, &handling) }
    };
    match (command, it.phase) {
        (Command::Open { draft }, Unopened) | (Command::Edit { draft }, Open) => {
            check(draft)?;
            guard::dropping_a_criterion_that_is_proven(it, draft)?;
            one(Event::Drafted { draft: draft.clone() })
        }
        (Command::Add { item, handling }, Open) => {
            at_most("/items", it.items.len() + 1, MOST)?;
            check_item(item)?;
            check_handling(it, handling)?;
            guard::adding_what_is_in_it(it, item)?;
            guard::adding_what_cannot_be_shown_to_a_court(item, scene)?;
            guard::adding_what_is_not_held(item, scene)?;
            guard::proving_what_is_not_claimed(it, item)?;
            guard::capturing_in_the_future(item, scene.now)?;
            one(Event::Added {
                item: item.clone(),
                entry: entry(&item.sha256, &item.source_url, Action::Collect, handling),
            })
        }
        (Command::Remove { sha256, reason }, Open) => {
            text("/reason", reason, 2_000)?;
            guard::handling_what_is_not_in_it(it, sha256)?;
            one(Event::Removed { sha256: sha256.clone(), reason: reason.clone() })
        }
        // Custody goes on after the seal: what is looked at is written down.
        (Command::Handle { sha256, action, handling }, Open | Sealed | Exported) => {
            guard::handling_what_is_not_in_it(it, sha256)?;
            guard::altering_what_is_sealed(it, *action)?;
            check_handling(it, handling)?;
            if *action == Action::Transfer {
                text("/handling/to", &handling.to, 300)?;
            }
            let source_url = it.items.get(sha256).map(|item| item.source_url.as_str()).unwrap_or_default();
            one(Event::Handled { entry: entry(sha256, source_url, *action, handling) })
        }
        (Command::Seal, Open) => {
            some("/items", it.items.len())?;
            all_can_be_shown(it, scene)?;
            guard::sealing_what_is_not_proven(it)?;
            guard::sealing_ones_own_file(it, scene)?;
            // The entry comes after the seal, which fixes what was before it.
            let sealed = of_all(Action::Seal, "sealed: nothing is added or taken out any more", "");
            Ok(vec![Event::Sealed { root: it.root() }, sealed])
        }
        (Command::Unseal { reason }, Sealed) => {
            text("/reason", reason, 2_000)?;
            one(Event::Unsealed { reason: reason.clone() })
        }
        (Command::Export { recipient, kind }, Sealed | Exported) => {
            shared::acting_without_a_role(scene, &[Role::PointOfContact], &EvidenceFile::basis())?;
            shared::sending_red_to_an_organisation(it.draft.marking)?;
            text("/recipient", recipient, 300)?;
            guard::exporting_what_no_incident_attributes(it)?;
            let (recipient, kind) = guard::exporting_to_nobody_that_is_known(recipient, *kind, scene)?;
            all_can_be_shown(it, scene)?;
            at_most("/recipient", it.exported.len() + 1, 1_000)?;
            let released = of_all(Action::Release, "exported", &recipient);
            Ok(vec![Event::Exported { recipient, kind }, released])
        }
        (Command::Withdraw { reason }, Open | Sealed | Exported) => {
            text("/reason", reason, 2_000)?;
            one(Event::Withdrawn { reason: reason.clone() })
        }
        (Command::Close { outcome }, Exported) => {
            text("/outcome", outcome, 4_000)?;
            one(Event::Closed { outcome: outcome.clone() })
        }
        (Command::Open { .. }, _) => wrong("open"),
        (Command::Edit { .. }, _) => wrong("edit"),
        (Command::Add { .. }, _) => wrong("add"),
        (Command::Remove { .. }, _) => wrong("remove"),
        (Command::Handle { .. }, _) => wrong("handle"),
        (Command::Seal, _) => wrong("seal"),
        (Command::Unseal { .. }, _) => wrong("unseal"),
        (Command::Export { .. }, _) => wrong("export"),
        (Command::Withdraw { .. }, _) => wrong("withdraw"),
        (Command::Close { .. }, _) => wrong("close"),
    }
}

/// What came in as open may have been marked since.
fn all_can_be_shown(it: &EvidenceFile, scene: &Scene<'_>) -> Result<(), Refusal> {
    it.items.values().try_for_each(|item| guard::adding_what_cannot_be_shown_to_a_court(item, scene))
}

fn check(draft: &Draft) -> Result<(), Refusal> {
    text("/draft/title", &draft.title, 200)?;
    text("/draft/regime", &draft.regime, 300)?;
    text("/draft/subject", &draft.subject, 300)?;
    some("/draft/criteria", draft.criteria.len())?;
    at_most("/draft/criteria", draft.criteria.len(), 50)?;
    for (n, one) in draft.criteria.iter().enumerate() {
        text(&format!("/draft/criteria/{n}/id"), &one.id, 50)?;
        text(&format!("/draft/criteria/{n}/text"), &one.text, 2_000)?;
    }
    names("/draft/incidents", &draft.incidents, 100)?;
    names("/draft/election", &draft.election, 1)
}

fn check_item(item: &Item) -> Result<(), Refusal> {
    sha256("/item/sha256", &item.sha256)?;
    text("/item/title", &item.title, 300)?;
    text("/item/source_url", &item.source_url, 2_000)?;
    text("/item/tool", &item.tool, 200)?;
    at_most("/item/proves", item.proves.len(), 50)?;
    for (n, one) in item.proves.iter().enumerate() {
        text(&format!("/item/proves/{n}/statement"), &one.statement, 2_000)?;
    }
    if matches!(item.reliability.as_str(), "A" | "B" | "C" | "D" | "E" | "F")
        && (1..=6).contains(&item.credibility)
    {
        return Ok(());
    }
    Err(Refusal::field(
        "/item/reliability",
        Words::new(
            "rate the source from A to F and what it says from 1 to 6",
            "évaluez la source de A à F et son contenu de 1 à 6",
            "bewerten Sie die Quelle von A bis F und ihre Aussage von 1 bis 6",
        ),
    ))
}

fn check_handling(it: &EvidenceFile, handling: &Handling) -> Result<(), Refusal> {
    text("/handling/reason", &handling.reason, 500)?;
    at_most("/custody", it.custody.len() + 1, MOST)?;
    for (pointer, value) in [
        ("/handling/tool", &handling.tool),
        ("/handling/egress", &handling.egress),
        ("/handling/task", &handling.task),
        ("/handling/from", &handling.from),
        ("/handling/to", &handling.to),
    ] {
        optional(pointer, value, 300)?;
    }
    Ok(())
}
