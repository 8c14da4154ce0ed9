//! The one thin trait behind which both databases stand.
//!
//! **The problem.** A laptop has SQLite, a network of institutions has PostgreSQL, and the store must be the same.
//! **The choice.** Statements are written once, in the subset that both read: `$1`, `ON CONFLICT`, `FROM (VALUES …)`.
//! A driver prepares, binds, and hands back rows of four kinds of value; what differs (how a write begins, how types are
//! spelled) is named here and nowhere else. **Rejected.** A trait with a method per use case (each would be written
//! twice and drift apart), and sqlx (see ARCHITECTURE.md).

pub(crate) mod postgres;
pub(crate) mod sqlite;

use crate::{
    Result,
    value::{Param, Row},
};

/// Which SQL is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// Turns our way of writing table definitions into the database's.
    ///
    /// `TEXT` must compare by bytes on both, since cursors and ranges depend on the order: SQLite's default does,
    /// PostgreSQL's depends on the locale the cluster was made with.
    pub(crate) fn ddl(self, ours: &str) -> String {
        match self {
            Self::Sqlite => ours.to_owned(),
            Self::Postgres => ours
                .replace(" TEXT", " TEXT COLLATE \"C\"")
                .replace(" BLOB", " BYTEA")
                .replace(" INTEGER", " BIGINT")
                .replace(" WITHOUT ROWID", ""),
        }
    }
}

/// A connection.
pub(crate) trait Driver: Send {
    /// Which SQL is spoken.
    fn dialect(&self) -> Dialect;
    /// Runs statements without parameters.
    fn batch(&mut self, sql: &str) -> Result<()>;
    /// Runs one statement; returns how many rows it changed.
    fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64>;
    /// Runs one statement and collects its rows. The caller bounds them by `LIMIT`.
    fn query(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Vec<Row>>;
    /// Begins a transaction that will write: it holds the one writers' lock until it ends.
    fn begin_write(&mut self) -> Result<()>;
    /// Begins a transaction that sees one state of the store until it ends.
    fn begin_read(&mut self) -> Result<()>;
    /// Moves what was written out of the write-ahead log, where the database has one that keeps old pages.
    fn flush_log(&mut self) -> Result<()>;
    /// False when the connection is lost and must be made anew.
    fn is_alive(&self) -> bool;

    /// The first row, if there is one.
    fn query_one(&mut self, sql: &str, params: &[Param<'_>]) -> Result<Option<Row>> {
        Ok(self.query(sql, params)?.into_iter().next())
    }
}

/// A parameter that one of the databases would refuse or change is refused for both.
fn check(params: &[Param<'_>]) -> Result<()> {
    for param in params {
        if let Param::Text(text) = param
            && text.contains('\0')
        {
            let shown: String = text.chars().take(40).collect();
            return Err(crate::Error::input(
                format!("text {shown:?}"),
                "contains the character U+0000, which cannot be stored; remove it",
            ));
        }
    }
    Ok(())
}

/// The beginning of a statement, for messages.
fn brief(sql: &str) -> String {
    let words: Vec<&str> = sql.split_whitespace().take(6).collect();
    words.join(" ")
}
