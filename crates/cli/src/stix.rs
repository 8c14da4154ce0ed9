//! `ostrakon stix …`.

use crate::args::Stix;
use ostrakon_app::stix::{Summary, Verdict, validate};
use ostrakon_app::stix_match::{self, Matched};
use ostrakon_app::{AppError, names::count};
use std::fmt::Write as _;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Does what was asked. Exit code 3 when an object is not valid.
pub fn run(json: bool, command: &Stix) -> Result<ExitCode, AppError> {
    let files = match command {
        Stix::Validate { files } => files,
        Stix::Match { pattern, files } => return matched(json, pattern.as_deref(), files),
        Stix::Import(args) => return crate::exchange::import(json, args),
        Stix::Export(args) => return crate::exchange::export(json, args),
    };
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    // A reader who has seen enough (`| head`) ends the work.
    let summary = validate(
        files,
        |verdict| if json { line(verdict) } else { words(verdict) },
        |text| out.write_all(text.as_bytes()).is_ok(),
    )?;
    if !json {
        let _ = writeln!(out, "{}", closing(summary));
    }
    let _ = out.flush();
    Ok(ExitCode::from(if summary.valid == summary.objects { 0 } else { 3 }))
}

/// Exit code 3 when a pattern or a file could not be read.
fn matched(json: bool, pattern: Option<&str>, files: &[PathBuf]) -> Result<ExitCode, AppError> {
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let mut say = |one: &Matched| {
        let text = match (&one.matches, &one.error) {
            _ if json => serde_json::to_string(one).unwrap_or_default(),
            (Some(true), _) => format!("{:>8}  matches", one.index),
            (Some(false), _) => format!("{:>8}  does not match", one.index),
            (None, error) => format!("{:>8}  ERROR {}", one.index, error.as_deref().unwrap_or_default()),
        };
        writeln!(out, "{text}").is_ok()
    };
    let sound = match pattern {
        None => stix_match::cases(files, say)?,
        Some(pattern) => {
            let answer = stix_match::one(pattern, files)?;
            say(&answer);
            answer.error.is_none()
        }
    };
    let _ = out.flush();
    Ok(ExitCode::from(if sound { 0 } else { 3 }))
}

fn line(verdict: &Verdict) -> String {
    let mut text = serde_json::to_string(verdict).unwrap_or_default();
    text.push('\n');
    text
}

/// A row for an object that something is to be said about, with what it is; nothing for the others.
fn words(verdict: &Verdict) -> String {
    if verdict.valid && verdict.warnings.is_empty() {
        return String::new();
    }
    let judgement = if verdict.valid { "valid" } else { "INVALID" };
    let name = verdict.id.as_deref().or(verdict.kind.as_deref()).unwrap_or("(no id)");
    let mut text = format!("{:>8}  {judgement:<8} {name}\n", verdict.index);
    for error in &verdict.errors {
        let _ = writeln!(text, "          error    {error}");
    }
    for warning in &verdict.warnings {
        let _ = writeln!(text, "          warning  {warning}");
    }
    text
}

fn closing(summary: Summary) -> String {
    let invalid = summary.objects - summary.valid;
    format!(
        "{} objects: {} valid, {} not; {} errors, {} warnings",
        count(summary.objects as u64),
        count(summary.valid as u64),
        count(invalid as u64),
        count(summary.errors as u64),
        count(summary.warnings as u64)
    )
}
