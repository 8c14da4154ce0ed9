//! Signing in: one door, which looks the same from outside whoever knocks.
//!
//! **The choice.** The order is fixed: wait, name, password, code. An unknown name costs the same hash and gives the same
//! answer as a wrong password; a disabled account too. That a code is needed is said only after the password was right.
//! Failures are counted by the name that was typed (see `access::lockout`).

use super::{
    Actor, People, Result,
    credentials::Stored,
    error,
    records::{Draft, Kept, LOCKOUT, PERSON, PERSON_NAME, reservation},
};
use crate::hub::HubError;
use ostrakon_access::{
    Credential, Organisation, Person, Principal, Secret, csrf,
    lockout::{ACCOUNT, Failures},
    password, recovery,
};
use serde_json::json;
use std::net::IpAddr;

/// What somebody types to sign in.
#[derive(Debug, Clone, Default)]
pub struct SignIn<'a> {
    /// Name of the account.
    pub name: &'a str,
    /// Password.
    pub password: &'a str,
    /// One-time code or recovery code.
    pub code: Option<&'a str>,
    /// Token of the session that the browser has; it ends.
    pub replaces: Option<&'a str>,
    /// What the browser calls itself.
    pub agent: Option<&'a str>,
    /// Where it comes from.
    pub address: Option<IpAddr>,
}

/// Somebody who is in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// For the cookie.
    pub token: Secret,
    /// For the page.
    pub csrf: Secret,
    /// Who it is.
    pub principal: Principal,
    /// Recovery codes that are left, when one was used.
    pub recovery_left: Option<usize>,
}

impl People {
    /// Signs in and begins a session.
    ///
    /// # Errors
    /// [`HubError::Wait`] while guesses are not looked at, [`HubError::UnknownAsker`] for anything that is not right,
    /// [`HubError::NotAllowed`] with the rule `one-time-code` when a code is needed and none was given.
    pub fn sign_in(&self, request: &SignIn<'_>, now: i64) -> Result<SignedIn> {
        let (person, organisation, mut draft, recovery_left) = self.check(request, now)?;
        let (token, session) = self.put_session(&mut draft, &person, request.agent, request.replaces, now)?;
        draft.commit(self, "the account changed in the meantime; try again")?;
        let credential = Credential::Session { id: session };
        let principal = Principal::new(&person, &organisation, credential, None, None, &self.matrix);
        Ok(SignedIn { csrf: csrf::token(token.expose()), token, principal, recovery_left })
    }

    /// Begins a session for somebody who proved to be in front of this very machine: by the link that a demonstration prints
    /// on its own terminal. The caller answers for that proof, and for its being used once.
    ///
    /// # Errors
    /// [`HubError::UnknownAsker`] when the account is not there or is disabled.
    pub fn sign_in_at_terminal(&self, person: &str, agent: Option<&str>, now: i64) -> Result<SignedIn> {
        let (person, organisation) = self.active(person)?.ok_or_else(error::unknown)?;
        let mut draft = Draft::new(&Actor::person(&person), now);
        draft.event("session.begun", format!("{PERSON}/{}", person.id), json!({ "by": "terminal" }));
        let (token, session) = self.put_session(&mut draft, &person, agent, None, now)?;
        draft.commit(self, "the account changed in the meantime; try again")?;
        let credential = Credential::Session { id: session };
        let principal = Principal::new(&person, &organisation, credential, None, None, &self.matrix);
        Ok(SignedIn { csrf: csrf::token(token.expose()), token, principal, recovery_left: None })
    }

    /// Everything but the session. The draft forgets the failures and spends the code.
    fn check(&self, request: &SignIn<'_>, now: i64) -> Result<(Person, Organisation, Draft, Option<usize>)> {
        let _turn = self.guard.turn(&Person::key(request.name));
        let failures = self.refuse_while_waiting(Some(request.name), request.address, now)?;
        let (account, stored) = self.account_by_name(request.name)?;
        let hash = stored.as_ref().and_then(|kept| kept.value.password.as_deref());
        let right = password::verify(request.password, hash).map_err(error::from_access)?;
        let (Some((person, organisation)), Some(stored), true) = (account, stored, right) else {
            self.count_failure(request.name, request.address, now)?;
            return Err(error::unknown());
        };
        let mut draft = Draft::new(&Actor::person(&person), now);
        draft.event("session.begun", format!("{PERSON}/{}", person.id), json!({ "by": "password" }));
        let mut left = None;
        if let Some(totp) = stored.value.totp.as_ref().filter(|totp| totp.confirmed) {
            let Some(code) = request.code.filter(|code| !code.trim().is_empty()) else {
                return Err(error::refused("one-time-code", "give the one-time code of your device, too"));
            };
            let mut next: Stored = stored.value.clone();
            if let Some(step) = totp.accepts(&totp.key(self.code_key()?, &person.id), code, now) {
                next.totp = Some(ostrakon_access::totp::Totp { used: Some(step), ..totp.clone() });
            } else if let Some(place) = recovery::find(&next.recovery, code) {
                next.recovery.remove(place);
                left = Some(next.recovery.len());
            } else {
                self.count_failure(request.name, request.address, now)?;
                return Err(error::unknown());
            }
            // At its revision: of two that show the same code at once, one is refused.
            self.put_stored(&mut draft, &person, &next, Some(&stored))?;
        }
        if let Some(failures) = failures {
            draft.delete(LOCKOUT, &reservation(&Person::key(request.name)), &failures);
        }
        Ok((person, organisation, draft, left))
    }

    /// An account by the name that was typed: the account if it is active, and its secrets.
    #[expect(clippy::type_complexity, reason = "read once, right here")]
    pub(super) fn account_by_name(
        &self,
        name: &str,
    ) -> Result<(Option<(Person, Organisation)>, Option<Kept<Stored>>)> {
        let found = self.by_name::<Person>(PERSON_NAME, PERSON, &Person::key(name))?;
        let Some(person) = found else { return Ok((None, None)) };
        Ok((self.active(&person.value.id)?, self.stored(&person.value.id)?))
    }

    /// Refuses while a name or an address has to wait; returns the failures that a success forgets.
    pub(super) fn refuse_while_waiting(
        &self,
        name: Option<&str>,
        address: Option<IpAddr>,
        now: i64,
    ) -> Result<Option<Kept<Failures>>> {
        let failures = match name {
            Some(name) => self.get::<Failures>(LOCKOUT, &reservation(&Person::key(name)))?,
            None => None,
        };
        let by_name = failures.as_ref().map_or(0, |kept| kept.value.wait(&ACCOUNT, now));
        let wait = by_name.max(self.guard.wait(address, now));
        if wait > 0 {
            let wait = (wait as u64).div_ceil(1_000);
            return Err(HubError::Wait { detail: "too many wrong guesses".into(), wait });
        }
        Ok(failures)
    }

    /// Counts a failure of a name and of an address.
    pub(super) fn count_failure(&self, name: &str, address: Option<IpAddr>, now: i64) -> Result<()> {
        self.guard.fail(address, now);
        let id = reservation(&Person::key(name));
        let was = self.get::<Failures>(LOCKOUT, &id)?;
        let next = was.as_ref().map(|kept| kept.value).unwrap_or_default().fail(&ACCOUNT, now);
        let mut draft = Draft::new(&Actor::system(), now);
        draft.event("sign-in.refused", format!("{LOCKOUT}/{}", &id[..16]), json!({ "count": next.count }));
        draft.put((LOCKOUT, &id), "", &[], &next, was.map(|kept| kept.rev))?;
        draft.commit(self, "counted twice at once")
    }
}
