//! `ostrakon serve`: the hub on an address.

use clap::Args;
use ostrakon_app::{AppError, hub};
use ostrakon_server::hub::config::Config;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

/// Where the store is, and where to listen.
#[derive(Debug, Args)]
pub struct Serve {
    /// Data directory: store, evidence and lake; made when it is missing.
    #[arg(long, value_name = "DIR", default_value = "ostrakon-data")]
    pub data: PathBuf,
    /// PostgreSQL address of the store, instead of the SQLite file in the data directory.
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    /// Address and port; port 0 lets the system choose. An address other than loopback wants a TLS proxy before it.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Settings of the installation (TOML): title, contact, public_url, requests_per_second, log, public, oidc.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Show the public side at /public/ to everybody, as `enabled = true` of `[public]` in the settings does.
    #[arg(long)]
    pub public: bool,
}

/// Serves until the process is asked to stop.
///
/// # Errors
/// [`AppError`] when the store cannot be opened or the address is taken.
pub fn run(args: &Serve) -> Result<ExitCode, AppError> {
    let mut config = match &args.config {
        Some(path) => Config::read(path).map_err(AppError::Usage)?,
        None => Config::default(),
    };
    config.data = Some(args.data.clone());
    config.public.enabled |= args.public;
    ostrakon_server::hub::log_to_stderr(&config.log).map_err(AppError::Usage)?;
    let location = hub::Location::from_options(Some(&args.data), args.database.as_deref())
        .map_err(hub::HubError::from)?;
    let hub = hub::Hub::open(&location, &hub::Options::default())?;
    let hub = if args.database.is_some() { hub.with_knowledge_of(&args.data)? } else { hub };
    let first = hub.people().first_start(hub.now())?;
    ostrakon_server::hub::serve(hub, config, args.listen, |address| {
        if let Some(first) = first {
            eprintln!(
                "Nobody can sign in yet. {} sets a password, once and within a day, at:",
                first.person.name
            );
            eprintln!("  http://{address}/link#{}", first.secret.expose());
        }
        eprintln!("Open http://{address}/ (Ctrl-C stops)");
    })
    .map_err(|error| AppError::Usage(error.to_string()))?;
    Ok(ExitCode::SUCCESS)
}
