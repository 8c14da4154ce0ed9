//! Feeds: a `manifest.json` that lists events, and one file an event.

use super::WHAT;
use super::shape::is_uuid;
use crate::error::{ExchangeError, Problem};
use crate::input::{self, Limits};
use serde_json::{Map, Value, json};

/// What a manifest says of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestEntry {
    /// UUID of the event; its file is `<uuid>.json`.
    pub uuid: String,
    /// Title.
    pub info: String,
    /// Day, as written.
    pub date: String,
    /// Last change, seconds since 1970.
    pub timestamp: u64,
    /// All that is said, the above included.
    pub fields: Map<String, Value>,
}

/// Reads a manifest. Entries come in the manifest's order.
pub fn read_manifest(bytes: &[u8], limits: Limits) -> Result<Vec<ManifestEntry>, ExchangeError> {
    let Value::Object(all) = input::json(bytes, WHAT, limits)? else {
        return Err(ExchangeError::at(WHAT, "$", "is no manifest: it must map event UUIDs to what they are"));
    };
    let (mut entries, mut problems) = (Vec::new(), Vec::new());
    for (uuid, value) in all {
        match value {
            Value::Object(fields) if is_uuid(&uuid) => {
                let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
                entries.push(ManifestEntry {
                    uuid: uuid.to_ascii_lowercase(),
                    info: text("info"),
                    date: text("date"),
                    timestamp: super::label::number(fields.get("timestamp")).unwrap_or(0),
                    fields,
                });
            }
            _ => {
                problems.push(Problem::new(uuid, "is no UUID with an object; this is no manifest of a feed"));
            }
        }
    }
    if problems.is_empty() { Ok(entries) } else { Err(ExchangeError::Invalid { what: WHAT, problems }) }
}

/// The manifest of events that [`super::write`] made.
pub fn manifest(events: &[Value]) -> Value {
    let mut all = Map::new();
    for event in events.iter().map(|one| &one["Event"]) {
        let Some(uuid) = event["uuid"].as_str() else { continue };
        let organisation = json!({"name": event["Orgc"]["name"], "uuid": event["Orgc"]["uuid"]});
        all.insert(
            uuid.to_owned(),
            json!({"info": event["info"], "date": event["date"], "timestamp": event["timestamp"],
                "analysis": event["analysis"], "threat_level_id": event["threat_level_id"], "Orgc": organisation,
                "Tag": event.get("Tag").cloned().unwrap_or_else(|| json!([]))}),
        );
    }
    Value::Object(all)
}
