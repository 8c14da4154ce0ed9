//! Observables (STIX 2.1 §6); file and network traffic, which have the most to say, stand in files of their own.

use super::kinds::{BINARY, BOOL, CPE, INT, Kind, NUMBER, Property, Struct, TEXT, TEXTS, TIME, URI};
use super::vocabulary as ov;
use super::{Family, Rule, Type, file, traffic};
use crate::form;

pub(super) const fn observable(
    name: &'static str,
    properties: &'static [Property],
    required: &'static [&'static str],
    rules: &'static [Rule],
) -> Type {
    Type { name, family: Family::Observable, properties, required, rules, extensions: &[] }
}

const RESOLVES_TO_MAC: Kind = Kind::List(&Kind::Ref(&["mac-addr"]), 1);
const BELONGS_TO_AS: Kind = Kind::List(&Kind::Ref(&["autonomous-system"]), 1);
const EMAIL: Kind = Kind::Ref(&["email-addr"]);
const EMAILS: Kind = Kind::List(&EMAIL, 1);
const USER: Kind = Kind::Ref(&["user-account"]);

pub(super) const TYPES: &[Type] = &[
    observable(
        "artifact",
        &[
            ("mime_type", Kind::Form(form::media_type, "a media type registered with IANA")),
            ("payload_bin", BINARY),
            ("url", URI),
            ("hashes", Kind::Hashes),
            (
                "encryption_algorithm",
                Kind::Enum(&["AES-256-GCM", "ChaCha20-Poly1305", "mime-type-indicated"]),
            ),
            ("decryption_key", TEXT),
        ],
        &[],
        &[
            Rule::ExactlyOne(&[&["payload_bin"], &["url"]]),
            Rule::Needs("url", &["hashes"]),
            Rule::Needs("decryption_key", &["encryption_algorithm"]),
        ],
    ),
    observable("autonomous-system", &[("number", INT), ("name", TEXT), ("rir", TEXT)], &["number"], &[]),
    observable(
        "directory",
        &[
            ("path", TEXT),
            ("path_enc", Kind::Form(form::character_set, file::CHARACTER_SET)),
            ("ctime", TIME),
            ("mtime", TIME),
            ("atime", TIME),
            ("contains_refs", Kind::List(&Kind::Ref(&["file", "directory"]), 1)),
        ],
        &["path"],
        &[],
    ),
    observable(
        "domain-name",
        &[
            ("value", Kind::Form(form::host_name, "a domain name (RFC 1034, RFC 5890)")),
            ("resolves_to_refs", Kind::List(&Kind::Ref(&["ipv4-addr", "ipv6-addr", "domain-name"]), 1)),
        ],
        &["value"],
        &[],
    ),
    observable(
        "email-addr",
        &[
            ("value", Kind::Form(form::email, "an e-mail address without a name (RFC 5322 addr-spec)")),
            ("display_name", TEXT),
            ("belongs_to_ref", USER),
        ],
        &["value"],
        &[],
    ),
    observable(
        "email-message",
        &[
            ("is_multipart", BOOL),
            ("date", TIME),
            ("content_type", TEXT),
            ("from_ref", EMAIL),
            ("sender_ref", EMAIL),
            ("to_refs", EMAILS),
            ("cc_refs", EMAILS),
            ("bcc_refs", EMAILS),
            ("message_id", TEXT),
            ("subject", TEXT),
            ("received_lines", TEXTS),
            (
                "additional_header_fields",
                Kind::Dict(
                    form::dictionary_key,
                    super::common::DICTIONARY_KEY,
                    &Kind::Either(&TEXT, &Kind::List(&TEXT, 2)),
                ),
            ),
            ("body", TEXT),
            ("body_multipart", Kind::List(&Kind::Struct(&MIME_PART), 1)),
            ("raw_email_ref", Kind::Ref(&["artifact"])),
        ],
        &["is_multipart"],
        &[
            Rule::Excludes("is_multipart", true, "body"),
            Rule::Excludes("is_multipart", false, "body_multipart"),
        ],
    ),
    file::FILE,
    observable(
        "ipv4-addr",
        &[
            ("value", Kind::Form(form::ipv4, "an IPv4 address or CIDR block")),
            ("resolves_to_refs", RESOLVES_TO_MAC),
            ("belongs_to_refs", BELONGS_TO_AS),
        ],
        &["value"],
        &[],
    ),
    observable(
        "ipv6-addr",
        &[
            ("value", Kind::Form(form::ipv6, "an IPv6 address or CIDR block")),
            ("resolves_to_refs", RESOLVES_TO_MAC),
            ("belongs_to_refs", BELONGS_TO_AS),
        ],
        &["value"],
        &[],
    ),
    observable(
        "mac-addr",
        &[(
            "value",
            Kind::Form(form::mac, "a MAC address: six pairs of lower-case hexadecimal digits with colons"),
        )],
        &["value"],
        &[],
    ),
    observable("mutex", &[("name", TEXT)], &["name"], &[]),
    traffic::NETWORK_TRAFFIC,
    traffic::PROCESS,
    observable(
        "software",
        &[
            ("name", TEXT),
            ("cpe", CPE),
            ("swid", TEXT),
            ("languages", Kind::List(&Kind::Form(form::software_language, super::common::LANGUAGE), 1)),
            ("vendor", TEXT),
            ("version", TEXT),
        ],
        &["name"],
        &[],
    ),
    observable("url", &[("value", URI)], &["value"], &[]),
    Type {
        extensions: &[("unix-account-ext", &UNIX_ACCOUNT)],
        ..observable(
            "user-account",
            &[
                ("user_id", TEXT),
                ("credential", TEXT),
                ("account_login", TEXT),
                ("account_type", Kind::Vocab(&ov::ACCOUNT_TYPE)),
                ("display_name", TEXT),
                ("is_service_account", BOOL),
                ("is_privileged", BOOL),
                ("can_escalate_privs", BOOL),
                ("is_disabled", BOOL),
                ("account_created", TIME),
                ("account_expires", TIME),
                ("credential_last_changed", TIME),
                ("account_first_login", TIME),
                ("account_last_login", TIME),
            ],
            &[],
            &[Rule::AnyOf(&[
                &["extensions"],
                &["user_id"],
                &["credential"],
                &["account_login"],
                &["account_type"],
                &["display_name"],
                &["is_service_account"],
                &["is_privileged"],
                &["can_escalate_privs"],
                &["is_disabled"],
                &["account_created"],
                &["account_expires"],
                &["credential_last_changed"],
                &["account_first_login"],
                &["account_last_login"],
            ])],
        )
    },
    observable(
        "windows-registry-key",
        &[
            (
                "key",
                Kind::Form(
                    form::registry_key,
                    "a registry key with its hive written out (HKEY_LOCAL_MACHINE, not HKLM)",
                ),
            ),
            ("values", Kind::List(&Kind::Struct(&REGISTRY_VALUE), 1)),
            ("modified_time", TIME),
            ("creator_user_ref", USER),
            ("number_of_subkeys", INT),
        ],
        &[],
        &[Rule::AnyOf(&[
            &["key"],
            &["values"],
            &["modified"],
            &["creator_user_ref"],
            &["number_of_subkeys"],
        ])],
    ),
    observable(
        "x509-certificate",
        &[
            ("is_self_signed", BOOL),
            ("hashes", Kind::Hashes),
            ("version", TEXT),
            ("serial_number", TEXT),
            ("signature_algorithm", TEXT),
            ("issuer", TEXT),
            ("validity_not_before", TIME),
            ("validity_not_after", TIME),
            ("subject", TEXT),
            ("subject_public_key_algorithm", TEXT),
            ("subject_public_key_modulus", TEXT),
            ("subject_public_key_exponent", INT),
            ("x509_v3_extensions", Kind::Struct(&X509_V3)),
        ],
        &[],
        &[Rule::AnyOf(&[
            &["is_self_signed"],
            &["hashes"],
            &["version"],
            &["serial_number"],
            &["signature_algorithm"],
            &["issuer"],
            &["validity_not_before"],
            &["validity_not_after"],
            &["subject"],
            &["subject_public_key_algorithm"],
            &["subject_public_key_modulus"],
            &["subject_public_key_exponent"],
            &["x509_v3_extensions"],
        ])],
    ),
];

