//! Networks of accounts: who acts together, in which groups, in which role, and how to draw it.
//!
//! **Problem.** Coordination detection ends in millions of weighted pairs of accounts. An analyst needs groups
//! that hang together, a word for what each account does in its group, and a picture that is the same tomorrow.
//!
//! **Choice.** One immutable undirected weighted [`Graph`] in compressed sparse rows; communities by the Leiden
//! algorithm ([`leiden()`]), because it guarantees that every community is connected, which Louvain does not.
//! All of it is deterministic, the same edges and seed giving the same bytes on any number of threads.
//!
//! **Rejected.** `petgraph`: its adjacency lists take three times the memory, and it has neither Leiden nor
//! roles. Label propagation: fast, but its result depends on the order of the nodes and comes with no
//! guarantee. Simulating forces in the reader's browser: another picture at every visit, and nothing to print.

mod betweenness;
mod cores;
pub mod csr;
pub mod layout;
pub mod leiden;
pub mod partition;
pub mod quality;

pub mod roles;

mod rng;
#[cfg(test)]
mod testing;

pub use csr::Graph;
pub use layout::{Point, layout};
pub use leiden::{LeidenParams, leiden};
pub use partition::Partition;
pub use quality::Quality;
pub use roles::{Member, Role, roles};
