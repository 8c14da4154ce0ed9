//! What lies in a data directory beside the store: the lake, keys of data sets, settings. A backup takes it along, since half a
//! directory restores to nothing.
//!
//! Files there are replaced by a rename and never changed in place, and lists of files (`manifest.json`) are copied
//! before the files they list: what the copied list names was there when it was copied.

use crate::{Error, Result, blobs, store::DATABASE};
use std::{
    fs,
    path::{Component, Path, PathBuf},
};

/// Keys that speak for the installation or open what it keeps sealed. A backup lies in other places than the data, for
/// longer, and with more people: whoever has one must not be able to sign as us, or to use what partners gave us.
pub const SECRETS: [&str; 2] = ["access.key", "node.key"];

/// Ours, or half-done work of somebody.
fn is_left_out(name: &str) -> bool {
    name.starts_with(DATABASE)
        || name == blobs::FOLDER
        || name.starts_with(".ostrakon-")
        || Path::new(name).extension().is_some_and(|extension| extension == "part")
}

/// Names (with `/`) and paths of all other files, lists first.
pub(crate) fn list(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    let mut folders = vec![(String::new(), folder.to_owned())];
    while let Some((prefix, folder)) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(Error::io(&folder))? {
            let entry = entry.map_err(Error::io(&folder))?;
            let path = entry.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                return Err(Error::input(
                    path.display().to_string(),
                    "has a name that is not UTF-8; rename it",
                ));
            };
            if prefix.is_empty() && (is_left_out(name) || SECRETS.contains(&name)) {
                continue;
            }
            let whole = format!("{prefix}{name}");
            let kind = entry.file_type().map_err(Error::io(&path))?;
            if kind.is_dir() {
                folders.push((format!("{whole}/"), path));
            } else if kind.is_file() {
                found.push((whole, path));
            }
        }
    }
    found.sort_by_key(|(name, _)| (!name.ends_with("manifest.json"), name.clone()));
    Ok(found)
}

/// Whether a name in an archive may be unpacked: a plain path downwards, to nothing of ours.
pub(crate) fn may_be_restored(name: &str) -> bool {
    let plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    let first = name.split('/').next().unwrap_or_default();
    plain && !name.is_empty() && !name.contains('\\') && !is_left_out(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_the_installation_are_no_part_of_a_copy() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["access.key", "node.key", "pseudonyms.key"] {
            fs::write(folder.path().join(name), "x").expect("written");
        }
        let names: Vec<String> =
            list(folder.path()).expect("read").into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["pseudonyms.key"]);
    }

    #[test]
    fn an_archive_cannot_write_outside_of_its_place_or_over_the_store() {
        for name in ["lake/a/manifest.json", "pseudonyms.key"] {
            assert!(may_be_restored(name), "{name}");
        }
        for name in [
            "",
            "..",
            "../x",
            "lake/../../x",
            "/etc/passwd",
            "ostrakon.db-wal",
            "blobs/x",
            ".ostrakon-x/y",
            "a\\b",
        ] {
            assert!(!may_be_restored(name), "{name}");
        }
    }
}
