//! Evidence travels with the objects that name it.
//!
//! **The problem.** An incident without its screenshots convinces nobody, and a video of 300 MB does not fit a TAXII
//! envelope. **The choice.** An `artifact`, or a reference of any object, that bears a SHA-256 names evidence. Whoever may
//! have the object may have the bytes: the gate is asked for the object each time, not for the bytes. They go in parts,
//! each after the last one that arrived, and are kept only when their digest is right; both ends write an entry into the
//! item's chain of custody, the sender one into the ledger. A link moves past a page of objects only when the evidence of
//! the page is there, so that a cut line loses none. A node without these addresses gets the objects alone.
//! **Rejected.** Base64 in `payload_bin`: a third more, whole in memory, and in every version of the object.

use super::collection::may_read;
use super::evidence_received::{Arrival, Held};
use super::evidence_staging::Staged;
use super::imports::refused;
use super::outward::origin;
use super::{Hub, HubError, Row};
use ostrakon_access::Principal;
use ostrakon_exchange::gate::fixed_marking;
use ostrakon_exchange::part::Part;
use ostrakon_exchange::taxii::{Client, Failure, Filter};
use ostrakon_model::Tlp;
use ostrakon_store::{
    Commit, Custody, Effect, Event, ObjectQuery, RecordQuery, Released, VersionMatch, from_hex, to_hex,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Read;

/// Bytes of one part.
const PART: u64 = 8 << 20;
/// The longest item that is taken from a partner.
const LONGEST: u64 = 2 << 30;
/// Records of evidence, with the key `held` that is its digest: their marking counts.
const RECORD: &str = "evidence";

/// How much of an item is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrived {
    /// Bytes that arrived.
    pub have: u64,
    /// Whether that is all.
    pub complete: bool,
}

/// The evidence that an object names.
fn named(object: &Value) -> BTreeSet<[u8; 32]> {
    let of = |map: &Value| from_hex(map.get("hashes")?.get("SHA-256")?.as_str()?);
    let own = if object["type"] == "artifact" { of(object) } else { None };
    let references = object["external_references"].as_array();
    own.into_iter().chain(references.into_iter().flatten().filter_map(of)).collect()
}

fn read(bytes: &[u8]) -> Option<Value> {
    // Most objects name no evidence: they need not be read.
    let names = bytes.windows(9).any(|word| word == b"\"SHA-256\"");
    if names { serde_json::from_slice(bytes).ok() } else { None }
}

fn address(sha256: &[u8; 32], collection: &str, object: &str, from: u64) -> String {
    format!(
        "/api/v1/exchange/evidence/{}?collection={collection}&object={object}&from={from}",
        to_hex(sha256)
    )
}

impl Hub {
    /// A part of an item of evidence for somebody who may have the object that names it.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for an object that is not there or does not name it, and for bytes that are not here.
    pub fn evidence_part(
        &self,
        who: &Principal,
        collection: &str,
        object: &str,
        digest: &str,
        from: u64,
    ) -> Result<Vec<u8>, HubError> {
        let missing = || HubError::NotFound("evidence of this object".into());
        let wanted = from_hex(digest).ok_or_else(missing)?;
        let view = self.shelf(who, collection)?;
        may_read(&view)?;
        let filter = Filter { ids: vec![object.to_owned()], ..Filter::default() };
        let page = self.page(who, &view.id, &filter, super::Route::Taxii)?;
        let told =
            page.rows.iter().filter_map(|row| read(&row.bytes)).find(|one| named(one).contains(&wanted));
        let told = told.ok_or_else(missing)?;
        let label = label(&told).max(self.evidence_marking(digest)?);
        let highest = if who.own {
            who.highest
        } else {
            self.agreement(&who.organisation)?
                .map_or(Tlp::Clear, |found| found.value.highest)
                .min(who.highest)
        };
        if label > highest {
            return Err(missing());
        }
        let blob = self.store().blob(&wanted)?.filter(|blob| blob.destroyed.is_none()).ok_or_else(missing)?;
        let mut reader = self.store().open_blob(&wanted)?.ok_or_else(missing)?;
        let failed = |error: std::io::Error| HubError::Damaged {
            what: format!("blob {digest}"),
            why: error.to_string(),
        };
        std::io::copy(&mut Read::by_ref(&mut reader).take(from), &mut std::io::sink()).map_err(failed)?;
        let mut bytes = Vec::new();
        reader.take(PART).read_to_end(&mut bytes).map_err(failed)?;
        if from == 0 {
            self.handed_evidence(who.actor(), &who.organisation, &wanted, label)?;
        }
        let (media_type, captured_at) = (blob.meta.media_type, blob.meta.captured_at);
        Ok(Part { size: blob.meta.size, from, media_type, captured_at, marking: Some(label) }.frame(&bytes))
    }

