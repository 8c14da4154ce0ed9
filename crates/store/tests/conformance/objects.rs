//! Collections of object versions: what is added, how it is asked for, and that a repeat adds nothing.

use crate::support::{NOW, Tried, add, commit, object};
use ostrakon_store::{Effect, NewObject, ObjectQuery, Outcome, Store, StoredObject, VersionMatch};

fn all(store: &Store, query: &ObjectQuery) -> Vec<StoredObject> {
    let mut rows = Vec::new();
    let mut query = query.clone();
    loop {
        let page = store.objects("c-1", &query).expect("readable");
        rows.extend(page.rows);
        if !page.more {
            return rows;
        }
        query.after = rows.last().map(|row| row.added);
    }
}

/// Objects as `number:day`.
fn seen(rows: &[StoredObject]) -> Vec<String> {
    rows.iter()
        .map(|row| {
            format!(
                "{}:{}",
                row.id.trim_start_matches(|c| c != '8').trim_start_matches("8000-").trim_start_matches('0'),
                &row.version[8..10]
            )
        })
        .collect()
}

pub fn what_is_added_comes_back_in_order_and_a_repeat_adds_nothing(tried: &mut Tried) {
    let objects: Vec<NewObject> = (0..1_000).map(|n| object("indicator", n + 1, 1)).collect();
    let done = tried.store.commit(add("c-1", objects.clone())).expect("written");
    let stamps: Vec<i64> = (0..1_000).map(|n| NOW * 1_000 + n).collect();
    assert_eq!(done.objects, stamps.iter().map(|stamp| Outcome::Added(*stamp)).collect::<Vec<_>>());

    let again = tried.store.commit(add("c-1", objects.clone())).expect("written");
    assert!(again.objects.iter().all(|outcome| *outcome == Outcome::Present));

    let rows = all(&tried.store, &ObjectQuery { limit: 300, ..ObjectQuery::default() });
    assert_eq!(rows.iter().map(|row| row.added).collect::<Vec<_>>(), stamps);
    assert!(rows.iter().zip(&objects).all(|(row, object)| row.bytes == object.bytes && row.id == object.id));
    assert_eq!(tried.store.collection_size("c-1").expect("readable"), (1_000, stamps.last().copied()));
}

pub fn first_last_all_and_exact_versions_are_found_in_any_order_of_arrival(tried: &mut Tried) {
    for (n, day) in [(1, 5), (2, 3), (1, 9), (1, 2), (2, 3), (1, 7)] {
        tried.store.commit(add("c-1", vec![object("indicator", n, day)])).expect("written");
    }
    let by = |versions: &[VersionMatch]| {
        let query = ObjectQuery { versions: versions.to_vec(), limit: 2, ..ObjectQuery::default() };
        seen(&all(&tried.store, &query))
    };
    assert_eq!(by(&[]), ["2:03", "1:09"]);
    assert_eq!(by(&[VersionMatch::Last]), ["2:03", "1:09"]);
    assert_eq!(by(&[VersionMatch::First]), ["2:03", "1:02"]);
    assert_eq!(by(&[VersionMatch::First, VersionMatch::Last]), ["2:03", "1:09", "1:02"]);
    assert_eq!(by(&[VersionMatch::All]), ["1:05", "2:03", "1:09", "1:02", "1:07"]);
    // Another spelling of the same time.
    assert_eq!(by(&[VersionMatch::Exact("2024-01-07T00:00:00Z".into())]), ["1:07"]);
    assert_eq!(
        by(&[VersionMatch::Exact("2024-01-07T00:00:00Z".into()), VersionMatch::First]),
        ["2:03", "1:02", "1:07"]
    );

    let id = object("indicator", 1, 1).id;
    assert_eq!(seen(&tried.store.versions(&id).expect("readable")), ["1:02", "1:05", "1:07", "1:09"]);
    assert_eq!(seen(&tried.store.object(&id).expect("readable").into_iter().collect::<Vec<_>>()), ["1:09"]);
    let one = tried.store.object_version(&id, "2024-01-05T00:00:00Z").expect("readable").expect("there");
    assert_eq!(one.bytes, object("indicator", 1, 5).bytes);
}

