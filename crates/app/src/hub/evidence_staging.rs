//! Where the parts of an item of evidence lie until it is whole.
//!
//! **The problem.** A line breaks in the middle of a video; what arrived must still be there after a restart, and must not look
//! like evidence before its digest is right. **The choice.** A file a partner and digest in a hidden folder beside the store,
//! which only grows; its length is how much there is. **Rejected.** Rows in the store: they would be in the log for ever.

use super::{Hub, HubError};
use ostrakon_store::{Location, sha256, to_hex};
use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

impl Hub {
    /// What is staged of an item of a partner; an empty file when nothing is.
    pub(super) fn staged(&self, partner: &str, digest: &str) -> Result<Staged, HubError> {
        let path = self.staging(partner, digest);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| disk(&error))?;
        }
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Staged { file: options.open(&path).map_err(|error| disk(&error))?, path })
    }

    /// Removes what a crash left staged of an item that is kept.
    pub(super) fn unstage(&self, partner: &str, digest: &str) -> Result<(), HubError> {
        match std::fs::remove_file(self.staging(partner, digest)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(disk(&error)),
            _ => Ok(()),
        }
    }

    fn staging(&self, partner: &str, digest: &str) -> PathBuf {
        let folder = match self.store().location() {
            Location::Sqlite(folder) => folder.join(".ostrakon-incoming"),
            Location::Postgres(_) => std::env::temp_dir().join("ostrakon-incoming"),
        };
        folder.join(format!("{}-{digest}", &to_hex(&sha256(partner.as_bytes()))[..16]))
    }
}

fn disk(error: &std::io::Error) -> HubError {
    HubError::Damaged { what: "evidence that is arriving".into(), why: error.to_string() }
}

/// An item that is arriving.
pub(super) struct Staged {
    file: File,
    path: PathBuf,
}

impl Staged {
    /// Bytes that are there.
    pub(super) fn length(&self) -> Result<u64, HubError> {
        self.file.metadata().map(|meta| meta.len()).map_err(|error| disk(&error))
    }

    /// Puts bytes behind what is there; how many there are then.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<u64, HubError> {
        self.file.write_all(bytes).and_then(|()| self.file.flush()).map_err(|error| disk(&error))?;
        self.length()
    }

    /// All of it, from its beginning.
    pub(super) fn reader(&mut self) -> Result<&mut File, HubError> {
        self.file.seek(SeekFrom::Start(0)).map_err(|error| disk(&error))?;
        Ok(&mut self.file)
    }

    /// SHA-256 of what is there.
    pub(super) fn digest(&mut self) -> Result<[u8; 32], HubError> {
        use sha2::Digest as _;
        let mut hash = sha2::Sha256::new();
        let (mut piece, file) = (vec![0; 1 << 16], self.reader()?);
        loop {
            match file.read(&mut piece).map_err(|error| disk(&error))? {
                0 => return Ok(hash.finalize().into()),
                read => hash.update(&piece[..read]),
            }
        }
    }

    /// Removes it. Twice is once: two deliveries of the same item may end at the same time.
    pub(super) fn drop_it(&self) -> Result<(), HubError> {
        let removed = self.file.set_len(0).and_then(|()| match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        });
        removed.map_err(|error| disk(&error))
    }
}
