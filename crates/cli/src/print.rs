//! What a person, or a program with `--json`, is told at the end.

use ostrakon_app::AppError;

/// An error, with its causes, on standard error.
pub fn error(error: &AppError, json: bool) {
    if json {
        let body = serde_json::json!({ "error": error.to_string(), "exit_code": error.exit_code() });
        eprintln!("{body}");
    } else {
        eprintln!("ostrakon: {error}");
    }
}

/// A result: its JSON, or the words for a person.
pub fn done<T: serde::Serialize>(json: bool, value: &T, words: impl FnOnce(&T) -> String) {
    if json {
        println!("{}", serde_json::to_string_pretty(value).unwrap_or_default());
    } else {
        println!("{}", words(value));
    }
}
