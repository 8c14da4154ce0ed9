//! What people wrote in an issue, put where it belongs.
//!
//! A passage about an item that the records give stands with it; one about something else makes an item of its own, in its author's
//! name and without a figure.

use super::facts::Facts;
use super::incidents::country_code;
use ostrakon_report::situation::{
    Confidence, Country, Decision, Development, Gap, Impact, Likelihood, Narrative, Paragraph, Report,
    Scenario, Threat, Unobserved,
};
use ostrakon_response::case;
use ostrakon_response::report as issue;

/// Adds every piece, in the order of their numbers.
pub(super) fn add(report: &mut Report, issue: &issue::Report, facts: &Facts) {
    for (number, written) in &issue.pieces {
        let by = facts.name(&written.by.organisation);
        match &written.piece {
            issue::Piece::Passage(passage) => {
                place(report, facts, *number, passage, Paragraph::human(by, &passage.text));
            }
            issue::Piece::Scenario(one) => report.outlook.scenarios.push(scenario(*number, by, one)),
            issue::Piece::Decision(one) => report.decisions.push(Decision {
                id: format!("piece-{number}"),
                label: one.question.clone(),
                asked_of: one.asked_of.clone(),
                due: one.due,
                options: one.options.clone(),
                basis: one.basis.clone(),
                paragraphs: prose(by, &one.text),
            }),
        }
    }
}

fn prose(by: String, text: &str) -> Vec<Paragraph> {
    if text.trim().is_empty() { Vec::new() } else { vec![Paragraph::human(by, text)] }
}

fn place(report: &mut Report, facts: &Facts, number: u32, passage: &issue::Passage, paragraph: Paragraph) {
    use issue::Section;
    let (about, id) = (passage.about.as_str(), format!("piece-{number}"));
    // An item that is not there yet bears the name that its author gave it, or the text itself.
    let label = if about.is_empty() { shortened(&passage.text) } else { about.to_owned() };
    match passage.section {
        Section::Summary => report.summary.push(paragraph),
        Section::Outlook => report.outlook.paragraphs.push(paragraph),
        Section::Unobserved => {
            report.unobserved.push(Unobserved { id, label, reason: passage.text.clone() });
        }
        Section::Developments => match report.developments.iter_mut().find(|one| one.id == about) {
            Some(one) => one.paragraphs.insert(0, paragraph),
            None => report.developments.insert(
                0,
                Development { id, title: label, paragraphs: vec![paragraph], ..Development::default() },
            ),
        },
        Section::Countries => {
            let code = country_code(about);
            match report.countries.iter_mut().find(|one| Some(&one.id) == code.as_ref()) {
                Some(one) => one.paragraphs.insert(0, paragraph),
                None => report.countries.push(uncovered(facts, code.unwrap_or(label), paragraph)),
            }
        }
        Section::Threats => {
            if let Some(one) = report.threats.iter_mut().find(|one| one.id == about) {
                one.paragraphs.push(paragraph);
            } else {
                let mut incidents = facts.ask.count(
                    &format!("threats/{id}/incidents"),
                    &facts.say.text("figure.incidents-open"),
                    0,
                );
                incidents.value = None;
                report.threats.push(Threat {
                    id,
                    label,
                    incidents,
                    severity: None,
                    paragraphs: vec![paragraph],
                });
            }
        }
        Section::Narratives => {
            if let Some(one) = report.narratives.iter_mut().find(|one| one.id == about) {
                one.paragraphs.push(paragraph);
            } else {
                let mut volume = facts.ask.count(
                    &format!("narratives/{id}/incidents"),
                    &facts.say.text("figure.incidents"),
                    0,
                );
                volume.value = None;
                report.narratives.push(Narrative {
                    id,
                    label,
                    volume,
                    paragraphs: vec![paragraph],
                    ..Narrative::default()
                });
            }
        }
        Section::Impact => match report.impact.iter_mut().find(|one| one.id == about) {
            Some(one) => one.paragraphs.push(paragraph),
            None => {
                report.impact.push(Impact { id, label, paragraphs: vec![paragraph], ..Impact::default() });
            }
        },
        Section::Gaps => match report.gaps.iter_mut().find(|one| one.id == about) {
            Some(one) => one.paragraphs.push(paragraph),
            None => report.gaps.push(Gap { id, label, paragraphs: vec![paragraph], ..Gap::default() }),
        },
    }
}

/// A country of which nothing but this is known.
fn uncovered(facts: &Facts, code: String, paragraph: Paragraph) -> Country {
    let mut incidents =
        facts.ask.count(&format!("countries/{code}/incidents"), &facts.say.text("figure.incidents-open"), 0);
    let mut alerts =
        facts.ask.count(&format!("countries/{code}/alerts"), &facts.say.text("figure.alerts"), 0);
    (incidents.value, alerts.value) = (None, None);
    Country { id: code, incidents, alerts, figures: Vec::new(), paragraphs: vec![paragraph] }
}

/// The beginning of a text, for a heading.
fn shortened(text: &str) -> String {
    const MOST: usize = 100;
    let line = text.lines().next().unwrap_or_default();
    let short: String = line.chars().take(MOST).collect();
    if short.len() < line.len() { format!("{short}…") } else { short }
}

fn scenario(number: u32, by: String, one: &issue::Scenario) -> Scenario {
    Scenario {
        id: format!("piece-{number}"),
        label: one.label.clone(),
        likelihood: match one.likelihood {
            issue::Likelihood::AlmostNoChance => Likelihood::AlmostNoChance,
            issue::Likelihood::VeryUnlikely => Likelihood::VeryUnlikely,
            issue::Likelihood::Unlikely => Likelihood::Unlikely,
            issue::Likelihood::RoughlyEvenChance => Likelihood::RoughlyEvenChance,
            issue::Likelihood::Likely => Likelihood::Likely,
            issue::Likelihood::VeryLikely => Likelihood::VeryLikely,
            issue::Likelihood::AlmostCertain => Likelihood::AlmostCertain,
        },
        confidence: match one.confidence {
            case::Confidence::Low => Confidence::Low,
            case::Confidence::Moderate => Confidence::Moderate,
            case::Confidence::High => Confidence::High,
        },
        until: one.until,
        paragraphs: prose(by, &one.text),
        indicators: one.indicators.clone(),
    }
}
