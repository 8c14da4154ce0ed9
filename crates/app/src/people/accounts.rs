//! Accounts: made, changed, disabled, reset.

use super::{
    Actor, People, Result, error,
    records::{Draft, Kept, LINK, PERSON, PERSON_EMAIL, PERSON_NAME, Reserved, reservation},
};
use crate::hub::Versioned;
use ostrakon_access::{Credential, Organisation, Person, Principal, Role, Secret, link::Link, secret};
use ostrakon_model::Tlp;
use serde_json::json;
use std::collections::BTreeSet;

/// What is said of a new account.
#[derive(Debug, Clone, Default)]
pub struct NewPerson<'a> {
    /// Name for sign-in.
    pub name: &'a str,
    /// Name for others.
    pub display_name: Option<String>,
    /// Address.
    pub email: Option<String>,
    /// Organisation, by id or name.
    pub organisation: &'a str,
    /// Roles.
    pub roles: BTreeSet<Role>,
    /// Highest marking; TLP:RED unless told, since the roles set the usual bounds.
    pub highest: Option<Tlp>,
    /// Name of another account of the same human.
    pub same_as: Option<&'a str>,
    /// First password; without one a link is made.
    pub password: Option<&'a str>,
}

/// What is to be different; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Name for others; an empty one removes it.
    pub display_name: Option<String>,
    /// Roles.
    pub roles: Option<BTreeSet<Role>>,
    /// Highest marking.
    pub highest: Option<Tlp>,
    /// Whether the account is disabled.
    pub disabled: Option<bool>,
    /// The revision that was seen; another one by now refuses the change.
    pub seen: Option<i64>,
}

/// What to take away from an account so that its owner can begin anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reset {
    /// The password: a link sets another.
    Password,
    /// Password and one-time codes: the device is lost, and the recovery codes too.
    PasswordAndCodes,
}

const TAKEN: &str = "there is an account of this name already; choose another name";

impl People {
    /// Makes an account. Without a password it comes with a one-time link.
    ///
    /// # Errors
    /// For a malformed field, a name that is taken, a password that may not be used, an organisation that is not there.
    pub fn add_person(&self, new: &NewPerson<'_>, by: &Actor, now: i64) -> Result<(Person, Option<Secret>)> {
        let organisation = self.organisation(new.organisation)?;
        by.manages(&organisation.id)?;
        let id = format!("person--{}", secret::uuid(&mut self.entropy()));
        let email = new.email.as_deref().map(|email| email.trim().to_lowercase());
        let by_email = match &email {
            Some(email) => self.get::<Reserved>(PERSON_EMAIL, &reservation(email))?,
            None => None,
        };
        let human = self.human_of(new.same_as, by_email.as_ref(), &id)?;
        let person = Person {
            name: new.name.trim().to_owned(),
            display_name: new.display_name.clone(),
            email: email.clone(),
            subject: None,
            human,
            vouched_by: by.human.iter().cloned().collect(),
            organisation: organisation.id.clone(),
            roles: new.roles.clone(),
            highest: new.highest.unwrap_or(Tlp::Red),
            created: now,
            disabled: None,
            id,
        };
        person.check().map_err(error::from_access)?;
        person.check_roles(organisation.kind).map_err(error::from_access)?;
        let mut draft = Draft::new(by, now);
        let data = json!({ "by": by.by()["by"], "roles": person.roles, "organisation": organisation.id });
        draft.event("person.added", subject(&person.id), data);
        put(&mut draft, &person, None)?;
        draft.reserve(PERSON_NAME, &Person::key(&person.name), &person.id)?;
        if let Some(email) = &email {
            put_email(&mut draft, email, &person.id, by_email.as_ref())?;
        }
        let link = match new.password {
            Some(password) => {
                self.put_password(&mut draft, &person, password)?;
                None
            }
            None => Some(self.put_link(&mut draft, &person, now)?),
        };
        draft.commit(self, TAKEN)?;
        Ok((person, link))
    }

