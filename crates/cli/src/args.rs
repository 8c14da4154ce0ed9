//! The command line, as data. One struct a command; what they do is in `ostrakon-app`.

use crate::hub;
use clap::{Args, Parser, Subcommand, ValueEnum};
use ostrakon_app::clock;
use ostrakon_model::Signal;
use std::{net::SocketAddr, path::PathBuf};

/// Finds coordinated manipulation by behaviour, never by opinion, with evidence and an error rate.
#[derive(Debug, Parser)]
#[command(name = "ostrakon", version, max_term_width = 100, propagate_version = true)]
pub struct Cli {
    /// Print results as JSON on standard output.
    #[arg(long, global = true)]
    pub json: bool,
    /// No progress bars, even on a terminal.
    #[arg(long, global = true)]
    pub quiet: bool,
    /// Threads to use; all processors unless told. Results do not depend on it.
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<usize>,
    /// Exercise: let the clock begin at this time (RFC 3339). Only for a data directory that began so; later starts go on
    /// from its last event.
    #[arg(long, global = true, value_name = "TIME", env = "OSTRAKON_EXERCISE_CLOCK", value_parser = clock::read)]
    pub exercise_clock: Option<i64>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Generate an exercise, analyse it, score the result against the truth, and show the report.
    Demo(Demo),
    /// From exports of posts to coordinated groups with evidence: the whole detection path, no server.
    Analyse(Analyse),
    /// Read posts into the lake of a data directory, under an access basis and a retention class.
    Ingest(Ingest),
    /// Delete what may no longer be kept.
    #[command(subcommand)]
    Retention(Retention),
    /// Run one detector.
    #[command(subcommand)]
    Detect(Detect),
    /// Synthetic elections with known truth, and their score.
    #[command(subcommand)]
    Exercise(Exercise),
    /// Reports for decision-makers.
    #[command(subcommand)]
    Report(crate::report::Report),
    /// Objects of STIX 2.1.
    #[command(subcommand)]
    Stix(Stix),
    /// Accounts: add, list, disable, enable, reset.
    #[command(subcommand)]
    User(crate::people::User),
    /// Organisations: add, list, disable, enable.
    #[command(subcommand)]
    Org(crate::people::Org),
    /// API tokens: create, list, revoke.
    #[command(subcommand)]
    Token(crate::people::Token),
    /// Collections: create, list.
    #[command(subcommand)]
    Collection(crate::people::Collection),
    /// Alerts, notifications, crises, elections and all other records: open, act, list, show, deadlines.
    #[command(subcommand)]
    Casework(crate::casework::Casework),
    /// Check what the hub has written down.
    #[command(subcommand)]
    Audit(hub::Audit),
    /// Copy a data directory or database into one file, while it may be in use.
    Backup(hub::Backup),
    /// Make a data directory or database from a backup.
    Restore(hub::Restore),
    /// Examine a data directory or database, and say what to do; exit 3 when something is lost.
    Doctor(hub::Doctor),
    /// Knowledge bases: DISARM.
    #[command(subcommand)]
    Knowledge(crate::exchange::Knowledge),
    /// Who is listed by name (media, state channels, officials, organisations): add, import, list, verify, withdraw, export.
    #[command(subcommand)]
    Registry(crate::registry::Registry),
    /// The public side as files, and checking them.
    #[command(subcommand)]
    Public(crate::public::Public),
    /// Evidence files for outsiders.
    #[command(subcommand)]
    Evidence(crate::public::Evidence),
    /// Check a signed bundle, an evidence file or a line of a public register, without a hub and without a network.
    Verify(crate::exchange::Verify),
    /// Serve the hub: REST, TAXII and pages, on one address.
    Serve(crate::serve::Serve),
    /// List the export formats that are recognised, or describe one.
    Formats {
        /// Name of a format.
        name: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
pub enum Stix {
    /// Check objects against the specification: what breaks it, and what had better be different.
    Validate {
        /// An object, a bundle, a list, or one object a line; also .gz and .zst; `-` is standard input.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Match patterns against observations.
    #[command(after_help = "Without --pattern each line of a file is a case of its own: \
        {\"pattern\": \"[domain-name:value = 'a.example']\", \"observed_data\": [objects or bundles]}")]
    Match {
        /// Match this one against the objects of all files together.
        #[arg(long, value_name = "PATTERN")]
        pattern: Option<String>,
        /// Cases, one a line, or with --pattern objects; also .gz and .zst; `-` is standard input.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Put files into the hub: STIX, signed bundles, MISP, ClaimReview, DSA statements of reasons.
    Import(crate::exchange::Import),
    /// Write a collection to a file, through the sharing gate.
    Export(crate::exchange::Export),
}

/// Options of everything that reads posts.
#[derive(Debug, Args)]
pub struct Reading {
    /// Exports of posts: CSV, TSV, NDJSON, JSON or Parquet, also .gz and .zst; `-` is standard input.
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Name of the format, where it cannot be recognised from the content (see `ostrakon formats`).
    #[arg(long, value_name = "F")]
    pub format: Option<String>,
    /// Read the column or key OLD as the canonical field NEW (message_id, user_id, message, timestamp, urls, …).
    #[arg(long, value_name = "OLD=NEW", value_parser = parse_rename)]
    pub map: Vec<(String, String)>,
    /// Take texts that begin with "RT @…" for reposts, where the export has no repost ids.
    #[arg(long)]
    pub reposts_by_text: bool,
    /// Show handles instead of pseudonyms, for the purpose given; results are marked with it.
    #[arg(long, value_name = "PURPOSE", value_parser = parse_purpose)]
    pub reveal_handles: Option<String>,
    /// Key of the pseudonyms (32 bytes); created if it is missing. Equal keys give equal pseudonyms.
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// Accounts that are listed by name in a registry (organisations, media, officials, state channels) and keep it.
    #[arg(long, value_name = "FILE")]
    pub registry: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Demo {
    /// Posts to generate.
    #[arg(long, value_name = "N", default_value_t = 200_000)]
    pub posts: u64,
    /// Seed: the same seed gives the same election.
    #[arg(long, value_name = "S", default_value_t = 2024)]
    pub seed: u64,
    /// Data directory of the hub; made if it is missing, used again if it is there.
    #[arg(long, value_name = "DIR", default_value = "out/demo")]
    pub data: PathBuf,
    /// Loopback address to serve the hub at.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8360")]
    pub listen: SocketAddr,
    /// Only fill the data directory; say where the report is.
    #[arg(long)]
    pub no_serve: bool,
}

#[derive(Debug, Args)]
pub struct Analyse {
    #[command(flatten)]
    pub reading: Reading,
    /// Directory for the result; made if it is missing.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Signals to look at; all unless told.
    #[arg(long, value_delimiter = ',', value_name = "S,…")]
    pub signals: Vec<Signal>,
    /// Windows in seconds.
    #[arg(long, value_delimiter = ',', value_name = "SECONDS,…", default_values_t = [60u32, 600, 3_600])]
    pub windows: Vec<u32>,
    /// Moments in which two accounts must have met, or a set of accounts together; two of such a set may have met in fewer.
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub min_weight: u32,
    /// False-discovery rate.
    #[arg(long, value_name = "Q", default_value_t = 0.05, value_parser = parse_rate)]
    pub q: f64,
    /// Least Jaccard similarity of nearly equal texts.
    #[arg(long, value_name = "J", default_value_t = 0.7, value_parser = parse_rate)]
    pub similarity: f64,
    /// Seed of the community search.
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// The election this is for (TOML or JSON: id, name, country, start_date, end_date): with every group stands whether it
    /// acted in that period. Detection itself does not look at it.
    #[arg(long, value_name = "FILE")]
    pub election: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Ingest {
    #[command(flatten)]
    pub reading: Reading,
    /// Data directory.
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Name of the data set.
    #[arg(long, value_name = "NAME")]
    pub dataset: String,
    /// On what ground the posts were obtained: ad-library, consent, dsa-40-12, dsa-40-4, platform-api, platform-export,
    /// public-release, public-web, synthetic, user-submission.
    #[arg(long, value_name = "B")]
    pub access_basis: String,
    /// What the data set is for, in words.
    #[arg(long, value_name = "TEXT", value_parser = parse_purpose)]
    pub purpose: String,
    /// Retention class: how long the posts may be kept, counted from now (30d, 90d, 180d, 1y, 2y, 5y).
    #[arg(long, value_name = "CLASS")]
    pub retention: String,
}

#[derive(Debug, Subcommand)]
pub enum Retention {
    /// Delete the posts of all data sets whose time is over, and print the receipts.
    Run {
        /// Data directory.
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// Only say what is over.
        #[arg(long)]
        dry_run: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum Detect {
    /// Pairs of accounts that act on the same objects within a window.
    Coordination(DetectCoordination),
}

/// Whose definition to follow exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Compat {
    /// coordination-network-toolkit 1.5.2.
    Cnt,
    /// CooRTweet 2.1.3; --min-weight is its min_participation.
    Coortweet,
}

#[derive(Debug, Args)]
pub struct DetectCoordination {
    #[command(flatten)]
    pub reading: Reading,
    /// co-repost, co-link, co-domain, co-hashtag, co-mention, co-reply, co-post, co-text, co-similar-text, co-media.
    #[arg(long, value_name = "S", default_value = "co-repost")]
    pub signal: Signal,
    /// Window in seconds, inclusive; several give one list each, told apart by a column.
    #[arg(long, value_delimiter = ',', value_name = "SECONDS", default_values_t = [60u32])]
    pub window: Vec<u32>,
    /// Least weight of an edge.
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub min_weight: u32,
    /// Follow a peer's definition exactly.
    #[arg(long, value_enum)]
    pub compat: Option<Compat>,
    /// List accounts that match themselves too (parity with the coordination-network-toolkit).
    #[arg(long)]
    pub self_loops: bool,
    /// Percentile of the weights above which CooRTweet's weight_threshold is 1.
    #[arg(long, value_name = "P", default_value_t = 0.5, value_parser = parse_rate)]
    pub edge_weight: f64,
    /// Least Jaccard similarity of nearly equal texts.
    #[arg(long, value_name = "J", default_value_t = 0.8, value_parser = parse_rate)]
    pub similarity: f64,
    /// File for the edges: .tsv or .csv; `-` is standard output (TSV). `analyse` writes Parquet too.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum Exercise {
    /// Write posts.csv, truth.csv and scenario.json.
    Generate {
        /// Scenario: default, quiet, stealth-0 … stealth-4, single-CAMPAIGN.
        #[arg(long, value_name = "NAME", default_value = "default")]
        scenario: String,
        /// Posts to generate.
        #[arg(long, value_name = "N", default_value_t = 200_000)]
        posts: u64,
        /// Seed.
        #[arg(long, value_name = "S", default_value_t = 1)]
        seed: u64,
        /// Directory to write to.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Compare findings with the truth.
    Score {
        /// truth.csv of the exercise.
        #[arg(long, value_name = "FILE")]
        truth: PathBuf,
        /// communities.csv or findings.ndjson of the analysis.
        #[arg(long, value_name = "FILE")]
        findings: PathBuf,
        /// Key of the pseudonyms in the findings, if they bear any; the pseudonym.key beside the findings unless told.
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
        /// Least F1 at account level; below it the exit code is 1.
        #[arg(long, value_name = "F1", value_parser = parse_rate)]
        least_f1: Option<f64>,
    },
}

fn parse_rename(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((old, new)) if !old.trim().is_empty() && !new.trim().is_empty() => {
            Ok((old.trim().to_owned(), new.trim().to_owned()))
        }
        _ => Err("write it as OLD=NEW, for example --map author=user_id".to_owned()),
    }
}

fn parse_purpose(text: &str) -> Result<String, String> {
    if text.trim().chars().count() < 3 {
        return Err("say in words what for; it is written into the result".to_owned());
    }
    Ok(text.trim().to_owned())
}

fn parse_rate(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(rate) if (0.0..=1.0).contains(&rate) => Ok(rate),
        _ => Err("a number from 0 to 1".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_rename_needs_both_names_and_handles_need_a_purpose() {
        assert!(parse_rename("author=user_id").is_ok());
        assert!(parse_rename("author").is_err() && parse_rename("=x").is_err());
        assert!(parse_purpose("  ").is_err());
        assert!(parse_rate("1.5").is_err() && parse_rate("nan").is_err());
    }
}
