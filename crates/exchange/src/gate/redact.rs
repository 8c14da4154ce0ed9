//! Takes out of one object what may not leave.
//!
//! **The problem.** A reference that is taken out of a list moves those behind it, so that granular markings which count
//! (`object_refs.[3]`) would then protect the wrong part.
//!
//! **The choice.** One walk that rebuilds only what changes, writes down which place of which list went where, and
//! renames the selectors afterwards. What is left empty is taken out too: STIX allows no empty lists.

use super::handles::Names;
use super::judge::{Hand, Judge, identified};
use super::mention::{mask, mentions};
use super::required::lost;
use super::selector::{Path, Step, parse, print};
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// Prefix of the properties that never leave.
const INTERNAL: &str = "x_ostrakon_internal_";

/// Extensions whose definitions are public knowledge: using them tells nothing of a definition that is withheld.
const WELL_KNOWN: [&str; 9] = [
    "extension-definition--ea279b3e-5c71-4632-ac08-831c66a786ba",
    "extension-definition--f93e2c80-4231-4f9a-af8b-95c9bd566a82",
    "extension-definition--322b8f77-262a-4cb8-a915-1e441e00329b",
    "extension-definition--ef765651-680c-498d-9894-99799f2fa126",
    "extension-definition--4ca6de00-5b0d-45ef-a1dc-ea7279ea910e",
    "extension-definition--7cc33dd6-f6a1-489b-98ea-522d351d71b9",
    "extension-definition--2074a052-8be4-4932-849e-f5e7798e0030",
    "extension-definition--66e2492a-bbd3-4be6-88f5-cc91a017a498",
    super::marking::TLP2_EXTENSION,
];

/// What became of a part.
enum Kept {
    Same,
    Changed(Value),
    Gone,
}

/// One object after the walk.
pub(super) enum Redacted {
    /// Nothing to take out.
    Same,
    /// The rest, and the paths of what was taken out or masked.
    Parts(Value, Vec<String>),
    /// It cannot be without what must be taken out: the property.
    Broken(String),
}

struct Walk<'j, 'a> {
    judge: &'j Judge<'a>,
    names: &'j Names<'j>,
    /// Who sent the object at hand: the top-level one, or one embedded in it.
    hand: Hand<'j>,
    here: Path,
    cuts: HashSet<Path>,
    gone: Vec<Path>,
    masked: Vec<Path>,
    moved: HashMap<Path, Vec<Option<usize>>>,
    /// Embedded objects that turned out to mean nothing without what was taken out.
    broken: Vec<String>,
}

/// Takes out of a top-level object what may not leave. Ids of embedded objects that broke are added to `broken`.
pub(super) fn redact<'j>(
    judge: &'j Judge<'_>,
    names: &'j Names<'j>,
    object: &Value,
    hand: Hand<'j>,
    broken: &mut Vec<String>,
) -> Redacted {
    let mut walk = Walk {
        judge,
        names,
        hand,
        here: Path::new(),
        cuts: HashSet::new(),
        gone: Vec::new(),
        masked: Vec::new(),
        moved: HashMap::new(),
        broken: Vec::new(),
    };
    let Some(map) = object.as_object() else { return Redacted::Broken("id".to_owned()) };
    let kept = walk.map(object, map, map);
    broken.append(&mut walk.broken);
    match kept {
        Kept::Same => Redacted::Same,
        Kept::Gone => Redacted::Broken("id".to_owned()),
        Kept::Changed(value) => {
            let after = value.as_object().unwrap_or(map);
            if let Some(key) = lost(map, after) {
                return Redacted::Broken(key.to_owned());
            }
            let mut paths: Vec<String> =
                walk.gone.iter().chain(&walk.masked).map(|path| print(path)).collect();
            paths.sort();
            paths.dedup();
            Redacted::Parts(value, paths)
        }
    }
}

