//! Coordination: accounts that act on the same things at the same times more often than chance and custom explain.
//!
//! `columns → triples (a signal) → shares (grouped) → pairs`. Parity with the two tools people use today is in
//! [`compat`]; the default mode builds on the same shares.

pub mod background;
pub mod communities;
pub mod compat;
mod count;
mod counting;
pub mod crews;
pub mod evidence;
pub mod find;
mod fuse;
pub mod joint;
pub mod layer;
pub mod links;
pub mod moments;
pub mod null;
pub mod originate;
mod outlets;
pub mod pairs;
pub mod power;
pub mod recruit;
pub mod reference;
mod service;
mod shares;
pub mod synchrony;
mod triples;
pub mod verdict;

pub use count::{DirectedEdge, Matching, directed_edges};
pub use find::{Detection, Group, Params, find, find_while, shown_by};
pub use shares::{ByAccount, Share, Shares};
pub use triples::{Reading, Triples, is_repost, triples};

#[cfg(test)]
mod dice;
#[cfg(test)]
mod find_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod verdict_tests;
