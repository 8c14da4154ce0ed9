//! How to reach somebody who contested: personal data of a stranger, kept apart, read on the record, gone in time.
//!
//! **The choice.** A record of its own beside the contestation, which is shown and shared without it; reading it is an event; it is
//! erased half a year after the decision, when no appeal can come any more, or when the contestation is taken back.
//! **Rejected.** A field of the contestation: it would go wherever the contestation goes, and stay in its history.

use crate::hub::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_model::Tlp;
use ostrakon_response::contestation::{Contestation, Phase};
use ostrakon_response::{Aggregate, Calendar};
use ostrakon_store::{Commit, Effect, Event, Expect, NewRecord, RecordQuery};
use serde_json::json;
use std::collections::BTreeMap;

const KIND: &str = "contestation-contact";
/// Characters, at most.
const LONGEST: usize = 300;

impl Hub {
    pub(super) fn keep_contact(&self, who: &Principal, id: &str, contact: &str) -> Result<(), HubError> {
        if contact.chars().count() > LONGEST {
            return Err(HubError::invalid("/contact", format!("at most {LONGEST} characters")));
        }
        let record = NewRecord {
            kind: KIND.into(),
            id: id.into(),
            owner: who.organisation.clone(),
            marking: Tlp::AmberStrict,
            keys: BTreeMap::new(),
            body: json!({ "contact": contact }),
        };
        let event = Event {
            kind: "contestation.contact-kept".into(),
            subject: format!("{KIND}/{id}"),
            data: json!({}),
            effects: vec![Effect::PutRecord(record)],
        };
        let expect = Expect { kind: KIND.into(), id: id.into(), rev: None };
        self.commit_as(who, self.now(), vec![event], vec![expect])
    }

    /// How to reach who contested; that it was read, and by whom, is in the log.
    ///
    /// # Errors
    /// [`HubError::NotFound`] where nothing was left, or not for the asker.
    pub fn contestation_contact(&self, who: &Principal, id: &str) -> Result<String, HubError> {
        let gone = || HubError::NotFound(format!("contact of contestation {id}"));
        self.record_of(who, Contestation::KIND, id)?;
        let record = self.store().record(KIND, id)?.filter(|one| one.erased.is_none()).ok_or_else(gone)?;
        if record.owner != who.organisation || !who.may_see(record.marking) {
            return Err(gone());
        }
        let event = Event {
            kind: "contestation.contact-read".into(),
            subject: format!("{KIND}/{id}"),
            data: json!({}),
            effects: Vec::new(),
        };
        self.commit_as(who, self.now(), vec![event], Vec::new())?;
        record.body["contact"].as_str().map(str::to_owned).ok_or_else(gone)
    }

    /// Erases contacts that nobody may need any more; how many.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn forget_contacts(&self) -> Result<usize, HubError> {
        let (mut gone, mut query) = (0, RecordQuery { limit: 1_000, ..RecordQuery::of(KIND) });
        loop {
            let page = self.store().records(&query)?;
            for record in page.rows.iter().filter(|one| one.erased.is_none()) {
                if self.is_needed(&record.id)? {
                    continue;
                }
                let effects = vec![
                    Effect::DeleteRecord { kind: KIND.into(), id: record.id.clone() },
                    Effect::Erase { contents: vec![record.content] },
                ];
                let event = Event {
                    kind: "contestation.contact-erased".into(),
                    subject: format!("{KIND}/{}", record.id),
                    data: json!({}),
                    effects,
                };
                let commit = Commit {
                    actor: "system".into(),
                    at: self.now(),
                    events: vec![event],
                    ..Commit::default()
                };
                self.store().commit(commit)?;
                gone += 1;
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None => return Ok(gone),
            }
        }
    }

    fn is_needed(&self, id: &str) -> Result<bool, HubError> {
        let record = self.store().record(Contestation::KIND, id)?;
        let kept = record.and_then(|one| serde_json::from_value::<crate::casework::Kept>(one.body).ok());
        let it = kept.and_then(|kept| serde_json::from_value::<Contestation>(kept.state).ok());
        let Some(it) = it else { return Ok(false) };
        let decided = it.examinations.last().and_then(|one| one.decided.as_ref()).map(|one| one.at);
        Ok(match (it.phase, decided) {
            (Phase::Withdrawn, _) => false,
            (Phase::Upheld | Phase::Rejected, Some(at)) => {
                self.now() <= Calendar::default().after_months(at, 6)
            }
            _ => true,
        })
    }
}
