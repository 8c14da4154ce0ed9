//! Records through the store: what is decided is kept, shown to whom it concerns, and never to anybody else.

mod cap;
mod closed_channels;
mod contested;
mod hearings;
mod item_by_item;
mod joining;
mod revisions;
mod set_aside;

use super::ListQuery;
use crate::hub::promote::{Finding, Wish};
use crate::hub::{Agreement, Hub, HubError, Location, Options};
use crate::people::{Actor, NewCollection, NewOrganisation, NewPerson, NewProposal};
use ostrakon_access::two_person::Sensitive;
use ostrakon_access::{Credential, OrganisationKind, Principal, Role};
use ostrakon_model::Tlp;
use ostrakon_store::Store;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

const NOW: i64 = 1_717_545_600_000;
const HOUR: i64 = 3_600_000;

struct House {
    hub: Hub,
    clock: Arc<AtomicI64>,
    _folder: tempfile::TempDir,
}

fn house() -> House {
    let folder = tempfile::tempdir().expect("a folder");
    let store =
        Store::open(&Location::Sqlite(folder.path().to_owned()), &Options::default()).expect("a store");
    let clock = Arc::new(AtomicI64::new(NOW));
    let ticking = Arc::clone(&clock);
    let hub = Hub::over(store, Arc::new(move || ticking.load(Ordering::SeqCst))).expect("a hub");
    House { hub, clock, _folder: folder }
}

impl House {
    fn member(
        &self,
        name: &str,
        country: &str,
        kind: OrganisationKind,
        roles: &[Role],
        agreed: Option<Tlp>,
    ) -> Principal {
        let new = NewOrganisation {
            name: name.into(),
            kind,
            country: country.into(),
            communities: BTreeSet::new(),
        };
        let organisation = self.hub.people().add_organisation(new, &Actor::command_line(), NOW).expect("new");
        let who = Principal {
            person: format!("person-{name}"),
            name: name.to_lowercase(),
            human: format!("human-{name}"),
            vouched_by: BTreeSet::new(),
            organisation: organisation.id,
            own: organisation.own,
            communities: BTreeSet::new(),
            roles: roles.iter().copied().collect(),
            scopes: None,
            highest: Tlp::Red,
            credential: Credential::CommandLine,
        };
        if let Some(highest) = agreed {
            let agreement = Agreement {
                organisation: who.organisation.clone(),
                collections: Some(BTreeSet::new()),
                highest,
                pseudonyms: false,
                community: false,
                valid_from: None,
                valid_until: None,
                identity: None,
                keys: BTreeSet::new(),
            };
            self.hub.agree(&who, &agreement, None).expect("agreed");
        }
        who
    }

    fn alert(&self, who: &Principal, to: &[&Principal], marking: Tlp) -> Result<String, HubError> {
        let criterion = json!({ "met": true, "reason": "assessed" });
        let recipients: Vec<&str> = to.iter().map(|one| one.organisation.as_str()).collect();
        let draft = json!({
            "title": "A false voting date", "class": "alert", "claim": "Forty accounts, one wrong date.",
            "uncertainty": "Who runs them.", "falsified_by": "A list of volunteers.", "proposed_action": "Publish the date.",
            "criteria": { "transnational": criterion, "significant": criterion, "election_related": criterion,
                "time_critical": criterion },
            "evidence": ["finding--1"], "recipients": recipients, "required": 1, "acknowledge_within_hours": 4,
            "marking": marking,
        });
        let opened =
            self.hub.open_record(who, "alert", &json!({ "command": "open", "draft": draft }), None)?;
        self.hub.command_record(
            who,
            "alert",
            &opened.id,
            &json!({ "command": "issue" }),
            Some(opened.rev),
            None,
        )?;
        Ok(opened.id)
    }

    /// An incident that was promoted from a finding, on a shelf of its own.
    fn incident_of(&self, who: &Principal, group: &str, marking: Tlp, access: Option<&str>) -> String {
        let shelf = NewCollection { title: "Incidents".into(), ..NewCollection::default() };
        let shelf = self.hub.people().add_collection(shelf, &Actor::command_line(), NOW).expect("a shelf").id;
        let finding: Finding = serde_json::from_value(json!({
            "id": group, "kind": "coordinated-group", "subjects": ["a1", "b2"],
            "window": ["2024-06-01T10:00:00Z", "2024-06-04T20:00:00Z"], "score": 41.5,
            "significance": { "p": 1e-12, "q": 1e-9, "null_model": "accounts dealt out anew" },
            "exhibits": [{ "what": "co-link", "refs": ["1"], "explanation": "4 s apart" }],
            "method": { "name": "coordination", "version": "1", "params": {} }, "dataset": "d", "flagged": true,
            "reasons": ["on time"],
        }))
        .expect("a finding");
        let access = access.map(str::to_owned);
        let wish = Wish { name: "An incident".into(), marking, confidence: 80, access, ..Wish::default() };
        self.hub.promote(who, &shelf, &[finding], wish).expect("promoted").incident
    }

