//! `retention run`: posts whose time is over leave every data set of a data directory, with a receipt each.
//!
//! Time counts from when a post was taken in: that is when its holder became responsible for it, and the only moment
//! that every post has. Lists of rejected rows quote rows, so they go by the same clock.

use crate::{
    AppError,
    analysis::Analyses,
    hub::evidence::{EvidenceRun, KeptEvidence},
    hub::{Hub, HubError},
    ingest::{handles, rejects},
    names::count,
    terms,
    watch::Watches,
};
use ostrakon_lake::{DeletionReceipt, Expiry, Lake, RetentionClock};
use ostrakon_model::time::iso;
use std::{
    fmt,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

/// What a run did, or with `dry_run` would do.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Done {
    /// Whether nothing was deleted.
    pub dry_run: bool,
    /// One entry a data set, sorted by name.
    pub datasets: Vec<Expired>,
    /// Analyses that are over; the log of the hub has a receipt of each that was deleted.
    pub analyses: Vec<ExpiredAnalysis>,
    /// Runs of watch lists that are over, by id; the log has a receipt of each that was deleted.
    pub watch_runs: Vec<String>,
    /// Evidence that is over and that no record needs, by digest; the log has a receipt of each item that went.
    pub evidence: Vec<String>,
    /// Evidence that is over and stays, with the records that need it; the log says so of each.
    pub evidence_kept: Vec<KeptEvidence>,
}

/// An analysis whose time is over.
#[derive(Clone, Debug, serde::Serialize)]
pub struct ExpiredAnalysis {
    /// Its id.
    pub id: String,
    /// Its retention class.
    pub class: String,
    /// Posts that it was made of.
    pub posts: u64,
}

/// What left a data set.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Expired {
    /// The data set.
    pub dataset: String,
    /// Its retention class.
    pub class: String,
    /// Posts taken in before this moment are over, ms since the epoch.
    pub before_ms: i64,
    /// Posts that are over.
    pub rows: u64,
    /// Lists of rejected rows that are over.
    pub rejects: Vec<PathBuf>,
    /// Sealed tables of who is behind the pseudonyms that are over.
    pub handles: Vec<PathBuf>,
    /// Proof of the deletion; none in a dry run.
    pub receipt: Option<DeletionReceipt>,
}

/// Deletes what is over at `now_ms` in all data sets, or only says what is. A data set whose class nobody knows stops
/// the run before anything is deleted.
///
/// # Errors
/// [`AppError::Usage`] for a directory without a lake, or an unknown class; [`AppError::Lake`].
pub fn run(data: &Path, dry_run: bool, now_ms: i64) -> Result<Done, AppError> {
    let OfTheHub { analyses, watch_runs, evidence } = of_the_hub(data, dry_run, now_ms)?;
    if !data.join("lake").is_dir() {
        if data.join("analyses").is_dir() || evidence != EvidenceRun::default() {
            let EvidenceRun { gone: evidence, kept: evidence_kept } = evidence;
            let datasets = Vec::new();
            return Ok(Done { dry_run, datasets, analyses, watch_runs, evidence, evidence_kept });
        }
        return Err(AppError::Usage(format!(
            "{}: holds no lake; --data names the directory given to `ostrakon ingest`",
            data.display()
        )));
    }
    let lake = Lake::open(data)?;
    let mut held = Vec::new();
    for name in lake.names()? {
        let dataset = lake.dataset(&name)?;
        let ms = terms::retention_ms(&dataset.info().retention_class)
            .map_err(|error| AppError::Usage(format!("the data set `{name}`: {error}")))?;
        held.push((dataset, now_ms - ms));
    }
    let mut datasets = Vec::with_capacity(held.len());
    for (dataset, before_ms) in held {
        let (name, class) = (dataset.info().name.clone(), dataset.info().retention_class.clone());
        let over = dataset.files()?.into_iter().filter(|file| file.taken_ms < before_ms);
        let rows = over.map(|file| file.rows).sum();
        let rejects = old_rejects(data, &name, before_ms)?;
        let handles = handles::old(data, &name, before_ms)?;
        let receipt = if dry_run {
            None
        } else {
            for path in rejects.iter().chain(&handles) {
                std::fs::remove_file(path).map_err(AppError::file(path, "check its permissions"))?;
            }
            Some(dataset.expire(&Expiry { before_ms, clock: RetentionClock::Taken, now_ms })?)
        };
        let rows = receipt.as_ref().map_or(rows, |receipt| receipt.rows);
        datasets.push(Expired { dataset: name, class, before_ms, rows, rejects, handles, receipt });
    }
    let EvidenceRun { gone: evidence, kept: evidence_kept } = evidence;
    Ok(Done { dry_run, datasets, analyses, watch_runs, evidence, evidence_kept })
}

