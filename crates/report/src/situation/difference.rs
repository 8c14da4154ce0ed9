//! What changed since the issue before, computed.
//!
//! **The problem.** The first question of every reader is "what is new?", and a hand-written answer forgets what ended.
//! **The choice.** Both issues are compared item by item, by the ids the caller keeps stable, over the serialised form,
//! so that a field that is added to the model is compared without anybody thinking of it. Figures are compared apart
//! from words: value and denominator, never the time at which they were taken. **Rejected.** A comparison written out
//! per type (it forgets fields), and one of the rendered text (a moved line is not news).

use super::{Report, Unit};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// An item that is new or ended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = SituationChange)]
pub struct Change {
    /// Section of the document, by its name in the JSON; `outlook` for scenarios.
    pub section: String,
    /// Id of the item.
    pub id: String,
    /// Its label.
    pub label: String,
}

/// What changed in a field. Times are ISO 8601, lists are joined by `; `.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = SituationFieldChange)]
pub struct FieldChange {
    /// Name of the field in the JSON.
    pub field: String,
    /// What it said; empty if it was empty.
    pub before: String,
    /// What it says.
    pub after: String,
}

/// An item that says something else than before.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = SituationChanged)]
pub struct Changed {
    /// The item, with its new label.
    pub item: Change,
    /// What changed in it.
    pub fields: Vec<FieldChange>,
}

/// A figure before and after.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = SituationFigureChange)]
pub struct FigureChange {
    /// Where it stands.
    pub item: Change,
    /// The figure's own label.
    pub label: String,
    /// What its values count in.
    pub unit: Unit,
    /// Value before; none if it was not measured.
    pub before: Option<f64>,
    /// Value now.
    pub after: Option<f64>,
    /// Denominator before, if it had one.
    pub before_of: Option<f64>,
    /// Denominator now.
    pub after_of: Option<f64>,
}

/// The difference of two issues.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationDifference)]
pub struct Difference {
    /// Number of the issue before.
    pub since_version: u32,
    /// Its cut-off, milliseconds of UTC.
    pub since: i64,
    /// Items that are new.
    pub new: Vec<Change>,
    /// Items that are gone.
    pub ended: Vec<Change>,
    /// Items that say something else.
    pub changed: Vec<Changed>,
    /// Figures with another value or denominator.
    pub figures: Vec<FigureChange>,
}

impl Difference {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.ended.is_empty() && self.changed.is_empty() && self.figures.is_empty()
    }
}

/// Sections with items, in the order of the document.
const SECTIONS: [&str; 16] = [
    "developments",
    "countries",
    "threats",
    "narratives",
    "techniques",
    "impact",
    "measures",
    "alerts",
    "notifications",
    "gaps",
    "decisions",
    "contradictions",
    "sources",
    "withheld",
    "unobserved",
    "corrections",
];

/// Fields that hold a time in milliseconds of UTC.
const TIMES: [&str; 8] = ["at", "since", "due", "until", "issued_at", "sent_at", "answered_at", "as_of"];

/// An item's place: section, id, and its number among items with the same id (a slip of the caller that must not lose
/// one of them).
type Place = (usize, String, usize);

/// Fields that are written in the language of an issue: between issues of two languages they always differ, and say nothing.
const WRITTEN: [&str; 14] = [
    "label",
    "title",
    "state",
    "kind",
    "role",
    "reason",
    "instrument",
    "outcome",
    "basis",
    "options",
    "effect",
    "acknowledgements",
    "asked_of",
    "paragraphs",
];

/// What changed from `old` to `new`. Of issues in two languages, what does not depend on the language.
pub fn difference(old: &Report, new: &Report) -> Difference {
    let (before, after) = (items(old), items(new));
    let translated = language(old) != language(new);
    let mut result =
        Difference { since_version: old.head.version, since: old.head.as_of, ..Difference::default() };
    for (place, item) in &after {
        let Some(earlier) = before.get(place) else {
            // Key figures are compared, not announced.
            if place.0 < FIGURES {
                result.new.push(item.change.clone());
            }
            continue;
        };
        let fields: Vec<FieldChange> = earlier
            .words
            .keys()
            .chain(item.words.keys().filter(|key| !earlier.words.contains_key(*key)))
            .filter(|key| !translated || !WRITTEN.contains(&key.as_str()))
            .filter_map(|key| {
                let text = |words: &BTreeMap<String, String>| words.get(key).cloned().unwrap_or_default();
                let (before, after) = (text(&earlier.words), text(&item.words));
                (before != after).then(|| FieldChange { field: key.clone(), before, after })
            })
            .collect();
        if !fields.is_empty() && place.0 < FIGURES {
            result.changed.push(Changed { item: item.change.clone(), fields });
        }
        result.figures.extend(item.figures.iter().filter_map(|(id, now)| {
            let was = earlier.figures.get(id)?;
            (was.value != now.value || was.of != now.of).then(|| FigureChange {
                item: item.change.clone(),
                label: now.label.clone(),
                unit: now.unit,
                before: was.value,
                after: now.value,
                before_of: was.of,
                after_of: now.of,
            })
        }));
    }
    result.ended = before
        .iter()
        .filter(|(place, _)| place.0 < FIGURES && !after.contains_key(*place))
        .map(|(_, item)| item.change.clone())
        .collect();
    result
}

