//! HTTP: the only crate that serves it.
//!
//! [`serve`] shows the result of one analysis to the person who made it.

mod error;
mod listen;
mod result;

pub use error::{Error, Result};
pub use result::{serve, serve_until};
