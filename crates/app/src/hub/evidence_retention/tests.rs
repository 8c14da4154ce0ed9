//! What goes, what stays and for whom, and what the receipts say.

use super::*;
use crate::hub::access::{Credential, OrganisationKind, Principal, Role};
use crate::hub::evidence::NewEvidence;
use crate::hub::{Fault, Tlp};
use crate::people::{Actor, NewCollection, NewOrganisation, NewPerson, People};
use proptest::prelude::*;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

const NOW: i64 = 1_750_000_000_000;
const DAY: i64 = 86_400_000;
const INCIDENT: &str = "incident--00000000-0000-4000-8000-000000000001";

struct Place {
    hub: Hub,
    who: Principal,
    clock: Arc<AtomicI64>,
    _folder: tempfile::TempDir,
}

fn place() -> Place {
    let folder = tempfile::tempdir().expect("a folder");
    let people = People::at(folder.path(), None).expect("opens");
    let house = NewOrganisation {
        name: "Service".into(),
        kind: OrganisationKind::Institution,
        country: "EU".into(),
        communities: BTreeSet::new(),
    };
    let house = people.add_organisation(house, &Actor::command_line(), NOW).expect("an organisation");
    let person = NewPerson {
        name: "analyst",
        organisation: "Service",
        roles: BTreeSet::from([Role::Analyst, Role::PointOfContact, Role::Approver]),
        password: Some("a heron over grey water"),
        ..NewPerson::default()
    };
    let person = people.add_person(&person, &Actor::command_line(), NOW).expect("a person").0;
    let house = people.organisation(&house.id).expect("there");
    let who = Principal::new(&person, &house, Credential::CommandLine, None, None, people.matrix());
    let clock = Arc::new(AtomicI64::new(NOW));
    let hands = Arc::clone(&clock);
    let hub = Hub::over(people.store().clone(), Arc::new(move || hands.load(Ordering::Relaxed)));
    Place { hub: hub.expect("opens"), who, clock, _folder: folder }
}

impl Place {
    /// Puts an object on a shelf of its own.
    fn shelve(&self, object: &Value) {
        let shelf = NewCollection { title: "Incidents".into(), ..NewCollection::default() };
        let shelf = self.hub.people().add_collection(shelf, &Actor::command_line(), NOW).expect("a shelf").id;
        self.hub.add(&self.who, &shelf, &[object.to_string()]).expect("added");
    }

    fn hold(&self, bytes: &[u8], class: Option<&str>) -> Result<String, HubError> {
        let new = NewEvidence {
            media_type: "image/png".into(),
            source_url: "https://a.example/post".into(),
            marking: Tlp::Amber,
            reason: "public task".into(),
            retention: class.map(str::to_owned),
            ..NewEvidence::default()
        };
        self.hub.add_evidence(&self.who, &new, &mut &bytes[..]).map(|(held, _)| held.sha256)
    }

    fn at(&self, days: i64) -> Vec<String> {
        self.clock.store(NOW + days * DAY, Ordering::Relaxed);
        let over = self.hub.expire_evidence(true).expect("looked");
        assert_eq!(self.hub.expire_evidence(false).expect("gone"), over);
        over.gone
    }

    fn open(&self, kind: &str, command: &Value) -> String {
        self.hub.open_record(&self.who, kind, command, None).expect("opened").id
    }
}

#[test]
fn what_has_a_class_goes_when_it_has_run_out_and_what_has_none_stays() {
    // Given an item for thirty days, one for a year and one without a class.
    let place = place();
    let short = place.hold(b"short", Some("30d")).expect("kept");
    let long = place.hold(b"long", Some("1y")).expect("kept");
    let ever = place.hold(b"ever", None).expect("kept");
    // When thirty days are over, then the first is gone, with a receipt, and nothing else is.
    assert!(place.at(30).is_empty());
    assert_eq!(place.at(31), std::slice::from_ref(&short));
    let gone = place.hub.evidence(&place.who, &short).expect("its record stays").value;
    assert_eq!((gone.destroyed_at, gone.source_url.as_str(), gone.size), (Some(NOW + 31 * DAY), "", 5));
    assert!(matches!(place.hub.open_evidence(&place.who, &short, "look"), Err(HubError::Gone(_))));
    let (_, chain) = place.hub.custody(&place.who, &short).expect("its chain stays");
    let last = chain.last().expect("an entry");
    assert_eq!((&last.entry["action"], &last.entry["actor"]), (&json!("destroy"), &json!("system")));
    let log = place.hub.log(0, Some(&format!("evidence/{short}")), 10).expect("read");
    let receipt = log.last().expect("an event");
    assert_eq!(receipt.kind, "evidence.expired");
    assert_eq!(receipt.data["bytes_destroyed"], true);
    assert!(place.hub.store().verify().expect("read").first_bad.is_none());
    // And a second look does nothing.
    assert!(place.at(32).is_empty());
    assert_eq!(place.at(366), [long]);
    assert!(place.hub.evidence(&place.who, &ever).expect("kept").value.destroyed_at.is_none());
    // What is no class is refused with those that are.
    let refused = place.hold(b"bad", Some("for ever")).expect_err("refused");
    let HubError::Invalid { faults, .. } = refused else { panic!("{refused}") };
    assert!(matches!(faults.as_slice(), [Fault { detail, .. }] if detail.contains("30d")), "{faults:?}");
}

