//! The report's view model, filled from a detection.

use crate::{
    analyse::Request,
    election::Election,
    group::group,
    load::Loaded,
    method,
    names::{self, count},
    view::View,
};
use ostrakon_detect::coordination::{Detection, Group};
use ostrakon_model::{Precision, Signal, columns::NO_TIME, time::iso};
use ostrakon_report::{
    Document,
    document::{BoundedObject, Fact, Handles, Input, RunInfo, Summary},
};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Groups that are not flagged and still shown, strongest first.
const MOST_NOT_FLAGGED: usize = 100;
/// Crowded objects that are listed.
const MOST_BOUNDED: usize = 50;

/// Fills the document. `as_of_ms` is the caller's clock.
pub fn document(
    request: &Request,
    election: Option<&Election>,
    loaded: &Loaded,
    detection: &Detection,
    as_of_ms: i64,
) -> Document {
    let view = View::new(&loaded.columns, detection, &detection.windows_ms);
    let (flagged, others) = shown(detection, request);
    let page = |(rank, found): (u32, &Group)| {
        let mut group = group(&view, found, rank);
        group.reasons.extend(election.map(|election| election.sentence(group.first_ms, group.last_ms)));
        group
    };
    let flagged: Vec<(u32, &Group)> = (1u32..).zip(flagged).collect();
    let others: Vec<(u32, &Group)> = (flagged.len() as u32 + 1..).zip(others).collect();
    let groups: Vec<_> = flagged.into_par_iter().map(page).collect();
    let not_flagged: Vec<_> = others.into_par_iter().map(page).collect();
    let mut run = run_info(request, loaded, detection, as_of_ms);
    let mut summary = summary(&view, &groups, request);
    if let Some(election) = election {
        run.parameters["election"] = serde_json::json!(election);
        let inside = groups.iter().filter(|group| election.overlaps(group.first_ms, group.last_ms)).count();
        summary.sentences.push(format!(
            "{} of {} flagged groups acted in the period of {} ({} to {}).",
            count(inside as u64),
            count(groups.len() as u64),
            election.name,
            election.start_date,
            election.end_date
        ));
    }
    Document {
        run,
        summary,
        groups,
        not_flagged,
        methods: vec![method::coordination(request)],
        glossary: method::glossary(),
    }
}

/// The groups that a document shows, in its order: the flagged ones, and of the others the strongest.
pub fn shown<'d>(detection: &'d Detection, request: &Request) -> (Vec<&'d Group>, Vec<&'d Group>) {
    let large = |group: &&Group| group.evidence.size >= request.params.bars.members;
    let (flagged, others): (Vec<_>, Vec<_>) =
        detection.groups.iter().partition(|group| group.verdict.flagged);
    (flagged, others.into_iter().filter(large).take(MOST_NOT_FLAGGED).collect())
}

