//! Two and three nodes, each a process of its own, over lines that break, while nodes are killed and paused: afterwards
//! both ends agree to the object, nothing stands twice, and nothing has gone round in a circle.

#[path = "federation/line.rs"]
mod line;
#[path = "federation/node.rs"]
mod node;
#[allow(dead_code, reason = "independent clients are other tests' matter")]
mod served;

use line::{Line, Mood};
use node::Node;
use ostrakon_app::hub::to_hex;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::sync::atomic::Ordering;
use std::time::Duration;

const GREEN: &str = "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb";
const RED: &str = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";

fn incident(owner: &Node, n: usize, day: u32, marking: &str) -> Value {
    json!({
        "type": "incident", "spec_version": "2.1", "id": format!("incident--00000000-0000-4000-8000-{n:012}"),
        "created": "2024-06-01T00:00:00.000Z", "modified": format!("2024-06-{day:02}T00:00:00.000Z"),
        "created_by_ref": owner.own, "name": format!("incident {n} as of {day}"), "revoked": day > 8,
        "description": "x".repeat(400), "object_marking_refs": [marking],
    })
}

fn incidents(owner: &Node, count: usize) -> Vec<Value> {
    (0..count).map(|n| incident(owner, n, 1, GREEN)).collect()
}

/// Both ends of a link agree, as far as they should.
fn agree(node: &Node, link: &str, count: usize) {
    let both = node.get(&format!("/api/v1/links/{link}/reconciliation"));
    assert_eq!(both, json!({"both": count, "only_there": [], "only_here": [], "refused": []}));
}

#[test]
fn a_pull_over_a_line_that_is_cut_from_nodes_that_are_killed_and_paused_ends_whole() {
    // Given two nodes that have exchanged keys, and what one has for the other.
    let (mut north, mut south) = (Node::new("North"), Node::new("South"));
    let guest = north.admit("South", &south.get("/api/v1/node"));
    let host = south.admit("North", &north.get("/api/v1/node"));
    let line = Line::to(north.address());
    south.link(
        "from-north",
        line.address,
        "pull",
        &host.organisation,
        (&host.inbox, &north.shelf),
        &guest.token,
    );
    let mut objects = incidents(&north, 8_000);
    objects.push(incident(&north, 90_000, 1, RED));
    north.add(&objects);
    // When the line is cut at many places, in both of the pages and within one.
    for after in [100, 40_000, 1_000_000, 5_000_000] {
        // Oftener than a request is tried again.
        line.cut_after(after, 5);
        assert!(south.run("from-north").is_err(), "cut after {after}");
    }
    assert_eq!(line.cuts.load(Ordering::SeqCst), 20);
    // And nodes are killed and paused in the middle of a run, with a correction and a withdrawal on their way.
    line.is(Mood::Slow);
    north.add(&[incident(&north, 1, 2, GREEN), incident(&north, 2, 9, GREEN)]);
    for pause in [5, 60, 150] {
        std::thread::scope(|scope| {
            let running = scope.spawn(|| south.run("from-north"));
            std::thread::sleep(Duration::from_millis(pause));
            north.signal("-STOP");
            std::thread::sleep(Duration::from_millis(100));
            north.signal("-CONT");
            let _ = running.join();
        });
        north.kill();
        assert!(south.run("from-north").is_err(), "nobody is there");
        north.start();
        line.leads_to(north.address());
        south.kill();
        south.start();
    }
    line.is(Mood::Clear);
    south.run_through("from-north");
    // Then both have the same, the ledger knows it, and nothing came twice.
    let there: Vec<_> =
        north.holds(&north.shelf).into_iter().filter(|(id, _)| !id.ends_with("90000")).collect();
    assert_eq!(there.len(), 8_002);
    assert_eq!(south.holds(&host.inbox), there);
    assert_eq!(north.sent_to(&guest.organisation), there);
    agree(&south, "from-north", 8_002);
    // A further run moves nothing new, and nothing of it goes back.
    let again = south.run("from-north").expect("through");
    assert_eq!(again["new"], 0, "{again}");
    south.link("back", line.address, "push", &host.organisation, (&host.inbox, &guest.inbox), &guest.token);
    assert_eq!(south.run("back").expect("through")["moved"], 0);
    // What was owed about the changes was told and receipted.
    let owed = north.get("/api/v1/notices");
    let owed = owed["notices"].as_array().cloned().unwrap_or_default();
    assert!(owed.iter().all(|one| one["state"] == "receipted"), "{owed:?}");
    north.is_sound();
    south.is_sound();
}

