//! What may be asked of a plan, and what may happen to it.

use crate::Source;
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a plan is for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlanOutline)]
pub struct Outline {
    /// Title, at most 200 characters.
    pub title: String,
    /// What it is to achieve, at most 4,000 characters.
    pub goal: String,
    /// The incident; required.
    pub incident: Option<String>,
    /// The election.
    #[serde(default)]
    pub election: Option<String>,
    /// Its marking.
    #[serde(default)]
    #[schema(value_type = String)]
    pub marking: Tlp,
}

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
#[schema(as = PlanCounter)]
pub enum Counter {
    /// A mechanism.
    Mechanism {
        /// Its id.
        id: String,
    },
    /// A counter of DISARM.
    Disarm {
        /// Its id, such as `C00012`.
        id: String,
    },
}

impl Counter {
    /// One text for both kinds.
    pub fn key(&self) -> String {
        match self {
            Self::Mechanism { id } => format!("mechanism/{id}"),
            Self::Disarm { id } => format!("disarm/{id}"),
        }
    }
}

/// On which ground something is done that acts on speech, identity or persons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlanGround)]
pub struct Ground {
    /// The law.
    pub law: Source,
    /// Why nothing milder would do, at most 4,000 characters.
    pub necessity: String,
    /// Why it is in proportion to what is at stake, at most 4,000 characters.
    pub proportionality: String,
    /// How those who are affected can contest it, at most 2,000 characters.
    pub contest: String,
}

/// Something to be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlanEntry)]
pub struct Entry {
    /// What.
    pub counter: Counter,
    /// Why, at most 4,000 characters.
    pub reason: String,
    /// How one will know whether it helped, at most 2,000 characters.
    pub measure: String,
    /// Its ground; required for what acts on speech, identity or persons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PlanEvaluation)]
pub struct Evaluation {
    /// Whether it was carried out.
    pub done: bool,
    /// Whether an effect can be seen; absent when nobody can say.
    #[serde(default)]
    pub effect_visible: Option<bool>,
    /// What was seen, harm included, at most 4,000 characters.
    pub text: String,
}

/// What may be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "command", deny_unknown_fields)]
#[schema(as = PlanCommand)]
pub enum Command {
    /// Begin a plan.
    Open {
        /// What it is for.
        outline: Outline,
    },
    /// Change what it is for.
    Edit {
        /// What it is for.
        outline: Outline,
    },
    /// Choose something, or choose it anew with another reason or ground.
    Choose {
        /// What.
        entry: Entry,
    },
    /// Take something out.
    Drop {
        /// What.
        counter: Counter,
        /// Why.
        reason: String,
    },
    /// Approve it as it is.
    Approve,
    /// Change an approved plan: the approval is gone.
    Reopen {
        /// Why.
        reason: String,
    },
    /// Say what came of something.
    Evaluate {
        /// Of what.
        counter: Counter,
        /// What.
        evaluation: Evaluation,
    },
    /// End it.
    Close {
        /// What came of it.
        outcome: String,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[schema(as = PlanEvent)]
pub enum Event {
    /// It was begun or changed.
    Outlined {
        /// What it is for.
        outline: Outline,
    },
    /// Something was chosen.
    Chosen {
        /// What.
        entry: Entry,
    },
    /// Something was taken out.
    Dropped {
        /// What.
        counter: Counter,
        /// Why.
        reason: String,
    },
    /// It was approved.
    Approved,
    /// It is a draft again.
    Reopened {
        /// Why.
        reason: String,
    },
    /// Something was evaluated.
    Evaluated {
        /// What.
        counter: Counter,
        /// How.
        evaluation: Evaluation,
    },
    /// It ended.
    Closed {
        /// What came of it.
        outcome: String,
    },
}
