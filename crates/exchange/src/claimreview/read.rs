//! Finds the reviews in a file of any of the field's shapes.

use super::review::{Review, get};
use super::{Severity, WHAT, check};
use crate::error::{ExchangeError, Problem};
use crate::input::{self, Limits};
use serde_json::{Map, Value, json};

/// Reads every ClaimReview of a file: JSON-LD (one object, a list, `@graph`, `DataFeed`, `ItemList`, nested in an
/// article), one object a line, an answer of the fact-check search API, or an HTML page with `application/ld+json`
/// blocks. All or nothing: a review that [`check()`] finds an error in refuses the file.
pub fn read(bytes: &[u8], limits: Limits) -> Result<Vec<Review>, ExchangeError> {
    let text = input::text(bytes, WHAT, limits)?;
    let mut found = Vec::new();
    for (place, value) in documents(text, limits)? {
        search(value, place, &mut found);
    }
    if found.is_empty() {
        return Err(ExchangeError::at(WHAT, "$", "nothing in it has the @type ClaimReview"));
    }
    let mut problems = Vec::new();
    for (place, review) in &found {
        let errors = check(review).into_iter().filter(|one| one.severity == Severity::Error);
        problems.extend(
            errors.map(|one| Problem::new(format!("{place}.{}", one.problem.path), one.problem.reason)),
        );
    }
    if problems.is_empty() {
        Ok(found.into_iter().map(|(_, review)| review).collect())
    } else {
        Err(ExchangeError::Invalid { what: WHAT, problems })
    }
}

/// The JSON documents of a text, with their places.
fn documents(text: &str, limits: Limits) -> Result<Vec<(String, Value)>, ExchangeError> {
    let start = text.trim_start();
    if start.starts_with('<') {
        return blocks(text)
            .into_iter()
            .enumerate()
            .map(|(at, block)| {
                Ok((format!("block {}", at + 1), input::json(block.as_bytes(), WHAT, limits)?))
            })
            .collect();
    }
    let whole = input::json(text.as_bytes(), WHAT, limits);
    let lines: Vec<(usize, &str)> =
        text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).collect();
    if whole.is_ok() || lines.len() < 2 || !lines.iter().all(|(_, line)| line.trim_start().starts_with('{')) {
        return whole.map(|value| vec![("$".to_owned(), value)]);
    }
    lines
        .into_iter()
        .map(|(at, line)| match input::json(line.as_bytes(), WHAT, limits) {
            Ok(value) => Ok((format!("line {}", at + 1), value)),
            Err(ExchangeError::Unreadable { what, reason }) => Err(ExchangeError::Unreadable {
                what,
                reason: format!("line {} of the file: {reason}", at + 1),
            }),
            Err(other) => Err(other),
        })
        .collect()
}

/// Contents of the `application/ld+json` scripts of a page.
fn blocks(page: &str) -> Vec<&str> {
    let small = page.to_ascii_lowercase();
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(open) = small[from..].find("<script").map(|at| from + at) {
        let Some(body) = small[open..].find('>').map(|at| open + at + 1) else { break };
        let end = small[body..].find("</script").map_or(page.len(), |at| body + at);
        if small[open..body].contains("ld+json") {
            found.push(page[body..end].trim());
        }
        from = end.max(body);
    }
    found
}

/// Whether a `@type` says ClaimReview, alone or among others, under any of its names.
fn is_review(map: &Map<String, Value>) -> bool {
    let says = |value: &Value| {
        value.as_str().is_some_and(|name| name.rsplit(['/', ':', '#']).next() == Some("ClaimReview"))
    };
    match map.get("@type").or_else(|| map.get("type")) {
        Some(Value::Array(all)) => all.iter().any(says),
        Some(one) => says(one),
        None => false,
    }
}

fn search(value: Value, place: String, found: &mut Vec<(String, Review)>) {
    match value {
        Value::Array(all) => {
            for (at, one) in all.into_iter().enumerate() {
                search(one, format!("{place}[{at}]"), found);
            }
        }
        Value::Object(map) if is_review(&map) => found.push((place, Review::new(map))),
        Value::Object(map) => {
            if let Some(reviews) = answer(&map) {
                found.extend(
                    reviews
                        .into_iter()
                        .enumerate()
                        .map(|(at, one)| (format!("{place}.claimReview[{at}]"), one)),
                );
                return;
            }
            for (key, one) in map {
                if one.is_object() || one.is_array() {
                    search(one, format!("{place}.{key}"), found);
                }
            }
        }
        _ => {}
    }
}

/// A claim of the fact-check search API (`text`, `claimant`, `claimDate`, `claimReview[]`) as reviews of schema.org.
fn answer(claim: &Map<String, Value>) -> Option<Vec<Review>> {
    let reviews = claim.get("claimReview")?.as_array()?;
    let text = claim.get("text")?.as_str()?;
    let review = |one: &Value| {
        let given = one.as_object()?;
        let mut fields = Map::new();
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value.filter(|value| !value.is_null()) {
                fields.insert(key.to_owned(), value);
            }
        };
        put("@type", Some("ClaimReview".into()));
        put("claimReviewed", Some(text.into()));
        put("url", given.get("url").cloned());
        put("name", given.get("title").cloned());
        put("datePublished", given.get("reviewDate").cloned());
        put("inLanguage", given.get("languageCode").cloned());
        put("author", given.get("publisher").and_then(Value::as_object).map(|publisher| {
            json!({"@type": "Organization", "name": get(publisher, "name"), "url": get(publisher, "site")})
        }));
        let rating = given.get("textualRating");
        put("reviewRating", rating.map(|word| json!({"@type": "Rating", "alternateName": word})));
        put("itemReviewed", claim.get("claimant").map(|who| {
            json!({"@type": "Claim", "author": {"name": who}, "datePublished": claim.get("claimDate")})
        }));
        // What the answer says beyond that stays with the review.
        put("x_search_answer", Some(Value::Object(given.clone())));
        Some(Review::new(fields))
    };
    Some(reviews.iter().filter_map(review).collect())
}
