//! How fast a table is read, per row: only what co-reposts need, and everything.
//!
//! `cargo bench -p ostrakon-ingest`. Divan prints rows a second of wall time; the target is 0.8 µs of processor
//! time a row of 170 bytes for the first of the two, on the threads of two cores.

use divan::{Bencher, counter::ItemsCount};
use ostrakon_ingest::{ReadOptions, read};
use ostrakon_model::Fields;
use std::{io::Write, path::PathBuf};

const ROWS: usize = 240_000;

fn main() {
    divan::main();
}

/// A table as the coordination-network-toolkit has it: 170 bytes a row, a fifth of the texts quoted.
fn table() -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    let mut out = std::io::BufWriter::new(&file);
    writeln!(out, "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls").expect("space");
    for i in 0..ROWS {
        let user = i * 7_919 % 5_003;
        let repost = if i % 3 == 0 { format!("r{}", i * 31 % 40_009) } else { String::new() };
        let text = "Polling stations open at eight and close at nine tonight  bring a valid document #vote";
        let text = if i % 5 == 0 { format!("\"{text}, all of you\"") } else { text.to_owned() };
        writeln!(
            out,
            "m{i},account{user},account{user},{repost},,{text},{},https://t.co/{i:010}",
            1_472_688_000 + i / 4
        )
        .expect("space");
    }
    out.flush().expect("space");
    drop(out);
    file
}

#[divan::bench(args = ["repost", "all"], sample_count = 10)]
fn rows(bencher: Bencher, fields: &str) {
    let file = table();
    let fields = if fields == "repost" { Fields::REPOST } else { Fields::ALL };
    let options = ReadOptions { fields, ..ReadOptions::default() };
    let inputs: [PathBuf; 1] = [file.path().to_owned()];
    bencher.counter(ItemsCount::new(ROWS)).bench(|| read(&inputs, &options, &()).expect("a table"));
}
