//! A run's work: one pass over a data set, counts by term and day, and a fair sample of posts.
//!
//! **The choice.** Exhibits of a term are those whose ids hash lowest: every post is equally likely to be kept, whatever the order
//! of the file, and the same run keeps the same ones. **Rejected.** The first five hundred: a campaign would be shown by its
//! first hour.

use super::Lever;
use super::matcher::Matcher;
use super::wire::{Count, Day, NewRun, Outcome, Post, Summary, Term, TermKind};
use crate::hub::HubError;
use jiff::{Timestamp, tz::TimeZone};
use ostrakon_lake::{Dataset, Scan};
use ostrakon_model::{Fields, Post as Given};
use ostrakon_store::sha256;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::atomic::Ordering;

/// Exhibits of one term.
const MOST_OF_TERM: usize = 500;
/// Characters of a text.
const LONGEST_TEXT: usize = 4_000;
/// Posts between two looks at the lever.
const LOOK: u64 = 4_096;

/// What is known of a term.
#[derive(Default)]
struct Tally {
    posts: u64,
    accounts: HashSet<u32>,
    first: Option<i64>,
    last: Option<i64>,
    days: BTreeMap<i64, (u64, HashSet<u32>)>,
    /// Keys of the exhibits that it keeps, by hash.
    kept: BTreeSet<[u8; 16]>,
}

/// Why a pass ended before its end.
pub(super) enum Broken {
    /// It was told to.
    Stopped,
    /// The data set cannot be read.
    Failed(HubError),
}

impl From<ostrakon_lake::Error> for Broken {
    fn from(error: ostrakon_lake::Error) -> Self {
        Self::Failed(HubError::Damaged { what: "the data set".into(), why: error.to_string() })
    }
}

/// Goes through a data set.
pub(super) fn scan(
    dataset: &Dataset,
    asked: &NewRun,
    terms: &[Term],
    lever: &Lever,
) -> Result<Outcome, Broken> {
    let mut fields = Fields::TEXT | Fields::ID | Fields::URLS | Fields::HASHTAGS;
    if terms.iter().any(|term| term.kind == TermKind::Handle) {
        fields = fields | Fields::MENTIONS | Fields::AUTHOR;
    }
    let bounded = asked.from.is_some() || asked.until.is_some();
    let scan = Scan { from_ms: asked.from, until_ms: asked.until, undated: !bounded, fields };
    let mut matcher = Matcher::new(terms);
    let mut tallies: Vec<Tally> = terms.iter().map(|_| Tally::default()).collect();
    let (mut numbers, mut writers): (HashMap<String, u32>, HashSet<u32>) = (HashMap::new(), HashSet::new());
    let mut exhibits: HashMap<[u8; 16], Post> = HashMap::new();
    let (mut summary, mut found) = (Summary::default(), BTreeSet::new());
    dataset.for_each(&scan, |post| {
        summary.seen += 1;
        if summary.seen % LOOK == 0 {
            lever.seen.store(summary.seen, Ordering::Relaxed);
            if lever.stop.load(Ordering::Relaxed) {
                return Err(Broken::Stopped);
            }
        }
        matcher.find(post, &mut found);
        if found.is_empty() {
            return Ok(());
        }
        let next = numbers.len() as u32;
        let account = match numbers.get(post.author_id.as_ref()) {
            Some(number) => *number,
            None => *numbers.entry(post.author_id.to_string()).or_insert(next),
        };
        writers.insert(account);
        let time = post.moment().map(|at| at.ms);
        summary.posts += 1;
        summary.undated += u64::from(time.is_none());
        let key = key_of(post);
        let mut keep = false;
        for at in &found {
            keep |= tallies[*at as usize].take(key, account, time);
        }
        if keep {
            exhibits.insert(key, exhibit(post, &found));
        }
        // What no term keeps any more goes now and then, so that memory is that of the exhibits.
        if exhibits.len() > 2 * MOST_OF_TERM * terms.len().max(1) {
            prune(&mut exhibits, &tallies);
        }
        Ok(())
    })?;
    prune(&mut exhibits, &tallies);
    summary.accounts = writers.len() as u64;
    let mut posts: Vec<Post> = exhibits.into_values().collect();
    posts.sort_by(|a, b| (a.time, &a.platform, &a.id).cmp(&(b.time, &b.platform, &b.id)));
    let mut days: Vec<Day> = Vec::new();
    let mut counts = Vec::with_capacity(tallies.len());
    for (term, tally) in (0..).zip(tallies) {
        days.extend(tally.days.into_iter().map(|(day, (posts, accounts))| Day {
            day: date(day),
            term,
            posts,
            accounts: accounts.len() as u64,
        }));
        counts.push(Count {
            term,
            posts: tally.posts,
            accounts: tally.accounts.len() as u64,
            first: tally.first,
            last: tally.last,
            kept: tally.kept.len() as u64,
        });
    }
    days.sort_by(|a, b| (&a.day, a.term).cmp(&(&b.day, b.term)));
    Ok(Outcome { summary, counts, days, posts })
}

impl Tally {
    /// Counts a post; whether it is among the exhibits now.
    fn take(&mut self, key: [u8; 16], account: u32, time: Option<i64>) -> bool {
        self.posts += 1;
        self.accounts.insert(account);
        if let Some(time) = time {
            self.first = Some(self.first.map_or(time, |first| first.min(time)));
            self.last = Some(self.last.map_or(time, |last| last.max(time)));
            let (posts, accounts) = self.days.entry(time.div_euclid(86_400_000)).or_default();
            *posts += 1;
            accounts.insert(account);
        }
        self.kept.insert(key);
        if self.kept.len() > MOST_OF_TERM {
            self.kept.pop_last();
        }
        self.kept.contains(&key)
    }
}

fn prune(exhibits: &mut HashMap<[u8; 16], Post>, tallies: &[Tally]) {
    exhibits.retain(|key, _| tallies.iter().any(|tally| tally.kept.contains(key)));
}

fn key_of(post: &Given<'_>) -> [u8; 16] {
    let mut key = [0; 16];
    key.copy_from_slice(&sha256([post.platform.as_ref(), post.item_id.as_ref()].join("\n").as_bytes())[..16]);
    key
}

fn exhibit(post: &Given<'_>, found: &BTreeSet<u32>) -> Post {
    let text = post.text.as_deref().unwrap_or_default();
    let end = text.char_indices().nth(LONGEST_TEXT).map_or(text.len(), |(at, _)| at);
    let all = |list: &[std::borrow::Cow<'_, str>]| list.iter().map(ToString::to_string).collect();
    Post {
        platform: post.platform.to_string(),
        id: post.item_id.to_string(),
        account: post.author_id.to_string(),
        time: post.moment().map(|at| at.ms),
        text: text[..end].to_owned(),
        cut: end < text.len(),
        urls: all(&post.urls),
        hashtags: all(&post.hashtags),
        terms: found.iter().copied().collect(),
    }
}

/// The day of UTC of a moment.
pub(super) fn day_of(ms: i64) -> String {
    date(ms.div_euclid(86_400_000))
}

/// A day of UTC, by its number since 1970.
fn date(day: i64) -> String {
    let at = Timestamp::from_second(day.saturating_mul(86_400)).unwrap_or_default();
    at.to_zoned(TimeZone::UTC).date().to_string()
}
