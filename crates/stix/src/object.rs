//! A STIX object: JSON with a type and an id.
//!
//! **The problem.** Objects of types and extensions we have never seen pass through us and must leave unchanged.
//!
//! **The choice.** A thin wrapper around the JSON object in its own order. Accessors read; they never fill in, so that
//! "not stated" stays visible. Whether the rest of the object is right is asked of `validate`, not assumed.

use crate::json::{self, Limits};
use crate::{Error, Reference, canonical, reference};
use serde_json::{Map, Value};

/// A JSON object whose `type` is a string and whose `id` begins with `type--`.
#[derive(Debug, Clone, PartialEq)]
pub struct Object(Map<String, Value>);

impl Object {
    /// Reads one object that takes up all of `bytes`.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        Self::parse_within(bytes, Limits::default())
    }

    /// [`Self::parse`] with limits of the caller's.
    pub fn parse_within(bytes: &[u8], limits: Limits) -> Result<Self, Error> {
        Self::from_value_at(json::value(bytes, limits, "object")?, "object")
    }

    /// Takes a JSON value that is an object with type and id.
    pub fn from_value(value: Value) -> Result<Self, Error> {
        Self::from_value_at(value, "object")
    }

    pub(crate) fn from_value_at(value: Value, place: &str) -> Result<Self, Error> {
        let place = || place.to_owned();
        let map = match value {
            Value::Object(map) => map,
            other => return Err(Error::NotAnObject { place: place(), found: json::kind(&other) }),
        };
        let text = |property| {
            map.get(property)
                .and_then(Value::as_str)
                .ok_or_else(|| Error::Missing { place: place(), property })
        };
        let (kind, id) = (text("type")?, text("id")?);
        if kind.is_empty() || id.strip_prefix(kind).is_none_or(|rest| !rest.starts_with("--")) {
            return Err(Error::Identifier { place: place(), id: id.to_owned(), kind: kind.to_owned() });
        }
        Ok(Self(map))
    }

    /// `type`.
    pub fn kind(&self) -> &str {
        self.text("type").unwrap_or_default()
    }

    /// `id`, `type--uuid` in a valid object.
    pub fn id(&self) -> &str {
        self.text("id").unwrap_or_default()
    }

    /// `spec_version` as stated. Absent in STIX 2.0, and allowed to be in observables of 2.1.
    pub fn spec_version(&self) -> Option<&str> {
        self.text("spec_version")
    }

    /// `created`, as written.
    pub fn created(&self) -> Option<&str> {
        self.text("created")
    }

    /// `modified`, as written.
    pub fn modified(&self) -> Option<&str> {
        self.text("modified")
    }

    /// What tells versions of one id apart: `modified`, else `created` (marking definitions). Observables have neither
    /// and therefore no versions: `None`.
    pub fn version(&self) -> Option<&str> {
        self.modified().or_else(|| self.created())
    }

    /// `created_by_ref`: the identity that answers for the object.
    pub fn created_by(&self) -> Option<&str> {
        self.text("created_by_ref")
    }

    /// Whether the object was withdrawn by its creator.
    pub fn revoked(&self) -> bool {
        self.0.get("revoked") == Some(&Value::Bool(true))
    }

    /// `confidence`, 0 to 100.
    pub fn confidence(&self) -> Option<u64> {
        self.0.get("confidence").and_then(Value::as_u64)
    }

    /// `object_marking_refs`: the markings of the whole object.
    pub fn marking_refs(&self) -> impl Iterator<Item = &str> {
        self.texts("object_marking_refs")
    }

    /// `granular_markings`, each with the marking or language it applies and the selectors it applies it to.
    pub fn granular_markings(&self) -> impl Iterator<Item = GranularMarking<'_>> {
        let list = self.0.get("granular_markings").and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_object).map(GranularMarking)
    }

    /// Ids of the extension definitions whose content the object carries.
    pub fn extension_ids(&self) -> impl Iterator<Item = &str> {
        let map = self.0.get("extensions").and_then(Value::as_object);
        map.into_iter()
            .flat_map(Map::keys)
            .map(String::as_str)
            .filter(|key| key.starts_with("extension-definition--"))
    }

    /// The content of one extension.
    pub fn extension(&self, id: &str) -> Option<&Map<String, Value>> {
        self.0.get("extensions")?.get(id)?.as_object()
    }

    /// Every reference to another object: the values of all properties named `…_ref` and `…_refs`, at any depth,
    /// extensions included, in the order of the object.
    pub fn references(&self) -> impl Iterator<Item = Reference<'_>> {
        reference::Walk::new(&self.0)
    }

    /// A string property.
    pub fn text(&self, property: &str) -> Option<&str> {
        self.0.get(property).and_then(Value::as_str)
    }

    /// The strings of a list property.
    pub fn texts(&self, property: &str) -> impl Iterator<Item = &str> {
        self.0.get(property).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }

    /// All properties, in the order they came in.
    pub fn properties(&self) -> &Map<String, Value> {
        &self.0
    }

    /// Sets a property; `type` and `id` stay as they are, since they make the object what it is.
    pub fn set(&mut self, property: &str, value: Value) {
        if property != "type" && property != "id" {
            self.0.insert(property.to_owned(), value);
        }
    }

    /// Removes a property, and says what it was; `type` and `id` cannot be removed. The order of the others stays.
    pub fn remove(&mut self, property: &str) -> Option<Value> {
        if property == "type" || property == "id" { None } else { self.0.shift_remove(property) }
    }

    /// The object as JSON.
    pub fn into_value(self) -> Value {
        Value::Object(self.0)
    }

    /// The canonical text (RFC 8785), the same for every spelling of the object.
    pub fn canonical(&self) -> String {
        canonical::map_to_string(&self.0)
    }
}

