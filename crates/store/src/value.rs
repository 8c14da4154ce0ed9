//! Values that go into a statement and come out of it: four kinds, the same on both databases.
//!
//! **The choice.** Parameters borrow, rows own: an import binds ten thousand contents without copying one of them.
//! **Rejected.** A derive-style row mapper: the store has a dozen statements, and each reads its columns in one place.

use crate::{Error, Result};

/// A parameter of a statement.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Param<'a> {
    Null,
    Int(i64),
    Text(&'a str),
    Blob(&'a [u8]),
}

impl From<i64> for Param<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl<'a> From<&'a str> for Param<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a [u8]> for Param<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Blob(value)
    }
}

impl<'a, T: Into<Param<'a>>> From<Option<T>> for Param<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(String),
    Blob(Vec<u8>),
}

/// A row; columns are taken in any order, each at most once.
#[derive(Debug)]
pub(crate) struct Row(pub(crate) Vec<Value>);

impl Row {
    fn take(&mut self, column: usize) -> Value {
        self.0.get_mut(column).map_or(Value::Null, |value| std::mem::replace(value, Value::Null))
    }

    fn unexpected(column: usize, wanted: &str, found: &Value) -> Error {
        let found = match found {
            Value::Null => "nothing",
            Value::Int(_) => "a number",
            Value::Text(_) => "a text",
            Value::Blob(_) => "bytes",
        };
        Error::damaged(format!("column {column} of a row"), format!("{found} where {wanted} belongs"))
    }

    pub(crate) fn int(&mut self, column: usize) -> Result<i64> {
        match self.take(column) {
            Value::Int(value) => Ok(value),
            other => Err(Self::unexpected(column, "a number", &other)),
        }
    }

    pub(crate) fn int_or_null(&mut self, column: usize) -> Result<Option<i64>> {
        match self.take(column) {
            Value::Int(value) => Ok(Some(value)),
            Value::Null => Ok(None),
            other => Err(Self::unexpected(column, "a number", &other)),
        }
    }

    pub(crate) fn text(&mut self, column: usize) -> Result<String> {
        match self.take(column) {
            Value::Text(value) => Ok(value),
            other => Err(Self::unexpected(column, "a text", &other)),
        }
    }

    pub(crate) fn text_or_null(&mut self, column: usize) -> Result<Option<String>> {
        match self.take(column) {
            Value::Text(value) => Ok(Some(value)),
            Value::Null => Ok(None),
            other => Err(Self::unexpected(column, "a text", &other)),
        }
    }

    pub(crate) fn blob(&mut self, column: usize) -> Result<Vec<u8>> {
        match self.take(column) {
            Value::Blob(value) => Ok(value),
            other => Err(Self::unexpected(column, "bytes", &other)),
        }
    }

    pub(crate) fn blob_or_null(&mut self, column: usize) -> Result<Option<Vec<u8>>> {
        match self.take(column) {
            Value::Blob(value) => Ok(Some(value)),
            Value::Null => Ok(None),
            other => Err(Self::unexpected(column, "bytes", &other)),
        }
    }

    pub(crate) fn digest(&mut self, column: usize) -> Result<[u8; 32]> {
        let bytes = self.blob(column)?;
        <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| {
            Error::damaged(
                format!("column {column} of a row"),
                format!("{} bytes where a SHA-256 belongs", bytes.len()),
            )
        })
    }
}
