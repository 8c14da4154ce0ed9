//! Rows that could not be taken, kept beside the lake.
//!
//! While reading they stand in an anonymous temporary file, so that neither an error nor the end of the process leaves
//! a list that speaks of an append that never happened.

use super::again::Rereadable;
use crate::AppError;
use ostrakon_ingest::{Reject, RejectCsv, RejectSink};
use ostrakon_lake::Dataset;
use std::{
    fs::File,
    io::{self, BufWriter, Seek, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

/// For a pass that stores nothing.
pub struct Ignored;

impl RejectSink for Ignored {
    fn reject(&mut self, _: Reject) -> io::Result<()> {
        Ok(())
    }
}

/// The list of an append.
pub struct Rejects<'i> {
    list: RejectCsv<BufWriter<File>>,
    inputs: &'i Rereadable,
    count: u64,
}

impl RejectSink for Rejects<'_> {
    fn reject(&mut self, reject: Reject) -> io::Result<()> {
        self.count += 1;
        self.list.reject(Reject { path: Arc::from(self.inputs.name_of(&reject.path)), ..reject })
    }
}

const MEND: &str = "check the space and permissions there";

impl<'i> Rejects<'i> {
    /// An empty list.
    pub fn new(inputs: &'i Rereadable) -> Result<Self, AppError> {
        let file = tempfile::tempfile().map_err(AppError::file(&std::env::temp_dir(), MEND))?;
        Ok(Self { list: RejectCsv::new(BufWriter::new(file)), inputs, count: 0 })
    }

    /// Adds a post that the lake refused.
    pub fn refuse(
        &mut self,
        inputs: &Rereadable,
        file: u32,
        line: u64,
        reason: String,
    ) -> Result<(), AppError> {
        let path = Arc::from(inputs.named(file as usize));
        let reject = Reject { path, line, column: String::new(), reason };
        self.reject(reject).map_err(AppError::file(&std::env::temp_dir(), MEND))
    }

    /// How many rows.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Writes the list to `rejects/` in the data directory, under a name that was not used before; nothing where
    /// there are no rows. The file bears the time of taking in, so that retention finds it.
    pub fn keep(self, data: &Path, dataset: &Dataset, now_ms: i64) -> Result<Option<PathBuf>, AppError> {
        let temporary = std::env::temp_dir();
        let count = self.count;
        let mut from = self
            .list
            .finish()
            .and_then(|list| list.into_inner().map_err(io::IntoInnerError::into_error))
            .map_err(AppError::file(&temporary, MEND))?;
        if count == 0 {
            return Ok(None);
        }
        let folder = folder(data);
        std::fs::create_dir_all(&folder).map_err(AppError::file(&folder, MEND))?;
        let (path, mut to) = fresh(&folder, dataset)?;
        let copied = from.rewind().and_then(|()| io::copy(&mut from, &mut to)).and_then(|_| {
            let taken = SystemTime::UNIX_EPOCH + Duration::from_millis(now_ms.max(0) as u64);
            to.set_modified(taken)?;
            to.flush()?;
            to.sync_all()
        });
        copied.map_err(AppError::file(&path, MEND))?;
        Ok(Some(path))
    }
}

/// The file of the next append. An append of which nothing was stored is not counted by the lake, and still has rows
/// that were rejected: its number is passed over.
fn fresh(folder: &Path, dataset: &Dataset) -> Result<(PathBuf, File), AppError> {
    let mut number = dataset.version()? + 1;
    loop {
        let path = folder.join(format!("{}-{number}.csv", dataset.info().name));
        match File::create_new(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(AppError::file(&path, MEND)(error)),
        }
    }
}

/// Where lists of rejected rows are.
pub fn folder(data: &Path) -> PathBuf {
    data.join("rejects")
}