/// The language of what is computed in an issue.
fn language(report: &Report) -> &str {
    match report.head.language.as_str() {
        "" => "en",
        other => other,
    }
}

/// Place of the key figures, after all sections and the scenarios.
const FIGURES: usize = SECTIONS.len() + 1;

struct Item {
    change: Change,
    words: BTreeMap<String, String>,
    figures: BTreeMap<String, Number>,
}

struct Number {
    label: String,
    unit: Unit,
    value: Option<f64>,
    of: Option<f64>,
}

fn items(report: &Report) -> BTreeMap<Place, Item> {
    let whole = serde_json::to_value(report).unwrap_or_default();
    let mut all = BTreeMap::new();
    let mut add = |rank: usize, section: &str, list: &Value| {
        for value in list.as_array().into_iter().flatten() {
            let Value::Object(fields) = value else { continue };
            let item = item(section, fields);
            let id = item.change.id.clone();
            let mut nth = 0;
            while all.contains_key(&(rank, id.clone(), nth)) {
                nth += 1;
            }
            all.insert((rank, id, nth), item);
        }
    };
    for (rank, section) in SECTIONS.iter().enumerate() {
        add(rank, section, &whole[*section]);
    }
    add(SECTIONS.len(), "outlook", &whole["outlook"]["scenarios"]);
    add(FIGURES, "figures", &whole["figures"]);
    let aside = whole["activity"]["figures"].as_array().into_iter().flatten();
    let activity = [&whole["activity"]["total"]].into_iter().chain(aside).cloned().collect();
    add(FIGURES, "activity", &Value::Array(activity));
    all
}

fn item(section: &str, fields: &Map<String, Value>) -> Item {
    let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let label = Some(text("label")).filter(|l| !l.is_empty()).unwrap_or_else(|| text("title"));
    let mut figures = BTreeMap::new();
    let mut words = BTreeMap::new();
    if let Some((id, number)) = number(fields) {
        figures.insert(id, number);
    } else {
        for (key, value) in fields.iter().filter(|(key, _)| !matches!(key.as_str(), "id" | "records")) {
            collect(value, key, &mut figures);
            let said = said(key, value);
            if !said.is_empty() {
                words.insert(key.clone(), said);
            }
        }
    }
    Item { change: Change { section: section.into(), id: text("id"), label }, words, figures }
}

/// A figure is known by its two fields that nothing else has.
fn number(fields: &Map<String, Value>) -> Option<(String, Number)> {
    if !(fields.contains_key("query") && fields.contains_key("coverage")) {
        return None;
    }
    let unit = fields.get("unit").and_then(|u| serde_json::from_value(u.clone()).ok()).unwrap_or_default();
    let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let of = fields.get("denominator").and_then(|d| d["value"].as_f64());
    let value = fields.get("value").and_then(Value::as_f64);
    Some((text("id"), Number { label: text("label"), unit, value, of }))
}

fn collect(value: &Value, path: &str, figures: &mut BTreeMap<String, Number>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| collect(value, path, figures)),
        Value::Object(fields) => match number(fields) {
            Some((id, number)) => drop(figures.insert(format!("{path}/{id}"), number)),
            None => fields.iter().for_each(|(key, value)| collect(value, key, figures)),
        },
        _ => {}
    }
}

/// A field in words, figures left out.
fn said(key: &str, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(n) => match n.as_i64().filter(|_| TIMES.contains(&key)) {
            Some(ms) => ostrakon_model::time::iso(ms),
            None => n.to_string(),
        },
        Value::Bool(yes) => yes.to_string(),
        Value::Array(list) => joined(list.iter().map(|value| said(key, value)), "; "),
        Value::Object(fields) if number(fields).is_some() => String::new(),
        // Of a paragraph, its words: who wrote them is no news.
        Value::Object(fields) if fields.contains_key("author") => said("text", &fields["text"]),
        Value::Object(fields) => {
            joined(fields.iter().filter(|(key, _)| *key != "records").map(|(key, v)| said(key, v)), ", ")
        }
    }
}

fn joined(parts: impl Iterator<Item = String>, by: &str) -> String {
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(by)
}
