//! Evidence that a partner sent: where it stands, under which label, who it came from, and what does not bring it back.

use super::*;
use crate::hub::testing::NOW;
use ostrakon_app::hub::BlobIntake;
use ostrakon_app::hub::evidence::NewEvidence;
use ostrakon_app::hub::to_hex;
use sha2::{Digest, Sha256};

const BYTES: &[u8] = b"a capture of a page";

fn digest() -> String {
    to_hex(&Sha256::digest(BYTES))
}

/// An incident that names the capture.
fn naming(node: &Node, n: u32, version: u32, marking: Tlp) -> Value {
    let mut object = incident(node, n, version, marking);
    object["external_references"] = json!([{
        "source_name": "capture", "url": "https://a.example/page", "hashes": { "SHA-256": digest() },
    }]);
    object
}

fn hold(node: &Node, marking: Tlp) {
    let new = NewEvidence {
        media_type: "image/png".into(),
        captured_at: Some(NOW - 1_000),
        marking,
        reason: "public task".into(),
        ..NewEvidence::default()
    };
    node.hub.add_evidence(&node.me, &new, &mut &BYTES[..]).expect("kept");
}

async fn listed(node: &Node) -> Vec<Value> {
    let (status, page) = node.json(&node.token(), "GET", "/api/v1/evidence", None).await;
    assert_eq!(status, 200, "{page}");
    page["evidence"].as_array().cloned().unwrap_or_default()
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(future)
}

#[test]
fn what_a_partner_sent_stands_among_our_evidence_with_its_sender_however_often_it_comes() {
    for (direction, breaks) in [(Direction::Push, 0), (Direction::Push, 3), (Direction::Pull, 3)] {
        // Given two nodes, and an incident of one that names what it captured.
        let (north, south) = (node("North"), node("South"));
        hold(&north, Tlp::Green);
        north.add(&[naming(&north, 1, 1, Tlp::Green)]);
        let (south_here, to_north, _) = north.admits("South");
        let (north_there, to_south, inbox) = south.admits("North");
        let (at, line) = match direction {
            Direction::Push => (&north, Line::new(&south, &to_south, breaks)),
            Direction::Pull => (&south, Line::new(&north, &to_north, breaks)),
        };
        match direction {
            Direction::Push => north.link("on", &south_here, &inbox, &north.shelf, direction),
            Direction::Pull => south.link("on", &north_there, &north.shelf, &inbox, direction),
        }
        // When it is shared, and shared again with a correction and with another incident.
        run(at, "on", &line);
        north.add(&[naming(&north, 1, 2, Tlp::Amber), naming(&north, 2, 1, Tlp::Green)]);
        run(at, "on", &line);
        run(at, "on", &line);
        // Then it stands once among the evidence there, with who sent it, and under the narrowest label that it came with.
        let rows = wait(listed(&south));
        assert_eq!(rows.len(), 1, "{rows:?}");
        let row = &rows[0];
        assert_eq!(row["sha256"], digest());
        assert_eq!(row["marking"], "TLP:AMBER", "{direction:?}");
        assert_eq!((&row["media_type"], &row["size"]), (&json!("image/png"), &json!(BYTES.len())));
        assert_eq!(row["source_url"], "https://a.example/page");
        assert_eq!(row["captured_at"], json!(NOW - 1_000));
        let received = json!([{
            "from": north_there, "at": NOW,
            "object": "incident--00000000-0000-4000-8000-000000000001",
        }]);
        assert_eq!(row["received"], received);
        // It opens like our own, and its chain says who handed it over, once.
        let path = format!("/api/v1/evidence/{}", digest());
        let (status, bytes) =
            wait(south.ask(&south.token(), "GET", &format!("{path}?reason=check"), "text/plain", ""));
        assert_eq!((status.as_u16(), bytes.as_slice()), (200, BYTES));
        let (_, chain) = wait(south.json(&south.token(), "GET", &format!("{path}/custody"), None));
        let steps: Vec<_> = chain["custody"].as_array().into_iter().flatten().collect();
        let told: Vec<_> = steps.iter().map(|one| one["action"].as_str().unwrap_or_default()).collect();
        assert_eq!(told, ["transfer", "view"], "{chain}");
        assert_eq!((&steps[0]["from"], &steps[0]["to"]), (&json!(north_there), &json!(south.own)));
    }
}

