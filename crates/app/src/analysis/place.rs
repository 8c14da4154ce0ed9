//! Where uploads and analyses lie, and who works on them.
//!
//! Folders are private to their owner: an upload holds accounts as they are. Of several processes on one data directory, the
//! one that holds the lock works on analyses; the others accept and show them.

use crate::hub::HubError;
use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

/// The folders.
#[derive(Debug)]
pub(super) struct Place {
    data: PathBuf,
    uploads: PathBuf,
    analyses: PathBuf,
    /// Held for as long as this process lives; `None` where another process holds it.
    lock: Option<File>,
}

/// For `map_err`: a folder or file of ours that fails.
pub(crate) fn failed(path: &Path) -> impl FnOnce(io::Error) -> HubError {
    let what = path.display().to_string();
    move |error| HubError::Damaged { what, why: format!("{error}; check the space and permissions there") }
}

/// Makes a folder that only its owner can enter.
pub(crate) fn private(folder: &Path) -> Result<(), HubError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(failed(folder))
}

/// Removes a folder with all that is in it; that it is gone already is fine.
pub(super) fn remove(folder: &Path) -> Result<(), HubError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(folder)(error)),
        _ => Ok(()),
    }
}

impl Place {
    /// The folders, and the lock if it is free.
    pub(super) fn open(data: &Path) -> Result<Self, HubError> {
        let mut place = Self::beside(data)?;
        let path = place.analyses.join(".worker.lock");
        let file = File::create(&path).map_err(failed(&path))?;
        place.lock = file.try_lock().is_ok().then_some(file);
        Ok(place)
    }

    /// The folders, without the lock.
    pub(super) fn beside(data: &Path) -> Result<Self, HubError> {
        let (uploads, analyses) = (data.join("uploads"), data.join("analyses"));
        private(&uploads)?;
        private(&analyses)?;
        Ok(Self { data: data.to_owned(), uploads, analyses, lock: None })
    }

    /// Whether this process works on analyses.
    pub(super) fn is_ours(&self) -> bool {
        self.lock.is_some()
    }

    /// The data directory.
    pub(super) fn data(&self) -> &Path {
        &self.data
    }

    /// All uploads.
    pub(super) fn uploads(&self) -> &Path {
        &self.uploads
    }

    /// Folder of an upload.
    pub(super) fn upload(&self, id: &str) -> PathBuf {
        self.uploads.join(id)
    }

    /// All analyses.
    pub(super) fn analyses(&self) -> &Path {
        &self.analyses
    }

    /// Folder of an analysis.
    pub(super) fn analysis(&self, id: &str) -> PathBuf {
        self.analyses.join(id)
    }

    /// Folder of an analysis' result files.
    pub(super) fn result(&self, id: &str) -> PathBuf {
        self.analysis(id).join("run/result")
    }

    /// Folder of an analysis' archive.
    pub(super) fn archive(&self, id: &str) -> PathBuf {
        self.analysis(id).join("run/archive")
    }

    /// Where a run writes until it is whole.
    pub(super) fn work(&self, id: &str) -> PathBuf {
        self.analysis(id).join("work")
    }
}

/// Whether this is an id that we gave: 32 hexadecimal digits. Nothing else ever becomes part of a path.
pub(crate) fn is_id(id: &str) -> bool {
    id.len() == 32 && id.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// A new id.
pub(crate) fn new_id() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ids_become_paths() {
        assert!(is_id(&new_id()));
        for bad in ["", "..", "../../etc", "A".repeat(32).as_str(), "a/b", "0".repeat(33).as_str()] {
            assert!(!is_id(bad), "{bad}");
        }
    }

    #[test]
    fn one_process_works_on_analyses() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = Place::open(folder.path()).expect("opens");
        let second = Place::open(folder.path()).expect("opens too");
        assert!(first.is_ours() && !second.is_ours());
        drop(first);
        assert!(Place::open(folder.path()).expect("opens").is_ours());
    }
}
