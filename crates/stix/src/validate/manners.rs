//! SHOULDs: what is allowed and had better be different.

use super::{Checker, Context};
use crate::form;
use crate::spec::{self, Family, Suggestion, Type, names};
use serde_json::{Map, Value};

/// Lower case, hyphens between words.
pub(super) fn plain(text: &str) -> bool {
    text.chars().any(char::is_lowercase) && !text.chars().any(|c| c.is_uppercase() || c == '_' || c == ' ')
}

impl<'a> Checker<'a> {
    pub(super) fn manners(
        &mut self,
        map: &'a Map<String, Value>,
        name: &str,
        known: Option<&'static Type>,
        context: Context,
    ) {
        let family = known.map(|kind| kind.family);
        if context != Context::Observed {
            self.uuid(map, name, family);
        }
        self.own_content(map, name, known);
        if family == Some(Family::Observable) {
            self.observable(map, name);
        }
        let text = |property: &str| map.get(property).and_then(Value::as_str);
        match name {
            "indicator" if !map.contains_key("name") || !map.contains_key("description") => {
                self.warn("both 'name' and 'description' should be there");
            }
            "observed-data" if map.contains_key("objects") => {
                self.warn("objects: is deprecated; use 'object_refs'");
            }
            "relationship" => {
                self.relationship(text("source_ref"), text("relationship_type"), text("target_ref"));
            }
            "location" => {
                if let Some(country) =
                    text("country").filter(|code| !names::COUNTRIES.has(&code.to_uppercase()))
                {
                    self.warn(format_args!("country: '{country}' should be an ISO 3166-1 alpha-2 code"));
                }
            }
            "malware-analysis" => {
                let form = |product: &str| {
                    product.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
                };
                if let Some(product) = text("product").filter(|product| product.is_empty() || !form(product))
                {
                    self.warn(format_args!(
                        "product: '{product}' should be lower case, with hyphens between words"
                    ));
                }
            }
            "extension-definition" => {
                if !map.contains_key("description") {
                    self.warn("property 'description' should be there");
                }
                let types = map.get("extension_types").and_then(Value::as_array).into_iter().flatten();
                if types.into_iter().any(|kind| kind == "toplevel-property-extension")
                    && !map.contains_key("extension_properties")
                {
                    self.warn("'extension_properties' should name what a toplevel-property-extension adds");
                }
            }
            "marking-definition"
                if !matches!(text("definition_type"), Some("statement" | "tlp"))
                    && !map.contains_key("extensions") =>
            {
                self.warn("a marking of one's own should be an extension");
            }
            _ => {}
        }
        for phase in map.get("kill_chain_phases").and_then(Value::as_array).into_iter().flatten() {
            for property in ["kill_chain_name", "phase_name"] {
                if let Some(word) = phase.get(property).and_then(Value::as_str).filter(|word| !plain(word)) {
                    self.warn(format_args!("kill_chain_phases: {property} '{word}' should be lower case, with hyphens between words"));
                }
            }
        }
    }

    /// Observables carry deterministic ids, everything else random ones.
    fn uuid(&mut self, map: &Map<String, Value>, name: &str, family: Option<Family>) {
        let Some(id) = map.get("id").and_then(Value::as_str) else { return };
        let Some(version) = form::uuid_version(id) else { return };
        match family {
            Some(Family::Observable) if name != "process" => {
                if version != 5 {
                    self.warn(format_args!("id: '{id}' should be deterministic (UUID version 5)"));
                }
            }
            _ if version == 4 => {}
            _ => self.warn(format_args!("id: '{id}' should be a random UUID (version 4)")),
        }
    }

    /// Types and properties of one's own come as extensions.
    fn own_content(&mut self, map: &'a Map<String, Value>, name: &str, known: Option<&'static Type>) {
        let extensions = map.get("extensions").and_then(Value::as_object);
        let uses = |wanted: &[&str]| {
            extensions.into_iter().flat_map(Map::values).any(|extension| {
                extension
                    .get("extension_type")
                    .and_then(Value::as_str)
                    .is_some_and(|kind| wanted.contains(&kind))
            })
        };
        let Some(kind) = known else {
            if !uses(&["new-sdo", "new-sco", "new-sro"]) {
                self.warn(format_args!(
                    "type: '{name}' is no type of the standard and should be defined by an extension"
                ));
            }
            return;
        };
        for key in map.keys() {
            if kind.property(key).is_none()
                && !super::RESERVED.contains(&key.as_str())
                && !uses(&["toplevel-property-extension"])
            {
                self.at(key, |this| {
                    this.warn("is no property of the standard and should be defined by an extension");
                });
            }
        }
        if kind.extensions.is_empty() {
            return;
        }
        for key in extensions.into_iter().flat_map(Map::keys) {
            if !kind.extensions.iter().any(|row| row.0 == key) && !uses(&["property-extension"]) {
                self.at("extensions", |this| {
                    this.at(key, |this| {
                        this.warn("is no extension of the standard and should be a property-extension");
                    });
                });
            }
        }
    }

