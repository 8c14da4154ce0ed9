//! What the report rests on, leaves out and takes back; and how every figure was counted.

use super::{Block, Cell, Section, lists, references, section, table};
use crate::situation::words::Words;
use crate::situation::{Link, Report};

pub fn records(w: Words, links: &[Link]) -> Block {
    let links = references(links);
    Block::Prose {
        text: String::new(),
        by: w.get("records"),
        generated: false,
        links,
        language: String::new(),
    }
}

pub fn contradictions(report: &Report, w: Words) -> Section {
    let mut blocks = Vec::new();
    for c in &report.contradictions {
        let facts = if c.state.is_empty() { Vec::new() } else { vec![c.state.clone()] };
        blocks.push(Block::Item { title: c.label.clone(), badge: None, facts });
        let rows = c
            .claims
            .iter()
            .map(|claim| {
                vec![
                    Cell::text(claim.source.clone()),
                    Cell::text(claim.says.clone()),
                    Cell::text(w.maybe_time(claim.as_of)),
                ]
            })
            .collect();
        blocks.push(table(w, "contradictions.table", &["source", "says", "as-of"], rows));
    }
    section(w, "contradictions", blocks)
}

pub fn sources(report: &Report, w: Words) -> Section {
    let rows: Vec<_> = report
        .sources
        .iter()
        .map(|s| {
            let grade = format!("{}{}", s.reliability.letter(), s.credibility.digit());
            let reliability = w.get(&format!("reliability.{}", s.reliability.letter()));
            let credibility = w.get(&format!("credibility.{}", s.credibility.digit()));
            vec![
                Cell::text(s.label.clone()).small(s.kind.clone()).links(&s.records),
                Cell::text(grade).small(format!("{reliability}; {credibility}")),
                Cell::text(w.maybe_time(s.as_of)),
            ]
        })
        .collect();
    let blocks = if rows.is_empty() {
        Vec::new()
    } else {
        vec![
            table(w, "sources.table", &["source", "grade", "as-of"], rows),
            Block::Note { text: w.get("sources.note"), grave: false },
        ]
    };
    section(w, "sources", blocks)
}

pub fn contributors(report: &Report, w: Words) -> Section {
    let rows: Vec<_> = report
        .contributors
        .iter()
        .map(|c| vec![Cell::text(c.label.clone()), Cell::text(c.role.clone())])
        .collect();
    let blocks = if rows.is_empty() {
        Vec::new()
    } else {
        vec![table(w, "contributors.table", &["contributor", "role"], rows)]
    };
    section(w, "contributors", blocks)
}

pub fn withheld(report: &Report, w: Words) -> Section {
    let rows: Vec<_> = report
        .withheld
        .iter()
        .map(|item| {
            vec![
                Cell::text(item.label.clone()),
                Cell::text(w.count(item.count)),
                Cell::text(item.reason.clone()),
            ]
        })
        .collect();
    let blocks = if rows.is_empty() {
        Vec::new()
    } else {
        vec![table(w, "withheld.table", &["withheld", "#count", "reason"], rows)]
    };
    section(w, "withheld", blocks)
}

pub fn unobserved(report: &Report, w: Words) -> Section {
    let rows: Vec<_> = report
        .unobserved
        .iter()
        .map(|item| vec![Cell::text(item.label.clone()), Cell::text(item.reason.clone())])
        .collect();
    let blocks = if rows.is_empty() {
        Vec::new()
    } else {
        vec![
            Block::Note { text: w.get("unobserved.note"), grave: true },
            table(w, "unobserved.table", &["unobserved", "reason"], rows),
        ]
    };
    section(w, "unobserved", blocks)
}

pub fn corrections(report: &Report, w: Words) -> Section {
    let rows: Vec<_> = report
        .corrections
        .iter()
        .map(|c| {
            vec![
                Cell::text(w.count(u64::from(c.version))),
                Cell::text(c.was.clone()),
                Cell::text(c.is.clone()),
                Cell::text(c.reason.clone()).small(
                    c.at.map(|at| w.fill("corrections.found", &[("time", &w.time(at))])).unwrap_or_default(),
                ),
            ]
        })
        .collect();
    let blocks = if rows.is_empty() {
        Vec::new()
    } else {
        vec![table(w, "corrections.table", &["issue", "was", "is", "reason"], rows)]
    };
    section(w, "corrections", blocks)
}

pub fn figures(report: &Report, w: Words) -> Section {
    let rows: Vec<_> = lists::figures(report, w)
        .into_iter()
        .map(|(item, f)| {
            let mut query = Cell::text(f.query.clone()).links(&f.records);
            query.code = true;
            let label = if f.label.is_empty() { f.id.clone() } else { f.label.clone() };
            vec![
                Cell::text(label).small(item),
                Cell::text(w.figure(f)),
                Cell::text(w.time(f.as_of)).small(super::findings::coverage(w, f)),
                query,
            ]
        })
        .collect();
    let blocks = if rows.is_empty() {
        Vec::new()
    } else {
        vec![
            Block::Note { text: w.get("figures.note"), grave: false },
            table(w, "figures.table", &["figure", "#value", "as-of-coverage", "query"], rows),
        ]
    };
    section(w, "figures", blocks)
}
