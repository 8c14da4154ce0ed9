//! The terms under which posts may be held: access bases and retention classes (invariant 7 of the design).
//!
//! **Choice.** Two short lists, so that "why do we have this, and until when" has the same answer for everyone who
//! looks, and a program can act on it. **Rejected.** Free text: a clock cannot read it, and it ends as "research".

use crate::AppError;

/// On which ground posts were obtained, with what the ground is.
pub const ACCESS_BASES: [(&str, &str); 10] = [
    ("ad-library", "a platform's public repository of advertisements (DSA Art. 39)"),
    ("consent", "the account's holder agreed"),
    ("dsa-40-12", "publicly accessible data for researchers (DSA Art. 40(12))"),
    ("dsa-40-4", "vetted researchers' access (DSA Art. 40(4))"),
    ("platform-api", "a platform's programming interface, under its terms"),
    ("platform-export", "a file that a platform exported or released"),
    ("public-release", "a data set published by others, under its licence"),
    ("public-web", "pages and feeds open to everyone"),
    ("synthetic", "made up: no person is behind it"),
    ("user-submission", "handed over by the person or organisation concerned"),
];

/// How long posts may be held from the day they were taken in, in days.
pub const RETENTION_CLASSES: [(&str, u32); 6] =
    [("30d", 30), ("90d", 90), ("180d", 180), ("1y", 365), ("2y", 730), ("5y", 1_826)];

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// Refuses a ground that is not on the list.
///
/// # Errors
/// [`AppError::Usage`] with the list.
pub fn access_basis(name: &str) -> Result<(), AppError> {
    if ACCESS_BASES.iter().any(|(known, _)| *known == name) {
        return Ok(());
    }
    let list: Vec<String> = ACCESS_BASES.iter().map(|(name, what)| format!("  {name:<16} {what}")).collect();
    Err(AppError::Usage(format!("--access-basis: `{name}` is none; use one of\n{}", list.join("\n"))))
}

/// How long posts of this class may be held, in ms from when they were taken in.
///
/// # Errors
/// [`AppError::Usage`] with the list.
pub fn retention_ms(class: &str) -> Result<i64, AppError> {
    if let Some((_, days)) = RETENTION_CLASSES.iter().find(|(known, _)| *known == class) {
        return Ok(i64::from(*days) * DAY_MS);
    }
    let list: Vec<&str> = RETENTION_CLASSES.iter().map(|(name, _)| *name).collect();
    Err(AppError::Usage(format!(
        "--retention: `{class}` is no retention class; use one of {} (counted from the day of ingest)",
        list.join(", ")
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ground_or_class_that_is_not_listed_is_refused_with_the_list() {
        assert!(access_basis("dsa-40-12").is_ok());
        let refused = access_basis("because").unwrap_err().to_string();
        assert!(ACCESS_BASES.iter().all(|(name, _)| refused.contains(name)), "{refused}");
        assert_eq!(retention_ms("30d").unwrap(), 30 * DAY_MS);
        let refused = retention_ms("forever").unwrap_err().to_string();
        assert!(RETENTION_CLASSES.iter().all(|(name, _)| refused.contains(name)), "{refused}");
    }
}
