//! Everything that the sections of a report may read: gathered once, for its readers, as of its cut-off.

use super::aside::{self, Aside};
use super::ask::Ask;
use super::incidents::{self, Incident};
use super::readers::Readers;
use super::say::Say;
use super::scope::{self, Scope};
use crate::casework::{Hidden, Past, Wanted};
use crate::hub::{Hub, HubError};
use ostrakon_report::situation::Link;
use ostrakon_response::alert::Alert;
use ostrakon_response::case::Case;
use ostrakon_response::crisis::Crisis;
use ostrakon_response::cyber::Cyber;
use ostrakon_response::election::Election;
use ostrakon_response::information::Information;
use ostrakon_response::measure::Measure;
use ostrakon_response::notice::Notice;
use ostrakon_response::notification::Notification;
use ostrakon_response::plan::ResponsePlan;
use ostrakon_response::publication::Publication;
use ostrakon_response::report::Report as Issue;
use ostrakon_response::router::Situation;
use ostrakon_response::team::Team;
use ostrakon_response::{Aggregate, Deadline, Standing};
use std::collections::{BTreeMap, BTreeSet};

/// A record of a kind.
pub(super) struct Item<A> {
    pub id: String,
    /// The organisation that keeps it.
    pub owner: String,
    /// When it was opened, milliseconds of UTC.
    pub opened: i64,
    pub title: String,
    /// Name of its state.
    pub state: String,
    pub open: bool,
    pub incidents: BTreeSet<String>,
    pub record: A,
}

impl<A: Aggregate> Item<A> {
    /// Its place in the interface.
    pub fn link(&self) -> Link {
        Link { label: self.title.clone(), href: format!("/api/v1/casework/{}/{}", A::KIND, self.id) }
    }
}

