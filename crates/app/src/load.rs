//! Inputs to columns, masked: the first step of every use case that reads posts.
//!
//! Accounts of private persons become pseudonyms here, before anything else sees them (invariant 6). Revealing handles
//! takes a purpose, which goes into every result.

use crate::AppError;
use ostrakon_ingest::{
    InputSummary, Progress, ReadOptions, Reject,
    pseudonym::{Key, Pseudonymiser, Registry},
    url,
};
use ostrakon_model::{Columns, Fields, Precision, columns::NO_TIME};
use std::path::{Path, PathBuf};

/// What to read, and how accounts are named.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Files, or `-` for standard input.
    pub inputs: Vec<PathBuf>,
    /// Preset, if not recognised from the content.
    pub format: Option<String>,
    /// Columns named by the caller: (theirs, ours).
    pub map: Vec<(String, String)>,
    /// Take "RT @…" for reposts.
    pub reposts_by_text: bool,
    /// Show handles, for this purpose.
    pub reveal: Option<String>,
    /// Key of the pseudonyms.
    pub key: Option<PathBuf>,
    /// Accounts listed by name.
    pub registry: Option<PathBuf>,
    /// Threads; 0: one a core.
    pub threads: usize,
}

/// Posts as they may be looked at.
#[derive(Debug)]
pub struct Loaded {
    /// The posts.
    pub columns: Columns,
    /// Rows that could not be taken.
    pub rejects: Vec<Reject>,
    /// One summary an input.
    pub inputs: Vec<InputSummary>,
    /// Fingerprint of the key of the pseudonyms; `None` where handles are shown.
    pub key: Option<String>,
    /// Posts that are dated only to the day in data that know the time: their time was taken away.
    pub dated: u64,
}

impl Source {
    /// Options for the reader.
    pub fn options(&self, fields: Fields, raw_urls: bool) -> ReadOptions {
        ReadOptions {
            format: self.format.clone(),
            map: self.map.clone(),
            fields,
            raw_urls,
            reposts_by_text: self.reposts_by_text,
            threads: self.threads,
            ..ReadOptions::default()
        }
    }

    /// The key: the one named, else `beside`, which is made if it is missing. A key that nothing is written beside
    /// lives for the run only.
    pub fn key(&self, beside: Option<&Path>) -> Result<Key, AppError> {
        match self.key.as_deref().or(beside) {
            Some(path) if path.exists() => Ok(Key::load(path)?),
            Some(path) => {
                let key = Key::generate()?;
                key.save(path)?;
                Ok(key)
            }
            None => Ok(Key::generate()?),
        }
    }

    /// Who masks accounts; `None` where handles are revealed.
    pub fn pseudonymiser(&self, beside: Option<&Path>) -> Result<Option<(Pseudonymiser, String)>, AppError> {
        if self.reveal.is_some() {
            return Ok(None);
        }
        let key = self.key(beside)?;
        let registry = self.registry.as_deref().map_or(Ok(Registry::default()), Registry::load)?;
        Ok(Some((Pseudonymiser::new(&key, registry), key.fingerprint())))
    }

    /// Reads everything, masks accounts, fills in domains. Inputs are digested where a result is written `beside`, which then
    /// states them.
    pub fn load(
        &self,
        fields: Fields,
        raw_urls: bool,
        beside: Option<&Path>,
        progress: &dyn Progress,
    ) -> Result<Loaded, AppError> {
        let options = ReadOptions { digest: beside.is_some(), ..self.options(fields, raw_urls) };
        self.load_as(&options, beside, progress)
    }

    /// As [`Source::load`], with these options.
    pub fn load_as(
        &self,
        options: &ReadOptions,
        beside: Option<&Path>,
        progress: &dyn Progress,
    ) -> Result<Loaded, AppError> {
        // A missing registry or an unreadable key must not cost a long read first.
        let masking = self.pseudonymiser(beside)?;
        let reading = ostrakon_ingest::read(&self.inputs, options, progress)?;
        let mut columns = reading.columns;
        columns.precision = columns.usual_precision().max(observed_precision(&columns));
        // The peers know no precision, and are followed in that.
        let dated = if options.relative_times { 0 } else { take_dates_away(&mut columns) };
        let key = masking.map(|(mut pseudonymiser, fingerprint)| {
            pseudonymiser.columns(&mut columns);
            fingerprint
        });
        if options.fields.has(Fields::URLS) && !options.raw_urls {
            columns.derive_domains(|address| url::registrable_domain(address).map(Into::into));
        }
        Ok(Loaded { columns, rejects: reading.rejects, inputs: reading.inputs, key, dated })
    }
}

