//! Synchrony: given that accounts share the same objects, are they also on time?
//!
//! The null model of [`super::null`] asks whether two accounts meet more often than accounts dealt out at random.
//! People with the same interests do: fans of one singer, readers of one paper. What they do not do is meet within
//! the window at nearly every object that both share. So the second, separate judgement conditions on the objects.
//! A *trial* is a share by one account of an object that the other shares too; it is *on time* if the other has a
//! share of it within the window. How many would be on time if everyone had come to each object as everybody else
//! does?
//!
//! "Everybody else" is measured, not assumed: the *background* are accounts that are in no surprising pair of this
//! signal (and, for a group, not in the group). Where many of them share an object its own rate counts (breaking news is
//! shared by everybody within minutes, so being on time there says nothing); where few do, the rate of objects of
//! like popularity. If one share lies within the window of one other with chance `s`, it lies within the window of
//! some of `n` others with chance `1 − (1 − s)^n`.
//!
//! The chance of `x` or more on time among `n` trials with `e` expected is at most `exp(−n · KL(x/n ‖ e/n))` for
//! independent trials (Hoeffding 1963, theorem 1, which covers unequal rates). Trials of one pair are nearly so. Those of
//! a group are not: ten accounts at one object make ninety trials but nine decisions to come after the first. So for
//! groups the divergence per trial is the effect, and the evidence is that times the number of decisions.

use super::layer::Layer;

/// Shrinks an object's own background rate towards its class: as if this many pairs had the class's rate. About 32
/// background accounts have as many pairs, so it takes that many to speak for an object.
const OBJECT_PRIOR_PAIRS: f64 = 500.0;
/// Shrinks a class's rate towards [`PRIOR_RATE`].
const CLASS_PRIOR_PAIRS: f64 = 100.0;
/// Where nothing is known, one in twenty pairs of shares of one object is taken to be on time by custom.
const PRIOR_RATE: f64 = 0.05;
/// One object counts in its class as at most so many pairs.
const MOST_PAIRS_AN_OBJECT: f64 = 1_000.0;
const CLASSES: usize = 33;

/// How often two background shares of one object lie within the window.
#[derive(Clone, Debug)]
pub struct Background {
    /// Rate by class of popularity (powers of two of the number of shares).
    class: [f64; CLASSES],
    /// Rate of each group of the layer.
    rate: Vec<f32>,
}

/// What accounts share, and how much of it on time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Synchrony {
    /// Distinct objects in common.
    pub objects: u32,
    /// Accounts at each object after the first one there, summed: how many decisions to be on time there were that do
    /// not hang on each other, however many pairs they make.
    pub decisions: u32,
    /// Shares of common objects that could be on time.
    pub trials: f64,
    /// Those that were.
    pub on_time: f64,
    /// Those that would be at the background's rates.
    pub expected: f64,
}

impl Synchrony {
    /// Share of the trials that were on time.
    pub fn ratio(&self) -> f64 {
        if self.trials > 0.0 { self.on_time / self.trials } else { 0.0 }
    }

    /// Divergence from the background a trial, nats; 0 where no more was on time than expected.
    pub fn nats(&self) -> f64 {
        if self.trials <= 0.0 || self.on_time <= self.expected {
            return 0.0;
        }
        let (x, e) = (self.on_time / self.trials, (self.expected / self.trials).clamp(1e-9, 1.0));
        let miss = if x < 1.0 { (1.0 - x) * ((1.0 - x) / (1.0 - e)).ln() } else { 0.0 };
        (x * (x / e).ln() + miss).max(0.0)
    }

    /// Upper bound of the chance of so much on time, for independent trials.
    pub fn p_value(&self) -> f64 {
        (-self.trials * self.nats()).exp()
    }

    /// Evidence of a group, nats: divergence times decisions.
    pub fn evidence(&self) -> f64 {
        self.nats() * f64::from(self.decisions)
    }
}

