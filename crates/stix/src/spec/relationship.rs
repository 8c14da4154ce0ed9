//! Relationship objects (STIX 2.1 §5) and the relationships the specification suggests.

use super::kinds::{BOOL, Kind, TEXT, TIME};
use super::{Family, Rule, Type};
use crate::form;

const NO_END: Kind =
    Kind::IdNot(&["relationship", "sighting", "bundle", "marking-definition", "language-content"]);

pub(super) const TYPES: &[Type] = &[
    Type {
        name: "relationship",
        family: Family::Relationship,
        properties: &[
            (
                "relationship_type",
                Kind::Form(form::relationship_type, "a relationship type: a-z, 0-9 and hyphens"),
            ),
            ("description", TEXT),
            ("source_ref", NO_END),
            ("target_ref", NO_END),
            ("start_time", TIME),
            ("stop_time", TIME),
        ],
        required: &["relationship_type", "source_ref", "target_ref"],
        rules: &[Rule::Later("stop_time", false, "start_time")],
        extensions: &[],
    },
    Type {
        name: "sighting",
        family: Family::Relationship,
        properties: &[
            ("description", TEXT),
            ("first_seen", TIME),
            ("last_seen", TIME),
            ("count", Kind::Int(0, 999_999_999)),
            ("sighting_of_ref", NO_END),
            ("observed_data_refs", Kind::List(&Kind::IdOf(&["observed-data"]), 1)),
            ("where_sighted_refs", Kind::List(&Kind::IdOf(&["identity", "location"]), 1)),
            ("summary", BOOL),
        ],
        required: &["sighting_of_ref"],
        rules: &[Rule::Later("last_seen", true, "first_seen")],
        extensions: &[],
    },
];

/// How a relationship fares against the specification's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suggestion {
    /// It is in the table, or one that any two objects may have.
    Suggested,
    /// The source's type has no relationships in the table.
    Source,
    /// The source's type has no such relationship.
    Name,
    /// The relationship does not lead to that type.
    Target,
}

/// Looks up a relationship between two types.
pub fn suggested(source: &str, name: &str, target: &str) -> Suggestion {
    if matches!(name, "derived-from" | "duplicate-of" | "related-to") || !ends(source) || !ends(target) {
        return Suggestion::Suggested;
    }
    let mut of_source = SUGGESTED.iter().filter(|row| row.0 == source).peekable();
    if of_source.peek().is_none() {
        return Suggestion::Source;
    }
    match of_source.find(|row| row.1 == name) {
        None => Suggestion::Name,
        Some(row) if row.2.contains(&target) => Suggestion::Suggested,
        Some(_) => Suggestion::Target,
    }
}

/// Whether the table speaks about relationships of this type.
fn ends(kind: &str) -> bool {
    let not = [
        "bundle",
        "language-content",
        "marking-definition",
        "sighting",
        "relationship",
        "extension-definition",
    ];
    !not.contains(&kind)
}

const ARSENAL: &[&str] = &["attack-pattern", "infrastructure", "malware", "tool"];
const VICTIMS: &[&str] = &["identity", "location", "vulnerability"];
const VICTIMS_OF_MALWARE: &[&str] = &["identity", "infrastructure", "location"];
const DROPPED: &[&str] = &["malware", "file", "tool"];
const ADDRESSES: &[&str] = &["ipv4-addr", "ipv6-addr", "domain-name", "url"];

