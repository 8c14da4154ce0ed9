//! What a server does by itself, on the standing decision of somebody: links on their interval, retention, clearing up.
//!
//! **The problem.** Exchange and retention must not wait for a person to press a button; and nothing may leave without a named
//! person's decision (invariant 4), also not by a clock.
//!
//! **The choice.** A link that is to run by itself says how often, and bears the account of whoever wrote it last: it runs in
//! that name and with that person's present rights. When the account may share no longer, the link waits for somebody who
//! may. Retention is decided with each data set's class; what went is an event with its digests. **Rejected.** An account of
//! the system's own with every right: nobody would have decided.

use super::{Hub, HubError, federation::Run};
use crate::retention;
use ostrakon_store::{Commit, Event};
use serde_json::json;
use std::path::Path;

/// In whose name the log has what no person did.
pub(super) const SYSTEM: &str = "system";

impl Hub {
    /// Links that run by themselves, with the minutes between two runs.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn standing_links(&self) -> Result<Vec<(String, u32)>, HubError> {
        let links = self.links()?.into_iter();
        Ok(links.filter_map(|link| Some((link.id, link.value.every_minutes?))).collect())
    }

    /// Runs a link in the name of whoever wrote it.
    ///
    /// # Errors
    /// [`HubError::NotAllowed`] when that account is gone, disabled, or may share no longer; as [`Hub::run_link`].
    pub fn run_standing_link(&self, id: &str) -> Result<Run, HubError> {
        let refused = |why: String| HubError::NotAllowed {
            detail: format!(
                "link {id} does not run by itself: {why}; have somebody who may share write it anew"
            ),
            rule: "standing-decision".into(),
        };
        let by = self.link(id)?.value.by;
        let by = by.ok_or_else(|| refused("nobody's decision stands behind it".into()))?;
        let who = self.people().in_the_name_of(&by)?;
        let who = who.ok_or_else(|| refused("the account that wrote it is gone or disabled".into()))?;
        self.matrix().decide("share", Some(&who), None).map_err(|error| refused(error.to_string()))?;
        self.run_link(&who, id)
    }

    /// Deletes what is over in all data sets of a data directory, with an event for each that lost something; gives the
    /// number of posts. A directory without data sets has none.
    ///
    /// # Errors
    /// As [`retention::run`], and [`HubError::Store`].
    pub fn run_retention(&self, data: &Path) -> Result<u64, HubError> {
        if !data.join("lake").is_dir() {
            return Ok(0);
        }
        let done = retention::run(data, false, self.now())?;
        let mut events = Vec::new();
        for set in &done.datasets {
            if set.rows == 0 && set.rejects.is_empty() && set.handles.is_empty() {
                continue;
            }
            let files = set.receipt.iter().flat_map(|receipt| &receipt.files);
            let digests: Vec<&str> = files.map(|file| file.sha256.as_str()).take(1_000).collect();
            events.push(Event {
                kind: "retention.ran".into(),
                subject: format!("dataset/{}", set.dataset),
                data: json!({
                    "class": set.class, "before": set.before_ms, "posts": set.rows, "files": digests,
                    "rejects": set.rejects.len(), "handles": set.handles.len(),
                }),
                effects: Vec::new(),
            });
        }
        if !events.is_empty() {
            let commit = Commit { actor: SYSTEM.into(), at: self.now(), events, ..Commit::default() };
            self.store().commit(commit)?;
        }
        Ok(done.datasets.iter().map(|set| set.rows).sum())
    }

    /// Removes what is over and of use to nobody: sessions, links that set passwords, answers kept for repeats.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn sweep(&self) -> Result<usize, HubError> {
        self.store().forget_answers(self.now())?;
        Ok(self.people().sweep(self.now())? + self.forget_contacts()?)
    }
}