    /// Takes a part of an item from a partner that has sent an object which names it. An empty part asks how much is
    /// there.
    ///
    /// # Errors
    /// [`HubError::NotFound`] where the partner has sent no such object, [`HubError::Invalid`] for a part that is none,
    /// [`HubError::Conflict`] for whole bytes with another digest, of which nothing is kept.
    pub fn take_evidence(
        &self,
        who: &Principal,
        object: &str,
        digest: &str,
        body: &[u8],
    ) -> Result<Arrived, HubError> {
        let missing = || HubError::NotFound("object of yours that names this evidence".into());
        let wanted = from_hex(digest).ok_or_else(missing)?;
        let query = ObjectQuery {
            ids: vec![object.to_owned()],
            versions: vec![VersionMatch::All],
            limit: 100,
            ..ObjectQuery::default()
        };
        let rows = self.store().objects(&origin(&who.organisation), &query)?.rows;
        // The newest version that names it says under which label it comes.
        let mut told = rows.iter().rev().filter_map(|row| Some((read(&row.bytes)?, row.version.as_str())));
        let (object, version) = told.find(|(one, _)| named(one).contains(&wanted)).ok_or_else(missing)?;
        let (partner, label) = (who.organisation.as_str(), label(&object));
        let arrival = Arrival { who, partner, sha256: wanted, object: &object, version, label };
        let have = match self.held_of(&arrival)? {
            Held::FromThem(have) | Held::Destroyed(have) => Some(have),
            // Bytes that are here by another way are taken all the same: see `evidence_received`.
            Held::FromOthers(have) => self.went_out_before(&arrival)?.then_some(have),
            Held::Wanted => None,
        };
        if let Some(have) = have {
            self.unstage(partner, &to_hex(&wanted))?;
            return Ok(Arrived { have, complete: true });
        }
        let mut staged = self.staged(partner, &to_hex(&wanted))?;
        if body.is_empty() {
            return Ok(Arrived { have: staged.length()?, complete: false });
        }
        let (part, bytes) = Part::read(body).map_err(refused)?;
        if part.size > LONGEST {
            return Err(HubError::invalid("/size", format!("at most {LONGEST} bytes are taken")));
        }
        self.add_part(&mut staged, &arrival, &part, bytes)
    }

    /// Fetches the evidence of objects that came from a partner, as far as it is not here.
    pub(super) fn fetch_evidence(
        &self,
        who: &Principal,
        partner: &str,
        remote: &str,
        client: &Client<'_>,
        objects: &[String],
    ) -> Result<(), Failure> {
        let kept = |error: HubError| Failure::Kept(error.to_string());
        for object in objects.iter().filter_map(|text| read(text.as_bytes())) {
            let id = object["id"].as_str().unwrap_or_default().to_owned();
            for sha256 in named(&object) {
                let (label, version) = (label(&object), "");
                let arrival = Arrival { who, partner, sha256, object: &object, version, label };
                if !matches!(self.held_of(&arrival).map_err(kept)?, Held::Wanted) {
                    self.unstage(partner, &to_hex(&sha256)).map_err(kept)?;
                    continue;
                }
                let mut staged = self.staged(partner, &to_hex(&sha256)).map_err(kept)?;
                loop {
                    let have = staged.length().map_err(kept)?;
                    let path = address(&sha256, remote, &id, have);
                    // A partner that has no such bytes, or keeps them, has sent all that it will.
                    let Some(reply) = client.beside("GET", &path, None)? else { break };
                    let Ok((part, bytes)) = Part::read(&reply.body) else { break };
                    if part.size > LONGEST || part.from != have || (bytes.is_empty() && have < part.size) {
                        break;
                    }
                    match self.add_part(&mut staged, &arrival, &part, bytes) {
                        Ok(arrived) if !arrived.complete => {}
                        // Other bytes under this name are dropped: the object stays, and says what they should be.
                        Ok(_) | Err(HubError::Conflict(_)) => break,
                        Err(error) => return Err(kept(error)),
                    }
                }
            }
        }
        Ok(())
    }

