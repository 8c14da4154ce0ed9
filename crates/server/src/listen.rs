//! Listening, and stopping well.

use crate::error::{Error, Result};
use axum::Router;
use std::future::Future;
use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

/// How long an answer that is under way may take to end after the request to stop.
const GRACE: Duration = Duration::from_secs(5);

/// Takes an address: from here on nobody else can have it, and nobody is answered yet.
pub(crate) fn bind(addr: SocketAddr) -> Result<TcpListener> {
    let failed = |source: std::io::Error| match source.kind() {
        ErrorKind::AddrInUse => Error::PortTaken(addr),
        _ => Error::Listen { addr, source },
    };
    let listener = TcpListener::bind(addr).map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    Ok(listener)
}

/// Answers requests until `stop` is ready; answers under way are ended before this returns, for at most 5 s.
///
/// `on_ready` is called once with the address that is really used (port 0 lets the system choose), when requests are
/// answered.
pub(crate) fn run(
    listener: TcpListener,
    router: impl FnOnce() -> Router,
    on_ready: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(std::thread::available_parallelism().map_or(2, |n| n.get().max(2)))
        .enable_all()
        .build()
        .map_err(Error::Start)?;
    let served = runtime.block_on(async {
        let used = listener.local_addr()?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let (stopping, stopped) = tokio::sync::oneshot::channel();
        let signal = async move {
            stop.await;
            // Nobody listens any more only when serving has ended by itself.
            let _ = stopping.send(());
        };
        let app = router().into_make_service_with_connect_info::<SocketAddr>();
        let serving = axum::serve(listener, app).with_graceful_shutdown(signal);
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

/// Ready when the process is asked to stop (SIGINT, SIGTERM, Ctrl-C). Where a signal cannot be watched it stays at its
/// default, which also ends the process.
pub(crate) async fn asked_to_stop() {
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
