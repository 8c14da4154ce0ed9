//! Registries of names: IANA's media types, character sets, services and protocols, and IPFIX elements; ISO 3166 and
//! ISO 639-2 codes; socket options.
//!
//! Each is a text file, one name a line, sorted by bytes, and looked up by bisection. Rejected: asking the registries,
//! since whether an object is valid must not depend on the network or the day.

use std::sync::LazyLock;

/// A sorted list of names.
pub(crate) struct Names(LazyLock<Vec<&'static str>>);

impl Names {
    /// Whether the list has this name, to the letter.
    pub fn has(&self, name: &str) -> bool {
        self.0.binary_search(&name).is_ok()
    }
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {$(
        $(#[$doc])*
        pub(crate) static $name: Names = Names(LazyLock::new(|| include_str!($file).lines().collect()));
    )*};
}

names! {
    /// IANA media types.
    MEDIA_TYPES = "names/media-types.txt";
    /// IANA character sets, by preferred MIME name where there is one.
    CHARACTER_SETS = "names/character-sets.txt";
    /// IANA service names and transport protocols.
    PROTOCOLS = "names/protocols.txt";
    /// IANA IPFIX information elements.
    IPFIX = "names/ipfix.txt";
    /// Socket options of the common systems.
    SOCKET_OPTIONS = "names/socket-options.txt";
    /// ISO 3166-1 alpha-2, reserved codes included.
    COUNTRIES = "names/countries.txt";
    /// ISO 639-2 codes of three letters.
    LANGUAGES = "names/languages-3.txt";
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_list_is_sorted_so_that_bisection_finds_all() {
        for names in [
            &super::MEDIA_TYPES,
            &super::CHARACTER_SETS,
            &super::PROTOCOLS,
            &super::IPFIX,
            &super::SOCKET_OPTIONS,
            &super::COUNTRIES,
            &super::LANGUAGES,
        ] {
            assert!(names.0.is_sorted());
            assert!(names.0.iter().all(|name| names.has(name) && !name.is_empty()));
        }
        assert!(super::MEDIA_TYPES.has("image/png") && !super::MEDIA_TYPES.has("image/PNG"));
    }
}
