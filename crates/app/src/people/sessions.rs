//! Sessions of browsers: begun at sign-in, listed, ended.

use super::{
    Actor, People, Result, error,
    records::{Draft, Kept, PERSON, SESSION},
};
use ostrakon_access::{Credential, Person, Principal, Secret, session::Session};
use serde_json::json;

impl People {
    /// Puts a new session into a draft that has an event, and ends the one it replaces.
    pub(super) fn put_session(
        &self,
        draft: &mut Draft,
        person: &Person,
        agent: Option<&str>,
        replaces: Option<&str>,
        now: i64,
    ) -> Result<(Secret, String)> {
        let (session, token) = Session::begin(&person.id, agent, now, &mut self.entropy());
        Self::put_session_record(draft, &session, &person.organisation, None)?;
        if let Some(old) = replaces.and_then(Session::id_of)
            && let Some(kept) = self.get::<Session>(SESSION, &old)?
        {
            draft.delete(SESSION, &old, &kept).erase(&kept);
        }
        Ok((token, session.id))
    }

    fn put_session_record(draft: &mut Draft, session: &Session, owner: &str, was: Option<i64>) -> Result<()> {
        let keys = [("person", session.person.as_str())];
        draft.put((SESSION, &session.id), owner, &keys, session, was)?;
        Ok(())
    }

    /// Writes down that a session is in use, now and then. Of two that do so at once one is enough.
    pub(super) fn touch_session(&self, kept: &Kept<Session>, person: &Person, now: i64) -> Result<()> {
        if !kept.value.is_due(now) {
            return Ok(());
        }
        let used = Session { used: now, ..kept.value.clone() };
        let mut draft = Draft::new(&Actor::person(person), now);
        draft.event("session.used", format!("{PERSON}/{}", person.id), json!({ "session": used.id }));
        Self::put_session_record(&mut draft, &used, &person.organisation, Some(kept.rev))?;
        super::records::lenient(draft.commit(self, ""))
    }

    /// The sessions of an account that last, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn sessions(&self, person: &str, now: i64) -> Result<Vec<Session>> {
        let all = self.all::<Session>(SESSION, Some(("person", person)))?;
        let mut lasting: Vec<Session> =
            all.into_iter().map(|kept| kept.value).filter(|session| session.lasts(now)).collect();
        lasting.sort_by_key(|session| std::cmp::Reverse(session.created));
        Ok(lasting)
    }

    /// Ends one of one's own sessions by its id.
    ///
    /// # Errors
    /// When there is none of this id that is one's own.
    pub fn end_session(&self, principal: &Principal, id: &str, now: i64) -> Result<()> {
        let kept = self
            .get::<Session>(SESSION, id)?
            .filter(|kept| kept.value.person == principal.person)
            .ok_or_else(|| error::not_found("such session of yours"))?;
        let mut draft = Draft::new(&Actor::of(principal), now);
        draft.event("session.ended", format!("{PERSON}/{}", principal.person), json!({ "session": id }));
        draft.delete(SESSION, id, &kept).erase(&kept);
        draft.commit(self, "")
    }

    /// Signs out: ends the session that the principal came with. Twice is once.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn sign_out(&self, principal: &Principal, now: i64) -> Result<()> {
        match &principal.credential {
            Credential::Session { id } if self.get::<Session>(SESSION, id)?.is_some() => {
                self.end_session(principal, id, now)
            }
            _ => Ok(()),
        }
    }

    /// Puts the end of all sessions of an account, but for one, into a draft that has an event.
    pub(super) fn end_sessions(&self, draft: &mut Draft, person: &str, but: Option<&str>) -> Result<()> {
        for kept in self.all::<Session>(SESSION, Some(("person", person)))? {
            if but != Some(kept.value.id.as_str()) {
                draft.delete(SESSION, &kept.value.id, &kept).erase(&kept);
            }
        }
        Ok(())
    }

    /// Removes sessions and links that are over; for a server to call now and then.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub fn sweep(&self, now: i64) -> Result<usize> {
        let over: Vec<_> = self
            .all::<Session>(SESSION, None)?
            .into_iter()
            .filter(|kept| !kept.value.lasts(now))
            .take(1_000)
            .collect();
        if over.is_empty() {
            return Ok(0);
        }
        let mut draft = Draft::new(&Actor::system(), now);
        draft.event("session.swept", SESSION, json!({ "count": over.len() }));
        for kept in &over {
            draft.delete(SESSION, &kept.value.id, kept).erase(kept);
        }
        super::records::lenient(draft.commit(self, ""))?;
        Ok(over.len())
    }
}
