//! From STIX to events.
//!
//! The objects given are what may leave: they come from the gate, and nothing is looked up here.

use super::attribute::value_of;
use super::label::{distribution_of, label_of, label_of_object, number, tagged, width};
use super::object::inside;
use super::{Counts, EXTENSION, WHAT, carrier, observable};
use crate::error::ExchangeError;
use ostrakon_model::Tlp;
use ostrakon_stix::id;
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet};

/// Who writes the events.
#[derive(Clone, Debug)]
pub struct Sender {
    /// Name of the organisation.
    pub name: String,
    /// Its UUID, that of its identity object.
    pub uuid: String,
    /// Now, milliseconds UTC: the time stamp of what has none.
    pub now: i64,
}

/// What an extension of ours says of an object.
struct Kept<'o> {
    kind: &'o str,
    event: &'o str,
    misp: Option<&'o Map<String, Value>>,
}

fn kept(object: &Value) -> Option<Kept<'_>> {
    let extension = object.get("extensions")?.get(EXTENSION)?;
    let text = |key: &str| extension.get(key).and_then(Value::as_str);
    Some(Kept {
        kind: text("kind")?,
        event: text("event")?,
        misp: extension.get("misp").and_then(Value::as_object),
    })
}

/// Seconds since 1970 of a moment, as MISP writes them.
fn seconds(object: &Value) -> Option<String> {
    let stamp = object.get("modified").or_else(|| object.get("created"))?.as_str()?;
    Some(stamp.parse::<jiff::Timestamp>().ok()?.as_second().to_string())
}

/// Writes one event (`{"Event": …}`) for each report, and one more for what is in no report. Every object given is in
/// exactly one place of the result, or several where several reports refer to it; the counts say how much that is.
pub fn write(objects: &[Value], sender: &Sender) -> Result<(Vec<Value>, Counts), ExchangeError> {
    let mut by_id: HashMap<&str, &Value> = HashMap::new();
    for (at, object) in objects.iter().enumerate() {
        let Some(id) = object.get("id").and_then(Value::as_str) else {
            return Err(ExchangeError::at(
                WHAT,
                format!("[{at}].id"),
                "is missing; only STIX objects become events",
            ));
        };
        let newer = |known: &&Value| {
            seconds(known).map(|s| s.parse::<i64>().ok()) < seconds(object).map(|s| s.parse().ok())
        };
        if by_id.get(id).is_none_or(newer) {
            by_id.insert(id, object);
        }
    }
    let mut writer = Writer {
        sender,
        by_id: &by_id,
        derived: derived(objects),
        used: HashSet::new(),
        counts: Counts::default(),
    };
    let mut events = Vec::new();
    let mut order: Vec<&str> = objects.iter().filter_map(|one| one["id"].as_str()).collect();
    let mut once = HashSet::new();
    order.retain(|id| once.insert(*id));
    for id in &order {
        if let Some(report) = by_id.get(id).filter(|one| one["type"] == "report") {
            events.push(writer.report(report));
        }
    }
    let left: Vec<&Value> = order
        .iter()
        .filter(|id| !writer.used.contains(*id))
        .filter_map(|id| by_id.get(id).copied())
        .collect();
    if left.iter().any(|one| !is_context(one)) {
        events.push(writer.loose(&left));
    }
    Ok((events, writer.counts))
}

/// Objects that make no event by themselves: who, and under which marking.
fn is_context(object: &Value) -> bool {
    matches!(object["type"].as_str(), Some("identity" | "marking-definition"))
        || kept(object).is_some_and(|kept| kept.kind == "part")
}

struct Writer<'o> {
    sender: &'o Sender,
    by_id: &'o HashMap<&'o str, &'o Value>,
    derived: HashSet<(String, String)>,
    used: HashSet<&'o str>,
    counts: Counts,
}

