//! Known claims: fact-checks that are held, found again, and laid beside what is being posted.
//!
//! **The problem.** A claim comes back every election, a little reworded. Whoever meets it again should find the fact-check that
//! is there in seconds, see why it was found, and link it to the incident instead of checking it anew.
//!
//! **The choice.** A claim is what ClaimReview becomes here: a STIX report with the review in it, on a collection. So it has
//! versions and markings, goes to partners, and is withdrawn like every object. Texts are compared word by word, made comparable
//! as the detectors make them, and ranked by Okapi BM25 (Robertson and Zaragoza 2009, k₁ = 1.2, b = 0.75); each result names the
//! words that found it and each word's share of the score. An index in memory proposes; what is told was read again from its
//! collection and passed the gate, and for readers who do not see everything the words are weighed over what they may see.
//!
//! **Rejected.** Claims as records of their own: two truths, and no partner would get them. Embeddings: better across languages, and
//! no reader could say why. A threshold that says "the same": that is a person's judgement.

mod add;
mod find;
mod index;
mod link;
mod rank;
mod table;
#[cfg(test)]
mod tests;
mod wire;

pub(crate) use index::Index;
pub use table::COLUMNS;
pub use wire::{Added, Claim, ClaimPage, Matched, NewClaim, Query, Rating, SharedWord};

use crate::hub::{Hub, HubError, Row};
use ostrakon_access::Principal;
use ostrakon_exchange::claimreview::{self, Review};
use ostrakon_exchange::taxii::stamp;
use ostrakon_model::Tlp;
use serde_json::Value;

/// A claim that was read from its collection.
struct Held {
    shelf: String,
    title: String,
    row: Row,
    object: Value,
    review: Review,
}

impl Held {
    /// What a row holds, if it is a fact-check that stands.
    fn of(shelf: &str, title: &str, row: Row) -> Option<Self> {
        let object: Value = serde_json::from_slice(&row.bytes).ok()?;
        let review = claimreview::from_stix(&object).filter(|_| object["revoked"] != true)?;
        Some(Self { shelf: shelf.to_owned(), title: title.to_owned(), row, object, review })
    }

    /// The words by which it is found: the claim, and the title of the fact-check.
    fn text(&self) -> String {
        text_of(&self.object, &self.review)
    }

    fn shown(&self, marking: Tlp, incidents: Vec<String>, matched: Option<Matched>) -> Claim {
        let rating = self.review.rating();
        let moment = |text: Option<&str>| text.and_then(stamp::parse).map(|micros| micros / 1_000);
        Claim {
            id: self.row.id.clone(),
            collection: self.shelf.clone(),
            collection_title: self.title.clone(),
            claim: self.review.claim().unwrap_or_default(),
            claimants: self.review.claimants(),
            checkers: self.review.checkers(),
            verdict: rating.name,
            truth: rating.truth.filter(|truth| truth.is_finite()),
            url: self.review.url().filter(|url| url.starts_with("https://") || url.starts_with("http://")),
            published: moment(self.object["published"].as_str()),
            language: self.review.language(),
            appearances: self.review.appearances(),
            marking: marking.label().to_owned(),
            modified: moment(self.object["modified"].as_str()).unwrap_or_default(),
            incidents,
            matched,
        }
    }
}

/// The words of a claim, and of the title that its fact-check has.
fn text_of(object: &Value, review: &Review) -> String {
    let mut text = review.claim().unwrap_or_default();
    let titles = ["headline", "name", "alternativeHeadline"];
    for title in titles.iter().filter_map(|key| review.fields().get(*key)?.as_str()) {
        text.push('\n');
        text.push_str(title);
    }
    if text.trim().is_empty() {
        object["name"].as_str().unwrap_or_default().clone_into(&mut text);
    }
    text
}

impl Hub {
    /// One claim, with the review as it was published.
    ///
    /// # Errors
    /// [`HubError::NotFound`].
    pub fn known_claim(&self, who: &Principal, id: &str) -> Result<(Claim, Value), HubError> {
        let held = self.held_claim(who, id)?;
        let review = claimreview::write(std::slice::from_ref(&held.review));
        let shown = self.shown_claims(who, vec![(held, None)])?.pop();
        Ok((shown.ok_or_else(|| unknown(id))?, review))
    }
}

fn unknown(id: &str) -> HubError {
    HubError::NotFound(format!("claim {id}"))
}
