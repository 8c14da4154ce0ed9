//! The first of several posts with one id is kept, the others are counted.

use super::*;
use ostrakon_ingest::{Received, RejectSink, read_posts};

#[test]
fn an_id_seen_before_is_a_duplicate_and_leaves_no_trace() {
    let reading = read_one(&table(&[
        row("m1", "a", "first"),
        row("m2", "b", "x"),
        row("m1", "only in the repeat", "second"),
        row("m3", "c", "x"),
    ]))
    .unwrap();
    assert_eq!(ids(&reading), ["m1", "m2", "m3"]);
    assert_eq!(reading.columns.text.get(0), "first");
    assert_eq!(reading.columns.accounts.iter().collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!((reading.inputs[0].duplicates, reading.columns.duplicates), (1, 1));
    assert_nothing_lost(&reading);
}

#[test]
fn the_same_file_twice_adds_nothing() {
    let files = Files::new();
    let rows: Vec<String> = (0..500).map(|i| row(&format!("m{i}"), "a", "x")).collect();
    let path = files.file("posts.csv", &table(&rows));
    let options = ReadOptions { block: 1_000, ..ReadOptions::default() };
    let reading = read(&[path.clone(), path], &options, &()).unwrap();
    assert_eq!(reading.columns.len(), 500);
    assert_eq!(reading.inputs.iter().map(|i| i.duplicates).collect::<Vec<_>>(), [0, 500]);
    assert_eq!(reading.inputs[0].sha256, reading.inputs[1].sha256);
    assert_nothing_lost(&reading);
}

#[test]
fn many_small_files_are_one_run() {
    let files = Files::new();
    let inputs: Vec<PathBuf> = (0..60)
        .map(|i| files.file(&format!("{i}.csv"), &table(&[row(&format!("m{i}"), "a", "x")])))
        .collect();
    let reading = read(&inputs, &ReadOptions::default(), &()).unwrap();
    assert_eq!(reading.columns.len(), 60);
    assert_eq!(reading.columns.source[59].file, 59);
}

#[test]
fn posts_reach_a_receiver_in_order_and_its_failure_ends_the_run() {
    let files = Files::new();
    let rows: Vec<String> = (0..2_000).map(|i| row(&format!("m{i}"), "a", "x")).collect();
    let inputs = [files.file("posts.csv", &table(&rows))];
    let options = ReadOptions { block: 500, ..ReadOptions::default() };
    let mut seen = Vec::new();
    let mut rejects = Vec::new();
    let summaries = read_posts(&inputs, &options, &(), &mut rejects, &mut |post| -> Received {
        seen.push(post.item_id.clone().into_owned());
        Ok(())
    });
    assert_eq!(summaries.unwrap()[0].posts, 2_000);
    assert!(seen.iter().enumerate().all(|(i, id)| *id == format!("m{i}")));
    let failed = read_posts(&inputs, &options, &(), &mut rejects, &mut |_| Err("disk full".into()));
    assert!(failed.unwrap_err().to_string().contains("disk full"));
}

#[test]
fn a_list_of_rejects_that_cannot_be_written_ends_the_run() {
    struct Full;
    impl RejectSink for Full {
        fn reject(&mut self, _: ostrakon_ingest::Reject) -> std::io::Result<()> {
            Err(std::io::Error::other("no space"))
        }
    }
    let files = Files::new();
    let inputs = [files.file("posts.csv", &table(&[row("", "a", "x")]))];
    let failed = ostrakon_ingest::read_columns(&inputs, &ReadOptions::default(), &(), &mut Full);
    assert_eq!(failed.map(|_| ()).unwrap_err().exit_code(), 5);
}
