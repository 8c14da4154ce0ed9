//! Pseudonyms in whole columns.

use super::Pseudonymiser;
use ostrakon_model::{Columns, ListColumn, Names, StrColumn};
use std::borrow::Cow;

impl Pseudonymiser {
    /// Renames everything in the columns that names a private account: accounts, mentions, the handles in texts, and
    /// the accounts inside links, item ids and media keys. Handles of masked accounts are cleared. A handle or id of
    /// an account that has posted becomes that account's pseudonym everywhere.
    ///
    /// Call it once, on the columns of the whole data set: an account met in a later block could not be told from
    /// a stranger in an earlier one. The time is that of copying the texts; while it runs there are two copies.
    pub fn columns(&mut self, columns: &mut Columns) {
        let renamed = self.learn(columns);
        let mut next = renamed.into_iter();
        columns.accounts = columns.accounts.renamed(|id| next.next().unwrap_or_else(|| id.to_owned()));
        rename_list(&mut columns.mention_names, &mut columns.mentions, |name| self.handle(name));
        rename_list(&mut columns.url_names, &mut columns.urls, |url| self.address(url).into_owned());
        rename_list(&mut columns.media_names, &mut columns.media, |key| self.address(key).into_owned());
        columns.items = columns.items.renamed(|id| self.address(id).into_owned());
        rewrite(&mut columns.item_id, |id| self.address(id));
        rewrite(&mut columns.text, |text| self.text(text));
    }

    /// Takes in whose handle is whose, clears the handles of masked accounts, and gives each account's new name.
    fn learn(&mut self, columns: &mut Columns) -> Vec<String> {
        let tokens = self.names_of(&columns.accounts, &columns.handles);
        for ((id, token), handle) in columns.accounts.iter().zip(&tokens).zip(&mut columns.handles) {
            if id != token {
                handle.clear();
            }
        }
        tokens
    }
}

/// Renames the strings of a list column; strings that become equal become one, so that signals meet.
fn rename_list(names: &mut Names, lists: &mut ListColumn, mut rename: impl FnMut(&str) -> String) {
    let mut merged = Names::default();
    let renumber: Vec<u32> = names.iter().map(|name| merged.intern(&rename(name))).collect();
    if merged.len() < names.len() {
        let mut out = ListColumn::default();
        for row in 0..lists.len() {
            out.push(lists.get(row).iter().map(|&id| renumber[id as usize]));
        }
        *lists = out;
    }
    *names = merged;
}

/// Rewrites a column of strings; one in which nothing changes is not copied.
fn rewrite(column: &mut StrColumn, mut with: impl FnMut(&str) -> Cow<'_, str>) {
    let mut out: Option<StrColumn> = None;
    for row in 0..column.len() {
        let new = with(column.get(row));
        if let Some(out) = &mut out {
            out.push(&new);
        } else if matches!(new, Cow::Owned(_)) {
            let mut copy = StrColumn::default();
            for before in 0..row {
                copy.push(column.get(before));
            }
            copy.push(&new);
            out = Some(copy);
        }
    }
    if let Some(out) = out {
        *column = out;
    }
}