impl Walk<'_, '_> {
    fn value(&mut self, key: &str, value: &Value, owner: &Map<String, Value>) -> Kept {
        if !self.cuts.is_empty() && self.cuts.contains(&self.here) {
            return Kept::Gone;
        }
        match value {
            Value::String(text) => self.text(key, text),
            Value::Array(list) => self.list(key, list, owner),
            Value::Object(map) => self.part(value, map, owner),
            // The number of an account under a property of somebody's own.
            Value::Number(number) if !is_property(key) && self.names.mask(&number.to_string()).is_some() => {
                Kept::Gone
            }
            _ => Kept::Same,
        }
    }

    /// A map inside an object: another object, or a part with markings of its own.
    fn part(&mut self, value: &Value, map: &Map<String, Value>, owner: &Map<String, Value>) -> Kept {
        let embedded = identified(value).filter(|(_, id, _)| mentions(id).any(|one| one.is_whole()));
        let Some((_, id, _)) = embedded else {
            let is_barred =
                map.keys().any(|key| matches!(key.as_str(), "type" | "object_marking_refs" | "labels"))
                    && self.judge.bars(map, owner, self.hand);
            return if is_barred { Kept::Gone } else { self.map(value, map, owner) };
        };
        let holder = self.hand;
        let hand = self.judge.hand_of(value, holder);
        let facts = self.judge.judge(value, hand);
        if self.judge.is_withheld(&id.to_ascii_lowercase())
            || facts.reason.is_some()
            || self.judge.unmet(&facts).is_some()
        {
            return Kept::Gone;
        }
        self.hand = hand;
        let kept = self.map(value, map, map);
        self.hand = holder;
        if let Kept::Changed(Value::Object(after)) = &kept
            && lost(map, after).is_some()
        {
            self.broken.push(id.to_ascii_lowercase());
            return Kept::Gone;
        }
        kept
    }

    fn text(&mut self, key: &str, text: &str) -> Kept {
        let whole = |one: &super::mention::Mention<'_>| one.is_whole() && self.judge.is_barred(one);
        if mentions(text).any(|one| whole(&one)) {
            return Kept::Gone;
        }
        let by_id = mask(text, |one| self.judge.is_barred(one));
        let by_name =
            if names_nobody(key, text) { None } else { self.names.mask(by_id.as_deref().unwrap_or(text)) };
        let Some(masked) = by_name.or(by_id) else { return Kept::Same };
        self.masked.push(self.here.clone());
        // A masked address is no address.
        let is_address = matches!(key, "url" | "href" | "external_id" | "uri");
        if is_address { Kept::Gone } else { Kept::Changed(Value::String(masked)) }
    }

    fn list(&mut self, key: &str, list: &[Value], owner: &Map<String, Value>) -> Kept {
        // Nothing is copied before something changes: most lists stay as they are, and some are very long.
        let mut new: Option<(Vec<Value>, Vec<Option<usize>>)> = None;
        for (index, one) in list.iter().enumerate() {
            self.here.push(Step::Index(index));
            let kept = match self.value(key, one, owner) {
                // What is left of a source without its name or address is not worth a line.
                Kept::Changed(_) if key == "external_references" => Kept::Gone,
                kept => kept,
            };
            if matches!(kept, Kept::Gone) {
                self.gone.push(self.here.clone());
            }
            self.here.pop();
            if new.is_none() && matches!(kept, Kept::Same) {
                continue;
            }
            let (out, places) =
                new.get_or_insert_with(|| (list[..index].to_vec(), (0..index).map(Some).collect()));
            let stays = match kept {
                Kept::Same => Some(one.clone()),
                Kept::Changed(value) => Some(value),
                Kept::Gone => None,
            };
            places.push(stays.is_some().then_some(out.len()));
            out.extend(stays);
        }
        let Some((out, places)) = new else { return Kept::Same };
        self.moved.insert(self.here.clone(), places);
        if out.is_empty() { Kept::Gone } else { Kept::Changed(Value::Array(out)) }
    }

