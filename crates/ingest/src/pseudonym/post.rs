//! Pseudonyms in single posts, for data that never stand in memory as a whole.
//!
//! **Problem.** A mention must become the account it means, and that account may post a million rows later; the lake
//! takes posts one by one.
//! **Choice.** Two steps: [`Authors`] gathers who posts under which handle, [`Pseudonymiser::know`] takes that in, and
//! then every post is renamed by itself, exactly as [`Pseudonymiser::columns`] would have done it.
//! **Rejected.** Renaming as posts come, with what is known so far: the same handle would be one account in the first
//! half of a file and another in the second.
//!
//! Ids that begin with the name of a channel are the same case: [`Authors`] gathers the channels too, so that each of a
//! channel's ids is renamed, the first like the last, and answers still point to what they answer.
//!
//! **Limits.** What is known ends with the data that were read: a mention of an account that posts only in a later
//! append bears the handle's own pseudonym, and a handle is never kept in clear to mend that.

use super::{Met, Pseudonymiser};
use crate::entities::lowercase;
use ostrakon_model::{Columns, Names, Post};
use rayon::prelude::*;
use std::borrow::Cow;

/// Who posts, and under which handle: what must be known before the first post can be renamed.
#[derive(Debug, Default)]
pub struct Authors {
    ids: Names,
    handles: Vec<String>,
    channels: Names,
}

impl Authors {
    /// Adds the authors of a block; of several handles of one account the last counts.
    pub fn meet(&mut self, block: &Columns) {
        self.channels.merge(&block.channels);
        let numbers = 0..block.accounts.len() as u32;
        let ids: Vec<u32> = numbers.map(|account| self.ids.intern(block.account_id(account))).collect();
        self.handles.resize(self.ids.len(), String::new());
        for (handle, id) in block.handles.iter().zip(ids).filter(|(handle, _)| !handle.is_empty()) {
            self.handles[id as usize].clone_from(handle);
        }
    }

    /// How many accounts there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

/// Labels that hold an account, beside those whose name ends as [`names_account`] says: the chat of a Telegram channel
/// is the channel.
const NAMING: [&str; 4] = ["chat", "forwarded_from", "signature", "via_bot"];

/// Whether a label's value is the id (`Some(true)`) or the handle or name (`Some(false)`) of an account.
fn names_account(label: &str) -> Option<bool> {
    let ends = |ends: &[&str]| ends.iter().any(|end| label.ends_with(end));
    match label {
        _ if ends(&["userid", "user_id", "author_id"]) => Some(true),
        _ if ends(&["user", "author", "username"]) || NAMING.contains(&label) => Some(false),
        _ => None,
    }
}

impl Pseudonymiser {
    /// Takes in whose handle is whose. Call it once, with the authors of everything that will be renamed.
    pub fn know(&mut self, authors: &Authors) {
        let tokens = self.names_of(&authors.ids, &authors.handles, &authors.channels);
        self.authors.extend(authors.ids.iter().map(str::to_owned).zip(tokens));
    }

    /// Renames everything in a post that names a private account, as [`Pseudonymiser::columns`] does, and in the
    /// fields that columns do not have: the author's name goes, permalink, thread and labels are renamed.
    ///
    /// An account that [`Pseudonymiser::know`] was not told of is masked, unless the registry lists its id.
    pub fn post(&mut self, post: &mut Post<'_>) {
        if let Some(channel) = post.channel.take() {
            self.name(&channel);
        }
        let token = match self.authors.get(&*post.author_id) {
            Some(token) => token.clone(),
            None => self.account(&self.platform, &post.author_id),
        };
        if token != post.author_id {
            post.author_id = Cow::Owned(token);
            post.author_handle = None;
            post.author_name = None;
        }
        for mention in &mut post.mentions {
            *mention = Cow::Owned(self.handle(mention));
        }
        let ids = [&mut post.reply_to, &mut post.repost_of, &mut post.quote_of, &mut post.thread_id];
        let optional = ids.into_iter().chain([&mut post.url]).filter_map(Option::as_mut);
        let lists = post.urls.iter_mut().chain(post.media.iter_mut().map(|media| &mut media.key));
        for address in std::iter::once(&mut post.item_id).chain(optional).chain(lists) {
            replace(address, |old| self.address(old));
        }
        if let Some(text) = &mut post.text {
            replace(text, |old| self.text(old));
        }
        for (label, value) in &mut post.labels {
            match names_account(label) {
                _ if value.is_empty() => {}
                Some(true) => {
                    let known = self.authors.get(&**value).cloned();
                    *value = Cow::Owned(known.unwrap_or_else(|| self.account(&self.platform, value)));
                }
                Some(false) => *value = Cow::Owned(self.handle(value)),
                None if value.contains(char::is_whitespace) => replace(value, |old| self.text(old)),
                None => replace(value, |old| self.address(old)),
            }
        }
    }

    /// Takes in whose handle is whose, and gives each account's new name: its id where the registry lists the account.
    /// Of several accounts that bore one handle, the first in the data keeps it.
    /// `channels` are those whose names stand in ids; one that is nobody's handle gets a pseudonym of its own.
    pub(super) fn names_of(&mut self, accounts: &Names, handles: &[String], channels: &Names) -> Vec<String> {
        let named = |i: usize| {
            let (id, handle) = (accounts.get(i as u32), handles[i].as_str());
            let public = self.registry.is_public(&self.platform, id)
                || (!handle.is_empty() && self.registry.is_public(&self.platform, handle));
            let token = if public { id.to_owned() } else { self.account(&self.platform, id) };
            let claim = (!handle.is_empty()).then(|| {
                let name = lowercase(handle).into_owned();
                (name.clone(), if public { name } else { token.clone() })
            });
            (token, claim)
        };
        let (tokens, claims): (Vec<String>, Vec<Option<(String, String)>>) =
            (0..accounts.len()).into_par_iter().map(named).unzip();
        // Handles first: an id is what a mention means only if nobody bears it as a handle.
        let ids = accounts.iter().zip(&tokens).map(|(id, token)| (lowercase(id).into_owned(), token.clone()));
        let mut known = Met::with_capacity_and_hasher(accounts.len(), self.names.hasher().clone());
        for (name, token) in claims.into_iter().flatten().chain(ids) {
            known.entry(name).or_insert(token);
        }
        for channel in channels.iter().map(lowercase) {
            if !known.contains_key(&*channel) {
                let name = self.stranger(&channel);
                known.insert(channel.into_owned(), name);
            }
        }
        if self.names.is_empty() {
            self.names = known;
        } else {
            self.names.extend(known);
        }
        tokens
    }
}

/// Replaces a string where something in it changes.
fn replace(field: &mut Cow<'_, str>, with: impl FnOnce(&str) -> Cow<'_, str>) {
    let new = match with(field) {
        Cow::Owned(new) => Some(new),
        Cow::Borrowed(_) => None,
    };
    if let Some(new) = new {
        *field = Cow::Owned(new);
    }
}
