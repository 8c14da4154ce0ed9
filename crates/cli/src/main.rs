//! The binary `ostrakon`: arguments, progress, exit codes. What the commands do is in `ostrakon-app`.
//!
//! Exit codes: 0 done, 1 findings below what was asked, 2 bad usage, 3 bad input, 4 not allowed, 5 internal.

mod args;
mod casework;
mod effect;
mod evidence;
mod exchange;
mod hub;
mod people;
mod print;
mod progress;
mod public;
mod registry;
mod report;
mod run;
mod serve;
mod stix;

use clap::Parser;
use std::process::ExitCode;

// Reading makes and drops many small strings on several threads; the system allocator costs a third of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = args::Cli::parse();
    match run::run(&cli) {
        Ok(code) => code,
        Err(error) => {
            print::error(&error, cli.json);
            ExitCode::from(error.exit_code())
        }
    }
}
