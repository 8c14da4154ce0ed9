//! The marking definitions of sharing groups: written with the record, and put beside what bears them.
//!
//! **The problem.** A group is a record here, and its marking is an id that recipients hold no definition of: to them it is
//! unknown, and what is marked with it goes no further, not even within their own house. **The choice.** The definition is
//! written with the first record of the group and stands, from then on, in each collection in which something bears it;
//! the gate gives it to members alone. **Rejected.** Asking people to write it: an object with our extension, by hand.

use super::addition::Source;
use super::intake;
use super::{Hub, HubError, SharingGroup};
use ostrakon_access::Principal;
use ostrakon_exchange::gate::SHARING_GROUP_EXTENSION;
use ostrakon_exchange::taxii::stamp;
use ostrakon_store::{NewObject, ObjectQuery};
use serde_json::json;
use std::collections::BTreeSet;

/// The hidden collection that holds them.
const SHELF: &str = "sharing-groups";
const PREFIX: &str = "marking-definition--";
/// Length of a UUID.
const UUID: usize = 36;

impl Hub {
    /// Writes the definition of a group, unless there is one of ours.
    pub(super) fn define_group(
        &self,
        who: &Principal,
        id: &str,
        group: &SharingGroup,
    ) -> Result<(), HubError> {
        if !self.definitions_of(&BTreeSet::from([id.to_owned()]))?.is_empty() {
            return Ok(());
        }
        let moment = stamp::write(self.now() * 1000);
        let definition = json!({
            "type": "marking-definition", "spec_version": "2.1", "id": id, "created": format!("{}Z", &moment[..23]),
            "created_by_ref": self.own_organisation()?, "name": group.name,
            "extensions": { SHARING_GROUP_EXTENSION: {
                "extension_type": "property-extension", "name": group.name } },
        });
        self.keep(Source::from(who), SHELF, intake::read(&[definition.to_string()]))?;
        Ok(())
    }

    /// The definitions of the groups that these objects are marked with.
    pub(super) fn definitions_beside(&self, objects: &[NewObject]) -> Result<Vec<NewObject>, HubError> {
        let groups = self.groups()?;
        if groups.is_empty() {
            return Ok(Vec::new());
        }
        let mut named = BTreeSet::new();
        for object in objects.iter().filter(|object| object.kind != "marking-definition") {
            let text = std::str::from_utf8(&object.bytes).unwrap_or_default();
            let ids = text.match_indices(PREFIX).filter_map(|(at, _)| text.get(at..at + PREFIX.len() + UUID));
            named.extend(ids.filter(|id| groups.contains_key(*id)).map(str::to_owned));
        }
        self.definitions_of(&named)
    }

    fn definitions_of(&self, ids: &BTreeSet<String>) -> Result<Vec<NewObject>, HubError> {
        let ids: Vec<String> = ids.iter().cloned().collect();
        let mut all = Vec::new();
        for chunk in ids.chunks(500) {
            let query = ObjectQuery { ids: chunk.to_vec(), ..ObjectQuery::default() };
            let rows =
                self.store().objects(SHELF, &query)?.rows.into_iter().filter(|row| row.erased.is_none());
            all.extend(rows.map(|row| NewObject {
                id: row.id,
                kind: row.kind,
                version: row.version,
                spec_version: row.spec_version,
                bytes: row.bytes,
            }));
        }
        Ok(all)
    }
}
