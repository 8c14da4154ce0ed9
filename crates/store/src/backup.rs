//! A backup is one file: a tar archive of a SQLite database, the blobs it names, whatever else lies in the data
//! directory (the lake, keys), and last a list of digests.
//!
//! **The problem.** A copy must be of one moment while others write, must be checkable years later, and must not need
//! the database it came from. **The choice.** The same form from either backend: SQLite's own online copy, or on
//! PostgreSQL one read transaction copied table by table into a SQLite file. So a backup of one is restored into the
//! other, and any tar and SQLite tool can read it. The list is last, so a backup that was cut short has none.
//! **Rejected.** `pg_dump` (a program that may be missing, of a version that may not fit) and copying the database file
//! while it is written.

use crate::{
    Error, Location, Options, Result, Store, blobs,
    digest::{self, to_hex},
    driver::{
        Driver,
        sqlite::{Role, Sqlite},
    },
    location::without_password,
    migrate, others,
    store::{DATABASE, connect, database, make_private},
    tables::{PROJECTIONS, SOURCES},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

const LIST: &str = "manifest.json";
const FORMAT: &str = "ostrakon-backup/1";
/// What lay beside the store in its data directory.
const OTHERS: &str = "data";

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupSummary {
    /// `ostrakon-backup/1`.
    pub format: String,
    /// Number of the last event in it.
    pub seq: i64,
    /// Hash of that event.
    pub hash: String,
    /// SHA-256 of each file, by its name in the archive.
    pub files: BTreeMap<String, String>,
    /// Blobs whose bytes were missing when the backup was made: damage that was there before.
    pub missing: Vec<String>,
}

/// Reads through, and hashes what passes.
struct Hashing<R> {
    inner: R,
    hash: Sha256,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.hash.update(&out[..read]);
        Ok(read)
    }
}

fn append(
    archive: &mut tar::Builder<File>,
    name: &str,
    size: u64,
    source: impl Read,
    files: &mut BTreeMap<String, String>,
) -> io::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(size);
    header.set_mode(0o600);
    let mut source = Hashing { inner: source, hash: Sha256::new() };
    archive.append_data(&mut header, name, &mut source)?;
    files.insert(name.to_owned(), to_hex(&source.hash.finalize()));
    Ok(())
}

impl Store {
    /// Writes a backup to `out` while the store is in use: the state of one moment, blobs included.
    ///
    /// # Errors
    /// [`Error::Input`] when `out` is there already; [`Error::Io`] when the disk fails, and then no file is left.
    pub fn backup(&self, out: &Path) -> Result<BackupSummary> {
        if out.exists() {
            return Err(Error::input(
                out.display().to_string(),
                "is there already; choose another name for the backup",
            ));
        }
        let parent = match out.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let work = tempfile::Builder::new()
            .prefix(".ostrakon-backup-")
            .tempdir_in(parent)
            .map_err(Error::io(parent))?;
        let copy = work.path().join(DATABASE);
        self.copy_database(&copy)?;
        let mut reader = Sqlite::open(&copy, Role::Reader)?;
        let head = crate::writing::Head::read(&mut reader)?;
        let archive_path = work.path().join("archive");
        let archive_file = File::create(&archive_path).map_err(Error::io(&archive_path))?;
        let mut archive = tar::Builder::new(archive_file);
        let mut files = BTreeMap::new();
        let mut missing = Vec::new();
        let size = fs::metadata(&copy).map_err(Error::io(&copy))?.len();
        let source = File::open(&copy).map_err(Error::io(&copy))?;
        append(&mut archive, DATABASE, size, source, &mut files).map_err(Error::io(out))?;
        for (sha256, size) in held_blobs(&mut reader)? {
            let name = to_hex(&sha256);
            match self.open_blob(&sha256) {
                Ok(Some(bytes)) => {
                    let name = format!("{}/{}/{name}", blobs::FOLDER, &name[..2]);
                    append(&mut archive, &name, size, bytes, &mut files).map_err(Error::io(out))?;
                }
                // Destroyed since the copy was made: the copy's own record says that it was held, the log why it is gone.
                Err(Error::Erased { .. }) | Ok(None) => missing.push(name),
                Err(Error::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                    missing.push(name);
                }
                Err(error) => return Err(error),
            }
        }
        if let Some(folder) = self.folder() {
            for (name, path) in others::list(folder)? {
                let file = File::open(&path).map_err(Error::io(&path))?;
                let size = file.metadata().map_err(Error::io(&path))?.len();
                append(&mut archive, &format!("{OTHERS}/{name}"), size, file.take(size), &mut files)
                    .map_err(Error::io(&path))?;
            }
        }
        let summary = BackupSummary {
            format: FORMAT.to_owned(),
            seq: head.seq,
            hash: to_hex(&head.hash),
            files,
            missing,
        };
        let list = serde_json::to_vec_pretty(&summary)
            .map_err(|reason| Error::input("the list of a backup", reason.to_string()))?;
        let mut no_list = BTreeMap::new();
        append(&mut archive, LIST, list.len() as u64, list.as_slice(), &mut no_list)
            .map_err(Error::io(out))?;
        let file = archive.into_inner().map_err(Error::io(out))?;
        file.sync_all().map_err(Error::io(out))?;
        fs::rename(&archive_path, out).map_err(Error::io(out))?;
        Ok(summary)
    }

