//! People, kept: as examples on a fixed clock and a seed, over a store in a temporary folder.

use super::{access::Role, *};
use crate::hub::HubError;
use ostrakon_access::{OrganisationKind, Principal, Scope, Secret, totp};
use rand_chacha::{ChaCha8Rng, rand_core::Rng, rand_core::SeedableRng};
use std::{collections::BTreeSet, sync::Mutex};
use tempfile::TempDir;

mod accounts;
mod credentials;
mod preferences;
mod proposals;
mod sign_in;

const NOW: i64 = 1_750_000_000_000;
const HOUR: i64 = 3_600_000;
const PASSWORD: &str = "a heron over grey water";

/// An installation with one organisation and an administrator; the folder goes when it is dropped.
struct House {
    people: People,
    _folder: TempDir,
}

fn house() -> House {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(&Location::Sqlite(folder.path().to_owned()), &Options::default()).expect("opens");
    let rng = Mutex::new(ChaCha8Rng::seed_from_u64(1));
    let random: Random = Arc::new(move |bytes| rng.lock().expect("no panic").fill_bytes(bytes));
    let people = People::with(store, Some([7; 32]), random).expect("the table is sound");
    let new = NewOrganisation {
        name: "Electoral Commission".into(),
        kind: OrganisationKind::ElectoralBody,
        country: "ie".into(),
        communities: BTreeSet::new(),
    };
    people.add_organisation(new, &Actor::command_line(), NOW).expect("the first");
    House { people, _folder: folder }
}

impl House {
    /// An account with the usual password.
    fn account(&self, name: &str, roles: &[Role]) -> access::Person {
        let new = NewPerson {
            name,
            organisation: "Electoral Commission",
            roles: roles.iter().copied().collect(),
            password: Some(PASSWORD),
            ..NewPerson::default()
        };
        self.people.add_person(&new, &Actor::command_line(), NOW).expect("a new account").0
    }

    fn partner(&self) -> access::Organisation {
        let new = NewOrganisation {
            name: "Fact House".into(),
            kind: OrganisationKind::FactChecker,
            country: "FR".into(),
            communities: BTreeSet::from(["checkers".to_owned()]),
        };
        self.people.add_organisation(new, &Actor::command_line(), NOW).expect("a partner")
    }

    fn sign_in(&self, name: &str, now: i64) -> SignedIn {
        self.people.sign_in(&SignIn { name, password: PASSWORD, ..SignIn::default() }, now).expect("signs in")
    }

    fn token(&self, name: &str, scopes: &[Scope], expires: Option<i64>) -> Secret {
        let scopes = scopes.iter().copied().collect();
        let new = NewToken { person: name, name: "script", scopes, expires, highest: None };
        self.people.add_token(new, &Actor::command_line(), NOW).expect("a token").1
    }

    fn by_session(&self, token: &Secret, now: i64) -> Result<Principal> {
        self.people.authenticate(Presented::Session(token.expose()), None, now)
    }

    fn by_token(&self, token: &Secret, now: i64) -> Result<Principal> {
        self.people.authenticate(Presented::Token(token.expose()), None, now)
    }
}

/// Which kind of refusal it is: the rule, or the name of the kind.
fn refusal<T>(result: Result<T>) -> String {
    match result {
        Ok(_) => "none".into(),
        Err(error) => match error {
            HubError::NotFound(_) => "not found".into(),
            HubError::UnknownAsker(_) => "unknown".into(),
            HubError::NotAllowed { rule, .. } => rule,
            HubError::Conflict(_) => "conflict".into(),
            HubError::Changed(_) => "changed".into(),
            HubError::Invalid { faults, .. } => faults[0].pointer.clone(),
            HubError::Wait { .. } => "wait".into(),
            other => other.to_string(),
        },
    }
}