pub fn filters_hold_together(tried: &mut Tried) {
    let kinds = ["indicator", "malware", "report"];
    let objects: Vec<NewObject> = (0..30)
        .map(|n| NewObject {
            spec_version: if n % 5 == 0 { "2.0" } else { "2.1" }.into(),
            ..object(kinds[n as usize % 3], n + 1, 1)
        })
        .collect();
    let done = tried.store.commit(add("c-1", objects.clone())).expect("written");
    let Outcome::Added(tenth) = done.objects[9] else { panic!("added") };
    let count = |query: ObjectQuery| all(&tried.store, &ObjectQuery { limit: 4, ..query }).len();
    let types = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(count(ObjectQuery { types: types(&["malware"]), ..ObjectQuery::default() }), 10);
    assert_eq!(
        count(ObjectQuery { types: types(&["malware", "report", "none"]), ..ObjectQuery::default() }),
        20
    );
    assert_eq!(count(ObjectQuery { types: types(&["none"]), ..ObjectQuery::default() }), 0);
    assert_eq!(count(ObjectQuery { added_after: Some(tenth), ..ObjectQuery::default() }), 20);
    assert_eq!(count(ObjectQuery { spec_versions: types(&["2.0"]), ..ObjectQuery::default() }), 6);
    let ids: Vec<String> = objects.iter().take(7).map(|object| object.id.clone()).collect();
    assert_eq!(count(ObjectQuery { ids: ids.clone(), ..ObjectQuery::default() }), 7);
    assert_eq!(count(ObjectQuery { ids, types: types(&["indicator"]), ..ObjectQuery::default() }), 3);
    let many: Vec<String> = (0..200).map(|n| format!("type-{n}")).chain(types(&["report"])).collect();
    assert_eq!(count(ObjectQuery { types: many, ..ObjectQuery::default() }), 10);
    let too_many = ObjectQuery { ids: vec!["x".into(); 2_000], ..ObjectQuery::default() };
    assert!(tried.store.objects("c-1", &too_many).is_err());
    assert!(tried.store.objects("unknown", &ObjectQuery::default()).expect("empty").rows.is_empty());
    let manifest = tried.store.manifest("c-1", &ObjectQuery::default()).expect("readable");
    assert!(manifest.rows.iter().all(|row| row.bytes.is_empty()) && manifest.rows.len() == 30);
}

pub fn other_content_under_a_known_version_is_told_and_not_taken(tried: &mut Tried) {
    let one = object("indicator", 1, 1);
    let other = NewObject { bytes: b"{}".to_vec(), ..one.clone() };
    tried.store.commit(add("c-1", vec![one.clone()])).expect("written");
    let done = tried.store.commit(add("c-1", vec![other.clone(), one.clone()])).expect("written");
    assert_eq!(done.objects, [Outcome::Differs, Outcome::Present]);
    // Twice in one request: the first is taken.
    let two = object("indicator", 2, 1);
    let done = tried.store.commit(add("c-1", vec![two.clone(), two])).expect("written");
    assert!(matches!(done.objects[..], [Outcome::Added(_), Outcome::Present]), "{:?}", done.objects);
    assert_eq!(tried.store.object(&one.id).expect("readable").expect("there").bytes, one.bytes);
}

