//! `edges.csv` and `edges.parquet`: one row a tie and signal.
//!
//! Rows come as an iterator, since there may be millions, and each format makes one pass over it.

use super::cell;
use crate::{atomic, document::Handles, error::Error};
use arrow::array::{ArrayRef, Float64Builder, RecordBatch, StringBuilder, UInt32Builder};
use arrow::datatypes::{DataType, Field, Schema};
use ostrakon_model::Signal;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;
use std::sync::Arc;

/// Rows per Parquet batch: large enough to compress well, small enough to stay in cache.
const BATCH: usize = 1 << 16;

/// A tie between two accounts by one signal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EdgeRow<'a> {
    /// One account.
    pub source: &'a str,
    /// The other.
    pub target: &'a str,
    /// What they share.
    pub signal: Signal,
    /// Number of co-actions, or their weighted sum.
    pub weight: f64,
    /// Probability under the null model.
    pub p: f64,
    /// The same after control of the false-discovery rate.
    pub q: f64,
    /// Longest gap that counts, in seconds.
    pub window_s: u32,
    /// Surprise in bits.
    pub surprise: f64,
}

/// Writes `source,target,signal,weight,p,q,window_s,surprise` with text cells guarded by [`cell::guard`].
///
/// # Errors
/// [`Error::Write`].
pub fn write_edges_csv<'a>(path: &Path, rows: impl IntoIterator<Item = EdgeRow<'a>>) -> Result<(), Error> {
    atomic::write(path, |out| {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(["source", "target", "signal", "weight", "p", "q", "window_s", "surprise"])?;
        let mut number = String::new();
        for row in rows {
            csv.write_field(&*cell::guard(row.source))?;
            csv.write_field(&*cell::guard(row.target))?;
            csv.write_field(row.signal.name())?;
            for value in [row.weight, row.p, row.q, f64::from(row.window_s), row.surprise] {
                number.clear();
                cell::write_number(value, &mut number);
                csv.write_field(&number)?;
            }
            csv.write_record(None::<&[u8]>)?;
        }
        csv.flush()
    })
}

/// Writes the same columns as Parquet (zstd), every value exactly as it is. Where handles are shown, its metadata say why.
///
/// # Errors
/// [`Error::Write`].
pub fn write_edges_parquet<'a>(
    path: &Path,
    rows: impl IntoIterator<Item = EdgeRow<'a>>,
    handles: &Handles,
) -> Result<(), Error> {
    let note = handles.note().map(|note| KeyValue::new("ostrakon.handles".to_owned(), note));
    atomic::write(path, |out| parquet_rows(out, rows, note).map_err(io::Error::other))
}

fn parquet_rows<'a>(
    out: &mut BufWriter<File>,
    rows: impl IntoIterator<Item = EdgeRow<'a>>,
    note: Option<KeyValue>,
) -> parquet::errors::Result<()> {
    let schema = Arc::new(Schema::new(vec![
        Field::new("source", DataType::Utf8, false),
        Field::new("target", DataType::Utf8, false),
        Field::new("signal", DataType::Utf8, false),
        Field::new("weight", DataType::Float64, false),
        Field::new("p", DataType::Float64, false),
        Field::new("q", DataType::Float64, false),
        Field::new("window_s", DataType::UInt32, false),
        Field::new("surprise", DataType::Float64, false),
    ]));
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_key_value_metadata(note.map(|note| vec![note]))
        .build();
    let mut writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties))?;
    let mut batch = Batch::default();
    for row in rows {
        batch.push(&row);
        if batch.len == BATCH {
            writer.write(&batch.finish(&schema)?)?;
        }
    }
    if batch.len > 0 {
        writer.write(&batch.finish(&schema)?)?;
    }
    writer.close()?;
    Ok(())
}

/// Rows on their way into a record batch.
#[derive(Default)]
struct Batch {
    len: usize,
    texts: [StringBuilder; 3],
    numbers: [Float64Builder; 4],
    window: UInt32Builder,
}

impl Batch {
    fn push(&mut self, row: &EdgeRow<'_>) {
        self.len += 1;
        for (column, text) in self.texts.iter_mut().zip([row.source, row.target, row.signal.name()]) {
            column.append_value(text);
        }
        for (column, number) in self.numbers.iter_mut().zip([row.weight, row.p, row.q, row.surprise]) {
            column.append_value(number);
        }
        self.window.append_value(row.window_s);
    }

    fn finish(&mut self, schema: &Arc<Schema>) -> parquet::errors::Result<RecordBatch> {
        self.len = 0;
        let [source, target, signal] = self.texts.each_mut().map(|c| Arc::new(c.finish()) as ArrayRef);
        let [weight, p, q, surprise] = self.numbers.each_mut().map(|c| Arc::new(c.finish()) as ArrayRef);
        let window = Arc::new(self.window.finish()) as ArrayRef;
        let columns = vec![source, target, signal, weight, p, q, window, surprise];
        Ok(RecordBatch::try_new(Arc::clone(schema), columns)?)
    }
}
