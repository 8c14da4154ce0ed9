//! Keeping a hub's store in good order, through the real binary: exit codes, JSON, and nothing half-done.

mod common;

use common::{done, fails, folder, text};
use std::{fs, path::Path};

/// A store as schema 1 left it, which every command must still read.
fn store(data: &Path) {
    let statements = include_str!("../../store/tests/fixtures/schema-1.sql");
    fs::create_dir_all(data).expect("a folder");
    let connection = rusqlite::Connection::open(data.join("ostrakon.db")).expect("a new file");
    connection.execute_batch(statements).expect("the fixture is SQL");
}

fn json(said: &str) -> serde_json::Value {
    serde_json::from_str(said).unwrap_or_else(|error| panic!("{error}: {said}"))
}

#[test]
fn a_store_is_verified_and_damage_named_with_exit_3() {
    let folder = folder();
    let data = folder.path().join("data");
    store(&data);
    let verify = ["--json", "audit", "verify", "--data", text(&data)];
    let sound = json(&done(verify));
    assert_eq!(
        (&sound["sound"], &sound["entries"], &sound["first_bad"]),
        (&true.into(), &6.into(), &().into())
    );

    let connection = rusqlite::Connection::open(data.join("ostrakon.db")).expect("there");
    let edit = "DROP TRIGGER log_no_update; UPDATE log SET actor = 'somebody else' WHERE seq = 4";
    connection.execute_batch(edit).expect("SQL");
    let out = common::run(verify);
    assert_eq!(out.status.code(), Some(3));
    let damaged = json(&String::from_utf8_lossy(&out.stdout));
    assert_eq!((&damaged["sound"], &damaged["first_bad"]["seq"]), (&false.into(), &4.into()));
    let out = common::run(["doctor", "--data", text(&data)]);
    assert_eq!(out.status.code(), Some(3));
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(said.contains("log entry 4") && said.contains("restore a backup"), "{said}");
}

#[test]
fn a_backup_is_made_restored_and_never_written_over_anything() {
    let folder = folder();
    let (data, file, copy) =
        (folder.path().join("data"), folder.path().join("backup.tar"), folder.path().join("copy"));
    store(&data);
    let made = json(&done(["--json", "backup", "--data", text(&data), "--out", text(&file)]));
    assert_eq!(made["seq"], 6);
    fails(2, ["backup", "--data", text(&data), "--out", text(&file)]);
    done(["restore", text(&file), "--data", text(&copy)]);
    fails(2, ["restore", text(&file), "--data", text(&copy)]);
    assert_eq!(json(&done(["--json", "audit", "verify", "--data", text(&copy)]))["entries"], 6);
    assert_eq!(json(&done(["--json", "doctor", "--data", text(&copy), "--rebuild"]))["rebuilt"], false);

    fs::write(&file, &fs::read(&file).expect("readable")[..5_000]).expect("writable");
    let third = folder.path().join("third");
    let said = fails(3, ["restore", text(&file), "--data", text(&third)]);
    assert!(said.contains("backup.tar"), "{said}");
    assert!(!third.join("ostrakon.db").exists());
}

#[test]
fn where_there_is_no_store_none_is_made() {
    let folder = folder();
    let nowhere = folder.path().join("mistyped");
    for command in [&["audit", "verify"][..], &["doctor"], &["backup", "--out", "x.tar"]] {
        let said = fails(2, command.iter().copied().chain(["--data", text(&nowhere)]));
        assert!(said.contains("mistyped") && said.contains("no store"), "{said}");
        assert!(!nowhere.exists(), "{command:?}");
    }
    fails(2, ["audit", "verify"]);
    fails(2, ["audit", "verify", "--database", "mysql://x"]);
}
