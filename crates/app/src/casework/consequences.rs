//! What follows from a decision for other records, in the same commit.
//!
//! **The problem.** A contestation is upheld, and the entry that it was about stands on the public page as before, until somebody
//! remembers. **The choice.** A short table: of what happened to a record follows a command to another, decided by that one's own
//! rules and written with it. What must follow (a correction) refuses the whole when it cannot; what only tells (that an entry is
//! contested) is left out when it cannot. Each recipient of what was wrong is owed a notice, in the same commit.
//! **Rejected.** Listeners that run later: a crash in between, and nobody is told.

use super::commands::kept;
use super::kind;
use super::kinds::Kind;
use crate::hub::{Hub, HubError};
use ostrakon_model::{Role, Tlp};
use ostrakon_response::case::Case;
use ostrakon_response::contestation::Contestation;
use ostrakon_response::crisis::Crisis;
use ostrakon_response::measure::Measure;
use ostrakon_response::publication::Publication;
use ostrakon_response::report::Report as Issue;
use ostrakon_response::{Actor, Aggregate};
use ostrakon_store::{Effect, Record, RecordQuery};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A command to another record.
pub(super) struct Consequence {
    pub(super) kind: &'static Kind,
    pub(super) id: String,
    /// Commands in the order in which they are tried: the first that its rules allow.
    pub(super) commands: Vec<Value>,
    /// Whether the act is refused without it.
    pub(super) must: bool,
    /// In which role the house does it: the decision was taken by whoever caused it.
    pub(super) role: Role,
}

/// What follows from events of a contestation: its state after them, and what they say.
fn of_contestation(id: &str, state: &Value, said: &[Value]) -> Vec<Consequence> {
    let contested = state["draft"]["contested"].as_str().unwrap_or_default();
    let Some(publication) = contested.strip_prefix("publication/") else { return Vec::new() };
    let Some(publications) = kind(Publication::KIND) else { return Vec::new() };
    let follows = |commands: Vec<Value>, must: bool| Consequence {
        kind: publications,
        id: publication.to_owned(),
        commands,
        must,
        role: Role::Analyst,
    };
    let settle = |upheld: bool| json!({ "command": "settle", "contestation": id, "upheld": upheld });
    said.iter()
        .filter_map(|happened| {
            let what = &happened["what"];
            Some(match what["event"].as_str()? {
                "received" | "appealed" => {
                    follows(vec![json!({ "command": "contest", "contestation": id })], false)
                }
                "upheld" => {
                    let rectify = json!({
                        "command": "rectify", "contestation": id, "correction": what["correction"],
                        "reasons": what["reasons"],
                    });
                    // What was taken back since needs no correction, only an answer.
                    follows(vec![rectify, settle(true)], true)
                }
                "rejected" => follows(vec![settle(false)], false),
                "withdrawn" => follows(vec![json!({ "command": "uncontest", "contestation": id })], false),
                _ => return None,
            })
        })
        .collect()
}

/// Refuses from outside what only follows from other decisions.
pub(super) fn refuse_reserved(kind: &Kind, command: &Value) -> Result<(), HubError> {
    if kind.name == Publication::KIND && command["command"] == "rectify" {
        let why = "a publication is rectified by upholding the contestation of it; to change its text, use `correct`";
        return Err(HubError::invalid("/command", why));
    }
    if kind.name == Measure::KIND && !command["series"]["counted"].is_null() {
        let why = "what is typed is told apart from what was counted: leave `counted` out, or have the series counted from \
                   the data (`POST …/counted`)";
        return Err(HubError::invalid("/series/counted", why));
    }
    Ok(())
}

