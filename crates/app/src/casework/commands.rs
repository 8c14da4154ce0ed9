//! A command: decided, and written in one commit with everything that follows from it.

use super::consequences::{self, Consequence};
use super::kinds::{Asks, Decided, Kind, Undecided};
use super::routing::Wanted;
use super::{EVENT, Shown, kind};
use crate::hub::{Hub, HubError};
use crate::public::Change;
use crate::situation::Complement;
use ostrakon_access::{Principal, two_person};
use ostrakon_model::Tlp;
use ostrakon_response::actor::MediaFacts;
use ostrakon_response::aggregate::ITSELF;
use ostrakon_response::case::Case;
use ostrakon_response::contestation::Contestation;
use ostrakon_response::evidence_file::EvidenceFile;
use ostrakon_response::measure::Measure;
use ostrakon_response::publication::Publication;
use ostrakon_response::report::Report as Issue;
use ostrakon_response::router::Answer;
use ostrakon_response::{Actor, Aggregate, Approval, Outward, Party, Scene};
use ostrakon_store::{Commit, Effect, Event, Expect, NewRecord, Record, Released};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What a record's body holds: the state, and how many events made it.
#[derive(serde::Serialize, serde::Deserialize)]
pub(crate) struct Kept {
    pub(crate) events: u64,
    pub(crate) state: Value,
}

/// What one command writes: its events with their effects, and on which revisions that rests.
struct Step {
    events: Vec<Event>,
    expect: Vec<Expect>,
    /// The record's state after it.
    state: Value,
    /// What its events say.
    said: Vec<Value>,
}

/// A command, and to what.
struct Asked<'a> {
    kind: &'static Kind,
    id: &'a str,
    record: Option<&'a Record>,
    command: &'a Value,
    approval: Option<&'a (Approval, two_person::Sensitive)>,
}

/// The ledger's lines of what went to whom.
fn released(recipients: &[String], subject: &str, count: u64, marking: Tlp) -> Vec<Effect> {
    let line = |recipient: &String| Effect::Release {
        recipient: recipient.clone(),
        route: if recipient == "public" { "public" } else { "rest" }.into(),
        objects: vec![Released { object: subject.to_owned(), version: count.to_string(), marking }],
    };
    recipients.iter().map(line).collect()
}

/// The record of a kind, for its body.
pub(crate) fn kept(record: &Record) -> Result<Kept, HubError> {
    serde_json::from_value(record.body.clone()).map_err(|error| HubError::Damaged {
        what: format!("{}/{}", record.kind, record.id),
        why: error.to_string(),
    })
}

/// The kind of a name.
pub(super) fn known(name: &str) -> Result<&'static Kind, HubError> {
    kind(name).ok_or_else(|| HubError::NotFound(format!("kind of record `{name}`")))
}

impl Hub {
    /// Opens a record: `command` is the kind's `open`.
    ///
    /// # Errors
    /// [`HubError::Refused`] by a rule, [`HubError::Invalid`] for a command that cannot be read.
    pub fn open_record(
        &self,
        who: &Principal,
        kind: &str,
        command: &Value,
        approval: Option<&str>,
    ) -> Result<Shown, HubError> {
        let id = uuid::Uuid::new_v4().to_string();
        self.names_incidents(who, None, command)?;
        self.decide(who, known(kind)?, &id, None, command, approval)?;
        self.record_of(who, kind, &id)
    }

    /// Commands a record. `seen`: the revision that the asker has seen; where it is given and no longer the newest, nothing
    /// is done.
    ///
    /// # Errors
    /// As [`Hub::open_record`]; [`HubError::NotFound`] for what the asker may not see; [`HubError::Changed`].
    pub fn command_record(
        &self,
        who: &Principal,
        kind: &str,
        id: &str,
        command: &Value,
        seen: Option<i64>,
        approval: Option<&str>,
    ) -> Result<Shown, HubError> {
        let kind = known(kind)?;
        consequences::refuse_reserved(kind, command)?;
        let record = self.visible(who, kind, id)?;
        if let Some(seen) = seen.filter(|seen| *seen != record.rev) {
            let name = kind.name;
            return Err(HubError::Changed(format!(
                "{name}/{id} is at revision {} and you have seen {seen}: read it again before you act on it",
                record.rev
            )));
        }
        self.names_incidents(who, Some(&record.body), command)?;
        let meant = if kind.name == Case::KIND { self.meant(who, &record, command)? } else { None };
        match meant {
            Some((other, meant)) => self.decide(who, kind, &other.id, Some(&other), &meant, approval)?,
            None => self.decide(who, kind, id, Some(&record), command, approval)?,
        }
        // Who withdraws from a record may no longer see it; then there is nothing to show.
        self.record_of(who, kind.name, id)
    }

