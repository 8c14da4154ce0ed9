//! Pseudonyms in whole columns, on all cores.
//!
//! The problem: ten million texts, and as many ids, each searched for names. The choice: what is known (accounts, handles,
//! mentions) is settled first; then texts and addresses are rewritten in parallel, each thread noting the strangers it
//! meets. A pseudonym depends on the key and the name alone, so the result does not depend on the number of threads.

use super::{Met, Pseudonymiser};
use ostrakon_model::{Columns, ListColumn, Names, StrColumn};
use rayon::prelude::*;
use std::borrow::Cow;

/// Strings that a thread takes at a time.
const PIECE: usize = 1 << 14;
/// Pieces in flight: what is rewritten stands beside the old only so far.
const PIECES: usize = 64;

/// Rewrites one string, noting the strangers it meets.
type Rewrite = for<'t> fn(&Pseudonymiser, &'t str, &mut Met) -> Cow<'t, str>;

impl Pseudonymiser {
    /// Renames everything in the columns that names a private account: accounts, mentions, the handles in texts, and
    /// the accounts inside links, item ids and media keys. Handles of masked accounts are cleared. A handle or id of
    /// an account that has posted becomes that account's pseudonym everywhere.
    ///
    /// Call it once, on the columns of the whole data set: an account met in a later block could not be told from
    /// a stranger in an earlier one. The time is that of copying the texts; while it runs there are two copies.
    pub fn columns(&mut self, columns: &mut Columns) {
        let renamed = self.learn(columns);
        columns.rename_accounts(renamed);
        rename_list(&mut columns.mention_names, &mut columns.mentions, |name| self.handle(name));
        rename_list(&mut columns.url_names, &mut columns.urls, |url| self.address(url).into_owned());
        rename_list(&mut columns.media_names, &mut columns.media, |key| self.address(key).into_owned());
        let items = &columns.items;
        let masked = self.rewritten(items.len(), |i| items.get(i as u32), Self::address_met);
        if let Some(masked) = masked {
            let mut next = 0..masked.len();
            let name = |_: &str| next.next().map_or_else(String::new, |i| masked.get(i).to_owned());
            columns.items = columns.items.renamed(name);
        }
        for (column, with) in [
            (&mut columns.item_id, Self::address_met as Rewrite),
            (&mut columns.text, Self::text_met as Rewrite),
        ] {
            if let Some(masked) = self.rewritten(column.len(), |i| column.get(i), with) {
                *column = masked;
            }
        }
    }

    /// The strings, rewritten; `None` where nothing changes.
    fn rewritten<'s>(
        &mut self,
        rows: usize,
        old: impl Fn(usize) -> &'s str + Sync,
        with: Rewrite,
    ) -> Option<StrColumn> {
        let mut out: Option<StrColumn> = None;
        let mut strangers = Met::default();
        let pieces: Vec<_> =
            (0..rows.div_ceil(PIECE)).map(|p| p * PIECE..((p + 1) * PIECE).min(rows)).collect();
        for wave in pieces.chunks(PIECES) {
            let rewrite = |piece: &std::ops::Range<usize>| {
                let (mut new, mut met) = (None::<StrColumn>, Met::default());
                for row in piece.clone() {
                    let text = with(self, old(row), &mut met);
                    if matches!(text, Cow::Owned(_)) && new.is_none() {
                        let same = new.insert(StrColumn::default());
                        (piece.start..row).for_each(|row| same.push(old(row)));
                    }
                    if let Some(new) = &mut new {
                        new.push(&text);
                    }
                }
                (new, met)
            };
            let done: Vec<(Option<StrColumn>, Met)> = wave.par_iter().map(rewrite).collect();
            for (piece, (new, met)) in wave.iter().zip(done) {
                strangers.extend(met);
                if new.is_some() && out.is_none() {
                    let before = out.insert(StrColumn::default());
                    (0..piece.start).for_each(|row| before.push(old(row)));
                }
                match (&mut out, new) {
                    (Some(out), Some(new)) => out.append(&new),
                    (Some(out), None) => piece.clone().for_each(|row| out.push(old(row))),
                    (None, _) => {}
                }
            }
        }
        self.names.extend(strangers);
        out
    }

    /// Takes in whose handle is whose, clears the handles of masked accounts, and gives each account's new name.
    fn learn(&mut self, columns: &mut Columns) -> Vec<String> {
        // Two accounts of two platforms may have one id: one name twice.
        let mut account = 0..columns.accounts.len() as u32;
        let ids =
            columns.accounts.renamed(|_| account.next().map_or("", |a| columns.account_id(a)).to_owned());
        let tokens = self.names_of(&ids, &columns.handles, &columns.channels);
        for ((id, token), handle) in ids.iter().zip(&tokens).zip(&mut columns.handles) {
            if id != token {
                handle.clear();
            }
        }
        columns.channels.clear();
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