impl Hub {
    /// What follows from events of a record: its state after them, what they say, and whose it is.
    pub(super) fn follows(
        &self,
        kind_name: &str,
        id: &str,
        state: &Value,
        said: &[Value],
        owner: &str,
    ) -> Result<Vec<Consequence>, HubError> {
        if kind_name == Contestation::KIND {
            return Ok(match self.answered_for(state)? {
                Some(_) => of_contestation(id, state, said),
                None => Vec::new(),
            });
        }
        if kind_name == Case::KIND {
            return self.of_case(id, state, said);
        }
        let issued = said.iter().any(|one| one["what"]["event"] == "issued");
        if kind_name == Issue::KIND && issued { self.of_issue(id, state, owner) } else { Ok(Vec::new()) }
    }

    /// An issue enters itself on the pages of the crises of its election over which its house presides: a report that was asked for
    /// there is answered by it.
    fn of_issue(&self, id: &str, state: &Value, owner: &str) -> Result<Vec<Consequence>, HubError> {
        let Some(crises) = kind(Crisis::KIND) else { return Ok(Vec::new()) };
        let outline = &state["outline"];
        let query =
            RecordQuery { owner: Some(owner.to_owned()), limit: 1_000, ..RecordQuery::of(Crisis::KIND) };
        let mut follows = Vec::new();
        for record in self.store().records(&query)?.rows.into_iter().filter(|one| one.erased.is_none()) {
            let page = kept(&record)?.state;
            if page["scope"]["election"] != outline["election"] || outline["election"].is_null() {
                continue;
            }
            let version = page["reports"].as_array().map_or(0, Vec::len) + 1;
            let enter = json!({
                "command": "record-report", "version": version, "cut_off": outline["cut_off"],
                "record": format!("{}/{id}", Issue::KIND),
            });
            // A page outside of activation takes none, and the issue stands all the same.
            follows.push(Consequence {
                kind: crises,
                id: record.id,
                commands: vec![enter],
                must: false,
                role: Role::Presidency,
            });
        }
        Ok(follows)
    }

    /// In whose place a consequence is decided: somebody of the organisation that keeps the record, with the account of who
    /// caused it, so that the rules about own work hold.
    pub(super) fn house_of(&self, record: &Record, cause: &Actor, role: Role) -> Result<Actor, HubError> {
        let found = self.one::<ostrakon_access::Organisation>("organisation", &record.owner)?;
        let missing = || HubError::NotFound(format!("organisation {}", record.owner));
        let organisation = found.ok_or_else(missing)?.value;
        Ok(Actor {
            organisation: record.owner.clone(),
            kind: organisation.kind,
            country: organisation.country,
            roles: BTreeSet::from([role]),
            own: organisation.own,
            ..cause.clone()
        })
    }

    /// The marking under which what an act says goes out: a correction goes to whoever has what it corrects, under that one's
    /// marking, however narrow what was written about it is.
    pub(super) fn goes_under(&self, kind_name: &str, state: &Value, own: Tlp) -> Result<Tlp, HubError> {
        if kind_name != Contestation::KIND {
            return Ok(own);
        }
        let record = self.answered_for(state)?;
        Ok(record.map_or(own, |record| own.min(record.marking)))
    }

    /// Notices to the organisations that have a record which a contestation was right about.
    pub(super) fn correction_notices(
        &self,
        kind_name: &str,
        state: &Value,
        said: &[Value],
    ) -> Result<Vec<Effect>, HubError> {
        let upheld = said.iter().find(|one| one["what"]["event"] == "upheld");
        let Some(upheld) = upheld.filter(|_| kind_name == Contestation::KIND) else { return Ok(Vec::new()) };
        let Some(record) = self.answered_for(state)? else { return Ok(Vec::new()) };
        let id = record.id.as_str();
        let to = upheld["what"]["to"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let mut effects = Vec::new();
        for recipient in to.filter(|one| *one != record.owner) {
            // Whoever is no organisation here (the public, a mirror) is told by the page, or by a person.
            if self.one::<ostrakon_access::Organisation>("organisation", recipient)?.is_some() {
                effects.push(self.owed_of_record(recipient, id, record.rev)?);
            }
        }
        Ok(effects)
    }
}
