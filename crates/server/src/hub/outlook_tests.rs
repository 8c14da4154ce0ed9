//! What those who share look at: how a link last ran, what the gate would keep back, who is who.

use super::testing::{NOW, Node, node};
use axum::http::StatusCode;
use ostrakon_app::hub::federation::Direction;
use ostrakon_app::hub::taxii::client::{Reply, Request, Transport};
use ostrakon_app::hub::{Agreement, Tlp, marking_id};
use ostrakon_app::people::access::{Role, Scope};
use ostrakon_app::people::{Actor, NewPerson};
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::BTreeSet;

/// A partner that takes everything, or does not answer.
struct Partner {
    silent: Cell<bool>,
}

impl Transport for Partner {
    fn send(&self, request: &Request) -> Result<Reply, String> {
        if self.silent.get() {
            return Err("no answer".into());
        }
        let sent: Value = request
            .body
            .as_deref()
            .map_or(Value::Null, |body| serde_json::from_slice(body).unwrap_or_default());
        let count = sent["objects"].as_array().map_or(0, Vec::len);
        let status = json!({"id": "00000000-0000-4000-8000-000000000001", "status": "complete", "total_count": count,
            "success_count": count, "failure_count": 0, "pending_count": 0});
        let status_code = if request.body.is_some() { 202 } else { 404 };
        Ok(Reply { status: status_code, date_added_last: None, body: status.to_string().into_bytes() })
    }
}

fn incident(n: u32, marking: Tlp) -> Value {
    json!({
        "type": "incident", "spec_version": "2.1", "id": format!("incident--00000000-0000-4000-8000-{n:012}"),
        "created": "2024-06-01T00:00:00.000Z", "modified": "2024-06-01T00:00:00.000Z", "name": format!("Incident {n}"),
        "object_marking_refs": [marking_id(marking)],
    })
}

fn account(node: &Node, name: &str, organisation: &str, role: Role) -> String {
    let person = NewPerson {
        name,
        display_name: Some(format!("{name}, in full")),
        organisation,
        roles: BTreeSet::from([role]),
        password: Some("a heron over grey water"),
        ..NewPerson::default()
    };
    let person = node.hub.people().add_person(&person, &Actor::command_line(), NOW).expect("a person").0;
    node.token_of(&person.id, &Scope::ALL)
}

#[tokio::test]
async fn a_link_tells_how_it_last_ran_and_why_it_broke_off() {
    // Given a link that never ran, on a shelf of three incidents of which one is not for others.
    let node = node("North");
    let (partner, _, inbox) = node.admits("South");
    node.link("to-south", &partner, &inbox, &node.shelf, Direction::Push);
    let token = node.token();
    let asked = async || node.json(&token, "GET", "/api/v1/links/to-south", None).await.1;
    assert!(asked().await.get("last_run").is_none());
    node.add(&[incident(1, Tlp::Green), incident(2, Tlp::Amber), incident(3, Tlp::Red)]);
    // When the partner is silent, then the link says so,
    let line = Partner { silent: Cell::new(true) };
    node.hub.run_link_over(&node.me, "to-south", &line).expect_err("nobody answers");
    let last = asked().await["last_run"].clone();
    assert!(last["error"].as_str().is_some_and(|text| text.contains("no answer")), "{last}");
    // and when it answers, what went, what was kept back, in whose name.
    line.silent.set(false);
    node.hub.run_link_over(&node.me, "to-south", &line).expect("it answers");
    let (_, all) = node.json(&token, "GET", "/api/v1/links", None).await;
    let last = &all[0]["last_run"];
    assert_eq!(
        (&last["moved"], &last["withheld"], &last["refused"]),
        (&json!(2), &json!(1), &json!(0)),
        "{last}"
    );
    assert_eq!((&last["at"], &last["by"], last.get("error")), (&json!(NOW), &json!(node.me.actor()), None));
    // What says the same again fills no log.
    let before = node.hub.store().last_seq().expect("read");
    node.hub.run_link_over(&node.me, "to-south", &line).expect("nothing new");
    let once = node.hub.store().last_seq().expect("read");
    node.hub.run_link_over(&node.me, "to-south", &line).expect("nothing new");
    assert_eq!((once, node.hub.store().last_seq().expect("read")), (before + 1, before + 1));
    // Somebody who edits the link is not disturbed by its runs.
    assert_eq!(node.hub.last_run("to-south").expect("read").expect("ran").moved, 0);
    assert_eq!(node.hub.last_run("nowhere").expect("read"), None);
}

