//! What a person proves identity with: password, one-time codes, recovery codes, and the links that set a first password.

use super::{
    Actor, People, Result, error,
    records::{CREDENTIAL, Draft, Kept, LINK, PERSON},
};
use crate::hub::HubError;
use ostrakon_access::{Person, Principal, Secret, link::Link, password, recovery, secret, totp::Totp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::net::IpAddr;

/// The secrets of an account, as they are stored.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Stored {
    /// Argon2id, as a PHC string.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) password: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) totp: Option<Totp>,
    /// Random anew with each writing, so that no two contents are ever the same one: the old is erased.
    pub(super) nonce: String,
    /// SHA-256 of each recovery code that is left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) recovery: Vec<String>,
}

/// What a person needs to set up an app for one-time codes.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// `otpauth://…`, for a picture or a link.
    pub address: Secret,
}

impl People {
    pub(super) fn stored(&self, person: &str) -> Result<Option<Kept<Stored>>> {
        self.get(CREDENTIAL, person)
    }

    /// Writes the secrets of an account, and erases what they were before.
    pub(super) fn put_stored(
        &self,
        draft: &mut Draft,
        person: &Person,
        next: &Stored,
        was: Option<&Kept<Stored>>,
    ) -> Result<()> {
        let id = (CREDENTIAL, person.id.as_str());
        let next = Stored { nonce: secret::uuid(&mut self.entropy()), ..next.clone() };
        draft.put(id, &person.organisation, &[], &next, was.map(|kept| kept.rev))?;
        if let Some(was) = was {
            draft.erase(was);
        }
        Ok(())
    }

    /// Makes a one-time link for an account, in a draft that has an event.
    pub(super) fn put_link(&self, draft: &mut Draft, person: &Person, now: i64) -> Result<Secret> {
        let (link, text) = Link::make(&person.id, now, &mut self.entropy());
        draft.put((LINK, &link.id), &person.organisation, &[("person", &person.id)], &link, None)?;
        Ok(text)
    }

    /// Sets a password by a one-time link; all sessions of the account end, and its one-time codes stay.
    ///
    /// # Errors
    /// For a link that is unknown, used or over (one answer for all three), or a password that may not be used. The link
    /// is spent only when the password was set.
    pub fn redeem(&self, secret: &str, new: &str, address: Option<IpAddr>, now: i64) -> Result<Person> {
        self.refuse_while_waiting(None, address, now)?;
        let found = match Link::id_of(secret) {
            Some(id) => self.get::<Link>(LINK, &id)?.filter(|kept| kept.value.admits(secret, now)),
            None => None,
        };
        let person = match &found {
            Some(link) => self.active(&link.value.person)?,
            None => None,
        };
        let (Some(link), Some((person, _))) = (found, person) else {
            self.guard.fail(address, now);
            return Err(error::refused(
                "link",
                "this link was used already, is over after 24 hours, or was mistyped; \
                 have an administrator make a new one (ostrakon user reset)",
            ));
        };
        let by = Actor::person(&person);
        let mut draft = Draft::new(&by, now);
        draft.event("password.set", format!("{PERSON}/{}", person.id), json!({ "by": "link" }));
        let used = Link { used: Some(now), ..link.value.clone() };
        draft.put(
            (LINK, &link.value.id),
            &person.organisation,
            &[("person", &person.id)],
            &used,
            Some(link.rev),
        )?;
        self.put_password(&mut draft, &person, new)?;
        self.end_sessions(&mut draft, &person.id, None)?;
        draft.commit(self, "the account changed in the meantime; try again")?;
        Ok(person)
    }

    /// Checks and hashes a password into a draft that has an event.
    pub(super) fn put_password(&self, draft: &mut Draft, person: &Person, new: &str) -> Result<()> {
        password::check(new, &person.name).map_err(error::from_access)?;
        let was = self.stored(&person.id)?;
        let mut next = was.as_ref().map(|kept| kept.value.clone()).unwrap_or_default();
        next.password = Some(password::hash(new, &mut self.entropy()).map_err(error::from_access)?);
        self.put_stored(draft, person, &next, was.as_ref())
    }

    /// Changes one's own password; all other sessions end.
    ///
    /// # Errors
    /// When the present one is wrong (which counts as a guess), or the new one may not be used.
    pub fn change_password(
        &self,
        principal: &Principal,
        current: &str,
        new: &str,
        keep_session: Option<&str>,
        now: i64,
    ) -> Result<()> {
        let (person, _) = self.prove(principal, current, now)?;
        let mut draft = Draft::new(&Actor::of(principal), now);
        draft.event("password.set", format!("{PERSON}/{}", person.id), json!({ "by": "session" }));
        self.put_password(&mut draft, &person, new)?;
        self.end_sessions(&mut draft, &person.id, keep_session)?;
        draft.commit(self, "the account changed in the meantime; try again")
    }

