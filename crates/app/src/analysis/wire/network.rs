//! Networks: accounts or bundles of them, and what ties them.

use super::{MemberRole, Post, SignalName};
use ostrakon_report::sentence::Sentence;
use serde::Serialize;
use utoipa::ToSchema;

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = NetworkNodeKind)]
pub enum NodeKind {
    /// One account.
    Account,
    /// A bundle of accounts; `expand` with its id opens it.
    Bundle,
    /// A whole group, in the network of an analysis.
    Group,
}

/// A node. Its place does not change when others are expanded.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct NetworkNode {
    /// Id: the pseudonym of an account, `bundle-N`, or the id of a group.
    pub id: String,
    /// What it stands for.
    pub kind: NodeKind,
    /// Accounts in it.
    pub accounts: u64,
    /// Their posts.
    pub posts: u64,
    /// Sum of the weights of their ties.
    pub strength: f64,
    /// The account's role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<MemberRole>,
    /// Whether the account declares itself automated.
    pub declared_bot: bool,
    /// The group it belongs to.
    pub group: String,
    /// The bundle that the account came out of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bundle: Option<String>,
    /// From left to right, 0 to 1.
    pub x: f64,
    /// From top to bottom, 0 to 1.
    pub y: f64,
}

/// What ties two nodes by one signal.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct NetworkEdge {
    /// One node: its place in `nodes`.
    pub source: u32,
    /// The other.
    pub target: u32,
    /// The signal.
    pub signal: SignalName,
    /// Moments in which the two met; of bundles the sum.
    pub weight: f64,
    /// Probability under the null model; of bundles the least.
    pub p: f64,
    /// The same after control of the false-discovery rate.
    pub q: f64,
    /// Surprise in bits; of bundles the sum.
    pub surprise: f64,
    /// Ties of accounts in it; 1 between accounts.
    pub ties: u32,
}

/// A network, drawn.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Network {
    /// Nodes.
    pub nodes: Vec<NetworkNode>,
    /// Edges, strongest first.
    pub edges: Vec<NetworkEdge>,
    /// Accounts that the nodes stand for.
    pub accounts: u64,
    /// Edges that the filter lets through, those left out included.
    pub edges_total: u64,
    /// The rule by which something was left out, in words; absent where nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
}

/// What ties two accounts by one signal.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct EdgeSignal {
    /// The signal.
    pub signal: SignalName,
    /// Longest gap that counts, seconds.
    pub window_s: u32,
    /// Moments in which the two met.
    pub weight: f64,
    /// Probability under the null model.
    pub p: f64,
    /// The same after control of the false-discovery rate.
    pub q: f64,
    /// Surprise in bits.
    pub surprise: f64,
    /// What that means, in a sentence.
    pub words: String,
    /// The pattern and values of that sentence.
    pub said: Sentence,
}

/// A moment in which two accounts met: the very posts, the earlier first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Meeting {
    /// How the thing was shared.
    pub signal: SignalName,
    /// The thing.
    pub object: String,
    /// Time between the two, ms.
    pub gap_ms: i64,
    /// The two posts.
    pub posts: Vec<Post>,
}

/// The posts that made an edge.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct EdgeDetail {
    /// One account.
    pub a: String,
    /// The other.
    pub b: String,
    /// Its signals, most surprising first.
    pub signals: Vec<EdgeSignal>,
    /// Moments, closest in time first within a signal; at most 12 a signal.
    pub meetings: Vec<Meeting>,
    /// Moments in all.
    pub meetings_total: u64,
}
