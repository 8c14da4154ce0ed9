//! What is wrong with a fact-check, with its path and a reason.

use super::review::{Review, get, words};
use crate::error::Problem;
use serde_json::Value;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Poor, but of use.
    Warning,
    /// Of no use.
    Error,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Where and what.
    pub problem: Problem,
}

/// Everything that is wrong with a review.
pub fn check(review: &Review) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut say = |severity: Severity, path: &str, reason: String| {
        found.push(Finding { severity, problem: Problem::new(path, reason) });
    };
    let fields = review.fields();
    if review.claim().is_none() {
        say(Severity::Error, "claimReviewed", "is missing or no text; it says what was checked".to_owned());
    }
    let rating = review.rating();
    if rating.name.is_none() && rating.value.is_none() {
        let severity = if review.url().is_none() { Severity::Error } else { Severity::Warning };
        say(severity, "reviewRating", "holds no verdict: neither alternateName nor ratingValue".to_owned());
    } else if rating.name.is_none() {
        say(
            Severity::Warning,
            "reviewRating.alternateName",
            "is missing; a number alone tells people little".to_owned(),
        );
    }
    if let Some(value) = rating.value.filter(|value| *value > 0.0)
        && rating.truth.is_none()
    {
        let reason = format!("{value} does not lie between worstRating and bestRating");
        say(Severity::Warning, "reviewRating.ratingValue", reason);
    }
    match review.url() {
        None => say(Severity::Warning, "url", "is missing; nobody can read the fact-check".to_owned()),
        Some(url) if !is_address(&url) => {
            say(Severity::Warning, "url", format!("{url:?} is no absolute http(s) address"));
        }
        Some(_) => {}
    }
    if review.checkers().is_empty() {
        say(Severity::Warning, "author", "is missing; nobody answers for the verdict".to_owned());
    }
    for key in ["datePublished", "dateModified"] {
        match get(fields, key) {
            None if key == "datePublished" => say(Severity::Warning, key, "is missing".to_owned()),
            Some(value) if !words(value).is_some_and(|text| is_moment(&text)) => {
                say(Severity::Warning, key, format!("{value} is neither a day nor a moment of ISO 8601"));
            }
            _ => {}
        }
    }
    if get(fields, "itemReviewed").is_some_and(|item| !matches!(item, Value::Object(_) | Value::Array(_))) {
        say(
            Severity::Warning,
            "itemReviewed",
            "is no object; who claimed it, and where, cannot be told".to_owned(),
        );
    }
    found
}

fn is_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && !rest.starts_with(['/', '?', '#']) && !rest.contains(char::is_whitespace)
    })
}

/// A day or a moment: four digits, a month and a day, and whatever follows a `T` or a blank.
fn is_moment(text: &str) -> bool {
    super::stix::moment(text).is_some()
}
