//! Mechanisms as data: what the Union and the member states offer against interference in an election.
//!
//! **The problem.** Law changes faster than programs, and a national authority has channels that nobody here has heard
//! of. Yet no channel may be opened by a slip: a notice against lawful opinion, a publication of classified evidence.
//!
//! **The choice.** One TOML file a mechanism (`ontology/mechanisms/`), with who may use it, on which conditions, with
//! which fields, on which clock, under which law, and what it must not be used for. The conditions are names of rules
//! that the router knows. What a mechanism *asks for* and *of whom* ([`Ask`], [`Addressee`]) decides which safeguards
//! watch over it, so that a mechanism somebody adds is watched over like our own, whatever its file leaves out.
//!
//! **Rejected.** An expression language for conditions: a rule would have no name to be cited by, no source and no
//! text in the reader's language, and a misplaced `or` would open a channel. Code for each mechanism: a lawyer could
//! not read it, and a change of law would wait for a release.

mod check;
mod fault;
mod kinds;
mod load;
mod place;
mod source;
mod text;

pub use fault::Fault;
pub use kinds::{Addressee, Area, Ask, FieldType, Known, Starts, When};
pub use load::{MechanismFile, Mechanisms};

use crate::{Term, Words};
use ostrakon_model::{OrganisationKind, Role};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Something that can be done about an incident, or be left undone.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Mechanism {
    /// Lower case with hyphens, unique; of a variant the file's id, a hyphen and the variant's.
    pub id: String,
    /// The field it belongs to.
    pub area: Area,
    /// Whom it speaks to.
    pub addressee: Addressee,
    /// What it asks for.
    pub asks_for: Ask,
    /// How far it reaches into other people's affairs: 0 nothing leaves the house, 1 helps people to judge for
    /// themselves, 2 informs, 3 asks somebody to look, 4 asks for a restriction, 5 restricts.
    pub effect: u8,
    /// Whether anything leaves the organisation.
    pub outward: bool,
    /// How far the incident has to be attributed before it may be used.
    pub needs_attribution: AttributionNeed,
    /// Whether it takes two people.
    pub needs_two_people: bool,
    /// What it is called.
    pub title: Words,
    /// What it is for.
    pub purpose: Words,
    /// Who may use it.
    pub who: Who,
    /// Rules that must hold, besides the safeguards that always do.
    pub conditions: Vec<Condition>,
    /// What a record of it holds.
    pub fields: Vec<Field>,
    /// Its deadlines.
    pub clocks: Vec<Clock>,
    /// States of the answer.
    pub answers: Answers,
    /// Where it stands in the law.
    pub legal: Vec<LegalBasis>,
    /// What has to be kept to when it is used.
    pub safeguards: Vec<Words>,
    /// What it must not be used for.
    pub not_for: Vec<Words>,
    /// Language of its own words (BCP 47), where these are not English: what `en` then holds. A national mechanism may be
    /// written in its authority's language alone, and is shown in it, with a remark, to readers of others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Where it comes from: absent when it shipped with the program, else the name of the user's file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
}

/// How far an incident has to be attributed.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schema(as = MechanismAttributionNeed)]
pub enum AttributionNeed {
    /// Not at all: it stays open while attribution is unknown, for ever if need be.
    #[default]
    None,
    /// To an actor.
    Actor,
    /// To a state.
    State,
}

/// Who may use a mechanism.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MechanismWho)]
pub struct Who {
    /// Kinds of organisation.
    #[schema(value_type = Vec<String>)]
    pub kinds: BTreeSet<OrganisationKind>,
    /// Roles, any of which will do.
    #[schema(value_type = Vec<String>)]
    pub roles: BTreeSet<Role>,
    /// What else is to be known about it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "text::maybe")]
    pub note: Option<Words>,
}

/// A rule that the router knows, with its parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MechanismCondition)]
pub struct Condition {
    /// Name of the rule.
    pub rule: String,
    /// Calendar months, for rules that look at a time before the vote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u8>,
    /// Kinds of illegal content, for rules that look at the assessment of an item; empty means any.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub kinds: BTreeSet<String>,
}

/// A field of the record that a mechanism produces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MechanismField)]
pub struct Field {
    /// Lower case with underscores.
    pub name: String,
    /// What it holds.
    #[serde(rename = "type")]
    #[schema(rename = "type")]
    pub holds: FieldType,
    /// Whether the record cannot be sent without it.
    pub required: bool,
    /// Most characters of a text, most entries of a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// What may be chosen, for a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// What is known of the incident that fills it. A required field with this is *missing* until it is known; one
    /// without is written by a person while drafting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filled_by: Option<Known>,
    /// Its caption.
    #[serde(deserialize_with = "text::words")]
    pub label: Words,
}

/// A deadline of a mechanism.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MechanismClock)]
pub struct Clock {
    /// What the deadline is of. Of several clocks for one step the first whose `when` holds is taken.
    pub step: String,
    /// What has to happen, in a sentence.
    #[serde(deserialize_with = "text::words")]
    pub what: Words,
    /// Who has to act: `us`, `addressee`, or another party by name.
    pub who: String,
    /// What starts it.
    pub starts: Starts,
    /// How long it is.
    pub within: Within,
    /// Whether it runs backwards: so long *before* the start.
    #[serde(default)]
    pub before: bool,
    /// When it applies; absent means always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Whether it is practice and no law: a reminder that the organisation set itself.
    #[serde(default)]
    pub practice: bool,
    /// Where it comes from.
    pub basis: String,
}

/// A length of time in exactly one unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MechanismWithin)]
pub struct Within {
    /// Hours, night and weekend included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<u32>,
    /// Calendar days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// Days without Saturdays, Sundays and public holidays (Regulation 1182/71).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_days: Option<u32>,
    /// Calendar months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
}

impl Within {
    /// As a term of the calendar; absent when no unit is given.
    pub(crate) fn term(&self) -> Option<Term> {
        let units = [
            self.hours.map(Term::Hours),
            self.days.map(Term::Days),
            self.working_days.map(Term::WorkingDays),
            self.months.map(Term::Months),
        ];
        units.into_iter().flatten().next()
    }
}

/// States of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MechanismAnswers)]
pub struct Answers {
    /// While something is still to come.
    pub open: Vec<String>,
    /// When it is over.
    #[serde(rename = "final")]
    #[schema(rename = "final")]
    pub ended: Vec<String>,
}

/// A place in the law, or in practice where there is no law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalBasis {
    /// Act, guideline or document.
    pub text: String,
    /// Article, or what part of it.
    pub article: String,
    /// Where it can be read.
    pub address: String,
    /// Whether somebody read that very wording at that address. What is not verified is shown as such.
    pub verified: bool,
}
