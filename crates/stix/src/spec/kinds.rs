//! Of which kind a property is.

use super::vocabulary::Vocabulary;

/// A property: its name and its kind.
pub(crate) type Property = (&'static str, Kind);

/// A dictionary with properties of its own.
#[derive(Debug)]
pub(crate) struct Struct {
    /// Its properties.
    pub properties: &'static [Property],
    /// Which must be there.
    pub required: &'static [&'static str],
    /// Of these one at least must be there; empty: no such rule.
    pub any_of: &'static [&'static str],
    /// Exactly one of these; empty: no such rule.
    pub one_of: &'static [&'static str],
    /// Whether other properties are an error.
    pub closed: bool,
}

impl Struct {
    /// A dictionary of which these properties are required.
    pub const fn with(properties: &'static [Property], required: &'static [&'static str]) -> Self {
        Self { properties, required, any_of: &[], one_of: &[], closed: false }
    }

    /// A dictionary that must say at least one of these.
    pub const fn some(properties: &'static [Property], any_of: &'static [&'static str]) -> Self {
        Self { properties, required: &[], any_of, one_of: &[], closed: false }
    }
}

/// The kind of a value.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// Anything the specification allows in a property: no null, no empty list.
    Any,
    /// A string.
    Text,
    /// `true` or `false`.
    Bool,
    /// An integer between two bounds, both included.
    Int(i64, i64),
    /// A number between two bounds, both included.
    Number(f64, f64),
    /// A time (RFC 3339, UTC, `Z`).
    Time,
    /// A time with three or more digits of a second.
    Millis,
    /// A time without a fraction of a second.
    Seconds,
    /// A string of a form: the test, and what it asks for.
    Form(fn(&str) -> bool, &'static str),
    /// An identifier of any type.
    Id,
    /// An identifier of one of these types.
    IdOf(&'static [&'static str]),
    /// An identifier of any type but these.
    IdNot(&'static [&'static str]),
    /// A reference between observables. STIX 2.0 numbered them, so its form is free; the types it may point to are not.
    Ref(&'static [&'static str]),
    /// One of these strings.
    Enum(&'static [&'static str]),
    /// A string that should come from a vocabulary.
    Vocab(&'static Vocabulary),
    /// A list of at least this many values.
    List(&'static Kind, usize),
    /// A dictionary with known properties.
    Struct(&'static Struct),
    /// A dictionary: which keys are allowed, what that is called, and the kind of the values.
    Dict(fn(&str) -> bool, &'static str, &'static Kind),
    /// What properties of an object are in another language; nothing yet is no error.
    Translation,
    /// Hashes by algorithm.
    Hashes,
    /// A value of one of two kinds.
    Either(&'static Kind, &'static Kind),
    /// `extensions`: checked with the type at hand.
    Extensions,
    /// An external reference, which has rules of its own.
    ExternalReference,
    /// The `objects` of an observed-data object, deprecated but allowed.
    Observables,
}

impl Kind {
    /// The types a reference of this kind may point to.
    pub fn targets(self) -> &'static [&'static str] {
        match self {
            Self::IdOf(types) | Self::Ref(types) => types,
            Self::List(inner, _) => inner.targets(),
            _ => &[],
        }
    }
}

pub(super) const TEXT: Kind = Kind::Text;
pub(super) const BOOL: Kind = Kind::Bool;
pub(super) const TIME: Kind = Kind::Time;
pub(super) const ID: Kind = Kind::Id;
pub(super) const TEXTS: Kind = Kind::List(&Kind::Text, 1);
pub(super) const IDS: Kind = Kind::List(&Kind::Id, 1);
pub(super) const INT: Kind = Kind::Int(i64::MIN, i64::MAX);
pub(super) const SIZE: Kind = Kind::Int(0, i64::MAX);
pub(super) const NUMBER: Kind = Kind::Number(f64::MIN, f64::MAX);
pub(crate) const HEX: Kind = Kind::Form(crate::form::hex, "hexadecimal, two digits a byte");
pub(crate) const BINARY: Kind = Kind::Form(crate::form::base64, "base64 (RFC 4648)");
pub(crate) const URI: Kind = Kind::Form(crate::form::uri, "a URI (RFC 3986)");
pub(crate) const CPE: Kind = Kind::Form(crate::form::cpe, "a CPE 2.3 formatted string");
