//! Claims as a table: what a newsroom keeps in a spreadsheet, in and out.

use super::add::check;
use super::wire::{Claim, NewClaim, Query, Rating};
use crate::hub::{Fault, Hub, HubError};
use csv::{ReaderBuilder, Trim};
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use ostrakon_access::Principal;
use ostrakon_exchange::table;
use ostrakon_model::Tlp;
use std::collections::HashMap;

/// Columns, in the order in which they are written. `incidents` is written only.
pub const COLUMNS: [&str; 13] = [
    "claim",
    "claimant",
    "verdict",
    "rating",
    "best",
    "worst",
    "checker",
    "url",
    "published",
    "language",
    "appearances",
    "marking",
    "incidents",
];
/// Columns without which no row is a claim.
const NEEDED: [&str; 5] = ["claim", "verdict", "checker", "url", "published"];
/// Rows of one file.
const MOST_ROWS: usize = 5_000;
/// Faults that are told.
const MOST_FAULTS: usize = 200;
/// Claims of a page while a table is written.
const PIECE: usize = 500;

/// Claims of a table.
///
/// # Errors
/// [`HubError::Invalid`] with line, column and reason of everything that is wrong.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<NewClaim>, HubError> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| HubError::invalid("", "is not UTF-8; save the table as “CSV UTF-8”"))?
        .trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let delimiter =
        *b",;\t".iter().max_by_key(|one| head.bytes().filter(|byte| byte == *one).count()).unwrap_or(&b',');
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).trim(Trim::All).from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| HubError::invalid("line 1", error.to_string()))?.clone();
    let mut columns: HashMap<String, usize> = HashMap::new();
    let mut faults = Vec::new();
    let mut say = |line: u64, column: &str, detail: String| {
        faults.push(Fault { pointer: format!("line {line}, column {column}"), detail });
    };
    for (at, name) in header.iter().enumerate() {
        let name = name.to_lowercase();
        if !COLUMNS.contains(&name.as_str()) {
            let short: String = name.chars().take(60).collect();
            say(1, &short, format!("is no column; there are {}", COLUMNS.join(", ")));
        }
        columns.insert(name, at);
    }
    for name in NEEDED.iter().filter(|name| !columns.contains_key(**name)) {
        say(1, name, "is missing".into());
    }
    if !faults.is_empty() {
        return Err(refused(faults));
    }
    let mut claims = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                faults.push(Fault { pointer: format!("line {line}"), detail: error.to_string() });
                break;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        if claims.len() == MOST_ROWS {
            let detail = format!("more than {MOST_ROWS} claims; part the file");
            faults.push(Fault { pointer: format!("line {line}"), detail });
            break;
        }
        let cell = |name: &str| {
            columns.get(name).and_then(|at| record.get(*at)).map_or("", |cell| table::plain(cell).trim())
        };
        let mut say = |column: &str, detail: String| {
            faults.push(Fault { pointer: format!("line {line}, column {column}"), detail });
        };
        let number = |name: &'static str| match cell(name) {
            "" => Ok(None),
            text => text
                .replace(',', ".")
                .parse::<f64>()
                .map(Some)
                .map_err(|_| (name, format!("{text:?} is no number"))),
        };
        let rating = match (number("rating"), number("best"), number("worst")) {
            (Ok(Some(value)), Ok(Some(best)), Ok(Some(worst))) => Some(Rating { value, best, worst }),
            (Ok(None), Ok(_), Ok(_)) => None,
            (Ok(Some(_)), Ok(_), Ok(_)) => {
                say(
                    "best",
                    "a rating says little without the best and the worst of its scale; give both".into(),
                );
                None
            }
            (value, best, worst) => {
                for (column, why) in [value, best, worst].into_iter().filter_map(Result::err) {
                    say(column, why);
                }
                None
            }
        };
        let published = cell("published").parse::<Date>().map_err(|_| {
            say("published", format!("{:?}: write the day as 2026-05-31", cell("published")));
        });
        let marking = match cell("marking") {
            "" => Ok(Tlp::Clear),
            text => text.parse::<Tlp>().map_err(|why| say("marking", why.to_string())),
        };
        let (Ok(published), Ok(marking)) = (published, marking) else { continue };
        let text = |name: &str| cell(name).to_owned();
        let parts = cell("appearances").split('|').map(str::trim).filter(|one| !one.is_empty());
        let claim = NewClaim {
            claim: text("claim"),
            claimant: text("claimant"),
            verdict: text("verdict"),
            rating,
            checker: text("checker"),
            url: text("url"),
            published,
            language: text("language"),
            appearances: parts.map(str::to_owned).collect(),
            marking,
        };
        for fault in check(&claim) {
            let column =
                fault.pointer.trim_start_matches('/').split('/').next().unwrap_or_default().to_owned();
            say(&column, fault.detail);
        }
        claims.push(claim);
    }
    if claims.is_empty() && faults.is_empty() {
        return Err(HubError::invalid("line 2", "there is no claim below the names of the columns"));
    }
    if faults.is_empty() { Ok(claims) } else { Err(refused(faults)) }
}

fn refused(mut faults: Vec<Fault>) -> HubError {
    let detail =
        format!("{} faults; nothing was taken. Mend them in the file and send it again", faults.len());
    faults.truncate(MOST_FAULTS);
    HubError::Invalid { detail, faults }
}

impl Hub {
    /// The claims that the asker may have, newest first, as a table.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn export_claims(&self, who: &Principal) -> Result<String, HubError> {
        let (mut rows, mut query) = (Vec::new(), Query { limit: PIECE, ..Query::default() });
        loop {
            let page = self.claims(who, &query)?;
            rows.extend(page.claims.into_iter().map(row));
            match page.next {
                Some(next) => query.next = Some(next),
                None => return Ok(table::write(&COLUMNS, rows)),
            }
        }
    }
}

fn row(one: Claim) -> Vec<String> {
    let day =
        |ms: i64| Timestamp::from_millisecond(ms).map(|at| at.to_zoned(TimeZone::UTC).date().to_string());
    let rated = one.truth.is_some();
    let scale = |text: &str| if rated { text.to_owned() } else { String::new() };
    vec![
        one.claim,
        one.claimants.join(" | "),
        one.verdict.unwrap_or_default(),
        one.truth.map(|truth| truth.to_string()).unwrap_or_default(),
        scale("1"),
        scale("0"),
        one.checkers.join(" | "),
        one.url.unwrap_or_default(),
        one.published.and_then(|ms| day(ms).ok()).unwrap_or_default(),
        one.language.unwrap_or_default(),
        one.appearances.join(" | "),
        one.marking,
        one.incidents.join(" | "),
    ]
}
