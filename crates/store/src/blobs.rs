//! Evidence blobs: bytes under their SHA-256, with the time of capture and a chain of custody.
//!
//! **The choice.** Bytes first, then the event that says they are there: a crash between leaves bytes that nobody names
//! (the doctor finds them) and never a name without bytes. On SQLite they are files, since a gigabyte of video has no
//! place in a database that is checkpointed; on PostgreSQL they are rows of a megabyte, since its servers share no disk.
//! **Rejected.** PostgreSQL's large objects: they are not part of a schema, and backups forget them.

use crate::{BlobMeta, Commit, Custody, Effect, Error, Event, Result, Store, digest::to_hex, driver::Driver};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

/// Length of a row of bytes on PostgreSQL.
const PART: usize = 1 << 20;
/// Where the bytes lie in a data directory.
pub(crate) const FOLDER: &str = "blobs";

/// What comes with a blob.
#[derive(Clone, Debug, Default)]
pub struct Intake {
    /// Who stores it.
    pub actor: String,
    /// When, milliseconds since 1970 UTC.
    pub at: i64,
    /// When it was captured.
    pub captured_at: i64,
    /// Media type, as captured.
    pub media_type: String,
    /// The first entry of its chain of custody.
    pub custody: Custody,
}

/// A blob that is held, or was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// What is known of it.
    pub meta: BlobMeta,
    /// Event that recorded it.
    pub seq: i64,
    /// Event that destroyed its bytes.
    pub destroyed: Option<i64>,
}

pub(crate) fn path(folder: &Path, sha256: &[u8; 32]) -> PathBuf {
    let name = to_hex(sha256);
    folder.join(FOLDER).join(&name[..2]).join(name)
}

/// What a file that is not in its place yet is called in messages.
const STAGED: &str = "the blob that is being stored";

/// Writes a blob's bytes as rows.
pub(crate) fn write_parts(driver: &mut dyn Driver, sha256: &[u8; 32], file: &mut File) -> Result<()> {
    let mut part = 0;
    loop {
        let mut bytes = Vec::with_capacity(PART);
        Read::by_ref(file).take(PART as u64).read_to_end(&mut bytes).map_err(Error::io(STAGED))?;
        if bytes.is_empty() {
            return Ok(());
        }
        driver.execute(
            "INSERT INTO blob_parts (sha256, part, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            &[sha256.as_slice().into(), part.into(), bytes.as_slice().into()],
        )?;
        part += 1;
    }
}

fn sync_folder(folder: &Path) -> Result<()> {
    // Only Unix can flush a directory; elsewhere the file system keeps names by itself.
    if cfg!(unix) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(Error::io(folder))?;
    }
    Ok(())
}

fn event(kind: &str, sha256: &[u8; 32], effects: Vec<Effect>) -> Event {
    let name = to_hex(sha256);
    Event { kind: kind.into(), subject: format!("blob/{name}"), data: json!({"sha256": name}), effects }
}

impl Store {
    /// Stores a blob and begins its chain of custody; the same bytes again add an entry to it.
    ///
    /// # Errors
    /// [`Error::Io`] when the source or the disk fails; then nothing is recorded.
    pub fn put_blob(&self, source: &mut dyn Read, intake: Intake) -> Result<[u8; 32]> {
        let (sha256, size) = self.write_blob(source)?;
        let Intake { actor, at, captured_at, media_type, mut custody } = intake;
        if custody.action.is_empty() {
            "collect".clone_into(&mut custody.action);
        }
        let meta = BlobMeta { captured_at, media_type, sha256, size };
        let effects = vec![Effect::PutBlob(meta), Effect::Custody { sha256, entry: custody }];
        let events = vec![event("evidence.stored", &sha256, effects)];
        self.commit(Commit { actor, at, events, ..Commit::default() })?;
        Ok(sha256)
    }

