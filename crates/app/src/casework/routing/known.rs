//! What the hub knows of an incident by itself: from its object, and from the records that name it.
//!
//! **The problem.** The day of the vote, its declared window, who signed the Code, what was judged, sent and signed stand in
//! records; typed once more by hand, they are forgotten, or claimed. **The choice.** They are read from the records each time,
//! and what people typed is laid over: a description as it was typed, a *decision* (a judgement, a marking, a window, a second
//! person's signature) as the record has it. **Rejected.** Copying them into what is kept: the copy is older than the record.

use super::super::commands::kept;
use super::hearings::{Heard, Occasion};
use crate::hub::{Hub, HubError};
use ostrakon_exchange::taxii::stamp;
use ostrakon_model::Tlp;
use ostrakon_response::ad_check::AdCheck;
use ostrakon_response::alert::{self, Alert};
use ostrakon_response::case::{Case, CoordinationFound, ImpactFound};
use ostrakon_response::cyber::Cyber as CyberRecord;
use ostrakon_response::election::Election;
use ostrakon_response::measure::Measure;
use ostrakon_response::media_check::{self, MediaCheck};
use ostrakon_response::notice::{Capacity, Notice};
use ostrakon_response::notification::Notification;
use ostrakon_response::preservation::Preservation;
use ostrakon_response::publication::{self, Publication};
use ostrakon_response::router::{
    Answer, Attribution, AttributionLevel, Coordination, Existing, Impact, Situation, Sponsor, Vote, Window,
};
use ostrakon_response::team::Team;
use ostrakon_response::{Aggregate, Party};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// An incident's object, as it may be seen.
pub(super) struct Seen {
    pub(super) object: Value,
    pub(super) marking: Tlp,
}

/// What is known, and from where.
#[derive(Default)]
pub(super) struct Known {
    pub(super) situation: Situation,
    /// Of each record that was used already, the addresses that it is about.
    pub(super) addresses: BTreeMap<String, BTreeSet<String>>,
    /// Media service providers that were heard.
    pub(super) heard: Vec<Heard>,
    /// By field, the records that say so.
    pub(super) sources: BTreeMap<String, BTreeSet<String>>,
    /// When a judgement was made that is held already.
    pub(super) judged: BTreeMap<&'static str, i64>,
    /// Elections that are on record here.
    pub(super) on_record: BTreeSet<String>,
}

/// Whose records are read, and which is left out: a record is not in its own way.
pub(super) struct About<'a> {
    pub(super) organisation: &'a str,
    pub(super) incident: &'a str,
    pub(super) except: &'a str,
    /// Elections that are named beside: by the record that is decided on, and by what was typed.
    pub(super) elections: BTreeSet<String>,
}

impl Known {
    fn says(&mut self, field: &str, source: &str) {
        self.sources.entry(field.to_owned()).or_default().insert(source.to_owned());
    }

    /// Whether a judgement is newer than what is held.
    fn is_newer(&mut self, what: &'static str, at: i64) -> bool {
        let newer = self.judged.get(what).is_none_or(|held| *held <= at);
        if newer {
            self.judged.insert(what, at);
        }
        newer
    }

    /// Something was done already.
    fn used(&mut self, source: &str, mechanism: &str, state: String, addresses: BTreeSet<String>) {
        let (id, mechanism, items) = (source.to_owned(), mechanism.to_owned(), BTreeSet::new());
        let languages = BTreeSet::new();
        self.situation.records.push(Existing { id, mechanism, items, state, languages });
        self.addresses.insert(source.to_owned(), addresses);
        self.says("records", source);
    }

    fn object(&mut self, incident: &str, seen: &Seen) {
        let Seen { object, marking } = seen;
        self.situation.may_be_public = if *marking == Tlp::Clear { Answer::Yes } else { Answer::No };
        self.says("may_be_public", &format!("{incident}, marked {marking}"));
        // On an exercise's own clock everything is one, and its people play it to the end.
        let labels = object["labels"].as_array().into_iter().flatten();
        if !crate::clock::is_exercise()
            && labels.filter_map(Value::as_str).any(|label| label.trim().eq_ignore_ascii_case("exercise"))
        {
            self.situation.exercise = true;
            self.says("exercise", incident);
        }
        let text = |name: &str| object[name].as_str().filter(|text| !text.trim().is_empty());
        if let Some(summary) = text("description").or_else(|| text("name")) {
            self.situation.summary = Some(summary.chars().take(2_000).collect());
            self.says("summary", incident);
        }
        if let Some(at) = text("created").and_then(stamp::parse) {
            self.situation.detected_at = Some(at / 1_000);
            self.says("detected_at", incident);
        }
    }

