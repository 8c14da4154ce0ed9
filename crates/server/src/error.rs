//! Why nothing can be served, and what to do.

use std::net::SocketAddr;
use std::path::PathBuf;

/// Result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Errors at the start. Once serving has begun, a request's failure is that request's answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Somebody else listens there.
    #[error(
        "{0} is in use by another program; choose another address, or let the system choose: --listen 127.0.0.1:0"
    )]
    PortTaken(SocketAddr),
    /// The address may not be used by this user, or is not this machine's.
    #[error("cannot listen on {addr}: {source}; use --listen 127.0.0.1:0")]
    Listen {
        /// The address.
        addr: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// An address that other machines can reach.
    #[error("{0} can be reached from other machines, and a result holds personal data without a log-in before it; use --listen 127.0.0.1:{port}", port = .0.port())]
    NotLoopback(SocketAddr),
    /// There is no report to show.
    #[error("{0} holds no report.html; name the folder that `ostrakon analyse --out` wrote")]
    NoReport(PathBuf),
    /// The folder cannot be read.
    #[error("{path}: {source}; check that the folder exists and may be read")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The identity provider cannot be used as it is configured.
    #[error("the identity provider of [oidc] in the configuration: {0}")]
    Provider(String),
    /// The asynchronous runtime could not start.
    #[error("the server could not start: {0}; the system may be out of threads or memory")]
    Start(std::io::Error),
}
