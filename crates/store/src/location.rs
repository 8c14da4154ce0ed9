//! Where a store lies and how it is opened.

use crate::{Error, Result};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Where a store lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A data directory: SQLite in `ostrakon.db`, blobs as files below `blobs/`.
    Sqlite(PathBuf),
    /// A PostgreSQL database, blobs included.
    Postgres(String),
}

impl Location {
    /// From the command line's `--data DIR` and `--database URL`; the URL wins.
    ///
    /// # Errors
    /// [`Error::Input`] when the URL is of no known kind, or neither is given.
    pub fn from_options(data: Option<&Path>, database: Option<&str>) -> Result<Self> {
        match (data, database) {
            (_, Some(url)) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(Self::Postgres(url.to_owned()))
            }
            (_, Some(url)) => Err(Error::input(
                format!("--database {}", without_password(url)),
                "is no PostgreSQL address; write postgres://user@host/database, or use --data DIR for SQLite",
            )),
            (Some(data), None) => Ok(Self::Sqlite(data.to_owned())),
            (None, None) => Err(Error::input("--data", "is missing: name the data directory")),
        }
    }

    /// Whether there is a store that can be opened without making one; of a server that is only known by asking it.
    pub fn is_there(&self) -> bool {
        match self {
            Self::Sqlite(folder) => crate::store::database(folder).exists(),
            Self::Postgres(_) => true,
        }
    }

    /// The place in words, without a password.
    pub fn describe(&self) -> String {
        match self {
            Self::Sqlite(folder) => folder.display().to_string(),
            Self::Postgres(url) => without_password(url),
        }
    }
}

/// An address as it may be shown: the password is replaced by `***`.
pub(crate) fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        // The key-value form: `host=… password=…`.
        let shown = url.split_whitespace().map(|part| match part.split_once('=') {
            Some(("password", _)) => "password=***".to_owned(),
            _ => part.to_owned(),
        });
        return shown.collect::<Vec<_>>().join(" ");
    };
    let end = rest.find('/').unwrap_or(rest.len());
    match rest[..end].rfind('@') {
        Some(at) => {
            let user = rest[..at].split(':').next().unwrap_or_default();
            let secret = if rest[..at].contains(':') { ":***" } else { "" };
            format!("{scheme}://{user}{secret}{}", &rest[at..])
        }
        None => url.to_owned(),
    }
}

/// What is told while a store is opened: which migration begins and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The migration to this schema version begins.
    Begin(i64),
    /// Its statements ran; the transaction is still open.
    Written(i64),
    /// It is committed.
    Done(i64),
}

/// How a store is opened.
#[derive(Clone)]
pub struct Options {
    /// Connections for reading that are kept open, at most. Default 8.
    pub readers: usize,
    /// Told at each step of a migration, so that a long one can be shown.
    pub on_migration: Option<Arc<dyn Fn(Step) + Send + Sync>>,
}

impl Default for Options {
    fn default() -> Self {
        Self { readers: 8, on_migration: None }
    }
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options").field("readers", &self.readers).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(without_password("postgres://u:s3@h/db"), "postgres://u:***@h/db");
        assert_eq!(without_password("postgres://u:a@b@h:5432/db"), "postgres://u:***@h:5432/db");
        assert_eq!(without_password("postgres://u@h/db"), "postgres://u@h/db");
        assert_eq!(without_password("postgres:///db?host=/tmp"), "postgres:///db?host=/tmp");
        assert_eq!(without_password("host=h password=s3 user=u"), "host=h password=*** user=u");
    }

    #[test]
    fn an_address_of_another_database_is_refused() {
        let error = Location::from_options(None, Some("mysql://u:s3@h/db")).expect_err("no such backend");
        assert!(error.to_string().contains("postgres://"), "{error}");
        assert!(!error.to_string().contains("s3"), "{error}");
    }
}
