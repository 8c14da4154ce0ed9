//! Draws the network of channels of a set as large as the EEAS's of its 3rd report (505 incidents, 38,000 channels,
//! 68,000 observables, as STIX objects) and prints how long that took.
//!
//! `cargo run --release -p ostrakon-exchange --example network`

use ostrakon_exchange::network::{Thresholds, incidents, network};
use serde_json::{Value, json};
use std::time::Instant;

const INCIDENTS: u64 = 505;
const CHANNELS: u64 = 38_000;
const OBSERVABLES: u64 = 68_000;

/// A number from a number (SplitMix64's mixer), so that every run has the same set.
fn mix(n: u64) -> u64 {
    let mut z = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn main() {
    // Each channel in one incident; one in fifteen in up to eight more, as infrastructure is used again.
    let mut members: Vec<Vec<Value>> = vec![Vec::new(); INCIDENTS as usize];
    for channel in 0..CHANNELS {
        let times = if channel % 15 == 0 { 2 + mix(channel) % 7 } else { 1 };
        for time in 0..times {
            let incident = mix(channel * 31 + time) % INCIDENTS;
            members[incident as usize].push(json!(format!("channel--{channel}")));
        }
    }
    let mut objects: Vec<Value> = (0..OBSERVABLES)
        .map(|n| json!({"type": "url", "id": format!("url--{n}"), "value": format!("https://{n}.example")}))
        .collect();
    for (incident, mut refs) in members.into_iter().enumerate() {
        refs.push(json!(format!("incident--{incident}")));
        objects.push(json!({"type": "report", "id": format!("report--{incident}"), "object_refs": refs}));
    }
    let start = Instant::now();
    let found = incidents(&objects);
    let (network, left_out) = network(&found, &Thresholds::default());
    println!(
        "{} incidents, {} channels: {} nodes, {} edges, {} incidents left out, in {} ms",
        network.incidents,
        network.channels,
        network.nodes.len(),
        network.edges.len(),
        left_out.len(),
        start.elapsed().as_millis()
    );
}
