//! What is known of an incident, kept; and what may be done about it, asked of the router.
//!
//! **The choice.** What is known of an incident and matters in law is a record of its own, written by people and versioned like
//! any other; the router is asked anew each time, since clocks run and laws change. Mechanisms are those of [`crate::knowledge`].

use crate::hub::{Hub, HubError, Versioned};
use ostrakon_access::{Organisation, Principal};
use ostrakon_model::Tlp;
use ostrakon_response::Actor;
use ostrakon_response::actor::ChannelFacts;
use ostrakon_response::plan;
use ostrakon_response::router::{Routes, Situation, route};
use ostrakon_store::{Commit, Effect, Event, Expect, NewRecord, RecordQuery};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Kind of the records: the id is that of the incident.
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

/// Ids of incidents anywhere in a command.
pub(super) fn incidents(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.starts_with("incident--") && text.len() < 60 => {
            found.insert(text.clone());
        }
        Value::Array(all) => all.iter().for_each(|one| incidents(one, found)),
        Value::Object(map) => map.values().for_each(|one| incidents(one, found)),
        _ => {}
    }
}

/// The situation with the trusted flaggers that this installation knows.
fn with_flaggers(situation: &Situation, known: impl Iterator<Item = String>) -> Situation {
    let mut situation = situation.clone();
    situation.trusted_flaggers.extend(known);
    situation
}

impl Hub {
    /// What may be done in a situation that is handed in.
    ///
    /// # Errors
    /// [`HubError::NotFound`] when the asker's organisation is gone.
    pub fn route(&self, who: &Principal, situation: &Situation) -> Result<Routes, HubError> {
        let known = self.all::<Organisation>("organisation")?.into_iter();
        let flaggers = known.filter(|one| one.value.trusted_flagger && one.value.disabled.is_none());
        let situation = self.with_registry(with_flaggers(situation, flaggers.map(|one| one.id)))?;
        Ok(route(self.mechanisms(), &situation, &self.actor(who)?, self.now()))
    }

    /// What may be done about an incident of which something is known.
    ///
    /// # Errors
    /// [`HubError::NotFound`] when nothing is, or not for the asker.
    pub fn route_incident(&self, who: &Principal, incident: &str) -> Result<Routes, HubError> {
        let kept = self.situation(who, incident)?;
        self.route(who, &kept.value.situation)
    }

    /// What is known of an incident.
    ///
    /// # Errors
    /// [`HubError::NotFound`].
    pub fn situation(&self, who: &Principal, incident: &str) -> Result<Versioned<KeptSituation>, HubError> {
        let theirs = |kept: &Versioned<KeptSituation>| {
            kept.value.owner == who.organisation && who.may_see(kept.value.marking)
        };
        let found = self.one::<KeptSituation>(KIND, incident)?.filter(theirs);
        found.ok_or_else(|| HubError::NotFound(format!("situation of {incident}")))
    }

    /// What the asker's organisation knew of incidents at a moment, by incident. What was written since is left out: of what
    /// was known before only the last version is kept.
    pub(crate) fn situations_at(
        &self,
        who: &Principal,
        at: i64,
    ) -> Result<BTreeMap<String, Situation>, HubError> {
        let (mut all, mut query) = (BTreeMap::new(), RecordQuery { limit: 1_000, ..RecordQuery::of(KIND) });
        loop {
            let page = self.store().records(&query)?;
            for record in page.rows {
                if record.owner != who.organisation || !who.may_see(record.marking) || record.updated > at {
                    continue;
                }
                if let Some(kept) = Versioned::<KeptSituation>::read(record)? {
                    all.insert(kept.id, kept.value.situation);
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
    /// [`HubError::Changed`] when somebody wrote meanwhile, [`HubError::NotFound`] for another organisation's.
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
        let there = self.one::<KeptSituation>(KIND, incident)?;
        if there.is_some_and(|there| there.value.owner != who.organisation) {
            return Err(HubError::NotFound(format!("situation of {incident}")));
        }
        if !who.may_see(marking) {
            let detail = format!("you may write up to {}", who.highest);
            return Err(HubError::NotAllowed { detail, rule: "marking".into() });
        }
        incident.clone_into(&mut situation.incident);
        let kept = KeptSituation { owner: who.organisation.clone(), marking, situation };
        let body = serde_json::to_value(&kept).map_err(|error| HubError::invalid("", error.to_string()))?;
        let record = NewRecord {
            kind: KIND.into(),
            id: incident.into(),
            owner: who.organisation.clone(),
            marking,
            keys: BTreeMap::new(),
            body,
        };
        let commit = Commit {
            actor: who.actor().to_owned(),
            at: self.now(),
            events: vec![Event {
                kind: "situation.assessed".into(),
                subject: format!("{KIND}/{incident}"),
                data: json!({}),
                effects: vec![Effect::PutRecord(record)],
            }],
            expect: vec![Expect { kind: KIND.into(), id: incident.into(), rev: seen }],
            idempotency: None,
        };
        Ok(self.store().commit(commit)?.revs.first().copied().unwrap_or_default())
    }

    /// How each mechanism stands for an incident, for decisions; `None` when nothing is known of it.
    pub(super) fn routes_of(
        &self,
        actor: &Actor,
        incident: &str,
        flaggers: &BTreeSet<String>,
    ) -> Result<Option<BTreeMap<String, ChannelFacts>>, HubError> {
        let Some(kept) = self.one::<KeptSituation>(KIND, incident)? else { return Ok(None) };
        if kept.value.owner != actor.organisation {
            return Ok(None);
        }
        let situation = self.with_registry(with_flaggers(&kept.value.situation, flaggers.iter().cloned()))?;
        let routes = route(self.mechanisms(), &situation, actor, self.now());
        Ok(Some(plan::channel_facts(self.mechanisms(), &routes)))
    }
}
