//! Use cases: the only place where the sibling crates meet.
//!
//! One file a use case, named like its command. Nothing here decides what is coordinated (that is `detect`) or how it
//! looks (that is `report`); this crate names objects, picks exhibits, and puts sentences to numbers.

pub mod analyse;
pub mod analysis;
pub mod casework;
pub mod claims;
pub mod clock;
pub mod coordination;
pub mod demo;
mod document;
pub mod election;
mod error;
pub mod exercise;
pub mod formats;
mod group;
pub mod hub;
pub mod ingest;
pub mod knowledge;
pub mod load;
mod method;
pub mod names;
pub mod oidc;
pub mod params;
pub mod people;
pub mod public;
pub mod registry;
pub mod retention;
mod sealed;
mod sentences;
pub mod situation;
pub mod stix;
pub mod stix_match;
pub mod terms;
pub mod upkeep;
mod verdict;
mod view;
pub mod watch;

pub use error::AppError;
pub use ostrakon_exercise::score::Score;
pub use ostrakon_ingest::Progress;

/// Sets how many threads detectors use; all processors unless told. Results do not depend on it.
///
/// # Errors
/// [`AppError::Usage`] for zero threads.
pub fn use_threads(threads: Option<usize>) -> Result<(), AppError> {
    let Some(threads) = threads else { return Ok(()) };
    if threads == 0 {
        return Err(AppError::Usage("--threads: at least one".into()));
    }
    // A pool that exists already (in tests) stays as it is; no result depends on it.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    Ok(())
}
