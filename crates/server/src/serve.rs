//! Listening, and stopping well.

use crate::answer::router;
use crate::error::{Error, Result};
use crate::files::Files;
use std::future::Future;
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::time::Duration;

/// How long an answer that is under way may take to end after the request to stop.
const GRACE: Duration = Duration::from_secs(5);

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
    serve_until(dir, addr, on_ready, asked_to_stop())
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
    let files = Files::list(dir)?;
    let failed = |source: std::io::Error| match source.kind() {
        ErrorKind::AddrInUse => Error::PortTaken(addr),
        _ => Error::Listen { addr, source },
    };
    let listener = TcpListener::bind(addr).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let used = listener.local_addr().map_err(failed)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(Error::Start)?;
    let served = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let (stopping, stopped) = tokio::sync::oneshot::channel();
        let signal = async move {
            stop.await;
            // Nobody listens any more only when serving has ended by itself.
            let _ = stopping.send(());
        };
        let serving = axum::serve(listener, router(files)).with_graceful_shutdown(signal);
        on_ready(used);
        let patience = async {
            if stopped.await.is_ok() {
                tokio::time::sleep(GRACE).await;
            } else {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            ended = serving => ended,
            () = patience => Ok(()),
        }
    });
    runtime.shutdown_background();
    served.map_err(Error::Start)
}

/// Ready when the process is asked to stop. Where a signal cannot be watched it stays at its default, which also ends
/// the process.
async fn asked_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => (),
        () = terminate => (),
    }
}