    fn map(&mut self, value: &Value, map: &Map<String, Value>, owner: &Map<String, Value>) -> Kept {
        if map.contains_key("granular_markings") {
            let mut cuts = Vec::new();
            if self.judge.cuts(value, map, (owner, self.hand), &mut cuts).is_err() {
                return Kept::Gone;
            }
            let base = &self.here;
            self.cuts.extend(cuts.into_iter().map(|path| base.iter().cloned().chain(path).collect::<Path>()));
        }
        self.cut_translations(map);
        let mut changed: Vec<(&str, Option<Value>)> = Vec::new();
        for (key, one) in map.iter().filter(|(key, _)| *key != "granular_markings") {
            self.here.push(Step::Key(key.clone()));
            let internal = key.starts_with(INTERNAL) && !self.judge.internals;
            let barred = !WELL_KNOWN.contains(&key.as_str())
                && (mentions(key).any(|one| self.judge.is_barred(&one))
                    || !is_property(key) && self.names.mask(key).is_some());
            let kept = if internal || barred { Kept::Gone } else { self.value(key, one, owner) };
            match kept {
                Kept::Same => {}
                Kept::Changed(new) => changed.push((key, Some(new))),
                Kept::Gone => {
                    self.gone.push(self.here.clone());
                    changed.push((key, None));
                }
            }
            self.here.pop();
        }
        if let Some(before) = map.get("granular_markings").and_then(Value::as_array) {
            let after = self.markings(before, owner);
            if after != *before {
                changed.push(("granular_markings", (!after.is_empty()).then_some(Value::Array(after))));
            }
        }
        if changed.is_empty() {
            return Kept::Same;
        }
        let mut out = map.clone();
        for (key, new) in changed {
            match new {
                Some(new) => drop(out.insert(key.to_owned(), new)),
                None => drop(out.shift_remove(key)),
            }
        }
        drop_local(map, &mut out);
        if out.is_empty() { Kept::Gone } else { Kept::Changed(Value::Object(out)) }
    }

    /// What is cut from an object is cut from its translations too.
    fn cut_translations(&mut self, map: &Map<String, Value>) {
        if map.get("type").and_then(Value::as_str) != Some("language-content") {
            return;
        }
        let of = map.get("object_ref").and_then(Value::as_str).map(str::to_ascii_lowercase);
        let Some(node) = of.and_then(|id| self.judge.node(&id)) else { return };
        for language in map.get("contents").and_then(Value::as_object).into_iter().flat_map(Map::keys) {
            let base = [Step::Key("contents".to_owned()), Step::Key(language.clone())];
            for cut in &self.judge.nodes[node].facts.cuts {
                self.cuts.insert(self.here.iter().chain(&base).chain(cut).cloned().collect());
            }
        }
    }

    /// The granular markings of the map at `here` after the walk: those that may be seen, with their selectors renamed.
    fn markings(&self, markings: &[Value], owner: &Map<String, Value>) -> Vec<Value> {
        let left = markings.iter().filter_map(|entry| {
            let mut entry = entry.as_object()?.clone();
            if let Some(id) = entry.get("marking_ref").and_then(Value::as_str)
                && (self.judge.is_withheld(id) || !self.judge.permits(id, owner, self.hand))
            {
                return None;
            }
            let selectors = entry.get_mut("selectors")?.as_array_mut()?;
            *selectors = selectors.iter().filter_map(|one| self.rename(one.as_str()?)).collect();
            (!selectors.is_empty()).then_some(Value::Object(entry))
        });
        left.collect()
    }

    /// A selector after parts were taken out; `None` when what it selects is gone.
    fn rename(&self, selector: &str) -> Option<Value> {
        let mut renamed = parse(selector)?;
        let mut at = self.here.clone();
        for step in &mut renamed {
            let old = step.clone();
            if let Step::Index(index) = step
                && let Some(places) = self.moved.get(&at)
            {
                *index = (*places.get(*index)?)?;
            }
            at.push(old);
            if self.gone.contains(&at) {
                return None;
            }
        }
        Some(Value::String(print(&renamed)))
    }
}

