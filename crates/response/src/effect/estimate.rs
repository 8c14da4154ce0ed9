//! The estimate.
//!
//! ```text
//! y(t) = b0 + b1·(t − t0) + b2·D + b3·D·(t − t0) + e(t)        D = 1 from t0 on, 0 before
//! variance = n/(n−4) · ( Σ u(t)² + 2 Σ w(l) Σ u(t)u(t−l) ),  u = ((X'X)⁻¹x)·e,  w(l) = 1 − l/M,  M = ⌈1.3 √n⌉
//! interval = b ± c · √variance,  c from `critical`
//! ```

use super::critical::critical;
use super::{LEAST, Series};
use serde::Serialize;
use utoipa::ToSchema;

/// Constant, slope, change of level, change of slope.
pub(super) const TERMS: usize = 4;
pub(super) type Row = [f64; TERMS];
type Square = [Row; TERMS];

/// What can be said of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = EffectFinding)]
pub enum Finding {
    /// The whole interval lies below zero.
    Fell,
    /// The whole interval lies above zero.
    Rose,
    /// The interval contains zero.
    NoVisibleEffect,
}

/// A change with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
#[schema(as = EffectChange)]
pub struct Change {
    /// The estimate, in counts (of a slope: counts a step).
    pub estimate: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// What that says.
    pub finding: Finding,
}

/// What a series says of a measure.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "verdict")]
#[schema(as = EffectEstimate)]
pub enum Effect {
    /// There are fewer than eight points on a side.
    CannotBeTold {
        /// Points before.
        before: usize,
        /// Points after.
        after: usize,
        /// Points that each side needs.
        needed: usize,
    },
    /// There is an estimate, which may well be that no effect is visible.
    Estimated {
        /// Points before.
        before: usize,
        /// Points after.
        after: usize,
        /// Control series that were subtracted.
        controls: usize,
        /// What was observed before, a step on average; without the controls.
        mean_before: f64,
        /// What was observed after, a step on average.
        mean_after: f64,
        /// Controls whose own level changed as much, each measured against the others: at least three are needed to say so.
        #[serde(skip_serializing_if = "Option::is_none")]
        as_large: Option<usize>,
        /// Change of the level at the measure.
        level: Change,
        /// Change of the slope from the measure on, a step.
        slope: Change,
    },
}

/// Estimates what changed in a series at a moment (milliseconds of UTC).
pub fn estimate(series: &Series, moment: i64) -> Effect {
    let first = series.first_after(moment);
    // The step that the moment falls into is half before and half after.
    let split = moment > series.start && (moment - series.start) % series.step.max(1) != 0;
    let mixed = split.then(|| first.wrapping_sub(1));
    let first = first.min(series.values.len());
    let observed: Vec<(usize, f64)> = series
        .contrast(first)
        .iter()
        .enumerate()
        .filter(|(at, _)| Some(*at) != mixed)
        .filter_map(|(at, value)| value.map(|value| (at, value)))
        .collect();
    let before = observed.iter().filter(|(at, _)| *at < first).count();
    let after = observed.len() - before;
    if before < LEAST || after < LEAST {
        return Effect::CannotBeTold { before, after, needed: LEAST };
    }
    let rows: Vec<(usize, Row, f64)> =
        observed.iter().map(|(at, value)| (*at, design(*at, first), *value)).collect();
    let fitted = fit(&rows);
    let critical = critical(&rows, &fitted);
    // What rounding alone can make of a series of this size is no change.
    let size = rows.iter().map(|(_, _, y)| y.abs()).fold(0.0, f64::max);
    let change = |term: usize| {
        let half = critical[term] * fitted.variance[term].max(0.0).sqrt() + 1e-9 * size;
        let (estimate, low, high) = (fitted.b[term], fitted.b[term] - half, fitted.b[term] + half);
        let finding = match (low > 0.0, high < 0.0) {
            (true, _) => Finding::Rose,
            (_, true) => Finding::Fell,
            _ => Finding::NoVisibleEffect,
        };
        Change { estimate, low, high, finding }
    };
    let mean = |steps: &mut dyn Iterator<Item = usize>| {
        let seen: Vec<f64> = steps.filter_map(|at| series.values[at]).map(|count| count as f64).collect();
        seen.iter().sum::<f64>() / seen.len().max(1) as f64
    };
    Effect::Estimated {
        before,
        after,
        controls: series.controls.len(),
        mean_before: mean(&mut (0..first).filter(|at| Some(*at) != mixed)),
        mean_after: mean(&mut (first..series.values.len())),
        as_large: super::placebo::as_large(series, first, mixed, fitted.b[2]),
        level: change(2),
        slope: change(3),
    }
}

