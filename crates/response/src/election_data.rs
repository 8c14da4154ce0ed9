//! The starter calendar: real elections as data, each with its source, and official facts on how to vote.
//!
//! **The problem.** Deadlines hang on the day of a vote, and false voting information is false against something.
//! **The choice.** One file an election (`ontology/elections/`), with the day where the election is held, its time zone,
//! and for every date and every fact where it was read and whether it was. A user adds a file or corrects ours: a date
//! that was announced in the press is moved by a government. **Rejected.** A feed: it would move a legal deadline
//! without anybody having decided it.

use crate::mechanism::{Fault, MechanismFile};
use crate::{Calendar, Source, Words};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// What is elected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = ElectionDataKind)]
pub enum Kind {
    /// The European Parliament.
    EuropeanParliament,
    /// A head of state.
    Presidential,
    /// A national parliament.
    Parliamentary,
    /// A region.
    Regional,
    /// A municipality.
    Local,
    /// A question.
    Referendum,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = ElectionDataStatus)]
pub enum Status {
    /// Set, when the file was written.
    Scheduled,
    /// Held.
    Held,
    /// Held, and annulled.
    Annulled,
    /// Called off.
    Cancelled,
}

/// What a fact on voting is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = VotingFactAbout)]
pub enum About {
    /// The day.
    Date,
    /// When polling stations are open.
    Hours,
    /// How one can vote: in person, in advance, by post, abroad.
    Method,
    /// Who may vote.
    Eligibility,
    /// What to bring.
    Identification,
    /// Where to vote.
    Place,
}

/// An official fact on how to vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VotingFact {
    /// What it is about.
    pub about: About,
    /// Where it holds: two letters of ISO 3166-1.
    pub country: String,
    /// What is right.
    pub text: Words,
    /// Who says so.
    pub source: Source,
}

/// An election, as a file says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ElectionData {
    /// Id: country, year, what.
    pub id: String,
    /// Id of the file that this one takes the place of; the same, for a correction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// What is elected.
    pub kind: Kind,
    /// Two letters of ISO 3166-1, or `EU`.
    pub country: String,
    /// Name in the IANA database: its days begin and end there.
    pub time_zone: String,
    /// First day of voting.
    #[schema(value_type = String, format = Date)]
    pub first_day: Date,
    /// Last day of voting.
    #[schema(value_type = String, format = Date)]
    pub last_day: Date,
    /// What became of it.
    pub status: Status,
    /// Its name.
    pub name: Words,
    /// Where the days were read.
    #[serde(rename = "source")]
    #[schema(rename = "source")]
    pub sources: Vec<Source>,
    /// Official facts on how to vote.
    #[serde(default, rename = "voting")]
    #[schema(rename = "voting")]
    pub voting: Vec<VotingFact>,
}

impl ElectionData {
    /// When voting begins and ends, in milliseconds of UTC.
    pub fn opens_and_closes(&self) -> (i64, i64) {
        let calendar = Calendar { time_zone: self.time_zone.clone(), ..Calendar::default() };
        (calendar.first(self.first_day), calendar.last(self.last_day))
    }

    /// The first thing in it that makes no sense: key, problem, mend.
    fn fault(&self) -> Option<(&'static str, String, &'static str)> {
        let calendar = Calendar { time_zone: self.time_zone.clone(), ..Calendar::default() };
        let is_country = |text: &str| text.len() == 2 && text.chars().all(|c| c.is_ascii_uppercase());
        let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let sources = self.sources.iter().chain(self.voting.iter().map(|fact| &fact.source));
        let is_web = |one: &Source| one.address.starts_with("https://") || one.address.starts_with("http://");
        let mut all = sources.clone();
        if self.id.is_empty() || self.id.len() > 64 || !self.id.chars().all(is_id) {
            Some(("id", "this is no id".into(), "use lower case, digits and hyphens, at most 64"))
        } else if !is_country(&self.country) {
            Some((
                "country",
                format!("`{}` is no country", clip(&self.country)),
                "two capital letters, or EU",
            ))
        } else if !calendar.check() {
            let zone = clip(&self.time_zone);
            Some((
                "time_zone",
                format!("there is no time zone `{zone}`"),
                "one of IANA's, such as Europe/Paris",
            ))
        } else if self.last_day < self.first_day {
            Some(("last_day", "it is before the first day".into(), "give the days in order"))
        } else if self.name.en.trim().is_empty() {
            Some(("en", "the name is empty".into(), "write it in English at least"))
        } else if self.sources.is_empty() {
            Some(("source", "no source is given".into(), "add [[source]]; it may be verified = false"))
        } else if !all.all(|one| is_web(one) && !one.cite.trim().is_empty()) {
            Some(("address", "a source has no address".into(), "cite it, and give its https:// address"))
        } else if self.voting.iter().any(|fact| !is_country(&fact.country) || fact.text.en.trim().is_empty())
        {
            Some((
                "voting",
                "a fact has no country or no text".into(),
                "say where it holds, and what is right",
            ))
        } else {
            None
        }
    }
}

