//! What the report rests on, what it leaves out, what it cannot see, and what earlier issues got wrong.

use super::super::facts::Facts;
use crate::casework::Hidden;
use ostrakon_report::situation::{
    Claim, Contradiction, Contributor, Correction, Credibility, Reliability, Source, Unobserved, Withheld,
};
use ostrakon_response::measure;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn contradictions(facts: &Facts) -> Vec<Contradiction> {
    let marked = facts.crises.iter().flat_map(|crisis| {
        crisis.record.contradictions.iter().enumerate().map(move |(n, one)| (crisis, n, one))
    });
    marked
        .map(|(crisis, n, one)| {
            let items = [one.items.0, one.items.1];
            let claims = items.into_iter().filter_map(|at| crisis.record.items.get(at)).map(|item| Claim {
                source: item.source.clone(),
                says: item.text.clone(),
                as_of: Some(item.cut_off),
            });
            Contradiction {
                id: format!("contradiction-{}-{n}", crisis.id),
                label: one.what.clone(),
                claims: claims.collect(),
                state: one.settled.as_ref().map_or_else(
                    || facts.say.text("contradiction.open"),
                    |how| facts.say.fill("contradiction.settled", &[("how", how)]),
                ),
            }
        })
        .collect()
}

pub(super) fn sources(facts: &Facts) -> Vec<Source> {
    let mut found: BTreeMap<String, Source> = BTreeMap::new();
    for crisis in &facts.crises {
        for item in &crisis.record.items {
            let source = found.entry(item.source.clone()).or_insert_with(|| Source {
                id: item.source.clone(),
                label: item.source.clone(),
                kind: facts.say.text("source.item"),
                ..Source::default()
            });
            // The last judgement of a source is the one that holds.
            if source.as_of.is_none_or(|known| known <= item.cut_off) {
                source.as_of = Some(item.cut_off);
                (source.reliability, source.credibility) = graded(&item.reliability);
            }
            let link = crisis.link();
            if !source.records.contains(&link) {
                source.records.push(link);
            }
        }
    }
    let mut authors: BTreeMap<&str, i64> = BTreeMap::new();
    for incident in facts.incidents.values().filter(|one| !one.author.is_empty()) {
        let last = authors.entry(&incident.author).or_insert(incident.created);
        *last = incident.created.max(*last);
    }
    let authors = authors.into_iter().map(|(author, last)| Source {
        id: author.to_owned(),
        label: facts.name(author),
        kind: facts.say.text("source.incidents"),
        as_of: Some(last),
        ..Source::default()
    });
    found.into_values().chain(authors).collect()
}

/// The Admiralty grade as it is written: `B2`.
fn graded(text: &str) -> (Reliability, Credibility) {
    let mut chars = text.trim().chars();
    let reliability = match chars.next() {
        Some('A' | 'a') => Reliability::A,
        Some('B' | 'b') => Reliability::B,
        Some('C' | 'c') => Reliability::C,
        Some('D' | 'd') => Reliability::D,
        Some('E' | 'e') => Reliability::E,
        _ => Reliability::F,
    };
    let credibility = match chars.next() {
        Some('1') => Credibility::Confirmed,
        Some('2') => Credibility::ProbablyTrue,
        Some('3') => Credibility::PossiblyTrue,
        Some('4') => Credibility::Doubtful,
        Some('5') => Credibility::Improbable,
        _ => Credibility::CannotBeJudged,
    };
    (reliability, credibility)
}

pub(super) fn contributors(facts: &Facts) -> Vec<Contributor> {
    let mut parts: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    let mut add = |organisation: &str, what: &str, count: u64| {
        if !organisation.is_empty() {
            *parts.entry(organisation.to_owned()).or_default().entry(what.to_owned()).or_default() += count;
        }
    };
    for (owner, kinds) in &facts.kept {
        for (kind, count) in kinds {
            add(owner, kind, *count);
        }
    }
    for incident in facts.incidents.values() {
        add(&incident.author, "incident", 1);
    }
    for alert in &facts.alerts {
        let answered = alert.record.recipients.iter().filter(|(_, one)| one.acknowledged.is_some());
        answered.for_each(|(organisation, _)| add(organisation, "acknowledgement", 1));
    }
    for crisis in &facts.crises {
        crisis.record.items.iter().for_each(|item| add(&item.by.organisation, "information-item", 1));
        crisis.record.answers.iter().for_each(|one| add(&one.by.organisation, "answer", 1));
    }
    parts
        .into_iter()
        .map(|(organisation, kinds)| Contributor {
            label: facts.name(&organisation),
            role: kinds
                .iter()
                .map(|(kind, n)| {
                    let kind = facts.say.word("part", kind);
                    facts.say.fill("list.part", &[("kind", &kind), ("n", &facts.say.count(*n))])
                })
                .collect::<Vec<_>>()
                .join(", "),
            id: organisation,
        })
        .collect()
}