/// The row of a step; time counts from the first step after the measure.
pub(super) fn design(at: usize, first: usize) -> Row {
    let time = at as f64 - first as f64;
    let after = if at >= first { 1.0 } else { 0.0 };
    [1.0, time, after, after * time]
}

/// M: lags of M steps and more weigh nothing.
pub(super) fn bandwidth(points: usize) -> usize {
    (1.3 * (points as f64).sqrt()).ceil() as usize
}

/// A fitted model.
pub(super) struct Fitted {
    /// Coefficients.
    pub(super) b: Row,
    /// The Newey–West variance of each.
    pub(super) variance: Row,
    /// (X'X)⁻¹ X', a row of it for each row of the data: the weights that make coefficients of observations.
    pub(super) weights: Vec<Row>,
    /// What the model leaves, by row.
    pub(super) errors: Vec<f64>,
}

/// One observation: step, row of the design, count.
pub(super) type Observation = (usize, Row, f64);

pub(super) fn fit(rows: &[Observation]) -> Fitted {
    let mut squares = [[0.0; TERMS]; TERMS];
    for (_, x, _) in rows {
        for i in 0..TERMS {
            for j in 0..TERMS {
                squares[i][j] += x[i] * x[j];
            }
        }
    }
    let inverse = invert(squares);
    let weights: Vec<Row> = rows.iter().map(|(_, x, _)| inverse.map(|row| dot(&row, x))).collect();
    let counts: Vec<f64> = rows.iter().map(|(.., y)| *y).collect();
    let (b, errors) = solve(rows, &weights, &counts);
    let variance = std::array::from_fn(|term| variance(rows, &weights, &errors, term));
    Fitted { b, variance, weights, errors }
}

/// Coefficients of some counts in the same design, and what is left of them.
pub(super) fn solve(rows: &[Observation], weights: &[Row], counts: &[f64]) -> (Row, Vec<f64>) {
    let mut b = [0.0; TERMS];
    for (weight, y) in weights.iter().zip(counts) {
        for term in 0..TERMS {
            b[term] += weight[term] * y;
        }
    }
    let errors = rows.iter().zip(counts).map(|((_, x, _), y)| y - dot(x, &b)).collect();
    (b, errors)
}

/// The Newey–West variance of one coefficient.
pub(super) fn variance(rows: &[Observation], weights: &[Row], errors: &[f64], term: usize) -> f64 {
    // Scores by step, zero where nothing was observed: lags are of time, not of rows.
    let mut scores = vec![0.0; rows.last().map_or(0, |(at, ..)| at + 1)];
    for (((at, ..), weight), error) in rows.iter().zip(weights).zip(errors) {
        scores[*at] = weight[term] * error;
    }
    let reach = bandwidth(rows.len());
    let mut sum: f64 = scores.iter().map(|one| one * one).sum();
    for lag in 1..reach.min(scores.len()) {
        let both: f64 = scores[lag..].iter().zip(&scores).map(|(now, then)| now * then).sum();
        sum += 2.0 * (1.0 - lag as f64 / reach as f64) * both;
    }
    let n = rows.len() as f64;
    (sum * n / (n - TERMS as f64)).max(0.0)
}

fn dot(a: &Row, b: &Row) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Gauss–Jordan with the largest pivot. Eight points on each side make X'X positive definite.
fn invert(mut a: Square) -> Square {
    let mut inverse = [[0.0; TERMS]; TERMS];
    for (i, row) in inverse.iter_mut().enumerate() {
        row[i] = 1.0;
    }
    for column in 0..TERMS {
        let largest = (column..TERMS).max_by(|i, j| a[*i][column].abs().total_cmp(&a[*j][column].abs()));
        let pivot = largest.unwrap_or(column);
        a.swap(column, pivot);
        inverse.swap(column, pivot);
        let scale = a[column][column];
        a[column] = a[column].map(|one| one / scale);
        inverse[column] = inverse[column].map(|one| one / scale);
        for row in (0..TERMS).filter(|row| *row != column) {
            let factor = a[row][column];
            for j in 0..TERMS {
                a[row][j] -= factor * a[column][j];
                inverse[row][j] -= factor * inverse[column][j];
            }
        }
    }
    inverse
}
