//! HTTP: the only crate that serves it. Today one thing: the result of an analysis, to the person who made it.
//!
//! **The problem.** A report opens from disk by itself; a demonstration wants an address to open, the result files
//! beside it, and nothing of the disk around them.
//!
//! **The choice.** The result directory is listed once, at the start, and only what that list names can be asked for:
//! a request selects an entry of a table and never becomes a path. Only loopback addresses are served, since a result
//! holds personal data and nobody has logged in.
//!
//! **Rejected.** A general file service (`tower-http`'s `ServeDir`): it turns requests into paths and then proves that
//! they are harmless; here there is nothing to prove. Opening the report as `file://`: the browser then gives it no
//! security headers, and links to other files depend on where it lies.
//!
//! ```text
//! /               report.html
//! /files/NAME     the other result files; also in sub-folders, NAME as it lies
//! /NAME           the same: links in the report are relative to it, so that they work from disk too
//! /healthz        200 `ok` as long as the process serves
//! ```

mod answer;
mod error;
mod files;
mod serve;

pub use error::{Error, Result};
pub use serve::{serve, serve_until};
