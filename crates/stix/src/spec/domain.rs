//! Domain objects (STIX 2.1 §4).

use super::common::KILL_CHAIN_PHASES;
use super::kinds::{BOOL, IDS, Kind, NUMBER, TEXT, TEXTS, TIME};
use super::vocabulary as ov;
use super::{Family, Property, Rule, Type};

const SEEN: &[Rule] = &[Rule::Later("last_seen", true, "first_seen")];
const SOFTWARE: Kind = Kind::IdOf(&["software"]);

const fn domain(
    name: &'static str,
    properties: &'static [Property],
    required: &'static [&'static str],
    rules: &'static [Rule],
) -> Type {
    Type { name, family: Family::Domain, properties, required, rules, extensions: &[] }
}

const fn vocabs(kind: &'static Kind) -> Kind {
    Kind::List(kind, 1)
}

pub(super) const TYPES: &[Type] = &[
    domain(
        "attack-pattern",
        &[
            ("name", TEXT),
            ("description", TEXT),
            ("aliases", TEXTS),
            ("kill_chain_phases", KILL_CHAIN_PHASES),
        ],
        &["name"],
        &[],
    ),
    domain(
        "campaign",
        &[
            ("name", TEXT),
            ("description", TEXT),
            ("aliases", TEXTS),
            ("first_seen", TIME),
            ("last_seen", TIME),
            ("objective", TEXT),
        ],
        &["name"],
        SEEN,
    ),
    domain("course-of-action", &[("name", TEXT), ("description", TEXT)], &["name"], &[]),
    domain(
        "grouping",
        &[
            ("name", TEXT),
            ("description", TEXT),
            ("context", Kind::Vocab(&ov::GROUPING_CONTEXT)),
            ("object_refs", IDS),
        ],
        &["context", "object_refs"],
        &[],
    ),
    domain(
        "identity",
        &[
            ("name", TEXT),
            ("description", TEXT),
            ("roles", TEXTS),
            ("identity_class", Kind::Vocab(&ov::IDENTITY_CLASS)),
            ("sectors", vocabs(&Kind::Vocab(&ov::INDUSTRY_SECTOR))),
            ("contact_information", TEXT),
        ],
        &["name"],
        &[],
    ),
    domain("incident", &[("name", TEXT), ("description", TEXT)], &["name"], &[]),
    domain(
        "indicator",
        &[
            ("name", TEXT),
            ("description", TEXT),
            ("indicator_types", vocabs(&Kind::Vocab(&ov::INDICATOR_TYPE))),
            ("pattern", TEXT),
            ("pattern_type", Kind::Vocab(&ov::PATTERN_TYPE)),
            ("pattern_version", TEXT),
            ("valid_from", TIME),
            ("valid_until", TIME),
            ("kill_chain_phases", KILL_CHAIN_PHASES),
        ],
        &["pattern", "pattern_type", "valid_from"],
        &[Rule::Later("valid_until", false, "valid_from")],
    ),
    domain(
        "infrastructure",
        &[
            ("name", TEXT),
            ("description", TEXT),
            ("infrastructure_types", vocabs(&Kind::Vocab(&ov::INFRASTRUCTURE_TYPE))),
            ("aliases", TEXTS),
            ("kill_chain_phases", KILL_CHAIN_PHASES),
            ("first_seen", TIME),
            ("last_seen", TIME),
        ],
        &["name"],
        SEEN,
    ),
    domain(
        "intrusion-set",
        &[
            ("name", TEXT),
            ("description", TEXT),
            ("aliases", TEXTS),
            ("first_seen", TIME),
            ("last_seen", TIME),
            ("goals", TEXTS),
            ("resource_level", Kind::Vocab(&ov::ATTACK_RESOURCE_LEVEL)),
            ("primary_motivation", Kind::Vocab(&ov::ATTACK_MOTIVATION)),
            ("secondary_motivations", vocabs(&Kind::Vocab(&ov::ATTACK_MOTIVATION))),
        ],
        &["name"],
        SEEN,
    ),
    domain(
        "location",
        &[
            ("name", TEXT),
            ("description", TEXT),
            ("latitude", Kind::Number(-90.0, 90.0)),
            ("longitude", Kind::Number(-180.0, 180.0)),
            ("precision", NUMBER),
            ("region", Kind::Vocab(&ov::REGION)),
            ("country", TEXT),
            ("administrative_area", TEXT),
            ("city", TEXT),
            ("street_address", TEXT),
            ("postal_code", TEXT),
        ],
        &[],
        &[
            Rule::AnyOf(&[&["region"], &["country"], &["latitude", "longitude"]]),
            Rule::Needs("latitude", &["longitude"]),
            Rule::Needs("longitude", &["latitude"]),
            Rule::Needs("precision", &["latitude", "longitude"]),
        ],
    ),
    domain(
        "malware",
        &[
            ("name", TEXT),
            ("description", TEXT),
            ("malware_types", vocabs(&Kind::Vocab(&ov::MALWARE_TYPE))),
            ("is_family", BOOL),
            ("aliases", TEXTS),
            ("kill_chain_phases", KILL_CHAIN_PHASES),
            ("first_seen", TIME),
            ("last_seen", TIME),
            ("operating_system_refs", Kind::List(&SOFTWARE, 1)),
            ("architecture_execution_envs", vocabs(&Kind::Vocab(&ov::PROCESSOR_ARCHITECTURE))),
            ("implementation_languages", vocabs(&Kind::Vocab(&ov::IMPLEMENTATION_LANGUAGE))),
            ("capabilities", vocabs(&Kind::Vocab(&ov::MALWARE_CAPABILITIES))),
            ("sample_refs", Kind::List(&Kind::Ref(&["artifact", "file"]), 1)),
        ],
        &["is_family"],
        &[Rule::Later("last_seen", true, "first_seen"), Rule::TrueNeeds("is_family", "name")],
    ),
    domain(
        "malware-analysis",
        &[
            ("product", TEXT),
            ("version", TEXT),
            ("host_vm_ref", SOFTWARE),
            ("operating_system_ref", SOFTWARE),
            ("installed_software_refs", Kind::List(&SOFTWARE, 1)),
            ("configuration_version", TEXT),
            ("modules", TEXTS),
            ("analysis_engine_version", TEXT),
            ("analysis_definition_version", TEXT),
            ("submitted", TIME),
            ("analysis_started", TIME),
            ("analysis_ended", TIME),
            ("result_name", TEXT),
            ("result", Kind::Vocab(&ov::MALWARE_RESULT)),
            ("analysis_sco_refs", IDS),
            ("sample_ref", Kind::IdOf(&["artifact", "file", "network-traffic"])),
        ],
        &["product"],
        &[Rule::AnyOf(&[&["result"], &["analysis_sco_refs"]])],
    ),
    domain(
        "note",
        &[("abstract", TEXT), ("content", TEXT), ("authors", TEXTS), ("object_refs", IDS)],
        &["content", "object_refs"],
        &[],
    ),
    domain(
        "observed-data",
        &[
            ("first_observed", TIME),
            ("last_observed", TIME),
            ("number_observed", Kind::Int(1, 999_999_999)),
            ("objects", Kind::Observables),
            (
                "object_refs",
                Kind::List(&Kind::Form(crate::form::observed, "the id of an observable or relationship"), 1),
            ),
        ],
        &["first_observed", "last_observed", "number_observed"],
        &[
            Rule::Later("last_observed", true, "first_observed"),
            Rule::ExactlyOne(&[&["objects"], &["object_refs"]]),
        ],
    ),
    domain(
        "opinion",
        &[
            ("explanation", TEXT),
            ("authors", TEXTS),
            ("object_refs", IDS),
            ("opinion", Kind::Enum(&["strongly-disagree", "disagree", "neutral", "agree", "strongly-agree"])),
        ],
        &["object_refs", "opinion"],
        &[],
    ),
    domain(
        "report",
        &[
            ("name", TEXT),
            ("description", TEXT),
            ("report_types", vocabs(&Kind::Vocab(&ov::REPORT_TYPE))),
            ("published", TIME),
            ("object_refs", IDS),
        ],
        &["name", "published", "object_refs"],
        &[],
    ),
    domain(
        "threat-actor",
        &[
            ("name", TEXT),
            ("description", TEXT),
            ("threat_actor_types", vocabs(&Kind::Vocab(&ov::THREAT_ACTOR_TYPE))),
            ("aliases", TEXTS),
            ("first_seen", TIME),
            ("last_seen", TIME),
            ("roles", vocabs(&Kind::Vocab(&ov::THREAT_ACTOR_ROLE))),
            ("goals", TEXTS),
            ("sophistication", Kind::Vocab(&ov::THREAT_ACTOR_SOPHISTICATION)),
            ("resource_level", Kind::Vocab(&ov::ATTACK_RESOURCE_LEVEL)),
            ("primary_motivation", Kind::Vocab(&ov::ATTACK_MOTIVATION)),
            ("secondary_motivations", vocabs(&Kind::Vocab(&ov::ATTACK_MOTIVATION))),
            ("personal_motivations", vocabs(&Kind::Vocab(&ov::ATTACK_MOTIVATION))),
        ],
        &["name"],
        SEEN,
    ),
    domain(
        "tool",
        &[
            ("name", TEXT),
            ("description", TEXT),
            ("tool_types", vocabs(&Kind::Vocab(&ov::TOOL_TYPE))),
            ("aliases", TEXTS),
            ("kill_chain_phases", KILL_CHAIN_PHASES),
            ("tool_version", TEXT),
        ],
        &["name"],
        &[],
    ),
    domain("vulnerability", &[("name", TEXT), ("description", TEXT)], &["name"], &[]),
];
