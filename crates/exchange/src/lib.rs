//! Formats in and out, and the one gate through which a record leaves an organisation.

pub mod gate;
pub mod taxii;
