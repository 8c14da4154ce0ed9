//! One job, from the upload to the archive.
//!
//! Everything is written into `work/`, which becomes `run/` by one rename at the very end; then the store is told. A process
//! that ends in between leaves a state `running`, and the next start does all of it anew: reading is repeatable, the key of the
//! pseudonyms stays, and a data set leaves out what it took in already.

use super::{
    Analyses, archive,
    exercises::{self, STAGE},
    jobs::{Control, Wish},
    place::{failed, private, remove},
    record::{ANALYSIS, Kept, Read, SYSTEM, is_race},
    uploads::named,
    wire::{Counts, ExerciseScore, Stage as At, State},
};
use crate::{
    AppError,
    analyse::{self, Stage},
    hub::HubError,
    ingest,
    load::Source,
};
use ostrakon_detect::Error as DetectError;
use ostrakon_ingest::{IngestError, Progress};
use serde_json::json;
use std::{fs, path::Path, sync::Arc, thread};

/// How a job ended.
enum Ending {
    /// With a result.
    Done(Box<Made>),
    /// Without one, for this reason.
    Failed(String),
    /// As somebody wished.
    Stopped,
}

/// What came out.
struct Made {
    counts: Counts,
    /// Bytes that were read.
    bytes: u64,
    /// Of an exercise.
    score: Option<ExerciseScore>,
}

/// Tells the job's lever how far it is, and waits where that is wished.
pub(super) struct Hand<'a> {
    analyses: &'a Analyses,
    id: &'a str,
    control: &'a Control,
}

impl Progress for Hand<'_> {
    fn bytes(&self, done: u64, total: Option<u64>) {
        self.control.read(done, total);
    }

    fn rows(&self, posts: u64, rejected: u64) {
        self.control.took(posts, rejected);
    }

    fn go_on(&self) -> bool {
        match self.control.wish() {
            Wish::Go => true,
            Wish::Cancel | Wish::Halt => false,
            Wish::Pause => self.analyses.wait(self.id, self.control),
        }
    }
}

impl Stage for Hand<'_> {
    fn stage(&self, name: &'static str) {
        let stage = match name {
            "generating" => At::Generating,
            "reading accounts" | "storing" => At::Storing,
            "finding groups" => At::Comparing,
            "writing" => At::Writing,
            "indexing" => At::Indexing,
            _ => At::Reading,
        };
        // A data set is read twice: once for its accounts, once for its posts; only the second counts.
        if self.control.stage() != stage || name == "storing" {
            self.control.enter(stage);
            #[cfg(test)]
            self.analyses.spring(stage, self.id);
        }
    }
}

impl Analyses {
    /// Queues an analysis, and sees that somebody works.
    pub(super) fn enqueue(&self, id: &str) {
        if self.inner.place.is_ours() && self.inner.jobs.enqueue(id) {
            self.start_worker();
        }
    }

    /// Waits until nothing runs and nothing is queued.
    pub fn wait_until_idle(&self) {
        self.inner.jobs.wait_until_idle();
    }

    fn start_worker(&self) {
        let analyses = self.clone();
        let spawned = thread::Builder::new().name("analysis".into()).spawn(move || analyses.work());
        if spawned.is_err() {
            // Without a thread nothing is done now; what waits is taken up at the next start.
            self.inner.jobs.next();
        }
    }

    fn work(&self) {
        while let Some((id, control)) = self.inner.jobs.next() {
            // A job that panics must not take the others with it.
            let run = std::panic::AssertUnwindSafe(|| self.job(&id, &control));
            let ended = std::panic::catch_unwind(run);
            if ended.is_err() {
                let reason = "it met a fault in the program; the log says more: please report it with the file's format";
                self.close(&id, &Ending::Failed(reason.into()));
            }
            self.inner.jobs.ended(&id);
            // Somebody may have said "go on" while it was on its way out.
            let waits = self.inner.read::<Kept>(ANALYSIS, &id).ok().flatten();
            if waits.is_some_and(|analysis| analysis.value.state == State::Queued)
                && control.wish() != Wish::Halt
            {
                self.inner.jobs.enqueue(&id);
            }
        }
        self.inner.jobs.tell();
    }

