//! The table of who may do what: `ontology/access.toml`, read and asked.
//!
//! **The choice.** A request is matched to a route, the route names an action, the action names roles and a scope. One
//! function decides, for a browser as for a token, and each refusal names the rule that refused. Routes are matched by
//! their text: a segment in braces matches one segment whatever its name, so that a server may name parameters as it
//! likes. What the table does not list is refused, also for administrators.
//!
//! **Rejected.** An `enum Action`: a second list of the same names, to be kept equal by hand. The table is small and
//! read once; asking it is two look-ups in a map.

use crate::{Credential, Error, Principal, Result, Role, Scope, two_person::Rule};
use ostrakon_model::Tlp;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Who may do one thing.
#[expect(clippy::struct_excessive_bools, reason = "a row of a table: each is a column of its own")]
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// The thing, as it follows "you may not": "read the event log".
    pub what: String,
    /// Open to everybody, signed in or not.
    #[serde(default)]
    pub open: bool,
    /// Any of these roles may.
    #[serde(default)]
    pub roles: BTreeSet<Role>,
    /// What a token needs to do it.
    pub scope: Option<Scope>,
    /// Only in a session, never by a token or password: it concerns credentials themselves.
    #[serde(default)]
    pub session: bool,
    /// Whether the record's marking is compared too.
    #[serde(default)]
    pub marked: bool,
    /// Only people of the organisation that runs the installation, whatever their roles.
    #[serde(default)]
    pub own: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    roles: BTreeMap<Role, Tlp>,
    actions: BTreeMap<String, Who>,
    two_person: BTreeMap<String, Rule>,
    routes: BTreeMap<String, Vec<String>>,
}

/// The table.
#[derive(Debug, Clone)]
pub struct Matrix {
    roles: BTreeMap<Role, Tlp>,
    actions: BTreeMap<String, Who>,
    pub(crate) two_person: BTreeMap<String, Rule>,
    /// `METHOD /path/{}` → action.
    routes: BTreeMap<String, String>,
}

const EMBEDDED: &str = include_str!("../../../ontology/access.toml");

impl Matrix {
    /// The table that ships with the program.
    ///
    /// # Errors
    /// [`Error::Matrix`]; a test keeps that from ever being shipped.
    pub fn embedded() -> Result<Self> {
        Self::parse(EMBEDDED)
    }

    /// Reads a table.
    ///
    /// # Errors
    /// [`Error::Matrix`] when it is not TOML of this shape, leaves a role out, gives an action to nobody, or lists a
    /// route twice or under an action that is not there.
    pub fn parse(text: &str) -> Result<Self> {
        let source: Source = toml::from_str(text).map_err(|e| Error::Matrix(e.to_string()))?;
        for role in Role::ALL {
            if !source.roles.contains_key(&role) {
                return Err(Error::Matrix(format!("[roles] says nothing about {role}")));
            }
        }
        for (name, who) in &source.actions {
            if who.open != who.roles.is_empty() {
                return Err(Error::Matrix(format!("[actions.{name}] needs either open = true or roles")));
            }
            if !who.open && !who.session && who.scope.is_none() && name != "self.read" {
                return Err(Error::Matrix(format!("[actions.{name}] needs a scope or session = true")));
            }
        }
        crate::two_person::check(&source.two_person)?;
        let mut routes = BTreeMap::new();
        for (action, list) in source.routes {
            if !source.actions.contains_key(&action) {
                return Err(Error::Matrix(format!("[routes] {action}: there is no such action")));
            }
            for route in list {
                let (method, path) = route
                    .split_once(' ')
                    .ok_or_else(|| Error::Matrix(format!("`{route}` is no METHOD and /path")))?;
                if routes.insert(key(method, path), action.clone()).is_some() {
                    return Err(Error::Matrix(format!("`{route}` is listed twice")));
                }
            }
        }
        Ok(Self { roles: source.roles, actions: source.actions, two_person: source.two_person, routes })
    }

    /// The highest marking that a role shows.
    pub fn highest(&self, role: Role) -> Tlp {
        self.roles.get(&role).copied().unwrap_or(Tlp::Clear)
    }

