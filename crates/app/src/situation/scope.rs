//! What belongs to an election.
//!
//! **The rule.** A record belongs to the election that it names. An incident belongs to an election when a record of it, or
//! what is known of the incident, names both. One that nobody assigned belongs to the only election that ran when it was
//! made or when its accounts acted (three months before the vote to one month after it); where two ran, it belongs to
//! neither, and the report says how many there are. **Rejected.** To take every incident of the time: what somebody assigned to another
//! election is not this one's.

use super::incidents::Incident;
use crate::casework::Past;
use ostrakon_response::Summary;
use ostrakon_response::election::Election;
use ostrakon_response::router::Situation;
use std::collections::{BTreeMap, BTreeSet};

/// Days before and after the vote, in milliseconds.
const BEFORE: i64 = 92 * 86_400_000;
const AFTER: i64 = 31 * 86_400_000;

/// Which incidents belong to an election.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// Ids of those that do.
    pub incidents: BTreeSet<String>,
    /// Of these, those that belong to it by their time alone.
    pub by_time: BTreeSet<String>,
    /// Those that may belong to it or to another one.
    pub unassigned: BTreeSet<String>,
}

/// The incidents of an election among all that may be seen.
pub(super) fn of(
    election: &str,
    records: &[Past],
    situations: &BTreeMap<String, Situation>,
    incidents: &BTreeMap<String, Incident>,
) -> Scope {
    let (mut ours, mut theirs) = (BTreeSet::new(), BTreeSet::new());
    for record in records {
        match record.summary.election.as_deref() {
            Some(named) if named == election => ours.extend(record.summary.incidents.iter()),
            Some(_) => theirs.extend(record.summary.incidents.iter()),
            None => {}
        }
    }
    for (incident, situation) in situations {
        if situation.elections.iter().any(|vote| vote.id == election) {
            ours.insert(incident);
        } else if !situation.elections.is_empty() {
            theirs.insert(incident);
        }
    }
    let running: Vec<(&str, i64, i64)> = records.iter().filter_map(window).collect();
    let mut scope = Scope::default();
    for (id, incident) in incidents {
        if ours.contains(id) {
            scope.incidents.insert(id.clone());
        } else if !theirs.contains(id) {
            let (first, last) = incident.acted.unwrap_or((incident.created, incident.created));
            let ran: BTreeSet<&str> = running
                .iter()
                .filter(|(_, from, until)| {
                    (first <= *until && *from <= last) || (*from..=*until).contains(&incident.created)
                })
                .map(|(id, ..)| *id)
                .collect();
            if ran.contains(election) && ran.len() == 1 {
                scope.incidents.insert(id.clone());
                scope.by_time.insert(id.clone());
            } else if ran.contains(election) {
                scope.unassigned.insert(id.clone());
            }
        }
    }
    scope
}

/// Whether a record belongs to the election, or to one of its incidents and to no election.
pub(super) fn belongs(election: &str, incidents: &BTreeSet<String>, summary: &Summary) -> bool {
    match summary.election.as_deref() {
        Some(named) => named == election,
        None => summary.incidents.iter().any(|id| incidents.contains(id)),
    }
}

/// An election, and the time in which what happens may be about it.
fn window(record: &Past) -> Option<(&str, i64, i64)> {
    let facts = record.read::<Election>()?.facts()?;
    Some((record.id.as_str(), facts.opens.saturating_sub(BEFORE), facts.closes.saturating_add(AFTER)))
}
