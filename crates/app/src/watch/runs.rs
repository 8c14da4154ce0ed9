//! Runs: asked for, done one after the other in the background, taken up again after a restart, and gone when their time is over.
//!
//! **The choice.** A run is a record that changes state by events; its result is a file that appears by one rename, after which the
//! store is told. A process that ends in between leaves `running`, and the next start begins that run anew.

use super::scan::{Broken, scan};
use super::wire::{Kept, NewRun, Run, RunState};
use super::{Lever, RUN, Watches};
use crate::analysis::place::{failed, new_id};
use crate::hub::HubError;
use crate::terms::retention_ms;
use ostrakon_access::Principal;
use ostrakon_lake::{Dataset, Lake};
use ostrakon_store::{Effect, NewRecord, RecordQuery};
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

/// Who acts where no person does.
const SYSTEM: &str = "system";
/// Runs that may wait.
const MOST_WAITING: usize = 50;

impl Watches {
    /// Asks for a run of a list over a data set.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; [`HubError::Invalid`] for a data set that is not there, or an account that the registry lists no
    /// more; [`HubError::Conflict`] when too many wait.
    pub fn begin(&self, who: &Principal, list: &str, asked: NewRun) -> Result<Run, HubError> {
        let found = self.list_of(who, list)?;
        let Kept { list: draft, .. } = found.value;
        // What was listed when the list was written may be over since.
        let checked = self.inner.hub.checked_list(draft)?;
        if let (Some(from), Some(until)) = (asked.from, asked.until)
            && until <= from
        {
            return Err(HubError::invalid("/until", "it ends before it begins"));
        }
        let dataset = self.dataset(&asked.dataset)?;
        if self.inner.jobs().queue.len() >= MOST_WAITING {
            let why = format!("{MOST_WAITING} runs wait already; ask again when some are done");
            return Err(HubError::Conflict(why));
        }
        let now = self.inner.hub.now();
        let own = now.saturating_add(retention_ms(&checked.retention)?);
        let class = retention_ms(&dataset.info().retention_class)?;
        let oldest = dataset.files().map_err(|error| damaged(&error))?.iter().map(|file| file.taken_ms).min();
        let run = Run {
            id: new_id(),
            watchlist: list.to_owned(),
            list_rev: found.rev,
            asked,
            terms: checked.terms,
            state: RunState::Queued,
            error: None,
            progress: None,
            summary: None,
            by: who.person.clone(),
            created: now,
            finished: None,
            expires: oldest.map_or(own, |oldest| own.min(oldest.saturating_add(class))),
        };
        let marking = checked.marking;
        self.put(who.actor(), "watch.asked", &run, &who.organisation, marking, None)?;
        self.enqueue(&run.id);
        Ok(run)
    }

    /// Runs of a list, newest first.
    ///
    /// # Errors
    /// [`HubError::NotFound`].
    pub fn runs(&self, who: &Principal, list: &str) -> Result<Vec<Run>, HubError> {
        self.list_of(who, list)?;
        let mut all: Vec<Run> = self
            .all::<Run>(Some(who), RecordQuery::with_key(RUN, "list", list))?
            .into_iter()
            .map(|one| self.shown(one.value))
            .collect();
        all.sort_by(|a, b| (b.created, &b.id).cmp(&(a.created, &a.id)));
        Ok(all)
    }

    /// A run as it stands now, with how far it is.
    pub(super) fn shown(&self, mut run: Run) -> Run {
        if matches!(run.state, RunState::Queued | RunState::Running) {
            let seen = self.inner.jobs().live.get(&run.id).map(|lever| lever.seen.load(Ordering::Relaxed));
            let all = self.dataset(&run.asked.dataset).ok().and_then(|dataset| dataset.rows().ok());
            run.progress = seen.zip(all);
        }
        run
    }

    /// Takes a run away with what it found; one that is under way ends.
    ///
    /// # Errors
    /// [`HubError::NotFound`].
    pub fn remove_run(&self, who: &Principal, list: &str, run: &str) -> Result<(), HubError> {
        self.run_of(who, list, run)?;
        self.erase_run(who.actor(), run)
    }

    /// Removes runs whose time is over, and files that belong to none.
    ///
    /// # Errors
    /// [`HubError::Store`], [`HubError::Damaged`].
    pub fn sweep(&self) -> Result<(), HubError> {
        let now = self.inner.hub.now();
        for run in self.all::<Run>(None, RecordQuery::of(RUN))? {
            if run.value.expires <= now {
                self.erase_run(SYSTEM, &run.id)?;
            }
        }
        let folder = &self.inner.folder;
        for entry in fs::read_dir(folder).map_err(failed(folder))? {
            let path = entry.map_err(failed(folder))?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let Some(id) = name.strip_suffix(".json") else { continue };
            if self.read::<Run>(None, RUN, id)?.is_none() {
                fs::remove_file(&path).map_err(failed(&path))?;
            }
        }
        Ok(())
    }

    /// Runs whose time is over.
    ///
    /// # Errors
    /// [`HubError::Store`], [`HubError::Damaged`].
    pub fn expired(&self) -> Result<Vec<Run>, HubError> {
        let now = self.inner.hub.now();
        let all = self.all::<Run>(None, RecordQuery::of(RUN))?.into_iter().map(|one| one.value);
        Ok(all.filter(|run| run.expires <= now).collect())
    }