fn clip(text: &str) -> String {
    text.chars().take(60).collect()
}

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../ontology/elections/", $name)))),*]
    };
}

/// The files of `ontology/elections/`; a test compares the list with the folder.
const SHIPPED: &[(&str, &str)] = shipped![
    "am-2026-parliamentary.toml",
    "cy-2026-parliamentary.toml",
    "de-2025-bundestag.toml",
    "ee-2027-parliamentary.toml",
    "eu-2024-european-parliament.toml",
    "fi-2025-municipal-county.toml",
    "fi-2027-parliamentary.toml",
    "fr-2027-presidential-second-round.toml",
    "fr-2027-presidential.toml",
    "hu-2026-parliamentary.toml",
    "lv-2026-parliamentary.toml",
    "pt-2026-presidential.toml",
    "ro-2024-presidential.toml",
    "ro-2025-presidential-second-round.toml",
    "ro-2025-presidential.toml",
    "se-2026-general.toml",
    "si-2026-parliamentary.toml",
];

/// Longest file that is read.
const LONGEST: usize = 256 << 10;

/// The elections that ship with the program, and a user's, by id.
///
/// A user's file with an id that is taken says `replaces = "that-id"`: a correction is meant, never an accident.
///
/// # Errors
/// Every [`Fault`] of every file; with one, none is taken.
pub fn election_calendar(user: &[MechanismFile]) -> Result<BTreeMap<String, ElectionData>, Vec<Fault>> {
    let shipped = SHIPPED.iter().map(|(name, text)| (*name, text.as_bytes()));
    let added = user.iter().map(|file| (file.name.as_str(), file.bytes.as_slice()));
    let (mut all, mut faults) = (BTreeMap::<String, ElectionData>::new(), Vec::new());
    for (name, bytes) in shipped.chain(added) {
        match read(name, bytes, &all) {
            Ok(one) => {
                if let Some(replaced) = &one.replaces {
                    all.remove(replaced);
                }
                all.insert(one.id.clone(), one);
            }
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(all) } else { Err(faults) }
}

fn read(name: &str, bytes: &[u8], known: &BTreeMap<String, ElectionData>) -> Result<ElectionData, Fault> {
    let at = |line: usize, key: &str, problem: String, mend: &str| Fault {
        file: name.to_owned(),
        line,
        key: key.to_owned(),
        problem,
        mend: mend.to_owned(),
    };
    if bytes.len() > LONGEST {
        let problem = format!("the file has more than {LONGEST} bytes");
        return Err(at(1, "", problem, "an election is a page of text: is this the right file?"));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|e| at(1, "", format!("byte {} is no UTF-8", e.valid_up_to()), "save the file as UTF-8"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let line_at =
        |before: usize| text.as_bytes()[..before.min(text.len())].split(|byte| *byte == b'\n').count();
    let one: ElectionData = toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(1, |span| line_at(span.start));
        let key = text
            .lines()
            .nth(line - 1)
            .and_then(|line| line.split_once('='))
            .map_or("", |(key, _)| key.trim());
        at(line, key, e.message().to_owned(), "see docs/mechanisms.md for the keys of an election")
    })?;
    let line_of = |key: &str| {
        let found = text.lines().position(|line| line.trim_start().trim_start_matches('[').starts_with(key));
        found.map_or(1, |line| line + 1)
    };
    if let Some((key, problem, mend)) = one.fault() {
        return Err(at(line_of(key), key, problem, mend));
    }
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name).trim_end_matches(".toml");
    if stem != one.id {
        return Err(at(line_of("id"), "id", format!("the file is called `{stem}`"), "name it after its id"));
    }
    if known.contains_key(&one.id) && one.replaces.as_ref() != Some(&one.id) {
        let problem = format!("there is an election `{}` already", one.id);
        return Err(at(line_of("id"), "id", problem, "say replaces = \"its-id\" if a correction is meant"));
    }
    if one.replaces.as_ref().is_some_and(|id| !known.contains_key(id)) {
        let problem = "there is no such election to replace".to_owned();
        return Err(at(line_of("replaces"), "replaces", problem, "name one that is there, or leave it out"));
    }
    Ok(one)
}

/// Countries of which the calendar has elections.
pub fn countries(calendar: &BTreeMap<String, ElectionData>) -> BTreeSet<&str> {
    calendar.values().map(|one| one.country.as_str()).collect()
}

#[cfg(test)]
mod tests;
