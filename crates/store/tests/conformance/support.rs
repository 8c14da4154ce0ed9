//! A store to try, on each database; fixed clock, counted ids.

use ostrakon_store::{Commit, Effect, Event, Location, NewObject, NewRecord, Options, Store};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc};

/// 2024-06-09T20:00:00Z.
pub const NOW: i64 = 1_717_963_200_000;

/// A store that is removed when the test ends.
pub struct Tried {
    pub store: Store,
    pub location: Location,
    _folder: tempfile::TempDir,
}

impl Tried {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let location = Location::Sqlite(folder.path().join("data"));
        let store = Store::open(&location, &Options::default()).expect("a new store opens");
        Self { store, location, _folder: folder }
    }

    /// The same store, opened anew.
    pub fn reopen(&mut self) {
        self.store = Store::open(&self.location, &Options::default()).expect("the store opens again");
    }
}

/// Runs a case on each database.
pub fn on_each(case: impl Fn(&mut Tried)) {
    case(&mut Tried::sqlite());
}

/// A commit of one event with these effects.
pub fn commit(effects: Vec<Effect>) -> Commit {
    Commit {
        actor: "person-1".into(),
        at: NOW,
        events: vec![Event {
            kind: "test.happened".into(),
            subject: "test/1".into(),
            data: json!({"n": effects.len()}),
            effects,
        }],
        ..Commit::default()
    }
}

/// A record with a title.
pub fn record(kind: &str, id: &str, title: &str) -> NewRecord {
    NewRecord {
        kind: kind.into(),
        id: id.into(),
        owner: "org-1".into(),
        keys: BTreeMap::from([("title".to_owned(), title.to_owned())]),
        body: json!({"title": title}),
        ..NewRecord::default()
    }
}

/// A version of an object; `day` is its version.
pub fn object(kind: &str, n: u32, day: u32) -> NewObject {
    let id = format!("{kind}--00000000-0000-4000-8000-{n:012}");
    let version = format!("2024-01-{day:02}T00:00:00.000Z");
    let json: Value = json!({"id": id, "modified": version, "type": kind});
    NewObject {
        id,
        kind: kind.into(),
        version,
        spec_version: "2.1".into(),
        bytes: json.to_string().into_bytes(),
    }
}

/// Adds objects to a collection.
pub fn add(collection: &str, objects: Vec<NewObject>) -> Commit {
    commit(vec![Effect::AddObjects { collection: collection.into(), objects }])
}

/// Types that are shared among threads of a test.
pub fn shared(store: &Store) -> Arc<Store> {
    Arc::new(store.clone())
}
