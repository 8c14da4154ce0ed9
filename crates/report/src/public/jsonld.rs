//! `ClaimReview` of schema.org as a data block, where a claim is judged: what search engines and other fact-checkers read.

use super::{Entry, Links, Page, Site, State};
use crate::html::escape::script_json;
use ostrakon_model::time::iso;
use serde_json::{Value, json};

/// The data block of an entry; `None` where no claim is judged, or what was judged was taken back.
pub(super) fn claim_review(site: &Site, links: Links, language: &str, entry: &Entry) -> Option<String> {
    let claim = entry.claim.as_ref().filter(|_| entry.state != State::Retracted)?;
    let appearance: Vec<Value> = claim
        .appearances
        .iter()
        .filter(|one| one.starts_with("https://") || one.starts_with("http://"))
        .map(|url| json!({ "@type": "CreativeWork", "url": url }))
        .collect();
    let mut item = json!({ "@type": "Claim", "text": claim.claim });
    if !appearance.is_empty() {
        item["appearance"] = appearance.into();
    }
    let mut author = json!({ "@type": "Organization", "name": site.title });
    if let Some(base) = &site.base {
        author["url"] = base.as_str().into();
    }
    let address = links.absolute(site.base.as_deref(), Page::Entry(&entry.id), Some(language));
    let value = json!({
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "@id": format!("urn:uuid:{}", entry.id),
        "url": address.unwrap_or_else(|| links.to_in(Page::Entry(&entry.id), language)),
        "datePublished": iso(entry.published).get(..10),
        "inLanguage": entry.text(language).map(|(tag, _)| tag),
        "name": entry.title(language).map(|(_, title)| title),
        "claimReviewed": claim.claim,
        "author": author,
        "itemReviewed": item,
        "reviewRating": {
            "@type": "Rating", "ratingValue": claim.value, "bestRating": claim.best, "worstRating": claim.worst,
            "alternateName": claim.name,
        },
    });
    Some(script_json(&value))
}