#[test]
fn what_an_open_case_rests_on_stays_and_its_time_counts_anew_when_the_case_is_closed() {
    // Given an item that an incident names, and a case about the incident.
    let place = place();
    let digest = place.hold(b"capture", Some("30d")).expect("kept");
    let incident = json!({
        "type": "incident", "spec_version": "2.1", "id": INCIDENT, "created": "2024-06-01T00:00:00.000Z",
        "modified": "2024-06-01T00:00:00.000Z", "name": "x",
        "external_references": [{ "source_name": "capture", "hashes": { "SHA-256": digest.to_uppercase() } }],
    });
    place.shelve(&incident);
    let video = NewOrganisation {
        name: "Video".into(),
        kind: OrganisationKind::Platform,
        country: "IE".into(),
        communities: BTreeSet::new(),
    };
    let video = place.hub.people().add_organisation(video, &Actor::command_line(), NOW).expect("made").id;
    let keep = json!({ "draft": {
        "title": "Keep the accounts", "addressee": video, "nature": "request", "incidents": [INCIDENT],
        "scope": "accounts and logs", "from": NOW - DAY, "to": NOW, "keep_until": NOW + 90 * DAY,
        "marking": "TLP:AMBER",
    } });
    let record = place.open("preservation", &merged(&keep, "open"));
    // When its class has run out, then it stays, since it is to be preserved.
    assert!(place.at(40).is_empty());
    // When that is over, then its time counts anew from there.
    let end = json!({ "command": "withdraw", "reason": "It is not needed any more." });
    place.hub.command_record(&place.who, "preservation", &record, &end, None, None).expect("withdrawn");
    // When what rests on it is contested, then it stays as long as that is open.
    let contested = json!({ "command": "open", "draft": {
        "title": "It was not needed", "contested": format!("preservation/{record}"),
        "statement": "Nothing of it is ours.", "capacity": "organisation", "marking": "TLP:AMBER",
    } });
    let contestation = place.open("contestation", &contested);
    assert!(place.at(69).is_empty());
    assert!(place.at(90).is_empty());
    let back = json!({ "command": "withdraw", "reason": "It is settled." });
    place
        .hub
        .command_record(&place.who, "contestation", &contestation, &back, None, None)
        .expect("withdrawn");
    assert_eq!(place.at(91), [digest]);
}

#[test]
fn what_is_known_of_an_incident_holds_its_evidence_while_a_case_about_it_is_open_and_the_log_says_so_once() {
    // Given an item that only the situation of an incident names, in an address, and an open case about the incident.
    let place = place();
    let digest = place.hold(b"capture", Some("30d")).expect("kept");
    let incident = json!({
        "type": "incident", "spec_version": "2.1", "id": INCIDENT, "created": "2024-06-01T00:00:00.000Z",
        "modified": "2024-06-01T00:00:00.000Z", "name": "x",
    });
    place.shelve(&incident);
    let known: ostrakon_response::router::Situation = serde_json::from_value(json!({
        "evidence": [{ "id": digest, "access": "open" }],
    }))
    .expect("a situation");
    place.hub.put_situation(&place.who, INCIDENT, Tlp::Amber, known, None).expect("known");
    let draft = json!({ "title": "A case", "incident": INCIDENT, "marking": "TLP:AMBER" });
    let case = place.open("case", &json!({ "command": "open", "draft": draft }));
    // When its class has run out, then it stays, and the log says for which record: once.
    for day in [31, 32, 33] {
        assert!(place.at(day).is_empty());
    }
    let log = place.hub.log(0, Some(&format!("evidence/{digest}")), 100).expect("read");
    let said: Vec<_> = log.iter().filter(|event| event.kind == "evidence.kept").collect();
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].data["needed_by"], json!([format!("case/{case}")]));
    // When the case is closed, then its time counts anew, and it goes.
    for command in [
        json!({ "command": "start" }),
        json!({ "command": "close", "outcome": "false-positive", "note": "It was not so." }),
    ] {
        place.hub.command_record(&place.who, "case", &case, &command, None, None).expect("done");
    }
    assert!(place.at(60).is_empty());
    assert_eq!(place.at(64), [digest]);
}

fn merged(fields: &Value, command: &str) -> Value {
    let mut whole = fields.clone();
    whole["command"] = command.into();
    whole
}

proptest! {
    #[test]
    fn a_digest_is_found_in_any_text_as_a_whole_and_not_as_a_part(
        before in "[^0-9a-fA-F]{0,20}", after in "[^0-9a-fA-F]{0,20}", digest in "[0-9a-f]{64}", more in "[0-9a-f]{1,4}",
    ) {
        let wanted = BTreeSet::from([digest.as_str()]);
        let whole = format!("{before}{}{after}", digest.to_uppercase());
        prop_assert_eq!(named(&whole, &wanted), BTreeSet::from([digest.clone()]));
        let part = format!("{before}{digest}{more}{after}");
        prop_assert!(named(&part, &wanted).is_empty());
    }
}
