//! Parquet files as rows of text.
//!
//! The problem: presets map columns of text, and Parquet has types. The choice: a value becomes the text that the
//! same export would have as CSV: numbers in decimal digits (ids stay exact), times as ISO 8601 in UTC, lists and
//! structs as JSON, null as an empty field. Rejected: a second mapper that knows Arrow types; it would have to repeat
//! every preset's traps.
//!
//! Two traps of data frames. A time with a zone is stored as an instant in UTC whatever the zone is called, so the name is
//! dropped before the value is written out. A column of integers with gaps becomes one of floats: up to 2⁵³ (2²⁴ in single
//! precision) a float *is* the integer that it was, and is written as such; beyond, its last digits are gone, and it is
//! written with a signed exponent, by which an id is refused (see `preset::value`).
//!
//! The decoder may panic on damaged files; that is caught here and told as an error.

use arrow::{
    array::{Array, ArrayRef, AsArray, Float32Array, Float64Array, RecordBatch},
    datatypes::{
        ArrowTimestampType, DataType, SchemaRef, TimeUnit, TimestampMicrosecondType,
        TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    },
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

/// Below this every integer is a float of double precision of its own.
const DOUBLE_EXACT: f64 = 9_007_199_254_740_992.0;
/// Below this every integer is a float of single precision of its own.
const SINGLE_EXACT: f64 = 16_777_216.0;

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
        guarded(|| {
            let batch = self.reader.next().transpose().map_err(|e| e.to_string())?;
            batch.map(zoneless).transpose()
        })
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

/// The same instants without the name of a zone; `None` for what is no time with a zone.
fn without_zone(array: &dyn Array) -> Option<ArrayRef> {
    fn unnamed<T: ArrowTimestampType>(array: &dyn Array) -> ArrayRef {
        std::sync::Arc::new(array.as_primitive::<T>().clone().with_timezone_opt(None::<&str>))
    }
    let DataType::Timestamp(unit, Some(_)) = array.data_type() else { return None };
    Some(match unit {
        TimeUnit::Second => unnamed::<TimestampSecondType>(array),
        TimeUnit::Millisecond => unnamed::<TimestampMillisecondType>(array),
        TimeUnit::Microsecond => unnamed::<TimestampMicrosecondType>(array),
        TimeUnit::Nanosecond => unnamed::<TimestampNanosecondType>(array),
    })
}

/// A batch whose top-level times have no zone.
fn zoneless(batch: RecordBatch) -> Result<RecordBatch, String> {
    let zoned = |kind: &DataType| matches!(kind, DataType::Timestamp(_, Some(_)));
    if !batch.schema_ref().fields().iter().any(|field| zoned(field.data_type())) {
        return Ok(batch);
    }
    let columns: Vec<ArrayRef> = batch
        .columns()
        .iter()
        .map(|column| without_zone(column).unwrap_or_else(|| ArrayRef::clone(column)))
        .collect();
    let names = batch.schema_ref().fields().iter().map(|field| field.name().clone());
    RecordBatch::try_from_iter_with_nullable(names.zip(columns).map(|(name, column)| (name, column, true)))
        .map_err(|e| e.to_string())
}

/// A float below `exact` as the number that it is; beyond, where integers share a float, with a signed exponent; empty where it
/// is no number.
fn float<F: Into<f64> + Copy + std::fmt::LowerExp + std::fmt::Display>(value: F, exact: f64) -> String {
    let wide: f64 = value.into();
    if !wide.is_finite() {
        String::new()
    } else if wide.abs() >= exact {
        format!("{value:e}").replacen('e', "e+", 1)
    } else if wide.fract() == 0.0 {
        // Zero has a sign in floats.
        format!("{:.0}", wide + 0.0)
    } else {
        value.to_string()
    }
}

enum Shape<'a> {
    Utf8,
    LargeUtf8,
    Utf8View,
    Nested,
    /// Bytes without a note on what they are: texts, as older writers store them.
    Bytes(ArrayRef),
    Float32(&'a Float32Array),
    Float64(&'a Float64Array),
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
            DataType::Float32 => Shape::Float32(array.as_primitive()),
            DataType::Float64 => Shape::Float64(array.as_primitive()),
            kind if is_nested(kind) => Shape::Nested,
            kind if kind.is_binary() => Shape::Bytes(binary(array)?),
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
            Shape::Float32(floats) => Cow::Owned(float(floats.value(row), SINGLE_EXACT)),
            Shape::Float64(floats) => Cow::Owned(float(floats.value(row), DOUBLE_EXACT)),
            Shape::Bytes(bytes) => Cow::Owned(utf8(bytes.as_binary::<i64>().value(row))?),
            Shape::Nested => Cow::Owned(json(self.array, row)?.to_string()),
            Shape::Other(format) => Cow::Owned(format.value(row).try_to_string().map_err(|e| e.to_string())?),
        })
    }
}

/// Bytes of any layout in the one with long offsets.
fn binary(array: &dyn Array) -> Result<ArrayRef, String> {
    arrow::compute::cast(array, &DataType::LargeBinary).map_err(|e| e.to_string())
}

/// Bytes as the text that they are. Their hexadecimal digits would be another id, and no link at all.
fn utf8(bytes: &[u8]) -> Result<String, String> {
    std::str::from_utf8(bytes)
        .map(str::to_owned)
        .map_err(|_| "the column holds bytes that are no UTF-8 text; write it as a string column".to_owned())
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
    let options = FormatOptions::new().with_timestamp_format(Some(format));
    ArrayFormatter::try_new(array, &options).map_err(|e| e.to_string())
}

fn json(array: &dyn Array, row: usize) -> Result<Value, String> {
    if array.is_null(row) {
        return Ok(Value::Null);
    }
    if let Some(array) = without_zone(array) {
        return json(&array, row);
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
        kind if kind.is_binary() => Value::String(utf8(binary(array)?.as_binary::<i64>().value(row))?),
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
