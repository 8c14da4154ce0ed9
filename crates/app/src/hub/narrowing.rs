//! Our stricter marking of what others sent, carried over what they send later.
//!
//! **The problem.** We mark a partner's object more strictly, and our version bears our clock. The partner then corrects or
//! withdraws the object with a `modified` before that: the correction is kept, and the wrong text of our version stays the newest.
//! **The choice.** What the originator says is the content, and what we said of the marking stays: when a version of theirs comes
//! in behind ours, one more version is written by our hand, with their content and our markings. **Rejected.** A newest version that
//! is computed on reading: lists, searches, exports and the gate would each have to know of it.

use super::addition::Source;
use super::hands::{Hands, instant};
use super::import_versions::stamp_of;
use super::{Hub, HubError};
use ostrakon_exchange::taxii::stamp;
use ostrakon_stix::Object;
use ostrakon_store::{Commit, Effect, Event, NewObject};
use serde_json::Value;

/// What our version says otherwise than the originator's.
const OURS: [&str; 2] = ["object_marking_refs", "granular_markings"];

impl Hub {
    /// Writes our marking anew over what an originator has just sent.
    pub(super) fn carry_markings(
        &self,
        source: Source<'_>,
        collection: &str,
        added: &[NewObject],
    ) -> Result<(), HubError> {
        if source.own || added.is_empty() {
            return Ok(());
        }
        let own = self.own_organisations()?;
        let ids: Vec<String> = added.iter().map(|object| object.id.clone()).collect();
        let hands = Hands::of(self.store(), &own, &ids)?;
        let mut carried: Vec<NewObject> = Vec::new();
        for object in added.iter().filter(|object| hands.is_mixed(&object.id)) {
            let versions = hands.versions(&object.id);
            let is_theirs = versions[0].1.as_deref() == Some(source.organisation);
            let last = versions.iter().max_by_key(|(version, _)| instant(version));
            let Some((newest, None)) = last.filter(|_| is_theirs) else { continue };
            // Of several that came at once the latest counts.
            let latest = versions.iter().filter(|(_, hand)| hand.as_deref() == Some(source.organisation));
            let latest = latest.max_by_key(|(version, _)| instant(version));
            if latest.is_none_or(|(version, _)| *version != object.version) {
                continue;
            }
            let held = self.store().object_version(&object.id, newest)?;
            let ours = held.and_then(|held| serde_json::from_slice::<Value>(&held.bytes).ok());
            let theirs = serde_json::from_slice::<Value>(&object.bytes).ok();
            let (Some(Value::Object(ours)), Some(Value::Object(mut theirs))) = (ours, theirs) else {
                continue;
            };
            for key in OURS {
                match ours.get(key) {
                    Some(marking) => drop(theirs.insert(key.to_owned(), marking.clone())),
                    None => drop(theirs.shift_remove(key)),
                }
            }
            let behind = stamp::parse(newest).map_or(0, |newest| newest / 1000 + 1);
            theirs.insert("modified".to_owned(), stamp_of(self.now().max(behind)).into());
            if let Ok(object) = Object::parse(Value::Object(theirs).to_string().as_bytes()) {
                carried.extend(super::intake::to_store(&object));
            }
        }
        if carried.is_empty() {
            return Ok(());
        }
        let mut effects = self.owed_for(&carried, source.organisation)?;
        let count = carried.len();
        effects.insert(0, Effect::AddObjects { collection: collection.to_owned(), objects: carried });
        self.store().commit(Commit {
            actor: source.actor.to_owned(),
            at: self.now(),
            events: vec![Event {
                kind: "markings.carried".into(),
                subject: format!("collection/{collection}"),
                data: serde_json::json!({ "organisation": self.own_organisation()?, "objects": count }),
                effects,
            }],
            ..Commit::default()
        })?;
        Ok(())
    }
}
