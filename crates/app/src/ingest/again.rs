//! Inputs that can be read twice.

use crate::AppError;
use ostrakon_ingest::InputSummary;
use ostrakon_lake::Source;
use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// The inputs, those that can be read only once copied to a folder that only the owner can look into and that goes
/// when this value does.
pub struct Rereadable {
    named: Vec<PathBuf>,
    paths: Vec<PathBuf>,
    _copies: Option<TempDir>,
}

impl Rereadable {
    /// Copies what must be copied.
    pub fn new(inputs: &[PathBuf]) -> Result<Self, AppError> {
        let mut copies = None;
        let mut paths = Vec::with_capacity(inputs.len());
        for (number, path) in inputs.iter().enumerate() {
            if !once(path) {
                paths.push(path.clone());
                continue;
            }
            let failed =
                |error| AppError::file(path, "check the pipe and the space for temporary files")(error);
            let folder = match copies.take() {
                Some(folder) => folder,
                None => tempfile::tempdir().map_err(failed)?,
            };
            // A name that an error message about the input may show.
            let copy = folder.path().join(format!("input-{}", number + 1));
            let copied = File::create_new(&copy).and_then(|mut out| {
                if stdin(path) {
                    io::copy(&mut io::stdin().lock(), &mut out)
                } else {
                    io::copy(&mut File::open(path)?, &mut out)
                }
            });
            copied.map_err(failed)?;
            paths.push(copy);
            copies = Some(folder);
        }
        Ok(Self { named: inputs.to_vec(), paths, _copies: copies })
    }

    /// Where to read from, in the order given.
    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// The caller's name of an input.
    pub fn named(&self, file: usize) -> &Path {
        &self.named[file]
    }

    /// The caller's name of what is read from `path`.
    pub fn name_of<'a>(&'a self, path: &'a Path) -> &'a Path {
        self.paths.iter().position(|p| p == path).map_or(path, |file| &self.named[file])
    }

    /// The inputs as the lake records them.
    pub fn sources(&self, inputs: &[InputSummary]) -> Vec<Source> {
        let source = |(path, input): (&PathBuf, &InputSummary)| Source {
            name: path.display().to_string(),
            sha256: input.sha256.clone(),
            bytes: input.bytes,
        };
        self.named.iter().zip(inputs).map(source).collect()
    }

    /// Refuses inputs that were written to between the two passes.
    pub fn unchanged(&self, first: &[InputSummary], second: &[InputSummary]) -> Result<(), AppError> {
        match first.iter().zip(second).position(|(a, b)| a.sha256 != b.sha256) {
            None => Ok(()),
            Some(file) => Err(AppError::Changed(self.named[file].clone())),
        }
    }
}

fn stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Whether a second reading would find nothing.
fn once(path: &Path) -> bool {
    stdin(path) || std::fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir())
}
