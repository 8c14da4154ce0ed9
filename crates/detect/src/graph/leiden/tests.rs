//! Leiden against definitions, known optima and a naive Louvain.

use super::*;
use crate::graph::testing::{edge_triples, graph_of, karate_club, planted_partition, ring_of_cliques};
use proptest::prelude::*;

fn run(graph: &Graph, quality: Quality, seed: u64) -> Partition {
    leiden(graph, &LeidenParams { quality, seed, rounds: Some(50) }).unwrap()
}

fn score(graph: &Graph, quality: Quality, partition: &Partition) -> f64 {
    quality.score(graph, partition).unwrap()
}

fn best_of(seeds: u64, graph: &Graph, quality: Quality) -> f64 {
    (0..seeds).map(|seed| score(graph, quality, &run(graph, quality, seed))).fold(f64::MIN, f64::max)
}

/// Louvain (Blondel and others 2008) as its definition reads: move each block to where the whole quality, computed
/// afresh, is best, until nothing improves; then the communities are the blocks.
fn louvain(graph: &Graph, quality: Quality) -> Partition {
    let mut partition = Partition::new(&(0..graph.nodes() as u32).collect::<Vec<_>>());
    loop {
        let blocks = partition.members();
        let mut labels = partition.labels().to_vec();
        let mut best = score(graph, quality, &partition);
        let mut improved = true;
        while improved {
            improved = false;
            for block in &blocks {
                for label in 0..graph.nodes() as u32 {
                    let mut tried = labels.clone();
                    for &v in block {
                        tried[v as usize] = label;
                    }
                    let value = score(graph, quality, &Partition::new(&tried));
                    if value > best + 1e-12 {
                        (best, labels, improved) = (value, tried, true);
                    }
                }
            }
        }
        let next = Partition::new(&labels);
        if next.count() == partition.count() {
            return next;
        }
        partition = next;
    }
}

/// The best quality of any partition: all of them, as restricted growth strings.
fn optimum(graph: &Graph, quality: Quality) -> f64 {
    fn grow(labels: &mut Vec<u32>, groups: u32, visit: &mut impl FnMut(&[u32]), n: usize) {
        if labels.len() == n {
            return visit(labels);
        }
        for label in 0..=groups {
            labels.push(label);
            grow(labels, groups.max(label + 1), visit, n);
            labels.pop();
        }
    }
    let mut best = f64::MIN;
    let mut visit = |labels: &[u32]| best = best.max(score(graph, quality, &Partition::new(labels)));
    grow(&mut Vec::new(), 0, &mut visit, graph.nodes());
    best
}

const MODULARITY: Quality = Quality::Modularity { resolution: 1.0 };

#[test]
fn the_karate_club_reaches_its_known_optimum() {
    // The optimum 0.4198 is from Brandes and others 2008 (doi 10.1109/TKDE.2007.190689).
    let best = best_of(20, &karate_club(), MODULARITY);
    assert!((best - 0.419_789).abs() < 1e-5, "{best}");
}

#[test]
fn a_ring_of_cliques_falls_into_its_cliques() {
    let graph = ring_of_cliques(12, 6);
    let cliques = Partition::new(&(0..72).map(|v| v / 6).collect::<Vec<_>>());
    for quality in [MODULARITY, Quality::ConstantPotts { resolution: 0.5 }] {
        assert_eq!(run(&graph, quality, 1), cliques);
    }
}

#[test]
fn the_constant_potts_model_sees_small_cliques_where_modularity_merges_them() {
    // given more cliques than √(2m): the resolution limit
    let graph = ring_of_cliques(60, 4);
    assert!(run(&graph, MODULARITY, 1).count() < 60);
    assert_eq!(run(&graph, Quality::ConstantPotts { resolution: 0.5 }, 1).count(), 60);
}

#[test]
fn a_planted_partition_is_recovered() {
    for seed in 0..5 {
        let graph = planted_partition(5, 40, 0.4, 0.03, seed);
        let planted = Partition::new(&(0..200).map(|v| v % 5).collect::<Vec<_>>());
        assert_eq!(run(&graph, MODULARITY, seed), planted);
    }
}