    fn relationship(&mut self, source: Option<&str>, name: Option<&str>, target: Option<&str>) {
        let kind = |id: Option<&'_ str>| id.and_then(|id| id.rfind("--").map(|at| id[..at].to_owned()));
        let (Some(source), Some(name), Some(target)) = (kind(source), name, kind(target)) else { return };
        match spec::suggested(&source, name, &target) {
            Suggestion::Suggested => {}
            Suggestion::Source => self.warn(format_args!("'{source}' is no suggested source of '{name}'")),
            Suggestion::Name => {
                self.warn(format_args!("'{name}' is no suggested relationship of '{source}'"));
            }
            Suggestion::Target => {
                self.warn(format_args!("'{target}' is no suggested target of '{name}' from '{source}'"));
            }
        }
    }

    /// Names that registries know, and the manners of dictionaries.
    fn observable(&mut self, map: &'a Map<String, Value>, name: &str) {
        self.keys(map);
        let extension = |key: &str| map.get("extensions").and_then(|extensions| extensions.get(key));
        match name {
            "file" => {
                if let Some(media) = map
                    .get("mime_type")
                    .and_then(Value::as_str)
                    .filter(|media| !names::MEDIA_TYPES.has(media))
                {
                    self.warn(format_args!("mime_type: '{media}' is no media type registered with IANA"));
                }
                let info = extension("pdf-ext")
                    .and_then(|pdf| pdf.get("document_info_dict"))
                    .and_then(Value::as_object);
                for key in info.into_iter().flat_map(Map::keys).filter(|key| !INFO.contains(&key.as_str())) {
                    self.warn(format_args!(
                        "extensions.pdf-ext.document_info_dict: '{key}' is no key of a PDF's information"
                    ));
                }
            }
            "network-traffic" => {
                if !map.contains_key("src_port") || !map.contains_key("dst_port") {
                    self.warn("both 'src_port' and 'dst_port' should be there");
                }
                for protocol in map
                    .get("protocols")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                {
                    if !names::PROTOCOLS.has(protocol) {
                        self.warn(format_args!("protocols: '{protocol}' is not registered with IANA"));
                    }
                }
                for key in map.get("ipfix").and_then(Value::as_object).into_iter().flat_map(Map::keys) {
                    if !names::IPFIX.has(key) {
                        self.warn(format_args!("ipfix: '{key}' is not registered with IANA"));
                    }
                }
                let headers = extension("http-request-ext")
                    .and_then(|http| http.get("request_header"))
                    .and_then(Value::as_object);
                for key in headers
                    .into_iter()
                    .flat_map(Map::keys)
                    .filter(|key| !REQUEST_HEADERS.contains(&key.as_str()))
                {
                    self.warn(format_args!(
                        "extensions.http-request-ext.request_header: '{key}' is no header of a request"
                    ));
                }
                let options = extension("socket-ext")
                    .and_then(|socket| socket.get("options"))
                    .and_then(Value::as_object);
                for key in
                    options.into_iter().flat_map(Map::keys).filter(|key| !names::SOCKET_OPTIONS.has(key))
                {
                    self.warn(format_args!("extensions.socket-ext.options: '{key}' is no socket option"));
                }
            }
            "process" => {
                let priority = extension("windows-process-ext").and_then(|process| process.get("priority"));
                if let Some(priority) = priority
                    .and_then(Value::as_str)
                    .filter(|text| !text.ends_with("_CLASS") || text.len() < 7)
                {
                    self.warn(format_args!(
                        "extensions.windows-process-ext.priority: '{priority}' should end in _CLASS"
                    ));
                }
            }
            _ => {}
        }
    }

    /// Keys of dictionaries are lower case, but where the things they name are not.
    fn keys(&mut self, map: &'a Map<String, Value>) {
        const NAMES: [&str; 11] = [
            "hashes",
            "file_header_hashes",
            "request_header",
            "additional_header_fields",
            "document_info_dict",
            "exif_tags",
            "ipfix",
            "options",
            "environment_variables",
            "key",
            "startup_info",
        ];
        for (key, value) in map {
            if key.bytes().any(|byte| byte.is_ascii_uppercase()) {
                self.at(key, |this| this.warn("as a key of a dictionary should be lower case"));
            }
            if let Value::Object(inner) = value
                && !NAMES.contains(&key.as_str())
            {
                self.at(key, |this| this.keys(inner));
            }
        }
    }
}

/// Keys of the information dictionary of a PDF (ISO 32000).
const INFO: [&str; 9] =
    ["Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate", "Trapped"];

/// Headers of HTTP requests (RFC 9110 and common use).
const REQUEST_HEADERS: [&str; 47] = [
    "Accept",
    "Accept-Charset",
    "Accept-Encoding",
    "Accept-Language",
    "Accept-Datetime",
    "Authorization",
    "Cache-Control",
    "Connection",
    "Cookie",
    "Content-Length",
    "Content-MD5",
    "Content-Type",
    "Date",
    "Expect",
    "Forwarded",
    "From",
    "Host",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Max-Forwards",
    "Origin",
    "Pragma",
    "Proxy-Authorization",
    "Range",
    "Referer",
    "TE",
    "User-Agent",
    "Upgrade",
    "Via",
    "Warning",
    "X-Requested-With",
    "DNT",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "Front-End-Https",
    "X-Http-Method-Override",
    "X-ATT-DeviceId",
    "X-Wap-Profile",
    "Proxy-Connection",
    "X-UIDH",
    "X-Csrf-Token",
    "X-Request-ID",
    "X-Correlation-ID",
];
