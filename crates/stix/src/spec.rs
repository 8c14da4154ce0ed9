//! The specification as data: which types there are, which properties they have, and of which kind each is.
//!
//! **The problem.** STIX 2.1 defines 46 types with some 400 properties. Code that checks each by hand says the same thing
//! 400 times and hides where it says something else.
//!
//! **The choice.** One table row a property, one file a family (domain objects, relationships, observables, meta
//! objects), written as constants: the compiler checks them, nothing is parsed at start. What a row cannot say (of two
//! properties exactly one, the later not before the earlier) is a [`Rule`] of the type.
//!
//! **Rejected.** JSON Schemas at run time: a hundred times slower, and their messages speak of schemas instead of
//! objects. A macro language: the constants read as well.

mod common;
mod domain;
pub mod extension;
mod file;
mod kinds;
mod meta;
pub(crate) mod names;
mod observable;
mod relationship;
mod traffic;
pub(crate) mod vocabulary;

pub(crate) use common::{CORE, LANG, OBSERVABLE_CORE};
pub(crate) use kinds::{BINARY, CPE, HEX, Kind, Property, Struct, URI};
pub(crate) use meta::EXTENSION_TYPES;

/// What sort of object a type is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// STIX domain object (SDO): attack pattern, campaign, incident, …
    Domain,
    /// STIX relationship object (SRO): relationship and sighting.
    Relationship,
    /// STIX cyber-observable object (SCO): domain name, url, user account, …
    Observable,
    /// Meta object: marking definition, language content, extension definition.
    Meta,
    /// The bundle, which is a container and no object.
    Bundle,
}

/// One type of the specification.
#[derive(Debug)]
pub struct Type {
    /// Its name, as in `type`.
    pub name: &'static str,
    /// What sort of object it is.
    pub family: Family,
    /// Its own properties; those common to the family come on top.
    pub(crate) properties: &'static [Property],
    /// Own properties that must be there.
    pub(crate) required: &'static [&'static str],
    /// What else must hold.
    pub(crate) rules: &'static [Rule],
    /// Extensions the specification defines for the type, by key.
    pub(crate) extensions: &'static [(&'static str, &'static Struct)],
}

impl Type {
    /// The names of all properties the specification gives this type, common ones included.
    pub fn property_names(&self) -> impl Iterator<Item = &'static str> {
        self.properties.iter().chain(self.common()).map(|property| property.0)
    }

    /// The properties common to the type's family.
    pub(crate) fn common(&self) -> &'static [Property] {
        match self.family {
            Family::Domain | Family::Relationship => CORE,
            Family::Observable => OBSERVABLE_CORE,
            Family::Meta if self.name != "marking-definition" => CORE,
            Family::Meta | Family::Bundle => &[],
        }
    }

    /// The row of one property.
    pub(crate) fn property(&self, name: &str) -> Option<&'static Property> {
        self.properties.iter().chain(self.common()).find(|property| property.0 == name)
    }

    /// The specification's own types that a reference property may point to; empty when it says nothing.
    pub fn reference_targets(&self, property: &str) -> &'static [&'static str] {
        self.property(property).map_or(&[], |property| property.1.targets())
    }
}

/// What must hold between the properties of one object.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rule {
    /// At least one of these groups is there, complete.
    AnyOf(&'static [&'static [&'static str]]),
    /// Exactly one of these groups is there, complete.
    ExactlyOne(&'static [&'static [&'static str]]),
    /// Where the first is, the others must be too.
    Needs(&'static str, &'static [&'static str]),
    /// Where the first is `true`, the second must be there.
    TrueNeeds(&'static str, &'static str),
    /// Where the first has this truth value, the second must not be there.
    Excludes(&'static str, bool, &'static str),
    /// The first time is later than the second, or the same if the flag says so.
    Later(&'static str, bool, &'static str),
}

/// The type with this name, if the specification has it.
pub fn lookup(name: &str) -> Option<&'static Type> {
    types().find(|kind| kind.name == name)
}

/// All types of the specification.
pub fn types() -> impl Iterator<Item = &'static Type> {
    domain::TYPES.iter().chain(relationship::TYPES).chain(observable::TYPES).chain(meta::TYPES)
}

pub use relationship::{Suggestion, suggested};

#[cfg(test)]
mod tests {
    use super::{Family, lookup, types};
    use std::collections::BTreeSet;

    #[test]
    fn all_types_of_the_specification_are_there_once() {
        let names: BTreeSet<&str> = types().map(|kind| kind.name).collect();
        assert_eq!(names.len(), types().count());
        let count = |family| types().filter(|kind| kind.family == family).count();
        assert_eq!(count(Family::Domain), 19);
        assert_eq!(count(Family::Relationship), 2);
        assert_eq!(count(Family::Observable), 18);
        assert_eq!(count(Family::Meta), 3);
        assert_eq!(count(Family::Bundle), 1);
    }

    #[test]
    fn required_properties_and_rules_speak_of_properties_that_exist() {
        for kind in types() {
            let names: BTreeSet<&str> = kind.property_names().collect();
            assert_eq!(names.len(), kind.property_names().count(), "{} has a property twice", kind.name);
            for required in kind.required {
                assert!(names.contains(required), "{}.{required}", kind.name);
            }
        }
    }

    #[test]
    fn references_say_what_they_may_point_to() {
        let email = lookup("email-message").expect("a type of the specification");
        assert_eq!(email.reference_targets("from_ref"), ["email-addr"]);
        assert_eq!(
            lookup("sighting").map(|kind| kind.reference_targets("observed_data_refs")),
            Some(&["observed-data"][..])
        );
        assert!(lookup("x-unknown").is_none());
    }
}
