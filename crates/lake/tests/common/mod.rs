//! What the lake's tests share: a fixed clock, one description, posts by number.

// Each test binary compiles this module and uses its own part of it.
#![allow(dead_code)]

use ostrakon_lake::{
    Accounts, Appended, Dataset, DatasetInfo, Intake, Lake, Result, SCHEMA_VERSION, Scan, Source,
};
use ostrakon_model::{Post, Timestamp};
use std::path::Path;

pub const DAY: i64 = 86_400_000;
/// 2024-06-09T00:00:00Z.
pub const NOW: i64 = 1_717_891_200_000;

pub fn info(name: &str) -> DatasetInfo {
    DatasetInfo {
        name: name.into(),
        access_basis: "public release".into(),
        purpose: "study of a finished election".into(),
        retention_class: "research".into(),
        created_ms: NOW,
        accounts: accounts(),
        schema_version: SCHEMA_VERSION,
    }
}

pub fn accounts() -> Accounts {
    Accounts::Pseudonyms { key_fingerprint: "5f0c".into() }
}

pub fn source(name: &str) -> Source {
    Source { name: name.into(), sha256: "00".repeat(32), bytes: 10 }
}

pub fn intake() -> Intake {
    Intake { sources: vec![source("a.csv")], accounts: accounts(), taken_ms: NOW }
}

/// Post number `id`, made at `ms`.
pub fn post(id: u32, ms: impl Into<Option<i64>>) -> Post<'static> {
    Post {
        platform: "x".into(),
        item_id: format!("m{id}").into(),
        author_id: format!("a{}", id % 3).into(),
        created_at: ms.into().map(Timestamp::from_ms),
        text: Some(format!("text {id}").into()),
        ..Post::default()
    }
}

pub fn new_dataset(folder: &Path) -> Dataset {
    Lake::open(folder).unwrap().create(&info("ira")).unwrap()
}

pub fn append(dataset: &Dataset, posts: &[Post<'_>]) -> Result<Appended> {
    append_from(dataset, intake(), posts)
}

pub fn append_from(dataset: &Dataset, intake: Intake, posts: &[Post<'_>]) -> Result<Appended> {
    let mut appender = dataset.append(intake)?;
    for post in posts {
        appender.push(post)?;
    }
    appender.commit()
}

pub fn read(dataset: &Dataset, scan: &Scan) -> Result<Vec<Post<'static>>> {
    let mut posts = Vec::new();
    dataset.for_each(scan, |post| -> Result<()> {
        posts.push(post.clone().into_owned());
        Ok(())
    })?;
    Ok(posts)
}

pub fn ids(dataset: &Dataset, scan: &Scan) -> Vec<String> {
    read(dataset, scan).unwrap().iter().map(|post| post.item_id.to_string()).collect()
}
