use super::{Incident, Role, Thresholds, incidents, network};
use proptest::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

fn incident(id: &str, channels: &[&str]) -> Incident {
    Incident { id: id.into(), channels: channels.iter().map(|one| (*one).to_owned()).collect() }
}

#[test]
fn a_node_recurs_and_has_two_connections() {
    // Given: a, b, c share two incidents; d recurs with one other only; e occurs once.
    let given = [
        incident("i1", &["a", "b", "c", "e"]),
        incident("i2", &["a", "b", "c"]),
        incident("i3", &["a", "d"]),
        incident("i4", &["d"]),
    ];
    let (network, left_out) = network(&given, &Thresholds::default());
    let names: Vec<&str> = network.nodes.iter().map(|node| node.channel.as_str()).collect();
    assert_eq!(names, ["a", "b", "c"]);
    assert_eq!(network.edges.iter().map(|edge| edge.weight).collect::<Vec<_>>(), [2, 2, 2]);
    assert_eq!((network.incidents, network.channels, left_out.len()), (4, 5, 0));
    assert_eq!(network.nodes[0].incidents, 3);
    assert!((network.nodes[0].clustering - 1.0).abs() < 1e-9);
}

#[test]
fn hubs_boosters_and_bridges_are_told_apart() {
    // Two groups of four that meet in x; p and q repeat each other.
    let mut given = Vec::new();
    for (group, members) in [("g", ["a", "b", "c", "p"]), ("h", ["r", "s", "t", "u"])] {
        for n in 0..2 {
            let mut channels = members.to_vec();
            channels.push("x");
            given.push(incident(&format!("{group}{n}"), &channels));
        }
    }
    for n in 0..9 {
        given.push(incident(&format!("p{n}"), &["p", "q", "q2"]));
    }
    let thresholds = Thresholds { hub_share: 0.1, booster_share: 0.2, ..Thresholds::default() };
    let (network, _) = network(&given, &thresholds);
    let roles =
        |name: &str| network.nodes.iter().find(|node| node.channel == name).map(|node| node.roles.clone());
    assert_eq!(roles("x"), Some(vec![Role::Hub, Role::Bridge]));
    assert_eq!(roles("q"), Some(vec![Role::Booster]));
    assert_eq!(roles("a"), Some(vec![]));
}

#[test]
fn channels_are_found_by_relationship_report_and_observation() {
    let objects = [
        json!({"type": "relationship", "id": "relationship--1", "source_ref": "incident--1", "target_ref": "channel--1"}),
        json!({"type": "relationship", "id": "relationship--2", "source_ref": "channel--2", "target_ref": "incident--1"}),
        json!({"type": "report", "id": "report--1", "object_refs": ["incident--2", "channel--2", "channel--3"]}),
        json!({"type": "incident", "id": "incident--3", "x_channel_refs": ["channel--3"]}),
        json!({"type": "relationship", "id": "relationship--3", "source_ref": "incident--3", "target_ref": "channel--9",
            "revoked": true}),
    ];
    let found = incidents(&objects);
    let channels: Vec<usize> = found.iter().map(|one| one.channels.len()).collect();
    assert_eq!(channels, [2, 2, 1]);
}

/// The definition, read off: pairs by comparing all with all, and leaving out one channel at a time.
fn slow(given: &[Incident]) -> BTreeMap<(String, String), u32> {
    let mut members: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for one in given {
        members.entry(&one.id).or_default().extend(one.channels.iter().map(String::as_str));
    }
    let all: BTreeSet<&str> = members.values().flatten().copied().collect();
    let count =
        |a: &str, b: &str| members.values().filter(|set| set.contains(a) && set.contains(b)).count() as u32;
    let mut nodes: BTreeSet<&str> = all.into_iter().filter(|one| count(one, one) > 1).collect();
    loop {
        let weak =
            nodes.iter().find(|one| nodes.iter().filter(|two| two != one && count(one, two) > 0).count() < 2);
        let Some(weak) = weak.copied() else { break };
        nodes.remove(weak);
    }
    let mut edges = BTreeMap::new();
    for a in &nodes {
        for b in nodes.iter().filter(|b| *b > a && count(a, b) > 0) {
            edges.insert(((*a).to_owned(), (*b).to_owned()), count(a, b));
        }
    }
    edges
}

proptest! {
    #[test]
    fn the_fast_way_finds_what_the_definition_says(given in prop::collection::vec((0..8u8, prop::collection::vec(0..14u8, 0..6)), 0..14)) {
        let given: Vec<Incident> = given.into_iter()
            .map(|(id, channels)| Incident { id: id.to_string(), channels: channels.iter().map(u8::to_string).collect() })
            .collect();
        let (network, _) = network(&given, &Thresholds::default());
        let name = |at: u32| network.nodes[at as usize].channel.clone();
        let fast: BTreeMap<(String, String), u32> =
            network.edges.iter().map(|edge| ((name(edge.a), name(edge.b)), edge.weight)).collect();
        prop_assert_eq!(fast, slow(&given));
    }
}
