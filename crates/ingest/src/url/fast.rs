//! Telling in one look that an address is canonical already.
//!
//! Most links of a data set are (short links, or addresses another run has canonicalised), and returning them
//! borrowed costs no allocation. The check is one-sided: `true` only where the rules would change nothing; any
//! doubt (an escape, a fragment, a host with rules of its own) goes the long way.

use super::percent::{Place, is_allowed};
use super::rules::RULES;

/// Whether the rules certainly leave `url` as it is. At most [`super::MAX_LEN`] bytes.
pub(super) fn is_canonical(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else { return false };
    let Some(slash) = memchr::memchr(b'/', rest.as_bytes()) else { return false };
    let (host, path) = rest.split_at(slash);
    is_plain_host(host) && is_plain_path(host, path)
}

fn is_plain_host(host: &str) -> bool {
    if host.len() > 253 {
        return false;
    }
    let (mut label, mut dots, mut letter_starts_last, mut previous) = (0, 0, false, b'.');
    for &b in host.as_bytes() {
        match b {
            b'.' => {
                dots += 1;
                label = 0;
            }
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => {
                if label == 0 {
                    letter_starts_last = b.is_ascii_lowercase();
                }
                label += 1;
            }
            _ => return false,
        }
        if label > 63 || (b == b'.' && previous == b'.') {
            return false;
        }
        previous = b;
    }
    dots > 0 && previous != b'.' && letter_starts_last && !host.contains("xn--") && !RULES.is_special(host)
}

fn is_plain_path(host: &str, path: &str) -> bool {
    let bytes = path.as_bytes();
    let end = memchr::memchr(b'?', bytes).unwrap_or(bytes.len());
    let (mut previous, mut maybe_amp) = (0, false);
    for &b in &bytes[..end] {
        let allowed = b == b'/' || is_allowed(b, Place::Segment);
        // `//`, `/.`, `/amp` and `.amp` are the marks of everything the path rules touch.
        if !allowed || (previous == b'/' && matches!(b, b'/' | b'.')) {
            return false;
        }
        maybe_amp |= b == b'a' && matches!(previous, b'/' | b'.');
        previous = b;
    }
    let path_only = &path[..end];
    if (previous == b'/' && end > 1)
        || path_only.ends_with("...")
        || (maybe_amp && (path_only.contains("/amp") || path_only.contains(".amp")))
    {
        return false;
    }
    end == bytes.len() || is_plain_query(host, &path[end + 1..])
}

fn is_plain_query(host: &str, query: &str) -> bool {
    if !query.bytes().all(|b| is_allowed(b, Place::Query)) {
        return false;
    }
    let mut previous = "";
    query.split('&').all(|parameter| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let sorted = previous <= name;
        previous = name;
        sorted
            && !parameter.is_empty()
            && !parameter.starts_with("amp;")
            && !RULES.is_tracking(host, name, value)
    })
}
