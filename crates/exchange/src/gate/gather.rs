//! Finds everything in reach of what is asked for: embedded objects, mentioned objects, names of accounts.
//!
//! The library is asked once for each id that is mentioned and not among the objects given; of what it answers only the
//! required references are followed, since the rest of such an object does not travel.

use super::handles::{Handles, is_pseudonym};
use super::judge::{Hand, Judge, identified};
use super::mention::{Mention, mentions, small};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::HashSet;

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
    let mut embedded: Vec<(&'a Value, Hand<'a>)> = Vec::new();
    let mut mentioned: Vec<Cow<'a, str>> = Vec::new();
    let mut names = Handles::default();
    for (place, object) in objects.iter().enumerate() {
        let hand = judge.hand(place, object);
        walk(
            object,
            &mut |value, map| {
                named(map, hand, &mut names);
                if let Some((_, id, kind)) = identified(value) {
                    if !std::ptr::eq(value, object) {
                        embedded.push((value, hand));
                    }
                    if kind == "marking-definition" {
                        judge.define(id, map, hand);
                    }
                    if is_pseudonym(value) {
                        judge.pseudonym(id);
                    }
                }
            },
            &mut |text| mentions(text).for_each(|one| candidates(&one, &mut mentioned)),
        );
    }
    let mut shouted: Vec<Cow<'a, str>> = Vec::new();
    for (place, object) in objects.iter().enumerate() {
        if judge.context.hands.contains_key(&place) {
            // Of several versions by several hands the library says which counts.
            mentioned.extend(object.get("id").and_then(Value::as_str).map(small));
        } else {
            let facts = judge.judge(object, judge.hand(place, object));
            judge.add(object, facts);
        }
        let id = object.get("id").and_then(Value::as_str).unwrap_or_default();
        if small(id) != id {
            // What is held under the same id in small letters counts as well.
            shouted.push(small(id));
        }
    }
    if judge.context.newest_only {
        mentioned.retain(|id| judge.node(id).is_none());
    }
    mentioned.append(&mut shouted);
    mentioned.sort_unstable();
    mentioned.dedup();
    // What is found on the way is remembered beside: the list itself says what was asked for already.
    let mut found: HashSet<Cow<'a, str>> = HashSet::new();
    let mut open: Vec<Cow<'a, str>> = Vec::new();
    let mut list = mentioned.iter();
    while let Some(id) = open.pop().or_else(|| list.next().cloned()) {
        for (rank, kept) in judge.context.library.held(&id).into_iter().enumerate() {
            let from = kept.from.as_deref().or_else(|| judge.hand_of(&kept.object, None));
            let facts = judge.judge(&kept.object, from);
            for need in facts.needs.iter().flatten() {
                let known = judge.node(need).is_some() || mentioned.binary_search(need).is_ok();
                if !known && !found.contains(need) {
                    let need: Cow<'a, str> = Cow::Owned(need.clone().into_owned());
                    found.insert(need.clone());
                    open.push(need);
                }
            }
            walk(&kept.object, &mut |_, map| named(map, from, &mut names), &mut |_| {});
            // What may be named and hangs on nothing is what an unknown id is, too. A report of 200,000 objects names as
            // many, and remembering each would cost more than the report.
            if judge.node(&id).is_some() || !judge.is_settled(&facts) {
                let facts = facts.into_owned();
                if rank == 0 { judge.add(&kept.object, facts) } else { judge.add_bar(&kept.object, facts) }
            }
        }
    }
    for (value, holder) in embedded {
        let facts = judge.judge(value, judge.hand_of(value, holder));
        judge.add_copy(value, facts);
    }
    names
}

/// Adds the names of an account in reach. Channels are named in public, but for those that the store knows by pseudonym. Of what
/// somebody else sent an ordinary word is no name: by adding an account they would take that word out of others' texts.
fn named(map: &Map<String, Value>, hand: Hand<'_>, names: &mut Handles) {
    let is_channel = map.get("type").and_then(Value::as_str) == Some("channel");
    if is_channel && !map.contains_key(super::PSEUDONYM_MARK) {
        return;
    }
    if hand.is_none() { names.add(map) } else { names.add_far(map) }
}

/// The ids of objects that a text names, in small letters: anywhere in it, in any case. A UUID without a type may be any object's
/// that is written about.
pub fn ids_in(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for mention in mentions(text) {
        if mention.is_bare() {
            let uuid = mention.uuid();
            found.extend(ostrakon_stix::spec::types().map(|kind| format!("{}--{uuid}", kind.name)));
        } else {
            let mut ids = Vec::new();
            candidates(&mention, &mut ids);
            found.extend(ids.into_iter().map(Cow::into_owned));
        }
    }
    found
}