    /// The human behind a new account: of another account that was named, of the same address, or a new one.
    fn human_of(&self, same_as: Option<&str>, by_email: Option<&Kept<Reserved>>, id: &str) -> Result<String> {
        if let Some(name) = same_as {
            return Ok(self.person(name)?.human);
        }
        for other in by_email.iter().flat_map(|kept| &kept.value.ids) {
            if let Some(kept) = self.get::<Person>(PERSON, other)? {
                return Ok(kept.value.human);
            }
        }
        Ok(id.to_owned())
    }

    /// Changes an account. Disabling it ends its sessions; its tokens are refused from now on.
    ///
    /// # Errors
    /// For roles its organisation may not have, an actor who may not, or the last administrator.
    pub fn change_person(&self, id: &str, change: Change, by: &Actor, now: i64) -> Result<Person> {
        let kept = self.kept_person(id)?.unless_changed(change.seen)?;
        by.manages(&kept.value.organisation)?;
        let mut next = kept.value.clone();
        if let Some(display) = change.display_name {
            next.display_name = Some(display.trim().to_owned()).filter(|name| !name.is_empty());
        }
        if let Some(roles) = change.roles {
            if roles != next.roles {
                next.vouched_by.extend(by.human.iter().cloned());
            }
            next.roles = roles;
        }
        next.highest = change.highest.unwrap_or(next.highest);
        if let Some(disabled) = change.disabled {
            next.disabled = disabled.then(|| next.disabled.unwrap_or(now));
        }
        next.check().map_err(error::from_access)?;
        let organisation = self.kept_organisation(&next.organisation)?.value;
        next.check_roles(organisation.kind).map_err(error::from_access)?;
        let was_admin = kept.value.disabled.is_none() && kept.value.roles.contains(&Role::Administrator);
        let is_admin = next.disabled.is_none() && next.roles.contains(&Role::Administrator);
        if was_admin && !is_admin && self.administrators()?.iter().all(|other| other.id == id) {
            return Err(error::refused(
                "last-administrator",
                "this is the last administrator; make another one first",
            ));
        }
        let mut draft = Draft::new(by, now);
        let data = json!({ "by": by.by()["by"], "roles": next.roles, "highest": next.highest, "disabled": next.disabled.is_some() });
        draft.event("person.changed", subject(id), data);
        put(&mut draft, &next, Some(kept.rev))?;
        if next.disabled.is_some() {
            self.end_sessions(&mut draft, id, None)?;
        }
        draft.commit(self, TAKEN)?;
        Ok(next)
    }

    /// Takes the password away, ends all sessions, and makes a link that sets another. Links made before are void.
    ///
    /// # Errors
    /// When there is no such account, or the actor may not.
    pub fn reset(&self, id: &str, what: Reset, by: &Actor, now: i64) -> Result<Secret> {
        let kept = self.kept_person(id)?;
        by.manages(&kept.value.organisation)?;
        let mut next = kept.value.clone();
        next.vouched_by.extend(by.human.iter().cloned());
        let mut draft = Draft::new(by, now);
        let codes = what == Reset::PasswordAndCodes;
        draft.event("password.reset", subject(id), json!({ "by": by.by()["by"], "codes": codes }));
        put(&mut draft, &next, Some(kept.rev))?;
        if let Some(was) = self.stored(id)? {
            let mut stored = was.value.clone();
            stored.password = None;
            if codes {
                stored.totp = None;
                stored.recovery.clear();
            }
            self.put_stored(&mut draft, &next, &stored, Some(&was))?;
        }
        for link in self.all::<Link>(LINK, Some(("person", id)))? {
            draft.delete(LINK, &link.value.id, &link).erase(&link);
        }
        self.end_sessions(&mut draft, id, None)?;
        let link = self.put_link(&mut draft, &next, now)?;
        draft.commit(self, TAKEN)?;
        Ok(link)
    }

    /// Sets a password, for somebody at the command line.
    ///
    /// # Errors
    /// For a password that may not be used.
    pub fn set_password(&self, id: &str, password: &str, by: &Actor, now: i64) -> Result<()> {
        let person = self.kept_person(id)?.value;
        by.manages(&person.organisation)?;
        let mut draft = Draft::new(by, now);
        draft.event("password.set", subject(id), by.by());
        self.put_password(&mut draft, &person, password)?;
        self.end_sessions(&mut draft, id, None)?;
        draft.commit(self, TAKEN)
    }

