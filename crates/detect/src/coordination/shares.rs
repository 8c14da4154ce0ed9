//! Shares: who acted on which object when, grouped by object and in order of time.
//!
//! Every signal becomes this one shape, and every count runs over it. The sort is the only step that touches all
//! shares of all objects, so it is a counting sort on the object (O(n + objects), stable) followed by a check, and
//! only where needed a sort, of each group's times; a comparison sort over everything was three times slower.

use super::triples::Triples;
use rayon::prelude::*;

/// The shares of one signal, grouped.
#[derive(Clone, Debug, Default)]
pub struct Shares {
    /// Group `g` is `starts[g]..starts[g + 1]`.
    starts: Vec<u32>,
    /// The object of each group.
    objects: Vec<u32>,
    /// One bit a share: the first of its group. Scanning asks this at every step, so it must not be a search.
    first: Vec<u64>,
    /// Account of each share.
    pub account: Vec<u32>,
    /// Time of each share, ms; ascending within a group (ties in input order).
    pub time: Vec<i64>,
    /// Post of each share: row number in the columns.
    pub post: Vec<u32>,
    /// Shares of each account, those on objects that only one post shares included.
    pub activity: Vec<u32>,
    /// All shares, those on objects that only one post shares included.
    pub total: u64,
    /// Whether some post has several shares (several links, say).
    pub several_per_post: bool,
}

impl Shares {
    /// Groups `triples`; objects with a single share are counted and then left out, since nothing can match them.
    ///
    /// # Panics
    /// With 2³² shares or more.
    pub fn group(triples: &Triples, accounts: usize) -> Self {
        Self::group_all(triples, accounts, 2)
    }

    /// The same for objects with at least `least` shares: 1 where objects match others besides themselves.
    pub fn group_all(triples: &Triples, accounts: usize, least: u32) -> Self {
        let n = triples.len();
        assert!(n < u32::MAX as usize, "fewer than 2^32 shares a signal");
        let mut activity = vec![0u32; accounts];
        triples.account.iter().for_each(|&a| activity[a as usize] += 1);

        // Counting sort: how many a group, where each group starts, then every share into its place.
        let mut place = vec![0u32; triples.objects];
        triples.object.iter().for_each(|&o| place[o as usize] += 1);
        let (mut starts, mut objects, mut next) = (vec![0u32], Vec::new(), 0u32);
        for (object, slot) in place.iter_mut().enumerate() {
            let count = *slot;
            if count < least.max(1) {
                *slot = u32::MAX;
                continue;
            }
            *slot = next;
            next += count;
            starts.push(next);
            objects.push(object as u32);
        }
        let mut order = vec![0u32; next as usize];
        for (i, &object) in triples.object.iter().enumerate() {
            let slot = &mut place[object as usize];
            if *slot != u32::MAX {
                order[*slot as usize] = i as u32;
                *slot += 1;
            }
        }
        drop(place);
        // A stable counting sort keeps the input's order, which mostly is the order of time already.
        let mut groups: Vec<&mut [u32]> = Vec::with_capacity(objects.len());
        let mut rest = order.as_mut_slice();
        for bounds in starts.windows(2) {
            let (group, tail) = rest.split_at_mut((bounds[1] - bounds[0]) as usize);
            groups.push(group);
            rest = tail;
        }
        groups.into_par_iter().with_min_len(1_024).for_each(|group| {
            if !group.is_sorted_by_key(|&i| triples.time[i as usize]) {
                group.sort_by_key(|&i| triples.time[i as usize]);
            }
        });
        let mut first = vec![0u64; order.len() / 64 + 1];
        starts[..objects.len()].iter().for_each(|&s| first[s as usize / 64] |= 1 << (s % 64));
        Self {
            starts,
            objects,
            first,
            account: order.par_iter().map(|&i| triples.account[i as usize]).collect(),
            time: order.par_iter().map(|&i| triples.time[i as usize]).collect(),
            post: if triples.post.is_empty() {
                order
            } else {
                order.par_iter().map(|&i| triples.post[i as usize]).collect()
            },
            activity,
            total: n as u64,
            several_per_post: triples.several_per_post,
        }
    }

    /// Number of shares in groups.
    pub fn len(&self) -> usize {
        self.account.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.account.is_empty()
    }

    /// Number of groups.
    pub fn groups(&self) -> usize {
        self.objects.len()
    }

    /// The shares of group `g`.
    pub fn range(&self, g: usize) -> std::ops::Range<usize> {
        self.starts[g] as usize..self.starts[g + 1] as usize
    }

    /// The object of group `g`.
    pub fn object(&self, g: usize) -> u32 {
        self.objects[g]
    }

    /// Whether share `p` is the first of its group.
    #[inline]
    pub fn is_first(&self, p: usize) -> bool {
        self.first[p / 64] >> (p % 64) & 1 == 1
    }

    /// The group that share `p` is in (a search: not for inner loops).
    pub fn group_of(&self, p: usize) -> usize {
        self.starts.partition_point(|&s| s as usize <= p) - 1
    }

    /// All shares of each account, as ranges into a list of positions (ascending within an account).
    pub fn by_account(&self) -> ByAccount {
        let mut starts = vec![0u32; self.activity.len() + 1];
        self.account.iter().for_each(|&a| starts[a as usize + 1] += 1);
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        let mut next = starts.clone();
        let mut positions = vec![0u32; self.len()];
        for (p, &a) in self.account.iter().enumerate() {
            let slot = &mut next[a as usize];
            positions[*slot as usize] = p as u32;
            *slot += 1;
        }
        ByAccount { starts, positions }
    }
}

/// Positions in [`Shares`], by account.
#[derive(Clone, Debug)]
pub struct ByAccount {
    starts: Vec<u32>,
    positions: Vec<u32>,
}

impl ByAccount {
    /// Positions of this account's shares, ascending.
    pub fn of(&self, account: usize) -> &[u32] {
        &self.positions[self.starts[account] as usize..self.starts[account + 1] as usize]
    }

    /// Number of accounts.
    pub fn accounts(&self) -> usize {
        self.starts.len() - 1
    }
}
