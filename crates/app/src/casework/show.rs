//! What somebody may see of a record, and the record as it is shown.
//!
//! **The rule.** The organisation that keeps a record sees it up to the reader's highest marking. An organisation that takes
//! part in it sees it through the gate, as far as is agreed with it. What is marked CLEAR every signed-in reader may see.
//! Nobody else knows that it is there.

use super::commands::{kept, known};
use super::contested::without_authors;
use super::kinds::{Kind, Look};
use super::{EVENT, KINDS};
use crate::hub::outward::Way;
use crate::hub::{Hub, HubError, Row};
use ostrakon_access::{Principal, Role};
use ostrakon_exchange::gate::marking_id;
use ostrakon_model::Tlp;
use ostrakon_response::{Deadline, Standing, Summary, TakesTwo, plan};
use ostrakon_store::Record;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};

/// A deadline, and how it stands now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Due {
    /// The deadline.
    #[serde(flatten)]
    pub deadline: Deadline,
    /// How it stands.
    pub standing: Standing,
}

/// A record as it is shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown {
    /// Id.
    pub id: String,
    /// Kind.
    pub kind: &'static str,
    /// Revision: what `ETag` says and `If-Match` asks for.
    pub rev: i64,
    /// Organisation that keeps it.
    pub owner: String,
    /// When it was opened, milliseconds of UTC.
    pub created: i64,
    /// When it last changed.
    pub updated: i64,
    /// What lists show of it.
    pub summary: Summary,
    /// Its deadlines.
    pub deadlines: Vec<Due>,
    /// The record itself.
    pub record: Value,
    /// Which of its steps take a second person, for those who keep it.
    pub takes_two: TakesTwo,
}

/// An event of a record's history.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HistoryEntry {
    /// Its number within the record, from 1.
    pub n: u64,
    /// What it says: `at`, `by`, `what`; `null` once it was erased.
    pub event: Value,
}

/// Whether somebody may know of a record at all.
pub(super) fn may_see(who: &Principal, owner: &str, marking: Tlp, participants: &BTreeSet<String>) -> bool {
    let in_it = owner == who.organisation || participants.contains(&who.organisation);
    let looks_back = who.own && who.roles.contains(&Role::Auditor);
    (in_it || looks_back || marking == Tlp::Clear) && who.may_see(marking)
}

impl Hub {
    /// A record that the asker may see.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for anything else.
    pub fn record_of(&self, who: &Principal, kind: &str, id: &str) -> Result<Shown, HubError> {
        let kind = known(kind)?;
        let record = self.visible(who, kind, id)?;
        let kept = kept(&record)?;
        let Look { summary, deadlines, .. } = (kind.look)(&kept.state).unwrap_or_default();
        let deadlines = due(deadlines, self.now());
        let shown = Shown {
            id: record.id,
            kind: kind.name,
            rev: record.rev,
            owner: record.owner,
            created: record.created,
            updated: record.updated,
            summary,
            deadlines,
            record: kept.state,
            takes_two: TakesTwo::new(),
        };
        let mut shown = shown;
        let keeps = shown.record["kept_by"] == who.organisation.as_str() || who.own;
        without_authors(shown.kind, keeps, &mut shown.record);
        if shown.owner == who.organisation || who.own {
            shown.takes_two = (kind.takes_two)(&shown.record, &plan::mechanism_facts(self.mechanisms()));
            return Ok(shown);
        }
        let gone = HubError::NotFound(format!("{} {id}", kind.name));
        self.through_the_gate(who, vec![shown], true)?.pop().ok_or(gone)
    }

    /// The record, if the asker may know of it.
    pub(crate) fn visible(&self, who: &Principal, kind: &Kind, id: &str) -> Result<Record, HubError> {
        let gone = || HubError::NotFound(format!("{} {id}", kind.name));
        let record =
            self.store().record(kind.name, id)?.filter(|one| one.erased.is_none()).ok_or_else(gone)?;
        let summary = (kind.look)(&kept(&record)?.state).unwrap_or_default().summary;
        if may_see(who, &record.owner, record.marking, &summary.participants) {
            Ok(record)
        } else {
            Err(gone())
        }
    }

    /// What happened to a record, oldest first.
    ///
    /// # Errors
    /// As [`Hub::record_of`].
    pub fn history_of(&self, who: &Principal, kind: &str, id: &str) -> Result<Vec<HistoryEntry>, HubError> {
        let record = self.visible(who, known(kind)?, id)?;
        if record.owner != who.organisation && !who.own {
            let why = "the history of a record is read by the organisation that keeps it";
            return Err(HubError::NotAllowed { detail: why.into(), rule: "owner".into() });
        }
        let kept = kept(&record)?;
        let keeps = kept.state["kept_by"] == who.organisation.as_str() || who.own;
        let mut all = self.events_of(kind, id, kept.events)?;
        all.iter_mut().for_each(|one| without_authors(kind, keeps, &mut one.event));
        Ok(all)
    }

    /// The events of a record.
    pub(super) fn events_of(&self, kind: &str, id: &str, count: u64) -> Result<Vec<HistoryEntry>, HubError> {
        let mut all = Vec::new();
        for n in 1..=count {
            all.push(HistoryEntry { n, event: self.event_of(kind, id, n)?.unwrap_or_default() });
        }
        Ok(all)
    }

