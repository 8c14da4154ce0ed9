//! What may be asked of a check, and what may happen to it.

use crate::{Answer, Party};
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// On which ground something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = MediaCheckGround)]
pub enum Ground {
    /// The platform's terms and conditions.
    #[default]
    Terms,
    /// Illegal content.
    IllegalContent,
    /// Protection of minors: Regulation (EU) 2022/2065 Art 28.
    Dsa28,
    /// Assessment of systemic risks: Art 34.
    Dsa34,
    /// Mitigation of systemic risks: Art 35.
    Dsa35,
    /// Video-sharing platforms: Directive 2010/13/EU Art 28b.
    Avmsd28b,
}

/// A crisis in which the time to reply is shorter.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MediaCheckCrisis)]
pub struct Crisis {
    /// The decision of the Commission under Regulation (EU) 2022/2065 Art 36, as it is cited.
    pub decision: String,
    /// Hours to reply, 1 to 23.
    pub reply_hours: u32,
}

/// What is to be done, and to whom.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MediaCheckDraft)]
pub struct Draft {
    /// Title, at most 200 characters.
    pub title: String,
    /// The provider or its channel.
    pub provider: String,
    /// The platform.
    pub platform: String,
    /// What is to be done: suspend, restrict, report under which rule; at most 1,000 characters.
    pub action: String,
    /// On which ground.
    #[serde(default)]
    pub ground: Ground,
    /// Whether the provider has declared itself to the platform as a media service provider.
    #[serde(default)]
    pub declared: Answer,
    /// Where that was read, at most 500 characters.
    #[serde(default)]
    pub declaration_source: String,
    /// A crisis decided on by the Commission.
    #[serde(default)]
    pub crisis: Option<Crisis>,
    /// Evidence.
    #[serde(default)]
    pub evidence: BTreeSet<String>,
    /// Incidents that it is about.
    #[serde(default)]
    pub incidents: BTreeSet<String>,
    /// The election.
    #[serde(default)]
    pub election: Option<String>,
    /// Its marking.
    #[serde(default)]
    #[schema(value_type = String)]
    pub marking: Tlp,
}

/// What may be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "command", deny_unknown_fields)]
#[schema(as = MediaCheckCommand)]
pub enum Command {
    /// Begin a check.
    Open {
        /// What is to be done.
        draft: Draft,
    },
    /// Change it, before reasons are stated: what was found out about the declaration, for one.
    Edit {
        /// What is now to be done.
        draft: Draft,
    },
    /// Tell the provider why.
    StateReasons {
        /// Why, at most 4,000 characters.
        reasons: String,
    },
    /// Record what the provider replied.
    RecordReply {
        /// What, at most 4,000 characters.
        text: String,
    },
    /// Take the action, or propose it to the platform.
    Proceed {
        /// Why, with what the reply changed; at most 4,000 characters.
        reason: String,
    },
    /// Leave it.
    Drop {
        /// Why.
        reason: String,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[schema(as = MediaCheckEvent)]
pub enum Event {
    /// It was begun or changed.
    Drafted {
        /// What is to be done.
        draft: Draft,
    },
    /// The provider was told why.
    ReasonsStated {
        /// Why.
        reasons: String,
    },
    /// It replied.
    Replied {
        /// What.
        text: String,
    },
    /// The action was taken or proposed.
    Proceeded {
        /// Why.
        reason: String,
        /// Who gave the second signature.
        approved_by: Option<Party>,
    },
    /// It was left.
    Dropped {
        /// Why.
        reason: String,
    },
}
