//! Synchrony: given that accounts share the same objects, are they also on time?
//!
//! The null model of [`super::null`] asks whether two accounts meet more often than accounts dealt out at random.
//! People with the same interests do: fans of one singer, readers of one paper. What they do not do is meet within
//! the window at nearly every object that both share. So the second, separate judgement conditions on the objects.
//! A *trial* is a share by one account of an object that the other shares too; it is *on time* if the other has a
//! share of it within the window. How many would be on time if everyone had come to each object as everybody else
//! does?
//!
//! "Everybody else" is measured, not assumed: see [`super::background`]. If one share lies within the window of one other
//! with chance `s`, it lies within the window of some of `n` others with chance `1 − (1 − s)^n`.
//!
//! The chance of `x` or more on time among `n` trials with `e` expected is at most `exp(−n · KL(x/n ‖ e/n))` for
//! independent trials (Hoeffding 1963, theorem 1, which covers unequal rates). Trials of one pair are nearly so. Those of
//! a group are not: ten accounts at one object make ninety trials but nine decisions to come after the first. So for
//! groups the divergence per trial is the effect, and the evidence is that times the number of decisions.

use super::{background::Background, layer::Layer};

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

/// The groups and times of one account's shares, ascending by group then time.
pub type Visits = Vec<(u32, i64)>;

/// Visits of an account.
pub fn visits(layer: &Layer, account: u32) -> Visits {
    let positions = layer.by_account.of(account as usize).iter();
    positions.map(|&p| (layer.group_of[p as usize], layer.shares.time(p as usize))).collect()
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
    // Nearly always there is one other, and a power costs more than all the rest.
    let none = if others == 1.0 { 1.0 - rate } else { (1.0 - rate).powf(others) };
    1.0 - none
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
    let time = |p: u32| layer.shares.time(p as usize);
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
        let background = Background::constant(0.1, 8);
        let s = compare(&a, &b, 60, &background);
        assert_eq!((s.objects, s.trials, s.on_time), (3, 3.0, 2.0));
        assert!((s.expected - (0.1 + 0.19 + 0.1)).abs() < 1e-6);
    }
}
