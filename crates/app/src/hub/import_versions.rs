//! Versions of what was made of another format.
//!
//! **The problem.** Such formats have no versions, or a day: a fact-check that is corrected on the day it came out, an event
//! that was changed offline. Made into STIX, they come with other content under the id and version that is held.
//! **The choice.** What says something else than the version that is held becomes a new version, of now; what says the same as
//! the newest is that one, so that a repeat adds nothing; of two in one file the later holds, and the answer says so.
//! **Rejected.** Refusing the file, as STIX itself is refused: its sender cannot give it a version.

use super::imports::PIECE;
use super::{Hub, HubError, intake};
use ostrakon_exchange::taxii;
use ostrakon_store::NewObject;
use serde_json::Value;
use std::collections::HashMap;

/// A moment in milliseconds as STIX writes it.
pub(super) fn stamp_of(now: i64) -> String {
    let stamp = taxii::stamp::write(now * 1000);
    format!("{}Z", &stamp[..23])
}

impl Hub {
    /// Gives objects that were made of another format their versions; says of which file objects the last was taken.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub(super) fn give_versions(
        &self,
        objects: &mut Vec<Value>,
        warnings: &mut Vec<String>,
    ) -> Result<(), HubError> {
        let name = |one: &Value| Some((one["id"].as_str()?.to_owned(), one["modified"].as_str()?.to_owned()));
        let last: HashMap<_, usize> =
            objects.iter().enumerate().filter_map(|(at, one)| Some((name(one)?, at))).collect();
        let (mut at, mut dropped) = (0, 0);
        let all = objects.clone();
        objects.retain(|one| {
            at += 1;
            let later = name(one).and_then(|name| last.get(&name)).filter(|&&later| later + 1 != at);
            let superseded = later.is_some_and(|&later| all[later] != *one);
            dropped += usize::from(superseded);
            !superseded
        });
        if dropped > 0 {
            warnings.push(format!(
                "{dropped} objects stand in the file again with other content; the last of each was taken"
            ));
        }
        for from in (0..objects.len()).step_by(PIECE) {
            let texts: Vec<Vec<u8>> = objects[from..objects.len().min(from + PIECE)]
                .iter()
                .map(|one| one.to_string().into_bytes())
                .collect();
            let (places, held): (Vec<usize>, Vec<NewObject>) =
                intake::read(&texts).objects.into_iter().filter(|(_, one)| !one.version.is_empty()).unzip();
            for one in self.store().differing(&held)? {
                let object = &mut objects[from + places[one]];
                let newest = self.store().object(&held[one].id)?;
                let newest: Option<Value> =
                    newest.and_then(|newest| serde_json::from_slice(&newest.bytes).ok());
                let Some(newest) = newest else { continue };
                let version = newest["modified"].clone();
                let mut same = object.clone();
                same["modified"] = version.clone();
                // A source's date may lie ahead of our clock; a new version comes behind it all the same.
                let behind = version.as_str().and_then(taxii::stamp::parse).map_or(0, |held| held / 1000 + 1);
                object["modified"] =
                    if same == newest { version } else { stamp_of(self.now().max(behind)).into() };
            }
        }
        Ok(())
    }
}
