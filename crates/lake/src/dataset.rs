//! A lake is a folder of data sets; a data set is a folder with a description, a manifest and files.

use crate::disk::{Disk, LocalDisk, replace};
use crate::error::{Error, Result};
use crate::info::{Accounts, DatasetInfo, SCHEMA_VERSION, check_name};
use crate::manifest::{Manifest, PartFile, Source};
use crate::scan;
use crate::{append::Appender, append::Intake, expire::DeletionReceipt};
use ostrakon_model::Fields;
use std::collections::HashSet;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// All data sets below one data directory.
#[derive(Clone)]
pub struct Lake {
    root: PathBuf,
    disk: Arc<dyn Disk>,
}

impl Lake {
    /// The lake in `data_dir`, on the computer's own file system; its folder is created where it is missing.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn open(data_dir: &Path) -> Result<Self> {
        Self::on(Arc::new(LocalDisk), data_dir)
    }

    /// The same on another [`Disk`].
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn on(disk: Arc<dyn Disk>, data_dir: &Path) -> Result<Self> {
        let root = data_dir.join("lake");
        if !root.is_dir() {
            disk.create_dir(&root).map_err(Error::io(&root))?;
        }
        Ok(Self { root, disk })
    }

    /// Names of the data sets, sorted.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn names(&self) -> Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.root).map_err(Error::io(&self.root))? {
            let entry = entry.map_err(Error::io(&self.root))?;
            if let Ok(name) = entry.file_name().into_string()
                && check_name(&name).is_ok()
                && entry.path().join("dataset.json").is_file()
            {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    /// Creates an empty data set.
    ///
    /// # Errors
    /// [`Error::Name`], [`Error::Unstated`], [`Error::Exists`], [`Error::Busy`], [`Error::Io`].
    pub fn create(&self, info: &DatasetInfo) -> Result<Dataset> {
        info.check()?;
        let dir = self.root.join(&info.name);
        let dataset = Dataset { dir, info: info.clone(), disk: self.disk.clone() };
        let posts = dataset.dir.join("posts");
        self.disk.create_dir(&posts).map_err(Error::io(&posts))?;
        let _lock = dataset.lock()?;
        let description = dataset.dir.join("dataset.json");
        if description.is_file() {
            return Err(Error::Exists(info.name.clone()));
        }
        // The description comes last: a data set exists from the moment it does.
        Manifest::default().write(&*self.disk, &dataset.dir.join("manifest.json"))?;
        let bytes = serde_json::to_vec_pretty(info).map_err(Error::damaged(&description))?;
        replace(&*self.disk, &description, &bytes).map_err(Error::io(&description))?;
        self.disk.sync(&self.root).map_err(Error::io(&self.root))?;
        Ok(dataset)
    }

    /// Opens a data set, and finishes what a process that ended in the middle of its work left behind: files that
    /// are not listed are removed, unless another process is writing at this moment.
    ///
    /// # Errors
    /// [`Error::Name`], [`Error::Unknown`], [`Error::Version`], [`Error::Damaged`], [`Error::Io`].
    pub fn dataset(&self, name: &str) -> Result<Dataset> {
        check_name(name)?;
        let path = self.root.join(name).join("dataset.json");
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let known = self.names()?.join(", ");
                let known = if known.is_empty() { "none".into() } else { known };
                return Err(Error::Unknown { name: name.into(), lake: self.root.clone(), known });
            }
            Err(error) => return Err(Error::io(&path)(error)),
        };
        let info: DatasetInfo = serde_json::from_slice(&bytes).map_err(Error::damaged(&path))?;
        if info.schema_version > SCHEMA_VERSION {
            return Err(Error::Version { path, found: info.schema_version, known: SCHEMA_VERSION });
        }
        if info.name != name {
            return Err(Error::damaged(&path)(format!("it describes `{}`, not `{name}`", info.name)));
        }
        let dataset = Dataset { dir: self.root.join(name), info, disk: self.disk.clone() };
        match dataset.lock() {
            // Another process writes, or this one may only read: neither keeps anyone from reading.
            Err(Error::Busy(_) | Error::Io { .. }) => {}
            Err(error) => return Err(error),
            Ok(_lock) => dataset.sweep(&dataset.manifest()?)?,
        }
        Ok(dataset)
    }
}

