//! Activity over time: incidents opened, day by day. It says nothing of reach or effect.

use super::super::aside::Why;
use super::super::ask::{incident_link, named};
use super::super::facts::Facts;
use ostrakon_report::situation::{Activity, Day, Figure};
use std::collections::BTreeMap;

const DAY: i64 = 86_400_000;
/// Longest span that a chart shows.
const DAYS: i64 = 60;

pub(super) fn of(facts: &Facts) -> Activity {
    let mut total =
        facts.ask.count("activity/opened", &facts.say.text("figure.opened"), facts.incidents.len() as u64);
    total.records = named(facts.incidents.values().map(incident_link));
    let mut counts: BTreeMap<i64, u64> = BTreeMap::new();
    let last = facts.cut_off.div_euclid(DAY);
    for incident in facts.incidents.values() {
        *counts.entry(incident.created.div_euclid(DAY)).or_default() += 1;
    }
    let mut events: BTreeMap<i64, String> = BTreeMap::new();
    let mut mark = |at: i64, what: &str| {
        let told = events.entry(at.div_euclid(DAY)).or_default();
        if told.is_empty() {
            what.clone_into(told);
        }
    };
    for crisis in &facts.crises {
        for change in &crisis.record.modes {
            mark(
                change.at,
                &facts.say.fill("activity.mode", &[("mode", &facts.say.word("mode", change.to.name()))]),
            );
        }
    }
    for alert in &facts.alerts {
        if let Some((at, _)) = &alert.record.issued {
            mark(*at, &facts.say.fill("activity.alert", &[("title", &alert.title)]));
        }
    }
    // Before the first of them nobody says that anything was looked at.
    let first = counts.keys().chain(events.keys()).min().copied();
    let days = first.map(|first| first.max(last - DAYS + 1)..=last);
    let days = days.into_iter().flatten().map(|day| Day {
        at: day * DAY,
        count: counts.get(&day).copied().unwrap_or(0),
        event: events.get(&day).cloned().unwrap_or_default(),
    });
    let figures = aside(facts);
    Activity { label: facts.say.text("figure.opened"), days: days.collect(), total, figures }
}

/// What is not counted among them, by reason: false positives always, the others where there are any.
fn aside(facts: &Facts) -> Vec<Figure> {
    let told = |why: &Why| facts.aside.told.get(why).map_or(&[][..], Vec::as_slice);
    let all: usize = facts.incidents.len() + facts.aside.told.values().map(Vec::len).sum::<usize>();
    let some = [Why::FalsePositive, Why::Legitimate, Why::Duplicate, Why::Merged].into_iter();
    some.filter(|why| *why == Why::FalsePositive || !told(why).is_empty())
        .map(|why| {
            let place = format!("activity/{}", why.name());
            let label = facts.say.word("figure.aside", why.name());
            let mut figure = facts.ask.count(&place, &label, told(&why).len() as u64);
            figure = figure.of(facts.say.text("figure.aside.of"), all as u64);
            figure.records = named(told(&why).iter().map(incident_link));
            figure
        })
        .collect()
}
