//! Entries for readers of other organisations: through the gate, like every record.
//!
//! What is listed here is a decision of ours: to another organisation it goes under its marking, as far as is agreed with that
//! organisation, and without the accounts of our people who wrote it.

use super::entry::{Draft, Listed};
use crate::hub::outward::Way;
use crate::hub::{Hub, HubError, Row};
use ostrakon_access::Principal;
use ostrakon_exchange::gate::marking_id;
use serde_json::{Value, json};
use std::collections::HashMap;

impl Hub {
    /// The entries that may go to the asker, in their order.
    pub(super) fn within_reach(&self, who: &Principal, all: Vec<Listed>) -> Result<Vec<Listed>, HubError> {
        if who.own || all.is_empty() {
            return Ok(all);
        }
        let rows = all.iter().map(as_object).collect::<Result<Vec<_>, _>>()?;
        let passed = Way::to_participant(self, who)?.pass(self, rows, true, true)?;
        let mut passed: HashMap<String, Vec<u8>> =
            passed.into_iter().map(|row| (row.id, row.bytes)).collect();
        let mut shown = Vec::with_capacity(all.len());
        for mut one in all {
            let bytes = passed.remove(&crate::hub::notices::record_object(&one.id));
            let object: Option<Value> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
            let Some(draft) = object.and_then(|mut object| {
                // What the gate changed must still be an entry, or it does not go.
                serde_json::from_value::<Draft>(object["entry"].take()).ok()
            }) else {
                continue;
            };
            one.entry = draft;
            one.entered.person = None;
            one.verified.iter_mut().for_each(|party| party.person = None);
            shown.push(one);
        }
        Ok(shown)
    }
}

fn as_object(one: &Listed) -> Result<Row, HubError> {
    let id = crate::hub::notices::record_object(&one.id);
    let entry = serde_json::to_value(&one.entry).map_err(HubError::from_json("registry"))?;
    let object = json!({
        "type": "x-ostrakon-record", "spec_version": "2.1", "id": id,
        "created": "1970-01-01T00:00:00.000Z", "modified": "1970-01-01T00:00:00.000Z",
        "object_marking_refs": [marking_id(one.entry.marking)], "entry": entry,
    });
    Ok(Row {
        id,
        kind: "x-ostrakon-record".into(),
        version: crate::hub::notices::record_version(one.rev),
        spec_version: "2.1".into(),
        added: 0,
        bytes: object.to_string().into_bytes(),
        erased: None,
    })
}