    /// The action of a route. `path` is the route's pattern (`/api/v1/people/{id}`), not a request's path.
    pub fn action_of(&self, method: &str, path: &str) -> Option<&str> {
        // A request for the head of an answer is the same question (RFC 9110 §9.3.2).
        let method = if method == "HEAD" { "GET" } else { method };
        self.routes.get(&key(method, path)).map(String::as_str)
    }

    /// Who may do an action.
    pub fn who(&self, action: &str) -> Option<&Who> {
        self.actions.get(action)
    }

    /// All actions, by name.
    pub fn actions(&self) -> impl Iterator<Item = (&str, &Who)> {
        self.actions.iter().map(|(name, who)| (name.as_str(), who))
    }

    /// All routes as `METHOD /path/{}` with their action.
    pub fn routes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.routes.iter().map(|(route, action)| (route.as_str(), action.as_str()))
    }

    /// Decides whether `principal` may do `action`, to a record with this marking where there is one already.
    ///
    /// # Errors
    /// [`Error::Nobody`] when nobody is signed in, [`Error::Refused`] with one of the rules `unlisted`, `own-organisation`,
    /// `session-only`, `role`, `scope`, `marking`.
    pub fn decide(&self, action: &str, principal: Option<&Principal>, marking: Option<Tlp>) -> Result<()> {
        let Some(who) = self.actions.get(action) else {
            return Err(Error::refused("unlisted", format!("nobody may do `{action}`: it is in no table")));
        };
        if who.open {
            return Ok(());
        }
        let Some(principal) = principal else { return Err(Error::Nobody(format!("to {}", who.what))) };
        if who.own && !principal.own {
            let why = format!("only people of the organisation that runs this installation may {}", who.what);
            return Err(Error::refused("own-organisation", why));
        }
        if who.session
            && !matches!(principal.credential, Credential::Session { .. } | Credential::CommandLine)
        {
            return Err(Error::refused(
                "session-only",
                format!("you may {} only after signing in, not by a token or password", who.what),
            ));
        }
        if who.roles.is_disjoint(&principal.roles) {
            let roles: Vec<_> = who.roles.iter().map(|role| role.name()).collect();
            let roles = roles.join(", ");
            return Err(Error::refused("role", format!("to {} takes one of the roles {roles}", who.what)));
        }
        if let (Some(needed), Some(scopes)) = (who.scope, &principal.scopes)
            && !scopes.iter().any(|scope| scope.covers(needed))
        {
            return Err(Error::refused(
                "scope",
                format!("to {} the token needs the scope {needed}", who.what),
            ));
        }
        match marking {
            Some(marking) if who.marked => see(principal, marking),
            _ => Ok(()),
        }
    }
}

/// Refuses a marking above the principal's highest.
///
/// # Errors
/// [`Error::Refused`] with the rule `marking`.
pub fn see(principal: &Principal, marking: Tlp) -> Result<()> {
    if principal.may_see(marking) {
        return Ok(());
    }
    let highest = principal.highest;
    Err(Error::refused("marking", format!("this is marked {marking}; you are shown up to {highest}")))
}

