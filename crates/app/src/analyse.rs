//! `analyse`: from exports to groups with evidence, one shot, no server.

use crate::{
    AppError, document,
    election::Election,
    group::strongest,
    load::{Loaded, Source},
    method,
};
use ostrakon_detect::coordination::{Detection, Params, find_while};
use ostrakon_ingest::Progress;
use ostrakon_model::{Columns, Exhibit, Fields, Finding, Method, Significance, time::iso};
use ostrakon_report::{Document, Group, findings, html, network, run, tables};
use rayon::prelude::*;
use std::path::PathBuf;

/// What to analyse.
#[derive(Clone, Debug)]
pub struct Request {
    /// Posts.
    pub source: Source,
    /// Directory for the result.
    pub out: PathBuf,
    /// Parameters of detection.
    pub params: Params,
    /// The election that this is for: stated in run.json, and with every group whether it acted in the period.
    pub election: Option<PathBuf>,
}

/// Where the work is, for a progress bar.
pub trait Stage: Progress {
    /// Reading is done and the next stage begins.
    fn stage(&self, name: &'static str);
}

impl Stage for () {
    fn stage(&self, _: &'static str) {}
}

/// What came out.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Done {
    /// Directory of the result.
    pub out: PathBuf,
    /// One sentence.
    pub headline: String,
    /// Posts read.
    pub posts: u64,
    /// Accounts seen.
    pub accounts: u64,
    /// Rows rejected.
    pub rejected: u64,
    /// Groups flagged.
    pub groups_flagged: u64,
    /// Accounts in them.
    pub accounts_flagged: u64,
    /// Files written.
    pub files: Vec<String>,
}

/// Everything the default mode reads.
pub fn fields() -> Fields {
    Fields::ID
        | Fields::REPOST
        | Fields::REPLY
        | Fields::QUOTE
        | Fields::TEXT
        | Fields::URLS
        | Fields::HASHTAGS
        | Fields::MENTIONS
        | Fields::MEDIA
        | Fields::AUTHOR
}

/// Reads, detects, writes. `as_of_ms` is the caller's clock.
pub fn analyse(request: &Request, as_of_ms: i64, progress: &dyn Stage) -> Result<Done, AppError> {
    let out = &request.out;
    if out.exists() && !out.is_dir() {
        return Err(AppError::Usage(format!("{}: is a file; --out names a directory", out.display())));
    }
    let (made, key) = (!out.exists(), out.join(KEY));
    let key_made = !key.exists();
    std::fs::create_dir_all(out).map_err(AppError::file(out, "choose a directory that can be written to"))?;
    let result = write(request, as_of_ms, progress);
    if result.is_err() && key_made {
        // A key without a result would mean nothing.
        let _ = std::fs::remove_file(key);
    }
    if result.is_err() && made {
        // An empty directory would look like a result.
        let _ = std::fs::remove_dir(out);
    }
    result
}

/// File name of the key of the pseudonyms beside a result.
pub const KEY: &str = "pseudonym.key";

fn write(request: &Request, as_of_ms: i64, progress: &dyn Stage) -> Result<Done, AppError> {
    let out = &request.out;
    let election = request.election.as_deref().map(Election::load).transpose()?;
    progress.stage("reading");
    let loaded = request.source.load(fields(), false, Some(&out.join(KEY)), &Reading(progress))?;
    let examined = examine(request, election.as_ref(), loaded, as_of_ms, progress)?;
    progress.stage("writing");
    keep(request, &examined)
}

/// Posts, what was found in them, and how it is told.
#[derive(Debug)]
pub(crate) struct Examined {
    /// The posts.
    pub loaded: Loaded,
    /// What was found.
    pub detection: Detection,
    /// What is told of it.
    pub document: Document,
}

/// Finds groups in what was read.
pub(crate) fn examine(
    request: &Request,
    election: Option<&Election>,
    loaded: Loaded,
    as_of_ms: i64,
    progress: &dyn Stage,
) -> Result<Examined, AppError> {
    progress.stage("finding groups");
    let detection = find_while(&loaded.columns, &request.params, &|| progress.go_on())?;
    let document = document::document(request, election, &loaded, &detection, as_of_ms);
    Ok(Examined { loaded, detection, document })
}

/// Writes the result files.
pub(crate) fn keep(request: &Request, examined: &Examined) -> Result<Done, AppError> {
    let Examined { loaded, detection, document } = examined;
    let out = &request.out;
    // A run.json from before would vouch for files that are about to change.
    let run_file = out.join("run.json");
    if run_file.exists() {
        std::fs::remove_file(&run_file).map_err(AppError::file(&run_file, "check its permissions"))?;
    }
    let files = files(request, &loaded.columns, detection, document, &loaded.rejects)?;
    let outputs = files.par_iter().map(|path| run::output(path)).collect::<Result<Vec<_>, _>>()?;
    run::write(&run_file, &document.run, &outputs)?;
    Ok(Done {
        out: out.clone(),
        headline: document.summary.headline.clone(),
        posts: document.run.posts,
        accounts: document.run.accounts,
        rejected: document.run.rejected,
        groups_flagged: document.groups.len() as u64,
        accounts_flagged: document.groups.iter().map(|g| g.members.len() as u64).sum(),
        files: outputs.into_iter().map(|o| o.name).chain(["run.json".to_owned()]).collect(),
    })
}

/// A stage's progress as plain progress of reading.
struct Reading<'a>(&'a dyn Stage);

