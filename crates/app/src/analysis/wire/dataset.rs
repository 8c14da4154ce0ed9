//! Data sets of the lake.

use super::Terms;
use serde::Serialize;
use utoipa::ToSchema;

/// What was deleted when, as the lake keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DatasetReceipt {
    /// When it was deleted, milliseconds since 1970 UTC.
    pub at: i64,
    /// Posts taken in before this moment are gone.
    pub before: i64,
    /// Posts deleted.
    pub rows: u64,
    /// Files rewritten or deleted, with the digest that each had.
    pub files: Vec<String>,
}

/// A data set: posts held under stated terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Dataset {
    /// Name.
    pub name: String,
    /// Terms.
    pub terms: Terms,
    /// When it was made, milliseconds since 1970 UTC.
    pub created: i64,
    /// Whether accounts are keyed pseudonyms.
    pub pseudonyms: bool,
    /// Posts in it.
    pub rows: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// Earliest and latest creation of a post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<i64>,
    /// Latest creation of a post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<i64>,
    /// Sources that were taken in.
    pub sources: u64,
    /// When the next posts must be gone: the oldest intake and the retention class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<i64>,
    /// What was deleted so far.
    pub receipts: Vec<DatasetReceipt>,
    /// Why it cannot be read, where that is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}
