//! The channel router: for an incident, what is open, what is closed and by which rule, and what is missing.
//!
//! **The problem.** Each mechanism has its own law, its own people, its own clock. Whoever picks one in a hurry picks
//! the wrong one: a notice of illegal content for something that is lawful, an alert nobody may issue, a publication
//! of what is classified.
//!
//! **The choice.** A pure function over everything that is known: [`route()`] looks at *every* mechanism and answers
//! for each, exactly once, with open, closed or missing. Rules are small files named after what they forbid
//! (`router/rules/`). *Safeguards* hold for every mechanism of a certain nature; *conditions* are named in a
//! mechanism's file. A rule closes, finds something missing, or takes out what the mechanism must not touch: a notice
//! on ten posts of which three are satire is open for seven, and says which three were left out and why.
//!
//! **Rejected.** A score, or a recommendation: the choice is a person's, and silence about the closed channels would
//! hide why they are closed. A table of legal situations: it would be wrong at the first mechanism somebody adds.

mod case;
mod clock;
mod fill;
pub mod rules;
mod situation;

pub use rules::{RuleCard, rule_cards};
pub use situation::*;

use crate::mechanism::{Area, LegalBasis, Mechanism, Mechanisms};
use crate::{Actor, Source, Words};
use case::{Case, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// What can be done about an incident, and what not.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Routes {
    /// Id of the incident.
    pub incident: String,
    /// For which moment this holds, in milliseconds of UTC.
    pub as_of: i64,
    /// Where what is known comes from, by field of the situation: `situation` for what people typed, else the record. Empty for a
    /// situation that was handed in.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub sources: BTreeMap<String, BTreeSet<String>>,
    /// What was typed and is not taken, by field of the situation, and why: a decision stands as its record has it. Empty for a
    /// situation that was handed in.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub set_aside: BTreeMap<String, Words>,
    /// Every mechanism once. Closed ones last; the others by clock, then the mildest first, then by id.
    pub routes: Vec<Route>,
}

/// What the router says of one mechanism.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Route {
    /// Id of the mechanism.
    pub mechanism: String,
    /// Its name.
    pub title: Words,
    /// What it is for.
    pub purpose: Words,
    /// The field it belongs to.
    pub area: Area,
    /// 0 nothing leaves the house … 5 restricts.
    pub effect: u8,
    /// Whether anything would leave the organisation.
    pub outward: bool,
    /// Whether it takes two people.
    pub needs_two_people: bool,
    /// Open, closed, or missing something.
    pub status: Status,
    /// Its clocks, as they run.
    pub clocks: Vec<Due>,
    /// Ids of the items it would be about.
    pub items: Vec<String>,
    /// What was taken out, and by which rule.
    pub left_out: Vec<LeftOut>,
    /// Where it stands in the law.
    pub legal: Vec<LegalBasis>,
    /// What has to be kept to.
    pub safeguards: Vec<Words>,
    /// What it must not be used for.
    pub not_for: Vec<Words>,
    /// Language of its own words, where these are not English: what `en` then holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// Open, closed, or missing something.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(tag = "state", rename_all = "kebab-case")]
#[schema(as = RouteStatus)]
pub enum Status {
    /// It may be used.
    Open {
        /// Fields that are known already.
        #[schema(value_type = Object)]
        filled: BTreeMap<String, Value>,
        /// Further records, where one would go to several platforms or hold more addresses than its field takes: the known
        /// fields of each.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        #[schema(value_type = Vec<Object>)]
        further: Vec<BTreeMap<String, Value>>,
        /// Required fields that a person writes.
        to_write: Vec<ToWrite>,
    },
    /// It may be used once these are known.
    Missing {
        /// What is missing, and what to do about it.
        gaps: Vec<Gap>,
        /// Fields that are known already.
        #[schema(value_type = Object)]
        filled: BTreeMap<String, Value>,
    },
    /// It may not be used.
    Closed {
        /// Every rule that closes it.
        reasons: Vec<Reason>,
    },
}

impl Status {
    /// Whether it is open.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open { .. })
    }

    const fn rank(&self) -> u8 {
        match self {
            Self::Open { .. } | Self::Missing { .. } => 0,
            Self::Closed { .. } => 1,
        }
    }
}

/// A field that a person writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RouteToWrite)]
pub struct ToWrite {
    /// Its name.
    pub field: String,
    /// Its caption.
    pub label: Words,
}

