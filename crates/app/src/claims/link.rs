//! Claims and incidents: a relationship that partners get too, as far as they get both ends.

use crate::hub::outward::Way;
use crate::hub::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_exchange::taxii::stamp;
use ostrakon_stix::id;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

impl Hub {
    /// Links a claim to an incident; again is once.
    ///
    /// # Errors
    /// [`HubError::NotFound`] when either is not there for the asker, [`HubError::NotAllowed`] where the asker may not add to the
    /// claim's collection.
    pub fn link_claim(&self, who: &Principal, claim: &str, incident: &str) -> Result<(), HubError> {
        let held = self.held_claim(who, claim)?;
        self.may_add(who, &held.shelf)?;
        let Some(found) = self.incident_object(who, incident)? else {
            return Err(HubError::NotFound(format!("incident {incident}")));
        };
        let mut link = self.relationship(who, claim, incident);
        // An incident is told of to fewer than its fact-check: the link goes as far as the incident does.
        if let Some(marks) = found.get("object_marking_refs") {
            link["object_marking_refs"] = marks.clone();
        }
        let there = self.link_as_kept(&link)?;
        if there.as_ref().is_some_and(|there| there["revoked"] != true) {
            return Ok(());
        }
        self.add_whole(who, &held.shelf, &[link.to_string()]).map(drop)
    }

    /// Takes a link back. Partners that have it are told.
    ///
    /// # Errors
    /// As [`Hub::link_claim`]; [`HubError::NotFound`] when there is no such link.
    pub fn unlink_claim(&self, who: &Principal, claim: &str, incident: &str) -> Result<(), HubError> {
        let held = self.held_claim(who, claim)?;
        self.may_add(who, &held.shelf)?;
        let own = self.relationship(who, claim, incident);
        let there = self.link_as_kept(&own)?.filter(|there| there["revoked"] != true);
        let Some(mut link) = there else {
            return Err(HubError::NotFound(format!("link of yours from {claim} to {incident}")));
        };
        link["modified"] = own["modified"].clone();
        link["revoked"] = true.into();
        self.add_whole(who, &held.shelf, &[link.to_string()]).map(drop)
    }

    /// The link as we write it.
    fn relationship(&self, who: &Principal, claim: &str, incident: &str) -> Value {
        let now = stamp::write(self.now() * 1_000);
        let now = format!("{}Z", &now[..23]);
        let mut seed = Map::new();
        seed.insert("author".into(), who.organisation.clone().into());
        seed.insert("key".into(), json!(["related-to", claim, incident]));
        json!({
            "type": "relationship", "spec_version": "2.1", "id": id::domain("relationship", &seed),
            "created_by_ref": who.organisation, "created": now, "modified": now, "relationship_type": "related-to",
            "source_ref": claim, "target_ref": incident,
        })
    }

    fn link_as_kept(&self, link: &Value) -> Result<Option<Value>, HubError> {
        let id = link["id"].as_str().unwrap_or_default();
        let held = self.store().object(id)?.filter(|held| held.erased.is_none());
        Ok(held.and_then(|held| serde_json::from_slice(&held.bytes).ok()))
    }

    /// An incident, as the asker sees it.
    fn incident_object(&self, who: &Principal, id: &str) -> Result<Option<Value>, HubError> {
        if !id.starts_with("incident--") {
            return Ok(None);
        }
        for (shelf, _) in self.readable(who)? {
            let way = Way::to(self, who, &shelf)?;
            if let Some(row) = self.newest(&way, &shelf, &[id.to_owned()], false)?.pop() {
                return Ok(serde_json::from_slice(&row.bytes).ok());
            }
        }
        Ok(None)
    }

    /// Incidents that claims are linked to, by claim: by links that the gate lets the asker have.
    pub(super) fn linked_incidents(
        &self,
        who: &Principal,
        claims: &BTreeSet<&str>,
    ) -> Result<BTreeMap<String, BTreeSet<String>>, HubError> {
        let shelves = self.readable(who)?;
        let names: BTreeSet<&str> = shelves.iter().map(|(id, _)| id.as_str()).collect();
        let links = self.propose_links(claims, &names)?;
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for shelf in names {
            let ids: Vec<String> =
                links.iter().filter(|one| one.1 == shelf).map(|one| one.2.clone()).collect();
            if ids.is_empty() {
                continue;
            }
            let way = Way::to(self, who, shelf)?;
            for row in self.newest(&way, shelf, &ids, true)? {
                let Ok(object) = serde_json::from_slice::<Value>(&row.bytes) else { continue };
                let link = links.iter().find(|one| one.2 == row.id);
                let Some((claim, _, _, incident)) = link.filter(|_| object["revoked"] != true) else {
                    continue;
                };
                // The gate may have taken an end away.
                if object["source_ref"].is_string() && object["target_ref"].is_string() {
                    found.entry(claim.clone()).or_default().insert(incident.clone());
                }
            }
        }
        Ok(found)
    }
}
