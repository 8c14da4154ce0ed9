//! What one MISP object means in STIX, by its template: narratives and channels are what they are called; everything else
//! is an observation of the observables inside, or a note where there are none.

use super::attribute::value_of;
use super::import::{Event, seen};
use super::shape::{is_uuid, list, text};
use super::{EXTENSION, label, observable};
use serde_json::{Map, Value, json};

/// The extension under which `OpenCTI` defines channels and narratives.
const OPENCTI: &str = "extension-definition--ea279b3e-5c71-4632-ac08-831c66a786ba";

/// Templates that are channels: the attributes that name it, the type of channel, the attributes that describe it.
const CHANNELS: [(&str, &[&str], &str, &[&str]); 3] = [
    (
        "news-media",
        &["title", "source", "username", "url", "link"],
        "news-media",
        &["content", "transcription"],
    ),
    (
        "social-media-group",
        &["group-name", "group-alias", "url", "link"],
        "social-media-group",
        &["description"],
    ),
    (
        "impersonation",
        &["account-name", "account-url", "real-name"],
        "impersonating-account",
        &["objective", "type"],
    ),
];

/// What relations of templates for accounts say of the account.
const ACCOUNT: [(&str, &[&str]); 3] = [
    (
        "account_login",
        &["username", "user-name", "account-name", "login", "screen-name", "name", "handle", "profile-name"],
    ),
    ("user_id", &["user-id", "account-id", "id", "uid", "profile-id"]),
    ("display_name", &["displayed-name", "display-name", "full-name", "real-name", "name", "first-name"]),
];

/// Relations of the template of a person that name the person.
const PERSON: [&str; 9] = [
    "full-name",
    "alias",
    "name",
    "username",
    "handle",
    "instant-messaging-used",
    "nickname",
    "title-name",
    "birth-name",
];

/// Longest name that is made from a text.
const NAME: usize = 120;

/// First line of a text, not longer than a name.
fn name_from(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or(text);
    if line.chars().count() <= NAME {
        line.to_owned()
    } else {
        line.chars().take(NAME - 1).chain(['…']).collect()
    }
}

/// The values of an object's attributes of one of these relations, in this order.
fn values(object: &Map<String, Value>, relations: &[&str]) -> Vec<String> {
    relations
        .iter()
        .flat_map(|relation| {
            list(object, "Attribute")
                .filter(move |one| text(one, "object_relation") == Some(relation))
                .map(value_of)
        })
        .filter(|value| !value.trim().is_empty())
        .collect()
}

/// The account that an object of a template for accounts stands for.
fn account(object: &Map<String, Value>, template: &str) -> Option<Value> {
    let is_account = template.ends_with("-account") && template != "bank-account"
        || template.ends_with("-user") && template != "target-user";
    let place =
        template.strip_suffix("-account").or(template.strip_suffix("-user")).filter(|_| is_account)?;
    let mut account = Map::new();
    if place != "user" {
        account.insert("account_type".to_owned(), place.into());
    }
    for (property, relations) in ACCOUNT {
        if let Some(value) = values(object, relations).into_iter().next() {
            account.insert(property.to_owned(), value.into());
        }
    }
    if !account.contains_key("account_login") && !account.contains_key("user_id") {
        let shown = account.get("display_name")?.clone();
        account.insert("account_login".to_owned(), shown);
    }
    observable::observable("user-account", Value::Object(account))
}

/// The observables inside an object, each once.
pub(super) fn inside(object: &Map<String, Value>, template: &str) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    found.extend(account(object, template));
    for attribute in list(object, "Attribute") {
        let (kind, value) = (text(attribute, "type").unwrap_or_default(), value_of(attribute));
        let mut seen = observable::of(kind, &value);
        let relation = text(attribute, "object_relation").unwrap_or_default();
        let account = match (template, relation) {
            ("microblog" | "social-media-group" | "meme-image", "username" | "administrator")
            | ("impersonation", "account-name") => Some(value.clone()),
            _ => None,
        };
        if let Some(login) = account {
            seen.extend(observable::observable("user-account", json!({ "account_login": login })));
        }
        if template == "person" && PERSON.contains(&relation) {
            seen.extend(observable::named(&value));
        }
        if matches!(relation, "document-name" | "attachment") && !value.contains('|') {
            seen.extend(observable::observable("file", json!({ "name": value })));
        }
        if template == "person" && relation == "last-name" {
            let whole = [values(object, &["first-name"]), vec![value.clone()]].concat().join(" ");
            seen.extend(observable::named(&whole));
        }
        for one in seen {
            if !found.iter().any(|known| known["id"] == one["id"]) {
                found.push(one);
            }
        }
    }
    found
}

