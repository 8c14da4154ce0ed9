//! The head and the first page: what a reader with one minute needs.

use super::{Block, Card, Fact, Section, View, all_prose};
use crate::situation::words::Words;
use crate::situation::{Figure, Head, Report};
use ostrakon_model::Tlp;

/// As many fit on the page beside the rest.
const FIGURES: usize = 6;
const DEVELOPMENTS: usize = 5;
const DECISIONS: usize = 3;
/// Characters of the caveat in the head and foot of every page, one line of them; the whole stands on the first page.
const CAVEAT: usize = 40;

pub fn view(report: &Report, w: Words, sections: Vec<Section>) -> View {
    let head = &report.head;
    let mut banner = marking(head, CAVEAT);
    if head.exercise {
        banner = format!("{banner} · {}", w.get("exercise"));
    }
    if head.issued_at.is_none() {
        banner = format!("{banner} · {}", w.get("draft"));
    }
    let issue = w.fill("issue", &[("n", &w.count(u64::from(head.version)))]);
    let as_of = w.fill("as-of", &[("time", &w.time(head.as_of))]);
    View {
        language: w.language,
        title: if head.title.trim().is_empty() { w.get("title") } else { head.title.clone() },
        election: head.election.clone(),
        brand: w.get("brand"),
        banner,
        marking: match head.marking {
            Tlp::Clear => "clear",
            Tlp::Green => "green",
            Tlp::Amber => "amber",
            Tlp::AmberStrict => "amber-strict",
            Tlp::Red => "red",
        },
        running: format!("{issue} · {as_of}"),
        paging: w.get("paging"),
        facts: facts(head, w),
        summary: summary(report, w),
        contents: w.get("contents"),
        sections,
        closing: w.get("closing"),
        unprintable: w.get("unprintable"),
        as_of: head.as_of,
    }
}

/// Marking and caveat, the latter cut to as many characters.
fn marking(head: &Head, most: usize) -> String {
    let label = head.marking.label();
    if head.caveat.trim().is_empty() {
        return label.to_owned();
    }
    let short: String = head.caveat.chars().take(most).collect();
    let more = if short.len() < head.caveat.len() { "…" } else { "" };
    format!("{label} · {short}{more}")
}

fn facts(head: &Head, w: Words) -> Vec<Fact> {
    let day = match (head.first_day.as_str(), head.last_day.as_str()) {
        ("", _) => head.election_day.map(|day| w.day(day)),
        (first, last) if last.is_empty() || first == last => Some(w.date(first)),
        (first, last) => Some(w.fill("period", &[("from", &w.date(first)), ("to", &w.date(last))])),
    };
    let period = w.fill("period", &[("from", &w.time(head.period_start)), ("to", &w.time(head.period_end))]);
    let rows = [
        ("fact.marking", Some(marking(head, usize::MAX))),
        ("fact.issue", Some(w.count(u64::from(head.version)))),
        ("fact.as-of", Some(w.time(head.as_of))),
        ("fact.period", Some(period)),
        ("fact.election-day", day),
        ("fact.mode", Some(head.mode.clone())),
        ("fact.next", head.next_report.map(|at| w.time(at))),
        ("fact.issued", head.issued_at.map(|at| w.time(at)).or_else(|| Some(w.get("draft")))),
        ("fact.issued-by", Some(head.issued_by.clone())),
        ("fact.approved-by", Some(head.approved_by.clone())),
        ("fact.distribution", Some(head.distribution.join(", "))),
        ("fact.contact", Some(head.contact.clone())),
    ];
    rows.into_iter()
        .filter_map(|(key, value)| {
            let value = value.filter(|v| !v.trim().is_empty())?;
            Some(Fact { label: w.get(key), value })
        })
        .collect()
}

fn summary(report: &Report, w: Words) -> Vec<Block> {
    let mut blocks = Vec::new();
    if report.is_quiet() {
        blocks.push(Block::Note { text: w.get("quiet"), grave: false });
    }
    blocks.extend(all_prose(w, &report.summary));
    if !report.figures.is_empty() {
        let cards = report.figures.iter().take(FIGURES).map(|f| card(w, f)).collect();
        blocks.push(Block::Cards { cards });
    }
    if !report.developments.is_empty() {
        let items = report.developments.iter().take(DEVELOPMENTS).map(|d| d.title.clone()).collect();
        let title = shown(w, "first.developments", DEVELOPMENTS, report.developments.len());
        blocks.push(Block::List { title, items });
    }
    if let Some(changes) = &report.changes {
        let n = |n: usize| w.count(n as u64);
        let text = w.fill(
            "first.changes",
            &[
                ("issue", &w.count(u64::from(changes.since_version))),
                ("new", &n(changes.new.len())),
                ("ended", &n(changes.ended.len())),
                ("changed", &n(changes.changed.len())),
                ("figures", &n(changes.figures.len())),
            ],
        );
        blocks.push(Block::Note { text, grave: false });
    }
    if !report.decisions.is_empty() {
        let items = report
            .decisions
            .iter()
            .take(DECISIONS)
            .map(|d| match d.due {
                Some(due) => w.fill("first.decision", &[("label", &d.label), ("due", &w.time(due))]),
                None => d.label.clone(),
            })
            .collect();
        let title = shown(w, "first.decisions", DECISIONS, report.decisions.len());
        blocks.push(Block::List { title, items });
    }
    if !report.corrections.is_empty() {
        let n = w.count(report.corrections.len() as u64);
        blocks.push(Block::Note { text: w.fill("first.corrections", &[("n", &n)]), grave: true });
    }
    let withheld: u64 = report.withheld.iter().fold(0, |sum, item| sum.saturating_add(item.count));
    if withheld > 0 {
        let text = w.fill("first.withheld", &[("n", &w.count(withheld))]);
        blocks.push(Block::Note { text, grave: false });
    }
    blocks
}

/// A heading; where not all fit, it says how many there are.
fn shown(w: Words, key: &str, most: usize, all: usize) -> String {
    let title = w.get(key);
    if all <= most {
        return title;
    }
    let (shown, all) = (w.count(most as u64), w.count(all as u64));
    w.fill("first.some", &[("title", &title), ("shown", &shown), ("all", &all)])
}

fn card(w: Words, figure: &Figure) -> Card {
    let mut detail = Vec::new();
    if let Some(d) = &figure.denominator {
        let of = w.value(Some(d.value), figure.unit);
        detail.push(w.fill("figure.part", &[("of", &of), ("label", &d.label)]));
    }
    if !figure.coverage.text.is_empty() {
        detail.push(figure.coverage.text.clone());
    }
    detail.push(w.fill("as-of", &[("time", &w.time(figure.as_of))]));
    Card {
        value: w.value(figure.value, figure.unit),
        label: figure.label.clone(),
        detail: detail.join(" · "),
    }
}
