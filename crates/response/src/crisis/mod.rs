//! Crisis modes, as the integrated political crisis response (IPCR) has them: Implementing Decision (EU) 2018/1993.
//!
//! **The problem.** In information-sharing mode somebody must know, on time, what is happening and who does what; today that is
//! collected as documents. **The choice.** One page a crisis: mode with its ground, questions with due times, items with
//! source, marking and cut-off, actions by actor and instrument, contradictions marked as such, round tables, reports. Who may
//! change the mode is law. **Rejected.** A mode as a setting: who activated it, on which ground, and who was heard is the record.
//!
//! ```text
//! none → monitoring ↔ information-sharing ↔ full        down again: straight to any lower mode
//! solidarity clause (Art 222 TFEU): from any mode to full, at once
//! ```

mod body;
mod command;
mod decide;
mod evolve;
mod guard;
mod parts;
#[cfg(test)]
mod tests;

pub use command::{Command, Event, Scope};
pub use parts::{
    Answered, Contradiction, InformationItem, Measure, Mode, ModeChange, Question, ReportRequest, Roundtable,
};

use crate::{
    Aggregate, Deadline, Fulfilment, Happened, Outward, Party, Refusal, Scene, Source, Summary, Term, Words,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A crisis page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Crisis {
    /// Its mode.
    pub mode: Mode,
    /// What it is about.
    pub scope: Scope,
    /// Who opened it; nobody before that.
    pub author: Party,
    /// Changes of mode, oldest first.
    pub modes: Vec<ModeChange>,
    /// Changes that were asked for by member states.
    pub asked: Vec<(i64, Party, Mode, String)>,
    /// Questions of the presidency.
    pub questions: Vec<Question>,
    /// Answers.
    pub answers: Vec<Answered>,
    /// Items of information.
    pub items: Vec<InformationItem>,
    /// Ongoing actions.
    pub actions: Vec<Measure>,
    /// Contradictions between sources.
    pub contradictions: Vec<Contradiction>,
    /// Round tables.
    pub roundtables: Vec<Roundtable>,
    /// Requests for situation reports.
    pub requests: Vec<ReportRequest>,
    /// Situation reports that were issued: version, cut-off, when, where.
    pub reports: Vec<(u32, i64, i64, String)>,
    /// Lessons: when, by whom, what.
    pub lessons: Vec<(i64, Party, String)>,
}

impl Crisis {
    /// The decision that the modes stand on.
    pub fn basis() -> Source {
        Source::read(
            "Council Implementing Decision (EU) 2018/1993",
            "https://eurlex.europa.eu/legal-content/AUTO/?uri=LEGISSUM:4651491",
        )
    }

    /// The organisation that presides.
    pub fn presidency(&self) -> &str {
        self.scope.presidency.as_deref().unwrap_or(&self.author.organisation)
    }

    /// Whether it was opened.
    pub fn is_open(&self) -> bool {
        !self.author.organisation.is_empty()
    }
}

impl Aggregate for Crisis {
    const KIND: &'static str = "crisis";
    type Command = Command;
    type Event = Event;

    fn decide(&self, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
        decide::decide(self, command, scene)
    }

    fn evolve(self, event: &Happened<Event>) -> Self {
        evolve::evolve(self, event)
    }

    fn summary(&self) -> Summary {
        Summary {
            title: self.scope.title.clone(),
            state: self.mode.name().into(),
            open: self.mode != Mode::None || (self.modes.is_empty() && self.is_open()),
            marking: self.scope.marking,
            election: self.scope.election.clone(),
            incidents: self.scope.incidents.clone(),
            participants: self.scope.participants.iter().chain(&self.scope.presidency).cloned().collect(),
        }
    }

    /// One for each question and each organisation that it was put to, and one for each report that was asked for.
    fn deadlines(&self) -> Vec<Deadline> {
        let mut all = Vec::new();
        let ended = self.modes.last().filter(|last| last.to == Mode::None).map(|last| last.at);
        let stop = Words::new("the mode is ended", "le mode est levé", "der Modus ist beendet");
        for (index, question) in self.questions.iter().enumerate() {
            for organisation in &question.to {
                let answer = self
                    .answers
                    .iter()
                    .find(|one| one.question == index && one.by.organisation == *organisation);
                let what = Words::new(
                    "answer the presidency's question",
                    "répondre à la question de la présidence",
                    "die Frage des Vorsitzes beantworten",
                );
                let done =
                    answer.map(|one| Fulfilment { at: one.at, by: one.by.clone(), event: "answered".into() });
                let name = format!("question-{index}");
                all.push(
                    Deadline::new(
                        &name,
                        what,
                        Self::basis(),
                        "asked",
                        Some(question.asked),
                        Term::Until(question.due),
                    )
                    .of(organisation)
                    .stopped(stop.clone(), ended)
                    .met(done),
                );
            }
        }
        for (index, request) in self.requests.iter().enumerate() {
            let report = self.reports.iter().find(|(_, _, at, _)| *at >= request.asked);
            let what = Words::new(
                "issue the situation report",
                "publier le rapport de situation",
                "den Lagebericht herausgeben",
            );
            let done = report.map(|(_, _, at, _)| Fulfilment {
                at: *at,
                by: self.author.clone(),
                event: "report-recorded".into(),
            });
            all.push(
                Deadline::new(
                    &format!("report-{index}"),
                    what,
                    Self::basis(),
                    "report-requested",
                    Some(request.asked),
                    Term::Until(request.due),
                )
                .stopped(stop.clone(), ended)
                .met(done),
            );
        }
        all
    }

    fn outward(&self, event: &Event) -> Option<Outward> {
        let (Event::ModeChanged { .. } | Event::Asked { .. } | Event::ReportRecorded { .. }) = event else {
            return None;
        };
        let recipients = match event {
            Event::Asked { question } => question.to.iter().cloned().collect(),
            _ => self.scope.participants.iter().cloned().collect(),
        };
        Some(Outward {
            law: vec![Self::basis()],
            evidence: self.scope.incidents.iter().cloned().collect(),
            recipients,
            approved_by: None,
        })
    }
}
