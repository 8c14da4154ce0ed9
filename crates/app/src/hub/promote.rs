//! From findings to incidents: what a detector saw, in the tongue that partners share.
//!
//! **The problem.** A finding is about behaviour and carries its own error rate; an incident record in most tools carries
//! neither. What is shared must still say how it was found, how often such a finding is wrong, and that nobody has been
//! named as its author.
//!
//! **The choice.** One incident for what an analyst promotes together, with: a channel and a user account (a pseudonym)
//! for each subject, the observation that ties them to their window, a sighting, a note with method, parameters, null
//! model, p and q in words, a narrative only where the analyst names one, and a report that holds it together. Ids follow
//! from the findings' ids, so that promoting twice makes no second incident. Coordination is stated, impact is not, and
//! attribution is `unknown` until people decide otherwise (invariant 8).
//!
//! **Rejected.** `threat-actor` and `campaign` objects at promotion: both claim a common author.

use super::{Hub, HubError, research};
use crate::clock;
use ostrakon_access::Principal;
use ostrakon_exchange::gate::{PSEUDONYM_ACCOUNT, PSEUDONYM_CHANNEL, PSEUDONYM_MARK};
pub use ostrakon_model::Finding;
use ostrakon_model::Tlp;
use ostrakon_stix::id;
use serde_json::{Map, Value, json};

/// OASIS extension of the incident object; facts are those of its draft.
const INCIDENT_CORE: &str = "extension-definition--ef765651-680c-498d-9894-99799f2fa126";
/// The extension in which channel and narrative are defined.
const CHANNELS: &str = "extension-definition--ea279b3e-5c71-4632-ac08-831c66a786ba";

/// Label of what an exercise made.
const EXERCISE: &str = "exercise";

/// What an analyst says when promoting.
#[derive(Debug, Clone)]
pub struct Promotion {
    /// Name of the incident.
    pub name: String,
    /// What it is about, in the analyst's words.
    pub description: String,
    /// Narratives that the analyst names; labels of content, never of people.
    pub narratives: Vec<String>,
    /// DISARM techniques, as STIX ids of attack patterns that are known here.
    pub techniques: Vec<String>,
    /// Marking of everything that is made.
    pub marking: Tlp,
    /// Confidence, 0 to 100.
    pub confidence: u8,
    /// STIX id of the organisation.
    pub author: String,
    /// Now, milliseconds since 1970 UTC.
    pub now: i64,
    /// The basis on which the data came, where it was given for research (DSA Art 40).
    pub access: Option<String>,
}

/// What an analyst wishes for; the rest of a [`Promotion`] the hub knows.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Name of the incident.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// Narratives.
    pub narratives: Vec<String>,
    /// DISARM techniques, by id, name or STIX id.
    pub techniques: Vec<String>,
    /// Marking of everything that is made.
    pub marking: Tlp,
    /// Confidence, 0 to 100.
    pub confidence: u8,
    /// The basis on which the data came, where it was given for research: everything that is made says so, and the gate keeps it
    /// from who enforces.
    pub access: Option<String>,
}

/// What a promotion made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promoted {
    /// STIX id of the incident.
    pub incident: String,
    /// STIX id of the report.
    pub report: String,
    /// Objects, those that were there already included.
    pub objects: usize,
}

impl Hub {
    /// Promotes findings to an incident in a collection.
    ///
    /// # Errors
    /// [`HubError::Invalid`], [`HubError::NotFound`], [`HubError::NotAllowed`].
    pub fn promote(
        &self,
        who: &Principal,
        collection: &str,
        findings: &[Finding],
        wish: Wish,
    ) -> Result<Promoted, HubError> {
        self.may_add(who, collection)?;
        if wish.confidence > 100 {
            return Err(HubError::invalid("/confidence", "0 to 100"));
        }
        let Wish { name, description, narratives, techniques, marking, confidence, access } = wish;
        let (techniques, patterns) = self.techniques(&techniques)?;
        let author = who.organisation.clone();
        let now = self.now();
        let promotion =
            Promotion { name, description, narratives, techniques, marking, confidence, author, now, access };
        let mut objects = promote(findings, &promotion)?;
        if clock::is_exercise() {
            mark_as_exercise(&mut objects);
        }
        let beside = patterns.into_iter().chain(if who.own { self.own_identity()? } else { None });
        let named = |object: Option<&Value>| object.map(|object| text(object, "id")).unwrap_or_default();
        let (incident, report) = (named(objects.first()), named(objects.last()));
        // What stands there from an earlier promotion stays as it is: nothing was learnt since.
        let mut fresh = Vec::with_capacity(objects.len());
        for object in &mut objects {
            if self.store().object(&text(object, "id"))?.is_none() {
                fresh.push(object.to_string());
            }
        }
        if !fresh.is_empty() {
            // What is named in them stands beside them: a partner that gets them gets that too.
            fresh.extend(beside.map(|object| object.to_string()));
            self.add(who, collection, &fresh)?;
        }
        Ok(Promoted { incident, report, objects: objects.len() })
    }
}

