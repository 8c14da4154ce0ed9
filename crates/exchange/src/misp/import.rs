//! From events to STIX.

use super::label::{Marking, NEVER, number, tags};
use super::shape::{check, events, flag, is_uuid, list, text};
use super::{EXTENSION, Imported, WHAT, carrier, label};
use crate::error::{ExchangeError, Problem};
use crate::input::{self, Limits};
use ostrakon_model::Tlp;
use ostrakon_stix::id;
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet};

/// Galaxies whose clusters are objects of STIX, and the source that their external ids belong to.
const GALAXIES: [(&str, &str, &str); 7] = [
    ("disarm-techniques", "attack-pattern", "DISARM"),
    ("disarm-countermeasures", "course-of-action", "DISARM"),
    ("disarm-detections", "course-of-action", "DISARM"),
    ("mitre-attack-pattern", "attack-pattern", "mitre-attack"),
    ("mitre-intrusion-set", "intrusion-set", "mitre-attack"),
    ("threat-actor", "threat-actor", "misp-galaxy"),
    ("mitre-course-of-action", "course-of-action", "mitre-attack"),
];

/// Keys of an event that become objects of their own and are not kept in its report a second time.
pub(super) const LISTS: [&str; 2] = ["Attribute", "Object"];

/// Reads events in any of their shapes: an event file, a list, a REST answer, a feed's event. All or nothing. The same
/// bytes give the same objects, so that a repeat adds none.
pub fn read(bytes: &[u8], limits: Limits) -> Result<Imported, ExchangeError> {
    let events = events(input::json(bytes, WHAT, limits)?, "$")?;
    let mut problems = Vec::new();
    events.iter().for_each(|(place, event)| check(place, event, &mut problems));
    if !problems.is_empty() {
        return Err(ExchangeError::Invalid { what: WHAT, problems });
    }
    let mut out = Imported::default();
    let mut seen = HashSet::new();
    for (place, event) in &events {
        Event::new(place, event, &mut out, &mut seen).take(event);
    }
    Ok(out)
}

/// One event on its way.
pub(super) struct Event<'o> {
    place: String,
    pub(super) uuid: String,
    /// Id of the report that the event becomes.
    pub(super) report: String,
    creator: Option<String>,
    moment: String,
    pub(super) marking: Marking,
    pub(super) out: &'o mut Imported,
    /// Ids and versions that stand in `out` already.
    seen: &'o mut HashSet<String>,
    refs: Vec<String>,
    /// The same, to see a repeat.
    listed: HashSet<String>,
    /// STIX ids by MISP UUID.
    pub(super) known: HashMap<String, String>,
    /// UUIDs of the objects that carriers bring.
    pub(super) carried: HashSet<String>,
    pub(super) references: Vec<(String, Map<String, Value>, Marking)>,
}

/// Seconds since 1970 as STIX writes a moment.
fn moment(seconds: u64) -> Option<String> {
    let stamp = jiff::Timestamp::from_second(i64::try_from(seconds).ok()?).ok()?;
    Some(format!("{stamp:.3}"))
}

/// A moment in seconds, as a number or as text.
pub(super) fn time(value: Option<&Value>) -> Option<String> {
    number(value).filter(|stamp| *stamp > 0).and_then(moment)
}

/// A moment of ISO 8601, or in seconds.
pub(super) fn seen(element: &Map<String, Value>, key: &str) -> Option<String> {
    let value = element.get(key)?;
    let parsed = value.as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
    parsed.map(|stamp| format!("{stamp:.3}")).or_else(|| time(Some(value)))
}

impl<'o> Event<'o> {
    fn new(
        place: &str,
        event: &Map<String, Value>,
        out: &'o mut Imported,
        seen: &'o mut HashSet<String>,
    ) -> Self {
        let uuid = text(event, "uuid").unwrap_or_default().to_ascii_lowercase();
        let base = Marking { label: Tlp::default(), groups: Vec::new() };
        let carried = list(event, "Attribute")
            .filter_map(|one| carrier::carried(one, &base))
            .filter_map(|object| object["id"].as_str().map(|id| carrier::uuid_of(id).to_owned()))
            .collect();
        let stamp = time(event.get("timestamp"));
        let day = text(event, "date").and_then(|day| day.parse::<jiff::civil::Date>().ok());
        let day = day.map(|day| format!("{day}T00:00:00.000Z"));
        Self {
            place: place.to_owned(),
            report: format!("report--{uuid}"),
            uuid,
            creator: None,
            moment: stamp.or(day).unwrap_or_else(|| NEVER.to_owned()),
            marking: label::marking(event, &base, &["EventReport"]),
            out,
            seen,
            refs: Vec::new(),
            listed: HashSet::new(),
            known: HashMap::new(),
            carried,
            references: Vec::new(),
        }
    }

