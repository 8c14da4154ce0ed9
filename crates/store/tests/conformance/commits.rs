//! Commits: all or nothing, revisions, idempotency keys, many writers.

use crate::support::{NOW, Tried, commit, record};
use ostrakon_store::{Commit, Effect, Error, Expect, Idempotency, sha256};
use serde_json::Value;
use std::{thread, time::Duration};

pub fn a_commit_with_one_bad_part_writes_nothing(tried: &mut Tried) {
    let good = Effect::PutRecord(record("incident", "i-1", "kept?"));
    let mut bad = commit(vec![good]);
    bad.expect = vec![Expect { kind: "incident".into(), id: "i-0".into(), rev: Some(7) }];

    let error = tried.store.commit(bad).expect_err("there is no i-0");

    assert!(matches!(error, Error::Conflict { found: None, expected: Some(7), .. }), "{error}");
    assert_eq!(tried.store.record("incident", "i-1").expect("readable"), None);
    assert_eq!(tried.store.last_seq().expect("readable"), 0);
}

pub fn a_record_is_changed_only_at_the_revision_that_was_read(tried: &mut Tried) {
    let put = |title: &str, rev: Option<i64>| {
        let mut change = commit(vec![Effect::PutRecord(record("incident", "i-1", title))]);
        change.expect = vec![Expect { kind: "incident".into(), id: "i-1".into(), rev }];
        tried.store.commit(change)
    };
    let first = put("one", None).expect("it is new").revs[0];
    assert!(matches!(put("again", None), Err(Error::Conflict { .. })), "it is there already");
    let second = put("two", Some(first)).expect("the revision is the one that was read").revs[0];
    assert!(second > first);
    assert!(matches!(put("three", Some(first)), Err(Error::Conflict { .. })), "somebody was faster");

    let kept = tried.store.record("incident", "i-1").expect("readable").expect("there");
    assert_eq!((kept.rev, kept.body["title"].as_str()), (second, Some("two")));
    assert_eq!(tried.store.history("test/1", 0, 10).expect("readable").len(), 2);
}

pub fn a_repeated_request_is_answered_and_not_done_again(tried: &mut Tried) {
    let request = |title: &str, response: &[u8]| {
        let mut once = commit(vec![Effect::PutRecord(record("incident", title, title))]);
        once.idempotency = Some(Idempotency {
            scope: "token-1".into(),
            key: "k-1".into(),
            request: sha256(title.as_bytes()),
            response: response.to_vec(),
        });
        once
    };
    let first = tried.store.commit(request("a", b"201 a")).expect("new");
    assert_eq!(first.repeated, None);
    let again = tried.store.commit(request("a", b"ignored")).expect("the same");
    assert_eq!(again.repeated.as_deref(), Some(&b"201 a"[..]));
    assert_eq!(tried.store.last_seq().expect("readable"), 1);
    let other = tried.store.commit(request("b", b"201 b")).expect_err("another request under this key");
    assert!(matches!(other, Error::KeyReused { .. }), "{other}");
    assert_eq!(tried.store.record("incident", "b").expect("readable"), None);
}

pub fn an_answer_is_claimed_once_swapped_by_who_knows_it_and_forgotten_after_a_day(tried: &mut Tried) {
    let key = |request: &str, response: &[u8]| Idempotency {
        scope: "http person-1".into(),
        key: "k-1".into(),
        request: sha256(request.as_bytes()),
        response: response.to_vec(),
    };
    let store = &tried.store;
    assert_eq!(store.claim_answer(&key("a", b"running"), 1_000).expect("new"), None);
    let again = store.claim_answer(&key("a", b"mine"), 1_001).expect("the same request");
    assert_eq!(again.as_deref(), Some(&b"running"[..]));
    assert!(matches!(store.claim_answer(&key("b", b""), 1_001), Err(Error::KeyReused { .. })));
    assert!(!store.swap_answer(&key("a", b"201"), b"another").expect("writes"));
    assert!(store.swap_answer(&key("a", b"201"), b"running").expect("writes"));
    assert!(!store.release_answer(&key("a", b""), b"running").expect("writes"), "it is settled");
    assert_eq!(store.repeated(&key("a", b"")).expect("readable").as_deref(), Some(&b"201"[..]));
    store.forget_answers(1_000 + 24 * 3_600_000).expect("writes");
    assert!(store.repeated(&key("a", b"")).expect("readable").is_some(), "a day is not over yet");
    store.forget_answers(1_001 + 24 * 3_600_000).expect("writes");
    assert_eq!(store.repeated(&key("a", b"")).expect("readable"), None);
    assert_eq!(store.last_seq().expect("readable"), 0, "answers are no events");
}

pub fn many_writers_at_once_lose_nothing_and_make_one_chain(tried: &mut Tried) {
    let store = tried.store.clone();
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let store = store.clone();
            thread::spawn(move || {
                for n in 0..20 {
                    let id = format!("{writer}-{n}");
                    let mut write = commit(vec![Effect::PutRecord(record("note", &id, &id))]);
                    // Every third is refused, in the middle of a group.
                    if n % 3 == 2 {
                        write.expect = vec![Expect { kind: "none".into(), id: id.clone(), rev: Some(1) }];
                    }
                    assert_eq!(store.commit(write).is_ok(), n % 3 != 2);
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().expect("no writer panics");
    }
    let events = tried.store.events(0, 1_000).expect("readable");
    assert_eq!(events.len(), 8 * 14);
    assert!(events.iter().zip(1..).all(|(event, seq)| event.seq == seq), "no gap, no double");
}

pub fn who_waits_for_events_is_woken(tried: &mut Tried) {
    let store = tried.store.clone();
    let waiting = thread::spawn(move || store.wait_for_events(0, Duration::from_secs(20)));
    tried.store.commit(commit(vec![])).expect("an event without effects is an event");
    assert_eq!(waiting.join().expect("no panic").expect("readable"), 1);
    assert_eq!(tried.store.wait_for_events(1, Duration::ZERO).expect("readable"), 1, "the time ran out");
}

pub fn what_cannot_be_stored_is_refused_with_its_name(tried: &mut Tried) {
    let refused = |change: Commit| match tried.store.commit(change) {
        Err(Error::Input { what, why }) => format!("{what} {why}"),
        other => panic!("{other:?}"),
    };
    let long = "x".repeat(600);
    let message = refused(commit(vec![Effect::PutRecord(record("incident", &long, ""))]));
    assert!(message.contains("more than 512"), "{message}");
    let message = refused(commit(vec![Effect::PutRecord(record("incident", "a\0b", ""))]));
    assert!(message.contains("U+0000"), "{message}");
    let message = refused(Commit { at: NOW, events: vec![], ..Commit::default() });
    assert!(message.contains("actor"), "{message}");
    let mut huge = commit(vec![]);
    huge.events[0].data = Value::String("x".repeat(2 << 20));
    assert!(refused(huge).contains("put it into a record"));
    assert_eq!(tried.store.last_seq().expect("readable"), 0);
}
