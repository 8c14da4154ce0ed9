//! All that the typesetter can see: our template, the view, and the compiled-in fonts. No file, no clock, no network.

use crate::error::Error;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

const TEMPLATE: &str = include_str!("../../../assets/situation/report.typ");

/// What every document shares.
struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static SHARED: LazyLock<Shared> = LazyLock::new(|| {
    let fonts: Vec<Font> = typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data))).collect();
    Shared {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
    }
});

/// Whether a compiled-in text font has the character.
pub fn has_glyph(c: char) -> bool {
    SHARED.fonts.iter().any(|font| {
        let info = font.info();
        FAMILIES.contains(&info.family.as_str()) && info.coverage.contains(c as u32)
    })
}

/// The families that the template names.
const FAMILIES: [&str; 3] = ["Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern"];

/// One compilation.
pub struct World {
    template: Source,
    view: FileId,
    json: Bytes,
}

impl World {
    pub fn new(json: String) -> Result<Self, Error> {
        let id = |name: &str| {
            let path = VirtualPath::new(name).map_err(|e| Error::Pdf { reason: e.to_string() })?;
            Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
        };
        Ok(Self {
            template: Source::new(id("report.typ")?, TEMPLATE.to_owned()),
            view: id("view.json")?,
            json: Bytes::from_string(json),
        })
    }
}

impl typst::World for World {
    fn library(&self) -> &LazyHash<Library> {
        &SHARED.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHARED.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.view { Ok(self.json.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHARED.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
