//! Records: order, pages, filters, deletion.

use crate::support::{Tried, commit, record};
use ostrakon_model::Tlp;
use ostrakon_store::{Effect, Location, NewRecord, Order, RecordQuery, Store};

fn ids(store: &Store, query: &RecordQuery) -> Vec<String> {
    let mut all = Vec::new();
    let mut query = query.clone();
    loop {
        let page = store.records(&query).expect("readable");
        assert!(page.rows.len() <= query.limit);
        all.extend(page.rows.into_iter().map(|row| row.id));
        match page.next {
            Some(next) => query.after = Some(next),
            None => return all,
        }
    }
}

pub fn records_come_in_the_order_asked_for_page_by_page(tried: &mut Tried) {
    // Upper case, accents and digits: the order is that of the bytes on every database.
    let titles = ["delta", "Alpha", "éta", "beta", "beta", "10", "9"];
    let effects = titles
        .iter()
        .enumerate()
        .map(|(n, title)| Effect::PutRecord(record("incident", &format!("i-{n}"), title)))
        .collect();
    tried.store.commit(commit(effects)).expect("written");

    let by_id = RecordQuery { limit: 2, ..RecordQuery::of("incident") };
    assert_eq!(ids(&tried.store, &by_id), ["i-0", "i-1", "i-2", "i-3", "i-4", "i-5", "i-6"]);
    let by_title = RecordQuery { order: Order::Key("title".into()), ..by_id.clone() };
    assert_eq!(ids(&tried.store, &by_title), ["i-5", "i-6", "i-1", "i-3", "i-4", "i-0", "i-2"]);
    let backwards = RecordQuery { descending: true, ..by_title.clone() };
    assert_eq!(ids(&tried.store, &backwards), ["i-2", "i-0", "i-4", "i-3", "i-1", "i-6", "i-5"]);
    let range = RecordQuery { from: Some("b".into()), to: Some("e".into()), ..by_title };
    assert_eq!(ids(&tried.store, &range), ["i-3", "i-4", "i-0"]);
    assert_eq!(ids(&tried.store, &RecordQuery::with_key("incident", "title", "beta")), ["i-3", "i-4"]);
    assert!(ids(&tried.store, &RecordQuery::with_key("incident", "title", "bet")).is_empty());
    assert!(ids(&tried.store, &RecordQuery::of("alert")).is_empty());
}

pub fn records_are_filtered_by_owner_and_marking(tried: &mut Tried) {
    let effects = Tlp::ALL
        .into_iter()
        .enumerate()
        .map(|(n, marking)| {
            let owner = format!("org-{}", n % 2);
            Effect::PutRecord(NewRecord { marking, owner, ..record("incident", &format!("i-{n}"), "t") })
        })
        .collect();
    tried.store.commit(commit(effects)).expect("written");
    let query = RecordQuery { marking_at_most: Tlp::Amber, ..RecordQuery::of("incident") };
    assert_eq!(ids(&tried.store, &query), ["i-0", "i-1", "i-2"]);
    let query = RecordQuery { owner: Some("org-1".into()), ..query };
    assert_eq!(ids(&tried.store, &query), ["i-1"]);
}

pub fn a_deleted_record_is_gone_and_may_come_again_with_a_new_revision(tried: &mut Tried) {
    let put = || tried.store.commit(commit(vec![Effect::PutRecord(record("incident", "i-1", "x"))]));
    let first = put().expect("written").revs[0];
    let delete = Effect::DeleteRecord { kind: "incident".into(), id: "i-1".into() };
    tried.store.commit(commit(vec![delete])).expect("deleted");
    assert_eq!(tried.store.record("incident", "i-1").expect("readable"), None);
    assert_eq!(tried.store.record_by_key("incident", "title", "x").expect("readable"), None);
    assert!(put().expect("written again").revs[0] > first);
}

pub fn an_erased_body_is_gone_for_good_and_its_record_says_so(tried: &mut Tried) {
    tried.store.commit(commit(vec![Effect::PutRecord(record("person", "p-1", "secret"))])).expect("written");
    let content = tried.store.record("person", "p-1").expect("readable").expect("there").content;
    let erased = tried.store.commit(commit(vec![Effect::Erase { contents: vec![content] }])).expect("erased");
    let left = tried.store.record("person", "p-1").expect("readable").expect("there");
    assert_eq!((left.body, left.erased), (serde_json::Value::Null, Some(erased.last_seq)));
    assert_eq!(left.keys.len(), 0);
}

pub fn erased_bytes_are_not_left_in_any_file(tried: &mut Tried) {
    let secret = "a telling name that stands nowhere else";
    tried.store.commit(commit(vec![Effect::PutRecord(record("person", "p-1", secret))])).expect("written");
    let content = tried.store.record("person", "p-1").expect("readable").expect("there").content;
    tried.store.commit(commit(vec![Effect::Erase { contents: vec![content] }])).expect("erased");
    assert_eq!(tried.store.record_by_key("person", "title", secret).expect("readable"), None);
    let Location::Sqlite(folder) = &tried.location else { return };
    for entry in std::fs::read_dir(folder).expect("readable").flatten().filter(|entry| entry.path().is_file())
    {
        let bytes = std::fs::read(entry.path()).expect("readable");
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "{}", entry.path().display());
    }
}