impl serde::Serialize for Object {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(out)
    }
}

/// One granular marking: what is marked, and with what.
#[derive(Debug, Clone, Copy)]
pub struct GranularMarking<'a>(&'a Map<String, Value>);

impl<'a> GranularMarking<'a> {
    /// The marking definition, if it is one.
    pub fn marking_ref(self) -> Option<&'a str> {
        self.0.get("marking_ref").and_then(Value::as_str)
    }

    /// The language (RFC 5646), if that is what it states.
    pub fn lang(self) -> Option<&'a str> {
        self.0.get("lang").and_then(Value::as_str)
    }

    /// Paths into the object: `description`, `labels.[0]`.
    pub fn selectors(self) -> impl Iterator<Item = &'a str> {
        self.0.get("selectors").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::Object;
    use crate::Error;

    const INCIDENT: &str = r#"{"type":"incident","id":"incident--8a8c9e0e-3d1b-4d0a-9a51-2f4a5e1d9a01","spec_version":"2.1",
        "created":"2026-01-02T03:04:05.678Z","modified":"2026-01-03T03:04:05.678Z","x_ours":12345678901234567,
        "created_by_ref":"identity--8a8c9e0e-3d1b-4d0a-9a51-2f4a5e1d9a02","revoked":true,"confidence":70,
        "object_marking_refs":["marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"],
        "granular_markings":[{"selectors":["labels.[0]"],"lang":"fr"}],
        "extensions":{"extension-definition--ef765651-680c-498d-9894-99799f2fa126":{"extension_type":"property-extension",
            "impacted_refs":["identity--8a8c9e0e-3d1b-4d0a-9a51-2f4a5e1d9a03"]},"x-old-ext":{"deep":[{"thing_ref":"url--1"}]}}}"#;

    #[test]
    fn an_object_says_what_it_states_and_keeps_the_rest() {
        let object = Object::parse(INCIDENT.as_bytes()).expect("a well-formed incident");
        assert_eq!(object.kind(), "incident");
        assert_eq!(object.version(), Some("2026-01-03T03:04:05.678Z"));
        assert!(object.revoked());
        assert_eq!(object.confidence(), Some(70));
        assert_eq!(object.marking_refs().count(), 1);
        let granular: Vec<_> = object.granular_markings().collect();
        assert_eq!((granular[0].lang(), granular[0].selectors().next()), (Some("fr"), Some("labels.[0]")));
        assert_eq!(object.extension_ids().count(), 1);
        assert!(object.canonical().ends_with("\"x_ours\":12345678901234567}"));
    }

    #[test]
    fn references_are_found_at_any_depth_with_their_path() {
        let object = Object::parse(INCIDENT.as_bytes()).expect("a well-formed incident");
        let paths: Vec<String> = object.references().map(|reference| reference.path).collect();
        assert_eq!(
            paths,
            [
                "created_by_ref",
                "object_marking_refs[0]",
                "extensions.extension-definition--ef765651-680c-498d-9894-99799f2fa126.impacted_refs[0]",
                "extensions.x-old-ext.deep[0].thing_ref"
            ]
        );
    }

    #[test]
    fn what_is_no_object_is_refused_with_a_reason() {
        let refused = |given: &str| Object::parse(given.as_bytes()).expect_err(given);
        assert!(matches!(refused("[]"), Error::NotAnObject { found: "a list", .. }));
        assert!(matches!(refused("{}"), Error::Missing { property: "type", .. }));
        assert!(matches!(refused(r#"{"type":"tool","id":7}"#), Error::Missing { property: "id", .. }));
        assert!(matches!(refused(r#"{"type":"tool","id":"toolbox--1"}"#), Error::Identifier { .. }));
        assert!(matches!(refused(r#"{"type":"","id":"--1"}"#), Error::Identifier { .. }));
    }

    #[test]
    fn type_and_id_cannot_be_changed_afterwards() {
        let mut object = Object::parse(INCIDENT.as_bytes()).expect("a well-formed incident");
        object.set("id", "tool--1".into());
        assert_eq!(object.remove("type"), None);
        object.set("name", "n".into());
        assert_eq!(object.remove("confidence"), Some(70.into()));
        assert_eq!((object.id().starts_with("incident--"), object.text("name")), (true, Some("n")));
    }
}