/// One data set.
///
/// # Guarantees
/// 1. **All or nothing.** An append or an expiry is seen whole or not at all, by readers in any process, and after
///    `kill -9` or a loss of power at any moment.
/// 2. **Acknowledged is durable.** Once [`Appender::commit`] has returned, its posts outlive a loss of power.
/// 3. **Nothing twice.** A post (platform and item id) is stored once, however often it is offered.
/// 4. **Gone is gone.** Once [`Dataset::expire`] has returned, no file holds an expired post, and expired posts that
///    are offered again are refused. (Copies in backups and in a disk's own spare blocks are beyond a program.)
/// 5. **One writer.** A second one gets [`Error::Busy`]; readers never wait. A reader that meets an expiry gets
///    [`Error::Gone`] rather than rows that are half there.
/// 6. **Read is as written.** Rows come from files whose SHA-256 is the manifest's; anything else is
///    [`Error::Damaged`].
///
/// Each call reads the manifest anew, so that a value held for long sees what other processes did.
pub struct Dataset {
    dir: PathBuf,
    info: DatasetInfo,
    pub(crate) disk: Arc<dyn Disk>,
}

impl Dataset {
    /// Its description.
    pub fn info(&self) -> &DatasetInfo {
        &self.info
    }

    /// Its files, in the order in which scans read them.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Io`].
    pub fn files(&self) -> Result<Vec<PartFile>> {
        Ok(self.manifest()?.files)
    }

    /// The sources of its posts; [`ostrakon_model::SourceRef::file`] of a post read from here counts in this list.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Io`].
    pub fn sources(&self) -> Result<Vec<Source>> {
        Ok(self.manifest()?.sources)
    }

    /// Receipts of all expiries that deleted something.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Io`].
    pub fn receipts(&self) -> Result<Vec<DeletionReceipt>> {
        Ok(self.manifest()?.receipts)
    }

    /// Number of posts.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Io`].
    pub fn rows(&self) -> Result<u64> {
        Ok(self.manifest()?.files.iter().map(|file| file.rows).sum())
    }

    /// Appends and expiries that changed something, so far.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::Io`].
    pub fn version(&self) -> Result<u64> {
        Ok(self.manifest()?.version)
    }

    /// Whether posts whose accounts are named in this way may stand beside those that are here: what
    /// [`Dataset::append`] checks, for callers who have long work before it.
    ///
    /// # Errors
    /// [`Error::Accounts`].
    pub fn accepts(&self, accounts: &Accounts) -> Result<()> {
        if self.info.accounts.meets(accounts) {
            return Ok(());
        }
        Err(Error::Accounts {
            dataset: self.info.name.clone(),
            held: self.info.accounts.to_string(),
            offered: accounts.to_string(),
        })
    }

    /// Begins an append; see [`Appender`].
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::Accounts`], [`Error::Damaged`], [`Error::Io`].
    pub fn append(&self, intake: Intake) -> Result<Appender<'_>> {
        Appender::new(self, intake)
    }

    /// Compares every file with the manifest, without handing out rows (a backup's check).
    ///
    /// # Errors
    /// [`Error::Damaged`] for the first that differs, [`Error::Gone`] for the first that is missing.
    pub fn verify(&self) -> Result<()> {
        for file in self.manifest()?.files {
            scan::open(self, &file, Fields::BASE)?;
        }
        Ok(())
    }

    pub(crate) fn manifest(&self) -> Result<Manifest> {
        Manifest::read(&self.manifest_path())
    }

    pub(crate) fn manifest_path(&self) -> PathBuf {
        self.dir.join("manifest.json")
    }

    pub(crate) fn posts_dir(&self) -> PathBuf {
        self.dir.join("posts")
    }

    pub(crate) fn part(&self, name: &str) -> PathBuf {
        self.posts_dir().join(name)
    }

    /// The writer's lock, held until the file is dropped; the system releases it when a process dies.
    pub(crate) fn lock(&self) -> Result<File> {
        let path = self.dir.join("writer.lock");
        let file =
            File::options().create(true).truncate(false).write(true).open(&path).map_err(Error::io(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(Error::Busy(self.info.name.clone())),
            Err(TryLockError::Error(error)) => Err(Error::io(&path)(error)),
        }
    }

    /// Removes files that the manifest does not list. Only under the lock.
    pub(crate) fn sweep(&self, manifest: &Manifest) -> Result<()> {
        let listed: HashSet<&str> = manifest.files.iter().map(|file| file.name.as_str()).collect();
        let posts = self.posts_dir();
        let mut removed = false;
        for entry in fs::read_dir(&posts).map_err(Error::io(&posts))? {
            let entry = entry.map_err(Error::io(&posts))?;
            if entry.file_name().to_str().is_none_or(|name| !listed.contains(name)) {
                self.disk.remove(&entry.path()).map_err(Error::io(&entry.path()))?;
                removed = true;
            }
        }
        if removed { self.disk.sync(&posts).map_err(Error::io(&posts)) } else { Ok(()) }
    }
}
