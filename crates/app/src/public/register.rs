//! A line of the transparency log, written with the commit that changes what the public sees.
//!
//! **The choice.** The commitment is a record that stays, and stands in the event too, so that the audit chain fixes it. Salt and
//! text are another record, whose content is erased when a version has to go for privacy or by order: the line stays and
//! verifies, and nobody can guess what it was. The position in the log is the order of commits; nothing counts, so that two who
//! publish at once do not clash. **Rejected.** Numbers in the records: they would make every publication wait for every other.

use super::view;
use crate::hub::outward::Way;
use crate::hub::{Hub, HubError, marking_id};
use ostrakon_exchange::gate::{Decision, Outcome};
use ostrakon_model::Tlp;
use ostrakon_response::Aggregate;
use ostrakon_response::publication::Publication;
use ostrakon_response::transparency::{Commitment, Opening};
use ostrakon_store::{Effect, NewRecord, RecordQuery, to_hex};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Records that hold a commitment.
pub(super) const ENTRY: &str = "register-entry";
/// Records that open one.
pub(super) const OPENING: &str = "register-opening";

/// What opens a commitment, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Opened {
    /// The salt, hexadecimal.
    pub(super) salt: String,
    /// What was published: an [`super::pages::Entry`] as JSON.
    pub(super) payload: String,
}

/// What a commit gets besides, when it changes what the public sees.
pub(crate) struct Published {
    /// For the event's data.
    pub(crate) data: Value,
    /// For its effects.
    pub(crate) effects: Vec<Effect>,
}

/// Which commit it is about.
pub(crate) struct Change<'a> {
    pub(crate) id: &'a str,
    pub(crate) before: Option<&'a Value>,
    pub(crate) after: &'a Value,
    /// Number of the record's last event.
    pub(crate) count: u64,
    pub(crate) owner: &'a str,
    pub(crate) actor: &'a str,
    pub(crate) at: i64,
}

impl Hub {
    /// The line of the log for a change of a publication; `None` where the public sees nothing new.
    ///
    /// # Errors
    /// [`HubError::NotAllowed`] for what the gate does not let everybody read.
    pub(crate) fn published(&self, change: &Change<'_>) -> Result<Option<Published>, HubError> {
        let damaged = |why: String| HubError::Damaged { what: format!("publication/{}", change.id), why };
        let before = change.before.and_then(|state| view::of_state(change.id, state));
        let state: Publication =
            serde_json::from_value(change.after.clone()).map_err(|error| damaged(error.to_string()))?;
        let Some(after) = view::entry(change.id, &state).filter(|after| Some(after) != before.as_ref())
        else {
            return Ok(None);
        };
        let subject = format!("{}/{}", Publication::KIND, change.id);
        let text = serde_json::to_value(&after).map_err(|error| damaged(error.to_string()))?;
        let object = json!({
            "type": "x-ostrakon-record", "spec_version": "2.1", "id": format!("x-ostrakon-record--{}", change.id),
            "created": "1970-01-01T00:00:00.000Z", "modified": "1970-01-01T00:00:00.000Z",
            "object_marking_refs": [marking_id(state.draft.marking)], "record": text,
        });
        if let Some(refusal) = Way::not_public(self, &object, change.actor)? {
            return Err(HubError::NotAllowed { detail: why_not(&refusal), rule: "gate".into() });
        }
        let earlier = self.lines_of(&subject)?;
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(|error| damaged(error.to_string()))?;
        let payload = serde_json::to_string(&after).map_err(|error| damaged(error.to_string()))?;
        let opening = Opening { salt: &salt, payload: payload.as_bytes() };
        let version = u32::try_from(earlier.len() + 1).unwrap_or(u32::MAX);
        let commitment = Commitment::to(change.at, &subject, version, &opening);
        let id = format!("{subject}/{:08}", change.count);
        let record = |kind: &str, body: Value| {
            Effect::PutRecord(NewRecord {
                kind: kind.into(),
                id: id.clone(),
                owner: change.owner.to_owned(),
                marking: Tlp::Clear,
                keys: BTreeMap::from([("record".to_owned(), subject.clone())]),
                body,
            })
        };
        let data = json!({ "commitment": commitment.commitment, "line": id });
        let opened = Opened { salt: to_hex(&salt), payload };
        let mut effects = vec![record(ENTRY, json!(commitment)), record(OPENING, json!(opened))];
        effects.extend(self.destroyed(&state, change, &earlier)?);
        Ok(Some(Published { data, effects }))
    }

    /// Ids of the lines about a record, oldest first.
    fn lines_of(&self, subject: &str) -> Result<Vec<String>, HubError> {
        let query = RecordQuery { limit: 10_000, ..RecordQuery::with_key(ENTRY, "record", subject) };
        Ok(self.store().records(&query)?.rows.into_iter().map(|row| row.id).collect())
    }

    /// What goes with this change: the openings of all earlier lines, where the newest tombstone's reason asks for it.
    fn destroyed(
        &self,
        state: &Publication,
        change: &Change<'_>,
        earlier: &[String],
    ) -> Result<Option<Effect>, HubError> {
        let goes = state.tombstones.last().is_some_and(|one| one.at == change.at && view::destroys(one.code));
        let mut contents = Vec::new();
        for id in earlier.iter().filter(|_| goes) {
            let opening = self.store().record(OPENING, id)?.filter(|one| one.erased.is_none());
            contents.extend(opening.map(|one| one.content));
        }
        Ok((!contents.is_empty()).then_some(Effect::Erase { contents }))
    }
}

/// Why the gate does not let everybody read an entry, with the fields that are in the way.
fn why_not(refusal: &Decision) -> String {
    match &refusal.outcome {
        Outcome::Redact(paths) => {
            let fields: Vec<&str> =
                paths.iter().map(|path| path.strip_prefix("record.").unwrap_or(path)).collect();
            format!(
                "the sharing gate does not let everybody read it: {} would tell of an account of a person that is held \
                 here, or of an object that may not leave; leave the name or the id out there",
                fields.join(", ")
            )
        }
        _ => format!(
            "the sharing gate does not let everybody read it ({}); mark it TLP:CLEAR and leave out what is narrower",
            refusal.reason
        ),
    }
}
