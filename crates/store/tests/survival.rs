//! What outlives `kill -9`: acknowledged commits, and a schema that is of before or of after each migration.
//!
//! The process that is killed is this test binary itself, started again for one of the two tests whose names begin with
//! `child_`; run without their variable, those return at once.

#[path = "conformance/postgres_server.rs"]
mod postgres_server;

use ostrakon_store::{
    Commit, DATABASE, Effect, Event, Idempotency, Intake, Location, NewObject, NewRecord, ObjectQuery,
    Options, Outcome, Step, Store, VersionMatch, sha256,
};
use postgres_server::Server;
use serde_json::json;
use std::{
    collections::BTreeSet,
    env,
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    thread,
};

const PLACE: &str = "OSTRAKON_TEST_PLACE";
const TASK: &str = "OSTRAKON_TEST_TASK";
const NOW: i64 = 1_717_963_200_000;

fn place(text: &str) -> Location {
    Location::from_options(Some(Path::new(text)), text.starts_with("postgres://").then_some(text))
        .expect("a place")
}

fn child(test: &str, place: &str, task: &str) -> Child {
    Command::new(env::current_exe().expect("this binary"))
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(PLACE, place)
        .env(TASK, task)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("this binary starts")
}

/// One acknowledged thing: a record, an object in a collection, and now and then a blob.
fn write(store: &Store, name: &str) {
    let record = NewRecord {
        kind: "note".into(),
        id: name.into(),
        body: json!({"name": name}),
        ..NewRecord::default()
    };
    let object = NewObject {
        id: format!("note--{name}"),
        kind: "note".into(),
        version: String::new(),
        spec_version: "2.1".into(),
        bytes: format!("{{\"id\":\"note--{name}\"}}").into_bytes(),
    };
    let objects = Effect::AddObjects { collection: "c-1".into(), objects: vec![object] };
    let event = Event {
        kind: "note.written".into(),
        subject: format!("note/{name}"),
        effects: vec![Effect::PutRecord(record), objects],
        ..Event::default()
    };
    let commit = Commit { actor: "child".into(), at: NOW, events: vec![event], ..Commit::default() };
    store.commit(commit).expect("written");
    if name.ends_with('0') {
        let intake = Intake { actor: "child".into(), at: NOW, ..Intake::default() };
        store.put_blob(&mut name.as_bytes(), intake).expect("stored");
    }
}