    /// One moment of the database, as a SQLite file.
    fn copy_database(&self, to: &Path) -> Result<()> {
        let failed = |reason: rusqlite::Error| Error::Database {
            doing: "copying the database".to_owned(),
            reason: reason.to_string(),
        };
        if let Location::Sqlite(folder) = &self.inner.location {
            let source = Sqlite::open(&database(folder), Role::Reader)?;
            let mut target = rusqlite::Connection::open(to).map_err(failed)?;
            let backup = rusqlite::backup::Backup::new(source.raw(), &mut target).map_err(failed)?;
            // All pages in one step: in several, each write of another connection would make it begin again.
            backup.step(-1).map_err(failed)?;
            drop(backup);
            return target.execute_batch("PRAGMA journal_mode = DELETE").map_err(failed);
        }
        let mut target = Sqlite::open(to, Role::Writer)?;
        migrate::run(&mut target, &to.display().to_string(), &Options::default())?;
        self.read_consistently(|source| copy_tables(source, &mut target))?;
        target.batch("PRAGMA journal_mode = DELETE")
    }

    /// Makes a new store at `into` from a backup; every digest is checked before anything is put in place.
    ///
    /// # Errors
    /// [`Error::Damaged`] when the file is no whole backup, [`Error::Input`] when there is a store at `into` already; then
    /// nothing was changed.
    pub fn restore(backup: &Path, into: &Location, options: &Options) -> Result<BackupSummary> {
        match into {
            Location::Sqlite(folder) => {
                if database(folder).exists() {
                    return Err(already(&folder.display().to_string()));
                }
                make_private(folder)?;
                let work = unpack_into(backup, folder)?;
                let summary = check(backup, work.path())?;
                let (from, to) = (work.path().join(blobs::FOLDER), folder.join(blobs::FOLDER));
                if to.exists() {
                    return Err(already(&to.display().to_string()));
                }
                restore_others(&work.path().join(OTHERS), folder)?;
                if from.exists() {
                    fs::rename(&from, &to).map_err(Error::io(to))?;
                }
                // Last, since it is what makes the directory a store.
                let target = database(folder);
                fs::rename(work.path().join(DATABASE), &target).map_err(Error::io(target))?;
                drop(Self::open(into, options)?);
                Ok(summary)
            }
            Location::Postgres(url) => {
                let work = unpack_into(backup, &std::env::temp_dir())?;
                let summary = check(backup, work.path())?;
                let mut target = connect(into, Role::Writer)?;
                if migrate::version(target.as_mut())?.is_some()
                    && target.query_one("SELECT seq FROM log LIMIT 1", &[])?.is_some()
                {
                    return Err(already(&without_password(url)));
                }
                migrate::run(target.as_mut(), &without_password(url), options)?;
                let mut source = Sqlite::open(&work.path().join(DATABASE), Role::Writer)?;
                migrate::run(&mut source, "the backup", options)?;
                target.begin_write()?;
                copy_tables(&mut source, target.as_mut())?;
                copy_blobs(&work.path().join(blobs::FOLDER), &summary, target.as_mut())?;
                target.batch("COMMIT")?;
                Ok(summary)
            }
        }
    }
}

fn restore_others(from: &Path, into: &Path) -> Result<()> {
    if !from.exists() {
        return Ok(());
    }
    let entries =
        fs::read_dir(from).and_then(Iterator::collect::<io::Result<Vec<_>>>).map_err(Error::io(from))?;
    // All are looked at before any is moved.
    if let Some(there) = entries.iter().map(|entry| into.join(entry.file_name())).find(|path| path.exists()) {
        return Err(already(&there.display().to_string()));
    }
    for entry in entries {
        let to = into.join(entry.file_name());
        fs::rename(entry.path(), &to).map_err(Error::io(to))?;
    }
    Ok(())
}

fn already(place: &str) -> Error {
    Error::input(place, "holds a store already; restore into an empty place, then move it")
}

