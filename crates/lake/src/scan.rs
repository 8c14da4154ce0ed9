//! Reading: a slice of time, some of the columns, batch by batch.
//!
//! Files whose span lies outside the slice are not opened; within a file every row is compared, since one file is a
//! day. A file is read whole and its digest compared before it is decoded: what is read here becomes evidence, and
//! Parquet's own reader panics on some damaged files. The digest takes less than a tenth of the time of a scan of a few
//! columns; reading only those columns' pages would save that, and would hand over rows that nobody vouches for.
//!
//! Rows come in the manifest's order: by append, within an append by day, within a day as they were given; that
//! order never depends on the scan.

use crate::dataset::Dataset;
use crate::decode::Rows;
use crate::error::{Error, Result};
use crate::manifest::{PartFile, sha256};
use crate::schema::projection;
use arrow::array::RecordBatch;
use bytes::Bytes;
use ostrakon_model::{Columns, Fields, Post};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

/// Rows of a record batch: enough to amortise decoding, small enough that long texts do not pile up.
const BATCH_ROWS: usize = 8_192;

/// What to read. The default is everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scan {
    /// Only posts that appeared ([`Post::moment`]) at or after this, ms since the epoch.
    pub from_ms: Option<i64>,
    /// Only posts that appeared before this, ms since the epoch.
    pub until_ms: Option<i64>,
    /// Also posts without a creation time.
    pub undated: bool,
    /// The fields to read; all others stay empty. Item, author, creation time, kind and source are always read.
    pub fields: Fields,
}

impl Default for Scan {
    fn default() -> Self {
        Self { from_ms: None, until_ms: None, undated: true, fields: Fields::ALL }
    }
}

impl Scan {
    fn wants(&self, moment_ms: Option<i64>) -> bool {
        match moment_ms {
            None => self.undated,
            Some(ms) => {
                self.from_ms.is_none_or(|from| ms >= from) && self.until_ms.is_none_or(|end| ms < end)
            }
        }
    }

    fn may_hold(&self, file: &PartFile) -> bool {
        let dated = match (file.min_ms, file.max_ms) {
            (Some(min), Some(max)) => {
                self.from_ms.is_none_or(|from| max >= from) && self.until_ms.is_none_or(|end| min < end)
            }
            _ => false,
        };
        dated || (self.undated && file.undated > 0)
    }
}

/// Reads a part file whole and checks its digest before any of it is decoded.
pub(crate) fn open(dataset: &Dataset, file: &PartFile, fields: Fields) -> Result<ParquetRecordBatchReader> {
    let path = dataset.part(&file.name);
    let bytes = fs::read(&path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Error::Gone(path.clone()),
        _ => Error::io(&path)(error),
    })?;
    if sha256(&bytes) != file.sha256 {
        return Err(Error::damaged(&path)("its SHA-256 is not the manifest's"));
    }
    let builder =
        ParquetRecordBatchReaderBuilder::try_new(Bytes::from(bytes)).map_err(Error::damaged(&path))?;
    let there = builder.schema().fields().len();
    let mask = ProjectionMask::roots(builder.parquet_schema(), projection(fields, there));
    builder.with_projection(mask).with_batch_size(BATCH_ROWS).build().map_err(Error::damaged(&path))
}

/// Record batches of the files a scan concerns, one after the other.
struct Batches<'d> {
    dataset: &'d Dataset,
    files: std::vec::IntoIter<PartFile>,
    fields: Fields,
    current: Option<(Arc<Path>, ParquetRecordBatchReader)>,
}

impl Batches<'_> {
    fn next(&mut self) -> Result<Option<(Arc<Path>, RecordBatch)>> {
        loop {
            if let Some((path, reader)) = &mut self.current
                && let Some(batch) = reader.next()
            {
                return Ok(Some((path.clone(), batch.map_err(Error::damaged(path))?)));
            }
            let Some(file) = self.files.next() else { return Ok(None) };
            let reader = open(self.dataset, &file, self.fields)?;
            self.current = Some((self.dataset.part(&file.name).into(), reader));
        }
    }
}

impl Dataset {
    fn batches(&self, scan: &Scan) -> Result<Batches<'_>> {
        let mut files = self.manifest()?.files;
        files.retain(|file| scan.may_hold(file));
        Ok(Batches { dataset: self, files: files.into_iter(), fields: scan.fields, current: None })
    }

    /// Calls `each` for every post of the scan, in order; memory stays that of one batch.
    ///
    /// # Errors
    /// [`Error::Gone`], [`Error::Damaged`], [`Error::Io`], and whatever `each` returns, at which the scan ends.
    pub fn for_each<E: From<Error>>(
        &self,
        scan: &Scan,
        mut each: impl FnMut(&Post<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut batches = self.batches(scan)?;
        while let Some((path, batch)) = batches.next()? {
            let rows = Rows::new(&batch, &path)?;
            for row in 0..batch.num_rows() {
                if scan.wants(rows.moment_ms(row)?) {
                    each(&rows.post(row)?)?;
                }
            }
        }
        Ok(())
    }

    /// The posts of the scan as columns, all of them in memory, as detectors read them.
    ///
    /// # Errors
    /// As [`Dataset::for_each`].
    pub fn columns(&self, scan: &Scan) -> Result<Columns> {
        let mut columns = Columns::default();
        self.for_each(scan, |post| -> Result<()> {
            columns.push(post);
            Ok(())
        })?;
        Ok(columns)
    }

    /// The posts of the scan as blocks of columns, each of at most 8,192 posts and with its own numbering.
    ///
    /// # Errors
    /// As [`Dataset::for_each`]; after an error the iterator ends.
    pub fn blocks(&self, scan: &Scan) -> Result<impl Iterator<Item = Result<Columns>> + use<'_>> {
        let (mut batches, scan, mut ended) = (self.batches(scan)?, *scan, false);
        Ok(std::iter::from_fn(move || {
            let next = if ended { Ok(None) } else { block(&mut batches, &scan) };
            ended = !matches!(next, Ok(Some(_)));
            next.transpose()
        }))
    }
}

/// The next block that has a post.
fn block(batches: &mut Batches<'_>, scan: &Scan) -> Result<Option<Columns>> {
    while let Some((path, batch)) = batches.next()? {
        let rows = Rows::new(&batch, &path)?;
        let mut columns = Columns::default();
        for row in 0..batch.num_rows() {
            if scan.wants(rows.moment_ms(row)?) {
                columns.push(&rows.post(row)?);
            }
        }
        if !columns.is_empty() {
            return Ok(Some(columns));
        }
    }
    Ok(None)
}