    fn election(&mut self, id: &str, election: &Election) {
        let Some(details) = &election.details else { return };
        let source = format!("{}/{id}", Election::KIND);
        let facts = election.facts.values().next();
        self.situation.elections.push(Vote {
            id: id.to_owned(),
            name: details.title.clone(),
            date: details.first_day,
            last_day: (details.last_day != details.first_day).then_some(details.last_day),
            response_window: election.window.as_ref().map(|one| Window { from: one.from, until: one.until }),
            voting_facts: facts.map(|one| {
                format!("{}; {}; {}: {}", one.hours, one.methods.join(", "), one.eligibility, one.address)
            }),
        });
        self.says("elections", &source);
        if let Some(window) = &election.window {
            self.situation.signatories.extend(window.signatories.iter().cloned());
            self.says("signatories", &source);
        }
        if self.on_record.is_empty() {
            self.situation.calendar = details.calendar.clone();
            self.says("calendar", &source);
        }
        self.on_record.insert(id.to_owned());
    }

    fn case(&mut self, source: &str, case: &Case) {
        let at = |what: &str| case.judged.get(what).map_or(0, |(at, _)| *at);
        if let Some(one) = case.coordination.as_ref()
            && one.found != CoordinationFound::Unknown
            && self.is_newer("coordination", at("coordination"))
        {
            self.situation.coordination = match one.found {
                CoordinationFound::Unknown => Coordination::Unassessed,
                CoordinationFound::Organic | CoordinationFound::Open => Coordination::Organic,
                CoordinationFound::Inauthentic
                    if one.confidence == ostrakon_response::case::Confidence::Low =>
                {
                    Coordination::Suspected
                }
                CoordinationFound::Inauthentic => Coordination::Established,
            };
            self.says("coordination", source);
        }
        if let Some(one) = case.impact.as_ref()
            && one.found != ImpactFound::Unknown
            && self.is_newer("impact", at("impact"))
        {
            self.situation.impact = match one.found {
                ImpactFound::Unknown => Impact::Unassessed,
                ImpactFound::NoVisibleEffect => Impact::NoneVisible,
                ImpactFound::Limited => Impact::Limited,
                ImpactFound::Significant | ImpactFound::Severe => Impact::Significant,
            };
            self.says("impact", source);
        }
        self.attribution(source, case, at("attribution"));
    }

    fn attribution(&mut self, source: &str, case: &Case, at: i64) {
        let level = match case.attribution.levels().iter().rev().find(|(_, one)| one.is_some()) {
            Some(("state", _)) => AttributionLevel::State,
            Some(("actor", _)) => AttributionLevel::Actor,
            Some(("operation", _)) => AttributionLevel::Operation,
            Some(_) => AttributionLevel::TechnicalCluster,
            None => return,
        };
        if !self.is_newer("attribution", at) {
            return;
        }
        let named = case.attribution.actor.as_ref().or(case.attribution.state.as_ref());
        let judged = case.judged.get("attribution").map(|(_, by)| by);
        let people = judged.into_iter().chain(&case.attribution_approved_by);
        self.situation.attribution = Attribution {
            level,
            actor: named.map(|one| one.name.clone()),
            foreign: Answer::Unknown,
            decided_by: people.map(|one: &Party| one.person.clone()).collect(),
        };
        self.says("attribution", source);
    }

    fn media_check(&mut self, source: &str, one: &MediaCheck) {
        let proceeded = one.phase == media_check::Phase::Proceeded;
        if one.reasons.is_some() {
            let state = if proceeded { "replied" } else { one.phase.name() };
            self.used(source, "emfa-art-18-check", state.into(), BTreeSet::new());
        }
    }

    fn measure(&mut self, source: &str, one: &Measure) {
        if one.decision.is_none() {
            return;
        }
        self.used(source, &one.draft.instrument, one.phase.name().into(), BTreeSet::new());
    }

    fn cyber(&mut self, source: &str, one: &CyberRecord) {
        let known = &mut self.situation.cyber;
        known.kind = serde_json::to_value(one.draft.incident_type)
            .ok()
            .and_then(|kind| kind.as_str().map(str::to_owned));
        known.entity = Some(one.draft.entity.clone()).filter(|name| !name.trim().is_empty());
        known.nis2_entity = match one.draft.in_scope {
            ostrakon_response::Answer::Yes => Answer::Yes,
            ostrakon_response::Answer::No => Answer::No,
            ostrakon_response::Answer::Unknown => Answer::Unknown,
        };
        known.aware_at = Some(one.draft.aware_at);
        self.says("cyber", source);
    }

