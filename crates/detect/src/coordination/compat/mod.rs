//! The peers' definitions, exactly, so that anyone can check us against the tool they know.

pub mod cnt;
pub mod coortweet;
