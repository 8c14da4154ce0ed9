//! `demo`: a hub with an election behind it: an exercise is generated, analysed as any upload is, scored against its truth, and its
//! clearest groups are promoted to incidents, with casework on them and a situation report.
//!
//! **The problem.** Somebody who has never seen Ostrakon wants to see it at work within a minute, on data that are nobody's.
//! **The choice.** The very steps that an analyst takes, by the very use cases: nothing on a page is made for show. What is there
//! already from an earlier start is used again. **Rejected.** A ready-made data directory in the repository: it would show what the
//! program once did.

pub mod casework;
mod holdings;
mod register;

use crate::{
    AppError, analyse,
    analyse::Stage,
    analysis::{
        Analyses,
        wire::{self, State},
    },
    election::Election,
    exercise,
    hub::{Hub, HubError, Tlp, promote::Wish},
    people::{Actor, NewCollection, NewOrganisation, NewPerson},
};
use ostrakon_access::{Credential, Organisation, OrganisationKind, Person, Principal, Role};
use ostrakon_exercise::score::Score;
use ostrakon_response::router::{Answer, Coordination, Situation};
use std::{collections::BTreeSet, fs::File, io::Read, path::Path, time::Duration};

/// Account of the analyst.
pub const ANALYST: &str = "demo-analyst";
/// In which states the incidents of the exercise are played.
const COUNTRIES: [&[&str]; 3] = [&["AT", "SI"], &["IE"], &["EE", "LV", "LT"]];
/// Collection of the incidents.
const COLLECTION: &str = "incidents";
/// Groups that become incidents.
const PROMOTED: usize = 3;

/// What the demo made.
#[derive(Debug, serde::Serialize)]
pub struct Done {
    /// Result of the analysis.
    pub analysis: analyse::Done,
    /// Its score.
    pub score: Score,
    /// Id of the analysis in the hub.
    pub id: String,
    /// Id of the account that looks at it.
    pub person: String,
    /// STIX ids of the incidents.
    pub incidents: Vec<String>,
    /// What was made of them.
    pub casework: casework::Filled,
}

/// What to make.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Posts to generate.
    pub posts: u64,
    /// Seed of the exercise.
    pub seed: u64,
    /// Data directory of the hub.
    pub data: &'a Path,
}

/// Fills a hub. `analyses` must be the hub's own.
///
/// # Errors
/// Those of the steps; what was done before one stays.
pub fn demo(
    hub: &Hub,
    analyses: &Analyses,
    request: Request<'_>,
    progress: &dyn Stage,
) -> Result<Done, AppError> {
    let exercise_dir = request.data.join("exercise");
    let (organisation, person) = people(hub)?;
    let who = Principal::new(&person, &organisation, Credential::CommandLine, None, None, hub.matrix());
    progress.stage("generating an election");
    exercise::generate("default", request.posts, request.seed, &exercise_dir)?;
    let name = format!("Exercise of {} posts, seed {}", request.posts, request.seed);
    let known = find(analyses, &who, &name)?;
    let id = match known {
        Some(id) => id,
        None => run(analyses, &who, &name, &exercise_dir, progress)?,
    };
    progress.stage("scoring");
    let result = analyses.result_folder(&who, &id)?;
    let key = analyses.key_file(&who, &id)?;
    let score =
        exercise::score(&exercise_dir.join("truth.csv"), &result.join("findings.ndjson"), Some(&key))?;
    analyses.set_score(&who, &id, exercise::told(&score))?;
    progress.stage("promoting");
    let incidents = incidents(hub, analyses, &who, &id)?;
    let casework = casework::fill(hub, &who, &incidents)?;
    let at = holdings::At { hub, analyses, data: request.data, id: &id, election: &casework.election };
    holdings::fill(&at, &who, &incidents)?;
    let summary = analyses.summary(&who, &id)?;
    let counts = summary.analysis.counts.unwrap_or_default();
    progress.stage("publishing");
    register::publish(hub, &organisation, &who, counts.accounts_flagged)?;
    let analysis = analyse::Done {
        out: result,
        headline: summary.headline.unwrap_or_default(),
        posts: counts.posts,
        accounts: counts.accounts,
        rejected: counts.rejected,
        groups_flagged: counts.groups_flagged,
        accounts_flagged: counts.accounts_flagged,
        files: summary.files.into_iter().map(|file| file.name).collect(),
    };
    Ok(Done { analysis, score, id, person: person.id, incidents, casework })
}

