//! What is being done: measures by actor, alerts, notifications; and what is missing.

use super::{Block, Cell, Section, all_prose, section, table};
use crate::situation::words::Words;
use crate::situation::{AlertClass, Measure, Report};

pub fn measures(report: &Report, w: Words) -> Section {
    let mut actors: Vec<&str> = Vec::new();
    for m in &report.measures {
        if !actors.contains(&m.actor.as_str()) {
            actors.push(&m.actor);
        }
    }
    let mut blocks = Vec::new();
    for actor in actors {
        let of_actor = report.measures.iter().filter(|m| m.actor == actor);
        let rows = of_actor.map(|m| row(w, m)).collect();
        let title = if actor.is_empty() { w.get("measures.nobody") } else { actor.to_owned() };
        blocks.push(Block::Table {
            caption: title,
            columns: super::columns(w, &["measure", "state", "effect"]),
            rows,
            folded: false,
        });
    }
    if !blocks.is_empty() {
        blocks.insert(0, Block::Note { text: w.get("measures.note"), grave: false });
    }
    section(w, "measures", blocks)
}

fn row(w: Words, m: &Measure) -> Vec<Cell> {
    let effect = match &m.effect {
        Some(effect) => {
            let figures: Vec<String> =
                effect.figures.iter().map(|f| format!("{}: {}", f.label, w.figure(f))).collect();
            Cell::text(effect.sentence.clone()).small(figures.join(" · "))
        }
        None => Cell::text(w.get("measures.unmeasured")),
    };
    let since = m.since.map(|at| w.fill("since", &[("time", &w.time(at))])).unwrap_or_default();
    vec![
        Cell::text(m.label.clone()).small(m.instrument.clone()).links(&m.records),
        Cell::text(m.state.clone()).small(since),
        effect,
    ]
}

pub fn alerts(report: &Report, w: Words) -> Section {
    let mut blocks = Vec::new();
    let rows: Vec<_> = report
        .alerts
        .iter()
        .map(|a| {
            let (first, last) = a.times();
            let shown = |time: Option<i64>| time.map_or_else(|| "–".to_owned(), |ms| w.duration(ms));
            let answered = a.acknowledgements.iter().filter(|k| k.at.is_some()).count() as u64;
            let of = w.fill(
                "alerts.of",
                &[("n", &w.count(answered)), ("all", &w.count(a.acknowledgements.len() as u64))],
            );
            let required = w.fill("alerts.required", &[("n", &w.count(u64::from(a.required)))]);
            let class = w.get(match a.class {
                AlertClass::Share => "alerts.share",
                AlertClass::Alert => "alerts.alert",
            });
            let issued = w.fill("alerts.issued", &[("time", &w.time(a.issued_at)), ("by", &a.issued_by)]);
            vec![
                Cell::text(a.label.clone()).small(format!("{class} · {issued}")).links(&a.records),
                Cell::text(a.state.clone()),
                Cell::text(of).small(required),
                Cell::text(shown(first)),
                Cell::text(shown(last)),
            ]
        })
        .collect();
    if !rows.is_empty() {
        let keys = ["alert", "state", "#acknowledged", "#first", "#last"];
        blocks.push(table(w, "alerts.table", &keys, rows));
    }
    for a in report.alerts.iter().filter(|a| !a.acknowledgements.is_empty()) {
        let items = a
            .acknowledgements
            .iter()
            .map(|k| match k.at {
                Some(at) if k.commitment.is_empty() => format!("{}: {}", k.organisation, w.time(at)),
                Some(at) => format!("{}: {} – {}", k.organisation, w.time(at), k.commitment),
                None => format!("{}: {}", k.organisation, w.get("alerts.silent")),
            })
            .collect();
        blocks.push(Block::List { title: a.label.clone(), items });
    }
    section(w, "alerts", blocks)
}

pub fn notifications(report: &Report, w: Words) -> Section {
    let rows: Vec<_> = report
        .notifications
        .iter()
        .map(|n| {
            let answer = match n.answered_at {
                Some(at) => w.fill(
                    "notifications.answered",
                    &[("time", &w.time(at)), ("after", &w.duration(at.saturating_sub(n.sent_at).max(0)))],
                ),
                None => w.get("notifications.unanswered"),
            };
            let outcome = if n.outcome.is_empty() { w.get("notifications.open") } else { n.outcome.clone() };
            vec![
                Cell::text(n.platform.clone()),
                Cell::text(n.label.clone()).small(n.basis.clone()).links(&n.records),
                Cell::text(w.time(n.sent_at)),
                Cell::text(outcome).small(answer),
            ]
        })
        .collect();
    let blocks = if rows.is_empty() {
        Vec::new()
    } else {
        vec![table(w, "notifications.table", &["platform", "notification", "sent", "outcome"], rows)]
    };
    section(w, "notifications", blocks)
}

pub fn gaps(report: &Report, w: Words) -> Section {
    let mut blocks = Vec::new();
    for gap in &report.gaps {
        let mut facts = Vec::new();
        if !gap.asked_of.is_empty() {
            facts.push(w.fill("asked-of", &[("who", &gap.asked_of)]));
        }
        facts.extend(gap.due.map(|due| w.fill("due", &[("time", &w.time(due))])));
        if !gap.state.is_empty() {
            facts.push(gap.state.clone());
        }
        blocks.push(Block::Item { title: gap.label.clone(), badge: None, facts });
        blocks.extend(all_prose(w, &gap.paragraphs));
    }
    section(w, "gaps", blocks)
}