/// What sections read.
pub(super) struct Facts {
    pub ask: Ask,
    pub say: Say,
    pub cut_off: i64,
    /// Since when: the cut-off of the issue before.
    pub since: i64,
    pub election: Item<Election>,
    pub cases: Vec<Item<Case>>,
    pub alerts: Vec<Item<Alert>>,
    pub crises: Vec<Item<Crisis>>,
    pub cybers: Vec<Item<Cyber>>,
    pub questions: Vec<Item<Information>>,
    pub measures: Vec<Item<Measure>>,
    pub notices: Vec<Item<Notice>>,
    pub notifications: Vec<Item<Notification>>,
    pub plans: Vec<Item<ResponsePlan>>,
    pub publications: Vec<Item<Publication>>,
    pub teams: Vec<Item<Team>>,
    /// Earlier issues of this report that went out.
    pub issues: Vec<Item<Issue>>,
    /// Incidents of the election, by id.
    pub incidents: BTreeMap<String, Incident>,
    /// Incidents of the election that are not counted.
    pub aside: Aside,
    /// Records that are an exercise.
    pub drills: u64,
    pub scope: Scope,
    /// What is known of incidents, by incident.
    pub situations: BTreeMap<String, Situation>,
    /// Organisations: name and country, by id.
    pub organisations: BTreeMap<String, (String, String)>,
    /// Names of mechanisms, by id.
    pub mechanisms: BTreeMap<String, String>,
    /// How many deadlines stand how.
    pub deadlines: BTreeMap<Standing, u64>,
    /// Kinds and reasons of what was withheld.
    pub hidden: BTreeMap<(&'static str, Hidden), u64>,
    pub incidents_withheld: u64,
    /// Collections that are narrowed to some of the house.
    pub narrowed: u64,
    /// Which organisation keeps how many records of which kind.
    pub kept: BTreeMap<String, BTreeMap<&'static str, u64>>,
}

impl Facts {
    /// Reads what these readers may see.
    pub fn gather(
        hub: &Hub,
        readers: &Readers,
        election: &str,
        (since, cut_off): (i64, i64),
        say: Say,
    ) -> Result<Self, HubError> {
        let wanted = |kind: &str, summary: &ostrakon_response::Summary| {
            // A draft that somebody works on is no part of what is known; issues that are out are read for their corrections.
            if kind == Issue::KIND {
                if summary.election.as_deref() == Some(election) { Wanted::Beside } else { Wanted::No }
            } else if summary.election.as_deref() == Some(election) {
                Wanted::Yes
            } else if kind == Election::KIND || !summary.incidents.is_empty() {
                Wanted::Beside
            } else {
                Wanted::No
            }
        };
        let sight = hub.records_at(&readers.who, cut_off, &wanted)?;
        let found = incidents::at(hub, readers, cut_off)?;
        let mut situations = hub.situations_at(&readers.who, cut_off)?;
        let mut scope = scope::of(election, &sight.records, &situations, &found.all);
        let (mut hidden, mut drills) = (sight.hidden, 0);
        let mut records = Sorted::default();
        let mut itself = None;
        for past in sight.records {
            if past.kind == Election::KIND && past.id == election {
                itself = item(&past);
                // The vote's own milestones are deadlines like those of the records.
                records.deadlines.extend(past.deadlines.iter().cloned());
                continue;
            }
            if !scope::belongs(election, &scope.incidents, &past.summary) {
                continue;
            }
            if past.is_exercise() && !crate::clock::is_exercise() {
                // A drill is no part of the situation, whoever may read it.
                drills += 1;
            } else if !readers.may_pass_on(hub, &past)? {
                *hidden.entry((past.kind, Hidden::Onward)).or_default() += 1;
            } else if !records.take(&past) {
                // What lost a part at the gate that it cannot do without says nothing that can be relied on.
                *hidden.entry((past.kind, Hidden::Gate)).or_default() += 1;
            }
        }
        let election_record = itself.ok_or_else(|| {
            HubError::NotFound(format!(
                "election {election} that a report marked {} may name",
                readers.who.highest
            ))
        })?;
        let deadlines = records.deadlines.iter().filter(|one| one.started.is_some());
        let mut standing: BTreeMap<Standing, u64> = BTreeMap::new();
        for one in deadlines {
            *standing.entry(one.standing(cut_off)).or_default() += 1;
        }
        let mut incidents = found.all;
        incidents.retain(|id, _| scope.incidents.contains(id));
        for (id, incident) in &mut incidents {
            let known = situations.get(id).into_iter().flat_map(|one| &one.member_states);
            incident.countries.extend(known.filter_map(|code| incidents::country_code(code)));
        }
        let unseen = hub.unseen_at(&readers.who, Case::KIND, cut_off)?;
        let aside = aside::set(&records.cases, &unseen, &mut incidents, &mut situations);
        scope.by_time.retain(|id| incidents.contains_key(id));
        let organisations = hub.people().organisations()?.into_iter();
        let title = |one: &ostrakon_response::mechanism::Mechanism| {
            (one.id.clone(), one.title.in_language(say.language()).to_owned())
        };
        let coverage = match (found.collections, found.withheld) {
            (n, 0) => say.several("coverage.collections", n as u64, &[]),
            (n, hidden) => {
                let (n, hidden) = (say.count(n as u64), say.count(hidden));
                say.fill("coverage.withheld", &[("n", &n), ("hidden", &hidden)])
            }
        };
        Ok(Self {
            ask: Ask {
                election: election.to_owned(),
                cut_off,
                marking: readers.who.highest,
                language: say.language(),
                coverage,
            },
            say,
            cut_off,
            since,
            election: election_record,
            incidents,
            aside,
            drills,
            scope,
            situations,
            organisations: organisations.map(|one| (one.id, (one.name, one.country))).collect(),
            mechanisms: hub.mechanisms().iter().map(title).collect(),
            deadlines: standing,
            hidden,
            incidents_withheld: found.withheld,
            narrowed: found.narrowed as u64,
            kept: records.kept,
            cases: records.cases,
            alerts: records.alerts,
            crises: records.crises,
            cybers: records.cybers,
            questions: records.questions,
            measures: records.measures,
            notices: records.notices,
            notifications: records.notifications,
            plans: records.plans,
            publications: records.publications,
            teams: records.teams,
            issues: records.issues,
        })
    }

