//! Claims that people enter: as a form, as a table. They become ClaimReview, and from there what every ClaimReview becomes.

use super::table;
use super::wire::{Added, NewClaim};
use crate::hub::{Fault, Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_exchange::claimreview::{self, Review};
use ostrakon_exchange::gate::marking_id;
use ostrakon_exchange::taxii::stamp;
use ostrakon_model::Tlp;
use serde_json::{Map, Value, json};

/// What is wrong with a claim, each with its place.
pub(super) fn check(claim: &NewClaim) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut say = |pointer: &str, detail: String| faults.push(Fault { pointer: pointer.into(), detail });
    for (pointer, text, least, most) in [
        ("/claim", &claim.claim, 3, 2_000),
        ("/claimant", &claim.claimant, 0, 300),
        ("/verdict", &claim.verdict, 1, 200),
        ("/checker", &claim.checker, 1, 300),
        ("/url", &claim.url, 8, 2_000),
        ("/language", &claim.language, 0, 35),
    ] {
        let length = text.trim().chars().count();
        if !(least..=most).contains(&length) {
            say(pointer, format!("{length} characters; {least} to {most} are asked for"));
        } else if text.chars().any(|c| c.is_control() && !"\n\t\r".contains(c)) {
            say(pointer, "holds control characters; type it anew".into());
        }
    }
    let address = |url: &str| {
        ostrakon_ingest::url::canonical(url).is_some()
            && (url.starts_with("https://") || url.starts_with("http://"))
    };
    if !address(claim.url.trim()) {
        say("/url", "is no address of a page; write it with https://".into());
    }
    if claim.appearances.len() > 50 {
        say("/appearances", "more than 50 addresses".into());
    }
    for (at, one) in claim.appearances.iter().take(50).enumerate() {
        if !address(one.trim()) {
            say(&format!("/appearances/{at}"), "is no address of a page; write it with https://".into());
        }
    }
    if let Some(rating) = &claim.rating {
        let numbers = [rating.value, rating.best, rating.worst];
        let fits = numbers.iter().all(|one| one.is_finite())
            && rating.worst < rating.best
            && (rating.worst..=rating.best).contains(&rating.value);
        if !fits {
            say("/rating", "the value lies between the worst and the best of the scale".into());
        }
    }
    if claim.published.year() < 1970 || claim.published.year() > 2200 {
        say("/published", "is no day on which a fact-check was published".into());
    }
    faults
}

/// The claim as ClaimReview.
fn review(claim: &NewClaim) -> Review {
    let text = |text: &str| Value::String(text.trim().to_owned());
    let mut rating = json!({"@type": "Rating", "alternateName": text(&claim.verdict)});
    if let Some(given) = &claim.rating {
        rating["ratingValue"] = given.value.into();
        rating["bestRating"] = given.best.into();
        rating["worstRating"] = given.worst.into();
    }
    let mut item = json!({"@type": "Claim"});
    if !claim.claimant.trim().is_empty() {
        item["author"] = json!({"@type": "Organization", "name": text(&claim.claimant)});
    }
    if !claim.appearances.is_empty() {
        let all = claim.appearances.iter().map(|url| json!({"@type": "CreativeWork", "url": text(url)}));
        item["appearance"] = all.collect();
    }
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| fields.insert(key.to_owned(), value);
    put("@context", "https://schema.org".into());
    put("@type", "ClaimReview".into());
    put("claimReviewed", text(&claim.claim));
    put("reviewRating", rating);
    put("author", json!({"@type": "Organization", "name": text(&claim.checker)}));
    put("url", text(&claim.url));
    put("datePublished", claim.published.to_string().into());
    put("itemReviewed", item);
    if !claim.language.trim().is_empty() {
        put("inLanguage", text(&claim.language));
    }
    Review::new(fields)
}

impl Hub {
    /// Adds a claim to a collection.
    ///
    /// # Errors
    /// [`HubError::NotFound`], [`HubError::NotAllowed`]; [`HubError::Invalid`] with every fault, and where the same fact-check is
    /// there with other content.
    pub fn add_claim(&self, who: &Principal, collection: &str, claim: &NewClaim) -> Result<Added, HubError> {
        let faults = check(claim);
        if !faults.is_empty() {
            return Err(HubError::Invalid { detail: "the claim is not as it must be".into(), faults });
        }
        self.add_claims(who, collection, std::slice::from_ref(claim))
    }

    /// Takes a table of claims (CSV; `,`, `;` or tab) into a collection, wholly or not at all.
    ///
    /// # Errors
    /// As [`Hub::add_claim`], with line, column and reason.
    pub fn import_claims(&self, who: &Principal, collection: &str, bytes: &[u8]) -> Result<Added, HubError> {
        self.may_add(who, collection)?;
        self.add_claims(who, collection, &table::read(bytes)?)
    }

    fn add_claims(&self, who: &Principal, collection: &str, claims: &[NewClaim]) -> Result<Added, HubError> {
        let (mut ids, mut objects): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        let now = stamp::write(self.now() * 1_000);
        let now = format!("{}Z", &now[..23]);
        for claim in claims {
            if !who.may_see(claim.marking) {
                let detail = format!("you may write up to {}", who.highest);
                return Err(HubError::NotAllowed { detail, rule: "marking".into() });
            }
            for mut object in claimreview::to_stix(&review(claim), marking_id(claim.marking), &now) {
                // That a fact-checker exists is for everybody; marked each time otherwise, it would clash with itself.
                if object["type"] == "identity" {
                    object["object_marking_refs"] = json!([marking_id(Tlp::Clear)]);
                }
                if object["type"] == "report" {
                    ids.extend(object["id"].as_str().map(str::to_owned));
                }
                let text = object.to_string();
                if !objects.contains(&text) {
                    objects.push(text);
                }
            }
        }
        let before = self.store().collection_size(&self.shelf(who, collection)?.id)?.0;
        self.add_whole(who, collection, &objects)?;
        let after = self.store().collection_size(&self.shelf(who, collection)?.id)?.0;
        Ok(Added { ids, objects: usize::try_from(after - before).unwrap_or_default() })
    }
}
