//! Claims as the interface shows and takes them.

use jiff::civil::Date;
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A word that a text and a claim share.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SharedWord {
    /// The word, as it was compared.
    pub word: String,
    /// Its share of the score, 0 to 1: rare words weigh more.
    pub share: f64,
}

/// Why a claim was found.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = ClaimMatch)]
pub struct Matched {
    /// Okapi BM25; comparable within one answer only.
    pub score: f64,
    /// How much of the claim stands in the text, 0 to 1: its words, each by how rare it is.
    pub of_claim: f64,
    /// How much of the text stands in the claim, 0 to 1.
    pub of_text: f64,
    /// The words that both share, heaviest first; their shares add up to 1.
    pub words: Vec<SharedWord>,
}

/// A known claim: what was checked, by whom, with which verdict.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = KnownClaim)]
pub struct Claim {
    /// STIX id of the report that holds it.
    pub id: String,
    /// Id of the collection that holds it.
    pub collection: String,
    /// Title of that collection.
    pub collection_title: String,
    /// What was claimed.
    pub claim: String,
    /// Who claimed it, as the fact-check says.
    pub claimants: Vec<String>,
    /// Who checked it.
    pub checkers: Vec<String>,
    /// The verdict in the checker's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// Where the verdict stands between the worst (0) and the best (1) of the checker's scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub truth: Option<f64>,
    /// Address of the fact-check.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was published, milliseconds since 1970 UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<i64>,
    /// Language of the fact-check (BCP 47), as it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Addresses where the claim appeared.
    pub appearances: Vec<String>,
    /// Its marking.
    pub marking: String,
    /// Its version, milliseconds since 1970 UTC.
    pub modified: i64,
    /// Incidents that it is linked to, as far as the asker may know.
    pub incidents: Vec<String>,
    /// Why it was found, where words were sought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matched: Option<Matched>,
}

/// Claims that were found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, ToSchema)]
#[schema(as = KnownClaimPage)]
pub struct ClaimPage {
    /// The newest first; where words were sought, the best match first.
    pub claims: Vec<Claim>,
    /// How to ask for the next page; absent at the end, and where words were sought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Which claims.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Words; then the best match comes first.
    pub text: Option<String>,
    /// Of this language: `de` is also `de-AT`.
    pub language: Option<String>,
    /// Whose checker's name holds this.
    pub checker: Option<String>,
    /// Linked to this incident.
    pub incident: Option<String>,
    /// At most as many.
    pub limit: usize,
    /// `next` of the page before.
    pub next: Option<String>,
}

/// A verdict as a number on a scale.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ClaimRating)]
pub struct Rating {
    /// The value.
    pub value: f64,
    /// The best that there is.
    pub best: f64,
    /// The worst that there is.
    pub worst: f64,
}

/// A claim that somebody enters by hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewClaim {
    /// What was claimed.
    #[schema(min_length = 3, max_length = 2000)]
    pub claim: String,
    /// Who claimed it: an organisation, a medium, an official. Not a private person.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(max_length = 300)]
    pub claimant: String,
    /// The verdict in the checker's words.
    #[schema(min_length = 1, max_length = 200)]
    pub verdict: String,
    /// The verdict on the checker's scale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// Who checked it.
    #[schema(min_length = 1, max_length = 300)]
    pub checker: String,
    /// Address of the fact-check.
    #[schema(min_length = 8, max_length = 2000)]
    pub url: String,
    /// The day on which it was published.
    #[schema(value_type = String, format = Date)]
    pub published: Date,
    /// Language of the fact-check (BCP 47).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(max_length = 35)]
    pub language: String,
    /// Addresses where the claim appeared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub appearances: Vec<String>,
    /// Its marking; TLP:CLEAR when left out, since a fact-check is published.
    #[serde(default = "clear")]
    #[schema(value_type = String, pattern = "^TLP:(CLEAR|GREEN|AMBER|AMBER\\+STRICT|RED)$")]
    pub marking: Tlp,
}

fn clear() -> Tlp {
    Tlp::Clear
}

/// What became of claims that were handed in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ClaimsAdded)]
pub struct Added {
    /// Ids of the claims, in the order in which they came.
    pub ids: Vec<String>,
    /// Objects new to the collection; none when it was known before.
    pub objects: usize,
}
