//! Who acts, and in which world: everything that a decision may know besides the state of its record.
//!
//! **The choice.** Facts are handed in as plain values; a decision that needs a fact which is missing refuses. **Rejected.**
//! A trait by which a decision asks a database: replay would then depend on today's database.

use crate::Calendar;
use crate::router::{Access, Answer, Reason};
use jiff::civil::Date;
use ostrakon_model::{OrganisationKind, Role};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Somebody who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Account.
    pub person: String,
    /// The human behind it: two accounts of one human are one.
    pub human: String,
    /// Organisation (`identity--…`).
    pub organisation: String,
    /// What that is.
    pub kind: OrganisationKind,
    /// Two letters of ISO 3166-1, or `EU`.
    pub country: String,
    /// Roles.
    pub roles: BTreeSet<Role>,
    /// Whether the organisation runs this installation.
    pub own: bool,
}

impl Actor {
    /// What is kept of it in events.
    pub fn party(&self) -> Party {
        Party { person: self.person.clone(), organisation: self.organisation.clone() }
    }

    /// Whether it has a role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// Who did it, in a record: an account and its organisation. Never a name: the log is for ever.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema)]
pub struct Party {
    /// Account.
    pub person: String,
    /// Organisation.
    pub organisation: String,
}

/// What takes two people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sensitive {
    /// Attribute an operation to a state.
    Attribute,
    /// Publish.
    Publish,
    /// Act on a declared media service provider.
    ActOnMedia,
}

/// A second person's approval, spent by the command that it comes with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Approval {
    /// The proposal.
    pub proposal: String,
    /// For what.
    pub action: Sensitive,
    /// For which record (`kind/id`).
    pub subject: String,
    /// Who proposed it.
    pub proposed_by: Party,
    /// Who approved it: another human.
    pub approved_by: Party,
}

/// What is known of an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationFacts {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Two letters of ISO 3166-1, or `EU`.
    pub country: String,
}

/// What decisions need to know of an election.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ElectionFacts {
    /// First day of voting, by the election's calendar.
    pub first_day: Date,
    /// Last day of voting.
    pub last_day: Date,
    /// Where days begin and which are holidays: periods before and after the vote are counted by it.
    pub calendar: Calendar,
    /// Start of the first day of voting, milliseconds of UTC.
    pub opens: i64,
    /// End of the last day of voting, milliseconds of UTC.
    pub closes: i64,
    /// The declared window of the Rapid Response System, from and until, milliseconds of UTC.
    pub rapid_response: Option<(i64, i64)>,
    /// Signatories of the Code of Conduct that are no platform, by organisation.
    pub signatories: BTreeSet<String>,
}

impl ElectionFacts {
    /// The first millisecond of the day that lies months before the first day of voting.
    pub fn months_before(&self, months: u32) -> i64 {
        self.calendar.months_before(self.first_day, months)
    }
}

/// What decisions need to know of another record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RecordFacts {
    /// The organisation that keeps it.
    pub kept_by: String,
    /// Who decided anything in it: accounts, and the humans behind them.
    pub authors: BTreeSet<String>,
    /// Of each of these accounts, the human behind it.
    #[serde(default)]
    pub humans: BTreeMap<String, String>,
    /// Organisations that received it, or anything out of it.
    pub recipients: BTreeSet<String>,
    /// The election that it belongs to.
    #[serde(default)]
    pub election: Option<String>,
}

/// How a mechanism stands for an incident, as the router answered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ChannelFacts {
    /// Rules that close it, in the router's words; empty when it is open or misses something.
    pub closed_by: Vec<Reason>,
    /// What is missing; empty when it is open or closed.
    pub missing: Vec<String>,
    /// Whether it acts on what people say: it then needs a recorded legal basis of its own.
    pub acts_on_speech: bool,
    /// Addresses of items that it leaves out, canonical ([`crate::address::canonical`]), each with the rule that does.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub protected: BTreeMap<String, Reason>,
    /// Why it is missing an attribution, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unattributed: Option<Reason>,
}

