//! Finds everything in reach of what is asked for: embedded objects, mentioned objects, names of accounts.
//!
//! The library is asked once for each id that is mentioned and not among the objects given; of what it answers only the
//! required references are followed, since the rest of such an object does not travel.

use super::judge::{Judge, identified};
use super::mention::{Mention, mentions};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

/// Shortest name of an account that is sought in texts: shorter ones are words.
const SHORTEST_HANDLE: usize = 4;

/// Visits every map and every text of a value, keys included.
pub(super) fn walk<'a>(
    value: &'a Value,
    map: &mut dyn FnMut(&'a Value, &'a Map<String, Value>),
    text: &mut dyn FnMut(&'a str),
) {
    match value {
        Value::String(one) => text(one),
        Value::Array(all) => all.iter().for_each(|one| walk(one, map, text)),
        Value::Object(all) => {
            map(value, all);
            for (key, one) in all {
                text(key);
                walk(one, map, text);
            }
        }
        _ => {}
    }
}

/// The names of accounts in reach, in small letters, with the account's id where it has one.
pub(super) type Handles = BTreeSet<(String, Option<String>)>;

/// Adds the names by which an account is known.
fn handles(account: &Map<String, Value>, into: &mut Handles) {
    let kind = account.get("type").and_then(Value::as_str);
    let keys: &[&str] = match kind {
        Some("user-account") => &["account_login", "user_id", "display_name"],
        Some("persona") => &["persona_name"],
        _ => return,
    };
    let names = keys.iter().filter_map(|key| account.get(*key)?.as_str());
    let names = names.map(|name| name.trim().trim_start_matches('@').to_lowercase());
    let id = account.get("id").and_then(Value::as_str).map(str::to_ascii_lowercase);
    into.extend(names.filter(|name| name.chars().count() >= SHORTEST_HANDLE).map(|name| (name, id.clone())));
}

/// The ids that a mention may mean: as it stands, and, within a longer run, from each hyphen on.
fn candidates<'a>(mention: &Mention<'a>, into: &mut Vec<Cow<'a, str>>) {
    if mention.is_bare() {
        return;
    }
    let id = mention.id();
    if !mention.is_whole() {
        let kind = &id[..id.len() - 38];
        into.extend(kind.match_indices(['-', '_']).map(|(at, _)| match &id {
            Cow::Borrowed(id) => Cow::Borrowed(&id[at + 1..]),
            Cow::Owned(id) => Cow::Owned(id[at + 1..].to_owned()),
        }));
    }
    into.push(id);
}

/// Reads the objects into the judge's nodes. Returns the names of accounts.
pub(super) fn gather<'a>(judge: &mut Judge<'a>, objects: &'a [Value]) -> Handles {
    let mut embedded: Vec<&'a Value> = Vec::new();
    let mut mentioned: Vec<Cow<'a, str>> = Vec::new();
    let mut names = Handles::new();
    for object in objects {
        walk(
            object,
            &mut |value, map| {
                handles(map, &mut names);
                if let Some((_, id, kind)) = identified(value) {
                    if !std::ptr::eq(value, object) {
                        embedded.push(value);
                    }
                    if kind == "marking-definition" {
                        judge.define(id, map);
                    }
                }
            },
            &mut |text| mentions(text).for_each(|one| candidates(&one, &mut mentioned)),
        );
    }
    for object in objects {
        let facts = judge.judge(object);
        judge.add(object, facts);
    }
    if judge.context.newest_only {
        mentioned.retain(|id| judge.node(id).is_none());
    }
    mentioned.sort_unstable();
    mentioned.dedup();
    // What is found on the way is remembered beside: the list itself says what was asked for already.
    let mut found: HashSet<Cow<'a, str>> = HashSet::new();
    let mut open: Vec<Cow<'a, str>> = Vec::new();
    let mut list = mentioned.iter();
    while let Some(id) = open.pop().or_else(|| list.next().cloned()) {
        let Some(kept) = judge.context.library.newest(&id) else { continue };
        let facts = judge.judge(&kept);
        for need in facts.needs.iter().flatten() {
            let known = judge.node(need).is_some() || mentioned.binary_search(need).is_ok();
            if !known && !found.contains(need) {
                let need: Cow<'a, str> = Cow::Owned(need.clone().into_owned());
                found.insert(need.clone());
                open.push(need);
            }
        }
        walk(&kept, &mut |_, map| handles(map, &mut names), &mut |_| {});
        // What may be named and hangs on nothing is what an unknown id is, too. A report of 200,000 objects names as many,
        // and remembering each would cost more than the report.
        if judge.node(&id).is_some() || !judge.is_settled(&facts) {
            let facts = facts.into_owned();
            judge.add(&kept, facts);
        }
    }
    for value in embedded {
        let facts = judge.judge(value);
        judge.add_copy(value, facts);
    }
    names
}
