//! Accounts, organisations and proposals as the interface shows them: never a hash, never a link, never a digest.

use crate::hub::problem::{Fault, Problem};
use ostrakon_app::people;
use ostrakon_app::people::access::{self, Principal, two_person};
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt::Display;
use std::str::FromStr;
use utoipa::ToSchema;

/// Who is asking.
#[derive(Serialize, ToSchema)]
pub(crate) struct Me {
    /// Id of the account.
    pub(super) person: String,
    /// Its name.
    pub(super) name: String,
    /// Id of its organisation.
    pub(super) organisation: String,
    /// Whether that runs this installation.
    pub(super) own: bool,
    /// Roles.
    pub(super) roles: BTreeSet<String>,
    /// Scopes, where a token or password takes something away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) scopes: Option<BTreeSet<String>>,
    /// Highest marking that is shown.
    pub(super) highest: String,
    /// The clock of this installation, milliseconds since 1970 UTC; in a drill that is the drill's.
    pub(super) now: i64,
    /// Whether it is one: none of what is shown happened.
    pub(super) exercise: bool,
    /// For a session: to be sent as `X-CSRF-Token` with every change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) csrf: Option<String>,
}

impl Me {
    pub(super) fn of(who: &Principal, now: i64) -> Self {
        Self {
            now,
            exercise: ostrakon_app::clock::is_exercise(),
            person: who.person.clone(),
            name: who.name.clone(),
            organisation: who.organisation.clone(),
            own: who.own,
            roles: texts(&who.roles),
            scopes: who.scopes.as_ref().map(texts),
            highest: who.highest.to_string(),
            csrf: None,
        }
    }
}

/// An organisation.
#[derive(Serialize, ToSchema)]
pub(crate) struct Organisation {
    /// `identity--…`.
    id: String,
    /// Name.
    name: String,
    /// What it is.
    kind: String,
    /// Two letters of ISO 3166-1, or EU.
    country: String,
    /// Communities.
    communities: BTreeSet<String>,
    /// Whether it has the status of trusted flagger (Regulation (EU) 2022/2065 Art 22).
    trusted_flagger: bool,
    /// Whether it enforces (police, a prosecutor, a sanctions authority): what was given for research under DSA Art 40 does not go
    /// to it.
    enforcement: bool,
    /// Whether it runs this installation.
    own: bool,
    /// When it was entered, milliseconds since 1970 UTC.
    created: i64,
    /// Since when it is disabled.
    disabled: Option<i64>,
}

impl From<access::Organisation> for Organisation {
    fn from(one: access::Organisation) -> Self {
        Self {
            id: one.id,
            name: one.name,
            kind: one.kind.to_string(),
            country: one.country,
            communities: one.communities,
            trusted_flagger: one.trusted_flagger,
            enforcement: one.enforcement,
            own: one.own,
            created: one.created,
            disabled: one.disabled,
        }
    }
}

/// An account.
#[derive(Serialize, ToSchema)]
pub(crate) struct Person {
    /// `person--…`.
    id: String,
    /// Name for sign-in.
    name: String,
    /// Name for others.
    display_name: Option<String>,
    /// Address.
    email: Option<String>,
    /// Id of the organisation.
    organisation: String,
    /// Roles.
    roles: BTreeSet<String>,
    /// Highest marking it is cleared for.
    highest: String,
    /// When it was made, milliseconds since 1970 UTC.
    created: i64,
    /// Since when it is disabled.
    disabled: Option<i64>,
}

impl From<access::Person> for Person {
    fn from(one: access::Person) -> Self {
        Self {
            id: one.id,
            name: one.name,
            display_name: one.display_name,
            email: one.email,
            organisation: one.organisation,
            roles: texts(&one.roles),
            highest: one.highest.to_string(),
            created: one.created,
            disabled: one.disabled,
        }
    }
}

