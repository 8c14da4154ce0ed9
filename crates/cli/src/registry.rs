//! `ostrakon registry …`: who is listed by name, from the command line.
//!
//! It acts as one account (`--as`), as `ostrakon casework` does, so that an entry has a writer and another person confirms it.

use crate::casework::{Asker, with};
use crate::print;
use clap::{Subcommand, ValueEnum};
use ostrakon_app::AppError;
use ostrakon_app::hub::HubError;
use ostrakon_app::registry::{Draft, Listed, Query};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shape {
    /// All columns; reads back.
    Table,
    /// Accounts that are confirmed and valid today, for `ostrakon ingest --registry`.
    Ingest,
}

#[derive(Debug, Subcommand)]
pub enum Registry {
    /// List one medium, state channel, official or organisation.
    #[command(
        after_help = "Example: ostrakon registry add '{\"name\": \"Example News\", \"kind\": \"media\", \"country\": \"FR\", \
                      \"domains\": [\"example.org\"], \"basis\": \"imprint\", \"source\": \"https://example.org/imprint\"}' --as alice --data D"
    )]
    Add {
        /// The entry: JSON, `@FILE`, or `-` for standard input.
        entry: String,
        #[command(flatten)]
        asker: Asker,
    },
    /// Take a table (CSV), wholly or not at all; the same file again adds nothing.
    Import {
        /// The table, UTF-8; columns as `export` writes them.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        asker: Asker,
    },
    /// List entries by name.
    List {
        /// In the name, a domain or a handle.
        search: Option<String>,
        #[command(flatten)]
        asker: Asker,
    },
    /// Confirm an entry that another person wrote.
    Verify {
        /// Its id.
        id: String,
        #[command(flatten)]
        asker: Asker,
    },
    /// Take an entry out, with its content.
    Withdraw {
        /// Its id.
        id: String,
        #[command(flatten)]
        asker: Asker,
    },
    /// Write the registry as a table.
    Export {
        /// File to write; `-` is standard output.
        #[arg(long, value_name = "FILE", default_value = "-")]
        out: PathBuf,
        /// How it is written.
        #[arg(long, value_enum, default_value_t = Shape::Table, value_name = "SHAPE")]
        shape: Shape,
        #[command(flatten)]
        asker: Asker,
    },
}

/// Does it.
///
/// # Errors
/// What refused it, in words that name the mend.
pub fn run(json: bool, command: &Registry) -> Result<ExitCode, AppError> {
    match command {
        Registry::Add { entry, asker } => {
            let draft = draft(entry)?;
            let listed = with(asker, "registry.write", |hub, who| {
                let (id, _) = hub.list_entry(who, draft)?;
                Ok(hub.registry_entry(who, &id)?)
            })?;
            print::done(json, &listed, |listed| listed.id.clone());
        }
        Registry::Import { file, asker } => {
            let bytes = std::fs::read(file).map_err(|error| failed(file, &error))?;
            let done = with(asker, "registry.write", |hub, who| Ok(hub.import_registry(who, &bytes)?))?;
            print::done(json, &done, |done| {
                format!(
                    "{} rows: {} added, {} changed, {} known.",
                    done.rows, done.added, done.changed, done.known
                )
            });
        }
        Registry::List { search, asker } => {
            let query = Query { search: search.clone(), ..Query::default() };
            let all = with(asker, "registry.read", |hub, who| Ok(hub.registry(who, &query)?))?;
            print::done(json, &all, |all| all.iter().map(line).collect::<Vec<_>>().join("\n"));
        }
        Registry::Verify { id, asker } => {
            let listed = with(asker, "registry.write", |hub, who| {
                let seen = hub.registry_entry(who, id)?.rev;
                hub.verify_entry(who, id, seen)?;
                Ok(hub.registry_entry(who, id)?)
            })?;
            print::done(json, &listed, line);
        }
        Registry::Withdraw { id, asker } => {
            with(asker, "registry.write", |hub, who| Ok(hub.withdraw_entry(who, id, None)?))?;
            print::done(json, id, |id| format!("{id} is withdrawn."));
        }
        Registry::Export { out, shape, asker } => {
            let text = with(asker, "registry.read", |hub, who| {
                Ok(match shape {
                    Shape::Table => hub.export_registry(who, &Query::default())?,
                    Shape::Ingest => hub.registry_for_ingest(who)?,
                })
            })?;
            if out.as_os_str() == "-" {
                std::io::stdout().write_all(text.as_bytes()).map_err(|error| failed(out, &error))?;
            } else {
                std::fs::write(out, text).map_err(|error| failed(out, &error))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn line(one: &Listed) -> String {
    let standing = match (one.valid, one.verified.is_some()) {
        (false, _) => "over",
        (true, true) => "confirmed",
        (true, false) => "unconfirmed",
    };
    let entry = &one.entry;
    format!("{}  {:<13}  {}  {:<11}  {}", one.id, entry.kind.name(), entry.country, standing, entry.name)
}

fn draft(entry: &str) -> Result<Draft, AppError> {
    let text = match entry.strip_prefix('@') {
        Some(file) => std::fs::read_to_string(file).map_err(|error| failed(Path::new(file), &error))?,
        None if entry == "-" => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map_err(|error| failed(Path::new("-"), &error))?;
            text
        }
        None => entry.to_owned(),
    };
    let wrong = |error: serde_json::Error| HubError::invalid("entry", error.to_string());
    Ok(serde_json::from_str(&text).map_err(wrong)?)
}

fn failed(path: &Path, error: &std::io::Error) -> AppError {
    AppError::Usage(format!("{}: {error}", path.display()))
}
