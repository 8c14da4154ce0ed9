//! What the router closes, no record does; and the router knows what the records say.

use super::*;
use crate::hub::evidence::NewEvidence;
use crate::people::OrganisationChange;
use ostrakon_response::router::{
    Access, Answer, Coordination, Evidence, Item, Legality, Media, Routes, Situation, Status,
};

impl House {
    fn opened(&self, who: &Principal, kind: &str, draft: &Value) -> String {
        self.begin(who, kind, draft).expect("a draft")
    }

    /// The rule that refuses a command, with its English words.
    fn refused(&self, who: &Principal, kind: &str, id: &str, command: &Value) -> (String, String) {
        match self.hub.command_record(who, kind, id, command, None, None) {
            Err(HubError::Refused(refusal)) => (refusal.rule, refusal.text.en),
            Err(HubError::NotAllowed { rule, detail }) => (rule, detail),
            other => panic!("{kind} {command}: {other:?}"),
        }
    }
}

fn status(routes: &Routes, mechanism: &str) -> Status {
    routes.routes.iter().find(|one| one.mechanism == mechanism).expect("there").status.clone()
}

fn closed_by(routes: &Routes, mechanism: &str) -> Vec<String> {
    match status(routes, mechanism) {
        Status::Closed { reasons } => reasons.into_iter().map(|one| one.rule).collect(),
        other => panic!("{mechanism}: {other:?}"),
    }
}

#[test]
fn what_the_router_closes_no_record_does() {
    // Given an incident that is an opinion, on secrets alone, and not for the public,
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let video = house.member("Video", "IE", OrganisationKind::Platform, &CONTACT, Some(Tlp::Amber));
    let incident = house.incident_of(&own, "group-1", Tlp::Amber, None);
    let post = Item {
        id: "post".into(),
        urls: vec!["https://platform.example/1".into()],
        legality: Legality::LawfulOpinion,
        media: Media { declared: Answer::No, ..Media::default() },
        ..Item::default()
    };
    let secret = Evidence { id: "secret".into(), access: Access::Classified, litigable: false };
    let situation = Situation {
        may_be_public: Answer::No,
        items: vec![post],
        evidence: vec![secret],
        ..Situation::default()
    };
    house.hub.put_situation(&own, &incident, Tlp::Amber, situation, None).expect("written");
    // then nothing of what is closed is sent, issued, decided, published or planned,
    let closed = "acting-through-a-closed-channel";
    let notice = json!({ "title": "x", "host": video.organisation, "incidents": [incident], "good_faith": true,
        "legality": { "judged": "illegal", "law": "a law", "reasons": "it is" },
        "urls": ["https://platform.example/1"], "notifier_name": "Desk", "notifier_email": "d@example.org",
        "marking": "TLP:GREEN" });
    let id = house.opened(&own, "notice", &notice);
    let (rule, words) = house.refused(&own, "notice", &id, &json!({ "command": "send" }));
    assert_eq!(rule, closed);
    assert!(words.contains("no-notice-against-lawful-opinion"), "{words}");
    let met = json!({ "met": true, "reason": "assessed" });
    let alert = json!({ "title": "x", "class": "alert", "claim": "x", "uncertainty": "x", "falsified_by": "x",
        "proposed_action": "x", "evidence": ["e"], "incidents": [incident], "required": 1,
        "recipients": [video.organisation], "marking": "TLP:AMBER",
        "criteria": { "transnational": met, "significant": met, "election_related": met, "time_critical": met } });
    let id = house.opened(&own, "alert", &alert);
    assert_eq!(house.refused(&own, "alert", &id, &json!({ "command": "issue" })).0, closed);
    let unknown = "acting-through-an-unknown-mechanism";
    // Also what takes two people: nobody collects a signature for what is closed.
    for (instrument, expected) in
        [("terms-of-service-report", closed), ("dsa-art-36-crisis", closed), ("no-such-mechanism", unknown)]
    {
        let measure = json!({ "title": "x", "actor": "Own", "instrument": instrument, "target_behaviour": "x",
            "legal_basis": ["a law"], "necessity": "x", "proportionality": "x", "incidents": [incident],
            "provider": { "name": "nobody known", "declared": "no", "source": "the list" } });
        let id = house.opened(&own, "measure", &measure);
        let decide = json!({ "command": "decide", "reason": "x" });
        assert_eq!(house.refused(&own, "measure", &id, &decide).0, expected, "{instrument}");
    }
    let case = json!({ "title": "x", "summary": "x", "incident": incident });
    let case = house.opened(&own, "case", &case);
    house.hub.command_record(&own, "case", &case, &json!({ "command": "start" }), None, None).expect("begun");
    let plan =
        |id: &str| json!({ "command": "plan", "mechanism": id, "reason": "x", "legal_basis": "a law" });
    for (id, expected) in [("statement", closed), ("prebunk", closed), ("no-such-mechanism", unknown)] {
        assert_eq!(house.refused(&own, "case", &case, &plan(id)).0, expected, "{id}");
    }
    // to do nothing is always possible,
    house.hub.command_record(&own, "case", &case, &plan("no-action"), None, None).expect("planned");
    // and a record without an incident keeps its own rules.
    house.alert(&own, &[&video], Tlp::Amber).expect("issued");
}

