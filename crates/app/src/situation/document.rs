//! A report as a document: JSON, HTML, PDF.

use super::Report;
use crate::hub::HubError;
use ostrakon_report::situation::{html, json};
use std::str::FromStr;

/// In which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// For programs, archives and the next comparison.
    Json,
    /// One page without scripts.
    Html,
    /// PDF/A.
    Pdf,
}

impl Form {
    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Html => "text/html; charset=utf-8",
            Self::Pdf => "application/pdf",
        }
    }

    /// The ending of a file, as it is written.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Html => "html",
            Self::Pdf => "pdf",
        }
    }
}

impl FromStr for Form {
    type Err = HubError;

    fn from_str(text: &str) -> Result<Self, HubError> {
        match text.to_ascii_lowercase().as_str() {
            "json" => Ok(Self::Json),
            "html" => Ok(Self::Html),
            "pdf" => Ok(Self::Pdf),
            _ => Err(HubError::invalid("format", "a situation report is written as json, html or pdf")),
        }
    }
}

/// A document that is out.
#[derive(Debug, Clone, PartialEq)]
pub struct Frozen {
    /// The document as JSON: of what is out the very bytes, of a draft as it reads now.
    pub text: String,
    /// SHA-256 of that, in hexadecimal.
    pub digest: String,
    /// Whether it is out, and does not change any more.
    pub issued: bool,
}

/// A document in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// Its form.
    pub form: Form,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Writes a report in a form, with labels in the language of a BCP 47 tag (English, French, German; English for any other); in the
/// report's own language for an empty one.
///
/// # Errors
/// [`HubError::NotBuilt`] for PDF in a program that was built without it.
pub fn render(report: &Report, form: Form, language: &str) -> Result<Rendered, HubError> {
    let bytes = match form {
        Form::Json => json::render(report).map_err(failed)?.into_bytes(),
        Form::Html => html::render(report, language).into_bytes(),
        Form::Pdf => pdf(report, language)?,
    };
    Ok(Rendered { form, bytes })
}

#[cfg(feature = "pdf")]
fn pdf(report: &Report, language: &str) -> Result<Vec<u8>, HubError> {
    ostrakon_report::situation::pdf::render(report, language).map_err(failed)
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &Report, _: &str) -> Result<Vec<u8>, HubError> {
    let mend = "this program was built without PDF; ask for html or json, or use one that was built with the feature \
                `pdf` (make build FEATURES=pdf)";
    Err(HubError::NotBuilt(mend.into()))
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to map_err")]
pub(super) fn failed(error: ostrakon_report::Error) -> HubError {
    HubError::Damaged { what: "the situation report".into(), why: error.to_string() }
}
