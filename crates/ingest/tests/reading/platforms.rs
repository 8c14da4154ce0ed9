//! Several inputs of several platforms: what has one name on two of them are two things.

use super::*;
use ostrakon_ingest::pseudonym::{Key, Pseudonymiser, Registry};

const TIKTOK: &str = "video_id,author_name,view_count,comment_count,share_count,like_count,region_code,create_time,effect_ids,music_id,video_description,hashtag_names,voice_to_text,video_url\n1,u1,1,1,1,1,DE,1700000000,,,text,,,\n";
const TRIPLES: &str = "object_id,account_id,content_id,timestamp_share\nhttps://a.example/,u1,9,1700000005\n";

#[test]
fn accounts_of_two_platforms_are_two_and_of_one_keep_their_names() {
    let files = Files::new();
    let inputs = [files.file("t.csv", TIKTOK.as_bytes()), files.file("c.csv", TRIPLES.as_bytes())];
    // given one run of each order, and one of the first file alone
    let both = read(&inputs, &ReadOptions::default(), &()).unwrap().columns;
    assert_eq!(both.accounts.iter().collect::<Vec<_>>(), ["u1", ":u1"]);
    let turned = read(&[inputs[1].clone(), inputs[0].clone()], &ReadOptions::default(), &()).unwrap().columns;
    assert_eq!(turned.accounts.iter().collect::<Vec<_>>(), ["u1", "tiktok:u1"]);
    let mut alone = read(&inputs[..1], &ReadOptions::default(), &()).unwrap().columns;
    // when accounts are renamed
    let mut masked = turned;
    let names = || Pseudonymiser::new(&Key::from_bytes([7; 32]), Registry::default());
    names().columns(&mut masked);
    names().columns(&mut alone);
    // then they stay two, under the pseudonym that each has in a run of its own
    let token = alone.accounts.get(0);
    assert_eq!(masked.accounts.iter().collect::<Vec<_>>(), [token, &format!("tiktok:{token}")]);
}

#[test]
fn a_column_may_say_the_platform() {
    let rows = "platform,id,author_id,created_at\nX,1,u1,1700000000\nthreads,1,u1,1700000000\n,1,u1,1700000000\nx,1,u1,1700000000\n";
    let reading = read_one(rows.as_bytes()).unwrap();
    assert_eq!(reading.columns.accounts.iter().collect::<Vec<_>>(), ["u1", "threads:u1", ":u1"]);
    assert_eq!(reading.columns.duplicates, 1, "ids of items are told apart likewise");
}
