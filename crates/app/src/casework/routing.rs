//! What is known of an incident, kept; and what may be done about it, asked of the router.
//!
//! **The problem.** The router answers from what it is told, and a hub knows much of it: elections, judgements, what was sent and
//! signed. Two organisations on one hub know different things of one incident, and neither may shut the other out of it.
//!
//! **The choice.** What people say of an incident is a record of their organisation, versioned like any other, and laid over what
//! the hub's own records say (`known`, `overlay`); the router is asked anew each time, since clocks run and laws change.
//! Of an incident that somebody may see there are always routes. Mechanisms are those of [`crate::knowledge`].

mod access;
mod hearings;
mod known;
mod media;
mod named;
mod overlay;
mod revisions;

use crate::hub::outward::Way;
use crate::hub::{Hub, HubError, Versioned};
use hearings::Heard;
use known::{About, Known, Seen};
use media::Media;
pub(super) use named::incidents;
use ostrakon_access::{Organisation, Principal};
use ostrakon_exchange::taxii::stamp;
use ostrakon_model::Tlp;
use ostrakon_response::Actor;
use ostrakon_response::actor::ChannelFacts;
use ostrakon_response::plan;
use ostrakon_response::router::{Routes, Situation, one, route};
use ostrakon_store::{Commit, Effect, Event, Expect, NewRecord, ObjectQuery, RecordQuery, VersionMatch};
pub use revisions::{Rested, SituationRevision};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Kind of the records. The id is `organisation/incident`; in older data directories that of the incident alone.
pub(super) const KIND: &str = "situation";

/// What is known of an incident, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptSituation {
    /// The organisation that keeps it.
    pub owner: String,
    /// Its marking.
    pub marking: Tlp,
    /// What is known.
    pub situation: Situation,
}

/// What the routes of an incident are asked for.
pub(super) struct Wanted<'a> {
    /// The record that is decided on, `kind/id`: it is not in its own way.
    pub(super) record: &'a str,
    /// The election that it belongs to.
    pub(super) election: Option<&'a str>,
    /// The mechanisms that are asked about; none for all: of thirty a decision uses one.
    pub(super) only: Option<&'a BTreeSet<String>>,
}

/// What a decision on an incident needs to know.
pub(super) struct Answered {
    /// How each mechanism stands.
    pub(super) channels: BTreeMap<String, ChannelFacts>,
    /// Who is behind its items, and who was heard.
    pub(super) media: Media,
    /// What people wrote of it, which the answer rests on.
    pub(super) rested: Option<Rested>,
}

/// Everything that an organisation and its hub know of an incident.
struct Whole {
    situation: Situation,
    sources: overlay::Sources,
    /// What was typed and is not taken.
    set_aside: overlay::SetAside,
    /// Who was heard.
    heard: Vec<Heard>,
}

impl Hub {
    /// What may be done in a situation that is handed in.
    ///
    /// # Errors
    /// [`HubError::Refused`] for what no incident can be, [`HubError::NotFound`] when the asker's organisation is gone.
    pub fn route(&self, who: &Principal, situation: &Situation) -> Result<Routes, HubError> {
        situation.check().map_err(|refusal| HubError::Refused(Box::new(refusal)))?;
        let mut situation = situation.clone();
        situation.trusted_flaggers.extend(self.flaggers()?);
        let situation = self.with_registry(situation)?;
        Ok(route(self.mechanisms(), &situation, &self.actor(who)?, self.now()))
    }

    /// What may be done about an incident, with where each fact comes from.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for an incident that the asker may not see.
    pub fn route_incident(&self, who: &Principal, incident: &str) -> Result<Routes, HubError> {
        let missing = || HubError::NotFound(format!("incident {incident}"));
        let kept = self.kept_situation(&who.organisation, incident)?;
        let kept = kept.map(|kept| kept.value).filter(|kept| who.may_see(kept.marking));
        let seen = self.seen_incident(who, incident, true)?;
        if kept.is_none() && seen.is_none() {
            return Err(missing());
        }
        let typed = kept.map(|kept| kept.situation);
        let nothing = Wanted { record: "", election: None, only: None };
        let Whole { situation, sources, set_aside, .. } =
            self.whole_situation(&who.organisation, incident, typed.as_ref(), seen.as_ref(), &nothing)?;
        let mut routes = route(self.mechanisms(), &situation, &self.actor(who)?, self.now());
        (routes.sources, routes.set_aside) = (sources, set_aside);
        Ok(routes)
    }

    /// What is known of an incident, as people of the asker's organisation wrote it.
    ///
    /// # Errors
    /// [`HubError::NotFound`].
    pub fn situation(&self, who: &Principal, incident: &str) -> Result<Versioned<KeptSituation>, HubError> {
        let found = self.kept_situation(&who.organisation, incident)?;
        let found = found.filter(|kept| who.may_see(kept.value.marking));
        found.ok_or_else(|| HubError::NotFound(format!("situation of {incident}")))
    }

