//! SQLite, bundled, in WAL mode: readers never wait for the writer, and an acknowledged commit is on the disk.

use super::{Dialect, Driver};
use crate::{
    Error, Result,
    value::{Param, Row, Value},
};
use rusqlite::{
    Connection, OpenFlags, ToSql, params_from_iter,
    types::{ToSqlOutput, ValueRef},
};
use std::{path::Path, time::Duration};

/// How long a writer of one process waits for a writer of another (`ostrakon user add` beside `ostrakon serve`).
const BUSY: Duration = Duration::from_secs(30);
/// How long a flush of the write-ahead log waits for readers.
const FLUSH: Duration = Duration::from_millis(100);
/// Prepared statements kept a connection; the store has about a hundred, with the sizes of its multi-row forms.
const STATEMENTS: usize = 160;

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Writer,
    Reader,
}

pub(crate) struct Sqlite {
    connection: Connection,
    sql: String,
}

impl Sqlite {
    /// Opens the file; a writer makes it when it is missing.
    pub(crate) fn open(file: &Path, role: Role) -> Result<Self> {
        let access = match role {
            Role::Writer => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            // Read-write although it only reads: a reader of a WAL database maps its index, and the last one out tidies it.
            Role::Reader => OpenFlags::SQLITE_OPEN_READ_WRITE,
        };
        let flags = access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = |reason: rusqlite::Error| Error::Open {
            place: file.display().to_string(),
            reason: reason.to_string(),
        };
        let connection = Connection::open_with_flags(file, flags).map_err(open)?;
        connection.busy_timeout(BUSY).map_err(open)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        let pragmas = match role {
            // FULL: the WAL is on the disk before a commit returns. The log grows to 16 MB before its pages are moved
            // into the main file, so that a large import does not move them after each commit. What is erased is
            // overwritten, not only forgotten.
            Role::Writer => {
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;
                 PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;
                 PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON;"
            }
            Role::Reader => {
                "PRAGMA query_only = ON; PRAGMA cache_size = -4000; PRAGMA temp_store = MEMORY;
                 PRAGMA trusted_schema = OFF;"
            }
        };
        connection.execute_batch(pragmas).map_err(open)?;
        Ok(Self { connection, sql: String::new() })
    }

    /// The connection itself, for SQLite's own online backup.
    pub(crate) fn raw(&self) -> &Connection {
        &self.connection
    }
}

/// `$1` is a name to SQLite and `?1` a position.
fn numbered<'a>(buffer: &'a mut String, sql: &str) -> &'a str {
    buffer.clear();
    buffer.extend(sql.chars().map(|c| if c == '$' { '?' } else { c }));
    buffer
}

fn failed(sql: &str) -> impl Fn(rusqlite::Error) -> Error {
    let doing = super::brief(sql);
    move |reason| Error::Database { doing: doing.clone(), reason: reason.to_string() }
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Blob(value) => ValueRef::Blob(value),
        }))
    }
}

impl Driver for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn batch(&mut self, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(failed(sql))
    }

    fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64> {
        super::check(params)?;
        let text = numbered(&mut self.sql, sql);
        let run = || self.connection.prepare_cached(text)?.execute(params_from_iter(params));
        Ok(run().map_err(failed(sql))? as u64)
    }

    fn query(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>> {
        super::check(params)?;
        let text = numbered(&mut self.sql, sql);
        let run = || -> rusqlite::Result<Vec<Row>> {
            let mut statement = self.connection.prepare_cached(text)?;
            let columns = statement.column_count();
            let mut rows = statement.query(params_from_iter(params))?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let mut values = Vec::with_capacity(columns);
                for column in 0..columns {
                    values.push(match row.get_ref(column)? {
                        ValueRef::Null => Value::Null,
                        ValueRef::Integer(value) => Value::Int(value),
                        // No statement of ours yields one; a damaged file may.
                        ValueRef::Real(value) => Value::Text(value.to_string()),
                        ValueRef::Text(bytes) => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
                        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
                    });
                }
                all.push(Row(values));
            }
            Ok(all)
        };
        run().map_err(failed(sql))
    }

    fn begin_write(&mut self) -> Result<()> {
        self.batch("BEGIN IMMEDIATE")
    }

    fn begin_read(&mut self) -> Result<()> {
        self.batch("BEGIN")
    }

    fn flush_log(&mut self) -> Result<()> {
        // It waits for readers, and whoever writes waits for it: so not for long.
        self.connection.busy_timeout(FLUSH).map_err(failed("PRAGMA busy_timeout"))?;
        let flushed = self.batch("PRAGMA wal_checkpoint(TRUNCATE)");
        self.connection.busy_timeout(BUSY).map_err(failed("PRAGMA busy_timeout"))?;
        flushed
    }

    fn is_alive(&self) -> bool {
        true
    }
}
