//! Messages of the Common Alerting Protocol do what the standard says that they do.

use super::*;
use ostrakon_exchange::cap;

/// A message of a partner network.
fn message(identifier: &str, status: &str, kind: &str, references: &str, text: &str) -> String {
    let references =
        if references.is_empty() { String::new() } else { format!("<references>{references}</references>") };
    let info = |language: &str, text: &str| {
        format!(
            "<info><language>{language}</language><category>Security</category><event>x</event><urgency>Immediate</urgency>\
             <severity>Severe</severity><certainty>Observed</certainty><expires>2024-06-09T20:00:00-00:00</expires>\
             <headline>{text}</headline><description>{text}</description></info>"
        )
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><alert xmlns=\"{}\"><identifier>{identifier}</identifier>\
         <sender>partner</sender><sent>2024-06-04T08:00:00-00:00</sent><status>{status}</status><msgType>{kind}</msgType>\
         <scope>Public</scope><note>A remark.</note>{references}<incidents>\"The wrong date\"</incidents>{}{}</alert>",
        cap::NAMESPACE,
        info("en", text),
        info("fr", &format!("{text} (fr)")),
    )
}

const FIRST: &str = "partner,m1,2024-06-04T08:00:00-00:00";

struct Desk {
    house: House,
    own: Principal,
    other: Principal,
}

fn desk() -> Desk {
    let house = house();
    let own = house.member("Own", "EU", OrganisationKind::Institution, &ALL, None);
    let other =
        house.member("Other", "BE", OrganisationKind::MemberStateAuthority, &CONTACT, Some(Tlp::Amber));
    Desk { house, own, other }
}

impl Desk {
    fn take(&self, text: &str) -> Result<(String, Value), HubError> {
        self.house.hub.alert_from_cap(&self.own, text.as_bytes(), "").map(|one| (one.id, one.record))
    }

    fn act(&self, id: &str, command: &Value) -> Result<Value, HubError> {
        self.house.hub.command_record(&self.own, "alert", id, command, None, None).map(|one| one.record)
    }

    /// Fills in what people have to, without a word of its being an exercise, and issues it.
    fn issue(&self, id: &str, record: &Value) {
        let criterion = json!({ "met": true, "reason": "assessed" });
        let mut draft = record["draft"].clone();
        draft.as_object_mut().expect("a draft").remove("exercise");
        for (key, value) in [
            ("recipients", json!([self.other.organisation])),
            ("required", json!(1)),
            ("evidence", json!(["finding--1"])),
            ("uncertainty", json!("Who runs them.")),
            ("falsified_by", json!("A list.")),
            ("proposed_action", json!("Publish the date.")),
            (
                "criteria",
                json!({ "transnational": criterion, "significant": criterion, "election_related": criterion,
                "time_critical": criterion }),
            ),
        ] {
            draft[key] = value;
        }
        self.act(id, &json!({ "command": "edit", "draft": draft })).expect("filled in");
        self.act(id, &json!({ "command": "issue" })).expect("issued");
    }

    fn out(&self, id: &str) -> cap::Message {
        let text = self.house.hub.alert_as_cap(&self.own, id).expect("a message");
        cap::read(text.as_bytes(), ostrakon_exchange::Limits::default()).expect("our own")
    }
}

#[test]
fn a_message_makes_one_draft_with_all_its_languages_however_often_it_comes() {
    let desk = desk();
    let (id, record) = desk.take(&message("m1", "Actual", "Alert", "", "A wrong date")).expect("taken in");
    let claim = record["draft"]["claim"].as_str().expect("a claim");
    assert_eq!(record["draft"]["title"], "A wrong date");
    assert!(claim.contains("also there in fr") && claim.contains("expires 2024-06-09"), "{claim}");
    assert!(claim.contains("The wrong date"), "what is no id of ours is said in words: {claim}");
    assert_eq!(record["received"][0]["languages"], json!(["en", "fr"]));
    let kept = desk.house.hub.cap_received(&desk.own, &id).expect("kept");
    assert!(kept[0].cap.contains("A wrong date (fr)"));
    // The same once more is told, and makes nothing.
    let again = desk.take(&message("m1", "Actual", "Alert", "", "A wrong date")).expect_err("told");
    assert!(matches!(&again, HubError::Conflict(why) if why.contains(&id)), "{again}");
    // In the language that is asked for.
    let french = message("m2", "Actual", "Alert", "", "Another");
    let french = desk.house.hub.alert_from_cap(&desk.own, french.as_bytes(), "fr-BE").expect("taken in");
    assert_eq!(french.record["draft"]["title"], "Another (fr)");
    desk.house.hub.verify_record("alert", &id).expect("its history gives it");
}