/// Something that is not known yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RouteGap)]
pub struct Gap {
    /// The fact or field.
    pub field: String,
    /// What to do.
    pub what_to_do: Words,
    /// The rule that asks for it; absent for a required field of the mechanism's record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Where that rule comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// Why a mechanism is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = RouteReason)]
pub struct Reason {
    /// Name of the rule.
    pub rule: String,
    /// What it says.
    pub text: Words,
    /// What would be the right way instead, or what would open it.
    pub instead: Words,
    /// Where it comes from.
    pub source: Source,
}

/// An item or a piece of evidence that a mechanism must not touch.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[schema(as = RouteLeftOut)]
pub struct LeftOut {
    /// Its id.
    pub id: String,
    /// The rule that took it out.
    pub rule: String,
}

/// A clock of a mechanism.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RouteDue)]
pub struct Due {
    /// What the deadline is of.
    pub step: String,
    /// What has to happen.
    pub what: Words,
    /// Who has to act.
    pub who: String,
    /// Where it comes from.
    pub basis: String,
    /// Whether it is practice and no law.
    pub practice: bool,
    /// When it started, in milliseconds of UTC; absent while it has not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<i64>,
    /// When it ends; absent while it has not started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<i64>,
    /// When it would end if it started now; absent when it has started, or cannot be started by us.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_if_started_now: Option<i64>,
    /// Whether it has ended already.
    pub overdue: bool,
}

/// A rule, as a reason.
pub(crate) fn reason_of(rule: &str) -> Option<Reason> {
    rules::named(rule).map(rules::Rule::reason)
}

/// Why a route misses an attribution, where it does: what two people have not decided is not decided.
pub(crate) fn lack_of_attribution(route: &Route) -> Option<Reason> {
    let Status::Missing { gaps, .. } = &route.status else { return None };
    let gap = gaps.iter().find(|gap| gap.field == "attribution.decided_by")?;
    let mut reason = reason_of(gap.rule.as_deref()?)?;
    reason.instead = gap.what_to_do.clone();
    Some(reason)
}

/// Whether a declared media provider is heard before a mechanism is used.
pub fn hears_media(mechanism: &Mechanism) -> bool {
    let illegal = "only-illegal-content-may-be-noticed";
    rules::named("declared-media-is-heard-first").is_some_and(|rule| rule.guards(mechanism))
        && !mechanism.conditions.iter().any(|condition| condition.rule == illegal)
}

/// Looks at every mechanism.
///
/// `now` is in milliseconds of UTC. Pure: the same arguments give the same answer, byte for byte.
pub fn route(mechanisms: &Mechanisms, situation: &Situation, actor: &Actor, now: i64) -> Routes {
    let mut routes: Vec<Route> =
        mechanisms.iter().map(|mechanism| one(mechanism, situation, actor, now)).collect();
    routes.sort_by(|a, b| key(a).cmp(&key(b)));
    let (sources, set_aside) = (BTreeMap::new(), BTreeMap::new());
    Routes { incident: situation.incident.clone(), as_of: now, sources, set_aside, routes }
}

/// Looks at one mechanism.
pub fn one(mechanism: &Mechanism, situation: &Situation, actor: &Actor, now: i64) -> Route {
    let mut case = Case::new(mechanism, situation, actor, now);
    let (mut reasons, mut gaps) = (Vec::new(), Vec::new());
    let named = |rule: &rules::Rule| mechanism.conditions.iter().find(|c| c.rule == rule.id);
    let safeguards = rules::all().filter(|rule| rule.guards(mechanism)).map(|rule| (rule, named(rule)));
    let conditions = mechanism
        .conditions
        .iter()
        .filter_map(|condition| rules::named(&condition.rule).map(|rule| (rule, Some(condition))))
        .filter(|(rule, _)| !rule.guards(mechanism));
    for (rule, condition) in safeguards.chain(conditions) {
        match (rule.check)(&mut case, rule, condition) {
            Verdict::Pass => {}
            Verdict::Close => reasons.push(rule.reason()),
            Verdict::Lack(lacks) => gaps.extend(lacks.iter().map(|lack| rule.gap(lack))),
        }
    }
    let clocks = clock::clocks(mechanism, situation, now);
    let filling = fill::fill(&case);
    gaps.extend(filling.gaps);
    let status = match (reasons.is_empty(), gaps.is_empty()) {
        (false, _) => Status::Closed { reasons },
        (true, false) => Status::Missing { gaps, filled: filling.filled },
        (true, true) => {
            let fill::Filling { filled, further, to_write, .. } = filling;
            Status::Open { filled, further, to_write }
        }
    };
    Route {
        mechanism: mechanism.id.clone(),
        title: mechanism.title.clone(),
        purpose: mechanism.purpose.clone(),
        area: mechanism.area,
        effect: mechanism.effect,
        outward: mechanism.outward,
        needs_two_people: mechanism.needs_two_people,
        items: case.items.iter().map(|item| item.id.clone()).collect(),
        left_out: case.left_out,
        status,
        clocks,
        legal: mechanism.legal.clone(),
        safeguards: mechanism.safeguards.clone(),
        not_for: mechanism.not_for.clone(),
        language: mechanism.language.clone(),
    }
}

/// Closed last; then by the nearest deadline, the mildest first, and by id, which is unique: the order is total.
fn key(route: &Route) -> (u8, i64, u8, &str) {
    let due = route.clocks.iter().filter_map(|due| due.due_at.or(due.due_if_started_now)).min();
    (route.status.rank(), due.unwrap_or(i64::MAX), route.effect, &route.mechanism)
}
