//! What a group's verdict rests on: shared objects, posts, exhibits, and the innocent explanations they speak to.
//!
//! An exhibit is a claim that can be checked by reading two posts. So the posts are kept as they were given, with id,
//! time and link, and nothing here is a score.

use ostrakon_model::Signal;
use serde::{Deserialize, Serialize};

/// Something that members shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedObject {
    /// How it was shared.
    pub signal: Signal,
    /// Address, text, hashtags or id.
    pub object: String,
    /// Posts of members with it.
    pub posts: u64,
    /// Members that shared it.
    pub accounts: u64,
    /// Accounts outside the group that shared it too; `None` where that was not counted.
    pub outside: Option<u64>,
    /// First such post of a member, ms since the epoch.
    pub first_ms: i64,
    /// Last such post of a member, ms since the epoch.
    pub last_ms: i64,
}

/// Posts of one member at one time. Written as `[account, time_ms, posts, shared]`, since there are many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "(u32, i64, u32, u8)", from = "(u32, i64, u32, u8)")]
pub struct RasterPoint {
    /// The account, into `members`.
    pub account: u32,
    /// Time of the post, or start of the bin when posts were counted together; ms since the epoch.
    pub time_ms: i64,
    /// Posts it stands for.
    pub posts: u32,
    /// Whether any of them took part in a co-action.
    pub shared: bool,
}

impl From<RasterPoint> for (u32, i64, u32, u8) {
    fn from(p: RasterPoint) -> Self {
        (p.account, p.time_ms, p.posts, p.shared.into())
    }
}

impl From<(u32, i64, u32, u8)> for RasterPoint {
    fn from((account, time_ms, posts, shared): (u32, i64, u32, u8)) -> Self {
        Self { account, time_ms, posts, shared: shared != 0 }
    }
}

/// A post as an exhibit shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostView {
    /// The platform's id.
    pub id: String,
    /// Who wrote it: pseudonym, or handle where handles are revealed.
    pub account: String,
    /// When, in ms since the epoch; `None` when unknown.
    pub time_ms: Option<i64>,
    /// The text as given; empty when the data have none.
    pub text: String,
    /// Permalink; shown as a link only when it is http or https.
    pub link: Option<String>,
}

/// A piece of evidence: posts on one object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exhibit {
    /// How the object was shared.
    pub signal: Signal,
    /// The object.
    pub object: String,
    /// One sentence: who, what, how far apart.
    pub explanation: String,
    /// The posts, into `posts`, in order of time.
    pub posts: Vec<u32>,
    /// The two that are shown side by side, into `posts`.
    pub compared: Option<(u32, u32)>,
}

/// Which way the data point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bearing {
    /// They speak for the innocent explanation.
    For,
    /// They speak against it.
    Against,
    /// They cannot tell.
    Silent,
}

impl Bearing {
    /// The name used in files and style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::Against => "against",
            Self::Silent => "silent",
        }
    }
}

/// An innocent explanation and what the data say to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Innocent {
    /// The explanation ("They are one newsroom's regional accounts").
    pub statement: String,
    /// Which way the data point.
    pub bearing: Bearing,
    /// What in the data points there, or what one would have to look up.
    pub because: String,
}
