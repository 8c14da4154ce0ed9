//! One fact-check, and the questions about it.

use serde_json::{Map, Value};

/// The verdict.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rating {
    /// In words ("False", "Falsch", "Half true").
    pub name: Option<String>,
    /// The value as given.
    pub value: Option<f64>,
    /// Where it stands between the worst (0) and the best (1), if value and scale are numbers and fit.
    pub truth: Option<f64>,
}

/// A ClaimReview as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review(Map<String, Value>);

impl Review {
    /// A review with these fields.
    pub fn new(fields: Map<String, Value>) -> Self {
        Self(fields)
    }

    /// All fields, in their order.
    pub fn fields(&self) -> &Map<String, Value> {
        &self.0
    }

    /// The claim in words.
    pub fn claim(&self) -> Option<String> {
        words(get(&self.0, "claimReviewed")?)
    }

    /// Address of the fact-check.
    pub fn url(&self) -> Option<String> {
        get(&self.0, "url").or_else(|| self.0.get("@id")).and_then(words)
    }

    /// Who checked: names of the authors, else of the publisher.
    pub fn checkers(&self) -> Vec<String> {
        let named = |key: &str| get(&self.0, key).map(names).unwrap_or_default();
        let authors = named("author");
        if authors.is_empty() { named("publisher") } else { authors }
    }

    /// Day or moment of publication, as written.
    pub fn published(&self) -> Option<String> {
        ["datePublished", "dateCreated", "dateModified"].iter().find_map(|key| words(get(&self.0, key)?))
    }

    /// Day or moment of the last change, as written; of publication where none is told.
    pub fn changed(&self) -> Option<String> {
        get(&self.0, "dateModified").and_then(words).or_else(|| self.published())
    }

    /// Language of the fact-check, as written (BCP 47).
    pub fn language(&self) -> Option<String> {
        get(&self.0, "inLanguage").and_then(words)
    }

    /// The verdict.
    pub fn rating(&self) -> Rating {
        let Some(rating) = get(&self.0, "reviewRating").map(first).and_then(Value::as_object) else {
            return Rating::default();
        };
        let number = |key: &str| get(rating, key).and_then(number);
        let name = ["alternateName", "name", "ratingExplanation"]
            .iter()
            .find_map(|key| words(get(rating, key)?))
            .or_else(|| get(rating, "ratingValue").filter(|v| number_of(v).is_none()).and_then(words));
        let (value, best, worst) = (number("ratingValue"), number("bestRating"), number("worstRating"));
        let truth = match (value, best, worst.or(best.map(|_| 1.0))) {
            // A value of 0 or below is the field's way of saying that the word counts and not the number.
            (Some(value), Some(best), Some(worst)) if best > worst && (worst..=best).contains(&value) => {
                Some((value - worst) / (best - worst))
            }
            _ => None,
        };
        Rating { name, value, truth }
    }

    /// Who made the claim, as far as it is said.
    pub fn claimants(&self) -> Vec<String> {
        let items = get(&self.0, "itemReviewed").map(all).unwrap_or_default();
        items.iter().filter_map(|one| Some(names(get(one.as_object()?, "author")?))).flatten().collect()
    }

    /// Addresses where the claim appeared: the first appearance first, each once.
    pub fn appearances(&self) -> Vec<String> {
        let mut found = Vec::new();
        let items = get(&self.0, "itemReviewed").map(all).unwrap_or_default();
        for item in items.iter().filter_map(|one| one.as_object()) {
            for key in ["firstAppearance", "appearance", "url", "sameAs"] {
                found.extend(get(item, key).map(addresses).unwrap_or_default());
            }
            let authors = get(item, "author").map(all).unwrap_or_default();
            for author in authors.iter().filter_map(|one| one.as_object()) {
                found.extend(get(author, "sameAs").map(addresses).unwrap_or_default());
            }
        }
        let mut seen = std::collections::HashSet::new();
        found.retain(|one| seen.insert(one.clone()));
        found
    }
}

/// A property under its plain name, its prefixed name or its full address.
pub(super) fn get<'a>(map: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    map.get(key)
        .or_else(|| map.get(&format!("schema:{key}")))
        .or_else(|| map.get(&format!("http://schema.org/{key}")))
        .or_else(|| map.get(&format!("https://schema.org/{key}")))
        .filter(|value| !value.is_null())
}

/// The value itself, or the first of a list.
fn first(value: &Value) -> &Value {
    value.as_array().and_then(|all| all.first()).unwrap_or(value)
}

fn all(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(all) => all.iter().collect(),
        one => vec![one],
    }
}

/// Words: a text, a language-tagged text, the first of a list, a name.
pub(super) fn words(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Array(all) => return all.iter().find_map(words),
        Value::Object(map) => {
            return ["@value", "name", "alternateName", "url", "@id"]
                .iter()
                .find_map(|key| words(get(map, key)?));
        }
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn names(value: &Value) -> Vec<String> {
    all(value).into_iter().filter_map(words).collect()
}

fn addresses(value: &Value) -> Vec<String> {
    let address = |one: &Value| match one {
        Value::Object(map) => {
            ["url", "contentUrl", "embedUrl", "@id"].iter().find_map(|key| words(get(map, key)?))
        }
        other => words(other),
    };
    let is_address = |text: &String| text.starts_with("http://") || text.starts_with("https://");
    all(value).into_iter().filter_map(address).filter(is_address).collect()
}

/// A number, also one written as text with a decimal comma.
fn number(value: &Value) -> Option<f64> {
    number_of(first(value))
}

fn number_of(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => {
            text.trim().replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite())
        }
        Value::Object(map) => number_of(get(map, "@value")?),
        _ => None,
    }
}
