//! Reading a place into the tally.

use super::tally::Tally;
use super::trace::{Place, Source, Things};
use crate::analysis::Analyses;
use crate::hub::HubError;
use crate::names::shorten;
use ostrakon_access::Principal;
use ostrakon_ingest::url::registrable_domain;
use ostrakon_lake::{Dataset, Error, Lake, Scan};
use ostrakon_model::{Fields, Metric, Post, Precision};
use std::collections::HashMap;

/// Characters of a text as results show it.
const SHOWN: usize = 160;
/// The count that says how often a post was seen.
const REACH: &str = "views";

fn damaged(error: &Error) -> HubError {
    HubError::Damaged { what: "the lake".into(), why: error.to_string() }
}

/// Times of a place, milliseconds of UTC.
pub(super) struct Span {
    pub first: i64,
    pub last: i64,
    /// The unit that they keep, as far as it is known without reading them.
    pub unit: i64,
}

/// A place that can be read.
pub(super) enum Open<'a> {
    Lake(Dataset),
    Archive(&'a str),
}

impl<'a> Open<'a> {
    /// Opens a place. Only people of the house see the lake.
    pub fn of(analyses: &Analyses, who: &Principal, place: &'a Place) -> Result<Self, HubError> {
        match place {
            Place::Archive { analysis, .. } => Ok(Self::Archive(analysis)),
            Place::Lake(name) if who.own => {
                let lake = Lake::open(analyses.inner.place.data()).map_err(|error| damaged(&error))?;
                Ok(Self::Lake(lake.dataset(name).map_err(|error| damaged(&error))?))
            }
            Place::Lake(name) => Err(HubError::NotFound(format!("data set {name}"))),
        }
    }

    /// The times of its posts; nothing where it is empty.
    pub fn span(&self, analyses: &Analyses, who: &Principal) -> Result<Option<Span>, HubError> {
        match self {
            Self::Lake(dataset) => {
                let files = dataset.files().map_err(|error| damaged(&error))?;
                let first = files.iter().filter_map(|file| file.min_ms).min();
                let last = files.iter().filter_map(|file| file.max_ms).max();
                let unit = Precision::Millisecond.millis();
                Ok(first.zip(last).map(|(first, last)| Span { first, last, unit }))
            }
            Self::Archive(id) => {
                let archive = analyses.archive_of(who, id)?;
                let unit = archive.index.run.precision.millis();
                let span = archive.times("times.bin")?.span()?;
                Ok(span.map(|(first, last)| Span { first, last, unit }))
            }
        }
    }

    /// Counts its posts in the tally's steps; gives the unit of their times, milliseconds.
    pub fn read(
        &self,
        analyses: &Analyses,
        who: &Principal,
        source: &Source,
        tally: &mut Tally,
    ) -> Result<i64, HubError> {
        tally.source();
        match self {
            Self::Lake(dataset) => lake(dataset, source, tally),
            Self::Archive(id) => archive(analyses, who, id, source, tally),
        }
    }
}

