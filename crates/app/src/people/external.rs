//! Signing in by an identity provider: an account that is there already, never a new one.
//!
//! **The choice.** The provider's subject is what counts, once it is bound to an account; it is bound the first time the
//! provider vouches for an e-mail address that exactly one active account has. **Rejected.** Making accounts for whoever
//! the provider knows: a hub of several organisations would let in all of one of them.

use super::{
    Actor, People, Result, accounts, error,
    records::{Draft, PERSON_EMAIL, Reserved, SUBJECT, reservation},
};
use crate::people::SignedIn;
use ostrakon_access::{Credential, Organisation, Person, Principal, csrf};
use serde_json::json;

/// What a verified id token says.
#[derive(Debug, Clone, Copy)]
pub struct External<'a> {
    /// The provider.
    pub issuer: &'a str,
    /// The provider's id of the person.
    pub subject: &'a str,
    /// Address, only if the provider says that it is verified.
    pub verified_email: Option<&'a str>,
    /// What the browser calls itself.
    pub agent: Option<&'a str>,
    /// Token of the session that the browser has; it ends.
    pub replaces: Option<&'a str>,
}

impl People {
    /// Begins a session for whom a provider vouches. The provider answers for second factors.
    ///
    /// # Errors
    /// When no account, or more than one, is meant; when it is disabled.
    pub fn sign_in_external(&self, external: &External<'_>, now: i64) -> Result<SignedIn> {
        let key = reservation(&format!("{}\n{}", external.issuer, external.subject));
        let bound = self.get::<Reserved>(SUBJECT, &key)?;
        let (person, organisation) = match bound.as_ref().and_then(|kept| kept.value.ids.first()) {
            Some(id) => self.active(id)?.ok_or_else(error::unknown)?,
            None => self.by_verified_email(external.verified_email)?,
        };
        let mut draft = Draft::new(&Actor::person(&person), now);
        draft.event("session.begun", accounts::subject(&person.id), json!({ "by": "provider" }));
        if bound.is_none() {
            if person.subject.is_some() {
                return Err(error::refused(
                    "other-subject",
                    "this account is bound to another identity at the provider; have an administrator look at it",
                ));
            }
            let kept = self.kept_person(&person.id)?;
            let next = Person { subject: Some(external.subject.to_owned()), ..kept.value };
            accounts::put(&mut draft, &next, Some(kept.rev))?;
            let reserved = Reserved { ids: vec![person.id.clone()] };
            draft.put((SUBJECT, &key), "", &[], &reserved, None)?;
        }
        let (token, session) =
            self.put_session(&mut draft, &person, external.agent, external.replaces, now)?;
        draft.commit(self, "the account changed in the meantime; try again")?;
        let credential = Credential::Session { id: session };
        let principal = Principal::new(&person, &organisation, credential, None, None, &self.matrix);
        Ok(SignedIn { csrf: csrf::token(token.expose()), token, principal, recovery_left: None })
    }

    fn by_verified_email(&self, email: Option<&str>) -> Result<(Person, Organisation)> {
        let nobody = || {
            error::refused(
                "no-account",
                "the identity provider knows you and this installation does not; have an administrator make an \
                 account with your verified address",
            )
        };
        let email = email.ok_or_else(nobody)?.trim().to_lowercase();
        let reserved = self.get::<Reserved>(PERSON_EMAIL, &reservation(&email))?.ok_or_else(nobody)?;
        let mut active = Vec::new();
        for id in &reserved.value.ids {
            active.extend(self.active(id)?);
        }
        match active.len() {
            0 => Err(nobody()),
            1 => Ok(active.remove(0)),
            _ => Err(error::refused(
                "several-accounts",
                "several accounts have this address; sign in with name and password",
            )),
        }
    }
}
