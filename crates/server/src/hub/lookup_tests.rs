//! What pages look up beside their records: the calendar, the formats, all incidents, whole records in lists.

use super::testing::node;
use axum::http::StatusCode;
use ostrakon_app::casework::response::router::Situation;
use ostrakon_app::hub::{Tlp, marking_id};
use ostrakon_app::people::access::{Role, Scope};
use ostrakon_app::people::{Actor, NewPerson};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A token of a person with one role at an organisation.
fn token(node: &super::testing::Node, organisation: &str, role: Role) -> String {
    let name = format!("{} of {organisation}", role.name());
    let person = NewPerson {
        name: &name,
        organisation,
        roles: BTreeSet::from([role]),
        password: Some("a heron over grey water"),
        ..NewPerson::default()
    };
    let person = node
        .hub
        .people()
        .add_person(&person, &Actor::command_line(), super::testing::NOW)
        .expect("a person")
        .0;
    node.token_of(&person.id, &Scope::ALL)
}

#[tokio::test]
async fn the_calendar_is_shown_by_day_with_its_sources() {
    let node = node("North");
    let (partner, ..) = node.admits("South");
    // Given a reader of ours, and one of a partner: the calendar is public knowledge.
    for token in [node.token(), token(&node, &partner, Role::Guest)] {
        let (status, found) = node.json(&token, "GET", "/api/v1/knowledge/elections", None).await;
        assert_eq!(status, StatusCode::OK, "{found}");
        let all = found["elections"].as_array().expect("a list");
        assert!(all.len() > 12 && all.is_sorted_by_key(|one| one["opens"].as_i64()));
        let one = all.iter().find(|one| one["id"] == "fi-2027-parliamentary").expect("Finland's");
        assert_eq!((&one["country"], &one["first_day"]), (&json!("FI"), &json!("2027-04-18")));
        // Its day begins at midnight in Helsinki, three hours before that of UTC, and lasts a day.
        let (opens, closes) = (one["opens"].as_i64().expect("ms"), one["closes"].as_i64().expect("ms"));
        assert_eq!((opens, closes - opens), (1_807_995_600_000, 86_400_000 - 1));
        assert!(one["source"][0]["address"].as_str().is_some_and(|text| text.starts_with("https://")));
    }
}

#[tokio::test]
async fn formats_are_told_to_those_who_hand_in_posts() {
    let node = node("North");
    let (partner, ..) = node.admits("South");
    let (status, found) = node.json(&node.token(), "GET", "/api/v1/formats", None).await;
    assert_eq!(status, StatusCode::OK);
    let one =
        found.as_array().expect("a list").iter().find(|one| one["name"] == "4cat-telegram").expect("4CAT's");
    assert_eq!(one["platform"], "telegram");
    assert!(one["traps"].as_array().is_some_and(|traps| traps.len() > 2), "{one}");
    let theirs = token(&node, &partner, Role::Analyst);
    assert_eq!(node.json(&theirs, "GET", "/api/v1/formats", None).await.0, StatusCode::FORBIDDEN);
}

fn incident(n: u32, name: &str, marking: Tlp) -> Value {
    json!({
        "type": "incident", "spec_version": "2.1", "id": incident_id(n), "name": name, "confidence": 70,
        "created": "2024-06-01T00:00:00.000Z", "modified": format!("2024-06-{n:02}T00:00:00.000Z"),
        "object_marking_refs": [marking_id(marking)],
    })
}

fn incident_id(n: u32) -> String {
    format!("incident--00000000-0000-4000-8000-{n:012}")
}

