//! How a link last ran: what moved, what was kept back, and what went wrong.
//!
//! **The choice.** A record beside the link, not in it: a run every minute must not make the revision stale that somebody edits.
//! A run that says the same as the one before is written down once an hour at most, and remembered in memory exactly, so that
//! the log does not fill with a partner's silence. **Rejected.** Runs in the log alone: nobody looks there for "last
//! synchronised".

use super::federation::Run;
use super::{Hub, HubError};
use ostrakon_access::Principal;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Kind of the records: the id is the link's.
const KIND: &str = "node-link-run";
/// Milliseconds after which a run is written down although it says nothing new.
const STALE: i64 = 3_600_000;
/// Characters of an error.
const LONGEST: usize = 500;

/// The last run of a link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastRun {
    /// When it ended, milliseconds of UTC.
    pub at: i64,
    /// In whose name it ran.
    pub by: String,
    /// Objects that came or went.
    pub moved: u64,
    /// Of those, new to the receiver.
    pub new: u64,
    /// Kept back by the gate.
    pub withheld: u64,
    /// Refused by the receiver.
    pub refused: u64,
    /// Why it broke off; what was moved before that stays moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl LastRun {
    /// Whether it says what another said, at another time.
    fn is_as(&self, other: &Self) -> bool {
        Self { at: other.at, ..self.clone() } == *other
    }
}

/// Last runs of this process, exact to the millisecond.
#[derive(Default)]
pub(super) struct LastRuns(Mutex<HashMap<String, LastRun>>);

impl Hub {
    /// How a link last ran, whichever server of the installation ran it.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn last_run(&self, link: &str) -> Result<Option<LastRun>, HubError> {
        let kept = self.one::<LastRun>(KIND, link)?.map(|found| found.value);
        let here = self.last_runs.0.lock().unwrap_or_else(PoisonError::into_inner).get(link).cloned();
        Ok(kept.into_iter().chain(here).max_by_key(|run| run.at))
    }

    /// Remembers how a run ended.
    pub(super) fn note_run(
        &self,
        who: &Principal,
        link: &str,
        run: &Run,
        error: Option<&HubError>,
    ) -> Result<(), HubError> {
        let last = LastRun {
            at: self.now(),
            by: who.actor().to_owned(),
            moved: run.moved,
            new: run.new,
            withheld: run.withheld,
            refused: run.refused.len() as u64,
            error: error.map(|error| error.to_string().chars().take(LONGEST).collect()),
        };
        let mut here = self.last_runs.0.lock().unwrap_or_else(PoisonError::into_inner);
        here.insert(link.to_owned(), last.clone());
        drop(here);
        let kept = self.one::<LastRun>(KIND, link)?;
        let known =
            kept.as_ref().is_some_and(|kept| kept.value.is_as(&last) && last.at - kept.value.at < STALE);
        if known {
            return Ok(());
        }
        match self.put(who, "link.ran", KIND, link, &last, kept.map(|kept| kept.rev)) {
            // Another server ran it in the same moment, and wrote that down.
            Err(HubError::Changed(_)) => Ok(()),
            other => other.map(|_| ()),
        }
    }
}