/// The precision that the times themselves show: an export may print seconds and know minutes. A unit is believed when at least
/// half of at least a hundred times are whole multiples of it, which no crowd of people and no timetable of a few brings about;
/// the rest may come from another export that was put into the same file.
fn observed_precision(columns: &Columns) -> Precision {
    let times = || columns.time.iter().copied().filter(|&t| t != NO_TIME);
    if times().take(100).count() < 100 {
        return Precision::Millisecond;
    }
    let all = times().count();
    let whole = |unit: &Precision| times().filter(|t| t % unit.millis() == 0).count() * 2 >= all;
    let units = [Precision::Day, Precision::Hour, Precision::Minute, Precision::Second];
    units.into_iter().find(whole).unwrap_or(Precision::Millisecond)
}

/// Takes the time away from posts that bear midnight sharp, where the data know the time and far more of them do than chance
/// brings there: they are dated, and would all seem to be made in one moment. Returns how many.
fn take_dates_away(columns: &mut Columns) -> u64 {
    /// So many times as many as chance brings to midnight, and so many more, may stand there: people schedule posts for it.
    const OFTEN: u64 = 3;
    const MORE: u64 = 5;
    let day = Precision::Day.millis();
    if columns.precision == Precision::Day {
        return 0;
    }
    let dated = |t: i64| t != NO_TIME && t % day == 0;
    let (mut at_midnight, mut all) = (0u64, 0u64);
    for &t in columns.time.iter().filter(|&&t| t != NO_TIME) {
        all += 1;
        at_midnight += u64::from(dated(t));
    }
    let unit = columns.precision.max(Precision::Second).millis();
    if at_midnight <= OFTEN * all * unit as u64 / day as u64 + MORE {
        return 0;
    }
    columns.time.iter_mut().filter(|t| dated(**t)).for_each(|t| *t = NO_TIME);
    at_midnight
}

#[cfg(test)]
mod tests {
    use super::*;
    use ostrakon_model::{Post, Timestamp};

    #[test]
    fn minutes_printed_as_seconds_are_recognised_and_real_seconds_are_not_coarsened() {
        let columns = |step: i64| {
            let mut columns = Columns::default();
            for i in 0..200i64 {
                let created_at = Some(Timestamp::from_secs(1_600_000_020 + i * step));
                columns.push(&Post { author_id: "a".into(), created_at, ..Post::default() });
            }
            columns
        };
        assert_eq!(observed_precision(&columns(60)), Precision::Minute);
        assert_eq!(observed_precision(&columns(7)), Precision::Second);
        assert_eq!(observed_precision(&Columns::default()), Precision::Millisecond);
    }

    #[test]
    fn dates_in_data_that_know_the_time_lose_it_and_usual_dates_make_days_of_all() {
        let columns = |dated: i64| {
            let mut columns = Columns::default();
            for i in 0..1_000i64 {
                let at = 1_599_955_200 + if i < dated { i % 7 * 86_400 } else { i * 977 + 1 };
                let created_at = Some(Timestamp::from_secs(at));
                columns.push(&Post { author_id: "a".into(), created_at, ..Post::default() });
            }
            columns.precision = columns.usual_precision().max(observed_precision(&columns));
            columns
        };
        let mut few = columns(60);
        assert_eq!((few.precision, take_dates_away(&mut few)), (Precision::Second, 60));
        assert_eq!(few.time.iter().filter(|&&t| t == NO_TIME).count(), 60);
        let mut most = columns(950);
        assert_eq!((most.precision, take_dates_away(&mut most)), (Precision::Day, 0));
        let mut none = columns(2);
        assert_eq!(take_dates_away(&mut none), 0, "a post at midnight is no accident yet");
    }
}
