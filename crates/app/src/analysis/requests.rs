//! What people ask of analyses: begin, look, pause, go on, give up, remove.

use super::{
    Analyses,
    jobs::Wish,
    place::{is_id, new_id, remove},
    record::{ANALYSIS, Kept, Read, SYSTEM, is_race},
    wire::{self, State, UploadInfo},
};
use crate::{AppError, election::Election, hub::HubError, params, terms};
use ostrakon_access::Principal;
use ostrakon_detect::coordination::Params;
use ostrakon_ingest::preset;
use ostrakon_model::{Signal, Tlp};
use ostrakon_store::Cursor;
use serde_json::json;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Analyses of one organisation that are not over, at most: a loop must not fill the disk.
const MOST_WAITING: usize = 200;
/// Seconds of the longest window, a week.
const LONGEST_WINDOW: u32 = 7 * 86_400;

impl wire::ElectionPeriod {
    /// As detection takes it.
    pub(super) fn election(&self) -> Election {
        Election {
            id: self.id.clone(),
            name: self.name.clone(),
            country: self.country.clone(),
            start_date: self.start_date.clone(),
            end_date: self.end_date.clone(),
        }
    }
}

impl wire::Parameters {
    /// As detection takes them.
    pub(super) fn params(&self) -> Result<Params, HubError> {
        let refused = |detail: String| HubError::invalid("/parameters", detail);
        if let Some(long) = self.windows_s.iter().find(|window| **window > LONGEST_WINDOW || **window == 0) {
            return Err(refused(format!("windows_s: {long}; a window is 1 to {LONGEST_WINDOW} seconds")));
        }
        if self.windows_s.len() > 10 {
            return Err(refused("windows_s: at most ten windows".into()));
        }
        if !(self.q > 0.0 && self.q <= 1.0 && (0.01..=1.0).contains(&self.similarity)) {
            return Err(refused("q is above 0 and at most 1, similarity 0.01 to 1".into()));
        }
        let signals: Vec<Signal> = self.signals.iter().map(|name| Signal::from(*name)).collect();
        let made =
            params::from(&signals, &self.windows_s, self.min_weight, self.q, self.similarity, self.seed);
        made.map_err(|error| refused(error.to_string()))
    }
}

/// A name for people.
pub(super) fn checked_name(name: &str) -> Result<String, HubError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(HubError::invalid("/name", "give the analysis a name of at most 200 characters"));
    }
    Ok(name.to_owned())
}

pub(super) fn checked_terms(terms: &wire::Terms) -> Result<i64, HubError> {
    let refused = |place: &str, error: &AppError| HubError::invalid(place, error.to_string());
    terms::access_basis(&terms.access_basis).map_err(|error| refused("/terms/access_basis", &error))?;
    if terms.purpose.trim().is_empty() || terms.purpose.len() > 2_000 {
        return Err(HubError::invalid("/terms/purpose", "say in a sentence what the data are held for"));
    }
    terms::retention_ms(&terms.retention).map_err(|error| refused("/terms/retention", &error))
}

impl Analyses {
    /// Asks for an analysis.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for the upload, [`HubError::Invalid`] with the place of each fault,
    /// [`HubError::NotAllowed`] for a marking above one's own.
    pub fn begin(&self, who: &Principal, new: wire::NewAnalysis) -> Result<wire::Analysis, HubError> {
        let upload = self.upload_of(who, &new.upload)?;
        let name = checked_name(&new.name)?;
        let retention = checked_terms(&new.terms)?;
        new.parameters.params()?;
        if let Some(format) = &new.format
            && preset::by_name(format).is_none()
        {
            return Err(HubError::invalid("/format", format!("`{format}` is no known format")));
        }
        if new.mapping.len() > 40 {
            return Err(HubError::invalid("/mapping", "at most 40 columns"));
        }
        if let Some(election) = &new.election {
            election.election().check().map_err(|detail| HubError::invalid("/election", detail))?;
        }
        if let Some(dataset) = &new.dataset {
            self.check_dataset(dataset, &new.terms)?;
        }
        if !who.may_see(new.marking) {
            return Err(HubError::invalid("/marking", format!("you are shown up to {}", who.highest)));
        }
        let now = self.now();
        let kept = Kept {
            name,
            state: State::Queued,
            error: None,
            counts: None,
            upload: UploadInfo {
                id: upload.id.clone(),
                name: upload.value.name.clone(),
                bytes: upload.value.bytes,
                sha256: upload.value.sha256.clone(),
            },
            format: new.format,
            mapping: new.mapping,
            terms: new.terms,
            expires: now + retention,
            dataset: new.dataset,
            election: new.election,
            parameters: new.parameters,
            created_by: who.actor().to_owned(),
            created: now,
            started: None,
            finished: None,
            score: None,
            exercise: None,
        };
        self.queue(who, new.marking, kept)
    }

