//! Requests that are sent twice and done once (draft-ietf-httpapi-idempotency-key-header).
//!
//! **The problem.** A client that got no answer sends its request again. It must get the first answer, also after the server
//! was killed in between, and never have the thing done twice. And an answer may hold a secret that is shown once.
//!
//! **The choice.** A claim is written before the work and becomes the answer after it. Only the digest of the client's key
//! is kept, and the answer is sealed with the key itself: whoever reads the database cannot open it. A claim whose server
//! died is settled by the log, which says who did what: if the asker has had nothing done since, the work was not done
//! and is done now; otherwise the asker is told to look. Only work that was done is remembered: a refusal wrote
//! nothing, so that asking again is harmless and may succeed. **Rejected.** Remembering refusals for a day: whoever was
//! given a right meanwhile would be refused still.

use super::{Hub, HubError};
use crate::sealed;
use ostrakon_access::Principal;
use ostrakon_store::{Idempotency, Location, to_hex};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The longest answer that is kept, in bytes; a longer one is remembered as done, without its body.
pub const LONGEST_ANSWER: usize = 256 << 10;
/// With several servers on one database, how long another one's claim counts as running, in milliseconds: the longest
/// wait for a partner is two minutes.
const PATIENCE: i64 = 180_000;
/// Events looked through after a crash; beyond it the asker is told to look.
const MOST_EVENTS: usize = 50_000;
/// What happens by asking alone.
const IN_PASSING: [&str; 2] = ["session.used", "token.used"];

/// An answer, as it is given again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers that belong to it.
    pub headers: Vec<(String, String)>,
    /// The body; `None` when it was longer than [`LONGEST_ANSWER`].
    pub body: Option<Vec<u8>>,
}

/// What is to be done with a request.
#[derive(Debug)]
pub enum Claim {
    /// Do it, then settle the ticket.
    Do(Ticket),
    /// It was done; this was the answer.
    Done(Answer),
}

/// The right and the duty to answer.
#[derive(Debug)]
pub struct Ticket {
    key: Idempotency,
    seal: sealed::Key,
}

/// A claim under way, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Running {
    /// The start of a server that works on it.
    server: String,
    /// Since when.
    at: i64,
    /// End of the log then.
    seq: i64,
}

/// First byte of what is kept.
const RUNNING: u8 = b'r';
const DONE: u8 = b'd';

impl Hub {
    /// Claims a request for an asker (`None`: nobody is signed in). `request` is the digest of method, address and body.
    ///
    /// # Errors
    /// [`HubError::Invalid`] when the key stands for another request, [`HubError::Conflict`] while it is worked on, or when
    /// nobody can say whether it was done.
    pub fn claim(&self, who: Option<&Principal>, key: &str, request: [u8; 32]) -> Result<Claim, HubError> {
        let scope = match who {
            // A narrower token of the same person is not given what a wider one was answered.
            Some(who) => format!("http {} {}", who.person, who.highest),
            // Strangers do not share keys: the request itself tells them apart.
            None => format!("http {}", to_hex(&request)),
        };
        let seal = digest(&["answer", &to_hex(&self.people().secret("answers")), &scope, key]);
        let name = to_hex(&digest(&["key", key]));
        let now = self.now();
        let running = Running { server: self.start.clone(), at: now, seq: self.store().last_seq()? };
        let key = Idempotency { scope, key: name, request, response: running.write() };
        let ticket = Ticket { key, seal };
        let kept = match self.store().claim_answer(&ticket.key, now) {
            Ok(None) => return Ok(Claim::Do(ticket)),
            Ok(Some(kept)) => kept,
            Err(ostrakon_store::Error::KeyReused { .. }) => {
                let why = "was used before for another request; send a new key with a new request";
                return Err(HubError::invalid("Idempotency-Key", why));
            }
            Err(other) => return Err(other.into()),
        };
        match kept.split_first() {
            Some((&DONE, sealed)) => Ok(Claim::Done(ticket.open(sealed)?)),
            Some((&RUNNING, text)) => self.take_over(who, ticket, &kept, text, now),
            _ => Err(damaged("is of no known kind")),
        }
    }

    /// A claim that is there already: of a request under way, or of a server that died.
    fn take_over(
        &self,
        who: Option<&Principal>,
        ticket: Ticket,
        kept: &[u8],
        text: &[u8],
        now: i64,
    ) -> Result<Claim, HubError> {
        let busy = || {
            let why =
                "the first request with this Idempotency-Key is still being worked on; ask again in a moment";
            HubError::Conflict(why.into())
        };
        let running: Running = serde_json::from_slice(text).map_err(|error| damaged(&error.to_string()))?;
        // One server a data directory; a database may have several.
        let alone = matches!(self.store().location(), Location::Sqlite(_));
        if running.server == self.start || (!alone && now - running.at < PATIENCE) {
            return Err(busy());
        }
        if let Some(event) = self.done_since(who.map_or("", Principal::actor), running.seq)? {
            return Err(HubError::Conflict(format!(
                "the server stopped while it worked on the first request with this Idempotency-Key, and you had \
                 something done then (event {event}); look whether it was this, and if not, send a new key"
            )));
        }
        if self.store().swap_answer(&ticket.key, kept)? { Ok(Claim::Do(ticket)) } else { Err(busy()) }
    }

