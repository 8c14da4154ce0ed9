//! Ledger, backup, restore, rebuild, doctor.

use crate::support::{NOW, Tried, add, commit, object, record};
use ostrakon_model::Tlp;
use ostrakon_store::{
    Custody, Effect, Error, Intake, LedgerQuery, Location, ObjectQuery, Options, Released, Severity, Store,
    to_hex,
};
use std::{fs, io::Read};

fn fill(tried: &Tried) -> [u8; 32] {
    let store = &tried.store;
    for n in 1..=4 {
        let objects = (1..=20).map(|m| object("indicator", m, n)).collect();
        store.commit(add(&format!("c-{}", n % 2), objects)).expect("written");
        store
            .commit(commit(vec![Effect::PutRecord(record("incident", &n.to_string(), "t"))]))
            .expect("written");
    }
    let id = object("indicator", 3, 1).id;
    store
        .commit(commit(vec![
            Effect::RemoveObject { collection: "c-1".into(), id: id.clone(), version: None },
            Effect::DeleteRecord { kind: "incident".into(), id: "2".into() },
            Effect::Release {
                recipient: "org-2".into(),
                route: "taxii".into(),
                objects: vec![Released { object: id, version: String::new(), marking: Tlp::Green }],
            },
        ]))
        .expect("written");
    let intake = Intake {
        actor: "person-1".into(),
        at: NOW,
        captured_at: NOW,
        custody: Custody::default(),
        media_type: String::new(),
    };
    store.put_blob(&mut &b"evidence"[..], intake).expect("stored")
}

pub fn the_ledger_keeps_the_first_time_of_each_release(tried: &mut Tried) {
    let release = |recipient: &str, object: &str, marking: Tlp, at: i64| {
        let objects = vec![Released { object: object.into(), version: "1".into(), marking }];
        let mut change =
            commit(vec![Effect::Release { recipient: recipient.into(), route: "taxii".into(), objects }]);
        change.at = at;
        tried.store.commit(change).expect("written");
    };
    release("org-2", "o-1", Tlp::Green, NOW);
    release("org-2", "o-1", Tlp::Green, NOW + 1);
    release("org-2", "o-1", Tlp::Amber, NOW + 2);
    release("org-3", "o-1", Tlp::Green, NOW + 3);
    release("org-3", "o-2", Tlp::Green, NOW + 4);
    let lines = |object: Option<&str>, recipient: Option<&str>| {
        let mut query = LedgerQuery {
            object: object.map(str::to_owned),
            recipient: recipient.map(str::to_owned),
            after: None,
            limit: 1,
        };
        let mut all = Vec::new();
        loop {
            let page = tried.store.ledger(&query).expect("readable");
            let Some(last) = page.last().cloned() else { return all };
            all.extend(
                page.into_iter().map(|line| (line.recipient, line.object, line.marking, line.at - NOW)),
            );
            query.after = Some(last);
        }
    };
    let line = |recipient: &str, object: &str, marking, after| {
        (recipient.to_owned(), object.to_owned(), marking, after)
    };
    assert_eq!(
        lines(Some("o-1"), None),
        [
            line("org-2", "o-1", Tlp::Green, 0),
            line("org-2", "o-1", Tlp::Amber, 2),
            line("org-3", "o-1", Tlp::Green, 3)
        ]
    );
    assert_eq!(
        lines(None, Some("org-3")),
        [line("org-3", "o-1", Tlp::Green, 3), line("org-3", "o-2", Tlp::Green, 4)]
    );
    assert_eq!(lines(Some("o-2"), Some("org-2")), []);
    assert_eq!(lines(None, None).len(), 4);
}

pub fn a_rebuild_makes_the_same_tables_and_mends_damaged_ones(tried: &mut Tried) {
    fill(tried);
    assert!(tried.store.projections_match().expect("readable"));
    assert!(!tried.store.rebuild().expect("rebuilt"), "nothing was wrong, nothing changed");
    tried.sql(
        "DELETE FROM members WHERE state = 3; UPDATE records SET owner = 'org-9'; UPDATE ledger SET at = 0",
    );
    let found = tried.store.doctor(true).expect("readable");
    assert!(
        found.iter().any(|ailment| ailment.severity == Severity::Error && ailment.mend.contains("rebuild")),
        "{found:?}"
    );
    assert!(tried.store.rebuild().expect("rebuilt"));
    assert!(tried.store.projections_match().expect("readable"));
    assert_eq!(tried.store.record("incident", "1").expect("readable").expect("there").owner, "org-1");
    // The next addition goes on where the last one was.
    let outcome = tried.store.commit(add("c-1", vec![object("report", 1, 1)])).expect("written").objects[0];
    let before = tried.store.collection_size("c-0").expect("readable").1.expect("not empty");
    assert!(matches!(outcome, ostrakon_store::Outcome::Added(stamp) if stamp > before), "{outcome:?}");
}

