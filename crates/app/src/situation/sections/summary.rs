//! The situation in a few sentences: what people wrote, then what the figures say.

use super::super::facts::Facts;
use super::{generated, several};
use ostrakon_report::situation::{Link, Report};

/// Adds the computed sentences after those that people wrote.
pub(in crate::situation) fn fill(report: &mut Report, facts: &Facts) {
    let total = facts.incidents.len() as u64;
    let open = facts.incidents.values().filter(|one| facts.is_open(one)).count() as u64;
    let mut said = vec![match total {
        0 => "No incident of this election is on record for these readers.".to_owned(),
        _ => format!("{} on record, {open} of them open.", several(total, "incident is", "incidents are")),
    }];
    let fresh = facts.incidents.values().filter(|one| one.created > facts.since).count() as u64;
    if fresh > 0 {
        said.push(format!("{} in the period covered.", several(fresh, "was opened", "were opened")));
    }
    let issued: Vec<_> = facts.alerts.iter().filter(|one| one.record.issued.is_some()).collect();
    if !issued.is_empty() {
        let silent =
            issued.iter().filter(|one| one.record.acknowledged() < one.record.recipients.len()).count();
        let alerts = several(issued.len() as u64, "alert or share was", "alerts and shares were");
        said.push(format!("{alerts} issued; in {silent} of them somebody has not acknowledged."));
    }
    let sent = super::notifications::counted(facts);
    if sent.sent > 0 {
        let answered = several(sent.answered, "has an answer", "have an answer");
        let all = several(sent.sent, "notification", "notifications");
        said.push(format!("Of {all} sent to platforms, {answered}."));
    }
    if total > 0 {
        said.push(match facts.cases.iter().filter(|one| one.record.impact.is_some()).count() {
            0 => "Nobody has assessed the impact yet.".to_owned(),
            n => {
                let cases = several(facts.cases.len() as u64, "case", "cases");
                format!("Impact is assessed in {n} of {cases}.")
            }
        });
    }
    let href = format!("/api/v1/casework/election/{}", facts.election.id);
    let record = Link { label: facts.election.title.clone(), href };
    report.summary.push(generated(vec![record], said.join(" ")));
}