#[test]
fn an_exercise_stays_one_and_never_leaves_as_real() {
    let desk = desk();
    let (id, record) = desk.take(&message("m1", "Exercise", "Alert", "", "A drill")).expect("taken in");
    assert_eq!(record["draft"]["exercise"], true);
    // Whoever edits it and leaves the word out,
    desk.issue(&id, &record);
    let shown = desk.house.hub.record_of(&desk.own, "alert", &id).expect("there");
    assert_eq!(shown.summary.title, "EXERCISE: A drill");
    // it goes out as an exercise, and is taken back as one.
    let out = desk.out(&id);
    assert_eq!((out.status.as_str(), out.kind.as_str()), ("Exercise", "Alert"));
    assert!(out.note.expect("its name").starts_with("EXERCISE"));
    desk.act(&id, &json!({ "command": "withdraw", "reason": "It is over." })).expect("withdrawn");
    assert_eq!((desk.out(&id).status.as_str(), desk.out(&id).kind.as_str()), ("Exercise", "Cancel"));
    // Nor does a drill say anything of what is real.
    let (real, _) = desk.take(&message("m2", "Actual", "Alert", "", "Real")).expect("taken in");
    let mixed = message("m3", "Exercise", "Update", "partner,m2,2024-06-04T08:00:00-00:00", "Not so");
    assert!(matches!(desk.take(&mixed), Err(HubError::Refused(_))));
    let kept = desk.house.hub.record_of(&desk.own, "alert", &real).expect("there");
    assert_eq!(kept.record["draft"]["title"], "Real");
}

#[test]
fn what_is_not_meant_makes_nothing_and_what_speaks_of_nothing_is_refused() {
    let desk = desk();
    for status in ["Test", "System", "Draft"] {
        let refused =
            desk.take(&message("m1", status, "Alert", "", "A wrong date")).expect_err("refused").to_string();
        assert!(refused.contains(status), "{refused}");
    }
    for kind in ["Update", "Cancel", "Ack", "Error"] {
        let refused =
            desk.take(&message("m1", "Actual", kind, "", "x")).expect_err("it names nothing").to_string();
        assert!(refused.contains("references"), "{kind}: {refused}");
    }
    for kind in ["Cancel", "Ack", "Error"] {
        assert!(desk.take(&message("m1", "Actual", kind, FIRST, "x")).is_err(), "{kind} of what is not here");
    }
    assert_eq!(
        desk.house
            .hub
            .records_of(
                &desk.own,
                &ListQuery { kind: Some("alert".into()), limit: 10, ..ListQuery::default() }
            )
            .expect("a list")
            .rows
            .len(),
        0
    );
}

#[test]
fn updates_and_cancellations_do_it_to_the_message_that_they_name() {
    let desk = desk();
    let (id, _) = desk.take(&message("m1", "Actual", "Alert", "", "A wrong date")).expect("taken in");
    // An update rewrites the draft; a stranger's does not.
    let (same, record) =
        desk.take(&message("m2", "Actual", "Update", FIRST, "Two wrong dates")).expect("updated");
    assert_eq!((same.as_str(), &record["draft"]["title"]), (id.as_str(), &json!("Two wrong dates")));
    let stranger =
        message("m9", "Actual", "Cancel", FIRST, "x").replace("<sender>partner", "<sender>stranger");
    assert!(desk.take(&stranger).expect_err("not theirs").to_string().contains("only its sender"));
    // A cancellation ends it.
    let second = "partner,m2,2024-06-04T08:00:00-00:00";
    let (same, record) = desk.take(&message("m3", "Actual", "Cancel", second, "x")).expect("cancelled");
    assert_eq!((same.as_str(), &record["phase"]), (id.as_str(), &json!("withdrawn")));
    // Of what went out, people decide: the cancellation stands beside it.
    let (id, record) = desk.take(&message("m4", "Actual", "Alert", "", "A third date")).expect("taken in");
    desk.issue(&id, &record);
    let (_, record) = desk
        .take(&message("m5", "Actual", "Cancel", "partner,m4,2024-06-04T08:00:00-00:00", "x"))
        .expect("kept");
    assert_eq!((&record["phase"], record["received"].as_array().map(Vec::len)), (&json!("issued"), Some(2)));
    // Corrections go out as updates of all that went before, a withdrawal cancels all of it.
    desk.act(&id, &json!({ "command": "correct", "text": "It was the fourth." })).expect("corrected");
    desk.act(&id, &json!({ "command": "correct", "text": "It was the fifth." })).expect("corrected");
    let out = desk.out(&id);
    assert_eq!((out.kind.as_str(), out.references.len(), out.infos[0].expires), ("Update", 2, None));
    assert_eq!(out.infos[0].parameters["ostrakon.acknowledge-within-hours"], ["24"]);
    desk.act(&id, &json!({ "command": "withdraw", "reason": "It was cancelled." })).expect("withdrawn");
    assert_eq!((desk.out(&id).kind.as_str(), desk.out(&id).references.len()), ("Cancel", 3));
    // What somebody acknowledges of ours is kept at it.
    let ours = &desk.out(&id).references[0];
    let (same, record) = desk.take(&message("m6", "Actual", "Ack", ours, "x")).expect("kept");
    assert_eq!((same.as_str(), &record["received"][2]["kind"]), (id.as_str(), &json!("ack")));
    let own = desk.house.hub.alert_as_cap(&desk.own, &id).expect("a message");
    assert!(
        matches!(desk.take(&own), Err(HubError::Invalid { .. })),
        "a cancellation of ours cancels nothing of theirs"
    );
    desk.house.hub.verify_record("alert", &id).expect("its history gives it");
}
