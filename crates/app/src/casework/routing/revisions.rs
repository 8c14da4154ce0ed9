//! Every version of what was known of an incident, and which of them an act rested on.
//!
//! **The problem.** A notice is refused, the situation emptied, the notice sent, the situation put back: the log has four events, and
//! nobody can say what was known when it was sent. **The choice.** What is replaced is kept as a record of its own under its revision,
//! in the commit that replaces it; an event of an act names revision and digest of each situation that it rested on. The digest is
//! that of the content as the chain holds it, so that the text cannot be exchanged afterwards. **Rejected.** The whole situation in the event: the log names contents, since they may have to be
//! erased.

use super::{KIND, KeptSituation, place};
use crate::hub::{Hub, HubError, Versioned};
use ostrakon_access::Principal;
use ostrakon_store::{Effect, NewRecord, Record, record_digest, to_hex};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Kind of the records that hold what was replaced. The id is that of the situation, and the revision.
const REVISION: &str = "situation-revision";
/// Events of one situation that are looked through.
const EVENTS: usize = 100_000;

/// What an act rested on, of one incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RestedOn)]
pub struct Rested {
    /// The revision of what was known.
    pub revision: i64,
    /// SHA-256 of it as the audit chain holds it, hexadecimal.
    pub digest: String,
}

/// A version of what was known of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SituationRevision {
    /// Number of the event that wrote it: what `ETag` said.
    pub revision: i64,
    /// When, milliseconds of UTC.
    pub at: i64,
    /// The account that wrote it.
    pub by: String,
    /// SHA-256 as the audit chain holds it; none for one that was replaced before revisions were kept.
    pub digest: Option<String>,
}

/// Where a revision is kept.
fn at(situation: &str, revision: i64) -> String {
    format!("{situation}/{revision:012}")
}

/// What keeps a version that is about to be replaced.
pub(super) fn keep(there: &Record) -> Effect {
    Effect::PutRecord(NewRecord {
        kind: REVISION.into(),
        id: at(&there.id, there.rev),
        owner: there.owner.clone(),
        marking: there.marking,
        keys: there.keys.clone(),
        body: there.body.clone(),
    })
}

/// The revision of a record, as acts name it.
pub(super) fn rested(record: &Record) -> Rested {
    Rested { revision: record.rev, digest: to_hex(&record.content) }
}

/// The digest of a version as the chain holds it: of the content that the record of the situation had then.
fn digest(situation: &str, kept: &Record) -> Result<String, HubError> {
    Ok(to_hex(&record_digest(KIND, situation, &kept.keys, &kept.body)?))
}

impl Hub {
    /// What an organisation keeps of an incident: at its own place, or at that of older data directories.
    pub(super) fn situation_record(
        &self,
        organisation: &str,
        incident: &str,
    ) -> Result<Option<Record>, HubError> {
        for id in [place(organisation, incident), incident.to_owned()] {
            let found = self.store().record(KIND, &id)?;
            if let Some(found) = found.filter(|one| one.erased.is_none() && one.owner == organisation) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Adds the revisions of what is known of incidents that were not asked about.
    pub(in crate::casework) fn also_rested(
        &self,
        organisation: &str,
        incidents: &BTreeSet<String>,
        known: &mut BTreeMap<String, Rested>,
    ) -> Result<(), HubError> {
        for incident in incidents {
            if !known.contains_key(incident)
                && let Some(record) = self.situation_record(organisation, incident)?
            {
                known.insert(incident.clone(), rested(&record));
            }
        }
        Ok(())
    }

    /// The versions of what the asker's organisation knew of an incident, oldest first.
    ///
    /// # Errors
    /// [`HubError::NotFound`] as for [`Hub::situation`].
    pub fn situation_revisions(
        &self,
        who: &Principal,
        incident: &str,
    ) -> Result<Vec<SituationRevision>, HubError> {
        let now = self.visible_situation(who, incident)?;
        let subject = format!("{KIND}/{}", now.id);
        let mut all = Vec::new();
        for event in self.log(0, Some(&subject), EVENTS)? {
            let kept = self.revision_record(&now, event.seq)?;
            // One that was marked narrower than the asker may see is not spoken of.
            if kept.as_ref().is_some_and(|kept| !who.may_see(kept.marking)) {
                continue;
            }
            all.push(SituationRevision {
                revision: event.seq,
                at: event.at,
                by: event.actor,
                digest: kept.map(|kept| digest(&now.id, &kept)).transpose()?,
            });
        }
        Ok(all)
    }

    /// What the asker's organisation knew of an incident, in a revision.
    ///
    /// # Errors
    /// [`HubError::NotFound`], also for a revision that was replaced before they were kept.
    pub fn situation_as_of(
        &self,
        who: &Principal,
        incident: &str,
        revision: i64,
    ) -> Result<Versioned<KeptSituation>, HubError> {
        let now = self.visible_situation(who, incident)?;
        let missing = || {
            HubError::NotFound(format!(
                "revision {revision} of the situation of {incident}; GET /api/v1/incidents/{incident}/situation/revisions lists those that are kept"
            ))
        };
        let found = self.revision_record(&now, revision)?.filter(|found| who.may_see(found.marking));
        let found = found.ok_or_else(missing)?;
        let rev = revision;
        let kept = Versioned::<KeptSituation>::read(Record { rev, ..found })?;
        kept.ok_or_else(missing)
    }

    /// The version that held at a moment, of a situation that was written anew since; none where it was not kept.
    pub(super) fn situation_before(&self, now: &Record, moment: i64) -> Result<Option<Record>, HubError> {
        let events = self.log(0, Some(&format!("{KIND}/{}", now.id)), EVENTS)?;
        let last = events.into_iter().rev().find(|event| event.at <= moment);
        last.map_or(Ok(None), |event| self.revision_record(now, event.seq))
    }

    /// What is known now, if the asker may see it.
    fn visible_situation(&self, who: &Principal, incident: &str) -> Result<Record, HubError> {
        let found = self.situation_record(&who.organisation, incident)?;
        let found = found.filter(|found| who.may_see(found.marking));
        found.ok_or_else(|| HubError::NotFound(format!("situation of {incident}")))
    }

    /// A version of a situation.
    fn revision_record(&self, now: &Record, revision: i64) -> Result<Option<Record>, HubError> {
        if now.rev == revision {
            return Ok(Some(now.clone()));
        }
        let found = self.store().record(REVISION, &at(&now.id, revision))?;
        Ok(found.filter(|found| found.erased.is_none()))
    }
}