const MIME_PART: Struct = Struct {
    properties: &[
        ("body", TEXT),
        ("body_raw_ref", Kind::Ref(&["artifact", "file"])),
        ("content_type", TEXT),
        ("content_disposition", TEXT),
    ],
    required: &[],
    any_of: &[],
    one_of: &["body", "body_raw_ref"],
    closed: false,
};

const UNIX_ACCOUNT: Struct = Struct::some(
    &[("gid", NUMBER), ("groups", TEXTS), ("home_dir", TEXT), ("shell", TEXT)],
    &["gid", "groups", "home_dir", "shell"],
);

const REGISTRY_VALUE: Struct = Struct::some(
    &[
        ("name", TEXT),
        ("data", TEXT),
        (
            "data_type",
            Kind::Enum(&[
                "REG_NONE",
                "REG_SZ",
                "REG_EXPAND_SZ",
                "REG_BINARY",
                "REG_DWORD",
                "REG_DWORD_BIG_ENDIAN",
                "REG_DWORD_LITTLE_ENDIAN",
                "REG_LINK",
                "REG_MULTI_SZ",
                "REG_RESOURCE_LIST",
                "REG_FULL_RESOURCE_DESCRIPTION",
                "REG_RESOURCE_REQUIREMENTS_LIST",
                "REG_QWORD",
                "REG_INVALID_TYPE",
            ]),
        ),
    ],
    &["name", "data", "data_type"],
);

const X509_V3: Struct = Struct::some(
    &[
        ("basic_constraints", TEXT),
        ("name_constraints", TEXT),
        ("policy_constraints", TEXT),
        ("key_usage", TEXT),
        ("extended_key_usage", TEXT),
        ("subject_key_identifier", TEXT),
        ("authority_key_identifier", TEXT),
        ("subject_alternative_name", TEXT),
        ("issuer_alternative_name", TEXT),
        ("subject_directory_attributes", TEXT),
        ("crl_distribution_points", TEXT),
        ("inhibit_any_policy", TEXT),
        ("private_key_usage_period_not_before", TIME),
        ("private_key_usage_period_not_after", TIME),
        ("certificate_policies", TEXT),
        ("policy_mappings", TEXT),
    ],
    &[
        "basic_constraints",
        "name_constraints",
        "policy_constraints",
        "key_usage",
        "extended_key_usage",
        "subject_key_identifier",
        "authority_key_identifier",
        "subject_alternative_name",
        "issuer_alternative_name",
        "subject_directory_attributes",
        "crl_distribution_points",
        "inhibit_any_policy",
        "private_key_usage_period_not_before",
        "private_key_usage_period_not_after",
        "certificate_policies",
        "policy_mappings",
    ],
);
