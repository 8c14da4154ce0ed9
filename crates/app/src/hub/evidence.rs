//! Evidence: bytes under their SHA-256, who may open them, and the chain of custody that says who did.
//!
//! **The problem.** Evidence is worth what its history is worth: that it was not changed, where it came from, who had it, and
//! that nobody made it go away alone.
//!
//! **The choice.** The bytes are written first, then one commit names them: the blob, the first entry of its chain of custody,
//! and a record of the organisation that holds it (marking, source). Opening them writes an entry *before* a byte is given.
//! Destroying them spends the approval of a second person in the same commit as the receipt, and leaves record and chain
//! behind. Each organisation has a record of its own: what one holds is no other's to see, also where the bytes are the same;
//! they go when nobody holds them any more. **Rejected.** A shared record: a partner would learn that we hold a thing by
//! storing it.

mod new;

pub use super::evidence_retention::{EvidenceRun, KeptEvidence};

pub use new::NewEvidence;

use super::{Hub, HubError, Versioned};
use ostrakon_access::Principal;
use ostrakon_access::two_person::Sensitive;
use ostrakon_model::Tlp;
use ostrakon_response::router::Access;
use ostrakon_store::{
    BlobMeta, BlobReader, Commit, Cursor, Custody, Effect, Event, Expect, NewRecord, Order, RecordQuery,
    to_hex,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Read;

pub(crate) const KIND: &str = "evidence";
/// The longest text of each kind that goes into a chain of custody: it is in the log for ever.
pub(super) const LONGEST: usize = 2_000;

/// Evidence that an organisation holds, or held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// Length in bytes.
    pub size: u64,
    /// Media type, as captured.
    pub media_type: String,
    /// When it was captured, milliseconds since 1970 UTC.
    pub captured_at: i64,
    /// When it was stored.
    pub stored_at: i64,
    /// Who stored it: the id of an account.
    pub stored_by: String,
    /// Where it was captured from.
    pub source_url: String,
    /// Its marking.
    pub marking: Tlp,
    /// Its retention class, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention: Option<String>,
    /// On which basis it came, where somebody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// Who sent it, where it was not captured here alone; one line a partner.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub received: Vec<Delivery>,
    /// When it was destroyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destroyed_at: Option<i64>,
}

/// That a partner sent an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The partner: the id of its organisation here.
    pub from: String,
    /// When it was whole here, milliseconds since 1970 UTC.
    pub at: i64,
    /// The object that it came with.
    pub object: String,
}

/// A page of evidence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EvidencePage {
    /// Last stored first.
    pub rows: Vec<Evidence>,
    /// How to ask for the next page.
    pub next: Option<String>,
}

/// An entry of a chain of custody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustodyLine {
    /// What is hashed after `prev`, as canonical JSON (RFC 8785).
    pub entry: Value,
    /// Hash of the entry before, in hexadecimal; zeros for the first.
    pub prev: String,
    /// SHA-256 of `prev` and the entry.
    pub hash: String,
}

impl Hub {
    /// Stores evidence; `true` when it is new to the asker's organisation. The same bytes again add an entry to the chain of
    /// custody, and the narrower of both markings holds.
    ///
    /// # Errors
    /// [`HubError::Invalid`] for a missing reason or a malformed field, [`HubError::NotAllowed`] for a marking above the
    /// asker's, [`HubError::Store`] when the disk fails. Nothing is recorded then.
    pub fn add_evidence(
        &self,
        who: &Principal,
        new: &NewEvidence,
        source: &mut dyn Read,
    ) -> Result<(Evidence, bool), HubError> {
        let now = self.now();
        new.check(now)?;
        self.matrix().decide("evidence.write", Some(who), Some(new.marking))?;
        let (sha256, size) = self.store().write_blob(source)?;
        let name = to_hex(&sha256);
        let held = self.one::<Evidence>(KIND, &key(&who.organisation, &name))?;
        let fresh = held.as_ref().is_none_or(|held| held.value.destroyed_at.is_some());
        let evidence = match &held {
            Some(held) if !fresh => {
                let retention = new.retention.clone().or_else(|| held.value.retention.clone());
                let access = narrower(held.value.access, new.access);
                Evidence {
                    marking: held.value.marking.max(new.marking),
                    retention,
                    access,
                    ..held.value.clone()
                }
            }
            _ => Evidence {
                sha256: name.clone(),
                size,
                media_type: new.media_type.clone(),
                captured_at: new.captured_at.unwrap_or(now),
                stored_at: now,
                stored_by: who.person.clone(),
                source_url: new.source_url.clone(),
                marking: new.marking,
                retention: new.retention.clone(),
                access: new.access,
                received: Vec::new(),
                destroyed_at: None,
            },
        };
        let meta = BlobMeta {
            captured_at: evidence.captured_at,
            media_type: evidence.media_type.clone(),
            sha256,
            size,
        };
        let entry = Custody {
            egress: new.egress.clone(),
            source_url: new.source_url.clone(),
            task: new.task.clone(),
            tool: new.tool.clone(),
            ..custody(who, "collect", &new.reason)
        };
        let effects = vec![
            Effect::PutBlob(meta),
            Effect::Custody { sha256, entry },
            Effect::PutRecord(record(&who.organisation, &evidence)?),
        ];
        let expect =
            Expect { kind: KIND.into(), id: key(&who.organisation, &name), rev: held.map(|held| held.rev) };
        self.commit_as(who, now, vec![Event { effects, ..event("evidence.stored", &name) }], vec![expect])?;
        Ok((evidence, fresh))
    }

