//! A mechanism's records, filled with what is known.
//!
//! **The problem.** An operation is on three platforms, and a platform takes a hundred addresses at a time: one record of all of
//! it can be sent to nobody. **The choice.** What goes to a platform becomes a record for each platform, and what holds more
//! addresses than its field takes becomes several; the first is `filled`, the others stand in `further`. **Rejected.** Names
//! joined by commas: no platform is called "A, B".

use super::case::is_same_platform;
use super::{Case, Evidence, Gap, Item, ItemKind, Legality, ToWrite};
use crate::mechanism::{Addressee, Field, FieldType, Known};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

mod mends;

/// The fields of one record.
pub(super) type Filled = BTreeMap<String, Value>;

/// What became of the fields.
#[derive(Default)]
pub(super) struct Filling {
    pub filled: Filled,
    /// Further records: for other platforms, or for more addresses than one takes.
    pub further: Vec<Filled>,
    pub to_write: Vec<ToWrite>,
    pub gaps: Vec<Gap>,
}

/// What one record is about: a platform, where it goes to one, and items.
struct Part<'a> {
    platform: Option<&'a str>,
    items: Vec<&'a Item>,
}

/// Fills the fields. A required field that a fact should fill is a gap while the fact is unknown, or says more than the field
/// takes; a required field that no fact fills is left to be written.
pub(super) fn fill(case: &Case<'_>) -> Filling {
    let mut filling = Filling::default();
    let mut records = Vec::new();
    for part in parts(case) {
        let record = record(case, &part, &mut filling.gaps);
        records.extend(divided(record, &case.mechanism.fields));
    }
    for field in case.mechanism.fields.iter().filter(|field| field.required && field.filled_by.is_none()) {
        filling.to_write.push(ToWrite { field: field.name.clone(), label: field.label.clone() });
    }
    let mut records = records.into_iter();
    filling.filled = records.next().unwrap_or_default();
    filling.further = records.collect();
    filling
}

/// The fields of one record; what is lacking is added to the gaps, each field once.
fn record(case: &Case<'_>, part: &Part<'_>, gaps: &mut Vec<Gap>) -> Filled {
    let mut filled = Filled::new();
    for field in &case.mechanism.fields {
        let Some(known) = field.filled_by else { continue };
        let found = value(known, case, part);
        let what_to_do = match found {
            Some(value) if fits(&value, field) => {
                filled.insert(field.name.clone(), value);
                continue;
            }
            Some(_) => mends::TOO_MUCH.text(),
            None => mends::mend(known).text(),
        };
        if field.required && gaps.iter().all(|gap| gap.field != field.name) {
            gaps.push(Gap { field: field.name.clone(), what_to_do, rule: None, source: None });
        }
    }
    filled
}

/// Whether a value is not more than its field takes; addresses are divided instead.
fn fits(value: &Value, field: &Field) -> bool {
    let most = field.limit.map_or(usize::MAX, |limit| limit as usize);
    match value {
        Value::Array(_) if field.holds == FieldType::UrlList => true,
        Value::Array(entries) => entries.len() <= most,
        Value::String(text) => text.chars().count() <= most,
        _ => true,
    }
}

/// A record for each so many addresses as its field takes.
fn divided(record: Filled, fields: &[Field]) -> Vec<Filled> {
    let mut records = vec![record];
    for field in fields.iter().filter(|field| field.holds == FieldType::UrlList) {
        let most = field.limit.map_or(usize::MAX, |limit| limit as usize).max(1);
        records = records
            .into_iter()
            .flat_map(|record| {
                let Some(Value::Array(all)) = record.get(&field.name).filter(|_| most < usize::MAX) else {
                    return vec![record];
                };
                let piece = |piece: &[Value]| {
                    let mut record = record.clone();
                    record.insert(field.name.clone(), Value::Array(piece.to_vec()));
                    record
                };
                all.chunks(most).map(piece).collect()
            })
            .collect();
    }
    records
}