    /// Waits where a pause was wished; whether to go on.
    fn wait(&self, id: &str, control: &Control) -> bool {
        if self.set_state(id, State::Running, State::Paused, "analysis.paused").is_err() {
            return false;
        }
        if !self.inner.jobs.hold() {
            // Too many wait in memory already: this one begins anew when it goes on.
            return false;
        }
        if self.inner.jobs.has_free_turn() {
            self.start_worker();
        }
        let wish = self.inner.jobs.wait_for_turn(control);
        wish == Wish::Go && self.set_state(id, State::Queued, State::Running, "analysis.started").is_ok()
    }

    /// Changes a state; that it is not `from` any more is left alone.
    fn set_state(&self, id: &str, from: State, to: State, event: &str) -> Result<(), HubError> {
        for _ in 0..5 {
            let Some(mut analysis) = self.inner.read::<Kept>(ANALYSIS, id)? else { return Ok(()) };
            if analysis.value.state != from {
                return Ok(());
            }
            analysis.value.state = to;
            match self.inner.put_analysis(SYSTEM, event, json!({}), &analysis) {
                Err(error) if is_race(&error) => {}
                other => return other.map(|_| ()),
            }
        }
        Ok(())
    }

    fn job(&self, id: &str, control: &Arc<Control>) {
        let ending = match self.started(id) {
            Ok(Some(analysis)) => self.made(&analysis, control),
            // Cancelled, paused or removed before its turn.
            Ok(None) => Ending::Stopped,
            Err(error) => Ending::Failed(error.to_string()),
        };
        self.close(id, &ending);
    }

