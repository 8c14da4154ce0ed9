//! Incidents with their channels, out of STIX objects.

use super::Incident;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The incidents among objects, each with the channels that a relationship joins it to (either way round), that stand in
/// one report, grouping or observation with it, or that it names itself. Withdrawn objects take no part.
pub fn incidents<'o>(objects: impl IntoIterator<Item = &'o Value> + Clone) -> Vec<Incident> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let kind = |id: &str, wanted: &str| id.split_once("--").is_some_and(|(kind, _)| kind == wanted);
    let live = objects.into_iter().filter(|one| one.get("revoked") != Some(&Value::Bool(true)));
    for object in live {
        let Some(id) = object.get("id").and_then(Value::as_str) else { continue };
        let mut ids: Vec<&str> = Vec::new();
        for (key, value) in object.as_object().into_iter().flatten() {
            if key.ends_with("_ref") || key.ends_with("_refs") {
                let list = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                ids.extend(list.iter().filter_map(Value::as_str));
            }
        }
        ids.push(id);
        let channels: Vec<&str> = ids.iter().filter(|id| kind(id, "channel")).copied().collect();
        for incident in ids.iter().filter(|id| kind(id, "incident")) {
            found.entry(incident).or_default().extend(&channels);
        }
    }
    found
        .into_iter()
        .map(|(id, channels)| Incident {
            id: id.to_owned(),
            channels: channels.into_iter().map(str::to_owned).collect(),
        })
        .collect()
}