/// The organisation and its analyst, made where they are missing.
fn people(hub: &Hub) -> Result<(Organisation, Person), HubError> {
    let (people, by, now) = (hub.people(), Actor::command_line(), hub.now());
    let own = people.organisations()?.into_iter().find(|one| one.own);
    let organisation = if let Some(own) = own {
        own
    } else {
        let new = |name: &str, kind| NewOrganisation {
            name: name.into(),
            kind,
            country: "EU".into(),
            communities: BTreeSet::new(),
        };
        let own = people.add_organisation(
            new("Election Observatory (demo)", OrganisationKind::Institution),
            &by,
            now,
        )?;
        people.add_organisation(
            new("Fact-checking Network (demo)", OrganisationKind::FactChecker),
            &by,
            now,
        )?;
        own
    };
    let there = people.people(None)?.into_iter().find(|person| person.name == ANALYST);
    let person = if let Some(person) = there {
        person
    } else {
        let new = NewPerson {
            name: ANALYST,
            display_name: Some("Analyst (demo)".into()),
            organisation: &organisation.id,
            roles: BTreeSet::from([
                Role::Analyst,
                Role::PointOfContact,
                Role::Approver,
                Role::Auditor,
                Role::Administrator,
            ]),
            ..NewPerson::default()
        };
        people.add_person(&new, &by, now)?.0
    };
    Ok((organisation, person))
}

/// Where an incident of the exercise is played, for the map and for what may be done about it.
fn seen_in(hub: &Hub, who: &Principal, incident: &str, countries: &[&str]) -> Result<(), HubError> {
    if hub.situation(who, incident).is_ok() {
        return Ok(());
    }
    let situation = Situation {
        summary: Some("EXERCISE: made-up accounts post one wrong date of a vote that nobody holds.".into()),
        // Everybody in it is made up, and its acts go to nobody else: they are played through, each with EXERCISE in its title.
        may_be_public: Answer::Yes,
        behaviours: BTreeSet::from(["T0049".to_owned()]),
        member_states: countries.iter().map(|&one| one.to_owned()).collect(),
        coordination: Coordination::Established,
        ..Situation::default()
    };
    hub.put_situation(who, incident, Tlp::Amber, situation, None).map(drop)
}

/// An analysis of this name that is done.
fn find(analyses: &Analyses, who: &Principal, name: &str) -> Result<Option<String>, HubError> {
    let mut next = None;
    loop {
        let page = analyses.list(who, Some(State::Done), 200, next.as_deref())?;
        if let Some(found) = page.analyses.into_iter().find(|one| one.name == name) {
            return Ok(Some(found.id));
        }
        match page.next {
            Some(more) => next = Some(more),
            None => return Ok(None),
        }
    }
}

