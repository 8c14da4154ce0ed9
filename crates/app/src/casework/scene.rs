//! The world that decisions know: the actor, the organisations, the elections, the evidence, a second person's approval.

use super::commands::{Kept, kept};
use super::routing::{Rested, Wanted};
use crate::hub::{Hub, HubError};
use ostrakon_access::{Organisation, Principal, two_person};
use ostrakon_response::actor::RecordFacts;
use ostrakon_response::election::Election;
use ostrakon_response::plan;
use ostrakon_response::{Actor, Aggregate, Approval, Facts, OrganisationFacts, Party, Sensitive};
use ostrakon_store::LedgerQuery;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Accounts that stand under one of these names, as they are or as the person of a party.
fn accounts_under(value: &Value, names: &[&str], found: &mut BTreeSet<String>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| accounts_under(one, names, found)),
        Value::Object(all) => {
            for (name, one) in all {
                if names.contains(&name.as_str()) {
                    for one in one.as_array().map_or(std::slice::from_ref(one), Vec::as_slice) {
                        let account = one.as_str().or_else(|| one["person"].as_str());
                        found.extend(account.filter(|id| !id.is_empty()).map(str::to_owned));
                    }
                }
                accounts_under(one, names, found);
            }
        }
        _ => {}
    }
}

impl Hub {
    /// The actor behind a principal.
    pub(super) fn actor(&self, who: &Principal) -> Result<Actor, HubError> {
        let found = self.one::<Organisation>("organisation", &who.organisation)?;
        let organisation =
            found.ok_or_else(|| HubError::NotFound(format!("organisation {}", who.organisation)))?.value;
        Ok(Actor {
            person: who.person.clone(),
            human: who.human.clone(),
            organisation: who.organisation.clone(),
            kind: organisation.kind,
            country: organisation.country,
            roles: who.roles.clone(),
            own: who.own,
        })
    }

    /// What decisions may know of the world now, and on which situations that rests; what is open already, the caller knows.
    pub(super) fn facts(
        &self,
        who: (&Principal, &Actor),
        refers_to: &BTreeSet<String>,
        incidents: &BTreeSet<String>,
        wanted: &Wanted<'_>,
    ) -> Result<(Facts, BTreeMap<String, Rested>), HubError> {
        let (principal, actor) = who;
        let (mut organisations, mut trusted_flaggers) = (BTreeMap::new(), BTreeSet::new());
        for one in self.all::<Organisation>("organisation")? {
            if one.value.disabled.is_some() {
                continue;
            }
            if one.value.trusted_flagger {
                trusted_flaggers.insert(one.id.clone());
            }
            let Organisation { name, kind, country, .. } = one.value;
            organisations.insert(one.id, OrganisationFacts { name, kind, country });
        }
        let mut elections = BTreeMap::new();
        for election in self.all::<Kept>(Election::KIND)? {
            let read = serde_json::from_value::<Election>(election.value.state);
            if let Some(facts) = read.ok().and_then(|read| read.facts()) {
                elections.insert(election.id, facts);
            }
        }
        let mut records = BTreeMap::new();
        for reference in refers_to {
            if let Some(facts) = self.record_facts(reference)? {
                records.insert(reference.clone(), facts);
            }
        }
        let mut channels = BTreeMap::new();
        let (mut media, mut heard) = (BTreeMap::new(), BTreeSet::new());
        let mut rested = BTreeMap::new();
        for incident in incidents {
            let answered = self.answered(principal, actor, incident, wanted)?;
            channels.insert(incident.clone(), answered.channels);
            media.extend(answered.media.behind);
            heard.extend(answered.media.heard);
            rested.extend(answered.rested.map(|one| (incident.clone(), one)));
        }
        let evidence = self.held_evidence()?;
        let mechanisms = plan::mechanism_facts(self.mechanisms());
        let facts = Facts {
            organisations,
            elections,
            channels,
            mechanisms,
            humans: BTreeMap::new(),
            evidence,
            access: BTreeMap::new(),
            media,
            heard,
            records,
            trusted_flaggers,
            open: BTreeMap::new(),
        };
        Ok((facts, rested))
    }