impl Progress for Reading<'_> {
    fn bytes(&self, done: u64, total: Option<u64>) {
        self.0.bytes(done, total);
    }

    fn rows(&self, posts: u64, rejected: u64) {
        self.0.rows(posts, rejected);
    }

    fn go_on(&self) -> bool {
        self.0.go_on()
    }
}

fn files(
    request: &Request,
    columns: &Columns,
    detection: &Detection,
    document: &Document,
    rejects: &[ostrakon_ingest::Reject],
) -> Result<Vec<PathBuf>, AppError> {
    let at = |name: &str| request.out.join(name);
    let names = ["report.html", "findings.ndjson", "edges.csv", "edges.parquet", "communities.csv"];
    let more = ["network.graphml", "network.gexf", "rejects.csv"];
    let rows = || edges(columns, detection);
    // The two long tables take most of the time: one on each of two cores, the pages after the quicker of them.
    let pages = || {
        tables::write_edges_parquet(&at(names[3]), rows(), &document.run.handles)?;
        html::write(&at(names[0]), document, &html::Options::default())?;
        findings::write(&at(names[1]), &found(request, document))?;
        tables::write_communities(&at(names[4]), document)?;
        network::write_graphml(&at(more[0]), document)?;
        network::write_gexf(&at(more[1]), document)
    };
    let (table, pages) = rayon::join(|| tables::write_edges_csv(&at(names[2]), rows()), pages);
    table.and(pages)?;
    let texts: Vec<String> = rejects.iter().map(|r| r.path.display().to_string()).collect();
    let rows = rejects.iter().zip(&texts).map(|(reject, file)| tables::RejectRow {
        file,
        line: reject.line,
        column: &reject.column,
        reason: &reject.reason,
    });
    tables::write_rejects(&at(more[2]), rows)?;
    Ok(names.iter().chain(&more).map(|name| at(name)).collect())
}

/// Every tie, one row a signal.
fn edges<'a>(columns: &'a Columns, detection: &'a Detection) -> impl Iterator<Item = tables::EdgeRow<'a>> {
    let windows = detection.windows_ms.len();
    detection.found.links.iter().flat_map(move |link| {
        strongest(link, windows).into_iter().map(move |tie| tables::EdgeRow {
            source: columns.accounts.get(link.a),
            target: columns.accounts.get(link.b),
            signal: detection.layers[tie.layer as usize / windows].signal,
            weight: f64::from(tie.pair.moments),
            p: tie.pair.p,
            q: tie.q,
            window_s: (detection.windows_ms[tie.layer as usize % windows] / 1_000) as u32,
            surprise: bits(tie.pair.surprise),
        })
    })
}

/// Nats as bits, to four places: more the statistic does not hold.
fn bits(nats: f32) -> f64 {
    (f64::from(nats) / std::f64::consts::LN_2 * 1e4).round() / 1e4
}

/// The groups as findings.
fn found(request: &Request, document: &Document) -> Vec<Finding> {
    let params = method::parameters(request, None);
    let dataset = &document.run.dataset;
    let one = |group: &Group| finding(group, &|post| group.posts[post as usize].id.clone(), &params, dataset);
    document.all_groups().map(one).collect()
}

/// A group as a finding. `post` gives the id of a post of its exhibits.
pub(crate) fn finding(
    group: &Group,
    post: &dyn Fn(u32) -> String,
    params: &serde_json::Value,
    dataset: &str,
) -> Finding {
    Finding {
        id: group.id.clone(),
        kind: "coordinated-group".to_owned(),
        subjects: group.members.iter().map(|m| m.account.clone()).collect(),
        window: (iso(group.first_ms), iso(group.last_ms)),
        score: group.signals.iter().map(|s| s.weight).sum(),
        significance: Significance {
            p: group.significance.p,
            q: group.significance.q.min(1.0),
            null_model: group.significance.null_model.clone(),
        },
        exhibits: group
            .exhibits
            .iter()
            .map(|e| Exhibit {
                what: format!("{} {}", e.signal, e.object),
                refs: e.posts.iter().map(|&p| post(p)).collect(),
                explanation: e.explanation.clone(),
            })
            .collect(),
        method: Method {
            name: "coordination".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            params: params.clone(),
        },
        dataset: dataset.to_owned(),
        flagged: group.flagged,
        reasons: group.reasons.clone(),
    }
}