/// Hands the exercise in, and waits until it is analysed.
fn run(
    analyses: &Analyses,
    who: &Principal,
    name: &str,
    exercise_dir: &Path,
    progress: &dyn Stage,
) -> Result<String, AppError> {
    let path = exercise_dir.join("posts.csv");
    let mut file = File::open(&path).map_err(AppError::file(&path, "run the demo again"))?;
    let mut receiving = analyses.receive(who, "exercise.csv")?;
    let mut piece = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut piece).map_err(AppError::file(&path, "run the demo again"))?;
        if read == 0 {
            break;
        }
        receiving.write(&piece[..read])?;
    }
    let upload = receiving.finish()?;
    let begun = analyses.begin(
        who,
        wire::NewAnalysis {
            upload: upload.id,
            name: name.to_owned(),
            format: None,
            mapping: Vec::new(),
            terms: wire::Terms {
                access_basis: "synthetic".into(),
                purpose: "demonstration on made-up posts".into(),
                retention: "1y".into(),
            },
            dataset: Some("exercise".into()),
            election: Some(election(exercise_dir)?),
            parameters: wire::Parameters::default(),
            marking: Tlp::default(),
        },
    )?;
    let mut stage = wire::Stage::Waiting;
    loop {
        let now = analyses.one(who, &begun.id)?;
        match now.state {
            State::Done => return Ok(begun.id),
            State::Failed | State::Cancelled | State::Paused => {
                let why = now.error.unwrap_or_else(|| format!("the analysis is {}", now.state.name()));
                return Err(AppError::Usage(why));
            }
            State::Queued | State::Running => {}
        }
        if let Some(at) = now.progress {
            if at.stage != stage {
                stage = at.stage;
                progress.stage(stage_name(stage));
            }
            if stage == wire::Stage::Reading {
                progress.bytes(at.bytes, Some(at.bytes_total));
            }
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn stage_name(stage: wire::Stage) -> &'static str {
    match stage {
        wire::Stage::Waiting => "waiting",
        wire::Stage::Generating => "generating",
        wire::Stage::Storing => "storing",
        wire::Stage::Reading => "reading",
        wire::Stage::Comparing => "finding groups",
        wire::Stage::Writing => "writing",
        wire::Stage::Indexing => "indexing",
    }
}

/// The election that the exercise plays: its scenario says the period.
fn election(exercise_dir: &Path) -> Result<wire::ElectionPeriod, AppError> {
    let path = exercise_dir.join("scenario.json");
    let text = std::fs::read_to_string(&path).map_err(AppError::file(&path, "run the demo again"))?;
    let scenario: serde_json::Value = serde_json::from_str(&text)
        .map_err(|error| AppError::Election { path: path.clone(), reason: error.to_string() })?;
    let day = |name: &str| -> String {
        // What is missing is refused below, as a day that is none.
        scenario.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().chars().take(10).collect()
    };
    let period = Election {
        id: "exercise".into(),
        name: "Election of the exercise".into(),
        country: "EU".into(),
        start_date: day("start"),
        end_date: day("end"),
    };
    period.check().map_err(|reason| AppError::Election { path, reason })?;
    let Election { id, name, country, start_date, end_date } = period;
    Ok(wire::ElectionPeriod { id, name, country, start_date, end_date })
}

/// Promotes the clearest groups, each to an incident of its own. Twice is once.
fn incidents(hub: &Hub, analyses: &Analyses, who: &Principal, id: &str) -> Result<Vec<String>, HubError> {
    let there = hub.people().collections()?.into_iter().find(|one| one.alias.as_deref() == Some(COLLECTION));
    let collection = if let Some(there) = there {
        there.id
    } else {
        let new = NewCollection {
            title: "Incidents".into(),
            alias: Some(COLLECTION.into()),
            ..NewCollection::default()
        };
        hub.people().add_collection(new, &Actor::command_line(), hub.now())?.id
    };
    let filter = crate::analysis::GroupFilter { flagged: Some(true), ..Default::default() };
    let groups = analyses.groups(who, id, &filter, PROMOTED, None)?.groups;
    let mut made = Vec::new();
    for group in groups {
        if matches!(group.status, wire::GroupStatus::Dismissed | wire::GroupStatus::Merged) {
            continue;
        }
        let at = [(id.to_owned(), group.id.clone())];
        let found = analyses.findings(who, &at, Tlp::Amber)?;
        let wish = Wish {
            name: format!("Coordinated group {} of the exercise", group.rank),
            description: format!("{} Made-up accounts of an exercise.", group.verdict),
            confidence: 80,
            marking: Tlp::Amber,
            narratives: vec!["The day of the vote was moved".into()],
            techniques: vec!["T0049".into()],
            ..Wish::default()
        };
        let promoted = hub.promote(who, &collection, &found.findings, wish)?;
        seen_in(hub, who, &promoted.incident, COUNTRIES[made.len() % COUNTRIES.len()])?;
        analyses.promoted(who, &found.groups, &promoted.incident)?;
        made.push(promoted.incident);
    }
    Ok(made)
}