    /// Keeps what was asked for, and sees that it gets its turn.
    pub(super) fn queue(
        &self,
        who: &Principal,
        marking: Tlp,
        kept: Kept,
    ) -> Result<wire::Analysis, HubError> {
        if self.unfinished()?.iter().filter(|one| one.owner == who.organisation).count() >= MOST_WAITING {
            return Err(HubError::Conflict(format!(
                "{MOST_WAITING} analyses wait already; let some end, or cancel some"
            )));
        }
        let owner = who.organisation.clone();
        let mut analysis = Read { id: new_id(), rev: 0, owner, marking, content: [0; 32], value: kept };
        analysis.rev = self.inner.put_analysis(who.actor(), "analysis.begun", json!({}), &analysis)?;
        self.enqueue(&analysis.id);
        Ok(analysis.wire(self.progress(&analysis.id)))
    }

    /// Analyses of one's organisation, newest first.
    ///
    /// # Errors
    /// [`HubError::Invalid`] for a cursor that was not given out here.
    pub fn list(
        &self,
        who: &Principal,
        state: Option<State>,
        limit: usize,
        next: Option<&str>,
    ) -> Result<wire::AnalysisPage, HubError> {
        let bad = || HubError::invalid("next", "it was not given out by this server; begin anew without it");
        let mut after = match next {
            Some(next) => {
                let (value, id) = next.split_once('-').ok_or_else(bad)?;
                if !is_id(id) || value.len() != 20 || !value.bytes().all(|b| b.is_ascii_digit()) {
                    return Err(bad());
                }
                Some(Cursor { value: value.to_owned(), id: id.to_owned() })
            }
            None => None,
        };
        let mut found = Vec::new();
        loop {
            let owner = Some(who.organisation.as_str());
            let (rows, more) =
                self.inner.page::<Kept>(ANALYSIS, "created", owner, after.clone(), limit.max(1))?;
            for row in rows {
                if found.len() == limit {
                    break;
                }
                after = Some(Cursor { value: format!("{:020}", row.value.created), id: row.id.clone() });
                if who.may_see(row.marking) && state.is_none_or(|state| state == row.value.state) {
                    found.push(row);
                }
            }
            if more.is_none() || found.len() == limit {
                let next = more.filter(|_| found.len() == limit).and(after);
                let analyses = found.iter().map(|row| row.wire(self.progress(&row.id))).collect();
                let next = next.map(|cursor| format!("{}-{}", cursor.value, cursor.id));
                return Ok(wire::AnalysisPage { analyses, next });
            }
            after = more;
        }
    }

    /// An analysis.
    ///
    /// # Errors
    /// [`HubError::NotFound`].
    pub fn one(&self, who: &Principal, id: &str) -> Result<wire::Analysis, HubError> {
        let analysis = self.analysis_of(who, id)?;
        Ok(analysis.wire(self.progress(id)))
    }

    /// Asks an analysis to wait. One that runs waits at the next place where it can; until then it says `pausing`.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; [`HubError::Conflict`] when it is over.
    pub fn pause(&self, who: &Principal, id: &str) -> Result<wire::Analysis, HubError> {
        let mut analysis = self.analysis_of(who, id)?;
        match analysis.value.state {
            State::Paused => {}
            State::Queued | State::Running => {
                let live = self.inner.jobs.wish(id, Wish::Pause);
                if !live {
                    self.inner.jobs.unqueue(id);
                    analysis.value.state = State::Paused;
                    analysis.rev =
                        self.inner.put_analysis(who.actor(), "analysis.paused", json!({}), &analysis)?;
                }
            }
            over => return Err(is_over(over)),
        }
        self.one(who, id)
    }

    /// Lets a paused analysis go on.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; [`HubError::Conflict`] when it is over.
    pub fn resume(&self, who: &Principal, id: &str) -> Result<wire::Analysis, HubError> {
        let mut analysis = self.analysis_of(who, id)?;
        match analysis.value.state {
            State::Paused => {
                analysis.value.state = State::Queued;
                self.inner.put_analysis(who.actor(), "analysis.resumed", json!({}), &analysis)?;
                if !self.inner.jobs.wish(id, Wish::Go) {
                    self.enqueue(id);
                }
            }
            State::Queued | State::Running => {
                self.inner.jobs.wish(id, Wish::Go);
            }
            over => return Err(is_over(over)),
        }
        self.one(who, id)
    }

    /// Gives an analysis up. What it had is removed; what a data set already took in stays there, under its terms.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; [`HubError::Conflict`] when it is over otherwise.
    pub fn cancel(&self, who: &Principal, id: &str) -> Result<wire::Analysis, HubError> {
        for _ in 0..5 {
            let mut analysis = self.analysis_of(who, id)?;
            match analysis.value.state {
                State::Cancelled => break,
                State::Done | State::Failed => return Err(is_over(analysis.value.state)),
                State::Queued | State::Running | State::Paused => {}
            }
            analysis.value.state = State::Cancelled;
            analysis.value.finished = Some(self.now());
            match self.inner.put_analysis(who.actor(), "analysis.cancelled", json!({}), &analysis) {
                // The job wrote its own state at the same moment: look again.
                Err(error) if is_race(&error) => continue,
                other => other?,
            };
            self.inner.jobs.unqueue(id);
            if !self.inner.jobs.wish(id, Wish::Cancel) {
                remove(&self.inner.place.analysis(id))?;
            }
            break;
        }
        self.one(who, id)
    }

