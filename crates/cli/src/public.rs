//! `ostrakon public …`: the public side as files, and checking them; `ostrakon evidence export`.

use crate::hub::Place;
use crate::print;
use clap::{Args, Subcommand};
use ostrakon_app::casework::evidence_items::ItemsWritten;
use ostrakon_app::hub::{Hub, HubError, Options};
use ostrakon_app::names::count;
use ostrakon_app::{AppError, public};
use ostrakon_server::hub::config::Config;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub enum Public {
    /// Write the pages, the feed and the transparency log as files, for any web server or an archive.
    Export(Export),
    /// Check such files: signature, every line, every text; and that nothing was changed since an earlier checkpoint.
    Verify {
        /// Folder that `public export` wrote.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// The log's public key (NAME+ID+KEY), got by another way than the files.
        #[arg(long, value_name = "KEY")]
        log_key: String,
        /// A checkpoint that was kept from earlier.
        #[arg(long, value_name = "FILE")]
        since: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub struct Export {
    /// Folder to write; new, empty, or an earlier export, which it replaces as a whole.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    place: Place,
    /// Settings of the installation (TOML), as for `serve`: title, contact, public_url, [public] origin.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Evidence {
    /// Hand in a file as evidence, with the basis on which it came; prints its SHA-256.
    Add(crate::evidence::Add),
    /// Write an evidence file as a signed bundle, with its items beside it, which `ostrakon verify` checks without a hub.
    Export {
        /// Id of the evidence file; it must be sealed.
        #[arg(value_name = "ID")]
        id: String,
        /// File to write; it appears when it is complete. The items are written into its folder, each under its SHA-256.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Leave the items out.
        #[arg(long)]
        no_items: bool,
        #[command(flatten)]
        asker: crate::casework::Asker,
    },
}

pub fn run(json: bool, command: &Public) -> Result<ExitCode, AppError> {
    match command {
        Public::Export(args) => {
            let config = match &args.config {
                Some(path) => Config::read(path).map_err(AppError::Usage)?,
                None => Config::default(),
            };
            let hub = Hub::open(&args.place.location()?, &Options::default())?;
            let done = public::export(&hub, &config.publisher(), &args.out)?;
            print::done(json, &done, |done| {
                let key = done.key.as_deref().unwrap_or("none");
                format!(
                    "{} entries, {} lines of the log, {} files: {}\nPublic key of the log: {key}",
                    count(done.entries as u64),
                    count(done.lines),
                    count(done.files as u64),
                    done.out.display()
                )
            });
        }
        Public::Verify { folder, log_key, since } => {
            let told = public::verify_folder(folder, log_key, since.as_deref())?;
            print::done(json, &told, ToString::to_string);
        }
    }
    Ok(ExitCode::SUCCESS)
}

pub fn evidence(json: bool, command: &Evidence) -> Result<ExitCode, AppError> {
    let (id, out, no_items, asker) = match command {
        Evidence::Add(args) => return crate::evidence::add(json, args),
        Evidence::Export { id, out, no_items, asker } => (id, out, no_items, asker),
    };
    let folder = out.parent().filter(|one| !one.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (bundle, items, issuer, key) = crate::casework::with(asker, "case.read", |hub, who| {
        let key = hub.node()?.key.unwrap_or_default();
        let (bundle, file) = hub.signed_evidence_file(who, id)?;
        let items = if *no_items {
            ItemsWritten { missing: file.items.keys().cloned().collect(), ..ItemsWritten::default() }
        } else {
            hub.matrix().decide("evidence.read", Some(who), None).map_err(HubError::from)?;
            hub.write_items(who, &file, folder)?
        };
        Ok((bundle, items, who.organisation.clone(), key))
    })?;
    let text = serde_json::to_vec_pretty(&bundle)
        .map_err(|error| HubError::Damaged { what: format!("evidence-file/{id}"), why: error.to_string() })?;
    write(out, &text)?;
    let done = serde_json::json!({ "out": out, "issuer": issuer, "key": key, "items": items });
    print::done(json, &done, |_| {
        format!(
            "Signed: {}, with {} of {} items beside it\nWhoever has it checks it by: ostrakon verify {} --key {issuer}={key}",
            out.display(),
            items.written.len(),
            items.written.len() + items.missing.len(),
            out.display()
        )
    });
    Ok(ExitCode::SUCCESS)
}

/// Written beside and moved into place: a reader never sees half of it.
fn write(out: &Path, bytes: &[u8]) -> Result<(), AppError> {
    let part = out.with_extension("part");
    let done = std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, out));
    done.map_err(|error| AppError::Usage(format!("{}: {error}", out.display())))
}