fn run_info(request: &Request, loaded: &Loaded, detection: &Detection, as_of_ms: i64) -> RunInfo {
    let columns = &loaded.columns;
    let times = || columns.time.iter().copied().filter(|&t| t != NO_TIME);
    let name = |path: &std::path::Path| {
        path.file_name().map_or_else(|| "standard input".to_owned(), |n| n.to_string_lossy().into_owned())
    };
    let inputs: Vec<Input> = loaded
        .inputs
        .iter()
        .map(|input| Input {
            name: name(&input.path),
            bytes: input.bytes,
            sha256: input.sha256.clone(),
            format: input.preset.clone().unwrap_or_else(|| input.format.clone()),
            posts: input.posts,
        })
        .collect();
    let mut warnings = Vec::new();
    if columns.precision > Precision::Second {
        warnings.push(format!(
            "Most times in these data are known to the {0} only. Windows finer than that mean nothing and were widened to it, \
             and being on time means less: who is in one {0} may be as far apart as it is long.",
            format!("{:?}", columns.precision).to_lowercase()
        ));
    }
    warnings.extend(long_windows(detection));
    warnings.extend(blind(detection).into_iter().map(|blind| blind.warning()));
    if loaded.dated > 0 {
        warnings.push(format!(
            "{} posts are dated only to the day, while the others know the time; they took part in nothing.",
            count(loaded.dated)
        ));
    }
    let untimed = columns.time.iter().filter(|&&t| t == NO_TIME).count() as u64;
    let untimed = untimed.saturating_sub(loaded.dated);
    if untimed > 0 {
        warnings.push(format!("{} posts have no time and took part in nothing.", count(untimed)));
    }
    if !loaded.rejects.is_empty() {
        warnings.push(format!(
            "{} rows could not be read; rejects.csv says line, column and reason of each.",
            count(loaded.rejects.len() as u64)
        ));
    }
    RunInfo {
        title: "Coordinated activity".to_owned(),
        dataset: inputs.iter().map(|i| i.name.as_str()).collect::<Vec<_>>().join(", "),
        inputs,
        parameters: method::parameters(request, loaded.key.as_deref()),
        versions: BTreeMap::from([("ostrakon".to_owned(), env!("CARGO_PKG_VERSION").to_owned())]),
        as_of_ms,
        first_ms: times().min(),
        last_ms: times().max(),
        precision: columns.precision,
        posts: columns.len() as u64,
        accounts: columns.accounts.len() as u64,
        rejected: loaded.rejects.len() as u64,
        duplicates: columns.duplicates,
        handles: match &request.source.reveal {
            None => Handles::Pseudonyms,
            Some(purpose) => Handles::Revealed { purpose: purpose.clone() },
        },
        warnings,
        bounded: bounded(request, loaded, detection),
    }
}

/// From this assumed rate on, being on time says little where nobody is left to compare with.
const LONG: f64 = 0.25;

/// One sentence a window that is too long for these data.
fn long_windows(detection: &Detection) -> Vec<String> {
    let windows_ms = &detection.windows_ms;
    let assumed = |w: usize| {
        let of_window = detection.found.backgrounds.iter().skip(w).step_by(windows_ms.len());
        of_window.map(|background| background.custom).fold(f64::INFINITY, f64::min)
    };
    let long = (0..windows_ms.len()).filter(|&w| (LONG..=1.0).contains(&assumed(w)));
    long.map(|w| {
        format!(
            "The window of {} s is long for these data: where nobody else shares a thing, {:.0} % of unconnected accounts \
             are taken to be on time. Little can be flagged at it; give shorter windows.",
            windows_ms[w] / 1_000,
            100.0 * assumed(w)
        )
    })
    .collect()
}

/// A signal in which accounts met again and again that are in no flagged group, and chance could not be told from design.
struct Unseen {
    signal: Signal,
    accounts: u64,
    least_p: f64,
}

impl Unseen {
    fn warning(&self) -> String {
        format!(
            "These data cannot show whether {} accounts act together by {}: they met again and again, but make most of the posts \
             that have it, so that chance alone would bring them together as often (the least p-value they could reach is \
             {:.2e}). That nothing is flagged there is no all-clear; give posts of more people, and look at them with \
             `ostrakon detect coordination --signal {}`.",
            count(self.accounts),
            self.signal.name(),
            self.least_p,
            self.signal.name()
        )
    }
}

/// Such signals, each once.
fn blind(detection: &Detection) -> Vec<Unseen> {
    let windows = detection.windows_ms.len();
    let flagged = detection.groups.iter().filter(|group| group.verdict.flagged);
    let seen: BTreeSet<u32> = flagged.flat_map(|group| group.community.members.iter().copied()).collect();
    let mut out: BTreeMap<usize, Unseen> = BTreeMap::new();
    for blind in &detection.found.blind {
        let accounts = blind.accounts.iter().filter(|account| !seen.contains(account)).count() as u64;
        let layer = blind.layer as usize / windows;
        if accounts < 3 || out.get(&layer).is_some_and(|known| known.accounts >= accounts) {
            continue;
        }
        let signal = detection.layers[layer].signal;
        out.insert(layer, Unseen { signal, accounts, least_p: blind.least_p });
    }
    out.into_values().collect()
}

