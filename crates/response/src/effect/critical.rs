//! How many standard errors an interval reaches.
//!
//! The t-statistic of a Newey–West variance is not normal in short series: the variance is estimated from what the model
//! left over, and is too small by chance and by construction. So its distribution is taken from the design itself: series
//! without any change, with the correlation that the errors of this one have, are fitted in the same way, and 95 % of
//! their |t| lie below the critical value. The seed is fixed, and the numbers are sums of integers: the same on every
//! machine. Beyond 400 points the fixed-b limit is as good, and cheaper.

use super::estimate::{Fitted, Observation, Row, TERMS, bandwidth, solve, variance};

/// Series of the bootstrap; the 285th of 299 is the 95 % quantile.
const SERIES: usize = 299;
const QUANTILE: usize = 284;
/// Points beyond which the limit is used.
const LONG: usize = 400;

/// Critical values, by term; of change of level and of slope only, as nothing else is told.
pub(super) fn critical(rows: &[Observation], fitted: &Fitted) -> Row {
    if rows.len() > LONG {
        let share = bandwidth(rows.len()) as f64 / rows.len() as f64;
        let limit = 1.9600 + 2.9694 * share + 0.4160 * share * share - 0.5324 * share.powi(3);
        return [limit; TERMS];
    }
    let rho = correlation(rows, &fitted.errors);
    let fresh = (1.0 - rho * rho).sqrt();
    let steps = rows.last().map_or(0, |(at, ..)| at + 1);
    let mut dice = Dice(0x0057_7241_4b4f_4e00);
    let mut found = [const { Vec::new() }; TERMS];
    for _ in 0..SERIES {
        let mut error = dice.normal();
        let path: Vec<f64> = (0..steps)
            .map(|_| {
                let now = error;
                error = rho * error + fresh * dice.normal();
                now
            })
            .collect();
        let drawn: Vec<f64> = rows.iter().map(|(at, ..)| path[*at]).collect();
        let (b, left) = solve(rows, &fitted.weights, &drawn);
        for term in 2..TERMS {
            let spread = variance(rows, &fitted.weights, &left, term).sqrt();
            found[term].push(if spread > 0.0 { b[term].abs() / spread } else { f64::INFINITY });
        }
    }
    found.map(|mut all: Vec<f64>| {
        all.sort_by(f64::total_cmp);
        all.get(QUANTILE).copied().unwrap_or(f64::INFINITY)
    })
}

/// Correlation of neighbouring errors, freed of the bias that two fitted lines leave: E r ≈ ρ − (4 + 8ρ)/n.
fn correlation(rows: &[Observation], errors: &[f64]) -> f64 {
    let squares: f64 = errors.iter().map(|one| one * one).sum();
    let next_to = |pair: &(usize, usize)| rows[pair.1].0 == rows[pair.0].0 + 1;
    let pairs = (1..rows.len()).map(|at| (at - 1, at)).filter(next_to);
    let products: f64 = pairs.map(|(then, now)| errors[then] * errors[now]).sum();
    let n = rows.len() as f64;
    let raw = if squares > 0.0 { products / squares } else { 0.0 };
    ((raw + 4.0 / n) / (1.0 - 8.0 / n)).clamp(0.0, 0.97)
}

/// `SplitMix64`; twelve of its numbers, less six, are as good as normal here.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// The sum of twelve uniform numbers of 16 bits, four from each draw, centred; of variance one.
    fn normal(&mut self) -> f64 {
        let mut sum = 0u64;
        for _ in 0..3 {
            let z = self.next();
            sum += (z & 0xFFFF) + ((z >> 16) & 0xFFFF) + ((z >> 32) & 0xFFFF) + (z >> 48);
        }
        (sum as f64 - 12.0 * 32_767.5) / 65_536.0
    }
}
