//! Gaps and needs: questions without an answer, and what nobody has sorted yet.

use super::super::ask::named;
use super::super::facts::Facts;
use super::generated;
use ostrakon_report::situation::{Gap, Link};
use ostrakon_response::information::Phase;

pub(super) fn of(facts: &Facts) -> Vec<Gap> {
    let mut all: Vec<Gap> = requests(facts).chain(questions(facts)).collect();
    all.sort_by_key(|one| (one.due.unwrap_or(i64::MAX), one.id.clone()));
    all.extend(unsorted(facts));
    all.extend(checklist(facts));
    all
}

fn requests(facts: &Facts) -> impl Iterator<Item = Gap> + '_ {
    let waiting = facts.questions.iter().filter(|one| {
        one.record.sent.is_some()
            && !matches!(one.record.phase, Phase::Closed | Phase::Withdrawn)
            && !one.record.answers.iter().any(|answer| answer.complete)
    });
    waiting.map(|one| Gap {
        id: format!("information-{}", one.id),
        label: one.title.clone(),
        asked_of: facts.name(&one.record.draft.addressee),
        due: one.record.draft.due,
        state: facts.say.state(&one.state),
        paragraphs: vec![generated(vec![one.link()], one.record.draft.questions.join(" · "))],
    })
}

fn questions(facts: &Facts) -> impl Iterator<Item = Gap> + '_ {
    facts.crises.iter().flat_map(move |crisis| {
        crisis.record.questions.iter().enumerate().filter_map(move |(n, question)| {
            let answers = crisis.record.answers.iter().filter(|one| one.question == n);
            let answered: Vec<&str> = answers.map(|one| one.by.organisation.as_str()).collect();
            let silent: Vec<String> = question
                .to
                .iter()
                .filter(|id| !answered.contains(&id.as_str()))
                .map(|id| facts.name(id))
                .collect();
            (!silent.is_empty()).then(|| Gap {
                id: format!("question-{}-{n}", crisis.id),
                label: question.text.clone(),
                state: facts.say.fill(
                    "gap.silent",
                    &[
                        ("n", &facts.say.count(silent.len() as u64)),
                        ("all", &facts.say.count(question.to.len() as u64)),
                    ],
                ),
                asked_of: silent.join(", "),
                due: Some(question.due),
                paragraphs: vec![generated(vec![crisis.link()], facts.say.text("gap.presidency"))],
            })
        })
    })
}

/// Incidents that nobody assigned to an election.
fn unsorted(facts: &Facts) -> Vec<Gap> {
    let gap = |id: &str, label: String, ids: &std::collections::BTreeSet<String>, text: String| {
        let links = ids.iter().map(|id| match facts.incidents.get(id) {
            Some(incident) => super::super::ask::incident_link(incident),
            None => Link { label: id.clone(), href: String::new() },
        });
        let paragraphs = vec![generated(named(links), text)];
        (!ids.is_empty()).then(|| Gap { id: id.into(), label, paragraphs, ..Gap::default() })
    };
    let (by_time, open) = (&facts.scope.by_time, &facts.scope.unassigned);
    let say = facts.say;
    [
        gap(
            "by-time",
            say.several("gap.by-time", by_time.len() as u64, &[]),
            by_time,
            say.text("gap.by-time"),
        ),
        gap(
            "unassigned",
            say.several("gap.unassigned", open.len() as u64, &[]),
            open,
            say.text("gap.unassigned"),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The integrity checklist, as far as it is not done.
fn checklist(facts: &Facts) -> Option<Gap> {
    let all = &facts.election.record.checklist;
    let open: Vec<&str> = all.values().filter(|item| !item.done).map(|item| item.title.as_str()).collect();
    (!open.is_empty()).then(|| Gap {
        id: "checklist".into(),
        label: facts.say.fill(
            "gap.checklist",
            &[("n", &facts.say.count(open.len() as u64)), ("all", &facts.say.count(all.len() as u64))],
        ),
        paragraphs: vec![generated(vec![facts.election.link()], open.join(" · "))],
        ..Gap::default()
    })
}