    pub(super) fn erase_run(&self, actor: &str, id: &str) -> Result<(), HubError> {
        let mut jobs = self.inner.jobs();
        jobs.queue.retain(|one| one != id);
        if let Some(lever) = jobs.live.get(id) {
            lever.stop.store(true, Ordering::Relaxed);
        }
        drop(jobs);
        loop {
            let Some(found) = self.read::<Run>(None, RUN, id)? else { break };
            match self.erase(actor, "watch.removed", RUN, &found) {
                // It changed its state meanwhile.
                Err(HubError::Changed(_)) => {}
                other => break other?,
            }
        }
        let path = self.inner.result(id);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(failed(&path)(error)),
            _ => Ok(()),
        }
    }

    /// A data set of the lake.
    fn dataset(&self, name: &str) -> Result<Dataset, HubError> {
        let data = &self.inner.data;
        let missing =
            || HubError::invalid("/dataset", format!("there is no data set {name:?}; see Data sets"));
        if !data.join("lake").is_dir() {
            return Err(missing());
        }
        let lake = Lake::open(data).map_err(|error| damaged(&error))?;
        if !lake.names().map_err(|error| damaged(&error))?.iter().any(|one| one == name) {
            return Err(missing());
        }
        lake.dataset(name).map_err(|error| damaged(&error))
    }

    fn put(
        &self,
        actor: &str,
        event: &str,
        run: &Run,
        owner: &str,
        marking: ostrakon_model::Tlp,
        seen: Option<i64>,
    ) -> Result<i64, HubError> {
        let body = serde_json::to_value(run).map_err(HubError::from_json("run"))?;
        let record = NewRecord {
            kind: RUN.into(),
            id: run.id.clone(),
            owner: owner.to_owned(),
            marking,
            keys: BTreeMap::from([("list".to_owned(), run.watchlist.clone())]),
            body,
        };
        self.commit(actor, event, RUN, &run.id, vec![Effect::PutRecord(record)], seen)
    }

    /// Puts the runs that a process which ended left undone back into the queue.
    pub(super) fn take_up(&self) -> Result<(), HubError> {
        let mut all = self.all::<Run>(None, RecordQuery::of(RUN))?;
        all.retain(|one| matches!(one.value.state, RunState::Queued | RunState::Running));
        all.sort_by_key(|one| one.value.created);
        all.iter().for_each(|one| self.enqueue(&one.id));
        Ok(())
    }

    fn enqueue(&self, id: &str) {
        if self.inner.lock.is_none() {
            // Another process works; it takes the run up when it starts next, or ours does.
            return;
        }
        let mut jobs = self.inner.jobs();
        if jobs.halted || jobs.queue.iter().any(|one| one == id) {
            return;
        }
        jobs.queue.push_back(id.to_owned());
        if !jobs.working {
            jobs.working = true;
            let this = self.clone();
            let begun = std::thread::Builder::new().name("watch".into()).spawn(move || this.work());
            jobs.working = begun.is_ok();
        }
    }

    /// Does what waits, until nothing does.
    fn work(&self) {
        loop {
            let mut jobs = self.inner.jobs();
            let next = if jobs.halted { None } else { jobs.queue.pop_front() };
            let Some(id) = next else {
                jobs.working = false;
                drop(jobs);
                self.inner.idle.notify_all();
                return;
            };
            let lever = Arc::new(Lever::default());
            jobs.live.insert(id.clone(), Arc::clone(&lever));
            drop(jobs);
            // What cannot even be written down is found again at the next start.
            let _ = self.one(&id, &lever);
            self.inner.jobs().live.remove(&id);
        }
    }

    /// Does one run.
    fn one(&self, id: &str, lever: &Lever) -> Result<(), HubError> {
        let Some(found) = self.read::<Run>(None, RUN, id)? else { return Ok(()) };
        let (owner, marking, mut run) = (found.record.owner, found.record.marking, found.value);
        run.state = RunState::Running;
        let rev = self.put(SYSTEM, "watch.begun", &run, &owner, marking, Some(found.rev))?;
        let outcome = self
            .dataset(&run.asked.dataset)
            .map_err(Broken::Failed)
            .and_then(|dataset| scan(&dataset, &run.asked, &run.terms, lever))
            .and_then(|outcome| self.keep(id, &outcome).map(|()| outcome).map_err(Broken::Failed));
        run.finished = Some(self.inner.hub.now());
        match outcome {
            Ok(outcome) => {
                run.state = RunState::Done;
                run.summary = Some(outcome.summary);
            }
            // Taken away, or to begin anew at the next start.
            Err(Broken::Stopped) => return Ok(()),
            Err(Broken::Failed(error)) => {
                run.state = RunState::Failed;
                run.error = Some(error.to_string());
            }
        }
        let event = if run.state == RunState::Done { "watch.done" } else { "watch.failed" };
        let told = self.put(SYSTEM, event, &run, &owner, marking, Some(rev));
        if matches!(told, Err(HubError::Changed(_) | HubError::NotFound(_))) {
            // It was taken away while it was written: nothing of it stays.
            drop(fs::remove_file(self.inner.result(id)));
        }
        told.map(drop)
    }

    /// Waits until nothing waits and nothing runs: for tests, and for commands that end.
    pub fn wait_until_idle(&self) {
        let mut jobs = self.inner.jobs();
        while jobs.working {
            jobs = self.inner.idle.wait(jobs).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn damaged(error: &ostrakon_lake::Error) -> HubError {
    HubError::Damaged { what: "the lake".into(), why: error.to_string() }
}