fn held_blobs(driver: &mut dyn Driver) -> Result<Vec<([u8; 32], u64)>> {
    let rows = driver.query("SELECT sha256, size FROM blobs WHERE destroyed IS NULL ORDER BY sha256", &[])?;
    rows.into_iter().map(|mut row| Ok((row.digest(0)?, row.int(1)?.unsigned_abs()))).collect()
}

fn copy_tables(source: &mut dyn Driver, target: &mut dyn Driver) -> Result<()> {
    let head = crate::writing::Head::read(source)?;
    head.write(target)?;
    for table in SOURCES.iter().chain(&PROJECTIONS) {
        table.walk(source, |rows| table.insert(target, rows))?;
    }
    Ok(())
}

fn copy_blobs(folder: &Path, summary: &BackupSummary, target: &mut dyn Driver) -> Result<()> {
    for name in summary.files.keys().filter(|name| name.starts_with(blobs::FOLDER)) {
        let Some(sha256) = name.rsplit('/').next().and_then(digest::from_hex) else { continue };
        let path = blobs::path(folder.parent().unwrap_or(folder), &sha256);
        let mut file = File::open(&path).map_err(Error::io(&path))?;
        blobs::write_parts(target, &sha256, &mut file)?;
    }
    Ok(())
}

/// Unpacks only names that a backup of ours has, into a folder that goes away by itself.
fn unpack_into(backup: &Path, parent: &Path) -> Result<tempfile::TempDir> {
    let work = tempfile::Builder::new()
        .prefix(".ostrakon-restore-")
        .tempdir_in(parent)
        .map_err(Error::io(parent))?;
    let place = backup.display().to_string();
    let broken =
        |reason: io::Error| Error::damaged(place.as_str(), format!("it is no whole archive: {reason}"));
    let file = File::open(backup).map_err(Error::io(backup))?;
    let mut archive = tar::Archive::new(io::BufReader::with_capacity(1 << 18, file));
    for entry in archive.entries().map_err(broken)? {
        let mut entry = entry.map_err(broken)?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let target = place_of(&name, work.path()).ok_or_else(|| {
            Error::damaged(place.as_str(), format!("{name:?} does not belong into a backup"))
        })?;
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(Error::io(folder))?;
        }
        let mut out = File::create_new(&target).map_err(Error::io(&target))?;
        io::copy(&mut entry, &mut out).map_err(broken)?;
        out.flush().and_then(|()| out.sync_all()).map_err(Error::io(&target))?;
    }
    Ok(work)
}

fn place_of(name: &str, folder: &Path) -> Option<PathBuf> {
    if name == DATABASE || name == LIST {
        return Some(folder.join(name));
    }
    if let Some(other) = name.strip_prefix("data/") {
        return others::may_be_restored(other).then(|| folder.join(OTHERS).join(other));
    }
    let sha256 = digest::from_hex(name.rsplit('/').next()?)?;
    let path = blobs::path(folder, &sha256);
    let hex = to_hex(&sha256);
    (name == format!("{}/{}/{hex}", blobs::FOLDER, &hex[..2])).then_some(path)
}

/// Checks every file against the list, and the database against its end of the log.
fn check(backup: &Path, folder: &Path) -> Result<BackupSummary> {
    let place = backup.display().to_string();
    let list = fs::read(folder.join(LIST)).map_err(|_| {
        Error::damaged(place.as_str(), "it has no list of digests: it was cut short, or is no backup")
    })?;
    let summary: BackupSummary = serde_json::from_slice(&list)
        .map_err(|reason| Error::damaged(place.as_str(), format!("its list cannot be read: {reason}")))?;
    if summary.format != FORMAT {
        return Err(Error::damaged(
            place,
            format!("its format is {:?}, this program knows {FORMAT}", summary.format),
        ));
    }
    for (name, digest) in &summary.files {
        let path = place_of(name, folder).ok_or_else(|| {
            Error::damaged(place.as_str(), format!("{name:?} does not belong into a backup"))
        })?;
        let file = File::open(&path)
            .map_err(|_| Error::damaged(place.as_str(), format!("{name} is missing in it")))?;
        let mut hashing = Hashing { inner: file, hash: Sha256::new() };
        io::copy(&mut hashing, &mut io::sink()).map_err(Error::io(&path))?;
        if to_hex(&hashing.hash.finalize()) != *digest {
            return Err(Error::damaged(place, format!("{name} in it was changed: it has another digest")));
        }
    }
    let mut reader = Sqlite::open(&folder.join(DATABASE), Role::Reader)?;
    let head = crate::writing::Head::read(&mut reader)?;
    if (head.seq, to_hex(&head.hash)) != (summary.seq, summary.hash.clone()) {
        return Err(Error::damaged(place, "its database does not end where its list says"));
    }
    Ok(summary)
}
