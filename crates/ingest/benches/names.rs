//! What a link, a text and a pseudonym cost: the per-row work of reading with all fields.

use divan::{Bencher, black_box};
use ostrakon_ingest::entities::{entities, hashtags};
use ostrakon_ingest::pseudonym::{Key, Pseudonymiser, Registry};
use ostrakon_ingest::url::{canonical, registrable_domain};
use ostrakon_model::{Columns, Post};

fn main() {
    divan::main();
}

#[divan::bench(args = [
    "https://t.co/SZM3gWddG8",
    "https://example.org/politics/2024/story.html?id=1&page=2",
    "http://www.example.org/a/?utm_source=x&utm_medium=y&id=1",
    "https://twitter.com/someone/status/1234567890123456789?s=20",
    "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%3Fid%3D1&h=AT0",
    "https://ru.wikipedia.org/wiki/Выборы",
])]
fn canonical_url(url: &str) {
    black_box(canonical(black_box(url)));
}

#[divan::bench]
fn domain() {
    black_box(registrable_domain(black_box("https://news.example.co.uk/a")));
}

const PLAIN: &str =
    "House votes on the new electoral law today, turnout expected to be high in all districts this year";
const TAGGED: &str =
    "RT @someone_1: turnout is high #Wahl2024 #vote https://t.co/SZM3gWddG8 in all districts this year";

#[divan::bench(args = [PLAIN, TAGGED])]
fn all_entities(text: &str) -> usize {
    entities(black_box(text)).count()
}

#[divan::bench(args = [PLAIN, TAGGED])]
fn only_hashtags(text: &str) -> usize {
    hashtags(black_box(text)).count()
}

#[divan::bench]
fn pseudonym_of_a_new_account(bencher: Bencher) {
    let names = Pseudonymiser::new(&Key::from_bytes([7; 32]), Registry::default());
    bencher.bench_local(|| names.account("x", black_box("1234567890")));
}

/// One million posts, a third with a mention and a third with a link.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn columns_of_a_million_posts(bencher: Bencher) {
    bencher
        .with_inputs(|| {
            let mut columns = Columns::default();
            for i in 0..1_000_000u32 {
                let text = match i % 3 {
                    0 => format!("RT @user{}: {PLAIN}", i % 50_000),
                    1 => format!("{PLAIN} https://t.co/a{i}"),
                    _ => format!("{PLAIN} {i}"),
                };
                columns.push(&Post {
                    item_id: i.to_string().into(),
                    author_id: (i % 40_000).to_string().into(),
                    author_handle: Some(format!("user{}", i % 40_000).into()),
                    text: Some(text.into()),
                    ..Post::default()
                });
            }
            columns
        })
        .bench_local_values(|mut columns| {
            Pseudonymiser::new(&Key::from_bytes([7; 32]), Registry::default()).columns(&mut columns);
            columns
        });
}
