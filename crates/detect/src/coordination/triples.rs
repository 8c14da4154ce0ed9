//! Triples (account, object, time): what a signal sees of the posts.
//!
//! One function a signal, from columns to triples. Two readings exist of "the same text" and "the same link": the
//! peers' (parity mode) and ours; [`Reading`] says which.

use crate::normalise;
use hashbrown::HashTable;
use ostrakon_model::{Columns, IdHasher, Kind, NONE, Signal, columns::NO_TIME};
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

/// Shares as columns, in input order.
#[derive(Clone, Debug, Default)]
pub struct Triples {
    /// Account of each share.
    pub account: Vec<u32>,
    /// Object of each share: dense numbers below `objects`.
    pub object: Vec<u32>,
    /// Time of each share in ms.
    pub time: Vec<i64>,
    /// Post of each share; empty where share `i` is post `i`.
    pub post: Vec<u32>,
    /// Number of distinct objects.
    pub objects: usize,
    /// Whether some post has several shares.
    pub several_per_post: bool,
}

impl Triples {
    /// Number of shares.
    pub fn len(&self) -> usize {
        self.account.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.account.is_empty()
    }

    fn reserve(&mut self, shares: usize) {
        self.account.reserve_exact(shares);
        self.object.reserve_exact(shares);
        self.time.reserve_exact(shares);
        self.post.reserve_exact(shares);
    }

    fn push(&mut self, columns: &Columns, row: usize, object: u32) {
        self.account.push(columns.account[row]);
        self.object.push(object);
        self.time.push(columns.time[row]);
        self.post.push(row as u32);
    }
}

/// How an object is read off a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As coordination-network-toolkit 1.5.2 does.
    Peer,
    /// Ours: text case-folded and cleaned of mentions and links; texts too generic to be evidence left out.
    Own,
}

/// Whether the post only repeats another one.
pub fn is_repost(columns: &Columns, row: usize) -> bool {
    columns.repost_of[row] != NONE || columns.kind[row] == Kind::Repost
}

/// The triples of a signal. Posts without a time take no part. [`Signal::CoSimilarText`] has no objects of its own:
/// see [`crate::similar`].
pub fn triples(columns: &Columns, signal: Signal, reading: Reading) -> Triples {
    let timed = (0..columns.len()).filter(|&row| columns.time[row] != NO_TIME);
    let own_words = timed.clone().filter(|&row| !is_repost(columns, row));
    match signal {
        Signal::CoRepost => single(columns, columns.items.len(), &timed, |row| columns.repost_of[row]),
        Signal::CoReply => single(columns, columns.items.len(), &own_words, |row| columns.reply_to[row]),
        Signal::CoPost => single(columns, 1, &timed, |_| 0),
        Signal::CoLink => several(columns, columns.url_names.len(), own_words, |row, out| {
            out.extend_from_slice(columns.urls.get(row));
        }),
        Signal::CoDomain => {
            let domain = |&url: &u32| columns.domain_of_url.get(url as usize).copied().unwrap_or(NONE);
            several(columns, columns.domain_names.len(), own_words, |row, out| {
                out.extend(columns.urls.get(row).iter().map(domain).filter(|&d| d != NONE));
            })
        }
        Signal::CoMedia => several(columns, columns.media_names.len(), own_words, |row, out| {
            out.extend_from_slice(columns.media.get(row));
        }),
        Signal::CoHashtag => lists(columns, own_words, |row| columns.hashtags.get(row).to_vec()),
        Signal::CoMention => lists(columns, own_words, |row| {
            let mut set = columns.mentions.get(row).to_vec();
            set.sort_unstable();
            set.dedup();
            set
        }),
        Signal::CoText => texts(columns, &own_words.collect::<Vec<_>>(), reading),
        Signal::CoSimilarText => Triples::default(),
    }
}

fn single(
    columns: &Columns,
    objects: usize,
    rows: &(impl Iterator<Item = usize> + Clone),
    object: impl Fn(usize) -> u32,
) -> Triples {
    let mut out = Triples { objects, ..Triples::default() };
    // Counted first: columns that grow are held twice while they move, and these are as long as the posts.
    let taken = || rows.clone().map(|row| (row, object(row))).filter(|&(_, object)| object != NONE);
    out.reserve(taken().count());
    for (row, object) in taken() {
        out.push(columns, row, object);
    }
    out
}