    /// Writes a blob's bytes durably and gives digest and length. Nothing names them yet: that is what a commit with
    /// [`Effect::PutBlob`] and [`Effect::Custody`] does, together with whatever else follows from them.
    ///
    /// # Errors
    /// [`Error::Io`] when the source or the disk fails.
    pub fn write_blob(&self, source: &mut dyn Read) -> Result<([u8; 32], u64)> {
        if !self.inner.writable {
            return Err(Error::ReadOnly);
        }
        let staging = match self.folder() {
            Some(folder) => folder.join(FOLDER),
            None => std::env::temp_dir(),
        };
        fs::create_dir_all(&staging).map_err(Error::io(&staging))?;
        let mut file = tempfile::Builder::new()
            .prefix("incoming-")
            .suffix(".part")
            .tempfile_in(&staging)
            .map_err(Error::io(&staging))?;
        let mut hash = Sha256::new();
        let mut size = 0;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = match source.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Error::Io { path: STAGED.into(), source: error }),
            };
            hash.update(&buffer[..read]);
            file.write_all(&buffer[..read]).map_err(Error::io(file.path()))?;
            size += read as u64;
        }
        let sha256: [u8; 32] = hash.finalize().into();
        match self.folder() {
            Some(folder) => {
                let path = path(folder, &sha256);
                let parent = path.parent().unwrap_or(folder);
                fs::create_dir_all(parent).map_err(Error::io(parent))?;
                file.as_file().sync_all().map_err(Error::io(file.path()))?;
                file.persist(&path).map_err(|error| Error::Io { path: path.clone(), source: error.error })?;
                sync_folder(parent)?;
                sync_folder(&folder.join(FOLDER))?;
            }
            None => self.put_parts(&sha256, file.as_file_mut())?,
        }
        Ok((sha256, size))
    }

    fn put_parts(&self, sha256: &[u8; 32], file: &mut File) -> Result<()> {
        file.seek(SeekFrom::Start(0)).map_err(Error::io(STAGED))?;
        self.write_alone(|driver| write_parts(driver, sha256, file))
    }

    /// What is known of a blob.
    pub fn blob(&self, sha256: &[u8; 32]) -> Result<Option<Blob>> {
        let sql = "SELECT size, media_type, captured, seq, destroyed FROM blobs WHERE sha256 = $1";
        let row = self.read(|driver| driver.query_one(sql, &[sha256.as_slice().into()]))?;
        row.map(|mut row| {
            let meta = BlobMeta {
                captured_at: row.int(2)?,
                media_type: row.text(1)?,
                sha256: *sha256,
                size: row.int(0)?.unsigned_abs(),
            };
            Ok(Blob { meta, seq: row.int(3)?, destroyed: row.int_or_null(4)? })
        })
        .transpose()
    }

    /// The bytes of a blob; `None` for an unknown one. Reading to the end checks the digest: a blob that was changed on
    /// the disk ends in an error of kind `InvalidData`.
    ///
    /// # Errors
    /// [`Error::Erased`] when it was destroyed, [`Error::Io`] when its file is gone.
    pub fn open_blob(&self, sha256: &[u8; 32]) -> Result<Option<BlobReader>> {
        let Some(blob) = self.blob(sha256)? else { return Ok(None) };
        if let Some(receipt) = blob.destroyed {
            return Err(Error::Erased { what: format!("blob {}", to_hex(sha256)), receipt });
        }
        let source = match self.folder() {
            Some(folder) => {
                let path = path(folder, sha256);
                Source::File(File::open(&path).map_err(Error::io(path))?)
            }
            None => Source::Parts { store: self.clone(), next: 0, bytes: Vec::new(), at: 0 },
        };
        Ok(Some(BlobReader { sha256: *sha256, hash: Sha256::new(), source, ended: false }))
    }

    /// Destroys a blob's bytes and leaves a receipt: the event, and the last entry of its chain of custody. Who may
    /// decide that (two people) is decided before. Doing it again destroys what a crash left behind.
    ///
    /// # Errors
    /// [`Error::Input`] when there is no such blob.
    pub fn destroy_blob(&self, sha256: &[u8; 32], actor: &str, at: i64, mut custody: Custody) -> Result<i64> {
        let name = to_hex(sha256);
        let Some(blob) = self.blob(sha256)? else {
            return Err(Error::input(format!("blob {name}"), "is not in the store; check the digest"));
        };
        let receipt = if let Some(receipt) = blob.destroyed {
            receipt
        } else {
            "destroy".clone_into(&mut custody.action);
            let sha256 = *sha256;
            let effects = vec![Effect::DestroyBlob { sha256 }, Effect::Custody { sha256, entry: custody }];
            let events = vec![event("evidence.destroyed", &sha256, effects)];
            self.commit(Commit { actor: actor.to_owned(), at, events, ..Commit::default() })?.last_seq
        };
        self.remove_blob(sha256)?;
        Ok(receipt)
    }

    /// Removes the bytes of a blob whose destruction is in the log ([`Effect::DestroyBlob`]). Twice is once.
    ///
    /// # Errors
    /// [`Error::Input`] when the log does not say that it is destroyed, [`Error::Io`].
    pub fn remove_blob(&self, sha256: &[u8; 32]) -> Result<()> {
        if self.blob(sha256)?.is_none_or(|blob| blob.destroyed.is_none()) {
            return Err(Error::input(format!("blob {}", to_hex(sha256)), "is not destroyed; log that first"));
        }
        match self.folder() {
            Some(folder) => {
                let path = path(folder, sha256);
                match fs::remove_file(&path) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => {
                        return Err(Error::io(path)(error));
                    }
                    _ => {}
                }
            }
            None => {
                self.write_alone(|driver| {
                    driver.execute("DELETE FROM blob_parts WHERE sha256 = $1", &[sha256.as_slice().into()])
                })?;
            }
        }
        Ok(())
    }
}

/// Reads a blob and checks its digest on the way.
pub struct BlobReader {
    sha256: [u8; 32],
    hash: Sha256,
    source: Source,
    ended: bool,
}

enum Source {
    File(File),
    Parts { store: Store, next: i64, bytes: Vec<u8>, at: usize },
}

impl std::fmt::Debug for BlobReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("BlobReader").field(&to_hex(&self.sha256)).finish()
    }
}

impl Source {
    fn read(&mut self, sha256: &[u8; 32], out: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(out),
            Self::Parts { store, next, bytes, at } => {
                if *at == bytes.len() {
                    let sql = "SELECT bytes FROM blob_parts WHERE sha256 = $1 AND part = $2";
                    let params = [sha256.as_slice().into(), (*next).into()];
                    let row =
                        store.read(|driver| driver.query_one(sql, &params)).map_err(io::Error::other)?;
                    let Some(mut row) = row else { return Ok(0) };
                    *bytes = row.blob(0).map_err(io::Error::other)?;
                    (*at, *next) = (0, *next + 1);
                }
                let count = out.len().min(bytes.len() - *at);
                out[..count].copy_from_slice(&bytes[*at..*at + count]);
                *at += count;
                Ok(count)
            }
        }
    }
}

impl Read for BlobReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() || self.ended {
            return Ok(0);
        }
        let read = self.source.read(&self.sha256, out)?;
        self.hash.update(&out[..read]);
        if read == 0 {
            self.ended = true;
            let found: [u8; 32] = std::mem::take(&mut self.hash).finalize().into();
            if found != self.sha256 {
                let message =
                    format!("blob {} was changed: its bytes have another digest", to_hex(&self.sha256));
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            }
        }
        Ok(read)
    }
}
