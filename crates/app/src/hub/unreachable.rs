//! A correction that its recipient may not have is a withdrawal.
//!
//! **The problem.** Somebody has an object; a later version says that it rests on data given for research, or bears a sharing group
//! that they are not in. A notice of a correction then names a version that they never get, and they go on using the old one.
//! **The choice.** Before notices go to their recipient, the gate is asked about the newest version of what they tell of; where it
//! would keep it back, the notice says that the object is withdrawn, and nothing of the version. **Rejected.** Asking when the
//! version is added: the agreement may change before the notice goes.

use super::notices::ChangeKind;
use super::outward::Way;
use super::{Hub, HubError};
use ostrakon_access::Organisation;
use ostrakon_exchange::gate::Outcome;
use serde_json::Value;

impl Hub {
    /// Turns the open notices of corrections that a recipient may not have into withdrawals.
    pub(super) fn withdraw_unreachable(&self, actor: &str, recipient: &str) -> Result<(), HubError> {
        let partner = self.one::<Organisation>("organisation", recipient)?;
        if partner.is_none_or(|partner| partner.value.own) {
            return Ok(());
        }
        let mut way: Option<Way> = None;
        for found in self.open_notices(recipient)? {
            if !matches!(found.value.kind, ChangeKind::Corrected { .. }) {
                continue;
            }
            let newest = self.store().object(&found.value.object)?.filter(|newest| newest.erased.is_none());
            let newest = newest.and_then(|newest| serde_json::from_slice::<Value>(&newest.bytes).ok());
            let Some(newest) = newest else { continue };
            let way = match &mut way {
                Some(way) => way,
                none => none.insert(Way::to_recipient(self, recipient)?),
            };
            let decisions = way.decisions(self, std::slice::from_ref(&newest))?;
            if decisions.iter().any(|decision| decision.outcome == Outcome::Withhold) {
                let mut notice = found.value;
                notice.kind = ChangeKind::Withdrawn;
                self.put_notice(actor, "notice.withdrawn", &found.id, &notice, found.rev)?;
            }
        }
        Ok(())
    }
}