    /// Name of an organisation; its id where it is not one of the installation.
    pub fn name(&self, organisation: &str) -> String {
        self.organisations.get(organisation).map_or_else(|| organisation.to_owned(), |(name, _)| name.clone())
    }

    /// Country of an organisation; nothing for one of the Union.
    pub fn country(&self, organisation: &str) -> Option<&str> {
        self.organisations.get(organisation).map(|(_, country)| country.as_str()).filter(|code| *code != "EU")
    }

    /// What an instrument is called.
    pub fn instrument(&self, id: &str) -> String {
        self.mechanisms.get(id).map_or_else(|| id.to_owned(), Clone::clone)
    }

    /// The cases of an incident.
    pub fn cases_of(&self, incident: &str) -> impl Iterator<Item = &Item<Case>> {
        self.cases.iter().filter(move |one| one.incidents.contains(incident))
    }

    /// Whether an incident is still worked on: as its cases say; without one, as it says itself.
    pub fn is_open(&self, incident: &Incident) -> bool {
        let mut cases = self.cases_of(&incident.id).peekable();
        let over = || incident.is_closed() || self.aside.over.contains(&incident.id);
        if cases.peek().is_none() { !over() } else { cases.any(|case| case.open) }
    }

    /// Cases that speak for themselves and found something.
    pub fn standing_cases(&self) -> impl Iterator<Item = &Item<Case>> {
        self.cases.iter().filter(|one| !aside::says_nothing(&one.record))
    }
}

/// Records by kind.
#[derive(Default)]
struct Sorted {
    cases: Vec<Item<Case>>,
    alerts: Vec<Item<Alert>>,
    crises: Vec<Item<Crisis>>,
    cybers: Vec<Item<Cyber>>,
    questions: Vec<Item<Information>>,
    measures: Vec<Item<Measure>>,
    notices: Vec<Item<Notice>>,
    notifications: Vec<Item<Notification>>,
    plans: Vec<Item<ResponsePlan>>,
    publications: Vec<Item<Publication>>,
    teams: Vec<Item<Team>>,
    issues: Vec<Item<Issue>>,
    deadlines: Vec<Deadline>,
    kept: BTreeMap<String, BTreeMap<&'static str, u64>>,
}

impl Sorted {
    /// Keeps a record; false where it cannot be read as what it is.
    fn take(&mut self, past: &Past) -> bool {
        let taken = match past.kind {
            Case::KIND => push(&mut self.cases, past),
            Alert::KIND => push(&mut self.alerts, past),
            Crisis::KIND => push(&mut self.crises, past),
            Cyber::KIND => push(&mut self.cybers, past),
            Information::KIND => push(&mut self.questions, past),
            Measure::KIND => push(&mut self.measures, past),
            Notice::KIND => push(&mut self.notices, past),
            Notification::KIND => push(&mut self.notifications, past),
            ResponsePlan::KIND => push(&mut self.plans, past),
            Publication::KIND => push(&mut self.publications, past),
            Team::KIND => push(&mut self.teams, past),
            Issue::KIND => return push(&mut self.issues, past),
            // Checks and files have a part in what others decide, and no section of their own.
            _ => true,
        };
        if taken {
            self.deadlines.extend(past.deadlines.iter().cloned());
            *self.kept.entry(past.owner.clone()).or_default().entry(past.kind).or_default() += 1;
        }
        taken
    }
}

fn push<A: Aggregate>(list: &mut Vec<Item<A>>, past: &Past) -> bool {
    let read = item(past);
    let taken = read.is_some();
    list.extend(read);
    taken
}

fn item<A: Aggregate>(past: &Past) -> Option<Item<A>> {
    Some(Item {
        id: past.id.clone(),
        owner: past.owner.clone(),
        opened: past.opened,
        title: past.summary.title.clone(),
        state: past.summary.state.clone(),
        open: past.summary.open,
        incidents: past.summary.incidents.clone(),
        record: past.read::<A>()?,
    })
}
