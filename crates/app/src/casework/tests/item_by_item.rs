//! What is protected is protected in every spelling, beside whatever it stands, and however late it is added.

use super::{ALL, CONTACT, HOUR, House, NOW, house};
use crate::hub::HubError;
use crate::hub::evidence::NewEvidence;
use ostrakon_access::{OrganisationKind, Principal};
use ostrakon_model::Tlp;
use ostrakon_response::router::{Access, Answer, Form, Item, Legality, Media, Situation};
use serde_json::{Value, json};

impl House {
    fn incident(&self, who: &Principal) -> String {
        self.incident_of(who, "group-1", Tlp::Green, None)
    }

    fn assessed(&self, who: &Principal, incident: &str, items: Vec<Item>) {
        let situation = Situation { items, behaviours: ["T0049".to_owned()].into(), ..Situation::default() };
        let seen = self.hub.situation(who, incident).ok().map(|kept| kept.rev);
        self.hub.put_situation(who, incident, Tlp::Green, situation, seen).expect("written");
    }

    fn tell(&self, who: &Principal, kind: &str, id: &str, command: &Value) -> Result<(), HubError> {
        self.hub.command_record(who, kind, id, command, None, None).map(drop)
    }
}

/// The rule that refuses, and the field.
fn refusal(answer: Result<impl std::fmt::Debug, HubError>) -> (String, String) {
    match answer {
        Err(HubError::Refused(refusal)) => (refusal.rule, refusal.pointer),
        other => panic!("{other:?}"),
    }
}

fn item(id: &str, legality: Legality) -> Item {
    Item {
        id: id.into(),
        urls: vec![format!("https://platform.example/{id}")],
        legality,
        media: Media { declared: Answer::No, ..Media::default() },
        ..Item::default()
    }
}

fn satire() -> Item {
    Item { form: Form::Satire, ..item("satire", Legality::LawfulOpinion) }
}

fn illegal() -> Item {
    item("hate", Legality::Illegal { kind: "hate".into(), law: "Law X".into(), offence: false, terms: None })
}

fn notice(host: &Principal, incidents: &[&str], url: &str) -> Value {
    json!({ "title": "x", "host": host.organisation, "incidents": incidents, "good_faith": true,
        "legality": { "judged": "illegal", "law": "a law", "reasons": "it is" }, "urls": [url],
        "notifier_name": "Desk", "notifier_email": "d@example.org", "marking": "TLP:GREEN" })
}

#[test]
fn satire_beside_illegal_content_is_noticed_in_no_spelling() {
    // Given an incident of which one item is illegal and the other satire,
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let video = house.member("Video", "IE", OrganisationKind::Platform, &CONTACT, Some(Tlp::Amber));
    let incident = house.incident(&own);
    house.assessed(&own, &incident, vec![satire(), illegal()]);
    // then a notice of the satire is refused, however its address is written,
    for url in [
        "https://platform.example/satire",
        "http://PLATFORM.example/satire/",
        "https://www.platform.example/satire?utm_source=x#top",
    ] {
        let id = house.begin(&own, "notice", &notice(&video, &[&incident], url)).expect("a draft");
        let refused = refusal(house.tell(&own, "notice", &id, &json!({ "command": "send" })));
        assert_eq!(refused.0, "acting-on-what-is-protected", "{url}");
    }
    // also where the incident is named as evidence alone;
    let mut draft = notice(&video, &[], "https://platform.example/satire");
    draft["evidence"] = json!([incident]);
    let id = house.begin(&own, "notice", &draft).expect("a draft");
    let refused = refusal(house.tell(&own, "notice", &id, &json!({ "command": "send" })));
    assert_eq!(refused.0, "acting-on-what-is-protected");
    // and what the router fills is sent.
    let open = notice(&video, &[&incident], "https://platform.example/hate");
    let id = house.begin(&own, "notice", &open).expect("a draft");
    house.tell(&own, "notice", &id, &json!({ "command": "send" })).expect("sent");
}

