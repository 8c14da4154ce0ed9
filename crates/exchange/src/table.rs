//! CSV for people: opened in a spreadsheet, it must show what is there and run nothing.
//!
//! **The problem.** A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return is a formula to a spreadsheet,
//! and a post's text is written by the adversary.
//!
//! **The choice.** Such a cell gets an apostrophe in front, which spreadsheets show as text; [`plain`] takes it away
//! again. The file begins with a byte order mark, without which the most used spreadsheet reads UTF-8 wrongly.
//!
//! **Rejected.** Quoting alone: spreadsheets evaluate quoted formulas too.

use serde_json::Value;

/// Whether a spreadsheet would run a cell that begins with this.
fn is_active(first: char) -> bool {
    matches!(
        first,
        '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}'
    )
}

/// A text as a cell that no spreadsheet runs. Numbers stay numbers.
pub fn cell(text: &str) -> String {
    let is_number = text.strip_prefix('-').is_some_and(|rest| {
        !rest.is_empty()
            && rest.chars().all(|c| c.is_ascii_digit() || c == '.')
            && rest.parse::<f64>().is_ok()
    });
    // Spreadsheets skip blanks before a formula. One apostrophe that was there before needs a second one.
    let first = text.trim_start_matches([' ', '\'']).chars().next();
    if !is_number && first.is_some_and(is_active) { format!("'{text}") } else { text.to_owned() }
}

/// The text of a cell that [`cell`] made.
pub fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches([' ', '\'']).chars().next().is_some_and(is_active) => rest,
        _ => cell,
    }
}

/// Writes rows below a header as CSV (RFC 4180, CRLF) with a byte order mark. Every cell is made safe.
pub fn write<'r>(header: &[&str], rows: impl IntoIterator<Item = Vec<String>> + 'r) -> String {
    let mut out = String::from("\u{feff}");
    let mut line = |cells: &mut dyn Iterator<Item = String>| {
        for (at, one) in cells.enumerate() {
            if at > 0 {
                out.push(',');
            }
            let safe = cell(&one);
            if safe.contains(['"', ',', '\n', '\r']) {
                out.push('"');
                out.push_str(&safe.replace('"', "\"\""));
                out.push('"');
            } else {
                out.push_str(&safe);
            }
        }
        out.push_str("\r\n");
    };
    line(&mut header.iter().map(|name| (*name).to_owned()));
    for row in rows {
        line(&mut row.into_iter());
    }
    out
}

/// Columns of [`objects`].
pub const COLUMNS: [&str; 13] = [
    "type",
    "id",
    "name",
    "description",
    "created",
    "modified",
    "first_seen",
    "last_seen",
    "confidence",
    "labels",
    "created_by_ref",
    "marking",
    "references",
];

/// STIX objects as one table: one line an object, lists joined by `; `. `marking` says what stands in the column of
/// that name for an object, as the gate knows it.
pub fn objects<'o>(
    objects: impl IntoIterator<Item = &'o Value>,
    marking: impl Fn(&Value) -> String,
) -> String {
    let rows: Vec<Vec<String>> = objects.into_iter().map(|object| row(object, &marking)).collect();
    write(&COLUMNS, rows)
}

fn row(object: &Value, marking: &impl Fn(&Value) -> String) -> Vec<String> {
    let text = |key: &str| object.get(key).map(show).unwrap_or_default();
    let first =
        |keys: &[&str]| keys.iter().map(|key| text(key)).find(|text| !text.is_empty()).unwrap_or_default();
    let references: Vec<String> = object
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(key, _)| {
            (key.ends_with("_ref") || key.ends_with("_refs")) && !key.starts_with("object_marking")
        })
        .filter(|(key, _)| *key != "created_by_ref")
        .map(|(_, value)| show(value))
        .collect();
    COLUMNS
        .iter()
        .map(|column| match *column {
            "name" => first(&[
                "name",
                "value",
                "abstract",
                "account_login",
                "relationship_type",
                "opinion",
                "pattern",
            ]),
            "description" => first(&["description", "content", "explanation"]),
            "first_seen" => first(&["first_seen", "first_observed", "start_time", "published", "valid_from"]),
            "last_seen" => first(&["last_seen", "last_observed", "stop_time", "end_time", "valid_until"]),
            "marking" => marking(object),
            "references" => references.join("; "),
            other => text(other),
        })
        .collect()
}

fn show(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(show).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{cell, objects, plain, write};
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn formulas_are_shown_and_numbers_stay() {
        assert_eq!(cell("=HYPERLINK(\"http://x\")"), "'=HYPERLINK(\"http://x\")");
        assert_eq!(cell("  @SUM(A1)"), "'  @SUM(A1)");
        assert_eq!((cell("-3.5"), cell("-x"), cell("a=b")), ("-3.5".into(), "'-x".into(), "a=b".into()));
    }

    #[test]
    fn objects_become_lines() {
        let given = [
            json!({"type": "incident", "id": "incident--1", "name": "=1+1", "labels": ["a", "b"], "confidence": 80}),
            json!({"type": "note", "id": "note--2", "content": "two\nlines, \"quoted\"", "object_refs": ["incident--1"]}),
        ];
        let text = objects(&given, |_| "TLP:GREEN".to_owned());
        let mut lines = text.split("\r\n");
        assert!(lines.next().is_some_and(|line| line.starts_with("\u{feff}type,id,name")));
        assert_eq!(lines.next(), Some("incident,incident--1,'=1+1,,,,,,80,a; b,,TLP:GREEN,"));
        assert_eq!(
            lines.next(),
            Some("note,note--2,,\"two\nlines, \"\"quoted\"\"\",,,,,,,,TLP:GREEN,incident--1")
        );
    }

    proptest! {
        #[test]
        fn every_cell_reads_back_and_none_is_active(text in "[ '=+@a1.\\-\t\r\n\",]{0,12}|.{0,20}") {
            let safe = cell(&text);
            prop_assert_eq!(plain(&safe), text.as_str());
            let file = write(&["h"], [vec![text.clone()]]);
            let mut reader = csv::Reader::from_reader(file.trim_start_matches('\u{feff}').as_bytes());
            let read: Vec<String> = reader.records().flatten().filter_map(|row| row.get(0).map(str::to_owned)).collect();
            if !safe.is_empty() {
                prop_assert_eq!(read, vec![safe]);
            }
        }
    }
}
