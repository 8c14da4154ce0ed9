//! Parts: which posts share a file, what the file is called, and how it reaches the disk.
//!
//! A day of creation is a part, because scans ask for days and retention counts in days. Nothing else depends on the
//! label: what a file spans is said by the manifest.

use crate::dataset::Dataset;
use crate::decode::Rows;
use crate::encode::parquet;
use crate::error::{Error, Result};
use crate::manifest::{PartFile, sha256};
use arrow::array::RecordBatch;
use ostrakon_model::time::{LATEST_MS, iso};
use std::collections::BTreeMap;

/// Files of one flush. Random times in a hostile export would make a file a row; past this many days the posts go
/// together by month, past this many months by year.
const MAX_PARTS: usize = 1_024;

/// `2016-09-01.000003-0000.parquet`: sorted by name is sorted by time.
pub(crate) fn part_name(label: &str, version: u64, part: usize) -> String {
    format!("{label}.{version:06}-{part:04}.parquet")
}

/// The label of a part's name: all before the first full stop.
pub(crate) fn label(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

/// Writes a part under a temporary name, then gives it its own.
pub(crate) fn write_part(
    dataset: &Dataset,
    name: String,
    rows: &RecordBatch,
    taken_ms: i64,
) -> Result<PartFile> {
    let path = dataset.part(&name);
    let bytes = parquet(rows).map_err(Error::damaged(&path))?;
    let found = Rows::new(rows, &path)?;
    let (mut min_ms, mut max_ms, mut undated) = (None, None, 0);
    for row in 0..rows.num_rows() {
        match found.moment_ms(row)? {
            None => undated += 1,
            Some(ms) => {
                min_ms = Some(min_ms.map_or(ms, |min: i64| min.min(ms)));
                max_ms = Some(max_ms.map_or(ms, |max: i64| max.max(ms)));
            }
        }
    }
    let new = path.with_extension("new");
    dataset.disk.write(&new, &bytes).map_err(Error::io(&new))?;
    dataset.disk.rename(&new, &path).map_err(Error::io(&path))?;
    Ok(PartFile {
        name,
        rows: rows.num_rows() as u64,
        bytes: bytes.len() as u64,
        sha256: sha256(&bytes),
        min_ms,
        max_ms,
        undated,
        taken_ms,
    })
}

/// Rows by the label of their part: day, else month, else year of creation; `unknown` without a plausible time.
pub(crate) fn partitions(times: &[Option<i64>]) -> BTreeMap<String, Vec<u32>> {
    const DAY_MS: i64 = 86_400_000;
    let mut days: BTreeMap<Option<i64>, Vec<u32>> = BTreeMap::new();
    for (row, time) in times.iter().enumerate() {
        let day = time.filter(|ms| (0..=LATEST_MS).contains(ms)).map(|ms| ms / DAY_MS);
        days.entry(day).or_default().push(row as u32);
    }
    let grouped = |digits: usize| {
        let mut parts: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (day, rows) in &days {
            let label =
                day.map_or_else(|| "unknown".to_owned(), |day| iso(day * DAY_MS)[..digits].to_owned());
            parts.entry(label).or_default().extend(rows);
        }
        parts
    };
    // The digits of `2016-09-01`, `2016-09`, `2016`.
    let parts = [10, 7].into_iter().map(grouped).find(|parts| parts.len() <= MAX_PARTS);
    parts.unwrap_or_else(|| grouped(4))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_days_until_there_are_too_many() {
        let day = 86_400_000;
        let few = partitions(&[Some(0), Some(day - 1), Some(day), None, Some(-1), Some(i64::MAX)]);
        assert_eq!(few.keys().collect::<Vec<_>>(), ["1970-01-01", "1970-01-02", "unknown"]);
        assert_eq!(few["1970-01-01"], [0, 1]);
        assert_eq!(few["unknown"], [3, 4, 5]);
        let months: Vec<_> = (0..2_000).map(|i| Some(i * day)).collect();
        assert_eq!(partitions(&months).len(), 66);
        let years: Vec<_> = (0..80_000).map(|i| Some(i * day)).collect();
        assert_eq!(partitions(&years).len(), 220);
    }
}