#[tokio::test]
async fn the_gate_says_what_it_would_keep_back_and_why_to_those_who_may_know() {
    let node = node("North");
    let (partner, ..) = node.admits("South");
    let token = node.token();
    node.add(&[incident(1, Tlp::Green), incident(2, Tlp::Amber), incident(3, Tlp::Red)]);
    let path = format!("/api/v1/organisations/{partner}/withheld?collection={}", node.shelf);
    let (status, found) = node.json(&token, "GET", &path, None).await;
    assert_eq!(
        (status, &found["judged"], &found["released"]),
        (StatusCode::OK, &json!(3), &json!(2)),
        "{found}"
    );
    let kept = &found["withheld"][0];
    assert_eq!((&kept["name"], &kept["rule"]), (&json!("Incident 3"), &json!("marking")));
    assert!(kept["why"]["en"].as_str().is_some_and(|text| text.contains("TLP:RED")), "{kept}");
    assert!(kept["why"]["fr"].as_str().is_some_and(|text| text.contains("TLP:RED")), "{kept}");
    let log = node.hub.log(0, None, 1_000).expect("read");
    assert!(log.iter().all(|one| one.kind != "objects.released"), "nothing leaves by asking");
    // A page at a time; by the agreement as it stands now.
    let (_, first) = node.json(&token, "GET", &format!("{path}&limit=2"), None).await;
    let (_, rest) = node
        .json(&token, "GET", &format!("{path}&limit=2&next={}", first["next"].as_str().expect("more")), None)
        .await;
    assert_eq!((&first["released"], &rest["judged"], rest.get("next")), (&json!(2), &json!(1), None));
    let agreed = node.hub.agreement(&partner).expect("read").expect("there");
    let over = Agreement { valid_until: Some(NOW - 1), ..agreed.value };
    node.hub.agree(&node.me, &over, Some(agreed.rev)).expect("agreed");
    let (_, found) = node.json(&token, "GET", &path, None).await;
    assert_eq!(
        (&found["released"], &found["withheld"][0]["rule"]),
        (&json!(0), &json!("not_in_force")),
        "{found}"
    );
    // Who may not see an object is told neither its name nor that it is kept back.
    let administrator = account(&node, "house", &node.own, Role::Administrator);
    let (_, found) = node.json(&administrator, "GET", &path, None).await;
    assert!(found["judged"] == 2 && !found.to_string().contains("Incident 3"), "{found}");
    // Partners do not ask this, and of oneself there is nothing to ask.
    let theirs = account(&node, "their contact", &partner, Role::PointOfContact);
    assert_eq!(node.json(&theirs, "GET", &path, None).await.0, StatusCode::FORBIDDEN);
    let us = path.replace(&partner, &node.own);
    assert_eq!(node.json(&token, "GET", &us, None).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    for (bad, status) in [
        (path.replace(&partner, "identity--none"), StatusCode::NOT_FOUND),
        (path.replace(&node.shelf, "nowhere"), StatusCode::NOT_FOUND),
        (format!("{path}&limit=0"), StatusCode::BAD_REQUEST),
        (format!("{path}&next=soon"), StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(node.json(&token, "GET", &bad, None).await.0, status, "{bad}");
    }
}

#[tokio::test]
async fn everybody_reads_who_is_who_in_their_own_organisation() {
    let node = node("North");
    let (partner, ..) = node.admits("South");
    let analyst = account(&node, "analyst", &node.own, Role::Analyst);
    let theirs = account(&node, "their analyst", &partner, Role::Analyst);
    let names = async |token: &str| {
        let (status, all) = node.json(token, "GET", "/api/v1/directory", None).await;
        assert_eq!(status, StatusCode::OK, "{all}");
        let all = all.as_array().expect("a list").clone();
        assert!(all.iter().all(|one| one["id"].as_str().is_some_and(|id| id.starts_with("person--"))));
        assert!(all.iter().all(|one| one.get("email").is_none() && one.get("roles").is_none()));
        all.iter().map(|one| one["name"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&analyst).await, ["analyst", "liaison"]);
    assert_eq!(names(&theirs).await, ["South", "their analyst"]);
}
