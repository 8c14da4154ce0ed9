//! Pairs against chance: for every pair of accounts, in how many moments it met and how surprising that is.
//!
//! The scan is that of [`super::count`], account by account into one dense row, but undirected (`u < v` only) and
//! counting each moment once. Pairs are discarded by one comparison of the statistic against the least value that
//! could still matter, so the list that leaves here holds candidates only.

use super::{
    moments::{ALONE, Moments},
    null::{Bar, Null},
    shares::{ByAccount, Shares},
};
use crate::parallel::{even_ranges, map_pieces};
use rayon::prelude::*;

/// One pair in one layer (a signal and a window).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The account with the smaller number.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// Moments in which the two met.
    pub moments: u32,
    /// Sum of the moments' weights, nats.
    pub surprise: f32,
    /// Upper bound of the probability under the null model.
    pub p: f64,
}

/// What a pair must reach to be listed.
#[derive(Clone, Copy, Debug)]
pub struct Least {
    /// Moments.
    pub moments: u32,
    /// p-value, at most.
    pub p: f64,
}

/// All pairs that reach `least`, ascending by (a, b).
pub fn pairs(
    shares: &Shares,
    by_account: &ByAccount,
    moments: &Moments,
    null: &Null,
    window_ms: i64,
    least: Least,
    matches: impl Fn(usize, usize) -> bool + Sync,
) -> Vec<Pair> {
    let accounts = shares.activity.len();
    let met = accounts_moments(by_account, moments);
    let sources: Vec<u32> =
        (0..accounts as u32).filter(|&a| met[a as usize] >= least.moments.max(1)).collect();
    let bar = Bar::new(&null.bound, least.p);
    let ranges = even_ranges(sources.iter().map(|&a| u64::from(met[a as usize])), 512);
    map_pieces(
        ranges.len(),
        || Row { cells: vec![Cell::default(); accounts], touched: Vec::new() },
        |row, piece| {
            let mut out = Vec::new();
            for &a in &sources[ranges[piece].clone()] {
                for &p in by_account.of(a as usize) {
                    row.scan(shares, moments, null, p as usize, a, window_ms, &met, least.moments, &matches);
                }
                row.drain(a, shares, null, &bar, least, &mut out);
            }
            out
        },
    )
    .concat()
}

/// Per account: in how many moments that are not crowded it takes part. A pair meets in no more than the lesser of
/// the two.
fn accounts_moments(by_account: &ByAccount, moments: &Moments) -> Vec<u32> {
    let met = |account: usize| {
        let (mut last, mut met) = (ALONE, 0);
        for &p in by_account.of(account) {
            // Positions ascend, and moments with them.
            let moment = moments.of_share[p as usize];
            if moment != ALONE && moment != last && !moments.crowded[moment as usize] {
                (last, met) = (moment, met + 1);
            }
        }
        met
    };
    (0..by_account.accounts()).into_par_iter().map(met).collect()
}

#[derive(Clone, Copy)]
struct Cell {
    /// The last moment that counted.
    moment: u32,
    moments: u32,
    surprise: f32,
}

impl Default for Cell {
    fn default() -> Self {
        Self { moment: ALONE, moments: 0, surprise: 0.0 }
    }
}

struct Row {
    cells: Vec<Cell>,
    touched: Vec<u32>,
}

impl Row {
    #[allow(clippy::too_many_arguments)]
    #[inline]
    fn scan(
        &mut self,
        shares: &Shares,
        moments: &Moments,
        null: &Null,
        p: usize,
        a: u32,
        window_ms: i64,
        met: &[u32],
        least: u32,
        matches: &impl Fn(usize, usize) -> bool,
    ) {
        let moment = moments.of_share[p];
        if moment == ALONE || moments.crowded[moment as usize] {
            return;
        }
        let weight = null.weight[moment as usize];
        let (earliest, latest) =
            (shares.time(p).saturating_sub(window_ms), shares.time(p).saturating_add(window_ms));
        let mut meet = |q: usize| {
            let b = shares.account(q);
            if b <= a || met[b as usize] < least {
                return;
            }
            let cell = &mut self.cells[b as usize];
            if cell.moment == moment || !matches(p, q) {
                return;
            }
            if cell.moments == 0 {
                self.touched.push(b);
            }
            *cell = Cell { moment, moments: cell.moments + 1, surprise: cell.surprise + weight };
        };
        let mut q = p;
        while q > 0 && moments.of_share[q - 1] == moment && shares.time(q - 1) >= earliest {
            q -= 1;
            meet(q);
        }
        q = p + 1;
        while q < shares.len() && moments.of_share[q] == moment && shares.time(q) <= latest {
            meet(q);
            q += 1;
        }
    }

    fn drain(&mut self, a: u32, shares: &Shares, null: &Null, bar: &Bar, least: Least, out: &mut Vec<Pair>) {
        let first = out.len();
        let n_a = shares.activity[a as usize];
        for b in self.touched.drain(..) {
            let cell = std::mem::take(&mut self.cells[b as usize]);
            let n_b = shares.activity[b as usize];
            if cell.moments < least.moments || cell.surprise < bar.at(f64::from(n_a) * f64::from(n_b)) {
                continue;
            }
            let p = null.p_value(f64::from(cell.surprise), n_a, n_b);
            if p <= least.p {
                out.push(Pair { a, b, moments: cell.moments, surprise: cell.surprise, p });
            }
        }
        out[first..].sort_unstable_by_key(|pair| pair.b);
    }
}
