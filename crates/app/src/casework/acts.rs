//! Who decided this, on what evidence, under which law: for every act that left the house.

use super::show::may_see;
use super::show::subject;
use crate::hub::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_response::Outward;
use serde::Serialize;

/// An act towards the outside.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Act {
    /// Number of the event in the log.
    pub seq: i64,
    /// When, milliseconds of UTC.
    pub at: i64,
    /// Who decided it: an account.
    pub decided_by: String,
    /// What was done: `alert.issued`.
    pub act: String,
    /// On which record: `alert/…`.
    pub record: String,
    /// Law, evidence, recipients, second signature.
    #[serde(flatten)]
    pub outward: Outward,
    /// Hash of the entry in the audit chain, hexadecimal.
    pub hash: String,
}

/// Events that are looked through at a time.
const PAGE: usize = 5_000;

impl Hub {
    /// The outward acts of one record, or of all that the asker may see, oldest first, after an event's number.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn acts(
        &self,
        who: &Principal,
        record: Option<&str>,
        after: i64,
        limit: usize,
    ) -> Result<Vec<Act>, HubError> {
        let (mut found, mut after) = (Vec::new(), after);
        loop {
            let events = self.log(after, record, PAGE)?;
            let Some(last) = events.last() else { return Ok(found) };
            after = last.seq;
            for event in events {
                let Some(outward) = event.data.get("outward") else { continue };
                let Some((kind, id)) = subject(&event.subject) else { continue };
                let Some(kept) = self.store().record(kind.name, id)? else { continue };
                let summary = super::commands::kept(&kept).ok().and_then(|one| (kind.look)(&one.state));
                let participants = summary.map(|look| look.summary.participants).unwrap_or_default();
                if !may_see(who, &kept.owner, kept.marking, &participants) {
                    continue;
                }
                let damaged = |error: serde_json::Error| HubError::Damaged {
                    what: format!("event {}", event.seq),
                    why: error.to_string(),
                };
                let mut outward: Outward = serde_json::from_value(outward.clone()).map_err(damaged)?;
                if kept.owner != who.organisation && !who.own {
                    // Who else got it is not told to one of those who did.
                    outward.recipients.retain(|one| *one == who.organisation);
                }
                found.push(Act {
                    seq: event.seq,
                    at: event.at,
                    decided_by: event.actor,
                    act: event.kind,
                    record: event.subject,
                    outward,
                    hash: ostrakon_store::to_hex(&event.hash),
                });
                if found.len() == limit {
                    return Ok(found);
                }
            }
        }
    }
}
