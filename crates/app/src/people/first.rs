//! The first start: one administrator without a password, and a link that sets it.
//!
//! **The choice.** As long as no administrator has a password, each start makes a new link and voids the one before, so that
//! a link that scrolled away is no reason to begin anew. **Rejected.** A default password; it is never changed.

use super::{Actor, NewPerson, People, Result, organisations};
use ostrakon_access::{Organisation, OrganisationKind, Person, Role, Secret, secret};
use std::collections::BTreeSet;

/// How the first administrator comes in.
#[derive(Debug, Clone)]
pub struct FirstLink {
    /// The account.
    pub person: Person,
    /// The secret part of the link; good for 24 hours and one use.
    pub secret: Secret,
}

const NAME: &str = "administrator";

impl People {
    /// What a server does at its start: `None` when there is an administrator who can sign in.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn first_start(&self, now: i64) -> Result<Option<FirstLink>> {
        let administrators = self.administrators()?;
        for person in &administrators {
            let stored = self.stored(&person.id)?;
            if stored.is_some_and(|kept| kept.value.password.is_some()) || person.subject.is_some() {
                return Ok(None);
            }
        }
        let by = Actor::system();
        if let Some(person) = administrators.into_iter().next() {
            let secret = self.reset(&person.id, super::Reset::Password, &by, now)?;
            return Ok(Some(FirstLink { person, secret }));
        }
        let own = match self.organisations()?.into_iter().find(|organisation| organisation.own) {
            Some(own) => own,
            None => self.add_provisional(&by, now)?,
        };
        // The name may belong to somebody who is no administrator.
        let taken = self.people(None)?.into_iter().any(|person| Person::key(&person.name) == NAME);
        let name = if taken { format!("{NAME}-{}", now / 1_000) } else { NAME.to_owned() };
        let new = NewPerson {
            name: &name,
            organisation: &own.id,
            roles: BTreeSet::from([Role::Administrator]),
            ..NewPerson::default()
        };
        let (person, secret) = self.add_person(&new, &by, now)?;
        Ok(secret.map(|secret| FirstLink { person, secret }))
    }

    fn add_provisional(&self, by: &Actor, now: i64) -> Result<Organisation> {
        let organisation = Organisation {
            id: format!("identity--{}", secret::uuid(&mut self.entropy())),
            name: "This organisation".into(),
            kind: OrganisationKind::MemberStateAuthority,
            country: "EU".into(),
            communities: BTreeSet::new(),
            own: true,
            trusted_flagger: false,
            enforcement: false,
            provisional: true,
            created: now,
            disabled: None,
        };
        let mut draft = super::records::Draft::new(by, now);
        organisations::put_new(&mut draft, &organisation, by)?;
        draft.commit(self, "another process is starting for the first time, too; try again")?;
        Ok(organisation)
    }
}
