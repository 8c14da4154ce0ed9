//! The table of what may be asked for: name in a URL → file on disk, made once.
//!
//! Symbolic links are left out: they are the one way in which a name inside the folder leads out of it.

use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Deep enough for any result, shallow enough that a folder named by mistake (`/`) does not take for ever.
const MAX_DEPTH: usize = 4;
/// More than any result has.
const MAX_FILES: usize = 10_000;

/// The files of a result directory.
#[derive(Debug)]
pub(crate) struct Files(BTreeMap<String, PathBuf>);

impl Files {
    /// Lists a result directory.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::NoReport`] without a `report.html`.
    pub fn list(dir: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        let mut folders = vec![(dir.to_owned(), String::new(), 0)];
        while let Some((folder, prefix, depth)) = folders.pop() {
            let io = |source| Error::Io { path: folder.clone(), source };
            for entry in fs::read_dir(&folder).map_err(io)? {
                let entry = entry.map_err(io)?;
                // A name that is not UTF-8, or hidden, was not written by us.
                let Ok(name) = entry.file_name().into_string() else { continue };
                if name.starts_with('.') {
                    continue;
                }
                let kind = entry.file_type().map_err(io)?;
                if kind.is_dir() && depth < MAX_DEPTH {
                    folders.push((entry.path(), format!("{prefix}{name}/"), depth + 1));
                } else if kind.is_file() && files.len() < MAX_FILES {
                    files.insert(format!("{prefix}{name}"), entry.path());
                }
            }
        }
        if files.contains_key("report.html") { Ok(Self(files)) } else { Err(Error::NoReport(dir.to_owned())) }
    }

    /// The file of this name.
    pub fn get(&self, name: &str) -> Option<&Path> {
        self.0.get(name).map(PathBuf::as_path)
    }
}

/// The media type of a result file, from its ending. What is not known is handed over as bytes, never guessed.
pub(crate) fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("csv") => "text/csv; charset=utf-8",
        Some("tsv") => "text/tab-separated-values; charset=utf-8",
        Some("json") => "application/json",
        Some("ndjson") => "application/x-ndjson",
        Some("graphml" | "gexf") => "application/xml",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        Some("parquet") => "application/vnd.apache.parquet",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
