//! Extensions (§7.3, §3.10) and external references (§2.9).

use super::Checker;
use crate::spec::{self, Kind, Type};
use crate::{form, json};
use serde_json::{Map, Value};

impl<'a> Checker<'a> {
    pub(super) fn extensions(&mut self, value: &'a Value, known: Option<&'static Type>) {
        let Value::Object(map) = value else {
            return self.error(format_args!("is {}, not a dictionary of extensions", json::kind(value)));
        };
        if map.is_empty() {
            self.error("is empty; leave the property out instead");
        }
        let marking = known.is_some_and(|kind| kind.name == "marking-definition");
        for (key, content) in map {
            self.at(key, |this| {
                let defined = key.starts_with("extension-definition--") && form::identifier(key);
                if !defined && (marking || !form::extension_name(key)) {
                    this.error(
                        "is no key of an extension: extension-definition--UUID, or a name that ends in -ext",
                    );
                }
                let Value::Object(content) = content else {
                    return this.error(format_args!("is {}, not an object", json::kind(content)));
                };
                if content.is_empty() {
                    this.error("is empty");
                }
                if defined {
                    match content.get("extension_type") {
                        None => this.error("property 'extension_type' is missing; it is required"),
                        Some(kind) => this.at("extension_type", |this| {
                            this.kind(kind, Kind::Enum(spec::EXTENSION_TYPES), None);
                        }),
                    }
                    this.agreed(key, content);
                }
                let rows = known.and_then(|kind| kind.extensions.iter().find(|row| row.0 == key));
                if let Some((_, rows)) = rows {
                    this.rows(content, rows);
                }
                for (name, value) in content {
                    if rows.is_none_or(|(_, rows)| !rows.properties.iter().any(|row| row.0 == name)) {
                        this.at(name, |this| this.named(name, value));
                    }
                }
            });
        }
    }

    /// Extensions whose content others have agreed upon. The standard does not know them, hence warnings.
    fn agreed(&mut self, key: &str, content: &'a Map<String, Value>) {
        let Some(extension) = spec::extension::lookup(key) else { return };
        for property in extension.required {
            if !content.contains_key(*property) {
                self.warn(format_args!("the extension {} asks for '{property}'", extension.name));
            }
        }
        for (property, words) in extension.words {
            if let Some(word) = content.get(*property).and_then(Value::as_str)
                && !words.contains(&word)
            {
                self.warn(format_args!("{property}: '{word}' is not one of {}", words.join(", ")));
            }
        }
    }

    /// A source, and at least one of description, url and external id; CVE and CAPEC ids belong to their sources.
    pub(super) fn external_reference(&mut self, map: &'a Map<String, Value>) {
        for (key, value) in map {
            self.at(key, |this| match key.as_str() {
                "source_name" | "description" | "external_id" => this.kind(value, Kind::Text, None),
                "url" => this.kind(value, spec::URI, None),
                "hashes" => {
                    this.kind(value, Kind::Hashes, None);
                    for name in value.as_object().into_iter().flat_map(Map::keys).filter(|name| !listed(name))
                    {
                        this.error(format_args!(
                            "'{name}' is none of the hash algorithms that may stand here"
                        ));
                    }
                }
                _ => {}
            });
        }
        let Some(source) = map.get("source_name") else {
            return self.error("property 'source_name' is missing; it is required");
        };
        let Some(source) = source.as_str() else { return };
        let id = map.get("external_id").and_then(Value::as_str);
        let form: fn(&str) -> bool = match source {
            "cve" => form::cve,
            "capec" => form::capec,
            _ => {
                if let Some(id) = id.filter(|id| form::cve(id) || form::capec(id)) {
                    self.error(format_args!("external_id: '{id}' belongs to source_name 'cve' or 'capec'"));
                }
                if !["external_id", "description", "url"].iter().any(|property| map.contains_key(*property)) {
                    self.error("one of external_id, description, url must be there");
                }
                return self.unhashed(map);
            }
        };
        match id {
            Some(id) if form(id) => {}
            Some(id) => self.error(format_args!("external_id: '{id}' is no id of the source '{source}'")),
            None => {
                self.error(format_args!("property 'external_id' is missing; source '{source}' asks for it"));
            }
        }
        self.unhashed(map);
    }

    fn unhashed(&mut self, map: &Map<String, Value>) {
        if map.contains_key("url") && !map.contains_key("hashes") {
            self.warn("a URL should come with hashes of what it led to");
        }
    }
}

/// Algorithms of the vocabulary, and names that carry one of theirs.
fn listed(name: &str) -> bool {
    let within = ["SHA-1", "SHA-256", "SHA-512", "SHA3-256", "SHA3-512", "SSDEEP"];
    name.starts_with("MD5")
        || name.ends_with("TLSH")
        || within.iter().any(|algorithm| name.contains(algorithm))
}
