//! Identifiers: `type--UUID`.

use crate::spec::{self, Family};

/// Whether this is an identifier (§2.9): a type name, two hyphens, and a UUID of RFC 4122 in versions 1 to 5.
pub(crate) fn identifier(text: &str) -> bool {
    let Some((kind, uuid)) = split_id(text) else { return false };
    let bytes = kind.as_bytes();
    kind.len() >= 3
        && bytes[0].is_ascii_lowercase()
        && bytes[bytes.len() - 1] != b'-'
        && bytes.iter().all(|&byte| super::lower_or_digit(byte) || byte == b'-')
        && is_uuid(uuid)
}

/// Type and UUID of an identifier; `None` when there are not 36 characters after two hyphens.
pub(crate) fn split_id(text: &str) -> Option<(&str, &str)> {
    let at = text.len().checked_sub(36)?;
    Some((text.get(..at)?.strip_suffix("--")?, text.get(at..)?))
}

/// The version digit of a UUID in its canonical spelling.
pub(crate) fn uuid_version(id: &str) -> Option<u8> {
    let (_, uuid) = split_id(id)?;
    Some(uuid.as_bytes()[14].wrapping_sub(b'0'))
}

fn is_uuid(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        14 => (b'1'..=b'5').contains(&byte),
        19 => matches!(byte, b'8' | b'9' | b'a' | b'b' | b'A' | b'B'),
        _ => byte.is_ascii_hexdigit(),
    })
}

/// What an observed-data object may refer to: anything but domain objects.
pub(crate) fn observed(text: &str) -> bool {
    let listed = |kind: &spec::Type| {
        text.strip_prefix(kind.name).is_some_and(|rest| rest.starts_with("--"))
            && kind.name != "artifact"
            && matches!(kind.family, Family::Observable | Family::Relationship)
    };
    // Observables may carry the numbers of STIX 2.0, everything else needs an identifier.
    spec::types().any(listed)
        || (identifier(text)
            && !spec::types().any(|kind| kind.family == Family::Domain && text.starts_with(kind.name)))
}

#[cfg(test)]
mod tests {
    use super::{identifier, observed, uuid_version};

    const UUID: &str = "8ae20dde-83d4-4218-88fd-41ef0dabf9d1";

    #[test]
    fn an_identifier_is_a_type_and_a_uuid() {
        assert!(identifier(&format!("x-foo--{UUID}")));
        assert_eq!(uuid_version(&format!("x-foo--{UUID}")), Some(4));
        let bad = [
            "",
            "--",
            UUID,
            "x-foo",
            &format!("X-foo--{UUID}"),
            &format!("x-foo-{UUID}"),
            &format!("ab--{UUID}x"),
        ];
        for bad in bad {
            assert!(!identifier(bad), "{bad}");
        }
        assert!(!identifier("malware--fdd60b30-b67c-71e3-b0b9-f01faf20d111"));
        assert!(!identifier("malware--fdd60b30-b67c-41e3-c0b9-f01faf20d111"));
        assert!(!identifier("malware--äfdd60b30-b67c-41e3-b0b9-f01faf20d1"));
    }

    #[test]
    fn observed_data_points_to_what_can_be_observed() {
        assert!(
            observed(&format!("file--{UUID}")) && observed("file--0") && observed(&format!("x-foo--{UUID}"))
        );
        assert!(
            observed(&format!("artifact--{UUID}"))
                && !observed(&format!("campaign--{UUID}"))
                && !observed("x-foo--0")
        );
    }
}
