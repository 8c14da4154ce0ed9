//! Seals on what links carry: made with this node's key, believed by the keys of the agreements.
//!
//! A partner whose agreement names a key is believed by its seal and by nothing else: a message of its account without one,
//! with a wrong one, or with one that came before is refused, and the refusal is an event. Nonces of what changes something
//! are kept for a day in the store's table of repeated requests; a seal is good for ten minutes. A partner without a key
//! is believed by its token, as before: that is how nodes of earlier versions and other products take part.

use super::trust::verifying;
use super::{Agreement, Hub, HubError, signed};
use ostrakon_access::Principal;
use ostrakon_exchange::bundle::{SigningKey, VerifyingKey};
pub use ostrakon_exchange::seal::digest;
use ostrakon_exchange::seal::{self, Broken};
use ostrakon_store::{Commit, Error, Idempotency, from_hex};

/// What an answer to a sealed request is sealed with.
#[derive(Debug, Clone)]
pub struct Answering {
    nonce: String,
    to: Option<String>,
}

impl Hub {
    /// Whether messages of somebody must be sealed: then its agreement names a key.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn must_seal(&self, who: &Principal) -> Result<bool, HubError> {
        Ok(!who.own && self.agreement(&who.organisation)?.is_some_and(|found| !found.value.keys.is_empty()))
    }

    /// Checks the seal of a request, where there must be one, and says how to seal the answer. `about` is method and
    /// address, `sha256` the body's digest in hexadecimal; `changes`: its nonce is good for once.
    ///
    /// # Errors
    /// [`HubError::NotAllowed`] for a message that is not believed; that it came is in the log.
    pub fn check_seal(
        &self,
        who: &Principal,
        header: Option<&str>,
        about: &str,
        sha256: &str,
        changes: bool,
    ) -> Result<Option<Answering>, HubError> {
        let agreement = if who.own { None } else { self.agreement(&who.organisation)? };
        let keys = agreement.map(|found| found.value).map(|one| keys(&one)).unwrap_or_default();
        if keys.is_empty() {
            return Ok(header.and_then(seal::nonce_of).map(|nonce| Answering { nonce, to: None }));
        }
        let own = self.node_key()?.map(|key| signed::public(&key));
        let checked = header
            .ok_or(Broken::Missing)
            .and_then(|header| seal::verify(header, &keys, own.as_deref(), about, sha256, self.now()));
        let checked = match checked {
            Ok(seal) if changes && self.was_seen(&seal.from, &seal.nonce, sha256)? => Err(Broken::Replayed),
            other => other,
        };
        match checked {
            Ok(seal) => Ok(Some(Answering { nonce: seal.nonce, to: Some(seal.from) })),
            Err(broken) => {
                self.log_refusal(who.actor(), "message.refused", broken.rule())?;
                Err(HubError::NotAllowed { detail: broken.to_string(), rule: "seal".into() })
            }
        }
    }

    /// The seal of an answer; `None` where this node has no key.
    ///
    /// # Errors
    /// [`HubError::Damaged`] when the key file is no key.
    pub fn seal_answer(&self, to: &Answering, sha256: &str) -> Result<Option<String>, HubError> {
        let Some(key) = self.node_key()? else { return Ok(None) };
        let about = format!("answer {}", to.nonce);
        Ok(Some(seal::write(&key, to.to.as_deref(), &nonce()?, self.now(), &about, sha256)))
    }

    /// How messages to a partner are sealed, and whose answers are believed.
    pub(crate) fn sealing(&self, partner: &str) -> Result<Option<Sealing>, HubError> {
        let Some(key) = self.node_key()? else { return Ok(None) };
        let agreement = self.agreement(partner)?.map(|found| found.value);
        let trusted = agreement.as_ref().map(keys).unwrap_or_default();
        let to = agreement.filter(|one| one.keys.len() == 1).and_then(|one| one.keys.into_iter().next());
        let clock = self.clock.clone();
        Ok(Some(Sealing { key, to, trusted, clock }))
    }

    /// Keeps a nonce; whether it was kept before.
    fn was_seen(&self, from: &str, nonce: &str, sha256: &str) -> Result<bool, HubError> {
        let idempotency = Idempotency {
            scope: format!("seal/{from}"),
            key: nonce.to_owned(),
            request: from_hex(sha256).unwrap_or_default(),
            response: Vec::new(),
        };
        let kept = self.store().commit(Commit {
            actor: from.to_owned(),
            at: self.now(),
            idempotency: Some(idempotency),
            ..Commit::default()
        });
        match kept {
            Ok(done) => Ok(done.repeated.is_some()),
            Err(Error::KeyReused { .. }) => Ok(true),
            Err(error) => Err(error.into()),
        }
    }
}

/// Seals requests and checks answers.
pub(crate) struct Sealing {
    key: SigningKey,
    to: Option<String>,
    trusted: Vec<VerifyingKey>,
    clock: super::Clock,
}

impl Sealing {
    /// The header of a request, and its nonce.
    pub fn request(&self, method: &str, url: &str, body: &[u8]) -> Result<(String, String), String> {
        let nonce = nonce().map_err(|error| error.to_string())?;
        let about = format!("{method} {}", about(url));
        let header =
            seal::write(&self.key, self.to.as_deref(), &nonce, (self.clock)(), &about, &digest(body));
        Ok((header, ostrakon_store::to_hex(&nonce)))
    }

    /// Whether an answer to the request with this nonce may be believed.
    pub fn answer(&self, header: Option<&str>, nonce: &str, body: &[u8]) -> Result<(), Broken> {
        if self.trusted.is_empty() {
            return Ok(());
        }
        let own = signed::public(&self.key);
        let header = header.ok_or(Broken::Missing)?;
        let about = format!("answer {nonce}");
        seal::verify(header, &self.trusted, Some(&own), &about, &digest(body), (self.clock)()).map(|_| ())
    }
}

/// What of an address both ends see alike: a proxy may put something before it.
pub fn about(url: &str) -> &str {
    ["/taxii2", "/api/v1/"].iter().find_map(|part| url.find(part)).map_or(url, |at| &url[at..])
}

fn keys(agreement: &Agreement) -> Vec<VerifyingKey> {
    agreement.keys.iter().filter_map(|key| verifying(key)).collect()
}

fn nonce() -> Result<[u8; 16], HubError> {
    let mut nonce = [0; 16];
    getrandom::fill(&mut nonce)
        .map_err(|error| HubError::Damaged { what: "randomness".into(), why: error.to_string() })?;
    Ok(nonce)
}
