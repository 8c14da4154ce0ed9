//! The election that an analysis is made for: who, where, when.
//!
//! Detection does not look at it (invariant 5, and a network that acted in January is one in June too). What it decides is
//! what a reader sees first about each group: whether it acted in the period that matters. So it is stated in run.json and
//! in the reasons of every group, and never in a score.

use crate::AppError;
use ostrakon_ingest::timestamp::{TimeFormat, Zone, parse};
use ostrakon_model::time::iso;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Larger files are no description of one election.
const MOST_BYTES: u64 = 1 << 20;
const DAY_MS: i64 = 86_400_000;

/// An election, as its file (JSON or TOML) says it. Other fields of the file are for others and are left alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Election {
    /// Short name without spaces, for references.
    pub id: String,
    /// Name as people say it.
    pub name: String,
    /// ISO 3166-1 alpha-2, or `EU`.
    pub country: String,
    /// First day of the period, `YYYY-MM-DD`, UTC.
    pub start_date: String,
    /// Last day of the period, inclusive.
    pub end_date: String,
}

impl Election {
    /// Reads and checks the file.
    ///
    /// # Errors
    /// [`AppError::File`] if it cannot be read, [`AppError::Election`] if it does not describe an election.
    pub fn load(path: &Path) -> Result<Self, AppError> {
        let bad = |reason: String| AppError::Election { path: path.to_owned(), reason };
        let failed =
            |source| AppError::File { path: path.to_owned(), source, mend: "name a file that can be read" };
        let size = std::fs::metadata(path).map_err(failed)?.len();
        if size > MOST_BYTES {
            return Err(bad(format!("{size} bytes; an election is described in less than {MOST_BYTES}")));
        }
        let bytes = std::fs::read(path).map_err(failed)?;
        let text = std::str::from_utf8(&bytes).map_err(|error| bad(format!("not UTF-8: {error}")))?;
        let election: Self = if text.trim_start().starts_with('{') {
            serde_json::from_str(text).map_err(|error| bad(error.to_string()))?
        } else {
            toml::from_str(text).map_err(|error| bad(error.message().to_owned()))?
        };
        election.check().map_err(bad)?;
        Ok(election)
    }

    /// Refuses what describes no election, in a sentence.
    ///
    /// # Errors
    /// The field and what it must be.
    pub fn check(&self) -> Result<(), String> {
        if self.id.is_empty() || self.id.len() > 64 || self.id.contains(char::is_whitespace) {
            return Err(format!("id `{}`: 1 to 64 characters without spaces", self.id));
        }
        if self.name.trim().is_empty() || self.name.len() > 200 {
            return Err("name: 1 to 200 characters".to_owned());
        }
        if self.country.len() != 2 || !self.country.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(format!("country `{}`: two capital letters (ISO 3166-1), or EU", self.country));
        }
        let (start, end) = (day("start_date", &self.start_date)?, day("end_date", &self.end_date)?);
        if end < start {
            return Err(format!("end_date {} is before start_date {}", self.end_date, self.start_date));
        }
        Ok(())
    }

    /// First millisecond of the period, and the first behind it, since the epoch.
    pub fn period_ms(&self) -> (i64, i64) {
        let at = |text| day("", text).unwrap_or_default();
        (at(&self.start_date), at(&self.end_date) + DAY_MS)
    }

    /// What is said of a group that acted from `first_ms` to `last_ms`.
    pub fn sentence(&self, first_ms: i64, last_ms: i64) -> String {
        let when = if self.overlaps(first_ms, last_ms) {
            "It acted in the period of"
        } else {
            "It did not act in the period of"
        };
        format!("{when} {} ({} to {}).", self.name, self.start_date, self.end_date)
    }

    /// Whether something from `first_ms` to `last_ms` falls into the period.
    pub fn overlaps(&self, first_ms: i64, last_ms: i64) -> bool {
        let (start, end) = self.period_ms();
        first_ms < end && last_ms >= start
    }
}

fn day(field: &str, text: &str) -> Result<i64, String> {
    let wrong = || format!("{field} `{text}`: write the day as YYYY-MM-DD");
    let time = parse(text, TimeFormat::Auto, Zone::Utc).ok().flatten().ok_or_else(wrong)?;
    // What reads back as it was written is a day that exists.
    if text.len() == 10 && iso(time.ms).starts_with(text) && time.ms % DAY_MS == 0 {
        Ok(time.ms)
    } else {
        Err(wrong())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Election, String> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("election");
        std::fs::write(&path, text).unwrap();
        Election::load(&path).map_err(|error| error.to_string())
    }

    const TOML: &str = "id = \"de-2025\"\nname = \"Federal election\"\ncountry = \"DE\"\nstart_date = \"2025-01-12\"\nend_date = \"2025-02-23\"\n";

    #[test]
    fn toml_and_json_say_the_same_and_the_last_day_belongs_to_the_period() {
        let election = load(TOML).unwrap();
        let json = serde_json::to_string(&election).unwrap();
        assert_eq!(load(&json).unwrap(), election);
        let (start, end) = election.period_ms();
        assert_eq!((iso(start), end - start), ("2025-01-12T00:00:00Z".to_owned(), 43 * DAY_MS));
        assert!(election.overlaps(end - 1, end + 5) && election.overlaps(0, start));
        assert!(!election.overlaps(end, end + 5) && !election.overlaps(0, start - 1));
        assert!(election.sentence(start, start).starts_with("It acted in the period of Federal election"));
    }

    #[test]
    fn what_is_no_election_is_refused_with_the_mend() {
        for (old, new, says) in [
            ("2025-02-23", "2025-01-01", "is before start_date"),
            ("2025-02-23", "2025-02-30", "YYYY-MM-DD"),
            ("2025-02-23", "tomorrow", "YYYY-MM-DD"),
            ("DE", "Germany", "two capital letters"),
            ("de-2025", "", "without spaces"),
            ("name = ", "nome = ", "name"),
        ] {
            let error = load(&TOML.replace(old, new)).unwrap_err();
            assert!(error.contains(says), "{error}");
        }
        assert!(load("{\"id\": 3").is_err() && load("").is_err() && load("\u{0}").is_err());
    }
}
