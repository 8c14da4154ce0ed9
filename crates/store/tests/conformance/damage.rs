//! Damage, made behind the store's back at several places of the log: verification names the first bad entry.

use crate::support::{NOW, Tried, add, commit, object, record};
use ostrakon_store::{Effect, Error, Verified, from_hex};

const ENTRIES: i64 = 9;

/// Nine entries with records and objects; the guards are off.
fn filled(tried: &Tried) {
    for n in 1..=ENTRIES {
        let change = if n % 2 == 0 {
            add("c-1", vec![object("indicator", n as u32, 1)])
        } else {
            commit(vec![Effect::PutRecord(record("incident", &format!("i-{n}"), "t"))])
        };
        tried.store.commit(change).expect("written");
    }
    let verified = tried.store.verify().expect("readable");
    assert_eq!(verified, Verified { entries: ENTRIES, contents: ENTRIES as u64, erased: 0, first_bad: None });
    tried.disarm();
}

fn first_bad(tried: &Tried) -> i64 {
    let verified = tried.store.verify().expect("readable");
    verified.first_bad.as_ref().unwrap_or_else(|| panic!("the damage was not found")).seq
}

/// Runs one damage at each position on a fresh copy of the same log.
fn at_each(tried: &mut Tried, positions: &[i64], damage: impl Fn(&Tried, i64) -> i64) {
    filled(tried);
    let tables = "head, log, contents, records";
    for &position in positions {
        for table in tables.split(", ") {
            tried.sql(&format!(
                "DROP TABLE IF EXISTS safe_{table}; CREATE TABLE safe_{table} AS SELECT * FROM {table}"
            ));
        }
        let expected = damage(tried, position);
        assert_eq!(first_bad(tried), expected, "damage at {position}");
        for table in tables.split(", ") {
            tried.sql(&format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM safe_{table}"));
        }
        assert_eq!(tried.store.verify().expect("readable").first_bad, None, "the copy is whole again");
    }
}

pub fn an_edit_of_any_column_is_found(tried: &mut Tried) {
    at_each(tried, &[1, 5, ENTRIES], |tried, n| {
        tried.sql(&format!("UPDATE log SET actor = 'person-2' WHERE seq = {n}"));
        n
    });
    for change in [
        "at = at + 1",
        "kind = 'other'",
        "subject = 'test/2'",
        "data = prev",
        "effects = data",
        "hash = prev",
    ] {
        at_one(tried, change);
    }
}

fn at_one(tried: &Tried, change: &str) {
    tried.sql("DROP TABLE IF EXISTS safe_log; CREATE TABLE safe_log AS SELECT * FROM log");
    tried.sql(&format!("UPDATE log SET {change} WHERE seq = 4"));
    assert_eq!(first_bad(tried), 4, "{change}");
    tried.sql("DELETE FROM log; INSERT INTO log SELECT * FROM safe_log");
}

pub fn a_deleted_entry_is_found(tried: &mut Tried) {
    at_each(tried, &[1, 4, ENTRIES - 1, ENTRIES], |tried, n| {
        tried.sql(&format!("DELETE FROM log WHERE seq = {n}"));
        n
    });
    // All of it.
    tried.sql("DELETE FROM log");
    assert_eq!(first_bad(tried), 1);
}

pub fn a_deletion_that_closes_the_gap_is_found(tried: &mut Tried) {
    at_each(tried, &[1, 4, ENTRIES - 1], |tried, n| {
        tried.sql(&format!("DELETE FROM log WHERE seq = {n}"));
        for later in n + 1..=ENTRIES {
            tried.sql(&format!("UPDATE log SET seq = {} WHERE seq = {later}", later - 1));
        }
        n
    });
}

pub fn an_inserted_entry_is_found(tried: &mut Tried) {
    at_each(tried, &[1, 4, ENTRIES, ENTRIES + 1], |tried, n| {
        for later in (n..=ENTRIES).rev() {
            tried.sql(&format!("UPDATE log SET seq = {} WHERE seq = {later}", later + 1));
        }
        let like = if n == 1 { 2 } else { n - 1 };
        tried.sql(&format!(
            "INSERT INTO log (seq, at, actor, kind, subject, data, effects, prev, hash)
             SELECT {n}, at, actor, kind, subject, data, effects, hash, hash FROM log WHERE seq = {like}"
        ));
        n
    });
}

pub fn two_swapped_entries_are_found(tried: &mut Tried) {
    at_each(tried, &[1, 4, ENTRIES - 1], |tried, n| {
        tried.sql(&format!(
            "UPDATE log SET seq = 1000 WHERE seq = {n}; UPDATE log SET seq = {n} WHERE seq = {m};
             UPDATE log SET seq = {m} WHERE seq = 1000",
            m = n + 1
        ));
        n
    });
}

pub fn a_changed_or_lost_content_is_found_at_the_entry_that_names_it(tried: &mut Tried) {
    at_each(tried, &[1, 4, ENTRIES], |tried, n| {
        // Codec 0: the bytes as they are, so that they can be read and are wrong.
        tried.sql(&format!("UPDATE contents SET codec = 0, bytes = sha256, size = 32 WHERE num = {n}"));
        n
    });
    at_each_content(tried, "UPDATE contents SET bytes = NULL WHERE num = 3", 3);
    at_each_content(tried, "UPDATE contents SET bytes = NULL, erased = 2 WHERE num = 3", 3);
    at_each_content(tried, "DELETE FROM contents WHERE num = 6", 6);
    at_each_content(tried, "UPDATE contents SET size = 9000000000000000000 WHERE num = 2", 2);
}

fn at_each_content(tried: &Tried, statement: &str, expected: i64) {
    tried.sql("DROP TABLE IF EXISTS safe_contents; CREATE TABLE safe_contents AS SELECT * FROM contents");
    tried.sql(statement);
    assert_eq!(first_bad(tried), expected, "{statement}");
    tried.sql("DELETE FROM contents; INSERT INTO contents SELECT * FROM safe_contents");
}

pub fn the_log_refuses_to_be_changed(tried: &mut Tried) {
    tried.store.commit(commit(vec![])).expect("written");
    for statement in ["UPDATE log SET actor = 'x'", "DELETE FROM log"] {
        let refused = tried.try_sql(statement).expect_err(statement);
        assert!(refused.contains("append-only"), "{refused}");
    }
}

pub fn an_erased_content_with_its_receipt_is_good(tried: &mut Tried) {
    tried.store.commit(commit(vec![Effect::PutRecord(record("person", "p-1", "secret"))])).expect("written");
    let content = tried.store.record("person", "p-1").expect("readable").expect("there").content;
    tried.store.commit(commit(vec![Effect::Erase { contents: vec![content] }])).expect("erased");
    let verified = tried.store.verify().expect("readable");
    assert_eq!(verified, Verified { entries: 2, contents: 0, erased: 1, first_bad: None });
    assert!(tried.store.projections_match().expect("readable"), "a rebuild knows of the erasure");
}

pub fn a_signed_checkpoint_finds_a_log_that_was_rewritten_as_a_whole(tried: &mut Tried) {
    let key = [7; 32];
    assert!(matches!(tried.store.checkpoint(&key, NOW), Err(Error::Checkpoint(_))), "an empty log");
    for n in 0..3 {
        tried
            .store
            .commit(commit(vec![Effect::PutRecord(record("incident", &n.to_string(), "t"))]))
            .expect("written");
    }
    let checkpoint = tried.store.checkpoint(&key, NOW).expect("signed");
    let trusted = from_hex(&checkpoint.public_key).expect("a key");
    tried.store.commit(commit(vec![])).expect("the log goes on");
    tried.store.verify_checkpoint(&checkpoint, &trusted).expect("it holds");
    // What was exported comes back as it was.
    let text = serde_json::to_string(&checkpoint).expect("JSON");
    assert_eq!(serde_json::from_str::<ostrakon_store::Checkpoint>(&text).expect("JSON"), checkpoint);

    let refused = |checkpoint: &ostrakon_store::Checkpoint, trusted: &[u8; 32]| {
        tried.store.verify_checkpoint(checkpoint, trusted).expect_err("it must not hold").to_string()
    };
    let mut forged = checkpoint.clone();
    forged.seq = 2;
    assert!(refused(&forged, &trusted).contains("signature"));
    forged = checkpoint.clone();
    forged.signature = "é".repeat(64);
    assert!(refused(&forged, &trusted).contains("hexadecimal"));
    assert!(refused(&checkpoint, &[9; 32]).contains("another key"));

    // Somebody rewrites everything from entry 2 on, with good hashes: another store's log tells that story.
    let other = Tried::sqlite();
    for n in [0, 7, 8] {
        other
            .store
            .commit(commit(vec![Effect::PutRecord(record("incident", &n.to_string(), "t"))]))
            .expect("written");
    }
    assert_eq!(other.store.verify().expect("readable").first_bad, None, "in itself it is a good log");
    let why = other.store.verify_checkpoint(&checkpoint, &trusted).expect_err("rewritten").to_string();
    assert!(why.contains("rewritten"), "{why}");
    let cut = Tried::sqlite();
    cut.store.commit(commit(vec![Effect::PutRecord(record("incident", "0", "t"))])).expect("written");
    let why = cut.store.verify_checkpoint(&checkpoint, &trusted).expect_err("cut").to_string();
    assert!(why.contains("cut"), "{why}");
}

pub fn a_content_noted_under_anothers_hand_is_found(tried: &mut Tried) {
    // The entry that is said to have brought a content says by whose hand it came.
    at_each(tried, &[2, 4, 7], |tried, n| {
        tried.sql(&format!("UPDATE contents SET seq = {} WHERE seq = {n}", n + 1));
        n + 1
    });
    tried.sql("UPDATE contents SET seq = 3 WHERE seq = 4");
    assert_eq!(first_bad(tried), 3);
    tried.sql("UPDATE contents SET seq = 99 WHERE seq = 3");
    assert_eq!(first_bad(tried), 99);
}

pub fn a_content_noted_under_who_sent_it_again_is_found(tried: &mut Tried) {
    filled(tried);
    // Given a content that two entries name.
    tried.store.commit(add("c-2", vec![object("indicator", 2, 1)])).expect("written");
    assert_eq!(tried.store.verify().expect("readable").first_bad, None);
    tried.sql("UPDATE contents SET seq = 10 WHERE seq = 2");
    assert_eq!(first_bad(tried), 10);
}
