//! The three judgements, and how a channel belongs to an actor. None is derived from another.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// How sure somebody is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schema(as = CaseConfidence)]
pub enum Confidence {
    /// Other explanations are as good.
    #[default]
    Low,
    /// The better explanation.
    Moderate,
    /// No other explanation that is worth its name.
    High,
}

/// Whether accounts act together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = CaseCoordinationFound)]
pub enum CoordinationFound {
    /// It cannot be said.
    #[default]
    Unknown,
    /// People who share an interest, each for themselves.
    Organic,
    /// Together, and openly: a campaign, a fan community.
    Open,
    /// Together, and hidden.
    Inauthentic,
}

/// The judgement of coordination.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaseCoordination)]
pub struct Coordination {
    /// What it is.
    pub found: CoordinationFound,
    /// How sure.
    pub confidence: Confidence,
    /// Why, at most 4,000 characters.
    pub reasons: String,
    /// On what it rests.
    #[serde(default)]
    pub evidence: BTreeSet<String>,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = CaseImpactFound)]
pub enum ImpactFound {
    /// It cannot be said.
    #[default]
    Unknown,
    /// No effect is visible.
    NoVisibleEffect,
    /// Within the channels that began it.
    Limited,
    /// Beyond them: other platforms, media, politics.
    Significant,
    /// It may have changed who could vote, or how votes were counted.
    Severe,
}

/// The judgement of impact. Activity, reach and effect are three things.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaseImpact)]
pub struct Impact {
    /// What it is.
    pub found: ImpactFound,
    /// How sure.
    pub confidence: Confidence,
    /// What was done, and how much of it; at most 2,000 characters.
    #[serde(default)]
    pub activity: String,
    /// Who saw it, at most 2,000 characters.
    #[serde(default)]
    pub reach: String,
    /// What changed by it, at most 2,000 characters.
    #[serde(default)]
    pub effect: String,
    /// Why, at most 4,000 characters.
    pub reasons: String,
    /// On what it rests.
    #[serde(default)]
    pub evidence: BTreeSet<String>,
}

/// A level of attribution that somebody claims.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaseAttributionLevel)]
pub struct AttributionLevel {
    /// Name of the cluster, operation, actor or state.
    pub name: String,
    /// How sure.
    pub confidence: Confidence,
    /// Why, at most 4,000 characters.
    pub reasons: String,
    /// On what it rests.
    #[serde(default)]
    pub evidence: BTreeSet<String>,
}

/// An explanation that competes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaseHypothesis)]
pub struct Hypothesis {
    /// What it says, at most 500 characters.
    pub what: String,
    /// What speaks for it, at most 2,000 characters.
    #[serde(default)]
    pub supports: String,
    /// What speaks against it, at most 2,000 characters.
    #[serde(default)]
    pub contradicts: String,
    /// How sure.
    #[serde(default)]
    pub confidence: Confidence,
}

/// Who is behind it: each level for itself; all empty is unknown, and may stay so.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaseAttribution)]
pub struct Attribution {
    /// What shares infrastructure and ways of working.
    #[serde(default)]
    pub cluster: Option<AttributionLevel>,
    /// The operation (information manipulation set).
    #[serde(default)]
    pub operation: Option<AttributionLevel>,
    /// Who runs it.
    #[serde(default)]
    pub actor: Option<AttributionLevel>,
    /// For which state.
    #[serde(default)]
    pub state: Option<AttributionLevel>,
    /// Explanations that compete, at most 20.
    #[serde(default)]
    pub hypotheses: Vec<Hypothesis>,
}

impl Attribution {
    /// Levels with their names, lowest first.
    pub fn levels(&self) -> [(&'static str, Option<&AttributionLevel>); 4] {
        [
            ("cluster", self.cluster.as_ref()),
            ("operation", self.operation.as_ref()),
            ("actor", self.actor.as_ref()),
            ("state", self.state.as_ref()),
        ]
    }
}

/// How a channel belongs to an actor, after the Exposure Matrix of the third EEAS report.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schema(as = CaseExposureCategory)]
pub enum Category {
    /// It says what the actor says, and nothing ties it to it: not attributed, and never read as controlled.
    #[default]
    StateAligned,
    /// Technical or other ties to the actor, which it hides.
    StateLinked,
    /// Owned or directed by the actor.
    StateControlled,
    /// The actor's own.
    OfficialState,
}

/// What ties a channel to an actor.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schema(as = CaseExposureEvidenceKind)]
pub enum ExposureEvidenceKind {
    /// Coordination, style.
    #[default]
    Behavioural,
    /// Addresses, domains, hosts, certificates, analytics ids.
    Technical,
    /// The channel or the actor says so.
    Admission,
    /// An authority or a court says so.
    OfficialStatement,
}

/// A piece of evidence for it.
#[derive(Debug, Clone, PartialEq, Eq, Default, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaseExposureEvidence)]
pub struct ExposureEvidence {
    /// What kind.
    pub kind: ExposureEvidenceKind,
    /// Where it is.
    pub id: String,
    /// How strong.
    #[serde(default)]
    pub strength: Confidence,
}

/// How a channel belongs to an actor.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaseExposure)]
pub struct Exposure {
    /// How.
    pub category: Category,
    /// To whom; empty for a channel that is only aligned.
    #[serde(default)]
    pub actor: String,
    /// On what it rests; at least one.
    pub evidence: BTreeSet<ExposureEvidence>,
    /// When it is to be reviewed: milliseconds of UTC.
    pub review_by: i64,
    /// Where it can be contested: an address.
    pub contest_at: String,
}