#[tokio::test]
async fn all_incidents_come_in_one_answer_with_what_is_known_of_them() {
    // Given four incidents: one of Germany by what is known of it, one of France by a location, one withdrawn, one for few.
    let node = node("North");
    let (partner, ..) = node.admits("South");
    let place = "location--00000000-0000-4000-8000-000000000001";
    let green = marking_id(Tlp::Green);
    let dated = json!({"spec_version": "2.1", "created": "2024-06-01T00:00:00.000Z", "modified": "2024-06-01T00:00:00.000Z",
        "object_marking_refs": [green]});
    let with = |properties: Value| {
        let mut object = dated.clone();
        object
            .as_object_mut()
            .zip(properties.as_object())
            .into_iter()
            .for_each(|(all, more)| all.extend(more.clone()));
        object
    };
    let mut withdrawn = incident(3, "Withdrawn", Tlp::Green);
    withdrawn["revoked"] = true.into();
    let mut seen = incident(1, "Vote on Monday", Tlp::Green);
    seen["x_ostrakon_coordination"] =
        json!({"first": "2024-05-01T00:00:00Z", "last": "2024-05-02T00:00:00Z"});
    node.add(&[
        seen,
        incident(2, "Ballots by post", Tlp::Green),
        withdrawn,
        incident(4, "For few", Tlp::Red),
        with(json!({"type": "location", "id": place, "country": "fr"})),
        with(json!({"type": "relationship", "id": "relationship--00000000-0000-4000-8000-000000000001",
            "relationship_type": "located-at", "source_ref": incident_id(2), "target_ref": place})),
    ]);
    let situation = json!({"member_states": ["DE"], "elections": [{"id": "de-2029", "name": "Vote", "date": "2029-03-25"}]});
    let path = format!("/api/v1/incidents/{}/situation", incident_id(1));
    let token = node.token();
    let known = Situation {
        member_states: BTreeSet::from(["DE".to_owned()]),
        elections: serde_json::from_value(situation["elections"].clone()).expect("a vote"),
        ..Situation::default()
    };
    node.hub.put_situation(&node.me, &incident_id(1), Tlp::Amber, known, None).expect("written");
    assert_eq!(node.json(&token, "GET", &path, None).await.0, StatusCode::OK);
    // When our liaison asks for all, then they come last changed first, each with its countries.
    let (status, all) = node.json(&token, "GET", "/api/v1/incidents", None).await;
    assert_eq!((status, &all["total"]), (StatusCode::OK, &json!(4)), "{all}");
    let names: Vec<&Value> = all["rows"].as_array().expect("rows").iter().map(|row| &row["name"]).collect();
    assert_eq!(names, ["For few", "Withdrawn", "Ballots by post", "Vote on Monday"]);
    let (post, monday) = (&all["rows"][2], &all["rows"][3]);
    assert_eq!((&post["countries"], &post["elections"]), (&json!(["FR"]), &json!([])));
    assert_eq!((&monday["countries"], &monday["elections"]), (&json!(["DE"]), &json!(["de-2029"])));
    assert_eq!(
        (&monday["first"], &monday["last"]),
        (&json!(1_714_521_600_000_i64), &json!(1_714_608_000_000_i64))
    );
    assert_eq!((&monday["marking"], &monday["confidence"]), (&json!("TLP:GREEN"), &json!(70)));
    assert_eq!(monday["collection"], node.shelf);
    // When one asks for some, then those come, a page at a time.
    let of =
        async |query: &str| node.json(&token, "GET", &format!("/api/v1/incidents?{query}"), None).await.1;
    assert_eq!(of("open=true").await["total"], 3);
    assert_eq!(of("open=false").await["rows"][0]["status"], "revoked");
    assert_eq!(of("election=de-2029").await["rows"][0]["id"], incident_id(1));
    assert_eq!(of("country=FR&search=BALLOTS").await["total"], 1);
    let first = of("limit=3").await;
    let rest = of(&format!("limit=3&next={}", first["next"].as_str().expect("more"))).await;
    assert_eq!((rest["rows"].as_array().map(Vec::len), &rest["next"]), (Some(1), &Value::Null), "{rest}");
    for bad in ["limit=0", "limit=1001", "country=France", "next=x", "colour=red"] {
        assert_eq!(of(bad).await["status"], 400, "{bad}");
    }
    // When it is closed in every case about it, then it is no longer open.
    let draft = json!({"title": "Monday", "incident": incident_id(1)});
    let case = node
        .hub
        .open_record(&node.me, "case", &json!({"command": "open", "draft": draft}), None)
        .expect("opened");
    assert_eq!(of("search=monday").await["rows"][0]["cases"], json!([case.id]));
    // Who runs the house reads objects and no casework: the place is told, what is known of the case is not.
    let administrator = self::token(&node, &node.own, Role::Administrator);
    let (_, all) = node.json(&administrator, "GET", "/api/v1/incidents?open=true", None).await;
    let row = |name: &str| {
        all["rows"].as_array().and_then(|rows| rows.iter().find(|row| row["name"] == name)).cloned()
    };
    assert_eq!(row("Vote on Monday").expect("shown")["countries"], json!([]), "{all}");
    assert_eq!(row("Ballots by post").expect("shown")["countries"], json!(["FR"]));
    assert_eq!(row("For few"), None);
    // A partner is told of what may go to it, and of nothing that we know beside it.
    let theirs = self::token(&node, &partner, Role::Analyst);
    let (status, all) = node.json(&theirs, "GET", "/api/v1/incidents", None).await;
    assert_eq!((status, &all["total"]), (StatusCode::OK, &json!(3)), "{all}");
    assert!(!all.to_string().contains("de-2029") && !all.to_string().contains("\"DE\""), "{all}");
}

#[tokio::test]
async fn a_list_holds_the_records_themselves_where_that_is_asked() {
    let node = node("North");
    let token = node.token();
    let draft = json!({"title": "Monday"});
    let opened = node
        .hub
        .open_record(&node.me, "case", &json!({"command": "open", "draft": draft}), None)
        .expect("opened");
    let (_, plain) = node.json(&token, "GET", "/api/v1/casework/case", None).await;
    assert!(plain["rows"][0].get("record").is_none() && plain["rows"][0]["title"] == "Monday", "{plain}");
    for path in ["/api/v1/casework/case?full=true", "/api/v1/casework?full=true"] {
        let (status, full) = node.json(&token, "GET", path, None).await;
        let one = node.json(&token, "GET", &format!("/api/v1/casework/case/{}", opened.id), None).await.1;
        assert_eq!(status, StatusCode::OK, "{full}");
        for part in ["record", "deadlines", "rev", "updated"] {
            assert_eq!(full["rows"][0][part], one[part], "{part}");
        }
    }
    assert_eq!(
        node.json(&token, "GET", "/api/v1/casework?full=perhaps", None).await.0,
        StatusCode::BAD_REQUEST
    );
}
