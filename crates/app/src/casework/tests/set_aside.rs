//! What is typed is no decision: a window, a status, an attribution, a word for the public; and whoever typed it is told so.

use super::*;
use crate::hub::evidence::NewEvidence;
use ostrakon_response::router::{Access, Situation};

impl House {
    fn knows(&self, who: &Principal, incident: &str, situation: &Value) {
        let read: Situation = serde_json::from_value(situation.clone()).expect("a situation");
        let seen = self.hub.situation(who, incident).ok().map(|kept| kept.rev);
        self.hub.put_situation(who, incident, Tlp::Green, read, seen).expect("written");
    }
}

/// The rule that refuses, and its words.
fn refused(answer: Result<(), HubError>) -> (String, String) {
    match answer {
        Err(HubError::Refused(refusal)) => (refusal.rule, refusal.text.en),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_window_that_was_typed_opens_nothing() {
    // Given an incident with an item that breaks a rule, and a window, a signatory and a status that somebody typed,
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let incident = house.incident_of(&own, "group-1", Tlp::Green, None);
    let item = json!({ "id": "a", "kind": "content", "urls": ["https://video.example/1"], "media": { "declared": "no" },
        "legality": { "assessment": "lawful-but-breaks-terms", "platform": "V", "rule": "R" }, "platform": "V" });
    let window = json!({ "from": NOW - HOUR, "until": NOW + 240 * HOUR });
    let mut situation = json!({ "items": [item], "behaviours": ["T0049"], "signatories": [own.organisation],
        "trusted_flaggers": [own.organisation],
        "elections": [{ "id": "made-up", "name": "Made up", "date": "2024-06-09", "response_window": window }] });
    house.knows(&own, &incident, &situation);
    // then the answer says what is not taken, and a measure that would notify is refused as a notification is;
    let routes = house.hub.route_incident(&own, &incident).expect("routes");
    let aside: Vec<&str> = routes.set_aside.keys().map(String::as_str).collect();
    assert_eq!(aside, ["elections", "signatories", "trusted_flaggers"]);
    assert!(!routes.sources.contains_key("signatories"), "{:?}", routes.sources);
    let decide = || {
        let draft = json!({ "title": "x", "actor": "Own", "instrument": "cocd-rapid-response", "target_behaviour": "x",
            "legal_basis": ["the Code"], "necessity": "x", "proportionality": "x", "incidents": [incident],
            "ground": "terms", "marking": "TLP:GREEN", "provider": { "name": "n", "declared": "no", "source": "the list" } });
        let id = house.begin(&own, "measure", &draft).expect("a proposal");
        let command = json!({ "command": "decide", "reason": "x" });
        house.hub.command_record(&own, "measure", &id, &command, None, None).map(drop)
    };
    let (rule, words) = refused(decide());
    assert_eq!(rule, "acting-through-a-closed-channel");
    assert!(words.contains("only-a-signatory-that-is-no-platform-notifies"), "{words}");
    // what is declared at the election opens it.
    situation["elections"] = json!([{ "id": house.vote(&own), "name": "Vote", "date": "2024-06-06" }]);
    house.knows(&own, &incident, &situation);
    decide().expect("inside the window, by a signatory");
}

#[test]
fn a_lesson_on_open_evidence_is_planned_about_an_incident_that_is_not_for_the_public() {
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let incident = house.incident_of(&own, "group-1", Tlp::Amber, None);
    let choose = |mechanism: &str| {
        let outline = json!({ "title": "A plan", "goal": "g", "incident": incident });
        let open = json!({ "command": "open", "outline": outline });
        let id = house.hub.open_record(&own, "plan", &open, None).expect("a plan").id;
        let entry =
            json!({ "counter": { "kind": "mechanism", "id": mechanism }, "reason": "x", "measure": "y" });
        let choose = json!({ "command": "choose", "entry": entry });
        house.hub.command_record(&own, "plan", &id, &choose, None, None).map(drop)
    };
    // Given nothing that everybody can look at, then a lesson is refused in words, with what would open it;
    let (rule, words) = refused(choose("prebunk"));
    assert_eq!(rule, "choosing-a-closed-channel");
    assert!(words.contains("is not marked for the public") && words.contains("open evidence"), "{words}");
    // on open evidence it may be planned; what tells of the incident may not.
    house.knows(
        &own,
        &incident,
        &json!({ "behaviours": ["T0049"], "evidence": [{ "id": "https://e.example/1", "access": "open" }] }),
    );
    choose("prebunk").expect("a lesson");
    assert_eq!(refused(choose("statement")).0, "choosing-a-closed-channel");
}

#[test]
fn a_check_is_wanted_in_another_language_and_not_twice_in_one() {
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::FactChecker, &ALL, None);
    let own = house.person("desk", &own.organisation);
    let incident = house.incident_of(&own, "group-1", Tlp::Clear, None);
    let publish = |language: &str, appearance: &str| {
        let review = json!({ "claim": "The vote is on Monday", "appearances": [appearance],
            "rating": { "name": "False", "value": 1, "best": 5, "worst": 1 } });
        let draft = json!({ "class": "debunk", "language": language, "marking": "TLP:CLEAR", "incidents": [incident],
            "text": { "title": "When the vote is", "summary": "It is on Sunday." }, "claim_review": review,
            "legal_basis": "public task", "review_by": NOW + 1_000 * HOUR, "technique": "T0049",
            "subjects": [{ "kind": "behaviour", "name": "Flooding", "accounts": 40 }],
            "evidence": [{ "id": "https://evidence.example/1", "access": "open" }] });
        let id = house.begin(&own, "publication", &draft).expect("a draft");
        house.together(&own, Sensitive::Publish, ("publication", &id), &json!({ "command": "publish" }))
    };
    // Given a check in English, then a second one is refused, however the address is written; in French it is published, once.
    publish("en", "https://platform.example/1").expect("published");
    let twice = "debunking-twice-in-one-language";
    let (rule, words) = refused(publish("EN", "https://www.platform.example/1?utm_source=x"));
    assert!(rule == twice && words.contains("link to it"), "{words}");
    publish("fr", "https://platform.example/1").expect("in French");
    assert_eq!(refused(publish("fr", "https://platform.example/1")).0, twice);
    publish("en", "https://platform.example/2").expect("another claim");
}

#[test]
fn an_evidence_file_leaves_on_an_attribution_and_to_whom_one_knows() {
    // Given a sealed file about an incident of which nobody decided who is behind it,
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let (desk, second) = (house.person("desk", &own.organisation), house.person("second", &own.organisation));
    let incident = house.incident_of(&desk, "group-1", Tlp::Green, None);
    let new = NewEvidence {
        media_type: "text/plain".into(),
        reason: "public task".into(),
        access: Some(Access::Open),
        ..NewEvidence::default()
    };
    let sha256 = house.hub.add_evidence(&desk, &new, &mut &b"an invoice"[..]).expect("held").0.sha256;
    let draft = json!({ "title": "File", "regime": "Decision (CFSP) 2024/2643", "subject": "Entity X",
        "criteria": [{ "id": "a", "text": "criterion" }], "incidents": [incident], "marking": "TLP:GREEN" });
    let file = house.begin(&desk, "evidence-file", &draft).expect("a file");
    let item = json!({ "sha256": sha256, "access": "open", "captured_at": NOW - HOUR, "credibility": 2, "reliability": "B",
        "source_url": "https://register.example/1", "title": "An invoice", "tool": "capture 1",
        "proves": [{ "criterion": "a", "statement": "It paid." }] });
    let tell = |who: &Principal, command: &Value| {
        house.hub.command_record(who, "evidence-file", &file, command, None, None).map(drop)
    };
    tell(&desk, &json!({ "command": "add", "item": item, "handling": { "reason": "public task" } }))
        .expect("in it");
    tell(&second, &json!({ "command": "seal" })).expect("sealed");
    // then a recipient that nobody knows is asked what it is, and nothing leaves, whoever is named;
    assert_eq!(
        refused(tell(&desk, &json!({ "command": "export", "recipient": "Council" }))).0,
        "exporting-to-nobody-that-is-known"
    );
    let export = json!({ "command": "export", "recipient": "Council", "kind": "institution" });
    assert_eq!(refused(tell(&desk, &export)).0, "acting-through-a-closed-channel");
    // nor by typing who decided it: the refusal says where that is decided.
    let typed = json!({ "attribution": { "level": "state", "actor": "Z", "foreign": "yes",
        "decided_by": [desk.person, second.person] }, "behaviours": ["T0049"],
        "evidence": [{ "id": sha256, "access": "open", "litigable": true }] });
    house.knows(&desk, &incident, &typed);
    let (rule, words) = refused(tell(&desk, &export));
    assert!(rule == "acting-without-its-attribution" && words.contains("case"), "{rule}: {words}");
    let routes = house.hub.route_incident(&desk, &incident).expect("routes");
    assert!(routes.set_aside.contains_key("attribution"));
}
