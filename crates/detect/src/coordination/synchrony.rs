//! Synchrony: given that two accounts share the same objects, are they also on time?
//!
//! The null model of [`super::null`] asks whether two accounts meet more often than accounts dealt out at random.
//! People with the same interests do: fans of one singer, readers of one paper. What they do not do is meet within
//! the window at nearly every object that both share. So the second, separate judgement conditions on the objects:
//! of the `K` objects that both accounts shared at any time, `X` were shared within the window; how many would be if
//! both had come to each object as everybody else does?
//!
//! "Everybody else" is measured, not assumed: the *background* are the accounts that are in no surprising pair of
//! this signal. For an object with many background shares its own rate counts (breaking news is shared by everybody
//! within minutes, so being on time there says nothing); for one with few, the rate of objects of like popularity.
//! The chance of `X` or more among `K` independent trials of mean rate `E/K` is at most `exp(−K · KL(X/K ‖ E/K))`
//! (Hoeffding 1963, theorem 1, which covers unequal rates).

use super::shares::Shares;

/// Shrinks an object's own background rate towards its class: as if this many pairs had the class's rate.
const OBJECT_PRIOR_PAIRS: f64 = 50.0;
/// Shrinks a class's rate towards [`PRIOR_RATE`].
const CLASS_PRIOR_PAIRS: f64 = 100.0;
/// Where nothing is known, one in twenty pairs of shares of one object is taken to be on time by custom.
const PRIOR_RATE: f64 = 0.05;

/// How often two shares of one object lie within the window, by object.
#[derive(Clone, Debug)]
pub struct Background {
    /// Rate of each group.
    rate: Vec<f32>,
}

/// What two accounts share, and how much of it on time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Synchrony {
    /// Objects both shared, at any time.
    pub objects: u32,
    /// Objects both shared within the window of each other.
    pub on_time: u32,
    /// How many would be on time at the background's rates.
    pub expected: f64,
    /// Upper bound of the chance of `on_time` or more.
    pub p: f64,
}

impl Synchrony {
    /// Share of the common objects that were shared on time.
    pub fn ratio(&self) -> f64 {
        if self.objects == 0 { 0.0 } else { f64::from(self.on_time) / f64::from(self.objects) }
    }
}

impl Background {
    /// Measures the background: shares by accounts for which `background` is true.
    pub fn measure(shares: &Shares, window_ms: i64, background: impl Fn(u32) -> bool) -> Self {
        const CLASSES: usize = 33;
        let class = |g: usize| (shares.range(g).len() as u32).ilog2() as usize;
        let mut by_object = vec![(0f64, 0f64); shares.groups()];
        let mut by_class = [(0f64, 0f64); CLASSES];
        let mut times = Vec::new();
        for (g, counts) in by_object.iter_mut().enumerate() {
            times.clear();
            times.extend(shares.range(g).filter(|&p| background(shares.account[p])).map(|p| shares.time[p]));
            let mut low = 0;
            for (i, &t) in times.iter().enumerate() {
                while t.saturating_sub(times[low]) > window_ms {
                    low += 1;
                }
                counts.0 += (i - low) as f64;
            }
            counts.1 = times.len() as f64 * (times.len() as f64 - 1.0).max(0.0) / 2.0;
            // Large objects must not decide for the whole class alone: each counts as at most 1,000 pairs.
            let cap = (1_000.0 / counts.1.max(1.0)).min(1.0);
            by_class[class(g)].0 += counts.0 * cap;
            by_class[class(g)].1 += counts.1 * cap;
        }
        let class_rate =
            by_class.map(|(near, all)| (near + CLASS_PRIOR_PAIRS * PRIOR_RATE) / (all + CLASS_PRIOR_PAIRS));
        let rate = by_object
            .iter()
            .enumerate()
            .map(|(g, (near, all))| {
                ((near + OBJECT_PRIOR_PAIRS * class_rate[class(g)]) / (all + OBJECT_PRIOR_PAIRS)) as f32
            })
            .collect();
        Self { rate }
    }
}

/// The groups and times of one account's shares, ascending by group then time.
pub type Visits = Vec<(u32, i64)>;

/// Visits of an account.
pub fn visits(shares: &Shares, group_of: &[u32], positions: &[u32]) -> Visits {
    positions.iter().map(|&p| (group_of[p as usize], shares.time[p as usize])).collect()
}

/// Compares two accounts' visits.
pub fn compare(a: &Visits, b: &Visits, window_ms: i64, background: &Background) -> Synchrony {
    let mut out = Synchrony::default();
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                let group = a[i].0;
                let (i_end, j_end) = (run(a, i), run(b, j));
                out.objects += 1;
                out.on_time += u32::from(nearest(&a[i..i_end], &b[j..j_end]) <= window_ms);
                // Several shares of one object are several chances to be on time.
                let chances = ((i_end - i) * (j_end - j)) as i32;
                out.expected +=
                    1.0 - (1.0 - f64::from(background.rate[group as usize])).powi(chances.min(1_000));
                (i, j) = (i_end, j_end);
            }
        }
    }
    out.p = binomial_bound(f64::from(out.on_time), out.expected, f64::from(out.objects));
    out
}

fn run(visits: &Visits, start: usize) -> usize {
    start + visits[start..].iter().take_while(|v| v.0 == visits[start].0).count()
}

/// Least time between two ascending lists.
fn nearest(a: &[(u32, i64)], b: &[(u32, i64)]) -> i64 {
    let (mut i, mut j, mut least) = (0, 0, i64::MAX);
    while i < a.len() && j < b.len() {
        least = least.min((a[i].1 - b[j].1).abs());
        if a[i].1 < b[j].1 {
            i += 1;
        } else {
            j += 1;
        }
    }
    least
}

/// `exp(−n · KL(x/n ‖ e/n))` where `x > e`, else 1.
fn binomial_bound(x: f64, e: f64, n: f64) -> f64 {
    if n == 0.0 || x <= e {
        return 1.0;
    }
    let miss = if x < n { (n - x) * ((n - x) / (n - e)).ln() } else { 0.0 };
    (-(x * (x / e).ln() + miss)).exp().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_above_the_exact_binomial_tail() {
        // P(X >= 8), X ~ Bin(10, 0.3) = 0.00159; the bound must not be below it.
        let exact = 0.001_590_386;
        let bound = binomial_bound(8.0, 3.0, 10.0);
        assert!(bound >= exact && bound < 0.02, "{bound}");
        assert_eq!(binomial_bound(3.0, 3.0, 10.0), 1.0);
        assert!((binomial_bound(10.0, 1.0, 10.0) - 1e-10).abs() < 1e-12);
    }

    #[test]
    fn common_objects_are_found_whatever_their_times_and_only_near_ones_are_on_time() {
        let a = vec![(1, 0), (3, 100), (3, 900), (7, 5)];
        let b = vec![(1, 50), (2, 0), (3, 950), (7, 5_000)];
        let background = Background { rate: vec![0.1; 8] };
        let s = compare(&a, &b, 60, &background);
        assert_eq!((s.objects, s.on_time), (3, 2));
        assert!((s.expected - (0.1 + 0.19 + 0.1)).abs() < 1e-6);
    }
}
