//! Formats in and out, and the one gate through which a record leaves an organisation.

pub mod bundle;
pub mod cap;
pub mod claimreview;
pub mod disarm;
pub mod dsa;
mod error;
pub mod format;
pub mod gate;
mod input;
pub mod misp;
pub mod network;
pub mod note;
pub mod part;
pub mod seal;
pub mod table;
pub mod taxii;

pub use error::{ExchangeError, Problem};
pub use input::Limits;
