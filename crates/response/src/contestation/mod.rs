//! Contestation: whoever is affected by what was recorded, found or published may say that it is wrong.
//!
//! **The problem.** A register that names an outlet by mistake does lasting harm, and the one who made the mistake is asked
//! to judge it; who got the wrong version never hears of the right one. **The choice.** Anybody affected may contest any
//! record, finding or publication, with an account or through the public form, where a receipt number is the only
//! credential. Somebody examines it who had no part in what is contested; an upheld contestation names everybody to whom
//! the correction goes and stays open until each has it; a rejected one says why, and may be appealed once, to a third
//! person. **Rejected.** A field for name or address of who contests: answers are fetched with the receipt, and what is
//! not kept cannot leak.
//!
//! ```text
//! received → examining → upheld
//!     │           └────→ rejected → examining (appeal, once) → upheld | rejected
//!     └─ withdrawn, from anywhere before a decision
//! ```

mod command;
mod decide;
mod evolve;
mod guard;
mod receipt;
#[cfg(test)]
mod tests;

pub use command::{Capacity, Command, Draft, Event};
pub use receipt::digest as receipt_digest;

use crate::{
    Aggregate, Deadline, Fulfilment, Happened, Outward, Party, Refusal, Scene, Source, Summary, Term, Words,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Where a contestation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = ContestationPhase)]
pub enum Phase {
    /// Nothing happened yet.
    #[default]
    None,
    /// It waits for somebody who examines it, for the first time or in appeal.
    Received,
    /// Somebody examines it.
    Examining,
    /// It was right.
    Upheld,
    /// It was not, and why.
    Rejected,
    /// Taken back by who contested.
    Withdrawn,
}

impl Phase {
    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "not opened",
            Self::Received => "received",
            Self::Examining => "examining",
            Self::Upheld => "upheld",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// One examination: the first, or that in appeal.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = ContestationExamination)]
pub struct Examination {
    /// Since when it could be examined: milliseconds of UTC.
    pub received: i64,
    /// Why the appeal was made; empty for the first examination.
    pub grounds: String,
    /// Whether the days before an election shorten its clock.
    pub urgent: bool,
    /// Who examines, and since when.
    pub examiner: Option<(i64, Party)>,
    /// The human behind the examiner's account.
    pub examiner_human: String,
    /// When it was decided, by whom, whether upheld, and why.
    pub decided: Option<Decision>,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ContestationDecision)]
pub struct Decision {
    /// When.
    pub at: i64,
    /// By whom.
    pub by: Party,
    /// Whether the contestation was right.
    pub upheld: bool,
    /// Why.
    pub reasons: String,
}

/// A correction that one recipient has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ContestationDelivery)]
pub struct Delivery {
    /// When.
    pub at: i64,
    /// Who recorded it.
    pub by: Party,
    /// By what it is shown: a message, a release, a version.
    pub proof: String,
}

/// A contestation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Contestation {
    /// Where it stands.
    pub phase: Phase,
    /// What it says.
    pub draft: Draft,
    /// Who entered it: an account, or that of the public form.
    pub author: Party,
    /// The organisation that keeps what is contested, and answers.
    pub kept_by: String,
    /// Who had a part in what is contested, in records of before they were asked for anew at each examination.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub authors: BTreeSet<String>,
    /// Digest of the receipt number, where it came through the public form.
    pub receipt: Option<String>,
    /// The examinations: the first, and at most one in appeal.
    pub examinations: Vec<Examination>,
    /// What is right, once it is upheld.
    pub correction: String,
    /// Everybody to whom the correction goes, and what shows that it is there.
    #[schema(value_type = BTreeMap<String, Delivery>)]
    pub deliveries: BTreeMap<String, Option<Delivery>>,
    /// When it was upheld.
    pub upheld: Option<i64>,
    /// When and why it was taken back.
    pub withdrawn: Option<(i64, String)>,
}

impl Contestation {
    /// The clock of an answer to somebody affected.
    pub fn basis() -> Source {
        Source::known(
            "Regulation (EU) 2016/679 Art 12(3): without undue delay, within one month",
            "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
        )
    }

    /// That every recipient hears of a correction.
    pub fn correction_basis() -> Source {
        Source::known(
            "Regulation (EU) 2016/679 Art 19: each recipient is told of a rectification",
            "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
        )
    }

    /// Whether the one appeal was made.
    pub fn appealed(&self) -> bool {
        self.examinations.len() > 1
    }

    /// Recipients that do not have the correction yet.
    pub fn undelivered(&self) -> impl Iterator<Item = &String> {
        self.deliveries.iter().filter(|(_, done)| done.is_none()).map(|(id, _)| id)
    }
}

