//! What was known of an incident when an act was decided can be said for ever, whatever was written afterwards.

use super::*;
use ostrakon_response::router::Situation;

fn known(summary: &str) -> Situation {
    Situation { summary: Some(summary.to_owned()), ..Situation::default() }
}

#[test]
fn an_act_names_the_version_that_it_rested_on_and_every_version_is_kept() {
    // Given an incident of which somebody wrote, emptied and wrote again what is known, with an alert issued in between,
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let other =
        house.member("Other", "BE", OrganisationKind::MemberStateAuthority, &CONTACT, Some(Tlp::Amber));
    let incident = house.incident_of(&own, "group-1", Tlp::Amber, None);
    let put = |text: &str, seen: Option<i64>| {
        house.clock.fetch_add(HOUR, Ordering::SeqCst);
        house.hub.put_situation(&own, &incident, Tlp::Amber, known(text), seen).expect("written")
    };
    let first = put("Satire.", None);
    let second = put("", Some(first));
    let criterion = json!({ "met": true, "reason": "assessed" });
    let alert = house
        .begin(
            &own,
            "alert",
            &json!({
                "title": "A false voting date", "class": "alert", "claim": "Forty accounts, one wrong date.",
                "uncertainty": "Who runs them.", "falsified_by": "A list.", "proposed_action": "Publish the date.",
                "criteria": { "transnational": criterion, "significant": criterion, "election_related": criterion,
                    "time_critical": criterion },
                "evidence": ["finding--1"], "recipients": [other.organisation], "required": 1,
                "acknowledge_within_hours": 4, "marking": "TLP:AMBER", "incidents": [incident],
            }),
        )
        .expect("a draft");
    house
        .hub
        .command_record(&own, "alert", &alert, &json!({ "command": "issue" }), None, None)
        .expect("issued");
    let moment = house.clock.load(Ordering::SeqCst);
    let third = put("Satire.", Some(second));
    // then the act names the second version with its digest,
    let acts = house.hub.acts(&own, Some(&format!("alert/{alert}")), 0, 10).expect("acts");
    let rested = acts[0].rested_on.get(&incident).expect("it rested on what was known");
    assert_eq!(rested.revision, second);
    // which is one of those that are kept, and can be read as it was;
    let all = house.hub.situation_revisions(&own, &incident).expect("a list");
    assert_eq!(all.iter().map(|one| one.revision).collect::<Vec<_>>(), [first, second, third]);
    assert_eq!(all[1].digest.as_deref(), Some(rested.digest.as_str()));
    assert_eq!((all[0].digest == all[2].digest, all[0].digest == all[1].digest), (true, false));
    let at = |revision| {
        house.hub.situation_as_of(&own, &incident, revision).map(|one| one.value.situation.summary)
    };
    assert_eq!(at(second).expect("kept"), Some(String::new()));
    assert_eq!(at(first).expect("kept"), at(third).expect("the last"));
    assert!(matches!(at(third + 1), Err(HubError::NotFound(_))));
    // a report of that moment knows what was known then;
    let then = house.hub.situations_at(&own, moment).expect("read");
    assert_eq!(then[&incident].summary.as_deref(), Some(""));
    // the log holds together, and says what was replaced by what;
    let log =
        house.hub.log(0, Some(&format!("situation/{}/{incident}", own.organisation)), 10).expect("read");
    assert_eq!(log[2].data["replaces"]["revision"], second);
    assert!(house.hub.store().verify().expect("read").first_bad.is_none());
    // and to others nothing is said of it, neither with the act nor by asking.
    let theirs = house.hub.acts(&other, Some(&format!("alert/{alert}")), 0, 10).expect("acts");
    assert!(theirs.iter().all(|one| one.rested_on.is_empty()));
    assert!(matches!(house.hub.situation_revisions(&other, &incident), Err(HubError::NotFound(_))));
    assert!(matches!(house.hub.situation_as_of(&other, &incident, second), Err(HubError::NotFound(_))));
}

#[test]
fn a_version_that_was_narrower_is_not_shown_to_those_who_may_not_see_it() {
    // Given a situation that was RED once and is AMBER now,
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let incident = house.incident_of(&own, "group-1", Tlp::Amber, None);
    let first = house.hub.put_situation(&own, &incident, Tlp::Red, known("Secret."), None).expect("written");
    let second =
        house.hub.put_situation(&own, &incident, Tlp::Amber, known("Open."), Some(first)).expect("written");
    // then whoever may see AMBER sees the second alone.
    let reader = Principal { highest: Tlp::Amber, ..own.clone() };
    let seen = house.hub.situation_revisions(&reader, &incident).expect("a list");
    assert_eq!(seen.iter().map(|one| one.revision).collect::<Vec<_>>(), [second]);
    assert!(matches!(house.hub.situation_as_of(&reader, &incident, first), Err(HubError::NotFound(_))));
    assert_eq!(house.hub.situation_revisions(&own, &incident).expect("a list").len(), 2);
}
