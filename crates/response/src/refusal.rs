//! Why a command was refused: the rule, where it comes from, and what would be right.

use crate::{Source, Words};
use serde::Serialize;
use std::fmt;
use utoipa::ToSchema;

/// A refusal. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Refusal {
    /// Name of the rule for programs, that of the file that holds it: `issuing-by-others-than-a-point-of-contact`.
    pub rule: String,
    /// Where the rule comes from.
    pub source: Source,
    /// What is refused, and what would be right.
    pub text: Words,
    /// The field of the command that is wrong, as a JSON pointer; empty where the whole command is refused.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pointer: String,
}

impl Refusal {
    /// A refusal of the whole command.
    pub fn new(rule: &str, source: Source, text: Words) -> Self {
        Self { rule: rule.to_owned(), source, text, pointer: String::new() }
    }

    /// A field of the command is missing or malformed.
    pub fn field(pointer: &str, text: Words) -> Self {
        Self {
            rule: "incomplete".into(),
            source: Source::house("a record is complete before it is decided on"),
            text,
            pointer: pointer.into(),
        }
    }

    /// The command does not fit the state that the record is in.
    pub fn state(command: &str, state: &str) -> Self {
        Self::new(
            "wrong-state",
            Source::house("a step is taken from the state that it follows"),
            Words::new(
                format!("`{command}` is not possible while the record is {state}"),
                format!("« {command} » n’est pas possible tant que le dossier est « {state} »"),
                format!("„{command}“ ist nicht möglich, solange der Vorgang „{state}“ ist"),
            ),
        )
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}; rule: {})", self.text.en, self.source.cite, self.rule)
    }
}

impl std::error::Error for Refusal {}

/// Refuses a text that is empty, only blanks, or longer than `most` characters.
///
/// # Errors
/// A [`Refusal::field`].
pub fn text(pointer: &str, text: &str, most: usize) -> Result<(), Refusal> {
    let long = text.chars().count();
    if text.trim().is_empty() || long > most {
        return Err(Refusal::field(
            pointer,
            Words::new(
                format!("{pointer}: write between 1 and {most} characters; it has {long}"),
                format!("{pointer} : écrivez entre 1 et {most} caractères ; il y en a {long}"),
                format!("{pointer}: schreiben Sie zwischen 1 und {most} Zeichen; es sind {long}"),
            ),
        ));
    }
    Ok(())
}

/// Refuses an empty list.
///
/// # Errors
/// A [`Refusal::field`].
pub fn some(pointer: &str, count: usize) -> Result<(), Refusal> {
    if count == 0 {
        return Err(Refusal::field(
            pointer,
            Words::new(
                format!("{pointer}: name at least one"),
                format!("{pointer} : indiquez-en au moins un"),
                format!("{pointer}: geben Sie mindestens eines an"),
            ),
        ));
    }
    Ok(())
}
