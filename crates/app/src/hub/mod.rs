//! The hub: what is kept, who may see it, and the one way out.

mod error;

pub use error::{Fault, HubError};
