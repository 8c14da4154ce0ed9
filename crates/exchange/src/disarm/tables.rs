//! The tables beside the bundle: counters, detections, playbooks and what they point to.

use super::knowledge::{Proposal, proposals, safeguard};
use super::{Framework, WHAT};
use crate::error::{ExchangeError, Problem};
use crate::gate::marking_id;
use crate::input::{self, Limits};
use ostrakon_model::Tlp;
use ostrakon_stix::id;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A table as rows of named cells.
type Rows = Vec<BTreeMap<String, String>>;

/// Links to one retired technique id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dangling {
    /// The retired id.
    pub technique: String,
    /// Counters that point to it, in order.
    pub counters: Vec<String>,
    /// What to put in its place, if somebody proposed it.
    pub proposal: Option<Proposal>,
}

/// What people see after an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Rows by table, and `techniques`, `subtechniques`, `tactics` of the bundle.
    pub counts: BTreeMap<String, usize>,
    /// Links from counters to techniques.
    pub links: usize,
    /// Those whose technique the framework no longer has.
    pub dangling_links: usize,
    /// The same by technique, in order.
    pub dangling: Vec<Dangling>,
    /// Counters with a safeguard: id and kind.
    pub safeguards: BTreeMap<String, String>,
}

/// What was read from the tables.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tables {
    /// Counters and detections as courses of action, and a `mitigates` relationship for each link that leads somewhere.
    pub objects: Vec<Value>,
    /// What people should see.
    pub report: Report,
}

/// Reads tables by their names (`counters.csv`, …); which of them are given is up to the caller, and unknown ones are
/// counted. All or nothing.
pub fn read_tables(
    framework: &Framework,
    tables: &[(&str, &[u8])],
    limits: Limits,
) -> Result<Tables, ExchangeError> {
    let mut read: BTreeMap<&str, Rows> = BTreeMap::new();
    for (name, bytes) in tables {
        read.insert(name.trim_end_matches(".csv"), rows(name, bytes, limits)?);
    }
    let mut out = Tables::default();
    let counts = &mut out.report.counts;
    counts.extend(read.iter().map(|(name, rows)| ((*name).to_owned(), rows.len())));
    let sub = framework.techniques.keys().filter(|id| id.contains('.')).count();
    counts.insert("techniques".to_owned(), framework.techniques.len());
    counts.insert("subtechniques".to_owned(), sub);
    counts.insert("tactics".to_owned(), framework.tactics.len());
    let mut problems = Vec::new();
    let mut known = BTreeMap::new();
    for (table, label) in [("counters", "counter"), ("detections", "detection")] {
        for (at, row) in read.get(table).into_iter().flatten().enumerate() {
            let Some(external) = row.get("id").filter(|id| !id.is_empty()) else {
                problems.push(Problem::new(format!("{table}.csv line {}", at + 2), "has no id"));
                continue;
            };
            let object = course(framework, external, label, row);
            let stix = object["id"].as_str().unwrap_or_default().to_owned();
            if known.insert(external.clone(), stix).is_some() {
                problems.push(Problem::new(format!("{table}.csv"), format!("{external} stands twice")));
            }
            if let Some(guard) = safeguard(external) {
                out.report.safeguards.insert(external.clone(), guard.kind.clone());
            }
            out.objects.push(object);
        }
    }
    link(framework, read.get("counter_technique"), &known, &mut out, &mut problems);
    if problems.is_empty() { Ok(out) } else { Err(ExchangeError::Invalid { what: WHAT, problems }) }
}

fn rows(name: &str, bytes: &[u8], limits: Limits) -> Result<Rows, ExchangeError> {
    let text = input::text(bytes, WHAT, limits)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let unreadable =
        |error: csv::Error| ExchangeError::Unreadable { what: WHAT, reason: format!("{name}: {error}") };
    let header = reader.headers().map_err(unreadable)?.clone();
    let row =
        |row: csv::StringRecord| header.iter().zip(&row).map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
    reader.records().map(|one| one.map(row).map_err(unreadable)).collect()
}

/// A counter or detection as a course of action.
fn course(framework: &Framework, external: &str, label: &str, row: &BTreeMap<String, String>) -> Value {
    let key = json!({ "disarm": external });
    let mut object = common(framework, "course-of-action", key.as_object().unwrap_or(&Map::new()));
    let cell = |name: &str| row.get(name).map(|text| text.trim()).filter(|text| !text.is_empty());
    object["name"] = cell("name").unwrap_or(external).into();
    if let Some(summary) = cell("summary") {
        object["description"] = summary.into();
    }
    object["external_references"] = json!([{"source_name": "DISARM", "external_id": external}]);
    let mut labels = vec![format!("disarm:{label}")];
    labels.extend(cell("responsetype").map(|kind| format!("disarm:response={kind}")));
    if let Some(guard) = safeguard(external) {
        labels.push(format!("ostrakon:safeguard={}", guard.kind));
        object["x_ostrakon_safeguard"] = guard.note.clone().into();
    }
    object["labels"] = labels.into();
    object
}

fn common(framework: &Framework, kind: &str, key: &Map<String, Value>) -> Value {
    let mut object = json!({"type": kind, "spec_version": "2.1", "id": id::domain(kind, key),
        "created": framework.modified, "modified": framework.modified});
    if let Some(creator) = &framework.creator {
        object["created_by_ref"] = creator.clone().into();
    }
    let markings = framework.licence.iter().map(String::as_str).chain([marking_id(Tlp::Clear)]);
    object["object_marking_refs"] = markings.collect();
    object
}

/// Links of counters to techniques: relationships where the technique is there, the report where it is not.
fn link(
    framework: &Framework,
    links: Option<&Rows>,
    known: &BTreeMap<String, String>,
    out: &mut Tables,
    problems: &mut Vec<Problem>,
) {
    let mut seen = BTreeSet::new();
    let mut dangling: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (at, row) in links.into_iter().flatten().enumerate() {
        let cell = |name: &str| row.get(name).map_or("", |text| text.trim());
        let (counter, technique) = (cell("counter_id"), cell("technique_id"));
        let Some(source) = known.get(counter) else {
            let reason = format!("{counter:?} is no counter of counters.csv");
            problems.push(Problem::new(format!("counter_technique.csv line {}", at + 2), reason));
            continue;
        };
        out.report.links += 1;
        let Some(target) = framework.techniques.get(technique) else {
            out.report.dangling_links += 1;
            dangling.entry(technique).or_default().push(counter.to_owned());
            continue;
        };
        if seen.insert((counter, technique)) {
            let key = json!({"disarm": [counter, technique]});
            let mut object = common(framework, "relationship", key.as_object().unwrap_or(&Map::new()));
            object["relationship_type"] = "mitigates".into();
            object["source_ref"] = source.clone().into();
            object["target_ref"] = target.clone().into();
            out.objects.push(object);
        }
    }
    out.report.dangling = dangling
        .into_iter()
        .map(|(technique, counters)| Dangling {
            technique: technique.to_owned(),
            counters,
            proposal: proposals().iter().find(|one| one.id == technique).cloned(),
        })
        .collect();
}
