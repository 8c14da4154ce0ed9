//! `findings.ndjson`: one finding a line, for programs.
//!
//! One JSON object a line, so that a reader can stream it, cut it with `head` and append two runs. Its shape is
//! `docs/findings.schema.json` (JSON Schema 2020-12); a test holds the writer to it. Numbers that JSON cannot hold
//! are refused here: `serde_json` would write them as `null`, and a finding without its p-value is not a finding.

use crate::{atomic, error::Error};
use ostrakon_model::Finding;
use std::io::{self, Write};
use std::path::Path;

/// Writes findings in the order given.
///
/// # Errors
/// [`Error::NotFinite`] before anything is written, [`Error::Write`] afterwards.
pub fn write(path: &Path, findings: &[Finding]) -> Result<(), Error> {
    for finding in findings {
        for (field, value) in [
            ("score", finding.score),
            ("significance.p", finding.significance.p),
            ("significance.q", finding.significance.q),
        ] {
            if !value.is_finite() {
                return Err(Error::NotFinite { finding: finding.id.clone(), field });
            }
        }
    }
    atomic::write(path, |out| {
        for finding in findings {
            serde_json::to_writer(&mut *out, finding).map_err(io::Error::from)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })
}
