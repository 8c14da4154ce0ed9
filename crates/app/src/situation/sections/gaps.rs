//! Gaps and needs: questions without an answer, and what nobody has sorted yet.

use super::super::ask::named;
use super::super::facts::Facts;
use super::{generated, several};
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
        state: one.state.clone(),
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
                state: format!("not answered by {} of {}", silent.len(), question.to.len()),
                asked_of: silent.join(", "),
                due: Some(question.due),
                paragraphs: vec![generated(vec![crisis.link()], "Question of the presidency.")],
            })
        })
    })
}

/// Incidents that nobody assigned to an election.
fn unsorted(facts: &Facts) -> Vec<Gap> {
    let gap = |id: &str, label: String, ids: &std::collections::BTreeSet<String>, text: &str| {
        let links = ids.iter().map(|id| match facts.incidents.get(id) {
            Some(incident) => super::super::ask::incident_link(incident),
            None => Link { label: id.clone(), href: String::new() },
        });
        let paragraphs = vec![generated(named(links), text)];
        (!ids.is_empty()).then(|| Gap { id: id.into(), label, paragraphs, ..Gap::default() })
    };
    let (by_time, open) = (&facts.scope.by_time, &facts.scope.unassigned);
    let time = several(by_time.len() as u64, "incident is counted", "incidents are counted");
    let none = several(open.len() as u64, "incident is not counted", "incidents are not counted");
    [
        gap(
            "by-time",
            format!("{time} because of the time alone"),
            by_time,
            "Nobody assigned them; this is the only election that ran then. Name the election in their cases.",
        ),
        gap(
            "unassigned",
            format!("{none}, since more than one election ran then"),
            open,
            "Name the election in their cases, or in what is known of them.",
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
        label: format!("{} of {} items of the integrity checklist are not done", open.len(), all.len()),
        paragraphs: vec![generated(vec![facts.election.link()], open.join(" · "))],
        ..Gap::default()
    })
}
