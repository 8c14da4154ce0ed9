//! Source bytes to model records: one preset a format, one reject file for what does not fit.

pub mod entities;
pub mod preset;
pub mod pseudonym;
pub mod record;
pub mod timestamp;
pub mod url;
