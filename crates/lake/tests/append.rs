//! Appending: order, repeats, sources, one writer, one key.

mod common;
use common::{DAY, NOW, accounts, append, append_from, ids, info, intake, new_dataset, post, read, source};
use ostrakon_lake::{Accounts, Appended, DatasetInfo, Error, Intake, Lake, Scan, Taken};
use ostrakon_model::{Post, SourceRef};

#[test]
fn posts_lie_in_a_file_a_day_and_undated_ones_apart() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = new_dataset(folder.path());
    let given = [post(1, NOW + DAY), post(2, NOW), post(3, None), post(4, NOW + 1)];
    let done = append(&dataset, &given).unwrap();
    assert_eq!((done.stored, done.files), (4, 3));
    let names: Vec<_> = dataset.files().unwrap().into_iter().map(|file| file.name).collect();
    let expected = ["2024-06-09.000001-0000", "2024-06-10.000001-0001", "unknown.000001-0002"];
    assert_eq!(names, expected.map(|name| format!("{name}.parquet")));
    assert_eq!(ids(&dataset, &Scan::default()), ["m2", "m4", "m1", "m3"]);
    let files = dataset.files().unwrap();
    assert_eq!((files[0].min_ms, files[0].max_ms, files[0].undated), (Some(NOW), Some(NOW + 1), 0));
    assert_eq!((files[2].min_ms, files[2].max_ms, files[2].undated), (None, None, 1));
}

#[test]
fn a_repeated_post_is_reported_and_not_doubled() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = new_dataset(folder.path());
    append(&dataset, &[post(1, NOW), post(2, NOW)]).unwrap();

    // The same export once more, with one new post that comes twice.
    let mut appender = dataset.append(intake()).unwrap();
    let taken: Vec<_> = [1, 2, 3, 3].map(|id| appender.push(&post(id, NOW)).unwrap()).into_iter().collect();
    assert_eq!(taken, [Taken::Repeated, Taken::Repeated, Taken::Stored, Taken::Repeated]);
    let done = appender.commit().unwrap();
    assert_eq!((done.stored, done.repeated), (1, 3));
    assert_eq!(ids(&dataset, &Scan::default()), ["m1", "m2", "m3"]);
}

#[test]
fn the_same_id_on_another_platform_is_another_post() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = new_dataset(folder.path());
    let elsewhere = Post { platform: "telegram".into(), ..post(1, NOW) };
    assert_eq!(append(&dataset, &[post(1, NOW), elsewhere]).unwrap().stored, 2);
}

#[test]
fn an_append_of_nothing_new_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = new_dataset(folder.path());
    append(&dataset, &[post(1, NOW)]).unwrap();
    let manifest = folder.path().join("lake/ira/manifest.json");
    let before = std::fs::read(&manifest).unwrap();
    let done = append(&dataset, &[post(1, NOW)]).unwrap();
    assert_eq!(done, Appended { repeated: 1, ..Appended::default() });
    assert_eq!(append(&dataset, &[]).unwrap(), Appended::default());
    assert_eq!(std::fs::read(&manifest).unwrap(), before);
}

#[test]
fn an_append_that_is_dropped_never_happened() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = new_dataset(folder.path());
    let mut appender = dataset.append(intake()).unwrap();
    appender.push(&post(1, NOW)).unwrap();
    drop(appender);
    assert_eq!(dataset.rows().unwrap(), 0);
    assert_eq!(append(&dataset, &[post(1, NOW)]).unwrap().stored, 1);
}

#[test]
fn a_post_names_its_source_over_all_appends() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = new_dataset(folder.path());
    append(&dataset, &[post(1, NOW)]).unwrap();
    let second = Intake { sources: vec![source("b.csv"), source("c.csv")], ..intake() };
    let place = SourceRef { file: 1, line: 7, offset: 300, len: 42 };
    append_from(&dataset, second, &[Post { source: place, ..post(2, NOW) }]).unwrap();
    let posts = read(&dataset, &Scan::default()).unwrap();
    assert_eq!(posts[1].source, SourceRef { file: 2, ..place });
    assert_eq!(dataset.sources().unwrap()[2].name, "c.csv");
}

#[test]
fn a_post_without_its_source_is_refused_and_the_append_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = new_dataset(folder.path());
    let mut appender = dataset.append(intake()).unwrap();
    let stray = Post { source: SourceRef { file: 1, line: 9, ..SourceRef::default() }, ..post(1, NOW) };
    let message = appender.push(&stray).unwrap_err().to_string();
    assert_eq!(
        message,
        "the post `m1` (line 9 of its source) cannot be stored: its source is not in the list of sources given"
    );
    appender.push(&post(2, NOW)).unwrap();
    assert_eq!(appender.commit().unwrap().stored, 1);
}

#[test]
fn there_is_one_writer_and_readers_do_not_wait_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = new_dataset(folder.path());
    append(&dataset, &[post(1, NOW)]).unwrap();
    let mut appender = dataset.append(intake()).unwrap();
    appender.push(&post(2, NOW)).unwrap();
    let other = Lake::open(folder.path()).unwrap().dataset("ira").unwrap();
    assert!(matches!(other.append(intake()).err(), Some(Error::Busy(_))));
    assert_eq!(other.rows().unwrap(), 1);
    appender.commit().unwrap();
    assert_eq!(other.rows().unwrap(), 2);
}

#[test]
fn pseudonyms_of_two_keys_never_meet() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = new_dataset(folder.path());
    for other in [
        Accounts::Pseudonyms { key_fingerprint: "other".into() },
        Accounts::Revealed { purpose: "court order".into() },
    ] {
        let refused = dataset.append(Intake { accounts: other, ..intake() }).err();
        assert!(matches!(refused, Some(Error::Accounts { .. })));
    }
    // Revealed accounts are the platform's own, whatever they were revealed for.
    let revealed = |purpose: &str| Accounts::Revealed { purpose: purpose.into() };
    let plain = DatasetInfo { accounts: revealed("parity check"), ..info("plain") };
    let plain = Lake::open(folder.path()).unwrap().create(&plain).unwrap();
    assert!(plain.append(Intake { accounts: revealed("court order"), ..intake() }).is_ok());
    assert!(matches!(
        plain.append(Intake { accounts: accounts(), ..intake() }).err(),
        Some(Error::Accounts { .. })
    ));
}

#[test]
fn a_data_set_is_created_once_and_found_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let lake = Lake::open(folder.path()).unwrap();
    assert_eq!(lake.names().unwrap(), Vec::<String>::new());
    lake.create(&info("ira")).unwrap();
    assert!(matches!(lake.create(&info("ira")).err(), Some(Error::Exists(_))));
    assert_eq!(lake.names().unwrap(), ["ira"]);
    assert_eq!(lake.dataset("ira").unwrap().info(), &info("ira"));
    let message = lake.dataset("iran").err().unwrap().to_string();
    assert!(message.starts_with("there is no data set `iran` in "), "{message}");
    assert!(message.ends_with("there are: ira"), "{message}");
    assert!(matches!(lake.dataset("../ira").err(), Some(Error::Name(_))));
}

#[test]
fn random_times_do_not_make_a_file_a_row() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = new_dataset(folder.path());
    let spread: Vec<_> = (0..3_000).map(|i| post(i, i64::from(i) * 25 * DAY)).collect();
    let done = append(&dataset, &spread).unwrap();
    assert!(done.files <= 240, "{} files", done.files);
    assert_eq!(dataset.rows().unwrap(), 3_000);
}
