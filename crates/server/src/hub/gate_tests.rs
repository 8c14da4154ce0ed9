//! One hub, two partners who may add to its shelf, and what each tries to get at: the other's objects, ours, the meaning of
//! markings, and the accounts of private persons.

mod authorship;
mod names;
mod narrowed;
mod research;

use super::testing::{NOW, Node, node};
use axum::http::StatusCode;
use ostrakon_app::hub::{Agreement, Tlp, marking_id};
use ostrakon_app::people::access::Scope;
use ostrakon_app::people::{Actor, Grant, NewCollection};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// One hub and its two partners: organisation and token of each, and a token of our own.
struct Place {
    node: Node,
    ours: String,
    p: (String, String),
    q: (String, String),
    shelf: String,
}

fn place() -> Place {
    let node = node("Home");
    let (p, q) = (node.admits("P").0, node.admits("Q").0);
    let all = BTreeSet::from([Grant::Own, Grant::Organisation(p.clone()), Grant::Organisation(q.clone())]);
    let shelf =
        NewCollection { title: "Common".into(), read: all.clone(), write: all, ..NewCollection::default() };
    let shelf = node.hub.people().add_collection(shelf, &Actor::command_line(), NOW).expect("a shelf").id;
    for partner in [&p, &q] {
        let found = node.hub.agreement(partner).expect("read").expect("there");
        let agreement = Agreement { pseudonyms: false, ..found.value };
        node.hub.agree(&node.me, &agreement, Some(found.rev)).expect("agreed");
    }
    let ours = node.token();
    let [p, q] = [p, q].map(|organisation| {
        let people = node.hub.people().people(Some(&organisation)).expect("read");
        let token = node.token_of(&people.first().expect("somebody").id, &Scope::ALL);
        (organisation, token)
    });
    Place { node, ours, p, q, shelf }
}

impl Place {
    fn path(&self, rest: &str) -> String {
        format!("/taxii2/ostrakon/collections/{}/objects/{rest}", self.shelf)
    }