#[test]
fn the_field_that_holds_what_is_protected_is_pointed_at() {
    // Given an incident of which one item is illegal and the other satire,
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let incident = house.incident_of(&own, "group-1", Tlp::Clear, None);
    let claimed = |item: Item| Item { claim: Some("The vote is on Monday".into()), ..item };
    house.assessed(&own, &incident, vec![claimed(satire()), claimed(illegal())]);
    let at = "https://platform.example/satire";
    // when a debunk names the satire among the appearances of a claim, or a measure as what it acts on,
    let review = json!({ "claim": "The vote is on Monday", "appearances": [at],
        "rating": { "name": "False", "value": 1, "best": 5, "worst": 1 } });
    let debunk = json!({ "class": "debunk", "language": "en", "marking": "TLP:CLEAR", "incidents": [incident],
        "text": { "title": "When the vote is", "summary": "It is on Sunday." }, "claim_review": review,
        "legal_basis": "public task", "review_by": NOW + 1_000 * HOUR, "technique": "T0049",
        "subjects": [{ "kind": "behaviour", "name": "Flooding", "accounts": 40 }],
        "evidence": [{ "id": "https://evidence.example/1", "access": "open" }] });
    let id = house.begin(&own, "publication", &debunk).expect("a draft");
    let refused = refusal(house.tell(&own, "publication", &id, &json!({ "command": "publish" })));
    // then the field that holds it is pointed at, before a second person is asked.
    let protected = "acting-on-what-is-protected".to_owned();
    assert_eq!(refused, (protected.clone(), "/draft/claim_review/appearances".into()));
    let measure = json!({ "title": "x", "actor": "Own", "instrument": "dsa-art-16-notice", "target_behaviour": "x",
        "legal_basis": ["a law"], "necessity": "x", "proportionality": "x", "incidents": [incident],
        "ground": "illegal", "evidence": [at], "marking": "TLP:GREEN" });
    let id = house.begin(&own, "measure", &measure).expect("a proposal");
    let refused = refusal(house.tell(&own, "measure", &id, &json!({ "command": "decide", "reason": "x" })));
    assert_eq!(refused, (protected, "/draft/evidence".into()));
}

#[test]
fn an_incident_is_named_as_the_hub_writes_it() {
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let video = house.member("Video", "IE", OrganisationKind::Platform, &CONTACT, Some(Tlp::Amber));
    let incident = house.incident(&own);
    let spellings = [
        incident.to_uppercase(),
        format!(" {incident}"),
        format!("{incident} "),
        format!("incident/{incident}"),
        "incident--00000000-0000-4000-8000-000000000009".to_owned(),
        "nonsense".to_owned(),
    ];
    for name in &spellings {
        let draft = notice(&video, &[name], "https://platform.example/1");
        let refused = refusal(house.begin(&own, "notice", &draft));
        assert_eq!(refused, ("incomplete".into(), "/draft/incidents/0".into()), "{name}");
    }
    let mut draft = notice(&video, &[], "https://platform.example/1");
    draft["evidence"] = json!([format!("{incident} ")]);
    assert_eq!(refusal(house.begin(&own, "notice", &draft)).1, "/draft/evidence/0");
    house.begin(&own, "notice", &notice(&video, &[&incident], "https://platform.example/1")).expect("known");
}

#[test]
fn what_a_case_chose_is_held_against_what_it_takes_in_later() {
    // Given a case that chose a report under terms for an incident that allows it,
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let (fine, opinion) = (house.incident(&own), house.incident_of(&own, "group-2", Tlp::Green, None));
    let broken = Legality::LawfulButBreaksTerms { platform: "Video".into(), rule: "Inauthentic".into() };
    house.assessed(&own, &fine, vec![item("fake", broken)]);
    house.assessed(&own, &opinion, vec![satire()]);
    let case = house
        .begin(&own, "case", &json!({ "title": "x", "summary": "x", "incident": fine }))
        .expect("a case");
    let plan = json!({ "command": "plan", "mechanism": "terms-of-service-report", "reason": "x", "legal_basis": "terms" });
    house.tell(&own, "case", &case, &plan).expect("chosen");
    // when an incident for which that is closed is added, as what it is or under another name, or put in its place,
    let edited = json!({ "command": "edit", "draft": { "title": "x", "summary": "x", "incident": opinion } });
    let added = |kind: &str| json!({ "command": "add", "items": [{ "kind": kind, "id": opinion }] });
    for command in [added("incident"), added("finding"), edited] {
        // then that is refused;
        let refused = refusal(house.tell(&own, "case", &case, &command));
        assert_eq!(refused.0, "adding-what-its-plan-may-not-touch", "{command}");
    }
    // once the choice is dropped, it comes in.
    let drop = json!({ "command": "drop-plan", "mechanism": "terms-of-service-report", "reason": "x" });
    house.tell(&own, "case", &case, &drop).expect("dropped");
    house.tell(&own, "case", &case, &added("incident")).expect("added");
}

