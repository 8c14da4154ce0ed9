//! What a recorded stream tells of deleted posts and of accounts that are gone holds for the posts of the same run.

use super::*;
use ostrakon_ingest::{Received, read_posts};
use serde_json::{Value, json};

const TIME_US: i64 = 1_717_581_600_000_000;

fn event(did: &str, after: i64, kind: &str, body: &Value) -> String {
    json!({"did": did, "time_us": TIME_US + after * 1_000_000, "kind": kind, kind: body}).to_string()
}

fn commit(did: &str, rkey: &str, after: i64, text: Option<&str>) -> String {
    let record = text.map(|text| json!({"text": text, "createdAt": "2024-06-05T10:00:00Z"}));
    let operation = if text.is_some() { "create" } else { "delete" };
    let body =
        json!({"operation": operation, "collection": "app.bsky.feed.post", "rkey": rkey, "record": record});
    event(did, after, "commit", &body)
}

fn account(did: &str, after: i64, active: bool) -> String {
    event(did, after, "account", &json!({"did": did, "active": active, "seq": 1}))
}

fn recorded() -> String {
    [
        commit("did:plc:a", "1", 0, Some("deleted later #tag")),
        commit("did:plc:a", "2", 1, Some("stays")),
        commit("did:plc:b", "1", 2, Some("of an account that is taken down")),
        commit("did:plc:c", "1", 3, Some("of one that comes back")),
        account("did:plc:b", 4, false),
        account("did:plc:c", 5, false),
        account("did:plc:c", 6, true),
        commit("did:plc:a", "1", 7, None),
        commit("did:plc:z", "never seen", 8, None),
    ]
    .join("\n")
}

#[test]
fn texts_of_what_is_gone_are_empty_and_all_else_stays() {
    for block in [100, 1 << 20] {
        for fields in [Fields::ALL, Fields::TEXT | Fields::HASHTAGS] {
            let options = ReadOptions { block, fields, ..ReadOptions::default() };
            let reading = read_with(recorded().as_bytes(), &options).unwrap();
            let texts: Vec<&str> = (0..4).map(|i| reading.columns.text.get(i)).collect();
            assert_eq!(texts, ["", "stays", "", "of one that comes back"]);
            assert_eq!(reading.columns.hashtag_names.iter().collect::<Vec<_>>(), ["tag"]);
            assert_eq!(reading.columns.time[0], TIME_US / 1_000);
            let counts = &reading.inputs[0].not_posts;
            assert_eq!((counts["deletion"], counts["account gone"], counts["account active"]), (2, 2, 1));
            assert_nothing_lost(&reading);
        }
    }
}

#[test]
fn who_takes_posts_one_by_one_lays_it_over_them() {
    let files = Files::new();
    let inputs = [files.file("stream.ndjson", recorded().as_bytes())];
    let (mut gone, mut posts) = (ostrakon_model::withdrawn::Withdrawals::default(), Vec::new());
    let options = ReadOptions { fields: Fields::BASE, ..ReadOptions::default() };
    // given a first pass that only looks for who is there
    ostrakon_ingest::read_batches(
        &inputs,
        &options,
        &(),
        &mut Vec::new(),
        &mut |block: &mut ostrakon_model::Columns| -> Received {
            gone.meet(&block.withdrawn);
            Ok(())
        },
    )
    .unwrap();
    // when the second takes the posts
    read_posts(&inputs, &ReadOptions::default(), &(), &mut Vec::new(), &mut |post| -> Received {
        let mut post = post.clone().into_owned();
        gone.apply(&mut post);
        posts.push(post);
        Ok(())
    })
    .unwrap();
    // then the deleted one has its time of deletion, and the digest of its record
    let deleted = |post: &ostrakon_model::Post<'_>| {
        post.labels.iter().find(|(name, _)| name == "deleted_at").map(|(_, at)| at.to_string())
    };
    assert_eq!(deleted(&posts[0]).as_deref(), Some("2024-06-05T10:00:07Z"));
    assert_eq!((posts[0].text.as_deref(), posts[0].raw_sha256.is_some()), (None, true));
    assert_eq!((deleted(&posts[1]), deleted(&posts[2]).is_some()), (None, true));
}
