//! The queue, and the hand on the lever of what is running.
//!
//! **The choice.** A thread a running analysis, started when there is work and gone when there is none; a job asks at every
//! block and between the steps of detection whether to go on. A paused job waits there with what it has, so that going on
//! loses nothing; its turn goes to the next. At most [`MOST_HELD`] wait so; one more gives up what it has and begins anew later.
//! **Rejected.** Killing threads; a pool that a paused job would occupy; writing half-read columns to disk.

use super::wire::{Progress, Stage};
use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// Paused jobs that keep their place in memory.
const MOST_HELD: usize = 2;

/// What is wished of a running job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// Go on.
    Go,
    /// Wait.
    Pause,
    /// End, and leave nothing.
    Cancel,
    /// End as a power cut would end it.
    Halt,
}

/// The lever of one job.
#[derive(Debug)]
pub(super) struct Control {
    wish: Mutex<Wish>,
    stage: Mutex<Stage>,
    bytes: AtomicU64,
    bytes_total: AtomicU64,
    rows: AtomicU64,
    rejected: AtomicU64,
}

impl Control {
    fn new() -> Self {
        Self {
            wish: Mutex::new(Wish::Go),
            stage: Mutex::default(),
            bytes: AtomicU64::new(0),
            bytes_total: AtomicU64::new(0),
            rows: AtomicU64::new(0),
            rejected: AtomicU64::new(0),
        }
    }

    pub(super) fn wish(&self) -> Wish {
        *open(&self.wish)
    }

    /// Begins a stage.
    pub(super) fn enter(&self, stage: Stage) {
        *open(&self.stage) = stage;
        self.bytes.store(0, Ordering::Relaxed);
        if matches!(stage, Stage::Storing | Stage::Reading) {
            self.rows.store(0, Ordering::Relaxed);
            self.rejected.store(0, Ordering::Relaxed);
        }
    }

    pub(super) fn stage(&self) -> Stage {
        *open(&self.stage)
    }

    pub(super) fn read(&self, bytes: u64, total: Option<u64>) {
        self.bytes.store(bytes, Ordering::Relaxed);
        self.bytes_total.store(total.unwrap_or(0), Ordering::Relaxed);
    }

    pub(super) fn took(&self, posts: u64, rejected: u64) {
        self.rows.fetch_add(posts, Ordering::Relaxed);
        self.rejected.fetch_add(rejected, Ordering::Relaxed);
    }

    pub(super) fn progress(&self) -> Progress {
        Progress {
            stage: *open(&self.stage),
            bytes: self.bytes.load(Ordering::Relaxed),
            bytes_total: self.bytes_total.load(Ordering::Relaxed),
            rows: self.rows.load(Ordering::Relaxed),
            rejected: self.rejected.load(Ordering::Relaxed),
            pausing: self.wish() == Wish::Pause,
        }
    }
}

/// A lock guards values that are whole after every statement.
pub(super) fn open<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Default)]
struct Table {
    queue: VecDeque<String>,
    live: HashMap<String, Arc<Control>>,
    working: usize,
    held: usize,
    halted: bool,
}

/// The jobs of a process.
pub(super) struct Jobs {
    table: Mutex<Table>,
    changed: Condvar,
    at_once: usize,
}

impl Jobs {
    pub(super) fn new(at_once: usize) -> Self {
        Self { table: Mutex::default(), changed: Condvar::new(), at_once }
    }

    /// Puts a job at the end of the queue; whether a thread must be started for it.
    pub(super) fn enqueue(&self, id: &str) -> bool {
        let mut table = open(&self.table);
        if table.halted || table.live.contains_key(id) || table.queue.iter().any(|one| one == id) {
            return false;
        }
        table.queue.push_back(id.to_owned());
        let start = table.working < self.at_once;
        table.working += usize::from(start);
        start
    }

    /// Takes the next job; without one the calling thread is to end.
    pub(super) fn next(&self) -> Option<(String, Arc<Control>)> {
        let mut table = open(&self.table);
        if table.halted || table.working > self.at_once {
            table.working -= 1;
            return None;
        }
        let Some(id) = table.queue.pop_front() else {
            table.working -= 1;
            return None;
        };
        let control = Arc::new(Control::new());
        table.live.insert(id.clone(), Arc::clone(&control));
        Some((id, control))
    }

    /// A job has ended.
    pub(super) fn ended(&self, id: &str) {
        open(&self.table).live.remove(id);
        self.changed.notify_all();
    }

    /// Takes a job out of the queue; whether it was there.
    pub(super) fn unqueue(&self, id: &str) -> bool {
        let mut table = open(&self.table);
        let before = table.queue.len();
        table.queue.retain(|one| one != id);
        table.queue.len() < before
    }

