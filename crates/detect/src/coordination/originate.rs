//! Originators: accounts that write, or share first, what a group then spreads.
//!
//! The problem: whoever writes for a repost ring, or seeds a flood, never meets its members within a window at anything,
//! since nobody reposts themselves; pairs, crews and companions all miss them. The choice: look from the group's joint
//! actions back to where their objects came from. That alone would accuse every popular account that a ring ever pushed, so
//! three things are asked of a source, each against one innocent reading:
//!
//! - at least [`LEAST_OBJECTS`] of its things were acted on jointly (not a single accident),
//! - these are at least half of all its things that several accounts spread (not a voice that others carry too),
//! - and the group made at least half of all shares of them (not something that was popular anyway).
//!
//! Rejected: everybody who is reposted by a flagged group (its camouflage reposts are of the harmless and popular).

use super::{
    evidence::{SignalEvidence, Sources},
    layer::Layer,
};
use ostrakon_model::{Columns, NONE, Signal};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Things of one source that the group must have acted on jointly.
const LEAST_OBJECTS: u32 = 2;
/// Least share of a source's spread things that the group acted on, and of the shares of these that are the group's.
const LEAST_SHARE: f64 = 0.5;

/// Where the objects of the layers come from.
#[derive(Debug)]
pub struct Origins {
    /// Per layer and group of its shares the account, or [`NONE`]; empty where a signal's objects have no origin.
    of_group: Vec<Vec<u32>>,
    /// Per layer and account: groups that it is the origin of.
    spread: Vec<Vec<u32>>,
}

impl Origins {
    /// Reads them off the layers. The origin of a reposted post is its author, so is that of a link to a post of these data;
    /// that of another link or a medium is who shared it first; texts, tags and sites are anybody's.
    pub fn new(columns: &Columns, layers: &[Layer], sources: &Sources) -> Self {
        let mut out = Self { of_group: Vec::new(), spread: Vec::new() };
        for layer in layers {
            let shares = &layer.shares;
            let first = |g: usize| shares.account(shares.range(g).start);
            let of_group: Vec<u32> = match layer.signal {
                Signal::CoRepost => (0..shares.groups()).map(|g| sources.author(shares.object(g))).collect(),
                Signal::CoLink => {
                    let linked = linked_posts(columns, layer);
                    let post = |g: usize| last_part(columns.url_names.get(shares.object(g)));
                    let author = |g| post(g).and_then(|id| linked.get(id).copied()).filter(|&a| a != NONE);
                    (0..shares.groups()).map(|g| author(g).unwrap_or_else(|| first(g))).collect()
                }
                Signal::CoMedia => (0..shares.groups()).map(first).collect(),
                _ => Vec::new(),
            };
            let mut spread = vec![0; if of_group.is_empty() { 0 } else { columns.accounts.len() }];
            of_group.iter().filter(|&&a| a != NONE).for_each(|&a| spread[a as usize] += 1);
            out.of_group.push(of_group);
            out.spread.push(spread);
        }
        out
    }

    /// Accounts outside of `members` (ascending) and of `taken` that originate what these members act on jointly, ascending.
    pub fn of(
        &self,
        layers: &[Layer],
        signals: &[&SignalEvidence],
        members: &[u32],
        taken: &[bool],
    ) -> Vec<u32> {
        let mut tallies: BTreeMap<u32, Tally> = BTreeMap::new();
        let outside = |account: u32| members.binary_search(&account).is_err();
        for signal in signals.iter().filter(|s| !self.of_group[s.layer].is_empty()) {
            let (layer, origin) = (&layers[signal.layer], &self.of_group[signal.layer]);
            let objects: BTreeSet<u32> =
                signal.joints.iter().map(|joint| layer.group_of[joint.shares[0] as usize]).collect();
            for g in objects {
                let source = origin[g as usize];
                if source == NONE || !outside(source) || taken[source as usize] {
                    continue;
                }
                let by = || layer.shares.of_group(g as usize).iter().map(|share| share.account());
                let theirs = by().filter(|&account| !outside(account)).count();
                let tally = tallies.entry(source).or_default();
                tally.joint += 1;
                tally.by_group += theirs as f64;
                tally.by_all += by().filter(|&account| account != source).count() as f64;
                tally.layers.insert(signal.layer);
            }
        }
        let spread = |account: u32, tally: &Tally| -> u32 {
            tally.layers.iter().map(|&layer| self.spread[layer][account as usize]).sum()
        };
        tallies
            .into_iter()
            .filter(|(account, tally)| {
                tally.joint >= LEAST_OBJECTS
                    && f64::from(tally.joint) >= LEAST_SHARE * f64::from(spread(*account, tally))
                    && tally.by_group >= LEAST_SHARE * tally.by_all
            })
            .map(|(account, _)| account)
            .collect()
    }
}

