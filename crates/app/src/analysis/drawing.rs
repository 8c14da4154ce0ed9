//! Where the nodes of a network are drawn, so that it is the same picture at every visit and at every expansion.
//!
//! **The problem.** A reader sees at most about 150 nodes; a group may have thousands. What is bundled must open without
//! everything else moving. **The choice.** Communities of the group (Leiden, a fixed seed) are its bundles; the strongest members
//! stand beside them as nodes of their own, as many as there is room for. These are laid out by their ties
//! ([`ostrakon_detect::graph::layout()`]); members of a bundle have fixed places in a disc around it, strongest in the middle. So
//! opening a bundle adds nodes and moves none. **Rejected.** Layouts in the browser, which end elsewhere at every visit; laying
//! out all members by stress, which grows with the square.

use ostrakon_detect::graph::{Graph, LeidenParams, Partition, Quality, layout, leiden};
use std::collections::BTreeMap;

/// Nodes that are seen at first.
pub(super) const MOST_BLOCKS: usize = 150;
/// The angle that fills a disc evenly (Vogel 1979): 2π(1 − 1/φ).
const GOLDEN: f64 = 2.399_963_229_728_653;

/// A drawing of a group.
#[derive(Debug, PartialEq)]
pub(super) struct Drawing {
    /// Block of each member.
    pub block: Vec<u32>,
    /// Members of each block; one member is a node of its own.
    pub blocks: Vec<Vec<u32>>,
    /// Place of each block, in [0, 1]².
    pub centres: Vec<(f64, f64)>,
    /// Place of each member.
    pub places: Vec<(f64, f64)>,
}

impl Drawing {
    /// Draws `members` nodes tied by `ties` (member, member, weight above 0). `own`: places for all of them, where they are few.
    pub(super) fn new(members: usize, ties: &[(u32, u32, f64)], own: Option<&[(f64, f64)]>) -> Self {
        if members <= MOST_BLOCKS
            && let Some(own) = own
        {
            return Self {
                block: (0..members as u32).collect(),
                blocks: (0..members as u32).map(|member| vec![member]).collect(),
                centres: own.to_vec(),
                places: own.to_vec(),
            };
        }
        let Ok(graph) = Graph::from_edges(members as u32, ties) else { return Self::grid(members) };
        let (block, blocks) = blocks(&graph);
        let between = between(&block, ties);
        let drawn = Graph::from_edges(blocks.len() as u32, &between).and_then(|graph| layout(&graph, 1));
        let centres: Vec<(f64, f64)> = match drawn {
            Ok(points) => points.into_iter().map(|point| (point.x, point.y)).collect(),
            Err(_) => grid(blocks.len()),
        };
        let widest = blocks.iter().map(|list| radius(list.len(), members)).fold(0.0, f64::max);
        let centres = with_room(widest, centres);
        let mut places = vec![(0.5, 0.5); members];
        for (members, &(x, y)) in blocks.iter().zip(&centres) {
            let radius = radius(members.len(), places.len());
            let mut order = members.clone();
            order.sort_by(|&a, &b| graph.strength(b).total_cmp(&graph.strength(a)).then(a.cmp(&b)));
            for (n, &member) in order.iter().enumerate() {
                places[member as usize] = in_disc((x, y), radius, n, order.len());
            }
        }
        Self { block, blocks, centres, places }
    }

    fn grid(members: usize) -> Self {
        let places = grid(members);
        Self {
            block: (0..members as u32).collect(),
            blocks: (0..members as u32).map(|member| vec![member]).collect(),
            centres: places.clone(),
            places,
        }
    }
}

/// Radius of the disc of a bundle.
fn radius(size: usize, all: usize) -> f64 {
    if size <= 1 { 0.0 } else { 0.02 + 0.13 * (size as f64 / all.max(1) as f64).sqrt() }
}

/// The `n`-th of `of` places in a disc, from the middle outwards.
pub(super) fn in_disc((x, y): (f64, f64), radius: f64, n: usize, of: usize) -> (f64, f64) {
    if of <= 1 {
        return (x, y);
    }
    let out = radius * ((n as f64 + 0.5) / of as f64).sqrt();
    let angle = n as f64 * GOLDEN;
    ((x + out * angle.cos()).clamp(0.0, 1.0), (y + out * angle.sin()).clamp(0.0, 1.0))
}

/// Places of the unit square, drawn together so far that a disc of this radius around each is inside of it.
pub(super) fn with_room(radius: f64, places: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let room = radius.clamp(0.0, 0.5);
    let inside = |x: f64| room + (1.0 - 2.0 * room) * x.clamp(0.0, 1.0);
    places.into_iter().map(|(x, y)| (inside(x), inside(y))).collect()
}

/// `n` places in a square grid.
pub(super) fn grid(n: usize) -> Vec<(f64, f64)> {
    let side = (n as f64).sqrt().ceil().max(1.0) as usize;
    (0..n)
        .map(|i| (((i % side) as f64 + 0.5) / side as f64, ((i / side) as f64 + 0.5) / side as f64))
        .collect()
}

