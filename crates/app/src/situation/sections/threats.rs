//! Threats by type, narratives, techniques: three ways to sort the same incidents.

use super::super::ask::{incident_link, named};
use super::super::facts::Facts;
use super::super::incidents::{Incident, Technique as Found, of_disarm};
use super::severity;
use ostrakon_exchange::disarm;
use ostrakon_report::situation::{Figure, Link, Narrative, Severity, Technique, Threat};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Incidents of one type: open ones, all, how grave.
#[derive(Default)]
struct Type {
    label: String,
    open: Vec<Link>,
    all: u64,
    severity: Option<Severity>,
}

pub(super) fn by_type(facts: &Facts) -> Vec<Threat> {
    let mut types: BTreeMap<String, Type> = BTreeMap::new();
    for incident in facts.incidents.values() {
        let grave = facts.cases_of(&incident.id).map(|case| severity(case.record.draft.severity)).max();
        let mut names: BTreeSet<&str> = incident.types.iter().map(String::as_str).collect();
        if names.is_empty() {
            names.insert("without-type");
        }
        for name in names {
            let of = types.entry(name.to_owned()).or_default();
            of.label = facts.say.word("type", name);
            of.all += 1;
            of.severity = of.severity.max(grave);
            if facts.is_open(incident) {
                of.open.push(incident_link(incident));
            }
        }
    }
    for cyber in &facts.cybers {
        let kind = serde_json::to_value(cyber.record.draft.incident_type).unwrap_or_default();
        let name = format!("cyber-{}", kind.as_str().unwrap_or("other"));
        let of = types.entry(name).or_default();
        let kind = facts.say.word("cyber", kind.as_str().unwrap_or("other"));
        of.label = facts.say.fill("type.cyber", &[("kind", &kind)]);
        of.all += 1;
        if cyber.open {
            of.open.push(cyber.link());
        }
    }
    let mut threats: Vec<Threat> = types
        .into_iter()
        .map(|(id, of)| {
            let place = format!("threats/{id}/incidents");
            let mut incidents = facts
                .ask
                .count(&place, &facts.say.text("figure.incidents-open"), of.open.len() as u64)
                .of(facts.say.text("figure.type.of"), of.all);
            incidents.records = named(of.open);
            Threat { id, label: of.label, incidents, severity: of.severity, paragraphs: Vec::new() }
        })
        .collect();
    threats.sort_by_key(|one| (Reverse(one.severity), Reverse(value(&one.incidents))));
    threats
}

/// A count for sorting.
fn value(figure: &Figure) -> u64 {
    figure.value.map_or(0, |value| value as u64)
}

pub(super) fn narratives(facts: &Facts) -> Vec<Narrative> {
    let mut found: BTreeMap<&str, (&str, Vec<&Incident>)> = BTreeMap::new();
    for incident in facts.incidents.values() {
        for (id, name) in &incident.narratives {
            found.entry(id).or_insert((name, Vec::new())).1.push(incident);
        }
    }
    let mut all: Vec<Narrative> = found
        .into_iter()
        .map(|(id, (name, incidents))| {
            let place = format!("narratives/{id}/incidents");
            let mut volume = facts
                .ask
                .count(&place, &facts.say.text("figure.incidents"), incidents.len() as u64)
                .of(facts.say.text("figure.incidents.of"), facts.incidents.len() as u64);
            volume.records = named(incidents.iter().map(|one| incident_link(one)));
            let countries: BTreeSet<String> =
                incidents.iter().flat_map(|one| one.countries.iter().cloned()).collect();
            Narrative {
                id: id.to_owned(),
                label: name.to_owned(),
                countries: countries.into_iter().collect(),
                languages: Vec::new(),
                volume,
                paragraphs: Vec::new(),
            }
        })
        .collect();
    all.sort_by_key(|one| Reverse(value(&one.volume)));
    all
}

/// Techniques that incidents are tagged with, and those that somebody noted with what is known of them.
pub(super) fn techniques(facts: &Facts) -> Vec<Technique> {
    let mut found: BTreeMap<String, (Found, BTreeMap<&str, Link>)> = BTreeMap::new();
    for incident in facts.incidents.values() {
        let noted = facts.situations.get(&incident.id).into_iter().flat_map(|one| &one.behaviours);
        let noted = noted.filter_map(|text| disarm::resolve(text).ok()).map(|one| of_disarm(&one));
        for technique in incident.techniques.values().cloned().chain(noted) {
            let of = found.entry(technique.id.clone()).or_insert_with(|| (technique, BTreeMap::new()));
            of.1.insert(&incident.id, incident_link(incident));
        }
    }
    let total = facts.incidents.len() as u64;
    let mut all: Vec<Technique> = found
        .into_iter()
        .map(|(id, (technique, incidents))| {
            let place = format!("techniques/{id}/incidents");
            let mut figure = facts
                .ask
                .count(&place, &facts.say.text("figure.incidents"), incidents.len() as u64)
                .of(facts.say.text("figure.incidents.of"), total);
            figure.records = named(incidents.into_values());
            Technique {
                id,
                label: technique.name,
                tactic: facts.say.word("tactic", &technique.tactic),
                incidents: figure,
            }
        })
        .collect();
    all.sort_by_key(|one| (Reverse(value(&one.incidents)), one.id.clone()));
    all
}