    /// Enters a series that a program counted: the one command that is not taken from outside.
    pub(super) fn enter_counted(&self, who: &Principal, id: &str, command: &Value) -> Result<(), HubError> {
        let kind = known(Measure::KIND)?;
        let record = self.visible(who, kind, id)?;
        self.decide(who, kind, id, Some(&record), command, None)
    }

    /// Opens a record under an id of the caller's, for acts that are not asked for over an interface.
    pub(crate) fn open_as(
        &self,
        who: &Principal,
        kind: &str,
        id: &str,
        command: &Value,
    ) -> Result<(), HubError> {
        self.decide(who, known(kind)?, id, None, command, None)
    }

    fn decide(
        &self,
        who: &Principal,
        kind: &'static Kind,
        id: &str,
        record: Option<&Record>,
        command: &Value,
        approval: Option<&str>,
    ) -> Result<(), HubError> {
        let _turn = self.index().turn();
        let approval = approval.map(|proposal| self.approval(proposal, who)).transpose()?;
        let now = self.now();
        let complement = match record.filter(|_| kind.name == Issue::KIND) {
            Some(record) => self.complement(who, record, command)?,
            None => None,
        };
        let said = command;
        let filled =
            if kind.name == Publication::KIND { self.with_outcomes(who, record, command)? } else { None };
        let command = filled.as_ref().unwrap_or(command);
        let command = complement.as_ref().map_or(command, |one| &one.command);
        let actor = self.actor(who)?;
        let by = actor.party();
        let asked = Asked { kind, id, record, command, approval: approval.as_ref() };
        let Some(mut step) = self.step(who, &actor, &by, &asked)? else {
            return Ok(());
        };
        if let Some(Complement { records, also, .. }) = complement {
            if let Some(last) = step.events.last_mut() {
                last.effects.extend(records.into_iter().map(Effect::PutRecord));
            }
            for (other, command) in also {
                let there = self.store().record(kind.name, &other)?;
                let asked =
                    Asked { kind, id: &other, record: there.as_ref(), command: &command, approval: None };
                if let Some(more) = self.step(who, &actor, &by, &asked)? {
                    step.events.extend(more.events);
                    step.expect.extend(more.expect);
                }
            }
        }
        let notices = self.correction_notices(kind.name, &step.state, &step.said)?;
        if let Some(last) = step.events.last_mut() {
            last.effects.extend(notices);
        }
        let owner = record.map_or(who.organisation.as_str(), |record| record.owner.as_str());
        for one in self.follows(kind.name, id, &step.state, &step.said, owner)? {
            if let Some(more) = self.follow(who, &actor, &one)? {
                step.events.extend(more.events);
                step.expect.extend(more.expect);
            }
        }
        if let Some((given, action)) = &approval {
            let subject = format!("{}/{id}", kind.name);
            let spent = self.people().spend_on(&given.proposal, *action, &subject, Some(said), who, now)?;
            step.events.insert(0, spent.event);
            step.expect.push(spent.expect);
        }
        let Step { events, expect, .. } = step;
        let commit = Commit { actor: who.actor().to_owned(), at: now, events, expect, idempotency: None };
        self.store().commit(commit)?;
        Ok(())
    }

