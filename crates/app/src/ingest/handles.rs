//! Which account stands behind a pseudonym, for the rare case that two people decide to know.
//!
//! **The problem.** A pseudonym is an HMAC: without a list of candidates nobody can go back, the rightful included. A platform
//! that is to be told of an account, or a victim that is to be warned, has to be named.
//!
//! **The choice.** Each append leaves a table of its accounts, sealed (ChaCha20-Poly1305) under a key derived from the data
//! set's own: whoever has the posts without the key, or the key without the table, has nothing. A table goes when the posts
//! of its append go ([`crate::retention`]). It is opened by [`crate::hub::Hub::unmask`] alone. **Rejected.** Format-preserving
//! encryption for pseudonyms (the key alone would undo every copy of the data); one table a data set (it would have to be
//! written anew whenever a part of it is over).
//!
//! ```text
//! DIR/handles/<dataset>/<taken ms>-<n>.sealed     blocks: length (u32, little endian), sealed lines of JSON
//! ```

use crate::{AppError, sealed};
use ostrakon_ingest::pseudonym::{Key, Masked};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

/// Plain bytes of a block: what is in memory at a time when a table is searched.
const BLOCK: usize = 1 << 20;
const MEND: &str = "check the space and the permissions of the data directory";
const ENDING: &str = ".sealed";

/// An account behind a pseudonym.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The pseudonym.
    pub pseudonym: String,
    /// The platform's id, where the account posted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its handles, in lower case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handles: Vec<String>,
}

/// Where the tables of a data set are.
fn folder(data: &Path, dataset: &str) -> PathBuf {
    data.join("handles").join(dataset)
}

fn key_of(key: &Key) -> sealed::Key {
    key.derive("ostrakon handle table 1")
}

/// What a block belongs to: its table and its place in it, so that none can be moved, repeated or left out.
fn place(dataset: &str, file: &str, block: u64, last: bool) -> Vec<u8> {
    format!("{dataset}\n{file}\n{block}\n{last}").into_bytes()
}

/// Writes the table of an append; `None` when nobody was masked.
///
/// # Errors
/// [`AppError::File`] when the directory cannot be written to.
pub(super) fn keep<'a>(
    masked: impl Iterator<Item = Masked<'a>>,
    key: &Key,
    data: &Path,
    dataset: &str,
    taken_ms: i64,
) -> Result<Option<PathBuf>, AppError> {
    let mut accounts: BTreeMap<&str, Account> = BTreeMap::new();
    for one in masked {
        let account = accounts.entry(one.pseudonym).or_default();
        if one.is_id {
            account.id = Some(one.name.to_owned());
        } else {
            account.handles.push(one.name.to_owned());
        }
    }
    if accounts.is_empty() {
        return Ok(None);
    }
    let folder = folder(data, dataset);
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder).map_err(AppError::file(&folder, MEND))?;
    let (path, file) = fresh(&folder, taken_ms)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let lines = accounts.into_iter().map(|(pseudonym, mut account)| {
        pseudonym.clone_into(&mut account.pseudonym);
        account.handles.sort();
        // An id is met again as a name that a mention may bear.
        account.handles.retain(|handle| account.id.as_ref().is_none_or(|id| id.to_lowercase() != *handle));
        account
    });
    let written = write(lines, &key_of(key), file, |block, last| place(dataset, &name, block, last));
    if let Err(error) = written {
        let _ = fs::remove_file(&path);
        return Err(AppError::file(&path, MEND)(error));
    }
    Ok(Some(path))
}

/// A file that only its owner can read, under a name that was not used before.
fn fresh(folder: &Path, taken_ms: i64) -> Result<(PathBuf, File), AppError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut number = 1;
    loop {
        let path = folder.join(format!("{:015}-{number}{ENDING}", taken_ms.max(0)));
        match options.open(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(AppError::file(&path, MEND)(error)),
        }
    }
}

fn write(
    accounts: impl Iterator<Item = Account>,
    key: &sealed::Key,
    file: File,
    place: impl Fn(u64, bool) -> Vec<u8>,
) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    let (mut block, mut plain) = (0, Vec::new());
    let mut put = |block: u64, last: bool, plain: &[u8]| {
        let mut nonce = [0; 12];
        getrandom::fill(&mut nonce).map_err(|error| io::Error::other(error.to_string()))?;
        let sealed = sealed::seal(key, nonce, &place(block, last), plain);
        let sealed = sealed.ok_or_else(|| io::Error::other("a block cannot be sealed"))?;
        out.write_all(&(sealed.len() as u32).to_le_bytes())?;
        out.write_all(&sealed)
    };
    for account in accounts {
        serde_json::to_writer(&mut plain, &account)?;
        plain.push(b'\n');
        if plain.len() >= BLOCK {
            put(block, false, &plain)?;
            block += 1;
            plain.clear();
        }
    }
    put(block, true, &plain)?;
    out.flush()?;
    out.get_ref().sync_all()
}

/// Removes the table of an append that did not happen.
pub(super) fn forget(path: Option<&Path>) {
    if let Some(path) = path {
        // A table that stays opens to the same two people only, and goes with its time.
        let _ = fs::remove_file(path);
    }
}