#[test]
fn an_incident_of_which_nobody_said_anything_has_routes_from_its_records() {
    // Given an incident with a case and an election whose window is declared,
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let incident = house.incident_of(&own, "group-1", Tlp::Amber, None);
    let routes = house.hub.route_incident(&own, &incident).expect("routes");
    assert_eq!(closed_by(&routes, "cocd-rapid-response").len(), 2, "no window, no signatory");
    assert_eq!(closed_by(&routes, "statement"), ["no-publication-above-its-marking"]);
    assert!(matches!(status(&routes, "terms-of-service-report"), Status::Missing { .. }));
    let details =
        json!({ "title": "Vote", "country": "EU", "first_day": "2024-06-06", "last_day": "2024-06-09" });
    let open = json!({ "command": "open", "details": details });
    let election = house.hub.open_record(&own, "election", &open, None).expect("entered").id;
    let window =
        json!({ "from": NOW - 24 * HOUR, "until": NOW + 240 * HOUR, "signatories": [own.organisation] });
    let declare = json!({ "command": "declare-window", "window": window });
    house.hub.command_record(&own, "election", &election, &declare, None, None).expect("declared");
    let draft = json!({ "title": "x", "summary": "x", "incident": incident, "election": election });
    let case = house.opened(&own, "case", &draft);
    house.hub.command_record(&own, "case", &case, &json!({ "command": "start" }), None, None).expect("begun");
    let judgement = json!({ "found": "organic", "confidence": "high", "reasons": "They are fans.", "evidence": [incident] });
    let judge = json!({ "command": "judge-coordination", "judgement": judgement });
    house.hub.command_record(&own, "case", &case, &judge, None, None).expect("judged");
    // when it is asked what may be done, then what the records say is known, and from where.
    let routes = house.hub.route_incident(&own, &incident).expect("routes");
    assert_eq!(closed_by(&routes, "rapid-alert-share"), ["no-measure-against-organic-behaviour"]);
    let Status::Missing { filled, .. } = status(&routes, "cocd-rapid-response") else {
        panic!("only the items are missing")
    };
    assert_eq!(filled["election"], json!(election));
    assert!(routes.sources["signatories"].contains(&format!("election/{election}")));
    assert!(routes.sources["coordination"].contains(&format!("case/{case}")));
    // What was judged is not typed away, and no window is.
    let typed = Situation { coordination: Coordination::Established, ..Situation::default() };
    house.hub.put_situation(&own, &incident, Tlp::Amber, typed, None).expect("written");
    let routes = house.hub.route_incident(&own, &incident).expect("routes");
    assert_eq!(closed_by(&routes, "rapid-alert-share"), ["no-measure-against-organic-behaviour"]);
}

#[test]
fn nobody_writes_about_an_incident_that_he_cannot_see_and_each_house_keeps_its_own() {
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let be =
        house.member("Belgium", "BE", OrganisationKind::MemberStateAuthority, &CONTACT, Some(Tlp::Amber));
    let incident = house.incident_of(&own, "group-1", Tlp::Red, None);
    let hidden = house.hub.put_situation(&be, &incident, Tlp::Amber, Situation::default(), None);
    assert!(matches!(hidden, Err(HubError::NotFound(_))), "{hidden:?}");
    assert!(matches!(house.hub.route_incident(&be, &incident), Err(HubError::NotFound(_))));
    assert!(matches!(house.hub.route_incident(&own, "incident--nowhere"), Err(HubError::NotFound(_))));
    let rev = house.hub.put_situation(&own, &incident, Tlp::Red, Situation::default(), None).expect("ours");
    house.hub.put_situation(&own, &incident, Tlp::Red, Situation::default(), Some(rev)).expect("again");
    assert_eq!(house.hub.situation(&own, &incident).expect("kept").value.situation.incident, incident);
    assert!(matches!(house.hub.situation(&be, &incident), Err(HubError::NotFound(_))));
    let twice = Item { id: "a".into(), ..Item::default() };
    let wrong = Situation { items: vec![twice.clone(), twice], ..Situation::default() };
    let refused = house.hub.put_situation(&own, &incident, Tlp::Red, wrong, None);
    assert!(
        matches!(&refused, Err(HubError::Refused(why)) if why.pointer == "/situation/items/1/id"),
        "{refused:?}"
    );
}

