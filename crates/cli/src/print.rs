//! What a person, or a program with `--json`, is told at the end.

use ostrakon_app::AppError;
use std::io::Write;

/// An error, with its causes, on standard error.
pub fn error(error: &AppError, json: bool) {
    if json {
        let body = serde_json::json!({ "error": error.to_string(), "exit_code": error.exit_code() });
        let _ = writeln!(std::io::stderr().lock(), "{body}");
    } else {
        let _ = writeln!(std::io::stderr().lock(), "ostrakon: {error}");
    }
}

/// A result: its JSON, or the words for a person.
pub fn done<T: serde::Serialize>(json: bool, value: &T, words: impl FnOnce(&T) -> String) {
    if json {
        line(&serde_json::to_string_pretty(value).unwrap_or_default());
    } else {
        line(&words(value));
    }
}

/// A line on standard output. A reader who has seen enough (`| head`) is no error: the work is done.
pub fn line(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}