impl Event<'_> {
    /// Takes an object with its attributes.
    pub(super) fn object(&mut self, object: &Map<String, Value>) -> Option<String> {
        self.out.counts.objects += 1;
        self.out.counts.attributes += list(object, "Attribute").count();
        let uuid = text(object, "uuid")?.to_ascii_lowercase();
        let name = text(object, "name").unwrap_or_default();
        // All attributes travel in one STIX object, so that the narrowest of their labels is its label.
        let marking = label::marking(object, &self.marking, &["Attribute"]);
        let mut found = inside(object, name);
        found.iter_mut().for_each(|one| one["object_marking_refs"] = marking.refs());
        let refs: Vec<Value> = found.iter().map(|one| one["id"].clone()).collect();
        let comment = text(object, "comment").filter(|text| !text.is_empty()).map(str::to_owned);
        let fallback = || comment.clone().unwrap_or_else(|| name.to_owned());
        let mut extensions = Map::new();
        let mut made = if name == "narrative" {
            let summary = values(object, &["narrative-summary"]).into_iter().next();
            let mut narrative = self.new_object("narrative", &uuid, object, &marking);
            narrative["name"] = name_from(&summary.clone().unwrap_or_else(fallback)).into();
            if let Some(summary) = summary {
                narrative["description"] = summary.into();
            }
            narrative
        } else if let Some((_, named, kind, described)) =
            CHANNELS.iter().find(|(template, ..)| *template == name)
        {
            let mut channel = self.new_object("channel", &uuid, object, &marking);
            let mut names = values(object, named).into_iter();
            channel["name"] = name_from(&names.next().unwrap_or_else(fallback)).into();
            channel["channel_types"] = json!([kind]);
            let aliases = values(object, &["alias", "group-alias"]);
            if !aliases.is_empty() {
                channel["aliases"] = aliases.into();
            }
            if let Some(description) = values(object, described).into_iter().next() {
                channel["description"] = description.into();
            }
            channel
        } else if found.is_empty() {
            let mut note = self.new_object("note", &uuid, object, &marking);
            let lines = list(object, "Attribute").map(|one| {
                format!(
                    "{}: {}",
                    text(one, "object_relation").or(text(one, "type")).unwrap_or("value"),
                    value_of(one)
                )
            });
            let content = lines.collect::<Vec<_>>().join("\n");
            note["abstract"] = name.into();
            note["content"] = if content.is_empty() { fallback() } else { content }.into();
            note["object_refs"] = json!([self.report]);
            note
        } else {
            let mut observed = self.new_object("observed-data", &uuid, object, &marking);
            let moment = self.moment(object);
            let first = seen(object, "first_seen").unwrap_or(moment);
            let last =
                seen(object, "last_seen").filter(|last| *last >= first).unwrap_or_else(|| first.clone());
            observed["first_observed"] = first.into();
            observed["last_observed"] = last.into();
            observed["number_observed"] = 1.into();
            observed["object_refs"] = refs.clone().into();
            observed
        };
        if matches!(made["type"].as_str(), Some("narrative" | "channel")) {
            extensions.insert(OPENCTI.to_owned(), json!({"extension_type": "new-sdo"}));
        }
        let kept = json!({"extension_type": "property-extension", "kind": "object", "event": self.uuid, "misp": object});
        extensions.insert(EXTENSION.to_owned(), kept);
        made["extensions"] = Value::Object(extensions);
        let id = made["id"].as_str().map(str::to_owned)?;
        let is_channel = made["type"] == "channel";
        self.groups(&marking);
        let targets: Vec<String> = refs.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect();
        found.into_iter().for_each(|one| self.push(one));
        self.push(made);
        if is_channel {
            // The addresses and accounts inside are the channel's.
            for target in targets {
                self.relate(&id, "related-to", &target, object, &marking);
            }
        }
        self.known.insert(uuid, id.clone());
        for attribute in list(object, "Attribute").cloned().collect::<Vec<_>>() {
            if let Some(uuid) = text(&attribute, "uuid") {
                self.known.insert(uuid.to_ascii_lowercase(), id.clone());
            }
            self.sightings(&attribute, &id, &marking);
            self.clusters(&attribute, Some(&id), &marking);
        }
        for reference in list(object, "ObjectReference") {
            self.out.counts.references += 1;
            self.references.push((id.clone(), reference.clone(), marking.clone()));
        }
        Some(id)
    }

    /// Makes relationships of the references between objects, once all objects of the event are known.
    pub(super) fn references(&mut self) {
        for (source, reference, marking) in std::mem::take(&mut self.references) {
            let target = text(&reference, "referenced_uuid").map(str::to_ascii_lowercase);
            let Some(target) = target.as_ref().and_then(|uuid| self.known.get(uuid)).cloned() else {
                let uuid = target.unwrap_or_default();
                self.warn(
                    "ObjectReference",
                    format!("{source} refers to {uuid:?}, which is not in the event"),
                );
                continue;
            };
            let kind = text(&reference, "relationship_type").unwrap_or("related-to");
            self.relate(&source, kind, &target, &reference, &marking);
        }
    }

    /// Adds a relationship. What MISP calls it is kept, in the letters that STIX allows.
    pub(super) fn relate(
        &mut self,
        source: &str,
        kind: &str,
        target: &str,
        element: &Map<String, Value>,
        marking: &label::Marking,
    ) {
        let kind: String = kind
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
            .collect::<String>()
            .trim_matches('-')
            .to_owned();
        let kind = if kind.is_empty() { "related-to".to_owned() } else { kind };
        let uuid =
            text(element, "referenced_uuid").and_then(|_| text(element, "uuid")).filter(|uuid| is_uuid(uuid));
        let key = json!({"source": source, "kind": kind, "target": target});
        let id = uuid.map_or_else(
            || ostrakon_stix::id::domain("relationship", key.as_object().unwrap_or(&Map::new())),
            |uuid| format!("relationship--{}", uuid.to_ascii_lowercase()),
        );
        let uuid = super::carrier::uuid_of(&id).to_owned();
        let mut made = self.new_object("relationship", &uuid, element, marking);
        made["relationship_type"] = kind.into();
        made["source_ref"] = source.into();
        made["target_ref"] = target.into();
        made["extensions"] = self.part();
        self.push(made);
    }
}
