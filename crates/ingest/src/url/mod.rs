//! Canonical URLs: one address for one page, so that two accounts that link it are seen to link the same.
//!
//! **Problem.** The same article is posted as `http://m.example.org/a?utm_source=x`, `https://www.example.org/a/`
//! and `https://www.google.com/amp/s/example.org/a/amp`. Compared byte by byte, coordination disappears; resolved
//! over the network, the investigated site learns who investigates, and the result changes from day to day.
//! **Choice.** The numbered rules of `docs/url-canonicalisation.md`: pure, bounded ([`MAX_LEN`]), idempotent, and
//! borrowing the input where it is canonical already. A canonical URL can still be opened.
//! **Rejected.** Crate `url`: it parses like a browser but builds its own representation, several times slower, and
//! none of the rules that matter here is in it. Following redirects, ever. SURT keys: no reader can open one.

mod fast;
mod host;
mod parse;
mod path;
mod percent;
mod query;
mod rules;
mod site;
mod unwrap;

use std::borrow::Cow;

/// Longest URL taken, in bytes, before and after canonicalisation. Servers commonly refuse 8 KB; what is longer
/// carries data rather than an address.
pub const MAX_LEN: usize = 8_192;

/// The canonical form of an address, always `https://…`; `None` where there is no address: empty, not http(s), cut off
/// by an ellipsis, no possible public host, or longer than [`MAX_LEN`].
///
/// `canonical(canonical(u)) == canonical(u)` for every `u`. Nothing is resolved over a network.
///
/// ```
/// use ostrakon_ingest::url::canonical;
/// let shared = canonical("http://m.youtube.com/watch?feature=share&v=dQw4w9WgXcQ&utm_source=x");
/// assert_eq!(shared, canonical("https://youtu.be/dQw4w9WgXcQ?si=abc"));
/// assert_eq!(shared.as_deref(), Some("https://youtube.com/watch?v=dQw4w9WgXcQ"));
/// assert_eq!(canonical(""), None);
/// ```
pub fn canonical(raw: &str) -> Option<Cow<'_, str>> {
    let raw = parse::trim(raw);
    if raw.is_empty() || raw.len() > MAX_LEN {
        return None;
    }
    if fast::is_canonical(raw) {
        return Some(Cow::Borrowed(raw));
    }
    let url = by_rules(raw)?;
    (url.len() <= MAX_LEN).then_some(Cow::Owned(url))
}

/// The host of an http(s) address as it is written there, without user and port; brackets belong to IPv6 hosts.
///
/// Lower case and ASCII only if the address is canonical.
pub fn host(url: &str) -> Option<&str> {
    Some(parse::split(parse::trim(url))?.host).filter(|h| !h.is_empty())
}

/// The part of the host that one registrant holds, by the Public Suffix List with its private section
/// (`a.b.example.co.uk` → `example.co.uk`, `x.github.io` → `x.github.io`); IDN in Unicode or ASCII form.
///
/// `None` for IP addresses and for hosts that are themselves a public suffix.
pub fn registrable_domain(url: &str) -> Option<&str> {
    let host = host(url)?;
    let host = host.strip_suffix('.').unwrap_or(host);
    if host::is_address(host) {
        return None;
    }
    // The list is in lower case; ASCII lower-casing keeps byte positions.
    let len = if host.bytes().any(|b| b.is_ascii_uppercase()) {
        psl::domain_str(&host.to_ascii_lowercase())?.len()
    } else {
        psl::domain_str(host)?.len()
    };
    host.get(host.len() - len..)
}

/// The rules in order. A target inside a wrapper is shorter than the wrapper, so this ends.
fn by_rules(raw: &str) -> Option<String> {
    let clean = parse::clean(raw);
    let parts = parse::split(&clean)?;
    let port = parse::port(parts.port)?;
    let host = site::canonical_host(host::normalise(parts.host)?);
    let parts = site::hashbang(&host, parts);
    let mut path = path::normalise(parts.path);
    let inside = |path: &str| match port {
        None => unwrap::target(&host, path, parts.query).and_then(|target| by_rules(&target)),
        Some(_) => None,
    };
    if let Some(url) = inside(&path) {
        return Some(url);
    }
    let marked = path.len();
    path::remove_amp(&mut path);
    // Without the mark a cache's path may name a page after all.
    if path.len() < marked
        && let Some(url) = inside(&path)
    {
        return Some(url);
    }
    let query = query::normalise(&host, parts.query)?;
    if port.is_none()
        && let Some(url) = site::content(&host, &mut path, &query)
    {
        return Some(url);
    }
    let mut url = String::with_capacity(16 + host.len() + path.len() + query.len());
    url.push_str("https://");
    url.push_str(&host);
    if let Some(port) = port {
        url.push(':');
        url.push_str(&port.to_string());
    }
    url.push_str(&path);
    if !query.is_empty() {
        url.push('?');
        url.push_str(&query);
    }
    match parts.fragment.and_then(|f| f.strip_prefix('!')).filter(|f| !f.is_empty()) {
        Some(route) => {
            url.push_str("#!");
            percent::normalise_into(&mut url, route, percent::Place::Query);
        }
        None if query.is_empty() && parse::is_cut_off(&path) => return None,
        None => {}
    }
    Some(url)
}

#[cfg(test)]
mod tests;