impl Background {
    /// Measures the background of a layer: shares by accounts for which `background` is true.
    pub fn measure(layer: &Layer, window_ms: i64, background: impl Fn(u32) -> bool) -> Self {
        let shares = &layer.shares;
        let counts: Vec<(f64, f64)> =
            (0..shares.groups()).map(|g| near_pairs(layer, g, window_ms, &background)).collect();
        let mut sums = [(0f64, 0f64); CLASSES];
        for (g, (near, all)) in counts.iter().enumerate() {
            let cap = (MOST_PAIRS_AN_OBJECT / all.max(1.0)).min(1.0);
            let sum = &mut sums[class(shares.range(g).len())];
            sum.0 += near * cap;
            sum.1 += all * cap;
        }
        let class_rate =
            sums.map(|(near, all)| (near + CLASS_PRIOR_PAIRS * PRIOR_RATE) / (all + CLASS_PRIOR_PAIRS));
        let rate = counts
            .iter()
            .enumerate()
            .map(|(g, &counts)| shrunk(counts, class_rate[class(shares.range(g).len())]) as f32);
        Self { class: class_rate, rate: rate.collect() }
    }

    /// The rate of group `g` when only accounts outside of some group of accounts count, which made `theirs` of its
    /// shares. Leaving out less than a tenth of a crowd changes nothing, and counting a crowd anew for every group that
    /// was in it costs more than all the rest; so then the rate stays.
    fn outside(
        &self,
        layer: &Layer,
        g: usize,
        theirs: usize,
        window_ms: i64,
        outside: &impl Fn(u32) -> bool,
    ) -> f64 {
        let size = layer.shares.range(g).len();
        if theirs * 10 < size {
            return f64::from(self.rate[g]);
        }
        shrunk(near_pairs(layer, g, window_ms, outside), self.class[class(size)])
    }
}

fn class(shares: usize) -> usize {
    (shares as u32).max(1).ilog2() as usize
}

fn shrunk((near, all): (f64, f64), class_rate: f64) -> f64 {
    (near + OBJECT_PRIOR_PAIRS * class_rate) / (all + OBJECT_PRIOR_PAIRS)
}

/// Pairs of shares of one object within the window, and all pairs, by accounts that `counts`.
fn near_pairs(layer: &Layer, g: usize, window_ms: i64, counts: &impl Fn(u32) -> bool) -> (f64, f64) {
    let range = layer.shares.range(g);
    let (account, time) = (&layer.shares.account[range.clone()], &layer.shares.time[range]);
    let (mut near, mut all, mut low, mut inside) = (0f64, 0f64, 0, 0u32);
    for (i, &t) in time.iter().enumerate() {
        if !counts(account[i]) {
            continue;
        }
        while t.saturating_sub(time[low]) > window_ms {
            inside -= u32::from(counts(account[low]));
            low += 1;
        }
        near += f64::from(inside);
        inside += 1;
        all += 1.0;
    }
    (near, all * (all - 1.0) / 2.0)
}

/// The groups and times of one account's shares, ascending by group then time.
pub type Visits = Vec<(u32, i64)>;

/// Visits of an account.
pub fn visits(layer: &Layer, account: u32) -> Visits {
    let positions = layer.by_account.of(account as usize).iter();
    positions.map(|&p| (layer.group_of[p as usize], layer.shares.time[p as usize])).collect()
}

/// Compares two accounts. On each common object the one with fewer shares makes the trials.
pub fn compare(a: &Visits, b: &Visits, window_ms: i64, background: &Background) -> Synchrony {
    let mut out = Synchrony::default();
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                let (ours, theirs) = (run(&a[i..]), run(&b[j..]));
                (i, j) = (i + ours.len(), j + theirs.len());
                let rate = f64::from(background.rate[ours[0].0 as usize]);
                let (few, many) = if ours.len() <= theirs.len() { (ours, theirs) } else { (theirs, ours) };
                out.objects += 1;
                out.decisions += few.len() as u32;
                out.trials += few.len() as f64;
                out.on_time += few.iter().filter(|v| nearest(v.1, many) <= window_ms).count() as f64;
                out.expected += few.len() as f64 * some_of(rate, many.len() as f64);
            }
        }
    }
    out
}

fn some_of(rate: f64, others: f64) -> f64 {
    1.0 - (1.0 - rate).powf(others)
}

fn run(visits: &[(u32, i64)]) -> &[(u32, i64)] {
    let end = visits.iter().take_while(|v| v.0 == visits[0].0).count();
    &visits[..end]
}

