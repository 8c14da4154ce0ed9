//! What was given for research under DSA Art 40, and what was derived from it, does not go to who enforces.
//!
//! **The problem.** Platforms give researchers data for one purpose: systemic risk. An incident made from it, a note on that
//! incident, an alert that names it, carries it to police or a sanctions authority in our words. **The choice.** An organisation
//! says whether it enforces. On the way to it, before the gate judges markings, an object stays behind that says of itself that it
//! comes from such data, names such evidence by its digest, or names an object that does. **Rejected.** A marking: TLP says how far
//! something may be told, and not what for.

use super::{Hub, HubError, evidence};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Property of objects that were made from data given for research: its basis.
pub(crate) const ACCESS: &str = "x_ostrakon_access";

/// Whether an object says so of itself.
fn says_so(object: &Value) -> bool {
    object[ACCESS].as_str().is_some_and(|basis| basis.starts_with("dsa-40-"))
}

/// Calls `f` with every text in a value, until it says yes.
fn any_text(value: &Value, f: &mut impl FnMut(&str) -> bool) -> bool {
    match value {
        Value::String(text) => f(text),
        Value::Array(all) => all.iter().any(|one| any_text(one, f)),
        Value::Object(map) => map.iter().any(|(key, one)| f(key) || any_text(one, f)),
        _ => false,
    }
}

/// Whether an object rests on data that was given for research: by its own word, by the evidence that it names, or by an object
/// that it names.
pub(crate) fn rests_on_it<'a>(
    object: &Value,
    evidence: &BTreeSet<String>,
    held: impl Fn(&str) -> Vec<Cow<'a, Value>>,
) -> bool {
    let own = object["id"].as_str().unwrap_or_default();
    says_so(object)
        || any_text(object, &mut |text| {
            let digest = text.rsplit('/').next().unwrap_or(text);
            if digest.len() == 64 && evidence.contains(&digest.to_ascii_lowercase()) {
                return true;
            }
            let is_id = text.len() < 120 && text.contains("--") && text != own;
            is_id
                && held(text).iter().any(|other| {
                    says_so(other) || any_text(other, &mut |text| text.len() == 64 && evidence.contains(text))
                })
        })
}

impl Hub {
    /// Digests of the evidence that was given for research.
    pub(crate) fn research_evidence(&self) -> Result<BTreeSet<String>, HubError> {
        let held = self.all::<evidence::Evidence>(evidence::KIND)?.into_iter();
        let given = held
            .filter(|one| one.value.access.is_some_and(ostrakon_response::router::Access::is_for_research));
        Ok(given.map(|one| one.value.sha256).collect())
    }

    /// Refuses to send to an organisation that enforces what rests on data given for research: by the evidence, the incidents and
    /// the other objects that an act names.
    pub(crate) fn may_reach_enforcement(&self, rests_on: &[String]) -> Result<(), HubError> {
        let evidence = self.research_evidence()?;
        let newest = |id: &str| {
            let object = self.store().object(id).ok().flatten();
            let object = object.and_then(|object| serde_json::from_slice(&object.bytes).ok());
            object.map(Cow::Owned).into_iter().collect()
        };
        let named = serde_json::json!({ "object_refs": rests_on });
        if !rests_on_it(&named, &evidence, newest) {
            return Ok(());
        }
        Err(HubError::NotAllowed {
            detail: "it rests on data that was given for research (DSA Art 40), which does not go to police, prosecutors or sanctions \
                     authorities: collect the facts anew from open sources"
                .into(),
            rule: "research-data-never-goes-to-enforcement".into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_object_is_kept_back_by_its_own_word_its_evidence_or_what_it_names() {
        let digest = "a".repeat(64);
        let evidence = BTreeSet::from([digest.clone()]);
        let newest = |id: &str| {
            let found = match id {
                "incident--1" => json!({ "id": id, ACCESS: "dsa-40-12" }),
                "incident--2" => json!({ "id": id, "name": "open" }),
                _ => return Vec::new(),
            };
            vec![Cow::Owned(found)]
        };
        for kept_back in [
            json!({ "id": "note--1", ACCESS: "dsa-40-4" }),
            json!({ "id": "artifact--1", "hashes": { "SHA-256": digest } }),
            json!({ "id": "x--1", "record": { "evidence": [format!("evidence/{digest}")] } }),
            json!({ "id": "note--2", "object_refs": ["incident--1"] }),
        ] {
            assert!(rests_on_it(&kept_back, &evidence, newest), "{kept_back}");
        }
        let open = json!({ "id": "note--3", "object_refs": ["incident--2"], ACCESS: "public-web" });
        assert!(!rests_on_it(&open, &evidence, newest));
    }
}