impl Aggregate for Contestation {
    const KIND: &'static str = "contestation";
    type Command = Command;
    type Event = Event;

    fn decide(&self, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
        decide::decide(self, command, scene)
    }

    fn refers_to(&self, command: &Command) -> BTreeSet<String> {
        match command {
            Command::Open { draft, .. } => [draft.contested.clone()].into(),
            _ => [self.draft.contested.clone()].into(),
        }
    }

    fn evolve(self, event: &Happened<Event>) -> Self {
        evolve::evolve(self, event)
    }

    fn summary(&self) -> Summary {
        let waits = match self.phase {
            Phase::None | Phase::Rejected | Phase::Withdrawn => false,
            Phase::Received | Phase::Examining => true,
            Phase::Upheld => self.undelivered().next().is_some(),
        };
        Summary {
            title: self.draft.title.clone(),
            state: self.phase.name().into(),
            open: waits,
            marking: self.draft.marking,
            election: self.draft.election.clone(),
            incidents: self.draft.incidents.clone(),
            participants: [&self.kept_by, &self.author.organisation]
                .into_iter()
                .filter(|one| !one.is_empty())
                .cloned()
                .collect(),
        }
    }

    /// For each examination: to take it up, and to decide it; then that each recipient has the correction.
    fn deadlines(&self) -> Vec<Deadline> {
        let mut all = Vec::new();
        let withdrawn = self.withdrawn.as_ref().map(|(at, _)| *at);
        let stop = || Words::new("withdrawn", "retirée", "zurückgezogen");
        for (number, one) in self.examinations.iter().enumerate() {
            let appeal = if number == 0 { "" } else { "-appeal" };
            let started = Some(one.received);
            let take_up = if one.urgent { Term::Hours(48) } else { Term::WorkingDays(5) };
            let met =
                |at: i64, by: &Party, event: &str| Fulfilment { at, by: by.clone(), event: event.into() };
            let house = Source::house(
                "a contestation is taken up within five working days, within 48 hours in the last month before a vote",
            );
            let what = Words::new(
                "let somebody examine it who had no part in it",
                "la faire examiner par une personne qui n’y a pas pris part",
                "von jemandem prüfen lassen, der daran nicht beteiligt war",
            );
            all.push(
                Deadline::new(&format!("take-up{appeal}"), what, house, "received", started, take_up)
                    .of(&self.kept_by)
                    .stopped(stop(), withdrawn)
                    .met(one.examiner.as_ref().map(|(at, by)| met(*at, by, "taken-up"))),
            );
            let what = Words::new(
                "decide it, with reasons",
                "statuer, en motivant la décision",
                "darüber mit Gründen entscheiden",
            );
            all.push(
                Deadline::new(
                    &format!("decide{appeal}"),
                    what,
                    Self::basis(),
                    "received",
                    started,
                    Term::Months(1),
                )
                .of(&self.kept_by)
                .stopped(stop(), withdrawn)
                .met(
                    one.decided
                        .as_ref()
                        .map(|d| met(d.at, &d.by, if d.upheld { "upheld" } else { "rejected" })),
                ),
            );
        }
        if self.upheld.is_some() && !self.deliveries.is_empty() {
            let what = Words::new(
                "bring the correction to everybody who has what was wrong",
                "transmettre la correction à tous ceux qui ont reçu l’erreur",
                "die Berichtigung allen zustellen, die das Falsche erhalten haben",
            );
            let last = match self.undelivered().next() {
                Some(_) => None,
                None => self.deliveries.values().flatten().max_by_key(|one| one.at),
            };
            all.push(
                Deadline::new(
                    "correct",
                    what,
                    Self::correction_basis(),
                    "upheld",
                    self.upheld,
                    Term::Promptly,
                )
                .of(&self.kept_by)
                .met(last.map(|one| Fulfilment {
                    at: one.at,
                    by: one.by.clone(),
                    event: "delivered".into(),
                })),
            );
        }
        all
    }

    fn outward(&self, event: &Event) -> Option<Outward> {
        let to = |law: Source, recipients: Vec<String>| Outward {
            law: vec![law],
            evidence: [self.draft.contested.clone()]
                .into_iter()
                .chain(self.draft.evidence.iter().cloned())
                .collect(),
            recipients,
            approved_by: None,
        };
        match event {
            Event::Upheld { to: those, .. } => {
                Some(to(Self::correction_basis(), those.iter().cloned().collect()))
            }
            Event::Rejected { .. } => Some(to(Self::basis(), vec![self.author.organisation.clone()])),
            _ => None,
        }
    }
}