fn nearest(time: i64, others: &[(u32, i64)]) -> i64 {
    let at = others.partition_point(|v| v.1 < time);
    let before = at.checked_sub(1).map_or(i64::MAX, |i| time - others[i].1);
    let after = others.get(at).map_or(i64::MAX, |v| v.1 - time);
    before.min(after)
}

/// One object counts in a group's synchrony as at most so many trials, so that a single one does not decide.
const MOST_TRIALS_AN_OBJECT: f64 = 400.0;

/// Synchrony of a whole group: every share by a member of an object that other members share too is a trial with each
/// of them. `members` ascending.
pub fn of_group(layer: &Layer, members: &[u32], window_ms: i64, background: &Background) -> Synchrony {
    // Every share with the number of its member.
    let mut positions: Vec<(u32, u32)> = (0u32..)
        .zip(members)
        .flat_map(|(n, &m)| layer.by_account.of(m as usize).iter().map(move |&p| (p, n)))
        .collect();
    positions.sort_unstable();
    let outsider = |account: u32| members.binary_search(&account).is_err();
    let group = |p: u32| layer.group_of[p as usize];
    let time = |p: u32| layer.shares.time[p as usize];
    let mut out = Synchrony::default();
    let mut shares_of: Vec<u32> = vec![0; members.len()];
    let mut met_by: Vec<u32> = vec![u32::MAX; members.len()];
    for object in positions.chunk_by(|x, y| group(x.0) == group(y.0)) {
        let mut present: Vec<u32> = Vec::new();
        for &(_, n) in object {
            if shares_of[n as usize] == 0 {
                present.push(n);
            }
            shares_of[n as usize] += 1;
        }
        let counts: Vec<f64> =
            present.iter().map(|&n| f64::from(std::mem::take(&mut shares_of[n as usize]))).collect();
        let distinct = present.len();
        if distinct < 2 {
            continue;
        }
        let rate = background.outside(layer, group(object[0].0) as usize, object.len(), window_ms, &outsider);
        let chances: f64 = counts.iter().map(|&n| some_of(rate, n)).sum();
        let mut expected: f64 = counts.iter().map(|&n| n * (chances - some_of(rate, n))).sum();
        let mut on_time = 0f64;
        let mut low = 0;
        for &(p, own) in object {
            while time(p) - time(object[low].0) > window_ms {
                low += 1;
            }
            met_by[own as usize] = p;
            for &(q, n) in &object[low..] {
                if time(q) - time(p) > window_ms {
                    break;
                }
                if met_by[n as usize] != p {
                    met_by[n as usize] = p;
                    on_time += 1.0;
                }
            }
        }
        let mut trials = object.len() as f64 * (distinct as f64 - 1.0);
        let cap = (MOST_TRIALS_AN_OBJECT / trials).min(1.0);
        trials *= cap;
        on_time *= cap;
        expected *= cap;
        out.objects += 1;
        out.decisions += distinct as u32 - 1;
        out.trials += trials;
        out.on_time += on_time;
        out.expected += expected;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_above_the_exact_binomial_tail() {
        // P(X >= 8), X ~ Bin(10, 0.3) = 0.00159; the bound must not be below it.
        let of = |on_time, expected| Synchrony { objects: 1, decisions: 10, trials: 10.0, on_time, expected };
        let bound = of(8.0, 3.0).p_value();
        assert!((0.001_59..0.02).contains(&bound), "{bound}");
        assert_eq!(of(3.0, 3.0).p_value(), 1.0);
        assert!((of(10.0, 1.0).p_value() - 1e-10).abs() < 1e-12);
    }

    #[test]
    fn common_objects_are_found_whatever_their_times_and_only_near_ones_are_on_time() {
        let a = vec![(1, 0), (3, 100), (3, 900), (7, 5)];
        let b = vec![(1, 50), (2, 0), (3, 950), (7, 5_000)];
        let background = Background { class: [0.1; CLASSES], rate: vec![0.1; 8] };
        let s = compare(&a, &b, 60, &background);
        assert_eq!((s.objects, s.trials, s.on_time), (3, 3.0, 2.0));
        assert!((s.expected - (0.1 + 0.19 + 0.1)).abs() < 1e-6);
    }
}
