//! Lock-out: guessing gets slower with every wrong guess.
//!
//! **The problem.** Unlimited guesses find a password; an account that locks for good lets anybody lock anybody out; and
//! a lock that only real accounts have tells which names are real.
//!
//! **The choice.** Failures are counted by the name that was typed, whether it exists or not, and by the address they came
//! from. The first five cost nothing; then each doubles a wait, from 30 seconds to 15 minutes a name and from 5 seconds to
//! 15 minutes an address (after 20). While a wait lasts not even the right password is looked at, and the answer is the
//! same for every name. A success forgets the name's failures; a day without any forgets the rest.
//! **Rejected.** Permanent locks, and captchas: the first harms the person, the second only people.

use serde::{Deserialize, Serialize};

/// Failures after which waits begin, first wait, longest wait; in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Failures that cost nothing.
    pub free: u32,
    /// The first wait.
    pub first: i64,
    /// The longest wait.
    pub longest: i64,
    /// Time without a failure after which all are forgotten.
    pub forget: i64,
}

/// For a name.
pub const ACCOUNT: Policy = Policy { free: 5, first: 30_000, longest: 15 * 60_000, forget: 24 * 3_600_000 };
/// For an address, behind which a whole office may sit.
pub const ADDRESS: Policy = Policy { free: 20, first: 5_000, longest: 15 * 60_000, forget: 24 * 3_600_000 };

/// Failures so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failures {
    /// How many in a row.
    pub count: u32,
    /// When the last one was, in milliseconds of UTC.
    pub last: i64,
}

impl Failures {
    /// Milliseconds until the next guess is looked at; 0 for now.
    pub fn wait(&self, policy: &Policy, now: i64) -> i64 {
        if self.count < policy.free || self.is_forgotten(policy, now) {
            return 0;
        }
        let doublings = (self.count - policy.free).min(20);
        let wait = (policy.first << doublings).min(policy.longest);
        // A clock that was set back must not lock for longer than the wait itself.
        (self.last.min(now) + wait - now).max(0)
    }

    /// One more.
    #[must_use]
    pub fn fail(&self, policy: &Policy, now: i64) -> Self {
        let count = if self.is_forgotten(policy, now) { 0 } else { self.count };
        Self { count: count.saturating_add(1), last: now }
    }

    /// Whether they are too old to count.
    pub fn is_forgotten(&self, policy: &Policy, now: i64) -> bool {
        now - self.last >= policy.forget
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_five_are_free_and_then_waits_double() {
        let mut failures = Failures::default();
        let mut now = 1_000_000;
        let mut waits = Vec::new();
        for _ in 0..12 {
            failures = failures.fail(&ACCOUNT, now);
            let wait = failures.wait(&ACCOUNT, now);
            waits.push(wait / 1_000);
            now += wait;
            assert_eq!(failures.wait(&ACCOUNT, now), 0);
        }
        assert_eq!(waits, [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
    }

    #[test]
    fn a_day_without_failures_forgets_them() {
        let failures = Failures { count: 40, last: 0 };
        assert!(failures.wait(&ACCOUNT, 60_000) > 0);
        assert_eq!(failures.wait(&ACCOUNT, ACCOUNT.forget), 0);
        assert_eq!(failures.fail(&ACCOUNT, ACCOUNT.forget).count, 1);
    }

    proptest! {
        /// However many failures and wherever the clock jumps: a wait is never longer than the longest.
        #[test]
        fn nobody_is_locked_out_for_good(count: u32, last in 0..4_000_000_000_000i64, now in 0..4_000_000_000_000i64) {
            let wait = Failures { count, last }.wait(&ACCOUNT, now);
            prop_assert!((0..=ACCOUNT.longest).contains(&wait));
        }

        /// An attacker gets few guesses a day: five and one each quarter of an hour, at most a dozen more on the way there.
        #[test]
        fn guesses_a_day_are_few(start in 0..1_000_000i64) {
            let (mut failures, mut now, mut guesses) = (Failures::default(), start + ACCOUNT.forget, 0);
            let end = now + 24 * 3_600_000;
            while now < end {
                failures = failures.fail(&ACCOUNT, now);
                guesses += 1;
                now += failures.wait(&ACCOUNT, now).max(1);
            }
            prop_assert!(guesses < 115);
        }
    }
}
