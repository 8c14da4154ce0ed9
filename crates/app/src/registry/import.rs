//! Tables into the registry, wholly or not at all, and out of it.
//!
//! A row with an id changes that entry; one without is new, unless an entry says the very same: the same file twice adds nothing.
//! What is written in one file stands in one commit.

use super::entry::Kept;
use super::{Listed, Query, table};
use crate::hub::{Fault, Hub, HubError, Versioned};
use ostrakon_access::Principal;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use utoipa::ToSchema;

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RegistryImport)]
pub struct Imported {
    /// Entries in the file.
    pub rows: usize,
    /// New ones.
    pub added: usize,
    /// Entries that say something else now.
    pub changed: usize,
    /// Entries that said so already.
    pub known: usize,
}

impl Hub {
    /// Takes a table of entries (CSV; `,`, `;` or tab).
    ///
    /// # Errors
    /// [`HubError::Invalid`] with line, column and reason of everything that is wrong; then nothing was taken.
    pub fn import_registry(&self, who: &Principal, bytes: &[u8]) -> Result<Imported, HubError> {
        let rows = table::read(bytes)?;
        let _turn = self.registry_index().turn();
        let entries = self.registry_entries()?;
        let ours: HashMap<&str, &Versioned<Kept>> = entries
            .all()
            .iter()
            .filter(|one| one.value.owner == who.organisation && who.may_see(one.value.entry.marking))
            .map(|one| (one.id.as_str(), one))
            .collect();
        let (mut done, mut faults, mut writes) =
            (Imported { rows: rows.len(), ..Imported::default() }, Vec::new(), Vec::new());
        // What the rows of this file name, by line: they must not clash with each other either.
        let mut named: BTreeMap<String, u64> = BTreeMap::new();
        for row in rows {
            let mut say = |column: &str, detail: String| {
                faults.push(Fault { pointer: table::place(row.line, column), detail });
            };
            if !who.may_see(row.draft.marking) {
                say("marking", format!("you may write up to {}", who.highest));
            }
            let accounts = row.draft.accounts.iter().flat_map(|one| {
                let names = [&one.handle, &one.account_id].into_iter().filter(|name| !name.is_empty());
                names.map(|name| format!("{}:{}", one.platform, name.to_lowercase()))
            });
            let mut own: Vec<String> = row.draft.domains.iter().cloned().chain(accounts).collect();
            own.sort();
            own.dedup();
            for what in own {
                if let Some(before) = named.insert(what.clone(), row.line) {
                    say("domains", format!("{what} stands in line {before} too; one entry names it"));
                }
            }
            let there = if let Some(id) = &row.id {
                let Some(found) = ours.get(id.as_str()) else {
                    say("id", "names no entry of yours; leave it out to add a new one".into());
                    continue;
                };
                Some(*found)
            } else {
                ours.values().copied().find(|one| one.value.entry == row.draft)
            };
            if there.is_some_and(|one| one.value.entry == row.draft) {
                done.known += 1;
                continue;
            }
            if let Some((name, what)) = entries.twin(&row.draft, there.map(|one| one.id.as_str())) {
                say(
                    "domains",
                    format!("{what} is listed already, for {name:?}; give that entry's id to change it"),
                );
            }
            let kept = Kept::new(who, row.draft, self.now());
            if let Some(found) = there {
                done.changed += 1;
                writes.push(("registry.changed", found.id.clone(), kept, Some(found.rev)));
            } else {
                done.added += 1;
                writes.push(("registry.listed", uuid::Uuid::new_v4().to_string(), kept, None));
            }
        }
        if !faults.is_empty() {
            return Err(table::refused(faults));
        }
        if !writes.is_empty() {
            self.write_entries(who, writes)?;
        }
        Ok(done)
    }

    /// The entries that the asker may see, as a table.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn export_registry(&self, who: &Principal, query: &Query) -> Result<String, HubError> {
        Ok(table::write(&self.registry(who, query)?))
    }

    /// The accounts that keep their names at ingest: confirmed, valid today. For `ostrakon ingest --registry`.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn registry_for_ingest(&self, who: &Principal) -> Result<String, HubError> {
        let all: Vec<Listed> = self.registry(who, &Query::default())?;
        table::for_ingest(&all)
    }
}
