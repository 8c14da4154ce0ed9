//! The report as PDF: for the archive, the printer and the minister's folder.
//!
//! **The problem.** A report must be the same page on every machine for years, be readable by a screen reader, and no
//! text in it may become an instruction to the typesetter. **The choice.** typst, as a library, with fonts that are
//! compiled in; the localised view goes in as a JSON file that exists only in memory, so that a text is a value and
//! never markup; the template is ours. PDF/A-2a (archive form with tags), which the exporter checks and refuses to
//! break. **Rejected.** A headless browser (a second program of 300 MB that runs hostile texts), and texts pasted into
//! a template.
//!
//! Useful for: reading, printing, keeping. Not useful for: being read by programs; that is [`super::json`].

#[cfg(test)]
mod tests;
mod text;
mod world;

use super::{Report, view};
use crate::error::Error;
use ostrakon_model::time::iso;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// The document in the language of a BCP 47 tag (English, French, German; English for any other); in the report's own for an
/// empty one.
///
/// Characters that the compiled-in fonts do not have (those of scripts other than Latin, Greek, Cyrillic and Hebrew) are
/// replaced by a remark that refers to the HTML edition; a document with gaps would not be an archive form.
///
/// # Errors
/// [`Error::Pdf`] if the typesetter refuses.
pub fn render(report: &Report, language: &str) -> Result<Vec<u8>, Error> {
    let document = typeset(report, language)?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a])
        .map_err(|e| Error::Pdf { reason: e.message().to_string() })?;
    let options = PdfOptions {
        creator: Smart::Custom(Some("Ostrakon".into())),
        timestamp: timestamp(report.head.issued_at.unwrap_or(report.head.as_of)),
        standards,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| refused(&errors));
    drop(document);
    // Cached layouts of this report would stay in memory for the life of a server.
    typst::comemo::evict(0);
    pdf
}

/// The pages, not yet written.
fn typeset(report: &Report, language: &str) -> Result<PagedDocument, Error> {
    let view = view::view(report, language);
    let mut data = serde_json::to_value(&view).map_err(Error::SituationJson)?;
    text::make_printable(&mut data, &view.unprintable);
    let json = serde_json::to_string(&data).map_err(Error::SituationJson)?;
    let world = world::World::new(json)?;
    typst::compile(&world).output.map_err(|errors| refused(&errors))
}

fn refused(errors: &[typst::diag::SourceDiagnostic]) -> Error {
    let reason = errors.iter().map(|e| e.message.as_str()).collect::<Vec<_>>().join("; ");
    Error::Pdf { reason }
}

/// The time of the document's metadata; none for a year that PDF cannot write.
fn timestamp(ms: i64) -> Option<Timestamp> {
    let iso = iso(ms);
    let number = |from: usize, to: usize| iso.get(from..to).and_then(|part| part.parse::<u8>().ok());
    let year = iso.get(..4)?.parse().ok()?;
    if iso.get(4..5) != Some("-") {
        return None;
    }
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let time = Datetime::from_ymd_hms(year, number(5, 7)?, number(8, 10)?, hour, minute, second)?;
    Some(Timestamp::new_utc(time))
}