pub fn a_removed_version_gives_first_and_last_to_its_neighbours(tried: &mut Tried) {
    let versions = vec![object("indicator", 1, 1), object("indicator", 1, 2), object("indicator", 1, 3)];
    tried.store.commit(add("c-1", versions.clone())).expect("written");
    let remove = |version: Option<&str>| {
        let (collection, id) = ("c-1".into(), versions[0].id.clone());
        let effect = Effect::RemoveObject { collection, id, version: version.map(str::to_owned) };
        tried.store.commit(commit(vec![effect])).expect("removed");
    };
    let by = |what: VersionMatch| {
        seen(&all(&tried.store, &ObjectQuery { versions: vec![what], ..ObjectQuery::default() }))
    };
    remove(Some("2024-01-03T00:00:00.000Z"));
    assert_eq!((by(VersionMatch::Last), by(VersionMatch::First)), (vec!["1:02".into()], vec!["1:01".into()]));
    remove(Some("2024-01-01T00:00:00.000Z"));
    assert_eq!((by(VersionMatch::Last), by(VersionMatch::First)), (vec!["1:02".into()], vec!["1:02".into()]));
    remove(None);
    assert!(by(VersionMatch::All).is_empty());
    // What was taken out may come again, with a later time stamp.
    let done = tried.store.commit(add("c-1", versions)).expect("written");
    assert!(done.objects.iter().all(|outcome| matches!(outcome, Outcome::Added(_))));
    assert_eq!(by(VersionMatch::Last), ["1:03"]);
    tried.store.commit(commit(vec![Effect::ClearCollection { collection: "c-1".into() }])).expect("cleared");
    assert!(by(VersionMatch::All).is_empty());
}

pub fn time_stamps_grow_when_the_clock_steps_back_and_after_a_restart(tried: &mut Tried) {
    let mut last = 0;
    for (n, at) in [(1, NOW), (2, NOW - 3_600_000), (3, 0), (4, NOW)] {
        let mut change = add("c-1", vec![object("indicator", n, 1)]);
        change.at = at;
        let done = tried.store.commit(change).expect("written");
        let Outcome::Added(stamp) = done.objects[0] else { panic!("added") };
        assert!(stamp > last, "{stamp} after {last}");
        last = stamp;
        tried.reopen();
    }
}

pub fn each_version_knows_the_event_that_brought_it_first(tried: &mut Tried) {
    let by = |organisation: &str, objects: Vec<NewObject>| {
        let mut commit = add("c-1", objects);
        commit.events[0].data = serde_json::json!({ "organisation": organisation });
        tried.store.commit(commit).expect("written").last_seq
    };
    let (one, other) = (object("indicator", 1, 5), object("user-account", 2, 1));
    let first = by("north", vec![one.clone(), other.clone()]);
    // An earlier version that comes later, and the first one again by somebody else.
    let second = by("south", vec![object("indicator", 1, 3)]);
    by("south", vec![one.clone()]);
    let ids = [one.id.clone(), other.id.clone(), object("indicator", 9, 1).id];
    let found = tried.store.provenance(&ids).expect("readable");
    let told: Vec<(&str, &str, i64, &str)> = found
        .iter()
        .map(|one| {
            (one.id.as_str(), &one.version[8..10], one.seq, one.data["organisation"].as_str().unwrap_or(""))
        })
        .collect();
    assert_eq!(
        told,
        [
            (one.id.as_str(), "05", first, "north"),
            (&one.id, "03", second, "south"),
            (&other.id, "01", first, "north")
        ]
    );
    let (newest, data, versions) =
        tried.store.object_with_provenance(&one.id).expect("readable").expect("there");
    assert_eq!((newest.bytes, data["organisation"].as_str(), versions), (one.bytes, Some("north"), 2));
    assert!(tried.store.object_with_provenance(&ids[2]).expect("readable").is_none());
}

pub fn versions_of_a_type_are_read_on_from_where_one_stopped(tried: &mut Tried) {
    let store = &tried.store;
    assert_eq!(store.versions_after(&["user-account"], 0, 10).expect("readable").0, []);
    let accounts = (1..=5).map(|n| object("user-account", n, 1));
    tried.store.commit(add("c-1", accounts.chain([object("indicator", 6, 1)]).collect())).expect("written");
    let (mut read, mut ids) = (0, Vec::new());
    loop {
        let (rows, last) = store.versions_after(&["persona", "user-account"], read, 2).expect("readable");
        if last == read {
            break;
        }
        assert!(rows.len() <= 2);
        ids.extend(rows.into_iter().map(|row| row.id));
        read = last;
    }
    assert_eq!(ids, (1..=5).map(|n| object("user-account", n, 1).id).collect::<Vec<_>>());
    tried.store.commit(add("c-2", vec![object("persona", 7, 1)])).expect("written");
    let (rows, _) = store.versions_after(&["persona", "user-account"], read, 2).expect("readable");
    assert_eq!(rows.len(), 1);
}