/// Source, relationship, targets (STIX 2.1 appendix B, as corrected by the errata).
const SUGGESTED: &[(&str, &str, &[&str])] = &[
    ("attack-pattern", "delivers", &["malware"]),
    ("attack-pattern", "targets", VICTIMS),
    ("attack-pattern", "uses", &["malware", "tool"]),
    ("campaign", "attributed-to", &["intrusion-set", "threat-actor"]),
    ("campaign", "compromises", &["infrastructure"]),
    ("campaign", "originates-from", &["location"]),
    ("campaign", "targets", VICTIMS),
    ("campaign", "uses", ARSENAL),
    ("course-of-action", "investigates", &["indicator"]),
    ("course-of-action", "mitigates", &["attack-pattern", "indicator", "malware", "tool", "vulnerability"]),
    ("course-of-action", "remediates", &["malware", "vulnerability"]),
    ("domain-name", "resolves-to", &["domain-name", "ipv4-addr", "ipv6-addr"]),
    ("identity", "located-at", &["location"]),
    (
        "indicator",
        "indicates",
        &["attack-pattern", "campaign", "infrastructure", "intrusion-set", "malware", "threat-actor", "tool"],
    ),
    ("indicator", "based-on", &["observed-data"]),
    (
        "infrastructure",
        "communicates-with",
        &["infrastructure", "ipv4-addr", "ipv6-addr", "domain-name", "url"],
    ),
    (
        "infrastructure",
        "consists-of",
        &[
            "infrastructure",
            "observed-data",
            "artifact",
            "autonomous-system",
            "directory",
            "domain-name",
            "email-addr",
            "email-message",
            "file",
            "ipv4-addr",
            "ipv6-addr",
            "mac-addr",
            "mutex",
            "network-traffic",
            "process",
            "software",
            "url",
            "user-account",
            "windows-registry-key",
            "x509-certificate",
        ],
    ),
    ("infrastructure", "controls", &["infrastructure", "malware"]),
    ("infrastructure", "delivers", &["malware"]),
    ("infrastructure", "has", &["vulnerability"]),
    ("infrastructure", "hosts", &["tool", "malware"]),
    ("infrastructure", "located-at", &["location"]),
    ("infrastructure", "uses", &["infrastructure"]),
    ("intrusion-set", "attributed-to", &["threat-actor"]),
    ("intrusion-set", "compromises", &["infrastructure"]),
    ("intrusion-set", "hosts", &["infrastructure"]),
    ("intrusion-set", "originates-from", &["location"]),
    ("intrusion-set", "owns", &["infrastructure"]),
    ("intrusion-set", "targets", VICTIMS),
    ("intrusion-set", "uses", ARSENAL),
    ("ipv4-addr", "resolves-to", &["mac-addr"]),
    ("ipv4-addr", "belongs-to", &["autonomous-system"]),
    ("ipv6-addr", "resolves-to", &["mac-addr"]),
    ("ipv6-addr", "belongs-to", &["autonomous-system"]),
    ("malware", "authored-by", &["threat-actor", "intrusion-set"]),
    ("malware", "beacons-to", &["infrastructure"]),
    ("malware", "exfiltrates-to", &["infrastructure"]),
    ("malware", "communicates-with", ADDRESSES),
    ("malware", "controls", &["malware"]),
    ("malware", "downloads", DROPPED),
    ("malware", "drops", DROPPED),
    ("malware", "exploits", &["vulnerability"]),
    ("malware", "originates-from", &["location"]),
    ("malware", "targets", VICTIMS_OF_MALWARE),
    ("malware", "uses", ARSENAL),
    ("malware", "variant-of", &["malware"]),
    ("malware-analysis", "characterizes", &["malware"]),
    ("malware-analysis", "analysis-of", &["malware"]),
    ("malware-analysis", "static-analysis-of", &["malware"]),
    ("malware-analysis", "dynamic-analysis-of", &["malware"]),
    ("threat-actor", "attributed-to", &["identity"]),
    ("threat-actor", "compromises", &["infrastructure"]),
    ("threat-actor", "hosts", &["infrastructure"]),
    ("threat-actor", "owns", &["infrastructure"]),
    ("threat-actor", "impersonates", &["identity"]),
    ("threat-actor", "located-at", &["location"]),
    ("threat-actor", "targets", VICTIMS),
    ("threat-actor", "uses", ARSENAL),
    ("tool", "delivers", &["malware"]),
    ("tool", "drops", &["malware"]),
    ("tool", "uses", &["infrastructure"]),
    ("tool", "has", &["vulnerability"]),
    ("tool", "targets", &["identity", "infrastructure", "location", "vulnerability"]),
    ("vulnerability", "impacts", &["infrastructure", "tool"]),
];

#[cfg(test)]
mod tests {
    use super::{Suggestion, suggested};

    #[test]
    fn a_relationship_is_judged_by_source_name_and_target() {
        assert_eq!(suggested("indicator", "indicates", "malware"), Suggestion::Suggested);
        assert_eq!(suggested("report", "related-to", "malware"), Suggestion::Suggested);
        assert_eq!(suggested("report", "uses", "malware"), Suggestion::Source);
        assert_eq!(suggested("indicator", "uses", "malware"), Suggestion::Name);
        assert_eq!(suggested("indicator", "indicates", "report"), Suggestion::Target);
    }
}
