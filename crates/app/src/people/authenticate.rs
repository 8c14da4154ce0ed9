//! Who is asking: from what a request shows to a principal.
//!
//! **The choice.** Three reads by id (credential, account, organisation) with every request, so that what was disabled,
//! revoked or ended is refused by the next one. What is shown and is not right is refused, even where nobody needs to be
//! signed in: a program that sends a stale token should learn so at the first request.

use super::{
    Actor, People, Result, error,
    records::{Draft, Kept, SESSION, TOKEN},
};
use ostrakon_access::{
    Credential, Person, Principal,
    session::Session,
    token::{PREFIX, Token},
};
use serde_json::json;
use std::net::IpAddr;

/// What a request shows to say who is asking.
#[derive(Debug, Clone, Copy)]
pub enum Presented<'a> {
    /// The token of a session, from a cookie.
    Session(&'a str),
    /// An API token.
    Token(&'a str),
    /// Name and password, or name and API token.
    Basic {
        /// Name of the account.
        name: &'a str,
        /// Password or API token.
        password: &'a str,
    },
}

impl People {
    /// The principal that a request is made by.
    ///
    /// # Errors
    /// [`crate::hub::HubError::UnknownAsker`] with one text for every reason; `Wait` after too many wrong passwords.
    pub fn authenticate(
        &self,
        presented: Presented<'_>,
        address: Option<IpAddr>,
        now: i64,
    ) -> Result<Principal> {
        match presented {
            Presented::Session(token) => self.by_session(token, now),
            Presented::Token(token) => Ok(self.by_token(token, now)?.0),
            Presented::Basic { name, password } if password.starts_with(PREFIX) => {
                let (principal, person) = self.by_token(password, now)?;
                // A token under a wrong name is a mistake in somebody's set-up, better found now than in an audit.
                if Person::key(name) == Person::key(&person) { Ok(principal) } else { Err(error::unknown()) }
            }
            Presented::Basic { name, password } => self.by_password(name, password, address, now),
        }
    }

    /// The principal of a person whose standing decision is carried out; `None` when the account is gone or disabled.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn in_the_name_of(&self, person: &str) -> Result<Option<Principal>> {
        let principal = |(person, organisation): (Person, ostrakon_access::Organisation)| {
            Principal::new(&person, &organisation, Credential::Standing, None, None, &self.matrix)
        };
        Ok(self.active(person)?.map(principal))
    }

    fn by_session(&self, token: &str, now: i64) -> Result<Principal> {
        let kept = match Session::id_of(token) {
            Some(id) => self.get::<Session>(SESSION, &id)?,
            None => None,
        };
        let kept = kept.filter(|kept| kept.value.admits(token, now)).ok_or_else(error::unknown)?;
        let (person, organisation) = self.active(&kept.value.person)?.ok_or_else(error::unknown)?;
        self.touch_session(&kept, &person, now)?;
        let credential = Credential::Session { id: kept.value.id };
        Ok(Principal::new(&person, &organisation, credential, None, None, &self.matrix))
    }

    /// The principal of a token, and the name of its account.
    fn by_token(&self, text: &str, now: i64) -> Result<(Principal, String)> {
        let kept = match Token::id_of(text) {
            Some(id) => self.get::<Token>(TOKEN, &id)?,
            None => None,
        };
        let kept = kept.filter(|kept| kept.value.admits(text, now)).ok_or_else(error::unknown)?;
        let (person, organisation) = self.active(&kept.value.person)?.ok_or_else(error::unknown)?;
        self.touch_token(&kept, &person, now)?;
        let token = kept.value;
        let credential = Credential::Token { id: token.id };
        let principal = Principal::new(
            &person,
            &organisation,
            credential,
            Some(token.scopes),
            token.highest,
            &self.matrix,
        );
        Ok((principal, person.name))
    }

    fn touch_token(&self, kept: &Kept<Token>, person: &Person, now: i64) -> Result<()> {
        if !kept.value.is_due(now) {
            return Ok(());
        }
        let used = Token { used: Some(now), ..kept.value.clone() };
        let mut draft = Draft::new(&Actor::person(person), now);
        draft.event("token.used", format!("{TOKEN}/{}", used.id), json!({}));
        super::tokens::put(&mut draft, &used, &person.organisation, Some(kept.rev))?;
        super::records::lenient(draft.commit(self, ""))
    }
}
