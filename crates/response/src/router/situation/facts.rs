//! Judgements, evidence, elections, and what is on record around an incident.

use super::Answer;
use crate::Calendar;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Whether the accounts act together.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SituationCoordination)]
pub enum Coordination {
    /// Nobody has judged.
    #[default]
    Unassessed,
    /// People act together openly, or by themselves: fans, volunteers, a petition.
    Organic,
    /// There are signs.
    Suspected,
    /// It is shown, with its error rate.
    Established,
}

/// What it does; activity is not effect.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SituationImpact)]
pub enum Impact {
    /// Nobody has judged.
    #[default]
    Unassessed,
    /// None can be seen.
    NoneVisible,
    /// Limited.
    Limited,
    /// Significant.
    Significant,
}

/// Who is behind it. `unknown` may stay for ever.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = SituationAttribution)]
pub struct Attribution {
    /// How far it goes.
    pub level: AttributionLevel,
    /// The actor, when it is attributed to one.
    pub actor: Option<String>,
    /// Whether the actor is foreign to the Union.
    pub foreign: Answer,
    /// Ids of the people who decided it; two, for an attribution that anything rests on.
    pub decided_by: BTreeSet<String>,
}

/// How far an attribution goes.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SituationAttributionLevel)]
pub enum AttributionLevel {
    /// Not at all.
    #[default]
    Unknown,
    /// To a technical cluster.
    TechnicalCluster,
    /// To an operation.
    Operation,
    /// To an actor.
    Actor,
    /// To a state.
    State,
}

/// Who paid for an ad.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = SituationSponsor)]
pub struct Sponsor {
    /// Its name.
    pub name: String,
    /// Who ultimately owns or controls it.
    pub controlled_by: Option<String>,
    /// Whether it is of a third country in the sense of Regulation 2024/900 Art 5(2).
    pub third_country: Answer,
}

/// An election or referendum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SituationVote)]
pub struct Vote {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The day of the vote; of several, the first.
    #[schema(value_type = String, format = Date)]
    pub date: Date,
    /// The last day of the vote, when there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub last_day: Option<Date>,
    /// The declared window of the Rapid Response System, when one is on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_window: Option<Window>,
    /// Official facts on how to vote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voting_facts: Option<String>,
}

impl Vote {
    /// When its last day ends, in milliseconds of UTC.
    pub fn ends(&self, calendar: &Calendar) -> i64 {
        calendar.last(self.last_day.unwrap_or(self.date).max(self.date))
    }
}

/// A time with a beginning and an end, in milliseconds of UTC; the end is outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SituationWindow)]
pub struct Window {
    /// From.
    pub from: i64,
    /// Until.
    pub until: i64,
}

/// A platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SituationPlatform)]
pub struct Platform {
    /// Its name.
    pub name: String,
    /// Whether it is designated as very large (DSA Art 33).
    #[serde(default)]
    pub very_large: Answer,
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SituationEvidence)]
pub struct Evidence {
    /// Its id or hash.
    pub id: String,
    /// On which basis it came to us.
    pub access: Access,
    /// Whether it stands up in court: captured, hashed, with an unbroken chain of custody.
    #[serde(default)]
    pub litigable: bool,
}

/// On which basis evidence came to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SituationAccess)]
pub enum Access {
    /// Anybody can see it.
    Open,
    /// Public data for researchers (DSA Art 40(12)).
    #[serde(rename = "dsa-40-12")]
    Dsa40Public,
    /// Data for vetted researchers (DSA Art 40(4)).
    #[serde(rename = "dsa-40-4")]
    Dsa40Vetted,
    /// Classified.
    Classified,
    /// Somebody handed it in.
    UserSubmission,
    /// From the platform's interface, under its terms.
    OwnApi,
}

/// A decision of the Commission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SituationDecision)]
pub struct Decision {
    /// Its number or address.
    pub reference: String,
    /// When it was adopted, in milliseconds of UTC.
    pub adopted_at: i64,
    /// When it ends, in milliseconds of UTC.
    pub until: i64,
    /// Names of the platforms that it is addressed to.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub platforms: BTreeSet<String>,
}

/// A cyber incident.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = SituationCyber)]
pub struct Cyber {
    /// What kind, such as `account-takeover`, `ddos`, `hack-and-leak`; absent when there is none.
    pub kind: Option<String>,
    /// Whom it hit.
    pub entity: Option<String>,
    /// Whether that entity is in scope of NIS2.
    pub nis2_entity: Answer,
    /// When the entity became aware, in milliseconds of UTC.
    pub aware_at: Option<i64>,
    /// When it was notified, in milliseconds of UTC.
    pub notified_at: Option<i64>,
}

/// Criteria of an alert, each assessed by a person.
// Four independent questions with a yes or a no each: they are flags.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SituationAlertCriteria)]
pub struct AlertCriteria {
    /// It concerns more than one country.
    pub transnational: bool,
    /// Its impact is, or may become, significant.
    pub significant: bool,
    /// It concerns an election.
    pub election_related: bool,
    /// It cannot wait.
    pub time_critical: bool,
}

/// Who would send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SituationContact)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
}

/// Something that was done already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SituationExisting)]
pub struct Existing {
    /// Its id.
    pub id: String,
    /// The mechanism that was used.
    pub mechanism: String,
    /// Ids of the items it is about.
    #[serde(default)]
    pub items: BTreeSet<String>,
    /// State of its answer.
    pub state: String,
    /// Languages in which it was published (BCP 47), where that is known.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub languages: BTreeSet<String>,
}
