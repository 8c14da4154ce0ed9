//! Figures: each with its cut-off, its whole, what could be seen, and the address that computes it anew.

use super::incidents::Incident;
use ostrakon_model::Tlp;
use ostrakon_report::situation::{Figure, Link, Report};
use serde_json::Value;
use std::fmt::Write;

/// Records that a figure names one by one; the rest are found by its address.
const NAMED: usize = 50;

/// What all figures of a report have in common.
pub(super) struct Ask {
    pub election: String,
    pub cut_off: i64,
    pub marking: Tlp,
    /// Language of the words.
    pub language: &'static str,
    /// What could be looked at, in words.
    pub coverage: String,
}

impl Ask {
    /// A number of records, at a place of the report.
    pub fn count(&self, place: &str, label: &str, value: u64) -> Figure {
        let id = place.rsplit('/').next().unwrap_or(place);
        Figure::count(id, label, value, self.cut_off)
            .covering(self.coverage.clone())
            .asked_by(self.address(place))
    }

    /// The address of a figure.
    pub fn address(&self, place: &str) -> String {
        format!(
            "/api/v1/reports/figures?election={}&cut_off={}&marking={}&lang={}&figure={}",
            escaped(&self.election),
            self.cut_off,
            escaped(self.marking.label()),
            self.language,
            escaped(place)
        )
    }
}

/// The first of many records.
pub(super) fn named(all: impl IntoIterator<Item = Link>) -> Vec<Link> {
    all.into_iter().take(NAMED).collect()
}

/// The record of an incident.
pub(super) fn incident_link(one: &Incident) -> Link {
    let href = format!("/api/v1/collections/{}/objects/{}", escaped(&one.collection), escaped(&one.id));
    Link { label: one.name.clone(), href }
}

/// A part of an address: everything but letters, digits and `-._~` by its bytes.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => drop(write!(out, "%{byte:02X}")),
        }
    }
    out
}

/// The figure at a place: the section, then the id of its item where it has items, then the id of the figure.
pub(super) fn find(report: &Report, place: &str) -> Option<Figure> {
    let whole = serde_json::to_value(report).ok()?;
    let (section, rest) = place.split_once('/')?;
    let part = whole.get(section)?;
    let Some((item, id)) = rest.rsplit_once('/') else {
        // Figures of their own, and the total of the activity.
        return figures(part).into_iter().find(|figure| figure.id == rest);
    };
    let items = part.as_array()?;
    let found = items.iter().find(|one| one.get("id").and_then(Value::as_str) == Some(item))?;
    figures(found).into_iter().find(|figure| figure.id == id)
}

/// All figures within a part of the document.
fn figures(part: &Value) -> Vec<Figure> {
    match part {
        Value::Array(list) => list.iter().flat_map(figures).collect(),
        Value::Object(fields) if fields.contains_key("query") && fields.contains_key("coverage") => {
            serde_json::from_value(part.clone()).into_iter().collect()
        }
        Value::Object(fields) => fields.values().flat_map(figures).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ostrakon_report::situation::example;

    #[test]
    fn every_figure_of_a_report_is_found_at_its_place() {
        let report = example::report();
        assert_eq!(find(&report, "figures/alerts"), Some(report.figures[1].clone()));
        assert_eq!(find(&report, "impact/impact-1/calls").as_ref(), report.impact[0].figures.first());
        assert_eq!(find(&report, "activity/opened"), Some(report.activity.total.clone()));
        for none in ["", "figures", "figures/none", "impact/none/calls", "head/title", "nothing/at/all"] {
            assert_eq!(find(&report, none), None, "{none}");
        }
    }

    #[test]
    fn what_stands_in_an_address_cannot_end_it() {
        assert_eq!(escaped("TLP:AMBER+STRICT&x=é"), "TLP%3AAMBER%2BSTRICT%26x%3D%C3%A9");
    }
}
