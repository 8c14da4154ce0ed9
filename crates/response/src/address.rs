//! Addresses of the web, compared: whether two spellings lead to one place.
//!
//! **The problem.** What may not be touched is written down with one spelling and reported with another: a slash, a capital, a
//! campaign's parameter. **The choice.** One canonical form for every comparison; it is never shown and never kept. **Rejected.**
//! To ask the address where it leads: nothing here speaks to the network, and asking would warn whoever is behind it.

use std::collections::BTreeSet;

/// Parameters that say from where somebody came and change nothing of what is shown; `*` ends a prefix.
const OF_CAMPAIGNS: [&str; 9] =
    ["utm_*", "fbclid", "gclid", "dclid", "msclkid", "igshid", "mc_cid", "mc_eid", "ref_src"];

fn is_of_a_campaign(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default().to_lowercase();
    OF_CAMPAIGNS.iter().any(|known| match known.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => name == *known,
    })
}

/// Letters, digits and marks that need no escape, written without one; other escapes in capitals.
fn unescaped(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    while at < bytes.len() {
        let escaped =
            (bytes[at] == b'%').then(|| Some((digit(bytes.get(at + 1))?, digit(bytes.get(at + 2))?)));
        let Some((high, low)) = escaped.flatten() else {
            out.push(bytes[at]);
            at += 1;
            continue;
        };
        match u8::try_from(high * 16 + low) {
            Ok(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => out.push(byte),
            _ => out.extend(bytes[at..at + 3].iter().map(u8::to_ascii_uppercase)),
        }
        at += 3;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Who is spoken to: lower case, without user, port of the scheme, last dot and `www.`.
pub fn host(url: &str) -> String {
    let rest = url.trim().split_once("://").map_or(url.trim(), |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default().to_lowercase();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host);
    let host = host.trim_end_matches('.');
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// An address without what does not change where it leads: scheme, user, port of the scheme, `www.`, the case of its host,
/// escapes that need not be, fragment, doubled and last slashes, parameters of campaigns and the order of the others.
pub fn canonical(url: &str) -> String {
    let rest = url.trim().split_once("://").map_or(url.trim(), |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or_default();
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = place.split_once('/').map_or("", |(_, path)| path);
    let path: Vec<String> =
        path.split('/').filter(|part| !part.is_empty() && *part != ".").map(unescaped).collect();
    let query: BTreeSet<String> =
        query.split('&').filter(|part| !part.is_empty() && !is_of_a_campaign(part)).map(unescaped).collect();
    let query = query.into_iter().collect::<Vec<_>>().join("&");
    format!("{}/{}?{query}", host(url), path.join("/"))
}

/// Whether everybody can look an address up: it has a name of the open web, and none of a house's own network.
pub fn is_of_the_open_web(url: &str) -> bool {
    let host = host(url);
    let host = host
        .strip_suffix(']')
        .map_or_else(|| host.split(':').next().unwrap_or_default().to_owned(), |_| host.clone());
    if host.starts_with('[') {
        // A bare number of the sixth version: no source that a reader would know again.
        return false;
    }
    if let Ok(address) = host.parse::<std::net::Ipv4Addr>() {
        return !(address.is_private()
            || address.is_loopback()
            || address.is_link_local()
            || address.is_unspecified()
            || address.is_broadcast()
            || (address.octets()[0] == 100 && (64..128).contains(&address.octets()[1])));
    }
    let last = host.rsplit('.').next().unwrap_or_default();
    let private = ["local", "localhost", "internal", "intranet", "lan", "home", "corp", "private", "onion"];
    let is_name = last.chars().any(char::is_alphabetic) && !last.starts_with("0x");
    host.contains('.') && is_name && !private.contains(&last) && !host.ends_with("home.arpa")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_address_are_one() {
        let same = [
            "https://www.Example.org/a/",
            "http://example.org/a#top",
            "https://example.org:443//%61?utm_source=x&fbclid=1",
            " HTTPS://user@example.org./a ",
        ];
        assert!(same.iter().all(|url| canonical(url) == "example.org/a?"), "{same:?}");
        assert_ne!(canonical("https://example.org/watch?v=1"), canonical("https://example.org/watch?v=2"));
        assert_eq!(canonical("https://example.org/w?b=2&a=1"), canonical("https://example.org/w?a=1&b=2"));
        assert_eq!(canonical("https://example.org/%2f%é"), canonical("https://example.org/%2F%é"));
    }

    #[test]
    fn what_stands_in_a_house_is_not_of_the_open_web() {
        for open in ["https://example.org/1", "http://news.example:8080/x", "https://93.184.215.14/x"] {
            assert!(is_of_the_open_web(open), "{open}");
        }
        for own in [
            "http://10.0.0.1/secret",
            "http://127.0.0.1:8080/x",
            "https://good.example@192.168.1.4/x",
            "http://localhost/x",
            "https://files.internal/x",
            "http://[::1]/x",
            "http://2130706433/x",
            "http://0x7f.0x1/x",
            "https://",
        ] {
            assert!(!is_of_the_open_web(own), "{own}");
        }
    }
}
