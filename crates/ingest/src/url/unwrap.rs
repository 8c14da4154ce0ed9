//! Redirectors and AMP caches that carry their target in the address itself: taken out without any network.
//!
//! **Rejected.** Short links (`bit.ly`, `t.co`): their target is known only to their server. Archive copies
//! (`web.archive.org/web/…`): another object than the page, and often chosen on purpose.

use super::percent::decode_ascii;
use super::query::value;
use super::rules::{RULES, is_name_under_any_suffix};

/// The address inside, as written there. Shorter than what it was taken from.
pub(super) fn target(host: &str, path: &str, query: &str) -> Option<String> {
    for wrapper in RULES.wrappers(host, path) {
        let inner = wrapper.parameters.iter().find_map(|name| value(query, name));
        if let Some(inner) = inner.map(decode_ascii).filter(|inner| is_http(inner)) {
            return Some(inner);
        }
    }
    let amp = if host.ends_with(".cdn.ampproject.org") {
        ["/c/", "/v/", "/i/"].iter().find_map(|kind| path.strip_prefix(kind))
    } else if is_name_under_any_suffix(host, "google") {
        path.strip_prefix("/amp/")
    } else {
        None
    }?;
    let page = amp.strip_prefix("s/").unwrap_or(amp);
    Some(if query.is_empty() { format!("https://{page}") } else { format!("https://{page}?{query}") })
}

fn is_http(text: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}
