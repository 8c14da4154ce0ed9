//! Which preset a file is: by the names of its columns or keys, never by the file's name.
//!
//! A preset fits when all columns of one of its forms are there; of several that fit, the one with the higher
//! priority wins, then the one that named more columns, so that a specific format beats the general one. Extra
//! columns never matter, because platforms add some every month. In JSON at least half of the sampled records
//! must fit: streams mix posts with heartbeats and deletions.

use super::header;
use super::path::Path;
use super::spec::{CellShape, Container, Form};
use super::{Preset, catalogue};
use serde_json::Value;

/// What is known of a file before a preset is chosen.
#[derive(Clone, Copy, Debug)]
pub enum Shape<'s> {
    /// A table's header (or first row, where the format has no header).
    Table {
        /// Column names.
        header: &'s [String],
    },
    /// The first records of a JSON stream, or the one document.
    Json {
        /// At most about fifty values.
        sample: &'s [Value],
    },
}

/// No preset fits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no known format has {what} {there}{closest}; --map COLUMN=FIELD can fill {fields}")]
#[non_exhaustive]
pub struct NotRecognised {
    /// `these columns:` or `records with these keys:`.
    pub what: &'static str,
    /// What the file has, cut to a readable length.
    pub there: String,
    /// The preset that lacks least, and what it lacks; empty if none comes near.
    pub closest: String,
    fields: String,
}

/// The preset that fits.
///
/// # Errors
/// [`NotRecognised`], which names what is there, the nearest preset, and the fields that a caller may map.
pub fn recognise(shape: &Shape<'_>) -> Result<&'static Preset, NotRecognised> {
    let fits = catalogue::all()
        .iter()
        .filter_map(|preset| {
            let forms = preset.spec.signature.iter().filter(|form| fits(preset, form, shape));
            forms.map(|form| (form.priority, named(form))).max().map(|rank| (rank, preset))
        })
        // The first of equals, so that the answer does not depend on more than the catalogue's order.
        .reduce(|best, next| if next.0 > best.0 { next } else { best });
    fits.map(|(_, preset)| preset).ok_or_else(|| not_recognised(shape))
}

/// How much a form asks for.
fn named(form: &Form) -> usize {
    form.required.len()
        + form.any.len()
        + form.values.len()
        + form.cells.len()
        + form.columns.unwrap_or_default()
}

fn fits(preset: &Preset, form: &Form, shape: &Shape<'_>) -> bool {
    match *shape {
        Shape::Table { header } => {
            let there = |name: &String| header::position(header, name).is_some();
            preset.spec.container != Container::Json
                && form.columns.is_none_or(|count| count == header.len())
                && form.cells.iter().all(|(at, shape)| {
                    at.parse()
                        .ok()
                        .and_then(|at: usize| header.get(at))
                        .is_some_and(|cell| looks_like(cell, *shape))
                })
                && form.values.is_empty()
                && all_there(form, &there)
        }
        Shape::Json { sample } => {
            let objects = sample.iter().filter(|value| value.is_object());
            let count = objects.clone().count();
            preset.spec.container != Container::Table
                && form.columns.is_none()
                && count > 0
                && objects.filter(|record| record_fits(form, record)).count() * 2 >= count
        }
    }
}

fn record_fits(form: &Form, record: &Value) -> bool {
    let first = |path: &String| Path::parse(path).first(record);
    let is_one_of = |path, wanted: &Vec<String>| {
        first(path).and_then(Value::as_str).is_some_and(|value| wanted.iter().any(|w| w == value))
    };
    all_there(form, &|path| first(path).is_some())
        && form.values.iter().all(|(path, wanted)| is_one_of(path, wanted))
}

fn all_there(form: &Form, there: &dyn Fn(&String) -> bool) -> bool {
    form.required.iter().all(there)
        && form.any.iter().all(|group| group.iter().any(there))
        && !form.absent.iter().any(there)
}

fn looks_like(cell: &str, shape: CellShape) -> bool {
    let digits = |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    match shape {
        CellShape::Digits => !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit()),
        CellShape::Date => digits(cell, 8),
        CellShape::DateTime => digits(cell, 14),
        CellShape::DateTimeDash => cell.split_once('-').is_some_and(|(time, _)| digits(time, 14)),
        CellShape::Url => cell.starts_with("http://") || cell.starts_with("https://"),
    }
}

/// A capture of Zeeschuimer of a platform whose own objects no preset knows: near to all presets and to none.
fn captured(shape: &Shape<'_>) -> Option<String> {
    let Shape::Json { sample } = *shape else { return None };
    let record = sample.iter().find(|record| record.is_object())?;
    let notes = record.get("__import_meta").unwrap_or(record);
    let platform = notes.get("source_platform")?.as_str()?;
    notes.get("timestamp_collected")?;
    let shown: String = platform.chars().take(40).collect();
    let read: Vec<&str> = catalogue::all()
        .iter()
        .flat_map(|preset| &preset.spec.signature)
        .filter_map(|form| form.values.get("source_platform"))
        .flatten()
        .map(String::as_str)
        .collect();
    Some(format!(
        " (a Zeeschuimer capture of `{shown}`; of its captures those of {} are read as they are: have 4CAT map the others, \
         and give its CSV)",
        read.join(", ")
    ))
}

fn not_recognised(shape: &Shape<'_>) -> NotRecognised {
    let (what, names) = match *shape {
        Shape::Table { header } => ("these columns:", header.to_vec()),
        Shape::Json { sample } => {
            let keys = sample.iter().find_map(Value::as_object).into_iter().flat_map(serde_json::Map::keys);
            ("records with these keys:", keys.cloned().collect())
        }
    };
    let lacks = |preset: &'static Preset| {
        let forms = preset.spec.signature.iter().filter(|form| form.required.len() > 1);
        forms.map(move |form| {
            let there = |name: &&String| match *shape {
                Shape::Table { header } => header::position(header, name).is_some(),
                Shape::Json { sample } => {
                    sample.iter().any(|record| Path::parse(name).first(record).is_some())
                }
            };
            let missing: Vec<&str> =
                form.required.iter().filter(|name| !there(name)).map(String::as_str).collect();
            (missing.len(), form.required.len(), preset.name(), missing)
        })
    };
    let other = if matches!(shape, Shape::Table { .. }) { Container::Json } else { Container::Table };
    let closest = catalogue::all()
        .iter()
        .filter(|preset| preset.spec.container != other)
        .flat_map(lacks)
        .filter(|(missing, of, ..)| *missing > 0 && missing * 2 <= *of)
        .min_by_key(|(missing, ..)| *missing)
        .map(|(_, _, name, missing)| format!(" (nearest is `{name}`, which also has {})", missing.join(", ")))
        .unwrap_or_default();
    let closest = captured(shape).unwrap_or(closest);
    NotRecognised {
        what,
        there: header::shown(names.iter().map(String::as_str)),
        closest,
        fields: header::shown(header::FIELD_NAMES.iter().map(|(_, names)| names[0])),
    }
}
