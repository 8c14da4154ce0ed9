//! The result of an analysis, shown to the person who made it.
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
mod files;

pub(crate) use answer::pieces;
pub(crate) use files::media_type;

use crate::error::{Error, Result};
use crate::listen;
use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;

/// Serves a result directory on a loopback address until the process is asked to stop (SIGINT, SIGTERM, Ctrl-C).
///
/// `on_ready` is called once with the address that is really used (port 0 lets the system choose), from which moment
/// requests are answered: the moment to print it or to open a browser. Answers under way are ended before this returns,
/// for at most 5 s.
///
/// # Errors
/// [`Error::PortTaken`], [`Error::Listen`], [`Error::NotLoopback`], [`Error::NoReport`], [`Error::Io`],
/// [`Error::Start`]; all of them before `on_ready`.
pub fn serve(dir: &Path, addr: SocketAddr, on_ready: impl FnOnce(SocketAddr)) -> Result<()> {
    serve_until(dir, addr, on_ready, listen::asked_to_stop())
}

/// As [`serve`], until `stop` is ready; the process's signals are left alone.
///
/// # Errors
/// As [`serve`].
pub fn serve_until(
    dir: &Path,
    addr: SocketAddr,
    on_ready: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    if !addr.ip().is_loopback() {
        return Err(Error::NotLoopback(addr));
    }
    let files = files::Files::list(dir)?;
    listen::run(listen::bind(addr)?, || answer::router(files), on_ready, stop)
}
