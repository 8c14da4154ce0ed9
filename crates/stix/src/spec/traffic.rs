//! Network traffic and processes with their extensions (STIX 2.1 §6.12, §6.13).

use super::common::{DICTIONARY, DICTIONARY_KEY};
use super::kinds::{BOOL, HEX, INT, Kind, SIZE, Struct, TEXT, TEXTS, TIME};
use super::{Rule, Type, observable::observable};
use crate::form;

const ENDPOINT: Kind = Kind::Ref(&["ipv4-addr", "ipv6-addr", "mac-addr", "domain-name"]);
const PORT: Kind = Kind::Int(0, 65_535);
const PAYLOAD: Kind = Kind::Ref(&["artifact"]);
const TRAFFIC: Kind = Kind::Ref(&["network-traffic"]);

pub(super) const NETWORK_TRAFFIC: Type = Type {
    extensions: &[
        ("http-request-ext", &HTTP_REQUEST),
        ("icmp-ext", &ICMP),
        ("socket-ext", &SOCKET),
        ("tcp-ext", &TCP),
    ],
    ..observable(
        "network-traffic",
        &[
            ("start", TIME),
            ("end", TIME),
            ("is_active", BOOL),
            ("src_ref", ENDPOINT),
            ("dst_ref", ENDPOINT),
            ("src_port", PORT),
            ("dst_port", PORT),
            ("protocols", TEXTS),
            ("src_byte_count", INT),
            ("dst_byte_count", INT),
            ("src_packets", INT),
            ("dst_packets", INT),
            ("ipfix", Kind::Dict(form::dictionary_key, DICTIONARY_KEY, &Kind::Either(&TEXT, &INT))),
            ("src_payload_ref", PAYLOAD),
            ("dst_payload_ref", PAYLOAD),
            ("encapsulates_refs", Kind::List(&TRAFFIC, 1)),
            ("encapsulated_by_ref", TRAFFIC),
        ],
        &["protocols"],
        &[
            Rule::AnyOf(&[&["src_ref"], &["dst_ref"]]),
            Rule::Excludes("is_active", true, "end"),
            Rule::Later("end", true, "start"),
        ],
    )
};

pub(super) const PROCESS: Type = Type {
    extensions: &[("windows-process-ext", &WINDOWS_PROCESS), ("windows-service-ext", &WINDOWS_SERVICE)],
    ..observable(
        "process",
        &[
            ("is_hidden", BOOL),
            ("pid", INT),
            ("created_time", TIME),
            ("cwd", TEXT),
            ("command_line", TEXT),
            ("environment_variables", DICTIONARY),
            ("opened_connection_refs", Kind::List(&TRAFFIC, 1)),
            ("creator_user_ref", Kind::Ref(&["user-account"])),
            ("image_ref", Kind::Ref(&["file"])),
            ("parent_ref", Kind::Ref(&["process"])),
            ("child_refs", Kind::List(&Kind::Ref(&["process"]), 1)),
        ],
        &[],
        &[Rule::AnyOf(&[
            &["extensions"],
            &["is_hidden"],
            &["pid"],
            &["created_time"],
            &["cwd"],
            &["command_line"],
            &["environment_variables"],
            &["opened_connection_refs"],
            &["creator_user_ref"],
            &["image_ref"],
            &["parent_ref"],
            &["child_refs"],
        ])],
    )
};

const HTTP_REQUEST: Struct = Struct::with(
    &[
        ("request_method", TEXT),
        ("request_value", TEXT),
        ("request_version", TEXT),
        ("request_header", Kind::Dict(form::dictionary_key, DICTIONARY_KEY, &Kind::List(&TEXT, 1))),
        ("message_body_length", INT),
        ("message_body_data_ref", PAYLOAD),
    ],
    &["request_method", "request_value"],
);

const ICMP: Struct =
    Struct::with(&[("icmp_type_hex", HEX), ("icmp_code_hex", HEX)], &["icmp_type_hex", "icmp_code_hex"]);

