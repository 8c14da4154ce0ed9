//! What may be asked of a crisis page, and what may happen to it.

use super::{Contradiction, InformationItem, Measure, Mode, Question, ReportRequest, Roundtable};
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// What a crisis page is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = CrisisScope)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Title, at most 200 characters.
    pub title: String,
    /// What belongs to it and what does not, at most 4,000 characters.
    pub scope: String,
    /// The election.
    #[serde(default)]
    pub election: Option<String>,
    /// Incidents.
    #[serde(default)]
    pub incidents: BTreeSet<String>,
    /// Organisations that take part.
    #[serde(default)]
    pub participants: BTreeSet<String>,
    /// The organisation that holds the presidency of the Council; left out, the one that opens the page. It leads the page, and may
    /// hand it over when the presidency rotates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presidency: Option<String>,
    /// The marking of the page: nothing narrower may be entered.
    #[serde(default)]
    #[schema(value_type = String)]
    pub marking: Tlp,
}

/// What may be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CrisisCommand)]
#[serde(rename_all = "kebab-case", tag = "command", deny_unknown_fields)]
pub enum Command {
    /// Open a page; its mode is `none`.
    Open {
        /// What it is about.
        scope: Scope,
    },
    /// Change what it is about and who takes part.
    Rescope {
        /// What it is now about.
        scope: Scope,
    },
    /// A member state asks the presidency to change the mode.
    AskMode {
        /// The mode that it asks for.
        to: Mode,
        /// Why.
        reason: String,
    },
    /// Change the mode.
    ChangeMode {
        /// The new mode.
        to: Mode,
        /// The legal ground, as it is cited: an article.
        ground: String,
        /// Who was consulted: member states affected, Commission, High Representative, and the presidency where an institution
        /// decides. By name, by the code of a state, or by the id of an organisation.
        consulted: Vec<String>,
        /// Why.
        reason: String,
    },
    /// The solidarity clause (Art 222 TFEU) is invoked: full activation at once.
    InvokeSolidarity {
        /// The member state that invokes it.
        member_state: String,
        /// Why.
        reason: String,
    },
    /// A question of the presidency.
    Ask {
        /// The question, to whom, until when.
        question: Question,
    },
    /// An answer to a question.
    Answer {
        /// Which question, counted from 0.
        question: usize,
        /// The answer, at most 8,000 characters.
        text: String,
    },
    /// An item of information.
    Inform {
        /// The item.
        item: InformationItem,
    },
    /// An ongoing action of somebody.
    Act {
        /// The action.
        measure: Measure,
    },
    /// How an action stands now.
    UpdateAction {
        /// Which, counted from 0.
        action: usize,
        /// How it stands.
        status: String,
    },
    /// Two items contradict each other.
    Contradict {
        /// Which, and in what.
        contradiction: Contradiction,
    },
    /// A contradiction is settled.
    Settle {
        /// Which, counted from 0.
        contradiction: usize,
        /// How.
        how: String,
    },
    /// A round table was held.
    HoldRoundtable {
        /// When, with whom, with which conclusions.
        roundtable: Roundtable,
    },
    /// The presidency asks for situation reports.
    RequestReport {
        /// Questions, due time, how often.
        request: ReportRequest,
    },
    /// A situation report was issued.
    RecordReport {
        /// Its version, from 1.
        version: u32,
        /// Its cut-off, milliseconds of UTC.
        cut_off: i64,
        /// Where it is kept.
        record: String,
    },
    /// What was learned.
    WriteLessons {
        /// At most 8,000 characters.
        text: String,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CrisisEvent)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[allow(missing_docs, reason = "each is its command, done")]
pub enum Event {
    /// The page was opened or its scope changed.
    Scoped { scope: Scope },
    /// A change of mode was asked for.
    ModeAsked { to: Mode, reason: String },
    /// The mode changed.
    ModeChanged { from: Mode, to: Mode, ground: String, consulted: Vec<String>, reason: String },
    /// The solidarity clause was invoked; the change to full activation follows.
    SolidarityInvoked { member_state: String, reason: String },
    /// A question was asked.
    Asked { question: Question },
    /// It was answered.
    Answered { question: usize, organisation: String, text: String },
    /// An item was entered.
    Informed { item: InformationItem },
    /// An action was entered.
    Acted { measure: Measure },
    /// An action's status changed.
    ActionUpdated { action: usize, status: String },
    /// A contradiction was marked.
    Contradicted { contradiction: Contradiction },
    /// It was settled.
    Settled { contradiction: usize, how: String },
    /// A round table was held.
    RoundtableHeld { roundtable: Roundtable },
    /// Reports were asked for.
    ReportRequested { request: ReportRequest },
    /// A report was issued.
    ReportRecorded { version: u32, cut_off: i64, record: String },
    /// Lessons were written.
    LessonsWritten { text: String },
}