    /// All accounts, or those of one organisation, by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn people(&self, organisation: Option<&str>) -> Result<Vec<Person>> {
        let key = organisation.map(|id| ("organisation", id));
        let mut all: Vec<Person> = self.all(PERSON, key)?.into_iter().map(|kept| kept.value).collect();
        all.sort_by_cached_key(|person| Person::key(&person.name));
        Ok(all)
    }

    /// An account that acts from the command line, if its roles let it do an action.
    ///
    /// # Errors
    /// When there is none, it or its organisation is disabled, or its roles do not reach.
    pub fn acting(&self, id_or_name: &str, action: &str) -> Result<Principal> {
        let person = self.person(id_or_name)?;
        let organisation = self.organisation(&person.organisation)?;
        if person.disabled.is_some() || organisation.disabled.is_some() {
            return Err(error::refused(
                "disabled",
                format!("{} is disabled, or its organisation is", person.name),
            ));
        }
        let who = Principal::new(&person, &organisation, Credential::CommandLine, None, None, self.matrix());
        self.matrix().decide(action, Some(&who), None).map_err(error::from_access)?;
        Ok(who)
    }

    /// An account by its id or its name.
    ///
    /// # Errors
    /// When there is none.
    pub fn person(&self, id_or_name: &str) -> Result<Person> {
        if let Some(kept) = self.get(PERSON, id_or_name)? {
            return Ok(kept.value);
        }
        let found = self.by_name(PERSON_NAME, PERSON, &Person::key(id_or_name))?;
        found.map(|kept: Kept<Person>| kept.value).ok_or_else(|| {
            let given: String = id_or_name.chars().take(60).collect();
            error::not_found(format!("account `{given}` (`ostrakon user list` shows all)"))
        })
    }

    /// The accounts that an actor manages, by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn people_seen_by(&self, by: &Actor) -> Result<Vec<Person>> {
        self.people(by.confined.as_deref())
    }

    /// An account that an actor manages, by its id or name.
    ///
    /// # Errors
    /// When there is none.
    pub fn person_seen_by(&self, id_or_name: &str, by: &Actor) -> Result<Versioned<Person>> {
        let found = self.kept_person(&self.person(id_or_name)?.id)?;
        match by.manages(&found.value.organisation) {
            Ok(()) => Ok(found.versioned(|person| &person.id)),
            Err(_) => Err(error::not_found("such account")),
        }
    }

    /// Administrators who can sign in, by role.
    pub(super) fn administrators(&self) -> Result<Vec<Person>> {
        let mut all = self.people(None)?;
        all.retain(|person| person.disabled.is_none() && person.roles.contains(&Role::Administrator));
        Ok(all)
    }

    pub(super) fn kept_person(&self, id: &str) -> Result<Kept<Person>> {
        self.get(PERSON, id)?.ok_or_else(|| error::not_found("such account"))
    }

    /// An account and its organisation, if both are active.
    pub(super) fn active(&self, id: &str) -> Result<Option<(Person, Organisation)>> {
        let Some(person) = self.get::<Person>(PERSON, id)? else { return Ok(None) };
        let organisation = self.kept_organisation(&person.value.organisation)?.value;
        let active = person.value.disabled.is_none() && organisation.disabled.is_none();
        Ok(active.then_some((person.value, organisation)))
    }
}

/// Writes an account, new or over an older revision.
pub(super) fn put(draft: &mut Draft, person: &Person, was: Option<i64>) -> Result<()> {
    let name = Person::key(&person.name);
    let keys = [("name", name.as_str()), ("organisation", person.organisation.as_str())];
    draft.put((PERSON, &person.id), &person.organisation, &keys, person, was)?;
    Ok(())
}

/// Notes that an account has an address; several accounts of one human may share it.
fn put_email(draft: &mut Draft, email: &str, id: &str, was: Option<&Kept<Reserved>>) -> Result<()> {
    let mut reserved = was.map_or(Reserved { ids: Vec::new() }, |kept| kept.value.clone());
    reserved.ids.push(id.to_owned());
    draft.put((PERSON_EMAIL, &reservation(email)), "", &[], &reserved, was.map(|kept| kept.rev))?;
    Ok(())
}

pub(super) fn subject(id: &str) -> String {
    format!("{PERSON}/{id}")
}