    /// A command that takes two people: proposed by one, approved by another of the same house, done by the first.
    fn together(
        &self,
        who: &Principal,
        action: Sensitive,
        (kind, id): (&str, &str),
        command: &Value,
    ) -> Result<(), HubError> {
        let subject = format!("{kind}/{id}");
        let proposal = NewProposal { action, subject, reason: "it was looked at".into(), command: None };
        let people = self.hub.people();
        let made = people.propose(proposal, who, NOW).expect("proposed").id;
        let second = self.person(&format!("second-{made}"), &who.organisation);
        people.approve(&made, None, &second, NOW).expect("approved");
        self.hub.command_record(who, kind, id, command, None, Some(&made)).map(drop)
    }

    /// Somebody with an account, who may do everything in casework.
    fn person(&self, name: &str, organisation: &str) -> Principal {
        let people = self.hub.people();
        let new = NewPerson { name, organisation, roles: ALL.into(), ..NewPerson::default() };
        let person = people.add_person(&new, &Actor::command_line(), NOW).expect("a person").0;
        let house = people.organisation(&person.organisation).expect("there");
        Principal::new(&person, &house, Credential::CommandLine, None, None, people.matrix())
    }

    /// A vote on 9 June 2024 whose window is open, with one signatory.
    fn vote(&self, who: &Principal) -> String {
        let details =
            json!({ "title": "Vote", "country": "EU", "first_day": "2024-06-06", "last_day": "2024-06-09" });
        let open = json!({ "command": "open", "details": details });
        let election = self.hub.open_record(who, "election", &open, None).expect("entered").id;
        let window =
            json!({ "from": NOW - 24 * HOUR, "until": NOW + 240 * HOUR, "signatories": [who.organisation] });
        let declare = json!({ "command": "declare-window", "window": window });
        self.hub.command_record(who, "election", &election, &declare, None, None).expect("declared");
        election
    }

    fn begin(&self, who: &Principal, kind: &str, draft: &Value) -> Result<String, HubError> {
        let command = json!({ "command": "open", "draft": draft });
        self.hub.open_record(who, kind, &command, None).map(|shown| shown.id)
    }
}

const CONTACT: [Role; 2] = [Role::Analyst, Role::PointOfContact];
const ALL: [Role; 4] = [Role::Analyst, Role::PointOfContact, Role::Approver, Role::Presidency];

#[test]
fn an_alert_reaches_its_addressees_and_nobody_else_knows_of_it() {
    // Given three organisations, of which one is addressed.
    let house = house();
    let authority = OrganisationKind::MemberStateAuthority;
    let own = house.member("Own", "EU", OrganisationKind::Institution, &CONTACT, None);
    let be = house.member("Belgium", "BE", authority, &CONTACT, Some(Tlp::Amber));
    let fr = house.member("France", "FR", authority, &CONTACT, Some(Tlp::Amber));
    // When the alert is issued,
    let id = house.alert(&own, &[&be], Tlp::Amber).expect("issued");
    // then the addressee sees it, acknowledges it, and the other does not know of it.
    let seen = house.hub.record_of(&be, "alert", &id).expect("addressed");
    assert_eq!(seen.record["draft"]["claim"], "Forty accounts, one wrong date.");
    assert!(matches!(house.hub.record_of(&fr, "alert", &id), Err(HubError::NotFound(_))));
    assert_eq!(
        house.hub.records_of(&fr, &ListQuery { limit: 10, ..ListQuery::default() }).expect("a list").total,
        0
    );
    house.clock.fetch_add(HOUR, Ordering::SeqCst);
    let noted = json!({ "command": "acknowledge", "commitment": { "kind": "noted" } });
    house.hub.command_record(&be, "alert", &id, &noted, None, None).expect("acknowledged");
    let refused = house.hub.command_record(&fr, "alert", &id, &noted, None, None);
    assert!(matches!(refused, Err(HubError::NotFound(_))));
    // The act is answered for: who, on what evidence, under which law, to whom.
    let acts = house.hub.acts(&own, Some(&format!("alert/{id}")), 0, 10).expect("acts");
    assert_eq!((acts[0].act.as_str(), acts[0].decided_by.as_str()), ("alert.issued", "person-Own"));
    assert_eq!(acts[0].outward.recipients, std::slice::from_ref(&be.organisation));
    assert!(!acts[0].outward.law.is_empty() && !acts[0].outward.evidence.is_empty());
    // The ledger knows that Belgium has it; the history gives the record; the log is sound.
    let ledger = house.hub.ledger(&own, Some(format!("alert/{id}")), None, None).expect("a ledger");
    assert_eq!(ledger.lines[0].recipient, be.organisation);
    house.hub.verify_record("alert", &id).expect("its history gives it");
    assert!(house.hub.history_of(&be, "alert", &id).is_err());
    assert_eq!(house.hub.history_of(&own, "alert", &id).expect("a history").len(), 3);
}