const SOCKET: Struct = Struct::with(
    &[
        (
            "address_family",
            Kind::Enum(&[
                "AF_UNSPEC",
                "AF_INET",
                "AF_IPX",
                "AF_APPLETALK",
                "AF_NETBIOS",
                "AF_INET6",
                "AF_IRDA",
                "AF_BTH",
            ]),
        ),
        ("is_blocking", BOOL),
        ("is_listening", BOOL),
        ("options", Kind::Dict(form::socket_option, "a socket option: SO_…, IP_…, TCP_…", &INT)),
        ("socket_type", Kind::Enum(&["SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW", "SOCK_RDM", "SOCK_SEQPACKET"])),
        ("socket_descriptor", SIZE),
        ("socket_handle", INT),
    ],
    &["address_family"],
);

const TCP: Struct =
    Struct::some(&[("src_flags_hex", HEX), ("dst_flags_hex", HEX)], &["src_flags_hex", "dst_flags_hex"]);

const WINDOWS_PROCESS: Struct = Struct::some(
    &[
        ("aslr_enabled", BOOL),
        ("dep_enabled", BOOL),
        ("priority", TEXT),
        ("owner_sid", TEXT),
        ("window_title", TEXT),
        ("startup_info", Kind::Struct(&STARTUP_INFO)),
        ("integrity_level", Kind::Enum(&["low", "medium", "high", "system"])),
    ],
    &[
        "aslr_enabled",
        "dep_enabled",
        "priority",
        "owner_sid",
        "window_title",
        "startup_info",
        "integrity_level",
    ],
);

/// Microsoft's STARTUPINFO: its strings and handles as text, its numbers as integers.
const STARTUP_INFO: Struct = Struct {
    properties: &[
        ("lpDesktop", TEXT),
        ("lpTitle", TEXT),
        ("dwFillAttribute", TEXT),
        ("dwFlags", TEXT),
        ("wShowWindow", TEXT),
        ("hStdInput", TEXT),
        ("hStdOutput", TEXT),
        ("hStdError", TEXT),
        ("cb", INT),
        ("dwX", INT),
        ("dwY", INT),
        ("dwXSize", INT),
        ("dwYSize", INT),
        ("dwXCountChars", INT),
        ("dwYCountChars", INT),
        ("cbReserved2", Kind::Int(0, 0)),
    ],
    required: &[],
    any_of: &[],
    one_of: &[],
    closed: true,
};

const WINDOWS_SERVICE: Struct = Struct::some(
    &[
        ("service_name", TEXT),
        ("descriptions", TEXTS),
        ("display_name", TEXT),
        ("group_name", TEXT),
        (
            "start_type",
            Kind::Enum(&[
                "SERVICE_AUTO_START",
                "SERVICE_BOOT_START",
                "SERVICE_DEMAND_START",
                "SERVICE_DISABLED",
                "SERVICE_SYSTEM_ALERT",
            ]),
        ),
        ("service_dll_refs", Kind::List(&Kind::Ref(&["file"]), 1)),
        (
            "service_type",
            Kind::Enum(&[
                "SERVICE_KERNEL_DRIVER",
                "SERVICE_FILE_SYSTEM_DRIVER",
                "SERVICE_WIN32_OWN_PROCESS",
                "SERVICE_WIN32_SHARE_PROCESS",
            ]),
        ),
        (
            "service_status",
            Kind::Enum(&[
                "SERVICE_CONTINUE_PENDING",
                "SERVICE_PAUSE_PENDING",
                "SERVICE_PAUSED",
                "SERVICE_RUNNING",
                "SERVICE_START_PENDING",
                "SERVICE_STOP_PENDING",
                "SERVICE_STOPPED",
            ]),
        ),
    ],
    &[
        "service_name",
        "descriptions",
        "display_name",
        "group_name",
        "start_type",
        "service_dll_refs",
        "service_type",
        "service_status",
    ],
);
