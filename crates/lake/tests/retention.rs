//! Expiry: what goes, what stays, what the receipt says, and that gone is gone.

mod common;
use common::{DAY, NOW, append, append_from, ids, intake, new_dataset, post, read};
use ostrakon_lake::{Dataset, Expiry, Intake, RetentionClock, Scan};
use proptest::prelude::*;

fn created(before_ms: i64) -> Expiry {
    Expiry { before_ms, clock: RetentionClock::Created, now_ms: NOW + 100 * DAY }
}

fn files_on_disk(folder: &std::path::Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder.join("lake/ira/posts"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn listed(dataset: &Dataset) -> Vec<String> {
    let mut names: Vec<_> = dataset.files().unwrap().into_iter().map(|file| file.name).collect();
    names.sort();
    names
}

#[test]
fn whole_days_go_and_a_day_that_is_partly_over_is_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = new_dataset(folder.path());
    append(&dataset, &[post(1, NOW), post(2, NOW + DAY), post(3, NOW + DAY + 9), post(4, NOW + 2 * DAY)])
        .unwrap();
    let before = dataset.files().unwrap();

    let receipt = dataset.expire(&created(NOW + DAY + 5)).unwrap();

    assert_eq!(receipt.rows, 2);
    assert_eq!(ids(&dataset, &Scan::default()), ["m3", "m4"]);
    assert_eq!(receipt.files.len(), 2);
    assert_eq!(
        (&receipt.files[0].sha256, receipt.files[0].deleted, receipt.files[0].kept),
        (&before[0].sha256, 1, 0)
    );
    assert_eq!((receipt.files[1].deleted, receipt.files[1].kept), (1, 1));
    assert_eq!(receipt.files[1].kept_in.as_deref(), Some("2024-06-10.000002-0000.parquet"));
    assert_eq!(files_on_disk(folder.path()), listed(&dataset));
    assert_eq!(dataset.receipts().unwrap(), [receipt]);
    dataset.verify().unwrap();
}

#[test]
fn an_expired_post_that_is_offered_again_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = new_dataset(folder.path());
    append(&dataset, &[post(1, NOW), post(2, NOW + DAY)]).unwrap();
    dataset.expire(&created(NOW + 1)).unwrap();
    let done = append(&dataset, &[post(1, NOW), post(2, NOW + DAY), post(3, NOW + DAY)]).unwrap();
    assert_eq!((done.stored, done.repeated, done.expired), (1, 1, 1));
}

#[test]
fn undated_posts_expire_by_when_they_were_taken_in() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = new_dataset(folder.path());
    append(&dataset, &[post(1, None)]).unwrap();
    append_from(&dataset, Intake { taken_ms: NOW + DAY, ..intake() }, &[post(2, None)]).unwrap();
    assert_eq!(dataset.expire(&created(NOW + 1)).unwrap().rows, 1);
    assert_eq!(ids(&dataset, &Scan::default()), ["m2"]);
}

#[test]
fn the_other_clock_counts_from_when_posts_were_taken_in() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = new_dataset(folder.path());
    append(&dataset, &[post(1, NOW - 900 * DAY)]).unwrap();
    append_from(&dataset, Intake { taken_ms: NOW + DAY, ..intake() }, &[post(2, NOW - 901 * DAY)]).unwrap();
    let taken = Expiry { clock: RetentionClock::Taken, ..created(NOW + DAY) };
    assert_eq!(dataset.expire(&taken).unwrap().rows, 1);
    assert_eq!(ids(&dataset, &Scan::default()), ["m2"]);
    // Old posts may still arrive: their time counts from now.
    assert_eq!(append(&dataset, &[post(1, NOW - 900 * DAY)]).unwrap().stored, 1);
}

#[test]
fn an_expiry_of_nothing_gives_an_empty_receipt_and_keeps_none() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = new_dataset(folder.path());
    append(&dataset, &[post(1, NOW)]).unwrap();
    for _ in 0..2 {
        let receipt = dataset.expire(&created(NOW)).unwrap();
        assert_eq!((receipt.rows, receipt.files.len()), (0, 0));
    }
    assert_eq!(dataset.receipts().unwrap(), []);
    assert_eq!(dataset.rows().unwrap(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// An expiry is a filter, whatever lies in which file; the receipt counts what left; no file stays behind.
    #[test]
    fn expiry_is_a_filter(
        appends in prop::collection::vec(prop::collection::vec(prop::option::of(0i64..4 * DAY), 0..8), 0..4),
        cuts in prop::collection::vec(-DAY..5 * DAY, 1..3),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let dataset = new_dataset(folder.path());
        let mut id = 0;
        for times in &appends {
            let posts: Vec<_> = times.iter().map(|ms| { id += 1; post(id, ms.map(|ms| NOW + ms)) }).collect();
            append(&dataset, &posts).unwrap();
        }
        for cut in cuts {
            let before = read(&dataset, &Scan::default()).unwrap();
            let receipt = dataset.expire(&created(NOW + cut)).unwrap();
            let stays: Vec<_> = before.iter()
                .filter(|post| post.created_at.map_or(NOW, |t| t.ms) >= NOW + cut).cloned().collect();
            prop_assert_eq!(receipt.rows as usize, before.len() - stays.len());
            prop_assert_eq!(read(&dataset, &Scan::default()).unwrap(), stays);
            prop_assert_eq!(files_on_disk(folder.path()), listed(&dataset));
        }
    }
}
