//! The archive of an analysis: what the interface asks for, laid out so that an answer is a seek and a read.
//!
//! **The problem.** A page shows thirty groups of ten thousand, one group's posts from the 400th on, the two posts behind one of
//! fifty thousand ties. The result files are for keeping and passing on: to find these in them is to read all of them.
//!
//! **The choice.** Records of fixed length, sorted by group and within it by what is asked for (posts by time, ties by surprise),
//! in a few files beside one index that fits into memory (300 bytes a group). Texts lie in a file of their own and are named by
//! offset. Files are written once and never changed; a version number in the index refuses what a later program wrote.
//! All numbers are little-endian.
//!
//! **Rejected.** SQLite: an index a table costs more than the table, and it was no faster than a seek. Parquet: made for columns of
//! millions, not for the posts 400 to 450 of one group.
//!
//! ```text
//! index.json      what is told of the analysis, and for every group its row and where its records are
//! groups.ndjson   a group a line, as the report has it, without what has a file of its own
//! posts.bin       time, member, joint?, where its text is      by group, then time
//! posts.ndjson    a post a line
//! ties.bin        members, signal, figures, where its moments are      by group, then surprise
//! meetings.bin    the two posts, the gap, where the name of the thing is      by tie, then gap
//! names.txt       names of things
//! accounts.txt    account, tab, place of its group: a member a line
//! between.bin     ties of accounts in two groups
//! times.bin, grouped.bin, joint.bin      times of all posts; of those of flagged groups; of those in joint actions: ascending
//! ```

mod read;
mod records;
mod write;

pub(super) use read::{Archive, Entry};
pub(super) use records::{Between, PostRecord, TieRecord};
pub(super) use write::write;

use super::wire::{GroupRow, SignalName};
use ostrakon_model::Signal;
use ostrakon_report::{
    Group,
    document::{RunInfo, Summary},
    method::{MethodCard, Term},
};
use records::{MeetingRecord, Record};
use serde::{Deserialize, Serialize};

/// Version of the layout.
const VERSION: u32 = 1;
/// Ties of a group that are kept, strongest first; `edges.csv` has all.
pub(super) const MOST_TIES: usize = 50_000;
/// Moments of a tie that are kept, closest in time first, one a thing.
pub(super) const MOST_MEETINGS: usize = 12;
/// Ties between groups that are kept, strongest first.
const MOST_BETWEEN: usize = 50_000;
/// Characters of a post's text.
const LONGEST_TEXT: usize = 4_000;

/// `index.json`.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Index {
    pub version: u32,
    pub run: RunInfo,
    pub summary: Summary,
    pub methods: Vec<MethodCard>,
    pub glossary: Vec<Term>,
    pub groups: Vec<IndexEntry>,
    pub between: u64,
}

/// A group in the index: its row, and where its records are, as (first, count).
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct IndexEntry {
    pub row: GroupRow,
    /// Names of the things that most members shared, in small letters: what a search looks through.
    pub search: String,
    pub line: (u64, u64),
    pub posts: (u64, u64),
    pub ties: (u64, u64),
}

/// A line of `groups.ndjson`: a group, and where in the group's posts those of its exhibits are.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Line {
    pub group: Group,
    pub places: Vec<u32>,
}

fn signal_number(signal: Signal) -> u32 {
    SignalName::from(signal) as u32
}

/// The signal of a number that was written by [`signal_number`].
pub(super) fn signal_of(number: u32) -> SignalName {
    Signal::ALL.get(number as usize).copied().unwrap_or(Signal::CoPost).into()
}
