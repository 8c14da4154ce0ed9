//! On which basis evidence came, as the hub knows it: nobody makes a piece open by saying so.

use super::Seen;
use crate::hub::evidence::Evidence;
use crate::hub::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_model::Tlp;
use ostrakon_response::address::{canonical, is_of_the_open_web};
use ostrakon_response::check;
use ostrakon_response::router::Access;
use serde_json::Value;
use std::collections::BTreeMap;

/// A SHA-256 that stands in an address.
fn sha256_in(address: &str) -> Option<&str> {
    let is_digit = |c: char| c.is_ascii_hexdigit();
    address.split(|c: char| !is_digit(c)).find(|part| part.len() == 64)
}

impl Hub {
    /// The basis that was recorded with evidence which an organisation holds; none for what it does not hold, what was
    /// destroyed, and what nobody marked.
    pub(in crate::casework) fn recorded_access(
        &self,
        organisation: &str,
        evidence: &str,
    ) -> Result<Option<Access>, HubError> {
        let sha256 = evidence.strip_prefix("evidence/").unwrap_or(evidence);
        if sha256.len() != 64 {
            return Ok(None);
        }
        let held = self.one::<Evidence>(crate::hub::evidence::KIND, &format!("{organisation}/{sha256}"))?;
        Ok(held.filter(|one| one.value.destroyed_at.is_none()).and_then(|one| one.value.access))
    }

    /// The basis of an address: open where everybody may look it up. What leads to evidence that is held here is as open
    /// as that, what asks a hub for its records asks who one is, and what stands in a house's own network is open to nobody else.
    fn access_of_address(&self, organisation: &str, address: &str) -> Result<Option<Access>, HubError> {
        if let Some(sha256) = sha256_in(address).map(str::to_lowercase) {
            let key = format!("{organisation}/{sha256}");
            if self.one::<Evidence>(crate::hub::evidence::KIND, &key)?.is_some() {
                return self.recorded_access(organisation, &sha256);
            }
        }
        let path = canonical(address);
        let path = path.split_once('/').map_or("", |(_, path)| path);
        let own = ["api/v1/evidence", "api/v1/casework", "api/v1/incidents", "api/v1/collections", "taxii2"];
        let own = own.iter().any(|prefix| path.starts_with(prefix));
        Ok((!own && is_of_the_open_web(address)).then_some(Access::Open))
    }

    /// The basis of the items of an evidence file, those that stand in it and the one that comes in, by their hashes.
    pub(in crate::casework) fn access_of_items(
        &self,
        organisation: &str,
        state: Option<&Value>,
        command: &Value,
    ) -> Result<BTreeMap<String, Access>, HubError> {
        let there = state.and_then(|state| state["items"].as_object()).into_iter().flat_map(|all| all.keys());
        let added = command["item"]["sha256"].as_str();
        let mut access = BTreeMap::new();
        for sha256 in there.map(String::as_str).chain(added) {
            if let Some(found) = self.recorded_access(organisation, sha256)? {
                access.insert(sha256.to_owned(), found);
            }
        }
        Ok(access)
    }

    /// The basis of what a publication names as its evidence: see [`Hub::access_of_address`]; an object is open when its marking
    /// is TLP:CLEAR.
    pub(in crate::casework) fn access_of_named(
        &self,
        who: &Principal,
        state: Option<&Value>,
        command: &Value,
    ) -> Result<BTreeMap<String, Access>, HubError> {
        let mut access = BTreeMap::new();
        for draft in state.into_iter().chain([command]).map(|one| &one["draft"]) {
            let named = draft["evidence"].as_array().into_iter().flatten();
            for id in named.filter_map(|one| one["id"].as_str()) {
                let found = if check::is_address(id) {
                    self.access_of_address(&who.organisation, id)?
                } else if id.contains("--") {
                    let seen = self.seen_object(who, id, true)?;
                    seen.filter(|Seen { marking, .. }| *marking == Tlp::Clear).map(|_| Access::Open)
                } else {
                    self.recorded_access(&who.organisation, id)?
                };
                if let Some(found) = found {
                    access.insert(id.to_owned(), found);
                }
            }
        }
        Ok(access)
    }
}