#[test]
fn a_label_above_the_agreement_keeps_the_bytes_at_home_whatever_the_object_says() {
    // Given evidence that is kept under a narrower label than the object that names it.
    let (north, south) = (node("North"), node("South"));
    hold(&north, Tlp::Red);
    north.add(&[naming(&north, 1, 1, Tlp::Green)]);
    let (partner, _, _) = north.admits("South");
    let (_, token, inbox) = south.admits("North");
    north.link("on", &partner, &inbox, &north.shelf, Direction::Push);
    // When the object is shared, then it arrives alone.
    run(&north, "on", &Line::new(&south, &token, 0));
    assert_eq!(south.holds(&inbox).len(), 1);
    assert!(wait(listed(&south)).is_empty());
}

#[test]
fn who_may_not_see_the_label_does_not_see_what_arrived() {
    let (north, south) = (node("North"), node("South"));
    hold(&north, Tlp::Amber);
    north.add(&[naming(&north, 1, 1, Tlp::Clear)]);
    let (partner, _, _) = north.admits("South");
    let (_, token, inbox) = south.admits("North");
    north.link("on", &partner, &inbox, &north.shelf, Direction::Push);
    run(&north, "on", &Line::new(&south, &token, 0));
    let low = ostrakon_app::people::access::Principal { highest: Tlp::Green, ..south.me.clone() };
    assert!(south.hub.evidence_list(&low, None, 10).expect("listed").rows.is_empty());
    assert!(matches!(south.hub.evidence(&low, &digest()), Err(HubError::NotFound(_))));
    assert_eq!(south.hub.evidence(&south.me, &digest()).expect("seen").value.marking, Tlp::Amber);
}

#[test]
fn naming_a_digest_neither_tells_whether_we_hold_it_nor_counts_as_a_delivery() {
    // Given a node that holds a capture of its own, and a partner that names it without having it.
    let (north, south) = (node("North"), node("South"));
    hold(&south, Tlp::Amber);
    north.add(&[naming(&north, 1, 1, Tlp::Green)]);
    let (partner, _, _) = north.admits("South");
    let (_, token, inbox) = south.admits("North");
    north.link("on", &partner, &inbox, &north.shelf, Direction::Push);
    run(&north, "on", &Line::new(&south, &token, 0));
    // When it asks how much of it is there, then nothing is, and our record names no sender.
    let path = format!(
        "/api/v1/exchange/evidence/{}?collection={inbox}&object=incident--00000000-0000-4000-8000-000000000001&from=0",
        digest()
    );
    let (status, arrived) = wait(south.ask(&token, "POST", &path, "application/octet-stream", ""));
    let arrived: Value = serde_json::from_slice(&arrived).expect("JSON");
    assert_eq!((status.as_u16(), arrived), (200, json!({ "have": 0, "complete": false })));
    assert_eq!(wait(listed(&south))[0]["received"], json!([]));
    // When it has it after all, then our record names it, and our own capture stays what it was.
    let intake = BlobIntake { actor: "test".into(), media_type: "video/mp4".into(), ..BlobIntake::default() };
    north.hub.store().put_blob(&mut &BYTES[..], intake).expect("kept");
    north.add(&[naming(&north, 1, 2, Tlp::Green)]);
    run(&north, "on", &Line::new(&south, &token, 0));
    let rows = wait(listed(&south));
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["received"].as_array().map(Vec::len), Some(1), "{rows:?}");
    assert_eq!((&rows[0]["media_type"], &rows[0]["marking"]), (&json!("image/png"), &json!("TLP:AMBER")));
}
