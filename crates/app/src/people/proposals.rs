//! What takes two people, kept: proposed, decided, carried out.
//!
//! **The choice.** The act itself is some other use case's. That one asks [`People::spend`] for the event that spends the
//! approval, and commits it together with what was approved: an act without a spent approval, or an approval spent
//! without the act, cannot come about. **Rejected.** A flag that is checked before acting: two who check at once act twice.

use super::{
    Actor, People, Result, error,
    records::{Draft, Kept, PERSON, PROPOSAL},
};
use crate::hub::{HubError, Versioned};
use ostrakon_access::{
    Person, Principal, secret,
    two_person::{Command, Event, Party, Proposal, Sensitive, decide, evolve},
};
use ostrakon_store::{Effect, Event as Logged, Expect, NewRecord};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What somebody proposes.
#[derive(Debug, Clone)]
pub struct NewProposal {
    /// What is to be done.
    pub action: Sensitive,
    /// To what: the id of a record.
    pub subject: String,
    /// Why.
    pub reason: String,
    /// The command that will be carried out with the approval, for what stands in no record yet.
    pub command: Option<Value>,
}

/// An approval about to be spent: to be put into the commit of the act.
#[derive(Debug, Clone)]
pub struct Spent {
    /// The event that spends it.
    pub event: Logged,
    /// The revision at which it may be spent.
    pub expect: Expect,
}

impl People {
    /// Makes a proposal.
    ///
    /// # Errors
    /// For a missing role, subject or reason.
    pub fn propose(&self, new: NewProposal, by: &Principal, now: i64) -> Result<Proposal> {
        let id = format!("proposal--{}", secret::uuid(&mut self.entropy()));
        let NewProposal { action, subject, reason, command } = new;
        self.step(None, Command::Propose { id, action, subject, reason, command }, by, now)
    }

    /// Approves a proposal, as a second person: the subject as it stands now. A change of it afterwards spoils the approval.
    ///
    /// # Errors
    /// For whoever is no second person, and for a proposal that is not open.
    pub fn approve(&self, id: &str, note: Option<String>, by: &Principal, now: i64) -> Result<Proposal> {
        self.approve_as_seen(id, note, None, by, now)
    }

    /// As [`People::approve`], where `seen` is the revision of the subject that was read.
    ///
    /// # Errors
    /// As [`People::approve`]; [`HubError::Changed`] when the subject is at another revision.
    pub fn approve_as_seen(
        &self,
        id: &str,
        note: Option<String>,
        seen: Option<i64>,
        by: &Principal,
        now: i64,
    ) -> Result<Proposal> {
        let kept = self.kept_proposal(id, by)?;
        let version = self.revision(&kept.value.subject)?;
        if seen.is_some() && seen != version {
            return Err(HubError::Changed(format!(
                "{} was changed since you read it: read it again before you approve it",
                kept.value.subject
            )));
        }
        self.step(Some(kept), Command::Approve { note, version }, by, now)
    }

    /// Revision of what a proposal is about; none for what is no record, such as bytes, which their digest names.
    fn revision(&self, subject: &str) -> Result<Option<i64>> {
        let Some((kind, id)) = subject.split_once('/') else { return Ok(None) };
        Ok(self.store().record(kind, id)?.map(|record| record.rev))
    }

    /// Rejects a proposal, as a second person.
    ///
    /// # Errors
    /// As for [`People::approve`].
    pub fn reject(&self, id: &str, note: String, by: &Principal, now: i64) -> Result<Proposal> {
        self.step(Some(self.kept_proposal(id, by)?), Command::Reject { note }, by, now)
    }

    /// Takes a proposal back, as the first person.
    ///
    /// # Errors
    /// For anybody else, and for a proposal that is over.
    pub fn withdraw(&self, id: &str, by: &Principal, now: i64) -> Result<Proposal> {
        self.step(Some(self.kept_proposal(id, by)?), Command::Withdraw, by, now)
    }

    /// The event that spends an approval, for the commit of the act.
    ///
    /// # Errors
    /// When it is not approved, over, for something else, or its two people are no longer two active people.
    pub fn spend(
        &self,
        id: &str,
        action: Sensitive,
        subject: &str,
        by: &Principal,
        now: i64,
    ) -> Result<Spent> {
        self.spend_on(id, action, subject, None, by, now)
    }