    /// Removes an analysis with everything that was kept of it. The event is the receipt.
    ///
    /// # Errors
    /// [`HubError::NotFound`].
    pub fn remove(&self, who: &Principal, id: &str) -> Result<(), HubError> {
        let analysis = self.analysis_of(who, id)?;
        self.erase(who.actor(), "analysis.removed", &analysis)
    }

    /// Erases an analysis: files first, so that a record never speaks of files that are gone without a reason.
    fn erase(&self, actor: &str, event: &str, analysis: &Read<Kept>) -> Result<(), HubError> {
        let id = &analysis.id;
        self.inner.jobs.unqueue(id);
        self.inner.open.forget(id);
        self.inner.drawn.forget(id);
        self.inner.whole.forget(id);
        self.erase_judgements(actor, id)?;
        let counts = analysis.value.counts.unwrap_or_default();
        let data = json!({
            "sha256": analysis.value.upload.sha256, "posts": counts.posts, "groups": counts.groups,
            "retention": analysis.value.terms.retention,
        });
        if !self.inner.jobs.wish(id, Wish::Cancel) {
            remove(&self.inner.place.analysis(id))?;
        }
        self.inner.erase_record(actor, event, data, ANALYSIS, analysis)
    }

    /// How far a live analysis is.
    pub(super) fn progress(&self, id: &str) -> Option<wire::Progress> {
        self.inner.jobs.live(id).map(|control| control.progress())
    }

    fn unfinished(&self) -> Result<Vec<Read<Kept>>, HubError> {
        let mut all = Vec::new();
        for state in [State::Queued, State::Running, State::Paused] {
            all.extend(self.inner.with_key::<Kept>(ANALYSIS, "state", state.name())?);
        }
        Ok(all)
    }

    /// Puts what a process that ended left under way into the queue again, oldest first.
    pub(super) fn take_up(&self) -> Result<(), HubError> {
        let mut waiting = self.unfinished()?;
        waiting.retain(|analysis| analysis.value.state != State::Paused);
        waiting.sort_by(|x, y| (x.value.created, &x.id).cmp(&(y.value.created, &y.id)));
        waiting.iter().for_each(|analysis| self.enqueue(&analysis.id));
        Ok(())
    }

    /// Analyses whose retention is over at this moment.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn expired(&self) -> Result<Vec<wire::Analysis>, HubError> {
        Ok(self.run_out(self.now())?.iter().map(|analysis| analysis.wire(None)).collect())
    }

    fn run_out(&self, now: i64) -> Result<Vec<Read<Kept>>, HubError> {
        let (mut rows, _) = self.inner.page::<Kept>(ANALYSIS, "created", None, None, 100_000)?;
        rows.retain(|analysis| analysis.value.expires <= now);
        Ok(rows)
    }

    /// Removes what is over: uploads after a day, analyses when their retention class says so, folders that no record knows.
    ///
    /// # Errors
    /// [`HubError::Store`], [`HubError::Damaged`].
    pub fn sweep(&self) -> Result<(), HubError> {
        let now = self.now();
        self.sweep_uploads(now)?;
        self.sweep_transfers(now)?;
        for analysis in self.run_out(now)? {
            self.erase(SYSTEM, "analysis.expired", &analysis)?;
        }
        if !self.inner.place.is_ours() {
            return Ok(());
        }
        let known = |kind: &str, id: &str| Ok::<_, HubError>(self.inner.store.record(kind, id)?.is_some());
        for (folder, kind) in
            [(self.inner.place.uploads(), super::record::UPLOAD), (self.inner.place.analyses(), ANALYSIS)]
        {
            let entries = fs::read_dir(folder).map_err(super::place::failed(folder))?;
            for entry in entries.filter_map(Result::ok) {
                let name = entry.file_name().to_string_lossy().into_owned();
                // An upload gets its name a moment before its record; a part that nobody wrote to for an hour is left over.
                let patience = if is_id(&name) {
                    (!known(kind, &name)?).then_some(60)
                } else if let Some(id) = name.strip_prefix(".transfer-") {
                    (!known(super::record::TRANSFER, id)?).then_some(60)
                } else {
                    name.starts_with(".part-").then_some(3_600)
                };
                let Some(patience) = patience.filter(|_| self.inner.jobs.live(&name).is_none()) else {
                    continue;
                };
                if kind == ANALYSIS || untouched(&entry.path()) >= patience {
                    remove(&entry.path())?;
                }
            }
        }
        Ok(())
    }
}

/// Seconds since anything was written in a folder; none when that cannot be told.
fn untouched(folder: &Path) -> u64 {
    let inside = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let age =
        |path: PathBuf| fs::metadata(path).ok()?.modified().ok()?.elapsed().ok().map(|age| age.as_secs());
    inside.chain([folder.to_owned()]).map(|path| age(path).unwrap_or(0)).min().unwrap_or(0)
}

fn is_over(state: State) -> HubError {
    HubError::Conflict(format!("the analysis is {}; begin another", state.name()))
}
