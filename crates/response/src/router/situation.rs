//! Everything that is known of an incident and matters for what may be done about it.
//!
//! What is not known is left out, and stays `unknown` or `unassessed`: nothing is assumed in anybody's disfavour.
//! There is no field for what a person thinks, and coordination, impact and attribution are three judgements.

mod check;
mod facts;
mod item;

pub use facts::*;
pub use item::*;

use crate::Calendar;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// An incident, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Situation {
    /// Its id.
    pub incident: String,
    /// What happened, in a few sentences.
    pub summary: Option<String>,
    /// Whether it is an exercise: then nothing ever leaves.
    pub exercise: bool,
    /// Whether its marking lets it be told to everybody (TLP:CLEAR). Absent: not marked yet.
    pub may_be_public: Answer,
    /// When it was detected, in milliseconds of UTC.
    pub detected_at: Option<i64>,
    /// When the content was first published, in milliseconds of UTC.
    pub published_at: Option<i64>,
    /// Manipulation that was found: names or DISARM ids of techniques.
    pub behaviours: BTreeSet<String>,
    /// What it consists of.
    pub items: Vec<Item>,
    /// First judgement: whether it is coordinated.
    pub coordination: Coordination,
    /// Second judgement: what it does.
    pub impact: Impact,
    /// Third judgement: who is behind it.
    pub attribution: Attribution,
    /// Who paid for it.
    pub sponsor: Option<Sponsor>,
    /// Member states concerned, ISO 3166-1 in two letters.
    pub member_states: BTreeSet<String>,
    /// Elections concerned.
    pub elections: Vec<Vote>,
    /// Where days begin, and which of them are holidays.
    pub calendar: Calendar,
    /// Platforms concerned.
    pub platforms: Vec<Platform>,
    /// Evidence.
    pub evidence: Vec<Evidence>,
    /// The decision of the Commission under DSA Art 36, when one is on record.
    pub crisis_decision: Option<Decision>,
    /// The DSA incident protocol, when one is on record.
    pub incident_protocol: Option<String>,
    /// The state that asked for a team.
    pub requesting_state: Option<String>,
    /// Ids of organisations that signed the Code of Conduct on Disinformation.
    pub signatories: BTreeSet<String>,
    /// Ids of organisations with the status of a trusted flagger.
    pub trusted_flaggers: BTreeSet<String>,
    /// What is known of a cyber incident.
    pub cyber: Cyber,
    /// Criteria of an alert, when they were assessed.
    pub alert_criteria: Option<AlertCriteria>,
    /// For research: which systemic risk is studied.
    pub research_purpose: Option<String>,
    /// Who would send: name and e-mail address.
    pub contact: Option<Contact>,
    /// What was done already.
    pub records: Vec<Existing>,
}

/// Yes, no, or not known.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SituationAnswer)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Not known.
    #[default]
    Unknown,
}

impl Situation {
    /// The election that matters: the next one, on its last day still; else the last.
    pub fn election(&self, now: i64) -> Option<&Vote> {
        let to_come = self.elections.iter().filter(|vote| vote.ends(&self.calendar) >= now);
        let next = to_come.min_by_key(|vote| (vote.date, &vote.id));
        next.or_else(|| self.elections.iter().max_by_key(|vote| (vote.date, &vote.id)))
    }

    /// The next election whose declared window is open.
    pub(crate) fn in_window(&self, now: i64) -> Option<&Vote> {
        let open =
            |vote: &&Vote| vote.response_window.is_some_and(|one| (one.from..one.until).contains(&now));
        self.elections.iter().filter(open).min_by_key(|vote| (vote.date, &vote.id))
    }

    /// Whether a vote is at most so many calendar months away, its own days included.
    pub(crate) fn is_shortly_before_a_vote(&self, months: u32, now: i64) -> bool {
        let window = |vote: &Vote| {
            let from = self.calendar.months_before(vote.date, months);
            (from..=vote.ends(&self.calendar)).contains(&now)
        };
        self.elections.iter().any(window)
    }
}