    fn take(&mut self, event: &Map<String, Value>) {
        self.out.counts.events += 1;
        let before = self.out.counts.attributes;
        let orgc = event.get("Orgc").and_then(Value::as_object).cloned();
        self.creator = orgc.as_ref().and_then(|orgc| self.organisation(orgc));
        let marking = self.marking.clone();
        self.groups(&marking);
        list(event, "Attribute").for_each(|one| drop(self.attribute(one)));
        list(event, "Object").for_each(|one| drop(self.object(one)));
        self.references();
        self.clusters(event, None, &marking);
        for one in list(event, "EventReport") {
            let Some(uuid) = text(one, "uuid").filter(|uuid| is_uuid(uuid)) else { continue };
            let mut note = self.new_object("note", &uuid.to_ascii_lowercase(), one, &marking);
            note["abstract"] = text(one, "name").unwrap_or("report").into();
            note["content"] =
                text(one, "content").filter(|text| !text.is_empty()).unwrap_or("(empty)").into();
            note["object_refs"] = json!([self.report]);
            note["extensions"] = self.part();
            self.push(note);
        }
        let count = self.out.counts.attributes - before;
        if let Some(said) = number(event.get("attribute_count")).filter(|said| *said as usize > count) {
            let reason = format!(
                "the event says that it has {said} attributes and holds {count}: the transfer was cut"
            );
            self.warn("attribute_count", reason);
        }
        self.report(event);
    }

    fn report(&mut self, event: &Map<String, Value>) {
        if self.carried.contains(&self.uuid) {
            return;
        }
        let mut report = self.new_object("report", &self.uuid.clone(), event, &self.marking.clone());
        let info = text(event, "info").filter(|info| !info.trim().is_empty()).unwrap_or("(no title)");
        let published = time(event.get("publish_timestamp"));
        report["name"] = info.into();
        report["published"] = published.unwrap_or_else(|| self.moment.clone()).into();
        report["report_types"] = json!(["threat-report"]);
        if self.refs.is_empty() {
            // A report must refer to something (STIX 2.1 §4.16): its author, or failing that a note that it is empty.
            if self.creator.is_none() {
                let key = json!({ "empty": self.report });
                let id = id::domain("note", key.as_object().unwrap_or(&Map::new()));
                let mut note = self.new_object("note", carrier::uuid_of(&id), event, &self.marking.clone());
                note["content"] = "The event holds no attributes.".into();
                note["object_refs"] = json!([self.report]);
                note["extensions"] = self.part();
                self.push(note);
            }
            self.refs.extend(self.creator.clone());
        }
        report["object_refs"] = std::mem::take(&mut self.refs).into();
        let mut kept = event.clone();
        LISTS.iter().for_each(|key| drop(kept.shift_remove(*key)));
        report["extensions"] = json!({EXTENSION: {"extension_type": "property-extension", "kind": "event",
            "event": self.uuid, "misp": kept}});
        self.push(report);
    }

    /// An object of a type with the UUID of its element, with times, creator, marking and labels.
    pub(super) fn new_object(
        &self,
        kind: &str,
        uuid: &str,
        element: &Map<String, Value>,
        marking: &Marking,
    ) -> Value {
        let moment = self.moment(element);
        let mut object = json!({"type": kind, "spec_version": "2.1", "id": format!("{kind}--{uuid}"),
            "created": moment, "modified": moment, "object_marking_refs": marking.refs()});
        if let Some(creator) = &self.creator {
            object["created_by_ref"] = creator.clone().into();
        }
        let labels = tags(element);
        if !labels.is_empty() {
            let mut seen = HashSet::new();
            object["labels"] = labels.into_iter().filter(|label| seen.insert(label.clone())).collect();
        }
        if flag(element, "deleted") {
            object["revoked"] = true.into();
        }
        object
    }

