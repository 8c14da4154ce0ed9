//! Marking definitions (§7.2): a statement, one of the four TLP 1 markings as the standard fixes them, or an extension.

use super::Checker;
use serde_json::{Map, Value};

/// TLP 1: id, name, level, as fixed by the standard (§7.2.1.4).
const TLP: [(&str, &str, &str); 4] = [
    ("marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", "TLP:WHITE", "white"),
    ("marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", "TLP:GREEN", "green"),
    ("marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", "TLP:AMBER", "amber"),
    ("marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "TLP:RED", "red"),
];

impl<'a> Checker<'a> {
    pub(super) fn marking(&mut self, map: &'a Map<String, Value>) {
        let (kind, definition) = (map.get("definition_type").and_then(Value::as_str), map.get("definition"));
        if !map.contains_key("extensions") {
            for property in ["definition_type", "definition"] {
                if !map.contains_key(property) {
                    self.error(format_args!(
                        "property '{property}' is missing; a marking without extension needs it"
                    ));
                }
            }
        }
        match kind {
            Some("statement")
                if definition
                    .is_none_or(|definition| !definition.get("statement").is_some_and(Value::is_string)) =>
            {
                self.error("definition: a statement marking is {\"statement\": text}");
            }
            Some("tlp") => self.tlp(map, definition),
            Some(other)
                if other != "statement" && (other.starts_with("statement") || other.ends_with("tlp")) =>
            {
                self.error(format_args!("definition_type: '{other}' is not one of statement, tlp"));
            }
            _ => {}
        }
        self.circular(map);
    }

    /// A TLP marking is one of the four and nothing else.
    fn tlp(&mut self, map: &Map<String, Value>, definition: Option<&Value>) {
        const ALLOWED: [&str; 7] =
            ["type", "id", "spec_version", "name", "created", "definition", "definition_type"];
        let text = |property: &str| map.get(property).and_then(Value::as_str);
        let fixed = TLP.iter().find(|(id, ..)| text("id") == Some(id));
        let level = definition.and_then(|definition| definition.get("tlp"));
        let same = fixed.is_some_and(|(_, name, tlp)| {
            text("name") == Some(name) && level.is_none_or(|level| level.as_str() == Some(tlp))
        });
        if !same
            || text("created") != Some("2017-01-20T00:00:00.000Z")
            || text("spec_version") != Some("2.1")
            || definition.is_none_or(|definition| !definition.is_object())
            || map.keys().any(|key| !ALLOWED.contains(&key.as_str()))
        {
            self.error("a TLP marking must be one of the four that the standard fixes, to the letter");
        }
    }

    /// A marking does not mark itself (§7.2.2, §7.2.3).
    fn circular(&mut self, map: &Map<String, Value>) {
        let id = map.get("id");
        let list = |property: &str| map.get(property).and_then(Value::as_array).into_iter().flatten();
        if id.is_some() && list("object_marking_refs").any(|target| Some(target) == id) {
            self.error("object_marking_refs: a marking must not refer to itself");
        }
        if id.is_some() && list("granular_markings").any(|marking| marking.get("marking_ref") == id) {
            self.error("granular_markings: a marking must not refer to itself");
        }
    }
}