/// Turns findings into STIX objects: the incident first, the report last.
///
/// # Errors
/// [`HubError::Invalid`] without a finding, with a name that is empty, or with a finding whose window is no time.
pub fn promote(findings: &[Finding], promotion: &Promotion) -> Result<Vec<Value>, HubError> {
    if findings.is_empty() {
        return Err(HubError::invalid("/findings", "name at least one finding"));
    }
    if promotion.name.trim().is_empty() {
        return Err(HubError::invalid("/name", "give the incident a name"));
    }
    let maker = Maker::new(promotion);
    let mut objects = Vec::new();
    let ids: Vec<&str> = findings.iter().map(|finding| finding.id.as_str()).collect();
    let incident = maker.incident(findings, &ids)?;
    let incident_id = text(&incident, "id");
    objects.push(incident);
    for finding in findings {
        let (first, last) = (&finding.window.0, &finding.window.1);
        for stamp in [first, last] {
            if ostrakon_exchange::taxii::stamp::parse(stamp).is_none() {
                return Err(HubError::invalid("/findings", format!("{}: {stamp:?} is no time", finding.id)));
            }
        }
        let mut accounts = Vec::new();
        for subject in &finding.subjects {
            let (account, channel) = (maker.account(subject), maker.channel(subject));
            let link = maker.relationship("related-to", &text(&channel, "id"), &incident_id);
            accounts.push(text(&account, "id"));
            objects.extend([account, channel, link]);
        }
        let observed = maker.observed(finding, &accounts);
        let sighting = maker.sighting(finding, &incident_id, &text(&observed, "id"));
        let note = maker.note(finding, &[&incident_id, &text(&observed, "id")]);
        objects.extend([observed, sighting, note]);
    }
    for name in &promotion.narratives {
        let narrative = maker.narrative(name);
        let link = maker.relationship("related-to", &incident_id, &text(&narrative, "id"));
        objects.extend([narrative, link]);
    }
    for technique in &promotion.techniques {
        objects.push(maker.relationship("uses", &incident_id, technique));
    }
    // An account or channel may be a subject of several findings.
    let mut seen = std::collections::HashSet::new();
    objects.retain(|object| seen.insert(text(object, "id")));
    let refs: Vec<String> = objects.iter().map(|object| text(object, "id")).collect();
    objects.push(maker.report(&ids, &refs));
    if let Some(access) = &promotion.access {
        for object in objects.iter_mut().filter_map(Value::as_object_mut) {
            object.insert(research::ACCESS.into(), access.clone().into());
        }
    }
    Ok(objects)
}

fn text(object: &Value, property: &str) -> String {
    object.get(property).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Says on every object that it was made in an exercise: it may travel to people who see no banner. Observables have no labels.
fn mark_as_exercise(objects: &mut [Value]) {
    for object in
        objects.iter_mut().filter(|one| one.get("created").is_some()).filter_map(Value::as_object_mut)
    {
        object.insert("labels".into(), json!([EXERCISE]));
    }
}

/// What all objects of one promotion have in common.
struct Maker<'a> {
    promotion: &'a Promotion,
    stamp: String,
    marking: &'static str,
}

impl<'a> Maker<'a> {
    fn new(promotion: &'a Promotion) -> Self {
        let micros = ostrakon_exchange::taxii::stamp::write(promotion.now * 1000);
        // STIX asks for milliseconds.
        let stamp = format!("{}Z", &micros[..23]);
        Self { promotion, stamp, marking: ostrakon_exchange::gate::marking_id(promotion.marking) }
    }

    /// A domain object with the common properties; its id follows from `key`.
    fn object(&self, kind: &str, key: &Value, properties: Value) -> Value {
        let mut seed = Map::new();
        seed.insert("author".into(), self.promotion.author.clone().into());
        seed.insert("key".into(), key.clone());
        let mut object = json!({
            "type": kind,
            "spec_version": "2.1",
            "id": id::domain(kind, &seed),
            "created_by_ref": self.promotion.author,
            "created": self.stamp,
            "modified": self.stamp,
            "confidence": self.promotion.confidence,
            "object_marking_refs": [self.marking],
        });
        if let (Some(object), Value::Object(properties)) = (object.as_object_mut(), properties) {
            object.extend(properties);
        }
        object
    }

