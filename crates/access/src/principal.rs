//! Who is asking, as one value that every way in produces and every decision takes.

use crate::{Organisation, Person, Role, Scope, matrix::Matrix};
use ostrakon_model::Tlp;
use serde::Serialize;
use std::collections::BTreeSet;

/// How the principal proved who it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Credential {
    /// A browser's session; changes need its CSRF token too.
    Session {
        /// The session's id.
        id: String,
    },
    /// An API token.
    Token {
        /// The token's id.
        id: String,
    },
    /// Name and password with each request (HTTP Basic): for TAXII clients, and for nothing else.
    Password,
    /// Somebody who can write to the data directory.
    CommandLine,
    /// A standing decision of the person, which the server carries out by its clock.
    Standing,
}

/// A person, acting by a credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Principal {
    /// The account's id.
    pub person: String,
    /// The account's name.
    pub name: String,
    /// The human behind the account (see [`Person::human`]).
    pub human: String,
    /// Humans who set this account's roles or credentials (see [`Person::vouched_by`]).
    #[serde(skip)]
    pub vouched_by: BTreeSet<String>,
    /// Id of the organisation.
    pub organisation: String,
    /// Whether that organisation runs this installation.
    pub own: bool,
    /// Communities of the organisation.
    pub communities: BTreeSet<String>,
    /// Roles of the person.
    pub roles: BTreeSet<Role>,
    /// Scopes of the credential; `None` for a session, which takes nothing away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scopes: Option<BTreeSet<Scope>>,
    /// Highest marking that is shown: the least of the person's, the roles' and the token's.
    pub highest: Tlp,
    /// How it was proven.
    pub credential: Credential,
}

impl Principal {
    /// The principal of an account; `scopes` and `highest` are what the credential leaves of it.
    pub fn new(
        person: &Person,
        organisation: &Organisation,
        credential: Credential,
        scopes: Option<BTreeSet<Scope>>,
        highest: Option<Tlp>,
        matrix: &Matrix,
    ) -> Self {
        let of_roles = person.roles.iter().map(|role| matrix.highest(*role)).max().unwrap_or(Tlp::Clear);
        Self {
            person: person.id.clone(),
            name: person.name.clone(),
            human: person.human.clone(),
            vouched_by: person.vouched_by.clone(),
            organisation: organisation.id.clone(),
            own: organisation.own,
            communities: organisation.communities.clone(),
            roles: person.roles.clone(),
            scopes,
            highest: highest.unwrap_or(Tlp::Red).min(person.highest).min(of_roles),
            credential,
        }
    }

    /// Whether a marking may be shown.
    pub fn may_see(&self, marking: Tlp) -> bool {
        marking <= self.highest
    }

    /// The name under which events are logged: the account's id, which stays when its name changes.
    pub fn actor(&self) -> &str {
        &self.person
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{organisation, person};

    #[test]
    fn what_is_shown_is_the_least_of_person_roles_and_token() {
        let matrix = Matrix::embedded().expect("the table is sound");
        let seen = |roles: &[Role], person_highest, token| {
            let person = Person { highest: person_highest, ..person("one", roles) };
            let credential = Credential::Token { id: "t".into() };
            Principal::new(&person, &organisation(), credential, None, token, &matrix).highest
        };
        assert_eq!(seen(&[Role::Analyst], Tlp::Red, None), Tlp::Red);
        assert_eq!(seen(&[Role::Analyst], Tlp::Amber, None), Tlp::Amber);
        assert_eq!(seen(&[Role::Analyst], Tlp::Red, Some(Tlp::Green)), Tlp::Green);
        assert_eq!(seen(&[Role::Guest], Tlp::Red, None), Tlp::Green);
        assert_eq!(seen(&[Role::Guest, Role::Analyst], Tlp::Red, None), Tlp::Red);
    }
}