    /// What a record of a kind says.
    fn record(&mut self, kind: &str, source: &str, state: &Value, is_itself: bool) {
        match kind {
            "case" => with(state, |one: Case| self.case(source, &one)),
            "team" => with(state, |one: Team| {
                self.situation.requesting_state = Some(one.draft.requesting_state.clone());
                self.says("requesting_state", source);
                self.unless(
                    is_itself,
                    source,
                    "hybrid-rapid-response-team",
                    one.phase.name(),
                    BTreeSet::new(),
                );
            }),
            "cyber" => with(state, |one: CyberRecord| self.cyber(source, &one)),
            "ad-check" => with(state, |one: AdCheck| {
                let ad = &one.draft.ad;
                if !ad.sponsor.trim().is_empty() {
                    let third_country = if ad.seat == ostrakon_response::ad_check::Seat::ThirdCountry {
                        Answer::Yes
                    } else {
                        Answer::Unknown
                    };
                    let name = ad.sponsor.clone();
                    self.situation.sponsor = Some(Sponsor { name, controlled_by: None, third_country });
                    self.says("sponsor", source);
                }
            }),
            _ if is_itself => {}
            "media-check" => with(state, |one: MediaCheck| self.media_check(source, &one)),
            "measure" => with(state, |one: Measure| self.measure(source, &one)),
            "notification" => with(state, |one: Notification| {
                if one.sent.is_some() {
                    self.used(source, "cocd-rapid-response", one.phase.name().into(), one.draft.urls);
                }
            }),
            "notice" => with(state, |one: Notice| {
                let mechanism = match one.draft.capacity {
                    Capacity::Entity => "dsa-art-16-notice",
                    Capacity::TrustedFlagger => "dsa-art-22-trusted-flagger",
                };
                if one.sent.is_some() {
                    self.used(source, mechanism, one.phase.name().into(), one.draft.urls);
                }
            }),
            "alert" => with(state, |one: Alert| {
                let mechanism = match one.draft.class {
                    alert::Class::Share => "rapid-alert-share",
                    alert::Class::Alert => "rapid-alert-alert",
                };
                if !matches!(one.phase, alert::Phase::None | alert::Phase::Draft) {
                    self.used(source, mechanism, one.phase.name().into(), BTreeSet::new());
                }
            }),
            "preservation" => with(state, |one: Preservation| {
                if one.sent.is_some() {
                    let state = one.summary().state;
                    self.used(source, "preservation-request", state, BTreeSet::new());
                }
            }),
            "publication" => with(state, |one: Publication| {
                use publication::{Class, Phase};
                let mechanism = match one.draft.class {
                    Class::Debunk => "debunk",
                    Class::Statement => "statement",
                    Class::Prebunk => "prebunk",
                    Class::Register | Class::MediaLiteracy | Class::MethodCard => return,
                };
                if matches!(one.phase, Phase::Published | Phase::Corrected) {
                    let appearances = one.draft.claim_review.map(|review| review.appearances);
                    self.used(source, mechanism, one.phase.name().into(), appearances.unwrap_or_default());
                    if let Some(used) = self.situation.records.last_mut() {
                        used.languages =
                            one.draft.translations.into_keys().chain([one.draft.language]).collect();
                    }
                }
            }),
            _ => {}
        }
    }

    fn unless(
        &mut self,
        is_itself: bool,
        source: &str,
        mechanism: &str,
        state: &str,
        addresses: BTreeSet<String>,
    ) {
        if !is_itself {
            self.used(source, mechanism, state.to_owned(), addresses);
        }
    }
}

/// Reads a record's state; what cannot be read says nothing here, and is found by `doctor`.
fn with<T: DeserializeOwned>(state: &Value, mut f: impl FnMut(T)) {
    if let Ok(read) = serde_json::from_value(state.clone()) {
        f(read);
    }
}

impl Hub {
    /// What records of an organisation say of an incident.
    pub(super) fn known_of(&self, about: &About<'_>, seen: Option<&Seen>) -> Result<Known, HubError> {
        let mut known = Known::default();
        if let Some(seen) = seen {
            known.object(about.incident, seen);
        }
        let mut elections = about.elections.clone();
        for (kind, id) in self.index().about(self, about.organisation, about.incident)? {
            let Some(record) = self.store().record(kind, &id)?.filter(|one| one.erased.is_none()) else {
                continue;
            };
            let source = format!("{kind}/{id}");
            let state = kept(&record)?.state;
            known.record(kind, &source, &state, source == about.except);
            elections.extend(super::super::kind(kind).and_then(|one| (one.look)(&state)?.summary.election));
        }
        let votes = self.votes(&elections)?;
        votes.iter().for_each(|(id, election)| known.election(id, election));
        let occasion = Occasion { incident: Some(about.incident), elections: votes };
        known.heard = self.hearings(about.organisation, about.except, &occasion)?;
        Ok(known)
    }
    /// Elections that are on record, by their first day.
    pub(super) fn votes(&self, ids: &BTreeSet<String>) -> Result<Vec<(String, Election)>, HubError> {
        let mut votes = Vec::new();
        for id in ids {
            let Some(record) = self.store().record(Election::KIND, id)? else { continue };
            if let Ok(election) = serde_json::from_value::<Election>(kept(&record)?.state) {
                votes.push((id.clone(), election));
            }
        }
        let day = |election: &Election| election.details.as_ref().map(|one| one.first_day);
        votes.sort_by(|(a, x), (b, y)| (day(x), a).cmp(&(day(y), b)));
        Ok(votes)
    }
}
