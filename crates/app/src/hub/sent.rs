//! What an organisation sent us itself: it knows that, and goes on seeing it.
//!
//! **The problem.** Our stricter marking of a partner's object is ours, and does not go to the partner; its own object would then
//! vanish for it, and its manifest no longer agree with what it sent. **The choice.** What came from an organisation is listed in a
//! hidden collection of its own. Those versions pass to it without the gate, and where the newest version of an object does not, the
//! newest that it sent stands in its place.

use super::HubError;
use super::Row;
use super::outward::origin;
use ostrakon_store::{ObjectQuery, Store, VersionMatch};
use std::collections::{BTreeMap, BTreeSet};

/// Which of these versions an organisation sent us itself.
pub(super) fn sent_by(
    store: &Store,
    organisation: &str,
    rows: &[Row],
) -> Result<BTreeSet<(String, String)>, HubError> {
    let (shelf, mut theirs) = (origin(organisation), BTreeSet::new());
    let ids: BTreeSet<&String> = rows.iter().map(|row| &row.id).collect();
    let ids: Vec<String> = ids.into_iter().cloned().collect();
    for chunk in ids.chunks(500) {
        let mut after = None;
        loop {
            let query = ObjectQuery {
                ids: chunk.to_vec(),
                versions: vec![VersionMatch::All],
                after,
                limit: 2_000,
                ..ObjectQuery::default()
            };
            let page = store.manifest(&shelf, &query)?;
            after = page.rows.last().map(|row| row.added);
            theirs.extend(page.rows.into_iter().map(|row| (row.id, row.version)));
            if !page.more {
                break;
            }
        }
    }
    Ok(theirs)
}

/// Of objects whose newest version does not go to an organisation, the newest that it sent itself: what we made of its object is
/// ours, and that it has an object is no news to it.
pub(super) fn fallback(
    store: &Store,
    organisation: &str,
    mut asked: BTreeMap<String, i64>,
    passed: &[Row],
) -> Result<Vec<Row>, HubError> {
    for row in passed {
        asked.remove(&row.id);
    }
    let ids: Vec<String> = asked.keys().cloned().collect();
    let mut found = Vec::new();
    for chunk in ids.chunks(500) {
        let query = ObjectQuery {
            ids: chunk.to_vec(),
            versions: vec![VersionMatch::Last],
            limit: 1_000,
            ..ObjectQuery::default()
        };
        let rows = store.objects(&origin(organisation), &query)?.rows.into_iter();
        found.extend(rows.filter(|row| row.erased.is_none()).filter_map(|row| {
            let added = *asked.get(&row.id)?;
            Some(Row { added, ..row })
        }));
    }
    Ok(found)
}
