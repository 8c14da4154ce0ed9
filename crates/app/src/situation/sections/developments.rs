//! Key developments: what decision-makers have to know first.
//!
//! **The choice.** Severe and high cases, alerts, changes of mode and cyber incidents, of the whole time, gravest first, then
//! newest; so that what stands does not fall out of the next issue, and "ended" means ended. Without a case nobody has said
//! that an incident matters: it is counted and not listed here, unless nothing else is known. **Rejected.** A rank computed from scores.

use super::super::ask::incident_link;
use super::super::facts::Facts;
use super::{confidence, generated, severity, stix_confidence, written};
use ostrakon_report::situation::{Development, Severity};
use ostrakon_response::alert::Class;
use ostrakon_response::case;
use ostrakon_response::crisis::Mode;
use ostrakon_response::{Answer, cyber};
use std::cmp::Reverse;

/// More than can be read is no list of key developments.
const MOST: usize = 25;
/// Incidents without a case, where there is no case at all.
const WITHOUT_CASES: usize = 5;

pub(super) fn of(facts: &Facts) -> Vec<Development> {
    let mut all: Vec<Development> = modes(facts);
    all.extend(cases(facts));
    all.extend(alerts(facts));
    all.extend(cybers(facts));
    if facts.cases.is_empty() {
        all.extend(incidents(facts));
    }
    all.sort_by(|a, b| {
        (Reverse(a.severity), Reverse(a.at), &a.id).cmp(&(Reverse(b.severity), Reverse(b.at), &b.id))
    });
    all.truncate(MOST);
    all
}

fn modes(facts: &Facts) -> Vec<Development> {
    let changes =
        facts.crises.iter().filter_map(|crisis| crisis.record.modes.last().map(|last| (crisis, last)));
    changes
        .map(|(crisis, change)| Development {
            id: format!("mode-{}", crisis.id),
            at: Some(change.at),
            title: match change.to {
                Mode::None => facts.say.fill("development.mode.ended", &[("title", &crisis.title)]),
                mode => facts.say.fill(
                    "development.mode",
                    &[("mode", &facts.say.state(mode.name())), ("title", &crisis.title)],
                ),
            },
            severity: Some(match change.to {
                Mode::None | Mode::Monitoring => Severity::Moderate,
                Mode::InformationSharing => Severity::High,
                Mode::Full => Severity::Severe,
            }),
            paragraphs: written(facts, &change.by.organisation, &change.reason).into_iter().collect(),
            records: vec![crisis.link()],
            ..Development::default()
        })
        .collect()
}

fn cases(facts: &Facts) -> impl Iterator<Item = Development> + '_ {
    let grave = facts.standing_cases().filter(|one| one.record.draft.severity >= case::Severity::High);
    grave.map(|one| {
        let incidents = || one.incidents.iter().filter_map(|id| facts.incidents.get(id));
        let mut countries: Vec<String> = incidents().flat_map(|one| one.countries.iter().cloned()).collect();
        countries.sort();
        countries.dedup();
        let judged = one.record.coordination.as_ref();
        Development {
            id: format!("case-{}", one.id),
            at: one.record.draft.happened_at.or(one.record.opened),
            title: one.title.clone(),
            severity: Some(severity(one.record.draft.severity)),
            confidence: judged.map(|judgement| confidence(judgement.confidence)),
            countries,
            paragraphs: written(facts, &one.owner, &one.record.draft.summary).into_iter().collect(),
            records: std::iter::once(one.link()).chain(incidents().map(incident_link)).collect(),
        }
    })
}

fn alerts(facts: &Facts) -> impl Iterator<Item = Development> + '_ {
    let raised = facts
        .alerts
        .iter()
        .filter(|one| one.record.issued.is_some() && one.record.draft.class == Class::Alert);
    raised.map(|one| Development {
        id: format!("alert-{}", one.id),
        at: one.record.issued.as_ref().map(|(at, _)| *at),
        title: one.title.clone(),
        severity: Some(Severity::High),
        paragraphs: written(facts, &one.owner, &one.record.draft.claim).into_iter().collect(),
        records: vec![one.link()],
        ..Development::default()
    })
}

fn cybers(facts: &Facts) -> impl Iterator<Item = Development> + '_ {
    let grave = facts
        .cybers
        .iter()
        .filter(|one| one.record.draft.significant == Answer::Yes && one.record.phase != cyber::Phase::None);
    grave.map(|one| Development {
        id: format!("cyber-{}", one.id),
        at: Some(one.record.draft.aware_at),
        title: one.title.clone(),
        severity: Some(Severity::High),
        paragraphs: written(facts, &one.owner, &one.record.draft.description).into_iter().collect(),
        records: vec![one.link()],
        ..Development::default()
    })
}

/// The incidents that their authors are surest of.
fn incidents(facts: &Facts) -> impl Iterator<Item = Development> + '_ {
    let mut all: Vec<_> = facts.incidents.values().filter(|one| facts.is_open(one)).collect();
    all.sort_by_key(|one| (Reverse(one.confidence), Reverse(one.created), &one.id));
    all.into_iter().take(WITHOUT_CASES).map(|one| {
        let accounts = one.accounts.map(|n| facts.say.several("development.accounts", n, &[]));
        let said = format!("{} {}", accounts.unwrap_or_default(), one.description).trim().to_owned();
        let text = if said.is_empty() { facts.say.text("development.bare") } else { said };
        Development {
            id: one.id.clone(),
            at: Some(one.created),
            title: one.name.clone(),
            severity: None,
            confidence: one.confidence.and_then(stix_confidence),
            countries: one.countries.iter().cloned().collect(),
            paragraphs: vec![generated(vec![incident_link(one)], text)],
            records: vec![incident_link(one)],
        }
    })
}