    /// Writes down that work begins.
    fn started(&self, id: &str) -> Result<Option<Read<Kept>>, HubError> {
        for _ in 0..5 {
            let Some(mut analysis) = self.inner.read::<Kept>(ANALYSIS, id)? else { return Ok(None) };
            if !matches!(analysis.value.state, State::Queued | State::Running) {
                return Ok(None);
            }
            analysis.value.state = State::Running;
            analysis.value.started = Some(self.now());
            match self.inner.put_analysis(SYSTEM, "analysis.started", json!({}), &analysis) {
                Ok(rev) => {
                    analysis.rev = rev;
                    return Ok(Some(analysis));
                }
                Err(error) if is_race(&error) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// Writes down how it ended, and removes what must not stay.
    fn close(&self, id: &str, ending: &Ending) {
        let closed = (|| -> Result<(), HubError> {
            let work = self.inner.place.work(id);
            for _ in 0..5 {
                let Some(mut analysis) = self.inner.read::<Kept>(ANALYSIS, id)? else {
                    return remove(&self.inner.place.analysis(id));
                };
                if analysis.value.state == State::Cancelled {
                    return remove(&self.inner.place.analysis(id));
                }
                let event = match ending {
                    Ending::Stopped => return remove(&work),
                    Ending::Done(made) => {
                        analysis.value.state = State::Done;
                        analysis.value.counts = Some(made.counts);
                        analysis.value.upload.bytes = made.bytes;
                        if made.score.is_some() {
                            analysis.value.score.clone_from(&made.score);
                        }
                        analysis.value.error = None;
                        "analysis.done"
                    }
                    Ending::Failed(reason) => {
                        remove(&work)?;
                        remove(&self.inner.place.analysis(id).join(STAGE))?;
                        analysis.value.state = State::Failed;
                        analysis.value.error = Some(reason.clone());
                        "analysis.failed"
                    }
                };
                analysis.value.finished = Some(self.now());
                match self.inner.put_analysis(SYSTEM, event, json!({}), &analysis) {
                    Err(error) if is_race(&error) => {}
                    other => return other.map(|_| ()),
                }
            }
            Ok(())
        })();
        // The store is gone or the disk is full: the record still says `running`, and the next start does it anew.
        drop(closed);
    }

    fn made(&self, analysis: &Read<Kept>, control: &Arc<Control>) -> Ending {
        let hand = Hand { analyses: self, id: &analysis.id, control };
        match self.make(analysis, &hand) {
            Ok(made) => Ending::Done(Box::new(made)),
            Err(
                AppError::Stopped
                | AppError::Ingest(IngestError::Stopped)
                | AppError::Detect(DetectError::Stopped),
            ) => Ending::Stopped,
            Err(error) => {
                let path =
                    self.inner.place.upload(&analysis.value.upload.id).join(&analysis.value.upload.name);
                Ending::Failed(named(&error.to_string(), &path, &analysis.value.upload.name))
            }
        }
    }

    fn make(&self, analysis: &Read<Kept>, hand: &Hand<'_>) -> Result<Made, AppError> {
        let kept = &analysis.value;
        let input = match &kept.exercise {
            Some(order) => exercises::play(order, &self.inner.place.analysis(&analysis.id), hand)?,
            None => self.inner.place.upload(&kept.upload.id).join(&kept.upload.name),
        };
        if !input.is_file() {
            return Err(AppError::Usage("the upload is not there any more; hand the file in again".into()));
        }
        let folder = self.inner.place.analysis(&analysis.id);
        let work = self.inner.place.work(&analysis.id);
        remove(&work)?;
        remove(&folder.join("run"))?;
        let out = work.join("result");
        private(&out)?;
        let mut source = Source {
            inputs: vec![input.clone()],
            format: kept.format.clone(),
            map: kept.mapping.iter().map(|one| (one.column.clone(), one.field.clone())).collect(),
            reposts_by_text: kept.parameters.reposts_by_text,
            threads: self.inner.settings.threads,
            ..Source::default()
        };
        let own = folder.join(analyse::KEY);
        let beside = match &kept.dataset {
            Some(dataset) => {
                self.store_posts(kept, dataset, &source, hand)?;
                let key = ingest::key_file(self.inner.place.data(), dataset);
                source.key = Some(key.clone());
                key
            }
            None => own,
        };
        hand.stage("reading");
        let mut loaded = source.load(analyse::fields(), false, Some(&beside), hand)?;
        nameless(&mut loaded, &input, &kept.upload.name);
        let params = kept.parameters.params()?;
        let request = analyse::Request { source, out, params, election: None };
        let election = kept.election.as_ref().map(super::wire::ElectionPeriod::election);
        let examined = analyse::examine(&request, election.as_ref(), loaded, self.now(), hand)?;
        stop_if_wished(hand)?;
        hand.stage("writing");
        analyse::keep(&request, &examined)?;
        stop_if_wished(hand)?;
        hand.stage("indexing");
        let counts = archive::write(&work.join("archive"), &request, &examined, election.as_ref())?;
        stop_if_wished(hand)?;
        let bytes = fs::metadata(&input).map_or(kept.upload.bytes, |meta| meta.len());
        let score = self.scored(analysis, &work.join("result"), &beside)?;
        let run = folder.join("run");
        fs::rename(&work, &run).map_err(failed(&run))?;
        Ok(Made { counts, bytes, score })
    }

    /// Takes the posts into the data set, under the analysis' terms.
    fn store_posts(
        &self,
        kept: &Kept,
        dataset: &str,
        source: &Source,
        hand: &Hand<'_>,
    ) -> Result<(), AppError> {
        let request = ingest::Request {
            source: source.clone(),
            data: self.inner.place.data().to_owned(),
            dataset: dataset.to_owned(),
            access_basis: kept.terms.access_basis.clone(),
            purpose: kept.terms.purpose.clone(),
            retention: kept.terms.retention.clone(),
        };
        ingest::ingest(&request, self.now(), hand)?;
        stop_if_wished(hand)
    }
}

pub(super) fn stop_if_wished(hand: &Hand<'_>) -> Result<(), AppError> {
    if hand.go_on() { Ok(()) } else { Err(AppError::Stopped) }
}

/// Results name the file as its owner does, and say nothing of where it lies here.
fn nameless(loaded: &mut crate::load::Loaded, path: &Path, name: &str) {
    for input in &mut loaded.inputs {
        input.path = name.into();
    }
    let shown: Arc<Path> = Arc::from(Path::new(name));
    for reject in &mut loaded.rejects {
        reject.path = Arc::clone(&shown);
        reject.reason = named(&reject.reason, path, name);
    }
}