fn several(
    columns: &Columns,
    objects: usize,
    rows: impl Iterator<Item = usize>,
    list: impl Fn(usize, &mut Vec<u32>),
) -> Triples {
    let mut out = Triples { objects, ..Triples::default() };
    let mut set = Vec::new();
    for row in rows {
        set.clear();
        list(row, &mut set);
        set.sort_unstable();
        set.dedup();
        out.several_per_post |= set.len() > 1;
        for &object in &set {
            out.push(columns, row, object);
        }
    }
    out
}

/// Objects that are whole lists; an empty list is no object.
fn lists(columns: &Columns, rows: impl Iterator<Item = usize>, list: impl Fn(usize) -> Vec<u32>) -> Triples {
    let mut seen: std::collections::HashMap<Vec<u32>, u32, foldhash::fast::RandomState> =
        std::collections::HashMap::default();
    let mut out = Triples::default();
    for row in rows {
        let list = list(row);
        if !list.is_empty() {
            let next = seen.len() as u32;
            let object = *seen.entry(list).or_insert(next);
            out.push(columns, row, object);
        }
    }
    out.objects = seen.len();
    out
}

/// Digests of normalised texts by row, written from several threads: who reads the texts for one signal keeps them here for
/// the other, since normalising is dear.
pub struct TextDigests {
    hasher: IdHasher,
    /// Two halves a row; both zero where there is no evidence.
    rows: Vec<[AtomicU64; 2]>,
}

impl TextDigests {
    /// None yet, for so many rows.
    pub fn new(rows: usize) -> Self {
        let none = || [AtomicU64::new(0), AtomicU64::new(0)];
        Self { hasher: IdHasher::default(), rows: std::iter::repeat_with(none).take(rows).collect() }
    }

    /// Keeps the digest of a row's text.
    pub fn keep(&self, row: usize, text: &str) {
        let digest = self.hasher.digest(text);
        self.rows[row][0].store(digest as u64, Ordering::Relaxed);
        self.rows[row][1].store((digest >> 64) as u64, Ordering::Relaxed);
    }

    fn get(&self, row: usize) -> Option<u128> {
        let [low, high] = &self.rows[row];
        let (low, high) = (low.load(Ordering::Relaxed), high.load(Ordering::Relaxed));
        Some(u128::from(high) << 64 | u128::from(low)).filter(|&digest| digest != 0)
    }
}

/// The triples of [`Signal::CoText`], from digests that are there already.
pub fn text_triples(columns: &Columns, digests: &TextDigests) -> Triples {
    numbered(columns, (0..columns.len()).map(|row| (row, digests.get(row))))
}

/// Objects that are normalised texts, told apart by a 128-bit digest (see [`IdHasher`]).
fn texts(columns: &Columns, rows: &[usize], reading: Reading) -> Triples {
    let hasher = IdHasher::default();
    let digests: Vec<Option<u128>> = rows
        .par_iter()
        .map_init(String::new, |buffer, &row| {
            let text = columns.text.get(row);
            match reading {
                Reading::Peer => normalise::peer_text_into(text, buffer),
                Reading::Own => {
                    if !normalise::text_into(text, buffer) {
                        return None;
                    }
                }
            }
            Some(hasher.digest(buffer))
        })
        .collect();
    numbered(columns, rows.iter().copied().zip(digests))
}

fn numbered(columns: &Columns, digests: impl Iterator<Item = (usize, Option<u128>)>) -> Triples {
    let mut table: HashTable<(u128, u32)> = HashTable::new();
    let mut out = Triples::default();
    let mut next = 0u32;
    for (row, digest) in digests {
        let Some(digest) = digest else { continue };
        let entry =
            table.entry(digest as u64, |&(d, _)| d == digest, |&(d, _)| d as u64).or_insert_with(|| {
                next += 1;
                (digest, next - 1)
            });
        let object = entry.get().1;
        out.push(columns, row, object);
    }
    out.objects = next as usize;
    out
}
