//! Absolute URIs (RFC 3986).

/// Whether this is a URI with a scheme. Characters beyond ASCII must be percent-encoded.
pub(crate) fn uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    if !scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        || !scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
    {
        return false;
    }
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => {
            let end = rest.find('/').unwrap_or(rest.len());
            (Some(&rest[..end]), &rest[end..])
        }
        None => (None, rest),
    };
    host.is_none_or(authority)
        && made_of(path, b":@/")
        && made_of(query, b":@/?")
        && made_of(fragment, b":@/?")
}

fn authority(text: &str) -> bool {
    let (user, place) = text.rsplit_once('@').unwrap_or(("", text));
    let (host, port) = match place.strip_prefix('[') {
        Some(literal) => {
            let Some((address, port)) = literal.split_once(']') else { return false };
            if !address_literal(address) || !(port.is_empty() || port.starts_with(':')) {
                return false;
            }
            ("", port.strip_prefix(':').unwrap_or(port))
        }
        None => place.rsplit_once(':').unwrap_or((place, "")),
    };
    made_of(user, b":") && made_of(host, b"") && port.bytes().all(|byte| byte.is_ascii_digit())
}

fn address_literal(text: &str) -> bool {
    text.parse::<std::net::Ipv6Addr>().is_ok()
        || (text.starts_with(['v', 'V']) && text.contains('.') && made_of(text, b":"))
}

/// Unreserved characters, sub-delimiters, percent-encoded bytes, and what else is allowed at the place.
fn made_of(text: &str, also: &[u8]) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let plain =
            byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte) || also.contains(&byte);
        let encoded = byte == b'%'
            && bytes.get(at + 1..at + 3).is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit));
        if !plain && !encoded {
            return false;
        }
        at += if encoded { 3 } else { 1 };
    }
    true
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn examples_of_the_standard_and_others() {
        for good in [
            "ftp://ftp.is.co.za/rfc/rfc1808.txt",
            "http://[2001:db8::7]:80/c=GB?objectClass?one#x/y?z",
            "mailto:John.Doe@example.com",
            "tel:+1-816-555-1212",
            "urn:oasis:names:specification:docbook:dtd:xml:4.1.2",
            "http://user:pw@a.b:/%20?",
            "x:",
            "file:///etc/passwd",
        ] {
            assert!(uri(good), "{good}");
        }
        for bad in [
            "",
            "foo",
            "www.g.com",
            "http://a b",
            "http://ä.de",
            "1x:y",
            "http://[::1",
            "http://[x]/",
            "http://a/%2",
            "http://a:b/",
            "http://a#b#c",
            "http://a\\b",
            ":a",
            "http://a@b@c/",
        ] {
            assert!(!uri(bad), "{bad}");
        }
    }
}
