//! A mechanism's fields, filled with what is known.

use super::{Case, Evidence, Gap, Item, ItemKind, Legality, ToWrite};
use crate::mechanism::Known;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

mod mends;

/// What became of the fields.
#[derive(Default)]
pub(super) struct Filling {
    pub filled: BTreeMap<String, Value>,
    pub to_write: Vec<ToWrite>,
    pub gaps: Vec<Gap>,
}

/// Fills the fields. A required field that a fact should fill is a gap while the fact is unknown; a required field that
/// no fact fills is left to be written.
pub(super) fn fill(case: &Case<'_>) -> Filling {
    let mut filling = Filling::default();
    for field in &case.mechanism.fields {
        let value = field.filled_by.and_then(|known| value(known, case));
        match (value, field.filled_by) {
            (Some(value), _) => {
                filling.filled.insert(field.name.clone(), value);
            }
            (None, Some(known)) if field.required => {
                let what_to_do = mends::mend(known).text();
                filling.gaps.push(Gap { field: field.name.clone(), what_to_do, rule: None, source: None });
            }
            (None, None) if field.required => {
                filling.to_write.push(ToWrite { field: field.name.clone(), label: field.label.clone() });
            }
            _ => {}
        }
    }
    filling
}

/// A fact as the value of a field; absent while it is not known.
fn value(known: Known, case: &Case<'_>) -> Option<Value> {
    let situation = case.situation;
    let text = |text: &Option<String>| text.as_deref().filter(|t| !t.trim().is_empty()).map(Value::from);
    let items = |of: &dyn Fn(&Item) -> Option<String>| list(case.items.iter().filter_map(|item| of(item)));
    let urls = |of: &dyn Fn(&Item) -> bool| {
        list(case.items.iter().filter(|item| of(item)).flat_map(|item| item.urls.iter().cloned()))
    };
    let evidence = |of: &dyn Fn(&Evidence) -> bool| {
        list(case.evidence.iter().filter(|one| of(one)).map(|one| one.id.clone()))
    };
    let illegal = |part: fn(&str, &str, bool) -> Option<String>| {
        items(&|item| match &item.legality {
            Legality::Illegal { kind, law, offence, .. } => part(kind, law, *offence),
            _ => None,
        })
    };
    let platforms = || -> Option<Value> {
        let named: BTreeSet<String> = case.items.iter().filter_map(|item| item.platform.clone()).collect();
        let known = situation.platforms.iter().map(|platform| platform.name.clone());
        joined(if named.is_empty() { known.collect() } else { named })
    };
    match known {
        Known::Summary => text(&situation.summary),
        Known::ItemUrls => urls(&|_| true),
        Known::ItemKind => case.items.first().map(|item| {
            Value::from(match item.kind {
                ItemKind::Account => "account",
                ItemKind::Trend => "trend",
                _ => "content",
            })
        }),
        Known::MediaUrls => urls(&|item| !matches!(item.kind, ItemKind::Trend | ItemKind::Ad)),
        Known::AdUrls => urls(&|_| true),
        Known::Claims => items(&|item| item.claim.clone()).map(first_of_one),
        Known::Platform => platforms(),
        Known::TermsPlatform => joined(of_terms(case, |terms| terms.0.to_owned())),
        Known::TermsRule => joined(of_terms(case, |terms| terms.1.to_owned())),
        Known::IllegalLaw => illegal(|_, law, _| Some(law.to_owned())).map(first_of_one),
        Known::IllegalKind => illegal(|kind, _, _| Some(kind.to_owned())).map(first_of_one),
        Known::Offence => illegal(|kind, law, offence| offence.then(|| format!("{kind}: {law}")))
            .map(first_of_one)
            .or_else(|| text(&situation.cyber.kind)),
        Known::Behaviours => list(situation.behaviours.iter().cloned()),
        Known::MemberStates => list(situation.member_states.iter().cloned()),
        Known::Election => situation.election(case.now).map(|vote| Value::from(vote.id.clone())),
        Known::VotingFacts => situation.election(case.now).and_then(|vote| text(&vote.voting_facts)),
        Known::Evidence => evidence(&|_| true),
        Known::OpenEvidence => evidence(&|one| one.access == super::Access::Open),
        Known::PublishableEvidence => evidence(&|one| one.access.is_publishable()),
        Known::LitigableEvidence => evidence(&|one| one.access == super::Access::Open && one.litigable),
        Known::EnforcementEvidence => evidence(&|one| !one.access.is_for_research()),
        Known::Sponsor => situation.sponsor.as_ref().and_then(|sponsor| text(&Some(sponsor.name.clone()))),
        Known::SponsorControl => situation.sponsor.as_ref().and_then(|sponsor| text(&sponsor.controlled_by)),
        Known::CrisisDecision => {
            situation.crisis_decision.as_ref().map(|one| Value::from(one.reference.clone()))
        }
        Known::IncidentProtocol => text(&situation.incident_protocol),
        Known::AlertCriteria => situation.alert_criteria.map(|criteria| {
            let all = [
                ("transnational", criteria.transnational),
                ("significant", criteria.significant),
                ("election-related", criteria.election_related),
                ("time-critical", criteria.time_critical),
            ];
            json!(all.iter().filter(|(_, holds)| *holds).map(|(name, _)| *name).collect::<Vec<_>>())
        }),
        Known::CyberEntity => text(&situation.cyber.entity),
        Known::CyberKind => text(&situation.cyber.kind),
        Known::AttributedActor => text(&situation.attribution.actor),
        Known::RequestingState => text(&situation.requesting_state),
        Known::ResearchPurpose => text(&situation.research_purpose),
        Known::ContactName => situation.contact.as_ref().and_then(|one| text(&Some(one.name.clone()))),
        Known::ContactEmail => situation.contact.as_ref().and_then(|one| text(&Some(one.email.clone()))),
    }
}

/// A list without doubles, in order; absent when it is empty.
fn list(values: impl Iterator<Item = String>) -> Option<Value> {
    let set: BTreeSet<String> = values.filter(|value| !value.trim().is_empty()).collect();
    (!set.is_empty()).then(|| json!(set))
}

fn joined(values: BTreeSet<String>) -> Option<Value> {
    let text = values.into_iter().filter(|value| !value.trim().is_empty()).collect::<Vec<_>>().join(", ");
    (!text.is_empty()).then(|| text.into())
}

fn of_terms(case: &Case<'_>, part: impl Fn((&'_ str, &'_ str)) -> String) -> BTreeSet<String> {
    case.items.iter().filter_map(|item| item.terms()).map(part).collect()
}

/// A list of one is its entry: a field for one law or one claim holds words, not a list.
fn first_of_one(value: Value) -> Value {
    match value {
        Value::Array(entries) => {
            let words: Vec<&str> = entries.iter().filter_map(Value::as_str).collect();
            words.join("; ").into()
        }
        other => other,
    }
}
