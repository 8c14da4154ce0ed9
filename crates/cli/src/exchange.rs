//! `ostrakon stix import|export`, `ostrakon knowledge import`: files into the hub and out of it.

use crate::hub::Place;
use crate::print;
use clap::{Args, Subcommand, ValueEnum};
use ostrakon_app::casework::evidence_bundle;
use ostrakon_app::hub::channels::ChannelNetwork;
use ostrakon_app::hub::exports::{Recipient, Shape};
use ostrakon_app::hub::imports::{self, Imported};
use ostrakon_app::hub::{Hub, Options, signed};
use ostrakon_app::public::Told;
use ostrakon_app::{AppError, names::count};
use std::fmt::Write as _;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What every signed bundle holds.
const MANIFEST: &[u8] = b"\"manifest\"";

/// Exit code where something was refused.
const REFUSED: u8 = 3;

/// What files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// STIX 2.1: object, bundle, list, or one object a line.
    Stix,
    /// MISP events.
    Misp,
    /// schema.org `ClaimReview` (JSON-LD).
    Claimreview,
    /// Statements of reasons under the Digital Services Act, JSON or CSV.
    Dsa,
    /// A signed bundle; the agreement with its issuer names the key.
    Signed,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// A STIX bundle.
    #[value(alias = "stix")]
    Bundle,
    /// One STIX object a line.
    Ndjson,
    /// MISP events.
    Misp,
    /// The fact-checks, as JSON-LD.
    Claimreview,
    /// The statements of reasons, as the Transparency Database takes them.
    Dsa,
    /// The statements of reasons as a table.
    DsaCsv,
    /// A table for people.
    Csv,
}

#[derive(Debug, Args)]
pub struct Import {
    /// Files to import; each is taken whole or not at all.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    place: Place,
    /// Collection, by id or alias; `objects` unless told, which is made when it is missing.
    #[arg(long, value_name = "C")]
    collection: Option<String>,
    /// What the files are; recognised by their content unless told.
    #[arg(long, value_enum, value_name = "F")]
    format: Option<Format>,
}

#[derive(Debug, Args)]
pub struct Export {
    /// File to write; it appears when it is complete.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    place: Place,
    /// Collection, by id or alias.
    #[arg(long, value_name = "C", default_value = "objects")]
    collection: String,
    /// For whom: `own` (everything), `public`, or the id of a partner organisation with an agreement.
    #[arg(long, value_name = "WHOM", default_value = "own")]
    to: String,
    /// Who decided that it may leave, and why; needed for others than ourselves, and kept in the log.
    #[arg(long, value_name = "TEXT")]
    decision: Option<String>,
    /// How it is written.
    #[arg(long, alias = "format", value_enum, default_value_t = Form::Bundle, value_name = "F")]
    form: Form,
    /// Sign it with the key in this file (64 hexadecimal digits), which is made when it is missing.
    #[arg(long, value_name = "KEYFILE")]
    sign: Option<PathBuf>,
}

/// Check a signed bundle, an evidence file or a line of a public register, without a hub and without a network.
#[derive(Debug, Args)]
pub struct Verify {
    /// A bundle, or a line of a register with its proof (`/public/log/proof/N`).
    #[arg(value_name = "FILE")]
    bundle: PathBuf,
    /// Whose signature is trusted: the issuer's id and its public key in hexadecimal; for a bundle. Without one the rest is checked,
    /// and who signed it is not established.
    #[arg(long = "key", value_name = "ISSUER=HEX", value_parser = pair)]
    keys: Vec<(String, String)>,
    /// The public key of the register's log (NAME+ID+KEY), got by another way than the file; for a line.
    #[arg(long, value_name = "KEY", conflicts_with = "keys")]
    log_key: Option<String>,
    /// Who reads it, by id; needed where it is not for everybody.
    #[arg(long, value_name = "ID")]
    reader: Vec<String>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (issuer, key) = text.split_once('=').ok_or("write ISSUER=HEX")?;
    Ok((issuer.to_owned(), key.to_owned()))
}