#[test]
fn evidence_is_as_open_as_it_was_handed_in() {
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let draft = json!({ "title": "File", "regime": "Decision (CFSP) 2024/2643", "subject": "Entity X",
        "criteria": [{ "id": "a", "text": "a" }], "marking": "TLP:AMBER" });
    let file = house.begin(&own, "evidence-file", &draft).expect("a file");
    let new = |access| NewEvidence {
        media_type: "text/plain".into(),
        source_url: "https://register.example/1".into(),
        marking: Tlp::Clear,
        reason: "task".into(),
        tool: "capture".into(),
        access,
        ..NewEvidence::default()
    };
    let hand_in = |bytes: &[u8], access| {
        let mut read = bytes;
        house.hub.add_evidence(&own, &new(access), &mut read).expect("held").0.sha256
    };
    let add = |sha256: &str| {
        json!({ "command": "add", "handling": { "reason": "task" }, "item": { "sha256": sha256, "title": "t",
            "source_url": "https://register.example/1", "captured_at": NOW - 1_000, "tool": "capture", "access": "open",
            "reliability": "B", "credibility": 2, "proves": [{ "criterion": "a", "statement": "s" }] } })
    };
    // What is secret, given for research, or unmarked is called open in vain;
    for (bytes, access) in [(b"1", Some(Access::Classified)), (b"2", Some(Access::Dsa40Public)), (b"3", None)]
    {
        let sha256 = hand_in(bytes, access);
        let refused = refusal(house.tell(&own, "evidence-file", &file, &add(&sha256)));
        assert_eq!(refused, ("adding-what-cannot-be-shown-to-a-court".into(), "/item/access".into()));
    }
    // handed in again with its basis, it goes in.
    let sha256 = hand_in(b"3", Some(Access::Open));
    house.tell(&own, "evidence-file", &file, &add(&sha256)).expect("open");
}

#[test]
fn a_measure_is_what_its_instrument_makes_it() {
    // Given an incident of a declared media provider,
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let incident = house.incident(&own);
    let broken = Legality::LawfulButBreaksTerms { platform: "Video".into(), rule: "Inauthentic".into() };
    let media = Media { declared: Answer::Yes, ..Media::default() };
    house.assessed(&own, &incident, vec![Item { media, ..item("news", broken) }]);
    let decide = json!({ "command": "decide", "reason": "x" });
    let about = |incidents: &[&str], instrument: &str, ground: &str, addressees: &[&str]| {
        let draft = json!({ "title": "x", "actor": "Own", "instrument": instrument, "target_behaviour": "x",
            "legal_basis": ["a law"], "necessity": "x", "proportionality": "x", "incidents": incidents,
            "ground": ground, "addressees": addressees, "marking": "TLP:GREEN" });
        let id = house.begin(&own, "measure", &draft).expect("a proposal");
        house.tell(&own, "measure", &id, &decide)
    };
    let refused = |instrument: &str, ground: &str, addressees: &[&str]| {
        about(&[&incident], instrument, ground, addressees)
    };
    // then a report under terms is one under whatever ground,
    for ground in ["terms", "illegal", "systemic-risk", "no-restriction"] {
        let answer = refusal(refused("terms-of-service-report", ground, &[]));
        assert_eq!(answer, ("acting-on-media-that-it-does-not-name".into(), "/draft/provider".into()));
    }
    // what takes two people takes them here,
    let alone = refusal(refused("police-report", "no-restriction", &[]));
    assert_eq!(alone.0, "acting-through-a-closed-channel", "asked before the second person");
    assert_eq!(refusal(refused("media-literacy", "terms", &[])).1, "/draft/provider");
    assert_eq!(refusal(refused("statement", "no-restriction", &[])).0, "acting-through-a-closed-channel");
    assert_eq!(refusal(about(&[], "statement", "no-restriction", &[])).0, "deciding-alone-what-takes-two");
    // and to do nothing addresses nobody and restricts nothing.
    let named = "restricting-in-the-name-of-no-action";
    assert_eq!(refusal(refused("no-action", "no-restriction", &["x"])).0, named);
    assert_eq!(refusal(refused("no-action", "illegal", &[])).0, named);
    refused("no-action", "no-restriction", &[]).expect("nothing is done");
}

#[test]
fn nobody_asks_who_is_behind_satire() {
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let video = house.member("Video", "IE", OrganisationKind::Platform, &CONTACT, Some(Tlp::Amber));
    let incident = house.incident(&own);
    house.assessed(&own, &incident, vec![satire()]);
    let ask = |personal: bool| {
        let draft = json!({ "title": "x", "addressee": video.organisation, "questions": ["Who runs it?"], "purpose": "x",
            "personal_data": personal, "legal_basis": "a law", "incidents": [incident], "marking": "TLP:GREEN" });
        let id = house.begin(&own, "information", &draft).expect("a draft");
        house.tell(&own, "information", &id, &json!({ "command": "send" }))
    };
    assert_eq!(refusal(ask(true)).0, "acting-through-a-closed-channel");
    ask(false).expect("how often it was seen may be asked");
}
