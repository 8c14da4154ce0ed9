//! What takes two people: one proposes with a reason, another approves, and then it may be done once.
//!
//! **The problem.** Unmasking a pseudonym, attributing to a state, publishing, deleting evidence and acting on a
//! declared media provider must never be one person's doing; not by two accounts of that person either, nor by her
//! token, nor by an account she made herself.
//!
//! **The choice.** A state machine without I/O: [`decide()`] turns a command into an event or a refusal, [`evolve()`] applies
//! it. Both parties are kept as humans (see [`crate::Person::human`]). An approval does not act: it is spent by
//! [`Command::CarryOut`], once, before it expires, for exactly the action and subject that were approved, and whoever
//! carries it out checks again that both are still two active people. What was approved is a text as it stood: the revision of the
//! subject, and the command where the proposal bears one, are kept with the approval, and another text needs another.
//!
//! **Rejected.** Approval that acts at once: the act then runs with the rights of whoever happened to sign second. A
//! quorum of n: nobody asked for three, and two can be read at a glance.

use crate::{Error, Principal, Result, Role, organisation::clip};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
};

mod decide;
#[cfg(test)]
mod tests;

pub use decide::{Command, decide, evolve};

/// The things that take two people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sensitive {
    /// Show the account behind a pseudonym.
    Unmask,
    /// Attribute an operation to a state.
    Attribute,
    /// Publish.
    Publish,
    /// Delete evidence.
    DeleteEvidence,
    /// Act on a declared media service provider (EMFA Art 18).
    ActOnMedia,
}

impl Sensitive {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Unmask, Self::Attribute, Self::Publish, Self::DeleteEvidence, Self::ActOnMedia];

    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unmask => "unmask",
            Self::Attribute => "attribute",
            Self::Publish => "publish",
            Self::DeleteEvidence => "delete-evidence",
            Self::ActOnMedia => "act-on-media",
        }
    }
}

impl fmt::Display for Sensitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Sensitive {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let word = text.trim().to_lowercase().replace('_', "-");
        Self::ALL
            .into_iter()
            .find(|one| one.name() == word)
            .ok_or_else(|| Error::unknown("two-person action", text, Self::ALL.map(Self::name)))
    }
}

/// Who may propose and approve one of them; a row of `ontology/access.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The action, in words.
    pub what: String,
    /// Roles that may propose.
    pub propose: BTreeSet<Role>,
    /// Roles that may approve.
    pub approve: BTreeSet<Role>,
    /// Hours that a proposal waits for an answer, and an approval to be carried out.
    pub hours: u32,
}

/// Refuses a table in which an action is missing or nobody could act.
pub(crate) fn check(rules: &BTreeMap<String, Rule>) -> Result<()> {
    for action in Sensitive::ALL {
        let fine = rules.get(action.name()).is_some_and(|r| {
            !r.propose.is_empty() && !r.approve.is_empty() && (1..=8_760).contains(&r.hours)
        });
        if !fine {
            return Err(Error::Matrix(format!(
                "[two_person.{action}] needs propose, approve and hours (1 to 8760)"
            )));
        }
    }
    match rules.keys().find(|name| name.parse::<Sensitive>().is_err()) {
        Some(name) => Err(Error::Matrix(format!("[two_person.{name}]: there is no such action"))),
        None => Ok(()),
    }
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The account.
    pub person: String,
    /// The human behind it.
    pub human: String,
    /// Its organisation.
    pub organisation: String,
}

impl Party {
    fn of(principal: &Principal) -> Self {
        Self {
            person: principal.person.clone(),
            human: principal.human.clone(),
            organisation: principal.organisation.clone(),
        }
    }
}

/// How far a proposal has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Waits for a second person.
    Open,
    /// Approved, not yet carried out.
    Approved,
    /// Carried out; cannot be carried out again.
    Done,
    /// Refused by a second person.
    Rejected,
    /// Taken back by the one who proposed it.
    Withdrawn,
}

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Its id.
    pub id: String,
    /// What is to be done.
    pub action: Sensitive,
    /// To what: the id of a record.
    pub subject: String,
    /// Why, in words.
    pub reason: String,
    /// The very command that is to be carried out, where what it says stands in no record yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<Value>,
    /// Who proposed it.
    pub proposer: Party,
    /// When, in milliseconds of UTC.
    pub proposed: i64,
    /// Until when the present stage lasts (open or approved).
    pub expires: i64,
    /// How far it has come.
    pub stage: Stage,
    /// Who approved or rejected it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<Party>,
    /// When that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<i64>,
    /// What the second person said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Revision of the subject that the second person approved; none where the subject is no record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// When it was carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<i64>,
}

impl Proposal {
    /// Whether its time is over while it still waits.
    pub fn is_expired(&self, now: i64) -> bool {
        matches!(self.stage, Stage::Open | Stage::Approved) && now >= self.expires
    }
}

/// What happened to a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Event {
    /// It was made.
    Proposed(Box<Proposal>),
    /// A second person agreed.
    Approved {
        /// Who.
        by: Party,
        /// When.
        at: i64,
        /// Until when it may be carried out.
        until: i64,
        /// What that person said.
        note: Option<String>,
        /// Revision of the subject then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        version: Option<i64>,
    },
    /// A second person refused.
    Rejected {
        /// Who.
        by: Party,
        /// When.
        at: i64,
        /// Why.
        note: String,
    },
    /// The first person took it back.
    Withdrawn {
        /// When.
        at: i64,
    },
    /// It was done.
    CarriedOut {
        /// Who did it.
        by: Party,
        /// When.
        at: i64,
    },
}

/// A reason in words: 10 to 2,000 characters.
fn reason(text: &str) -> Result<String> {
    let text = text.trim();
    let count = text.chars().count();
    if (10..=2_000).contains(&count) {
        return Ok(text.to_owned());
    }
    let given = clip(text);
    Err(Error::field("reason", format!("`{given}` has {count} characters; say in 10 to 2,000 what for")))
}
