//! Groups: a row of the ranked list, and everything that speaks for and against one.

use super::{Bearing, GroupStatus, Judgement, MemberRole, Post, SignalName, Strength};
use ostrakon_report::sentence::{Said, Sentence};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How much of a group's ties one signal makes up.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SignalShare {
    /// The signal.
    pub signal: SignalName,
    /// Sum of the ties' surprise, nats.
    pub weight: f64,
    /// Ties.
    pub ties: u64,
    /// Distinct things behind them.
    pub objects: u64,
}

/// A group in the ranked list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GroupRow {
    /// Id: equal for equal members.
    pub id: String,
    /// Place in the analysis, from 1.
    pub rank: u32,
    /// Whether the detector flags it as coordinated.
    pub flagged: bool,
    /// Strength of the evidence of coordination.
    pub strength: Strength,
    /// Who did what together, how closely, in one sentence.
    pub verdict: String,
    /// The pattern and values of that sentence.
    #[serde(default)]
    pub said: Sentence,
    /// Accounts.
    pub size: u64,
    /// Their posts.
    pub posts: u64,
    /// Ties between them, each signal counted by itself.
    pub ties: u64,
    /// What its ties consist of, heaviest first.
    pub signals: Vec<SignalShare>,
    /// Probability of at least this much under the null model.
    pub p: f64,
    /// The same after control of the false-discovery rate.
    pub q: f64,
    /// Sum of the signals' weights.
    pub score: f64,
    /// First and last joint action, milliseconds since 1970 UTC.
    pub first: i64,
    /// Last joint action.
    pub last: i64,
    /// Whether it acted in the election's period, where an election was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_election: Option<bool>,
    /// Where it stands with people.
    #[serde(default)]
    pub status: GroupStatus,
}

/// A page of groups.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GroupPage {
    /// The groups, in the order asked for.
    pub groups: Vec<GroupRow>,
    /// Groups that the filter lets through, on all pages.
    pub total: u64,
    /// How to ask for the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Significance with its words.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Significance {
    /// Upper bound of the probability of at least this much under the null model.
    pub p: f64,
    /// The same after control of the false-discovery rate (Benjamini–Hochberg).
    pub q: f64,
    /// The null model in words.
    pub null_model: String,
    /// What p and q mean here, in a sentence.
    pub words: String,
}

/// How closely in time members act.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct Synchrony {
    /// Joint actions within the window.
    pub co_actions: u64,
    /// As many were expected by custom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<f64>,
    /// Half of the co-actions are at most this far apart, ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median_gap_ms: Option<i64>,
    /// Nine in ten are at most this far apart, ms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p90_gap_ms: Option<i64>,
    /// Longest gap that counts, seconds.
    pub window_s: u32,
}

/// An account of a group.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = GroupMember)]
pub struct Member {
    /// Pseudonym.
    pub account: String,
    /// What it is within the group.
    pub role: MemberRole,
    /// Its posts in the data.
    pub posts: u64,
    /// Co-actions it was the first of.
    pub first: u64,
    /// Sum of its ties' weights within the group.
    pub strength: f64,
    /// Smallest q-value of its ties within the group.
    pub q: f64,
    /// Whether it declares itself automated.
    pub declared_bot: bool,
}

/// A page of members, strongest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MemberPage {
    /// The members.
    pub members: Vec<Member>,
    /// On all pages.
    pub total: u64,
    /// How to ask for the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Something that members shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SharedObject {
    /// How it was shared.
    pub signal: SignalName,
    /// Address, text, hashtags or id.
    pub object: String,
    /// Posts of members with it.
    pub posts: u64,
    /// Members that shared it.
    pub accounts: u64,
    /// Accounts outside the group that shared it too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outside: Option<u64>,
    /// First such post of a member, milliseconds since 1970 UTC.
    pub first: i64,
    /// Last such post of a member.
    pub last: i64,
}

/// A piece of evidence: posts on one thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = GroupExhibit)]
pub struct Exhibit {
    /// How the thing was shared.
    pub signal: SignalName,
    /// The thing.
    pub object: String,
    /// Who, what, how far apart.
    pub explanation: String,
    /// The posts, in order of time; the first two are the pair that is compared.
    pub posts: Vec<Post>,
}

/// A page of exhibits, most telling first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExhibitPage {
    /// The exhibits.
    pub exhibits: Vec<Exhibit>,
    /// On all pages.
    pub total: u64,
    /// How to ask for the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// An innocent explanation and what the data say to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct InnocentExplanation {
    /// The explanation.
    pub statement: String,
    /// Which way the data point.
    pub bearing: Bearing,
    /// What in the data points there, or what one would have to look up.
    pub because: String,
}

/// Everything that speaks for and against a group.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GroupDetail {
    /// Its row in the list.
    pub row: GroupRow,
    /// Why it is, or is not, flagged: one sentence each.
    pub reasons: Vec<String>,
    /// How it would look if nothing was going on.
    pub significance: Significance,
    /// How often ordinary groups look like this, in words.
    pub organic: String,
    /// How closely in time its members act.
    pub synchrony: Synchrony,
    /// Its posts by hour of the week in UTC: 168 counts, Monday 00:00 first; empty where there are no times.
    pub activity: Vec<u32>,
    /// Its strongest members, at most 200; `…/members` pages through all.
    pub members: Vec<Member>,
    /// What its members shared, most members first.
    pub objects: Vec<SharedObject>,
    /// The most telling exhibits, at most 30; `…/exhibits` pages through all.
    pub exhibits: Vec<Exhibit>,
    /// All exhibits.
    pub exhibits_total: u64,
    /// What would make this innocent, and what the data say to it.
    pub innocent: Vec<InnocentExplanation>,
    /// What this result cannot show.
    pub limits: Vec<String>,
    /// Id of the method card.
    pub method: String,
    /// Patterns and values of the texts, for readers of other languages; empty in analyses of before there was such a thing.
    pub said: Said,
    /// What people decided.
    pub judgement: Judgement,
}
