//! The peer's published results on real posts, edge by edge: `../shared/data/coordination/golden`.

use super::*;
use crate::normalise::{peer_text_into, peer_tokens_into};
use ostrakon_model::Names;
use std::{collections::BTreeMap, fmt::Write, io::Read, path::PathBuf};

#[derive(Default)]
struct Posts {
    users: Names,
    user: Vec<u32>,
    time: Vec<i64>,
    text: Vec<String>,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/coordination")
}

fn open(name: &str) -> Option<Vec<u8>> {
    let path = folder().join(name);
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("skipped: {} is not here", path.display());
        return None;
    };
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Some(bytes);
    }
    let mut plain = Vec::new();
    flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut plain).expect("a whole gzip file");
    Some(plain)
}

/// The posts that are no reposts; of repeated ids the first.
fn posts(name: &str) -> Option<Posts> {
    let bytes = open(name)?;
    let mut posts = Posts::default();
    let mut ids = BTreeSet::new();
    for record in csv::Reader::from_reader(&bytes[..]).into_records() {
        let record = record.expect("a CSV record");
        if ids.insert(record[0].to_owned()) && record[3].is_empty() {
            posts.user.push(posts.users.intern(&record[1]));
            posts.time.push(record[6].parse::<i64>().expect("seconds") * 1_000);
            posts.text.push(record[5].to_owned());
        }
    }
    Some(posts)
}

/// The peer's edges: per message of one user, each user with a matching message inside the window counts once.
fn edges(posts: &Posts, found: &Similar, window_ms: i64, min_weight: u32) -> String {
    let mut rows = vec![Vec::new(); found.neighbours.len()];
    for (row, &shape) in found.shape.iter().enumerate().filter(|(_, shape)| **shape != NONE) {
        rows[shape as usize].push(row);
    }
    let mut weights: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for (shape, own) in rows.iter().enumerate() {
        let others = || found.neighbours.get(shape).iter().flat_map(|&s| &rows[s as usize]).chain(own);
        for &row in own {
            let near = |other: &&usize| posts.time[row].abs_diff(posts.time[**other]) <= window_ms as u64;
            let users: BTreeSet<u32> = others().filter(near).map(|&other| posts.user[other]).collect();
            for user in users {
                *weights.entry((posts.users.get(posts.user[row]), posts.users.get(user))).or_default() += 1;
            }
        }
    }
    let mut lines = String::new();
    for ((source, target), weight) in weights.iter().filter(|(_, weight)| **weight >= min_weight) {
        writeln!(lines, "{source}\t{target}\t{weight}").expect("a string takes any text");
    }
    lines
}

fn check(data: &str, golden: &str, read: fn(&str, &mut String), params: &Params) {
    let (Some(posts), Some(expected)) = (posts(data), open(golden)) else { return };
    let text = |row: usize, out: &mut String| {
        read(&posts.text[row], out);
        true
    };
    let found = similar(&posts.time, text, params).unwrap();
    let expected = String::from_utf8(expected).expect("UTF-8");
    let expected = expected.strip_prefix("source\ttarget\tweight\n").unwrap_or(&expected);
    assert_eq!(edges(&posts, &found, params.window_ms, 2), expected, "{golden}");
}

#[test]
fn similar_texts_are_those_of_the_peer() {
    for (data, golden, window_s) in [
        ("ira_20000.csv", "golden/ira20k.co_similar_tweet.w60.m2.edges.tsv.gz", 60),
        ("ira_20000.csv", "golden/ira20k.co_similar_tweet.w3600.m2.edges.tsv.gz", 3_600),
        ("ira_100000.csv.gz", "golden/ira100k.co_similar_tweet.w60.m2.edges.tsv.gz", 60),
    ] {
        check(data, golden, peer_tokens_into, &Params::exact(window_s * 1_000, 0.8, Unit::Tokens));
    }
}

#[test]
fn equal_texts_are_those_of_the_peer() {
    // A whole text is one token here: the peer's text key has single spaces, which a letter of no text stands for.
    let key = |text: &str, out: &mut String| {
        peer_text_into(text, out);
        *out = format!("\u{10ffff}{}", out.replace(' ', "\u{10ffff}"));
    };
    for (data, golden, window_s) in [
        ("ira_20000.csv", "golden/ira20k.co_tweet.w60.m2.edges.tsv.gz", 60),
        ("ira_20000.csv", "golden/ira20k.co_tweet.w3600.m2.edges.tsv.gz", 3_600),
        ("ira_100000.csv.gz", "golden/ira100k.co_tweet.w60.m2.edges.tsv.gz", 60),
        ("ira_100000.csv.gz", "golden/ira100k.co_tweet.w3600.m2.edges.tsv.gz", 3_600),
    ] {
        check(data, golden, key, &Params::exact(window_s * 1_000, 1.0, Unit::Tokens));
    }
}
