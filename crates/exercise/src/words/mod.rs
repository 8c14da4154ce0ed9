//! Texts: languages, vocabularies, and the posts written with them.

mod compose;
mod lexicon;
mod tongue;

pub(crate) use compose::{Edits, Writer, emoji};
pub(crate) use lexicon::{TOPICS, Zipf};
pub(crate) use tongue::TONGUES;
