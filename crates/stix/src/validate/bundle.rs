//! Bundles (§8): a container with an id, and each of its objects.

use super::{Checker, Context};
use crate::{form, json};
use serde_json::{Map, Value};
use std::collections::HashSet;

impl<'a> Checker<'a> {
    pub(super) fn bundle(&mut self, map: &'a Map<String, Value>) {
        match map.get("id").map(|id| (id, id.as_str())) {
            None => self.error("property 'id' is missing; it is required"),
            Some((_, Some(id))) if id.starts_with("bundle--") && form::identifier(id) => {
                if form::uuid_version(id) != Some(4) {
                    self.warn(format_args!("id: '{id}' should be a random UUID (version 4)"));
                }
            }
            Some((id, _)) => self.error(format_args!("id: {id} is no identifier of a bundle, bundle--UUID")),
        }
        for key in map.keys().filter(|key| !matches!(key.as_str(), "type" | "id" | "objects")) {
            self.at(key, |this| this.warn("is no property of a bundle"));
        }
        let version_20 = map.get("spec_version").and_then(Value::as_str) == Some("2.0");
        let Some(objects) = map.get("objects") else { return };
        let Some(objects) = objects.as_array() else {
            return self
                .at("objects", |this| this.error(format_args!("is {}, not a list", json::kind(objects))));
        };
        if objects.is_empty() {
            self.at("objects", |this| this.warn("is an empty list; leave the property out instead"));
        }
        let mut seen = HashSet::new();
        self.place.enter("objects");
        for (index, value) in objects.iter().enumerate() {
            self.at_index(index, |this| match value {
                Value::Object(object) => {
                    let text = |property: &str| object.get(property).and_then(Value::as_str);
                    if let (Some(id), Some(modified)) = (text("id"), text("modified"))
                        && !seen.insert((id, modified))
                    {
                        this.warn(format_args!(
                            "'{id}' stands twice with the same 'modified'; versions differ in it"
                        ));
                    }
                    // An object without version that was created is one of STIX 2.0.
                    let old = version_20
                        || (!object.contains_key("spec_version") && object.contains_key("created"));
                    this.object(object, Context::Bundle { version_20: old });
                }
                other => this.error(format_args!("is {}, not an object", json::kind(other))),
            });
        }
        self.place.leave();
    }
}
