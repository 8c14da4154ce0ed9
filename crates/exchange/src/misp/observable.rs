//! Attribute types and the observables that they mean, both ways.

use ostrakon_stix::id;
use serde_json::{Map, Value, json};
use std::net::IpAddr;

/// Hash types of MISP and their names in STIX.
const HASHES: [(&str, &str); 8] = [
    ("md5", "MD5"),
    ("sha1", "SHA-1"),
    ("sha256", "SHA-256"),
    ("sha512", "SHA-512"),
    ("sha3-256", "SHA3-256"),
    ("sha3-512", "SHA3-512"),
    ("ssdeep", "SSDEEP"),
    ("tlsh", "TLSH"),
];

/// Attribute types that are accounts, and where.
const ACCOUNTS: [(&str, &str); 4] =
    [("github-username", "github"), ("twitter-id", "twitter"), ("jabber-id", "jabber"), ("eppn", "eppn")];

/// Attribute types that name a person: what the names of accounts go by, they go by.
const PERSONS: [&str; 3] = ["target-user", "whois-registrant-name", "full-name"];

/// A person who is known by a name alone, as an account: names of people leave as accounts do, or not at all.
pub(super) fn named(name: &str) -> Option<Value> {
    observable("user-account", json!({ "account_login": name, "display_name": name }))
}

/// An observable with its deterministic id and the properties given.
pub(super) fn observable(kind: &str, properties: Value) -> Option<Value> {
    let Value::Object(properties) = properties else { return None };
    let mut object = Map::new();
    object.insert("type".to_owned(), kind.into());
    object.insert("spec_version".to_owned(), "2.1".into());
    object.insert("id".to_owned(), id::observable(kind, &properties)?.into());
    object.extend(properties);
    Some(Value::Object(object))
}

/// The observables that an attribute means; the first is the one meant. Empty: it is none.
pub(super) fn of(kind: &str, value: &str) -> Vec<Value> {
    let (first, second) = value.split_once('|').unwrap_or((value, ""));
    let one = |object: Option<Value>| object.into_iter().collect();
    let address = |text: &str| match text.split('/').next().unwrap_or(text).parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => observable("ipv4-addr", json!({ "value": text })),
        Ok(IpAddr::V6(_)) => observable("ipv6-addr", json!({ "value": text })),
        Err(_) => None,
    };
    let hash = |kind: &str| HASHES.iter().find(|(ours, _)| *ours == kind).map(|(_, name)| *name);
    match kind {
        "url" | "link" | "uri" => one(observable("url", json!({ "value": value }))),
        "domain" | "hostname" | "onion-address" => one(observable("domain-name", json!({ "value": value }))),
        "hostname|port" => one(observable("domain-name", json!({ "value": first }))),
        "ip-src" | "ip-dst" => one(address(value)),
        "ip-src|port" | "ip-dst|port" => one(address(first)),
        "domain|ip" => {
            let ip = address(second);
            let refs = ip.as_ref().map(|ip| json!([ip["id"]]));
            let mut domain = observable("domain-name", json!({ "value": first }));
            if let (Some(domain), Some(refs)) = (&mut domain, refs) {
                domain["resolves_to_refs"] = refs;
            }
            domain.into_iter().chain(ip).collect()
        }
        "email"
        | "email-src"
        | "email-dst"
        | "email-reply-to"
        | "target-email"
        | "whois-registrant-email" => one(observable("email-addr", json!({ "value": value }))),
        "mac-address" => {
            one(observable("mac-addr", json!({ "value": value.to_ascii_lowercase().replace('-', ":") })))
        }
        "AS" => {
            let digits = value.trim().trim_start_matches(['A', 'a']).trim_start_matches(['S', 's']);
            one(digits
                .parse::<u32>()
                .ok()
                .and_then(|number| observable("autonomous-system", json!({ "number": number }))))
        }
        "mutex" => one(observable("mutex", json!({ "name": value }))),
        "regkey" => one(observable("windows-registry-key", json!({ "key": value }))),
        "filename" => one(observable("file", json!({ "name": value }))),
        _ if kind.starts_with("filename|") => {
            let name = hash(&kind["filename|".len()..]);
            one(name.and_then(|name| observable("file", json!({"hashes": {name: second}, "name": first}))))
        }
        _ => match (hash(kind), ACCOUNTS.iter().find(|(ours, _)| *ours == kind)) {
            (Some(name), _) => one(observable("file", json!({"hashes": {name: value}}))),
            (None, Some((_, place))) => {
                one(observable("user-account", json!({"account_type": place, "account_login": value})))
            }
            (None, None) if PERSONS.contains(&kind) => one(named(value)),
            (None, None) => Vec::new(),
        },
    }
}

