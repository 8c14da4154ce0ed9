//! Presets: what every known export's columns mean.
//!
//! The problem: each platform and each collecting tool prints posts under its own names, with its own traps (local
//! times, hidden counts, ids that lose digits), and changes them without notice. The choice: one description a
//! format, as data (`presets/*.toml`), with the source of its facts, its traps in words and a fixture that holds
//! it; and one mapper that every description drives. Rejected: one parser a format in code, which hides the
//! mapping from the analysts who must check it; and guessing columns by their content, which is right until it is
//! silently wrong.
//!
//! A reader first asks [`recognise()`] (or [`by_name`]), binds the preset to the file with [`Preset::mapper`], and
//! maps records with [`Mapper::map`]. JSON values go through [`Preset::explode`] first.

mod bots;
mod by_rule;
mod catalogue;
mod derive;
mod explode;
mod header;
mod lists;
mod mapper;
mod markup;
mod metric;
pub mod outline;
mod path;
mod plan;
mod reads;
mod recognise;
mod spec;
mod value;

pub use header::{Canonical, canonical_fields};
pub use mapper::Mapper;
pub use plan::MapError;
pub use recognise::{NotRecognised, Shape, recognise};
pub use spec::Container;

use explode::Explosion;
use ostrakon_model::Fields;
use spec::Spec;

/// One known format.
#[derive(Debug)]
pub struct Preset {
    spec: &'static Spec,
    explosions: Vec<Explosion>,
}

/// What a caller wants of every post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapOptions {
    /// Fields to fill; the others cost nothing.
    pub fields: Fields,
    /// Keep links as they are instead of canonical.
    pub raw_urls: bool,
    /// Take `RT @handle: …` for a repost where no id says so.
    pub reposts_by_text: bool,
    /// Take small numbers, zero and those below it for times in seconds.
    pub relative_times: bool,
}

impl Default for MapOptions {
    fn default() -> Self {
        Self { fields: Fields::ALL, raw_urls: false, reposts_by_text: false, relative_times: false }
    }
}

/// The preset with this name, in any case.
pub fn by_name(name: &str) -> Option<&'static Preset> {
    let name = name.trim();
    catalogue::all().iter().find(|preset| preset.name().eq_ignore_ascii_case(name))
}

/// Names of all presets, in the order of the catalogue.
pub fn names() -> impl Iterator<Item = &'static str> {
    catalogue::all().iter().map(Preset::name)
}

impl Preset {
    fn new(spec: &'static Spec) -> Self {
        Self { spec, explosions: spec.explode.iter().map(Explosion::new).collect() }
    }

    /// The name that `--format` takes.
    pub fn name(&'static self) -> &'static str {
        &self.spec.name
    }

    /// What it is, in one sentence.
    pub fn description(&'static self) -> &'static str {
        &self.spec.description
    }

    /// Platform that its posts are from, unless a record says otherwise; empty where the format is of no platform.
    pub fn platform(&'static self) -> &'static str {
        &self.spec.platform
    }

    /// What goes wrong with this format when one does not know better, one sentence each.
    pub fn traps(&'static self) -> &'static [String] {
        &self.spec.traps
    }

    /// Where its facts were read.
    pub fn sources(&'static self) -> &'static [String] {
        &self.spec.sources
    }

    /// What holds its records.
    pub fn container(&'static self) -> Container {
        self.spec.container
    }

    /// Whether tables of this format begin with a header; where not, the first row is already a record and
    /// [`Preset::mapper`] takes no header.
    pub fn has_header(&'static self) -> bool {
        self.spec.columns.is_none()
    }

    /// The byte by which tables of this format escape quotes, beside doubling them.
    pub fn escape(&'static self) -> Option<u8> {
        self.spec.escape.and_then(|c| u8::try_from(c).ok()).filter(u8::is_ascii)
    }

    /// Whether one JSON value may hold several records, so that [`Preset::explode`] has something to do.
    pub fn explodes(&'static self) -> bool {
        !self.explosions.is_empty()
    }

    /// Whether records of this format may tell that posts or accounts are gone.
    pub fn withdraws(&'static self) -> bool {
        !self.spec.withdrawals.is_empty()
    }

    /// Whether this value is a document with records in it, and not a record.
    pub fn holds_records(&'static self, value: &serde_json::Value) -> bool {
        self.explosions.iter().any(|stage| stage.fits(value))
    }

    /// A document's records, in order; the value itself where it is one record.
    pub fn explode(&'static self, document: serde_json::Value) -> Vec<serde_json::Value> {
        self.explosions.iter().fold(vec![document], |values, stage| {
            values.into_iter().flat_map(|value| stage.apply(value)).collect()
        })
    }

    /// Binds the preset to a file: `header` of a table (`None` for JSON and for tables without header), and
    /// `renames` (column of the file, canonical field) that win over the preset's own sources. Times in a renamed
    /// column that name no zone are UTC.
    ///
    /// # Errors
    /// [`MapError`] if a rename names what is not there, or if columns are missing without which there is no post.
    pub fn mapper(
        &'static self,
        header: Option<&[String]>,
        renames: &[(String, String)],
        options: &MapOptions,
    ) -> Result<Mapper, MapError> {
        let header = match self.spec.container {
            Container::Json => None,
            Container::Any => header,
            Container::Table => self.spec.columns.as_deref().or(header).or(Some(&[])),
        };
        let plan = plan::Plan::new(self.spec, header, renames)?;
        Ok(Mapper { spec: self.spec, plan, options: *options, unit: None, days: false })
    }
}
