//! Every figure of a report with the place it stands in, for the annex that says how each was counted.

use crate::situation::words::Words;
use crate::situation::{Figure, Report};

/// Name of the item, and its figure, in the order of the document.
pub fn figures(report: &Report, w: Words) -> Vec<(String, &Figure)> {
    let mut all: Vec<(String, &Figure)> = report.figures.iter().map(|f| (String::new(), f)).collect();
    if !report.activity.days.is_empty() || report.activity.total.value.is_some() {
        all.push((report.activity.label.clone(), &report.activity.total));
    }
    all.extend(report.activity.figures.iter().map(|f| (report.activity.label.clone(), f)));
    for c in &report.countries {
        let name = w.country(&c.id);
        let both = [&c.incidents, &c.alerts].into_iter().chain(&c.figures);
        all.extend(both.map(|f| (name.clone(), f)));
    }
    all.extend(report.threats.iter().map(|t| (t.label.clone(), &t.incidents)));
    all.extend(report.narratives.iter().map(|n| (n.label.clone(), &n.volume)));
    all.extend(report.techniques.iter().map(|t| (format!("{} {}", t.id, t.label), &t.incidents)));
    for i in &report.impact {
        all.extend(i.figures.iter().map(|f| (i.label.clone(), f)));
    }
    for m in &report.measures {
        all.extend(m.effect.iter().flat_map(|e| &e.figures).map(|f| (m.label.clone(), f)));
    }
    all.retain(|(_, f)| !(f.label.is_empty() && f.value.is_none() && f.query.is_empty()));
    all
}
