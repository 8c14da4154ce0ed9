//! Meta objects and the bundle (STIX 2.1 §7, §8).

use super::common::{DICTIONARY_KEY, EXTERNAL_REFERENCES, GRANULAR_MARKINGS, LANGUAGE};
use super::kinds::{ID, Kind, TEXT, TEXTS, TIME};
use super::{Family, Type};
use crate::form;

pub(super) const TYPES: &[Type] = &[
    Type {
        name: "language-content",
        family: Family::Meta,
        properties: &[
            ("object_ref", Kind::IdNot(&["bundle", "language-content"])),
            ("object_modified", TIME),
            ("contents", Kind::Dict(form::language, LANGUAGE, &Kind::Translation)),
        ],
        required: &["object_ref", "contents"],
        rules: &[],
        extensions: &[],
    },
    Type {
        name: "extension-definition",
        family: Family::Meta,
        properties: &[
            ("name", TEXT),
            ("description", TEXT),
            ("schema", TEXT),
            ("version", TEXT),
            ("extension_types", Kind::List(&Kind::Enum(EXTENSION_TYPES), 1)),
            ("extension_properties", TEXTS),
        ],
        required: &["name", "schema", "version", "extension_types"],
        rules: &[],
        extensions: &[],
    },
    Type {
        name: "marking-definition",
        family: Family::Meta,
        properties: &[
            ("type", TEXT),
            ("spec_version", Kind::Enum(&["2.0", "2.1"])),
            ("id", ID),
            ("name", TEXT),
            ("created_by_ref", ID),
            ("created", TIME),
            ("external_references", EXTERNAL_REFERENCES),
            ("object_marking_refs", Kind::List(&Kind::IdOf(&["marking-definition"]), 1)),
            ("granular_markings", GRANULAR_MARKINGS),
            ("extensions", Kind::Extensions),
            ("lang", Kind::Form(form::language, LANGUAGE)),
            ("definition_type", TEXT),
            ("definition", Kind::Dict(|_| true, DICTIONARY_KEY, &Kind::Any)),
        ],
        required: &["type", "spec_version", "id", "created"],
        rules: &[],
        extensions: &[],
    },
    Type {
        name: "bundle",
        family: Family::Bundle,
        properties: &[("type", TEXT), ("id", ID), ("objects", Kind::Any)],
        required: &["type", "id"],
        rules: &[],
        extensions: &[],
    },
];

/// What an extension may be (STIX 2.1 §7.3).
pub(crate) const EXTENSION_TYPES: &[&str] =
    &["new-sdo", "new-sco", "new-sro", "property-extension", "toplevel-property-extension"];
