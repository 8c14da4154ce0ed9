//! `ostrakon report`: what decision-makers are told.

use crate::print;
use clap::{Args, Subcommand};
use ostrakon_app::names::count;
use ostrakon_app::{AppError, situation, upkeep};
use ostrakon_model::{Tlp, time::iso};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub enum Report {
    /// The situation of an election, from the records: one page first, then every section with its sources.
    Situation(Situation),
}

/// The situation of an election, from the records.
///
/// Built for readers of this installation's organisation up to the marking; what is narrower is left out and counted. An issue
/// that two people stand for is made in the web application or over REST (records of the kind `report`).
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  ostrakon report situation --election 3f0c… --out report.html --data ostrakon-data
  ostrakon report situation --election \"European elections\" --out report.json --marking amber
  ostrakon report situation --election 3f0c… --out report.pdf --cut-off 2024-06-07T06:00:00Z --previous report-1.json")]
pub struct Situation {
    /// The election: id of its record, or its title.
    #[arg(long, value_name = "ID")]
    election: String,
    /// File to write; its ending says the form: .html, .pdf or .json. It appears when it is complete.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Cut-off: nothing recorded later is in the report. RFC 3339, or milliseconds since 1970 UTC; now unless told.
    #[arg(long, value_name = "TIME", value_parser = situation::moment)]
    cut_off: Option<i64>,
    /// Marking: nothing narrower is in the report (clear, green, amber, amber+strict, red).
    #[arg(long, value_name = "TLP", default_value = "amber+strict")]
    marking: Tlp,
    /// JSON of an earlier issue, to say what changed since; the last one that was issued here unless told.
    #[arg(long, value_name = "FILE.json")]
    previous: Option<PathBuf>,
    /// Language: en, fr, de. What people wrote keeps its own.
    #[arg(long, value_name = "LANG", default_value = "en")]
    lang: String,
    /// Data directory.
    #[arg(long, value_name = "DIR", default_value = "ostrakon-data")]
    data: PathBuf,
    /// PostgreSQL address, instead of a data directory.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

pub fn run(json: bool, command: &Report, now: i64) -> Result<ExitCode, AppError> {
    let Report::Situation(args) = command;
    let request = situation::FileRequest {
        location: upkeep::location(Some(&args.data), args.database.as_deref())?,
        election: args.election.clone(),
        out: args.out.clone(),
        cut_off: args.cut_off,
        marking: args.marking,
        previous: args.previous.clone(),
        language: args.lang.clone(),
    };
    let done = situation::write(&request, now)?;
    print::done(json, &done, |done| {
        format!(
            "{}: situation as of {}, {}, {} key developments, {} withheld",
            done.out.display(),
            iso(done.as_of),
            done.marking,
            count(done.developments as u64),
            count(done.withheld)
        )
    });
    Ok(ExitCode::SUCCESS)
}
