//! Watch lists: named domains, accounts of the registry, hashtags and phrases, looked for in the data sets that are held.
//!
//! **The problem.** Before an election a unit knows what it waits for: a spoofed domain, the hashtag of an earlier campaign, a
//! sentence that came round twice already. Kept in a spreadsheet and searched by hand it has no purpose, no end, and soon names
//! somebody's neighbour.
//!
//! **The choice.** A list has a purpose and a retention class. What it names are objects: an account stands on it only if the
//! registry lists it, confirmed and valid ([`crate::registry`]); a private person's account is refused, and would be a pseudonym
//! anyway. A run looks through one data set in the background and keeps counts by day and a fair sample of the very posts, in one
//! file; it ends with the earlier of the list's clock and the first post's, so that no result outlives what it was made of.
//! Where counts leave as a table, days with fewer than ten accounts are told as such and no more.
//!
//! **Rejected.** Alerts on single accounts: that is surveillance of people. Regular expressions: nobody can tell by reading
//! one whom it meets, and some of them never end. Copies of posts as records of the store: they would outlive retention in
//! backups.
//!
//! ```text
//! DIR/watch/RUN.json    what a run found; appears whole, goes with its run
//! ```

mod access;
mod check;
mod lists;
mod matcher;
mod results;
mod runs;
mod scan;
#[cfg(test)]
mod tests;
mod wire;

pub use results::PostFilter;
pub use wire::{
    Count, Day, Draft, Kept, NewRun, Post, PostPage, Run, RunState, Summary, Term, TermKind, WatchList,
};

use crate::analysis::place;
use crate::hub::{Hub, HubError};
use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Kind of the records of lists.
const LIST: &str = "watchlist";
/// Kind of the records of runs.
const RUN: &str = "watch-run";

/// The watch lists of an installation, and their runs. Cheap to clone; all clones are the same.
#[derive(Clone)]
pub struct Watches {
    inner: Arc<Inner>,
}

struct Inner {
    hub: Arc<Hub>,
    data: PathBuf,
    folder: PathBuf,
    /// Held for as long as this process lives; `None` where another process works on the runs.
    lock: Option<File>,
    jobs: Mutex<Jobs>,
    idle: Condvar,
}

/// What waits and what runs. One run at a time: each reads a whole data set.
#[derive(Default)]
struct Jobs {
    queue: VecDeque<String>,
    live: HashMap<String, Arc<Lever>>,
    working: bool,
    halted: bool,
}

/// How far a run is, and whether it is to end.
#[derive(Default)]
struct Lever {
    seen: AtomicU64,
    stop: AtomicBool,
}

impl std::fmt::Debug for Watches {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Watches").field(&self.inner.folder).finish()
    }
}

impl Watches {
    /// The watch lists in a data directory; takes up the runs that a process which ended left undone.
    ///
    /// # Errors
    /// [`HubError::Store`]; [`HubError::Damaged`] when the folder cannot be made.
    pub fn open(hub: &Arc<Hub>, data: &Path) -> Result<Self, HubError> {
        let watches = Self::over(hub, data, true)?;
        if watches.inner.lock.is_some() {
            watches.sweep()?;
            watches.take_up()?;
        }
        Ok(watches)
    }

    /// The same for upkeep beside a server that may be running: nothing is started.
    ///
    /// # Errors
    /// As [`Watches::open`].
    pub fn for_upkeep(hub: &Arc<Hub>, data: &Path) -> Result<Self, HubError> {
        Self::over(hub, data, false)
    }

    fn over(hub: &Arc<Hub>, data: &Path, work: bool) -> Result<Self, HubError> {
        let folder = data.join("watch");
        place::private(&folder)?;
        let lock = if work {
            let path = folder.join(".worker.lock");
            let file = File::create(&path).map_err(place::failed(&path))?;
            file.try_lock().is_ok().then_some(file)
        } else {
            None
        };
        let inner = Inner {
            hub: Arc::clone(hub),
            data: data.to_owned(),
            folder,
            lock,
            jobs: Mutex::default(),
            idle: Condvar::new(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Ends work as a power cut would: what was under way begins anew at the next start.
    pub fn halt(&self) {
        let mut jobs = self.inner.jobs();
        jobs.halted = true;
        jobs.queue.clear();
        jobs.live.values().for_each(|lever| lever.stop.store(true, std::sync::atomic::Ordering::Relaxed));
    }
}

impl Inner {
    fn jobs(&self) -> MutexGuard<'_, Jobs> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn result(&self, run: &str) -> PathBuf {
        self.folder.join(format!("{run}.json"))
    }
}
