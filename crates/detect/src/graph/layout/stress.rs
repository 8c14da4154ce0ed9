//! Stress majorisation: distances on the page as close as can be to distances in the network.
//!
//! Minimises Σ_{i<j} (|x_i − x_j| − d_ij)² / d_ij² (Kamada and Kawai 1989) by majorisation, one node at a time
//! (Gansner, Koren and North 2004, doi 10.1007/978-3-540-31843-9_25), from the positions of classical scaling,
//! which Brandes and Pich (2009, doi 10.1007/978-3-642-00219-9_21) found to avoid most bad local optima.

use super::{Point, squared};
use crate::graph::{Graph, rng::Rng};

/// Passes of the power iteration: enough for a start, which need not be exact.
const POWER_PASSES: usize = 40;
/// The most passes of majorisation.
const PASSES: usize = 100;
/// A pass that lowers the stress by less than this share is the last.
const LEAST_PROGRESS: f64 = 1e-4;

/// Positions of the nodes of a connected graph, the strongest edge about one unit long.
pub(super) fn place(graph: &Graph, rng: &mut Rng) -> Vec<Point> {
    let n = graph.nodes();
    let distance = distances(graph);
    let mut points = classical_scaling(&distance, n, rng);
    let mut stress = f64::INFINITY;
    for _ in 0..PASSES {
        let now = majorise(&mut points, &distance);
        if stress - now <= LEAST_PROGRESS * now {
            break;
        }
        stress = now;
    }
    points
}

/// Lengths of the shortest paths between all pairs, row by row; an edge of weight w is 2 − √(w/largest) long.
fn distances(graph: &Graph) -> Vec<f64> {
    let n = graph.nodes();
    let largest = (0..n as u32).flat_map(|v| graph.weights(v)).copied().fold(0.0, f64::max);
    let mut all = vec![f64::INFINITY; n * n];
    for (source, row) in all.chunks_exact_mut(n.max(1)).enumerate() {
        row[source] = 0.0;
        let mut open: Vec<usize> = (0..n).collect();
        // Dijkstra without a heap: drawings are small, and communities dense.
        while let Some(at) = (0..open.len()).min_by(|&a, &b| row[open[a]].total_cmp(&row[open[b]])) {
            let v = open.swap_remove(at);
            for (u, w) in graph.row_of(v as u32) {
                let through = row[v] + 2.0 - (w / largest).sqrt();
                if through < row[u as usize] {
                    row[u as usize] = through;
                }
            }
        }
    }
    all
}

/// Torgerson's classical scaling in two dimensions: the two leading eigenvectors of the doubly centred squared
/// distances, each scaled by the root of its eigenvalue, by power iteration. A little noise tells apart nodes that
/// have the same distances to all others.
fn classical_scaling(distance: &[f64], n: usize, rng: &mut Rng) -> Vec<Point> {
    let mean: Vec<f64> = distance
        .chunks_exact(n.max(1))
        .map(|row| row.iter().map(|d| d * d).sum::<f64>() / n as f64)
        .collect();
    let overall = mean.iter().sum::<f64>() / n as f64;
    let centred = |i: usize, j: usize| -0.5 * (squared(distance[i * n + j]) - mean[i] - mean[j] + overall);
    let mut axes: Vec<Vec<f64>> = Vec::new();
    for _ in 0..2 {
        let mut axis: Vec<f64> = (0..n).map(|_| rng.unit() - 0.5).collect();
        let mut length = 0.0;
        for _ in 0..POWER_PASSES {
            for other in &axes {
                let norm: f64 = other.iter().map(|x| x * x).sum();
                let along: f64 = axis.iter().zip(other).map(|(a, b)| a * b).sum();
                let share = if norm > 0.0 { along / norm } else { 0.0 };
                for (a, b) in axis.iter_mut().zip(other) {
                    *a -= share * b;
                }
            }
            let norm = axis.iter().map(|x| x * x).sum::<f64>().sqrt();
            if norm < 1e-12 {
                break;
            }
            for x in &mut axis {
                *x /= norm;
            }
            axis = (0..n).map(|i| (0..n).map(|j| centred(i, j) * axis[j]).sum()).collect();
            length = axis.iter().map(|x| x * x).sum::<f64>().sqrt();
        }
        // `axis` is the unit eigenvector times the eigenvalue, whose root is wanted.
        let scale = if length > 1e-12 { 1.0 / length.sqrt() } else { 0.0 };
        for x in &mut axis {
            *x *= scale;
        }
        axes.push(axis);
    }
    (0..n)
        .map(|i| Point { x: axes[0][i] + 0.1 * (rng.unit() - 0.5), y: axes[1][i] + 0.1 * (rng.unit() - 0.5) })
        .collect()
}

/// Moves each node once to the minimum of the parabola above its stress; the stress before the moves, as each
/// node met it.
fn majorise(points: &mut [Point], distance: &[f64]) -> f64 {
    let n = points.len();
    let mut stress = 0.0;
    for i in 0..n {
        let here = points[i];
        let (mut x, mut y, mut weights) = (0.0, 0.0, 0.0);
        for (j, there) in points.iter().enumerate().filter(|&(j, _)| j != i) {
            let wanted = distance[i * n + j];
            let weight = 1.0 / (wanted * wanted);
            let apart = here.distance(*there);
            let stretch = if apart > 0.0 { wanted / apart } else { 0.0 };
            x += weight * (there.x + stretch * (here.x - there.x));
            y += weight * (there.y + stretch * (here.y - there.y));
            weights += weight;
            stress += weight * (apart - wanted) * (apart - wanted);
        }
        if weights > 0.0 {
            points[i] = Point { x: x / weights, y: y / weights };
        }
    }
    stress
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::{edge_triples, graph_of};
    use proptest::{prop_assert, proptest};

    #[test]
    fn a_path_of_equal_ties_becomes_a_line_of_unit_steps() {
        let path: Vec<_> = (1..8).map(|v| (v - 1, v, 3.0)).collect();
        let points = place(&graph_of(8, &path), &mut Rng::new(1, 0));
        for (v, pair) in points.windows(2).enumerate() {
            assert!((pair[0].distance(pair[1]) - 1.0).abs() < 0.05, "{v}: {points:?}");
        }
        assert!((points[0].distance(points[7]) - 7.0).abs() < 0.1);
    }

    proptest! {
        /// Dijkstra's distances equal those of relaxing every edge until nothing changes.
        #[test]
        fn distances_equal_relaxation(edges in edge_triples(9, 30)) {
            let graph = graph_of(9, &edges);
            let largest = graph.edge_list().map(|(_, _, w)| w).fold(0.0, f64::max);
            let mut slow = vec![f64::INFINITY; 81];
            (0..9).for_each(|v| slow[v * 10] = 0.0);
            for _ in 0..9 {
                for s in 0..9 {
                    for (v, u, w) in graph.edge_list() {
                        let (v, u, length) = (v as usize, u as usize, 2.0 - (w / largest).sqrt());
                        slow[s * 9 + u] = slow[s * 9 + u].min(slow[s * 9 + v] + length);
                        slow[s * 9 + v] = slow[s * 9 + v].min(slow[s * 9 + u] + length);
                    }
                }
            }
            for (fast, slow) in distances(&graph).into_iter().zip(slow) {
                prop_assert!(fast == slow || (fast - slow).abs() < 1e-12, "{fast} {slow}");
            }
        }
    }
}