    /// One event of a record, by its number from 1; `None` once it was erased.
    pub(super) fn event_of(&self, kind: &str, id: &str, n: u64) -> Result<Option<Value>, HubError> {
        let found = self.store().record(EVENT, &format!("{kind}/{id}/{n:08}"))?;
        Ok(found.map(|record| record.body).filter(|body| !body.is_null()))
    }

    /// Whether replaying a record's history gives the record that is kept.
    ///
    /// # Errors
    /// [`HubError::Damaged`] where it does not.
    pub fn verify_record(&self, kind: &str, id: &str) -> Result<(), HubError> {
        let known = known(kind)?;
        let damaged = |why: String| HubError::Damaged { what: format!("{kind}/{id}"), why };
        let record =
            self.store().record(kind, id)?.ok_or_else(|| HubError::NotFound(format!("{kind} {id}")))?;
        let kept = kept(&record)?;
        let events: Vec<Value> =
            self.events_of(kind, id, kept.events)?.into_iter().map(|one| one.event).collect();
        if events.contains(&Value::Null) {
            return Ok(());
        }
        let state = (known.replay)(&events).map_err(damaged)?;
        if state == kept.state { Ok(()) } else { Err(damaged("its history gives another state".into())) }
    }

    /// Records as the gate lets them go to a participant, in their order; what it withholds is left out. `whole`: with the
    /// record itself, which the ledger then holds as delivered.
    pub(super) fn through_the_gate(
        &self,
        who: &Principal,
        all: Vec<Shown>,
        whole: bool,
    ) -> Result<Vec<Shown>, HubError> {
        let asked = all.iter().map(|one| as_object(&one.id, one.rev, &one.summary, &one.record)).collect();
        let mut passed: HashMap<String, Vec<u8>> = HashMap::new();
        for one in Way::to_participant(self, who)?.pass(self, asked, true, whole)? {
            passed.insert(one.id, one.bytes);
        }
        let mut shown = Vec::with_capacity(passed.len());
        for one in all {
            let bytes = passed.remove(&object_id(&one.id));
            let Some((summary, record)) = bytes.and_then(|bytes| of_object(&bytes)) else { continue };
            let summary = Summary {
                state: one.summary.state.clone(),
                marking: one.summary.marking,
                ..summary.unwrap_or_default()
            };
            // Of the deadlines of others it is not told.
            let deadlines =
                one.deadlines.into_iter().filter(|due| due.deadline.whose == who.organisation).collect();
            shown.push(Shown { summary, deadlines, record, ..one });
        }
        Ok(shown)
    }
}

/// Under which id the gate knows a record.
pub(super) fn object_id(id: &str) -> String {
    crate::hub::notices::record_object(id)
}

/// A record as an object that the gate can judge.
pub(crate) fn as_object(id: &str, rev: i64, summary: &Summary, record: &Value) -> Row {
    let id = object_id(id);
    let object = json!({
        "type": "x-ostrakon-record", "spec_version": "2.1", "id": id,
        "created": "1970-01-01T00:00:00.000Z", "modified": "1970-01-01T00:00:00.000Z",
        "object_marking_refs": [marking_id(summary.marking)],
        "summary": summary, "record": record,
    });
    Row {
        id,
        kind: "x-ostrakon-record".into(),
        // Written so that a later one sorts after it.
        version: crate::hub::notices::record_version(rev),
        spec_version: "2.1".into(),
        added: 0,
        bytes: object.to_string().into_bytes(),
        erased: None,
    }
}

/// Deadlines, and how they stand.
pub(super) fn due(deadlines: Vec<Deadline>, now: i64) -> Vec<Due> {
    deadlines.into_iter().map(|one| Due { standing: one.standing(now), deadline: one }).collect()
}

/// What passed the gate: the record, and the summary if something of it passed. What the gate took out of the summary (an
/// incident that the reader may not have, say) is empty there; the rest stays.
pub(crate) fn of_object(bytes: &[u8]) -> Option<(Option<Summary>, Value)> {
    let mut value: Value = serde_json::from_slice(bytes).ok()?;
    let summary = match (value["summary"].take(), serde_json::to_value(Summary::default()).ok()?) {
        (Value::Object(passed), Value::Object(mut whole)) => {
            whole.extend(passed);
            serde_json::from_value(Value::Object(whole)).ok()
        }
        _ => None,
    };
    Some((summary, value["record"].take()))
}

/// Whether a subject of the log is a record of casework.
pub(super) fn subject(text: &str) -> Option<(&'static Kind, &str)> {
    let (kind, id) = text.split_once('/')?;
    Some((KINDS.iter().find(|one| one.name == kind)?, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_gate_takes_out_of_a_summary_costs_nothing_else_of_it() {
        let summary =
            Summary { title: "A site".into(), state: "issued".into(), open: true, ..Summary::default() };
        let mut object: Value =
            serde_json::from_slice(&as_object("1", 1, &summary, &json!({})).bytes).expect("an object");
        object["summary"].as_object_mut().expect("a summary").remove("incidents");
        object["summary"].as_object_mut().expect("a summary").remove("participants");
        let (passed, _) = of_object(object.to_string().as_bytes()).expect("a record");
        assert_eq!(passed, Some(summary));
    }
}
