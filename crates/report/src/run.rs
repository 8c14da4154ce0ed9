//! `run.json`: what was run on what, and what came out, so that the run can be repeated and its files recognised.
//!
//! Digests are of the bytes on disk, since those are what one can check with `sha256sum`.

use crate::{atomic, document::RunInfo, error::Error};
use ostrakon_model::time::iso;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::Path;

/// A result file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Output {
    /// File name without its folder, so that the result folder can be moved.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Lower-case hexadecimal SHA-256.
    pub sha256: String,
}

/// The shape of `run.json`; times in ISO 8601 beside the integers.
#[derive(Serialize)]
struct Run<'a> {
    schema: &'static str,
    as_of: String,
    first: Option<String>,
    last: Option<String>,
    #[serde(flatten)]
    info: &'a RunInfo,
    outputs: &'a [Output],
}

/// Size and digest of a result file that has been written.
///
/// # Errors
/// [`Error::Read`] when it cannot be read back.
pub fn output(path: &Path) -> Result<Output, Error> {
    let fail = |source| Error::Read { path: path.to_owned(), source };
    let mut file = std::fs::File::open(path).map_err(fail)?;
    let (mut hasher, mut bytes) = (Sha256::new(), 0);
    let mut block = vec![0; 1 << 16];
    loop {
        let n = file.read(&mut block).map_err(fail)?;
        if n == 0 {
            break;
        }
        bytes += n as u64;
        hasher.update(&block[..n]);
    }
    let sha256 = hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Output { name, bytes, sha256 })
}

/// Writes `run.json`.
///
/// # Errors
/// [`Error::Write`].
pub fn write(path: &Path, info: &RunInfo, outputs: &[Output]) -> Result<(), Error> {
    let run = Run {
        schema: "ostrakon-run-1",
        as_of: iso(info.as_of_ms),
        first: info.first_ms.map(iso),
        last: info.last_ms.map(iso),
        info,
        outputs,
    };
    atomic::write(path, |out| {
        serde_json::to_writer_pretty(&mut *out, &run)?;
        out.write_all(b"\n")
    })
}