    /// What the asker's organisation knew of incidents at a moment, by incident.
    pub(crate) fn situations_at(
        &self,
        who: &Principal,
        at: i64,
    ) -> Result<BTreeMap<String, Situation>, HubError> {
        let (mut all, mut query) = (BTreeMap::new(), RecordQuery { limit: 1_000, ..RecordQuery::of(KIND) });
        loop {
            let page = self.store().records(&query)?;
            for record in page.rows {
                if record.owner != who.organisation || !who.may_see(record.marking) {
                    continue;
                }
                let record =
                    if record.updated > at { self.situation_before(&record, at)? } else { Some(record) };
                let Some(record) = record.filter(|record| who.may_see(record.marking)) else { continue };
                if let Some(kept) = Versioned::<KeptSituation>::read(record)? {
                    all.insert(kept.value.situation.incident.clone(), kept.value.situation);
                }
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None => return Ok(all),
            }
        }
    }

    /// Writes what is known of an incident: new (`seen` none), or over the revision that the writer has seen.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for an incident that the writer may not see, [`HubError::Changed`] when somebody wrote
    /// meanwhile, [`HubError::Refused`] for what no incident can be.
    pub fn put_situation(
        &self,
        who: &Principal,
        incident: &str,
        marking: Tlp,
        mut situation: Situation,
        seen: Option<i64>,
    ) -> Result<i64, HubError> {
        if incident.is_empty() || incident.len() > 100 {
            return Err(HubError::invalid("/id", "name the incident by its id"));
        }
        let there = self.situation_record(&who.organisation, incident)?;
        let theirs = there.as_ref().is_some_and(|there| who.may_see(there.marking));
        if !theirs && self.seen_incident(who, incident, true)?.is_none() {
            return Err(HubError::NotFound(format!("incident {incident}")));
        }
        if !who.may_see(marking) {
            let detail = format!("you may write up to {}", who.highest);
            return Err(HubError::NotAllowed { detail, rule: "marking".into() });
        }
        incident.clone_into(&mut situation.incident);
        situation.check().map_err(|mut refusal| {
            refusal.pointer.insert_str(0, "/situation");
            HubError::Refused(Box::new(refusal))
        })?;
        let kept = KeptSituation { owner: who.organisation.clone(), marking, situation };
        let body = serde_json::to_value(&kept).map_err(|error| HubError::invalid("", error.to_string()))?;
        let replaced = there.as_ref().map(revisions::rested);
        let mut effects: Vec<Effect> = there.iter().map(revisions::keep).collect();
        let id = there.map_or_else(|| place(&who.organisation, incident), |there| there.id);
        let record = NewRecord {
            kind: KIND.into(),
            id: id.clone(),
            owner: who.organisation.clone(),
            marking,
            keys: BTreeMap::new(),
            body,
        };
        effects.push(Effect::PutRecord(record));
        let commit = Commit {
            actor: who.actor().to_owned(),
            at: self.now(),
            events: vec![Event {
                kind: "situation.assessed".into(),
                subject: format!("{KIND}/{id}"),
                data: replaced.map_or_else(|| json!({}), |one| json!({ "replaces": one })),
                effects,
            }],
            expect: vec![Expect { kind: KIND.into(), id, rev: seen }],
            idempotency: None,
        };
        Ok(self.store().commit(commit)?.revs.last().copied().unwrap_or_default())
    }

    /// How each mechanism stands for an incident, for decisions of an actor, and who is behind its items. Its organisation decides
    /// on all that it knows, whatever the actor may read; of another's incident on what that one may see.
    pub(super) fn answered(
        &self,
        who: &Principal,
        actor: &Actor,
        incident: &str,
        wanted: &Wanted<'_>,
    ) -> Result<Answered, HubError> {
        let record = self.situation_record(&actor.organisation, incident)?;
        let rested = record.as_ref().map(revisions::rested);
        let kept = record.map_or(Ok(None), Versioned::<KeptSituation>::read)?;
        let seen = self.seen_incident(who, incident, !who.own)?;
        let typed = kept.map(|kept| kept.value.situation);
        let Whole { situation, heard, .. } =
            self.whole_situation(&actor.organisation, incident, typed.as_ref(), seen.as_ref(), wanted)?;
        let routes = self.routes_of(&situation, actor, wanted.only);
        let channels = plan::channel_facts(self.mechanisms(), &situation, &routes);
        Ok(Answered { channels, media: self.media_of_items(&situation, &heard)?, rested })
    }

