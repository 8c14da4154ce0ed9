//! Tagging: which techniques of DISARM were used.
//!
//! **The problem.** An incident is tagged on its first day, by somebody who knows the technique's name and has imported
//! nothing. **The choice.** The ids that ship with the program are those of the official bundle, so that a tag is a
//! relationship `uses` to the object that the bundle brings. Until it does, a plain object under that id stands in, dated
//! before the bundle's: whoever imports the bundle later gets the official one in its place, and every tag stays.
//! **Rejected.** A list of labels on the incident: a partner's tools would see text.

use super::addition::Source;
use super::{Hub, HubError, Versioned, intake};
use ostrakon_access::{Organisation, Principal};
use ostrakon_exchange::disarm::{self, Name};
use ostrakon_exchange::gate::marking_id;
use ostrakon_exchange::taxii::{Filter, stamp};
use ostrakon_model::Tlp;
use ostrakon_stix::id;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Before any version of the official bundle.
const STAND_IN: &str = "2024-11-22T16:43:58.000Z";
/// What can have used a technique.
const USERS: [&str; 8] =
    ["incident", "campaign", "intrusion-set", "threat-actor", "narrative", "channel", "event", "report"];
/// Tags of one request.
const MOST: usize = 100;

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tag {
    /// Id in the framework.
    pub technique: &'static str,
    /// Its name.
    pub name: &'static str,
    /// STIX id of the technique.
    pub attack_pattern: String,
    /// STIX id of the relationship.
    pub relationship: String,
    /// Whether it was there before.
    pub known: bool,
}

impl Hub {
    /// Tags an object of a collection with techniques, by id or name. All of them or none; the same again adds nothing.
    ///
    /// # Errors
    /// [`HubError::NotFound`], [`HubError::NotAllowed`]; [`HubError::Invalid`] for a technique that is none, or for an
    /// object of a type that uses no techniques.
    pub fn tag(
        &self,
        who: &Principal,
        collection: &str,
        object: &str,
        techniques: &[String],
    ) -> Result<Vec<Tag>, HubError> {
        self.may_add(who, collection)?;
        let kind = object.split("--").next().unwrap_or_default();
        if !USERS.contains(&kind) {
            let why = format!("a {kind:?} uses no techniques; tag one of {}", USERS.join(", "));
            return Err(HubError::invalid("/object", why));
        }
        if techniques.is_empty() || techniques.len() > MOST {
            return Err(HubError::invalid("/techniques", format!("name 1 to {MOST} techniques")));
        }
        let filter = Filter { ids: vec![object.to_owned()], ..Filter::default() };
        let page = self.page(who, collection, &filter, super::Route::Rest)?;
        let found = page.rows.first().and_then(|row| serde_json::from_slice::<Value>(&row.bytes).ok());
        let found = found.ok_or_else(|| HubError::NotFound(format!("object {object} in this collection")))?;
        let (mut objects, mut tags): (Vec<Vec<u8>>, Vec<Tag>) = (Vec::new(), Vec::new());
        for (at, text) in techniques.iter().enumerate() {
            let name =
                disarm::resolve(text).map_err(|why| HubError::invalid(format!("/techniques/{at}"), why))?;
            if tags.iter().any(|tag| tag.technique == name.id) {
                continue;
            }
            let pattern = self.attack_pattern(&name)?;
            let attack_pattern = name.stix.unwrap_or_default().to_owned();
            let link = self.uses(who, &found, &attack_pattern);
            let relationship = link["id"].as_str().unwrap_or_default().to_owned();
            let known = self.store().object(&relationship)?.is_some_and(|kept| !is_revoked(&kept.bytes));
            objects.push(pattern);
            if !known {
                objects.push(link.to_string().into_bytes());
            }
            tags.push(Tag { technique: name.id, name: name.name, attack_pattern, relationship, known });
        }
        let shelf = self.shelf(who, collection)?.id;
        let kept = self.keep(Source::from(who), &shelf, intake::read(&objects))?;
        if let Some(refused) = kept.refused.first() {
            return Err(HubError::Conflict(format!("{}: {}", refused.id, refused.reason)));
        }
        Ok(tags)
    }

