//! What an object's markings mean: a label of TLP and a set of sharing groups.
//!
//! **The problem.** A label can reach an object in five spellings: the fixed ids of TLP 1.0 and of TLP 2.0, a marking
//! definition of somebody's own, a `tlp:…` tag in `labels`, and no label at all.
//!
//! **The choice.** All are read, the strictest wins, and whatever cannot be understood counts as TLP:RED, since a marking
//! that we cannot read was put there to restrict something. An object without any label is AMBER+STRICT of its owner.
//!
//! **Rejected.** STIX's rule that a granular marking replaces the object's marking for its part (STIX 2.1 §7.2): a part
//! can only be narrower here. It costs an object that is RED but for its name; it can leak nothing.

use ostrakon_model::Tlp;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The extension of OASIS that carries TLP 2.0 in a marking definition.
pub const TLP2_EXTENSION: &str = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

/// Our extension of a marking definition that names a sharing group: `{extension_type: "property-extension", name,
/// members: [identity ids]}`.
pub const SHARING_GROUP_EXTENSION: &str = "extension-definition--0b9b3f2e-5f3f-5a38-a1de-6d6f8f6f4c11";

/// The fixed marking definitions: five of TLP 2.0, then four of TLP 1.0 (STIX 2.1 §7.2.1.4).
const FIXED: [(&str, Tlp); 9] = [
    ("marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", Tlp::Clear),
    ("marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", Tlp::Green),
    ("marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", Tlp::Amber),
    ("marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", Tlp::AmberStrict),
    ("marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", Tlp::Red),
    ("marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", Tlp::Clear),
    ("marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", Tlp::Green),
    ("marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", Tlp::Amber),
    ("marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", Tlp::Red),
];

/// The label of a fixed marking definition.
pub fn fixed(id: &str) -> Option<Tlp> {
    FIXED.iter().find(|(known, _)| *known == id).map(|(_, label)| *label)
}

/// The label of a fixed marking definition by its UUID alone.
pub(super) fn fixed_uuid(uuid: &str) -> Option<Tlp> {
    FIXED.iter().find(|(known, _)| known.ends_with(uuid)).map(|(_, label)| *label)
}

/// The id of the marking definition that is written for a label (TLP 2.0).
pub fn id_of(label: Tlp) -> &'static str {
    FIXED[Tlp::ALL.iter().position(|one| *one == label).unwrap_or(4)].0
}

/// What one marking definition says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A label.
    Label(Tlp),
    /// Terms of use, a licence: no restriction of the audience.
    Statement,
    /// Only these organisations.
    Group(BTreeSet<String>),
    /// We cannot tell.
    Unknown,
}

/// Reads a marking definition that is not one of the fixed ones.
pub(super) fn meaning(definition: &Map<String, Value>) -> Meaning {
    let extension = |key: &str| definition.get("extensions").and_then(|all| all.get(key));
    if let Some(group) = extension(SHARING_GROUP_EXTENSION) {
        return Meaning::Group(members(group));
    }
    let texts = [
        extension(TLP2_EXTENSION).map(|e| e.get("tlp_2_0").unwrap_or(&Value::Null)),
        definition.get("definition").and_then(|d| d.get("tlp")),
    ];
    let mut label: Option<Tlp> = None;
    for text in texts.into_iter().flatten() {
        // A marking that says it is TLP and then does not say which is not understood.
        let Some(Ok(one)) = text.as_str().map(str::parse::<Tlp>) else { return Meaning::Unknown };
        label = label.max(Some(one));
    }
    let named = ["name", "x_opencti_definition"]
        .iter()
        .filter_map(|key| definition.get(*key)?.as_str())
        .filter(|name| name.len() > 4 && name.is_char_boundary(4) && name[..4].eq_ignore_ascii_case("tlp:"))
        .map(str::parse::<Tlp>);
    for name in named {
        let Ok(one) = name else { return Meaning::Unknown };
        label = label.max(Some(one));
    }
    match (label, definition.get("definition_type").and_then(Value::as_str)) {
        (Some(label), _) => Meaning::Label(label),
        (None, Some("statement")) => Meaning::Statement,
        _ => Meaning::Unknown,
    }
}

/// Members of a sharing group, as the marking says. One that names none has none: who is in it stands in a record elsewhere.
fn members(extension: &Value) -> BTreeSet<String> {
    let said = extension.get("members").and_then(Value::as_array);
    said.into_iter().flatten().filter_map(|member| member.as_str().map(str::to_owned)).collect()
}

/// The labels that an object bears as tags, as MISP and others write them.
pub(super) fn tagged(object: &Map<String, Value>) -> Option<Tlp> {
    let labels = object.get("labels").and_then(Value::as_array)?;
    labels
        .iter()
        .filter_map(Value::as_str)
        .filter(|label| label.trim().to_ascii_lowercase().starts_with("tlp:"))
        // A tag such as `tlp:ex:chr`, of which TLP 2.0 knows nothing, is read as the narrowest.
        .map(|label| label.parse().unwrap_or(Tlp::Red))
        .max()
}

#[cfg(test)]
mod tests {
    use super::{FIXED, Meaning, fixed, id_of, meaning, tagged};
    use ostrakon_model::Tlp;
    use serde_json::{Value, json};

    fn read(definition: &Value) -> Meaning {
        meaning(definition.as_object().expect("an object"))
    }

    #[test]
    fn fixed_ids_of_both_versions_are_known_and_the_newer_is_written() {
        for label in Tlp::ALL {
            assert_eq!(fixed(id_of(label)), Some(label));
        }
        assert_eq!(FIXED[5].1, Tlp::Clear);
        assert_eq!(fixed("marking-definition--00000000-0000-4000-8000-000000000000"), None);
    }

    #[test]
    fn the_strictest_reading_of_a_definition_wins() {
        let given = json!({"definition_type": "tlp", "definition": {"tlp": "green"}, "name": "TLP:RED"});
        assert_eq!(read(&given), Meaning::Label(Tlp::Red));
        assert_eq!(
            read(&json!({"definition_type": "tlp", "definition": {"tlp": "violet"}})),
            Meaning::Unknown
        );
        assert_eq!(read(&json!({"definition_type": "tlp", "definition": {"tlp": 3}})), Meaning::Unknown);
        assert_eq!(
            read(&json!({"definition_type": "statement", "definition": {"statement": "CC0"}})),
            Meaning::Statement
        );
        assert_eq!(read(&json!({"definition_type": "iep"})), Meaning::Unknown);
    }

    #[test]
    fn a_tag_is_a_label_and_an_unknown_one_the_narrowest() {
        let object = |labels: Value| json!({ "labels": labels });
        let read = |value: &Value| tagged(value.as_object().expect("an object"));
        assert_eq!(read(&object(json!(["spam", "tlp:amber", "TLP:GREEN"]))), Some(Tlp::Amber));
        assert_eq!(read(&object(json!(["tlp:purple"]))), Some(Tlp::Red));
        assert_eq!(read(&object(json!(["spam"]))), None);
    }
}
