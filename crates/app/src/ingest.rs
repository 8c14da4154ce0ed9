//! `ingest`: posts into the lake of a data directory.

use crate::{AppError, analyse::Stage, load::Source};
use std::{fmt, path::PathBuf};

/// What to read and under which terms.
#[derive(Clone, Debug)]
pub struct Request {
    /// Posts.
    pub source: Source,
    /// Data directory.
    pub data: PathBuf,
    /// Name of the data set.
    pub dataset: String,
    /// Access basis.
    pub access_basis: String,
    /// Purpose.
    pub purpose: String,
    /// Retention class.
    pub retention: String,
}

/// What came out.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Done {
    /// Data set.
    pub dataset: String,
    /// Posts added.
    pub added: u64,
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} posts added to {}", self.added, self.dataset)
    }
}

/// Reads and appends.
pub fn ingest(request: &Request, _now_ms: i64, progress: &dyn Stage) -> Result<Done, AppError> {
    progress.stage("reading");
    Err(AppError::Usage(format!("{}: ingest is being built", request.dataset)))
}
