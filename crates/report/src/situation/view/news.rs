//! What changed since the issue before.

use super::{Block, Cell, Section, section, table};
use crate::situation::difference::{Change, FieldChange};
use crate::situation::words::Words;
use crate::situation::{Report, Unit};

/// A value that is told as a change needs no more than this of its text.
const LONGEST: usize = 160;

pub fn changes(report: &Report, w: Words) -> Section {
    let Some(changes) = &report.changes else {
        let text = w.get("changes.first");
        return section(w, "changes", vec![Block::Note { text, grave: false }]);
    };
    let since = w.fill(
        "changes.since",
        &[("n", &w.count(u64::from(changes.since_version))), ("time", &w.time(changes.since))],
    );
    let mut blocks = vec![Block::Note { text: since, grave: false }];
    if changes.is_empty() {
        blocks.push(Block::Note { text: w.get("changes.none"), grave: false });
    }
    let list = |key: &str, items: &[Change]| {
        let rows: Vec<_> =
            items.iter().map(|c| vec![Cell::text(part(w, c)), Cell::text(name(w, c))]).collect();
        (!rows.is_empty()).then(|| table(w, key, &["section", "item"], rows))
    };
    blocks.extend(list("changes.new", &changes.new));
    blocks.extend(list("changes.ended", &changes.ended));
    let rows: Vec<_> = changes
        .changed
        .iter()
        .flat_map(|changed| changed.fields.iter().map(|field| (&changed.item, field)))
        .map(|(item, field)| {
            vec![
                Cell::text(name(w, item)).small(part(w, item)),
                Cell::text(w.find(&format!("field.{}", field.field)).unwrap_or(&field.field)),
                Cell::text(value(w, field, &field.before)),
                Cell::text(value(w, field, &field.after)),
            ]
        })
        .collect();
    if !rows.is_empty() {
        blocks.push(table(w, "changes.changed", &["item", "field", "before", "after"], rows));
    }
    let rows: Vec<_> = changes
        .figures
        .iter()
        .map(|f| {
            let shown = |value: Option<f64>, of: Option<f64>| match of {
                Some(_) => format!("{} / {}", w.value(value, f.unit), w.value(of, f.unit)),
                None => w.value(value, f.unit),
            };
            let item = name(w, &f.item);
            let label = if f.label.is_empty() { item.clone() } else { f.label.clone() };
            let small =
                if label == item { part(w, &f.item) } else { format!("{} · {item}", part(w, &f.item)) };
            vec![
                Cell::text(label).small(small),
                Cell::text(shown(f.before, f.before_of)),
                Cell::text(shown(f.after, f.after_of)),
                Cell::text(step(w, f.before, f.after, f.unit)),
            ]
        })
        .collect();
    if !rows.is_empty() {
        blocks.push(table(w, "changes.figures", &["figure", "#before", "#after", "#step"], rows));
    }
    section(w, "changes", blocks)
}

fn part(w: Words, change: &Change) -> String {
    w.find(&format!("section.{}", change.section)).unwrap_or(&change.section).to_owned()
}

fn name(w: Words, change: &Change) -> String {
    match change.section.as_str() {
        "countries" => w.country(&change.id),
        "techniques" => format!("{} {}", change.id, change.label),
        _ if change.label.is_empty() => change.id.clone(),
        _ => change.label.clone(),
    }
}

/// A value as it reads in the language: words of the fixed scales, times, or the text itself.
fn value(w: Words, change: &FieldChange, value: &str) -> String {
    if value.is_empty() {
        return "–".into();
    }
    if let Some(word) = w.find(&format!("{}.{value}", change.field)) {
        return word.to_owned();
    }
    if let Some(time) = w.moment(value) {
        return time;
    }
    let short: String = value.chars().take(LONGEST).collect();
    if short.len() < value.len() { format!("{short}…") } else { short }
}

fn step(w: Words, before: Option<f64>, after: Option<f64>, unit: Unit) -> String {
    match (before, after) {
        (Some(before), Some(after)) if after > before => {
            format!("+{}", w.value(Some(after - before), unit))
        }
        (Some(before), Some(after)) if after < before => {
            format!("−{}", w.value(Some(before - after), unit))
        }
        (Some(_), Some(_)) => "0".into(),
        _ => "–".into(),
    }
}
