//! What is happening: developments, activity, countries, threats, narratives, techniques, impact.

use super::{
    Block, Cell, Section, all_prose, confidence, countries as named, section, severity as badge, table,
};
use crate::situation::chart::{self, Bar, Tile};
use crate::situation::words::{Words, canonical};
use crate::situation::{Figure, Report};

/// More bars than these are a table.
const BARS: usize = 12;

pub fn developments(report: &Report, w: Words) -> Section {
    let mut blocks = Vec::new();
    for d in &report.developments {
        let mut facts: Vec<String> = d.at.map(|at| w.time(at)).into_iter().collect();
        if !d.countries.is_empty() {
            facts.push(named(w, &d.countries));
        }
        facts.extend(confidence(w, d.confidence));
        blocks.push(Block::Item { title: d.title.clone(), badge: badge(w, d.severity), facts });
        blocks.extend(all_prose(w, &d.paragraphs));
        if !d.records.is_empty() {
            blocks.push(super::basis::records(w, &d.records));
        }
    }
    section(w, "developments", blocks)
}

pub fn activity(report: &Report, w: Words) -> Section {
    let activity = &report.activity;
    let mut days = activity.days.clone();
    days.sort_by_key(|day| day.at);
    let mut blocks = vec![Block::Note { text: w.get("activity.note"), grave: false }];
    let beside = activity.figures.iter().filter(|f| f.value.is_some_and(|n| n > 0.0));
    let beside = beside.map(|f| Block::Note { text: format!("{}: {}", f.label, w.figure(f)), grave: false });
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return section(w, "activity", beside.collect());
    };
    let top = days.iter().max_by_key(|day| (day.count, std::cmp::Reverse(day.at))).unwrap_or(first);
    let alternative = w.fill(
        "activity.alternative",
        &[
            ("label", &activity.label),
            ("from", &w.day(first.at)),
            ("to", &w.day(last.at)),
            ("most", &w.count(top.count)),
            ("day", &w.day(top.at)),
            ("total", &w.figure(&activity.total)),
        ],
    );
    let svg = chart::time_line(w, &days);
    blocks.push(Block::Picture { title: activity.label.clone(), svg, alternative, width: 620 });
    blocks.extend(beside);
    let rows = days
        .iter()
        .map(|day| {
            vec![Cell::text(w.day(day.at)), Cell::text(w.count(day.count)), Cell::text(day.event.clone())]
        })
        .collect();
    let Block::Table { caption, columns, rows, .. } =
        table(w, "activity.table", &["day", "#count", "event"], rows)
    else {
        return section(w, "activity", blocks);
    };
    blocks.push(Block::Table { caption, columns, rows, folded: true });
    section(w, "activity", blocks)
}

pub fn countries(report: &Report, w: Words) -> Section {
    if report.countries.is_empty() {
        return section(w, "countries", Vec::new());
    }
    let tiles: Vec<Tile> = report
        .countries
        .iter()
        .map(|c| Tile {
            code: canonical(&c.id),
            name: w.country(&c.id),
            incidents: c.incidents.finite(),
            alerts: c.alerts.finite(),
            text: w.figure(&c.incidents),
        })
        .collect();
    let covered = tiles.iter().filter(|t| t.incidents.is_some()).count();
    let mut leading: Vec<&Tile> = tiles.iter().filter(|t| t.incidents.unwrap_or(0.0) > 0.0).collect();
    leading.sort_by(|a, b| b.incidents.unwrap_or(0.0).total_cmp(&a.incidents.unwrap_or(0.0)));
    let leading: Vec<String> = leading.iter().take(5).map(|t| format!("{} {}", t.name, t.text)).collect();
    let alternative = w.fill(
        "map.alternative",
        &[
            ("covered", &w.count(covered as u64)),
            ("with", &if leading.is_empty() { w.get("map.none") } else { leading.join("; ") }),
        ],
    );
    let svg = chart::tile_map(w, &tiles);
    let mut blocks = vec![Block::Picture { title: w.get("map.title"), svg, alternative, width: 480 }];
    let rows = report
        .countries
        .iter()
        .map(|c| {
            vec![
                Cell::text(w.country(&c.id)).small(canonical(&c.id)),
                counted(w, &c.incidents),
                counted(w, &c.alerts),
                Cell::text(coverage(w, &c.incidents)),
            ]
        })
        .collect();
    blocks.push(table(w, "countries.table", &["country", "#incidents", "#alerts", "coverage"], rows));
    for c in report.countries.iter().filter(|c| !c.paragraphs.is_empty() || !c.figures.is_empty()) {
        let facts = c.figures.iter().map(|f| format!("{}: {}", f.label, w.figure(f))).collect();
        blocks.push(Block::Item { title: w.country(&c.id), badge: None, facts });
        blocks.extend(all_prose(w, &c.paragraphs));
    }
    section(w, "countries", blocks)
}

/// A count with its denominator below.
pub fn counted(w: Words, figure: &Figure) -> Cell {
    let value = w.value(figure.value, figure.unit);
    let of = figure
        .denominator
        .as_ref()
        .map(|d| w.fill("figure.part", &[("of", &w.value(Some(d.value), figure.unit)), ("label", &d.label)]));
    Cell::text(value).small(of.unwrap_or_default()).links(&figure.records)
}

