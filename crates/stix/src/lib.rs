//! The language STIX 2.1: objects that keep what they do not know, canonical form, ids, validation, patterns.