/// Shorter last parts of a link or an id name a page, not a post.
const SHORTEST_ID: usize = 5;

/// What stands behind the last slash: in the link to a post and in its id, on every platform we know, the same.
fn last_part(name: &str) -> Option<&str> {
    name.rsplit('/').next().filter(|id| id.len() >= SHORTEST_ID && id.bytes().any(|b| b.is_ascii_digit()))
}

/// For links that could be to a post, by the last part: the post's author, or [`NONE`] where the data do not hold it.
fn linked_posts<'c>(
    columns: &'c Columns,
    layer: &Layer,
) -> HashMap<&'c str, u32, foldhash::fast::FixedState> {
    let shares = &layer.shares;
    let links = (0..shares.groups()).filter_map(|g| last_part(columns.url_names.get(shares.object(g))));
    let mut author: HashMap<&str, u32, foldhash::fast::FixedState> = links.map(|id| (id, NONE)).collect();
    for row in 0..columns.len() {
        if let Some(id) = last_part(columns.item_id.get(row))
            && let Some(slot) = author.get_mut(id)
        {
            *slot = columns.account[row];
        }
    }
    author
}

/// What a group did with the things of one source.
#[derive(Default)]
struct Tally {
    joint: u32,
    by_group: f64,
    by_all: f64,
    layers: BTreeSet<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coordination::{Params, find};
    use ostrakon_model::{Kind, Post, Timestamp};

    /// Six accounts repost what `author` writes, ten times, seconds after; `elsewhere` of its posts are reposted by two
    /// ordinary readers hours later, and `crowd` readers add to each of the ten.
    fn posts(elsewhere: i64, crowd: i64) -> Columns {
        let mut columns = Columns::default();
        let mut add = |id: String, account: String, at: i64, repost: Option<String>| {
            columns.push(&Post {
                item_id: id.into(),
                author_id: account.into(),
                created_at: Some(Timestamp::from_secs(1_700_000_000 + at)),
                kind: if repost.is_some() { Kind::Repost } else { Kind::Post },
                repost_of: repost.map(Into::into),
                ..Post::default()
            });
        };
        for item in 0..10 + elsewhere {
            let at = item * 40_000;
            add(format!("item-{item:05}"), "author".into(), at, None);
            let of = Some(format!("item-{item:05}"));
            if item < 10 {
                (0..6).for_each(|i| add(format!("r{item}-{i}"), format!("ring-{i}"), at + 5 + i, of.clone()));
                (0..crowd).for_each(|i| {
                    let who = format!("reader-{}", (item * 7 + i) % 300);
                    add(format!("c{item}-{i}"), who, at + 3_000 + i * 2_000, of.clone());
                });
            } else {
                (0..2).for_each(|i| {
                    add(
                        format!("e{item}-{i}"),
                        format!("reader-{}", (item + i * 50) % 300),
                        at + 9_000 * (i + 1),
                        of.clone(),
                    );
                });
            }
        }
        // People who repost other things, so that there is somebody to compare with.
        for i in 0..3_000i64 {
            let of = Some(format!("other-{:05}", i % 600));
            add(format!("o{i}"), format!("reader-{}", (i * i + 13 * i) % 300), (i * 7_919) % 400_000, of);
        }
        columns
    }

    fn found(columns: &Columns) -> Vec<&str> {
        let groups = find(columns, &Params::default()).unwrap().groups;
        let flagged = groups.iter().filter(|group| group.verdict.flagged);
        flagged.flat_map(|group| &group.originators).map(|&a| columns.accounts.get(a)).collect()
    }

    #[test]
    fn who_writes_only_for_a_ring_belongs_to_it() {
        assert_eq!(found(&posts(0, 0)), ["author"]);
    }

    #[test]
    fn a_voice_that_others_carry_too_is_not_accused_of_its_ring() {
        assert!(found(&posts(11, 0)).is_empty(), "more of its posts are spread by others");
        assert!(found(&posts(0, 20)).is_empty(), "others spread the same posts, and more of them");
    }

    #[test]
    fn the_last_part_of_a_link_is_an_id_only_if_it_looks_like_one() {
        assert_eq!(last_part("https://x.com/anna/status/17283940"), Some("17283940"));
        assert_eq!(last_part("at://did:plc:abc/app.bsky.feed.post/3kabc2d"), Some("3kabc2d"));
        assert_eq!(last_part("https://example.org/about-us"), None);
        assert_eq!(last_part("https://example.org/42"), None);
    }
}
