//! What may be asked of an election's entry, and what may happen to it.

use crate::Calendar;
use jiff::civil::Date;
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Title, country, days.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = ElectionDetails)]
#[serde(deny_unknown_fields)]
pub struct Details {
    /// Title, at most 200 characters.
    pub title: String,
    /// Two letters of ISO 3166-1, or `EU`.
    pub country: String,
    /// Parliamentary, presidential, European, local, referendum, …
    #[serde(default)]
    pub kind: String,
    /// First day of voting, `YYYY-MM-DD`.
    #[schema(value_type = String, format = Date)]
    pub first_day: Date,
    /// Last day of voting.
    #[schema(value_type = String, format = Date)]
    pub last_day: Date,
    /// Time zone and holidays, by which periods are counted.
    #[serde(default)]
    pub calendar: Calendar,
    /// Days for which raw posts of private accounts are kept unless they belong to a case, 1 to 3,650.
    #[serde(default = "four_months")]
    pub retention_days: u32,
    /// Where the days were announced.
    #[serde(default)]
    pub source: String,
    /// Its marking.
    #[serde(default)]
    #[schema(value_type = String)]
    pub marking: Tlp,
}

fn four_months() -> u32 {
    120
}

/// The window of the Rapid Response System.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = ElectionWindow)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// From, milliseconds of UTC.
    pub from: i64,
    /// Until, milliseconds of UTC.
    pub until: i64,
    /// Signatories that are no platform and may notify: organisations.
    #[serde(default)]
    pub signatories: BTreeSet<String>,
}

/// Official facts about voting.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = ElectionVotingFacts)]
#[serde(deny_unknown_fields)]
pub struct VotingFacts {
    /// Days of voting.
    #[schema(value_type = Vec<String>)]
    pub days: Vec<Date>,
    /// When polling stations open and close, local time.
    pub hours: String,
    /// Ways to vote: at a polling station, by post, abroad, …
    pub methods: Vec<String>,
    /// Who may vote.
    pub eligibility: String,
    /// The official page that says so.
    pub address: String,
}

/// A row of the risk matrix.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = ElectionRisk)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// Asset or process.
    pub asset: String,
    /// Threat.
    pub threat: String,
    /// Likelihood, 1 to 5.
    pub likelihood: u8,
    /// Impact, 1 to 5.
    pub impact: u8,
    /// Who looks after it.
    pub owner: String,
    /// What is done about it.
    pub mitigation: String,
    /// What is left of it, 1 to 25.
    pub residual: u8,
    /// When it is looked at again.
    #[schema(value_type = String, format = Date)]
    pub review: Date,
}

/// An item of the integrity checklist.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = ElectionItem)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// What is to be seen to.
    pub title: String,
    /// Who sees to it.
    #[serde(default)]
    pub owner: String,
    /// Whether it is done.
    #[serde(default)]
    pub done: bool,
    /// What shows it.
    #[serde(default)]
    pub evidence: String,
}

/// What may be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ElectionCommand)]
#[serde(rename_all = "kebab-case", tag = "command", deny_unknown_fields)]
#[allow(missing_docs, reason = "the fields are those of the records above")]
pub enum Command {
    /// Enter it into the calendar.
    Open { details: Details },
    /// Change days or calendar: every deadline is computed anew, those that ran stay to be seen, and the window, the facts of other
    /// days and what was confirmed for a date that is no longer one are asked for anew.
    Revise { details: Details, reason: String },
    /// Declare the window of the Rapid Response System.
    DeclareWindow { window: Window },
    /// State the official facts about voting, for a region or language, or `all`.
    StateFacts { name: String, facts: VotingFacts },
    /// Write a row of the risk matrix.
    PutRisk { id: String, risk: Risk },
    /// Take a row out of it.
    DropRisk { id: String, reason: String },
    /// Write an item of the checklist.
    PutItem { id: String, item: Item },
    /// Confirm a milestone.
    Confirm { milestone: String, proof: String },
    /// Close it, with a review.
    Close { review: String },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ElectionEvent)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[allow(missing_docs, reason = "the fields are those of the commands")]
pub enum Event {
    /// It was entered.
    Entered { details: Details },
    /// Days or calendar changed. `anew`: what hung on the days is asked for anew; not so in histories of before that was the rule.
    Revised {
        details: Details,
        reason: String,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        anew: bool,
    },
    /// The window was declared.
    WindowDeclared { window: Window },
    /// Facts were stated.
    FactsStated { name: String, facts: VotingFacts },
    /// A row was written.
    RiskPut { id: String, risk: Risk },
    /// A row was taken out.
    RiskDropped { id: String, reason: String },
    /// An item was written.
    ItemPut { id: String, item: Item },
    /// A milestone was confirmed.
    Confirmed { milestone: String, proof: String },
    /// It was closed.
    Closed { review: String },
}
