//! One arm a command.

use crate::{
    args::{
        Analyse, Cli, Command, Compat, Demo, Detect, DetectCoordination, Exercise, Ingest, Reading, Retention,
    },
    hub, people, print,
    progress::Bar,
};
use ostrakon_app::{
    AppError, analyse,
    analysis::{Analyses, Settings},
    clock, coordination, demo, exercise, formats, hub as hubs, ingest,
    load::Source,
    names::count,
    params, retention,
};
use ostrakon_server::hub::config::{Config, Entry, Public};
use std::fmt::Write as _;
use std::process::ExitCode;

/// Does what the command line asks.
pub fn run(cli: &Cli) -> Result<ExitCode, AppError> {
    ostrakon_app::use_threads(cli.threads)?;
    if let Some(begins) = cli.exercise_clock {
        clock::begin_exercise(begins);
    }
    match &cli.command {
        Command::Demo(args) => run_demo(cli, args),
        Command::Analyse(args) => run_analyse(cli, args),
        Command::Ingest(args) => run_ingest(cli, args),
        Command::Retention(Retention::Run { data, dry_run }) => {
            let done = retention::run(data, *dry_run, clock::now())?;
            print::done(cli.json, &done, ToString::to_string);
            Ok(ExitCode::SUCCESS)
        }
        Command::Detect(Detect::Coordination(args)) => run_detect(cli, args),
        Command::Exercise(args) => run_exercise(cli, args),
        Command::Report(command) => crate::report::run(cli.json, command, clock::now()),
        Command::Stix(command) => crate::stix::run(cli.json, command),
        Command::User(command) => people::run(&people::Command::User(command), cli.json, clock::now()),
        Command::Org(command) => people::run(&people::Command::Org(command), cli.json, clock::now()),
        Command::Token(command) => people::run(&people::Command::Token(command), cli.json, clock::now()),
        Command::Collection(command) => {
            people::run(&people::Command::Collection(command), cli.json, clock::now())
        }
        Command::Casework(command) => crate::casework::run(cli.json, command),
        Command::Audit(args) => hub::audit(cli.json, args),
        Command::Backup(args) => hub::backup(cli.json, args),
        Command::Restore(args) => hub::restore(cli.json, args),
        Command::Doctor(args) => hub::doctor(cli.json, args),
        Command::Knowledge(command) => crate::exchange::knowledge(cli.json, command),
        Command::Registry(command) => crate::registry::run(cli.json, command),
        Command::Public(command) => crate::public::run(cli.json, command),
        Command::Evidence(command) => crate::public::evidence(cli.json, command),
        Command::Verify(args) => crate::exchange::verify(cli.json, args, clock::now()),
        Command::Serve(args) => crate::serve::run(args),
        Command::Formats { name } => {
            print::line(&formats::describe(name.as_deref())?);
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn source(cli: &Cli, reading: &Reading) -> Source {
    Source {
        inputs: reading.inputs.clone(),
        format: reading.format.clone(),
        map: reading.map.clone(),
        reposts_by_text: reading.reposts_by_text,
        reveal: reading.reveal_handles.clone(),
        key: reading.key.clone(),
        registry: reading.registry.clone(),
        threads: cli.threads.unwrap_or(0),
    }
}

fn run_demo(cli: &Cli, args: &Demo) -> Result<ExitCode, AppError> {
    if !args.listen.ip().is_loopback() {
        return Err(AppError::Usage(format!(
            "--listen {}: the demo signs in whoever opens its link; it is shown on loopback only (127.0.0.1 or [::1])",
            args.listen
        )));
    }
    let location = hubs::Location::from_options(Some(&args.data), None).map_err(hubs::HubError::from)?;
    let hub = hubs::Hub::open(&location, &hubs::Options::default())?;
    let settings = Settings { threads: cli.threads.unwrap_or(0), ..Settings::default() };
    let analyses = Analyses::open(&hub, &args.data, settings)?;
    let bar = Bar::new(cli.quiet);
    let request = demo::Request { posts: args.posts, seed: args.seed, data: &args.data };
    let done = demo::demo(&hub, &analyses, request, &bar);
    bar.finish();
    let done = done?;
    let report = done.analysis.out.join("report.html");
    print::done(cli.json, &done, |d| {
        format!(
            "{}\n{}\n\n{}\n{} of its groups are incidents, with casework on them (ostrakon report situation --election {} --data {} --out FILE.html).\nReport: {}",
            d.analysis.headline,
            "How well that matches the truth of the exercise:",
            d.score,
            d.incidents.len(),
            d.casework.election,
            args.data.display(),
            report.display()
        )
    });
    if args.no_serve {
        return Ok(ExitCode::SUCCESS);
    }
    let fallback = format!("/api/v1/analyses/{}/files/report.html", done.id);
    let (entry, secret) = Entry::make(&done.person, fallback);
    let config = Config {
        entry: Some(entry),
        analyses: Some(analyses),
        data: Some(args.data.clone()),
        public: Public { enabled: true, ..Public::default() },
        ..Config::default()
    };
    ostrakon_server::hub::log_to_stderr("warn").map_err(AppError::Usage)?;
    ostrakon_server::hub::serve(hub, config, args.listen, |address| {
        eprintln!("Open http://{address}/demo#{secret} (it signs you in, once; Ctrl-C stops)");
    })
    .map_err(|error| AppError::Usage(error.to_string()))?;
    Ok(ExitCode::SUCCESS)
}

fn run_analyse(cli: &Cli, args: &Analyse) -> Result<ExitCode, AppError> {
    let request = analyse::Request {
        source: source(cli, &args.reading),
        out: args.out.clone(),
        params: params::from(
            &args.signals,
            &args.windows,
            args.min_weight,
            args.q,
            args.similarity,
            args.seed,
        )?,
        election: args.election.clone(),
    };
    let bar = Bar::new(cli.quiet);
    let done = analyse::analyse(&request, clock::now(), &bar);
    bar.finish();
    print::done(cli.json, &done?, |d| {
        let rejected = match d.rejected {
            0 => String::new(),
            n => format!(" {} rows could not be read: see rejects.csv.", count(n)),
        };
        format!(
            "{}\n{} posts by {} accounts examined.{rejected}\nReport: {}",
            d.headline,
            count(d.posts),
            count(d.accounts),
            d.out.join("report.html").display()
        )
    });
    Ok(ExitCode::SUCCESS)
}

fn run_ingest(cli: &Cli, args: &Ingest) -> Result<ExitCode, AppError> {
    let request = ingest::Request {
        source: source(cli, &args.reading),
        data: args.data.clone(),
        dataset: args.dataset.clone(),
        access_basis: args.access_basis.clone(),
        purpose: args.purpose.clone(),
        retention: args.retention.clone(),
    };
    let bar = Bar::new(cli.quiet);
    let done = ingest::ingest(&request, clock::now(), &bar);
    bar.finish();
    print::done(cli.json, &done?, ToString::to_string);
    Ok(ExitCode::SUCCESS)
}

fn run_detect(cli: &Cli, args: &DetectCoordination) -> Result<ExitCode, AppError> {
    let definition = match args.compat {
        None => coordination::Definition::Own,
        Some(Compat::Cnt) => coordination::Definition::Cnt,
        Some(Compat::Coortweet) => coordination::Definition::CooRTweet { edge_weight: args.edge_weight },
    };
    let request = coordination::Request {
        source: source(cli, &args.reading),
        signal: args.signal,
        windows_s: args.window.clone(),
        min_weight: args.min_weight,
        definition,
        self_loops: args.self_loops,
        similarity: args.similarity,
        out: args.out.clone(),
    };
    let bar = Bar::new(cli.quiet);
    let done = coordination::detect(&request, &bar);
    bar.finish();
    let done = done?;
    let mut left_out = String::new();
    for one in &done.left_out {
        let _ = write!(left_out, "\n{} rows took no part: they {}.", count(one.rows), one.why);
    }
    for warning in &done.warnings {
        let _ = write!(left_out, "\n{warning}");
    }
    if args.out.as_os_str() != "-" {
        print::done(cli.json, &done, |d| {
            let (edges, posts) = (count(d.edges), count(d.posts));
            format!("{edges} edges from {posts} posts: {}{left_out}", args.out.display())
        });
    } else if !left_out.is_empty() {
        // Standard output is the table.
        eprintln!("{}", left_out.trim_start());
    }
    Ok(ExitCode::SUCCESS)
}

fn run_exercise(cli: &Cli, args: &Exercise) -> Result<ExitCode, AppError> {
    match args {
        Exercise::Generate { scenario, posts, seed, out } => {
            let groups = exercise::generate(scenario, *posts, *seed, out)?;
            let value = serde_json::json!({ "out": out, "posts": posts, "groups": groups });
            print::done(cli.json, &value, |_| {
                format!("{} posts, {groups} groups: {}", count(*posts), out.display())
            });
            Ok(ExitCode::SUCCESS)
        }
        Exercise::Score { truth, findings, key, least_f1 } => {
            let score = exercise::score(truth, findings, key.as_deref())?;
            print::done(cli.json, &score, ToString::to_string);
            Ok(ExitCode::from(u8::from(least_f1.is_some_and(|least| score.accounts.f1 < least))))
        }
    }
}