pub(super) fn withheld(facts: &Facts) -> Vec<Withheld> {
    let (say, marking) = (facts.say, facts.ask.marking.to_string());
    let narrower = say.fill("withheld.incidents", &[("marking", &marking)]);
    let mut all: Vec<Withheld> = facts
        .hidden
        .iter()
        .map(|((kind, why), count)| {
            let (reason, text) = match why {
                Hidden::Marking => ("marking", say.fill("withheld.marking", &[("marking", &marking)])),
                Hidden::Gate => ("gate", say.text("withheld.gate")),
                Hidden::Onward => ("onward", say.text("withheld.onward")),
                Hidden::Erased => ("erased", say.text("withheld.erased")),
            };
            let label = say.fill("withheld.records", &[("kind", &say.word("part", kind))]);
            Withheld { id: format!("{kind}-{reason}"), label, reason: text, count: *count }
        })
        .collect();
    let judged = say.fill("withheld.judged.why", &[("marking", &marking)]);
    let more = [
        ("exercises", say.text("withheld.exercises"), say.text("withheld.exercises.why"), facts.drills),
        ("judged", say.text("withheld.judged"), judged, facts.aside.untold),
        ("incidents", say.text("withheld.some-incidents"), narrower, facts.incidents_withheld),
        ("collections", say.text("withheld.collections"), say.text("withheld.narrowed"), facts.narrowed),
    ];
    all.extend(
        more.into_iter().filter(|(.., count)| *count > 0).map(|(id, label, reason, count)| Withheld {
            id: id.into(),
            label,
            reason,
            count,
        }),
    );
    all
}

/// What the records themselves show to be missing.
pub(super) fn unobserved(facts: &Facts) -> Vec<Unobserved> {
    let mut all: Vec<Unobserved> = Vec::new();
    let say = facts.say;
    let mut add = |id: &str, label: String, reason: &str| {
        all.push(Unobserved { id: id.into(), label, reason: say.text(reason) });
    };
    for organisation in silent(facts) {
        let label = say.fill("unobserved.silent", &[("who", &facts.name(&organisation))]);
        add(&organisation, label, "unobserved.silent.why");
    }
    let total = facts.incidents.len();
    let part = |key: &str, n: usize| {
        say.fill(key, &[("n", &say.count(n as u64)), ("all", &say.count(total as u64))])
    };
    let placeless = facts.incidents.values().filter(|one| one.countries.is_empty()).count();
    if placeless > 0 {
        add("countries", part("unobserved.places", placeless), "unobserved.places.why");
    }
    let unjudged =
        facts.incidents.keys().filter(|id| !facts.cases_of(id).any(|case| case.record.impact.is_some()));
    let unjudged = unjudged.count();
    if unjudged > 0 {
        add("impact", part("unobserved.impact", unjudged), "unobserved.impact.why");
    }
    let taken = || {
        facts
            .measures
            .iter()
            .filter(|one| matches!(one.record.phase, measure::Phase::InForce | measure::Phase::Ended))
    };
    let unmeasured = taken().filter(|one| one.record.observed.is_empty()).count();
    if unmeasured > 0 {
        let none = say.count(unmeasured as u64);
        let label = say.several("unobserved.effect", taken().count() as u64, &[("unmeasured", &none)]);
        add("effect", label, "unobserved.effect.why");
    }
    all
}

/// Organisations that were asked and are silent.
fn silent(facts: &Facts) -> BTreeSet<String> {
    let mut silent = BTreeSet::new();
    for alert in facts.alerts.iter().filter(|one| one.open) {
        let quiet = alert.record.recipients.iter().filter(|(_, one)| one.acknowledged.is_none());
        silent.extend(quiet.map(|(organisation, _)| organisation.clone()));
    }
    for crisis in &facts.crises {
        for (n, question) in crisis.record.questions.iter().enumerate() {
            let answers = crisis.record.answers.iter().filter(|one| one.question == n);
            let answered: BTreeSet<&String> = answers.map(|one| &one.by.organisation).collect();
            silent.extend(question.to.iter().filter(|id| !answered.contains(id)).cloned());
        }
    }
    silent
}

/// What was corrected since the issue before.
pub(super) fn corrections(facts: &Facts) -> Vec<Correction> {
    let out = facts.issues.iter().filter_map(|one| one.record.issued.as_ref().map(|issued| (one, issued)));
    out.flat_map(|(one, issued)| {
        let fresh = one.record.corrections.iter().enumerate().filter(|(_, found)| found.at > facts.since);
        fresh.map(|(n, found)| Correction {
            id: format!("correction-{}-{n}", one.id),
            version: issued.version,
            was: found.was.clone(),
            is: found.is.clone(),
            reason: found.reason.clone(),
            at: Some(found.at),
        })
    })
    .collect()
}