    async fn taxii(&self, token: &str, method: &str, rest: &str, body: String) -> (StatusCode, Value) {
        let kind = "application/taxii+json;version=2.1";
        let (status, bytes) = self.node.ask(token, method, &self.path(rest), kind, body).await;
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    /// Adds over TAXII; the messages of what was not taken.
    async fn post(&self, token: &str, objects: &[&Value]) -> Vec<String> {
        let (status, answer) = self.taxii(token, "POST", "", json!({ "objects": objects }).to_string()).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{answer}");
        let failures = answer["failures"].as_array().into_iter().flatten();
        failures.map(|one| one["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Adds over REST: whole or not at all.
    async fn rest(&self, token: &str, objects: &[&Value]) -> (StatusCode, Value) {
        let path = format!("/api/v1/collections/{}/objects", self.shelf);
        self.node.json(token, "POST", &path, Some(&json!({ "objects": objects }))).await
    }

    /// All versions of an object that somebody gets, by every way; they must agree.
    async fn sees(&self, token: &str, object: &Value) -> Vec<Value> {
        let id = object["id"].as_str().expect("an id");
        let query = format!("?match[version]=all&match[id]={id}");
        let (_, page) = self.taxii(token, "GET", &query, String::new()).await;
        let all = page["objects"].as_array().cloned().unwrap_or_default();
        let (_, manifest) = self.taxii(token, "GET", &format!("{id}/versions/"), String::new()).await;
        let versions = manifest["versions"].as_array().map_or(0, Vec::len);
        assert_eq!(versions, all.len(), "the list of versions tells of others than the page: {manifest}");
        let path = format!("/api/v1/collections/{}/objects/{id}/versions", self.shelf);
        let (_, rest) = self.node.json(token, "GET", &path, None).await;
        assert_eq!(rest["objects"].as_array().map_or(0, Vec::len), all.len(), "{rest}");
        all
    }

    fn group(&self, id: &str, members: &[&str]) {
        let body = json!({ "name": "a few", "members": members }).to_string();
        let group = serde_json::from_str(&body).expect("a group");
        self.node.hub.put_sharing_group(&self.node.me, id, &group, None).expect("written");
    }
}

fn id(kind: &str, n: u32) -> String {
    format!("{kind}--00000000-0000-4000-8000-{n:012}")
}

fn incident(n: u32, label: Tlp, name: &str) -> Value {
    json!({"type": "incident", "spec_version": "2.1", "id": id("incident", n), "created": "2025-01-01T00:00:00.000Z",
        "modified": "2025-01-01T00:00:00.000Z", "name": name, "object_marking_refs": [marking_id(label)]})
}

fn later(object: &Value, change: impl FnOnce(&mut Value)) -> Value {
    let mut later = object.clone();
    later["modified"] = "2025-02-01T00:00:00.000Z".into();
    change(&mut later);
    later
}

fn definition(n: u32, created: &str, more: &Value) -> Value {
    let mut one = json!({"type": "marking-definition", "spec_version": "2.1", "id": id("marking-definition", n),
        "created": created});
    one.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
    one
}

fn free(n: u32) -> Value {
    let more = json!({"definition_type": "statement", "definition": {"statement": "free"}});
    definition(n, "2025-03-01T00:00:00.000Z", &more)
}

fn clear(object: &mut Value) {
    object["object_marking_refs"] = json!([marking_id(Tlp::Clear)]);
}

#[tokio::test]
async fn nobody_takes_over_anothers_object() {
    let place = place();
    for (n, owner, thief) in [(1, &place.p, &place.q), (2, &place.q, &place.p)] {
        // Given an AMBER object of one partner's that names no creator.
        let secret = incident(n, Tlp::Amber, "secret of one");
        assert!(place.post(&owner.1, &[&secret]).await.is_empty());
        // When the other sends a CLEAR version of it, over TAXII and over REST, as it stands or revoked,
        let stolen = later(&secret, |one| {
            clear(one);
            one["name"] = "mine".into();
        });
        let refused = place.post(&thief.1, &[&stolen]).await;
        assert!(refused.len() == 1 && refused[0].contains("3.6.2"), "{refused:?}");
        let refused = place.post(&thief.1, &[&later(&secret, |one| one["revoked"] = true.into())]).await;
        assert_eq!(refused.len(), 1);
        // then it gets nothing of it, and nothing is there but what was.
        assert!(place.sees(&thief.1, &secret).await.is_empty());
        assert_eq!(place.sees(&place.ours, &secret).await, std::slice::from_ref(&secret));
        // And the owner goes on writing its own.
        let own = later(&secret, clear);
        assert!(place.post(&owner.1, &[&own]).await.is_empty());
        assert_eq!(place.sees(&thief.1, &secret).await, [own]);
    }
}

#[tokio::test]
async fn partners_write_no_versions_of_what_is_ours_and_take_nothing_out() {
    let place = place();
    let red = incident(1, Tlp::Red, "home red");
    let green = incident(2, Tlp::Green, "home green");
    let note = json!({"type": "note", "spec_version": "2.1", "id": id("note", 3), "created": "2025-01-01T00:00:00.000Z",
        "modified": "2025-01-01T00:00:00.000Z", "content": "detail", "object_refs": [red["id"]],
        "object_marking_refs": [marking_id(Tlp::Green)]});
    assert!(place.post(&place.ours, &[&red, &green, &note]).await.is_empty());
    for object in [&red, &green] {
        for change in [clear as fn(&mut Value), |one| one["revoked"] = true.into(), |_| ()] {
            assert_eq!(place.post(&place.q.1, &[&later(object, change)]).await.len(), 1);
        }
        // The same, sent back as it was got, is there already.
        assert!(place.post(&place.q.1, &[object]).await.is_empty());
        assert_eq!(place.sees(&place.ours, object).await, std::slice::from_ref(object));
    }
    assert!(place.sees(&place.p.1, &note).await.is_empty());
    assert_eq!(place.sees(&place.p.1, &green).await, std::slice::from_ref(&green));
    // Nothing is taken out of the shelf but by us, and by who sent it.
    let one = |object: &Value| format!("{}/", object["id"].as_str().unwrap_or_default());
    let (status, why) = place.taxii(&place.p.1, "DELETE", &one(&green), String::new()).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{why}");
    assert!(why.to_string().contains("ask"), "{why}");
    assert_eq!(place.taxii(&place.p.1, "DELETE", &one(&red), String::new()).await.0, StatusCode::NOT_FOUND);
    let theirs = incident(4, Tlp::Green, "of P");
    place.post(&place.p.1, &[&theirs]).await;
    assert_eq!(
        place.taxii(&place.q.1, "DELETE", &one(&theirs), String::new()).await.0,
        StatusCode::FORBIDDEN
    );
    assert_eq!(place.taxii(&place.p.1, "DELETE", &one(&theirs), String::new()).await.0, StatusCode::OK);
    assert_eq!(place.taxii(&place.ours, "DELETE", &one(&green), String::new()).await.0, StatusCode::OK);
}

#[tokio::test]
async fn we_only_narrow_what_others_sent_and_the_refusal_names_the_mend() {
    let place = place();
    place.group(&id("marking-definition", 50), &[&place.p.0]);
    let mut secret = incident(1, Tlp::Amber, "secret of P");
    secret["created_by_ref"] = place.p.0.clone().into();
    let mut grouped = incident(2, Tlp::Green, "for a few");
    grouped["object_marking_refs"] = json!([marking_id(Tlp::Green), id("marking-definition", 50)]);
    let mut partly = incident(3, Tlp::Green, "in part");
    partly["granular_markings"] = json!([{"marking_ref": marking_id(Tlp::Red), "selectors": ["name"]}]);
    assert!(place.post(&place.p.1, &[&secret, &grouped, &partly]).await.is_empty());
    let only = |label: Tlp| move |one: &mut Value| one["object_marking_refs"] = json!([marking_id(label)]);
    let whole = |one: &mut Value| drop(one.as_object_mut().expect("an object").remove("granular_markings"));
    let wider = [later(&secret, clear), later(&grouped, only(Tlp::Green)), later(&partly, whole)];
    for one in &wider {
        // When our own analyst lowers the label, or takes the group or the marking of a part off, by either way,
        let refused = place.post(&place.ours, &[one]).await;
        assert!(refused.len() == 1 && refused[0].contains("originator"), "{refused:?}");
        let (status, problem) = place.rest(&place.ours, &[one]).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
        let text = problem.to_string();
        assert!(text.contains("originator") && text.contains(&place.p.0) && text.contains("note"), "{text}");
        // then nothing of it goes to the other.
        assert!(place.sees(&place.q.1, one).await.is_empty());
    }
    // When it is marked more strictly, it is taken, and holds.
    let green = incident(4, Tlp::Green, "of P, for the community");
    place.post(&place.p.1, &[&green]).await;
    assert_eq!(place.sees(&place.q.1, &green).await.len(), 1);
    assert!(place.post(&place.ours, &[&later(&green, only(Tlp::Red))]).await.is_empty());
    assert!(place.sees(&place.q.1, &green).await.is_empty());
    // A file that comes a second time is known, whoever sent it first.
    let (status, answer) = place.rest(&place.ours, &[&secret, &grouped]).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{answer}");
}

#[tokio::test]
async fn nobody_changes_what_anothers_marking_means() {
    let place = place();
    // Given a marking of our own that is RED, a sharing group with P, and a marking that nobody defined.
    let red = definition(
        60,
        "2025-01-01T00:00:00.000Z",
        &json!({"definition_type": "tlp", "definition": {"tlp": "red"}}),
    );
    place.group(&id("marking-definition", 61), &[&place.p.0]);
    let marked: Vec<Value> = (60..63)
        .map(|n| {
            let mut one = incident(n, Tlp::Green, "GREEN and more");
            one["object_marking_refs"] = json!([marking_id(Tlp::Green), id("marking-definition", n)]);
            one
        })
        .collect();
    let all: Vec<&Value> = std::iter::once(&red).chain(&marked).collect();
    assert!(place.post(&place.ours, &all).await.is_empty());
    // When Q says that each is a statement, by itself or embedded in an object of its own,
    for n in 60..63 {
        let refused = place.post(&place.q.1, &[&free(n)]).await;
        assert_eq!(refused.len(), usize::from(n != 62), "{n}: {refused:?}");
        let mut carrier = incident(70 + n, Tlp::Clear, "carrier");
        carrier["x_carries"] = free(n);
        place.post(&place.q.1, &[&carrier]).await;
    }
    // then Q gets none of them, whatever it asks for, and P what the group lets it have, with the definition.
    for one in &marked {
        assert!(place.sees(&place.q.1, one).await.is_empty(), "{one}");
    }
    let (_, page) = place.taxii(&place.q.1, "GET", "?limit=1000", String::new()).await;
    assert!(!page.to_string().contains("GREEN and more"), "{page}");
    assert_eq!(place.sees(&place.p.1, &marked[1]).await, [marked[1].clone()]);
    assert!(place.sees(&place.p.1, &marked[0]).await.is_empty());
    let (_, page) = place.taxii(&place.p.1, "GET", "?match[type]=marking-definition", String::new()).await;
    assert!(page.to_string().contains(&id("marking-definition", 61)), "{page}");
    // A marking that somebody else defined first can still be defined by us, and then it is known.
    let ours = definition(62, "2025-04-01T00:00:00.000Z", &free(62));
    assert!(place.post(&place.ours, &[&ours]).await.is_empty());
    assert_eq!(place.sees(&place.p.1, &marked[2]).await.len(), 1);
}

#[tokio::test]
async fn a_pseudonym_goes_by_no_page_under_no_type() {
    let place = place();
    let pseudonym = "acc_9f8e7d6c5b4a39281706";
    let finding = json!({"id": "finding--x1", "kind": "coordination", "subjects": [pseudonym, "acc_0011223344556677aabb"],
        "window": ["2025-06-01T00:00:00Z", "2025-06-02T00:00:00Z"], "score": 12.0,
        "significance": {"p": 1e-6, "q": 1e-5, "null_model": "permutation"},
        "exhibits": [{"what": "co-repost", "refs": ["m1"], "explanation": format!("{pseudonym} first")}],
        "method": {"name": "coordination", "version": "1", "params": {}}, "dataset": "d", "flagged": true, "reasons": []});
    let path = format!("/api/v1/collections/{}/incidents", place.shelf);
    let body = json!({"name": "Network", "findings": [finding], "marking": "TLP:GREEN"});
    let (status, answer) = place.node.json(&place.ours, "POST", &path, Some(&body)).await;
    assert!(status.is_success(), "{answer}");
    // Promoted anew it stays what it is.
    let (again, same) = place.node.json(&place.ours, "POST", &path, Some(&body)).await;
    assert!(again.is_success() && same == answer, "{same}");
    // And a note of Q's own friend P names an account that stands far away from it.
    let account = json!({"type": "user-account", "spec_version": "2.1", "id": id("user-account", 9),
        "account_login": "hans_mueller_77", "object_marking_refs": [marking_id(Tlp::Green)]});
    let told = incident(9, Tlp::Green, "posted by @Hans_Mueller_77");
    assert!(place.post(&place.ours, &[&told, &account]).await.is_empty());
    let mut pages = vec!["?limit=1000".to_owned()];
    for kind in ["channel", "note", "incident", "report", "observed-data", "user-account", "relationship"] {
        pages.push(format!("?match[type]={kind}"));
        pages.push(format!("?match[type]={kind}&limit=1"));
    }
    let mut got = 0;
    for page in pages {
        let mut next = String::new();
        loop {
            let (status, answer) =
                place.taxii(&place.q.1, "GET", &format!("{page}{next}"), String::new()).await;
            assert_eq!(status, StatusCode::OK);
            got += answer["objects"].as_array().map_or(0, Vec::len);
            let text = answer.to_string().to_lowercase();
            assert!(
                !text.contains("acc_") && !text.contains("hans_mueller") && !text.contains("channel--"),
                "{page}: {text}"
            );
            let Some(place) = answer["next"].as_str() else { break };
            next = format!("&next={place}");
        }
    }
    assert!(got > 5);
}

#[tokio::test]
async fn the_ledger_says_by_which_way_it_went() {
    let place = place();
    let objects = [incident(1, Tlp::Green, "one"), incident(2, Tlp::Green, "two")];
    place.post(&place.ours, &[&objects[0], &objects[1]]).await;
    let path = format!("/api/v1/collections/{}/objects", place.shelf);
    let one = format!("{path}/{}", objects[0]["id"].as_str().unwrap_or_default());
    assert_eq!(place.node.json(&place.p.1, "GET", &one, None).await.0, StatusCode::OK);
    let (_, page) = place.taxii(&place.q.1, "GET", "", String::new()).await;
    assert_eq!(page["objects"].as_array().map(Vec::len), Some(2));
    for (organisation, object, route) in [
        (&place.p.0, &objects[0], "rest"),
        (&place.q.0, &objects[0], "taxii"),
        (&place.q.0, &objects[1], "taxii"),
    ] {
        let query = format!("/api/v1/ledger?object={}", object["id"].as_str().unwrap_or_default());
        let (_, lines) = place.node.json(&place.ours, "GET", &query, None).await;
        let text = lines.to_string();
        let all: Vec<&Value> = lines.as_array().or(lines["lines"].as_array()).into_iter().flatten().collect();
        let line = all.iter().find(|line| line["recipient"] == **organisation);
        assert_eq!(line.map(|line| line["route"].clone()), Some(json!(route)), "{text}");
    }
}

#[tokio::test]
async fn what_is_refused_tells_not_whether_it_is_there() {
    let place = place();
    let red = incident(1, Tlp::Red, "red");
    let green = incident(2, Tlp::Green, "green");
    place.post(&place.ours, &[&red, &green]).await;
    // Given one object that Q may see and one that it may not: other content under the same version, or a later version,
    // of either is refused in the same words.
    let mut words = BTreeSet::new();
    for object in [&red, &green] {
        let mut other = object.clone();
        other["name"] = "guess".into();
        for guess in [other.clone(), later(&other, |_| ())] {
            words.extend(place.post(&place.q.1, &[&guess]).await);
            let (status, problem) = place.rest(&place.q.1, &[&guess]).await;
            assert!(status.is_client_error(), "{problem}");
            assert!(!problem.to_string().contains("other content"), "{problem}");
        }
    }
    assert_eq!(words.len(), 1, "{words:?}");
    assert!(!words.iter().any(|one| one.contains("content")), "{words:?}");
}

#[tokio::test]
async fn a_network_of_channels_is_drawn_from_what_its_reader_may_see() {
    let place = place();
    // Given three channels in two incidents, one of which the partner may not see.
    let channels: Vec<Value> = (80..83)
        .map(|n| {
            json!({"type": "channel", "spec_version": "2.1", "id": id("channel", n), "name": format!("Channel {n}"),
                "created": "2025-01-01T00:00:00.000Z", "modified": "2025-01-01T00:00:00.000Z",
                "object_marking_refs": [marking_id(Tlp::Green)],
                "extensions": { "extension-definition--ea279b3e-5c71-4632-ac08-831c66a786ba": { "extension_type": "new-sdo" } }})
        })
        .collect();
    let mut all = channels.clone();
    for (n, label) in [(90, Tlp::Amber), (91, Tlp::Amber), (92, Tlp::Red)] {
        all.push(incident(n, label, "an incident"));
        for channel in &channels {
            let number = n * 10 + all.len() as u32;
            all.push(json!({"type": "relationship", "spec_version": "2.1", "id": id("relationship", number),
                "created": "2025-01-01T00:00:00.000Z", "modified": "2025-01-01T00:00:00.000Z",
                "relationship_type": "related-to", "source_ref": channel["id"], "target_ref": id("incident", n),
                "object_marking_refs": [marking_id(label)]}));
        }
    }
    assert!(place.post(&place.ours, &all.iter().collect::<Vec<_>>()).await.is_empty());
    let path = format!("/api/v1/collections/{}/channels", place.shelf);
    for (token, incidents, weight) in [(&place.ours, 3, 3), (&place.p.1, 2, 2)] {
        let (status, drawn) = place.node.json(token, "GET", &path, None).await;
        assert_eq!(status, StatusCode::OK, "{drawn}");
        assert_eq!((&drawn["incidents"], &drawn["channels"]), (&json!(incidents), &json!(3)), "{drawn}");
        assert_eq!(drawn["nodes"].as_array().map(Vec::len), Some(3));
        assert_eq!(drawn["nodes"][0]["name"], "Channel 80");
        let weights: Vec<&Value> =
            drawn["edges"].as_array().into_iter().flatten().map(|edge| &edge["weight"]).collect();
        assert_eq!(weights, [weight; 3].map(Value::from).iter().collect::<Vec<_>>(), "{drawn}");
    }
}