/// What goes to a platform, or names one, is divided by platform.
fn parts<'a>(case: &Case<'a>) -> Vec<Part<'a>> {
    let fills = |known: Known| case.mechanism.fields.iter().any(|field| field.filled_by == Some(known));
    let by_terms = fills(Known::TermsPlatform) || fills(Known::TermsRule);
    if !by_terms && !fills(Known::Platform) && case.mechanism.addressee != Addressee::Platform {
        return vec![Part { platform: None, items: case.items.clone() }];
    }
    let of = |item: &'a Item| {
        let terms = item.terms().filter(|_| by_terms).map(|(platform, _)| platform);
        terms.or(item.platform.as_deref()).map(str::trim).filter(|name| !name.is_empty())
    };
    let mut named: Vec<Part<'a>> = Vec::new();
    for item in &case.items {
        let platform = of(item);
        let same = |part: &&mut Part<'_>| match (part.platform, platform) {
            (Some(one), Some(other)) => is_same_platform(one, other),
            (one, other) => one.is_none() && other.is_none(),
        };
        match named.iter_mut().find(same) {
            Some(part) => part.items.push(item),
            None => named.push(Part { platform, items: vec![item] }),
        }
    }
    let listed: BTreeSet<&str> = case.platforms.iter().map(|one| one.name.trim()).collect();
    let listed: Vec<&str> = listed.into_iter().filter(|name| !name.is_empty()).collect();
    if named.is_empty() {
        let part = |platform: &'a str| Part { platform: Some(platform), items: Vec::new() };
        named.extend(listed.iter().copied().map(part));
    }
    if named.is_empty() {
        named.push(Part { platform: None, items: Vec::new() });
    }
    // Where only one platform is listed, what is on none that is named is on it.
    if let [only] = listed[..] {
        named.iter_mut().filter(|part| part.platform.is_none()).for_each(|part| part.platform = Some(only));
    }
    named.sort_by_key(|part| (part.platform.is_none(), part.platform.map(str::to_lowercase)));
    named
}

/// A fact as the value of a field; absent while it is not known.
fn value(known: Known, case: &Case<'_>, part: &Part<'_>) -> Option<Value> {
    let situation = case.situation;
    let text = |text: &Option<String>| text.as_deref().filter(|t| !t.trim().is_empty()).map(Value::from);
    let items = |of: &dyn Fn(&Item) -> Option<String>| list(part.items.iter().filter_map(|item| of(item)));
    let urls = |of: &dyn Fn(&Item) -> bool| {
        list(part.items.iter().filter(|item| of(item)).flat_map(|item| item.urls.iter().cloned()))
    };
    let evidence = |of: &dyn Fn(&Evidence) -> bool| {
        list(case.evidence.iter().filter(|one| of(one)).map(|one| one.id.clone()))
    };
    let illegal = |of: fn(&str, &str, bool) -> Option<String>| {
        items(&|item| match &item.legality {
            Legality::Illegal { kind, law, offence, .. } => of(kind, law, *offence),
            _ => None,
        })
    };
    match known {
        Known::Summary => text(&situation.summary),
        Known::ItemUrls | Known::AdUrls => urls(&|_| true),
        Known::ItemKind => part.items.first().map(|item| {
            Value::from(match item.kind {
                ItemKind::Account => "account",
                ItemKind::Trend => "trend",
                _ => "content",
            })
        }),
        Known::MediaUrls => urls(&|item| !matches!(item.kind, ItemKind::Trend | ItemKind::Ad)),
        Known::Claims => items(&|item| item.claim.clone()).map(first_of_one),
        Known::Platform | Known::TermsPlatform => part.platform.map(Value::from),
        Known::TermsRule => items(&|item| item.terms().map(|(_, rule)| rule.to_owned())).map(first_of_one),
        Known::IllegalLaw => illegal(|_, law, _| Some(law.to_owned())).map(first_of_one),
        Known::IllegalKind => illegal(|kind, _, _| Some(kind.to_owned())).map(first_of_one),
        Known::Offence => illegal(|kind, law, offence| offence.then(|| format!("{kind}: {law}")))
            .map(first_of_one)
            .or_else(|| text(&situation.cyber.kind)),
        Known::Behaviours => list(situation.behaviours.iter().cloned()),
        Known::MemberStates => list(situation.member_states.iter().cloned()),
        Known::Election => case.election().map(|vote| Value::from(vote.id.clone())),
        Known::VotingFacts => case.election().and_then(|vote| text(&vote.voting_facts)),
        Known::Evidence => evidence(&|one| !case.mechanism.outward || one.access.may_leave()),
        Known::OpenEvidence => evidence(&|one| one.access == super::Access::Open),
        Known::PublishableEvidence => evidence(&|one| one.access.is_publishable()),
        Known::LitigableEvidence => evidence(&|one| one.access == super::Access::Open && one.litigable),
        Known::EnforcementEvidence => evidence(&|one| one.access.may_leave()),
        Known::Sponsor => situation.sponsor.as_ref().and_then(|sponsor| text(&Some(sponsor.name.clone()))),
        Known::SponsorControl => situation.sponsor.as_ref().and_then(|sponsor| text(&sponsor.controlled_by)),
        Known::CrisisDecision => {
            situation.crisis_decision.as_ref().and_then(|one| text(&Some(one.reference.clone())))
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

/// A list of one is its entry: a field for one law, one rule or one claim holds words, not a list.
fn first_of_one(value: Value) -> Value {
    match value {
        Value::Array(entries) => {
            let words: Vec<&str> = entries.iter().filter_map(Value::as_str).collect();
            words.join("; ").into()
        }
        other => other,
    }
}
