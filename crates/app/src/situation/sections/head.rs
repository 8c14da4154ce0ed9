//! The head, and the figures of the first page.

use super::super::Beside;
use super::super::ask::{incident_link, named};
use super::super::facts::{Facts, Item};
use ostrakon_report::situation::{Figure, Report};
use ostrakon_response::{Standing, alert, measure};

/// Fills the head and the key figures.
pub(in crate::situation) fn fill(report: &mut Report, facts: &Facts, beside: &Beside<'_>) {
    let head = &mut report.head;
    let vote = facts.election.record.facts();
    head.election.clone_from(&facts.election.title);
    head.title = facts.say.fill("head.title", &[("election", &facts.election.title)]);
    if let Some(vote) = vote {
        head.election_day = Some(vote.opens);
        (head.first_day, head.last_day) = (vote.first_day.to_string(), vote.last_day.to_string());
    }
    head.mode = facts
        .crises
        .iter()
        .map(|crisis| crisis.record.mode)
        .max()
        .filter(|mode| *mode != ostrakon_response::crisis::Mode::None)
        .map(|mode| facts.say.fill("head.mode", &[("mode", &facts.say.word("mode", mode.name()))]))
        .unwrap_or_default();
    facts.say.language().clone_into(&mut head.language);
    head.exercise = crate::clock::is_exercise();
    head.marking = facts.ask.marking;
    head.version = beside.number;
    head.as_of = facts.cut_off;
    head.period_start = facts.since;
    head.period_end = facts.cut_off;
    if let Some(issue) = beside.issue {
        let outline = &issue.outline;
        head.title.clone_from(&outline.title);
        head.caveat.clone_from(&outline.caveat);
        head.next_report = outline.next_due;
        head.issued_by = facts.name(&issue.author.organisation);
        head.contact.clone_from(&outline.contact);
        let recipients = outline.recipients.iter().map(|id| facts.name(id));
        head.distribution = recipients.chain(outline.distribution.iter().cloned()).collect();
    }
    report.figures = figures(facts);
}

/// At most six, as many as the first page holds.
fn figures(facts: &Facts) -> Vec<Figure> {
    let (ask, say) = (&facts.ask, facts.say);
    let total = facts.incidents.len() as u64;
    let open: Vec<_> = facts.incidents.values().filter(|one| facts.is_open(one)).collect();
    let mut incidents = ask
        .count("figures/incidents-open", &say.text("figure.incidents-open"), open.len() as u64)
        .of(say.text("figure.incidents-open.of"), total);
    incidents.records = named(open.into_iter().map(incident_link));

    let issued = || facts.alerts.iter().filter(|one| one.record.issued.is_some());
    let running = |one: &&Item<alert::Alert>| one.open;
    let mut alerts = ask
        .count(
            "figures/alerts-open",
            &say.text("figure.alerts-open"),
            issued().filter(running).count() as u64,
        )
        .of(say.text("figure.alerts-open.of"), issued().count() as u64);
    alerts.records = named(issued().filter(running).map(Item::link));
    let recorded = say.text("coverage.recorded");
    alerts.coverage.text.clone_from(&recorded);

    let asked: usize = issued().map(|one| one.record.recipients.len()).sum();
    let answered: usize = issued().map(|one| one.record.acknowledged()).sum();
    let mut acknowledged = ask
        .count("figures/acknowledged", &say.text("figure.acknowledged"), answered as u64)
        .of(say.text("figure.acknowledged.of"), asked as u64);
    acknowledged.coverage.text.clone_from(&recorded);

    let sent = super::notifications::counted(facts);
    let mut notifications = ask
        .count("figures/notifications-answered", &say.text("figure.notifications"), sent.answered)
        .of(say.text("figure.notifications.of"), sent.sent);
    notifications.coverage.text.clone_from(&recorded);

    let in_force = facts.measures.iter().filter(|one| one.record.phase == measure::Phase::InForce);
    let mut measures = ask
        .count("figures/measures-in-force", &say.text("figure.measures"), in_force.clone().count() as u64)
        .of(say.text("figure.measures.of"), facts.measures.len() as u64);
    measures.records = named(in_force.map(Item::link));
    measures.coverage.text.clone_from(&recorded);

    let begun: u64 = facts.deadlines.values().sum();
    let missed = facts.deadlines.get(&Standing::Missed).copied().unwrap_or(0);
    let mut deadlines = ask
        .count("figures/deadlines-missed", &say.text("figure.deadlines"), missed)
        .of(say.text("figure.deadlines.of"), begun);
    deadlines.coverage.text = recorded;
    vec![incidents, alerts, acknowledged, notifications, measures, deadlines]
}
