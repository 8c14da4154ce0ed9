//! Writes the example report, to look at and for the browser test.
//!
//! `cargo run -p ostrakon-report --example example_report -- FILE [EXTRA_GROUPS|bare]`

use ostrakon_report::{example, html};
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(file) = arguments.next() else {
        eprintln!("name the file to write, and if you like a number of extra groups, or `bare`");
        return ExitCode::from(2);
    };
    let document = match arguments.next().as_deref().map(|kind| (kind, kind.parse())) {
        None => example::document(),
        Some(("bare", _)) => example::bare(),
        Some((_, Ok(n))) => example::crowd(n),
        Some((other, Err(_))) => {
            eprintln!("`{other}` is neither a number of extra groups nor `bare`");
            return ExitCode::from(2);
        }
    };
    match html::write(Path::new(&file), &document, &html::Options::default()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(5)
        }
    }
}
