//! `report situation`: a report into a file, by somebody who can write to the data directory.

use super::{Form, Report, Request, render};
use crate::hub::{Hub, HubError};
use crate::upkeep::{Location, open_to_write};
use crate::{AppError, clock};
use ostrakon_model::Tlp;
use ostrakon_report::atomic;
use ostrakon_report::situation::json;
use serde::Serialize;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What to write.
#[derive(Debug, Clone)]
pub struct FileRequest {
    /// Where the records are.
    pub location: Location,
    /// The election: id of its record, or its title.
    pub election: String,
    /// The file; its ending says the form.
    pub out: PathBuf,
    /// Cut-off, milliseconds of UTC; now when left out.
    pub cut_off: Option<i64>,
    /// Marking.
    pub marking: Tlp,
    /// JSON of the issue to compare with; the last one that was issued when left out.
    pub previous: Option<PathBuf>,
    /// Language of the report.
    pub language: String,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Written {
    /// The file.
    pub out: PathBuf,
    /// Bytes.
    pub bytes: usize,
    /// Cut-off, milliseconds of UTC.
    pub as_of: i64,
    /// Marking: who may read the file.
    pub marking: String,
    /// Key developments in it.
    pub developments: usize,
    /// What was left out because of the marking.
    pub withheld: u64,
}

/// A moment as a command line has it: RFC 3339, or milliseconds since 1970 UTC.
///
/// # Errors
/// What is wrong, with an example.
pub fn moment(text: &str) -> Result<i64, String> {
    text.trim().parse().or_else(|_| clock::read(text.trim()))
}

/// Builds the report and writes it; the file is whole or not there.
///
/// # Errors
/// [`AppError::Usage`] for a file of another ending, [`AppError::Previous`] for a comparison that is no report, and what the
/// hub refuses.
pub fn write(request: &FileRequest, now: i64) -> Result<Written, AppError> {
    let form = form(&request.out)?;
    let previous = request.previous.as_deref().map(earlier).transpose()?;
    let store = open_to_write(&request.location)?;
    clock::check(&store)?;
    let hub = Hub::over(store, Arc::new(move || now))?;
    let ask = Request {
        election: request.election.clone(),
        cut_off: request.cut_off,
        marking: Some(request.marking),
        previous,
        language: request.language.clone(),
    };
    let report = hub.situation_report(&hub.house()?, &ask)?;
    let rendered = match render(&report, form, &request.language) {
        Err(HubError::NotBuilt(mend)) => return Err(AppError::Usage(mend)),
        other => other?,
    };
    atomic::write(&request.out, |file| file.write_all(&rendered.bytes))?;
    Ok(Written {
        out: request.out.clone(),
        bytes: rendered.bytes.len(),
        as_of: report.head.as_of,
        marking: report.head.marking.to_string(),
        developments: report.developments.len(),
        withheld: report.withheld.iter().map(|one| one.count).sum(),
    })
}

fn form(out: &Path) -> Result<Form, AppError> {
    let ending = out.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ending.parse().map_err(|_| {
        AppError::Usage(format!(
            "--out {}: end the name in .html, .pdf or .json; it says the form",
            out.display()
        ))
    })
}

fn earlier(path: &Path) -> Result<Report, AppError> {
    let bad = |reason: String| AppError::Previous { path: path.to_owned(), reason };
    let bytes = std::fs::read(path).map_err(|error| bad(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| bad(format!("it is no UTF-8: {error}")))?;
    json::read(&text).map_err(|error| bad(error.to_string()))
}