    /// The first of the commands of a consequence that the other record's rules allow.
    fn follow(&self, who: &Principal, cause: &Actor, one: &Consequence) -> Result<Option<Step>, HubError> {
        let Some(record) =
            self.store().record(one.kind.name, &one.id)?.filter(|found| found.erased.is_none())
        else {
            return Ok(None);
        };
        let house = self.house_of(&record, cause, one.role)?;
        let mut refused = None;
        for command in &one.commands {
            let asked = Asked { kind: one.kind, id: &one.id, record: Some(&record), command, approval: None };
            match self.step(who, &house, &cause.party(), &asked) {
                Ok(step) => return Ok(step),
                Err(HubError::Refused(refusal)) => refused = refused.or(Some(refusal)),
                // Somebody who takes part there may not be told: that stops what must follow, and nothing else.
                Err(HubError::NotAllowed { .. }) if !one.must => {}
                Err(error) => return Err(error),
            }
        }
        match refused {
            Some(refusal) if one.must => Err(HubError::Refused(refusal)),
            _ => Ok(None),
        }
    }

    /// What a command writes; `None` when it changes nothing. `by` is who acted, as events keep it.
    fn step(
        &self,
        who: &Principal,
        actor: &Actor,
        by: &Party,
        asked: &Asked<'_>,
    ) -> Result<Option<Step>, HubError> {
        let Asked { kind, id, record, command, approval } = *asked;
        let now = self.now();
        let before = record.map(kept).transpose()?;
        let state = before.as_ref().map(|kept| &kept.state);
        let subject = format!("{}/{id}", kind.name);
        let mut refers_to = (kind.refers_to)(state, command);
        if refers_to.remove(ITSELF) {
            refers_to.insert(subject.clone());
        }
        if kind.name == Contestation::KIND {
            refers_to = self.resolved(who, actor, refers_to)?;
        }
        let look = state.and_then(kind.look).unwrap_or_default();
        let asked = (kind.asks_the_router)(state, command);
        let asks = asked != Asks::Nothing;
        let mut incidents = BTreeSet::new();
        if asks {
            super::routing::incidents(command, &mut incidents);
        }
        match asked {
            Asks::Nothing => {}
            Asks::OfAdded => incidents.retain(|one| !look.summary.incidents.contains(one)),
            Asks::OfAll => {
                // An incident that is named as evidence is one of the record.
                state
                    .into_iter()
                    .for_each(|state| super::routing::incidents(&state["draft"], &mut incidents));
                incidents.extend(look.summary.incidents);
            }
        }
        let election = look.summary.election.as_deref().or_else(|| command["draft"]["election"].as_str());
        let only = (kind.mechanisms)(state, command);
        let wanted = Wanted { record: &subject, election, only: only.as_ref() };
        let (mut facts, mut rested) = self.facts((who, actor), &refers_to, &incidents, &wanted)?;
        facts.open = self.open_keys(who, kind)?;
        // What the items of an incident say of an address holds, where the registry is silent.
        if asks {
            let media = self.media_of_addresses(&actor.organisation, &wanted, state, command)?;
            facts.heard.extend(media.heard);
            for (address, listed) in media.behind {
                let said = facts.media.entry(address).or_insert_with(|| listed.clone());
                if listed.declared != Answer::Unknown {
                    *said = MediaFacts { heard: said.heard || listed.heard, ..listed };
                }
            }
        }
        if kind.name == Publication::KIND {
            facts.access = self.access_of_named(who, state, command)?;
        }
        if kind.name == EvidenceFile::KIND {
            let owner = record.map_or(&actor.organisation, |record| &record.owner);
            facts.access = self.access_of_items(owner, state, command)?;
        }
        facts.humans = self.humans_of(state, command, approval.map(|(given, _)| given));
        if let Some((given, _)) = approval.filter(|(given, _)| given.subject != subject) {
            let why = format!("proposal {} is about {}, not about {subject}", given.proposal, given.subject);
            return Err(HubError::invalid("approval", why));
        }
        let scene = Scene { id, actor, now, approval: approval.map(|(given, _)| given), facts: &facts };
        let decided = (kind.decide)(state, command, &scene, by);
        let Decided { mut events, mut state } = decided.map_err(|why| match why {
            Undecided::Unreadable(why) => HubError::invalid("", why),
            Undecided::Refused(refusal) => HubError::Refused(refusal),
            Undecided::Damaged(why) => HubError::Damaged { what: subject.clone(), why },
        })?;
        if events.is_empty() {
            return Ok(None);
        }
        if kind.name == EvidenceFile::KIND {
            self.sign_custody(&mut events, &mut state)?;
        }
        let summary = (kind.look)(&state).unwrap_or_default().summary;
        let owner = record.map_or_else(|| who.organisation.clone(), |record| record.owner.clone());
        let mut count = before.as_ref().map_or(0, |kept| kept.events);
        // What was decided without asking the router rests on what was known all the same.
        if events.iter().any(|(_, _, outward)| outward.is_some()) {
            self.also_rested(&actor.organisation, &summary.incidents, &mut rested)?;
        }
        let (mut logged, mut said) = (Vec::new(), Vec::with_capacity(events.len()));
        for (name, what, outward) in events {
            count += 1;
            said.push(what.clone());
            let what = NewRecord {
                kind: EVENT.into(),
                id: format!("{subject}/{count:08}"),
                owner: owner.clone(),
                marking: summary.marking,
                keys: BTreeMap::new(),
                body: what,
            };
            let mut effects = vec![Effect::PutRecord(what)];
            let mut data = json!({ "n": count });
            if !rested.is_empty() {
                data["rested_on"] = serde_json::to_value(&rested).unwrap_or_default();
            }
            if let Some(outward) = outward {
                let marking = self.goes_under(kind.name, &state, summary.marking)?;
                self.may_go(marking, &outward)?;
                // Of whom outside nobody here knows that they do not enforce, it is assumed.
                if kind.name == EvidenceFile::KIND {
                    self.may_reach_enforcement(&outward.evidence)?;
                }
                effects.extend(released(&outward.recipients, &subject, count, marking));
                data["outward"] = serde_json::to_value(&outward).unwrap_or_default();
            }
            logged.push(Event {
                kind: format!("{}.{name}", kind.name),
                subject: subject.clone(),
                data,
                effects,
            });
        }
        if let Some(event) = logged.last_mut() {
            event.effects.push(Effect::PutRecord(NewRecord {
                kind: kind.name.into(),
                id: id.into(),
                owner: owner.clone(),
                marking: summary.marking,
                keys: keys(&summary),
                body: serde_json::to_value(Kept { events: count, state: state.clone() }).unwrap_or_default(),
            }));
            if kind.name == Publication::KIND {
                let before = before.as_ref().map(|kept| &kept.state);
                let change =
                    Change { id, before, after: &state, count, owner: &owner, actor: who.actor(), at: now };
                if let Some(published) = self.published(&change)? {
                    event.data["register"] = published.data;
                    event.effects.extend(published.effects);
                }
            }
        }
        let expect =
            vec![Expect { kind: kind.name.into(), id: id.into(), rev: record.map(|record| record.rev) }];
        Ok(Some(Step { events: logged, expect, state, said }))
    }

