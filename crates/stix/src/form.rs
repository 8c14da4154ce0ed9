//! The forms of strings: names, encodings, languages, addresses.
//!
//! Hand-written instead of regular expressions: each is a line or two, says what the standard says, and costs
//! nanoseconds; at 100,000 objects a second there are millions of strings a second.

mod address;
mod identifier;
mod language;
mod uri;

pub(crate) use address::{cpe, email, host_name, ipv4, ipv6, mac};
pub(crate) use identifier::{identifier, observed, split_id, uuid_version};
pub(crate) use language::{language, software_language};
pub(crate) use uri::uri;

use crate::spec::names;

fn all(text: &str, test: impl Fn(u8) -> bool) -> bool {
    text.bytes().all(test)
}

fn lower_or_digit(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

/// Pairs of hexadecimal digits, at least one (§2.6).
pub(crate) fn hex(text: &str) -> bool {
    !text.is_empty() && text.len().is_multiple_of(2) && all(text, |byte| byte.is_ascii_hexdigit())
}

/// Base64 with padding, not empty (§2.1).
pub(crate) fn base64(text: &str) -> bool {
    let body = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
    !body.is_empty()
        && text.len().is_multiple_of(4)
        && all(body, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
}

/// A type name (§3.3): words of a-z and 0-9, a letter first, single hyphens between, 3 to 250 long. One hyphen at the end
/// is let through, as the reference validator does.
pub(crate) fn type_name(text: &str) -> bool {
    (3..=250).contains(&text.len())
        && text != "action"
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && words(text.strip_suffix('-').unwrap_or(text))
}

fn words(text: &str) -> bool {
    text.split('-').all(|word| !word.is_empty() && all(word, lower_or_digit))
}

/// A type name in a pattern, where a hyphen may also stand first.
pub(crate) fn pattern_type_name(text: &str) -> bool {
    let inner = text.strip_prefix('-').unwrap_or(text);
    (3..=250).contains(&text.len()) && words(inner.strip_suffix('-').unwrap_or(inner))
}

/// The key of an extension of STIX 2.0: a name that ends in `-ext`.
pub(crate) fn extension_name(text: &str) -> bool {
    text.strip_suffix("-ext")
        .is_some_and(|name| name.starts_with(|first: char| first.is_ascii_lowercase()) && words(name))
}

/// A property name (§3.1): 3 to 250 of a-z, 0-9 and underscore.
pub(crate) fn property_name(text: &str) -> bool {
    (3..=250).contains(&text.len()) && all(text, |byte| lower_or_digit(byte) || byte == b'_')
}

/// What is asked of the name of any property, custom ones included: three characters of which the first is a letter, or
/// something that ends in `id`. (The specification asks for more; the reference validator does not look further.)
pub(crate) fn any_property_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    let opening = bytes.len() >= 3
        && bytes[0].is_ascii_lowercase()
        && bytes[1..3].iter().all(|&byte| lower_or_digit(byte) || byte == b'_');
    opening || text.ends_with("id") || typed_name(text, "_bin") || typed_name(text, "_hex")
}

/// Whether a property says by its name how it is encoded: `…_bin`, `…_hex`.
pub(crate) fn typed_name(text: &str, suffix: &str) -> bool {
    text.strip_suffix(suffix).is_some_and(|name| {
        (1..=246).contains(&name.len())
            && name.starts_with(|first: char| first.is_ascii_lowercase())
            && all(name, |byte| lower_or_digit(byte) || byte == b'_')
    })
}

/// A dictionary key (§2.5).
pub(crate) fn dictionary_key(text: &str) -> bool {
    text.len() <= 250 && all(text, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// A key of the hashes type (§2.7).
pub(crate) fn hash_name(text: &str) -> bool {
    text.len() >= 3 && dictionary_key(text)
}

/// Whether an algorithm of the vocabulary can have given this hash; others can give any.
pub(crate) fn possible_hash(algorithm: &str, hash: &str) -> bool {
    let hexadecimal = |digits: usize| hash.len() == digits && all(hash, |byte| byte.is_ascii_hexdigit());
    match algorithm {
        "MD5" => hexadecimal(32),
        "SHA-1" => hexadecimal(40),
        "SHA-256" | "SHA3-256" => hexadecimal(64),
        "SHA-512" | "SHA3-512" => hexadecimal(128),
        "SSDEEP" => {
            (1..=128).contains(&hash.len())
                && all(hash, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'+' | b':' | b'.'))
        }
        "TLSH" => hash.len() == 70 && all(hash, |byte| byte.is_ascii_alphanumeric()),
        _ => true,
    }
}

/// An id of a CVE entry.
pub(crate) fn cve(text: &str) -> bool {
    let digits = |part: &str| all(part, |byte| byte.is_ascii_digit());
    text.strip_prefix("CVE-").and_then(|rest| rest.split_once('-')).is_some_and(|(year, number)| {
        year.len() == 4
            && digits(year)
            && digits(number)
            && (number.len() == 4 || (number.len() > 4 && !number.starts_with('0')))
    })
}

/// An id of a CAPEC entry.
pub(crate) fn capec(text: &str) -> bool {
    text.strip_prefix("CAPEC-")
        .is_some_and(|number| !number.is_empty() && all(number, |byte| byte.is_ascii_digit()))
}

/// A selector of a granular marking (§7.2.3.1): `id`, or names and `[index]` joined by dots.
pub(crate) fn selector(text: &str) -> bool {
    let part = |name: &str| all(name, |byte| lower_or_digit(byte) || matches!(byte, b'_' | b'-'));
    let mut parts = text.split('.');
    let first = parts.next().unwrap_or_default();
    text == "id"
        || ((3..=249).contains(&first.len())
            && part(first)
            && parts.all(|step| match step.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                Some(index) => !index.is_empty() && all(index, |byte| byte.is_ascii_digit()),
                None => (1..=250).contains(&step.len()) && part(step),
            }))
}

/// A relationship type (§5.1).
pub(crate) fn relationship_type(text: &str) -> bool {
    !text.is_empty() && all(text, |byte| lower_or_digit(byte) || byte == b'-')
}

/// A media type that IANA knows.
pub(crate) fn media_type(text: &str) -> bool {
    names::MEDIA_TYPES.has(text)
}

/// A character set that IANA knows.
pub(crate) fn character_set(text: &str) -> bool {
    names::CHARACTER_SETS.has(text)
}

/// A registry key whose hive is written out.
pub(crate) fn registry_key(text: &str) -> bool {
    const SHORT: [&str; 8] = ["HKCC", "HKCR", "HKCU", "HKU", "hklm", "hkcc", "hkcr", "hkcu"];
    !text.starts_with("HKLM") && !text.contains("hku") && !SHORT.iter().any(|hive| text.contains(hive))
}

/// An EXIF tag (§6.7.4).
pub(crate) fn exif_tag(text: &str) -> bool {
    text.len() >= 2 && text.starts_with(|first: char| first.is_ascii_uppercase()) && dictionary_key(text)
}

/// A socket option (§6.12.4): a family and words in capitals.
pub(crate) fn socket_option(text: &str) -> bool {
    const FAMILIES: [&str; 8] = ["SO", "ICMP", "ICMP6", "IP", "IPV6", "MCAST", "TCP", "IRLMP"];
    let mut words = text.split('_');
    let family = words.next().unwrap_or_default();
    let mut rest = words.peekable();
    FAMILIES.contains(&family)
        && rest.peek().is_some()
        && rest.all(|word| !word.is_empty() && all(word, |byte| byte.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::{
        any_property_name, base64, extension_name, hex, registry_key, selector, socket_option, type_name,
    };

    #[test]
    fn encodings() {
        assert!(hex("00fF") && !hex("0") && !hex("") && !hex("zz"));
        assert!(base64("YQ==") && base64("YWI=") && base64("YWJj") && base64("YWJjYWJj"));
        assert!(
            !base64("")
                && !base64("====")
                && !base64("YQ=")
                && !base64("YQ")
                && !base64("Y===")
                && !base64("YW*j")
        );
    }

    #[test]
    fn names() {
        assert!(type_name("x-foo-bar") && type_name("abc-") && !type_name("ab") && !type_name("x--foo"));
        assert!(!type_name("X-foo") && !type_name("9ab") && !type_name("a_b") && !type_name("action"));
        assert!(extension_name("x-foo-ext") && !extension_name("x-foo") && !extension_name("-ext"));
        assert!(
            any_property_name("x_f")
                && any_property_name("id")
                && !any_property_name("n")
                && !any_property_name("Foo")
        );
    }

    #[test]
    fn selectors_registry_keys_and_socket_options() {
        assert!(
            selector("labels.[0]")
                && selector("id")
                && selector("a_b.c-d")
                && !selector("[0]")
                && !selector("ab")
        );
        assert!(!selector("labels.[x]") && !selector("labels..a") && !selector(""));
        assert!(
            registry_key("HKEY_LOCAL_MACHINE\\a") && !registry_key("HKLM\\a") && !registry_key("hkcu\\a")
        );
        assert!(
            socket_option("SO_KEEPALIVE")
                && socket_option("IPV6_MTU_DISCOVER")
                && !socket_option("SO")
                && !socket_option("FOO_BAR")
        );
    }
}
