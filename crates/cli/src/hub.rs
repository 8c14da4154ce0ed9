//! Commands that keep a hub's store in good order.

use crate::print;
use clap::{Args, Subcommand};
use ostrakon_app::{AppError, upkeep};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// Exit code where what was examined is damaged.
const DAMAGED: u8 = 3;

/// Where the store lies.
#[derive(Debug, Args)]
pub struct Place {
    /// Data directory; `ostrakon-data` where neither it nor a database is named.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// PostgreSQL address, instead of a data directory.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

impl Place {
    pub(crate) fn location(&self) -> Result<upkeep::Location, AppError> {
        let usual = self.database.is_none().then_some(Path::new("ostrakon-data"));
        upkeep::location(self.data.as_deref().or(usual), self.database.as_deref())
    }

    /// The data directory, for what is kept beside the store.
    pub(crate) fn directory(&self) -> Result<&Path, AppError> {
        let mend = "posts are in the data directory: name it with --data DIR, beside --database";
        let usual = self.database.is_none().then_some(Path::new("ostrakon-data"));
        self.data.as_deref().or(usual).ok_or_else(|| AppError::Usage(mend.into()))
    }
}

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Check the hash chain of the event log and every content it names; exit 3 and the first bad entry when damaged.
    Verify {
        #[command(flatten)]
        place: Place,
        /// Also check an exported, signed checkpoint: the log must still contain what was signed.
        #[arg(long, value_name = "FILE", requires = "key")]
        checkpoint: Option<PathBuf>,
        /// Ed25519 public key of the checkpoint's signer, 64 hexadecimal digits.
        #[arg(long, value_name = "HEX", requires = "checkpoint")]
        key: Option<String>,
    },
    /// Sign where the log stands with the key of this node, for a third party to keep; `verify --checkpoint` compares later.
    Checkpoint {
        #[command(flatten)]
        place: Place,
        /// File to write (JSON).
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

#[derive(Debug, Args)]
pub struct Backup {
    #[command(flatten)]
    place: Place,
    /// File to write; must not be there yet.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// Backup to restore.
    #[arg(value_name = "FILE")]
    backup: PathBuf,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
pub struct Doctor {
    #[command(flatten)]
    place: Place,
    /// Make the tables anew from the log before looking.
    #[arg(long)]
    rebuild: bool,
}

fn judged(sound: bool) -> ExitCode {
    if sound { ExitCode::SUCCESS } else { ExitCode::from(DAMAGED) }
}

pub fn audit(json: bool, audit: &Audit) -> Result<ExitCode, AppError> {
    let (place, checkpoint, key) = match audit {
        Audit::Verify { place, checkpoint, key } => (place, checkpoint, key),
        Audit::Checkpoint { place, out } => return sign(json, place, out),
    };
    let checkpoint = checkpoint.as_deref().zip(key.as_deref());
    let done = upkeep::verify(&place.location()?, checkpoint)?;
    print::done(json, &done, ToString::to_string);
    Ok(judged(done.sound))
}

fn sign(json: bool, place: &Place, out: &Path) -> Result<ExitCode, AppError> {
    let done = upkeep::checkpoint(&place.location()?, out)?;
    print::done(json, &done, |signed| {
        format!(
            "Log entries 1 to {} signed: {}\nGive the file to somebody who keeps it. To check later: ostrakon audit verify \
             --checkpoint {} --key {}",
            signed.seq,
            out.display(),
            out.display(),
            signed.public_key
        )
    });
    Ok(ExitCode::SUCCESS)
}

pub fn backup(json: bool, args: &Backup) -> Result<ExitCode, AppError> {
    let done = upkeep::backup(&args.place.location()?, &args.out)?;
    print::done(json, &done, ToString::to_string);
    Ok(ExitCode::SUCCESS)
}

pub fn restore(json: bool, args: &Restore) -> Result<ExitCode, AppError> {
    let done = upkeep::restore(&args.backup, &args.place.location()?)?;
    print::done(json, &done, ToString::to_string);
    Ok(ExitCode::SUCCESS)
}

pub fn doctor(json: bool, args: &Doctor) -> Result<ExitCode, AppError> {
    let done = upkeep::doctor(&args.place.location()?, args.rebuild)?;
    print::done(json, &done, ToString::to_string);
    Ok(judged(done.findings.iter().all(|ailment| ailment.severity != upkeep::Severity::Error)))
}
