//! An issue of the situation report: drafted, approved by a second person, issued, superseded by the next one.
//!
//! **The problem.** A situation report is passed on by mail, corrected in a copy, and a month later nobody can say which
//! text a decision rested on or who stood behind it. **The choice.** A record an issue: what people write beside the
//! computed parts keeps its author; whoever approves approves one content, named by its SHA-256, and what is issued is that
//! content; the issued document is kept and never changed: a mistake is a correction that the next issue carries.
//! **Rejected.** A report that is computed whenever somebody looks: the decision of last Tuesday rested on another one.
//!
//! ```text
//! draft ⇄ approved → issued → superseded
//!   └────────┴─────────┴────→ withdrawn
//! ```

mod command;
mod decide;
mod evolve;
mod guard;
mod parts;
#[cfg(test)]
mod tests;

pub use command::{Command, Event};
pub use parts::{
    Approved, Correction, Issued, Likelihood, Outline, Passage, Piece, PointForDecision, Scenario, Section,
    Written,
};

use crate::{Aggregate, Deadline, Fulfilment, Happened, Outward, Party, Refusal, Scene, Source};
use crate::{Summary, Term, Words};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Where an issue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = ReportPhase)]
pub enum Phase {
    /// Nothing happened yet.
    #[default]
    None,
    /// Being written.
    Draft,
    /// A second person approved one content of it.
    Approved,
    /// It is out, and is the last of its election.
    Issued,
    /// It is out, and a later one took its place.
    Superseded,
    /// Given up, or taken back.
    Withdrawn,
}

impl Phase {
    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "not opened",
            Self::Draft => "draft",
            Self::Approved => "approved",
            Self::Issued => "issued",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// An issue of the situation report.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Report {
    /// Where it stands.
    pub phase: Phase,
    /// Election, marking, cut-off, readers.
    pub outline: Outline,
    /// Who opened it.
    pub author: Party,
    /// Everybody who wrote in it: none of them approves it.
    pub authors: BTreeSet<Party>,
    /// What people wrote, by number.
    pub pieces: BTreeMap<u32, Written>,
    /// Number that the next piece gets: a number never comes again.
    pub next_piece: u32,
    /// Who approved which content, and when.
    pub approved: Option<Approved>,
    /// The frozen document, and when and by whom it was issued.
    pub issued: Option<Issued>,
    /// What was found to be wrong after it was issued, oldest first.
    pub corrections: Vec<Correction>,
    /// The issue that took its place, and when.
    pub superseded: Option<(i64, String)>,
    /// When and why it was given up or taken back.
    pub withdrawn: Option<(i64, String)>,
}

impl Report {
    /// What issuing rests on.
    pub fn basis() -> Source {
        Source::read(
            "Council Implementing Decision (EU) 2018/1993 Art 8: integrated situational awareness and analysis reports",
            "https://eurlex.europa.eu/legal-content/AUTO/?uri=LEGISSUM:4651491",
        )
    }

    /// Whether it left the house.
    pub const fn is_out(&self) -> bool {
        self.issued.is_some()
    }
}

impl Aggregate for Report {
    const KIND: &'static str = "report";
    type Command = Command;
    type Event = Event;

    fn decide(&self, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
        decide::decide(self, command, scene)
    }

    /// Approving asks who the authors are.
    fn refers_to(&self, command: &Command) -> BTreeSet<String> {
        match command {
            Command::Approve { .. } => [crate::aggregate::ITSELF.to_owned()].into(),
            _ => BTreeSet::new(),
        }
    }

    fn evolve(self, event: &Happened<Event>) -> Self {
        evolve::evolve(self, event)
    }

    fn summary(&self) -> Summary {
        Summary {
            title: self.outline.title.clone(),
            state: self.phase.name().into(),
            open: matches!(self.phase, Phase::Draft | Phase::Approved),
            marking: self.outline.marking,
            election: Some(self.outline.election.clone()).filter(|id| !id.is_empty()),
            incidents: BTreeSet::new(),
            participants: if self.is_out() { self.outline.recipients.clone() } else { BTreeSet::new() },
        }
    }

    /// The next issue, where one was announced.
    fn deadlines(&self) -> Vec<Deadline> {
        let (Some(issued), Some(due)) = (&self.issued, self.outline.next_due) else { return Vec::new() };
        let what = Words::new(
            "issue the next situation report",
            "publier le prochain rapport de situation",
            "den nächsten Lagebericht herausgeben",
        );
        let stop = Words::new("withdrawn", "retiré", "zurückgezogen");
        let done = self.superseded.as_ref().map(|(at, _)| Fulfilment {
            at: *at,
            by: self.author.clone(),
            event: "superseded".into(),
        });
        let start = Some(issued.at);
        vec![
            Deadline::new("next-issue", what, Self::basis(), "issued", start, Term::Until(due))
                .stopped(stop, self.withdrawn.as_ref().map(|(at, _)| *at))
                .met(done),
        ]
    }

    fn outward(&self, event: &Event) -> Option<Outward> {
        let document = match event {
            Event::Issued { document, .. } => document.clone(),
            Event::Corrected { .. } | Event::Withdrawn { .. } => self.issued.as_ref()?.document.clone(),
            _ => return None,
        };
        Some(Outward {
            law: vec![Self::basis()],
            evidence: vec![document],
            recipients: self.outline.recipients.iter().cloned().collect(),
            approved_by: self.approved.as_ref().map(|one| one.by.clone()),
        })
    }
}
