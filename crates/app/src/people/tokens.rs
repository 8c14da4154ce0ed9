//! API tokens: made, listed, revoked.

use super::{
    Actor, People, Result, error,
    records::{Draft, PERSON, TOKEN},
};
use ostrakon_access::{Person, Scope, Secret, token::Token};
use ostrakon_model::Tlp;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeSet;

/// What is said of a new token.
#[derive(Debug, Clone, Default)]
pub struct NewToken<'a> {
    /// The account it acts for, by id or name.
    pub person: &'a str,
    /// What it is for, in the owner's words.
    pub name: &'a str,
    /// What it may be used for.
    pub scopes: BTreeSet<Scope>,
    /// Highest marking, if less than the owner's.
    pub highest: Option<Tlp>,
    /// When it ends.
    pub expires: Option<i64>,
}

/// A token, as it is listed: nothing that opens anything.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(PartialEq))]
pub struct TokenInfo {
    /// Id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// The account.
    pub person: String,
    /// Scopes.
    pub scopes: BTreeSet<Scope>,
    /// Highest marking, if less than the owner's.
    pub highest: Option<Tlp>,
    /// When it was made, in milliseconds of UTC.
    pub created: i64,
    /// When it ends.
    pub expires: Option<i64>,
    /// When it was last used, to within an hour.
    pub used: Option<i64>,
    /// When it was revoked.
    pub revoked: Option<i64>,
}

impl From<Token> for TokenInfo {
    fn from(token: Token) -> Self {
        Self {
            id: token.id,
            name: token.name,
            person: token.person,
            scopes: token.scopes,
            highest: token.highest,
            created: token.created,
            expires: token.expires,
            used: token.used,
            revoked: token.revoked,
        }
    }
}

impl People {
    /// Makes a token; its text is shown once.
    ///
    /// # Errors
    /// For a malformed field, an account that is not there or disabled.
    pub fn add_token(&self, new: NewToken<'_>, by: &Actor, now: i64) -> Result<(TokenInfo, Secret)> {
        let person: Person = self.person(new.person)?;
        if by.id != person.id {
            by.manages(&person.organisation)?;
        }
        if self.active(&person.id)?.is_none() {
            return Err(error::refused("disabled", "the account or its organisation is disabled"));
        }
        let made = Token::make(new.name, &person.id, new.scopes, new.expires, now, &mut self.entropy());
        let (mut token, text) = made.map_err(error::from_access)?;
        token.highest = new.highest;
        let mut draft = Draft::new(by, now);
        let data = json!({ "by": by.by()["by"], "scopes": token.scopes, "token": token.id });
        draft.event("token.made", format!("{PERSON}/{}", person.id), data);
        put(&mut draft, &token, &person.organisation, None)?;
        draft.commit(self, "this token exists already")?;
        Ok((token.into(), text))
    }

    /// Tokens of an account, or all, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn tokens(&self, person: Option<&str>) -> Result<Vec<TokenInfo>> {
        let key = person.map(|id| ("person", id));
        let all = self.all::<Token>(TOKEN, key)?;
        let mut all: Vec<TokenInfo> = all.into_iter().map(|kept| kept.value.into()).collect();
        all.sort_by(|a, b| b.created.cmp(&a.created).then_with(|| a.id.cmp(&b.id)));
        Ok(all)
    }

    /// The tokens of the accounts that an actor manages, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn tokens_seen_by(&self, by: &Actor) -> Result<Vec<TokenInfo>> {
        let mut all = self.tokens(None)?;
        if by.confined.is_some() {
            let theirs: BTreeSet<String> =
                self.people_seen_by(by)?.into_iter().map(|person| person.id).collect();
            all.retain(|token| theirs.contains(&token.person));
        }
        Ok(all)
    }

    /// Revokes a token, by its id or its text; of the account only, where one is given. Twice is once.
    ///
    /// # Errors
    /// When there is no such token.
    pub fn revoke_token(
        &self,
        id_or_text: &str,
        of: Option<&str>,
        by: &Actor,
        now: i64,
    ) -> Result<TokenInfo> {
        let id = Token::id_of(id_or_text).unwrap_or_else(|| id_or_text.to_owned());
        let kept = self
            .get::<Token>(TOKEN, &id)?
            .filter(|kept| of.is_none_or(|person| kept.value.person == person))
            .ok_or_else(|| error::not_found("such token"))?;
        if kept.value.revoked.is_some() {
            return Ok(kept.value.into());
        }
        let person = self.kept_person(&kept.value.person)?.value;
        if by.id != person.id {
            by.manages(&person.organisation)?;
        }
        let next = Token { revoked: Some(now), ..kept.value };
        let mut draft = Draft::new(by, now);
        draft.event(
            "token.revoked",
            format!("{PERSON}/{}", person.id),
            json!({ "by": by.by()["by"], "token": id }),
        );
        put(&mut draft, &next, &person.organisation, Some(kept.rev))?;
        draft.commit(self, "")?;
        Ok(next.into())
    }
}

/// Writes a token, new or over an older revision.
pub(super) fn put(draft: &mut Draft, token: &Token, owner: &str, was: Option<i64>) -> Result<()> {
    draft.put((TOKEN, &token.id), owner, &[("person", &token.person)], token, was)?;
    Ok(())
}
