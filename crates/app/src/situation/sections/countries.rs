//! State of play by country: incidents, alerts, and who has reported at all.
//!
//! A country of which nobody reported and to which no incident is tied has a dash, not a zero.

use super::super::ask::{incident_link, named};
use super::super::facts::Facts;
use super::written;
use ostrakon_report::situation::{Country, Figure};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn of(facts: &Facts) -> Vec<Country> {
    let reported = reporting(facts);
    let mut codes: BTreeSet<String> =
        facts.incidents.values().flat_map(|one| one.countries.clone()).collect();
    codes.extend(reported.keys().cloned());
    codes.extend(asked(facts));
    codes.into_iter().map(|code| country(facts, &code, &reported)).collect()
}

/// Countries whose organisations contributed something, with the names of these.
fn reporting(facts: &Facts) -> BTreeMap<String, BTreeSet<String>> {
    let mut reported: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut add = |organisation: &str| {
        if let Some(country) = facts.country(organisation) {
            reported.entry(country.to_owned()).or_default().insert(facts.name(organisation));
        }
    };
    facts.kept.keys().for_each(|owner| add(owner));
    facts.incidents.values().for_each(|one| add(&one.author));
    for alert in &facts.alerts {
        let spoke = alert.record.recipients.iter().filter(|(_, one)| one.acknowledged.is_some());
        spoke.for_each(|(organisation, _)| add(organisation));
    }
    for crisis in &facts.crises {
        crisis.record.items.iter().for_each(|item| add(&item.by.organisation));
        crisis.record.answers.iter().for_each(|answer| add(&answer.by.organisation));
    }
    reported
}

/// Countries that were addressed or spoken of.
fn asked(facts: &Facts) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for alert in &facts.alerts {
        codes.extend(
            alert
                .record
                .recipients
                .values()
                .filter_map(|one| super::super::incidents::country_code(&one.country)),
        );
    }
    for crisis in &facts.crises {
        codes.extend(
            crisis.record.scope.participants.iter().filter_map(|id| facts.country(id)).map(str::to_owned),
        );
        let spoken = crisis.record.items.iter().flat_map(|item| &item.countries);
        codes.extend(spoken.filter_map(|code| super::super::incidents::country_code(code)));
    }
    codes.remove("EU");
    codes
}

fn country(facts: &Facts, code: &str, reported: &BTreeMap<String, BTreeSet<String>>) -> Country {
    let here: Vec<_> = facts.incidents.values().filter(|one| one.countries.contains(code)).collect();
    let open: Vec<_> = here.iter().filter(|one| facts.is_open(one)).collect();
    let place = format!("countries/{code}/incidents");
    let say = facts.say;
    let mut incidents = facts
        .ask
        .count(&place, &say.text("figure.incidents-open"), open.len() as u64)
        .of(say.text("figure.incidents.of"), here.len() as u64);
    incidents.records = named(open.iter().map(|one| incident_link(one)));
    let who = reported.get(code);
    match who {
        Some(who) => {
            let names = who.iter().cloned().collect::<Vec<_>>().join(", ");
            incidents.coverage.text = say.fill("country.reported", &[("names", &names)]);
        }
        None if here.is_empty() => {
            incidents = Figure { value: None, denominator: None, ..incidents };
            incidents.coverage.text = say.text("country.silent");
        }
        None => incidents.coverage.text = say.text("country.others"),
    }
    let addressed: Vec<_> = facts
        .alerts
        .iter()
        .filter(|one| one.open && one.record.recipients.values().any(|to| to.country == code))
        .collect();
    let mut alerts = facts.ask.count(
        &format!("countries/{code}/alerts"),
        &say.text("figure.alerts"),
        addressed.len() as u64,
    );
    alerts.coverage.text = say.text("coverage.alerts");
    alerts.records = named(addressed.iter().map(|one| one.link()));
    let items = facts.crises.iter().flat_map(|crisis| &crisis.record.items);
    let told = items.filter(|item| item.countries.contains(code));
    let paragraphs = told.filter_map(|item| written(facts, &item.by.organisation, &item.text)).collect();
    Country { id: code.to_owned(), incidents, alerts, figures: Vec::new(), paragraphs }
}
