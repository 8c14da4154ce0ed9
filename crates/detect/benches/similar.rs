//! Speed of the near-duplicate join: `cargo bench -p ostrakon-detect --bench similar`.
//!
//! Texts are synthetic: words drawn from a Zipf vocabulary, one post in ten an edited copy of one shortly before. The
//! real sample (`../shared/data`) runs where it is there. `OSTRAKON_BENCH_ROWS=10000000` adds the largest run.

use divan::{Bencher, counter::ItemsCount};
use ostrakon_detect::{
    normalise::{peer_tokens_into, text_into, words_into},
    similar::{Params, Unit, similar},
};
use std::{io::Read, path::Path};

fn main() {
    divan::main();
}

const DAY_MS: i64 = 86_400_000;
const HOUR_MS: i64 = 3_600_000;

/// A small generator of our own: benches need the same texts everywhere, not good randomness.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A word of rank r with probability about 1/r, of a million.
    fn word(&mut self) -> u32 {
        let uniform = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        (1_000_000f64.powf(uniform)) as u32
    }
}

/// About 15 words a post. A tenth are copies with one word changed; they are made when read, so that the bench holds
/// no texts.
fn write_text(row: usize, out: &mut String) {
    use std::fmt::Write;
    let mut own = Draw(row as u64);
    let copied = own.next().is_multiple_of(10).then(|| own.next() as usize % row.clamp(1, 300));
    let mut source = Draw(copied.map_or(row as u64, |back| (row - back) as u64) ^ 0x5eed);
    let words = 10 + source.next() % 11;
    let changed = if copied.is_some() { own.next() % words } else { words };
    for place in 0..words {
        let word = source.word();
        let word = if place == changed { own.word() } else { word };
        let _ = write!(out, "w{word:x} ");
    }
}

fn run(rows: usize, span_ms: i64, params: &Params) -> usize {
    let time: Vec<i64> = (0..rows as i64).map(|row| row * span_ms / rows as i64).collect();
    let text = |row: usize, out: &mut String| {
        write_text(row, out);
        true
    };
    let found = similar(&time, text, params).expect("within the limits");
    (0..found.neighbours.len()).map(|shape| found.neighbours.get(shape).len()).sum()
}

fn sizes() -> Vec<usize> {
    let asked = std::env::var("OSTRAKON_BENCH_ROWS").ok().and_then(|rows| rows.parse().ok());
    [18_000, 100_000, 1_000_000].into_iter().chain(asked).collect()
}

/// Synthetic posts at ten million in thirty days, window 1 h, J ≥ 0.8.
#[divan::bench(args = sizes(), sample_count = 3, sample_size = 1)]
fn zipf(bencher: Bencher, rows: usize) {
    let span = (rows as i64 * 30 * DAY_MS / 10_000_000).max(2 * HOUR_MS);
    bencher
        .counter(ItemsCount::new(rows))
        .bench(|| run(rows, span, &Params::exact(HOUR_MS, 0.8, Unit::Tokens)));
}

/// The same, all inside one window.
#[divan::bench(args = [100_000, 1_000_000], sample_count = 3, sample_size = 1)]
fn zipf_in_one_window(bencher: Bencher, rows: usize) {
    bencher
        .counter(ItemsCount::new(rows))
        .bench(|| run(rows, HOUR_MS, &Params::exact(HOUR_MS, 0.8, Unit::Tokens)));
}

/// One template with one varying word, all inside one window: 5·10⁹ pairs unless bounded.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn flood_100_000() -> usize {
    let time: Vec<i64> = (0..100_000).map(|row| row * 36).collect();
    let text = |row: usize, out: &mut String| {
        use std::fmt::Write;
        write!(out, "join us on sunday and bring voter {row} to the old town hall at noon sharp").is_ok()
    };
    let found =
        similar(&time, text, &Params::bounded(HOUR_MS, 0.8, Unit::Tokens)).expect("within the limits");
    found.bounded.len()
}

/// Real posts that are no reposts, the first `rows` of two days.
fn real(rows: usize) -> Option<(Vec<i64>, Vec<String>)> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/coordination/ira_100000.csv.gz");
    let mut bytes = Vec::new();
    flate2::read::MultiGzDecoder::new(std::fs::File::open(path).ok()?).read_to_end(&mut bytes).ok()?;
    let (mut time, mut text) = (Vec::new(), Vec::new());
    for record in csv::Reader::from_reader(&bytes[..]).into_records().filter_map(Result::ok) {
        if record[3].is_empty() && text.len() < rows {
            time.push(record[6].parse::<i64>().ok()? * 1_000);
            text.push(record[5].to_owned());
        }
    }
    Some((time, text))
}

/// The real sample in the peer's reading and in ours, window 1 h, J ≥ 0.8, from raw text on.
#[divan::bench(args = ["peer tokens", "words", "5-grams"], sample_count = 5, sample_size = 1)]
fn real_18_000(bencher: Bencher, reading: &str) {
    let Some((time, texts)) = real(18_000) else {
        eprintln!("skipped: the real sample is not here");
        return;
    };
    let text = |row: usize, out: &mut String| {
        if reading == "peer tokens" {
            peer_tokens_into(&texts[row], out);
            return true;
        }
        let evidence = text_into(&texts[row], out);
        if reading == "words" {
            let normalised = std::mem::take(out);
            words_into(&normalised, out);
        }
        evidence
    };
    let unit = if reading == "5-grams" { Unit::CharNgrams(5) } else { Unit::Tokens };
    let params = Params::exact(HOUR_MS, 0.8, unit);
    bencher
        .counter(ItemsCount::new(time.len()))
        .bench(|| similar(&time, text, &params).expect("within the limits"));
}
