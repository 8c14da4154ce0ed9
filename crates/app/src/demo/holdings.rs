//! What else an office holds once it has worked for a day: evidence with its custody, a plan for each incident, a watch list that was
//! run over the data.
//!
//! **The choice.** The evidence is what the analysis wrote (its findings, its report, the parameters of its run), byte for byte, handed
//! in as anybody hands in a file. The watch list names what the clearest groups linked and tagged, and is run over the data set that
//! they were found in. **Rejected.** Screenshots drawn for the demo: evidence that nobody captured is none.

use super::casework::Cast;
use crate::analysis::Analyses;
use crate::casework::ListQuery;
use crate::hub::{Hub, HubError, Tlp, evidence::NewEvidence};
use crate::watch::{Draft, NewRun, Term, TermKind, Watches};
use ostrakon_access::Principal;
use ostrakon_response::router::Access;
use serde_json::json;
use std::{collections::BTreeSet, fs::File, path::Path, sync::Arc};

/// Title of the evidence file; by it an earlier start is recognised.
const FILE: &str = "EXERCISE: what shows that the accounts act together";
/// Name of the watch list.
const LIST: &str = "EXERCISE: what the flagged groups spread";
/// Files of a run that are kept as evidence: name, media type, what it is.
const KEPT: [(&str, &str, &str); 3] = [
    (
        "findings.ndjson",
        "application/x-ndjson",
        "Findings of the detector, with their significance and exhibits",
    ),
    ("report.html", "text/html", "Report of the analysis, as people read it"),
    ("run.json", "application/json", "Parameters and versions of the run, so that anybody can repeat it"),
];
/// Terms on the watch list.
const TERMS: usize = 12;

/// The demo's places.
pub(super) struct At<'a> {
    pub(super) hub: &'a Hub,
    pub(super) analyses: &'a Analyses,
    pub(super) data: &'a Path,
    /// The analysis.
    pub(super) id: &'a str,
    /// Record of the election.
    pub(super) election: &'a str,
}

/// Fills the vault, the plans, the registries and the watch lists; what is there from an earlier start stays as it is.
pub(super) fn fill(at: &At<'_>, who: &Principal, incidents: &[String]) -> Result<(), HubError> {
    let query = ListQuery { kind: Some("evidence-file".into()), limit: 10_000, ..ListQuery::default() };
    let there = at.hub.records_of(who, &query)?.rows;
    if !there.iter().any(|one| one.summary.title == FILE) {
        let cast = Cast::of(at.hub, who)?;
        vault(at, &cast, incidents)?;
        for incident in incidents {
            plan(&cast, at.election, incident)?;
        }
    }
    known(at, who)?;
    watch(at, who)
}

/// A claim that was checked, and a medium that a register lists: made up, under addresses that are nobody's.
fn known(at: &At<'_>, who: &Principal) -> Result<(), HubError> {
    let collection = at
        .hub
        .people()
        .collections()?
        .into_iter()
        .find(|one| one.alias.as_deref() == Some(super::COLLECTION));
    let there = at.hub.claims(who, &crate::claims::Query { limit: 1, ..Default::default() })?;
    if let (true, Some(collection)) = (there.claims.is_empty(), collection) {
        let claim = json!({
            "claim": "EXERCISE: the day of the vote was moved", "verdict": "false", "rating": { "value": 1.0, "best": 5.0, "worst": 1.0 },
            "checker": "Fact-checking Network (demo)", "url": "https://example.org/exercise/fact-check", "published": "2026-05-12",
            "language": "en",
        });
        at.hub.add_claim(who, &collection.id, &read(claim)?)?;
    }
    if at.hub.registry(who, &crate::registry::Query::default())?.is_empty() {
        let medium = json!({
            "name": "Daily of the exercise", "kind": "media", "country": "AT", "languages": ["de"], "domains": ["daily.example"],
            "basis": "media-register", "source": "https://register.example/exercise", "marking": "TLP:GREEN",
            "note": "EXERCISE: made up; what it writes is protected like what any paper writes.",
        });
        at.hub.list_entry(who, read(medium)?)?;
    }
    Ok(())
}

/// What is written out here, as the use case takes it.
fn read<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> Result<T, HubError> {
    serde_json::from_value(value).map_err(|error| HubError::invalid("", error.to_string()))
}

