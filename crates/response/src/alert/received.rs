//! Messages of other alerting systems that an alert was made from, or that speak of it.
//!
//! **The problem.** A message of the Common Alerting Protocol says whether it is meant (`status`) and what it does to earlier ones
//! (`msgType`). Read as one more text, a drill becomes an alert, a cancellation a second alarm, and a message that comes twice
//! two records. **The choice.** The record keeps who sent which message, and obeys: what came as an exercise stays one, an update
//! rewrites a draft, a cancellation ends it; of what went out already people decide, since nothing leaves by itself. **Rejected.** A flag
//! in the draft alone: whoever edits the draft would take it out.

use super::decide::check;
use super::{Alert, Draft, Event, Phase, guard};
use crate::guard as shared;
use crate::refusal::{some, text};
use crate::{Refusal, Scene, Words};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// What a message does (`msgType` of CAP 1.2, §3.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = AlertMessageKind)]
pub enum MessageKind {
    /// It tells something first.
    #[default]
    Alert,
    /// It takes the place of earlier ones.
    Update,
    /// It takes earlier ones back.
    Cancel,
    /// It says that earlier ones were received and accepted.
    Ack,
    /// It says that earlier ones were rejected.
    Error,
}

/// A message that was received.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AlertMessage)]
pub struct Message {
    /// Its sender, as it calls itself; at most 300 characters.
    pub sender: String,
    /// Its identifier, which the sender gives once; at most 300 characters.
    pub identifier: String,
    /// When it was sent, milliseconds of UTC.
    pub sent: i64,
    /// What it does.
    pub kind: MessageKind,
    /// Whether it is an exercise.
    pub exercise: bool,
    /// Earlier messages that it speaks of, as `sender,identifier,sent`; at most 100.
    #[serde(default)]
    pub references: BTreeSet<String>,
    /// The languages that it is written in.
    #[serde(default)]
    pub languages: Vec<String>,
    /// What its sender remarks; at most 4,000 characters.
    #[serde(default)]
    pub note: String,
    /// When what it says expires, milliseconds of UTC.
    #[serde(default)]
    pub expires: Option<i64>,
}

impl Message {
    /// What tells it from every other message.
    pub fn key(&self) -> String {
        format!("cap:{},{}", self.sender, self.identifier)
    }

    fn checked(&self) -> Result<(), Refusal> {
        text("/message/sender", &self.sender, 300)?;
        text("/message/identifier", &self.identifier, 300)?;
        if !self.note.is_empty() {
            text("/message/note", &self.note, 4_000)?;
        }
        if self.kind != MessageKind::Alert {
            some("/message/references", self.references.len())?;
        }
        if self.references.len() > 100 || self.languages.len() > 100 {
            return Err(Refusal::field(
                "/message",
                Words::new(
                    "at most 100 references and 100 languages",
                    "au plus 100 références et 100 langues",
                    "höchstens 100 Bezüge und 100 Sprachen",
                ),
            ));
        }
        Ok(())
    }
}

/// What a message does to an alert. `whole` is the message as it came, which its event keeps.
pub(super) fn decide(
    alert: &Alert,
    message: &Message,
    (whole, draft): (&str, Option<&Draft>),
    scene: &Scene<'_>,
) -> Result<Vec<Event>, Refusal> {
    message.checked()?;
    let received = Event::Received { message: message.clone(), whole: whole.to_owned() };
    if alert.phase != Phase::None {
        guard::changing_it_from_outside(alert, scene)?;
        if alert.received.iter().any(|one| one.key() == message.key()) {
            return Err(Refusal::field(
                "/message/identifier",
                Words::new(
                    "this message was received already",
                    "ce message a déjà été reçu",
                    "diese Nachricht ist schon eingegangen",
                ),
            ));
        }
        if alert.is_exercise() != message.exercise {
            return Err(Refusal::field(
                "/message/exercise",
                Words::new(
                    "an exercise says nothing of what is real, nor the other way round",
                    "un exercice ne dit rien de ce qui est réel, et inversement",
                    "eine Übung sagt nichts über den Ernstfall, und umgekehrt",
                ),
            ));
        }
    }
    match (message.kind, alert.phase) {
        (MessageKind::Alert | MessageKind::Update, Phase::None) => {
            let draft = draft.ok_or_else(|| missing("/draft"))?;
            check(draft, scene)?;
            shared::asking_twice_for_the_same(&BTreeSet::from([message.key()]), scene)?;
            Ok(vec![Event::Drafted { draft: draft.clone() }, received])
        }
        (MessageKind::Update, Phase::Draft) => {
            let draft = draft.ok_or_else(|| missing("/draft"))?;
            check(draft, scene)?;
            Ok(vec![Event::Drafted { draft: draft.clone() }, received])
        }
        (MessageKind::Cancel, Phase::Draft) => {
            let note = if message.note.is_empty() { "CAP Cancel" } else { &message.note };
            let reason = format!("{}: {note}", message.sender).chars().take(2_000).collect();
            Ok(vec![received, Event::Withdrawn { reason }])
        }
        (MessageKind::Update | MessageKind::Cancel | MessageKind::Ack | MessageKind::Error, phase)
            if !matches!(phase, Phase::None | Phase::Draft) =>
        {
            Ok(vec![received])
        }
        _ => Err(Refusal::state("receive", alert.phase.name())),
    }
}

fn missing(pointer: &str) -> Refusal {
    Refusal::field(pointer, Words::new("it is missing", "il manque", "es fehlt"))
}

impl Alert {
    /// Whether it is an exercise: it says so, or a message did that it was made from.
    pub fn is_exercise(&self) -> bool {
        self.draft.exercise || self.received.iter().any(|one| one.exercise)
    }
}
