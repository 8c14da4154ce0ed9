//! What an input is, without reading it: container, preset, columns with a few values, and what the preset would miss.
//!
//! **The problem.** Somebody who hands in an export wants to know, before a run of minutes, whether it is understood, and
//! which column is what where it is not. **The choice.** The very recognition that reading uses ([`crate::read()`]), stopped
//! after the first records. **Rejected.** A recogniser of its own for previews: it would differ from the one that counts.

use crate::{
    error::IngestError,
    frame::parquet::Batches,
    open::{batch_sample, documents, seekable},
    preset::{self, Shape, outline::Outline},
    read::ReadOptions,
    recognise::{Container, RECORDS, container},
    source::Source,
};
use serde_json::Value;
use std::path::Path;

/// Values shown of a column.
const SAMPLES: usize = 5;
/// Characters shown of a value.
const SHOWN: usize = 120;
/// Columns listed; an export has a few hundred at most.
const MOST_COLUMNS: usize = 500;

/// A column of a table, or a key of JSON records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name; the number from 1 in a table without header.
    pub name: String,
    /// A few distinct values, cut to a readable length.
    pub samples: Vec<String>,
    /// The canonical field it fills as the file is recognised, or is proposed to.
    pub field: Option<&'static str>,
}

/// What an input is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// `csv`, `tsv`, `ndjson`, `json` or `parquet`.
    pub format: &'static str,
    /// `plain`, `gzip` or `zstd`.
    pub compression: &'static str,
    /// Name of the preset that fits; `None` where none does and columns must be mapped.
    pub preset: Option<&'static str>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Canonical fields that the preset (or the proposal) knows and nothing fills, with the names looked for.
    pub missing: Vec<(&'static str, Vec<String>)>,
    /// Columns that nobody reads.
    pub unread: Vec<String>,
    /// Why it is not recognised, or cannot be read as it is.
    pub problem: Option<String>,
}

/// Looks at an input. Reads a few hundred kilobytes, but for one JSON document, which is read whole.
///
/// # Errors
/// As [`crate::read()`] for what is no table, JSON or Parquet at all; a format that is not known is told in the result.
pub fn inspect(path: &Path, options: &ReadOptions) -> Result<Inspection, IngestError> {
    let mut source = Source::open_as(path, options.max_expansion, false)?;
    let (found, ..) = container(&mut source, options.max_record)?;
    let compression = source.codec().name();
    let (format, content) = match found {
        Container::Table { dialect, first } => {
            (if dialect.delimiter == b'\t' { "tsv" } else { "csv" }, Content::Table(first.rows))
        }
        Container::Lines { sample } => ("ndjson", Content::Json(sample)),
        Container::Array { sample } => ("json", Content::Json(sample)),
        Container::Document => (
            "json",
            Content::Json(
                documents(&mut source, options.max_document)?.into_iter().map(|(value, _)| value).collect(),
            ),
        ),
        Container::Parquet => {
            let file = seekable(&mut source)?;
            let failed = |reason| IngestError::Parquet { path: path.to_owned(), reason, rows: 0 };
            let mut batches = Batches::open(file).map_err(failed)?;
            let mut rows = vec![batches.header()];
            if let Some(batch) = batches.next().map_err(failed)? {
                let sample = batch_sample(&batch).map_err(failed)?;
                rows.extend(sample.into_iter().map(|row| row.into_iter().map(Into::into).collect()));
            }
            ("parquet", Content::Table(rows))
        }
    };
    Ok(content.inspect(format, compression, options))
}

enum Content {
    /// Rows; the first is the header, if there is one.
    Table(Vec<Vec<String>>),
    Json(Vec<Value>),
}

