//! Joint actions: the evidence of a group, as things that several members did together.
//!
//! A pair's evidence is its *meetings*; a group's are its *joint actions*: runs of shares of one object by members, in
//! which each follows the one before within the window, with at least two members. They are what an analyst is shown,
//! and what the group's own figures (how many take part, who is first, how far apart) are taken from. Cost: the
//! members' shares, sorted; no pair of members is enumerated.

use super::layer::Layer;

/// Two accounts at the same object within the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// The object, in the signal's own numbers.
    pub object: u32,
    /// Post of the first account.
    pub a_post: u32,
    /// Post of the second.
    pub b_post: u32,
    /// Time of the second less time of the first, ms.
    pub gap_ms: i64,
}

/// Members at the same object, one soon after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joint {
    /// The object, in the signal's own numbers.
    pub object: u32,
    /// Positions of the shares in the layer, in order of time.
    pub shares: Vec<u32>,
    /// How many distinct members.
    pub members: u32,
}

impl Layer {
    /// The meetings of two accounts: for every share of `a`, the nearest of `b` on the same object within the window.
    pub fn meetings(&self, a: u32, b: u32, window_ms: i64) -> Vec<Meeting> {
        let (ours, theirs) = (self.by_account.of(a as usize), self.by_account.of(b as usize));
        let key = |p: u32| (self.group_of[p as usize], self.shares.time(p as usize));
        let mut out = Vec::new();
        for &p in ours {
            let (group, time) = key(p);
            let at = theirs.partition_point(|&q| key(q) < (group, time));
            let near = [at.checked_sub(1), Some(at)].into_iter().flatten().filter_map(|i| theirs.get(i));
            let near = near.filter(|&&q| {
                let (other, t) = key(q);
                other == group && (t - time).abs() <= window_ms && self.matches(p as usize, q as usize)
            });
            if let Some(&q) = near.min_by_key(|&&q| (key(q).1 - time).abs()) {
                out.push(Meeting {
                    object: self.shares.object(group as usize),
                    a_post: self.shares.post(p as usize),
                    b_post: self.shares.post(q as usize),
                    gap_ms: key(q).1 - time,
                });
            }
        }
        out
    }

    /// The joint actions of `members` (ascending), in order of objects, then time.
    pub fn joint_actions(&self, members: &[u32], window_ms: i64) -> Vec<Joint> {
        let mut positions: Vec<u32> =
            members.iter().flat_map(|&m| self.by_account.of(m as usize).iter().copied()).collect();
        positions.sort_unstable();
        let time = |p: u32| self.shares.time(p as usize);
        let together = |&p: &u32, &q: &u32| {
            self.group_of[p as usize] == self.group_of[q as usize] && time(q) - time(p) <= window_ms
        };
        positions
            .chunk_by(together)
            .filter_map(|run| {
                let mut accounts: Vec<u32> = run.iter().map(|&p| self.shares.account(p as usize)).collect();
                accounts.sort_unstable();
                accounts.dedup();
                (accounts.len() > 1).then(|| Joint {
                    object: self.shares.object(self.group_of[run[0] as usize] as usize),
                    shares: run.to_vec(),
                    members: accounts.len() as u32,
                })
            })
            .collect()
    }

    /// Of the groups in which some of `members` (ascending) have a share, how many of them do, by the group's number.
    pub fn present(&self, members: &[u32]) -> std::collections::BTreeMap<u32, u32> {
        let mut present = std::collections::BTreeMap::new();
        for &member in members {
            let positions = self.by_account.of(member as usize);
            // An account's positions ascend, and so do their groups.
            for run in positions.chunk_by(|&p, &q| self.group_of[p as usize] == self.group_of[q as usize]) {
                *present.entry(self.group_of[run[0] as usize]).or_insert(0) += 1;
            }
        }
        present
    }

    /// How many distinct accounts, and how many posts, share the object of this share in the whole signal.
    pub fn audience_of(&self, position: u32) -> (u32, u32) {
        let group = self.group_of[position as usize] as usize;
        (self.audience[group], self.shares.range(group).len() as u32)
    }
}
