//! Fact-checks as STIX: the publisher is an `identity`, the fact-check a `report`, the verdict a `note` on it, every
//! address where the claim appeared a `url`.
//!
//! The report carries the review as it was published in an extension, so that it comes back whole.

use super::review::Review;
use ostrakon_stix::id;
use serde_json::{Map, Value, json};

/// Our extension of a report that holds the ClaimReview as published: `{extension_type, claim_review}`.
pub const EXTENSION: &str = "extension-definition--6f0d1a3e-93c5-5b0e-8f57-0f1a6bb1f3a7";

/// STIX objects for a review: url observables, publisher, note, report last. `marking` is the id of the marking that
/// they bear, `fetched` the moment of import (`YYYY-MM-DDThh:mm:ss.sssZ`) for what names no moment of its own.
pub fn to_stix(review: &Review, marking: &str, fetched: &str) -> Vec<Value> {
    let claim = review.claim().unwrap_or_default();
    let url = review.url();
    let changed = review.changed().and_then(|text| moment(&text)).unwrap_or_else(|| fetched.to_owned());
    let moment = review.published().and_then(|text| moment(&text)).unwrap_or_else(|| fetched.to_owned());
    // A day of change before that of publication is a slip of the page.
    let changed = changed.max(moment.clone());
    let made_of = match &url {
        Some(url) => json!({"claim_review": url, "claim": claim}),
        None => json!({"claim_review": review.fields()}),
    };
    let own = |kind: &str| id::domain(kind, made_of.as_object().unwrap_or(&Map::new()));
    let (report, note) = (own("report"), own("note"));
    let common = |kind: &str, id: &str| {
        json!({"type": kind, "spec_version": "2.1", "id": id, "created": moment, "modified": changed,
            "object_marking_refs": [marking]})
    };
    let mut objects: Vec<Value> = Vec::new();
    for address in review.appearances() {
        let mut observable = Map::new();
        observable.insert("value".to_owned(), address.into());
        let Some(id) = id::observable("url", &observable) else { continue };
        let value = observable.shift_remove("value");
        objects.push(json!({"type": "url", "spec_version": "2.1", "id": id, "value": value,
            "object_marking_refs": [marking]}));
    }
    let mut refs: Vec<Value> = objects.iter().map(|one| one["id"].clone()).collect();
    let creator = review.checkers().into_iter().next().map(|name| {
        let key = json!({"name": name.to_lowercase(), "identity_class": "organization"});
        let id = id::domain("identity", key.as_object().unwrap_or(&Map::new()));
        let mut identity = common("identity", &id);
        identity["name"] = name.into();
        identity["identity_class"] = "organization".into();
        objects.push(identity);
        id
    });
    let rating = review.rating();
    let verdict = rating.name.or_else(|| rating.value.map(|value| value.to_string())).unwrap_or_default();
    refs.push(note.clone().into());
    let mut text = common("note", &note);
    text["abstract"] = format!("Fact-check: {verdict}").into();
    text["content"] = format!("Claim: {claim}\nVerdict: {verdict}").into();
    text["object_refs"] = json!([report]);
    let mut whole = common("report", &report);
    whole["name"] = claim.into();
    whole["published"] = moment.clone().into();
    whole["report_types"] = json!(["fact-check"]);
    whole["object_refs"] = Value::Array(refs);
    if let Some(url) = url {
        whole["external_references"] = json!([{"source_name": "ClaimReview", "url": url}]);
    }
    if let Some(language) = review.language() {
        whole["lang"] = language.into();
    }
    whole["extensions"] =
        json!({EXTENSION: {"extension_type": "property-extension", "claim_review": review.fields()}});
    for mut one in [text, whole] {
        if let Some(creator) = &creator {
            one["created_by_ref"] = creator.clone().into();
        }
        objects.push(one);
    }
    objects
}

/// The review that a report carries; for a report of another origin with the type `fact-check`, one made of what it says.
pub fn from_stix(report: &Value) -> Option<Review> {
    let kept =
        report.get("extensions").and_then(|all| all.get(EXTENSION)).and_then(|one| one.get("claim_review"));
    if let Some(Value::Object(fields)) = kept {
        return Some(Review::new(fields.clone()));
    }
    let types = report.get("report_types").and_then(Value::as_array)?;
    if report.get("type").and_then(Value::as_str) != Some("report")
        || !types.iter().any(|one| one == "fact-check")
    {
        return None;
    }
    let mut fields = Map::new();
    let mut put = |key: &str, value: Option<&Value>| {
        if let Some(value) = value {
            fields.insert(key.to_owned(), value.clone());
        }
    };
    put("@type", Some(&"ClaimReview".into()));
    put("claimReviewed", report.get("name"));
    put("datePublished", report.get("published"));
    put("inLanguage", report.get("lang"));
    put(
        "url",
        report
            .get("external_references")
            .and_then(|all| all.as_array()?.iter().find_map(|one| one.get("url"))),
    );
    Some(Review::new(fields))
}

/// A day or moment of ISO 8601 as STIX writes it, UTC with milliseconds; `None` when it is none.
pub(crate) fn moment(text: &str) -> Option<String> {
    let text = text.trim();
    let parsed = text.parse::<jiff::Timestamp>().ok().or_else(|| {
        // Without an offset the field means its own time zone, which nobody knows: UTC is taken.
        let civil = text.parse::<jiff::civil::DateTime>().or_else(|_| {
            text.parse::<jiff::civil::Date>().map(|day| day.to_datetime(jiff::civil::Time::midnight()))
        });
        civil.ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    })?;
    Some(format!("{parsed:.3}"))
}
