//! What may be asked of a measure, and what may happen to it.

use crate::Party;
use crate::effect::Series;
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// On which ground it acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = MeasureGround)]
pub enum Ground {
    /// The terms of a service: behaviour that is lawful and breaks its rules.
    #[default]
    Terms,
    /// Illegal content or conduct.
    Illegal,
    /// A duty of the service on systemic risks or on minors (DSA Articles 28, 34, 35).
    SystemicRisk,
    /// It restricts nothing: a statement, a debunk, an exercise.
    NoRestriction,
}

/// Whether a media service provider has declared itself (Regulation (EU) 2024/1083 Article 18(1)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = MeasureDeclaration)]
pub enum Declaration {
    /// It has.
    Yes,
    /// It has not.
    No,
    /// Nobody has looked yet.
    #[default]
    Unknown,
}

/// A media service provider that a measure touches.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeasureProvider)]
pub struct Provider {
    /// Its name, at most 200 characters.
    pub name: String,
    /// Whether it is declared.
    #[serde(default)]
    pub declared: Declaration,
    /// Where that was looked up, at most 500 characters.
    #[serde(default)]
    pub source: String,
}

/// What a measure is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeasureDraft)]
pub struct Draft {
    /// Title, at most 200 characters.
    pub title: String,
    /// Who takes it: an organisation, a platform, a state; at most 200 characters.
    pub actor: String,
    /// The instrument: id of a mechanism, such as `statement` or `terms-of-service-report`.
    pub instrument: String,
    /// The behaviour that it is aimed at, at most 2,000 characters: never a person, never an opinion.
    pub target_behaviour: String,
    /// On which ground.
    #[serde(default)]
    pub ground: Ground,
    /// Legal basis: acts and articles, at most 20 of 300 characters; asked for when it is decided.
    #[serde(default)]
    pub legal_basis: Vec<String>,
    /// Why it is necessary, at most 4,000 characters; asked for when it is decided.
    #[serde(default)]
    pub necessity: String,
    /// Why it is proportionate, and which milder means were weighed; at most 4,000 characters; asked for when decided.
    #[serde(default)]
    pub proportionality: String,
    /// The media service provider that it touches, if any.
    #[serde(default)]
    pub provider: Option<Provider>,
    /// To whom it goes: at most 50 of 200 characters.
    #[serde(default)]
    pub addressees: BTreeSet<String>,
    /// Until when it is meant to last, milliseconds of UTC.
    #[serde(default)]
    pub until: Option<i64>,
    /// Evidence: ids of objects, findings, or SHA-256 of evidence.
    #[serde(default)]
    pub evidence: BTreeSet<String>,
    /// Incidents that it answers.
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

/// What a series counts. The three are different things, and have no sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = MeasureObserved)]
pub enum Observed {
    /// Activity: posts, accounts, domains.
    Volume,
    /// Who may have seen it: views, visits.
    Reach,
    /// Appearances on other platforms.
    Spread,
}

/// What may be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "command", deny_unknown_fields)]
#[schema(as = MeasureCommand)]
pub enum Command {
    /// Propose it.
    Open {
        /// What it is.
        draft: Draft,
    },
    /// Change the proposal.
    Edit {
        /// What it now is.
        draft: Draft,
    },
    /// Decide to take it.
    Decide {
        /// Why, at most 4,000 characters.
        reason: String,
    },
    /// Say that the media provider was sent the reasons, and may reply.
    HearProvider,
    /// Say what the media provider replied.
    RecordReply {
        /// What, at most 8,000 characters.
        text: String,
    },
    /// Say that it has effect.
    PutInForce {
        /// Since when, where that is entered later.
        #[serde(default)]
        since: Option<i64>,
    },
    /// End it.
    End {
        /// What came of it, at most 4,000 characters.
        result: String,
    },
    /// Do not take it.
    Refuse {
        /// Why, at most 4,000 characters.
        reason: String,
    },
    /// Enter what was counted; it replaces the series of that name.
    Observe {
        /// What it counts.
        what: Observed,
        /// The counts.
        series: Series,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[schema(as = MeasureEvent)]
pub enum Event {
    /// It was proposed, or the proposal changed.
    Proposed {
        /// What it is.
        draft: Draft,
    },
    /// It was decided.
    Decided {
        /// Why.
        reason: String,
        /// The second signature.
        approved_by: Option<Party>,
    },
    /// The media provider was sent the reasons.
    ProviderHeard,
    /// It replied.
    ProviderReplied {
        /// What.
        text: String,
    },
    /// It has effect.
    PutInForce {
        /// Since when.
        since: i64,
    },
    /// It ended.
    Ended {
        /// What came of it.
        result: String,
    },
    /// It is not taken.
    Refused {
        /// Why.
        reason: String,
    },
    /// Something was counted.
    Observed {
        /// What.
        what: Observed,
        /// The counts.
        series: Series,
    },
}
