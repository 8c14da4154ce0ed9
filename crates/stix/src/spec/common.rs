//! What objects of a family have in common (STIX 2.1 §3.2), and the common data types (§2).

use super::kinds::{BOOL, ID, IDS, Kind, Property, Struct, TEXT, TEXTS};
use crate::form;

/// Properties of domain objects, relationships and most meta objects.
pub(crate) const CORE: &[Property] = &[
    ("type", Kind::Form(form::type_name, TYPE_NAME)),
    ("spec_version", Kind::Enum(&["2.0", "2.1"])),
    ("id", ID),
    ("created_by_ref", ID),
    ("labels", TEXTS),
    ("created", Kind::Millis),
    ("modified", Kind::Millis),
    ("revoked", BOOL),
    ("confidence", Kind::Int(0, 100)),
    ("lang", LANG),
    ("external_references", EXTERNAL_REFERENCES),
    ("object_marking_refs", IDS),
    ("granular_markings", GRANULAR_MARKINGS),
    ("extensions", Kind::Extensions),
];

/// Properties of observables.
pub(crate) const OBSERVABLE_CORE: &[Property] = &[
    ("type", Kind::Form(form::type_name, TYPE_NAME)),
    ("spec_version", Kind::Enum(&["2.0", "2.1"])),
    ("id", ID),
    ("object_marking_refs", IDS),
    ("granular_markings", GRANULAR_MARKINGS),
    ("defanged", BOOL),
    ("extensions", Kind::Extensions),
];

/// `lang`, wherever it stands.
pub(crate) const LANG: Kind = Kind::Form(form::language, LANGUAGE);
pub(super) const TYPE_NAME: &str = "a type name: 3 to 250 of a-z, 0-9 and single hyphens, a letter first";
pub(super) const LANGUAGE: &str = "a language tag (RFC 5646)";

pub(super) const EXTERNAL_REFERENCES: Kind = Kind::List(&Kind::ExternalReference, 1);

pub(super) const GRANULAR_MARKINGS: Kind = Kind::List(&Kind::Struct(&GRANULAR_MARKING), 1);

const GRANULAR_MARKING: Struct = Struct {
    properties: &[
        (
            "selectors",
            Kind::List(&Kind::Form(form::selector, "a selector, such as description or labels.[0]"), 1),
        ),
        ("lang", TEXT),
        ("marking_ref", Kind::IdOf(&["marking-definition"])),
    ],
    required: &["selectors"],
    any_of: &["marking_ref", "lang"],
    one_of: &[],
    closed: false,
};

pub(super) const KILL_CHAIN_PHASES: Kind = Kind::List(
    &Kind::Struct(&Struct::with(
        &[("kill_chain_name", TEXT), ("phase_name", TEXT)],
        &["kill_chain_name", "phase_name"],
    )),
    1,
);

/// A dictionary (STIX 2.1 §2.5) with values of any kind.
pub(super) const DICTIONARY: Kind = Kind::Dict(form::dictionary_key, DICTIONARY_KEY, &Kind::Any);
pub(super) const DICTIONARY_KEY: &str = "up to 250 of a-z, A-Z, 0-9, hyphen and underscore";
