//! `communities.csv`: one row an account and group.

use super::cell;
use crate::{atomic, document::Document, error::Error};
use std::path::Path;

/// Writes `community,account,role,q,flagged`; `community` is the group's rank, `q` the group's own (after control of
/// the false-discovery rate), `flagged` 1 where an analyst is shown the group as coordinated, else 0.
///
/// # Errors
/// [`Error::Write`].
pub fn write_communities(path: &Path, document: &Document) -> Result<(), Error> {
    atomic::write(path, |out| {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(["community", "account", "role", "q", "flagged"])?;
        for group in document.all_groups() {
            let (rank, q) = (group.rank.to_string(), cell::number(group.significance.q));
            for member in &group.members {
                csv.write_record([
                    &*rank,
                    &*cell::guard(&member.account),
                    member.role.name(),
                    &*q,
                    if group.flagged { "1" } else { "0" },
                ])?;
            }
        }
        csv.flush()
    })
}