    /// What the router says of some mechanisms, or of all.
    fn routes_of(&self, situation: &Situation, actor: &Actor, only: Option<&BTreeSet<String>>) -> Routes {
        let (mechanisms, now) = (self.mechanisms(), self.now());
        let Some(only) = only else { return route(mechanisms, situation, actor, now) };
        let asked = only.iter().filter_map(|id| mechanisms.get(id));
        Routes {
            incident: situation.incident.clone(),
            as_of: now,
            sources: BTreeMap::new(),
            set_aside: BTreeMap::new(),
            routes: asked.map(|mechanism| one(mechanism, situation, actor, now)).collect(),
        }
    }

    /// Everything that an organisation and its hub know of an incident, where it comes from, and who was heard.
    fn whole_situation(
        &self,
        organisation: &str,
        incident: &str,
        typed: Option<&Situation>,
        seen: Option<&Seen>,
        wanted: &Wanted<'_>,
    ) -> Result<Whole, HubError> {
        let named = typed.into_iter().flat_map(|typed| typed.elections.iter().map(|vote| vote.id.clone()));
        let elections = named.chain(wanted.election.map(str::to_owned)).collect();
        let about = About { organisation, incident, except: wanted.record, elections };
        let mut known: Known = self.known_of(&about, seen)?;
        let heard = std::mem::take(&mut known.heard);
        let originator = seen.is_some_and(|seen| seen.object["created_by_ref"] == organisation);
        let (mut situation, mut sources, set_aside) = overlay::overlaid(typed, known, originator);
        incident.clone_into(&mut situation.incident);
        situation.trusted_flaggers.extend(self.flaggers()?);
        self.with_evidence(organisation, &mut situation, &mut sources)?;
        let mut situation = self.with_registry(situation)?;
        self.with_hearings(&mut situation, &heard)?;
        Ok(Whole { situation, sources, set_aside, heard })
    }

    /// The basis that was recorded with evidence which is held here, whatever was typed.
    fn with_evidence(
        &self,
        organisation: &str,
        situation: &mut Situation,
        sources: &mut overlay::Sources,
    ) -> Result<(), HubError> {
        for one in &mut situation.evidence {
            if let Some(access) = self.recorded_access(organisation, &one.id)? {
                one.access = access;
                sources.entry("evidence".into()).or_default().insert(format!("evidence/{}", one.id));
            }
        }
        Ok(())
    }

    /// Trusted flaggers that this installation knows.
    fn flaggers(&self) -> Result<Vec<String>, HubError> {
        let known = self.all::<Organisation>("organisation")?.into_iter();
        let flaggers = known.filter(|one| one.value.trusted_flagger && one.value.disabled.is_none());
        Ok(flaggers.map(|one| one.id).collect())
    }

    /// What an organisation keeps of an incident.
    fn kept_situation(
        &self,
        organisation: &str,
        incident: &str,
    ) -> Result<Option<Versioned<KeptSituation>>, HubError> {
        let found = self.situation_record(organisation, incident)?;
        found.map_or(Ok(None), Versioned::<KeptSituation>::read)
    }

    /// The newest version of an incident's object on the shelves that the asker reads, with its effective marking; through the
    /// gate, unless the own organisation decides on what it holds.
    fn seen_incident(&self, who: &Principal, incident: &str, gated: bool) -> Result<Option<Seen>, HubError> {
        self.seen_object(who, incident, gated)
    }

    /// The newest version of an object, as the asker may see it.
    fn seen_object(&self, who: &Principal, id: &str, gated: bool) -> Result<Option<Seen>, HubError> {
        let query = ObjectQuery {
            ids: vec![id.to_owned()],
            versions: vec![VersionMatch::Last],
            limit: 10,
            ..ObjectQuery::default()
        };
        let shelves: Vec<String> = if gated {
            self.readable(who)?.into_iter().map(|(shelf, _)| shelf).collect()
        } else {
            self.people().collections()?.into_iter().map(|one| one.id).collect()
        };
        let mut newest: Option<(Option<i64>, Seen)> = None;
        for shelf in shelves {
            let rows: Vec<_> = self
                .store()
                .objects(&shelf, &query)?
                .rows
                .into_iter()
                .filter(|row| row.erased.is_none())
                .collect();
            if rows.is_empty() {
                continue;
            }
            let way = Way::to(self, who, &shelf)?;
            let rows = if gated { way.pass(self, rows, true, false)? } else { rows };
            let objects: Vec<Value> =
                rows.iter().filter_map(|row| serde_json::from_slice(&row.bytes).ok()).collect();
            let labels = way.labels(self, &objects)?;
            for (object, marking) in objects.into_iter().zip(labels) {
                let modified = object["modified"].as_str().and_then(stamp::parse);
                if newest.as_ref().is_none_or(|(held, _)| *held < modified) {
                    newest = Some((modified, Seen { object, marking }));
                }
            }
        }
        Ok(newest.map(|(_, seen)| seen))
    }
}

/// Where an organisation keeps what it knows of an incident.
fn place(organisation: &str, incident: &str) -> String {
    format!("{organisation}/{incident}")
}
