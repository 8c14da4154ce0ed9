//! A public side to look at: a hub in a folder that goes with the process, with an entry of each kind, one of them hostile.
//!
//! Prints its address and serves until standard input ends. The browser tests use it.

use ostrakon_app::hub::{Hub, Location, Options};
use ostrakon_app::people::access::two_person::Sensitive;
use ostrakon_app::people::access::{Credential, OrganisationKind, Principal, Role};
use ostrakon_app::people::{Actor, NewOrganisation, NewPerson, NewProposal};
use ostrakon_server::hub::config::{Config, Public};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::error::Error;
use std::io::Read;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let hub = Hub::open(&Location::Sqlite(folder.path().to_owned()), &Options::default())?;
    let (now, by) = (hub.now(), Actor::command_line());
    let house = NewOrganisation {
        name: "Election Observatory".into(),
        kind: OrganisationKind::ElectoralBody,
        country: "EU".into(),
        communities: BTreeSet::new(),
    };
    let house = hub.people().add_organisation(house, &by, now)?;
    let person = |name: &str| -> Result<Principal, Box<dyn Error>> {
        let new = NewPerson {
            name,
            organisation: &house.id,
            roles: BTreeSet::from([Role::Analyst, Role::Approver]),
            ..NewPerson::default()
        };
        let person = hub.people().add_person(&new, &by, now)?.0;
        Ok(Principal::new(&person, &house, Credential::CommandLine, None, None, hub.matrix()))
    };
    let (writer, second) = (person("writer")?, person("second")?);
    let together = |id: &str, command: &Value| -> Result<(), Box<dyn Error>> {
        let proposal = NewProposal {
            action: Sensitive::Publish,
            subject: format!("publication/{id}"),
            reason: "to be public".into(),
            command: None,
        };
        let proposal = hub.people().propose(proposal, &writer, now)?.id;
        hub.people().approve(&proposal, None, &second, now)?;
        hub.command_record(&writer, "publication", id, command, None, Some(&proposal))?;
        Ok(())
    };
    let mut last = String::new();
    for (class, title) in [
        ("register", "Seventeen look-alike domains were reported to their registrars"),
        ("statement", "What we know of the network, and what we do not"),
        ("prebunk", "Why a hashtag can look more popular than it is"),
        ("media-literacy", "How to read an address"),
        ("debunk", "</title><script>document.title='broken'</script>\u{202E} Voting is on Sunday"),
        ("register", "A measure that was taken back"),
    ] {
        let id = hub
            .open_record(
                &writer,
                "publication",
                &json!({ "command": "open", "draft": draft(class, title, now) }),
                None,
            )?
            .id;
        together(&id, &json!({ "command": "publish" }))?;
        last = id;
    }
    let retract =
        json!({ "command": "retract", "code": "factual-error", "reason": "It was another registrar." });
    hub.command_record(&writer, "publication", &last, &retract, None, None)?;
    let config = Config {
        title: "Election Observatory".into(),
        contact: Some("register@observatory.example".into()),
        public: Public { enabled: true, ..Public::default() },
        ..Config::default()
    };
    let ended = async {
        // Whoever started this ends it by closing its input.
        let (tell, told) = tokio::sync::oneshot::channel::<()>();
        std::thread::spawn(move || {
            let _ = std::io::stdin().read_to_end(&mut Vec::new());
            drop(tell);
        });
        let _ = told.await;
    };
    ostrakon_server::hub::serve_until(
        hub,
        config,
        ([127, 0, 0, 1], 0).into(),
        |address| println!("http://{address}"),
        ended,
    )?;
    Ok(())
}

fn draft(class: &str, title: &str, now: i64) -> Value {
    let mut draft = json!({
        "class": class, "language": "en", "election": "ep-2024",
        "text": { "title": title, "summary": "Domains that imitated media of four countries were found by their certificates.",
            "body": "They were registered within two days.\n\nEach showed one copied article beside one that was not." },
        "translations": { "de": { "title": "Eine Übersetzung", "summary": "Kurz gesagt.", "body": "" } },
        "subjects": [{ "kind": "behaviour", "name": "look-alike domains", "accounts": 120 },
            { "kind": "domain", "name": "a-rather-long-name-that-does-not-break-by-itself.lemonde.example" }],
        "technique": "T0097 impersonation", "legal_basis": "public task of the authority",
        "evidence": [{ "id": "https://evidence.example/0", "access": "open" }, { "id": "finding--1" }],
        "review_by": now + 90 * 86_400_000, "marking": "TLP:CLEAR",
    });
    if class == "debunk" {
        draft["claim_review"] = json!({
            "claim": "Voting is moved to Monday", "appearances": ["https://clone.example/an-article"],
            "rating": { "value": 1, "best": 5, "worst": 1, "name": "False" },
        });
    }
    draft
}