    /// The evidence of the asker's organisation that the asker may see, last stored first.
    ///
    /// # Errors
    /// [`HubError::Invalid`] for a cursor that was not given out here.
    pub fn evidence_list(
        &self,
        who: &Principal,
        next: Option<&str>,
        limit: usize,
    ) -> Result<EvidencePage, HubError> {
        let bad = || HubError::invalid("next", "it was not given out by this server; begin anew without it");
        let after = next.map(|text| {
            let (value, id) = text.split_once('.').ok_or_else(bad)?;
            // Nothing else was ever given out, and a database need not be asked about it.
            if !value.bytes().all(|byte| byte.is_ascii_digit())
                || !id.bytes().all(|byte| byte.is_ascii_hexdigit())
            {
                return Err(bad());
            }
            Ok::<_, HubError>(Cursor { value: value.to_owned(), id: format!("{}/{id}", who.organisation) })
        });
        let query = RecordQuery {
            owner: Some(who.organisation.clone()),
            marking_at_most: who.highest,
            order: Order::Key("stored".into()),
            descending: true,
            after: after.transpose()?,
            limit: limit.max(1),
            ..RecordQuery::of(KIND)
        };
        let page = self.store().records(&query)?;
        let cursor = |cursor: Cursor| {
            let name = cursor.id.rsplit('/').next().unwrap_or_default();
            format!("{}.{name}", cursor.value)
        };
        let next = page.next.map(cursor);
        let rows = page.rows.into_iter().map(Versioned::<Evidence>::read).collect::<Result<Vec<_>, _>>()?;
        Ok(EvidencePage { rows: rows.into_iter().flatten().map(|row| row.value).collect(), next })
    }

    /// What is known of evidence, the bytes destroyed or not.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for what the asker's organisation does not hold, or the asker may not see.
    pub fn evidence(&self, who: &Principal, sha256: &str) -> Result<Versioned<Evidence>, HubError> {
        let name = sha256.to_ascii_lowercase();
        let found = self.one::<Evidence>(KIND, &key(&who.organisation, &name))?;
        found
            .filter(|found| who.may_see(found.value.marking))
            .ok_or_else(|| HubError::NotFound("evidence of this digest".into()))
    }

    /// Opens evidence. That it was opened, by whom and what for, is in its chain of custody before this returns.
    ///
    /// # Errors
    /// As [`Hub::evidence`]; [`HubError::Gone`] when it was destroyed.
    pub fn open_evidence(
        &self,
        who: &Principal,
        sha256: &str,
        reason: &str,
    ) -> Result<(Evidence, BlobReader), HubError> {
        let evidence = self.evidence(who, sha256)?.value;
        new::text("reason", reason)?;
        if evidence.destroyed_at.is_some() {
            return Err(gone(&evidence.sha256));
        }
        let digest = digest(&evidence.sha256)?;
        let missing = || HubError::Damaged {
            what: format!("evidence {}", evidence.sha256),
            why: "its bytes are gone".into(),
        };
        let reader = self.store().open_blob(&digest)?.ok_or_else(missing)?;
        let effects = vec![Effect::Custody { sha256: digest, entry: custody(who, "view", reason) }];
        let events = vec![Event { effects, ..event("evidence.viewed", &evidence.sha256) }];
        self.commit_as(who, self.now(), events, Vec::new())?;
        Ok((evidence, reader))
    }

    /// The chain of custody, oldest entry first. It stays when the bytes are destroyed.
    ///
    /// # Errors
    /// As [`Hub::evidence`].
    pub fn custody(&self, who: &Principal, sha256: &str) -> Result<(Evidence, Vec<CustodyLine>), HubError> {
        let evidence = self.evidence(who, sha256)?.value;
        let chain = self.store().custody(&digest(&evidence.sha256)?)?;
        let line = |one: ostrakon_store::CustodyEntry| {
            let damaged = |error: serde_json::Error| HubError::Damaged {
                what: format!("the chain of custody of {}", evidence.sha256),
                why: error.to_string(),
            };
            Ok(CustodyLine {
                entry: serde_json::from_slice(&one.json).map_err(damaged)?,
                prev: to_hex(&one.prev),
                hash: to_hex(&one.hash),
            })
        };
        let lines = chain.into_iter().map(line).collect::<Result<Vec<_>, HubError>>()?;
        Ok((evidence, lines))
    }

