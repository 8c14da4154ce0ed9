//! For whom a report is: everybody who works on cases in an organisation, up to a marking.
//!
//! **The choice.** The report is built for the readers and not for the person who asks, so that the one who writes, the one
//! who approves and the one who reads have the same text before them. Collections that are narrowed to a role are left out for the same
//! reason. Nobody asks for more than they may see themselves.

use crate::casework::{Past, as_object};
use crate::hub::outward::Way;
use crate::hub::{Hub, HubError, Row};
use ostrakon_access::{Principal, Role};
use ostrakon_model::Tlp;
use ostrakon_response::crisis::Crisis;
use serde_json::Value;
use std::collections::BTreeSet;

/// For whom a report is.
pub(super) struct Readers {
    /// People of the organisation, up to the marking.
    pub who: Principal,
    /// Other organisations that receive it, and the way to each.
    recipients: Vec<(String, Way)>,
}

impl Readers {
    /// Readers of the organisation alone.
    pub fn own(who: Principal) -> Self {
        Self { who, recipients: Vec::new() }
    }

    /// The same, and other organisations.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn with(hub: &Hub, who: Principal, recipients: &BTreeSet<String>) -> Result<Self, HubError> {
        let way = |id: &String| Ok((id.clone(), Way::of_report(hub, id, who.actor())?));
        let recipients = recipients.iter().map(way).collect::<Result<Vec<_>, HubError>>()?;
        Ok(Self { who, recipients })
    }

    /// What of some objects may go to every recipient. Nothing is delivered by asking.
    pub fn onward(&self, hub: &Hub, mut rows: Vec<Row>) -> Result<Vec<Row>, HubError> {
        for (_, way) in &self.recipients {
            rows = way.pass(hub, rows, false, false)?;
        }
        Ok(rows)
    }

    /// Whether a record may be told of to every recipient: our own may, up to what is agreed; what somebody else keeps, or
    /// wrote on a page of ours that a recipient takes no part in, goes no further than its marking lets it.
    pub fn may_pass_on(&self, hub: &Hub, past: &Past) -> Result<bool, HubError> {
        let mut others: BTreeSet<&str> = BTreeSet::new();
        if past.owner != self.who.organisation {
            others.insert(&past.owner);
        }
        let page = past.read::<Crisis>();
        let written = page.iter().flat_map(|page| &page.items).map(|item| item.by.organisation.as_str());
        others.extend(written.filter(|by| *by != self.who.organisation));
        for (recipient, way) in &self.recipients {
            if past.summary.participants.contains(recipient) {
                continue;
            }
            for other in others.iter().filter(|other| *other != recipient) {
                let mut row = as_object(&past.id, 0, &past.summary, &Value::Null);
                let mut object: Value = serde_json::from_slice(&row.bytes).unwrap_or_default();
                object["created_by_ref"] = (*other).into();
                row.bytes = object.to_string().into_bytes();
                if way.pass(hub, vec![row], false, false)?.is_empty() {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}

/// The people for whom a report is that somebody asks for.
///
/// # Errors
/// [`HubError::NotAllowed`] where the asker may not see what the readers see.
pub(super) fn of(who: &Principal, marking: Tlp) -> Result<Principal, HubError> {
    if !who.may_see(marking) {
        return Err(HubError::NotAllowed {
            detail: format!(
                "you may see up to {} and the report is to hold what is marked {marking}: ask for {} or wider",
                who.highest, who.highest
            ),
            rule: "marking".into(),
        });
    }
    Ok(Principal {
        // The role that opens what is narrowed to nobody, and nothing else.
        roles: [Role::Guest].into(),
        scopes: None,
        highest: marking,
        ..who.clone()
    })
}