    /// The first event of an actor after a number; the last one looked at when there are too many.
    fn done_since(&self, actor: &str, mut seq: i64) -> Result<Option<i64>, HubError> {
        for _ in 0..MOST_EVENTS / 1_000 {
            let events = self.store().events(seq, 1_000)?;
            let Some(last) = events.last().map(|event| event.seq) else { return Ok(None) };
            let theirs = |event: &&ostrakon_store::StoredEvent| {
                (actor.is_empty() || event.actor == actor) && !IN_PASSING.contains(&event.kind.as_str())
            };
            if let Some(event) = events.iter().find(theirs) {
                return Ok(Some(event.seq));
            }
            seq = last;
        }
        Ok(Some(seq))
    }

    /// Keeps the answer for repeats.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn settle(&self, mut ticket: Ticket, answer: &Answer) -> Result<(), HubError> {
        let text = serde_json::to_vec(answer).map_err(|error| damaged(&error.to_string()))?;
        let mut nonce = [0; 12];
        self.people().fill_random(&mut nonce);
        let sealed = sealed::seal(&ticket.seal, nonce, ticket.key.scope.as_bytes(), &text)
            .ok_or_else(|| damaged("is too long to be sealed"))?;
        let was = std::mem::replace(&mut ticket.key.response, [&[DONE], sealed.as_slice()].concat());
        self.store().swap_answer(&ticket.key, &was)?;
        Ok(())
    }

    /// Gives a claim back: nothing was done.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn release(&self, ticket: &Ticket) -> Result<(), HubError> {
        self.store().release_answer(&ticket.key, &ticket.key.response)?;
        Ok(())
    }
}

impl Running {
    fn write(&self) -> Vec<u8> {
        let mut bytes = vec![RUNNING];
        // Three plain fields: writing them cannot fail, and an empty rest would be told as damage.
        bytes.extend(serde_json::to_vec(self).unwrap_or_default());
        bytes
    }
}

impl Ticket {
    fn open(&self, sealed: &[u8]) -> Result<Answer, HubError> {
        let text = sealed::open(&self.seal, self.key.scope.as_bytes(), sealed)
            .ok_or_else(|| damaged("does not open with its key"))?;
        serde_json::from_slice(&text).map_err(|error| damaged(&error.to_string()))
    }
}

fn damaged(why: &str) -> HubError {
    HubError::Damaged { what: "an answer kept for repeats".into(), why: why.to_owned() }
}

/// SHA-256 of parts, each with its length before it.
fn digest(parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::People;
    use ostrakon_store::{Commit, Event, Options, Store};
    use std::sync::Arc;

    fn hub(folder: &std::path::Path, now: i64) -> Hub {
        let store = Store::open(&Location::Sqlite(folder.to_owned()), &Options::default()).expect("opens");
        Hub::over(store, Arc::new(move || now)).expect("the table is sound")
    }

    fn answer() -> Answer {
        Answer { status: 201, headers: Vec::new(), body: Some(b"a secret that is shown once".to_vec()) }
    }

    #[test]
    fn a_request_is_done_once_and_its_answer_given_again_to_the_same_request_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = hub(folder.path(), 1_000);
        let Ok(Claim::Do(ticket)) = first.claim(None, "k", [1; 32]) else { panic!("it is new") };
        assert!(matches!(first.claim(None, "k", [1; 32]), Err(HubError::Conflict(_))), "under way");
        first.settle(ticket, &answer()).expect("kept");
        // After a restart, too.
        drop(first);
        let again = hub(folder.path(), 2_000);
        let Ok(Claim::Done(kept)) = again.claim(None, "k", [1; 32]) else { panic!("done") };
        assert_eq!(kept, answer());
        let bytes = std::fs::read(folder.path().join(ostrakon_store::DATABASE)).expect("the database");
        assert!(!bytes.windows(6).any(|part| part == b"secret"), "answers are sealed");
        // A day later it is forgotten.
        let later = hub(folder.path(), 2_000 + 25 * 3_600_000);
        assert!(matches!(later.claim(None, "k", [1; 32]), Ok(Claim::Do(_))));
    }

    #[test]
    fn a_claim_of_a_server_that_died_is_taken_over_unless_something_was_done_since() {
        let folder = tempfile::tempdir().expect("a folder");
        let people = People::at(folder.path(), None).expect("opens");
        let dying = hub(folder.path(), 1_000);
        assert!(matches!(dying.claim(None, "a", [1; 32]), Ok(Claim::Do(_))));
        let next = hub(folder.path(), 2_000);
        let Ok(Claim::Do(ticket)) = next.claim(None, "a", [1; 32]) else { panic!("nothing was done") };
        next.release(&ticket).expect("given back");
        assert!(matches!(next.claim(None, "a", [1; 32]), Ok(Claim::Do(_))), "released");
        // When something was written before the server died, nobody knows whether it was this.
        let event = Event { kind: "a.b".into(), subject: "a/b".into(), ..Event::default() };
        let commit = Commit { actor: "x".into(), at: 1, events: vec![event], ..Commit::default() };
        people.store().commit(commit).expect("written");
        let last = hub(folder.path(), 3_000);
        let refused = last.claim(None, "a", [1; 32]);
        assert!(matches!(&refused, Err(HubError::Conflict(why)) if why.contains("event 1")), "{refused:?}");
    }
}
