//! The public side: what was published, the log that proves it, and the form by which anybody contests it.
//!
//! **The problem.** A public register is believed by those who distrust its keeper only if its keeper cannot edit it unseen; and
//! nothing internal may slip into it. **The choice.** What the public sees of a publication is one plain value ([`view`]); each
//! commit that changes that value carries a line of the transparency log, a salted commitment to it ([`register`]). The order of
//! the event log is the order of the lines, so that a rebuilt store gives the same tree. Salt and text lie apart and can be
//! destroyed. Pages, feed, tiles and files are all made from the same index ([`index`]). **Rejected.** A log that is written
//! after the commit: a crash in between would publish without proof.
//!
//! ```text
//! casework commit ── register ──▶ register-entry (commitment, stays)  register-opening (salt, text; may be destroyed)
//!                                     │ index: lines in order, Merkle tree, entries as they are now
//!              pages · feed · export ─┤
//!              checkpoint · tiles · proofs ── verify (offline)
//! contest (form, receipt) ──▶ contestation ──upheld──▶ rectified publication, notices to recipients (casework::consequences)
//! ```

mod contact;
mod contest;
mod export;
mod index;
mod log;
mod register;
mod settings;
#[cfg(test)]
mod tests;
mod verify;
mod view;

pub use contest::NewContest;
pub use export::{Exported, export};
pub(crate) use index::Index;
pub use index::Register;
pub use log::ProofFile;
pub use ostrakon_report::method::MethodCard;
pub use ostrakon_report::public as pages;
pub(crate) use register::Change;
pub use settings::Settings;
pub use verify::{Told, verify_folder, verify_proof};

/// The method cards of the program, with what was measured.
pub fn method_cards() -> Vec<MethodCard> {
    vec![crate::method::card()]
}
