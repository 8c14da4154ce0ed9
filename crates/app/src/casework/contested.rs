//! What a contestation is about, as far as it is the contester's to know.
//!
//! **The problem.** Whoever names a record by its id in a contestation would be answered by it: that it is there, who keeps it, who
//! wrote it. **The choice.** An id resolves for who may read the record and for the house that keeps it; for everybody else it is a
//! text like any other, which their own house answers for. What the public page shows, everybody may read. And what follows from a
//! decision reaches a record only where the house that decided keeps it. **Rejected.** Refusing an unknown id: the refusal would
//! tell which ids are known.

use super::commands::kept;
use super::kinds::kind;
use super::show::may_see;
use crate::hub::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_response::Actor;
use ostrakon_response::Aggregate;
use ostrakon_response::contestation::Contestation;
use ostrakon_store::Record;
use serde_json::Value;
use std::collections::BTreeSet;

impl Hub {
    /// Of the records that a contestation refers to, those that resolve for who acts.
    pub(super) fn resolved(
        &self,
        who: &Principal,
        actor: &Actor,
        refers_to: BTreeSet<String>,
    ) -> Result<BTreeSet<String>, HubError> {
        let mut all = BTreeSet::new();
        for reference in refers_to {
            let Some(record) = self.named(&reference)? else { continue };
            let known = kind(&record.kind);
            let look = known.and_then(|known| (known.look)(&kept(&record).ok()?.state));
            let participants = look.map(|look| look.summary.participants).unwrap_or_default();
            if record.owner == actor.organisation
                || may_see(who, &record.owner, record.marking, &participants)
            {
                all.insert(reference);
            }
        }
        Ok(all)
    }

    /// The record of casework that a text names.
    fn named(&self, reference: &str) -> Result<Option<Record>, HubError> {
        let Some((name, id)) = reference.split_once('/').filter(|(name, _)| kind(name).is_some()) else {
            return Ok(None);
        };
        Ok(self.store().record(name, id)?)
    }

    /// What a contestation is about, where the house that answers for the contestation keeps it.
    pub(super) fn answered_for(&self, state: &Value) -> Result<Option<Record>, HubError> {
        let contested = state["draft"]["contested"].as_str().unwrap_or_default();
        Ok(self.named(contested)?.filter(|record| state["kept_by"] == record.owner.as_str()))
    }
}

/// A contestation, or an event of one, as a house reads it that does not answer for it: without the accounts of the other.
pub(super) fn without_authors(kind_name: &str, keeps: bool, value: &mut Value) {
    if kind_name != Contestation::KIND || keeps {
        return;
    }
    match value {
        Value::Object(all) => {
            all.retain(|key, _| !matches!(key.as_str(), "authors" | "examiner_human" | "human"));
            all.values_mut().for_each(|one| without_authors(kind_name, keeps, one));
        }
        Value::Array(all) => all.iter_mut().for_each(|one| without_authors(kind_name, keeps, one)),
        _ => {}
    }
}
