//! Every way a use case can end badly, each with the exit code the command line promises.

use ostrakon_exercise::ExerciseError;
use ostrakon_lake::Error as LakeError;
use ostrakon_store::Error as StoreError;
use std::path::{Path, PathBuf};

/// Why a use case could not be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AppError {
    /// The input cannot be read.
    #[error(transparent)]
    Ingest(#[from] ostrakon_ingest::IngestError),
    /// The key or the registry cannot be used.
    #[error(transparent)]
    Pseudonym(#[from] ostrakon_ingest::pseudonym::PseudonymError),
    /// A detector refuses its input.
    #[error(transparent)]
    Detect(#[from] ostrakon_detect::Error),
    /// A result cannot be written.
    #[error(transparent)]
    Report(#[from] ostrakon_report::Error),
    /// The lake refuses.
    #[error(transparent)]
    Lake(#[from] LakeError),
    /// An exercise cannot be generated or scored.
    #[error(transparent)]
    Exercise(#[from] ExerciseError),
    /// An input that is read twice was not the same the second time.
    #[error(
        "{0}: was written to while it was read; nothing was stored: wait until the export is complete, and try again"
    )]
    Changed(PathBuf),
    /// The hub refuses.
    #[error(transparent)]
    Hub(#[from] crate::hub::HubError),
    /// The store is damaged, or its disk fails.
    #[error(transparent)]
    Upkeep(ostrakon_store::Error),
    /// The file of `--election` does not describe an election.
    #[error("{path}: {reason}; it needs id, name, country, start_date and end_date")]
    Election {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The file of `--previous` is no situation report.
    #[error(
        "{path}: {reason}; give the JSON of an earlier issue, as `report situation --out FILE.json` writes it"
    )]
    Previous {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A file of objects cannot be read.
    #[error("{path}: {reason}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        reason: String,
    },
    /// Files of mechanisms or elections are wrong.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Knowledge(Vec<ostrakon_response::mechanism::Fault>),
    /// Something about the way it was asked.
    #[error("{0}")]
    Usage(String),
    /// It was stopped, as asked.
    #[error("stopped before its end, as asked; nothing of it was kept")]
    Stopped,
    /// A file or folder of ours cannot be read or written.
    #[error("{path}: {source}; {mend}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
        /// What to do.
        mend: &'static str,
    },
}

impl AppError {
    /// For `map_err` on I/O.
    pub(crate) fn file(path: &Path, mend: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::File { path, source, mend }
    }

    /// The exit code of the command line: 2 bad usage, 3 bad input, 5 internal.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_)
            | Self::Exercise(ExerciseError::TooFewPosts(_) | ExerciseError::TooManyPosts(_)) => 2,
            Self::Ingest(error) => error.exit_code(),
            Self::Hub(error) => error.exit_code(),
            Self::Changed(_)
            | Self::Election { .. }
            | Self::Previous { .. }
            | Self::Knowledge(_)
            | Self::Unreadable { .. }
            | Self::Exercise(_)
            | Self::Detect(_)
            | Self::Pseudonym(_) => 3,
            Self::Upkeep(error) => match error {
                StoreError::Damaged { .. } | StoreError::Open { .. } | StoreError::TooNew { .. } => 3,
                _ => 5,
            },
            Self::Lake(error) => match error {
                LakeError::Name(_)
                | LakeError::Unstated { .. }
                | LakeError::Exists(_)
                | LakeError::Unknown { .. }
                | LakeError::Accounts { .. } => 2,
                _ => 5,
            },
            Self::Stopped | Self::Report(_) | Self::File { .. } => 5,
        }
    }
}
