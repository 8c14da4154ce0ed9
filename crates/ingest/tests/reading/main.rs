//! What reading promises, one file a promise.

mod bad_rows;
mod containers;
mod equal;
mod exports;
mod not_what_it_claims;
mod platforms;
mod repeats;
mod threads;
mod withdrawn;

use ostrakon_ingest::{IngestError, ReadOptions, Reading, read};
use ostrakon_model::Fields;
use std::{
    io::Write,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// The header of the canonical columns.
const HEADER: &str = "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls";

/// A row in those columns.
fn row(id: &str, user: &str, text: &str) -> String {
    format!("{id},{user},{user},,,{text},1700000000,")
}

/// A table of the canonical columns.
fn table(rows: &[String]) -> Vec<u8> {
    let mut text = format!("{HEADER}\n");
    for row in rows {
        text.push_str(row);
        text.push('\n');
    }
    text.into_bytes()
}

/// Files that exist as long as this does.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(TempDir::new().expect("a temporary directory"))
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, content).expect("a writable temporary directory");
        path
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).expect("memory");
    out.finish().expect("memory")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ::zstd::stream::encode_all(bytes, 1).expect("memory")
}

fn read_one(content: &[u8]) -> Result<Reading, IngestError> {
    read_with(content, &ReadOptions::default())
}

fn read_with(content: &[u8], options: &ReadOptions) -> Result<Reading, IngestError> {
    let files = Files::new();
    read(&[files.file("posts.csv", content)], options, &())
}

/// Item ids of all posts, in order.
fn ids(reading: &Reading) -> Vec<&str> {
    (0..reading.columns.len()).map(|i| reading.columns.item_id.get(i)).collect()
}

/// Line and column of all rejects.
fn rejected(reading: &Reading) -> Vec<(u64, &str)> {
    reading.rejects.iter().map(|reject| (reject.line, reject.column.as_str())).collect()
}

/// Every record is a post, a reject, a duplicate or no post.
fn assert_nothing_lost(reading: &Reading) {
    for input in &reading.inputs {
        let others: u64 = input.not_posts.values().sum();
        assert_eq!(input.rows, input.posts + input.rejected + input.duplicates + others, "{input:?}");
    }
    assert_eq!(reading.inputs.iter().map(|i| i.posts).sum::<u64>(), reading.columns.len() as u64);
    assert_eq!(reading.inputs.iter().map(|i| i.rejected).sum::<u64>(), reading.rejects.len() as u64);
}
