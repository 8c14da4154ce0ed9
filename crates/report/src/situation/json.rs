//! The document as JSON: the form for programs, archives, and the next issue's comparison.
//!
//! The problem: a report is read back months later, by a newer version. The choice: the model itself, with its form's
//! name and version inside; fields that are missing are empty, so that a field can be added without a new version.

use super::{FORMAT, Report};
use crate::error::Error;

/// The report as JSON, indented.
///
/// # Errors
/// [`Error::SituationJson`] if it cannot be written; plain data always can.
pub fn render(report: &Report) -> Result<String, Error> {
    serde_json::to_string_pretty(report).map_err(Error::SituationJson)
}

/// Reads a report back.
///
/// # Errors
/// [`Error::SituationJson`] with line and column if it is no such document, [`Error::SituationFormat`] if it is one of
/// another form or version.
pub fn read(json: &str) -> Result<Report, Error> {
    /// Looked at first: a document of another version fails by its version, not by some field.
    #[derive(serde::Deserialize)]
    struct Form {
        #[serde(default)]
        format: String,
    }
    let form: Form = serde_json::from_str(json).map_err(Error::SituationJson)?;
    if form.format != FORMAT {
        let found = form.format.chars().take(80).collect();
        return Err(Error::SituationFormat { found });
    }
    serde_json::from_str(json).map_err(Error::SituationJson)
}
