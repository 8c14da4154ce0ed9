//! Files that are not what they were: a clear error that names the file, never a panic, never rows made up.

mod common;
use common::{NOW, append, intake, new_dataset, post, read};
use ostrakon_lake::{Dataset, Error, Lake, Scan};
use ostrakon_model::Post;
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

fn filled(folder: &Path) -> (Dataset, PathBuf) {
    let dataset = new_dataset(folder);
    append(&dataset, &[post(1, NOW), post(2, NOW)]).unwrap();
    let part = folder.join("lake/ira/posts").join(&dataset.files().unwrap()[0].name);
    (dataset, part)
}

#[test]
fn a_file_cut_short_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (dataset, part) = filled(folder.path());
    let bytes = fs::read(&part).unwrap();
    for len in [0, 3, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&part, &bytes[..len]).unwrap();
        let message = read(&dataset, &Scan::default()).unwrap_err().to_string();
        assert!(message.contains(part.to_str().unwrap()) && message.contains("restore it"), "{message}");
        assert!(matches!(dataset.append(intake()).err(), Some(Error::Damaged { .. })));
        assert!(matches!(dataset.verify(), Err(Error::Damaged { .. })));
    }
}

#[test]
fn a_file_that_was_removed_by_hand_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (dataset, part) = filled(folder.path());
    fs::remove_file(&part).unwrap();
    assert!(matches!(read(&dataset, &Scan::default()), Err(Error::Gone(path)) if path == part));
    assert!(matches!(dataset.verify(), Err(Error::Gone(_))));
}

#[test]
fn a_file_of_another_data_set_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (dataset, part) = filled(folder.path());
    let other = tempfile::tempdir().unwrap();
    let (changed, foreign) = filled(other.path());
    append(&changed, &[post(3, NOW)]).unwrap();
    let last = other.path().join("lake/ira/posts").join(&changed.files().unwrap()[1].name);
    fs::copy(&foreign, &part).unwrap();
    assert!(read(&dataset, &Scan::default()).is_ok(), "the same posts make the same bytes");
    fs::copy(&last, &part).unwrap();
    let message = read(&dataset, &Scan::default()).unwrap_err().to_string();
    assert!(message.contains("its SHA-256 is not the manifest's"), "{message}");
}

#[test]
fn descriptions_that_do_not_fit_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let lake = Lake::open(folder.path()).unwrap();
    let path = folder.path().join("lake/ira/dataset.json");
    let good = fs::read_to_string(&path).unwrap();
    fs::write(&path, good.replace("\"schema_version\": 1", "\"schema_version\": 9")).unwrap();
    assert!(matches!(lake.dataset("ira").err(), Some(Error::Version { found: 9, .. })));
    fs::write(&path, good.replace("\"ira\"", "\"other\"")).unwrap();
    assert!(matches!(lake.dataset("ira").err(), Some(Error::Damaged { .. })));
    fs::write(&path, "{").unwrap();
    assert!(matches!(lake.dataset("ira").err(), Some(Error::Damaged { .. })));
    fs::write(&path, good).unwrap();
    fs::write(folder.path().join("lake/ira/manifest.json"), [0xff, 0x00]).unwrap();
    assert!(matches!(lake.dataset("ira").err(), Some(Error::Damaged { .. })));
}

#[test]
fn a_lake_that_cannot_be_made_says_where() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let message = Lake::open(&file).err().unwrap().to_string();
    assert!(message.contains("file") && message.contains("check that the folder exists"), "{message}");
}

#[test]
fn a_text_of_many_megabytes_is_kept_and_one_beyond_measure_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let dataset = new_dataset(folder.path());
    let mut appender = dataset.append(intake()).unwrap();
    let long = "é".repeat(25 << 20);
    appender.push(&Post { text: Some(long.as_str().into()), ..post(1, NOW) }).unwrap();
    let beyond = "x".repeat((256 << 20) + 1);
    let refused = appender.push(&Post { text: Some(beyond.as_str().into()), ..post(2, NOW) });
    assert!(matches!(refused, Err(Error::Post { .. })));
    appender.commit().unwrap();
    let found = read(&dataset, &Scan::default()).unwrap();
    assert!(found.len() == 1 && found[0].text.as_deref() == Some(&long));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// One wrong byte anywhere is told, and never a panic or a row.
    #[test]
    fn a_flipped_byte_is_told(at in any::<prop::sample::Index>(), flip in 1u8..) {
        let folder = tempfile::tempdir().unwrap();
        let (dataset, part) = filled(folder.path());
        let mut bytes = fs::read(&part).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        fs::write(&part, bytes).unwrap();
        let mut rows = 0;
        let told = dataset.for_each(&Scan::default(), |_| -> Result<(), Error> { rows += 1; Ok(()) });
        let damaged = matches!(told, Err(Error::Damaged { .. }));
        prop_assert!(damaged && rows == 0, "byte {at}, {rows} rows");
    }
}
