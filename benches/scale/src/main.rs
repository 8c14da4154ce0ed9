//! `make bench-scale`: what pair counting costs as the data grows.
//!
//! Shares are made in memory (objects by Zipf's law, accounts uniform, times uniform over thirty days), so that only
//! the counting is measured. Every line says what it did; the last one fits `time ~ n^k`.
//!
//! `ostrakon-bench-scale [LARGEST]`: the largest number of shares, 100,000,000 unless told.

use ostrakon_detect::coordination::{Matching, Shares, Triples, directed_edges};
use std::time::Instant;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const WINDOW: Matching<'_> = Matching { window_ms: 60_000, neighbours: None };
const MONTH_S: u64 = 30 * 86_400;

fn main() {
    let largest = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(100_000_000usize);
    viral(1, 2);
    viral(2, 2);
    viral(1, 1);
    let mut points = Vec::new();
    let mut n = 100_000;
    while n <= largest.min(10_000_000) {
        // Small sizes are repeated, so that each point is measured over a comparable time.
        let rounds = (3_000_000 / n).clamp(1, 15);
        let mut seconds: Vec<f64> = (0..rounds).map(|round| zipf(n, round as u64, n < 10_000_000)).collect();
        seconds.sort_by(f64::total_cmp);
        let median = seconds[rounds / 2];
        println!("{n:>12} shares: {median:8.3} s  ({:.0} ns a share)", median * 1e9 / n as f64);
        points.push(((n as f64).ln(), median.ln()));
        n *= 10;
    }
    println!("fitted exponent: {:.3}", slope(&points));
    if largest > 10_000_000 {
        zipf(largest, 0, false);
    }
    println!("peak memory: {:.2} GB", peak_gb());
}

/// One object, 200,000 accounts, one day.
fn viral(shares_each: usize, min_weight: u32) {
    let n = 200_000 * shares_each;
    let mut random = Random(1);
    let mut time: Vec<i64> = (0..n).map(|_| (random.next() % 86_400) as i64 * 1_000).collect();
    time.sort_unstable();
    let triples = Triples {
        account: (0..n).map(|i| (i % 200_000) as u32).collect(),
        object: vec![0; n],
        time,
        objects: 1,
        ..Triples::default()
    };
    let start = Instant::now();
    let edges = directed_edges(&Shares::group(&triples, 200_000), WINDOW, min_weight);
    println!(
        "viral object, 200,000 accounts, {shares_each} share(s) each, weight >= {min_weight}: {:.3} s, {} edges",
        start.elapsed().as_secs_f64(),
        edges.len()
    );
}

/// `n` shares on `n / 10` objects by `n / 20` accounts.
fn zipf(n: usize, seed: u64, quiet: bool) -> f64 {
    let mut random = Random(seed);
    let objects = n / 10;
    let accounts = (n / 20) as u64;
    let span = (objects as f64).ln();
    // Shares grow with the span of time, so that the number of neighbours of a share does not grow with n.
    let seconds = (MONTH_S * n as u64 / 10_000_000).max(3_600);
    let triples = Triples {
        account: (0..n).map(|_| (random.next() % accounts) as u32).collect(),
        object: (0..n).map(|_| ((random.unit() * span).exp() as u32).min(objects as u32 - 1)).collect(),
        time: (0..n).map(|_| (random.next() % seconds.min(MONTH_S)) as i64 * 1_000).collect(),
        objects,
        ..Triples::default()
    };
    let start = Instant::now();
    let shares = Shares::group(&triples, accounts as usize);
    let grouped = start.elapsed().as_secs_f64();
    let edges = directed_edges(&shares, WINDOW, 2);
    let seconds = start.elapsed().as_secs_f64();
    if !quiet {
        println!(
            "{n} shares, Zipf objects: grouping {grouped:.2} s, all {seconds:.2} s, {} edges",
            edges.len()
        );
    }
    seconds
}

fn slope(points: &[(f64, f64)]) -> f64 {
    let n = points.len() as f64;
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), p| (x + p.0 / n, y + p.1 / n));
    let (xy, xx) =
        points.iter().fold((0.0, 0.0), |(xy, xx), p| (xy + (p.0 - x) * (p.1 - y), xx + (p.0 - x).powi(2)));
    xy / xx
}

fn peak_gb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0)
        / 1e6
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}