pub fn coverage(w: Words, figure: &Figure) -> String {
    let c = &figure.coverage;
    let share = match (c.observed, c.of) {
        (Some(observed), Some(of)) => {
            w.fill("coverage.of", &[("observed", &w.count(observed)), ("of", &w.count(of))])
        }
        _ => String::new(),
    };
    match (share.is_empty(), c.text.is_empty()) {
        (true, true) if figure.value.is_none() => w.get("coverage.none"),
        (true, true) => w.get("coverage.unstated"),
        (false, true) => share,
        (true, false) => c.text.clone(),
        (false, false) => format!("{share}: {}", c.text),
    }
}

fn bars(w: Words, title: &str, rows: &[(String, &Figure)]) -> Option<Block> {
    let mut shown: Vec<Bar> = rows
        .iter()
        .filter_map(|(label, figure)| {
            let value = figure.finite()?;
            Some(Bar { label: label.clone(), value, text: w.value(Some(value), figure.unit) })
        })
        .collect();
    if shown.len() < 2 {
        return None;
    }
    shown.sort_by(|a, b| b.value.total_cmp(&a.value));
    let all = shown.len();
    shown.truncate(BARS);
    let said: Vec<String> = shown.iter().map(|b| format!("{} {}", b.label, b.text)).collect();
    let mut title = w.get(title);
    if all > BARS {
        let (n, all) = (w.count(BARS as u64), w.count(all as u64));
        title = w.fill("first.some", &[("title", &title), ("shown", &n), ("all", &all)]);
    }
    Some(Block::Picture { title, svg: chart::bars(&shown), alternative: said.join("; "), width: 480 })
}

pub fn threats(report: &Report, w: Words) -> Section {
    let rows: Vec<_> = report.threats.iter().map(|t| (t.label.clone(), &t.incidents)).collect();
    let mut blocks: Vec<Block> = bars(w, "threats.chart", &rows).into_iter().collect();
    let rows: Vec<_> = report
        .threats
        .iter()
        .map(|t| {
            let mut kind = Cell::text(t.label.clone());
            kind.badge = badge(w, t.severity);
            vec![kind, counted(w, &t.incidents), Cell::text(coverage(w, &t.incidents))]
        })
        .collect();
    if !rows.is_empty() {
        blocks.push(table(w, "threats.table", &["threat", "#incidents", "coverage"], rows));
    }
    for t in report.threats.iter().filter(|t| !t.paragraphs.is_empty()) {
        blocks.push(Block::Item {
            title: t.label.clone(),
            badge: badge(w, t.severity),
            facts: vec![w.fill("threats.incidents", &[("n", &w.figure(&t.incidents))])],
        });
        blocks.extend(all_prose(w, &t.paragraphs));
    }
    section(w, "threats", blocks)
}

pub fn narratives(report: &Report, w: Words) -> Section {
    let mut blocks = Vec::new();
    let rows: Vec<_> = report
        .narratives
        .iter()
        .map(|n| {
            let seen = [named(w, &n.countries), n.languages.join(", ")];
            let seen: Vec<String> = seen.into_iter().filter(|s| !s.is_empty()).collect();
            vec![
                Cell::text(n.label.clone()),
                Cell::text(seen.join(" · ")),
                counted(w, &n.volume),
                Cell::text(coverage(w, &n.volume)),
            ]
        })
        .collect();
    if !rows.is_empty() {
        blocks.push(Block::Note { text: w.get("narratives.note"), grave: false });
        blocks.push(table(w, "narratives.table", &["narrative", "seen", "#volume", "coverage"], rows));
    }
    for n in report.narratives.iter().filter(|n| !n.paragraphs.is_empty()) {
        blocks.push(Block::Item { title: n.label.clone(), badge: None, facts: Vec::new() });
        blocks.extend(all_prose(w, &n.paragraphs));
    }
    section(w, "narratives", blocks)
}

pub fn techniques(report: &Report, w: Words) -> Section {
    let named: Vec<_> =
        report.techniques.iter().map(|t| (format!("{} {}", t.id, t.label), &t.incidents)).collect();
    let mut blocks: Vec<Block> = bars(w, "techniques.chart", &named).into_iter().collect();
    let rows: Vec<_> = report
        .techniques
        .iter()
        .map(|t| {
            vec![
                Cell::text(t.id.clone()),
                Cell::text(t.label.clone()).small(t.tactic.clone()),
                counted(w, &t.incidents),
            ]
        })
        .collect();
    if !rows.is_empty() {
        blocks.push(table(w, "techniques.table", &["id", "technique", "#incidents"], rows));
    }
    section(w, "techniques", blocks)
}

pub fn impact(report: &Report, w: Words) -> Section {
    let mut blocks = Vec::new();
    for i in &report.impact {
        let mut facts: Vec<String> =
            i.figures.iter().map(|f| format!("{}: {}", f.label, w.figure(f))).collect();
        facts.extend(confidence(w, i.confidence));
        if i.severity.is_none() {
            facts.insert(0, w.get("impact.unknown"));
        }
        blocks.push(Block::Item { title: i.label.clone(), badge: badge(w, i.severity), facts });
        blocks.extend(all_prose(w, &i.paragraphs));
    }
    if !blocks.is_empty() {
        blocks.insert(0, Block::Note { text: w.get("impact.note"), grave: false });
    }
    section(w, "impact", blocks)
}