/// A token, without what opens anything.
#[derive(Serialize, ToSchema)]
pub(crate) struct Token {
    /// Id.
    id: String,
    /// What it is for.
    name: String,
    /// Id of the account it acts for.
    person: String,
    /// Scopes.
    scopes: BTreeSet<String>,
    /// Highest marking, if less than its owner's.
    highest: Option<String>,
    /// When it was made, milliseconds since 1970 UTC.
    created: i64,
    /// When it ends.
    expires: Option<i64>,
    /// When it was last used, to within an hour.
    used: Option<i64>,
    /// When it was revoked.
    revoked: Option<i64>,
}

impl From<people::TokenInfo> for Token {
    fn from(one: people::TokenInfo) -> Self {
        Self {
            id: one.id,
            name: one.name,
            person: one.person,
            scopes: texts(&one.scopes),
            highest: one.highest.map(|marking| marking.to_string()),
            created: one.created,
            expires: one.expires,
            used: one.used,
            revoked: one.revoked,
        }
    }
}

/// A collection.
#[derive(Serialize, ToSchema)]
pub(crate) struct Collection {
    /// A UUID.
    id: String,
    /// Title.
    title: String,
    /// What it is for.
    description: Option<String>,
    /// Short name that stands for the id in addresses.
    alias: Option<String>,
    /// Whom reading is narrowed to; nobody is left out when it is empty.
    read: BTreeSet<String>,
    /// Whom adding is narrowed to; nobody is left out when it is empty.
    write: BTreeSet<String>,
    /// When it was made, milliseconds since 1970 UTC.
    created: i64,
}

impl From<people::Collection> for Collection {
    fn from(one: people::Collection) -> Self {
        Self {
            id: one.id,
            title: one.title,
            description: one.description,
            alias: one.alias,
            read: texts(&one.read),
            write: texts(&one.write),
            created: one.created,
        }
    }
}

/// A proposal of something that takes two people.
#[derive(Serialize, ToSchema)]
pub(crate) struct Proposal {
    /// `proposal--…`.
    id: String,
    /// What is to be done: unmask, attribute, publish, delete-evidence, act-on-media.
    action: String,
    /// To what.
    subject: String,
    /// Why.
    reason: String,
    /// Id of the account that proposed it.
    proposer: String,
    /// When, milliseconds since 1970 UTC.
    proposed: i64,
    /// Until when it waits: for an answer, or to be carried out.
    expires: i64,
    /// open, approved, done, rejected, withdrawn.
    stage: String,
    /// Id of the account that decided.
    second: Option<String>,
    /// When that was.
    decided: Option<i64>,
    /// What the second person said.
    note: Option<String>,
    /// The command that is approved, where the proposal bears one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object, nullable = false)]
    command: Option<serde_json::Value>,
    /// Revision of the subject that the second person approved.
    version: Option<i64>,
    /// When it was carried out.
    done: Option<i64>,
}

impl From<two_person::Proposal> for Proposal {
    fn from(one: two_person::Proposal) -> Self {
        let stage = serde_json::to_value(one.stage).ok();
        Self {
            id: one.id,
            action: one.action.to_string(),
            subject: one.subject,
            reason: one.reason,
            proposer: one.proposer.person,
            proposed: one.proposed,
            expires: one.expires,
            stage: stage.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_owned(),
            second: one.second.map(|party| party.person),
            decided: one.decided,
            note: one.note,
            command: one.command,
            version: one.version,
            done: one.done,
        }
    }
}

fn texts<T: Display>(all: &BTreeSet<T>) -> BTreeSet<String> {
    all.iter().map(ToString::to_string).collect()
}

/// A word of the request as what it stands for, or where it is wrong.
pub(in crate::hub) fn parse<T: FromStr<Err: Display>>(field: &str, word: &str) -> Result<T, Problem> {
    word.parse().map_err(|error: T::Err| {
        let fault = Fault { pointer: format!("/{field}"), detail: error.to_string() };
        Problem::invalid("the content is not as it must be", vec![fault])
    })
}

/// As [`parse`], for a list.
pub(super) fn parse_all<T: FromStr<Err: Display> + Ord>(
    field: &str,
    words: &[String],
) -> Result<BTreeSet<T>, Problem> {
    words.iter().enumerate().map(|(n, word)| parse(&format!("{field}/{n}"), word)).collect()
}
