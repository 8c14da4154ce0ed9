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

impl Refusal {
    /// Whether all that is wanting is a second person's signature.
    pub fn wants_a_second_person(&self) -> bool {
        matches!(self.rule.as_str(), "acting-without-a-second-person" | "deciding-alone-what-takes-two")
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

/// Refuses a text that is longer than `most` characters; an empty one passes.
///
/// # Errors
/// A [`Refusal::field`].
pub fn optional(pointer: &str, value: &str, most: usize) -> Result<(), Refusal> {
    if value.is_empty() { Ok(()) } else { text(pointer, value, most) }
}

/// Refuses a list of more than `most` entries, or one with an entry that is blank or longer than 300 characters.
///
/// # Errors
/// A [`Refusal::field`].
pub fn names<'a>(
    pointer: &str,
    list: impl IntoIterator<Item = &'a String>,
    most: usize,
) -> Result<(), Refusal> {
    let mut count = 0;
    for name in list {
        count += 1;
        text(pointer, name, 300)?;
        at_most(pointer, count, most)?;
    }
    Ok(())
}

/// Refuses more than `most` of something.
///
/// # Errors
/// A [`Refusal::field`].
pub fn at_most(pointer: &str, count: usize, most: usize) -> Result<(), Refusal> {
    if count <= most {
        return Ok(());
    }
    Err(Refusal::field(
        pointer,
        Words::new(
            format!("{pointer}: at most {most} are kept in one record; divide it"),
            format!("{pointer} : un dossier en contient {most} au plus ; répartissez-les"),
            format!("{pointer}: ein Vorgang fasst höchstens {most}; teilen Sie ihn auf"),
        ),
    ))
}

/// Refuses what is no SHA-256 in lower-case hexadecimal.
///
/// # Errors
/// A [`Refusal::field`].
pub fn sha256(pointer: &str, value: &str) -> Result<(), Refusal> {
    if value.len() == 64 && value.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
        return Ok(());
    }
    Err(Refusal::field(
        pointer,
        Words::new(
            format!("{pointer}: give a SHA-256 as 64 lower-case hexadecimal digits"),
            format!("{pointer} : indiquez un SHA-256 en 64 chiffres hexadécimaux minuscules"),
            format!("{pointer}: geben Sie einen SHA-256 als 64 hexadezimale Kleinbuchstaben und Ziffern an"),
        ),
    ))
}
