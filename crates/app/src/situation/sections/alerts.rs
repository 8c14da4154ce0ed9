//! Alerts, with everybody who was asked: those who are silent too.

use super::super::facts::Facts;
use super::super::say::Say;
use ostrakon_report::situation::{Acknowledgement, Alert, AlertClass};
use ostrakon_response::alert::{Class, Commitment};

pub(super) fn of(facts: &Facts) -> Vec<Alert> {
    let issued = facts.alerts.iter().filter_map(|one| one.record.issued.as_ref().map(|issued| (one, issued)));
    let mut all: Vec<Alert> = issued
        .map(|(one, (at, by))| Alert {
            id: format!("alert-{}", one.id),
            label: one.title.clone(),
            class: match one.record.draft.class {
                Class::Share => AlertClass::Share,
                Class::Alert => AlertClass::Alert,
            },
            issued_by: facts.name(&by.organisation),
            issued_at: *at,
            state: facts.say.state(&one.state),
            required: one.record.draft.required,
            acknowledgements: one
                .record
                .recipients
                .iter()
                .map(|(organisation, to)| Acknowledgement {
                    organisation: facts.name(organisation),
                    at: to.acknowledged.as_ref().map(|done| done.at),
                    commitment: to
                        .acknowledged
                        .as_ref()
                        .map_or_else(String::new, |done| said(facts.say, &done.commitment)),
                })
                .collect(),
            records: vec![one.link()],
        })
        .collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.issued_at));
    all
}

fn said(say: Say, commitment: &Commitment) -> String {
    match commitment {
        Commitment::LookingUntil { until } => say.fill("commitment.looking", &[("time", &say.time(*until))]),
        Commitment::NotOurs { reason } => say.fill("commitment.not-ours", &[("reason", reason)]),
        Commitment::Noted => say.text("commitment.noted"),
    }
}
