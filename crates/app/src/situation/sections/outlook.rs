//! What may come, as far as records say so, and what waits for a decision.
//!
//! Likelihoods of the risk matrix are its own scale of 1 to 5 and are told as such; scenarios in the bands of ICD 203 are
//! written by people.

use super::super::facts::Facts;
use super::{generated, written};
use ostrakon_report::situation::{Decision, Outlook};
use ostrakon_response::{measure, plan, team};
use std::cmp::Reverse;

/// Rows of the risk matrix that are told.
const RISKS: usize = 5;

pub(super) fn of(facts: &Facts) -> Outlook {
    let mut risks: Vec<_> = facts.election.record.risks.values().collect();
    risks.sort_by_key(|risk| (Reverse(risk.residual), Reverse(risk.likelihood * risk.impact), &risk.asset));
    let rows: Vec<String> = risks
        .iter()
        .take(RISKS)
        .map(|risk| {
            let scale = |n: u8| n.to_string();
            facts.say.fill(
                "outlook.row",
                &[
                    ("asset", &risk.asset),
                    ("threat", &risk.threat),
                    ("likelihood", &scale(risk.likelihood)),
                    ("impact", &scale(risk.impact)),
                    ("residual", &scale(risk.residual)),
                ],
            )
        })
        .collect();
    let paragraphs = if rows.is_empty() {
        Vec::new()
    } else {
        let (shown, all) = (facts.say.count(rows.len() as u64), facts.say.count(risks.len() as u64));
        let values = [("shown", shown.as_str()), ("all", &all), ("rows", &rows.join("; "))];
        let text = facts.say.fill("outlook.rows", &values);
        vec![generated(vec![facts.election.link()], text)]
    };
    Outlook { paragraphs, scenarios: Vec::new() }
}

pub(super) fn decisions(facts: &Facts) -> Vec<Decision> {
    let mut all: Vec<Decision> = modes(facts).collect();
    let proposed = facts.measures.iter().filter(|one| one.record.phase == measure::Phase::Proposed);
    all.extend(proposed.map(|one| Decision {
        id: format!("measure-{}", one.id),
        label: facts.say.fill("decision.measure", &[("title", &one.title)]),
        asked_of: one.record.draft.actor.clone(),
        due: None,
        options: vec![facts.say.text("decision.take"), facts.say.text("decision.leave")],
        basis: one.record.draft.legal_basis.join("; "),
        paragraphs: written(facts, &one.owner, &one.record.draft.necessity).into_iter().collect(),
    }));
    let drafted = facts
        .plans
        .iter()
        .filter(|one| one.record.phase == plan::Phase::Draft && !one.record.chosen.is_empty());
    all.extend(drafted.map(|one| Decision {
        id: format!("plan-{}", one.id),
        label: facts.say.fill("decision.plan", &[("title", &one.title)]),
        asked_of: facts.name(&one.owner),
        paragraphs: written(facts, &one.owner, &one.record.outline.goal).into_iter().collect(),
        ..Decision::default()
    }));
    let scoped = facts
        .teams
        .iter()
        .filter(|one| matches!(one.record.phase, team::Phase::Requested | team::Phase::Scoped));
    all.extend(scoped.map(|one| Decision {
        id: format!("team-{}", one.id),
        label: facts.say.fill("decision.team", &[("title", &one.title)]),
        asked_of: facts.name(&one.record.draft.addressee),
        due: Some(one.record.draft.from),
        options: vec![facts.say.text("decision.approve"), facts.say.text("decision.decline")],
        basis: team::Team::basis().cite,
        paragraphs: Vec::new(),
    }));
    all
}

/// Changes of the crisis mode that member states asked for and nobody has decided since.
fn modes(facts: &Facts) -> impl Iterator<Item = Decision> + '_ {
    facts.crises.iter().flat_map(move |crisis| {
        let decided = crisis.record.modes.last().map_or(i64::MIN, |change| change.at);
        let waiting = crisis.record.asked.iter().enumerate().filter(move |(_, (at, ..))| *at > decided);
        waiting.map(move |(n, (_, by, to, reason))| Decision {
            id: format!("mode-{}-{n}", crisis.id),
            label: facts.say.fill("decision.mode", &[("mode", &facts.say.state(to.name()))]),
            asked_of: facts.say.text("decision.presidency"),
            options: vec![
                facts.say.fill("decision.change", &[("mode", &facts.say.state(to.name()))]),
                facts
                    .say
                    .fill("decision.stay", &[("mode", &facts.say.word("mode", crisis.record.mode.name()))]),
            ],
            basis: ostrakon_response::crisis::Crisis::basis().cite,
            paragraphs: written(facts, &by.organisation, reason).into_iter().collect(),
            due: None,
        })
    })
}
