//! Two and three nodes, each a whole router, over a line that a test can cut.

use super::testing::{Node, node};
use axum::body::{Body, to_bytes};
use axum::http::Request as HttpRequest;
use ostrakon_app::hub::federation::{Direction, Run};
use ostrakon_app::hub::taxii::client::{Reply, Request, Transport};
use ostrakon_app::hub::{HubError, Tlp};
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
        let ledger = north.hub.ledger(&north.me, None, Some(partner), None).expect("read").lines;
        assert_eq!(ledger.len(), 22);
        assert!(ledger.iter().all(|line| !line.object.ends_with("99") && line.route == "federation"));
    }
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
