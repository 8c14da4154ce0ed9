//! Parquet files as rows of text.
//!
//! The problem: presets map columns of text, and Parquet has types. The choice: a value becomes the text that the
//! same export would have as CSV: numbers in decimal digits (ids stay exact), times as ISO 8601 in UTC, lists and
//! structs as JSON, null as an empty field. Rejected: a second mapper that knows Arrow types; it would have to repeat
//! every preset's traps.
//!
//! The decoder may panic on damaged files; that is caught here and told as an error.

use arrow::{
    array::{Array, AsArray, RecordBatch},
    datatypes::{DataType, SchemaRef, TimeUnit},
    util::display::{ArrayFormatter, FormatOptions},
};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use serde_json::Value;
use std::{
    borrow::Cow,
    fs::File,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// Rows of a batch: what a thread takes at once.
const ROWS: usize = 8_192;

/// First and last bytes of every Parquet file.
pub const MAGIC: &[u8] = b"PAR1";

/// An open Parquet file.
pub struct Batches {
    reader: ParquetRecordBatchReader,
    schema: SchemaRef,
}

impl Batches {
    /// Opens a file.
    ///
    /// # Errors
    /// What the decoder says about the file's footer.
    pub fn open(file: File) -> Result<Self, String> {
        guarded(|| {
            let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|e| e.to_string())?;
            let schema = builder.schema().clone();
            let reader = builder.with_batch_size(ROWS).build().map_err(|e| e.to_string())?;
            Ok(Self { reader, schema })
        })
    }

    /// Names of the top-level columns.
    pub fn header(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The next rows; `None` at the end.
    ///
    /// # Errors
    /// What the decoder says.
    pub fn next(&mut self) -> Result<Option<RecordBatch>, String> {
        guarded(|| self.reader.next().transpose().map_err(|e| e.to_string()))
    }
}

fn guarded<T>(run: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err("the file is damaged".to_owned()))
}

/// One column, read value by value as text.
pub struct TextColumn<'a> {
    array: &'a dyn Array,
    shape: Shape<'a>,
}

enum Shape<'a> {
    Utf8,
    LargeUtf8,
    Utf8View,
    Nested,
    Other(ArrayFormatter<'a>),
}

impl<'a> TextColumn<'a> {
    /// A column of a batch.
    ///
    /// # Errors
    /// If the column's type has no text form.
    pub fn new(array: &'a dyn Array) -> Result<Self, String> {
        let shape = match array.data_type() {
            DataType::Utf8 => Shape::Utf8,
            DataType::LargeUtf8 => Shape::LargeUtf8,
            DataType::Utf8View => Shape::Utf8View,
            kind if is_nested(kind) => Shape::Nested,
            _ => Shape::Other(formatter(array)?),
        };
        Ok(Self { array, shape })
    }

    /// The value of a row as text; empty where it is null.
    ///
    /// # Errors
    /// If the value cannot be written, such as a time outside of the calendar.
    pub fn text(&self, row: usize) -> Result<Cow<'a, str>, String> {
        if self.array.is_null(row) {
            return Ok(Cow::Borrowed(""));
        }
        Ok(match &self.shape {
            Shape::Utf8 => Cow::Borrowed(self.array.as_string::<i32>().value(row)),
            Shape::LargeUtf8 => Cow::Borrowed(self.array.as_string::<i64>().value(row)),
            Shape::Utf8View => Cow::Borrowed(self.array.as_string_view().value(row)),
            Shape::Nested => Cow::Owned(json(self.array, row)?.to_string()),
            Shape::Other(format) => Cow::Owned(format.value(row).try_to_string().map_err(|e| e.to_string())?),
        })
    }
}

fn is_nested(kind: &DataType) -> bool {
    matches!(
        kind,
        DataType::List(_) | DataType::LargeList(_) | DataType::FixedSizeList(..) | DataType::Struct(_)
    )
}

fn formatter(array: &dyn Array) -> Result<ArrayFormatter<'_>, String> {
    // A time without a zone is UTC, as Parquet's `isAdjustedToUTC` writers and pandas mean it.
    let format = match array.data_type() {
        DataType::Timestamp(TimeUnit::Second, None) => "%Y-%m-%dT%H:%M:%SZ",
        _ => "%Y-%m-%dT%H:%M:%S%.fZ",
    };
    let options =
        FormatOptions::new().with_timestamp_format(Some(format)).with_timestamp_tz_format(Some("%+"));
    ArrayFormatter::try_new(array, &options).map_err(|e| e.to_string())
}

fn json(array: &dyn Array, row: usize) -> Result<Value, String> {
    if array.is_null(row) {
        return Ok(Value::Null);
    }
    let list = |items: &dyn Array| (0..items.len()).map(|i| json(items, i)).collect::<Result<Vec<_>, _>>();
    Ok(match array.data_type() {
        DataType::List(_) => Value::Array(list(&array.as_list::<i32>().value(row))?),
        DataType::LargeList(_) => Value::Array(list(&array.as_list::<i64>().value(row))?),
        DataType::FixedSizeList(..) => Value::Array(list(&array.as_fixed_size_list().value(row))?),
        DataType::Struct(fields) => Value::Object(
            fields
                .iter()
                .zip(array.as_struct().columns())
                .map(|(field, column)| Ok((field.name().clone(), json(column, row)?)))
                .collect::<Result<_, String>>()?,
        ),
        DataType::Boolean => Value::Bool(array.as_boolean().value(row)),
        kind => {
            let text = formatter(array)?.value(row).try_to_string().map_err(|e| e.to_string())?;
            match serde_json::from_str::<Value>(&text) {
                Ok(number @ Value::Number(_)) if kind.is_numeric() => number,
                _ => Value::String(text),
            }
        }
    })
}
