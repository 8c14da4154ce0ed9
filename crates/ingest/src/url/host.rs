//! Hosts: lower case, ASCII, without the parts that choose no other content.
//!
//! **Problem.** `WWW.Bücher.example.`, `www.xn--bcher-kva.example` and `bücher。example` are one host.
//! **Choice.** UTS-46 processing as browsers do it (crate `idna`, non-transitional, hyphens free), then a check
//! that the result can exist in the public DNS; dotted IPv4 and bracketed IPv6 addresses pass.
//! **Rejected.** Hosts of one label (`http://intranet/`): in posts they are cut-off links, not places. Octal,
//! hexadecimal and 32-bit IPv4 spellings: nobody links to them in good faith, and `None` keeps the raw text visible.

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

/// The canonical spelling of a host without port, or `None` if no such host can exist publicly.
pub(super) fn normalise(host: &str) -> Option<Cow<'_, str>> {
    if let Some(inner) = host.strip_prefix('[') {
        let address: Ipv6Addr = inner.strip_suffix(']')?.parse().ok()?;
        return Some(Cow::Owned(format!("[{address}]")));
    }
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_');
    let host = if host.bytes().all(plain) && !host.contains("xn--") {
        Cow::Borrowed(host)
    } else {
        let decoded = decode(host)?;
        let ascii = idna::domain_to_ascii_cow(decoded.as_bytes(), idna::AsciiDenyList::URL).ok()?;
        Cow::Owned(ascii.into_owned())
    };
    let host = match host {
        Cow::Borrowed(h) => Cow::Borrowed(h.strip_suffix('.').unwrap_or(h)),
        Cow::Owned(mut h) => {
            if h.ends_with('.') {
                h.pop();
            }
            Cow::Owned(h)
        }
    };
    is_public_name(&host).then_some(host)
}

fn decode(host: &str) -> Option<Cow<'_, str>> {
    if !host.contains('%') {
        return Some(Cow::Borrowed(host));
    }
    let bytes = host.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] == b'%' {
            out.push(super::percent::hex_pair(*bytes.get(i + 1)?, *bytes.get(i + 2)?)?);
            i += 3;
        } else {
            out.push(bytes[i]);
            i += 1;
        }
    }
    String::from_utf8(out).ok().map(Cow::Owned)
}

/// At least two labels of 1–63 characters, 253 in all (RFC 1035 §2.3.4), and no number at the end unless the
/// whole is a dotted IPv4 address.
fn is_public_name(host: &str) -> bool {
    if host.len() > 253 || !host.contains('.') {
        return false;
    }
    let label_fits = |l: &str| {
        (1..=63).contains(&l.len())
            && l.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
    };
    if !host.split('.').all(label_fits) {
        return false;
    }
    let last = host.rsplit('.').next().unwrap_or(host);
    !last.as_bytes()[0].is_ascii_digit() || host.parse::<Ipv4Addr>().is_ok()
}

/// Whether a host is an IP address.
pub(super) fn is_address(host: &str) -> bool {
    host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn one_host_has_one_spelling() {
        for spelling in
            ["Bücher.example", "xn--bcher-kva.example", "BU\u{308}CHER。example.", "b%C3%BCcher.example"]
        {
            assert_eq!(normalise(spelling).as_deref(), Some("xn--bcher-kva.example"), "{spelling}");
        }
    }

    #[test]
    fn what_cannot_be_a_public_host_is_none() {
        for bad in ["", ".", "a..b", "intranet", "exa mple.org", "xn--a.example", "1.2.3", "0x7f.1", "a.b<c"]
        {
            assert_eq!(normalise(bad), None, "{bad}");
        }
        assert_eq!(normalise(&format!("{}.org", "a".repeat(64))), None);
        assert_eq!(normalise("192.0.2.7").as_deref(), Some("192.0.2.7"));
        assert_eq!(normalise("[2001:DB8:0:0::1]").as_deref(), Some("[2001:db8::1]"));
    }
}