    /// STIX ids of techniques that are given by id or name.
    ///
    /// # Errors
    /// [`HubError::Invalid`] for one that is none.
    pub(crate) fn techniques(&self, given: &[String]) -> Result<(Vec<String>, Vec<Value>), HubError> {
        let (mut ids, mut objects) = (Vec::new(), Vec::new());
        for (at, text) in given.iter().enumerate() {
            // What is known here under an id of its own need not be DISARM's.
            if text.starts_with("attack-pattern--") && self.store().object(text)?.is_some() {
                ids.push(text.clone());
                continue;
            }
            let name =
                disarm::resolve(text).map_err(|why| HubError::invalid(format!("/techniques/{at}"), why))?;
            ids.push(name.stix.unwrap_or_default().to_owned());
            let pattern = self.attack_pattern(&name)?;
            objects.extend(serde_json::from_slice::<Value>(&pattern).ok());
        }
        Ok((ids, objects))
    }

    /// The technique as we hold it, or what stands in for it.
    pub(super) fn attack_pattern(&self, name: &Name) -> Result<Vec<u8>, HubError> {
        let id = name.stix.unwrap_or_default();
        if let Some(held) = self.store().object(id)?.filter(|held| held.erased.is_none()) {
            return Ok(held.bytes);
        }
        let mut object = json!({
            "type": "attack-pattern", "spec_version": "2.1", "id": id, "created": STAND_IN, "modified": STAND_IN,
            "name": name.name,
            "external_references": [{ "source_name": "DISARM", "external_id": name.id }],
            "object_marking_refs": [marking_id(Tlp::Clear)],
        });
        if let Some(phase) = disarm::phase(name) {
            object["kill_chain_phases"] =
                json!([{ "kill_chain_name": disarm::KILL_CHAIN, "phase_name": phase }]);
        }
        Ok(object.to_string().into_bytes())
    }

    /// The relationship, under the marking of what used the technique.
    fn uses(&self, who: &Principal, object: &Value, technique: &str) -> Value {
        let (source, now) = (object["id"].clone(), moment(self.now()));
        let mut seed = Map::new();
        seed.insert("author".into(), who.organisation.clone().into());
        seed.insert("key".into(), json!(["uses", source, technique]));
        let mut link = json!({
            "type": "relationship", "spec_version": "2.1", "id": id::domain("relationship", &seed),
            "created_by_ref": who.organisation, "created": now, "modified": now, "relationship_type": "uses",
            "source_ref": source, "target_ref": technique,
        });
        for key in ["object_marking_refs", "confidence"] {
            if let Some(value) = object.get(key) {
                link[key] = value.clone();
            }
        }
        link
    }

    /// Our own organisation as an object that everybody may see: who wrote something is part of it.
    pub(crate) fn own_identity(&self) -> Result<Option<Value>, HubError> {
        let all: Vec<Versioned<Organisation>> = self.all("organisation")?;
        let Some(own) = all.into_iter().map(|one| one.value).find(|one| one.own) else { return Ok(None) };
        let mut made = identity(&own);
        let held = self.store().object(&own.id)?.filter(|held| held.erased.is_none());
        if let Some(held) = held.and_then(|held| serde_json::from_slice::<Value>(&held.bytes).ok()) {
            if held["name"] == made["name"] {
                return Ok(Some(held));
            }
            // It has another name since.
            made["modified"] = moment(self.now()).into();
        }
        Ok(Some(made))
    }
}

fn moment(now: i64) -> String {
    let micros = stamp::write(now * 1000);
    // STIX asks for milliseconds.
    format!("{}Z", &micros[..23])
}

/// An organisation as STIX.
pub(crate) fn identity(organisation: &Organisation) -> Value {
    let created = moment(organisation.created);
    json!({
        "type": "identity", "spec_version": "2.1", "id": organisation.id, "created": created, "modified": created,
        "name": organisation.name, "identity_class": "organization",
        "object_marking_refs": [marking_id(Tlp::Clear)],
    })
}

fn is_revoked(bytes: &[u8]) -> bool {
    let object: Option<Value> = serde_json::from_slice(bytes).ok();
    object.is_some_and(|object| object["revoked"] == true)
}
