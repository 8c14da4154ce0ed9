//! When two notifications are the same: one platform, one policy, and an object in common.
//!
//! **The choice.** A key for each object, so that a notification of ten posts and one of an eleventh and two of those ten
//! meet in the two. **Rejected.** One key over the whole list: one more address, and nothing is a duplicate any more.

use super::{Draft, Flagged, Notification};
use crate::Aggregate;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The keys of a draft: SHA-256 of platform, policy, kind of object and object, each in its plainest spelling.
pub(super) fn keys(draft: &Draft) -> BTreeSet<String> {
    let key = |object: &str| {
        let kind = match draft.object {
            Flagged::Content => "content",
            Flagged::Account => "account",
            Flagged::Trend => "trend",
        };
        let parts = [draft.platform.as_str(), &plain(&draft.policy), kind, object];
        let digest = Sha256::digest(parts.join("\n").as_bytes());
        digest.iter().fold(String::new(), |mut text, byte| {
            // Writing to a string never fails.
            let _ = write!(text, "{byte:02x}");
            text
        })
    };
    let terms = draft.terms.iter().map(|term| plain(term.trim_start_matches('#')));
    draft
        .urls
        .iter()
        .map(|url| crate::address::canonical(url))
        .chain(terms)
        .map(|object| key(&object))
        .collect()
}

/// The first open notification that shares an object with this draft.
pub fn duplicate_of<'a>(draft: &Draft, others: &'a [Notification]) -> Option<&'a Notification> {
    let mine = keys(draft);
    others.iter().find(|other| !other.keys().is_disjoint(&mine))
}

/// Lower case, single blanks.
fn plain(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}
