//! The few steps by which the lake changes a disk, one trait, so that a test can stop after any of them.

use std::fs::{self, File};
use std::io::{Result, Write};
use std::path::Path;

/// Changes to a disk. The lake makes no other.
///
/// # What an implementation guarantees
/// 1. [`Disk::write`] returns only when the bytes would outlive a loss of power, under a name nobody reads yet.
/// 2. [`Disk::rename`] is atomic: at every moment the new name shows the whole old file or the whole new one.
/// 3. [`Disk::sync`] returns only when earlier renames and removals in the folder would outlive a loss of power.
///
/// A step that fails, or never returns, may have happened or not, and a write may have happened in part; the lake
/// must be right in each case.
pub trait Disk: Send + Sync {
    /// Creates a folder and its parents; a folder that exists is fine.
    fn create_dir(&self, path: &Path) -> Result<()>;
    /// Writes a new file, replacing a left-over of the same name.
    fn write(&self, path: &Path, bytes: &[u8]) -> Result<()>;
    /// Gives a file its final name, replacing what had it.
    fn rename(&self, from: &Path, to: &Path) -> Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> Result<()>;
    /// Makes renames and removals in a folder durable.
    fn sync(&self, folder: &Path) -> Result<()>;
}

/// The computer's own file system.
#[derive(Clone, Copy, Debug, Default)]
pub struct LocalDisk;

impl Disk for LocalDisk {
    fn create_dir(&self, path: &Path) -> Result<()> {
        fs::create_dir_all(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> Result<()> {
        fs::remove_file(path)
    }

    fn sync(&self, folder: &Path) -> Result<()> {
        // Only Unix lets a folder be opened and synced; elsewhere the file system's own journal orders renames.
        if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
    }
}

/// Replaces a small file so that its readers see the old bytes or the new ones.
pub(crate) fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<()> {
    let new = path.with_extension("new");
    disk.write(&new, bytes)?;
    disk.rename(&new, path)?;
    path.parent().map_or(Ok(()), |folder| disk.sync(folder))
}