#[test]
fn small_graphs_reach_the_optimum_of_all_partitions() {
    // 60 random graphs of 8 nodes: 4,140 partitions each.
    let mut missed = 0;
    for seed in 0..60 {
        let graph = planted_partition(2, 4, 0.7, 0.35, seed);
        for quality in [MODULARITY, Quality::ConstantPotts { resolution: 0.4 }] {
            let (found, best) = (best_of(5, &graph, quality), optimum(&graph, quality));
            assert!(found <= best + 1e-9);
            missed += usize::from(found < best - 1e-9);
        }
    }
    assert!(missed <= 2, "{missed} of 120");
}

#[test]
fn quality_is_at_least_that_of_louvain() {
    // Both are heuristics, so that on one small graph either may win by a node; over many, Leiden does not lose.
    for quality in [MODULARITY, Quality::ConstantPotts { resolution: 0.3 }] {
        let (mut ours, mut theirs) = (0.0, 0.0);
        for seed in 0..12 {
            let graph = planted_partition(4, 8, 0.5, 0.15, seed);
            let (found, reference) =
                (best_of(5, &graph, quality), score(&graph, quality, &louvain(&graph, quality)));
            assert!(found >= 0.99 * reference, "seed {seed}: {found} < {reference}");
            ours += found;
            theirs += reference;
        }
        assert!(ours >= theirs, "{quality:?}: {ours} < {theirs}");
    }
}

#[test]
fn graphs_without_edges_or_nodes_have_communities_of_one() {
    assert!(run(&graph_of(0, &[]), MODULARITY, 0).is_empty());
    assert_eq!(run(&graph_of(3, &[(1, 1, 2.0)]), MODULARITY, 0).labels(), [0, 1, 2]);
    let params =
        LeidenParams { quality: Quality::Modularity { resolution: -1.0 }, ..LeidenParams::default() };
    assert_eq!(leiden(&graph_of(1, &[]), &params), Err(Error::Resolution { resolution: -1.0 }));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    // given 40 components of different sizes
    let mut edges = Vec::new();
    for c in 0..40u32 {
        let part = planted_partition(3, 4 + c % 7, 0.6, 0.1, u64::from(c));
        edges.extend(part.edge_list().map(|(v, u, w)| (v * 40 + c, u * 40 + c, w)));
    }
    let graph = graph_of(40 * 33, &edges);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| run(&graph, MODULARITY, 3))
    };
    assert_eq!(on(1), on(4));
}

fn any_quality() -> impl Strategy<Value = Quality> {
    let modularity = prop::sample::select(vec![0.0, 0.5, 1.0, 2.5, 1e6]);
    let potts = prop::sample::select(vec![0.0, 0.3, 1.0, 4.0]);
    prop_oneof![
        modularity.prop_map(|resolution| Quality::Modularity { resolution }),
        potts.prop_map(|resolution| Quality::ConstantPotts { resolution }),
    ]
}

proptest! {
    /// The guarantees of the paper, on graphs with self-loops, parallel edges and several components: communities
    /// are connected, no two are better as one, and no node is better in another community or alone.
    #[test]
    fn communities_are_connected_separated_and_locally_optimal(
        edges in edge_triples(16, 50),
        quality in any_quality(),
        seed in 0u64..1_000,
    ) {
        let graph = graph_of(16, &edges);
        let found = run(&graph, quality, seed);
        prop_assert_eq!(&found, &run(&graph, quality, seed));
        prop_assert_eq!(&found, &found.split_disconnected(&graph));
        let value = score(&graph, quality, &found);
        let tolerance = 1e-8 * (1.0 + value.abs());
        for a in 0..found.count() {
            for b in a + 1..found.count() {
                let merged: Vec<u32> = found.labels().iter().map(|&c| if c == b { a } else { c }).collect();
                prop_assert!(score(&graph, quality, &Partition::new(&merged)) <= value + tolerance);
            }
        }
        for v in 0..16 {
            for c in 0..=found.count() {
                let mut moved = found.labels().to_vec();
                moved[v] = c;
                prop_assert!(score(&graph, quality, &Partition::new(&moved)) <= value + tolerance);
            }
        }
    }

    /// Multiplying all weights changes nothing.
    #[test]
    fn the_unit_of_the_weights_does_not_matter(edges in edge_triples(12, 40), exponent in -60i32..60) {
        let scale = 2.0f64.powi(exponent);
        let scaled: Vec<_> = edges.iter().map(|&(v, u, w)| (v, u, w * scale)).collect();
        prop_assert_eq!(
            run(&graph_of(12, &edges), MODULARITY, 5),
            run(&graph_of(12, &scaled), MODULARITY, 5)
        );
    }
}
