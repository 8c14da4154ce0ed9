//! The situation in a few sentences: what people wrote, then what the figures say.

use super::super::aside::Why;
use super::super::facts::Facts;
use super::generated;
use ostrakon_report::situation::{Link, Report};

/// Adds the computed sentences after those that people wrote.
pub(in crate::situation) fn fill(report: &mut Report, facts: &Facts) {
    let say = facts.say;
    let total = facts.incidents.len() as u64;
    let open = facts.incidents.values().filter(|one| facts.is_open(one)).count() as u64;
    let mut said = vec![match total {
        0 => say.text("summary.none"),
        _ => say.several("summary.incidents", total, &[("open", &say.count(open))]),
    }];
    for why in [Why::FalsePositive, Why::Legitimate, Why::Duplicate, Why::Merged] {
        if let Some(n) = facts.aside.told.get(&why).map(Vec::len).filter(|n| *n > 0) {
            said.push(say.several(&format!("summary.aside.{}", why.name()), n as u64, &[]));
        }
    }
    let fresh = facts.incidents.values().filter(|one| one.created > facts.since).count() as u64;
    if fresh > 0 {
        said.push(say.several("summary.fresh", fresh, &[]));
    }
    let issued: Vec<_> = facts.alerts.iter().filter(|one| one.record.issued.is_some()).collect();
    if !issued.is_empty() {
        let silent =
            issued.iter().filter(|one| one.record.acknowledged() < one.record.recipients.len()).count();
        let silent = say.count(silent as u64);
        said.push(say.several("summary.alerts", issued.len() as u64, &[("silent", &silent)]));
    }
    let sent = super::notifications::counted(facts);
    if sent.sent > 0 {
        let answered = say.several("summary.answered", sent.answered, &[]);
        said.push(say.several("summary.notifications", sent.sent, &[("answered", &answered)]));
    }
    if total > 0 {
        said.push(match facts.standing_cases().filter(|one| one.record.impact.is_some()).count() {
            0 => say.text("summary.impact.none"),
            n => {
                let cases = say.several("summary.cases", facts.standing_cases().count() as u64, &[]);
                say.fill("summary.impact", &[("n", &say.count(n as u64)), ("cases", &cases)])
            }
        });
    }
    let href = format!("/api/v1/casework/election/{}", facts.election.id);
    let record = Link { label: facts.election.title.clone(), href };
    report.summary.push(generated(vec![record], said.join(" ")));
}
