//! Cases are joined and parted in both records at once.
//!
//! **The problem.** A merger of two independent commands leaves one case that thinks it was taken up and another that took up what
//! somebody typed: an item is left behind, and undoing one half leaves the other. **The choice.** Whichever of the two is commanded,
//! both records change in one commit, and what is taken up is read off the case that is taken up. **Rejected.** A record of the
//! merger beside the cases: a third thing to keep in step.
//!
//! What is taken up keeps its readers: the narrower marking of both holds, and who takes part in one only is left out until somebody
//! involves them anew. The incident of the case that is taken up goes with it, so that what was judged of it and what is planned about
//! it still meet.

use super::commands::{kept, known};
use super::consequences::Consequence;
use crate::hub::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_model::Role;
use ostrakon_response::Aggregate;
use ostrakon_response::case::{Case, Members, bare};
use ostrakon_store::Record;
use serde_json::{Value, json};

/// A case's items, and with which cases it is joined.
fn members(state: &Value) -> Members {
    serde_json::from_value(state["members"].clone()).unwrap_or_default()
}

/// The command by which another case takes up all that this one brings, or these items of it: with the marking under which they
/// stood, and for those who could read them.
fn taken_up(id: &str, state: &Value, items: Option<&Value>) -> Value {
    let case: Case = serde_json::from_value(state.clone()).unwrap_or_default();
    let items = items.cloned().unwrap_or_else(|| json!(case.brings()));
    json!({
        "command": "absorb", "case": id, "items": items, "marking": case.marking(), "participants": case.audience(),
    })
}

impl Hub {
    /// The record and the command that are meant where a command names the other end of a join: to take up a case is that
    /// case's merger, to let it go is its undoing.
    pub(super) fn meant(
        &self,
        who: &Principal,
        record: &Record,
        command: &Value,
    ) -> Result<Option<(Record, Value)>, HubError> {
        let Some(other) = command["case"].as_str().map(bare) else { return Ok(None) };
        match command["command"].as_str() {
            Some("absorb") => {
                let taken = self.beside(who, record, other)?;
                Ok(Some((taken, json!({ "command": "merge-into", "case": record.id }))))
            }
            Some("release") => {
                let taken = self.store().record(Case::KIND, other)?.filter(|one| one.erased.is_none());
                let Some(taken) = taken.filter(|one| one.owner == record.owner) else { return Ok(None) };
                let state = kept(&taken)?.state;
                let undoing = if state["merged"][0].as_str().map(bare) == Some(&*record.id) {
                    json!({ "command": "unmerge" })
                } else if members(&state).split.contains_key(&record.id) {
                    json!({ "command": "rejoin", "case": record.id })
                } else {
                    return Ok(None);
                };
                Ok(Some((taken, undoing)))
            }
            Some("merge-into" | "split-off") => self.beside(who, record, other).map(|_| None),
            _ => Ok(None),
        }
    }

    /// Another case of the same house.
    fn beside(&self, who: &Principal, record: &Record, other: &str) -> Result<Record, HubError> {
        let found = self.visible(who, known(Case::KIND)?, other)?;
        if found.owner == record.owner {
            return Ok(found);
        }
        let detail =
            "cases of two organisations are not joined; share the incident with the other one instead";
        Err(HubError::NotAllowed { detail: detail.into(), rule: "owner".into() })
    }

    /// What follows in the other case: its state after them, and what they say.
    pub(super) fn of_case(
        &self,
        id: &str,
        state: &Value,
        said: &[Value],
    ) -> Result<Vec<Consequence>, HubError> {
        let mut follows = Vec::new();
        for what in said.iter().map(|one| &one["what"]) {
            let Some(other) = what["case"].as_str().map(bare).filter(|one| !one.is_empty()) else { continue };
            let command = match what["event"].as_str() {
                Some("merged-into") => taken_up(id, state, None),
                Some("split-off") => taken_up(id, state, Some(&what["items"])),
                Some("unmerged" | "rejoined") if self.holds(other, id)? => {
                    json!({ "command": "release", "case": id })
                }
                _ => continue,
            };
            follows.push(Consequence {
                kind: known(Case::KIND)?,
                id: other.to_owned(),
                commands: vec![command],
                must: true,
                role: Role::Analyst,
            });
        }
        Ok(follows)
    }

    /// Whether a case has taken up another: of the time when the two halves were commanded apart, it may not have.
    fn holds(&self, case: &str, other: &str) -> Result<bool, HubError> {
        let record = self.store().record(Case::KIND, case)?.filter(|one| one.erased.is_none());
        let Some(record) = record else { return Ok(false) };
        Ok(members(&kept(&record)?.state).absorbed.contains_key(other))
    }
}