    fn incident(&self, findings: &[Finding], ids: &[&str]) -> Result<Value, HubError> {
        let ends = |pick: fn(&Finding) -> &String| findings.iter().map(pick);
        let first = ends(|finding| &finding.window.0).min();
        let last = ends(|finding| &finding.window.1).max();
        let (Some(first), Some(last)) = (first, last) else {
            return Err(HubError::invalid("/findings", "name at least one finding"));
        };
        let accounts: std::collections::BTreeSet<&String> =
            findings.iter().flat_map(|f| &f.subjects).collect();
        Ok(self.object(
            "incident",
            &json!(ids),
            json!({
                "name": self.promotion.name.trim(),
                "description": self.promotion.description,
                "external_references": ids.iter().map(|one| json!({
                    "source_name": "ostrakon-finding", "external_id": one,
                })).collect::<Vec<_>>(),
                "extensions": { INCIDENT_CORE: {
                    "extension_type": "property-extension",
                    "determination": "suspected",
                    "investigation_status": "open",
                    "incident_types": ["information-manipulation"],
                }},
                "x_ostrakon_coordination": {
                    "findings": ids.len(), "accounts": accounts.len(), "first": first, "last": last,
                    "strongest": findings.iter().map(|f| f.score).fold(0.0, f64::max),
                },
                "x_ostrakon_attribution": "unknown",
            }),
        ))
    }

    fn account(&self, subject: &str) -> Value {
        let mut properties = Map::new();
        properties.insert("user_id".into(), subject.into());
        properties.insert("account_type".into(), PSEUDONYM_ACCOUNT.into());
        let id = id::observable("user-account", &properties).unwrap_or_default();
        json!({
            "type": "user-account", "spec_version": "2.1", "id": id,
            "user_id": subject, "account_type": PSEUDONYM_ACCOUNT,
            "object_marking_refs": [self.marking],
        })
    }

    /// A channel named by a pseudonym: it says so, so that the gate lets it travel where accounts do.
    fn channel(&self, subject: &str) -> Value {
        let mut channel = self.object(
            "channel",
            &json!(subject),
            json!({ "name": subject, "channel_types": [PSEUDONYM_CHANNEL], PSEUDONYM_MARK: true, "extensions": {
                CHANNELS: { "extension_type": "new-sdo" } } }),
        );
        if let (Some(id), Some(object)) = (id::entity("channel", subject), channel.as_object_mut()) {
            object.insert("id".into(), id.into());
        }
        channel
    }

    fn narrative(&self, name: &str) -> Value {
        let mut narrative = self.object(
            "narrative",
            &json!(name),
            json!({ "name": name.trim(), "extensions": { CHANNELS: { "extension_type": "new-sdo" } } }),
        );
        if let (Some(id), Some(object)) = (id::entity("narrative", name), narrative.as_object_mut()) {
            object.insert("id".into(), id.into());
        }
        narrative
    }

    fn relationship(&self, kind: &str, from: &str, to: &str) -> Value {
        self.object(
            "relationship",
            &json!([kind, from, to]),
            json!({ "relationship_type": kind, "source_ref": from, "target_ref": to }),
        )
    }

    fn observed(&self, finding: &Finding, accounts: &[String]) -> Value {
        self.object(
            "observed-data",
            &json!(finding.id),
            json!({
                "first_observed": finding.window.0, "last_observed": finding.window.1,
                "number_observed": finding.exhibits.len().max(1), "object_refs": accounts,
                "external_references": [{ "source_name": "ostrakon-finding", "external_id": finding.id }],
            }),
        )
    }

    fn sighting(&self, finding: &Finding, incident: &str, observed: &str) -> Value {
        self.object(
            "sighting",
            &json!(finding.id),
            json!({
                "sighting_of_ref": incident, "observed_data_refs": [observed],
                "first_seen": finding.window.0, "last_seen": finding.window.1, "count": 1,
            }),
        )
    }

    fn note(&self, finding: &Finding, about: &[&str]) -> Value {
        let exhibits: Vec<String> = finding
            .exhibits
            .iter()
            .take(20)
            .map(|exhibit| format!("- {}: {}", exhibit.what, exhibit.explanation))
            .collect();
        let content = format!(
            "Method: {} {}, parameters {}.\nChance under the null model ({}): p ≤ {:e}, q ≤ {:e} after controlling the \
             false-discovery rate.\nStrength: {:.1}.\n{}\nEvidence ({} items, the first {} here):\n{}\nThis states \
             coordinated behaviour. It states neither its effect nor its author.",
            finding.method.name,
            finding.method.version,
            finding.method.params,
            finding.significance.null_model,
            finding.significance.p,
            finding.significance.q,
            finding.score,
            finding.reasons.join("\n"),
            finding.exhibits.len(),
            exhibits.len(),
            exhibits.join("\n"),
        );
        self.object(
            "note",
            &json!(finding.id),
            json!({ "abstract": "Method and error", "content": content, "object_refs": about }),
        )
    }

    fn report(&self, ids: &[&str], refs: &[String]) -> Value {
        self.object(
            "report",
            &json!(ids),
            json!({
                "name": self.promotion.name.trim(), "description": self.promotion.description,
                "report_types": ["campaign"], "published": self.stamp, "object_refs": refs,
            }),
        )
    }
}

#[cfg(test)]
mod tests;