    /// SHA-256 of the evidence that this installation holds and has not destroyed.
    fn held_evidence(&self) -> Result<BTreeSet<String>, HubError> {
        let held = self.all::<crate::hub::evidence::Evidence>("evidence")?.into_iter();
        Ok(held.filter(|one| one.value.destroyed_at.is_none()).map(|one| one.value.sha256).collect())
    }

    /// The human behind each account that a record or a command names.
    pub(super) fn humans_of(
        &self,
        state: Option<&Value>,
        command: &Value,
        approval: Option<&Approval>,
    ) -> BTreeMap<String, String> {
        let mut accounts = BTreeSet::new();
        for value in state.into_iter().chain([command]) {
            accounts_under(value, &["person", "owner", "reviewer", "authors"], &mut accounts);
        }
        accounts.extend(
            approval
                .into_iter()
                .flat_map(|one| [one.proposed_by.person.clone(), one.approved_by.person.clone()]),
        );
        let human = |account: String| Some((account.clone(), self.people().person(&account).ok()?.human));
        accounts.into_iter().filter_map(human).collect()
    }

    /// What is known of a record that a decision refers to.
    fn record_facts(&self, reference: &str) -> Result<Option<RecordFacts>, HubError> {
        let Some((kind, id)) = reference.split_once('/') else { return Ok(None) };
        let Some(record) = self.store().record(kind, id)? else { return Ok(None) };
        let (mut authors, mut humans) = (BTreeSet::new(), BTreeMap::new());
        for event in self.log(0, Some(reference), 1_000)? {
            if authors.contains(&event.actor) {
                continue;
            }
            if let Ok(person) = self.people().person(&event.actor) {
                authors.insert(person.human.clone());
                humans.insert(event.actor.clone(), person.human);
            }
            authors.insert(event.actor);
        }
        // Who signed second had a part in it like who wrote it.
        let mut signed = BTreeSet::new();
        accounts_under(&record.body, &["approved_by"], &mut signed);
        for account in signed {
            if let Ok(person) = self.people().person(&account) {
                authors.insert(person.human.clone());
                humans.insert(account.clone(), person.human);
            }
            authors.insert(account);
        }
        let mut recipients = BTreeSet::new();
        // Sent by a decision, or fetched through the gate.
        for object in [reference.to_owned(), crate::hub::notices::record_object(id)] {
            let query = LedgerQuery { object: Some(object), limit: 10_000, ..LedgerQuery::default() };
            recipients.extend(self.store().ledger(&query)?.into_iter().map(|line| line.recipient));
        }
        let look =
            super::kind(kind).zip(kept(&record).ok()).and_then(|(kind, kept)| (kind.look)(&kept.state));
        let election = look.and_then(|look| look.summary.election);
        Ok(Some(RecordFacts { kept_by: record.owner, authors, humans, recipients, election }))
    }

    /// The approval that a proposal holds for a record, if it is one that casework spends.
    pub(super) fn approval(
        &self,
        proposal: &str,
        who: &Principal,
    ) -> Result<(Approval, two_person::Sensitive), HubError> {
        let found = self.people().proposal(proposal, who)?.value;
        let action = match found.action {
            two_person::Sensitive::Attribute => Sensitive::Attribute,
            two_person::Sensitive::Publish => Sensitive::Publish,
            two_person::Sensitive::ActOnMedia => Sensitive::ActOnMedia,
            other => {
                return Err(HubError::invalid(
                    "approval",
                    format!("a proposal to {other} is not spent by a record"),
                ));
            }
        };
        let party = |one: &two_person::Party| Party {
            person: one.person.clone(),
            organisation: one.organisation.clone(),
        };
        let second = found.second.as_ref().filter(|_| found.stage == two_person::Stage::Approved);
        let second = second.ok_or_else(|| {
            HubError::invalid("approval", format!("proposal {proposal} is not approved, or is spent already"))
        })?;
        let approval = Approval {
            proposal: proposal.to_owned(),
            action,
            subject: found.subject.clone(),
            proposed_by: party(&found.proposer),
            approved_by: party(second),
        };
        Ok((approval, found.action))
    }
}
