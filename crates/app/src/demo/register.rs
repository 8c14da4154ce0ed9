//! The demonstration's public register: a few entries about the exercise, published as any is, by two people.

use crate::hub::{Hub, HubError};
use crate::people::{Actor, NewPerson, NewProposal};
use ostrakon_access::two_person::Sensitive;
use ostrakon_access::{Credential, Organisation, Principal, Role};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Account of the second person.
const SECOND: &str = "demo-approver";
const DAY: i64 = 86_400_000;

/// Publishes the entries; what is there from an earlier start is left as it is.
pub(super) fn publish(
    hub: &Hub,
    house: &Organisation,
    who: &Principal,
    accounts: u64,
) -> Result<(), HubError> {
    if !hub.public_register()?.entries().is_empty() {
        return Ok(());
    }
    let (people, now) = (hub.people(), hub.now());
    let there = people.people(None)?.into_iter().find(|person| person.name == SECOND);
    let second = if let Some(there) = there {
        there
    } else {
        let new = NewPerson {
            name: SECOND,
            display_name: Some("Second person (demo)".into()),
            organisation: &house.id,
            roles: BTreeSet::from([Role::Analyst, Role::Approver]),
            ..NewPerson::default()
        };
        people.add_person(&new, &Actor::command_line(), now)?.0
    };
    let second = Principal::new(&second, house, Credential::CommandLine, None, None, hub.matrix());
    for draft in drafts(accounts, now) {
        let open = json!({ "command": "open", "draft": draft });
        let id = hub.open_record(who, "publication", &open, None)?.id;
        let proposal = NewProposal {
            action: Sensitive::Publish,
            subject: format!("publication/{id}"),
            reason: "An entry of the demonstration".into(),
            command: None,
        };
        let proposal = people.propose(proposal, who, now)?.id;
        people.approve(&proposal, None, &second, now)?;
        hub.command_record(who, "publication", &id, &json!({ "command": "publish" }), None, Some(&proposal))?;
    }
    Ok(())
}

fn text(title: &str, summary: &str, body: &str) -> Value {
    json!({ "title": title, "summary": summary, "body": body })
}

fn drafts(accounts: u64, now: i64) -> Vec<Value> {
    let common = json!({
        "language": "en", "marking": "TLP:CLEAR", "review_by": now + 90 * DAY,
        "legal_basis": "Exercise: no legal act; a real entry names the task that it rests on",
        "evidence": [{ "id": "https://example.org/exercise/report.html", "access": "open" }],
    });
    let with = |fields: Value| {
        let mut draft = common.clone();
        if let (Some(draft), Some(fields)) = (draft.as_object_mut(), fields.as_object()) {
            draft.extend(fields.clone());
        }
        draft
    };
    let behaviour =
        json!([{ "kind": "behaviour", "name": "accounts that act together", "accounts": accounts.max(10) }]);
    vec![
        with(json!({
            "class": "register", "subjects": behaviour,
            "text": text(
                "Exercise: groups of accounts that act together were found",
                "A detector flagged groups of made-up accounts in a generated election.",
                "The accounts, posts and campaigns are made up. What was flagged was examined by a person and became incidents.\n\nThe truth of the exercise is known, so that anybody can see how often the method was wrong.",
            ),
            "translations": {
                "fr": text(
                    "Exercice : des groupes de comptes agissant de concert ont été repérés",
                    "Un détecteur a signalé des groupes de comptes fictifs dans une élection générée.",
                    "Les comptes, messages et campagnes sont fictifs. Ce qui a été signalé a été examiné par une personne et est devenu des incidents.",
                ),
                "de": text(
                    "Übung: Gruppen gemeinsam handelnder Konten wurden gefunden",
                    "Ein Detektor hat in einer erzeugten Wahl Gruppen erfundener Konten gemeldet.",
                    "Konten, Beiträge und Kampagnen sind erfunden. Was gemeldet wurde, hat ein Mensch geprüft; daraus wurden Vorfälle.",
                ),
            },
        })),
        with(json!({
            "class": "prebunk", "technique": "T0049 Flood Information Space",
            "text": text(
                "Why a hashtag can look more popular than it is",
                "A few hundred accounts that post the same words within minutes can put a subject at the top of a list.",
                "Look at when accounts were made, whether they write anything else, and whether their words are the same to the letter.",
            ),
        })),
        with(json!({
            "class": "debunk", "subjects": [{ "kind": "behaviour", "name": "false voting information" }],
            "text": text(
                "Exercise: voting is on one day, for everybody",
                "In the made-up election of the exercise the day of voting is the same for all.",
                "The official facts of the exercise say so.",
            ),
            "claim_review": {
                "claim": "Some voters have another day of voting (made up for the exercise)",
                "rating": { "value": 1, "best": 5, "worst": 1, "name": "False" },
            },
        })),
    ]
}