    /// As [`People::spend`], for an act that is a command: where the proposal bears one, it must be this.
    ///
    /// # Errors
    /// As [`People::spend`]; when the subject or the command is not what was approved.
    pub fn spend_on(
        &self,
        id: &str,
        action: Sensitive,
        subject: &str,
        command: Option<&Value>,
        by: &Principal,
        now: i64,
    ) -> Result<Spent> {
        let kept = self.kept_proposal(id, by)?;
        let standing = self.standing(&kept.value)?;
        let version = self.revision(subject)?;
        let (subject, command) = (subject.to_owned(), command.cloned());
        let command = Command::CarryOut { action, subject, version, command, standing };
        let (event, next) = self.decided(Some(&kept), command, by, now)?;
        let record = NewRecord {
            kind: PROPOSAL.into(),
            id: next.id.clone(),
            owner: next.proposer.organisation.clone(),
            keys: keys(&next),
            body: serde_json::to_value(&next).unwrap_or_default(),
            ..NewRecord::default()
        };
        Ok(Spent {
            event: Logged {
                kind: name_of(&event).into(),
                subject: format!("{PROPOSAL}/{id}"),
                data: data_of(&next),
                effects: vec![Effect::PutRecord(record)],
            },
            expect: Expect { kind: PROPOSAL.into(), id: id.into(), rev: Some(kept.rev) },
        })
    }

    /// Proposals of the asker's organisation, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn proposals(&self, by: &Principal) -> Result<Vec<Proposal>> {
        let key = ("organisation", by.organisation.as_str());
        let mut all: Vec<Proposal> =
            self.all(PROPOSAL, Some(key))?.into_iter().map(|kept| kept.value).collect();
        all.sort_by_key(|proposal| std::cmp::Reverse(proposal.proposed));
        Ok(all)
    }

    /// One of them.
    ///
    /// # Errors
    /// When there is none of this id in the asker's organisation.
    pub fn proposal(&self, id: &str, by: &Principal) -> Result<Versioned<Proposal>> {
        Ok(self.kept_proposal(id, by)?.versioned(|proposal| &proposal.id))
    }

    fn kept_proposal(&self, id: &str, by: &Principal) -> Result<Kept<Proposal>> {
        self.get::<Proposal>(PROPOSAL, id)?
            .filter(|kept| kept.value.proposer.organisation == by.organisation)
            .ok_or_else(|| error::not_found("such proposal"))
    }

    fn step(
        &self,
        kept: Option<Kept<Proposal>>,
        command: Command,
        by: &Principal,
        now: i64,
    ) -> Result<Proposal> {
        let (event, next) = self.decided(kept.as_ref(), command, by, now)?;
        let mut draft = Draft::new(&Actor::of(by), now);
        draft.event(name_of(&event), format!("{PROPOSAL}/{}", next.id), data_of(&next));
        let keys = keys(&next);
        let keys: Vec<_> = keys.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        let owner = &next.proposer.organisation;
        draft.put((PROPOSAL, &next.id), owner, &keys, &next, kept.map(|kept| kept.rev))?;
        draft.commit(self, "this proposal exists already")?;
        Ok(next)
    }

    fn decided(
        &self,
        kept: Option<&Kept<Proposal>>,
        command: Command,
        by: &Principal,
        now: i64,
    ) -> Result<(Event, Proposal)> {
        let state = kept.map(|kept| &kept.value);
        let event = decide(&self.matrix, state, command, by, now).map_err(error::from_access)?;
        let next = evolve(state.cloned(), &event)
            .ok_or_else(|| HubError::Changed("the proposal changed in the meantime; try again".into()))?;
        Ok((event, next))
    }

    /// The two of a proposal, as far as they are active now.
    fn standing(&self, proposal: &Proposal) -> Result<Vec<Party>> {
        let mut standing = Vec::new();
        for party in [Some(&proposal.proposer), proposal.second.as_ref()].into_iter().flatten() {
            if self.active(&party.person)?.is_some() {
                let person: Person = self.kept_person(&party.person)?.value;
                standing.push(Party {
                    person: person.id,
                    human: person.human,
                    organisation: person.organisation,
                });
            }
        }
        Ok(standing)
    }
}

fn keys(proposal: &Proposal) -> BTreeMap<String, String> {
    let organisation = proposal.proposer.organisation.clone();
    BTreeMap::from([
        ("organisation".to_owned(), organisation),
        ("subject".to_owned(), proposal.subject.clone()),
    ])
}

fn name_of(event: &Event) -> &'static str {
    match event {
        Event::Proposed(_) => "proposal.made",
        Event::Approved { .. } => "proposal.approved",
        Event::Rejected { .. } => "proposal.rejected",
        Event::Withdrawn { .. } => "proposal.withdrawn",
        Event::CarriedOut { .. } => "proposal.carried-out",
    }
}

/// Who and what, by id: the reason in words is in the record, which can be erased.
fn data_of(proposal: &Proposal) -> Value {
    json!({
        "action": proposal.action,
        "proposer": format!("{PERSON}/{}", proposal.proposer.person),
        "second": proposal.second.as_ref().map(|party| format!("{PERSON}/{}", party.person)),
        "stage": proposal.stage,
    })
}
