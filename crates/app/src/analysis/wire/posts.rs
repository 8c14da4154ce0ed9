//! Posts as evidence shows them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A post. Accounts are keyed pseudonyms, in the text too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EvidencePost)]
pub struct Post {
    /// The platform's id.
    pub id: String,
    /// Who wrote it: pseudonym.
    pub account: String,
    /// When, milliseconds since 1970 UTC.
    pub time: i64,
    /// post, repost, reply, quote, comment or article.
    pub kind: String,
    /// Its text, to 4,000 characters.
    pub text: String,
    /// Whether text was left out.
    #[serde(default)]
    pub cut: bool,
    /// Reposted post, by the platform's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repost_of: Option<String>,
    /// Answered post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// Links, canonical.
    #[serde(default)]
    pub urls: Vec<String>,
    /// Hashtags without `#`.
    #[serde(default)]
    pub hashtags: Vec<String>,
    /// Media keys.
    #[serde(default)]
    pub media: Vec<String>,
    /// Whether it took part in a joint action of its group.
    #[serde(default)]
    pub joint: bool,
}

/// A page of a group's posts, in order of time.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PostPage {
    /// The posts.
    pub posts: Vec<Post>,
    /// Posts that the filter lets through, on all pages.
    pub total: u64,
    /// How to ask for the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
