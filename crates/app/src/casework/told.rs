//! A page of a list, as far as the asker may have it.
//!
//! **The problem.** A picture of three hundred records needs days, states and actors of all of them, and asking for each alone
//! is three hundred requests. A list is a way out like any other: what a participant sees of a record that another organisation
//! keeps has to pass the gate there too. **The choice.** The records of one page are read and judged together, in one commit of
//! the ledger at most. A row that the gate withholds is left out of the page. **Rejected.** Rows of titles past the gate: a
//! title says the most of all.

use super::commands::{kept, known};
use super::contested::without_authors;
use super::index::{Full, ListPage, Listed};
use super::kinds::Look;
use super::show::Shown;
use crate::hub::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_response::TakesTwo;
use serde_json::Value;

impl Hub {
    /// The page with the records in it where they are wished for, and without what the gate withholds.
    pub(super) fn told(&self, who: &Principal, page: ListPage, full: bool) -> Result<ListPage, HubError> {
        let ListPage { rows, mut total, next } = page;
        let there = rows.len();
        let mut all = Vec::with_capacity(there);
        for row in rows {
            let mut row = if full { self.filled(row)? } else { Some(row) };
            if let Some((kind, full)) = row.as_mut().and_then(|row| Some((row.kind, row.full.as_mut()?))) {
                let keeps = full.record["kept_by"] == who.organisation.as_str() || who.own;
                without_authors(kind, keeps, &mut full.record);
            }
            all.extend(row);
        }
        let theirs = |row: &Listed| !who.own && row.owner != who.organisation;
        let asked: Vec<Shown> = all.iter().filter(|row| theirs(row)).map(shown).collect();
        if !asked.is_empty() {
            // Where only titles are told, nothing is delivered that a correction would have to follow.
            let mut passed = self.through_the_gate(who, asked, full)?;
            all.retain_mut(|row| {
                if !theirs(row) {
                    return true;
                }
                let at = passed.iter().position(|one| one.id == row.id && one.kind == row.kind);
                let Some(one) = at.map(|at| passed.swap_remove(at)) else { return false };
                row.summary = one.summary;
                row.full = full.then_some(Full { deadlines: one.deadlines, record: one.record });
                true
            });
        }
        total -= there - all.len();
        Ok(ListPage { rows: all, total, next })
    }

    /// A row with its record as it is now; `None` when it went meanwhile.
    fn filled(&self, row: Listed) -> Result<Option<Listed>, HubError> {
        let kind = known(row.kind)?;
        let Some(record) = self.store().record(row.kind, &row.id)?.filter(|one| one.erased.is_none()) else {
            return Ok(None);
        };
        let state = kept(&record)?.state;
        let Look { summary, deadlines, .. } = (kind.look)(&state).unwrap_or_default();
        let full = Full { deadlines: super::show::due(deadlines, self.now()), record: state };
        Ok(Some(Listed { rev: record.rev, updated: record.updated, summary, full: Some(full), ..row }))
    }
}

/// A row as the gate is asked about it.
fn shown(row: &Listed) -> Shown {
    let (deadlines, record) =
        row.full.clone().map_or((Vec::new(), Value::Null), |full| (full.deadlines, full.record));
    Shown {
        id: row.id.clone(),
        kind: row.kind,
        rev: row.rev,
        owner: row.owner.clone(),
        created: row.created,
        updated: row.updated,
        summary: row.summary.clone(),
        deadlines,
        record,
        takes_two: TakesTwo::new(),
    }
}
