//! What stands between a guess and the password hash, in memory.
//!
//! **The problem.** Guesses sent side by side would all see the count of failures before any of them is counted; and each
//! hash takes 19 MiB. **The choice.** Guesses go one after the other in four lanes, chosen by the name that is tried, so
//! that a name's guesses are never side by side and at most four hashes are in memory. Failures by address stay here: an
//! address is personal data and the log is for ever. A password that was right is remembered for five minutes as a keyed
//! digest, since TAXII clients send it with every request; it is bound to the stored hash, so that a change ends it.

use ostrakon_access::{
    lockout::{ADDRESS, Failures},
    secret,
};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

const LANES: usize = 4;
/// How long a right password is remembered, in milliseconds.
const REMEMBER: i64 = 5 * 60_000;
/// Most addresses and passwords that are remembered; beyond it the stalest go.
const MOST: usize = 10_000;

pub(super) struct Guard {
    salt: [u8; 32],
    lanes: [Mutex<()>; LANES],
    addresses: Mutex<HashMap<IpAddr, Failures>>,
    right: Mutex<HashMap<String, (String, i64)>>,
}

impl Guard {
    pub(super) fn new(salt: [u8; 32]) -> Self {
        Self { salt, lanes: Default::default(), addresses: Mutex::default(), right: Mutex::default() }
    }

    /// Waits for this name's turn.
    pub(super) fn turn(&self, name: &str) -> MutexGuard<'_, ()> {
        let lane =
            name.bytes().fold(0usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
        open(&self.lanes[lane % LANES])
    }

    /// Milliseconds until this address may try again.
    pub(super) fn wait(&self, address: Option<IpAddr>, now: i64) -> i64 {
        let Some(address) = address.map(network) else { return 0 };
        open(&self.addresses).get(&address).map_or(0, |failures| failures.wait(&ADDRESS, now))
    }

    /// Counts a failure of this address.
    pub(super) fn fail(&self, address: Option<IpAddr>, now: i64) {
        let Some(address) = address.map(network) else { return };
        let mut all = open(&self.addresses);
        if all.len() >= MOST {
            drop_stalest(&mut all, |failures| failures.last);
        }
        let failures = all.entry(address).or_default();
        *failures = failures.fail(&ADDRESS, now);
    }

    /// Whether this password was right a moment ago, for this stored hash.
    pub(super) fn remembers(&self, name: &str, password: &str, hash: &str, now: i64) -> bool {
        let key = self.key(name, password);
        open(&self.right)
            .get(&key)
            .is_some_and(|(known, at)| (0..REMEMBER).contains(&(now - at)) && secret::same(known, hash))
    }

    /// Remembers that it was.
    pub(super) fn remember(&self, name: &str, password: &str, hash: &str, now: i64) {
        let mut all = open(&self.right);
        if all.len() >= MOST {
            drop_stalest(&mut all, |(_, at)| *at);
        }
        all.insert(self.key(name, password), (hash.to_owned(), now));
    }

    fn key(&self, name: &str, password: &str) -> String {
        use std::fmt::Write;
        let mut text = String::with_capacity(128);
        for byte in self.salt {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        let _ = write!(text, "{}:{name}{password}", name.len());
        secret::digest(&text)
    }
}

/// A lock holds counters that are right after every statement; a panic elsewhere does not spoil them.
fn open<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes room: half of what is oldest goes.
fn drop_stalest<K: Clone + Eq + std::hash::Hash, V>(all: &mut HashMap<K, V>, at: impl Fn(&V) -> i64) {
    let mut times: Vec<i64> = all.values().map(&at).collect();
    let middle = times.len() / 2;
    let (_, pivot, _) = times.select_nth_unstable(middle);
    let pivot = *pivot;
    all.retain(|_, value| at(value) > pivot);
}

/// One host of IPv4; of IPv6 the /64 that one host can use freely.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let mut octets = v6.octets();
            octets[8..].fill(0);
            IpAddr::from(octets)
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_waits_after_twenty_failures_and_so_does_its_network() {
        let guard = Guard::new([0; 32]);
        let address = |text: &str| Some(text.parse::<IpAddr>().expect("an address"));
        for _ in 0..20 {
            assert_eq!(guard.wait(address("2001:db8::1"), 0), 0);
            guard.fail(address("2001:db8::1"), 0);
        }
        assert!(guard.wait(address("2001:db8::2"), 0) > 0);
        assert_eq!(guard.wait(address("192.0.2.1"), 0), 0);
        assert_eq!(guard.wait(None, 0), 0);
    }

    #[test]
    fn a_right_password_is_remembered_for_its_hash_and_for_minutes() {
        let guard = Guard::new([7; 32]);
        guard.remember("a", "b", "hash", 1_000);
        assert!(guard.remembers("a", "b", "hash", 1_000 + REMEMBER - 1));
        assert!(!guard.remembers("a", "b", "hash", 1_000 + REMEMBER));
        assert!(!guard.remembers("a", "b", "other", 1_000));
        assert!(!guard.remembers("ab", "", "hash", 1_000));
    }

    #[test]
    fn memory_is_bounded() {
        let guard = Guard::new([0; 32]);
        for n in 0..(2 * MOST as u32) {
            guard.fail(Some(IpAddr::from(n.to_be_bytes())), i64::from(n));
        }
        assert!(open(&guard.addresses).len() <= MOST);
    }
}
