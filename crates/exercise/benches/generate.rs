//! How fast exercises are generated: into nothing, into memory as CSV. Target: 500,000 posts a second.

use divan::{Bencher, counter::ItemsCount};
use ostrakon_exercise::{CsvSink, PostSink, Scenario, generate};
use ostrakon_model::Post;
use std::io;

/// Takes everything and keeps nothing.
struct Nothing;

impl PostSink for Nothing {
    fn post(&mut self, _post: &Post<'_>) -> io::Result<()> {
        Ok(())
    }
}

fn main() {
    divan::main();
}

#[divan::bench(args = [20_000, 200_000, 1_000_000], sample_count = 3)]
fn posts(bencher: Bencher<'_, '_>, posts: u64) {
    let scenario = Scenario::default();
    bencher.counter(ItemsCount::new(posts)).bench(|| generate(&scenario, posts, 1, &mut Nothing));
}

#[divan::bench(args = [200_000, 1_000_000], sample_count = 3)]
fn csv(bencher: Bencher<'_, '_>, posts: u64) {
    let scenario = Scenario::default();
    bencher.counter(ItemsCount::new(posts)).bench(|| {
        let mut sink = CsvSink::new(io::sink())?;
        generate(&scenario, posts, 1, &mut sink).map_err(io::Error::other)
    });
}
