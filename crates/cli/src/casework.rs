//! `ostrakon casework …`: alerts, notifications, crises, elections and all other kinds of record, from the command line.
//!
//! It acts as one account (`--as`), with its roles and its marking, and every rule holds as it does over REST.

use crate::hub::Place;
use crate::print;
use clap::{Args, Subcommand};
use ostrakon_app::AppError;
use ostrakon_app::analysis::Analyses;
use ostrakon_app::analysis::effects::Step;
use ostrakon_app::casework::response::Standing;
use ostrakon_app::casework::{DeadlineRow, KINDS, ListQuery, Listed, Shown};
use ostrakon_app::hub::access::Principal;
use ostrakon_app::hub::{Hub, HubError, Options};
use ostrakon_model::time::iso as stamp;
use serde_json::Value;
use std::fmt::Write as _;
use std::io::Read;
use std::process::ExitCode;

/// Who asks, and where.
#[derive(Debug, Args)]
pub struct Asker {
    /// Account that acts: its roles, its organisation and its highest marking count.
    #[arg(long = "as", value_name = "USER")]
    user: String,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Subcommand)]
pub enum Casework {
    /// List the kinds of record.
    Kinds,
    /// List records, last changed first.
    List {
        /// Of this kind only (`ostrakon casework kinds`).
        kind: Option<String>,
        /// In this state.
        #[arg(long, value_name = "STATE")]
        state: Option<String>,
        /// Only those that are still open.
        #[arg(long)]
        open: bool,
        /// Of this election.
        #[arg(long, value_name = "ID")]
        election: Option<String>,
        /// About this incident.
        #[arg(long, value_name = "ID")]
        incident: Option<String>,
        /// At most as many.
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: usize,
        #[command(flatten)]
        asker: Asker,
    },
    /// Show a record with its deadlines.
    Show {
        /// The record, as KIND/ID.
        record: String,
        #[command(flatten)]
        asker: Asker,
    },
    /// Show what happened to a record.
    History {
        /// The record, as KIND/ID.
        record: String,
        #[command(flatten)]
        asker: Asker,
    },
    /// Show what is computed from a record: times of an alert or a case, the effect of a measure.
    Measured {
        /// The record, as KIND/ID.
        record: String,
        #[command(flatten)]
        asker: Asker,
    },
    /// Count the effect of a measure from the data of its incidents: volume, reach and spread, with matched controls.
    #[command(
        after_help = "Example: ostrakon casework count measure/ID --keep --as analyst --data ostrakon-data"
    )]
    Count {
        /// The measure, as measure/ID.
        record: String,
        /// Length of a step; without it the data decide.
        #[arg(long, value_name = "STEP", value_parser = ["hour", "day"])]
        step: Option<String>,
        /// Enter the series into the measure. Those that were typed stay.
        #[arg(long)]
        keep: bool,
        /// With --keep: replace what was typed too.
        #[arg(long, requires = "keep")]
        replace: bool,
        #[command(flatten)]
        asker: Asker,
    },
    /// Open a record.
    #[command(
        after_help = "Example: ostrakon casework open alert @alert.json --as liaison --data ostrakon-data"
    )]
    Open {
        /// Kind of record.
        kind: String,
        /// Fields of the command `open`: JSON, `@FILE`, or `-` for standard input.
        fields: String,
        #[command(flatten)]
        asker: Asker,
    },
    /// Act on a record.
    #[command(
        after_help = "Example: ostrakon casework act alert/ID close '{\"outcome\": \"All know.\"}' --as liaison --data D"
    )]
    Act {
        /// The record, as KIND/ID.
        record: String,
        /// The command, such as `issue`.
        command: String,
        /// Its fields: JSON, `@FILE`, or `-` for standard input; nothing where it has none.
        fields: Option<String>,
        /// An approved proposal that this spends, where it takes two people.
        #[arg(long, value_name = "ID")]
        approval: Option<String>,
        #[command(flatten)]
        asker: Asker,
    },
    /// Show what is due: missed first, then by due date.
    Deadlines {
        /// At most as many.
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: usize,
        #[command(flatten)]
        asker: Asker,
    },
    /// Show what may be done about an incident: open, missing something, or closed, and by which rule.
    Routes {
        /// Id of the incident.
        incident: String,
        #[command(flatten)]
        asker: Asker,
    },
}