    /// The lever of a job that is running or waits in memory.
    pub(super) fn live(&self, id: &str) -> Option<Arc<Control>> {
        open(&self.table).live.get(id).cloned()
    }

    /// Wishes something of a live job; whether there is one.
    pub(super) fn wish(&self, id: &str, wish: Wish) -> bool {
        let table = open(&self.table);
        let Some(control) = table.live.get(id) else { return false };
        let mut held = open(&control.wish);
        // Who was told to end is not called back.
        if !matches!(*held, Wish::Cancel | Wish::Halt) {
            *held = wish;
        }
        drop(held);
        drop(table);
        self.changed.notify_all();
        true
    }

    /// Ends everything as a power cut would.
    pub(super) fn halt(&self) {
        let mut table = open(&self.table);
        table.halted = true;
        table.queue.clear();
        table.live.values().for_each(|control| *open(&control.wish) = Wish::Halt);
        drop(table);
        self.changed.notify_all();
    }

    /// Whether there is room for one more that waits in memory; then it is counted and its turn is free. `true` is paid back
    /// by [`Jobs::wait_for_turn`].
    pub(super) fn hold(&self) -> bool {
        let mut table = open(&self.table);
        if table.held >= MOST_HELD {
            return false;
        }
        table.held += 1;
        table.working -= 1;
        true
    }

    /// Whether somebody waits while a turn is free; then the turn is taken, and a thread must be started for it.
    pub(super) fn has_free_turn(&self) -> bool {
        let mut table = open(&self.table);
        let start = !table.halted && table.working < self.at_once && !table.queue.is_empty();
        table.working += usize::from(start);
        start
    }

    /// Waits, held, until it is wished to go on and there is a turn, or to end. The turn is taken either way.
    pub(super) fn wait_for_turn(&self, control: &Control) -> Wish {
        let mut table = open(&self.table);
        loop {
            let wish = control.wish();
            let go = match wish {
                Wish::Pause => false,
                Wish::Go => table.working < self.at_once,
                Wish::Cancel | Wish::Halt => true,
            };
            if go {
                table.held -= 1;
                table.working += 1;
                return wish;
            }
            table = self.changed.wait(table).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Tells waiters that a turn may be free.
    pub(super) fn tell(&self) {
        self.changed.notify_all();
    }

    /// Waits until nothing is live and nothing is queued: for tests and for one-shot commands.
    pub(super) fn wait_until_idle(&self) {
        let mut table = open(&self.table);
        while table.working > 0 {
            let waited = self.changed.wait_timeout(table, std::time::Duration::from_millis(50));
            table = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_run_at_once_as_may_and_the_rest_waits_its_turn() {
        let jobs = Jobs::new(1);
        assert!(jobs.enqueue("a"), "the first needs a thread");
        assert!(!jobs.enqueue("b"), "the second waits");
        assert!(!jobs.enqueue("a"), "twice is once");
        let (a, _) = jobs.next().expect("a");
        assert_eq!(a, "a");
        jobs.ended("a");
        assert_eq!(jobs.next().expect("b").0, "b");
        jobs.ended("b");
        assert!(jobs.next().is_none(), "then the thread ends");
        assert!(jobs.enqueue("c"), "and the next job starts another");
    }

    #[test]
    fn a_paused_job_gives_its_turn_to_the_next_and_takes_it_back_when_it_is_free() {
        let jobs = Arc::new(Jobs::new(1));
        jobs.enqueue("a");
        let (_, control) = jobs.next().expect("a");
        jobs.enqueue("b");
        jobs.wish("a", Wish::Pause);
        assert!(jobs.hold() && jobs.has_free_turn(), "b gets its turn");
        let waiting = {
            let (jobs, control) = (Arc::clone(&jobs), Arc::clone(&control));
            std::thread::spawn(move || jobs.wait_for_turn(&control))
        };
        assert_eq!(jobs.next().expect("b").0, "b");
        jobs.wish("a", Wish::Go);
        jobs.ended("b");
        assert!(jobs.next().is_none());
        jobs.tell();
        assert_eq!(waiting.join().expect("it ends"), Wish::Go);
    }

    #[test]
    fn who_was_told_to_end_is_not_called_back() {
        let jobs = Jobs::new(2);
        jobs.enqueue("a");
        let (_, control) = jobs.next().expect("a");
        jobs.wish("a", Wish::Cancel);
        jobs.wish("a", Wish::Go);
        assert_eq!(control.wish(), Wish::Cancel);
        jobs.halt();
        assert!(!jobs.enqueue("b") && jobs.next().is_none());
    }
}