    /// Hands over the evidence of objects that were pushed to a partner.
    pub(super) fn send_evidence(
        &self,
        who: &Principal,
        partner: &str,
        remote: &str,
        client: &Client<'_>,
        rows: &[Row],
    ) -> Result<(), Failure> {
        let kept = |error: HubError| Failure::Kept(error.to_string());
        for (row, object) in rows.iter().filter_map(|row| Some((row, read(&row.bytes)?))) {
            for sha256 in named(&object) {
                let label = label(&object).max(self.evidence_marking(&to_hex(&sha256)).map_err(kept)?);
                let highest =
                    self.agreement(partner).map_err(kept)?.map_or(Tlp::Clear, |found| found.value.highest);
                if label > highest {
                    continue;
                }
                let blob = self.store().blob(&sha256).map_err(|error| kept(error.into()))?;
                let Some(blob) = blob.filter(|blob| blob.destroyed.is_none()) else { continue };
                let path = address(&sha256, remote, &row.id, 0);
                let mut arrived =
                    client.beside("POST", &path, Some(Vec::new()))?.and_then(|reply| answer(&reply.body));
                if arrived.is_some_and(|one| !one.complete) {
                    self.handed_evidence(who.actor(), partner, &sha256, label).map_err(kept)?;
                }
                while let Some(Arrived { have, complete: false }) = arrived {
                    let Ok(Some(mut reader)) = self.store().open_blob(&sha256) else { break };
                    let mut bytes = Vec::new();
                    let read = std::io::copy(&mut Read::by_ref(&mut reader).take(have), &mut std::io::sink())
                        .and_then(|_| reader.take(PART).read_to_end(&mut bytes));
                    read.map_err(|error| Failure::Kept(error.to_string()))?;
                    let part = Part {
                        size: blob.meta.size,
                        from: have,
                        media_type: blob.meta.media_type.clone(),
                        captured_at: blob.meta.captured_at,
                        marking: Some(label),
                    };
                    let reply = client.beside("POST", &path, Some(part.frame(&bytes)))?;
                    let next = reply.and_then(|reply| answer(&reply.body));
                    // A partner that does not get on is left alone.
                    arrived = next.filter(|next| next.complete || next.have > have);
                }
            }
        }
        Ok(())
    }

    /// The narrowest marking under which anybody here holds an item of evidence.
    fn evidence_marking(&self, digest: &str) -> Result<Tlp, HubError> {
        let query = RecordQuery { limit: 1_000, ..RecordQuery::with_key(RECORD, "held", digest) };
        let held = self.store().records(&query)?.rows;
        Ok(held.into_iter().map(|record| record.marking).max().unwrap_or(Tlp::Clear))
    }

    /// Puts a part behind what is staged; a whole item is checked and kept.
    fn add_part(
        &self,
        staged: &mut Staged,
        arrival: &Arrival<'_>,
        part: &Part,
        bytes: &[u8],
    ) -> Result<Arrived, HubError> {
        let have = staged.length()?;
        if part.from != have {
            // It came twice, or out of turn: the sender goes on from what is there.
            return Ok(Arrived { have, complete: false });
        }
        let have = staged.append(bytes)?;
        if have < part.size {
            return Ok(Arrived { have, complete: false });
        }
        if staged.digest()? != arrival.sha256 {
            staged.drop_it()?;
            let why = format!(
                "the bytes are not those of {}: they were altered on the way; nothing was kept",
                to_hex(&arrival.sha256)
            );
            self.log_refusal(arrival.who.actor(), "evidence.refused", "digest")?;
            return Err(HubError::Conflict(why));
        }
        self.keep_received(arrival, part, staged.reader()?)?;
        staged.drop_it()?;
        Ok(Arrived { have, complete: true })
    }

    /// Writes that an item went to a partner: into the ledger, and into its chain of custody.
    fn handed_evidence(&self, actor: &str, to: &str, digest: &[u8; 32], label: Tlp) -> Result<(), HubError> {
        let object = format!("blob/{}", to_hex(digest));
        let released = vec![Released { object: object.clone(), version: String::new(), marking: label }];
        let custody = Custody {
            action: "transfer".into(),
            from: self.own_organisation()?,
            to: to.to_owned(),
            reason: "shared with an object that names it".into(),
            ..Custody::default()
        };
        self.store().commit(Commit {
            actor: actor.to_owned(),
            at: self.now(),
            events: vec![Event {
                kind: "evidence.released".into(),
                subject: object,
                data: json!({ "recipient": to }),
                effects: vec![
                    Effect::Release {
                        recipient: to.to_owned(),
                        route: "federation".into(),
                        objects: released,
                    },
                    Effect::Custody { sha256: *digest, entry: custody },
                ],
            }],
            ..Commit::default()
        })?;
        Ok(())
    }
}

fn answer(body: &[u8]) -> Option<Arrived> {
    serde_json::from_slice(body).ok()
}

/// The label that an object bears.
fn label(object: &Value) -> Tlp {
    let refs = object["object_marking_refs"].as_array();
    refs.into_iter().flatten().filter_map(|id| fixed_marking(id.as_str()?)).max().unwrap_or_default()
}
