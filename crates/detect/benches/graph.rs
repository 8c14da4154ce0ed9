//! Networks of a million edges: building, components, cores, communities, roles; and drawings of a few hundred nodes.
//!
//! Three shapes: `planted` has communities as coordination networks do, `skewed` has hubs and hardly any
//! communities, `random` has none at all, which is the hardest case for local moving.

use divan::Bencher;
use ostrakon_detect::graph::{Graph, LeidenParams, Quality, layout, leiden, roles};

fn main() {
    divan::main();
}

const EDGES: usize = 1_000_000;
const NODES: u32 = 100_000;
const SHAPES: [&str; 3] = ["planted", "skewed", "random"];

/// A multiplicative generator: enough for a bench, and the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (((self.0 >> 32) * u64::from(bound)) >> 32) as u32
    }
}

fn edges(shape: &str) -> Vec<(u32, u32, f64)> {
    let mut numbers = Numbers(42);
    (0..EDGES)
        .map(|_| {
            let weight = f64::from(1 + numbers.below(8));
            match shape {
                // Groups of 100 interleaved nodes; one edge in five leaves its group.
                "planted" if numbers.below(5) > 0 => {
                    let group = numbers.below(NODES / 100);
                    let mut node = || group + NODES / 100 * numbers.below(100);
                    (node(), node(), weight)
                }
                "skewed" => {
                    let mut node = || {
                        let bound = 1 + numbers.below(NODES);
                        numbers.below(bound)
                    };
                    let (source, first, second) = (node(), node(), node());
                    (source, first.min(second), weight)
                }
                _ => (numbers.below(NODES), numbers.below(NODES), weight),
            }
        })
        .collect()
}

fn graph(shape: &str) -> Graph {
    Graph::from_edges(NODES, &edges(shape)).expect("bench edges are good")
}

#[divan::bench(args = SHAPES, sample_count = 5)]
fn build(bencher: Bencher, shape: &str) {
    let edges = edges(shape);
    bencher.bench(|| Graph::from_edges(NODES, &edges));
}

#[divan::bench(args = SHAPES, sample_count = 5)]
fn core_numbers(bencher: Bencher, shape: &str) {
    let graph = graph(shape);
    bencher.bench(|| graph.core_numbers());
}

#[divan::bench(args = SHAPES, sample_count = 5)]
fn components(bencher: Bencher, shape: &str) {
    let graph = graph(shape);
    bencher.bench(|| graph.components());
}

#[divan::bench(args = SHAPES, sample_count = 5)]
fn leiden_modularity(bencher: Bencher, shape: &str) {
    let graph = graph(shape);
    bencher.bench(|| leiden(&graph, &LeidenParams::default()));
}

#[divan::bench(args = SHAPES, sample_count = 5)]
fn leiden_constant_potts(bencher: Bencher, shape: &str) {
    let graph = graph(shape);
    let params =
        LeidenParams { quality: Quality::ConstantPotts { resolution: 0.05 }, ..LeidenParams::default() };
    bencher.bench(|| leiden(&graph, &params));
}

#[divan::bench(args = ["planted"], sample_count = 5)]
fn roles_of_communities(bencher: Bencher, shape: &str) {
    let graph = graph(shape);
    let params =
        LeidenParams { quality: Quality::ConstantPotts { resolution: 0.05 }, ..LeidenParams::default() };
    let communities = leiden(&graph, &params).expect("the resolution is good");
    bencher.bench(|| roles(&graph, &communities));
}

#[divan::bench(args = [50, 150, 300, 500], sample_count = 5)]
fn draw(bencher: Bencher, nodes: u32) {
    let mut numbers = Numbers(7);
    let edges: Vec<_> = (0..8 * nodes)
        .map(|_| (numbers.below(nodes), numbers.below(nodes), f64::from(1 + numbers.below(8))))
        .collect();
    let graph = Graph::from_edges(nodes, &edges).expect("bench edges are good");
    bencher.bench(|| layout(&graph, 1));
}
