//! Keeping a hub's store in good order: `audit verify`, `backup`, `restore`, `doctor`.
//!
//! They work beside a running server: reading takes one state of the store, and a backup is of one moment.

use crate::{AppError, hub::Hub};
pub use ostrakon_store::{Ailment, Location, Severity};
use ostrakon_store::{BackupSummary, Checkpoint, Error, Options, Store, Verified, from_hex};
use std::{fmt, fs, io::Write as _, path::Path};

/// Where the store lies, from `--data` and `--database`.
///
/// # Errors
/// [`AppError::Usage`] when neither is given, or the address is of no known kind.
pub fn location(data: Option<&Path>, database: Option<&str>) -> Result<Location, AppError> {
    Location::from_options(data, database).map_err(|error| AppError::Usage(error.to_string()))
}

/// Opens for reading only, but for a store of an earlier version, which is migrated.
fn open(location: &Location) -> Result<Store, AppError> {
    match Store::read_only(location, &Options::default()) {
        Err(Error::NeedsMigration { .. }) => open_to_write(location),
        other => other.map_err(refusal),
    }
}

/// Opens a store that is there; never makes one where a name was mistyped.
pub(crate) fn open_to_write(location: &Location) -> Result<Store, AppError> {
    match Store::read_only(location, &Options::default()) {
        Ok(_) | Err(Error::NeedsMigration { .. }) => {}
        Err(error) => return Err(refusal(error)),
    }
    Store::open(location, &Options::default()).map_err(refusal)
}

/// What is wrong with the way it was asked is bad usage; what is wrong with a file is bad input.
fn refusal(error: Error) -> AppError {
    match error {
        Error::NotFound { .. } | Error::Input { .. } => AppError::Usage(error.to_string()),
        other => AppError::Upkeep(other),
    }
}

/// What `audit verify` found.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Audit {
    /// Whether every entry and content is as it was written (and the checkpoint holds, if one was given).
    pub sound: bool,
    /// Counts, and the first bad entry.
    #[serde(flatten)]
    pub verified: Verified,
    /// Why the checkpoint does not hold.
    pub checkpoint: Option<String>,
}

impl fmt::Display for Audit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Verified { entries, contents, erased, first_bad } = &self.verified;
        match first_bad {
            Some(bad) => {
                write!(f, "Damaged. The first bad entry is {bad}\n{entries} entries before it are sound.")?;
            }
            None => write!(
                f,
                "Sound: {entries} log entries, {contents} contents, {erased} erased with a receipt."
            )?,
        }
        match &self.checkpoint {
            Some(why) => write!(f, "\n{why}"),
            None => Ok(()),
        }
    }
}

/// Verifies the log, every content it names, and an exported checkpoint (with the Ed25519 key that is trusted, as 64
/// hexadecimal digits).
///
/// # Errors
/// [`AppError::Usage`] when there is no store, or the key is none; [`AppError::Upkeep`] when it cannot be read at all.
pub fn verify(location: &Location, checkpoint: Option<(&Path, &str)>) -> Result<Audit, AppError> {
    let store = open(location)?;
    let verified = store.verify().map_err(refusal)?;
    let failed = match checkpoint {
        None => None,
        Some((file, key)) => {
            let trusted = from_hex(key).ok_or_else(|| {
                AppError::Usage("--key: not 64 hexadecimal digits; give the signer's public key".into())
            })?;
            let text = fs::read(file).map_err(AppError::file(file, "name an exported checkpoint"))?;
            match serde_json::from_slice::<Checkpoint>(&text) {
                Err(reason) => Some(format!("{}: is no checkpoint: {reason}", file.display())),
                Ok(checkpoint) => {
                    store.verify_checkpoint(&checkpoint, &trusted).err().map(|error| error.to_string())
                }
            }
        }
    };
    Ok(Audit { sound: verified.first_bad.is_none() && failed.is_none(), verified, checkpoint: failed })
}

