//! Taking an address apart the way browsers do (WHATWG URL, "special" schemes), without building anything.

use std::borrow::Cow;

/// The parts of an address, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    pub host: &'a str,
    pub port: Option<&'a str>,
    /// Empty, or from the first `/`.
    pub path: &'a str,
    /// Without `?`; empty where there is none.
    pub query: &'a str,
    /// Without `#`.
    pub fragment: Option<&'a str>,
}

/// Without surrounding white space and control characters.
pub(super) fn trim(raw: &str) -> &str {
    raw.trim_matches(|c: char| c.is_whitespace() || c.is_control())
}

/// Without tabs and line breaks, and with `/` for every `\` before query and fragment: browsers read `\` so, and
/// hosts are disguised with it.
pub(super) fn clean(raw: &str) -> Cow<'_, str> {
    if !raw.bytes().any(|b| matches!(b, b'\t' | b'\n' | b'\r' | b'\\')) {
        return Cow::Borrowed(raw);
    }
    let mut in_path = true;
    let keep = |c: &char| !matches!(c, '\t' | '\n' | '\r');
    Cow::Owned(
        raw.chars()
            .filter(keep)
            .map(|c| {
                in_path &= !matches!(c, '?' | '#');
                if c == '\\' && in_path { '/' } else { c }
            })
            .collect(),
    )
}

/// Splits an http(s) address. Without a scheme it is one if it begins with `//` or `www.`, or if a host under a known
/// public suffix is followed by `/` (`t.me/rt`, but not `readme.md`).
pub(super) fn split(raw: &str) -> Option<Parts<'_>> {
    let rest = after_scheme(raw)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at(end);
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let (rest, fragment) = match rest.split_once('#') {
        Some((rest, fragment)) => (rest, Some(fragment)),
        None => (rest, None),
    };
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    Some(Parts { host, port, path, query, fragment })
}

fn after_scheme(raw: &str) -> Option<&str> {
    let in_scheme = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'.' | b'-');
    let (name, rest) = raw.split_at(raw.bytes().position(|b| !in_scheme(b)).unwrap_or(raw.len()));
    if let Some(rest) = rest.strip_prefix(':')
        && (name.eq_ignore_ascii_case("https") || name.eq_ignore_ascii_case("http"))
    {
        return Some(rest.trim_start_matches(['/', '\\']));
    }
    if raw.starts_with("//") || raw.starts_with("\\\\") {
        return Some(raw.trim_start_matches(['/', '\\']));
    }
    is_bare(raw).then_some(raw)
}

fn is_bare(raw: &str) -> bool {
    let end = raw.find(['/', '?', '#']).unwrap_or(raw.len());
    let host = &raw[..end];
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    let www = host.get(..4).is_some_and(|w| w.eq_ignore_ascii_case("www."));
    let lower = host.to_lowercase();
    !host.contains(['@', ' '])
        && (www || raw[end..].starts_with('/'))
        && host.contains('.')
        && psl::suffix(lower.as_bytes()).is_some_and(|s| s.is_known())
}

/// The port unless it is a default one; the outer `None` for no port number. 80 and 443 are both defaults because
/// the scheme has been dropped.
#[allow(clippy::option_option)]
pub(super) fn port(port: Option<&str>) -> Option<Option<u16>> {
    let Some(digits) = port.filter(|p| !p.is_empty()) else { return Some(None) };
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: u16 = digits.parse().ok()?;
    Some(Some(number).filter(|n| !matches!(n, 80 | 443)))
}

/// Whether normalised text ends in an ellipsis: somebody cut the address off (`https://t.co/ab…`).
pub(super) fn is_cut_off(text: &str) -> bool {
    text.ends_with("%E2%80%A6") || text.ends_with("...")
}