#[test]
fn what_an_older_data_directory_keeps_is_read_and_changed_at_its_place() {
    use ostrakon_store::{Commit, Effect, Event, NewRecord};
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let incident = house.incident_of(&own, "group-1", Tlp::Amber, None);
    let kept =
        json!({ "owner": own.organisation, "marking": "TLP:AMBER", "situation": { "incident": incident } });
    let record = NewRecord {
        kind: "situation".into(),
        id: incident.clone(),
        owner: own.organisation.clone(),
        marking: Tlp::Amber,
        keys: std::collections::BTreeMap::new(),
        body: kept,
    };
    let event = Event {
        kind: "situation.assessed".into(),
        subject: format!("situation/{incident}"),
        data: json!({}),
        effects: vec![Effect::PutRecord(record)],
    };
    house
        .hub
        .store()
        .commit(Commit { actor: "person-Own".into(), events: vec![event], at: NOW, ..Commit::default() })
        .expect("written");
    let found = house.hub.situation(&own, &incident).expect("read");
    let new = Situation { exercise: true, ..Situation::default() };
    house.hub.put_situation(&own, &incident, Tlp::Amber, new, Some(found.rev)).expect("changed");
    assert!(house.hub.situation(&own, &incident).expect("read").value.situation.exercise);
    assert!(house.hub.store().record("situation", &incident).expect("read").is_some());
}

#[test]
fn evidence_is_open_by_the_basis_that_was_recorded_and_not_by_being_called_so() {
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let held = |bytes: &[u8], access| {
        let new = NewEvidence {
            media_type: "text/plain".into(),
            reason: "public task".into(),
            access,
            ..NewEvidence::default()
        };
        house.hub.add_evidence(&own, &new, &mut &bytes[..]).expect("held").0.sha256
    };
    let (open, unmarked) = (held(b"open", Some(Access::Open)), held(b"unmarked", None));
    let research = held(b"research", Some(Access::Dsa40Public));
    let all = [&open, &unmarked, &research, &"finding--nowhere".to_owned()];
    let draft = json!({ "class": "register", "language": "en", "text": { "title": "x", "summary": "x" },
        "evidence": all.map(|id| json!({ "id": id, "access": "open" })) });
    let id = house.opened(&own, "publication", &draft);
    let record = house.hub.record_of(&own, "publication", &id).expect("ours").record;
    let kept = record["draft"]["evidence"].as_array().expect("evidence").clone();
    let called_open: Vec<&str> =
        kept.iter().filter(|one| one["access"] == "open").filter_map(|one| one["id"].as_str()).collect();
    assert_eq!(called_open, [open.as_str()]);
    // The same bytes from an open source do not open what was given for research.
    assert_eq!(held(b"research", Some(Access::Open)), research);
    assert_eq!(house.hub.evidence(&own, &research).expect("held").value.access, Some(Access::Dsa40Public));
}

#[test]
fn what_was_given_for_research_reaches_nobody_who_enforces() {
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let police =
        house.member("Police", "BE", OrganisationKind::MemberStateAuthority, &CONTACT, Some(Tlp::Amber));
    let incident = house.incident_of(&own, "group-1", Tlp::Amber, Some("dsa-40-12"));
    let seen = |who: &Principal| house.hub.route_incident(who, &incident).is_ok();
    assert!(seen(&own));
    let enforces = OrganisationChange { enforcement: Some(true), ..OrganisationChange::default() };
    let people = house.hub.people();
    people.change_organisation(&police.organisation, enforces, &Actor::command_line(), NOW).expect("marked");
    // Neither does an alert about it, nor is one sent.
    let met = json!({ "met": true, "reason": "assessed" });
    let draft = json!({ "title": "x", "class": "alert", "claim": "x", "uncertainty": "x", "falsified_by": "x",
        "proposed_action": "x", "evidence": [incident], "recipients": [police.organisation], "required": 1,
        "marking": "TLP:AMBER",
        "criteria": { "transnational": met, "significant": met, "election_related": met, "time_critical": met } });
    let id = house.opened(&own, "alert", &draft);
    let (rule, _) = house.refused(&own, "alert", &id, &json!({ "command": "issue" }));
    assert_eq!(rule, "research-data-never-goes-to-enforcement");
    // To somebody who does not enforce it goes.
    let no = OrganisationChange { enforcement: Some(false), ..OrganisationChange::default() };
    people.change_organisation(&police.organisation, no, &Actor::command_line(), NOW).expect("marked");
    house.hub.command_record(&own, "alert", &id, &json!({ "command": "issue" }), None, None).expect("issued");
}
