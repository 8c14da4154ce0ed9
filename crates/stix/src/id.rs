//! Deterministic ids.
//!
//! **The problem.** The same observable, imported twice or by two partners, must be one object; and what we derive from
//! the same finding twice must not become two incidents.
//!
//! **The choice.** UUIDv5 over the canonical JSON of what makes the thing what it is. For observables the standard says
//! what that is (STIX 2.1 §2.9 and "ID Contributing Properties" of each type). For everything else the standard forbids
//! its own namespace, so [`DOMAIN_NAMESPACE`] is ours. The entity ids of `OpenCTI` use the standard's namespace in spite
//! of that; [`entity`] reproduces them, because its value is to hit the same ids.
//!
//! **Rejected.** Random ids with a look-up of equal content: two nodes that never met could not agree.

use crate::canonical;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// The namespace of observable ids (STIX 2.1 §2.9).
pub const OBSERVABLE_NAMESPACE: Uuid = Uuid::from_u128(0x00ab_edb4_aa42_466c_9c01_fed2_3315_a9b7);

/// The namespace of ids that Ostrakon derives for objects that are no observables.
pub const DOMAIN_NAMESPACE: Uuid = Uuid::from_u128(0x6f73_7472_616b_4f6e_8482_0000_0190_0014);

/// Hash algorithms in the order in which one is chosen (STIX 2.1 §2.9); any other after them, by name.
const HASH_ORDER: [&str; 4] = ["MD5", "SHA-1", "SHA-256", "SHA-512"];

/// The properties that make an observable of this type what it is; `None` for types whose rule is not known, an empty
/// list for those that are never the same (`process`).
pub fn contributing(kind: &str) -> Option<&'static [&'static str]> {
    Some(match kind {
        "artifact" => &["hashes", "payload_bin"],
        "autonomous-system" => &["number"],
        "directory" => &["path"],
        "domain-name" | "email-addr" | "ipv4-addr" | "ipv6-addr" | "mac-addr" | "url" => &["value"],
        "email-message" => &["from_ref", "subject", "body"],
        "file" => &["hashes", "name", "extensions", "parent_directory_ref"],
        "mutex" => &["name"],
        "network-traffic" => {
            &["start", "end", "src_ref", "dst_ref", "src_port", "dst_port", "protocols", "extensions"]
        }
        "process" => &[],
        "software" => &["name", "cpe", "swid", "vendor", "version"],
        "user-account" => &["account_type", "user_id", "account_login"],
        "windows-registry-key" => &["key", "values"],
        "x509-certificate" => &["hashes", "serial_number"],
        _ => return None,
    })
}

/// The id of an observable with these properties. `None` when the type's rule is not known or none of the contributing
/// properties is there: such an object takes a random UUIDv4.
pub fn observable(kind: &str, properties: &Map<String, Value>) -> Option<String> {
    let mut made_of = Map::new();
    for &property in contributing(kind)? {
        let Some(value) = properties.get(property) else { continue };
        let value = match value {
            Value::Object(hashes) if property == "hashes" => one_hash(hashes)?,
            other => other.clone(),
        };
        made_of.insert(property.to_owned(), value);
    }
    (!made_of.is_empty()).then(|| derived(OBSERVABLE_NAMESPACE, kind, &made_of))
}

/// The one hash that counts, as a dictionary.
fn one_hash(hashes: &Map<String, Value>) -> Option<Value> {
    let first = HASH_ORDER.iter().find_map(|name| hashes.get_key_value(*name));
    let (name, hash) = first.or_else(|| hashes.iter().min_by_key(|(name, _)| *name))?;
    Some(Value::Object(Map::from_iter([(name.clone(), hash.clone())])))
}

/// The id of a `channel`, `event` or `narrative` as `OpenCTI` forms it: by name, without regard to case and outer
/// spaces. A blank name has no id.
pub fn entity(kind: &str, name: &str) -> Option<String> {
    let name = name.trim().to_lowercase();
    let Value::Object(made_of) = json!({ "name": name }) else { return None };
    (!name.is_empty()).then(|| derived(OBSERVABLE_NAMESPACE, kind, &made_of))
}

/// An id of our own for an object that is no observable: the same type and properties, the same id, on every node.
pub fn domain(kind: &str, properties: &Map<String, Value>) -> String {
    derived(DOMAIN_NAMESPACE, kind, properties)
}

