//! Statements of reasons that were received: Regulation (EU) 2022/2065 (DSA) Article 17.
//!
//! **The problem.** A platform's decision comes with a statement of reasons, and also stands in the public database under an
//! id that nobody connects with the notice that caused it. **The choice.** A record by reference: the database's id, the
//! platform's own (`puid`), ground, category and decisions in the database's words, linked to the notice or notification
//! that it answers, and examined for what Article 17(3) asks of it. **Rejected.** A copy of the whole statement: the
//! database is its home, and a copy goes stale.
//!
//! ```text
//! received → examined → closed
//! ```

mod command;
mod decide;
mod guard;
#[cfg(test)]
mod tests;

pub use command::{Answered, Command, Draft, Event, Ground, Part};

use crate::{
    Aggregate, Deadline, Happened, Party, Refusal, Scene, Source, Summary, Term, Words, notice::Notice,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Where a statement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = StatementPhase)]
pub enum Phase {
    /// Nothing happened yet.
    #[default]
    None,
    /// It is here.
    Received,
    /// It was held against Article 17(3).
    Examined,
    /// Ended.
    Closed,
}

impl Phase {
    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "not opened",
            Self::Received => "received",
            Self::Examined => "examined",
            Self::Closed => "closed",
        }
    }
}

/// A statement of reasons.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Statement {
    /// Where it stands.
    pub phase: Phase,
    /// What is kept of it.
    pub draft: Draft,
    /// Who keeps it.
    pub author: Party,
    /// When it came.
    pub received: Option<i64>,
    /// Parts that Article 17(3) asks for and that are missing; `None` before it was examined.
    pub missing: Option<BTreeSet<Part>>,
    /// What the examination says besides.
    pub note: String,
    /// When and how it ended.
    pub ended: Option<(i64, String)>,
}

impl Statement {
    /// What it stands on.
    pub fn basis() -> Source {
        Notice::article(17, "(3)")
    }
}

impl Aggregate for Statement {
    const KIND: &'static str = "statement";
    type Command = Command;
    type Event = Event;

    fn decide(&self, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
        decide::decide(self, command, scene)
    }

    fn evolve(mut self, happened: &Happened<Event>) -> Self {
        match &happened.what {
            Event::Received { draft } => {
                self.phase = Phase::Received;
                self.author = happened.by.clone();
                self.received = Some(happened.at);
                self.draft = draft.clone();
            }
            Event::Corrected { draft } => {
                // What was examined was another text.
                (self.phase, self.missing, self.note) = (Phase::Received, None, String::new());
                self.draft = draft.clone();
            }
            Event::Linked { answers } => self.draft.answers = Some(answers.clone()),
            Event::Examined { missing, note } => {
                self.phase = Phase::Examined;
                (self.missing, self.note) = (Some(missing.clone()), note.clone());
            }
            Event::Closed { result } => {
                self.phase = Phase::Closed;
                self.ended = Some((happened.at, result.clone()));
            }
        }
        self
    }

    fn summary(&self) -> Summary {
        Summary {
            title: self.draft.title.clone(),
            state: self.phase.name().into(),
            open: matches!(self.phase, Phase::Received | Phase::Examined),
            marking: self.draft.marking,
            election: self.draft.election.clone(),
            incidents: self.draft.incidents.clone(),
            participants: self.draft.addressee.iter().cloned().collect(),
        }
    }

    fn keys(&self) -> BTreeSet<String> {
        if self.summary().open { decide::keys(&self.draft) } else { BTreeSet::new() }
    }

    /// Six months in which the decision may be complained of; stopped when the record closes.
    fn deadlines(&self) -> Vec<Deadline> {
        let what = Words::new(
            "complain of the decision, if you mean to",
            "introduire une réclamation contre la décision, le cas échéant",
            "gegen die Entscheidung Beschwerde einlegen, falls gewollt",
        );
        let basis = Notice::article(20, "(1)");
        let stop = Words::new("closed", "clos", "geschlossen");
        let ended = self.ended.as_ref().map(|(at, _)| *at);
        self.received
            .map(|at| {
                Deadline::new("complain", what, basis, "received", Some(at), Term::Months(6))
                    .of(self.draft.addressee.as_deref().unwrap_or_default())
                    .stopped(stop, ended)
            })
            .into_iter()
            .collect()
    }
}
