//! The public side: register, entries, method cards, prebunks, contest form and feed, as pages that need no script.
//!
//! **The problem.** Whoever is written about, and whoever doubts us, reads this on a telephone, by a screen reader, through a
//! cache, years later from a copy; and the texts on it are written by others. **The choice.** Plain values ([`Entry`], [`Site`])
//! and functions from them to HTML and Atom. The same functions serve the pages and write them as files: only the addresses
//! differ ([`Links`]). Texts are written through the one escaping writer of the report. **Rejected.** A template language (a
//! second place where escaping can be forgotten), and pages drawn by the web application (nothing without scripts, nothing to
//! archive).
//!
//! What an [`Entry`] holds is what may be public and what the transparency log commits to: there is no field for a natural
//! person, an account or the id of an incident.

mod atom;
mod cards;
mod contest;
mod entry;
mod entry_page;
mod frame;
mod jsonld;
mod links;
mod log_page;
mod register;
#[cfg(test)]
mod tests;
mod words;

pub use atom::feed;
pub use cards::{methods, prebunks};
pub use contest::{Receipt, Typed, contest, contest_elsewhere, receipt};
pub use entry::{
    Appeals, Claim, Class, Correction, Entry, Figures, LogLine, Outcome, Reply, Shown, Site, State, Subject,
    Text, Tombstone,
};
pub use entry_page::entry;
pub use frame::{POLICY, message};
pub use links::{Filter, Links, Page};
pub use log_page::{LogState, log};
pub use register::{PER_PAGE, pages, register};
pub use words::{LANGUAGES, language};

/// The one style sheet of all pages.
pub const STYLE: &str = include_str!("../../assets/public/style.css");
