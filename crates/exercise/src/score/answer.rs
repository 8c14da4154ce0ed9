//! A detector's answer: who is in which community, and who is shown as coordinated.
//!
//! Two forms are read, told apart by their first character: `communities.csv` (`community,account,role,q,flagged`,
//! of which `role` and `q` are not needed) and `findings.ndjson` (one JSON object a line with `kind`, `subjects`,
//! `flagged` and `window`), so that any tool can be scored by writing one of them.

use crate::{ExerciseError, table::Table};
use serde::Deserialize;
use std::{collections::BTreeMap, path::Path};

/// An account in a community.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// The account, as named in the truth.
    pub account: String,
    /// The community.
    pub community: String,
    /// Whether an analyst is shown this account as coordinated.
    pub flagged: bool,
}

/// A detector's answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// All assignments.
    pub communities: Vec<Assigned>,
    /// When the first evidence of a community was posted, in s since the epoch, where the answer says so.
    pub first_evidence: BTreeMap<String, i64>,
}

#[derive(Deserialize)]
struct Line {
    id: Option<String>,
    kind: String,
    subjects: Vec<String>,
    flagged: bool,
    window: Option<(String, String)>,
}

impl Answer {
    /// Reads `communities.csv` or `findings.ndjson`. Findings whose kind does not begin with `coordinated` are about
    /// other things than accounts and are left out.
    ///
    /// # Errors
    /// When the file cannot be read, or a line is not as it should be. An empty file is the answer that nothing was found.
    pub fn read(path: &Path) -> Result<Self, ExerciseError> {
        let bytes =
            std::fs::read(path).map_err(|source| ExerciseError::File { path: path.into(), source })?;
        Self::parse(&bytes, path)
    }

    /// Reads an answer from memory; `path` is for messages.
    ///
    /// # Errors
    /// As [`Answer::read`].
    pub fn parse(bytes: &[u8], path: &Path) -> Result<Self, ExerciseError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        match bytes.trim_ascii_start().first() {
            // A run that found nothing writes no finding.
            None => Ok(Self::default()),
            Some(b'{') => Self::from_findings(bytes, path),
            Some(_) => Self::from_table(bytes, path),
        }
    }

    fn from_table(bytes: &[u8], path: &Path) -> Result<Self, ExerciseError> {
        let mut table = Table::new(bytes, path, "community,account,flagged")?;
        let [community, account, flagged] =
            [table.column("community")?, table.column("account")?, table.column("flagged")?];
        let mut communities = Vec::new();
        while let Some(row) = table.next_row()? {
            let bad = |reason: String| ExerciseError::Line { path: path.into(), line: row.line, reason };
            if row.get(account).is_empty() || row.get(community).is_empty() {
                return Err(bad("the account or the community is empty".to_owned()));
            }
            let flagged = match row.get(flagged).to_ascii_lowercase().as_str() {
                "1" | "true" => true,
                "0" | "false" => false,
                other => return Err(bad(format!("`flagged` is `{other}`; it must be 0 or 1"))),
            };
            communities.push(Assigned {
                account: row.get(account).to_owned(),
                community: row.get(community).to_owned(),
                flagged,
            });
        }
        Ok(Self { communities, first_evidence: BTreeMap::new() })
    }

    fn from_findings(bytes: &[u8], path: &Path) -> Result<Self, ExerciseError> {
        let mut answer = Self::default();
        for (line, text) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
            if text.trim_ascii().is_empty() {
                continue;
            }
            let bad = |reason: String| ExerciseError::Line { path: path.into(), line, reason };
            let finding: Line = serde_json::from_slice(text).map_err(|error| {
                bad(format!("{error}; each line must be an object with kind, subjects and flagged"))
            })?;
            if !finding.kind.starts_with("coordinated") {
                continue;
            }
            let community = finding.id.unwrap_or_else(|| format!("line {line}"));
            if let Some((first, _)) = finding.window {
                let at = parse_time(&first).ok_or_else(|| {
                    bad(format!("`{first}` is no time; write it like 2026-05-31T08:00:00Z"))
                })?;
                answer.first_evidence.insert(community.clone(), at);
            }
            answer.communities.extend(finding.subjects.into_iter().map(|account| Assigned {
                account,
                community: community.clone(),
                flagged: finding.flagged,
            }));
        }
        Ok(answer)
    }
}