impl<'o> Writer<'o> {
    fn report(&mut self, report: &'o Value) -> Value {
        let uuid = carrier::uuid_of(report["id"].as_str().unwrap_or_default());
        let kept = kept(report).filter(|kept| kept.kind == "event");
        let label = label_of_object(report);
        let mut event = match kept.as_ref().and_then(|kept| kept.misp) {
            Some(misp) => misp.clone(),
            None => self.new_event(uuid, report, label),
        };
        event.insert("info".to_owned(), report["name"].clone());
        tighten(&mut event, label, Tlp::default());
        if let Some(stamp) = seconds(report).filter(|_| kept.is_none() || changed(&event, report)) {
            event.insert("timestamp".to_owned(), stamp.into());
        }
        let mut members: Vec<&'o Value> = Vec::new();
        let refs = report
            .get("object_refs")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        members.extend(
            refs.filter_map(|id| self.by_id.get(id).copied()).filter(|one| one["id"] != report["id"]),
        );
        let mut first = Vec::new();
        if kept.is_none() {
            first.push(report);
        }
        self.used.extend(report["id"].as_str());
        self.fill(event, uuid, label, first.into_iter().chain(members))
    }

    fn loose(&mut self, objects: &[&'o Value]) -> Value {
        let ids: Vec<&Value> = objects.iter().map(|one| &one["id"]).collect();
        let key = json!({ "of": ids });
        let id = id::domain("event", key.as_object().unwrap_or(&Map::new()));
        // One event for all, so that the narrowest label is that of all.
        let label = objects
            .iter()
            .filter(|one| !is_context(one))
            .map(|one| label_of_object(one))
            .max()
            .unwrap_or_default();
        let event = self.new_event(carrier::uuid_of(&id), &json!({"name": "Objects in no report"}), label);
        self.fill(event, carrier::uuid_of(&id), label, objects.iter().copied())
    }

    fn fill(
        &mut self,
        mut event: Map<String, Value>,
        uuid: &str,
        label: Tlp,
        members: impl Iterator<Item = &'o Value>,
    ) -> Value {
        self.counts.events += 1;
        let (mut attributes, mut objects) = (Vec::new(), Vec::new());
        let mut carried_ids = HashSet::new();
        for object in members {
            let id = object["id"].as_str().unwrap_or_default();
            self.used.insert(id);
            match kept(object) {
                Some(Kept { kind: "attribute", event, misp: Some(misp) }) if event == uuid => {
                    attributes.push(restored(misp, object, label));
                }
                Some(Kept { kind: "object", event, misp: Some(misp) }) if event == uuid => {
                    let inside = misp.get("Attribute").and_then(Value::as_array).map_or(0, Vec::len);
                    self.counts.attributes += inside;
                    self.counts.references +=
                        misp.get("ObjectReference").and_then(Value::as_array).map_or(0, Vec::len);
                    objects.push(restored(misp, object, label));
                }
                Some(Kept { kind: "part", event, .. }) if event == uuid => {}
                _ if is_context(object) => {}
                _ if is_plain(object) && self.derived.contains(&(uuid.to_owned(), id.to_owned())) => {}
                _ => {
                    if carried_ids.insert(id) {
                        attributes.extend(self.carry(object));
                    }
                }
            }
        }
        self.counts.attributes += attributes.len();
        self.counts.objects += objects.len();
        event.insert("Attribute".to_owned(), Value::Array(attributes));
        event.insert("Object".to_owned(), Value::Array(objects));
        json!({ "Event": event })
    }

    /// An object that MISP does not know: shown as an attribute where one fits, and carried whole.
    fn carry(&self, object: &Value) -> Vec<Value> {
        let stamp = seconds(object).unwrap_or_else(|| (self.sender.now / 1_000).to_string());
        let label = label_of_object(object);
        let mut all = Vec::new();
        if let Some((kind, category, value)) = observable::attribute(object) {
            let id = object["id"].as_str().unwrap_or_default();
            let comment = object.get("description").and_then(Value::as_str).unwrap_or_default();
            all.push(
                json!({"uuid": carrier::uuid_of(id), "type": kind, "category": category, "value": value,
                "to_ids": kind == "stix2-pattern", "comment": comment, "timestamp": stamp, "deleted": false,
                "disable_correlation": false}),
            );
        }
        all.extend(carrier::carrier(object, &stamp));
        for one in &mut all {
            one["distribution"] = distribution_of(label).to_string().into();
            one["Tag"] = json!([{ "name": label.label().to_ascii_lowercase() }]);
            if object.get("revoked") == Some(&Value::Bool(true)) {
                one["deleted"] = true.into();
            }
        }
        all
    }

    fn new_event(&self, uuid: &str, report: &Value, label: Tlp) -> Map<String, Value> {
        let now = jiff::Timestamp::from_millisecond(self.sender.now).unwrap_or_default().to_string();
        let stamp = seconds(report).unwrap_or_else(|| (self.sender.now / 1_000).to_string());
        let day = report.get("published").and_then(Value::as_str).unwrap_or(&now);
        let mut event = json!({"uuid": uuid, "info": report["name"], "date": day.get(..10).unwrap_or("1970-01-01"),
            "timestamp": stamp, "threat_level_id": "4", "analysis": "0", "published": false,
            "distribution": distribution_of(label).to_string(), "Tag": [{"name": label.label().to_ascii_lowercase()}],
            "Orgc": {"name": self.sender.name, "uuid": self.sender.uuid}});
        event.as_object_mut().map(std::mem::take).unwrap_or_default()
    }
}

/// Whether a STIX object was changed after it was read from MISP.
fn changed(misp: &Map<String, Value>, object: &Value) -> bool {
    let before = number(misp.get("timestamp")).unwrap_or(0);
    seconds(object).and_then(|now| now.parse::<u64>().ok()).is_some_and(|now| now > before)
}

/// What MISP wrote, with what was changed in STIX since laid over it.
fn restored(misp: &Map<String, Value>, object: &Value, parent: Tlp) -> Value {
    let mut element = misp.clone();
    if object.get("revoked") == Some(&Value::Bool(true)) {
        element.insert("deleted".to_owned(), true.into());
    }
    if changed(misp, object)
        && let Some(stamp) = seconds(object)
    {
        element.insert("timestamp".to_owned(), stamp.into());
    }
    let own = label_of_object(object);
    tighten(&mut element, own, parent);
    Value::Object(element)
}

/// Makes sure that what MISP will do with an element, inside something with the label `parent`, is no wider than the
/// label that it has here.
fn tighten(element: &mut Map<String, Value>, label: Tlp, parent: Tlp) {
    let said = number(element.get("distribution"));
    if label_of(said, tagged(element), parent) >= label {
        return;
    }
    let wanted = distribution_of(label);
    if said.is_none_or(|said| width(said) > width(wanted)) {
        element.insert("distribution".to_owned(), wanted.to_string().into());
        element.shift_remove("sharing_group_id");
        element.shift_remove("SharingGroup");
    }
    let tags = element.entry("Tag").or_insert_with(|| json!([]));
    if let Some(tags) = tags.as_array_mut() {
        let name = |tag: &Value| tag["name"].as_str().map(str::to_ascii_lowercase);
        tags.retain(|tag| !name(tag).is_some_and(|name| name.starts_with("tlp:")));
        tags.push(json!({ "name": label.label().to_ascii_lowercase() }));
    }
}

/// Observables that come back by themselves when an event is read: event and id.
fn derived(objects: &[Value]) -> HashSet<(String, String)> {
    let mut found = HashSet::new();
    for (event, misp) in objects.iter().filter_map(kept).filter_map(|kept| Some((kept.event, kept.misp?))) {
        let template = misp.get("name").and_then(Value::as_str).unwrap_or_default();
        let kind = misp.get("type").and_then(Value::as_str).unwrap_or_default();
        let own = observable::of(kind, &value_of(misp));
        for seen in own.iter().chain(&inside(misp, template)) {
            found.extend(seen["id"].as_str().map(|id| (event.to_owned(), id.to_owned())));
        }
    }
    found
}

/// Whether an observable holds nothing that would not come back with it.
fn is_plain(object: &Value) -> bool {
    object.as_object().is_some_and(|map| {
        !map.contains_key("created") && !map.keys().any(|key| key.starts_with("x_") || key == "extensions")
    })
}
