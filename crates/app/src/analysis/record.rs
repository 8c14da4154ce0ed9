//! Analyses and uploads as they are kept in the store, and how they change.
//!
//! A change of state is an event (who, when, from what to what) with the record that follows from it, under the revision that
//! was read. Progress is no state: it lives in memory and is gone with the process.

use super::{
    Inner,
    wire::{self, ColumnMapping, Counts, ElectionPeriod, Parameters, State, Terms, UploadInfo},
};
use crate::hub::HubError;
use ostrakon_model::Tlp;
use ostrakon_store::{
    Commit, Cursor, Effect, Error as StoreError, Event, Expect, NewRecord, Order, Record, RecordQuery,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) const ANALYSIS: &str = "analysis";
pub(super) const UPLOAD: &str = "upload";
pub(super) const TRANSFER: &str = "transfer";
/// Who acts where no person does: a job that ends, a clock that runs out.
pub(super) const SYSTEM: &str = "system";

/// An analysis, as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    pub name: String,
    pub state: State,
    #[serde(default)]
    pub error: Option<String>,
    #[serde(default)]
    pub counts: Option<Counts>,
    pub upload: UploadInfo,
    #[serde(default)]
    pub format: Option<String>,
    #[serde(default)]
    pub mapping: Vec<ColumnMapping>,
    pub terms: Terms,
    pub expires: i64,
    #[serde(default)]
    pub dataset: Option<String>,
    #[serde(default)]
    pub election: Option<ElectionPeriod>,
    pub parameters: Parameters,
    pub created_by: String,
    pub created: i64,
    #[serde(default)]
    pub started: Option<i64>,
    #[serde(default)]
    pub finished: Option<i64>,
    #[serde(default)]
    pub score: Option<wire::ExerciseScore>,
    #[serde(default)]
    pub exercise: Option<wire::Exercise>,
}

/// An upload, as it is kept. What it was recognised as is looked at anew each time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct KeptUpload {
    pub name: String,
    pub bytes: u64,
    pub sha256: String,
    pub created: i64,
    pub expires: i64,
}

/// A record that was read.
#[derive(Clone, Debug)]
pub(super) struct Read<T> {
    pub id: String,
    pub rev: i64,
    pub owner: String,
    pub marking: Tlp,
    pub content: [u8; 32],
    pub value: T,
}

impl<T: DeserializeOwned> Read<T> {
    fn of(record: Record) -> Result<Self, HubError> {
        let value = serde_json::from_value(record.body).map_err(|error| HubError::Damaged {
            what: format!("{}/{}", record.kind, record.id),
            why: error.to_string(),
        })?;
        let Record { id, rev, owner, marking, content, .. } = record;
        Ok(Self { id, rev, owner, marking, content, value })
    }
}

impl Read<Kept> {
    /// As the interface shows it.
    pub(super) fn wire(&self, progress: Option<wire::Progress>) -> wire::Analysis {
        let kept = self.value.clone();
        wire::Analysis {
            id: self.id.clone(),
            name: kept.name,
            state: kept.state,
            progress: (!kept.state.is_over()).then(|| {
                let told = progress.unwrap_or_default();
                wire::Progress { pausing: told.pausing && kept.state != State::Paused, ..told }
            }),
            error: kept.error,
            counts: kept.counts,
            upload: kept.upload,
            exercise: kept.exercise,
            format: kept.format,
            mapping: kept.mapping,
            terms: kept.terms,
            expires: kept.expires,
            dataset: kept.dataset,
            election: kept.election,
            parameters: kept.parameters,
            marking: self.marking.label().to_owned(),
            created_by: kept.created_by,
            created: kept.created,
            started: kept.started,
            finished: kept.finished,
            rev: self.rev,
        }
    }
}

impl Inner {
    /// A record that is there and not erased.
    pub(super) fn read<T: DeserializeOwned>(
        &self,
        kind: &str,
        id: &str,
    ) -> Result<Option<Read<T>>, HubError> {
        let record = self.store.record(kind, id)?.filter(|record| record.erased.is_none());
        record.map(Read::of).transpose()
    }

