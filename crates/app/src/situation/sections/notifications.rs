//! Notifications to platforms and notices under the Digital Services Act, with what came of them.

use super::super::facts::Facts;
use super::super::say::Say;
use ostrakon_report::situation::Notification;
use ostrakon_response::notice::{Capacity, Notice};

/// How many went out, and how many of them were answered.
pub(super) struct Counted {
    pub sent: u64,
    pub answered: u64,
}

pub(super) fn counted(facts: &Facts) -> Counted {
    let all = of(facts);
    Counted {
        sent: all.len() as u64,
        answered: all.iter().filter(|one| one.answered_at.is_some()).count() as u64,
    }
}

pub(super) fn of(facts: &Facts) -> Vec<Notification> {
    let code = facts.say.text("notification.system");
    let sent =
        facts.notifications.iter().filter_map(|one| one.record.sent.as_ref().map(|sent| (one, sent.0)));
    let mut all: Vec<Notification> = sent
        .map(|(one, sent_at)| {
            let answer = one.record.answers.iter().find(|answer| answer.form.is_some());
            let outcome = one.record.outcome().and_then(|outcome| serde_json::to_value(outcome).ok());
            Notification {
                id: format!("notification-{}", one.id),
                platform: facts.name(&one.record.draft.platform),
                label: one.title.clone(),
                basis: match one.record.draft.policy.trim() {
                    "" => code.clone(),
                    policy => format!("{code}; {policy}"),
                },
                sent_at,
                answered_at: answer.map(|answer| answer.at),
                outcome: outcome
                    .and_then(|name| name.as_str().map(|name| facts.say.word("outcome", name)))
                    .unwrap_or_default(),
                records: vec![one.link()],
            }
        })
        .collect();
    let noticed = facts.notices.iter().filter_map(|one| one.record.sent.as_ref().map(|sent| (one, sent.0)));
    all.extend(noticed.map(|(one, sent_at)| {
        let decision = one.record.decision.as_ref();
        Notification {
            id: format!("notice-{}", one.id),
            platform: facts.name(&one.record.draft.host),
            label: one.title.clone(),
            basis: basis(facts.say, &one.record),
            sent_at,
            answered_at: decision.map(|step| step.at),
            outcome: decision.map_or_else(String::new, |_| outcome(facts.say, &one.record)),
            records: vec![one.link()],
        }
    }));
    all.sort_by_key(|one| std::cmp::Reverse(one.sent_at));
    all
}

fn basis(say: Say, notice: &Notice) -> String {
    let article = match notice.draft.capacity {
        Capacity::TrustedFlagger => "notice.article.flagger",
        Capacity::Entity => "notice.article",
    };
    say.fill("notice.basis", &[("article", &say.text(article))])
}

/// How the last instance that was asked decided.
fn outcome(say: Say, notice: &Notice) -> String {
    let acted = notice.decision.as_ref().is_some_and(|step| step.what.acted);
    let first = say.text(if acted { "notice.acted" } else { "notice.none" });
    let rulings = [("complaint", &notice.complaint_decision), ("settlement", &notice.settlement)];
    rulings.into_iter().filter_map(|(what, step)| step.as_ref().map(|step| (what, step.what.upheld))).fold(
        first,
        |text, (what, upheld)| {
            let how = if upheld { "upheld" } else { "rejected" };
            format!("{text}; {}", say.text(&format!("notice.{what}.{how}")))
        },
    )
}