pub fn verify(json: bool, args: &Verify, now: i64) -> Result<ExitCode, AppError> {
    let bytes = std::fs::read(&args.bundle)
        .map_err(|error| AppError::Usage(format!("{}: {error}", args.bundle.display())))?;
    if let Some(key) = &args.log_key {
        let told = ostrakon_app::public::verify_proof(&bytes, key)?;
        print::done(json, &told, ToString::to_string);
        return Ok(ExitCode::SUCCESS);
    }
    let manifest = if args.keys.is_empty() {
        // Whatever has no manifest is no bundle, damaged or not: then it is not known what it is to be held against.
        let is_bundle = bytes.windows(MANIFEST.len()).any(|part| part == MANIFEST);
        match signed::whole(&bytes) {
            Err(error) if !is_bundle => {
                let file = args.bundle.display();
                let mend = "say whose signature is trusted: --key ISSUER=HEX for a bundle, --log-key KEY for a line of a register";
                return Err(AppError::Usage(format!("{file}: no bundle ({error}); {mend}")));
            }
            read => read?,
        }
    } else {
        signed::verify(&bytes, &args.keys, &args.reader, now)?
    };
    let beside =
        args.bundle.parent().map(|one| if one.as_os_str().is_empty() { Path::new(".") } else { one });
    let how = evidence_bundle::Checking { keys: &args.keys, beside, language: "en" };
    if let Some(told) = evidence_bundle::check(&bytes, &manifest, &how)? {
        print::done(json, &told, ToString::to_string);
        return Ok(ExitCode::SUCCESS);
    }
    if args.keys.is_empty() {
        let told = Told {
            proven: vec![format!(
                "The {} objects are those that the manifest lists: none was changed, added or left out after it was written.",
                count(manifest.objects.len() as u64)
            )],
            not_proven: vec![
                format!(
                    "Who signed it: it names {}, and no key was given to hold that against (--key ISSUER=HEX). Whoever made it can have made all of it.",
                    manifest.issuer
                ),
                "That what they say is true, and that this is the latest that was said.".into(),
            ],
        };
        print::done(json, &told, ToString::to_string);
        return Ok(ExitCode::SUCCESS);
    }
    print::done(json, &manifest, |manifest| {
        format!(
            "Proven: {} signed these {} objects as number {}, and nothing was changed, added or left out since.\nNot \
             proven: that what they say is true, and that this is the latest that {} has said.",
            manifest.issuer,
            count(manifest.objects.len() as u64),
            manifest.sequence,
            manifest.issuer
        )
    });
    Ok(ExitCode::SUCCESS)
}

#[derive(Debug, Subcommand)]
pub enum Knowledge {
    /// Import a knowledge base.
    #[command(subcommand)]
    Import(Base),
    /// Find techniques, tactics, counters and detections of DISARM by id or words.
    Search {
        /// An id, its beginning, or words of the name.
        #[arg(required = true, value_name = "TERM")]
        term: Vec<String>,
    },
    /// Draw which channels come back from incident to incident: those in more than one, joined where they share some.
    #[command(
        after_help = "Roles: hub (degree in the top 5 %), booster (mean weight in the top 5 %, at least 2), bridge (at least 4 \
        neighbours of whom less than half of the pairs know each other). The rule is that of the EEAS's 3rd report on FIMI threats."
    )]
    Channels {
        #[command(flatten)]
        place: Place,
        /// Collection, by id or alias.
        #[arg(long, value_name = "C", default_value = "objects")]
        collection: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum Base {
    /// The DISARM framework: its STIX bundle, and the tables (*.csv) that lie beside it.
    Disarm {
        /// The bundle.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        place: Place,
        /// Write links to retired techniques with a proposal each, for people to review.
        #[arg(long, value_name = "FILE")]
        remap: Option<PathBuf>,
    },
}

fn open(place: &Place) -> Result<Hub, AppError> {
    Ok(Hub::open(&place.location()?, &Options::default())?)
}

fn told(done: &Imported) -> String {
    let mut text = format!(
        "{} objects: {} new, {} there already, {} refused (collection {})",
        count(done.objects as u64),
        count(done.added as u64),
        count(done.present as u64),
        count(done.refused.len() as u64),
        done.collection
    );
    for (id, reason) in done.refused.iter().take(20) {
        let _ = write!(text, "\n  {id}: {reason}");
    }
    for warning in &done.warnings {
        let _ = write!(text, "\n  warning: {warning}");
    }
    text
}

pub fn import(json: bool, args: &Import) -> Result<ExitCode, AppError> {
    let format = args.format.map(|format| match format {
        Format::Stix => imports::Format::Stix,
        Format::Misp => imports::Format::Misp,
        Format::Claimreview => imports::Format::ClaimReview,
        Format::Dsa => imports::Format::Dsa,
        Format::Signed => imports::Format::Signed,
    });
    let done = open(&args.place)?.import_files(&args.files, format, args.collection.as_deref())?;
    print::done(json, &done, told);
    Ok(if done.refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) })
}

