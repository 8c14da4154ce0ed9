//! Fact-checks as schema.org `ClaimReview` in JSON-LD.
//!
//! **The problem.** What fact-checkers publish is one idea in many shapes: one object, a list, an `@graph`, a data feed, a
//! search answer, a block inside an HTML page; an author as text, object or list; a rating as number, text or only a word.
//!
//! **The choice.** A [`Review`] keeps the object as it came, whole, and answers questions about it (what is claimed, what
//! the verdict is, where the claim appeared) by looking in all the places where it may stand. What is wrong is said by
//! [`check()`] with its path: errors are what makes a review useless, warnings what makes it poor.
//!
//! **Rejected.** A JSON-LD processor: it needs the network for contexts, and the field's files break its rules anyway.

mod check;
mod read;
mod review;
mod stix;

pub use check::{Finding, Severity, check};
pub use read::read;
pub use review::{Rating, Review};
pub(crate) use stix::moment;
pub use stix::{from_stix, to_stix};

use serde_json::{Map, Value, json};

/// What messages call it.
pub(crate) const WHAT: &str = "ClaimReview";

/// Reviews as one JSON-LD document: a single object for one, a `DataFeed` for several. What was read as a review of
/// schema.org is written as it was.
pub fn write(reviews: &[Review]) -> Value {
    let with_context = |review: &Review| {
        let mut map = Map::new();
        if !review.fields().contains_key("@context") {
            map.insert("@context".to_owned(), "https://schema.org".into());
        }
        map.extend(review.fields().clone());
        Value::Object(map)
    };
    if let [one] = reviews {
        return with_context(one);
    }
    let items: Vec<Value> = reviews
        .iter()
        .map(|review| json!({"@type": "DataFeedItem", "item": [Value::Object(review.fields().clone())]}))
        .collect();
    json!({"@context": "https://schema.org", "@type": "DataFeed", "dataFeedElement": items})
}

#[cfg(test)]
mod tests;