/// What is over of what the store knows of.
#[derive(Default)]
struct OfTheHub {
    analyses: Vec<ExpiredAnalysis>,
    watch_runs: Vec<String>,
    evidence: EvidenceRun,
}

/// Deletes evidence, analyses and runs of watch lists that are over, where the store lies in the data directory; a server that
/// runs on another does so itself.
fn of_the_hub(data: &Path, dry_run: bool, now_ms: i64) -> Result<OfTheHub, AppError> {
    let (analysed, watched) = (data.join("analyses").is_dir(), data.join("watch").is_dir());
    if !data.join(ostrakon_store::DATABASE).is_file() {
        return Ok(OfTheHub::default());
    }
    let location = ostrakon_store::Location::Sqlite(data.to_owned());
    let store = ostrakon_store::Store::open(&location, &ostrakon_store::Options::default())
        .map_err(HubError::from)?;
    let hub = Arc::new(Hub::over(store, Arc::new(move || now_ms))?);
    let evidence = hub.expire_evidence(dry_run)?;
    let mut over = Vec::new();
    if analysed {
        let analyses = Analyses::for_upkeep(&hub, data)?;
        over.extend(analyses.expired()?.into_iter().map(|analysis| ExpiredAnalysis {
            id: analysis.id,
            class: analysis.terms.retention,
            posts: analysis.counts.unwrap_or_default().posts,
        }));
        if !dry_run {
            analyses.sweep()?;
        }
    }
    let mut runs = Vec::new();
    if watched {
        let watches = Watches::for_upkeep(&hub, data)?;
        runs.extend(watches.expired()?.into_iter().map(|run| run.id));
        if !dry_run {
            watches.sweep()?;
        }
    }
    Ok(OfTheHub { analyses: over, watch_runs: runs, evidence })
}

/// Lists of rejected rows of appends before this moment.
fn old_rejects(data: &Path, dataset: &str, before_ms: i64) -> Result<Vec<PathBuf>, AppError> {
    let folder = rejects::folder(data);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let before = SystemTime::UNIX_EPOCH + Duration::from_millis(before_ms.max(0) as u64);
    let failed = || AppError::file(&folder, "check its permissions");
    let mut old = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(failed())? {
        let entry = entry.map_err(failed())?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // `a-1.csv` is of the data set `a`; `a-b-1.csv` is of `a-b`, a data set of its own.
        let number = name.strip_prefix(dataset).and_then(|rest| rest.strip_prefix('-'));
        let number = number.and_then(|rest| rest.strip_suffix(".csv"));
        let ours = number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
        if ours && entry.metadata().and_then(|meta| meta.modified()).map_err(failed())? < before {
            old.push(entry.path());
        }
    }
    old.sort();
    Ok(old)
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verb = if self.dry_run { "would be deleted" } else { "deleted" };
        for analysis in &self.analyses {
            writeln!(
                f,
                "analysis {} ({}) of {} posts {verb}",
                analysis.id,
                analysis.class,
                count(analysis.posts)
            )?;
        }
        for digest in &self.evidence {
            writeln!(f, "evidence {digest} {verb}")?;
        }
        for kept in &self.evidence_kept {
            writeln!(f, "{kept}")?;
        }
        for run in &self.watch_runs {
            writeln!(f, "what run {run} of a watch list found {verb}")?;
        }
        if self.datasets.is_empty() {
            return f.write_str("There is no data set.");
        }
        for (i, set) in self.datasets.iter().enumerate() {
            let line = if i > 0 { "\n" } else { "" };
            write!(
                f,
                "{line}{} ({}): {} posts taken in before {} {verb}",
                set.dataset,
                set.class,
                count(set.rows),
                iso(set.before_ms)
            )?;
            if !set.rejects.is_empty() {
                write!(f, ", and {} lists of rejected rows", set.rejects.len())?;
            }
            if !set.handles.is_empty() {
                write!(f, ", and {} tables of handles", set.handles.len())?;
            }
            for file in set.receipt.iter().flat_map(|receipt| &receipt.files) {
                write!(f, "\n  {}: {} posts, SHA-256 {}", file.name, file.deleted, file.sha256)?;
            }
        }
        Ok(())
    }
}