/// What every use of a mechanism asks for, whatever it is used about.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own, and any of them may hold together"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MechanismFacts {
    /// It takes two people.
    pub needs_two_people: bool,
    /// It needs an attribution.
    pub needs_attribution: bool,
    /// A declared media provider is heard before it.
    pub hears_media: bool,
    /// It speaks to nobody.
    pub speaks_to_nobody: bool,
}

/// What is known of the media service provider behind something.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct MediaFacts {
    /// Its name, where the registry lists it; else what was looked up.
    pub name: String,
    /// Whether it has declared itself to the platform.
    pub declared: Answer,
    /// Whether a check on record heard it, with a second person's signature (Regulation (EU) 2024/1083 Art 18(4)).
    pub heard: bool,
}

/// The world, as far as decisions ask for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Organisations of the installation, by id.
    pub organisations: BTreeMap<String, OrganisationFacts>,
    /// Elections, by id.
    pub elections: BTreeMap<String, ElectionFacts>,
    /// What the router answered: by incident, by mechanism.
    pub channels: BTreeMap<String, BTreeMap<String, ChannelFacts>>,
    /// Mechanisms that there are, by id.
    pub mechanisms: BTreeMap<String, MechanismFacts>,
    /// The human behind each account that the record and the command name.
    pub humans: BTreeMap<String, String>,
    /// Evidence that is held: SHA-256 in lower-case hexadecimal.
    pub evidence: BTreeSet<String>,
    /// Evidence, objects and addresses that the decision names, by id, with the basis on which they came; what is not there is
    /// unknown, or nobody marked it.
    pub access: BTreeMap<String, Access>,
    /// Who is behind the addresses and items that the decision is about, by address or id.
    pub media: BTreeMap<String, MediaFacts>,
    /// Names of media service providers that a check on record heard for the same incident or election, with a second person's
    /// signature; in lower case.
    pub heard: BTreeSet<String>,
    /// Records that the decision refers to ([`crate::Aggregate::refers_to`]), as `kind/id`.
    pub records: BTreeMap<String, RecordFacts>,
    /// Organisations that have the status of trusted flagger (Regulation (EU) 2022/2065 Art 22) and are not suspended.
    pub trusted_flaggers: BTreeSet<String>,
    /// What the open records of the kind are about, as [`Aggregate::keys`](crate::Aggregate::keys) says; the id of each.
    pub open: BTreeMap<String, String>,
}

/// Where and when a command is decided.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// Id of the record.
    pub id: &'a str,
    /// Who acts.
    pub actor: &'a Actor,
    /// Milliseconds since 1970 UTC.
    pub now: i64,
    /// A second person's approval for this record, where one was given and is not spent.
    pub approval: Option<&'a Approval>,
    /// The world.
    pub facts: &'a Facts,
}

impl Facts {
    /// What the router says of a mechanism for an incident.
    pub fn channel(&self, incident: &str, mechanism: &str) -> Option<&ChannelFacts> {
        self.channels.get(incident)?.get(mechanism)
    }

    /// Whether a media service provider was heard, by its name.
    pub fn was_heard(&self, name: &str) -> bool {
        let name: Vec<&str> = name.split_whitespace().collect();
        self.heard.contains(&name.join(" ").to_lowercase())
    }

    /// Whether everybody may look at a piece of evidence. What is unknown is not open.
    pub fn is_open(&self, evidence: &str) -> bool {
        self.access.get(evidence).is_some_and(|access| access.is_publishable())
    }
}

impl Scene<'_> {
    /// Whether two accounts are one human. An account whose holder nobody knows is only itself.
    pub fn are_one(&self, one: &str, other: &str) -> bool {
        let human = |account: &str| {
            let is_actor = account == self.actor.person;
            if is_actor { Some(&self.actor.human) } else { self.facts.humans.get(account) }
        };
        one == other || human(one).is_some_and(|found| human(other) == Some(found))
    }

    /// Whether an account is the actor's, or another of the same human.
    pub fn is_actor(&self, account: &str) -> bool {
        self.are_one(account, &self.actor.person)
    }

    /// The approval for an action on this record, where two humans gave it.
    pub fn approved(&self, action: Sensitive) -> Option<&Approval> {
        let is_by_two = |one: &Approval| !self.are_one(&one.proposed_by.person, &one.approved_by.person);
        self.approval.filter(|approval| approval.action == action && is_by_two(approval))
    }
}
