//! Notifications to platforms under the Rapid Response System of the Code of Conduct on Disinformation.
//!
//! **The problem.** Around an election, signatories that are no platform tell platforms of time-sensitive content, accounts
//! or trends, to be judged by the platforms' *own* policies. There is no form and no register; half of the answers in
//! 2024 were given by telephone, and nobody can say what came of what. **The choice.** One record a notification: which
//! rule of the platform, why it cannot wait, on what evidence; each answer with its form and its outcome; what was
//! answered orally is written up before the record closes; silence is an outcome too. The same objects under the same
//! policy are not sent twice. **Rejected.** A status field that the last editor sets: the figures would be opinions.
//!
//! ```text
//! draft → sent → acknowledged → answered → closed
//!   │       └────────┬─────────────↑  ↺ follow-up, further answers
//!   └────────────────┴→ withdrawn
//! ```

mod command;
mod decide;
mod duplicate;
mod evolve;
mod guard;
mod statistics;
#[cfg(test)]
mod tests;

pub use command::{Command, Draft, Event, Flagged, Form, Outcome};
pub use duplicate::duplicate_of;
pub use statistics::{Figures, Statistics, Times, statistics};

use crate::{
    Aggregate, Channel, Deadline, Fulfilment, Happened, Outward, Party, Refusal, Scene, Source, Summary,
    Term, Words,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Where a notification stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = NotificationPhase)]
pub enum Phase {
    /// Nothing happened yet.
    #[default]
    None,
    /// Being written.
    Draft,
    /// With the platform.
    Sent,
    /// The platform has confirmed that it has it.
    Acknowledged,
    /// There is an answer, or its absence was recorded.
    Answered,
    /// Ended.
    Closed,
    /// Taken back.
    Withdrawn,
}

impl Phase {
    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "not opened",
            Self::Draft => "draft",
            Self::Sent => "sent",
            Self::Acknowledged => "acknowledged",
            Self::Answered => "answered",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// An answer of the platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = NotificationAnswer)]
pub struct Answer {
    /// When it was given, milliseconds of UTC.
    pub at: i64,
    /// Who entered it: the platform itself, or the notifier on its behalf.
    pub by: Party,
    /// How it came; `None` where its absence was recorded.
    pub form: Option<Form>,
    /// What came of it.
    pub outcome: Outcome,
    /// Why, in the platform's words as far as they are known.
    pub reason: String,
}

/// What was asked after an answer, or without one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = NotificationFollowUp)]
pub struct FollowUp {
    /// When.
    pub at: i64,
    /// By whom.
    pub by: Party,
    /// What.
    pub text: String,
}

/// A notification.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Notification {
    /// Where it stands.
    pub phase: Phase,
    /// What it says.
    pub draft: Draft,
    /// The signatory that keeps it.
    pub author: Party,
    /// When it was sent, and by whom it was entered.
    pub sent: Option<(i64, Party)>,
    /// When the platform confirmed it, and who entered that.
    pub acknowledged: Option<(i64, Party)>,
    /// Answers, oldest first.
    pub answers: Vec<Answer>,
    /// What an oral answer was, in writing; and when that was written.
    pub written_up: Option<(i64, Party, String)>,
    /// Follow-up, oldest first.
    pub follow_ups: Vec<FollowUp>,
    /// When and how it ended.
    pub ended: Option<(i64, String)>,
}

impl Notification {
    /// What it stands on.
    pub fn basis() -> Source {
        Source::read(
            "Code of Conduct on Disinformation, Rapid Response System",
            "https://disinfocode.eu/eu-elections-2024",
        )
    }

    /// What came of it, as far as is known: the last answer's outcome.
    pub fn outcome(&self) -> Option<Outcome> {
        self.answers.last().map(|one| one.outcome)
    }

    /// In which form the platform gave feedback: both, where it answered in both ways.
    pub fn feedback(&self) -> Option<Form> {
        let forms = self.answers.iter().filter_map(|one| one.form);
        forms.reduce(|a, b| if a == b { a } else { Form::Both })
    }

    /// Whether all that was answered was said and nothing of it was written down.
    pub fn only_spoken(&self) -> bool {
        self.feedback() == Some(Form::Oral) && self.written_up.is_none()
    }
}

