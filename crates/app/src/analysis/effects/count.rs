//! The pass over the data, and the series that come of it.

use super::read::Open;
use super::steps::{Step, Steps};
use super::tally::{Tally, reach};
use super::trace::{Place, Traced};
use super::{Counting, Missing, Wanted};
use crate::analysis::Analyses;
use crate::hub::HubError;
use ostrakon_access::Principal;
use ostrakon_response::effect::{Candidate, Counted, Series, controls};
use ostrakon_response::measure::Observed;
use std::collections::BTreeMap;

/// Counts; a second time, in days, where the times turn out to be coarser than the steps.
pub(super) fn count(
    analyses: &Analyses,
    who: &Principal,
    traced: &Traced,
    wanted: &Wanted<'_>,
    now: i64,
) -> Result<Counting, HubError> {
    let opened: Vec<(Open<'_>, &_)> = traced
        .sources
        .iter()
        .map(|(place, source)| Ok((Open::of(analyses, who, place)?, source)))
        .collect::<Result<_, HubError>>()?;
    let mut spans = Vec::new();
    for (open, _) in &opened {
        spans.extend(open.span(analyses, who)?);
    }
    // What every source covers; nothing where one of them is empty or they do not meet.
    let first = spans.iter().map(|span| span.first).max().unwrap_or(wanted.since);
    let last = spans.iter().map(|span| span.last).min().unwrap_or(wanted.since);
    let mut unit = spans.iter().map(|span| span.unit).max().unwrap_or(1);
    let mut steps = Steps::around(wanted.since, (first, last), unit, wanted.step);
    loop {
        let mut tally = Tally::new(steps);
        for (open, source) in &opened {
            unit = unit.max(open.read(analyses, who, source, &mut tally)?);
        }
        let again = Steps::around(wanted.since, (first, last), unit, wanted.step);
        if again == steps {
            return Ok(told(traced, &tally, unit, now));
        }
        steps = again;
    }
}

/// The series of a tally.
fn told(traced: &Traced, tally: &Tally, unit: i64, now: i64) -> Counting {
    let lake = traced.sources.keys().any(|place| matches!(place, Place::Lake(_)));
    let absent = if lake { Missing::NotGiven } else { Missing::NotKept };
    let a_step = match tally.steps.step {
        Step::Hour => "an hour",
        Step::Day => "a day",
    };
    let mut out = Counting { step: tally.steps.step, series: BTreeMap::new(), missing: BTreeMap::new() };
    let volume = Some((tally.volume(), tally.candidates(|cell| Some(cell.posts))));
    let views = tally.reach().map(|values| (values, tally.candidates(reach)));
    // Places cannot be matched: a hashtag stands on no more of them for being used more.
    let spread = tally.spread().map(|values| (values, Vec::new()));
    for (what, name, found) in [
        (Observed::Volume, "posts", volume),
        (Observed::Reach, "views of posts", views),
        (Observed::Spread, "platforms and linked sites", spread),
    ] {
        match found {
            Some(found) => {
                let given = (what == Observed::Reach).then(|| tally.ours.iter().map(|one| one.given).sum());
                let one = series(traced, tally, format!("{name} {a_step}"), found, (unit, now, given));
                out.series.insert(what, one);
            }
            None => drop(out.missing.insert(what, absent)),
        }
    }
    out
}

fn series(
    traced: &Traced,
    tally: &Tally,
    unit: String,
    (values, candidates): (Vec<Option<u64>>, Vec<Candidate>),
    (precision, as_of, with_reach): (i64, i64, Option<u64>),
) -> Series {
    let data: Vec<String> = traced
        .sources
        .iter()
        .flat_map(|(place, source)| match place {
            Place::Lake(name) => vec![name.clone()],
            Place::Archive { .. } => source.names.clone(),
        })
        .collect();
    let things: usize = traced.sources.values().map(|source| source.things.len()).sum();
    let accounts: usize = traced.sources.values().map(|source| source.accounts.len()).sum();
    let counted = Counted {
        as_of,
        groups: traced.groups as u64,
        accounts: accounts as u64,
        objects: things as u64,
        posts: tally.volume().iter().flatten().sum(),
        of: tally.whole(),
        observed: tally.observed_steps(),
        with_reach,
        precision,
        candidates: candidates.len() as u64,
        data,
    };
    let source: String = format!("counted from {}", counted.data.join(", ")).chars().take(500).collect();
    let controls = controls(&values, candidates, tally.steps.first);
    Series {
        unit,
        source,
        start: tally.steps.start,
        step: tally.steps.step.ms(),
        scaled: !controls.is_empty(),
        values,
        controls,
        counted: Some(counted),
    }
}
