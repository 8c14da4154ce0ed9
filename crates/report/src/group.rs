//! One group of accounts with everything that speaks for and against it.
//!
//! The problem: users of existing tools get an edge list and ask which posts made an edge. The choice: an edge
//! carries indices of its exhibits, an exhibit carries indices of its posts, so that each is stored once and the page
//! can open the one from the other. Rejected: posts nested in every edge (a repost ring of 200 accounts would repeat
//! each text some 20,000 times).

pub use crate::evidence::{Bearing, Exhibit, Innocent, PostView, RasterPoint, SharedObject};
use crate::sentence::Said;
use ostrakon_model::Signal;
use serde::{Deserialize, Serialize};

/// A community of accounts, flagged or not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Id of its finding, equal for equal input.
    pub id: String,
    /// Place in the list, from 1; unique within the document. It is the anchor of the group (`#group-3`).
    pub rank: u32,
    /// Whether an analyst is shown it as coordinated.
    pub flagged: bool,
    /// How strong the evidence of coordination is. It says nothing on harm and nothing on who is behind it.
    pub strength: Strength,
    /// One sentence: who did what together, how closely.
    pub verdict: String,
    /// Why it is, or is not, flagged: one sentence each.
    pub reasons: Vec<String>,
    /// What its ties consist of, heaviest first.
    pub signals: Vec<SignalShare>,
    /// How it would look if nothing was going on.
    pub significance: SignificanceText,
    /// How often ordinary groups look like this, in words.
    pub organic: String,
    /// First post that took part in a co-action, ms since the epoch.
    pub first_ms: i64,
    /// Last post that took part in a co-action, ms since the epoch.
    pub last_ms: i64,
    /// How closely in time its members act.
    pub synchrony: Synchrony,
    /// Its posts by hour of the week in UTC: 168 counts, Monday 00:00 first; empty where there are no times.
    pub activity: Vec<u32>,
    /// Its accounts.
    pub members: Vec<Member>,
    /// Its ties.
    pub edges: Vec<Edge>,
    /// What its members shared.
    pub objects: Vec<SharedObject>,
    /// Its posts in time.
    pub raster: Vec<RasterPoint>,
    /// Posts that exhibits refer to.
    pub posts: Vec<PostView>,
    /// Pieces of evidence.
    pub exhibits: Vec<Exhibit>,
    /// What would make this innocent, and what the data say to it.
    pub innocent: Vec<Innocent>,
    /// What this result cannot show.
    pub limits: Vec<String>,
    /// Id of the [`crate::method::MethodCard`] that found it.
    pub method: String,
    /// What its texts were made from, for readers of other languages; empty in results of before there was such a thing.
    #[serde(default)]
    pub said: Said,
}

/// Strength of the evidence of coordination, in five steps. Ordered from none to very strong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// Nothing beyond chance.
    None,
    /// More than chance, explained just as well by shared interest.
    Weak,
    /// Hard to explain by shared interest alone.
    Moderate,
    /// Explained by coordination far better than by anything else tried.
    Strong,
    /// The same over several independent signals.
    VeryStrong,
}

impl Strength {
    /// The name used in files and style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Weak => "weak",
            Self::Moderate => "moderate",
            Self::Strong => "strong",
            Self::VeryStrong => "very-strong",
        }
    }
}

/// How much of a group's ties one signal makes up.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignalShare {
    /// The signal.
    pub signal: Signal,
    /// Sum of its edges' weights.
    pub weight: f64,
    /// Edges it contributes.
    pub edges: u64,
    /// Distinct objects behind them.
    pub objects: u64,
}

/// Significance with its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignificanceText {
    /// Upper bound of the probability of at least this much under the null model, in [0, 1].
    pub p: f64,
    /// The same after control of the false-discovery rate (Benjamini–Hochberg), in [0, 1].
    pub q: f64,
    /// The null model in words.
    pub null_model: String,
    /// What p and q mean here, in one sentence.
    pub words: String,
}

/// How closely in time members act.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Synchrony {
    /// Pairs of posts on the same object within the window.
    pub co_actions: u64,
    /// As many were expected by chance under the null model.
    pub expected: Option<f64>,
    /// Half of the co-actions are at most this far apart, in ms.
    pub median_gap_ms: Option<i64>,
    /// Nine in ten are at most this far apart, in ms.
    pub p90_gap_ms: Option<i64>,
    /// Longest gap that counts, in seconds.
    pub window_s: u32,
}

/// What an account is within its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Tied to many of the group.
    Hub,
    /// Ties parts of the group, or the group to others.
    Bridge,
    /// One among equals.
    Member,
    /// Tied to few.
    Periphery,
    /// Writes, or shares first, what the others spread; not tied to them itself.
    Originator,
}

impl Role {
    /// The name used in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hub => "hub",
            Self::Bridge => "bridge",
            Self::Member => "member",
            Self::Periphery => "periphery",
            Self::Originator => "originator",
        }
    }
}

/// An account of a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Pseudonym, or handle where handles are revealed.
    pub account: String,
    /// What it is within the group.
    pub role: Role,
    /// Its posts in the data set.
    pub posts: u64,
    /// How many co-actions it was the first of.
    pub first: u64,
    /// Sum of its edges' weights within the group.
    pub strength: f64,
    /// Smallest q-value of its edges within the group.
    pub q: f64,
    /// Whether it declares itself automated.
    pub declared_bot: bool,
    /// Horizontal place in the drawing, in [0, 1].
    pub x: f32,
    /// Vertical place in the drawing, in [0, 1].
    pub y: f32,
}

/// A tie between two accounts of a group by one signal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edge {
    /// One account, into `members`.
    pub source: u32,
    /// The other, into `members`.
    pub target: u32,
    /// What they share.
    pub signal: Signal,
    /// Number of co-actions, or their weighted sum; the method says which.
    pub weight: f64,
    /// Probability under the null model.
    pub p: f64,
    /// The same after control of the false-discovery rate.
    pub q: f64,
    /// Surprise of its co-actions in bits.
    pub surprise: f64,
    /// Its evidence, into `exhibits`, most telling first.
    pub exhibits: Vec<u32>,
}
