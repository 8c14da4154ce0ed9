//! Shares: who acted on which object when, grouped by object and in order of time.
//!
//! Every signal becomes this one shape, and every count runs over it. Going account by account or object by object jumps
//! through the shares at random, so all that is read of a share lies in one place: a share and its neighbours are one
//! or two cache lines, where columns of accounts, times and posts are five.

use super::{counting, triples::Triples};
use rayon::prelude::*;

/// Marks the first share of a group in its account.
const FIRST: u32 = 1 << 31;

/// One account's act on an object: sixteen bytes, four to a cache line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Time, ms.
    pub time: i64,
    account: u32,
    /// Post: row number in the columns.
    pub post: u32,
}

impl Share {
    /// The account.
    #[inline]
    pub fn account(self) -> u32 {
        self.account & !FIRST
    }

    /// Whether it is the first of its group. Scanning asks this at every step, so it must not be a search.
    #[inline]
    pub fn is_first(self) -> bool {
        self.account & FIRST != 0
    }
}

/// The shares of one signal, grouped.
#[derive(Clone, Debug, Default)]
pub struct Shares {
    /// Group `g` is `starts[g]..starts[g + 1]`.
    starts: Vec<u32>,
    /// The object of each group, ascending.
    objects: Vec<u32>,
    /// Time ascending within a group (ties in input order).
    all: Vec<Share>,
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
    /// With 2³² shares or more, or 2³¹ accounts or more.
    pub fn group(triples: &Triples, accounts: usize) -> Self {
        Self::group_all(triples, accounts, 2)
    }

    /// The same for objects with at least `least` shares: 1 where objects match others besides themselves.
    pub fn group_all(triples: &Triples, accounts: usize, least: u32) -> Self {
        assert!(accounts < FIRST as usize, "fewer than 2^31 accounts");
        let n = triples.len();
        let activity = counting::occurrences(n, accounts, |i| triples.account[i]);
        let post = |i: usize| triples.post.get(i).map_or(i as u32, |&post| post);
        let share = |i: usize| Share { time: triples.time[i], account: triples.account[i], post: post(i) };
        let sorted = counting::sort(n, triples.objects, least.max(1), |i| triples.object[i], share);
        let (mut starts, mut objects, mut all) = (vec![0u32], Vec::new(), sorted.items);
        for (object, bounds) in
            sorted.starts.windows(2).enumerate().filter(|(_, bounds)| bounds[0] < bounds[1])
        {
            objects.push(object as u32);
            starts.push(bounds[1]);
        }
        let mut groups: Vec<&mut [Share]> = Vec::with_capacity(objects.len());
        let mut rest = all.as_mut_slice();
        for bounds in starts.windows(2) {
            let (group, tail) = rest.split_at_mut((bounds[1] - bounds[0]) as usize);
            groups.push(group);
            rest = tail;
        }
        groups.into_par_iter().with_min_len(1_024).for_each(|group| {
            // The input's order mostly is the order of time already.
            if !group.is_sorted_by_key(|share| share.time) {
                group.sort_by_key(|share| share.time);
            }
            group[0].account |= FIRST;
        });
        Self { starts, objects, all, activity, total: n as u64, several_per_post: triples.several_per_post }
    }

    /// Number of shares in groups.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All shares, group by group.
    pub fn all(&self) -> &[Share] {
        &self.all
    }

    /// Account of share `p`.
    #[inline]
    pub fn account(&self, p: usize) -> u32 {
        self.all[p].account()
    }

    /// Time of share `p`, ms.
    #[inline]
    pub fn time(&self, p: usize) -> i64 {
        self.all[p].time
    }

    /// Post of share `p`: row number in the columns.
    #[inline]
    pub fn post(&self, p: usize) -> u32 {
        self.all[p].post
    }

    /// Number of groups.
    pub fn groups(&self) -> usize {
        self.objects.len()
    }

    /// Positions of the shares of group `g`.
    pub fn range(&self, g: usize) -> std::ops::Range<usize> {
        self.starts[g] as usize..self.starts[g + 1] as usize
    }

    /// The shares of group `g`.
    pub fn of_group(&self, g: usize) -> &[Share] {
        &self.all[self.range(g)]
    }

    /// The object of group `g`.
    pub fn object(&self, g: usize) -> u32 {
        self.objects[g]
    }

    /// The group that share `p` is in (a search: not for inner loops).
    pub fn group_of(&self, p: usize) -> usize {
        self.starts.partition_point(|&s| s as usize <= p) - 1
    }

    /// The same shares, each by the account that is named for it.
    #[must_use]
    pub fn dealt_to(&self, accounts: &[u32]) -> Self {
        let mut dealt = self.clone();
        for (share, &account) in dealt.all.iter_mut().zip(accounts) {
            share.account = account | (share.account & FIRST);
        }
        dealt
    }

    /// All shares of each account, as ranges into a list of positions (ascending within an account).
    pub fn by_account(&self) -> ByAccount {
        let accounts = self.activity.len();
        let sorted = counting::sort(self.len(), accounts, 0, |p| self.account(p), |p| p as u32);
        ByAccount { starts: sorted.starts, positions: sorted.items }
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