/// Signs where the log stands, with the key of the node, and writes it to a file.
///
/// # Errors
/// [`AppError::Usage`] when there is no store; [`AppError::Hub`] where the node has no key or the log is empty;
/// [`AppError::Report`] when the file cannot be written.
pub fn checkpoint(location: &Location, out: &Path) -> Result<Checkpoint, AppError> {
    drop(open(location)?);
    let signed = Hub::open(location, &Options::default())?.log_checkpoint()?;
    let text = serde_json::to_string_pretty(&signed).unwrap_or_default() + "\n";
    ostrakon_report::atomic::write(out, |file| file.write_all(text.as_bytes()))?;
    Ok(signed)
}

/// A backup that was made or restored.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Copied {
    /// The number of the last log entry in it.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
    /// Files in it, blobs included.
    pub files: usize,
    /// Blobs whose bytes were missing already when it was made.
    pub missing: Vec<String>,
    /// Keys of the installation that are not there: they are no part of a backup.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
}

impl From<BackupSummary> for Copied {
    fn from(summary: BackupSummary) -> Self {
        Self {
            seq: summary.seq,
            hash: summary.hash,
            files: summary.files.len(),
            missing: summary.missing,
            keys: Vec::new(),
        }
    }
}

impl fmt::Display for Copied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Log entries 1 to {}, {} files.", self.seq, self.files)?;
        if !self.missing.is_empty() {
            write!(f, "\nBlobs that were missing when the backup was made: {}", self.missing.join(", "))?;
        }
        if self.keys.is_empty() {
            return Ok(());
        }
        write!(
            f,
            "\nNot in a backup, and missing here: {}. Copy them from the old installation, if it is there still. Without \
             access.key people enrol one-time codes anew and the secrets of links are entered anew; without node.key \
             partners need the new key of this node (GET /api/v1/node).",
            self.keys.join(", ")
        )
    }
}

/// Makes a backup, in one file, while the store may be in use.
///
/// # Errors
/// [`AppError::Usage`] when there is no store or `out` is there already; [`AppError::Upkeep`] when a disk fails.
pub fn backup(location: &Location, out: &Path) -> Result<Copied, AppError> {
    Ok(open(location)?.backup(out).map_err(refusal)?.into())
}

/// Makes a store from a backup, at an empty place.
///
/// # Errors
/// [`AppError::Usage`] when there is a store already; [`AppError::Upkeep`] when the file is no whole backup. Nothing is
/// left then.
pub fn restore(backup: &Path, into: &Location) -> Result<Copied, AppError> {
    let mut done = Copied::from(Store::restore(backup, into, &Options::default()).map_err(refusal)?);
    if let Location::Sqlite(folder) = into {
        let missing = ostrakon_store::SECRETS.iter().filter(|name| !folder.join(name).exists());
        done.keys = missing.map(|name| (*name).to_owned()).collect();
    }
    Ok(done)
}

/// What the doctor says.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Diagnosis {
    /// Whether nothing is wrong.
    pub healthy: bool,
    /// Whether the tables were made anew, and that changed them.
    pub rebuilt: Option<bool>,
    /// Worst first.
    pub findings: Vec<Ailment>,
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(changed) = self.rebuilt {
            writeln!(
                f,
                "Made the tables anew from the log: {}.",
                if changed { "they were wrong" } else { "nothing changed" }
            )?;
        }
        for Ailment { severity, what, mend } in &self.findings {
            let word = match severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            };
            writeln!(f, "{word}: {what}\n    {mend}")?;
        }
        f.write_str(if self.healthy { "Healthy." } else { "Not healthy: see above." })
    }
}

/// Examines a store; with `rebuild`, makes its tables anew from the log first.
///
/// # Errors
/// [`AppError::Usage`] when there is no store; [`AppError::Upkeep`] when it cannot be opened, or the log is too damaged
/// to rebuild from.
pub fn doctor(location: &Location, rebuild: bool) -> Result<Diagnosis, AppError> {
    let store = open_to_write(location)?;
    let rebuilt = if rebuild { Some(store.rebuild().map_err(refusal)?) } else { None };
    let findings = store.doctor(true).map_err(refusal)?;
    let healthy = findings.iter().all(|ailment| ailment.severity == Severity::Note);
    Ok(Diagnosis { healthy, rebuilt, findings })
}
