//! The public side as files: for any web server, a cache, or an archive.
//!
//! The same functions that the server calls write the pages; the log lies beside them as C2SP tiles, with a file for every line.
//! Everything is written into a new folder that then takes the place of the one before, so that a reader never sees half of it.

use super::pages::{self, Filter, LANGUAGES, Links, LogState, Page};
use super::{Settings, method_cards};
use crate::AppError;
use crate::hub::{Hub, HubError};
use ostrakon_response::transparency::tiles;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// The folder.
    pub out: PathBuf,
    /// Entries.
    pub entries: usize,
    /// Lines of the log.
    pub lines: u64,
    /// Files.
    pub files: usize,
    /// The verifier key of the log.
    pub key: Option<String>,
}

struct Writer {
    folder: PathBuf,
    files: usize,
}

impl Writer {
    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), AppError> {
        let path = self.folder.join(name);
        let mend = "make room, or choose another folder";
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(AppError::file(parent, mend))?;
        }
        fs::write(&path, bytes).map_err(AppError::file(&path, mend))?;
        self.files += 1;
        Ok(())
    }
}

/// Marks a folder as ours: no other is replaced.
const MARK: &str = ".ostrakon-public";

/// Writes the public side into a folder, which must be new, empty, or an earlier export.
///
/// # Errors
/// [`AppError::Usage`] for a folder that holds something else; those of the hub and the disk.
pub fn export(hub: &Hub, settings: &Settings, out: &Path) -> Result<Exported, AppError> {
    let is_free = fs::read_dir(out).map_or(true, |mut entries| entries.next().is_none());
    if !is_free && !out.join(MARK).is_file() {
        return Err(AppError::Usage(format!(
            "{}: holds something else than an earlier export; choose an empty folder",
            out.display()
        )));
    }
    let parent = out.parent().filter(|one| !one.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(AppError::file(parent, "choose a folder that can be written"))?;
    let part = tempfile::Builder::new()
        .prefix(".public-")
        .tempdir_in(parent)
        .map_err(AppError::file(parent, "choose a folder that can be written"))?;
    let mut writer = Writer { folder: part.path().join("new"), files: 0 };
    let (entries, lines, key) = write(hub, settings, &mut writer)?;
    writer.write(MARK, b"")?;
    let failed = AppError::file(out, "close what has it open, and try again");
    if out.exists() {
        fs::rename(out, part.path().join("old"))
            .map_err(AppError::file(out, "close what has it open, and try again"))?;
    }
    fs::rename(&writer.folder, out).map_err(failed)?;
    Ok(Exported { out: out.to_owned(), entries, lines, files: writer.files, key })
}

fn write(hub: &Hub, settings: &Settings, out: &mut Writer) -> Result<(usize, u64, Option<String>), AppError> {
    let site = hub.public_site(settings)?;
    let register = hub.public_register()?;
    let (all, cards) = (register.entries(), method_cards());
    let state = LogState { size: register.size(), root: register.root(), last: register.last() };
    out.write("style.css", pages::STYLE.as_bytes())?;
    let classes: BTreeSet<_> = all.iter().map(|one| one.entry.class).collect();
    let everything = Filter::default();
    for (language, _) in LANGUAGES {
        let links = Links::Files { root: "../", language };
        let mut page = |page: Page<'_>, text: String| out.write(&links.file(page), text.as_bytes());
        let lists = std::iter::once(None).chain(classes.iter().copied().map(Some));
        for class in lists {
            let filter = Filter { class, ..Filter::default() };
            let count = all.iter().filter(|one| filter.admits(one)).count();
            for number in 1..=pages::pages(count) {
                let text = pages::register(&site, links, language, all, &filter, number);
                page(Page::Register(&filter, number), text)?;
            }
        }
        for one in all {
            page(Page::Entry(&one.entry.id), pages::entry(&site, links, language, one))?;
        }
        page(Page::Methods, pages::methods(&site, links, language, &cards, all))?;
        page(Page::Prebunks, pages::prebunks(&site, links, language, all))?;
        let elsewhere = pages::contest_elsewhere(&site, links, language, settings.form().as_deref());
        page(Page::Contest(None), elsewhere)?;
        page(Page::Log, pages::log(&site, links, language, &state))?;
        page(Page::Feed, pages::feed(&site, links, language, all))?;
    }
    let root = Links::Files { root: "", language: LANGUAGES[0].0 };
    out.write("index.html", pages::register(&site, root, LANGUAGES[0].0, all, &everything, 1).as_bytes())?;
    for one in all {
        let data = serde_json::to_vec_pretty(&one.entry).map_err(HubError::from_json("an entry"))?;
        out.write(&root.file(Page::EntryData(&one.entry.id)), &data)?;
    }
    out.write("log/checkpoint", hub.public_checkpoint(settings, &register)?.as_bytes())?;
    for tile in tiles(register.size()) {
        let path = tile.path();
        let missing = || HubError::Damaged { what: format!("log/{path}"), why: "it cannot be made".into() };
        let (bytes, _) = register.tile(&path).ok_or_else(missing)?;
        out.write(&format!("log/{path}"), &bytes)?;
    }
    for index in 0..register.size() {
        let proof = hub.public_proof(settings, &register, index)?;
        let text = serde_json::to_vec_pretty(&proof).map_err(HubError::from_json("a proof"))?;
        out.write(&root.file(Page::Proof(index)), &text)?;
    }
    Ok((all.len(), register.size(), site.key))
}