/// A route without the names of its parameters.
fn key(method: &str, path: &str) -> String {
    let mut key = String::with_capacity(method.len() + path.len() + 1);
    key.push_str(method);
    key.push(' ');
    for (n, segment) in path.split('/').enumerate() {
        if n > 0 {
            key.push('/');
        }
        key.push_str(match segment {
            s if s.starts_with("{*") => "{*}",
            s if s.starts_with('{') && s.ends_with('}') => "{}",
            s => s,
        });
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{organisation, person};
    use proptest::prelude::*;

    fn principal(roles: &[Role], scopes: Option<&[Scope]>) -> Principal {
        let credential = match scopes {
            Some(_) => Credential::Token { id: "tok-1".into() },
            None => Credential::Session { id: "ses-1".into() },
        };
        let scopes = scopes.map(|list| list.iter().copied().collect());
        let matrix = Matrix::embedded().expect("the table is sound");
        Principal::new(&person("one", roles), &organisation(), credential, scopes, None, &matrix)
    }

    fn rule(result: &Result<()>) -> &'static str {
        match result {
            Ok(()) => "",
            Err(Error::Refused { rule, .. }) => rule,
            Err(_) => "nobody",
        }
    }

    #[test]
    fn each_refusal_names_its_rule() {
        let matrix = Matrix::embedded().expect("the table is sound");
        let analyst = principal(&[Role::Analyst], None);
        let token = principal(&[Role::Analyst], Some(&[Scope::TaxiiRead]));
        let guest = principal(&[Role::Guest], None);
        assert_eq!(rule(&matrix.decide("record.read", Some(&analyst), Some(Tlp::Red))), "");
        assert_eq!(rule(&matrix.decide("record.read", None, None)), "nobody");
        assert_eq!(rule(&matrix.decide("session.open", None, None)), "");
        assert_eq!(rule(&matrix.decide("person.manage", Some(&analyst), None)), "role");
        assert_eq!(rule(&matrix.decide("record.read", Some(&token), None)), "scope");
        assert_eq!(rule(&matrix.decide("taxii.read", Some(&token), Some(Tlp::Amber))), "");
        assert_eq!(rule(&matrix.decide("self", Some(&token), None)), "session-only");
        assert_eq!(rule(&matrix.decide("record.read", Some(&guest), Some(Tlp::Amber))), "marking");
        assert_eq!(rule(&matrix.decide("no.such", Some(&analyst), None)), "unlisted");
        // A partner's point of contact makes no agreement for us, whatever its role and token.
        let ours = Principal { own: true, ..principal(&[Role::PointOfContact], Some(&[Scope::Share])) };
        let theirs = Principal { own: false, ..ours.clone() };
        assert_eq!(rule(&matrix.decide("share", Some(&ours), None)), "");
        assert_eq!(rule(&matrix.decide("share", Some(&theirs), None)), "own-organisation");
    }

    #[test]
    fn routes_are_found_whatever_their_parameters_are_called() {
        let matrix = Matrix::embedded().expect("the table is sound");
        assert_eq!(matrix.action_of("GET", "/api/v1/people/{person}"), Some("person.read"));
        assert_eq!(matrix.action_of("HEAD", "/api/v1/people/{person}"), Some("person.read"));
        assert_eq!(matrix.action_of("GET", "/api/v1/people/x/y"), None);
        assert_eq!(matrix.action_of("DELETE", "/healthz"), None);
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused_with_the_place() {
        for (change, with, says) in [
            ("guest = \"TLP:GREEN\"", "", "guest"),
            ("\nopen = true", "\nopen = false", "needs either open"),
            ("scope = \"audit\"", "", "needs a scope"),
            ("\"GET /healthz\"", "\"GET /readyz\"", "twice"),
            ("self = [", "selves = [", "no such action"),
            ("\"GET /healthz\"", "\"healthz\"", "METHOD"),
            ("TLP:GREEN", "TLP:PINK", "TLP:PINK"),
        ] {
            let error = Matrix::parse(&EMBEDDED.replacen(change, with, 1)).expect_err(change).to_string();
            assert!(error.contains(says), "{change}: {error}");
        }
    }

    fn roles() -> impl Strategy<Value = Vec<Role>> {
        prop::sample::subsequence(Role::ALL.to_vec(), 1..=3)
    }

    proptest! {
        /// A token never does what its owner cannot, and a higher marking never opens what a lower one closes.
        #[test]
        fn credentials_and_markings_only_take_away(
            roles in roles(),
            scopes in prop::sample::subsequence(Scope::ALL.to_vec(), 0..=8),
        ) {
            let matrix = Matrix::embedded().expect("the table is sound");
            let owner = principal(&roles, None);
            let token = principal(&roles, Some(&scopes));
            for (action, _) in matrix.actions() {
                let mut open = true;
                for marking in Tlp::ALL {
                    let by_token = matrix.decide(action, Some(&token), Some(marking)).is_ok();
                    let by_owner = matrix.decide(action, Some(&owner), Some(marking)).is_ok();
                    prop_assert!(by_owner || !by_token);
                    prop_assert!(open || !by_owner);
                    open = by_owner;
                }
            }
        }
    }
}
