//! On which basis evidence came, as the hub knows it: nobody makes a piece open by saying so.

use super::Seen;
use crate::hub::evidence::Evidence;
use crate::hub::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_model::Tlp;
use ostrakon_response::router::Access;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Whether it is an address that everybody may look up.
fn is_address(id: &str) -> bool {
    ostrakon_response::check::addresses("", &BTreeSet::from([id.to_owned()])).is_ok()
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

    /// The basis of what a publication names as its evidence: an address is open, an object when its marking is TLP:CLEAR.
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
                let found = if is_address(id) {
                    Some(Access::Open)
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