/// Tables of appends before this moment.
pub(crate) fn old(data: &Path, dataset: &str, before_ms: i64) -> Result<Vec<PathBuf>, AppError> {
    let mut all = tables(data, dataset)?;
    all.retain(|(taken, _)| *taken < before_ms);
    Ok(all.into_iter().map(|(_, path)| path).collect())
}

/// All tables of a data set, with when they were made; oldest first.
fn tables(data: &Path, dataset: &str) -> Result<Vec<(i64, PathBuf)>, AppError> {
    let folder = folder(data, dataset);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let failed = || AppError::file(&folder, MEND);
    let mut all = Vec::new();
    for entry in fs::read_dir(&folder).map_err(failed())? {
        let path = entry.map_err(failed())?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let taken = name.strip_suffix(ENDING).and_then(|rest| rest.split_once('-')?.0.parse().ok());
        all.extend(taken.map(|taken| (taken, path)));
    }
    all.sort();
    Ok(all)
}

/// The account behind a pseudonym of a data set; the newest table that knows it says so.
///
/// # Errors
/// [`AppError::File`] when a table cannot be read, or was changed.
pub(crate) fn find(
    data: &Path,
    dataset: &str,
    key: &Key,
    pseudonym: &str,
) -> Result<Option<Account>, AppError> {
    let key = key_of(key);
    for (_, path) in tables(data, dataset)?.into_iter().rev() {
        let found = search(&path, dataset, &key, pseudonym);
        let found =
            found.map_err(AppError::file(&path, "restore it from a copy, and the data set's key with it"))?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn search(path: &Path, dataset: &str, key: &sealed::Key, pseudonym: &str) -> io::Result<Option<Account>> {
    let bad = |why: &str| io::Error::new(io::ErrorKind::InvalidData, why);
    let mut file = BufReader::new(File::open(path)?);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut block = 0;
    loop {
        let mut length = [0; 4];
        file.read_exact(&mut length).map_err(|_| bad("it is cut off"))?;
        let length = u32::from_le_bytes(length) as usize;
        if length > 2 * BLOCK {
            return Err(bad("it is no table of handles"));
        }
        let mut bytes = vec![0; length];
        file.read_exact(&mut bytes).map_err(|_| bad("it is cut off"))?;
        let open = |last| sealed::open(key, &place(dataset, &name, block, last), &bytes);
        let (plain, last) = match open(false) {
            Some(plain) => (plain, false),
            None => (open(true).ok_or_else(|| bad("it does not open with the data set's key"))?, true),
        };
        for line in plain.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            let account: Account = serde_json::from_slice(line)?;
            if account.pseudonym == pseudonym {
                return Ok(Some(account));
            }
        }
        if last {
            return Ok(None);
        }
        block += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked<'a>(all: &'a [(&'a str, &'a str, bool)]) -> impl Iterator<Item = Masked<'a>> {
        all.iter().map(|(pseudonym, name, is_id)| Masked { pseudonym, name, is_id: *is_id })
    }

    #[test]
    fn a_table_opens_with_its_key_as_it_was_written_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = Key::from_bytes([7; 32]);
        let all = [
            ("acc_a", "11", true),
            ("acc_a", "11", false),
            ("acc_a", "alice", false),
            ("acc_b", "bob", false),
        ];
        let path = keep(masked(&all), &key, folder.path(), "ds", 5).expect("written").expect("a table");
        let found = find(folder.path(), "ds", &key, "acc_a").expect("readable").expect("known");
        assert_eq!((found.id.as_deref(), found.handles), (Some("11"), vec!["alice".to_owned()]));
        assert_eq!(find(folder.path(), "ds", &key, "acc_c").expect("readable"), None);
        assert!(find(folder.path(), "ds", &Key::from_bytes([8; 32]), "acc_a").is_err(), "another key");
        let bytes = fs::read(&path).expect("readable");
        assert!(!bytes.windows(5).any(|part| part == b"alice"));
        for cut in [0, 3, bytes.len() - 1] {
            fs::write(&path, &bytes[..cut]).expect("written");
            assert!(find(folder.path(), "ds", &key, "acc_c").is_err(), "cut at {cut}");
        }
        assert_eq!(keep(masked(&[]), &key, folder.path(), "ds", 5).expect("nothing to do"), None);
    }

    #[test]
    fn a_long_table_is_searched_to_its_end_and_an_old_one_is_found_by_its_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = Key::from_bytes([7; 32]);
        let names: Vec<String> = (0..60_000).map(|n| format!("acc_{n:016}")).collect();
        let all = names.iter().map(|name| Masked { pseudonym: name, name: &name[4..], is_id: true });
        let path = keep(all, &key, folder.path(), "ds", 5).expect("written").expect("a table");
        assert!(fs::metadata(&path).expect("there").len() > 2 * BLOCK as u64);
        let found = find(folder.path(), "ds", &key, &names[59_999]).expect("readable").expect("known");
        assert_eq!(found.id.as_deref(), Some("0000000000059999"));
        assert_eq!(old(folder.path(), "ds", 5).expect("readable"), Vec::<PathBuf>::new());
        assert_eq!(old(folder.path(), "ds", 6).expect("readable"), [path]);
    }
}
