//! Is this object what the specification asks for?
//!
//! **The problem.** People want everything that is wrong at once, with its place, and told apart: what breaks the
//! standard (its MUSTs) from what is merely bad manners (its SHOULDs).
//!
//! **The choice.** One walk along the tables of [`crate::spec`], then the rules between properties. Where the
//! specification leaves room, we judge as the reference validator of OASIS does with its default settings;
//! `docs/stix.md` lists where we do not, and why. Paths and messages are made only where something is wrong, so that a
//! valid object costs no allocation but its own.
//!
//! **Rejected.** Stopping at the first error.

mod bundle;
mod extensions;
mod kinds;
mod manners;
mod marking;
mod musts;
mod place;
mod rules;

use crate::spec::{self, Family, Type};
use crate::{form, json, time};
use place::Place;
use serde_json::{Map, Value};

/// What is wrong with an object. Each text begins with the place: `external_references[0].url: …`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The standard's MUSTs that do not hold.
    pub errors: Vec<String>,
    /// The standard's SHOULDs that do not hold.
    pub warnings: Vec<String>,
}

impl Report {
    /// Whether there is no error.
    pub fn valid(&self) -> bool {
        self.errors.is_empty()
    }
}

/// Checks one object, or a bundle with all its objects.
pub fn check(value: &Value) -> Report {
    let mut checker = Checker { report: Report::default(), place: Place::default() };
    match value {
        Value::Object(map) => checker.any_object(map),
        other => checker.error(format_args!("a STIX object is a JSON object, this is {}", json::kind(other))),
    }
    checker.report
}

/// Checks an object that stands in a bundle. There an object without `spec_version` that was created is one of STIX 2.0.
pub fn check_in_bundle(value: &Value) -> Report {
    let mut checker = Checker { report: Report::default(), place: Place::default() };
    match value {
        Value::Object(map) => {
            let version_20 = !map.contains_key("spec_version") && map.contains_key("created");
            checker.object(map, Context::Bundle { version_20 });
        }
        other => checker.error(format_args!("a STIX object is a JSON object, this is {}", json::kind(other))),
    }
    checker.report
}

/// Checks an object that was read.
pub fn check_object(object: &crate::Object) -> Report {
    let mut checker = Checker { report: Report::default(), place: Place::default() };
    checker.any_object(object.properties());
    checker.report
}

/// Properties nobody may use in version 2.1 (§3.1 of the standard's reserved names).
const RESERVED: [&str; 4] = ["severity", "action", "username", "phone_numbers"];

/// The walk: what was found, and where it stands.
struct Checker<'a> {
    report: Report,
    place: Place<'a>,
}

/// Where an object was met, which decides what is asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Context {
    /// By itself.
    Alone,
    /// In a bundle that also carries objects of STIX 2.0.
    Bundle { version_20: bool },
    /// In the `objects` of an observed-data object.
    Observed,
}

impl<'a> Checker<'a> {
    fn error(&mut self, what: impl std::fmt::Display) {
        let text = self.place.say(what);
        self.report.errors.push(text);
    }

    fn warn(&mut self, what: impl std::fmt::Display) {
        let text = self.place.say(what);
        self.report.warnings.push(text);
    }

    /// Runs `inner` one level further down.
    fn at(&mut self, key: &'a str, inner: impl FnOnce(&mut Self)) {
        self.place.enter(key);
        inner(self);
        self.place.leave();
    }

    /// Runs `inner` at an item of a list.
    fn at_index(&mut self, index: usize, inner: impl FnOnce(&mut Self)) {
        self.place.enter_index(index);
        inner(self);
        self.place.leave();
    }

    fn any_object(&mut self, map: &'a Map<String, Value>) {
        if map.get("type").and_then(Value::as_str) == Some("bundle") {
            self.bundle(map);
        } else {
            self.object(map, Context::Alone);
        }
    }

