//! Source bytes to model records: one preset a format, one reject file for what does not fit.
//!
//! ```text
//! path ── source ──▶ bytes ── recognise ──▶ container + preset
//!                     │
//!                   frame    one thread cuts the stream into blocks of whole records
//!                     │
//!                   work     every core maps blocks to posts (preset), collected in a batch
//!                     │
//!                 pipeline   the caller's thread takes the batches in order and drops repeated ids
//! ```
//!
//! The main decision: readers know nothing of platforms and presets know nothing of containers; they meet in
//! [`record::Row`]. Rejected: one reader a platform, which is how each of them gets its own bugs with quotes.

pub mod entities;
pub mod error;
mod frame;
pub mod inspect;
mod json;
mod open;
mod pipeline;
pub mod preset;
pub mod pseudonym;
pub mod read;
mod recognise;
pub mod record;
pub mod reject;
pub mod source;
mod sse;
pub mod timestamp;
pub mod url;
mod utf16;
mod work;

pub use error::IngestError;
pub use pipeline::read_batches;
pub use read::{InputSummary, Progress, ReadOptions, Reading, Received, read, read_columns, read_posts};
pub use reject::{Reject, RejectCsv, RejectSink};
pub use work::Batch;
