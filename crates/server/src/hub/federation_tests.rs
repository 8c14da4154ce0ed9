//! Two and three nodes, each a whole router, over a line that a test can cut.

mod evidence;

use super::testing::{Node, node};
use axum::body::{Body, to_bytes};
use axum::http::Request as HttpRequest;
use ostrakon_app::hub::federation::{Direction, Run};
use ostrakon_app::hub::notices::{ChangeKind, Notice, NoticeState};
use ostrakon_app::hub::taxii::client::{Reply, Request, Transport};
use ostrakon_app::hub::{HubError, Tlp, Versioned};
use serde_json::{Value, json};
use std::cell::Cell;
use tower::ServiceExt;

/// A line to a node that breaks at every so-many-th request: before it arrives, or after it was carried out.
struct Line<'a> {
    to: &'a Node,
    token: String,
    runtime: tokio::runtime::Runtime,
    breaks: usize,
    asked: Cell<usize>,
}

impl<'a> Line<'a> {
    fn new(to: &'a Node, token: &str, breaks: usize) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        Self { to, token: token.to_owned(), runtime, breaks, asked: Cell::new(0) }
    }
}

impl Transport for Line<'_> {
    fn send(&self, request: &Request) -> Result<Reply, String> {
        self.asked.set(self.asked.get() + 1);
        let broken = self.breaks > 0 && self.asked.get().is_multiple_of(self.breaks);
        if broken && self.asked.get().is_multiple_of(2) {
            return Err("lost on the way there".into());
        }
        let path = request.url.trim_start_matches("http://127.0.0.1:1");
        let mut http = HttpRequest::builder()
            .method(request.method)
            .uri(path)
            .header("authorization", format!("Bearer {}", self.token))
            .header("accept", "application/taxii+json;version=2.1");
        if request.body.is_some() {
            http = http.header("content-type", "application/taxii+json;version=2.1");
        }
        let http = http.body(Body::from(request.body.clone().unwrap_or_default())).expect("a request");
        let reply = self.runtime.block_on(async {
            let response = self.to.router.clone().oneshot(http).await.expect("an answer");
            let last = response.headers().get("x-taxii-date-added-last").and_then(|v| v.to_str().ok());
            let (date_added_last, status) = (last.map(str::to_owned), response.status().as_u16());
            let body = to_bytes(response.into_body(), usize::MAX).await.expect("a body").to_vec();
            Reply { status, date_added_last, body }
        });
        if broken { Err("lost on the way back".into()) } else { Ok(reply) }
    }
}

fn incident(node: &Node, n: u32, version: u32, marking: Tlp) -> Value {
    json!({
        "type": "incident", "spec_version": "2.1", "id": format!("incident--00000000-0000-4000-8000-{n:012}"),
        "created": "2024-06-01T00:00:00.000Z", "modified": format!("2024-06-{version:02}T00:00:00.000Z"),
        "created_by_ref": node.own, "name": format!("incident {n} as of {version}"), "revoked": version > 8,
        "object_marking_refs": [ostrakon_app::hub::marking_id(marking)],
    })
}