pub fn a_backup_restores_to_an_equal_store_and_into_the_other_database(tried: &mut Tried) {
    let blob = fill(tried);
    let file = tried.folder.path().join("backup.tar");
    if let Location::Sqlite(folder) = &tried.location {
        // The lake beside it.
        fs::create_dir_all(folder.join("lake/posts")).expect("writable");
        fs::write(folder.join("lake/posts/manifest.json"), "{}").expect("writable");
    }
    let summary = tried.store.backup(&file).expect("backed up");
    tried.store.commit(commit(vec![])).expect("the store goes on");
    assert!(matches!(tried.store.backup(&file), Err(Error::Input { .. })), "nothing is written over");

    let laptop = Location::Sqlite(tried.folder.path().join("laptop"));
    for place in [tried.elsewhere(), laptop] {
        let restored = Store::restore(&file, &place, &Options::default()).expect("restored");
        assert_eq!(restored, summary);
        let store = Store::open(&place, &Options::default()).expect("it opens");
        assert_eq!(store.last_seq().expect("readable"), summary.seq);
        assert_eq!(store.verify().expect("readable").first_bad, None);
        assert!(store.projections_match().expect("readable"));
        for collection in ["c-0", "c-1"] {
            let all = ObjectQuery::default();
            let (mine, theirs) = (tried.store.objects(collection, &all), store.objects(collection, &all));
            assert_eq!(mine.expect("readable"), theirs.expect("readable"));
        }
        if let (Location::Sqlite(_), Location::Sqlite(folder)) = (&tried.location, &place) {
            assert_eq!(fs::read(folder.join("lake/posts/manifest.json")).expect("it came along"), b"{}");
        }
        let mut bytes = Vec::new();
        store.open_blob(&blob).expect("readable").expect("held").read_to_end(&mut bytes).expect("whole");
        assert_eq!(bytes, b"evidence");
        store.commit(commit(vec![])).expect("it goes on from there");
        let again = Store::restore(&file, &place, &Options::default()).expect_err("there is a store");
        assert!(matches!(again, Error::Input { .. }), "{again}");
    }
}

pub fn a_backup_that_was_cut_or_changed_is_refused_and_leaves_nothing(tried: &mut Tried) {
    fill(tried);
    let file = tried.folder.path().join("backup.tar");
    tried.store.backup(&file).expect("backed up");
    let whole = fs::read(&file).expect("readable");
    let bad = tried.folder.path().join("bad.tar");
    let into = Location::Sqlite(tried.folder.path().join("restored"));
    let refused = |bytes: &[u8]| {
        fs::write(&bad, bytes).expect("writable");
        let error = Store::restore(&bad, &into, &Options::default()).expect_err("no whole backup");
        assert!(matches!(error, Error::Damaged { .. }), "{error}");
        assert!(matches!(Store::read_only(&into, &Options::default()), Err(Error::NotFound { .. })));
    };
    for cut in [0, 100, 512, whole.len() / 2, whole.len() - 4096] {
        refused(&whole[..cut]);
    }
    for at in [600, whole.len() / 3, whole.len() / 2] {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        refused(&changed);
    }
    refused(b"this is no archive at all");
    Store::restore(&file, &into, &Options::default()).expect("the whole one still goes");
}

pub fn the_doctor_finds_what_is_wrong_and_says_what_to_do(tried: &mut Tried) {
    let blob = fill(tried);
    let healthy = tried.store.doctor(true).expect("readable");
    assert!(healthy.iter().all(|ailment| ailment.severity == Severity::Note), "{healthy:?}");
    match &tried.location {
        Location::Sqlite(folder) => {
            let name = to_hex(&blob);
            fs::remove_file(folder.join("blobs").join(&name[..2]).join(&name)).expect("it was there");
            fs::write(folder.join("blobs/incoming-x.part"), b"x").expect("writable");
        }
        Location::Postgres(_) => tried.sql("DELETE FROM blob_parts"),
    }
    tried.sql("UPDATE contents SET bytes = NULL WHERE num = 5");
    let found = tried.store.doctor(true).expect("readable");
    let errors: Vec<&str> = found
        .iter()
        .filter(|ailment| ailment.severity == Severity::Error)
        .map(|ailment| ailment.what.as_str())
        .collect();
    assert_eq!(errors.len(), 2, "{found:?}");
    assert!(
        errors.iter().any(|what| what.contains("missing"))
            && errors.iter().any(|what| what.contains("log entry 1"))
    );
    assert!(found.iter().all(|ailment| !ailment.mend.is_empty()));
}

pub fn a_store_opened_for_reading_refuses_to_write(tried: &mut Tried) {
    fill(tried);
    let reader = Store::read_only(&tried.location, &Options::default()).expect("it is there");
    assert!(matches!(reader.commit(commit(vec![])), Err(Error::ReadOnly)));
    assert!(matches!(reader.rebuild(), Err(Error::ReadOnly)));
    assert_eq!(reader.last_seq().expect("readable"), tried.store.last_seq().expect("readable"));
    let nowhere = Location::Sqlite(tried.folder.path().join("nowhere"));
    assert!(matches!(Store::read_only(&nowhere, &Options::default()), Err(Error::NotFound { .. })));
}
