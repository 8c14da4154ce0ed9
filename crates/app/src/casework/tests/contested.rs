//! What a contestation tells who contests: nothing that they could not read anyway.

use super::*;

impl House {
    fn contest(&self, who: &Principal, contested: &str) -> super::super::Shown {
        let draft = json!({
            "title": "It is wrong", "contested": contested, "statement": "The date is another.", "marking": "TLP:AMBER",
        });
        self.hub
            .open_record(who, "contestation", &json!({ "command": "open", "draft": draft }), None)
            .expect("anybody may contest")
    }
}

#[test]
fn a_record_that_one_may_not_read_is_a_text_like_any_other() {
    // Given an alert to Belgium, and a party that knows its id and may not read it,
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &CONTACT, None);
    let be =
        house.member("Belgium", "BE", OrganisationKind::MemberStateAuthority, &CONTACT, Some(Tlp::Amber));
    let party = house.member("Party", "BE", OrganisationKind::Party, &CONTACT, Some(Tlp::Amber));
    let id = house.alert(&own, &[&be], Tlp::Amber).expect("issued");
    // when the party contests it and something that is not there, then both are answered alike: by its own house.
    let (there, nowhere) =
        (house.contest(&party, &format!("alert/{id}")), house.contest(&party, "alert/none"));
    for shown in [&there, &nowhere] {
        assert_eq!(shown.record["kept_by"], party.organisation.as_str());
        let history = house.hub.history_of(&party, "contestation", &shown.id).expect("its own");
        let told = format!("{shown:?} {history:?}");
        for hidden in [&own.organisation, &be.organisation, &own.person, &own.human] {
            assert!(!told.contains(hidden.as_str()), "{hidden} in {told}");
        }
    }
    // What its own people decide on it reaches nobody who has the alert.
    let second = Principal { person: "person-second".into(), human: "human-second".into(), ..party.clone() };
    let uphold =
        json!({ "command": "uphold", "reasons": "so", "correction": "Another date.", "also_to": [] });
    for command in [json!({ "command": "take-up" }), uphold] {
        house.hub.command_record(&second, "contestation", &there.id, &command, None, None).expect("decided");
    }
    let decided = house.hub.record_of(&party, "contestation", &there.id).expect("its own");
    assert_eq!(decided.record["deliveries"], json!({}));
    // Belgium, which has it, contests it before the house that keeps it, and is not told who wrote it.
    let theirs = house.contest(&be, &format!("alert/{id}"));
    assert_eq!(theirs.record["kept_by"], own.organisation.as_str());
    let history = house.hub.history_of(&be, "contestation", &theirs.id).expect("its own");
    let told = format!("{theirs:?} {history:?}");
    assert!(!told.contains(&own.person) && !told.contains(&own.human), "{told}");
    // Nobody examines their own work all the same.
    let take_up = json!({ "command": "take-up" });
    let refused = house.hub.command_record(&own, "contestation", &theirs.id, &take_up, None, None);
    assert!(matches!(refused, Err(HubError::Refused(one)) if one.rule == "examining-ones-own-work"));
}

#[test]
fn a_contestation_takes_its_election_and_its_clock_from_what_is_contested() {
    // Given an alert of an election that is near, and a house that contests it without naming the election,
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let be =
        house.member("Belgium", "BE", OrganisationKind::MemberStateAuthority, &CONTACT, Some(Tlp::Amber));
    let election = house.vote(&own);
    let met = json!({ "met": true, "reason": "assessed" });
    let draft = json!({ "title": "x", "class": "alert", "claim": "x", "uncertainty": "x", "falsified_by": "x",
        "proposed_action": "x", "evidence": ["e"], "required": 1, "election": election,
        "recipients": [be.organisation], "marking": "TLP:AMBER", "acknowledge_within_hours": 4,
        "criteria": { "transnational": met, "significant": met, "election_related": met, "time_critical": met } });
    let id = house.begin(&own, "alert", &draft).expect("a draft");
    house.hub.command_record(&own, "alert", &id, &json!({ "command": "issue" }), None, None).expect("issued");
    // when it is received, then it belongs to the election, and is taken up within 48 hours;
    let shown = house.contest(&be, &format!("alert/{id}"));
    assert_eq!(shown.summary.election, Some(election.clone()));
    let take_up = shown.record["examinations"][0].clone();
    assert_eq!(take_up["urgent"], json!(true), "{take_up}");
    // what does not resolve for who contests tells no election.
    let party = house.member("Party", "BE", OrganisationKind::Party, &CONTACT, Some(Tlp::Amber));
    let stranger = house.contest(&party, &format!("alert/{id}"));
    assert_eq!(
        (stranger.summary.election, &stranger.record["examinations"][0]["urgent"]),
        (None, &json!(false))
    );
}