    /// One object, its properties first, then what must hold between them.
    fn object(&mut self, map: &'a Map<String, Value>, context: Context) {
        let Some(name) = map.get("type") else {
            return self.error("property 'type' is missing; every object carries it");
        };
        let Some(name) = name.as_str() else {
            return self.at("type", |this| this.error(format_args!("is {}, not a string", json::kind(name))));
        };
        let known = spec::lookup(name).filter(|kind| kind.family != Family::Bundle);
        if context == Context::Observed && known.is_some_and(|kind| kind.family != Family::Observable) {
            self.error(format_args!("'{name}' is no observable"));
        }
        let observable = match known {
            Some(kind) => kind.family == Family::Observable,
            None => {
                context == Context::Observed
                    || (!map.contains_key("created") && !map.contains_key("modified"))
            }
        };
        let common = match known {
            Some(kind) => kind.common(),
            None if observable => spec::OBSERVABLE_CORE,
            None => spec::CORE,
        };
        for (key, value) in map {
            let row = known
                .and_then(|kind| kind.properties.iter().find(|row| row.0 == key))
                .or_else(|| common.iter().find(|row| row.0 == key));
            self.at(key, |this| match row {
                Some(row) => this.kind(value, row.1, known),
                None => this.custom(key, value, known),
            });
        }
        self.required(map, known, observable, context);
        self.identifier(map, name, known);
        if let Some(kind) = known {
            self.rules(map, kind);
        }
        self.musts(map, name);
        self.manners(map, name, known, context);
    }

    fn required(
        &mut self,
        map: &Map<String, Value>,
        known: Option<&'static Type>,
        observable: bool,
        context: Context,
    ) {
        let common: &[&str] = match known {
            Some(kind) if kind.name == "marking-definition" => &[],
            _ if observable => &["id"],
            _ if context == (Context::Bundle { version_20: true }) => &["id", "created", "modified"],
            _ => &["spec_version", "id", "created", "modified"],
        };
        for property in common.iter().chain(known.map_or(&[][..], |kind| kind.required)) {
            if !map.contains_key(*property) {
                self.error(format_args!("property '{property}' is missing; it is required"));
            }
        }
    }

    /// The type in the id is the object's type.
    fn identifier(&mut self, map: &Map<String, Value>, name: &str, known: Option<&'static Type>) {
        let Some(id) = map.get("id").and_then(Value::as_str) else { return };
        if id.strip_prefix(name).is_some_and(|rest| rest.starts_with("--")) {
            return;
        }
        let what = format!("id: '{id}' does not begin with the object's type, '{name}--'");
        if known.is_some() { self.error(what) } else { self.warn(what) }
    }

    /// A property that the specification does not define.
    fn custom(&mut self, key: &str, value: &'a Value, known: Option<&'static Type>) {
        if known.is_some_and(|kind| kind.name == "marking-definition") {
            return;
        }
        if RESERVED.contains(&key) {
            return self.error("is a reserved property; it must not be used");
        }
        if key == "cpe" {
            // Whoever adds it means what software means by it.
            return self.kind(value, spec::CPE, None);
        }
        if key == "lang" {
            return self.kind(value, spec::LANG, None);
        }
        // Observables have neither, but who adds one means a moment, and that exists.
        if matches!(key, "created" | "modified")
            && let Some(text) = value.as_str().filter(|text| time::read(text) == time::Reading::Nonexistent)
        {
            self.error(format_args!("'{text}' does not exist"));
        }
        self.named(key, value);
    }

    /// What holds for every property, whoever defined it.
    fn named(&mut self, key: &str, value: &'a Value) {
        if !form::any_property_name(key) {
            return self.error("is no property name: 3 to 250 of a-z, 0-9 and underscore, a letter first");
        }
        if form::typed_name(key, "_bin") {
            self.kind(value, spec::BINARY, None);
        } else if form::typed_name(key, "_hex") {
            self.kind(value, spec::HEX, None);
        } else {
            self.kind(value, spec::Kind::Any, None);
        }
    }
}

#[cfg(test)]
mod tests;