/// Whether a text is one of the specification's own, or a time or an id: an account may be called `incident` or `2024`, and
/// that takes no object's type or date away.
fn names_nobody(key: &str, text: &str) -> bool {
    matches!(
        key,
        "type"
            | "spec_version"
            | "id"
            | "relationship_type"
            | "pattern_type"
            | "definition_type"
            | "extension_type"
            | "kill_chain_name"
            | "lang"
    ) || VOCABULARIES.contains(&key) && is_term(text)
        || ostrakon_stix::time::parse(text).is_some()
        || mentions(text).any(|one| one.is_whole())
}

/// Properties whose values are taken from a vocabulary, of the specification or of somebody's own.
const VOCABULARIES: [&str; 36] = [
    "account_type",
    "actor_types",
    "architecture_execution_envs",
    "capabilities",
    "category",
    "channel_types",
    "class",
    "context",
    "country",
    "event_types",
    "identity_class",
    "implementation_languages",
    "incident_types",
    "indicator_types",
    "infrastructure_types",
    "kind",
    "malware_types",
    "narrative_types",
    "opinion",
    "personal_motivations",
    "phase_name",
    "primary_motivation",
    "protocols",
    "region",
    "report_types",
    "resource_level",
    "result",
    "roles",
    "scope",
    "secondary_motivations",
    "sectors",
    "sophistication",
    "status",
    "threat_actor_types",
    "tlp",
    "tool_types",
];

/// Whether a text has the form of a vocabulary's term: small letters and hyphens.
fn is_term(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

/// Whether this is the name of a hash algorithm (STIX 2.1 §10.7), in any case.
pub(super) fn is_hash_name(name: &str) -> bool {
    const NAMES: [&str; 8] = ["md5", "sha-1", "sha-256", "sha-512", "sha3-256", "sha3-512", "ssdeep", "tlsh"];
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether a key is the name of a property of the specification, or of a hash algorithm.
fn is_property(key: &str) -> bool {
    /// Names within properties, that no type has for itself.
    const INNER: [&str; 16] = [
        "source_name",
        "external_id",
        "url",
        "hashes",
        "marking_ref",
        "selectors",
        "lang",
        "kill_chain_name",
        "phase_name",
        "extension_type",
        "objects",
        "statement",
        "tlp",
        "tlp_2_0",
        "members",
        "value",
    ];
    static KNOWN: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        let types = ostrakon_stix::spec::types().flat_map(ostrakon_stix::spec::Type::property_names);
        types.chain(INNER).collect()
    });
    known.contains(key) || is_hash_name(key)
}

/// Takes references to members that went out of the old form of observed data (`objects`, keyed by number) out of the
/// members that stay.
fn drop_local(before: &Map<String, Value>, after: &mut Map<String, Value>) {
    if before.get("type").and_then(Value::as_str) != Some("observed-data") {
        return;
    }
    let (Some(old), Some(Value::Object(new))) =
        (before.get("objects").and_then(Value::as_object), after.get_mut("objects"))
    else {
        return;
    };
    let went: HashSet<&str> = old.keys().map(String::as_str).filter(|key| !new.contains_key(*key)).collect();
    if went.is_empty() {
        return;
    }
    let points = |value: &Value| value.as_str().is_some_and(|key| went.contains(key));
    for member in new.values_mut().filter_map(Value::as_object_mut) {
        member.retain(|key, value| {
            if key.ends_with("_refs")
                && let Some(list) = value.as_array_mut()
            {
                list.retain(|one| !points(one));
                return !list.is_empty();
            }
            !(key.ends_with("_ref") && points(value))
        });
    }
}
