//! What stands on top of the report.

use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Title, marking, times and names. All times in milliseconds of UTC.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationHead)]
pub struct Head {
    /// Title.
    pub title: String,
    /// Language of what was computed, `en`, `fr` or `de`; empty in issues of before there was a choice, which are English. What
    /// people wrote keeps its own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Whether it was written with the clock of an exercise: none of it happened, and every page says so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub exercise: bool,
    /// Name of the election or crisis.
    pub election: String,
    /// The moment at which voting opens, if there is a vote: the first of its first day, where it is held. Days are shown by
    /// [`Head::first_day`]; issues of before there was one have this alone.
    pub election_day: Option<i64>,
    /// First day of voting where it is held, `YYYY-MM-DD`; empty if there is no vote.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub first_day: String,
    /// Last day of voting where it is held, `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub last_day: String,
    /// Crisis mode in force, as its record names it; empty if none.
    pub mode: String,
    /// Marking; stands on every page.
    #[schema(value_type = String)]
    pub marking: Tlp,
    /// Handling caveat beside the marking, for example a national classification; empty if none.
    pub caveat: String,
    /// Number of the issue, from 1.
    pub version: u32,
    /// Cut-off: nothing recorded later is in the report.
    pub as_of: i64,
    /// Start of the period covered.
    pub period_start: i64,
    /// End of the period covered.
    pub period_end: i64,
    /// When it was issued; none for a draft, which says so on every page.
    pub issued_at: Option<i64>,
    /// When the next one is due.
    pub next_report: Option<i64>,
    /// Who issued it.
    pub issued_by: String,
    /// Who approved it (a second person).
    pub approved_by: String,
    /// Who receives it.
    pub distribution: Vec<String>,
    /// Whom to ask.
    pub contact: String,
}
