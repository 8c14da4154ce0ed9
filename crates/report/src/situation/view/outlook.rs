//! Forecast and decisions, with their own words: nothing here reads as a finding.

use super::{Block, Section, all_prose, section};
use crate::situation::Report;
use crate::situation::words::Words;

pub fn forecast(report: &Report, w: Words) -> Section {
    let outlook = &report.outlook;
    let mut blocks: Vec<Block> = all_prose(w, &outlook.paragraphs).collect();
    for s in &outlook.scenarios {
        let (low, high) = s.likelihood.band();
        let likelihood = w.fill(
            "outlook.likelihood",
            &[
                ("word", &w.get(&format!("likelihood.{}", s.likelihood.name()))),
                ("low", &low.to_string()),
                ("high", &high.to_string()),
            ],
        );
        let mut facts = vec![likelihood, w.get(&format!("confidence.{}", s.confidence.name()))];
        facts.extend(s.until.map(|until| w.fill("outlook.until", &[("time", &w.time(until))])));
        blocks.push(Block::Item { title: s.label.clone(), badge: None, facts });
        blocks.extend(all_prose(w, &s.paragraphs));
        if !s.indicators.is_empty() {
            blocks.push(Block::List { title: w.get("outlook.indicators"), items: s.indicators.clone() });
        }
    }
    if !blocks.is_empty() {
        blocks.insert(0, Block::Note { text: w.get("outlook.note"), grave: true });
        if !outlook.scenarios.is_empty() {
            blocks.push(Block::Note { text: w.get("outlook.scale"), grave: false });
        }
    }
    section(w, "outlook", blocks)
}

pub fn decisions(report: &Report, w: Words) -> Section {
    let mut blocks = Vec::new();
    for d in &report.decisions {
        let mut facts = Vec::new();
        if !d.asked_of.is_empty() {
            facts.push(w.fill("decisions.by", &[("who", &d.asked_of)]));
        }
        facts.extend(d.due.map(|due| w.fill("due", &[("time", &w.time(due))])));
        if !d.basis.is_empty() {
            facts.push(d.basis.clone());
        }
        blocks.push(Block::Item { title: d.label.clone(), badge: None, facts });
        blocks.extend(all_prose(w, &d.paragraphs));
        if !d.options.is_empty() {
            blocks.push(Block::List { title: w.get("decisions.options"), items: d.options.clone() });
        }
    }
    section(w, "decisions", blocks)
}
