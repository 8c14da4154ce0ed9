//! Fast local moving: nodes go to the neighbouring community where they gain most, until none gains.
//!
//! Louvain visits all nodes again and again; this visits only nodes whose neighbourhood has changed, from a queue
//! that starts in random order (Traag, Waltman, van Eck 2019, Algorithm A.2, `MoveNodesFast`).

use super::level::{Level, Tally};
use crate::graph::rng::Rng;
use std::collections::VecDeque;

/// A move must gain more than this share of the node's own weight. Rounding makes gains of about 10⁻¹³ of it
/// out of nothing, which could keep two nodes trading places for ever.
const LEAST_GAIN: f64 = 1e-10;

/// Moves nodes between communities, given and returned as labels below the number of nodes; whether any moved.
pub(super) fn move_nodes(level: &Level, gamma: f64, labels: &mut [u32], rng: &mut Rng) -> bool {
    let n = level.len();
    let mut size = vec![0.0; n];
    let mut members = vec![0u32; n];
    for (v, &c) in labels.iter().enumerate() {
        size[c as usize] += level.sizes[v];
        members[c as usize] += 1;
    }
    let mut unused: Vec<u32> = (0..n as u32).rev().filter(|&c| members[c as usize] == 0).collect();
    let mut queue = VecDeque::from(rng.permutation(n as u32));
    let mut queued = vec![true; n];
    let mut tally = Tally::new(n);
    let mut moved = false;
    while let Some(v) = queue.pop_front() {
        queued[v as usize] = false;
        let (here, v_size) = (labels[v as usize], level.sizes[v as usize]);
        let mut weight = 0.0;
        for (u, w) in level.row(v) {
            tally.add(labels[u as usize], w);
            weight += w;
        }
        members[here as usize] -= 1;
        // An empty community has size 0 exactly, whatever rounding left.
        size[here as usize] = if members[here as usize] == 0 { 0.0 } else { size[here as usize] - v_size };
        let gain = |c: u32| tally.get(c) - gamma * v_size * size[c as usize];
        let mut best = here;
        let mut best_gain = gain(here) + LEAST_GAIN * weight;
        for &c in &tally.touched {
            let c_gain = gain(c);
            if c_gain > best_gain && c != here {
                best = c;
                best_gain = c_gain;
            }
        }
        if best_gain < 0.0
            && members[here as usize] > 0
            && let Some(&empty) = unused.last()
        {
            best = empty;
        }
        if best != here {
            moved = true;
            if unused.last() == Some(&best) {
                unused.pop();
            }
            if members[here as usize] == 0 {
                unused.push(here);
            }
            labels[v as usize] = best;
            for (u, _) in level.row(v) {
                if labels[u as usize] != best && !queued[u as usize] {
                    queued[u as usize] = true;
                    queue.push_back(u);
                }
            }
        }
        members[best as usize] += 1;
        size[best as usize] += v_size;
        tally.clear();
    }
    moved
}
