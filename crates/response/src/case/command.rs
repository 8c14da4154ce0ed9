//! What may be asked of a case, and what may happen to it.

use super::{Attribution, Coordination, Exposure, Impact, Item};
use crate::Party;
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// How much it matters. Set by people.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schema(as = CaseSeverity)]
pub enum Severity {
    /// Little.
    Low,
    /// Some.
    #[default]
    Medium,
    /// Much.
    High,
    /// It concerns whether people can vote, or whether votes count.
    Critical,
}

/// What came of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = CaseOutcome)]
pub enum Outcome {
    /// It was stopped.
    Countered,
    /// It went on, and did not spread.
    Contained,
    /// It went on, and was answered by information.
    Answered,
    /// It ended by itself.
    Faded,
    /// Somebody else works on it.
    HandedOver,
    /// It could not be told.
    Inconclusive,
    /// People who did nothing wrong: we were mistaken.
    #[default]
    FalsePositive,
    /// Lawful and open, though coordinated.
    Legitimate,
    /// The same as another case.
    Duplicate,
}

/// What a case is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaseDraft)]
pub struct Draft {
    /// Title, at most 200 characters.
    pub title: String,
    /// What is known, at most 8,000 characters.
    #[serde(default)]
    pub summary: String,
    /// The STIX incident that it works on: `incident--…`.
    #[serde(default)]
    pub incident: Option<String>,
    /// The collection in which that is.
    #[serde(default)]
    pub collection: Option<String>,
    /// How much it matters.
    #[serde(default)]
    pub severity: Severity,
    /// When what it is about began, as far as known: milliseconds of UTC.
    #[serde(default)]
    pub happened_at: Option<i64>,
    /// When it was imported or promoted from a finding: milliseconds of UTC.
    #[serde(default)]
    pub imported_at: Option<i64>,
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
#[schema(as = CaseCommand)]
pub enum Command {
    /// Open a case, from findings or by hand.
    Open {
        /// What it is about.
        draft: Draft,
        /// What belongs to it.
        #[serde(default)]
        items: BTreeSet<Item>,
    },
    /// Change what it says.
    Edit {
        /// What it now says.
        draft: Draft,
    },
    /// Begin to work on it.
    Start,
    /// Let somebody else lead it.
    HandOver {
        /// Account.
        owner: String,
    },
    /// Ask for a review.
    AskReview {
        /// Account of who is to review it.
        reviewer: String,
    },
    /// Review it.
    Review {
        /// Remarks, at most 4,000 characters.
        remarks: String,
    },
    /// Put items in.
    Add {
        /// Which.
        items: BTreeSet<Item>,
    },
    /// Take items of its own out.
    Remove {
        /// Which.
        items: BTreeSet<Item>,
        /// Why.
        reason: String,
    },
    /// Judge whether accounts act together.
    JudgeCoordination {
        /// The judgement.
        judgement: Coordination,
    },
    /// Judge what it brought about.
    JudgeImpact {
        /// The judgement.
        judgement: Impact,
    },
    /// Say who is behind it, as far as it can be said; to a state with a second person's approval.
    Attribute {
        /// The judgement.
        judgement: Attribution,
    },
    /// Say how a channel belongs to an actor; with a second person's approval.
    Expose {
        /// The channel.
        channel: String,
        /// How.
        exposure: Exposure,
    },
    /// Take that back.
    Unexpose {
        /// The channel.
        channel: String,
        /// Why.
        reason: String,
    },
    /// Set a task.
    SetTask {
        /// What is to be done, at most 500 characters.
        title: String,
        /// The organisation that does it; empty for one's own.
        #[serde(default)]
        assignee: String,
        /// By when: milliseconds of UTC.
        #[serde(default)]
        due: Option<i64>,
    },
    /// Say that a task is done.
    FinishTask {
        /// Which, counted from 0.
        task: usize,
    },
    /// Say that it is not.
    ReopenTask {
        /// Which.
        task: usize,
    },
    /// Give a task up.
    DropTask {
        /// Which.
        task: usize,
        /// Why.
        reason: String,
    },
    /// Choose a mechanism.
    Plan {
        /// Its id: `cocd-rapid-response`, or `no-action`.
        mechanism: String,
        /// Why, at most 2,000 characters.
        reason: String,
        /// On which legal basis, at most 500 characters.
        legal_basis: String,
    },
    /// Leave a mechanism out that was chosen.
    DropPlan {
        /// Its id.
        mechanism: String,
        /// Why.
        reason: String,
    },
    /// Let an organisation take part.
    Involve {
        /// Which.
        organisation: String,
    },
    /// Take up another case: it is merged into this one, in one commit with this.
    Absorb {
        /// That case.
        case: String,
        /// What it shows; set by the machine, which reads it off that case.
        #[serde(default)]
        items: BTreeSet<Item>,
        /// Its marking; likewise.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        marking: Option<Tlp>,
        /// Who takes part in it; likewise.
        #[serde(default)]
        participants: BTreeSet<String>,
    },
    /// Let it go again: its merger is undone with it.
    Release {
        /// That case.
        case: String,
    },
    /// Be taken up by another case, which has with it all that this one shows.
    MergeInto {
        /// That case.
        case: String,
    },
    /// Stand for itself again; the other case lets it go.
    Unmerge,
    /// Give items to another case, which has them from then on.
    SplitOff {
        /// That case.
        case: String,
        /// Which.
        items: BTreeSet<Item>,
    },
    /// Take them back.
    Rejoin {
        /// That case.
        case: String,
    },
    /// End it.
    Close {
        /// How.
        outcome: Outcome,
        /// What is to be said about it, at most 4,000 characters.
        note: String,
    },
    /// Work on it again.
    Reopen {
        /// Why.
        reason: String,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[schema(as = CaseEvent)]
pub enum Event {
    /// It was opened.
    Opened {
        /// What it is about.
        draft: Draft,
        /// What belongs to it.
        items: BTreeSet<Item>,
    },
    /// What it says was changed.
    Edited {
        /// What it now says.
        draft: Draft,
    },
    /// Work began.
    Started,
    /// Somebody else leads it.
    HandedOver {
        /// Account.
        owner: String,
    },
    /// A review was asked for.
    ReviewAsked {
        /// Account.
        reviewer: String,
    },
    /// It was reviewed.
    Reviewed {
        /// Remarks.
        remarks: String,
    },
    /// Items came in.
    Added {
        /// Which.
        items: BTreeSet<Item>,
    },
    /// Items were taken out.
    Removed {
        /// Which.
        items: BTreeSet<Item>,
        /// Why.
        reason: String,
    },
    /// Coordination was judged.
    CoordinationJudged {
        /// The judgement.
        judgement: Coordination,
    },
    /// Impact was judged.
    ImpactJudged {
        /// The judgement.
        judgement: Impact,
    },
    /// Attribution was judged.
    Attributed {
        /// The judgement.
        judgement: Attribution,
        /// Who approved it, where it names a state.
        approved_by: Option<Party>,
    },
    /// A channel was tied to an actor.
    Exposed {
        /// The channel.
        channel: String,
        /// How.
        exposure: Exposure,
        /// Who approved it.
        approved_by: Party,
    },
    /// That was taken back.
    Unexposed {
        /// The channel.
        channel: String,
        /// Why.
        reason: String,
    },
    /// A task was set.
    TaskSet {
        /// What is to be done.
        title: String,
        /// The organisation that does it.
        assignee: String,
        /// By when.
        due: Option<i64>,
    },
    /// A task was done.
    TaskFinished {
        /// Which.
        task: usize,
    },
    /// It was not.
    TaskReopened {
        /// Which.
        task: usize,
    },
    /// A task was given up.
    TaskDropped {
        /// Which.
        task: usize,
        /// Why.
        reason: String,
    },
    /// A mechanism was chosen.
    Planned {
        /// Its id.
        mechanism: String,
        /// Why.
        reason: String,
        /// On which legal basis.
        legal_basis: String,
    },
    /// A mechanism was left out.
    PlanDropped {
        /// Its id.
        mechanism: String,
        /// Why.
        reason: String,
    },
    /// An organisation takes part.
    Involved {
        /// Which.
        organisation: String,
    },
    /// Another case was taken up.
    Absorbed {
        /// Which.
        case: String,
        /// What it showed.
        items: BTreeSet<Item>,
        /// Its marking; none in histories of before it was kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<String>)]
        marking: Option<Tlp>,
        /// Who took part in it.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        participants: BTreeSet<String>,
    },
    /// It was let go again.
    Released {
        /// Which.
        case: String,
    },
    /// Another case took it up.
    MergedInto {
        /// Which.
        case: String,
    },
    /// It stands for itself again.
    Unmerged {
        /// The case that had taken it up; empty in histories of before it was said.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        case: String,
    },
    /// Items were given to a case of their own.
    SplitOff {
        /// Which case.
        case: String,
        /// Which items.
        items: BTreeSet<Item>,
    },
    /// They were taken back.
    Rejoined {
        /// From which case.
        case: String,
    },
    /// It ended.
    Closed {
        /// How.
        outcome: Outcome,
        /// What is to be said about it.
        note: String,
    },
    /// Work began again.
    Reopened {
        /// Why.
        reason: String,
    },
}