fn lake(dataset: &Dataset, source: &Source, tally: &mut Tally) -> Result<i64, HubError> {
    let of_account: HashMap<&str, Vec<&str>> =
        source.others.iter().fold(HashMap::new(), |mut all, (name, _, accounts)| {
            for account in accounts {
                all.entry(account.as_str()).or_default().push(name.as_str());
            }
            all
        });
    let mut fields = Fields::REPOST | Fields::URLS | Fields::HASHTAGS | Fields::MEDIA | Fields::REST;
    if !source.things.texts.is_empty() {
        fields = fields | Fields::TEXT;
    }
    let (from_ms, until_ms) = (Some(tally.steps.start), Some(tally.steps.end()));
    let scan = Scan { from_ms, until_ms, undated: false, fields };
    let mut unit = Unit::default();
    let read = dataset.for_each(&scan, |post| -> Result<(), Error> {
        let Some(moment) = post.moment() else { return Ok(()) };
        unit.see(moment.ms, moment.precision);
        let Some(at) = tally.steps.at(moment.ms) else { return Ok(()) };
        tally.all(at, 1);
        let sites: Vec<&str> = post.urls.iter().filter_map(|url| registrable_domain(url)).collect();
        let mut things: Vec<String> = post.hashtags.iter().map(|tag| format!("#{tag}")).collect();
        things.extend(sites.iter().map(|site| (*site).to_owned()));
        let groups = of_account.get(&*post.author_id).into_iter().flatten().map(|name| (*name).to_owned());
        things.extend(groups);
        things.sort_unstable();
        things.dedup();
        let reach = reach(post);
        if source.accounts.contains(&*post.author_id) || has(&source.things, post) {
            let mut places: Vec<String> = sites.into_iter().map(str::to_owned).collect();
            places.extend((!post.platform.is_empty()).then(|| format!("platform {}", post.platform)));
            tally.ours(at, reach, places, &things);
        } else {
            tally.other(at, reach, &things);
        }
        Ok(())
    });
    read.map_err(|error| damaged(&error))?;
    Ok(unit.ms())
}

/// Whether a post has one of the things in it.
fn has(things: &Things, post: &Post<'_>) -> bool {
    post.urls.iter().any(|url| things.links.contains(&**url))
        || post.repost_of.as_deref().is_some_and(|id| things.reposted.contains(id))
        || post.media.iter().any(|one| things.media.contains(&*one.key))
        || (!things.texts.is_empty()
            && post.text.as_deref().is_some_and(|text| things.texts.contains(&shorten(text, SHOWN))))
}

/// How often a post was seen; nothing where that is not exactly known.
fn reach(post: &Post<'_>) -> Option<u64> {
    post.metrics.iter().find(|(name, _)| name == REACH).and_then(|(_, metric)| match metric {
        Metric::Value(count) => u64::try_from(*count).ok(),
        Metric::Interval { .. } | Metric::Hidden => None,
    })
}

fn archive(
    analyses: &Analyses,
    who: &Principal,
    id: &str,
    source: &Source,
    tally: &mut Tally,
) -> Result<i64, HubError> {
    let archive = analyses.archive_of(who, id)?;
    let steps = tally.steps;
    let mut times = archive.times("times.bin")?;
    for at in 0..steps.count {
        let begin = steps.start + at as i64 * steps.step.ms();
        let posts = times.before(begin + steps.step.ms())? - times.before(begin)?;
        tally.all(at, posts);
    }
    for group in &source.groups {
        let Some(entry) = archive.group(group) else { continue };
        for at in archive.posts(entry)?.iter().filter_map(|post| steps.at(post.time)) {
            tally.ours(at, None, Vec::new(), &[]);
        }
    }
    for (name, group, accounts) in &source.others {
        let Some(entry) = archive.group(group) else { continue };
        if !accounts.is_disjoint(&source.accounts) {
            continue;
        }
        let named = [name.clone()];
        for at in archive.posts(entry)?.iter().filter_map(|post| steps.at(post.time)) {
            tally.other(at, None, &named);
        }
    }
    Ok(archive.index.run.precision.millis())
}

/// The unit of the times that were read: the source's own, or a coarser one that all of them keep.
#[derive(Default)]
struct Unit {
    said: Precision,
    /// Whether a time was no whole minute, hour, day.
    split: [bool; 3],
    seen: bool,
}

const UNITS: [Precision; 3] = [Precision::Minute, Precision::Hour, Precision::Day];

impl Unit {
    fn see(&mut self, time: i64, precision: Precision) {
        self.seen = true;
        self.said = self.said.max(precision);
        for (split, unit) in self.split.iter_mut().zip(UNITS) {
            *split |= time % unit.millis() != 0;
        }
    }

    fn ms(&self) -> i64 {
        let kept = UNITS.into_iter().zip(self.split).filter(|(_, split)| self.seen && !split);
        kept.map(|(unit, _)| unit).fold(self.said, Precision::max).millis()
    }
}
