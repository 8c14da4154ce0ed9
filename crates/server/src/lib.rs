//! HTTP: the only crate that serves it.
//!
//! [`serve`] shows the result of one analysis to the person who made it; [`hub`] is the house with doors: people sign
//! in, partners exchange, and every answer is made for the one who asks.

mod error;
pub mod hub;
mod listen;
mod result;

pub use error::{Error, Result};
pub use result::{serve, serve_until};
