//! What is computed from records when it is asked for: it is kept nowhere, so that it cannot grow old.

use super::ListQuery;
use super::commands::known;
use crate::hub::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_response::Aggregate;
use ostrakon_response::notification::{Notification, Statistics, statistics};
use serde_json::Value;

/// What is computed from one record.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// As of when, milliseconds of UTC.
    pub as_of: i64,
    /// The revision that it was computed from.
    pub rev: i64,
    /// The figures; their shape is the kind's.
    pub measured: Value,
}

/// The figures of a register.
#[derive(Debug, Clone, PartialEq)]
pub struct RegisterFigures {
    /// As of when, milliseconds of UTC.
    pub as_of: i64,
    /// How many records they are counted over.
    pub records: usize,
    /// The figures.
    pub statistics: Statistics,
}

impl Hub {
    /// What is computed from a record that the asker may see.
    ///
    /// # Errors
    /// [`HubError::NotFound`] also where the kind has nothing to compute, or where what the gate lets through is too little.
    pub fn measured(&self, who: &Principal, kind: &str, id: &str) -> Result<Measured, HubError> {
        let measure = known(kind)?.measure;
        let measure =
            measure.ok_or_else(|| HubError::NotFound(format!("figure that is computed from a {kind}")))?;
        let shown = self.record_of(who, kind, id)?;
        let measured = measure(&shown.record);
        let measured = measured.ok_or_else(|| HubError::NotFound(format!("figures of {kind} {id}")))?;
        Ok(Measured { as_of: self.now(), rev: shown.rev, measured })
    }

    /// The figures of the notifications that the asker may see.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn notification_statistics(
        &self,
        who: &Principal,
        election: Option<&str>,
    ) -> Result<RegisterFigures, HubError> {
        let query = ListQuery {
            kind: Some(Notification::KIND.to_owned()),
            election: election.map(str::to_owned),
            full: true,
            limit: usize::MAX,
            ..ListQuery::default()
        };
        let rows = self.records_of(who, &query)?.rows;
        // What the gate has cut is no notification any more and is not counted as one.
        let read: Vec<Notification> =
            rows.into_iter().filter_map(|row| serde_json::from_value(row.full?.record).ok()).collect();
        Ok(RegisterFigures { as_of: self.now(), records: read.len(), statistics: statistics(&read) })
    }
}
