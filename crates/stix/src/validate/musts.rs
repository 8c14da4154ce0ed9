//! MUSTs that no table can say.

use super::Checker;
use crate::pattern::Pattern;
use crate::{form, id, spec};
use serde_json::{Map, Value};

impl<'a> Checker<'a> {
    pub(super) fn musts(&mut self, map: &'a Map<String, Value>, name: &str) {
        self.later(map, "modified", true, "created");
        self.selectors(map);
        match name {
            "indicator" => self.pattern(map),
            "marking-definition" => self.marking(map),
            "extension-definition" => self.extension_definition(map),
            "artifact"
            | "email-message"
            | "user-account"
            | "windows-registry-key"
            | "x509-certificate"
            | "process" => {
                self.random_id(map, name);
            }
            _ => {}
        }
        if name == "email-message"
            && let Some(fields) = map.get("additional_header_fields").and_then(Value::as_object)
            && !fields.is_empty()
            && fields.keys().all(|key| own_header(key))
        {
            self.error("additional_header_fields: these headers have properties of their own");
        }
    }

    /// Without anything that contributes to its id, an observable's id is random (§2.9).
    fn random_id(&mut self, map: &Map<String, Value>, name: &str) {
        let contributes = id::contributing(name).unwrap_or_default();
        let version = map.get("id").and_then(Value::as_str).and_then(form::uuid_version);
        if !contributes.iter().any(|property| map.contains_key(*property))
            && version.is_some_and(|version| version != 4)
        {
            self.error("id: it must be a random UUID (version 4), since no property contributes to it");
        }
    }

    /// Selectors of granular markings lead somewhere (§7.2.3.1).
    fn selectors(&mut self, map: &'a Map<String, Value>) {
        let markings = map.get("granular_markings").and_then(Value::as_array).into_iter().flatten();
        for selector in
            markings.filter_map(|marking| marking.get("selectors")).filter_map(Value::as_array).flatten()
        {
            let Some(selector) = selector.as_str() else { continue };
            let mut steps = selector.split('.');
            let start = steps.next().and_then(|first| map.get(first));
            let found = start.and_then(|start| {
                steps.try_fold(start, |value, step| {
                    match step.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                        Some(index) => value.get(index.parse::<usize>().ok()?),
                        None => value.as_object()?.get(step),
                    }
                })
            });
            if found.is_none() {
                self.error(format_args!(
                    "granular_markings: the selector '{selector}' leads to nothing in the object"
                ));
            }
        }
    }

    /// A pattern in the language of STIX is one, and speaks of types and properties that can exist.
    fn pattern(&mut self, map: &Map<String, Value>) {
        if map.get("pattern_type").and_then(Value::as_str) != Some("stix") {
            return;
        }
        let Some(text) = map.get("pattern").and_then(Value::as_str) else { return };
        let version =
            ["pattern_version", "spec_version"].iter().find_map(|property| map.get(*property)?.as_str());
        let pattern = match version {
            None | Some("2.1") => Pattern::parse(text),
            Some(_) => Pattern::parse_20(text),
        };
        let pattern = match pattern {
            Ok(pattern) => pattern,
            Err(error) => return self.error(format_args!("pattern: {error}")),
        };
        for problem in pattern.problems() {
            self.error(format_args!("pattern: {problem}"));
        }
        for test in pattern.tests() {
            let object = test.path.object.as_str();
            let known = spec::lookup(object).filter(|kind| kind.family == spec::Family::Observable);
            if known.is_none() && !form::pattern_type_name(object) {
                self.error(format_args!("pattern: '{object}' is no name of an observable's type"));
            }
            if let Some(crate::pattern::Step::Key(property)) = test.path.steps.first()
                && known.is_none_or(|kind| kind.property(property).is_none())
                && !form::property_name(property)
            {
                self.error(format_args!("pattern: '{property}' is no name of a property"));
            }
        }
    }

    /// Only an extension of top-level properties names properties (§7.3).
    fn extension_definition(&mut self, map: &Map<String, Value>) {
        let types = map.get("extension_types").and_then(Value::as_array);
        let toplevel =
            types.is_none_or(|types| types.iter().any(|kind| kind == "toplevel-property-extension"));
        if !toplevel && map.contains_key("extension_properties") {
            self.error("extension_properties: only a toplevel-property-extension names properties");
        }
    }
}

/// Headers that an e-mail message has properties for.
fn own_header(key: &str) -> bool {
    const OWN: [&str; 7] =
        ["received_lines", "content_type", "from_ref", "sender_ref", "to_refs", "cc_refs", "bcc_refs"];
    key.starts_with("date") || key.ends_with("subject") || OWN.iter().any(|own| key.contains(own))
}
