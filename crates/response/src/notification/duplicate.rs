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
    draft.urls.iter().map(|url| address(url)).chain(terms).map(|object| key(&object)).collect()
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

/// An address without what does not change where it leads: scheme, `www.`, the case of its host, fragment, last slash,
/// parameters of campaigns.
fn address(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = path.split_once('/').unwrap_or((path, ""));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let kept = |part: &&str| !part.is_empty() && !part.starts_with("utm_") && !part.starts_with("fbclid=");
    let query: BTreeSet<&str> = query.split('&').filter(kept).collect();
    let query = query.into_iter().collect::<Vec<_>>().join("&");
    format!("{host}/{}?{query}", path.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn spellings_of_one_address_are_one() {
        let same = [
            "https://www.Example.org/a/",
            "http://example.org/a#top",
            "https://example.org/a?utm_source=x&fbclid=1",
        ];
        assert!(same.iter().all(|url| address(url) == "example.org/a?"), "{same:?}");
        assert_ne!(address("https://example.org/watch?v=1"), address("https://example.org/watch?v=2"));
        assert_eq!(address("https://example.org/w?b=2&a=1"), address("https://example.org/w?a=1&b=2"));
    }
}
