//! How a STIX object travels through MISP and comes back whole: as the text of an attribute, or, where it is longer than
//! a text column holds, as an attachment.

use super::label::{Marking, label_of_object};
use super::shape::text;
use base64::{Engine, engine::general_purpose::STANDARD};
use ostrakon_stix::{Object, canonical, id};
use serde_json::{Map, Value, json};

/// What the comment of a carrier begins with; the object's id follows.
const COMMENT: &str = "STIX 2.1 object ";

/// Most bytes in the text column of a MISP server.
const MOST: usize = 60_000;

/// The UUID of an id.
pub(super) fn uuid_of(id: &str) -> &str {
    id.rsplit_once("--").map_or(id, |(_, uuid)| uuid)
}

/// The attribute that carries an object.
pub(super) fn carrier(object: &Value, timestamp: &str) -> Option<Value> {
    let stix = object.get("id")?.as_str()?;
    let text = canonical::to_string(object);
    let own = id::domain("carrier", json!({ "of": stix, "version": object.get("modified") }).as_object()?);
    let mut attribute = json!({"uuid": uuid_of(&own), "type": "text", "category": "Other", "to_ids": false,
        "disable_correlation": true, "distribution": "5", "timestamp": timestamp, "comment": format!("{COMMENT}{stix}"),
        "deleted": false});
    if text.len() <= MOST {
        attribute["value"] = text.into();
    } else {
        attribute["type"] = "attachment".into();
        attribute["category"] = "External analysis".into();
        attribute["value"] = format!("{stix}.json").into();
        attribute["data"] = STANDARD.encode(text).into();
    }
    Some(attribute)
}

/// The object that an attribute carries. It is what it was, and never under a wider label than the attribute.
pub(super) fn carried(attribute: &Map<String, Value>, marking: &Marking) -> Option<Value> {
    let stix = text(attribute, "comment")?.strip_prefix(COMMENT)?;
    let value = match text(attribute, "type")? {
        "text" => Object::parse(text(attribute, "value")?.as_bytes()).ok()?,
        "attachment" => Object::parse(&STANDARD.decode(text(attribute, "data")?).ok()?).ok()?,
        _ => return None,
    };
    let mut object = value.into_value();
    if object.get("id").and_then(Value::as_str) != Some(stix) {
        return None;
    }
    let definition = object["type"] == "marking-definition";
    if !definition && (label_of_object(&object) < marking.label || !marking.groups.is_empty()) {
        let map = object.as_object_mut()?;
        let refs = map.entry("object_marking_refs").or_insert_with(|| json!([]));
        let list = refs.as_array_mut()?;
        for one in marking.refs().as_array()? {
            if !list.contains(one) {
                list.push(one.clone());
            }
        }
    }
    Some(object)
}
