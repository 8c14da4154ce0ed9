//! A store to try, on each database; fixed clock, counted ids.

use crate::postgres_server::Server;
use ostrakon_store::{Commit, DATABASE, Effect, Event, Location, NewObject, NewRecord, Options, Store};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// 2024-06-09T20:00:00Z.
pub const NOW: i64 = 1_717_963_200_000;

/// A store that is removed when the test ends.
pub struct Tried {
    pub store: Store,
    pub location: Location,
    /// For files of the case; goes away with it.
    pub folder: tempfile::TempDir,
}

impl Tried {
    fn at(location: Location, folder: tempfile::TempDir) -> Self {
        let store = Store::open(&location, &Options::default()).expect("a new store opens");
        Self { store, location, folder }
    }

    /// A store in a new data directory.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self::at(Location::Sqlite(folder.path().join("data")), folder)
    }

    /// A store in a new schema.
    pub fn postgres(server: &Server) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self::at(Location::Postgres(server.schema("tried")), folder)
    }

    /// The same store, opened anew.
    pub fn reopen(&mut self) {
        self.store = Store::open(&self.location, &Options::default()).expect("the store opens again");
    }

    /// Another, empty place on the same database.
    pub fn elsewhere(&self) -> Location {
        match &self.location {
            Location::Sqlite(_) => Location::Sqlite(self.folder.path().join("elsewhere")),
            Location::Postgres(url) => {
                self.sql("DROP SCHEMA IF EXISTS elsewhere CASCADE; CREATE SCHEMA elsewhere");
                Location::Postgres(url.replace("tried", "elsewhere"))
            }
        }
    }

    /// Statements behind the store's back.
    pub fn sql(&self, statements: &str) {
        self.try_sql(statements).expect("the statements run");
    }

    /// Statements behind the store's back that may be refused.
    pub fn try_sql(&self, statements: &str) -> Result<(), String> {
        match &self.location {
            Location::Sqlite(folder) => rusqlite::Connection::open(folder.join(DATABASE))
                .and_then(|connection| connection.execute_batch(statements))
                .map_err(|error| error.to_string()),
            Location::Postgres(url) => postgres::Client::connect(url, postgres::NoTls)
                .and_then(|mut client| client.batch_execute(statements))
                .map_err(|error| {
                    error.as_db_error().map_or(error.to_string(), |inner| inner.message().to_owned())
                }),
        }
    }

    /// Removes the guards of the log, as somebody with the database's password could.
    pub fn disarm(&self) {
        match self.location {
            Location::Sqlite(_) => self.sql("DROP TRIGGER log_no_update; DROP TRIGGER log_no_delete"),
            Location::Postgres(_) => self.sql("ALTER TABLE log DISABLE TRIGGER ALL"),
        }
    }
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
