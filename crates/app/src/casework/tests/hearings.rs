//! A medium that was heard was heard: for its election, whatever incident comes next, and for no other medium.

use super::*;

impl House {
    /// A newspaper that the registry lists as declared.
    fn newspaper(&self, who: &Principal, name: &str, domain: &str) {
        let draft = serde_json::from_value(json!({
            "name": name, "kind": "media", "country": "BE", "basis": "emfa-declaration", "source": "https://list.example/",
            "domains": [domain], "marking": "TLP:CLEAR",
            "declarations": [{ "platform": "video", "state": "accepted", "source": "https://list.example/1" }],
        }));
        self.hub.list_entry(who, draft.expect("an entry")).expect("listed");
    }

    /// A check that heard somebody: reasons, a reply, a second signature.
    fn heard(&self, who: &Principal, platform: &Principal, more: &Value) -> String {
        let mut draft = json!({ "title": "A report", "action": "report", "platform": platform.organisation,
            "provider": "Le Soir Test", "declared": "yes", "declaration_source": "the platform's list",
            "ground": "terms", "marking": "TLP:GREEN" });
        for (key, value) in more.as_object().into_iter().flatten() {
            draft[key] = value.clone();
        }
        let id = self.begin(who, "media-check", &draft).expect("a check");
        for command in [
            json!({ "command": "state-reasons", "reasons": "The date is wrong." }),
            json!({ "command": "record-reply", "text": "It was an error." }),
        ] {
            self.hub.command_record(who, "media-check", &id, &command, None, None).expect("done");
        }
        let proceed = json!({ "command": "proceed", "reason": "It still stands." });
        self.together(who, Sensitive::ActOnMedia, ("media-check", &id), &proceed).expect("proceeded");
        id
    }

    fn notify(
        &self,
        who: &Principal,
        platform: &Principal,
        election: &str,
        more: &Value,
    ) -> Result<(), HubError> {
        // Each under a policy of its own: one platform, one policy, one object is one open record.
        let n = self.clock.fetch_add(1, Ordering::SeqCst);
        let mut draft = json!({ "title": "A wrong date", "election": election, "platform": platform.organisation,
            "object": "content", "description": "d", "time_sensitive": "t", "policy": format!("Policy {n}"),
            "evidence": ["https://evidence.example/1"], "marking": "TLP:GREEN" });
        for (key, value) in more.as_object().into_iter().flatten() {
            draft[key] = value.clone();
        }
        let id = self.begin(who, "notification", &draft).expect("a draft");
        let sent =
            self.hub.command_record(who, "notification", &id, &json!({ "command": "send" }), None, None);
        sent.map(drop)
    }
}

fn rule(answer: Result<(), HubError>) -> String {
    match answer {
        Err(HubError::Refused(refusal)) => refusal.rule,
        other => panic!("{other:?}"),
    }
}

/// A house, its desk, a platform, a vote, and a newspaper on the list.
fn with_a_newspaper() -> (House, Principal, Principal, String) {
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let own = house.person("desk", &own.organisation);
    let video = house.member("Video", "IE", OrganisationKind::Platform, &CONTACT, Some(Tlp::Green));
    let election = house.vote(&own);
    house.newspaper(&own, "Le Soir Test", "lesoirtest.example");
    (house, own, video, election)
}

const UNHEARD: &str = "notifying-of-media-before-it-was-heard";

#[test]
fn what_was_heard_counts_for_the_medium_and_its_election_whatever_incident() {
    let (house, own, video, election) = with_a_newspaper();
    house.newspaper(&own, "Another Paper", "another.example");
    let (one, other) = (
        house.incident_of(&own, "group-1", Tlp::Green, None),
        house.incident_of(&own, "group-2", Tlp::Green, None),
    );
    let about = |n: u32, incidents: &[&str]| json!({ "urls": [format!("https://lesoirtest.example/{n}")], "incidents": incidents });
    // Given that nobody heard it, then nothing is sent of it;
    assert_eq!(rule(house.notify(&own, &video, &election, &about(0, &[]))), UNHEARD);
    // when it was heard about one incident of the election, then what follows is sent: of none, of this, of another.
    house.heard(&own, &video, &json!({ "incidents": [one], "election": election }));
    for (n, incidents) in [(1, vec![]), (2, vec![one.as_str()]), (3, vec![other.as_str()])] {
        house.notify(&own, &video, &election, &about(n, &incidents)).expect("it was heard");
    }
    // Another medium was not, under whatever name it is given.
    let mut another = json!({ "urls": ["https://another.example/1"] });
    assert_eq!(rule(house.notify(&own, &video, &election, &another)), UNHEARD);
    another["provider"] = json!({ "name": "Le Soir Test", "declared": "yes", "source": "the list" });
    assert_eq!(rule(house.notify(&own, &video, &election, &another)), UNHEARD);
}

#[test]
fn a_check_that_names_the_medium_otherwise_or_no_election_is_understood() {
    let (house, own, video, election) = with_a_newspaper();
    let article = json!({ "urls": ["https://www.lesoirtest.example/a"] });
    // A check for another election says nothing of this one.
    let moved =
        json!({ "title": "Later", "country": "EU", "first_day": "2025-06-06", "last_day": "2025-06-09" });
    let later =
        house.hub.open_record(&own, "election", &json!({ "command": "open", "details": moved }), None);
    house.heard(&own, &video, &json!({ "election": later.expect("entered").id }));
    assert_eq!(rule(house.notify(&own, &video, &election, &article)), UNHEARD);
    // One that names its domain, and no election, held in the weeks before the vote, does.
    house.heard(&own, &video, &json!({ "provider": "lesoirtest.example" }));
    house.notify(&own, &video, &election, &article).expect("it was heard");
    // So does the router, which asked for the reasons before.
    let incident = house.incident_of(&own, "group-1", Tlp::Green, None);
    let item = json!({ "id": "a", "kind": "content", "urls": ["https://lesoirtest.example/b"], "platform": "video",
        "legality": { "assessment": "lawful-but-breaks-terms", "platform": "video", "rule": "Inauthentic" } });
    let situation = json!({ "items": [item], "behaviours": ["T0049"],
        "elections": [{ "id": election, "name": "Vote", "date": "2024-06-06" }] });
    let situation = serde_json::from_value(situation).expect("a situation");
    house.hub.put_situation(&own, &incident, Tlp::Green, situation, None).expect("written");
    let routes = house.hub.route_incident(&own, &incident).expect("routes");
    let report = routes.routes.iter().find(|one| one.mechanism == "terms-of-service-report").expect("there");
    let told = serde_json::to_string(&report.status).expect("JSON");
    assert!(!told.contains("media.statement_sent_at") && !told.contains("media.second_signature"), "{told}");
}