pub fn export(json: bool, args: &Export) -> Result<ExitCode, AppError> {
    let recipient = match args.to.as_str() {
        "own" => Recipient::Own,
        "public" => Recipient::Public,
        organisation => Recipient::Organisation(organisation.to_owned()),
    };
    let shape = match args.form {
        Form::Bundle => Shape::Bundle,
        Form::Ndjson => Shape::Lines,
        Form::Misp => Shape::Misp,
        Form::Claimreview => Shape::ClaimReview,
        Form::Dsa => Shape::Dsa,
        Form::DsaCsv => Shape::DsaCsv,
        Form::Csv => Shape::Csv,
    };
    let key = args.sign.as_deref().map(signed::key).transpose()?;
    let shape = match (&key, shape) {
        (None, shape) => shape,
        (Some(_), Shape::Bundle) => Shape::Signed,
        (Some(_), _) => {
            return Err(AppError::Usage("--sign: only a bundle can be signed; leave out --form".into()));
        }
    };
    let hub = open(&args.place)?;
    let failed = |error: std::io::Error| AppError::Usage(format!("{}: {error}", args.out.display()));
    // Written beside and moved into place: a reader never sees half a bundle.
    let part = args.out.with_extension("part");
    let file = std::fs::File::create(&part).map_err(failed)?;
    let mut out = BufWriter::new(file);
    let done =
        hub.export(&args.collection, &recipient, args.decision.as_deref(), shape, key.as_ref(), &mut out);
    let done = done.and_then(|done| {
        let io = |error: std::io::Error| ostrakon_app::hub::HubError::invalid("--out", error.to_string());
        let file = out.into_inner().map_err(|error| io(error.into_error()))?;
        file.sync_all().and_then(|()| std::fs::rename(&part, &args.out)).map_err(io)?;
        Ok(done)
    });
    if done.is_err() {
        // What is left of a failed export helps nobody; that it cannot be removed is no second failure.
        let _ = std::fs::remove_file(&part);
    }
    let done = done?;
    print::done(json, &done, |done| {
        let signed = key.as_ref().map(|key| format!("\nSigned; public key {}", signed::public(key)));
        format!(
            "{} objects written, {} kept back by the gate{}",
            count(done.objects as u64),
            count(done.withheld as u64),
            signed.unwrap_or_default()
        )
    });
    Ok(ExitCode::SUCCESS)
}

pub fn knowledge(json: bool, command: &Knowledge) -> Result<ExitCode, AppError> {
    let (file, place, remap) = match command {
        Knowledge::Import(Base::Disarm { file, place, remap }) => (file, place, remap),
        Knowledge::Search { term } => return Ok(search(json, &term.join(" "))),
        Knowledge::Channels { place, collection } => {
            let drawn = open(place)?.own_channel_network(collection)?;
            print::done(json, &drawn, channels);
            return Ok(ExitCode::SUCCESS);
        }
    };
    let (done, report) = open(place)?.import_disarm(file, None)?;
    if let Some(path) = remap {
        let text = serde_json::to_string_pretty(&report.dangling).unwrap_or_default();
        std::fs::write(path, text)
            .map_err(|error| AppError::Usage(format!("{}: {error}", path.display())))?;
    }
    let both = serde_json::json!({ "imported": done, "report": report });
    print::done(json, &both, |_| {
        let mut text = told(&done);
        for (table, rows) in &report.counts {
            let _ = write!(text, "\n  {table}: {}", count(*rows as u64));
        }
        let _ = write!(
            text,
            "\n  {} links from counters to techniques, of which {} lead to {} retired techniques",
            count(report.links as u64),
            count(report.dangling_links as u64),
            count(report.dangling.len() as u64)
        );
        if remap.is_none() && !report.dangling.is_empty() {
            text.push_str("; --remap FILE writes them with a proposal each");
        }
        text
    });
    Ok(ExitCode::SUCCESS)
}

/// Exit code 1 when nothing fits.
/// The channels of a network, those with the most neighbours first.
fn channels(drawn: &ChannelNetwork) -> String {
    let mut nodes: Vec<_> = drawn.nodes.iter().collect();
    nodes.sort_by(|a, b| b.degree.cmp(&a.degree).then_with(|| a.id.cmp(&b.id)));
    let mut text = format!(
        "{} incidents, {} channels: {} come back together, joined {} times",
        count(drawn.incidents as u64),
        count(drawn.channels as u64),
        count(drawn.nodes.len() as u64),
        count(drawn.edges.len() as u64)
    );
    for node in nodes {
        let name = node.name.as_deref().unwrap_or(&node.id);
        let _ = write!(
            text,
            "\n{:>5} incidents  {:>5} neighbours  {:<21} {name}",
            node.incidents,
            node.degree,
            node.roles.join(" ")
        );
    }
    for incident in &drawn.left_out {
        let _ = write!(text, "\nleft out: {incident} has too many channels to pair them");
    }
    text
}

fn search(json: bool, term: &str) -> ExitCode {
    let found = ostrakon_app::hub::search_disarm(term, None);
    let rows: Vec<serde_json::Value> = found
        .iter()
        .map(|one| {
            serde_json::json!({ "id": one.id, "kind": one.kind.name(), "name": one.name, "parent": one.parent,
                "stix": one.stix })
        })
        .collect();
    print::done(json, &rows, |_| {
        let line = |one: &ostrakon_app::hub::DisarmName| {
            format!("{:<10} {:<10} {}", one.id, one.kind.name(), one.name)
        };
        found.iter().map(line).collect::<Vec<_>>().join("\n")
    });
    if found.is_empty() { ExitCode::from(1) } else { ExitCode::SUCCESS }
}
