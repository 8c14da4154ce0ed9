//! The public register as a log that outsiders can verify: append-only, and provably so.
//!
//! **The problem.** A register that its keeper can edit unseen proves nothing to those who distrust its keeper, and those
//! are whom it is for. **The choice.** The Merkle tree of Certificate Transparency (RFC 6962, SHA-256), in the shape of
//! C2SP `tlog`: a signed *checkpoint* fixes size and root; an *inclusion proof* shows that an entry is in it, a *consistency
//! proof* that a later checkpoint has only added; *tiles* are files that any web server keeps. An entry is a *commitment*:
//! the salted hash of what is published. Who has text and salt can check the entry; where a text must go, salt and text
//! are destroyed and the commitment stays, so that the log still verifies and nobody can guess what stood there.
//! **Rejected.** A chain of hashes, as the audit log has: to prove one entry by it one must show all of them.
//!
//! Signing (Ed25519) happens where keys are kept: [`Checkpoint::body`] gives the bytes to be signed, [`Note`] carries
//! signatures. Everything here is pure.

mod checkpoint;
mod commitment;
mod error;
mod proof;
#[cfg(test)]
mod tests;
mod tile;
mod tree;

pub use checkpoint::{Checkpoint, Note, NoteSignature, key_id};
pub use commitment::{Commitment, Opening};
pub use error::LogError;
pub use proof::{verify_consistency, verify_inclusion};
pub use tile::{ENTRIES_IN_A_TILE, Tile, bundle, tiles};
pub use tree::{Log, empty_root, leaf_hash, node_hash};

/// A hash: SHA-256.
pub type Hash = [u8; 32];
