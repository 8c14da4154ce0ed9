//! Who changes people: a principal, somebody at the command line, or the installation itself at its first start.

use super::{Result, error};
use ostrakon_access::{Credential, Person, Principal};
use serde_json::{Value, json};

/// Who acts. What is logged of it is an id and the kind of credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Account id, `command-line`, or `system`.
    pub(super) id: String,
    /// The human, where it is one that is known.
    pub(super) human: Option<String>,
    /// The organisation to which the actor is confined; `None`: all of the installation.
    pub(super) confined: Option<String>,
    credential: &'static str,
}

impl Actor {
    /// Somebody who can write to the data directory: that is the right to do anything.
    pub fn command_line() -> Self {
        Self { id: "command-line".into(), human: None, confined: None, credential: "command-line" }
    }

    /// The installation itself.
    pub fn system() -> Self {
        Self { id: "system".into(), human: None, confined: None, credential: "system" }
    }

    /// A principal. Administrators of a partner manage their own organisation's people only.
    pub fn of(principal: &Principal) -> Self {
        Self {
            id: principal.actor().to_owned(),
            human: Some(principal.human.clone()),
            confined: (!principal.own).then(|| principal.organisation.clone()),
            credential: match principal.credential {
                Credential::Session { .. } => "session",
                Credential::Token { .. } => "token",
                Credential::Password => "password",
                Credential::CommandLine => "command-line",
                Credential::Standing => "standing-decision",
            },
        }
    }

    /// Refuses what belongs to an organisation that is not the actor's to manage.
    pub(super) fn manages(&self, organisation: &str) -> Result<()> {
        match &self.confined {
            Some(own) if own != organisation => Err(error::refused(
                "own-organisation",
                "administrators of a partner organisation manage that organisation only",
            )),
            _ => Ok(()),
        }
    }

    /// Refuses what concerns the whole installation.
    pub(super) fn manages_all(&self) -> Result<()> {
        self.confined.as_deref().map_or(Ok(()), |_| self.manages(""))
    }

    /// A person who acts on the own account, before there is a principal.
    pub(super) fn person(person: &Person) -> Self {
        Self {
            id: person.id.clone(),
            human: Some(person.human.clone()),
            confined: Some(person.organisation.clone()),
            credential: "sign-in",
        }
    }

    /// The part of an event's data that says how the actor was known.
    pub(super) fn by(&self) -> Value {
        json!({ "by": self.credential })
    }
}
