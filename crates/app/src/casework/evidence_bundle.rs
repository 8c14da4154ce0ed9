//! An evidence file as a signed bundle, which is checked without us and without a network.
//!
//! **The problem.** Whoever decides on a listing, and a court years later, must be able to check a file by itself: that it is
//! ours, that nothing was added or left out since it was sealed, who had which item in hands. **The choice.** The sealed file as
//! it stands, in a signed bundle of the kind that we exchange anyway; checking recomputes the root and the chain of custody and
//! says in plain words what that shows and what it does not. The items themselves go beside it under their SHA-256: they may be
//! gigabytes, and a bundle that holds them could not be shown in part. **Rejected.** A PDF with a signature: nothing in it can
//! be recomputed.

use crate::hub::{Hub, HubError, access::Principal};
use ostrakon_exchange::bundle::{self, Manifest, Terms};
use ostrakon_response::Aggregate;
use ostrakon_response::evidence_file::{EvidenceFile, Phase, says, verify};
use serde_json::{Value, json};
use std::collections::BTreeSet;

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
        Ok(bundle::sign(&[object], &terms, &key))
    }
}

/// What an evidence file in a bundle shows, after its signature was checked; `None` where the bundle holds none.
///
/// # Errors
/// [`HubError::Invalid`] for one that does not hold: a root or a chain of custody that was recomputed and is another.
pub fn check(bytes: &[u8], manifest: &Manifest, language: &str) -> Result<Option<Told>, HubError> {
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
        told.proven.push(format!(
            "{} signed this file: {} ({}).",
            manifest.issuer, file.draft.title, file.draft.regime
        ));
        let says = says(&file);
        told.proven.extend(says.shown.iter().map(|one| one.in_language(language).to_owned()));
        told.not_proven.extend(says.not_shown.iter().map(|one| one.in_language(language).to_owned()));
    }
    Ok(Some(told))
}
