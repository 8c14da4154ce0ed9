//! An evidence file as a signed bundle, which is checked without us and without a network.
//!
//! **The problem.** Whoever decides on a listing, and a court years later, must be able to check a file by itself: that it is
//! ours, that nothing was added or left out since it was sealed, who had which item in hands. **The choice.** The sealed file as
//! it stands, in a signed bundle of the kind that we exchange anyway; checking recomputes the root and the chain of custody and
//! says in plain words what that shows and what it does not. The items themselves go beside it under their SHA-256: they may be
//! gigabytes, and a bundle that holds them could not be shown in part. **Rejected.** A PDF with a signature: nothing in it can
//! be recomputed.

use super::evidence_items::{ItemsChecked, check_items};
use crate::hub::signed::is_signed;
use crate::hub::{Hub, HubError, access::Principal};
use ostrakon_exchange::bundle::{self, Manifest, Terms, sign_text};
use ostrakon_response::evidence_file::{Entry, EvidenceFile, Phase, says, verify};
use ostrakon_response::{Aggregate, Outward, Words};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Type of the object in the bundle.
const KIND: &str = "x-ostrakon-evidence-file";
/// How long a bundle is good: a court may ask after decades.
const GOOD_FOR: i64 = 50 * 366 * 86_400_000;

/// What checking an evidence file told.
pub type Told = crate::public::Told;

impl Hub {
    /// An evidence file that was sealed, signed by this node.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; [`HubError::NotAllowed`] for another organisation's; [`HubError::Conflict`] for a file that is not
    /// sealed, or a node without a key.
    pub fn evidence_bundle(&self, who: &Principal, id: &str) -> Result<Value, HubError> {
        Ok(self.signed_evidence_file(who, id)?.0)
    }

    /// The same, with the file that it holds.
    ///
    /// # Errors
    /// As [`Hub::evidence_bundle`].
    pub fn signed_evidence_file(&self, who: &Principal, id: &str) -> Result<(Value, EvidenceFile), HubError> {
        let shown = self.record_of(who, EvidenceFile::KIND, id)?;
        if shown.owner != who.organisation {
            let detail = "an evidence file is signed by the organisation that keeps it: ask it for one";
            return Err(HubError::NotAllowed { detail: detail.into(), rule: "owner".into() });
        }
        let file: EvidenceFile = serde_json::from_value(shown.record).map_err(|error| HubError::Damaged {
            what: format!("{}/{id}", EvidenceFile::KIND),
            why: error.to_string(),
        })?;
        if !matches!(file.phase, Phase::Sealed | Phase::Exported | Phase::Closed) {
            let why = format!(
                "the file is {}: seal it first (`seal`), so that what is signed stays as it is",
                file.phase.name()
            );
            return Err(HubError::Conflict(why));
        }
        let none = "this installation has no key to sign with; set OSTRAKON_NODE_KEY (openssl rand -hex 32 makes one)";
        let key = self.node_key()?.ok_or_else(|| HubError::Conflict(none.into()))?;
        let now = self.now();
        let object = json!({
            "type": KIND, "id": format!("{KIND}--{id}"), "modified": ostrakon_model::time::iso(shown.updated),
            "record": file,
        });
        let terms = Terms {
            issuer: shown.owner,
            audience: BTreeSet::new(),
            sequence: u64::try_from(now).unwrap_or_default(),
            issued: now,
            expires: now.saturating_add(GOOD_FOR),
        };
        Ok((bundle::sign(&[object], &terms, &key), file))
    }
}

/// How an evidence file is checked.
#[derive(Debug, Clone, Copy)]
pub struct Checking<'a> {
    /// Whose signature is trusted, `(issuer, public key in hexadecimal)`, and was checked; empty where nobody's is known.
    pub keys: &'a [(String, String)],
    /// The folder in which the items lie under their SHA-256; `None` where they are not at hand.
    pub beside: Option<&'a Path>,
    /// The language of what is told.
    pub language: &'a str,
}

/// What an evidence file in a bundle shows, after its signature was checked, or that it is whole; `None` where the bundle holds
/// none.
///
/// # Errors
/// [`HubError::Invalid`] for one that does not hold: a root or a chain of custody that was recomputed and is another, an item
/// beside it that is not the one it names.
pub fn check(bytes: &[u8], manifest: &Manifest, how: &Checking<'_>) -> Result<Option<Told>, HubError> {
    if !manifest.objects.iter().any(|one| one.id.starts_with(KIND)) {
        return Ok(None);
    }
    let wrong = |place: &str, why: String| HubError::invalid(place, why);
    let value: Value = serde_json::from_slice(bytes).map_err(|error| wrong("bundle", error.to_string()))?;
    let mut told = Told::default();
    for object in value["objects"].as_array().into_iter().flatten().filter(|one| one["type"] == KIND) {
        let file: EvidenceFile = serde_json::from_value(object["record"].clone())
            .map_err(|error| wrong("record", error.to_string()))?;
        if let Err(seq) = verify(&file.custody) {
            let why = format!("entry {seq} of the record of custody was changed, left out or put in");
            return Err(wrong("record/custody", why));
        }
        if file.covered().is_none() {
            return Err(wrong(
                "record/sealed",
                "the items and their custody give another root than was sealed".into(),
            ));
        }
        let (title, regime) = (&file.draft.title, &file.draft.regime);
        let issuer = &manifest.issuer;
        let said = |words: Words| words.in_language(how.language).to_owned();
        if how.keys.is_empty() {
            told.not_proven.push(said(Words::new(
                format!(
                    "Who signed this file, {title} ({regime}): it names {issuer}, and no key was given to hold that against (--key ISSUER=HEX). Whoever made it can have made all of it."
                ),
                format!(
                    "Qui a signé ce dossier, {title} ({regime}) : il nomme {issuer}, et aucune clé n’a été donnée pour le vérifier (--key ISSUER=HEX). Son auteur peut l’avoir entièrement fabriqué."
                ),
                format!(
                    "Wer diese Akte unterschrieben hat, {title} ({regime}): sie nennt {issuer}, und es wurde kein Schlüssel angegeben, an dem sich das prüfen ließe (--key ISSUER=HEX). Wer sie gemacht hat, kann alles gemacht haben."
                ),
            )));
        } else {
            told.proven.push(said(Words::new(
                format!("{issuer} signed this file: {title} ({regime})."),
                format!("{issuer} a signé ce dossier : {title} ({regime})."),
                format!("{issuer} hat diese Akte unterschrieben: {title} ({regime})."),
            )));
            signatures(&file, manifest, how, &mut told);
        }
        let says = says(&file);
        told.proven.extend(says.shown.iter().map(|one| one.in_language(how.language).to_owned()));
        told.not_proven.extend(says.not_shown.iter().map(|one| one.in_language(how.language).to_owned()));
        items(&file, how, &mut told)?;
    }
    Ok(Some(told))
}

