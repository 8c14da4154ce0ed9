//! Addresses and names of machines, people and products.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Splits `address/prefix`, where the prefix is a number without leading zeros up to `most`.
fn block(text: &str, most: u8) -> Option<&str> {
    let Some((address, prefix)) = text.split_once('/') else { return Some(text) };
    let plain =
        prefix.bytes().all(|byte| byte.is_ascii_digit()) && (prefix.len() == 1 || !prefix.starts_with('0'));
    (plain && prefix.parse::<u8>().is_ok_and(|bits| bits <= most)).then_some(address)
}

/// An IPv4 address or CIDR block (§6.8).
pub(crate) fn ipv4(text: &str) -> bool {
    block(text, 32).is_some_and(|address| address.parse::<Ipv4Addr>().is_ok())
}

/// An IPv6 address or CIDR block, with a zone if it has one (§6.9).
pub(crate) fn ipv6(text: &str) -> bool {
    block(text, 128).is_some_and(|address| {
        let (address, zone) = address.split_once('%').unwrap_or((address, "0"));
        !zone.is_empty() && address.parse::<Ipv6Addr>().is_ok()
    })
}

/// A MAC address (§6.10): lower case, colons.
pub(crate) fn mac(text: &str) -> bool {
    text.len() == 17
        && text.bytes().enumerate().all(|(at, byte)| match at % 3 {
            2 => byte == b':',
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
        })
}

/// An e-mail address without display name (§6.5).
pub(crate) fn email(text: &str) -> bool {
    let plain = |part: &str, also: &[u8]| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || also.contains(&byte))
    };
    text.split_once('@').is_some_and(|(user, host)| {
        plain(user, b"_.+-")
            && host.split_once('.').is_some_and(|(first, rest)| plain(first, b"-") && plain(rest, b"-."))
    })
}

/// A domain name (§6.4), internationalised or not (RFC 5890). The dot of the root may close it.
pub(crate) fn host_name(text: &str) -> bool {
    let name = text.strip_suffix('.').unwrap_or(text);
    // Mapping characters (capital umlauts, full-width letters) to allowed ones is for user input, not for data.
    let mapped = !text.is_ascii() && text.chars().any(|c| !c.is_ascii() && c.to_lowercase().ne([c]));
    !name.is_empty() && !mapped && idna::domain_to_ascii_strict(name).is_ok_and(|ascii| !ascii.is_empty())
}

/// A CPE 2.3 formatted string (NISTIR 7695): `cpe:2.3:`, the part, and ten attributes.
pub(crate) fn cpe(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("cpe:2.3:") else { return false };
    let attributes = split_unescaped(rest);
    attributes.len() == 11
        && matches!(attributes[0], "a" | "h" | "o" | "*" | "-")
        && attributes[1..].iter().enumerate().all(|(at, value)| match at {
            // The sixth attribute is a language.
            5 => matches!(*value, "*" | "-") || cpe_language(value),
            _ => matches!(*value, "*" | "-") || cpe_value(value),
        })
}

fn split_unescaped(text: &str) -> Vec<&str> {
    let (mut parts, mut from, mut escaped) = (Vec::new(), 0, false);
    for (at, byte) in text.bytes().enumerate() {
        if byte == b':' && !escaped {
            parts.push(&text[from..at]);
            from = at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    parts.push(&text[from..]);
    parts
}

fn cpe_language(text: &str) -> bool {
    let (language, region) = text.split_once('-').unwrap_or((text, "00"));
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    (2..=3).contains(&language.len())
        && letters(language)
        && (region == "00"
            || (region.len() == 2 && letters(region))
            || (region.len() == 3 && region.bytes().all(|byte| byte.is_ascii_digit())))
}

/// Letters, digits, `-._`, escaped punctuation; wildcards `?` and `*` at the ends only.
fn cpe_value(text: &str) -> bool {
    let mut inner = text.trim_start_matches('?');
    if inner.len() == text.len() {
        inner = inner.strip_prefix('*').unwrap_or(inner);
    }
    let mut chars = inner.chars().peekable();
    let mut body = 0;
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(next) if next.is_ascii_punctuation() && !matches!(next, '-' | '.' | '_') => body += 1,
                _ => return false,
            },
            '*' => return body > 0 && chars.next().is_none(),
            '?' => return body > 0 && chars.all(|rest| rest == '?'),
            _ if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_') => body += 1,
            _ => return false,
        }
    }
    body > 0
}

#[cfg(test)]
mod tests {
    use super::{cpe, email, host_name, ipv4, ipv6, mac};

    #[test]
    fn addresses() {
        assert!(
            ipv4("192.168.0.1")
                && ipv4("192.168.0.1/32")
                && !ipv4("192.168.0.1/33")
                && !ipv4("1.2.3")
                && !ipv4("01.2.3.4")
        );
        assert!(!ipv4("1.2.3.4/") && !ipv4("1.2.3.4/03") && !ipv4("1.2.3.4/+1"));
        assert!(
            ipv6("2001:db8::1")
                && ipv6("fe80::1%eth0/64")
                && ipv6("::")
                && !ipv6("foo")
                && !ipv6("fe80::1/03")
                && !ipv6("::1%")
        );
        assert!(mac("d2:fb:49:24:37:18") && !mac("D2:fb:49:24:37:18") && !mac("d2-fb-49-24-37-18"));
        assert!(
            email("jdoe@example.com")
                && !email("John Doe <jdoe@example.com>")
                && !email("a@b")
                && !email("@a.b")
        );
    }

    #[test]
    fn domain_names() {
        for good in ["example.com", "EXAMPLE.com.", "xn--mnchen-3ya.de", "münchen.de", "a.b.c.d", "localhost"]
        {
            assert!(host_name(good), "{good}");
        }
        for bad in
            ["", ".", "a..b", "-a.com", "a_b.com", "a b.com", "MÜNCHEN.de", "http://a.b", &"a".repeat(64)]
        {
            assert!(!host_name(bad), "{bad}");
        }
    }

    #[test]
    fn products() {
        assert!(cpe("cpe:2.3:a:microsoft:word:2000:*:*:*:*:*:*:*"));
        assert!(cpe("cpe:2.3:a:a\\:b:w?:2.0:-:*:en-us:*:*:*:*"));
        assert!(
            !cpe("invalid")
                && !cpe("cpe:2.3:x:a:b:*:*:*:*:*:*:*:*")
                && !cpe("cpe:/a:microsoft:word")
                && !cpe("cpe:2.3:a:b")
        );
        assert!(!cpe("cpe:2.3:a:mi*ft:word:2000:*:*:*:*:*:*:*"));
    }
}
