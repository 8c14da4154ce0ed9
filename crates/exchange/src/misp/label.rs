//! Sharing levels and labels.
//!
//! | MISP | label | because |
//! |---|---|---|
//! | 0 your organisation only | AMBER+STRICT | the recipient's organisation and nobody else |
//! | 1 this community only | AMBER, or GREEN with that tag | one server's organisations are fewer than a community |
//! | 2 connected communities | GREEN | communities that know each other |
//! | 3 all communities | GREEN | everybody who runs a server, which is not the public |
//! | 4 sharing group | AMBER and the group | the group binds as well |
//! | 5 inherit | the label of what contains it | |
//!
//! A `tlp:` tag makes it narrower; only together with level 3 may a tag widen (to CLEAR), since there the level says
//! nothing against it. On the way out CLEAR is written as 3, GREEN as 1, and everything narrower as 0, with the tag.

use crate::gate::{SHARING_GROUP_EXTENSION, fixed_marking, marking_id};
use ostrakon_model::Tlp;
use ostrakon_stix::id;
use serde_json::{Map, Value, json};

/// The moment that definitions bear which are no happening: the same on every import.
pub(super) const NEVER: &str = "1970-01-01T00:00:00.000Z";

/// The label of a sharing level, with the label given by tags, inside something with the label `parent`. `None` as a
/// level is read as 5 (inherit), and what is no level as 0.
pub fn label_of(distribution: Option<u64>, tag: Option<Tlp>, parent: Tlp) -> Tlp {
    let level = match distribution {
        Some(3) if tag.is_some() => Tlp::Clear,
        Some(level @ 1..=3) if level > 1 || tag.is_some() => Tlp::Green,
        Some(1 | 4) => Tlp::Amber,
        None | Some(5) => parent,
        Some(_) => Tlp::AmberStrict,
    };
    level.max(tag.unwrap_or(Tlp::Clear))
}

/// The sharing level that is written for a label.
pub fn distribution_of(label: Tlp) -> u64 {
    match label {
        Tlp::Clear => 3,
        Tlp::Green => 1,
        _ => 0,
    }
}

/// Levels from the narrowest to the widest, to find the narrower of two.
pub(super) fn width(distribution: u64) -> u8 {
    match distribution {
        4 => 1,
        1 => 2,
        2 => 3,
        3 => 4,
        5 => 5,
        _ => 0,
    }
}

/// A number that may be written as text.
pub(super) fn number(value: Option<&Value>) -> Option<u64> {
    match value? {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Names of the tags of an element. Some tools write the bare name, or one tag without a list: a label that was not read
/// would be a wider one.
pub(super) fn tags(element: &Map<String, Value>) -> Vec<String> {
    let list = |key: &str| {
        match element.get(key) {
            Some(Value::Array(all)) => all.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => &[],
        }
        .iter()
    };
    let name = |tag: &Value| tag.get("name").unwrap_or(tag).as_str().map(str::to_owned);
    let related = |tag: &Value| tag.get("Tag").and_then(name);
    list("Tag").filter_map(name).chain(list("EventTag").filter_map(related)).collect()
}

/// The narrowest label that `tlp:` tags give; what is no label counts as RED.
pub(super) fn tagged(element: &Map<String, Value>) -> Option<Tlp> {
    let is_tlp = |name: &String| name.trim().to_ascii_lowercase().starts_with("tlp:");
    tags(element).iter().filter(|name| is_tlp(name)).map(|name| name.parse().unwrap_or(Tlp::Red)).max()
}

/// How an element is marked.
#[derive(Clone, Debug)]
pub(super) struct Marking {
    pub(super) label: Tlp,
    /// Marking definitions of sharing groups, by id.
    pub(super) groups: Vec<Value>,
}

impl Marking {
    /// The ids that an object bears.
    pub(super) fn refs(&self) -> Value {
        let groups = self.groups.iter().map(|group| group["id"].clone());
        std::iter::once(Value::from(marking_id(self.label))).chain(groups).collect()
    }
}

/// The marking of an element and everything inside it that will travel with it.
pub(super) fn marking(element: &Map<String, Value>, parent: &Marking, inside: &[&str]) -> Marking {
    let distribution = element.get("distribution").map(|given| number(Some(given)).unwrap_or(0));
    let mut marking = Marking {
        label: label_of(distribution, tagged(element), parent.label),
        groups: parent.groups.clone(),
    };
    if distribution == Some(4) {
        let group = group(element);
        if !marking.groups.iter().any(|known| known["id"] == group["id"]) {
            marking.groups.push(group);
        }
    }
    for part in
        inside.iter().filter_map(|key| element.get(*key)?.as_array()).flatten().filter_map(Value::as_object)
    {
        let own = self::marking(part, &marking, &[]);
        marking.label = marking.label.max(own.label);
        marking.groups = own.groups;
    }
    marking
}

/// The marking definition of the sharing group that an element names. Whoever is not told who is in it, is not.
fn group(element: &Map<String, Value>) -> Value {
    let empty = Map::new();
    let given = element.get("SharingGroup").and_then(Value::as_object).unwrap_or(&empty);
    let uuid = given.get("uuid").and_then(Value::as_str).filter(|uuid| super::shape::is_uuid(uuid));
    let id = uuid.map_or_else(
        || {
            let key = json!({"sharing_group_id": element.get("sharing_group_id"), "name": given.get("name")});
            id::domain("marking-definition", key.as_object().unwrap_or(&empty))
        },
        |uuid| format!("marking-definition--{}", uuid.to_ascii_lowercase()),
    );
    let organisations = given.get("SharingGroupOrg").and_then(Value::as_array).into_iter().flatten();
    let members: Vec<String> = organisations
        .filter_map(|one| one.get("Organisation")?.get("uuid")?.as_str())
        .filter(|uuid| super::shape::is_uuid(uuid))
        .map(|uuid| format!("identity--{}", uuid.to_ascii_lowercase()))
        .collect();
    let name = given.get("name").and_then(Value::as_str).unwrap_or("a sharing group");
    json!({"type": "marking-definition", "spec_version": "2.1", "id": id, "created": NEVER, "name": name,
        "extensions": {SHARING_GROUP_EXTENSION: {"extension_type": "property-extension", "name": name,
            "members": members}}})
}

/// The label of a STIX object as far as its own marking references tell; AMBER+STRICT without any.
pub(super) fn label_of_object(object: &Value) -> Tlp {
    let refs = object.get("object_marking_refs").and_then(Value::as_array);
    let labels = refs.into_iter().flatten().filter_map(|one| fixed_marking(one.as_str()?));
    labels.max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Tlp, distribution_of, label_of};

    #[test]
    fn no_way_through_misp_widens() {
        for label in Tlp::ALL {
            let back = label_of(Some(distribution_of(label)), Some(label), Tlp::Red);
            assert!(back >= label, "{label} became {back}");
        }
        for level in 0..=9 {
            for tag in Tlp::ALL {
                let label = label_of(Some(level), Some(tag), Tlp::Red);
                assert!(label >= tag);
                assert!(label > Tlp::Clear || level == 3);
            }
        }
        assert_eq!(label_of(Some(3), None, Tlp::Clear), Tlp::Green);
        assert_eq!(label_of(None, None, Tlp::Amber), Tlp::Amber);
    }
}
