//! `ostrakon stix match`: patterns against observations.
//!
//! Two questions: does this pattern match what the files hold together (`--pattern`), or, line by line, does each pattern match
//! the observations beside it. The second is how matchers are compared with one another, and how a list of indicators is tried
//! on what was seen.

use crate::AppError;
use ostrakon_ingest::source::Source;
use ostrakon_stix::read::Pieces;
use ostrakon_stix::{Limits, Pattern};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// A compressed file may not grow beyond this many times its size.
const MAX_EXPANSION: u32 = 1_000;

/// What came of one pattern.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Matched {
    /// Number of the line over all files, from 0.
    pub index: usize,
    /// The pattern, where it could be read.
    pub pattern: Option<String>,
    /// Whether it matches; `None` where that could not be told.
    #[serde(rename = "match")]
    pub matches: Option<bool>,
    /// Why not.
    pub error: Option<String>,
}

/// Whether the pattern matches the objects of all files together.
///
/// # Errors
/// A file that cannot be opened or read.
pub fn one(pattern: &str, files: &[PathBuf]) -> Result<Matched, AppError> {
    let mut objects = Vec::new();
    for file in files {
        for value in values(file)? {
            match value {
                Value::Object(object) => objects.push(object),
                _ => {
                    return Err(AppError::Usage(format!(
                        "{}: holds something that is no object",
                        file.display()
                    )));
                }
            }
        }
    }
    Ok(judge(0, pattern, &objects.iter().collect::<Vec<_>>()))
}

/// Judges every line of the files: `{"pattern": …, "observed_data": [objects or bundles]}`.
///
/// # Errors
/// A file that cannot be opened or read. A line that is no such case is an answer with its error.
pub fn cases(files: &[PathBuf], mut say: impl FnMut(&Matched) -> bool) -> Result<bool, AppError> {
    let (mut index, mut sound) = (0, true);
    for file in files {
        for value in values(file)? {
            let answer = case(index, &value);
            sound &= answer.error.is_none();
            index += 1;
            if !say(&answer) {
                return Ok(sound);
            }
        }
    }
    Ok(sound)
}

fn case(index: usize, case: &Value) -> Matched {
    let wrong = |pattern: Option<&str>, error: &str| Matched {
        index,
        pattern: pattern.map(str::to_owned),
        matches: None,
        error: Some(error.to_owned()),
    };
    let Some(pattern) = case["pattern"].as_str() else {
        return wrong(None, "is no case: write {\"pattern\": \"[…]\", \"observed_data\": [objects]}");
    };
    let Some(given) = case["observed_data"].as_array() else {
        return wrong(Some(pattern), "`observed_data` is no list of objects or bundles");
    };
    let bundled = given
        .iter()
        .filter_map(|one| one["objects"].as_array().filter(|_| one["type"] == "bundle"))
        .flatten();
    let single = given.iter().filter(|one| one["type"] != "bundle");
    judge(index, pattern, &bundled.chain(single).filter_map(Value::as_object).collect::<Vec<_>>())
}

fn judge(index: usize, text: &str, objects: &[&Map<String, Value>]) -> Matched {
    let judged = Pattern::parse(text)
        .map_err(|error| error.to_string())
        .and_then(|pattern| pattern.matches(objects.iter().copied()).map_err(|error| error.to_string()));
    let (matches, error) = match judged {
        Ok(found) => (Some(found), None),
        Err(error) => (None, Some(error)),
    };
    Matched { index, pattern: Some(text.to_owned()), matches, error }
}

/// The values of a file: objects, those of a bundle or a list, or one a line.
fn values(file: &Path) -> Result<Vec<Value>, AppError> {
    let unreadable = |error: &dyn std::fmt::Display| AppError::Unreadable {
        path: file.to_owned(),
        reason: error.to_string(),
    };
    let pieces = Pieces::new(Source::open(file, MAX_EXPANSION)?, Limits::default());
    pieces
        .map(|piece| {
            let piece = piece.map_err(|error| unreadable(&error))?;
            serde_json::from_slice(&piece.bytes).map_err(|error| unreadable(&error))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn seen(domain: &str) -> Value {
        json!({"type": "bundle", "objects": [
            {"type": "observed-data", "id": "observed-data--00000000-0000-4000-8000-000000000001", "number_observed": 1,
             "first_observed": "2024-06-01T00:00:00Z", "last_observed": "2024-06-01T00:00:00Z",
             "object_refs": ["domain-name--00000000-0000-4000-8000-000000000002"]},
            {"type": "domain-name", "id": "domain-name--00000000-0000-4000-8000-000000000002", "value": domain}]})
    }

    #[test]
    fn each_line_is_judged_by_itself_and_a_wrong_one_says_what_is_wrong() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("cases.ndjson");
        let lines = [
            json!({"pattern": "[domain-name:value = 'spoof.example']", "observed_data": [seen("spoof.example")]}),
            json!({"pattern": "[domain-name:value = 'spoof.example']", "observed_data": [seen("real.example")]}),
            json!({"pattern": "[domain-name:value = ", "observed_data": []}),
            json!({"observed_data": []}),
        ];
        std::fs::write(&file, lines.map(|line| line.to_string()).join("\n")).expect("written");
        let mut told = Vec::new();
        let sound = cases(&[file], |one| {
            told.push((one.index, one.matches, one.error.is_some()));
            true
        });
        assert!(!sound.expect("readable"));
        assert_eq!(told, [(0, Some(true), false), (1, Some(false), false), (2, None, true), (3, None, true)]);
    }

    #[test]
    fn one_pattern_is_asked_of_all_files_together() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("seen.json");
        std::fs::write(&file, seen("spoof.example").to_string()).expect("written");
        let ask = |pattern| one(pattern, std::slice::from_ref(&file)).expect("readable").matches;
        assert_eq!(ask("[domain-name:value LIKE 'spoof%']"), Some(true));
        assert_eq!(ask("[domain-name:value = 'x']"), Some(false));
        assert_eq!(ask("[domain-name:"), None);
    }
}