/// Does it.
///
/// # Errors
/// What refused it, in words that name the mend.
pub fn run(json: bool, command: &Casework) -> Result<ExitCode, AppError> {
    match command {
        Casework::Kinds => {
            let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
            print::done(json, &names, |names| names.join("\n"));
        }
        Casework::List { kind, state, open, election, incident, limit, asker } => {
            let query = ListQuery {
                kind: kind.clone(),
                state: state.clone(),
                open: open.then_some(true),
                election: election.clone(),
                incident: incident.clone(),
                limit: *limit,
                ..ListQuery::default()
            };
            let page = with(asker, "case.read", |hub, who| Ok(hub.records_of(who, &query)?))?;
            print::done(json, &page, |page| page.rows.iter().map(row).collect::<Vec<_>>().join("\n"));
        }
        Casework::Show { record, asker } => {
            let (kind, id) = named(record)?;
            let shown = with(asker, "case.read", |hub, who| Ok(hub.record_of(who, kind, id)?))?;
            print::done(json, &shown, told);
        }
        Casework::History { record, asker } => {
            let (kind, id) = named(record)?;
            let all = with(asker, "case.read", |hub, who| Ok(hub.history_of(who, kind, id)?))?;
            print::done(json, &all, |all| {
                let line = |one: &ostrakon_app::casework::HistoryEntry| {
                    let at = one.event["at"].as_i64().map_or_else(|| "erased".into(), stamp);
                    format!("{:>4}  {at}  {}  {}", one.n, one.event["by"]["person"], one.event["what"])
                };
                all.iter().map(line).collect::<Vec<_>>().join("\n")
            });
        }
        Casework::Measured { record, asker } => {
            let (kind, id) = named(record)?;
            let found = with(asker, "case.read", |hub, who| Ok(hub.measured(who, kind, id)?))?;
            print::done(json, &found.measured, |measured| crate::effect::measured(kind, measured));
        }
        Casework::Count { record, step, keep, replace, asker } => {
            let id = match named(record)? {
                ("measure", id) => id,
                (kind, _) => {
                    return Err(AppError::Usage(format!(
                        "a {kind} has no effect that is counted: name a measure"
                    )));
                }
            };
            let step = step.as_deref().map(|name| if name == "day" { Step::Day } else { Step::Hour });
            let action = if *keep { "case.write" } else { "case.read" };
            let counted = with(asker, action, |hub, who| {
                hub.matrix().decide("analysis.read", Some(who), None).map_err(HubError::from)?;
                let data = asker.place.directory()?;
                let analyses = Analyses::for_upkeep(hub, data)?;
                Ok(if *keep {
                    hub.keep_counted(who, &analyses, id, step, *replace)?
                } else {
                    hub.count_measure(who, &analyses, id, step)?
                })
            })?;
            print::done(json, &counted, crate::effect::told);
        }
        Casework::Open { kind, fields, asker } => {
            let command = fields_of("open", Some(fields))?;
            let shown =
                with(asker, "case.write", |hub, who| Ok(hub.open_record(who, kind, &command, None)?))?;
            print::done(json, &shown, |shown| format!("{}/{}", shown.kind, shown.id));
        }
        Casework::Act { record, command, fields, approval, asker } => {
            let (kind, id) = named(record)?;
            let command = fields_of(command, fields.as_deref())?;
            let shown = with(asker, "case.write", |hub, who| {
                Ok(hub.command_record(who, kind, id, &command, None, approval.as_deref())?)
            })?;
            print::done(json, &shown, told);
        }
        Casework::Deadlines { limit, asker } => {
            let board = with(asker, "case.read", |hub, who| Ok(hub.deadlines(who, None, *limit)?))?;
            print::done(json, &board, |board| board.rows.iter().map(due).collect::<Vec<_>>().join("\n"));
        }
        Casework::Routes { incident, asker } => {
            let routes = with(asker, "case.read", |hub, who| Ok(hub.route_incident(who, incident)?))?;
            let routes = serde_json::to_value(&routes).unwrap_or_default();
            print::done(json, &routes, pretty);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Opens the hub and asks it as the account, if the account may do such a thing at all.
pub(crate) fn with<T>(
    asker: &Asker,
    action: &str,
    ask: impl FnOnce(&Hub, &Principal) -> Result<T, AppError>,
) -> Result<T, AppError> {
    let hub = Hub::open(&asker.place.location()?, &Options::default())?;
    let who = hub.people().acting(&asker.user, action)?;
    ask(&hub, &who)
}

fn named(record: &str) -> Result<(&str, &str), AppError> {
    let wrong = || AppError::Usage(format!("`{record}`: name the record as KIND/ID, such as alert/0b6c…"));
    record.split_once('/').ok_or_else(wrong)
}

/// The command as JSON: its name, and the fields from where they are.
fn fields_of(name: &str, fields: Option<&str>) -> Result<Value, AppError> {
    let failed = |place: &str, error: &dyn std::fmt::Display| AppError::Usage(format!("{place}: {error}"));
    let (place, text) = match fields {
        None => ("fields", "{}".to_owned()),
        Some("-") => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).map_err(|error| failed("standard input", &error))?;
            ("standard input", text)
        }
        Some(given) => match given.strip_prefix('@') {
            Some(file) => (file, std::fs::read_to_string(file).map_err(|error| failed(file, &error))?),
            None => ("fields", given.to_owned()),
        },
    };
    let mut value: Value = serde_json::from_str(&text).map_err(|error| failed(place, &error))?;
    let Some(map) = value.as_object_mut() else {
        return Err(failed(place, &"write a JSON object with the fields of the command"));
    };
    map.insert("command".into(), name.into());
    Ok(value)
}

pub(crate) fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

fn row(one: &Listed) -> String {
    let due = one.next_due.map_or_else(String::new, |due| format!("  due {}", stamp(due)));
    let summary = &one.summary;
    format!("{}/{}  {:<12} {}  {}{due}", one.kind, one.id, summary.state, summary.marking, summary.title)
}

fn standing(one: Standing) -> String {
    serde_json::to_value(one).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

fn due(one: &DeadlineRow) -> String {
    let at = one.deadline.due.map_or_else(|| "no date".into(), stamp);
    format!(
        "{at}  {}  {}/{}  {}: {}",
        standing(one.standing),
        one.kind,
        one.id,
        one.title,
        one.deadline.what.en
    )
}

fn told(shown: &Shown) -> String {
    let mut text = format!(
        "{}/{}  revision {}\n{}  {}  {}",
        shown.kind, shown.id, shown.rev, shown.summary.state, shown.summary.marking, shown.summary.title
    );
    for one in &shown.deadlines {
        let at = one.deadline.due.map_or_else(|| "no date".into(), stamp);
        let _ = write!(text, "\n  due {at}  {}  {}", standing(one.standing), one.deadline.basis.cite);
    }
    let _ = write!(text, "\n{}", pretty(&shown.record));
    text
}
