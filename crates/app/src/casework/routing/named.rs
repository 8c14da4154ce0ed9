//! Incidents that a command names: found wherever they stand, and refused where nobody could find them again.
//!
//! **The problem.** What may not be done about an incident is asked by its id. An id with a blank, a capital or a path before it,
//! or one that nobody knows, is asked about nothing, and everything about it is open. **The choice.** Where a command names an
//! incident it is written as it stands in the hub, and is one that the hub holds; what looks like an incident among the
//! evidence is held to the same. **Rejected.** To mend the spelling silently: what a record says would not be what was sent.

use crate::hub::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_response::{Refusal, Words};
use serde_json::Value;
use std::collections::BTreeSet;

const PREFIX: &str = "incident--";

/// Ids of incidents anywhere in a command or record.
pub(in crate::casework) fn incidents(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.starts_with(PREFIX) && text.len() < 60 => {
            found.insert(text.clone());
        }
        Value::Array(all) => all.iter().for_each(|one| incidents(one, found)),
        Value::Object(map) => map.values().for_each(|one| incidents(one, found)),
        _ => {}
    }
}

/// The id of an incident that a text is meant to be, whatever it is written like; none where it says something else.
fn meant(text: &str) -> Option<String> {
    if text.len() > 300 {
        return None;
    }
    let visible: String = text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let lower = visible.to_lowercase();
    let id = &lower[lower.rfind(PREFIX)?..];
    let end = id[PREFIX.len()..].find(|c: char| !c.is_ascii_hexdigit() && c != '-');
    let id = &id[..end.map_or(id.len(), |end| end + PREFIX.len())];
    let uuid = uuid::Uuid::parse_str(id.strip_prefix(PREFIX)?).ok()?;
    Some(format!("{PREFIX}{uuid}"))
}

/// An incident that a command names, and where.
struct Named {
    pointer: String,
    text: String,
    /// It stands where only an incident may stand.
    must: bool,
}

/// What stands where incidents are named, or among evidence.
fn named(value: &Value, at: &str, must: bool, counts: bool, found: &mut Vec<Named>) {
    match value {
        Value::String(text) if counts => {
            found.push(Named { pointer: at.to_owned(), text: text.clone(), must });
        }
        Value::Array(all) => {
            for (n, one) in all.iter().enumerate() {
                named(one, &format!("{at}/{n}"), must, counts, found);
            }
        }
        Value::Object(all) => {
            for (name, one) in all {
                let must = matches!(name.as_str(), "incident" | "incidents");
                // An id inside of a piece of evidence or of an item of a case.
                let counts =
                    must || matches!(name.as_str(), "evidence" | "items") || (counts && name == "id");
                named(one, &format!("{at}/{name}"), must, counts, found);
            }
        }
        _ => {}
    }
}

fn misspelt(pointer: &str, text: &str, id: Option<&str>) -> Refusal {
    let shown: String = text.chars().take(80).collect();
    let right = id.unwrap_or("incident--… (its id)").to_owned();
    Refusal::field(
        pointer,
        Words::new(
            format!("{pointer}: “{shown}” is no incident as the hub writes it; write {right}"),
            format!("{pointer} : « {shown} » n’est pas un incident tel que le hub l’écrit ; écrivez {right}"),
            format!("{pointer}: „{shown}“ ist kein Vorfall, wie der Hub ihn schreibt; schreiben Sie {right}"),
        ),
    )
}

fn unknown(pointer: &str, id: &str) -> Refusal {
    Refusal::field(
        pointer,
        Words::new(
            format!("{pointer}: nobody here knows {id}; put its object on a shelf first, or leave it out"),
            format!(
                "{pointer} : personne ici ne connaît {id} ; déposez d’abord son objet dans une collection, ou retirez-le"
            ),
            format!(
                "{pointer}: niemand kennt hier {id}; legen Sie zuerst sein Objekt in eine Sammlung, oder lassen Sie es weg"
            ),
        ),
    )
}

impl Hub {
    /// Refuses a command that names an incident by another spelling than its own, or one that nobody here knows.
    /// What the record names already stays.
    pub(in crate::casework) fn names_incidents(
        &self,
        who: &Principal,
        state: Option<&Value>,
        command: &Value,
    ) -> Result<(), HubError> {
        let mut all = Vec::new();
        named(command, "", false, false, &mut all);
        if all.is_empty() {
            return Ok(());
        }
        let mut known = BTreeSet::new();
        state.into_iter().for_each(|state| strings(state, &mut known));
        let refused = |refusal| Err(HubError::Refused(Box::new(refusal)));
        for Named { pointer, text, must } in &all {
            if known.contains(text) {
                continue;
            }
            let Some(id) = meant(text) else {
                if *must {
                    return refused(misspelt(pointer, text, None));
                }
                continue;
            };
            if id != *text {
                // An address that ends in an id is one of the web.
                if *must || !ostrakon_response::check::is_address(text) {
                    return refused(misspelt(pointer, text, Some(&id)));
                }
                continue;
            }
            // A partner names what it was told of in an alert, whose object it may not read.
            let held = self.store().object(&id)?.is_some();
            if !held && self.kept_situation(&who.organisation, &id)?.is_none() {
                return refused(unknown(pointer, &id));
            }
            known.insert(id);
        }
        Ok(())
    }
}

fn strings(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            found.insert(text.clone());
        }
        Value::Array(all) => all.iter().for_each(|one| strings(one, found)),
        Value::Object(all) => all.values().for_each(|one| strings(one, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ID: &str = "incident--00000000-0000-4000-8000-0000000000ab";

    #[test]
    fn an_incident_is_known_in_whatever_spelling() {
        let spellings = [
            ID.to_owned(),
            ID.to_uppercase(),
            format!(" {ID}"),
            format!("{ID} "),
            format!("incident/{ID}"),
            format!("{ID}\u{a0}"),
        ];
        assert!(spellings.iter().all(|text| meant(text).as_deref() == Some(ID)));
        for other in ["", "finding--1", "incident--1", "the incident", "incident--"] {
            assert_eq!(meant(other), None, "{other}");
        }
    }

    #[test]
    fn incidents_are_found_where_they_are_named() {
        let command = json!({ "draft": { "incidents": [ID], "evidence": [ID, { "id": "x" }], "title": ID },
            "items": [{ "kind": "finding", "id": ID }] });
        let mut found = Vec::new();
        named(&command, "", false, false, &mut found);
        let at: BTreeSet<&str> = found.iter().map(|one| one.pointer.as_str()).collect();
        assert_eq!(
            at,
            ["/draft/evidence/0", "/draft/evidence/1/id", "/draft/incidents/0", "/items/0/id"].into()
        );
        assert!(found.iter().all(|one| one.must == one.pointer.starts_with("/draft/incidents")));
    }
}
