//! Whose signature is believed, and what was accepted before.
//!
//! **The problem.** A signed bundle may be forged, altered, meant for somebody else, or sent a second time after it was
//! withdrawn. **The choice.** The keys that count are those of the agreements, and our own; for each issuer the
//! numbers that were accepted are a record, and a bundle with one of them is refused. Whatever is refused is an
//! event, so that an attempt is seen. **Rejected.** Trust at first sight: the first bundle may be the forged one.

use super::{Agreement, Hub, HubError};
use ostrakon_exchange::Limits;
use ostrakon_exchange::bundle::{self, Accepted, Rejection, Trust, VerifyingKey};
use ostrakon_model::Tlp;
use ostrakon_store::{Commit, Effect, Event, Expect, NewRecord, from_hex};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The record of what was accepted from an issuer.
const SEEN: &str = "bundle-seen";

/// A bundle that was found to be good.
pub(crate) struct Opened {
    /// The organisation whose agreement names the key.
    pub organisation: String,
    /// Whether that is us.
    pub own: bool,
    /// Under which id it signed.
    pub issuer: String,
    /// The bundle's number.
    pub sequence: u64,
    /// What is in it.
    pub objects: Vec<Value>,
}

/// A public key of 64 hexadecimal digits.
pub(crate) fn verifying(text: &str) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(&from_hex(text)?).ok()
}

impl Hub {
    /// Verifies a signed bundle against the keys of all agreements in force.
    ///
    /// # Errors
    /// [`HubError::Invalid`] with the reason; that it was refused is in the log.
    pub(crate) fn open_signed(&self, actor: &str, bytes: &[u8]) -> Result<Opened, HubError> {
        let own = self.own_organisation()?;
        let mut keys: BTreeMap<String, Vec<VerifyingKey>> = BTreeMap::new();
        let mut organisations: BTreeMap<String, String> = BTreeMap::new();
        if let Some(key) = self.node_key()? {
            keys.insert(own.clone(), vec![key.verifying_key()]);
            organisations.insert(own.clone(), own.clone());
        }
        for agreement in self.all::<Agreement>(super::agreement::KIND)? {
            let agreement = agreement.value;
            if !agreement.for_gate().in_force(self.now()) {
                continue;
            }
            let issuer = agreement.identity.unwrap_or_else(|| agreement.organisation.clone());
            organisations.entry(issuer.clone()).or_insert(agreement.organisation);
            keys.entry(issuer).or_default().extend(agreement.keys.iter().filter_map(|key| verifying(key)));
        }
        let mut seen = BTreeMap::new();
        for issuer in keys.keys() {
            if let Some(found) = self.one::<Accepted>(SEEN, issuer)? {
                seen.insert(issuer.clone(), found.value);
            }
        }
        let trust = Trust { keys, reader: BTreeSet::from([own.clone()]), seen, now: self.now() };
        match bundle::verify(bytes, &trust, Limits::default()) {
            Ok((manifest, objects)) => {
                let organisation = organisations.get(&manifest.issuer).cloned().unwrap_or_default();
                let own = organisation == own;
                let (issuer, sequence) = (manifest.issuer, manifest.sequence);
                Ok(Opened { organisation, own, issuer, sequence, objects })
            }
            Err(Rejection::Unreadable(error)) => Err(super::imports::refused(error)),
            Err(rejection) => {
                self.log_refusal(actor, "bundle.refused", rule(&rejection))?;
                Err(HubError::Invalid { detail: rejection.to_string(), faults: Vec::new() })
            }
        }
    }

    /// Keeps that a bundle was accepted: it is refused from now on.
    ///
    /// # Errors
    /// [`HubError::Changed`] when another of the same issuer was accepted at the same moment.
    pub(crate) fn has_accepted(&self, actor: &str, issuer: &str, sequence: u64) -> Result<(), HubError> {
        let before = self.one::<Accepted>(SEEN, issuer)?;
        let mut accepted = before.as_ref().map(|before| before.value.clone()).unwrap_or_default();
        accepted.add(sequence);
        let record = NewRecord {
            kind: SEEN.into(),
            id: issuer.to_owned(),
            marking: Tlp::AmberStrict,
            body: json!(accepted),
            ..NewRecord::default()
        };
        self.store().commit(Commit {
            actor: actor.to_owned(),
            at: self.now(),
            events: vec![Event {
                kind: "bundle.accepted".into(),
                subject: format!("{SEEN}/{issuer}"),
                data: json!({ "sequence": sequence }),
                effects: vec![Effect::PutRecord(record)],
            }],
            expect: vec![Expect {
                kind: SEEN.into(),
                id: issuer.to_owned(),
                rev: before.map(|before| before.rev),
            }],
            ..Commit::default()
        })?;
        Ok(())
    }

    /// Keeps that something was refused. No text of the sender's gets into the log.
    pub(crate) fn log_refusal(&self, actor: &str, kind: &str, rule: &str) -> Result<(), HubError> {
        self.store().commit(Commit {
            actor: actor.to_owned(),
            at: self.now(),
            events: vec![Event {
                kind: kind.to_owned(),
                subject: format!("actor/{actor}"),
                data: json!({ "rule": rule }),
                effects: Vec::new(),
            }],
            ..Commit::default()
        })?;
        Ok(())
    }

    /// Whom a signed bundle for a partner names as its reader: the partner as we know it, and as it knows itself.
    pub(crate) fn readers(&self, organisation: &str) -> Result<BTreeSet<String>, HubError> {
        let identity = self.agreement(organisation)?.and_then(|found| found.value.identity);
        Ok(identity.into_iter().chain([organisation.to_owned()]).collect())
    }
}

/// The kind of a rejection, for the log.
fn rule(rejection: &Rejection) -> &'static str {
    match rejection {
        Rejection::UnknownIssuer { .. } => "unknown-issuer",
        Rejection::Forged { .. } => "forged",
        Rejection::Altered { .. } => "altered",
        Rejection::Replayed { .. } => "replayed",
        Rejection::WrongRecipient { .. } => "wrong-recipient",
        Rejection::Expired { .. } => "expired",
        Rejection::NotYet { .. } => "not-yet",
        _ => "unreadable",
    }
}
