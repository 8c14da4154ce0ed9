//! The figures of the register: how many were sent to whom, how they were answered, what came of them, and how soon.

use super::{Form, Notification, Outcome};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How long answers took, milliseconds from sending to the first answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
#[schema(as = NotificationTimes)]
pub struct Times {
    /// The quickest.
    pub least: i64,
    /// The median: of an even number, the lower of the two in the middle.
    pub median: i64,
    /// The slowest.
    pub most: i64,
}

/// The figures of some notifications.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
#[schema(as = NotificationFigures)]
pub struct Figures {
    /// Sent, without those that were withdrawn.
    pub sent: u64,
    /// Of these, with feedback of the platform in any form.
    pub feedback: u64,
    /// Of these, by the form of the feedback.
    pub by_form: BTreeMap<Form, u64>,
    /// By what came of them; one that has no answer yet is in none of these.
    pub by_outcome: BTreeMap<Outcome, u64>,
    /// Removed or banned, fully or partly.
    pub removed_or_banned: u64,
    /// How long the first answer took, where there is one.
    pub answer_times: Option<Times>,
}

/// The figures of a register.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, ToSchema)]
#[schema(as = NotificationStatistics)]
pub struct Statistics {
    /// Of all.
    pub all: Figures,
    /// Of each platform, by its organisation.
    pub by_platform: BTreeMap<String, Figures>,
    /// Sent and taken back; counted nowhere else.
    pub withdrawn: u64,
}

/// Counts. What was never sent is not counted.
pub fn statistics(notifications: &[Notification]) -> Statistics {
    let sent = |one: &&Notification| one.sent.is_some();
    let (withdrawn, counted): (Vec<_>, Vec<_>) =
        notifications.iter().filter(sent).partition(|one| one.phase == super::Phase::Withdrawn);
    let mut by_platform: BTreeMap<String, Vec<&Notification>> = BTreeMap::new();
    for one in &counted {
        by_platform.entry(one.draft.platform.clone()).or_default().push(one);
    }
    Statistics {
        all: figures(&counted),
        by_platform: by_platform.into_iter().map(|(platform, some)| (platform, figures(&some))).collect(),
        withdrawn: withdrawn.len() as u64,
    }
}

fn figures(some: &[&Notification]) -> Figures {
    let mut figures = Figures { sent: some.len() as u64, ..Figures::default() };
    let mut took = Vec::new();
    for one in some {
        if let Some(form) = one.feedback() {
            figures.feedback += 1;
            *figures.by_form.entry(form).or_default() += 1;
        }
        if let Some(outcome) = one.outcome() {
            *figures.by_outcome.entry(outcome).or_default() += 1;
            figures.removed_or_banned += u64::from(outcome.removes());
        }
        let first = one.answers.iter().find(|answer| answer.form.is_some());
        if let (Some((sent, _)), Some(first)) = (&one.sent, first) {
            took.push(first.at - sent);
        }
    }
    took.sort_unstable();
    figures.answer_times = took.first().zip(took.last()).map(|(least, most)| Times {
        least: *least,
        median: took[(took.len() - 1) / 2],
        most: *most,
    });
    figures
}