#[test]
fn round_three_nodes_pushed_things_arrive_once_with_their_evidence_and_altered_answers_are_not_believed() {
    // Given three nodes that push on to each other in a ring, with keys, and an item of evidence of two parts and a bit.
    let nodes = [Node::new("North"), Node::new("South"), Node::new("West")];
    let names = ["North", "South", "West"];
    let mut ways = Vec::new();
    for (at, from) in nodes.iter().enumerate() {
        let next = (at + 1) % 3;
        let guest = nodes[next].admit(names[at], &from.get("/api/v1/node"));
        let host = from.admit(&format!("{} (next)", names[next]), &nodes[next].get("/api/v1/node"));
        ways.push((at, next, guest, host));
    }
    let inbox =
        |at: usize| ways.iter().find(|way| way.1 == at).map(|way| way.2.inbox.clone()).expect("a way");
    let lines: Vec<Line> = ways.iter().map(|way| Line::to(nodes[way.1].address())).collect();
    for (way, line) in ways.iter().zip(&lines) {
        let local = if way.0 == 0 { nodes[0].shelf.clone() } else { inbox(way.0) };
        nodes[way.0].link(
            "on",
            line.address,
            "push",
            &way.3.organisation,
            (&local, &way.2.inbox),
            &way.2.token,
        );
    }
    let evidence: Vec<u8> = (0..17_000_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let digest = to_hex(&Sha256::digest(&evidence));
    hold(&nodes[0], &evidence);
    let mut objects = incidents(&nodes[0], 300);
    for object in &mut objects {
        object.as_object_mut().expect("an object").remove("created_by_ref");
        object["object_marking_refs"] = json!(["marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"]);
    }
    objects[0]["external_references"] =
        json!([{"source_name": "capture", "url": "https://a.example/", "hashes": {"SHA-256": digest}}]);
    nodes[0].add(&objects);
    // When an answer on the way is altered, then it is not believed, and that is in the log.
    lines[0].is(Mood::Altering);
    assert!(nodes[0].run("on").is_err());
    assert!(nodes[0].logged("message.refused") >= 1);
    lines[0].is(Mood::Clear);
    // When each has passed on what it has, three times round, over lines that are cut.
    for round in 0..3 {
        for (way, line) in ways.iter().zip(&lines) {
            line.cut_after(300 + round * 400, 7);
            nodes[way.0].run_through("on");
        }
    }
    // Then each has each thing once, and the evidence whole.
    for (at, node) in nodes.iter().enumerate() {
        assert_eq!(node.holds(&inbox(at)).len(), 300, "node {at}");
        let name = format!("blobs/{}/{digest}", &digest[..2]);
        let held = std::fs::read(node.data().join(name)).unwrap_or_default();
        assert!(held == evidence, "node {at}: {} bytes of the evidence", held.len());
        // What came from a partner is evidence of the house, once.
        let listed = node.get("/api/v1/evidence");
        let listed: Vec<_> = listed["evidence"].as_array().into_iter().flatten().collect();
        let senders: Vec<_> =
            listed.iter().map(|one| one["received"].as_array().map_or(0, Vec::len)).collect();
        assert_eq!(senders, [usize::from(at > 0)], "node {at}: {listed:?}");
        node.is_sound();
    }
    assert_eq!(nodes[0].holds(&nodes[0].shelf).len(), 300);
    // A message that is not sealed is refused to whoever has agreed on keys, and so is one that is sent a second time.
    let unsealed = ureq::get(format!("{}/taxii2/ostrakon/collections/", nodes[1].url()))
        .header("Authorization", format!("Bearer {}", ways[0].2.token))
        .header("Accept", "application/taxii+json;version=2.1")
        .call();
    assert!(matches!(unsealed, Err(ureq::Error::StatusCode(403))), "{unsealed:?}");
    assert!(nodes[1].logged("message.refused") >= 1);
}

/// Hands evidence in at a node.
fn hold(node: &Node, bytes: &[u8]) {
    let url = format!("{}/api/v1/evidence?reason=public+task&marking=TLP:CLEAR", node.url());
    let handed = ureq::post(url)
        .header("Authorization", format!("Bearer {}", node.token))
        .header("Content-Type", "video/mp4")
        .send(bytes);
    assert_eq!(handed.map(|answer| answer.status().as_u16()).ok(), Some(201));
}

#[test]
fn a_node_of_the_first_version_takes_part_with_what_it_knows() {
    // Given a partner whose node speaks TAXII and nothing else, so that no keys are agreed on.
    let (north, south) = (Node::new("North"), Node::new("South"));
    let guest = south.admit("North", &Value::Null);
    let host = north.admit("South", &Value::Null);
    let back = north.admit("South again", &Value::Null);
    let line = Line::to(south.address());
    line.is(Mood::Old);
    north.link(
        "to-south",
        line.address,
        "push",
        &host.organisation,
        (&north.shelf, &guest.inbox),
        &guest.token,
    );
    north.link(
        "from-south",
        line.address,
        "pull",
        &back.organisation,
        (&back.inbox, &south.shelf),
        &guest.token,
    );
    north.add(&incidents(&north, 500));
    south.add(&[incident(&south, 70_000, 1, GREEN)]);
    // When both ways are run, and something is corrected.
    north.run_through("to-south");
    north.add(&[incident(&north, 1, 2, GREEN)]);
    north.run_through("to-south");
    north.run_through("from-south");
    // Then the objects are there; the notice stays delivered until somebody enters the receipt.
    assert_eq!(south.holds(&guest.inbox).len(), 501);
    assert_eq!(north.holds(&back.inbox).len(), 1);
    agree(&north, "to-south", 501);
    let owed = north.get("/api/v1/notices");
    assert_eq!(owed["notices"][0]["state"], "delivered", "{owed}");
    let id = owed["notices"][0]["id"].as_str().expect("an id");
    let (status, receipt) = north.ask("POST", &format!("/api/v1/notices/{id}/receipt"), None, &[]);
    assert_eq!((status, &receipt["state"]), (200, &json!("receipted")));
}
