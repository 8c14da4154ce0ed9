//! Random commits against a model of a few lines: the store is what the model says, and a rebuild changes nothing.

use crate::support::{NOW, Tried, commit, object, record};
use ostrakon_store::{Commit, Effect, Expect, ObjectQuery, Outcome, RecordQuery, VersionMatch};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Change {
    Put(u8, u8),
    /// Only where it is not there yet.
    PutNew(u8),
    Delete(u8),
    Add(u8, Vec<(u8, u8)>),
    Remove(u8, u8, Option<u8>),
    Clear(u8),
}

fn change() -> impl Strategy<Value = Change> {
    let few = 0..4_u8;
    prop_oneof![
        (few.clone(), any::<u8>()).prop_map(|(id, title)| Change::Put(id, title)),
        few.clone().prop_map(Change::PutNew),
        few.clone().prop_map(Change::Delete),
        (0..2_u8, proptest::collection::vec((0..5_u8, 1..6_u8), 0..12))
            .prop_map(|(c, all)| Change::Add(c, all)),
        (0..2_u8, 0..5_u8, proptest::option::of(1..6_u8)).prop_map(|(c, n, day)| Change::Remove(c, n, day)),
        (0..2_u8).prop_map(Change::Clear),
    ]
}

/// Titles of records; per collection, (object, day) in order of addition.
#[derive(Default)]
struct Model {
    records: BTreeMap<String, String>,
    collections: [Vec<(u8, u8)>; 2],
}

impl Model {
    /// Applies a change; false when all of the commit must be refused.
    fn apply(&mut self, change: &Change) -> bool {
        match change {
            Change::Put(id, title) => {
                self.records.insert(id.to_string(), title.to_string());
            }
            Change::PutNew(id) => {
                if self.records.contains_key(&id.to_string()) {
                    return false;
                }
                self.records.insert(id.to_string(), "new".into());
            }
            Change::Delete(id) => {
                self.records.remove(&id.to_string());
            }
            Change::Add(collection, all) => {
                let members = &mut self.collections[usize::from(*collection)];
                for one in all {
                    if !members.contains(one) {
                        members.push(*one);
                    }
                }
            }
            Change::Remove(collection, n, day) => self.collections[usize::from(*collection)]
                .retain(|(object, version)| object != n || day.is_some_and(|day| day != *version)),
            Change::Clear(collection) => self.collections[usize::from(*collection)].clear(),
        }
        true
    }

    /// First or last versions, in order of addition.
    fn ends(&self, collection: usize, last: bool) -> Vec<(u8, u8)> {
        let members = &self.collections[collection];
        let is_end = |(n, day): &(u8, u8)| {
            members
                .iter()
                .filter(|(other, _)| other == n)
                .all(|(_, other)| if last { other <= day } else { other >= day })
        };
        members.iter().filter(|one| is_end(one)).copied().collect()
    }
}

fn to_commit(change: &Change, at: i64) -> Commit {
    let collection = |c: &u8| format!("c-{c}");
    let mut expect = Vec::new();
    let effect = match change {
        Change::Put(id, title) => Effect::PutRecord(record("incident", &id.to_string(), &title.to_string())),
        Change::PutNew(id) => {
            expect.push(Expect { kind: "incident".into(), id: id.to_string(), rev: None });
            Effect::PutRecord(record("incident", &id.to_string(), "new"))
        }
        Change::Delete(id) => Effect::DeleteRecord { kind: "incident".into(), id: id.to_string() },
        Change::Add(c, all) => {
            let objects =
                all.iter().map(|(n, day)| object("indicator", (*n).into(), (*day).into())).collect();
            Effect::AddObjects { collection: collection(c), objects }
        }
        Change::Remove(c, n, day) => {
            let one = object("indicator", (*n).into(), day.unwrap_or(1).into());
            Effect::RemoveObject { collection: collection(c), id: one.id, version: day.map(|_| one.version) }
        }
        Change::Clear(c) => Effect::ClearCollection { collection: collection(c) },
    };
    Commit { at, expect, ..commit(vec![effect]) }
}

fn compare(tried: &Tried, model: &Model) {
    let page = tried.store.records(&RecordQuery::of("incident")).expect("readable");
    let kept: BTreeMap<String, String> = page
        .rows
        .into_iter()
        .map(|row| (row.id, row.body["title"].as_str().unwrap_or_default().to_owned()))
        .collect();
    assert_eq!(kept, model.records);
    for collection in 0..2 {
        for what in [VersionMatch::All, VersionMatch::First, VersionMatch::Last] {
            let expected = match what {
                VersionMatch::First => model.ends(collection, false),
                VersionMatch::Last => model.ends(collection, true),
                _ => model.collections[collection].clone(),
            };
            let query = ObjectQuery { versions: vec![what.clone()], ..ObjectQuery::default() };
            let page = tried.store.objects(&format!("c-{collection}"), &query).expect("readable");
            let found: Vec<(u8, u8)> = page
                .rows
                .iter()
                .map(|row| {
                    (
                        row.id[row.id.len() - 2..].parse().expect("a number"),
                        row.version[8..10].parse().expect("a day"),
                    )
                })
                .collect();
            assert_eq!(found, expected, "{what:?} of c-{collection}");
            assert!(page.rows.windows(2).all(|pair| pair[0].added < pair[1].added));
        }
    }
}

pub fn random_commits_leave_what_the_model_says(tried: &mut Tried) {
    let cases = if matches!(tried.location, ostrakon_store::Location::Sqlite(_)) { 24 } else { 6 };
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let changes = proptest::collection::vec((change(), -5_000..5_000_i64), 1..24);
    runner
        .run(&changes, |changes| {
            // A new store for each run, where that is cheap; else the same one, emptied.
            let fresh;
            let tried = if cases > 6 {
                fresh = Tried::sqlite();
                &fresh
            } else {
                let empty = (0..2).map(Change::Clear).chain((0..4).map(Change::Delete));
                empty.for_each(|change| drop(tried.store.commit(to_commit(&change, NOW)).expect("emptied")));
                &*tried
            };
            let mut model = Model::default();
            let mut last = 0;
            for (change, step) in &changes {
                let taken = model.apply(change);
                let done = tried.store.commit(to_commit(change, NOW + step));
                assert_eq!(done.is_ok(), taken, "{change:?}");
                for outcome in done.map(|done| done.objects).unwrap_or_default() {
                    if let Outcome::Added(stamp) = outcome {
                        assert!(stamp > last);
                        last = stamp;
                    }
                }
            }
            compare(tried, &model);
            assert!(tried.store.projections_match().expect("readable"));
            assert_eq!(tried.store.verify().expect("readable").first_bad, None);
            Ok(())
        })
        .expect("the store is what the model says");
}
