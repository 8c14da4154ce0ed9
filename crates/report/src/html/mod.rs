//! `report.html`: one file that opens from disk, on any machine, for years.
//!
//! The problem: the people who decide get a file, not a server; the texts in it are written by those under
//! investigation; and 500 groups must open at once. The choice: the words are plain HTML written here (readable,
//! searchable and printable without scripts), the heavy evidence lies beside them as one JSON block a group that is
//! parsed only when the group is opened, and a small script draws it. A strict content security policy admits exactly
//! one style sheet and one script, by their digests; even if a text broke out of its place, it could neither run nor
//! call home.
//!
//! Rejected: drawing everything by script (no reading without it, nothing to print), drawing everything here (hundreds
//! of megabytes of SVG), and a chart library (larger than the report, and another's code beside hostile texts).

mod article;
mod bound;
mod data;
pub(crate) mod escape;
pub(crate) mod format;
mod list;
mod page;
mod reference;
mod strings;

pub use bound::{Bounds, GroupBounds};
pub use strings::Strings;

use crate::{atomic, document::Document, error::Error};
use std::io::Write;
use std::path::Path;

/// How the page is written.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Texts of the interface; English unless given.
    pub strings: Strings,
    /// How much evidence is embedded.
    pub bounds: Bounds,
}

/// The page as a string.
///
/// # Errors
/// What [`Document::check`] finds.
pub fn render(document: &Document, options: &Options) -> Result<String, Error> {
    document.check()?;
    Ok(page::render(document, options))
}

/// Writes the page.
///
/// # Errors
/// What [`Document::check`] finds, and [`Error::Write`].
pub fn write(path: &Path, document: &Document, options: &Options) -> Result<(), Error> {
    let page = render(document, options)?;
    atomic::write(path, |out| out.write_all(page.as_bytes()))
}
