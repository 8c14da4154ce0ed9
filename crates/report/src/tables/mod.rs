//! Tables for programs and spreadsheets: edges, communities, rejected rows.
//!
//! The same rows as CSV (anyone opens it) and, for edges, Parquet (typed, exact, ten times smaller). Text cells of CSV
//! files pass through [`cell::guard`]; Parquet holds every value as it is.

pub mod cell;
mod communities;
mod edges;
mod rejects;

pub use communities::write_communities;
pub use edges::{EdgeRow, write_edges_csv, write_edges_parquet};
pub use rejects::{RejectRow, write_rejects};