/// Runs a link until it gets through.
fn run(node: &Node, link: &str, line: &Line<'_>) -> Run {
    let mut sum = Run::default();
    for _ in 0..200 {
        match node.hub.run_link_over(&node.me, link, line) {
            Ok(run) => {
                sum.moved += run.moved;
                sum.withheld += run.withheld;
                return sum;
            }
            Err(HubError::Partner(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    panic!("the link never got through");
}

#[test]
fn an_incident_its_correction_and_its_withdrawal_arrive_over_a_bad_line_and_nothing_else_does() {
    for breaks in [0, 2, 3, 5] {
        // Given two nodes that have agreed on what is at most TLP:AMBER.
        let (north, south) = (node("North"), node("South"));
        let (_, token, inbox) = south.admits("North");
        let (partner, _, _) = north.admits("South");
        north.link("to-south", &partner, &inbox, &north.shelf, Direction::Push);
        let line = Line::new(&south, &token, breaks);
        // When incidents are shared, one of them not for others.
        north.add(&(1..=20).map(|n| incident(&north, n, 1, Tlp::Amber)).collect::<Vec<_>>());
        north.add(&[incident(&north, 99, 1, Tlp::Red)]);
        let first = run(&north, "to-south", &line);
        // Then all of them arrive but that one.
        assert_eq!(south.holds(&inbox).len(), 20, "breaks {breaks}");
        assert!(breaks > 0 || first.withheld == 1);
        // A correction and a withdrawal follow on the same way, and a repeat adds nothing.
        north.add(&[incident(&north, 1, 2, Tlp::Amber), incident(&north, 2, 9, Tlp::Amber)]);
        run(&north, "to-south", &line);
        run(&north, "to-south", &line);
        assert_eq!(south.holds(&inbox).len(), 22);
        let withdrawn =
            south.hub.store().object("incident--00000000-0000-4000-8000-000000000002").expect("read");
        assert!(String::from_utf8_lossy(&withdrawn.expect("there").bytes).contains("\"revoked\":true"));
        // Both ends agree to the object, and the ledger knows who has what.
        let both =
            north.hub.reconcile_over(&north.me, "to-south", &Line::new(&south, &token, 0)).expect("compared");
        assert_eq!((both.both, both.only_here, both.only_there), (22, vec![], vec![]));
        let ledger = north.hub.ledger(&north.me, None, Some(partner.clone()), None).expect("read").lines;
        assert_eq!(ledger.len(), 22);
        // Both changes were owed to South, and South's node has said that they arrived.
        let owed = north.hub.notices(&north.me, None, Some(&partner)).expect("read");
        let told = |found: &Versioned<Notice>| (found.value.object.clone(), found.value.kind.clone());
        let mut kinds: Vec<_> = owed.iter().map(told).collect();
        kinds.sort();
        let second = |n: u32| format!("incident--00000000-0000-4000-8000-{n:012}");
        let version = "2024-06-02T00:00:00.000Z".to_owned();
        assert_eq!(
            kinds,
            [(second(1), ChangeKind::Corrected { version }), (second(2), ChangeKind::Withdrawn)]
        );
        assert!(owed.iter().all(|one| one.value.state == NoticeState::Receipted && one.value.by.is_some()));
        assert_eq!(south.hub.received_notices().expect("read").len(), 2);
        assert!(ledger.iter().all(|line| !line.object.ends_with("99") && line.route == "federation"));
    }
}

#[test]
fn two_houses_that_imported_one_file_are_told_why_they_differ_and_what_to_do() {
    // Given an object of nobody known here, which both houses have from the same public file.
    let (north, south) = (node("North"), node("South"));
    let (_, token, inbox) = south.admits("North");
    let (partner, _, _) = north.admits("South");
    north.link("to-south", &partner, &inbox, &north.shelf, Direction::Push);
    let public = |version: u32| {
        let mut object = incident(&north, 7, version, Tlp::Clear);
        object.as_object_mut().expect("an object").remove("created_by_ref");
        object
    };
    let line = Line::new(&south, &token, 0);
    south.add(&[public(1)]);
    north.add(&[public(1)]);
    run(&north, "to-south", &line);
    // When one of them has a later version of the file, then the other does not take it from a partner's hand,
    north.add(&[public(2)]);
    run(&north, "to-south", &line);
    run(&north, "to-south", &line);
    let differ = north.hub.reconcile_over(&north.me, "to-south", &line).expect("compared");
    // and who compares both ends reads why, and what to do.
    assert_eq!(differ.only_here.len(), 1);
    assert_eq!(differ.refused.len(), 1, "once, however often it ran");
    assert!(differ.refused[0].reason.contains("import the public file"), "{:?}", differ.refused);
    // What that reason advises is done, and holds at both ends.
    south.add(&[public(2)]);
    let newest =
        |node: &Node| node.hub.store().object(&differ.only_here[0].0).expect("read").map(|one| one.bytes);
    assert_eq!(newest(&south), newest(&north));
}

#[test]
fn a_poll_goes_on_where_it_broke_off_and_what_came_is_not_sent_back() {
    let (north, south) = (node("North"), node("South"));
    let (south_at_north, token, _) = north.admits("South");
    let (north_at_south, _, inbox) = south.admits("North");
    north.add(&(1..=30).map(|n| incident(&north, n, 1, Tlp::Green)).collect::<Vec<_>>());
    south.link("from-north", &north_at_south, &north.shelf, &inbox, Direction::Pull);
    let line = Line::new(&north, &token, 2);
    run(&south, "from-north", &line);
    assert_eq!(south.holds(&inbox).len(), 30);
    let both =
        south.hub.reconcile_over(&south.me, "from-north", &Line::new(&north, &token, 0)).expect("compared");
    assert_eq!((both.both, both.only_there.len()), (30, 0));
    // North's ledger says that South has them.
    let ledger = north.hub.ledger(&north.me, None, Some(south_at_north), None).expect("read").lines;
    assert_eq!(ledger.len(), 30);
    // A correction and a narrower label are owed, and fetched with the next run; what South may no longer have does not
    // go, the word that it is narrowed does.
    north.add(&[incident(&north, 1, 2, Tlp::Green), incident(&north, 2, 2, Tlp::Red)]);
    let states = || {
        let owed = north.hub.notices(&north.me, None, None).expect("read");
        owed.into_iter().map(|one| one.value.state).collect::<Vec<_>>()
    };
    assert_eq!(states(), [NoticeState::Pending; 2]);
    run(&south, "from-north", &line);
    assert_eq!(states(), [NoticeState::Receipted; 2]);
    let heard = south.hub.received_notices().expect("read");
    assert!(
        heard.iter().any(|one| one.value.told.kind == ChangeKind::Narrowed { to: Tlp::Red }),
        "{heard:?}"
    );
    assert_eq!(south.holds(&inbox).len(), 31);
    // When South sends that shelf to North, nothing of it goes.
    south.link("to-north", &north_at_south, "nowhere", &inbox, Direction::Push);
    let run = south.hub.run_link_over(&south.me, "to-north", &line).expect("nothing to send");
    assert_eq!(run.moved, 0);
}

#[test]
fn round_three_nodes_nothing_is_doubled() {
    let nodes = [node("North"), node("South"), node("West")];
    let names = ["North", "South", "West"];
    nodes[0].add(&(1..=5).map(|n| incident(&nodes[0], n, 1, Tlp::Clear)).collect::<Vec<_>>());
    // Each sends its shelf to the next one's shelf, round and round.
    let mut ways = Vec::new();
    for (at, from) in nodes.iter().enumerate() {
        let next = (at + 1) % 3;
        let (_, token, inbox) = nodes[next].admits(names[at]);
        let (partner, _, _) = from.admits(&format!("{} (next)", names[next]));
        ways.push((at, next, token, inbox, partner));
    }
    let shelf_of = |at: usize| ways.iter().find(|way| way.1 == at).map(|way| way.3.clone()).expect("a way");
    for (at, _, _, inbox, partner) in &ways {
        let local = if *at == 0 { nodes[0].shelf.clone() } else { shelf_of(*at) };
        nodes[*at].link("on", partner, inbox, &local, Direction::Push);
    }
    for _ in 0..3 {
        for (at, next, token, _, _) in &ways {
            run(&nodes[*at], "on", &Line::new(&nodes[*next], token, 0));
        }
    }
    for (at, node) in nodes.iter().enumerate() {
        assert_eq!(node.holds(&shelf_of(at)).len(), 5, "node {at}");
    }
    assert_eq!(nodes[0].holds(&nodes[0].shelf).len(), 5);
}

#[test]
fn whoever_got_a_file_is_owed_a_notice_until_somebody_enters_the_receipt() {
    use ostrakon_app::hub::exports::{Recipient, Shape};
    let north = node("North");
    let (partner, token, _) = north.admits("South");
    north.add(&[incident(&north, 1, 1, Tlp::Clear)]);
    for to in [Recipient::Organisation(partner.clone()), Recipient::Public] {
        north
            .hub
            .export(&north.shelf, &to, Some("agreed"), Shape::Bundle, None, &mut Vec::new())
            .expect("written");
    }
    north.add(&[incident(&north, 1, 9, Tlp::Clear)]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let ask = |token: &str, method: &str, path: &str| runtime.block_on(north.json(token, method, path, None));
    let ours = north.token();
    let (_, owed) = ask(&ours, "GET", "/api/v1/notices?state=pending");
    let owed = owed["notices"].clone();
    assert_eq!(owed.as_array().map(Vec::len), Some(2), "{owed}");
    let to_partner = owed.as_array().into_iter().flatten().find(|one| one["recipient"] == json!(partner));
    let id = to_partner.and_then(|one| one["id"].as_str()).expect("a notice").to_owned();
    // A partner sees its own and no other; a link's token fetches them, and the receipt of another's is refused.
    let (_, fetched) = ask(&token, "GET", "/api/v1/exchange/notices");
    assert_eq!(fetched["notices"].as_array().map(Vec::len), Some(1), "{fetched}");
    let other = owed.as_array().into_iter().flatten().find(|one| one["recipient"] == "public");
    let other = other.and_then(|one| one["id"].as_str()).expect("a notice");
    assert_eq!(ask(&token, "POST", &format!("/api/v1/exchange/notices/{other}/receipt")).0, 404);
    // When a person enters the receipt, it stands, and a second one changes nothing.
    let (status, first) = ask(&ours, "POST", &format!("/api/v1/notices/{id}/receipt"));
    assert_eq!((status.as_u16(), &first["state"]), (200, &json!("receipted")), "{first}");
    assert_eq!(ask(&ours, "POST", &format!("/api/v1/notices/{id}/receipt")).1, first);
    let (_, open) = ask(&ours, "GET", "/api/v1/notices?state=pending");
    assert_eq!(open["notices"].as_array().map(Vec::len), Some(1));
    // What is no message is refused.
    for bad in [
        "",
        "[]",
        "{\"notices\":[{\"id\":\"x\",\"object\":\"a--b\",\"change\":\"withdrawn\"}]}",
        "{\"notices\":[{}]}",
    ] {
        let asked = north.ask(&token, "POST", "/api/v1/exchange/notices", "application/json", bad.to_owned());
        assert!(runtime.block_on(asked).0.is_client_error(), "{bad}");
    }
}
