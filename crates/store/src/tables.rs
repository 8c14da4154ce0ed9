//! Walking tables row by row in the order of their keys: to compare projections, and to copy a store from one database
//! to the other.

use crate::{
    Result,
    driver::Driver,
    many,
    select::Select,
    value::{Param, Row, Value},
};
use sha2::{Digest, Sha256};

/// A table: its columns, the first `key` of which are its primary key.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static str,
    pub(crate) count: usize,
    pub(crate) key: usize,
    /// Rows taken at once; few where a row may be a megabyte.
    page: i64,
}

const fn table(name: &'static str, columns: &'static str, count: usize, key: usize, page: i64) -> Table {
    Table { name, columns, count, key, page }
}

/// What follows from the log.
pub(crate) const PROJECTIONS: [Table; 7] = [
    table("records", "kind, id, rev, owner, marking, created, updated, content", 8, 2, 4096),
    table("record_keys", "kind, name, value, id", 4, 4, 4096),
    table("versions", "num, id, version, given, type, spec, content", 7, 1, 4096),
    table("members", "added, collection, version, type, spec, state", 6, 1, 4096),
    table("ledger", "recipient, object, version, marking, route, at, seq", 7, 5, 4096),
    table("blobs", "sha256, size, media_type, captured, seq, destroyed", 6, 1, 4096),
    table("custody", "sha256, n, seq, entry, prev, hash", 6, 2, 1024),
];

/// What does not follow from it.
pub(crate) const SOURCES: [Table; 4] = [
    table("log", "seq, at, actor, kind, subject, data, effects, prev, hash", 9, 1, 4),
    table("contents", "num, sha256, seq, codec, size, bytes, erased", 7, 1, 256),
    table("names", "num, name", 2, 1, 4096),
    table("idempotency", "scope, name, digest, response, at", 5, 2, 64),
];

pub(crate) fn param(value: &Value) -> Param<'_> {
    match value {
        Value::Null => Param::Null,
        Value::Int(value) => Param::Int(*value),
        Value::Text(text) => Param::Text(text),
        Value::Blob(bytes) => Param::Blob(bytes),
    }
}

impl Table {
    /// The rows after `last`, in the order of the key; empty at the end.
    pub(crate) fn page(&self, driver: &mut dyn Driver, last: Option<&Row>) -> Result<Vec<Row>> {
        let key: Vec<&str> = self.columns.split(", ").take(self.key).collect();
        let key = key.join(", ");
        let mut select = Select::default();
        select.push(&format!("SELECT {} FROM {}", self.columns, self.name));
        if let Some(Row(values)) = last {
            select.push(&format!(" WHERE ({key}) > ")).bind_list(values.iter().take(self.key).map(param));
        }
        select.push(&format!(" ORDER BY {key} LIMIT ")).bind(self.page);
        driver.query(&select.sql, &select.params)
    }

    /// Hands every row to `each`, page by page.
    pub(crate) fn walk(
        &self,
        driver: &mut dyn Driver,
        mut each: impl FnMut(&[Row]) -> Result<()>,
    ) -> Result<()> {
        let mut page = self.page(driver, None)?;
        while !page.is_empty() {
            each(&page)?;
            page = self.page(driver, page.last())?;
        }
        Ok(())
    }

    /// Writes rows.
    pub(crate) fn insert(&self, driver: &mut dyn Driver, rows: &[Row]) -> Result<()> {
        let params: Vec<Param<'_>> = rows.iter().flat_map(|Row(values)| values.iter().map(param)).collect();
        many::insert(driver, &format!("{} ({})", self.name, self.columns), self.count, &params, "")?;
        Ok(())
    }
}

/// SHA-256 over all rows of the projections, table by table.
pub(crate) fn projections_digest(driver: &mut dyn Driver) -> Result<[u8; 32]> {
    let mut hash = Sha256::new();
    for table in &PROJECTIONS {
        hash.update(table.name);
        table.walk(driver, |rows| {
            for value in rows.iter().flat_map(|Row(values)| values) {
                let (kind, bytes): (u8, &[u8]) = match value {
                    Value::Null => (0, &[]),
                    Value::Int(value) => (1, &value.to_be_bytes()),
                    Value::Text(text) => (2, text.as_bytes()),
                    Value::Blob(bytes) => (3, bytes),
                };
                hash.update([kind]);
                hash.update((bytes.len() as u64).to_be_bytes());
                hash.update(bytes);
            }
            Ok(())
        })?;
    }
    Ok(hash.finalize().into())
}