/// Crowded moments by object, most crowded signal first.
fn bounded(request: &Request, loaded: &Loaded, detection: &Detection) -> Vec<BoundedObject> {
    let windows = detection.windows_ms.len();
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for crowd in &detection.found.crowds {
        let layer = &detection.layers[crowd.layer as usize / windows];
        if !seen.insert((crowd.layer as usize / windows, crowd.object)) || out.len() == MOST_BOUNDED {
            continue;
        }
        let window_s = detection.windows_ms[crowd.layer as usize % windows] / 1_000;
        let position = (0..layer.shares.groups()).find(|&g| layer.shares.object(g) == crowd.object);
        let (accounts, posts) =
            position.map_or((0, 0), |g| layer.audience_of(layer.shares.range(g).start as u32));
        out.push(BoundedObject {
            signal: layer.signal,
            object: names::object(&loaded.columns, layer.signal, crowd.object, crowd.post),
            accounts: u64::from(accounts),
            posts: u64::from(posts),
            rule: format!(
                "more than {} posts shared it within {window_s} s (first at {}): being near each other in such a crowd says \
                 nothing about two accounts, so these moments took no part",
                request.params.links.crowd,
                iso(crowd.time)
            ),
        });
    }
    out
}

fn summary(view: &View<'_>, groups: &[ostrakon_report::Group], request: &Request) -> Summary {
    let columns = view.columns;
    let accounts: u64 = groups.iter().map(|g| g.members.len() as u64).sum();
    let all = view.detection.groups.len();
    let unseen = blind(view.detection);
    let headline = match groups.len() {
        0 if !unseen.is_empty() => format!(
            "No group of accounts could be told from chance, and in {} these data cannot show one: this is no all-clear.",
            unseen.iter().map(|one| one.signal.name()).collect::<Vec<_>>().join(", ")
        ),
        0 => "No group of accounts was found that acts together beyond chance and custom.".to_owned(),
        1 => format!(
            "One group of {} accounts acts together, beyond what chance and custom explain.",
            count(accounts)
        ),
        n => format!(
            "{n} groups, {} accounts in all, act together beyond what chance and custom explain.",
            count(accounts)
        ),
    };
    let mut sentences = vec![format!(
        "{} posts by {} accounts were examined.",
        count(columns.len() as u64),
        count(columns.accounts.len() as u64)
    )];
    if let Some(first) = groups.first() {
        sentences.push(format!("The clearest group: {}", first.verdict));
    }
    sentences.extend(unseen.iter().map(Unseen::warning));
    sentences.push(format!(
        "{} further sets of accounts share things more often than chance; they are not flagged, because they are no more on \
         time than others, follow one source, are outlets, or say that they are automated.",
        count((all - groups.len()) as u64)
    ));
    sentences.push(format!(
        "Pairs were admitted at a false-discovery rate of {} %. That accounts act together does not say that they deceive, \
         nor who is behind them.",
        request.params.links.q * 100.0
    ));
    let fact = |label: &str, value: String, explanation: &str| Fact {
        label: label.to_owned(),
        value,
        explanation: explanation.to_owned(),
    };
    Summary {
        headline,
        sentences,
        facts: vec![
            fact(
                "Groups flagged",
                count(groups.len() as u64),
                "communities an analyst is shown as coordinated",
            ),
            fact(
                "Accounts in them",
                count(accounts),
                "members of flagged groups; an account is in one group at most",
            ),
            fact(
                "Ties tested",
                count(view.detection.found.tests as u64),
                "pairs of accounts in the signal with the most, those that never met included",
            ),
            fact(
                "Ties found",
                count(view.detection.found.links.len() as u64),
                "pairs that met more often than chance, in any signal and window",
            ),
        ],
    }
}
