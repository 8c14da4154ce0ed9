//! A command: decided, and written in one commit with everything that follows from it.

use super::kinds::{Decided, Kind, Undecided};
use super::{EVENT, Shown, kind};
use crate::hub::{Hub, HubError};
use crate::situation::Complement;
use ostrakon_access::{Principal, two_person};
use ostrakon_model::Tlp;
use ostrakon_response::aggregate::ITSELF;
use ostrakon_response::report::Report as Issue;
use ostrakon_response::{Aggregate, Approval, Scene};
use ostrakon_store::{Commit, Effect, Event, Expect, NewRecord, Record, Released};
use serde_json::{Value, json};
use std::collections::BTreeMap;

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
        let record = self.visible(who, kind, id)?;
        if let Some(seen) = seen.filter(|seen| *seen != record.rev) {
            let name = kind.name;
            return Err(HubError::Changed(format!(
                "{name}/{id} is at revision {} and you have seen {seen}: read it again before you act on it",
                record.rev
            )));
        }
        self.decide(who, kind, id, Some(&record), command, approval)?;
        // Who withdraws from a record may no longer see it; then there is nothing to show.
        self.record_of(who, kind.name, id)
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
        let command = complement.as_ref().map_or(command, |one| &one.command);
        let Some(mut step) = self.step(who, kind, id, record, command, approval.as_ref())? else {
            return Ok(());
        };
        if let Some(Complement { records, also, .. }) = complement {
            if let Some(last) = step.events.last_mut() {
                last.effects.extend(records.into_iter().map(Effect::PutRecord));
            }
            for (other, command) in also {
                let there = self.store().record(kind.name, &other)?;
                let more = self.step(who, kind, &other, there.as_ref(), &command, None)?;
                if let Some(more) = more {
                    step.events.extend(more.events);
                    step.expect.extend(more.expect);
                }
            }
        }
        if let Some((given, action)) = &approval {
            let subject = format!("{}/{id}", kind.name);
            let spent = self.people().spend(&given.proposal, *action, &subject, who, now)?;
            step.events.insert(0, spent.event);
            step.expect.push(spent.expect);
        }
        let Step { events, expect } = step;
        let commit = Commit { actor: who.actor().to_owned(), at: now, events, expect, idempotency: None };
        self.store().commit(commit)?;
        Ok(())
    }

    /// What a command writes; `None` when it changes nothing.
    fn step(
        &self,
        who: &Principal,
        kind: &'static Kind,
        id: &str,
        record: Option<&Record>,
        command: &Value,
        approval: Option<&(Approval, two_person::Sensitive)>,
    ) -> Result<Option<Step>, HubError> {
        let (actor, now) = (self.actor(who)?, self.now());
        let before = record.map(kept).transpose()?;
        let state = before.as_ref().map(|kept| &kept.state);
        let subject = format!("{}/{id}", kind.name);
        let mut refers_to = (kind.refers_to)(state, command);
        if refers_to.remove(ITSELF) {
            refers_to.insert(subject.clone());
        }
        let mut incidents = state.and_then(kind.look).map(|look| look.summary.incidents).unwrap_or_default();
        super::routing::incidents(command, &mut incidents);
        let mut facts = self.facts(&actor, &refers_to, &incidents)?;
        facts.open = self.open_keys(who, kind)?;
        if let Some((given, _)) = approval.filter(|(given, _)| given.subject != subject) {
            let why = format!("proposal {} is about {}, not about {subject}", given.proposal, given.subject);
            return Err(HubError::invalid("approval", why));
        }
        let scene =
            Scene { id, actor: &actor, now, approval: approval.map(|(given, _)| given), facts: &facts };
        let decided = (kind.decide)(state, command, &scene, &actor.party());
        let Decided { events, state } = decided.map_err(|why| match why {
            Undecided::Unreadable(why) => HubError::invalid("", why),
            Undecided::Refused(refusal) => HubError::Refused(refusal),
            Undecided::Damaged(why) => HubError::Damaged { what: subject.clone(), why },
        })?;
        if events.is_empty() {
            return Ok(None);
        }
        let summary = (kind.look)(&state).unwrap_or_default().summary;
        let owner = record.map_or_else(|| who.organisation.clone(), |record| record.owner.clone());
        let mut count = before.map_or(0, |kept| kept.events);
        let (mut logged, last) = (Vec::new(), events.len() - 1);
        for (index, (name, said, outward)) in events.into_iter().enumerate() {
            count += 1;
            let said = NewRecord {
                kind: EVENT.into(),
                id: format!("{subject}/{count:08}"),
                owner: owner.clone(),
                marking: summary.marking,
                keys: BTreeMap::new(),
                body: said,
            };
            let mut effects = vec![Effect::PutRecord(said)];
            let mut data = json!({ "n": count });
            if let Some(outward) = outward {
                self.may_go(summary.marking, &outward.recipients)?;
                for recipient in &outward.recipients {
                    let object = Released {
                        object: subject.clone(),
                        version: count.to_string(),
                        marking: summary.marking,
                    };
                    effects.push(Effect::Release {
                        recipient: recipient.clone(),
                        route: "rest".into(),
                        objects: vec![object],
                    });
                }
                data["outward"] = serde_json::to_value(&outward).unwrap_or_default();
            }
            if index == last {
                effects.push(Effect::PutRecord(NewRecord {
                    kind: kind.name.into(),
                    id: id.into(),
                    owner: owner.clone(),
                    marking: summary.marking,
                    keys: keys(&summary),
                    body: serde_json::to_value(Kept { events: count, state: state.clone() })
                        .unwrap_or_default(),
                }));
            }
            logged.push(Event {
                kind: format!("{}.{name}", kind.name),
                subject: subject.clone(),
                data,
                effects,
            });
        }
        let expect =
            vec![Expect { kind: kind.name.into(), id: id.into(), rev: record.map(|record| record.rev) }];
        Ok(Some(Step { events: logged, expect }))
    }

    /// Refuses to send to an organisation of this installation more than what is agreed with it.
    fn may_go(&self, marking: Tlp, recipients: &[String]) -> Result<(), HubError> {
        for recipient in recipients {
            let Some(organisation) = self.one::<ostrakon_access::Organisation>("organisation", recipient)?
            else {
                continue;
            };
            if organisation.value.own {
                continue;
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
