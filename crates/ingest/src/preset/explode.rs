//! One JSON document to its records.
//!
//! An export may be one document (Telegram's `result.json`), a page of an API (`{"data": […], "includes": …}`) or a
//! frame around a text of JSON (Mastodon streaming). The preset's stages say where the records are and what of the
//! document each must take along; what a stage does not fit passes through unchanged, so that the same preset reads
//! pages, single records and streams that mix both.

use super::path::Path;
use super::spec::{Join, Stage};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// A stage with its paths parsed.
#[derive(Debug)]
pub(crate) struct Explosion {
    records: Vec<Path>,
    parse: bool,
    noted: Option<&'static str>,
    inherit: Vec<(String, Vec<String>)>,
    join: Vec<(Path, Path, &'static Join)>,
}

impl Explosion {
    pub(crate) fn new(stage: &'static Stage) -> Self {
        Self {
            records: stage.records.iter().map(|path| Path::parse(path)).collect(),
            parse: stage.parse,
            noted: stage.noted.as_deref(),
            inherit: stage.inherit.iter().map(|(name, keys)| (name.clone(), keys.clone())).collect(),
            join: stage.join.iter().map(|j| (Path::parse(&j.list), Path::parse(&j.into), j)).collect(),
        }
    }

    /// A collector's record, put together again from the platform's object and the notes that it bears.
    fn collected(document: Value, key: &str) -> Value {
        let Value::Object(mut object) = document else { return document };
        match object.remove(key) {
            Some(Value::Object(mut notes)) => {
                notes.insert("data".to_owned(), Value::Object(object));
                Value::Object(notes)
            }
            Some(other) => {
                object.insert(key.to_owned(), other);
                Value::Object(object)
            }
            None => Value::Object(object),
        }
    }

    /// Whether the document has records.
    pub(crate) fn fits(&self, document: &Value) -> bool {
        let holds = |value: &Value| if self.parse { value.is_string() } else { value.is_object() };
        self.records.iter().any(|path| path.first(document).is_some_and(holds))
    }

    /// The document's records; the document itself where it has none.
    pub(crate) fn apply(&self, mut document: Value) -> Vec<Value> {
        if let Some(key) = self.noted {
            return vec![Self::collected(document, key)];
        }
        if !self.fits(&document) {
            return vec![document];
        }
        if self.parse {
            return vec![self.parsed(document)];
        }
        let mut records: Vec<Value> = self.records.iter().flat_map(|path| path.take(&mut document)).collect();
        let indices: Vec<_> = self.join.iter().map(|(list, _, join)| index(list, join, &document)).collect();
        for record in &mut records {
            for ((_, into, join), index) in self.join.iter().zip(&indices) {
                into.change(record, &mut |target| attach(target, join, index));
            }
            self.bequeath(&document, record);
        }
        records
    }

    /// A text of JSON as the object it holds; the frame unchanged if it holds none.
    fn parsed(&self, frame: Value) -> Value {
        let inner = self.records.iter().find_map(|path| path.first(&frame)?.as_str());
        match inner.and_then(|text| crate::json::parse(text.as_bytes()).ok()) {
            Some(mut record @ Value::Object(_)) => {
                self.bequeath(&frame, &mut record);
                record
            }
            _ => frame,
        }
    }

    fn bequeath(&self, document: &Value, record: &mut Value) {
        let Value::Object(record) = record else { return };
        for (name, keys) in &self.inherit {
            let kept: Map<String, Value> =
                keys.iter().filter_map(|key| Some((key.clone(), document.get(key)?.clone()))).collect();
            record.insert(name.clone(), Value::Object(kept));
        }
    }
}

/// Items of the joined list by their key.
fn index<'d>(list: &Path, join: &Join, document: &'d Value) -> HashMap<&'d str, &'d Value> {
    let items = list.first(document).and_then(Value::as_array);
    items.into_iter().flatten().filter_map(|item| Some((item.get(&join.key)?.as_str()?, item))).collect()
}

fn attach(target: &mut Value, join: &Join, index: &HashMap<&str, &Value>) {
    let item = target.get(&join.by).and_then(Value::as_str).and_then(|key| index.get(key));
    if let (Some(item), Value::Object(target)) = (item, target) {
        target.insert(join.name.clone(), (*item).clone());
    }
}
