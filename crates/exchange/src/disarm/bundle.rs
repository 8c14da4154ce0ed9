//! The official STIX bundle.

use super::{KILL_CHAIN, WHAT};
use crate::error::{ExchangeError, Problem};
use crate::gate::marking_id;
use crate::input::{self, Limits};
use ostrakon_model::Tlp;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};

/// The framework out of its bundle.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Framework {
    /// All objects: kill chain and sources under their right name, marked TLP:CLEAR beside their licence, since the
    /// foundation publishes them. Everything else is as it came.
    pub objects: Vec<Value>,
    /// Tactic ids (`TA01`) with their names.
    pub tactics: BTreeMap<String, String>,
    /// Technique ids (`T0049.003`) with the STIX ids of their objects.
    pub techniques: BTreeMap<String, String>,
    /// Identity of the foundation, if it is in the bundle.
    pub creator: Option<String>,
    /// Marking with the licence, if it is in the bundle.
    pub licence: Option<String>,
    /// When the framework was last changed.
    pub modified: String,
}

/// Reads the bundle. All or nothing; an id twice, or a technique without an id of the framework, refuses it.
pub fn read_bundle(bytes: &[u8], limits: Limits) -> Result<Framework, ExchangeError> {
    let mut file = input::json(bytes, WHAT, limits)?;
    let Some(Value::Array(objects)) = file.get_mut("objects").map(Value::take) else {
        return Err(ExchangeError::at(WHAT, "objects", "is missing or no list; this is no STIX bundle"));
    };
    let mut framework = Framework::default();
    let (mut problems, mut seen) = (Vec::new(), HashSet::new());
    for (at, mut object) in objects.into_iter().enumerate() {
        let place = format!("objects[{at}]");
        let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
        let (Some(id), Some(kind)) = (text("id"), text("type")) else {
            problems.push(Problem::new(place, "has no id or no type"));
            continue;
        };
        if !seen.insert(id.clone()) {
            problems.push(Problem::new(place, format!("{id} stands twice in the bundle")));
            continue;
        }
        let modified = text("modified").or_else(|| text("created")).unwrap_or_default();
        framework.modified = framework.modified.max(modified);
        let external = |wanted: &str| {
            let all = object.get("external_references")?.as_array()?;
            let ids = all.iter().filter_map(|one| one.get("external_id")?.as_str());
            ids.into_iter().find(|one| one.starts_with(wanted)).map(str::to_owned)
        };
        match kind.as_str() {
            "attack-pattern" => match external("T") {
                Some(technique) => {
                    if framework.techniques.insert(technique.clone(), id).is_some() {
                        problems.push(Problem::new(place, format!("technique {technique} stands twice")));
                    }
                }
                None => problems.push(Problem::new(place, "is a technique without an id such as T0049")),
            },
            "x-mitre-tactic" => {
                if let Some(tactic) = external("TA") {
                    framework.tactics.insert(tactic, text("name").unwrap_or_default());
                }
            }
            "identity" => framework.creator = Some(id),
            "marking-definition" => framework.licence = Some(id),
            _ => {}
        }
        put_right(&mut object, &kind);
        framework.objects.push(object);
    }
    if framework.techniques.is_empty() && problems.is_empty() {
        problems.push(Problem::new("objects", "holds no technique; this is not the DISARM bundle"));
    }
    if problems.is_empty() { Ok(framework) } else { Err(ExchangeError::Invalid { what: WHAT, problems }) }
}

/// Names the kill chain and the source, and marks what the foundation publishes as public.
fn put_right(object: &mut Value, kind: &str) {
    let lists = [
        ("kill_chain_phases", "kill_chain_name", KILL_CHAIN),
        ("external_references", "source_name", "DISARM"),
    ];
    for (list, key, name) in lists {
        let entries = object.get_mut(list).and_then(Value::as_array_mut);
        for entry in entries.into_iter().flatten().filter(|entry| entry[key] == "mitre-attack") {
            entry[key] = name.into();
        }
    }
    if kind == "marking-definition" {
        return;
    }
    let clear = json!(marking_id(Tlp::Clear));
    match object.get_mut("object_marking_refs").and_then(Value::as_array_mut) {
        Some(refs) if refs.contains(&clear) => {}
        Some(refs) => refs.push(clear),
        None => object["object_marking_refs"] = json!([clear]),
    }
}