/// The files of the run, handed in, and an evidence file that says what each of them shows.
fn vault(at: &At<'_>, cast: &Cast<'_>, incidents: &[String]) -> Result<(), HubError> {
    let folder = at.analyses.result_folder(cast.analyst, at.id)?;
    let draft = json!({
        "title": FILE, "regime": "none: an exercise proposes nobody", "subject": "EXERCISE: whoever runs the accounts; unknown",
        "criteria": [{ "id": "(i)", "text": "EXERCISE: accounts post the same things at the same times, more than chance allows" }],
        "incidents": incidents, "election": at.election, "marking": "TLP:AMBER",
    });
    let file = cast.open(cast.analyst, "evidence-file", json!({ "draft": draft }))?;
    for (name, media_type, title) in KEPT {
        let path = folder.join(name);
        let mut bytes = File::open(&path).map_err(|error| HubError::Damaged {
            what: path.display().to_string(),
            why: error.to_string(),
        })?;
        let new = NewEvidence {
            media_type: media_type.into(),
            source_url: format!("https://example.org/exercise/{name}"),
            marking: Tlp::Amber,
            reason: "EXERCISE: what the incidents rest on".into(),
            tool: concat!("ostrakon ", env!("CARGO_PKG_VERSION")).into(),
            egress: "office".into(),
            task: "exercise".into(),
            retention: Some("1y".into()),
            // Made-up posts: anybody may make the same ones again.
            access: Some(Access::Open),
            ..NewEvidence::default()
        };
        let (kept, _) = at.hub.add_evidence(cast.analyst, &new, &mut bytes)?;
        let item = json!({
            "sha256": kept.sha256, "title": title, "source_url": new.source_url, "captured_at": kept.captured_at,
            "tool": new.tool, "access": "open", "reliability": "A", "credibility": 2,
            "proves": [{ "criterion": "(i)", "statement": "EXERCISE: which accounts, which posts, and how unlikely that is by chance" }],
        });
        let handling =
            json!({ "reason": "EXERCISE: taken from the result of the analysis", "tool": new.tool });
        cast.act(
            cast.analyst,
            "evidence-file",
            &file,
            &json!({ "command": "add", "item": item, "handling": handling }),
        )?;
    }
    Ok(())
}

/// A plan that one person wrote and another approved, with what came of its first step.
fn plan(cast: &Cast<'_>, election: &str, incident: &str) -> Result<(), HubError> {
    let outline = json!({
        "title": "EXERCISE: everybody knows the day of the vote", "goal": "Whoever saw a wrong date sees the right one, from who counts the votes.",
        "incident": incident, "election": election, "marking": "TLP:AMBER",
    });
    let id = cast.open(cast.analyst, "plan", json!({ "outline": outline }))?;
    let choose = |counter: &str, reason: &str, measure: &str| json!({ "command": "choose", "entry": { "counter": { "kind": "mechanism", "id": counter }, "reason": reason, "measure": measure } });
    let debunk = choose(
        "debunk",
        "EXERCISE: what is spread is false, easily shown to be, and harms whoever believes it.",
        "Calls to the hotline about the date; posts a minute with the wrong date.",
    );
    cast.act(cast.analyst, "plan", &id, &debunk)?;
    let literacy = choose(
        "media-literacy",
        "EXERCISE: the same trick will return with another claim.",
        "How many of those who saw the lesson recognise the next copy.",
    );
    cast.act(cast.analyst, "plan", &id, &literacy)?;
    cast.act(&cast.second, "plan", &id, &json!({ "command": "approve" }))?;
    let evaluation = json!({ "command": "evaluate", "counter": { "kind": "mechanism", "id": "debunk" }, "evaluation": {
        "done": true, "effect_visible": null, "text": "EXERCISE: the right date is on all channels; calls are counted until tomorrow." } });
    cast.act(cast.analyst, "plan", &id, &evaluation)
}

/// A list of what the flagged groups linked and tagged, run once over the data that they were found in.
fn watch(at: &At<'_>, who: &Principal) -> Result<(), HubError> {
    // Runs are done by threads that keep a hub of their own over the same store.
    let hub = Arc::new(Hub::over(at.hub.store().clone(), Arc::new(crate::clock::now))?);
    let watches = Watches::open(&hub, at.data)?;
    if watches.lists(who)?.iter().any(|one| one.list.name == LIST) {
        return Ok(());
    }
    let filter = crate::analysis::GroupFilter { flagged: Some(true), ..Default::default() };
    let mut terms = BTreeSet::new();
    for group in at.analyses.groups(who, at.id, &filter, super::PROMOTED, None)?.groups {
        for shared in at.analyses.group(who, at.id, &group.id)?.objects {
            terms.extend(term(&shared.object));
        }
    }
    // Where groups share texts alone, the tag of the exercise's own election is watched.
    terms.insert(Term { kind: TermKind::Hashtag, value: "election2026".into(), platform: None });
    let list = watches.make(
        who,
        Draft {
            name: LIST.into(),
            purpose: "EXERCISE: to see whether what the groups spread is taken up by others".into(),
            retention: "90d".into(),
            terms: terms.into_iter().take(TERMS).collect(),
            marking: Tlp::Amber,
        },
    )?;
    let Some(dataset) = at.analyses.one(who, at.id)?.dataset else { return Ok(()) };
    watches.begin(who, &list.id, NewRun { dataset, from: None, until: None })?;
    watches.wait_until_idle();
    Ok(())
}

/// What can be watched of something that was shared: the site of a link, a tag. Texts and ids of posts are not.
fn term(object: &str) -> Option<Term> {
    let of = |kind, value: &str| Some(Term { kind, value: value.to_owned(), platform: None });
    if let Some(tag) = object.strip_prefix('#') {
        let one = tag.chars().all(|c| c.is_alphanumeric() || c == '_') && !tag.is_empty();
        return if one { of(TermKind::Hashtag, tag) } else { None };
    }
    let rest = object.strip_prefix("https://").or_else(|| object.strip_prefix("http://"))?;
    of(TermKind::Domain, rest.split(['/', '?', '#', ':']).next().filter(|host| host.contains('.'))?)
}