#[test]
fn child_writes_until_it_is_killed() {
    let (Ok(at), Ok(task)) = (env::var(PLACE), env::var(TASK)) else { return };
    let store = Store::open(&place(&at), &Options::default()).expect("opens");
    let out = Arc::new(Mutex::new(std::io::stdout()));
    // Three writers, so that commits are grouped.
    let writers: Vec<_> = (0..3)
        .map(|writer| {
            let (store, out, task) = (store.clone(), Arc::clone(&out), task.clone());
            thread::spawn(move || {
                for n in 0..100_000 {
                    let name = format!("{task}-{writer}-{n}");
                    write(&store, &name);
                    let mut out = out.lock().expect("no writer panics");
                    writeln!(out, "written {name}").and_then(|()| out.flush()).expect("the parent listens");
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().expect("no writer panics");
    }
}

/// Kills a writing child `times` times in the same store; everything acknowledged must be there, once.
fn killed(times: u32, at: &str) {
    let mut acknowledged = BTreeSet::new();
    for round in 0..times {
        let mut child = child("child_writes_until_it_is_killed", at, &format!("r{round}"));
        let mut lines = BufReader::new(child.stdout.take().expect("piped"));
        // A different number of lines each time, so that it dies in different places.
        let enough = 1 + round * 7 % 23;
        let mut seen = 0;
        while seen < enough {
            let mut line = String::new();
            assert!(lines.read_line(&mut line).expect("UTF-8") > 0, "it writes until it is killed");
            if let Some(name) = line.trim_end().split("written ").nth(1) {
                acknowledged.insert(name.to_owned());
                seen += 1;
            }
        }
        child.kill().expect("it was running");
        // What it acknowledged before it died and nobody had read yet. Only a whole line is an acknowledgement.
        let mut rest = String::new();
        let _ = lines.read_to_string(&mut rest);
        let whole = rest.rfind('\n').map_or("", |end| &rest[..end]);
        acknowledged
            .extend(whole.lines().filter_map(|line| line.split("written ").nth(1)).map(str::to_owned));
        child.wait().expect("it ends");
        check(at, &acknowledged);
    }
    let store = Store::open(&place(at), &Options::default()).expect("opens");
    let verified = store.verify().expect("readable");
    assert_eq!(verified.first_bad, None);
    assert!(store.projections_match().expect("readable"));
    let ill = store.doctor(false).expect("readable");
    assert!(ill.iter().all(|ailment| ailment.severity < ostrakon_store::Severity::Error), "{ill:?}");
}

fn check(at: &str, acknowledged: &BTreeSet<String>) {
    let store = Store::open(&place(at), &Options::default()).expect("it opens after every kill");
    let mut written = BTreeSet::new();
    let mut after = 0;
    loop {
        let events = store.events(after, 1_000).expect("readable");
        let Some(last) = events.last() else { break };
        after = last.seq;
        for event in events {
            if let Some(name) = event.subject.strip_prefix("note/") {
                assert!(written.insert(name.to_owned()), "{name} is doubled");
            }
        }
    }
    let lost: Vec<_> = acknowledged.difference(&written).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
    let mut query = ObjectQuery { versions: vec![VersionMatch::All], ..ObjectQuery::default() };
    let mut members = 0;
    loop {
        let page = store.objects("c-1", &query).expect("readable");
        members += page.rows.len();
        query.after = page.rows.last().map(|row| row.added);
        if !page.more {
            break;
        }
    }
    assert_eq!(members, written.len(), "an event and its object are written together");
    for name in acknowledged.iter().rev().take(20) {
        assert!(store.record("note", name).expect("readable").is_some(), "{name}");
        if name.ends_with('0') {
            // The record was acknowledged together with the blob.
            assert!(store.blob(&sha256(name.as_bytes())).expect("readable").is_some(), "{name}");
        }
    }
}

#[test]
fn nothing_acknowledged_is_lost_or_doubled_by_fifty_kills() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    killed(50, folder.path().join("data").to_str().expect("UTF-8"));
}

#[test]
fn nothing_acknowledged_is_lost_or_doubled_by_kills_on_postgresql() {
    let Some(server) = Server::start() else { return };
    killed(12, &server.schema("killed"));
}

/// Stores of earlier versions of the schema, as statements.
const FIXTURES: [(i64, &str); 2] =
    [(1, include_str!("fixtures/schema-1.sql")), (2, include_str!("fixtures/schema-2.sql"))];
const NEWEST: i64 = 3;

fn fixture(at: &str, statements: &str) {
    if at.starts_with("postgres://") {
        let theirs = statements
            .replace(" TEXT", " TEXT COLLATE \"C\"")
            .replace(" BLOB", " BYTEA")
            .replace(" INTEGER", " BIGINT")
            .replace(" WITHOUT ROWID", "")
            .replace("X'", "'\\x");
        let mut client = postgres::Client::connect(at, postgres::NoTls).expect("the server is up");
        client.batch_execute(&theirs).expect("the fixture is SQL");
    } else {
        std::fs::create_dir_all(at).expect("a folder");
        let connection = rusqlite::Connection::open(Path::new(at).join(DATABASE)).expect("a new file");
        connection.execute_batch(statements).expect("the fixture is SQL");
    }
}

/// The store that every fixture holds, whatever its schema.
fn is_as_it_was(at: &str) {
    let store = Store::open(&place(at), &Options::default()).expect("it opens");
    let verified = store.verify().expect("readable");
    assert_eq!((verified.entries, verified.erased, verified.first_bad), (6, 1, None));
    assert!(store.projections_match().expect("readable"));
    let first = store.record("incident", "i-1").expect("readable").expect("there");
    assert_eq!((first.rev, first.body["title"].as_str()), (4, Some("one, changed")));
    assert_eq!(store.record("incident", "i-2").expect("readable"), None);
    assert!(store.record("incident", "i-3").expect("readable").expect("there").erased.is_some());
    let seen = |versions: VersionMatch| {
        let query = ObjectQuery { versions: vec![versions], ..ObjectQuery::default() };
        let page = store.objects("c-1", &query).expect("readable");
        page.rows.iter().map(|row| row.version[8..10].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(seen(VersionMatch::All), ["01", "05", "01", "03", "04"]);
    assert_eq!(seen(VersionMatch::Last), ["05", "01", "03"]);
    let key = Idempotency { scope: "s".into(), key: "k".into(), request: sha256(b"r"), response: vec![] };
    assert_eq!(store.repeated(&key).expect("readable").as_deref(), Some(&b"answer"[..]));
    // And it is a store of today: what needs the newest schema works.
    let intake = Intake { actor: "a".into(), at: NOW, ..Intake::default() };
    store.put_blob(&mut &b"x"[..], intake).expect("stored");
    let event = Event { kind: "k".into(), ..Event::default() };
    let more = Commit { actor: "a".into(), at: NOW, events: vec![event], ..Commit::default() };
    assert_eq!(store.commit(more).expect("written").objects, Vec::<Outcome>::new());
}

#[test]
fn child_migrates_and_dies_at_a_step() {
    let (Ok(at), Ok(task)) = (env::var(PLACE), env::var(TASK)) else { return };
    let on_migration = move |step: Step| {
        if format!("{step:?}") == task {
            // As sudden as a kill: no destructor runs, nothing is rolled back in an orderly way.
            std::process::abort();
        }
    };
    let options = Options { on_migration: Some(Arc::new(on_migration)), ..Options::default() };
    Store::open(&place(&at), &options).expect("opens");
}

fn dies_at_every_step(new_place: &dyn Fn(&str) -> String) {
    for (version, statements) in FIXTURES {
        let at = new_place(&format!("whole_{version}"));
        fixture(&at, statements);
        is_as_it_was(&at);
        for next in version + 1..=NEWEST {
            for step in [Step::Begin(next), Step::Written(next), Step::Done(next)] {
                let name = format!("{step:?}").replace(['(', ')'], "_").to_lowercase();
                let at = new_place(&format!("v{version}_{name}"));
                fixture(&at, statements);
                let status = child("child_migrates_and_dies_at_a_step", &at, &format!("{step:?}"))
                    .wait()
                    .expect("it ends");
                assert!(!status.success(), "it died at {step:?}");
                is_as_it_was(&at);
            }
        }
    }
    // A new store that dies while it is made.
    for step in [Step::Begin(1), Step::Written(1), Step::Done(1), Step::Written(2)] {
        let at = new_place(&format!("new_{step:?}").replace(['(', ')'], "_").to_lowercase());
        let status =
            child("child_migrates_and_dies_at_a_step", &at, &format!("{step:?}")).wait().expect("it ends");
        assert!(!status.success(), "it died at {step:?}");
        let store = Store::open(&place(&at), &Options::default()).expect("it opens");
        assert_eq!(store.last_seq().expect("readable"), 0);
        assert_eq!(store.verify().expect("readable").first_bad, None);
    }
}

#[test]
fn every_migration_survives_a_kill_at_every_step() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    dies_at_every_step(&|name| folder.path().join(name).to_str().expect("UTF-8").to_owned());
}

#[test]
fn every_migration_survives_a_kill_at_every_step_on_postgresql() {
    let Some(server) = Server::start() else { return };
    dies_at_every_step(&|name| server.schema(name));
}

#[test]
fn a_store_of_a_later_version_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = Location::Sqlite(folder.path().to_owned());
    drop(Store::open(&at, &Options::default()).expect("new"));
    let file = folder.path().join(DATABASE);
    let connection = rusqlite::Connection::open(&file).expect("there");
    connection.execute_batch("UPDATE store_schema SET version = 99").expect("SQL");
    let error = Store::open(&at, &Options::default()).expect_err("too new");
    assert!(matches!(error, ostrakon_store::Error::TooNew { found: 99, .. }), "{error}");
    assert!(Store::read_only(&at, &Options::default()).is_err());
}

#[test]
fn what_is_no_store_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = Location::Sqlite(folder.path().to_owned());
    let file = folder.path().join(DATABASE);
    std::fs::write(
        &file,
        "this is somebody's diary, which is longer than a header of a hundred bytes. ".repeat(100),
    )
    .expect("writable");
    let before = std::fs::read(&file).expect("readable");
    let error = Store::open(&at, &Options::default()).expect_err("no database");
    assert!(error.to_string().contains("not a database"), "{error}");
    assert_eq!(std::fs::read(&file).expect("readable"), before);
}
