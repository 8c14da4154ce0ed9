//! `ostrakon evidence add`: a file is handed in as evidence, with the basis on which it came.

use crate::casework::{Asker, with};
use crate::print;
use clap::Args;
use ostrakon_app::AppError;
use ostrakon_app::casework::response::router::Access;
use ostrakon_app::hub::Tlp;
use ostrakon_app::hub::evidence::NewEvidence;
use serde_json::{Value, json};
use std::fs::File;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Args)]
pub struct Add {
    /// The thing itself, of any type.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Why it is kept, or on which legal basis; no names, since it is in the log for ever.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// On which basis it came: open, own-api, user-submission, dsa-40-12, dsa-40-4, classified. What nobody marked is never
    /// published, and counts as open for nobody.
    #[arg(long, value_name = "BASIS")]
    access: Option<String>,
    /// Media type, as captured.
    #[arg(long, value_name = "TYPE", default_value = "application/octet-stream")]
    media_type: String,
    /// Where it was captured from.
    #[arg(long, value_name = "URL", default_value = "")]
    source_url: String,
    /// Its marking (clear, green, amber, amber+strict, red).
    #[arg(long, value_name = "TLP", default_value = "amber+strict")]
    marking: String,
    /// Retention class (30d, 90d, 180d, 1y, 2y, 5y); without one it goes by the decision of two people alone.
    #[arg(long, value_name = "CLASS")]
    retention: Option<String>,
    #[command(flatten)]
    asker: Asker,
}

pub fn add(json: bool, args: &Add) -> Result<ExitCode, AppError> {
    let marking: Tlp =
        args.marking.parse().map_err(|error| AppError::Usage(format!("--marking: {error}")))?;
    let access = args.access.as_deref().map(basis).transpose()?;
    let path = &args.file;
    let mut file =
        File::open(path).map_err(|error| AppError::Usage(format!("{}: {error}", path.display())))?;
    let new = NewEvidence {
        media_type: args.media_type.clone(),
        source_url: args.source_url.clone(),
        marking,
        reason: args.reason.clone(),
        tool: format!("ostrakon {}", env!("CARGO_PKG_VERSION")),
        retention: args.retention.clone(),
        access,
        ..NewEvidence::default()
    };
    let (held, fresh) =
        with(&args.asker, "evidence.write", |hub, who| Ok(hub.add_evidence(who, &new, &mut file)?))?;
    let done = json!({ "sha256": held.sha256, "size": held.size, "new": fresh, "access": held.access });
    print::done(json, &done, |_| held.sha256.clone());
    Ok(ExitCode::SUCCESS)
}

fn basis(word: &str) -> Result<Access, AppError> {
    serde_json::from_value(Value::String(word.to_owned())).map_err(|_| {
        AppError::Usage(format!(
            "--access: `{word}` is none; use open, own-api, user-submission, dsa-40-12, dsa-40-4 or classified"
        ))
    })
}