    /// Refuses to send to an organisation of this installation more than what is agreed with it.
    fn may_go(&self, marking: Tlp, outward: &Outward) -> Result<(), HubError> {
        for recipient in &outward.recipients {
            let Some(organisation) = self.one::<ostrakon_access::Organisation>("organisation", recipient)?
            else {
                continue;
            };
            if organisation.value.own {
                continue;
            }
            if organisation.value.enforcement {
                self.may_reach_enforcement(&outward.evidence)?;
            }
            let agreement = self.agreement(recipient)?.map(|found| found.value.for_gate());
            let agreement = agreement.filter(|one| one.in_force(self.now()));
            let highest = agreement.map_or(Tlp::Clear, |one| one.highest);
            if marking > highest {
                return Err(HubError::NotAllowed {
                    detail: format!(
                        "{} may be told up to {highest} and this is {marking}: agree with it first (PUT /api/v1/agreements/{recipient}), or give it a wider marking",
                        organisation.value.name
                    ),
                    rule: "agreement".into(),
                });
            }
        }
        Ok(())
    }
}

/// By which records are looked up in the store.
fn keys(summary: &ostrakon_response::Summary) -> BTreeMap<String, String> {
    let mut keys = BTreeMap::from([("state".to_owned(), summary.state.clone())]);
    if let Some(election) = &summary.election {
        keys.insert("election".into(), election.clone());
    }
    keys
}
