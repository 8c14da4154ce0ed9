//! Refinement: each community is built again from single nodes, merging only what is well connected.
//!
//! This is what Leiden adds to Louvain (Traag, Waltman, van Eck 2019, Algorithm A.2, `MergeNodesSubset`):
//! aggregating the refined parts instead of the communities themselves lets a later level split what local
//! moving threw together, and parts grow only along edges, so that they stay connected.

use super::level::{Level, Tally};
use crate::graph::rng::Rng;

/// θ: how greedy the choice among merges is. A merge is drawn with probability ∝ exp(gain / (θ · weight of the
/// node)). The authors use 0.01; dividing by the node's weight makes it independent of the unit of the weights.
const RANDOMNESS: f64 = 0.01;

/// Parts of the communities `communities`, as labels below the number of nodes.
pub(super) fn refine(level: &Level, gamma: f64, communities: &[u32], rng: &mut Rng) -> Vec<u32> {
    let n = level.len();
    let mut community_size = vec![0.0; n];
    for (v, &c) in communities.iter().enumerate() {
        community_size[c as usize] += level.sizes[v];
    }
    // Of each part: its size, the weight between it and the rest of its community, and whether it is one node.
    let mut part: Vec<u32> = (0..n as u32).collect();
    let mut size = level.sizes.clone();
    let mut outward: Vec<f64> = (0..n as u32)
        .map(|v| {
            let own = communities[v as usize];
            level.row(v).filter(|&(u, _)| communities[u as usize] == own).map(|(_, w)| w).sum()
        })
        .collect();
    let mut single = vec![true; n];
    let well_connected =
        |outward: f64, size: f64, whole: f64| outward >= gamma * size * (whole - size) * (1.0 - 1e-10);
    let mut tally = Tally::new(n);
    let mut choices: Vec<(u32, f64)> = Vec::new();
    for v in rng.permutation(n as u32) {
        let i = v as usize;
        let whole = community_size[communities[i] as usize];
        if !single[i] || !well_connected(outward[i], level.sizes[i], whole) {
            continue;
        }
        let mut weight = 0.0;
        for (u, w) in level.row(v) {
            weight += w;
            if communities[u as usize] == communities[i] {
                tally.add(part[u as usize], w);
            }
        }
        // Staying alone gains nothing and is a choice like the others.
        choices.clear();
        choices.push((v, 0.0));
        for &c in &tally.touched {
            let gain = tally.get(c) - gamma * level.sizes[i] * size[c as usize];
            if gain >= 0.0 && well_connected(outward[c as usize], size[c as usize], whole) {
                choices.push((c, gain));
            }
        }
        let chosen = draw(&mut choices, RANDOMNESS * weight, rng);
        if chosen != v {
            let c = chosen as usize;
            outward[c] = (outward[c] + outward[i] - 2.0 * tally.get(chosen)).max(0.0);
            size[c] += level.sizes[i];
            single[c] = false;
            part[i] = chosen;
        }
        tally.clear();
    }
    part
}

/// Draws one of the choices, each with probability ∝ exp(gain / scale). Turns the gains into weights on the way.
fn draw(choices: &mut [(u32, f64)], scale: f64, rng: &mut Rng) -> u32 {
    if let [(only, _)] = choices {
        return *only;
    }
    let best = choices.iter().map(|&(_, gain)| gain).fold(0.0, f64::max);
    let mut sum = 0.0;
    for (_, gain) in choices.iter_mut() {
        *gain = exp((*gain - best) / scale);
        sum += *gain;
    }
    let mut left = rng.unit() * sum;
    for &(choice, weight) in choices.iter() {
        left -= weight;
        if left < 0.0 {
            return choice;
        }
    }
    // Rounding can leave a trifle over; the last choice with any weight takes it.
    choices.iter().rev().find(|(_, weight)| *weight > 0.0).map_or(choices[0].0, |&(choice, _)| choice)
}

/// eˣ as (1 + x/1024)¹⁰²⁴, for x in [−1/θ, 0], by ten squarings. The machine's own `exp` may differ in the last
/// bit from another machine's, and a draw with it.
fn exp(x: f64) -> f64 {
    (0..10).fold(1.0 + x / 1024.0, |power, _| power * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_drawn_by_their_gain() {
        let mut rng = Rng::new(1, 0);
        // given gains of 0, θ and 3 θ: odds of 1 : e : e³
        let mut drawn = [0.0; 3];
        for _ in 0..20_000 {
            let chosen = draw(&mut [(0, 0.0), (1, RANDOMNESS), (2, 3.0 * RANDOMNESS)], RANDOMNESS, &mut rng);
            drawn[chosen as usize] += 1.0;
        }
        let total = 1.0 + 1f64.exp() + 3f64.exp();
        for (count, odds) in drawn.iter().zip([1.0, 1f64.exp(), 3f64.exp()]) {
            assert!((count / 20_000.0 - odds / total).abs() < 0.01, "{drawn:?}");
        }
        assert_eq!(draw(&mut [(7, 0.0)], 0.0, &mut rng), 7);
    }
}