fn derived(namespace: Uuid, kind: &str, properties: &Map<String, Value>) -> String {
    format!("{kind}--{}", Uuid::new_v5(&namespace, canonical::map_to_string(properties).as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::{domain, entity, observable};
    use serde_json::{Map, Value, json};

    fn map(value: Value) -> Map<String, Value> {
        let Value::Object(map) = value else { panic!("a test's own object") };
        map
    }

    #[test]
    fn ids_of_observables_are_those_of_the_standard() {
        for (kind, properties, id) in CASES {
            let properties = map(serde_json::from_str(properties).expect("a test's own JSON"));
            assert_eq!(observable(kind, &properties).as_deref(), Some(*id), "{kind} {properties:?}");
        }
    }

    const CASES: &[(&str, &str, &str)] = &[
        (
            "url",
            r#"{"value": "https://example.com/\u00e4?q=\u20ac"}"#,
            "url--cb6637c3-6f23-5b27-bdf5-4d068f8ac255",
        ),
        ("domain-name", r#"{"value": "example.org"}"#, "domain-name--3500c14b-9bde-5393-b4e5-b260aea7e058"),
        (
            "file",
            r#"{"name": "a.txt", "hashes": {"SHA-512": "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", "SHA-256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "SHA-1": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"}}"#,
            "file--c3239830-9162-5a77-bb49-7956506fa6c6",
        ),
        (
            "file",
            r#"{"name": "p.exe", "extensions": {"ntfs-ext": {"sid": "1234567", "alternate_data_streams": [{"name": "second.stream", "size": 25536}]}}}"#,
            "file--9366c6d5-de98-55f2-818b-e06e38fc9fdb",
        ),
        (
            "autonomous-system",
            r#"{"number": 15139}"#,
            "autonomous-system--3aa27478-50b5-5ab8-9da9-cdc12b657fff",
        ),
        (
            "software",
            r#"{"name": "Word", "cpe": "cpe:2.3:a:microsoft:word:2000:*:*:*:*:*:*:*", "version": "2002", "vendor": "Microsoft"}"#,
            "software--710b0b41-d4d0-5d6c-a400-fc9254554ffc",
        ),
        (
            "network-traffic",
            r#"{"src_ref": "ipv4-addr--4d22aae0-2bf9-5427-8819-e4f6abf20a53", "dst_port": 80, "protocols": ["ipv4", "tcp"]}"#,
            "network-traffic--cea6f8b3-601e-5598-890d-0adc58c72d52",
        ),
        (
            "user-account",
            r#"{"account_type": "twitter", "user_id": "1001"}"#,
            "user-account--65aba553-fdfd-5001-8ff2-33c72a76cabb",
        ),
        (
            "windows-registry-key",
            r#"{"key": "hkey_local_machine\\system\\bar\\foo", "values": [{"name": "Foo", "data": "qwerty", "data_type": "REG_SZ"}]}"#,
            "windows-registry-key--5f15b061-9c3d-5ea8-93b8-72468f206c1a",
        ),
        (
            "x509-certificate",
            r#"{"serial_number": "36:f7:d4"}"#,
            "x509-certificate--8c21b4b7-94fe-55e6-8a39-7ad008e784b2",
        ),
        ("mutex", r#"{"name": "__CLEANSWEEP__"}"#, "mutex--f93fe911-e545-5239-b9b0-597840d0c871"),
        (
            "email-message",
            r#"{"is_multipart": false, "subject": "Hi", "body": "line\nline"}"#,
            "email-message--e464e0bf-9a46-5a18-b619-30b8745374b7",
        ),
        ("directory", r#"{"path": "C:\\Windows"}"#, "directory--30b6c25d-82f4-51af-a3c8-51cb692dfd0a"),
    ];

    #[test]
    fn what_does_not_contribute_changes_nothing() {
        let a = map(json!({"value": "example.org"}));
        let b = map(json!({"x_note": 1, "defanged": true, "value": "example.org"}));
        assert_eq!(observable("domain-name", &a), observable("domain-name", &b));
    }

    #[test]
    fn an_observable_without_contributing_properties_has_no_deterministic_id() {
        assert_eq!(observable("process", &map(json!({"pid": 4}))), None);
        assert_eq!(observable("file", &map(json!({"size": 4}))), None);
        assert_eq!(observable("file", &map(json!({"hashes": {}}))), None);
        assert_eq!(observable("x-unknown", &map(json!({"value": "a"}))), None);
    }

    #[test]
    fn entity_ids_are_those_of_opencti() {
        let then = "channel--b088c4b6-52d5-533f-b5e0-1a255970ec6e";
        assert_eq!(entity("channel", "Test").as_deref(), Some(then));
        assert_eq!(entity("channel", "  tEST\n").as_deref(), Some(then));
        assert_eq!(entity("channel", " "), None);
    }

    #[test]
    fn domain_ids_depend_on_type_and_properties_and_not_on_their_order() {
        let a = domain("incident", &map(json!({"finding": "f1", "dataset": "d"})));
        assert_eq!(a, domain("incident", &map(json!({"dataset": "d", "finding": "f1"}))));
        assert_ne!(a, domain("incident", &map(json!({"dataset": "e", "finding": "f1"}))));
        assert_eq!(
            a.rsplit_once("--")
                .and_then(|(_, id)| id.parse().ok())
                .map(|id: uuid::Uuid| id.get_version_num()),
            Some(5)
        );
    }
}