impl Aggregate for Notification {
    const KIND: &'static str = "notification";
    type Command = Command;
    type Event = Event;

    fn decide(&self, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
        decide::decide(self, command, scene)
    }

    /// The window and the signatories are those of the moment at which it was sent, which its own guards look at.
    fn channels(&self, command: &Command) -> Vec<Channel> {
        let judged = &[
            "only-inside-a-declared-response-window",
            "only-a-signatory-that-is-no-platform-notifies",
            "declared-media-is-heard-first",
        ];
        let send = matches!(command, Command::Send);
        if send { vec![Channel::of("cocd-rapid-response").judging(judged)] } else { Vec::new() }
    }

    fn addresses(&self) -> BTreeMap<&'static str, BTreeSet<String>> {
        [("/urls", self.draft.urls.clone())].into()
    }

    fn evolve(self, event: &Happened<Event>) -> Self {
        evolve::evolve(self, event)
    }

    fn summary(&self) -> Summary {
        Summary {
            title: self.draft.title.clone(),
            state: self.phase.name().into(),
            open: !matches!(self.phase, Phase::None | Phase::Closed | Phase::Withdrawn),
            marking: self.draft.marking,
            election: Some(self.draft.election.clone()).filter(|id| !id.is_empty()),
            incidents: self.draft.incidents.clone(),
            participants: match self.phase {
                Phase::None | Phase::Draft => BTreeSet::new(),
                _ if self.sent.is_none() => BTreeSet::new(),
                _ => [self.draft.platform.clone()].into(),
            },
        }
    }

    fn keys(&self) -> BTreeSet<String> {
        if self.summary().open { duplicate::keys(&self.draft) } else { BTreeSet::new() }
    }

    /// To answer, for the platform (by when the notifier asked for it, without a figure in the Code); and to write up
    /// what was only said.
    fn deadlines(&self) -> Vec<Deadline> {
        let Some((sent, _)) = self.sent else { return Vec::new() };
        let ended = self.ended.as_ref().map(|(at, _)| *at);
        let stop = Words::new("closed or withdrawn", "clos ou retiré", "geschlossen oder zurückgezogen");
        let term = self.draft.answer_by.map_or(Term::Promptly, Term::Until);
        let given = self.answers.iter().find(|one| one.form.is_some());
        let what =
            Words::new("answer the notification", "répondre à la notification", "die Meldung beantworten");
        let mut all = vec![
            Deadline::new("answer", what, Self::basis(), "sent", Some(sent), term)
                .of(&self.draft.platform)
                .stopped(stop.clone(), ended)
                .met(given.map(|one| Fulfilment {
                    at: one.at,
                    by: one.by.clone(),
                    event: "answered".into(),
                })),
        ];
        if let Some(spoken) = self.answers.iter().find(|one| one.form == Some(Form::Oral)) {
            let what = Words::new(
                "write up what was answered orally",
                "consigner par écrit la réponse orale",
                "die mündliche Antwort niederschreiben",
            );
            let basis = Source::house("what was only said is written up before it counts");
            let written =
                self.answers.iter().find(|one| matches!(one.form, Some(Form::Written | Form::Both)));
            let written = written.map(|one| (one.at, &one.by, "answered"));
            let up = self.written_up.as_ref().map(|(at, by, _)| (*at, by, "written-up"));
            let done = up.into_iter().chain(written).min_by_key(|(at, ..)| *at);
            let done = done.map(|(at, by, event)| Fulfilment { at, by: by.clone(), event: event.into() });
            all.push(
                Deadline::new("write-up", what, basis, "answered", Some(spoken.at), Term::Promptly)
                    .stopped(stop, ended)
                    .met(done),
            );
        }
        all
    }

    fn outward(&self, event: &Event) -> Option<Outward> {
        matches!(event, Event::Sent { .. } | Event::FollowedUp { .. })
            .then_some(())
            .or_else(|| matches!(event, Event::Withdrawn { .. } if self.sent.is_some()).then_some(()))
            .map(|()| Outward {
                law: vec![Self::basis()],
                evidence: self.draft.evidence.iter().chain(&self.draft.incidents).cloned().collect(),
                recipients: vec![self.draft.platform.clone()],
                approved_by: None,
            })
    }
}