    /// Destroys evidence by an approved proposal (`delete-evidence`, subject `evidence/SHA256` or the digest alone), which is
    /// spent by it. `true` when the bytes are gone; `false` when another organisation holds the same bytes still.
    ///
    /// # Errors
    /// As [`Hub::evidence`] and [`crate::people::People::spend`]; [`HubError::Gone`] when it was destroyed before.
    pub fn destroy_evidence(
        &self,
        who: &Principal,
        sha256: &str,
        proposal: &str,
    ) -> Result<(Evidence, bool), HubError> {
        let now = self.now();
        let held = self.evidence(who, sha256)?;
        let name = held.value.sha256.clone();
        let digest = digest(&name)?;
        if held.value.destroyed_at.is_some() {
            // A crash may have come between the receipt and the bytes.
            if self.store().blob(&digest)?.is_some_and(|blob| blob.destroyed.is_some()) {
                self.store().remove_blob(&digest)?;
            }
            return Err(gone(&name));
        }
        let agreed = self.people().proposal(proposal, who)?.value;
        let subject = if agreed.subject == name { name.clone() } else { format!("{KIND}/{name}") };
        let spent = self.people().spend(proposal, Sensitive::DeleteEvidence, &subject, who, now)?;
        let last = self.is_last_holder(&name, &held.id)?;
        let evidence = Evidence { destroyed_at: Some(now), ..held.value };
        let mut effects = vec![
            Effect::Custody {
                sha256: digest,
                entry: custody(who, "destroy", &format!("approved: {proposal}")),
            },
            Effect::PutRecord(record(&who.organisation, &evidence)?),
        ];
        if last {
            effects.push(Effect::DestroyBlob { sha256: digest });
        }
        let data = json!({ "sha256": name, "proposal": proposal, "bytes_destroyed": last });
        let destroyed = Event { data, effects, ..event("evidence.destroyed", &name) };
        let expect = vec![spent.expect, Expect { kind: KIND.into(), id: held.id, rev: Some(held.rev) }];
        self.commit_as(who, now, vec![spent.event, destroyed], expect)?;
        if last {
            self.store().remove_blob(&digest)?;
        }
        Ok((evidence, last))
    }

    /// Whether nobody else here holds the same bytes.
    pub(super) fn is_last_holder(&self, name: &str, record: &str) -> Result<bool, HubError> {
        let query = RecordQuery { limit: 1_000, ..RecordQuery::with_key(KIND, "held", name) };
        Ok(self.store().records(&query)?.rows.iter().all(|row| row.id == record))
    }

    pub(crate) fn commit_as(
        &self,
        who: &Principal,
        at: i64,
        events: Vec<Event>,
        expect: Vec<Expect>,
    ) -> Result<(), HubError> {
        let commit = Commit { actor: who.actor().to_owned(), at, events, expect, idempotency: None };
        self.store().commit(commit)?;
        Ok(())
    }
}

/// The narrower of two bases: what came classified, or for research, is not opened by coming once more from an open source. The
/// open copy is evidence of its own: its capture is other bytes.
fn narrower(held: Option<Access>, new: Option<Access>) -> Option<Access> {
    let rank = |access: Access| match access {
        Access::Open => 0,
        Access::OwnApi => 1,
        Access::UserSubmission => 2,
        Access::Dsa40Public => 3,
        Access::Dsa40Vetted => 4,
        Access::Classified => 5,
    };
    held.into_iter().chain(new).max_by_key(|access| rank(*access))
}

/// The id of an organisation's record.
pub(super) fn key(house: &str, sha256: &str) -> String {
    format!("{house}/{sha256}")
}

fn digest(name: &str) -> Result<[u8; 32], HubError> {
    ostrakon_store::from_hex(name).ok_or_else(|| HubError::NotFound("evidence of this digest".into()))
}

fn gone(name: &str) -> HubError {
    HubError::Gone(format!(
        "evidence {name} was destroyed, by the decision of two people or at the end of its time; its chain of custody stays"
    ))
}

pub(super) fn event(kind: &str, sha256: &str) -> Event {
    let (subject, data) = (format!("{KIND}/{sha256}"), json!({ "sha256": sha256 }));
    Event { kind: kind.into(), subject, data, effects: Vec::new() }
}

fn custody(who: &Principal, action: &str, reason: &str) -> Custody {
    let roles: Vec<&str> = who.roles.iter().map(|role| role.name()).collect();
    Custody {
        action: action.into(),
        role: roles.join(" "),
        reason: reason.trim().into(),
        ..Custody::default()
    }
}

pub(super) fn record(house: &str, evidence: &Evidence) -> Result<NewRecord, HubError> {
    let mut keys = BTreeMap::from([("stored".to_owned(), format!("{:015}", evidence.stored_at))]);
    if evidence.destroyed_at.is_none() {
        keys.insert("held".into(), evidence.sha256.clone());
    }
    Ok(NewRecord {
        kind: KIND.into(),
        id: key(house, &evidence.sha256),
        owner: house.to_owned(),
        marking: evidence.marking,
        keys,
        body: serde_json::to_value(evidence).map_err(|error| HubError::invalid("", error.to_string()))?,
    })
}