    /// A page of records by one of their keys, last first.
    pub(super) fn page<T: DeserializeOwned>(
        &self,
        kind: &str,
        key: &str,
        owner: Option<&str>,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<(Vec<Read<T>>, Option<Cursor>), HubError> {
        let query = RecordQuery {
            owner: owner.map(str::to_owned),
            order: Order::Key(key.to_owned()),
            descending: true,
            after,
            limit,
            ..RecordQuery::of(kind)
        };
        let page = self.store.records(&query)?;
        let rows = page.rows.into_iter().filter(|record| record.erased.is_none()).map(Read::of);
        Ok((rows.collect::<Result<_, _>>()?, page.next))
    }

    /// Every record of a kind whose key is this value.
    pub(super) fn with_key<T: DeserializeOwned>(
        &self,
        kind: &str,
        key: &str,
        value: &str,
    ) -> Result<Vec<Read<T>>, HubError> {
        let mut query = RecordQuery { limit: 1_000, ..RecordQuery::with_key(kind, key, value) };
        let mut all = Vec::new();
        loop {
            let page = self.store.records(&query)?;
            for record in page.rows.into_iter().filter(|record| record.erased.is_none()) {
                all.push(Read::of(record)?);
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None => return Ok(all),
            }
        }
    }

    /// Writes an analysis over the revision that was read (or anew), with the event that says what happened to it.
    pub(super) fn put_analysis(
        &self,
        actor: &str,
        event: &str,
        data: Value,
        analysis: &Read<Kept>,
    ) -> Result<i64, HubError> {
        let kept = &analysis.value;
        let keys = BTreeMap::from([
            ("created".to_owned(), format!("{:020}", kept.created)),
            ("state".to_owned(), kept.state.name().to_owned()),
            ("upload".to_owned(), kept.upload.id.clone()),
            ("sha256".to_owned(), kept.upload.sha256.clone()),
        ]);
        self.put_record(actor, event, data, ANALYSIS, analysis, keys)
    }

    /// Writes an upload.
    pub(super) fn put_upload(
        &self,
        actor: &str,
        event: &str,
        upload: &Read<KeptUpload>,
    ) -> Result<i64, HubError> {
        let keys = BTreeMap::from([("created".to_owned(), format!("{:020}", upload.value.created))]);
        let data = json!({ "sha256": upload.value.sha256, "bytes": upload.value.bytes });
        self.put_record(actor, event, data, UPLOAD, upload, keys)
    }

    /// Writes a record; `rev` 0 stands for one that is not there yet.
    pub(super) fn put_record<T: Serialize>(
        &self,
        actor: &str,
        event: &str,
        data: Value,
        kind: &str,
        record: &Read<T>,
        keys: BTreeMap<String, String>,
    ) -> Result<i64, HubError> {
        let body =
            serde_json::to_value(&record.value).map_err(|error| HubError::invalid("/", error.to_string()))?;
        let new = NewRecord {
            kind: kind.to_owned(),
            id: record.id.clone(),
            owner: record.owner.clone(),
            marking: record.marking,
            keys,
            body,
        };
        let rev = (record.rev != 0).then_some(record.rev);
        let commit = self.commit_of(actor, event, kind, &record.id, data, vec![Effect::PutRecord(new)], rev);
        Ok(self.store.commit(commit)?.revs.first().copied().unwrap_or_default())
    }

    /// Removes a record and its content; the event is the receipt.
    pub(super) fn erase_record<T>(
        &self,
        actor: &str,
        event: &str,
        data: Value,
        kind: &str,
        record: &Read<T>,
    ) -> Result<(), HubError> {
        let effects = vec![
            Effect::DeleteRecord { kind: kind.to_owned(), id: record.id.clone() },
            Effect::Erase { contents: vec![record.content] },
        ];
        let commit = self.commit_of(actor, event, kind, &record.id, data, effects, Some(record.rev));
        self.store.commit(commit)?;
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one commit, named once")]
    fn commit_of(
        &self,
        actor: &str,
        event: &str,
        kind: &str,
        id: &str,
        data: Value,
        effects: Vec<Effect>,
        rev: Option<i64>,
    ) -> Commit {
        let event = Event { kind: event.to_owned(), subject: format!("{kind}/{id}"), data, effects };
        Commit {
            actor: actor.to_owned(),
            at: (self.clock)(),
            events: vec![event],
            expect: vec![Expect { kind: kind.to_owned(), id: id.to_owned(), rev }],
            idempotency: None,
        }
    }
}

/// Whether somebody else wrote the record first.
pub(super) fn is_race(error: &HubError) -> bool {
    matches!(error, HubError::Changed(_) | HubError::Store(StoreError::Conflict { .. }))
}
