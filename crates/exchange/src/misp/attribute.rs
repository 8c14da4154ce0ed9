//! What one attribute means in STIX: an indicator where it is for detection systems, an observation where it is an
//! observable, a note where it is a text.

use super::import::{Event, seen, time};
use super::label::Marking;
use super::shape::{flag, text};
use super::{EXTENSION, carrier, observable};
use serde_json::{Map, Value, json};

/// The value as text; numbers and booleans as they are printed.
pub(super) fn value_of(attribute: &Map<String, Value>) -> String {
    match attribute.get("value") {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

/// Pattern languages of attribute types.
const PATTERNS: [(&str, &str); 6] = [
    ("stix2-pattern", "stix"),
    ("sigma", "sigma"),
    ("yara", "yara"),
    ("snort", "snort"),
    ("suricata", "suricata"),
    ("pcre", "pcre"),
];

impl Event<'_> {
    /// Takes an attribute that stands in no object. Returns the id of the object that it became.
    pub(super) fn attribute(&mut self, attribute: &Map<String, Value>) -> Option<String> {
        self.out.counts.attributes += 1;
        let marking = super::label::marking(attribute, &self.marking, &["Galaxy"]);
        if let Some(object) = carrier::carried(attribute, &marking) {
            let id = object["id"].as_str().map(str::to_owned);
            self.groups(&marking);
            self.push(object);
            return id;
        }
        let uuid = text(attribute, "uuid")?.to_ascii_lowercase();
        if self.carried.contains(&uuid) {
            // It shows a carried object to readers of MISP; the carrier is the object.
            return None;
        }
        let kind = text(attribute, "type").unwrap_or_default();
        let value = value_of(attribute);
        let mut found = observable::of(kind, &value);
        found.iter_mut().for_each(|one| one["object_marking_refs"] = marking.refs());
        let meant = found.first().cloned();
        let pattern = match PATTERNS.iter().find(|(ours, _)| *ours == kind) {
            Some((_, language)) => Some((*language, value.clone())),
            None if flag(attribute, "to_ids") => {
                meant.as_ref().and_then(observable::pattern).map(|pattern| ("stix", pattern))
            }
            None => None,
        };
        let moment = self.moment(attribute);
        let comment = text(attribute, "comment").filter(|text| !text.is_empty());
        let mut object = if let Some((language, pattern)) = pattern {
            let mut indicator = self.new_object("indicator", &uuid, attribute, &marking);
            indicator["name"] = value.into();
            indicator["indicator_types"] = json!(["unknown"]);
            indicator["pattern"] = pattern.into();
            indicator["pattern_type"] = language.into();
            indicator["valid_from"] = seen(attribute, "first_seen").unwrap_or(moment).into();
            indicator
        } else if meant.is_some() {
            let mut observed = self.new_object("observed-data", &uuid, attribute, &marking);
            let first = seen(attribute, "first_seen").unwrap_or_else(|| moment.clone());
            let last =
                seen(attribute, "last_seen").filter(|last| *last >= first).unwrap_or_else(|| first.clone());
            observed["first_observed"] = first.into();
            observed["last_observed"] = last.into();
            observed["number_observed"] = 1.into();
            observed["object_refs"] = found.iter().map(|one| one["id"].clone()).collect();
            observed
        } else {
            let mut note = self.new_object("note", &uuid, attribute, &marking);
            note["abstract"] = kind.into();
            note["content"] = value.into();
            note["object_refs"] = json!([self.report]);
            note
        };
        if let Some(comment) = comment {
            let key = if object["type"] == "indicator" { "description" } else { "x_misp_comment" };
            object[key] = comment.into();
        }
        object["extensions"] = json!({EXTENSION: {"extension_type": "property-extension", "kind": "attribute",
            "event": self.uuid, "misp": attribute}});
        let id = object["id"].as_str().map(str::to_owned)?;
        self.groups(&marking);
        found.into_iter().for_each(|one| self.push(one));
        self.push(object);
        self.known.insert(uuid, id.clone());
        self.sightings(attribute, &id, &marking);
        self.clusters(attribute, Some(&id), &marking);
        Some(id)
    }

    /// Sightings of an element: those that say it was seen become sightings, the others stay in the element.
    pub(super) fn sightings(&mut self, element: &Map<String, Value>, of: &str, marking: &Marking) {
        let all: Vec<Map<String, Value>> = super::shape::list(element, "Sighting").cloned().collect();
        for one in &all {
            self.out.counts.sightings += 1;
            let kind = super::label::number(one.get("type")).unwrap_or(0);
            let Some(uuid) = text(one, "uuid").filter(|uuid| super::shape::is_uuid(uuid)) else { continue };
            if kind != 0 {
                continue;
            }
            let moment = time(one.get("date_sighting")).unwrap_or_else(|| self.moment(element));
            let mut sighting = self.new_object("sighting", &uuid.to_ascii_lowercase(), one, marking);
            sighting["created"] = moment.clone().into();
            sighting["modified"] = moment.clone().into();
            sighting["first_seen"] = moment.clone().into();
            sighting["last_seen"] = moment.into();
            sighting["count"] = 1.into();
            sighting["sighting_of_ref"] = of.into();
            if let Some(organisation) = one.get("Organisation").and_then(Value::as_object)
                && let Some(id) = self.organisation(organisation)
            {
                sighting["where_sighted_refs"] = json!([id]);
            }
            sighting["extensions"] = self.part();
            self.push(sighting);
        }
    }
}
