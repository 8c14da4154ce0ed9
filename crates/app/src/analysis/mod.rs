//! Analyses: runs of the detection path that are asked for over the interface, kept, and looked into.
//!
//! **The problem.** `ostrakon analyse` reads, finds and writes files, and whoever asked waits. People in a browser hand in a
//! file, close the page, come back, open a group, one tie of it, the two posts behind that tie, and expect each within a blink
//! although the analysis has ten thousand groups.
//!
//! **The choice.** The very same path ([`crate::analyse`]) runs as a job in the server's process, into a folder of its own that
//! appears whole or not at all. Beside the result files it lays out an *archive*: what the interface asks for, sorted by group, in
//! records of fixed length, so that a page is a seek and a read. What changes (state, judgements of people) is in the store, as
//! events; what does not is in files. Nothing of it leaves the organisation: another organisation's people do not see an
//! analysis at all, and what they get goes through promotion and the gate.
//!
//! **Rejected.** Posts and ties as rows of the store: a database of the size of the upload, backed up and rebuilt with every
//! incident. A worker process or queue server: one process to start and one to watch is what an office has time for. Keeping
//! columns in memory between requests: ten analyses would need ten times eight gigabytes.
//!
//! ```text
//! DIR/uploads/ID/NAME            a file as it was handed in, for a day
//! DIR/uploads/.transfer-ID/NAME  one that comes piece by piece, until it is whole
//! DIR/analyses/ID/pseudonym.key  key of the pseudonyms (where the posts go into no data set)
//! DIR/analyses/ID/run/result/    report.html, findings.ndjson, edges.csv, … as `ostrakon analyse` writes them
//! DIR/analyses/ID/run/archive/   what the interface asks for
//! ```

mod access;
mod archive;
mod datasets;
mod detail;
mod drawing;
pub mod effects;
mod exercises;
mod groups;
mod jobs;
mod judge;
mod network;
pub(crate) mod place;
mod promote;
mod record;
mod requests;
mod run;
mod span;
mod summary;
#[cfg(test)]
mod tests;
mod time;
mod transfers;
mod uploads;
pub mod wire;

pub use detail::PostFilter;
pub use exercises::scenarios;
pub use groups::{GroupFilter, GroupOrder};
pub use network::{MOST_NODES, NetworkFilter};
pub use promote::Findings;
pub use span::Span;
pub use transfers::Appending;
pub use uploads::Receiving;

use crate::hub::{Clock, Hub, HubError};
use jobs::Jobs;
use ostrakon_store::Store;
use place::Place;
use std::{path::Path, sync::Arc};

/// What an installation allows.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Bytes of an upload, at most.
    pub largest_upload: u64,
    /// Analyses that are worked on at one time.
    pub at_once: usize,
    /// Threads of one analysis; 0: one a core.
    pub threads: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { largest_upload: 20 << 30, at_once: 1, threads: 0 }
    }
}

/// The analyses of an installation. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub struct Analyses {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    clock: Clock,
    place: Place,
    settings: Settings,
    jobs: Jobs,
    open: summary::Open,
    held: judge::Held,
    drawn: network::Drawn,
    whole: network::Whole,
    /// What happens to a job as soon as it enters a stage: tests stop it exactly there.
    #[cfg(test)]
    trap: std::sync::Mutex<Option<(wire::Stage, jobs::Wish)>>,
}

impl std::fmt::Debug for Analyses {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Analyses").field(&self.inner.place).finish()
    }
}

impl Analyses {
    /// The analyses in a data directory; removes what a process that ended left half-done, and starts what was under way.
    ///
    /// # Errors
    /// [`HubError::Store`]; [`HubError::Damaged`] when the folders cannot be made.
    pub fn open(hub: &Hub, data: &Path, settings: Settings) -> Result<Self, HubError> {
        let analyses = Self::over(hub, Place::open(data)?, settings);
        if analyses.inner.place.is_ours() {
            analyses.sweep()?;
            analyses.take_up()?;
        }
        Ok(analyses)
    }

    /// The analyses in a data directory, for upkeep beside a server that may be running: nothing is started.
    ///
    /// # Errors
    /// [`HubError::Damaged`] when the folders cannot be made.
    pub fn for_upkeep(hub: &Hub, data: &Path) -> Result<Self, HubError> {
        Ok(Self::over(hub, Place::beside(data)?, Settings::default()))
    }

    fn over(hub: &Hub, place: Place, settings: Settings) -> Self {
        let inner = Inner {
            store: hub.store().clone(),
            clock: hub.clock(),
            place,
            settings,
            jobs: Jobs::new(settings.at_once.max(1)),
            open: summary::Open::default(),
            held: judge::Held::default(),
            drawn: network::Drawn::default(),
            whole: network::Whole::default(),
            #[cfg(test)]
            trap: std::sync::Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Stops work at the next place where it can, as a power cut would: what was under way begins anew at the next start.
    pub fn halt(&self) {
        self.inner.jobs.halt();
    }

    fn now(&self) -> i64 {
        (self.inner.clock)()
    }
}