/// Seconds since the epoch of `2026-05-31T08:00:00Z`, with or without a fraction, between the years 1970 and 9999.
fn parse_time(text: &str) -> Option<i64> {
    let text = text.strip_suffix('Z')?;
    let (date, time) = text.split_once('T')?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let numbers = |text: &str, separator, lengths: [usize; 3]| -> Option<[i64; 3]> {
        let mut parts = text.split(separator);
        let mut next = |length: usize| {
            let part = parts.next()?;
            let sound = part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
            if sound { part.parse().ok() } else { None }
        };
        let list = [next(lengths[0])?, next(lengths[1])?, next(lengths[2])?];
        parts.next().is_none().then_some(list)
    };
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [31, 28 + i64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let length = *lengths.get(usize::try_from(month).ok()?.checked_sub(1)?)?;
    if year < 1970 || !(1..=length).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let before = year - 1;
    let leap_days = before / 4 - before / 100 + before / 400 - 477;
    let months: i64 = lengths[..month as usize - 1].iter().sum();
    let days = (year - 1970) * 365 + leap_days + months + day - 1;
    Some(days * 86_400 + hour * 3_600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Result<Answer, String> {
        Answer::parse(text.as_bytes(), Path::new("answer")).map_err(|error| error.to_string())
    }

    #[test]
    fn both_forms_are_read() {
        let table =
            parse("community,account,role,q,flagged\n1,a,hub,0.01,1\n1,b,periphery,0.01,0\n").unwrap();
        assert_eq!(table.communities.len(), 2);
        assert!(table.communities[0].flagged && !table.communities[1].flagged);

        let findings = parse(
            "{\"id\":\"x\",\"kind\":\"coordinated-group\",\"subjects\":[\"a\",\"b\"],\"flagged\":true,\
             \"window\":[\"1970-01-02T00:00:01Z\",\"1970-01-03T00:00:00.500Z\"],\"score\":1}\n\n\
             {\"id\":\"y\",\"kind\":\"spoofed-domain\",\"subjects\":[\"c.d\"],\"flagged\":true}\n",
        )
        .unwrap();
        assert_eq!(findings.communities.len(), 2);
        assert_eq!(findings.first_evidence["x"], 86_401);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let message = |text: &str| parse(text).unwrap_err();
        // A run that found nothing wrote nothing: that is an answer.
        assert_eq!((parse(""), parse(" \n")), (Ok(Answer::default()), Ok(Answer::default())));
        assert!(message("community,account\n1,a\n").contains("`flagged`"));
        assert!(message("community,account,flagged\n1,a,maybe\n").contains("line 2"));
        assert!(message("community,account,flagged\n1,a,1\n2,b\n").contains("line 3"));
        assert!(message("community,account,flagged\n1,,1\n").contains("empty"));
        assert!(message("{\"kind\":\"coordinated-group\"}\n").contains("line 1"));
        assert!(
            message(
                "{\"kind\":\"coordinated-group\",\"subjects\":[],\"flagged\":true,\"window\":[\"soon\",\"\"]}"
            )
            .contains("`soon`")
        );
        assert!(message("{\"kind\":").contains("line 1"));
        assert_eq!(parse("community,account,flagged\n").unwrap(), Answer::default());
    }

    proptest! {
        #[test]
        fn nothing_read_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Answer::parse(&bytes, Path::new("answer"));
        }

        #[test]
        fn a_time_that_was_written_is_read(seconds in 0i64..200_000_000_000) {
            let text = ostrakon_model::time::iso(seconds * 1_000);
            prop_assert_eq!(parse_time(&text), Some(seconds), "{}", text);
        }
    }
}