    /// Begins to set up one-time codes; they are asked for once [`People::confirm_codes`] was given one.
    ///
    /// # Errors
    /// When they are set up already, the password is wrong, or the installation has no key for them.
    pub fn enrol_codes(&self, principal: &Principal, current: &str, now: i64) -> Result<Enrolment> {
        let (person, was) = self.prove(principal, current, now)?;
        if was.value.totp.as_ref().is_some_and(|totp| totp.confirmed) {
            return Err(error::conflict(
                "one-time codes are set up already; remove them first to use another device",
            ));
        }
        let totp = Totp::enrol(&mut self.entropy());
        let key = totp.key(self.code_key()?, &person.id);
        let next = Stored { totp: Some(totp), ..was.value.clone() };
        let mut draft = Draft::new(&Actor::of(principal), now);
        draft.event("codes.begun", format!("{PERSON}/{}", person.id), json!({}));
        self.put_stored(&mut draft, &person, &next, Some(&was))?;
        draft.commit(self, "the account changed in the meantime; try again")?;
        Ok(Enrolment { address: Totp::address(&key, "Ostrakon", &person.name) })
    }

    /// Proves that the app works; gives out the recovery codes, once.
    ///
    /// # Errors
    /// When nothing was begun, or the code is wrong.
    pub fn confirm_codes(&self, principal: &Principal, code: &str, now: i64) -> Result<Vec<Secret>> {
        let (person, was) = self.own(principal)?;
        let Some(totp) = was.value.totp.clone().filter(|totp| !totp.confirmed) else {
            return Err(error::conflict("begin to set up one-time codes first"));
        };
        self.refuse_while_waiting(Some(&person.name), None, now)?;
        let Some(step) = totp.accepts(&totp.key(self.code_key()?, &person.id), code, now) else {
            self.count_failure(&person.name, None, now)?;
            return Err(error::refused(
                "one-time-code",
                "this code is not right now; check the clock of the device",
            ));
        };
        let (codes, recovery) = recovery::generate(&mut self.entropy());
        let totp = Some(Totp { confirmed: true, used: Some(step), ..totp });
        let next = Stored { totp, recovery, ..was.value.clone() };
        let mut draft = Draft::new(&Actor::of(principal), now);
        draft.event("codes.confirmed", format!("{PERSON}/{}", person.id), json!({}));
        self.put_stored(&mut draft, &person, &next, Some(&was))?;
        draft.commit(self, "the account changed in the meantime; try again")?;
        Ok(codes)
    }

    /// Removes one's one-time codes.
    ///
    /// # Errors
    /// When the password is wrong.
    pub fn remove_codes(&self, principal: &Principal, current: &str, now: i64) -> Result<()> {
        let (person, was) = self.prove(principal, current, now)?;
        let next = Stored { totp: None, recovery: Vec::new(), ..was.value.clone() };
        let mut draft = Draft::new(&Actor::of(principal), now);
        draft.event("codes.removed", format!("{PERSON}/{}", person.id), json!({}));
        self.put_stored(&mut draft, &person, &next, Some(&was))?;
        draft.commit(self, "the account changed in the meantime; try again")
    }

    /// The key of the one-time codes.
    pub(super) fn code_key(&self) -> Result<&[u8; 32]> {
        self.key.as_ref().ok_or_else(|| {
            HubError::Conflict(
                "one-time codes need a key beside the database: start with --data DIR, or set OSTRAKON_ACCESS_KEY \
                 to 64 hexadecimal digits"
                    .into(),
            )
        })
    }

    fn own(&self, principal: &Principal) -> Result<(Person, Kept<Stored>)> {
        let (person, _) = self.active(&principal.person)?.ok_or_else(error::unknown)?;
        let stored = self.stored(&person.id)?.ok_or_else(|| {
            error::refused(
                "password-first",
                "this account has no password; have an administrator make a link",
            )
        })?;
        Ok((person, stored))
    }

    /// Asks for the password once more before something that outlasts the session.
    fn prove(&self, principal: &Principal, current: &str, now: i64) -> Result<(Person, Kept<Stored>)> {
        let (person, stored) = self.own(principal)?;
        let _turn = self.guard.turn(&Person::key(&person.name));
        self.refuse_while_waiting(Some(&person.name), None, now)?;
        if !password::verify(current, stored.value.password.as_deref()).map_err(error::from_access)? {
            self.count_failure(&person.name, None, now)?;
            return Err(error::refused("password", "the present password is not right"));
        }
        Ok((person, stored))
    }
}