/// Bundles and nodes of their own: the block of each member, and the members of each block.
fn blocks(graph: &Graph) -> (Vec<u32>, Vec<Vec<u32>>) {
    let n = graph.nodes();
    let mut bundles = vec![(0..n as u32).collect::<Vec<u32>>()];
    // The finest communities that leave room for the strongest members.
    for resolution in [1.0, 2.0, 4.0, 8.0, 16.0, 32.0] {
        let quality = Quality::Modularity { resolution };
        let found = leiden(graph, &LeidenParams { quality, seed: 1, rounds: Some(3) });
        match found.as_ref().map(Partition::count) {
            Ok(count) if (count as usize) <= MOST_BLOCKS * 2 / 3 => {
                bundles = found.map(|found| found.members()).unwrap_or(bundles);
            }
            _ => break,
        }
    }
    let mut order: Vec<u32> = (0..n as u32).collect();
    order.sort_by(|&a, &b| graph.strength(b).total_cmp(&graph.strength(a)).then(a.cmp(&b)));
    let mut size: Vec<usize> = bundles.iter().map(Vec::len).collect();
    let mut bundle_of = vec![0usize; n];
    bundles.iter().enumerate().for_each(|(b, list)| list.iter().for_each(|&m| bundle_of[m as usize] = b));
    let mut single = vec![false; n];
    let room = MOST_BLOCKS.saturating_sub(bundles.len());
    let mut taken = 0;
    for &member in &order {
        let left = &mut size[bundle_of[member as usize]];
        // A bundle is never emptied into its members: two that are left stay together.
        if taken < room && *left > 2 {
            *left -= 1;
            taken += 1;
            single[member as usize] = true;
        }
    }
    let mut blocks: Vec<Vec<u32>> = bundles
        .into_iter()
        .map(|list| list.into_iter().filter(|&member| !single[member as usize]).collect::<Vec<u32>>())
        .filter(|list| !list.is_empty())
        .collect();
    blocks.extend((0..n as u32).filter(|&member| single[member as usize]).map(|member| vec![member]));
    let mut block = vec![0u32; n];
    for (b, list) in (0u32..).zip(&blocks) {
        list.iter().for_each(|&member| block[member as usize] = b);
    }
    (block, blocks)
}

/// Ties of blocks: the sum of their members'.
fn between(block: &[u32], ties: &[(u32, u32, f64)]) -> Vec<(u32, u32, f64)> {
    let mut sums: BTreeMap<(u32, u32), f64> = BTreeMap::new();
    for &(a, b, weight) in ties {
        let (x, y) = (block[a as usize], block[b as usize]);
        if x != y {
            *sums.entry((x.min(y), x.max(y))).or_default() += weight;
        }
    }
    sums.into_iter().map(|((x, y), weight)| (x, y, weight)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rings of members, each ring tied within and to the next by one tie.
    fn rings(count: u32, size: u32) -> Vec<(u32, u32, f64)> {
        let mut ties = Vec::new();
        for ring in 0..count {
            for i in 0..size {
                ties.push((ring * size + i, ring * size + (i + 1) % size, 2.0));
                ties.push((ring * size + i, ring * size + (i + 2) % size, 2.0));
            }
            ties.push((ring * size, (ring + 1) % count * size, 0.5));
        }
        ties
    }

    #[test]
    fn a_large_group_is_at_most_so_many_nodes_and_every_member_is_in_one() {
        let ties = rings(20, 60);
        let drawing = Drawing::new(1_200, &ties, None);
        assert!(
            drawing.blocks.len() <= MOST_BLOCKS && drawing.blocks.len() >= 20,
            "{}",
            drawing.blocks.len()
        );
        assert_eq!(drawing.blocks.iter().map(Vec::len).sum::<usize>(), 1_200);
        for (b, list) in (0u32..).zip(&drawing.blocks) {
            assert!(list.iter().all(|&member| drawing.block[member as usize] == b));
        }
        let inside = |&(x, y): &(f64, f64)| (0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y);
        assert!(drawing.places.iter().all(inside) && drawing.centres.iter().all(inside));
        assert_eq!(drawing, Drawing::new(1_200, &ties, None), "the same picture at every visit");
        // Discs near the border keep their shape: no two members of one lie on each other.
        for list in &drawing.blocks {
            let of = |&member: &u32| drawing.places[member as usize];
            let mut places: Vec<(f64, f64)> = list.iter().map(of).collect();
            places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
            assert!(places.windows(2).all(|two| two[0] != two[1]), "{places:?}");
            let apart = |at: (f64, f64), from: (f64, f64)| (at.0 - from.0).hypot(at.1 - from.1);
            let (centre, widest) =
                (drawing.centres[drawing.block[list[0] as usize] as usize], radius(list.len(), 1_200));
            // The outermost place of a disc is that of its last member.
            let outermost = places.iter().map(|&at| apart(at, centre)).fold(0.0, f64::max);
            let expected = widest * ((list.len() as f64 - 0.5) / list.len() as f64).sqrt();
            assert!(list.len() == 1 || (outermost - expected).abs() < 1e-9, "{outermost} of {expected}");
        }
    }

    #[test]
    fn a_small_group_is_drawn_as_the_report_draws_it() {
        let own = [(0.1, 0.2), (0.3, 0.4)];
        let drawing = Drawing::new(2, &[(0, 1, 1.0)], Some(&own));
        assert_eq!(drawing.places, own);
        assert_eq!(drawing.blocks, [[0], [1]]);
    }

    #[test]
    fn members_without_ties_are_drawn_too() {
        let drawing = Drawing::new(500, &[], None);
        assert_eq!(drawing.places.len(), 500);
        assert!(drawing.blocks.len() <= MOST_BLOCKS);
    }
}
