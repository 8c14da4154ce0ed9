//! A drawing of a network that is the same at every visit, in print and on screen.
//!
//! **Problem.** A report shows who acted with whom. The picture must not change between two openings, must not
//! need a simulation in the reader's browser, and must not pretend: accounts close in the network are close on
//! the page. **Choice.** Each component by stress majorisation (`stress`), turned and mirrored by a rule
//! (`frame`), all of them packed on shelves, largest first, scaled into the unit square, and nodes that would
//! overlap pushed apart. Only +, −, ×, ÷ and √ are used, which IEEE 754 fixes to the last bit, so that every
//! machine draws the same picture. **Rejected.** Fruchterman–Reingold and `ForceAtlas2`: they need tuning by
//! graph, start at random and end in different local optima, and their distances mean nothing. Layered layouts:
//! these edges have no direction.

mod frame;
mod stress;

use super::{Graph, rng::Rng};
use crate::Error;
use serde::{Deserialize, Serialize};

/// The most nodes that are drawn: beyond, a reader sees a smear, and the work grows with the square.
const MOST_NODES: usize = 500;

/// Where a node is drawn: both coordinates in [0, 1], x to the right, y downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// From left to right.
    pub x: f64,
    /// From top to bottom.
    pub y: f64,
}

impl Point {
    fn distance(self, other: Self) -> f64 {
        (squared(self.x - other.x) + squared(self.y - other.y)).sqrt()
    }
}

/// x². `powi` may round differently on another machine.
fn squared(x: f64) -> f64 {
    x * x
}

/// Positions of all nodes in the unit square, no two of n nodes closer than 0.4/√n.
///
/// Stronger ties are drawn shorter, from one length for the strongest of a component to two for the weakest.
/// Each component lies with its long side across and its strongest node to the upper left. `seed` only breaks
/// ties: it tells apart nodes whose places in the network are equal. Takes O(nodes²) a pass, about 100 passes,
/// and O(nodes³) for the distances.
///
/// # Errors
/// More than 500 nodes.
pub fn layout(graph: &Graph, seed: u64) -> Result<Vec<Point>, Error> {
    let n = graph.nodes();
    if n > MOST_NODES {
        return Err(Error::LayoutTooLarge { nodes: n, limit: MOST_NODES });
    }
    let mut components = graph.components().members();
    components.sort_by_key(|members| (std::cmp::Reverse(members.len()), members[0]));
    let drawn: Vec<Vec<Point>> = components
        .iter()
        .map(|members| {
            let part = graph.subgraph(members);
            let mut points = stress::place(&part, &mut Rng::new(seed, u64::from(members[0])));
            let mut order: Vec<u32> = (0..members.len() as u32).collect();
            order.sort_by(|&a, &b| part.strength(b).total_cmp(&part.strength(a)).then(a.cmp(&b)));
            frame::orient(&mut points, &order);
            points
        })
        .collect();
    let mut points = vec![Point::default(); n];
    for (members, placed) in components.iter().zip(frame::pack(drawn)) {
        for (&v, point) in members.iter().zip(placed) {
            points[v as usize] = point;
        }
    }
    frame::fit(&mut points);
    frame::separate(&mut points, 0.5 / (n as f64).sqrt(), &mut Rng::new(seed, u64::MAX));
    Ok(points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::{edge_triples, graph_of, karate_club, planted_partition, ring_of_cliques};
    use proptest::prelude::{ProptestConfig, proptest};

    fn closest(points: &[Point]) -> f64 {
        let pairs = (0..points.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
        pairs.map(|(i, j)| points[i].distance(points[j])).fold(f64::INFINITY, f64::min)
    }

    fn assert_well_drawn(graph: &Graph) {
        let points = layout(graph, 7).unwrap();
        assert_eq!(points.len(), graph.nodes());
        assert!(points.iter().all(|p| (0.0..=1.0).contains(&p.x) && (0.0..=1.0).contains(&p.y)));
        let least = 0.4 / (points.len() as f64).sqrt();
        assert!(closest(&points) >= least, "{} nodes: {} < {least}", points.len(), closest(&points));
        assert_eq!(points, layout(graph, 7).unwrap(), "the same input gives the same picture");
    }

    #[test]
    fn the_hard_shapes_are_well_drawn() {
        let star: Vec<_> = (1..200).map(|leaf| (0, leaf, 1.0)).collect();
        let clique: Vec<_> = (0..60u32).flat_map(|i| (i + 1..60).map(move |j| (i, j, 1.0))).collect();
        let path: Vec<_> = (1..150).map(|v| (v - 1, v, 0.5)).collect();
        let pairs: Vec<_> = (0..60).map(|v| (2 * v, 2 * v + 1, 1e9)).collect();
        for (nodes, edges) in
            [(200, star), (60, clique), (150, path), (120, pairs), (90, vec![]), (1, vec![]), (0, vec![])]
        {
            assert_well_drawn(&graph_of(nodes, &edges));
        }
        assert_well_drawn(&planted_partition(3, 40, 0.3, 0.01, 1));
        assert_well_drawn(&karate_club());
    }

    #[test]
    fn cliques_of_a_ring_stay_together() {
        // then every pair inside a clique is nearer than the typical pair of nodes
        let points = layout(&ring_of_cliques(6, 5), 0).unwrap();
        let mean = |inside: bool| {
            let pairs =
                (0..30).flat_map(|i| (0..i).map(move |j| (i, j))).filter(|(i, j)| (i / 5 == j / 5) == inside);
            let (sum, count) =
                pairs.fold((0.0, 0.0), |(s, c), (i, j)| (s + points[i].distance(points[j]), c + 1.0));
            sum / count
        };
        assert!(3.0 * mean(true) < mean(false), "{} {}", mean(true), mean(false));
    }

    #[test]
    fn a_stronger_tie_is_drawn_shorter() {
        let points = layout(&graph_of(3, &[(0, 1, 9.0), (1, 2, 1.0)]), 0).unwrap();
        assert!(points[0].distance(points[1]) < 0.8 * points[1].distance(points[2]));
    }

    #[test]
    fn too_many_nodes_are_refused() {
        assert_eq!(layout(&graph_of(501, &[]), 0), Err(Error::LayoutTooLarge { nodes: 501, limit: 500 }));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_small_graph_is_well_drawn(edges in edge_triples(24, 60)) {
            assert_well_drawn(&graph_of(24, &edges));
        }
    }
}
