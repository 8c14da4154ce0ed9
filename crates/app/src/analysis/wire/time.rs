//! Time, counted on the server: a page never gets a point a post.

use super::MemberRole;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An account of a raster.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct RasterAccount {
    /// Pseudonym.
    pub account: String,
    /// Its role in the group.
    pub role: MemberRole,
    /// Its posts in the span.
    pub posts: u64,
}

/// Posts of one account in one bin, written as `[account, bin, posts, joint]`, since there are many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RasterCell(
    /// Place in `accounts`.
    pub u32,
    /// Bin, from 0.
    pub u32,
    /// Posts.
    pub u32,
    /// Of those, in joint actions of the group.
    pub u32,
);

/// Accounts × time.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Raster {
    /// Start of the first bin, milliseconds since 1970 UTC.
    pub from: i64,
    /// End of the last.
    pub to: i64,
    /// Length of a bin, ms; the last may be shorter.
    pub bin_ms: i64,
    /// Bins.
    pub bins: u32,
    /// Accounts, in order of their first joint action, so that who follows whom shows as a slope.
    pub accounts: Vec<RasterAccount>,
    /// Members of the group, those that are not shown included.
    pub accounts_total: u64,
    /// Cells with posts: `[account, bin, posts, joint]`.
    #[schema(value_type = Vec<Vec<u32>>)]
    pub cells: Vec<RasterCell>,
}

/// Volume over time. All lists have one count a bin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = VolumeSeries)]
pub struct Series {
    /// Start of the first bin, milliseconds since 1970 UTC.
    pub from: i64,
    /// End of the last.
    pub to: i64,
    /// Length of a bin, ms; the last may be shorter.
    pub bin_ms: i64,
    /// Posts of everybody.
    pub posts: Vec<u64>,
    /// Posts of accounts in flagged groups (or in the one group asked for).
    pub grouped: Vec<u64>,
    /// Posts in joint actions of those groups.
    pub joint: Vec<u64>,
    /// First post of the analysis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<i64>,
    /// Last post of the analysis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<i64>,
}