impl Content {
    fn inspect(self, format: &'static str, compression: &'static str, options: &ReadOptions) -> Inspection {
        let asked = options.format.as_deref().and_then(preset::by_name);
        let (names, values, outline, preset, problem) = match self {
            Self::Table(rows) => {
                let first = rows.first().cloned().unwrap_or_default();
                let shape = Shape::Table { header: &first };
                let (preset, problem) = chosen(asked, &shape);
                let header = preset.is_none_or(preset::Preset::has_header);
                let names: Vec<String> =
                    if header { first.clone() } else { (1..=first.len()).map(|n| n.to_string()).collect() };
                let outline = outlined(preset, &shape, if header { &names } else { &[] });
                let body: Vec<Vec<String>> = rows.into_iter().skip(usize::from(header)).collect();
                let values = (0..names.len())
                    .map(|at| body.iter().filter_map(|row| row.get(at).cloned()).collect())
                    .collect::<Vec<Vec<String>>>();
                (names, values, outline, preset, problem)
            }
            Self::Json(sample) => {
                let (preset, problem) = chosen(asked, &Shape::Json { sample: &sample });
                let records: Vec<Value> = match preset {
                    Some(preset) => {
                        sample.into_iter().flat_map(|value| preset.explode(value)).take(RECORDS).collect()
                    }
                    None => sample.into_iter().take(RECORDS).collect(),
                };
                let names = keys(&records);
                let outline = outlined(preset, &Shape::Json { sample: &records }, &names);
                let values = names.iter().map(|name| texts(&records, name)).collect();
                (names, values, outline, preset, problem)
            }
        };
        let field =
            |name: &String| outline.fills.iter().find(|(column, _)| column == name).map(|(_, field)| *field);
        let columns = names.iter().zip(values).take(MOST_COLUMNS).map(|(name, values)| Column {
            name: name.clone(),
            samples: distinct(values),
            field: field(name),
        });
        Inspection {
            format,
            compression,
            preset: preset.map(preset::Preset::name),
            columns: columns.collect(),
            missing: outline.missing,
            unread: outline.unread.into_iter().take(MOST_COLUMNS).collect(),
            problem,
        }
    }
}

fn chosen(
    asked: Option<&'static preset::Preset>,
    shape: &Shape<'_>,
) -> (Option<&'static preset::Preset>, Option<String>) {
    match asked.map_or_else(|| preset::recognise(shape), Ok) {
        Ok(preset) => (Some(preset), None),
        Err(unknown) => (None, Some(unknown.to_string())),
    }
}

fn outlined(preset: Option<&'static preset::Preset>, shape: &Shape<'_>, columns: &[String]) -> Outline {
    match preset {
        Some(preset) => preset.outline(shape, columns),
        None => preset::outline::propose(shape, columns),
    }
}

/// Keys of records, and of the objects in them, as paths; in order of appearance.
fn keys(records: &[Value]) -> Vec<String> {
    fn visit(prefix: &str, value: &Value, depth: usize, out: &mut Vec<String>) {
        let Value::Object(map) = value else { return };
        for (key, value) in map {
            let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
            if depth < 2 && value.as_object().is_some_and(|inner| !inner.is_empty()) {
                visit(&path, value, depth + 1, out);
            } else if out.len() < MOST_COLUMNS && !out.contains(&path) {
                out.push(path);
            }
        }
    }
    let mut out = Vec::new();
    records.iter().for_each(|record| visit("", record, 0, &mut out));
    out
}

fn texts(records: &[Value], path: &str) -> Vec<String> {
    let at = |record: &Value| {
        let mut value = record;
        for key in path.split('.') {
            value = value.get(key)?;
        }
        match value {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    };
    records.iter().filter_map(at).collect()
}

/// The first few different values that are not empty, each on one line.
fn distinct(values: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for value in values {
        let text: String = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let short = match text.char_indices().nth(SHOWN) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        };
        if !short.is_empty() && !out.contains(&short) {
            out.push(short);
        }
        if out.len() == SAMPLES {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inspected(text: &str) -> Result<Inspection, IngestError> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("export");
        std::fs::write(&path, text).expect("written");
        inspect(&path, &ReadOptions::default())
    }

    #[test]
    fn a_known_export_is_told_with_its_columns() {
        let found = inspected("message_id,user_id,timestamp,message,colour\n1,a,1600000000,hello,red\n2,a,1600000001,hello,red\n")
            .expect("a table");
        assert_eq!((found.format, found.compression, found.problem), ("csv", "plain", None));
        assert_eq!(found.columns[0].samples, ["1", "2"]);
        assert_eq!(
            found.columns[3],
            Column { name: "message".into(), samples: vec!["hello".into()], field: Some("message") }
        );
        assert_eq!(found.unread, ["colour"]);
    }

    #[test]
    fn a_stranger_is_told_as_one_and_gets_a_proposal() {
        let found = inspected("Nr\twho\twhen\n1\tx\t2024-01-01\n").expect("a table");
        assert_eq!((found.format, found.preset), ("tsv", None));
        assert!(found.problem.expect("told").contains("Nr"));
        let found = inspected("{\"id\":1,\"who\":{\"name\":\"x\"}}\n{\"id\":2,\"who\":{\"name\":\"y\"}}\n")
            .expect("JSON");
        assert_eq!(found.format, "ndjson");
        let names: Vec<_> = found.columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names, ["id", "who.name"]);
        assert_eq!(found.columns[1].samples, ["x", "y"]);
    }

    #[test]
    fn what_is_no_export_is_refused_with_the_mend() {
        for (text, word) in [("", "empty"), ("%PDF-1.7 …", "PDF"), ("<!doctype html><p>", "web page")] {
            assert!(inspected(text).expect_err(text).to_string().contains(word));
        }
    }
}