    /// The moment an element was last changed; the event's where it has none.
    pub(super) fn moment(&self, element: &Map<String, Value>) -> String {
        time(element.get("timestamp")).unwrap_or_else(|| self.moment.clone())
    }

    /// The extension of an object that is written to MISP again with another one.
    pub(super) fn part(&self) -> Value {
        json!({EXTENSION: {"extension_type": "property-extension", "kind": "part", "event": self.uuid}})
    }

    /// Adds an object to the event, once.
    pub(super) fn push(&mut self, object: Value) {
        let Some(id) = object["id"].as_str().map(str::to_owned) else { return };
        let is_own = id != self.report;
        if is_own && object["type"] != "marking-definition" && self.listed.insert(id.clone()) {
            self.refs.push(id.clone());
        }
        let key = match object.get("modified").and_then(Value::as_str) {
            Some(version) => format!("{id} {version}"),
            None => format!("{id} {}", object["object_marking_refs"]),
        };
        if self.seen.insert(key) {
            self.out.objects.push(object);
        }
    }

    /// Adds the marking definitions of sharing groups.
    pub(super) fn groups(&mut self, marking: &Marking) {
        for group in marking.groups.clone() {
            if self.seen.insert(group["id"].to_string()) {
                self.out.objects.push(group);
            }
        }
    }

    /// The identity of an organisation: the same object from every event, and unmarked, since who it is was not shared by
    /// this event.
    pub(super) fn organisation(&mut self, organisation: &Map<String, Value>) -> Option<String> {
        let uuid = text(organisation, "uuid").filter(|uuid| is_uuid(uuid))?;
        let name = text(organisation, "name").filter(|name| !name.is_empty()).unwrap_or("an organisation");
        let id = format!("identity--{}", uuid.to_ascii_lowercase());
        if self.seen.insert(id.clone()) {
            self.out
                .objects
                .push(json!({"type": "identity", "spec_version": "2.1", "id": id, "created": NEVER,
                "modified": NEVER, "name": name, "identity_class": "organization"}));
        }
        Some(id)
    }

    /// Clusters of galaxies that are objects of STIX; the others stay tags.
    pub(super) fn clusters(&mut self, element: &Map<String, Value>, of: Option<&str>, marking: &Marking) {
        let galaxies: Vec<Map<String, Value>> = list(element, "Galaxy").cloned().collect();
        for galaxy in &galaxies {
            let known = GALAXIES.iter().find(|(kind, ..)| text(galaxy, "type") == Some(kind));
            for cluster in list(galaxy, "GalaxyCluster") {
                self.out.counts.clusters += 1;
                let (Some((_, kind, source)), Some(value)) = (known, text(cluster, "value")) else {
                    continue;
                };
                let key = json!({"source": source, "value": value});
                let id = match text(cluster, "uuid").filter(|uuid| is_uuid(uuid)) {
                    Some(uuid) => format!("{kind}--{}", uuid.to_ascii_lowercase()),
                    None => id::domain(kind, key.as_object().unwrap_or(&Map::new())),
                };
                let mut object = self.new_object(kind, carrier::uuid_of(&id), &Map::new(), marking);
                object["name"] = value.into();
                if let Some(description) = text(cluster, "description").filter(|text| !text.is_empty()) {
                    object["description"] = description.into();
                }
                let external = cluster.get("meta").and_then(|meta| meta.get("external_id"));
                let external = external.and_then(|one| one.as_str().or_else(|| one.get(0)?.as_str()));
                if let Some(external) = external {
                    object["external_references"] = json!([{"source_name": source, "external_id": external}]);
                }
                object["extensions"] = self.part();
                self.push(object);
                if let Some(of) = of {
                    self.relate(of, "related-to", &id, &Map::new(), marking);
                }
            }
        }
    }

    /// Notes what people should know.
    pub(super) fn warn(&mut self, key: &str, reason: String) {
        self.out.warnings.push(Problem::new(format!("{}.{key}", self.place), reason));
    }
}