/// Which entries of custody bear the signature of whoever signed the file.
fn signatures(file: &EvidenceFile, manifest: &Manifest, how: &Checking<'_>, told: &mut Told) {
    let by = |one: &&Entry| is_signed(&one.signed_text(), &one.signature, &manifest.issuer, how.keys);
    let (all, signed) = (file.custody.len(), file.custody.iter().filter(by).count());
    if signed > 0 {
        let words = Words::new(
            format!(
                "{signed} of {all} entries of custody were signed by the same key when they were written."
            ),
            format!(
                "{signed} entrées de conservation sur {all} ont été signées par la même clé au moment de leur écriture."
            ),
            format!(
                "{signed} von {all} Einträgen der Verwahrung wurden mit demselben Schlüssel unterschrieben, als sie entstanden."
            ),
        );
        told.proven.push(words.in_language(how.language).to_owned());
    }
    if signed < all {
        let bare = all - signed;
        let words = Words::new(
            format!(
                "That {bare} of {all} entries of custody were written when they say: they bear no signature of this key."
            ),
            format!(
                "Que {bare} entrées de conservation sur {all} datent du moment qu’elles indiquent : elles ne portent pas la signature de cette clé."
            ),
            format!(
                "Dass {bare} von {all} Einträgen der Verwahrung entstanden sind, als sie es sagen: sie tragen keine Unterschrift dieses Schlüssels."
            ),
        );
        told.not_proven.push(words.in_language(how.language).to_owned());
    }
}

/// What the items beside the file are.
fn items(file: &EvidenceFile, how: &Checking<'_>, told: &mut Told) -> Result<(), HubError> {
    let found = match how.beside {
        Some(folder) => check_items(file, folder)?,
        None => ItemsChecked {
            of: file.items.len(),
            missing: file.items.keys().cloned().collect(),
            ..ItemsChecked::default()
        },
    };
    let ItemsChecked { checked, of, missing } = found;
    if checked > 0 {
        let words = Words::new(
            format!(
                "{checked} of {of} items checked: they lie beside the file and are, byte for byte, those that it names."
            ),
            format!(
                "{checked} pièces sur {of} vérifiées : elles se trouvent à côté du dossier et sont, octet pour octet, celles qu’il nomme."
            ),
            format!(
                "{checked} von {of} Stücken geprüft: sie liegen neben der Akte und sind, Byte für Byte, die, die sie nennt."
            ),
        );
        told.proven.push(words.in_language(how.language).to_owned());
    }
    if !missing.is_empty() {
        let names = missing.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
        let more = if missing.len() > 5 { ", …" } else { "" };
        let absent = missing.len();
        let words = Words::new(
            format!(
                "{absent} of {of} items were not checked: they do not lie beside the file under their SHA-256 ({names}{more})."
            ),
            format!(
                "{absent} pièces sur {of} n’ont pas été vérifiées : elles ne se trouvent pas à côté du dossier sous leur SHA-256 ({names}{more})."
            ),
            format!(
                "{absent} von {of} Stücken wurden nicht geprüft: sie liegen nicht unter ihrem SHA-256 neben der Akte ({names}{more})."
            ),
        );
        told.not_proven.push(words.in_language(how.language).to_owned());
    }
    Ok(())
}

impl Hub {
    /// Signs the entries of custody that a decision wrote: in the events, and in the record that follows.
    pub(super) fn sign_custody(
        &self,
        events: &mut [(String, Value, Option<Outward>)],
        state: &mut Value,
    ) -> Result<(), HubError> {
        let Some(key) = self.node_key()? else { return Ok(()) };
        let mut signed = BTreeMap::new();
        for (_, event, _) in events {
            let Some(entry) = event.pointer_mut("/what/entry") else { continue };
            let Ok(read) = serde_json::from_value::<Entry>(entry.clone()) else { continue };
            let signature = sign_text(&read.signed_text(), &key);
            entry["signature"] = json!(signature);
            signed.insert(read.hash, signature);
        }
        for entry in state["custody"].as_array_mut().into_iter().flatten() {
            let signature = entry["hash"].as_str().and_then(|hash| signed.get(hash));
            if let Some(signature) = signature {
                entry["signature"] = json!(signature);
            }
        }
        Ok(())
    }
}