#[test]
fn lists_pass_the_gate_like_records() {
    // Given an alert to a partner, who has agreed to what it is marked with,
    let house = house();
    let authority = OrganisationKind::MemberStateAuthority;
    let own = house.member("Own", "EU", OrganisationKind::Institution, &CONTACT, None);
    let be = house.member("Belgium", "BE", authority, &CONTACT, Some(Tlp::Amber));
    let id = house.alert(&own, &[&be], Tlp::Amber).expect("issued");
    let all = |who: &Principal, full| {
        house.hub.records_of(who, &ListQuery { limit: 10, full, ..ListQuery::default() }).expect("a list")
    };
    // when it lists its records with all that is in them, then it has the record as if it had asked for it alone,
    let (listed, alone) = (all(&be, true), house.hub.record_of(&be, "alert", &id).expect("addressed"));
    let full = listed.rows[0].full.clone().expect("asked for");
    assert_eq!((full.record, full.deadlines), (alone.record, alone.deadlines));
    // and the keeper has the deadlines of all, and a plain list no record.
    assert!(all(&own, true).rows[0].full.as_ref().is_some_and(|full| !full.deadlines.is_empty()));
    assert_eq!(all(&own, false).rows[0].full, None);
    // When the agreement is narrowed, then not even the title stands in a list.
    let narrowed = house.hub.agreement(&be.organisation).expect("read").expect("there");
    let terms = Agreement { highest: Tlp::Green, ..narrowed.value };
    house.hub.agree(&own, &terms, Some(narrowed.rev)).expect("agreed");
    for full in [false, true] {
        let page = all(&be, full);
        assert_eq!((page.rows.len(), page.total), (0, 0));
    }
    assert!(matches!(house.hub.record_of(&be, "alert", &id), Err(HubError::NotFound(_))));
}

#[test]
fn nothing_goes_beyond_what_is_agreed_and_a_stale_command_does_nothing() {
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &CONTACT, None);
    let be =
        house.member("Belgium", "BE", OrganisationKind::MemberStateAuthority, &CONTACT, Some(Tlp::Green));
    let refused = house.alert(&own, &[&be], Tlp::Amber).expect_err("more than is agreed");
    assert!(matches!(&refused, HubError::NotAllowed { rule, .. } if rule == "agreement"), "{refused}");
    let id = house.alert(&own, &[&be], Tlp::Green).expect("as agreed");
    let stale = house.hub.command_record(
        &own,
        "alert",
        &id,
        &json!({ "command": "close", "outcome": "x" }),
        Some(1),
        None,
    );
    assert!(matches!(stale, Err(HubError::Changed(_))));
    for bad in
        [json!({}), json!(7), json!({ "command": "explode" }), json!({ "command": "close", "outcome": 7 })]
    {
        let answer = house.hub.command_record(&own, "alert", &id, &bad, None, None);
        assert!(matches!(answer, Err(HubError::Invalid { .. })), "{bad}");
    }
    assert!(matches!(house.hub.open_record(&own, "spell", &Value::Null, None), Err(HubError::NotFound(_))));
}

#[test]
fn the_board_tells_each_what_it_has_to_do_and_follows_the_log() {
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &CONTACT, None);
    let be =
        house.member("Belgium", "BE", OrganisationKind::MemberStateAuthority, &CONTACT, Some(Tlp::Amber));
    let first = house.alert(&own, &[&be], Tlp::Amber).expect("issued");
    assert_eq!(house.hub.deadlines(&be, None, 10).expect("a board").rows.len(), 1);
    house.clock.fetch_add(5 * HOUR, Ordering::SeqCst);
    let second = house.alert(&own, &[&be], Tlp::Amber).expect("issued");
    let board = house.hub.deadlines(&own, None, 10).expect("a board");
    let ids: Vec<&str> = board.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, [first.as_str(), second.as_str()], "what is missed stands first");
    let page = house.hub.records_of(&own, &ListQuery { limit: 1, ..ListQuery::default() }).expect("a page");
    let next = ListQuery { limit: 1, after: page.next.clone(), ..ListQuery::default() };
    let rest = house.hub.records_of(&own, &next).expect("the rest");
    assert_eq!(
        (page.total, page.rows[0].id.as_str(), rest.rows[0].id.as_str()),
        (2, second.as_str(), first.as_str())
    );
}

#[test]
fn no_number_of_a_command_is_a_moment_that_nobody_lives_to_see() {
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &CONTACT, None);
    let be =
        house.member("Belgium", "BE", OrganisationKind::MemberStateAuthority, &CONTACT, Some(Tlp::Amber));
    let id = house.alert(&own, &[&be], Tlp::Amber).expect("issued");
    for until in [i64::MAX, i64::MIN, 7_258_118_400_001] {
        let looking =
            json!({ "command": "acknowledge", "commitment": { "kind": "looking-until", "until": until } });
        let refused =
            house.hub.command_record(&be, "alert", &id, &looking, None, None).expect_err("no moment");
        assert!(
            matches!(&refused, HubError::Refused(one) if one.pointer == "/commitment/until"),
            "{refused}"
        );
    }
    let later = json!({ "command": "acknowledge", "commitment": { "kind": "looking-until", "until": NOW + 9 * HOUR } });
    house.hub.command_record(&be, "alert", &id, &later, None, None).expect("a moment");
}
