//! Retention: posts whose time is over leave the disk, and a receipt says what left (invariant 7).
//!
//! Files that are wholly over are removed; files that are partly over are written anew without the rows in question.
//! A list of deleted ids kept aside ("tombstones") would be quicker and would leave the posts where they are.

use crate::dataset::Dataset;
use crate::decode::Rows;
use crate::error::{Error, Result};
use crate::manifest::PartFile;
use crate::part::{label, part_name, write_part};
use crate::scan;
use crate::schema::schema;
use arrow::array::{BooleanArray, RecordBatch};
use arrow::compute::{concat_batches, filter_record_batch};
use ostrakon_model::Fields;
use serde::{Deserialize, Serialize};

/// From which moment a post's time counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RetentionClock {
    /// From its creation; for posts without a creation time, from when they were taken in.
    Created,
    /// From when it was taken in.
    Taken,
}

/// What is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expiry {
    /// Posts from before this moment, ms since the epoch.
    pub before_ms: i64,
    /// Which moment of a post is compared.
    pub clock: RetentionClock,
    /// The present, for the receipt, ms since the epoch.
    pub now_ms: i64,
}

/// Proof of a deletion: counts and digests, and nothing of what was deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletionReceipt {
    /// The data set.
    pub dataset: String,
    /// Posts from before this moment were deleted, ms since the epoch.
    pub before_ms: i64,
    /// Which moment of a post was compared.
    pub clock: RetentionClock,
    /// When, ms since the epoch.
    pub executed_ms: i64,
    /// Posts deleted.
    pub rows: u64,
    /// The files that held them.
    pub files: Vec<DeletedFile>,
}

/// A file that was removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedFile {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Posts in it that were deleted.
    pub deleted: u64,
    /// Posts in it that stayed, in the file named by `kept_in`.
    pub kept: u64,
    /// The file that holds those which stayed.
    pub kept_in: Option<String>,
}

impl Dataset {
    /// Deletes the posts whose time is over. Where there are none, the receipt says 0 rows and is not kept.
    ///
    /// With [`RetentionClock::Created`] the data set also refuses such posts from now on, so that a second import of
    /// the same export does not bring them back.
    ///
    /// # Errors
    /// [`Error::Busy`], [`Error::Damaged`], [`Error::Io`]. When the last step fails, the removal of files that are no
    /// longer listed, no reader sees them any more and the next opening removes them.
    pub fn expire(&self, expiry: &Expiry) -> Result<DeletionReceipt> {
        let _lock = self.lock()?;
        let mut manifest = self.manifest()?;
        self.sweep(&manifest)?;
        let version = manifest.version + 1;
        let mut receipt = DeletionReceipt {
            dataset: self.info().name.clone(),
            before_ms: expiry.before_ms,
            clock: expiry.clock,
            executed_ms: expiry.now_ms,
            rows: 0,
            files: Vec::new(),
        };
        let mut kept_files = Vec::with_capacity(manifest.files.len());
        for file in std::mem::take(&mut manifest.files) {
            let kept = match expiry.share(&file) {
                Share::None => {
                    kept_files.push(file);
                    continue;
                }
                Share::All => None,
                Share::Some => {
                    let name = part_name(label(&file.name), version, kept_files.len());
                    Some(write_part(self, name, &self.rest(&file, expiry)?, file.taken_ms)?)
                }
            };
            let stayed = kept.as_ref().map_or(0, |part| part.rows);
            receipt.rows += file.rows - stayed;
            receipt.files.push(DeletedFile {
                name: file.name,
                sha256: file.sha256,
                deleted: file.rows - stayed,
                kept: stayed,
                kept_in: kept.as_ref().map(|part| part.name.clone()),
            });
            kept_files.extend(kept);
        }
        manifest.files = kept_files;
        let later = expiry.clock == RetentionClock::Created
            && manifest.expired_before_ms.is_none_or(|before| before < expiry.before_ms);
        if later {
            manifest.expired_before_ms = Some(expiry.before_ms);
        }
        if receipt.rows > 0 {
            manifest.receipts.push(receipt.clone());
        }
        if later || receipt.rows > 0 {
            manifest.version = version;
            let folder = self.posts_dir();
            self.disk.sync(&folder).map_err(Error::io(&folder))?;
            manifest.write(&*self.disk, &self.manifest_path())?;
            self.sweep(&manifest)?;
        }
        Ok(receipt)
    }

    /// The rows of a file whose time is not over.
    fn rest(&self, file: &PartFile, expiry: &Expiry) -> Result<RecordBatch> {
        let path = self.part(&file.name);
        let mut kept = Vec::new();
        for batch in scan::open(self, file, Fields::ALL)? {
            let batch = batch.map_err(Error::damaged(&path))?;
            let rows = Rows::new(&batch, &path)?;
            let stays = |row| -> Result<bool> {
                Ok(rows.moment_ms(row)?.unwrap_or(file.taken_ms) >= expiry.before_ms)
            };
            let mask = (0..batch.num_rows()).map(stays).collect::<Result<Vec<bool>>>()?;
            let mask = BooleanArray::from(mask);
            kept.push(filter_record_batch(&batch, &mask).map_err(Error::damaged(&path))?);
        }
        // The file's own schema: one written before a column came has none of it.
        let schema = kept.first().map_or_else(schema, RecordBatch::schema);
        concat_batches(&schema, &kept).map_err(Error::damaged(&path))
    }
}

/// How much of a file is over.
enum Share {
    None,
    Some,
    All,
}

impl Expiry {
    fn share(&self, file: &PartFile) -> Share {
        let over = |ms: i64| ms < self.before_ms;
        let (first, last) = match self.clock {
            RetentionClock::Taken => (file.taken_ms, file.taken_ms),
            RetentionClock::Created => {
                let undated = (file.undated > 0).then_some(file.taken_ms);
                let ends = |dated: Option<i64>| dated.into_iter().chain(undated);
                let first = ends(file.min_ms).min().unwrap_or(file.taken_ms);
                (first, ends(file.max_ms).max().unwrap_or(file.taken_ms))
            }
        };
        match (over(first), over(last)) {
            (false, _) => Share::None,
            (true, false) => Share::Some,
            (true, true) => Share::All,
        }
    }
}