/// The pattern that finds an observable again.
pub(super) fn pattern(observable: &Value) -> Option<String> {
    let quote = |text: &str| text.replace('\\', "\\\\").replace('\'', "\\'");
    let kind = observable["type"].as_str()?;
    let key = match kind {
        "file" | "mutex" => "name",
        "windows-registry-key" => "key",
        "user-account" => "account_login",
        "autonomous-system" => return Some(format!("[autonomous-system:number = {}]", observable["number"])),
        _ => "value",
    };
    let mut parts = Vec::new();
    for (name, hash) in observable.get("hashes").and_then(Value::as_object).into_iter().flatten() {
        parts.push(format!("file:hashes.'{name}' = '{}'", quote(hash.as_str()?)));
    }
    if let Some(text) = observable.get(key).and_then(Value::as_str) {
        parts.push(format!("{kind}:{key} = '{}'", quote(text)));
    }
    (!parts.is_empty()).then(|| format!("[{}]", parts.join(" AND ")))
}

/// The attribute type, category and value that show a STIX object to a reader of MISP; `None` where nothing fits.
pub(super) fn attribute(object: &Value) -> Option<(&'static str, &'static str, String)> {
    let text = |key: &str| {
        object.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let network = "Network activity";
    Some(match object.get("type")?.as_str()? {
        "url" => ("url", network, text("value")?),
        "domain-name" => ("domain", network, text("value")?),
        "ipv4-addr" | "ipv6-addr" => ("ip-dst", network, text("value")?),
        "mac-addr" => ("mac-address", network, text("value")?),
        "email-addr" => ("email", "Social network", text("value")?),
        "autonomous-system" => ("AS", network, format!("AS{}", object.get("number")?)),
        "indicator" if text("pattern_type")? == "stix" => ("stix2-pattern", network, text("pattern")?),
        "vulnerability" if text("name")?.starts_with("CVE-") => {
            ("vulnerability", "External analysis", text("name")?)
        }
        "campaign" => ("campaign-name", "Attribution", text("name")?),
        "threat-actor" | "intrusion-set" => ("threat-actor", "Attribution", text("name")?),
        "mutex" => ("mutex", "Artifacts dropped", text("name")?),
        "note" => ("comment", "Other", text("content")?),
        "file" => {
            let hashes = object.get("hashes").and_then(Value::as_object);
            let known =
                |(name, kind): (&str, &'static str)| Some((kind, hashes?.get(name)?.as_str()?.to_owned()));
            let order = [("SHA-256", "sha256"), ("SHA-1", "sha1"), ("MD5", "md5"), ("SHA-512", "sha512")];
            match order.into_iter().find_map(known) {
                Some((kind, hash)) => (kind, "Payload delivery", hash),
                None => ("filename", "Payload delivery", text("name")?),
            }
        }
        "incident" | "narrative" | "channel" | "attack-pattern" | "course-of-action" | "event" => {
            let name = text("name")?;
            ("text", "Other", format!("{}: {name}", object["type"].as_str().unwrap_or_default()))
        }
        _ => return None,
    })
}
