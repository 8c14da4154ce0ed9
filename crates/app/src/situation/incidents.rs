//! Incidents as they stood at a moment: the object, and what it is tied to.
//!
//! **The choice.** Incidents of all collections that the readers may use, each in its newest version that had been added
//! by then; then the relationships that tie one of them to a technique, a narrative or a place. Everything passes the gate
//! before it is read. Relationships that tie something else (an account to an incident: a hundred for each) are left aside
//! by three of their properties, without being parsed. **Rejected.** The reports that came with the incidents: an incident
//! that is tagged later is not in them.

use super::readers::Readers;
use crate::hub::outward::Way;
use crate::hub::{Hub, HubError, ObjectQuery, Row, VersionMatch};
use ostrakon_exchange::disarm;
use ostrakon_exchange::taxii::stamp;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Objects that are read at a time.
const PAGE: usize = 5_000;

/// A technique of DISARM, or one that is known here by another name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Technique {
    pub id: String,
    pub name: String,
    pub tactic: String,
}

/// An incident at a moment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Incident {
    pub id: String,
    /// A collection that it stands in.
    pub collection: String,
    pub name: String,
    pub description: String,
    /// Who wrote it: an identity.
    pub author: String,
    /// When it was made, milliseconds of UTC.
    pub created: i64,
    /// From when and until when accounts acted, where that is known.
    pub acted: Option<(i64, i64)>,
    pub types: BTreeSet<String>,
    /// `investigation_status` of the incident extension.
    pub status: String,
    /// 0 to 100, as its author says.
    pub confidence: Option<u64>,
    pub accounts: Option<u64>,
    pub countries: BTreeSet<String>,
    pub techniques: BTreeMap<String, Technique>,
    /// Narratives: id and name.
    pub narratives: BTreeMap<String, String>,
}

impl Incident {
    /// Whether its status says that it is over.
    pub fn is_closed(&self) -> bool {
        matches!(self.status.as_str(), "closed" | "resolved")
    }
}

/// Incidents, and how many the readers may not see.
#[derive(Debug, Default)]
pub(crate) struct Incidents {
    pub all: BTreeMap<String, Incident>,
    pub withheld: u64,
    /// Collections that were looked at.
    pub collections: usize,
    /// Collections of the house that are narrowed to some of it.
    pub narrowed: usize,
}

/// The incidents of all collections that these readers may use, as they stood at a moment.
pub(crate) fn at(hub: &Hub, readers: &Readers, moment: i64) -> Result<Incidents, HubError> {
    let mut found = Incidents::default();
    let mut newest: HashMap<String, String> = HashMap::new();
    let mut withheld = BTreeSet::new();
    let mut shelves = Vec::new();
    for collection in hub.people().collections()? {
        match hub.shelf(&readers.who, &collection.id) {
            Ok(view) if view.reads => shelves.push(view.id),
            Ok(_) | Err(HubError::NotFound(_)) => found.narrowed += usize::from(readers.who.own),
            Err(other) => return Err(other),
        }
    }
    found.collections = shelves.len();
    for shelf in &shelves {
        let way = Way::to(hub, &readers.who, shelf)?;
        each_page(hub, shelf, "incident", moment, &mut |rows| {
            let rows = last_of_each(rows);
            let asked: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
            let passed = readers.onward(hub, way.pass(hub, rows, false, true)?)?;
            let told: BTreeSet<&String> = passed.iter().map(|row| &row.id).collect();
            withheld.extend(asked.iter().filter(|id| !told.contains(id)).cloned());
            for row in passed {
                let Some(incident) = read(&row, shelf) else { continue };
                // The version is a time, written so that text order is time order.
                let known = newest.entry(row.id.clone()).or_default();
                if *known <= row.version {
                    known.clone_from(&row.version);
                    found.all.insert(row.id, incident);
                }
            }
            Ok(())
        })?;
    }
    // What was withdrawn is not reported on.
    found.all.retain(|_, one| !one.name.is_empty());
    // To others it is not told that there is more.
    let hidden = withheld.iter().filter(|id| !found.all.contains_key(*id)).count();
    found.withheld = if readers.who.own { hidden as u64 } else { 0 };
    for shelf in &shelves {
        let way = Way::to(hub, &readers.who, shelf)?;
        ties(hub, readers, &way, shelf, moment, &mut found.all)?;
    }
    Ok(found)
}

/// Versions of a type in a collection that had been added by a moment, page by page, oldest addition first.
fn each_page(
    hub: &Hub,
    shelf: &str,
    kind: &str,
    moment: i64,
    take: &mut dyn FnMut(Vec<Row>) -> Result<(), HubError>,
) -> Result<(), HubError> {
    // Where nothing can have come since, the last versions are those of the moment.
    let versions = if moment >= hub.now() { VersionMatch::Last } else { VersionMatch::All };
    let mut query = ObjectQuery {
        types: vec![kind.to_owned()],
        versions: vec![versions],
        limit: PAGE,
        ..ObjectQuery::default()
    };
    let until = moment.saturating_mul(1_000).saturating_add(999);
    loop {
        let page = hub.store().objects(shelf, &query)?;
        query.after = page.rows.last().map(|row| row.added);
        let more = page.more && query.after.is_some_and(|added| added <= until);
        take(page.rows.into_iter().filter(|row| row.added <= until && row.erased.is_none()).collect())?;
        if !more {
            return Ok(());
        }
    }
}

/// Of several versions of one object on a page the newest.
fn last_of_each(rows: Vec<Row>) -> Vec<Row> {
    let mut newest: HashMap<String, Row> = HashMap::with_capacity(rows.len());
    for row in rows {
        match newest.get(&row.id) {
            Some(known) if known.version > row.version => {}
            _ => drop(newest.insert(row.id.clone(), row)),
        }
    }
    let mut rows: Vec<Row> = newest.into_values().collect();
    rows.sort_by_key(|row| row.added);
    rows
}

/// Reads what a section needs. One that was revoked has no name.
fn read(row: &Row, shelf: &str) -> Option<Incident> {
    let object: Value = serde_json::from_slice(&row.bytes).ok()?;
    let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut incident = Incident { id: row.id.clone(), collection: shelf.to_owned(), ..Incident::default() };
    if object.get("revoked").and_then(Value::as_bool) == Some(true) {
        return Some(incident);
    }
    incident.name = text("name");
    if incident.name.trim().is_empty() {
        incident.name.clone_from(&row.id);
    }
    incident.description = text("description");
    incident.author = text("created_by_ref");
    incident.created = millis(&text("created")).unwrap_or(row.added / 1_000);
    incident.confidence = object.get("confidence").and_then(Value::as_u64);
    let extensions = object.get("extensions").and_then(Value::as_object).into_iter().flatten();
    for part in extensions.map(|(_, part)| part).chain([&object]) {
        let types = part.get("incident_types").and_then(Value::as_array).into_iter().flatten();
        incident.types.extend(types.filter_map(Value::as_str).map(str::to_owned));
        if let Some(status) = part.get("investigation_status").and_then(Value::as_str) {
            status.clone_into(&mut incident.status);
        }
    }
    if let Some(seen) = object.get("x_ostrakon_coordination") {
        incident.accounts = seen.get("accounts").and_then(Value::as_u64);
        let time = |name: &str| seen.get(name).and_then(Value::as_str).and_then(millis);
        incident.acted = time("first").zip(time("last"));
    }
    Some(incident)
}

fn millis(text: &str) -> Option<i64> {
    stamp::parse(text).map(|micros| micros.div_euclid(1_000))
}

/// The part of a relationship that says whether it matters here.
#[derive(Deserialize)]
struct Ends {
    source_ref: String,
    target_ref: String,
    #[serde(default)]
    revoked: bool,
}

/// What an incident is tied to, of the types that a report speaks of.
fn other_end<'a>(ends: &'a Ends, known: &BTreeMap<String, Incident>) -> Option<(&'a str, &'a str)> {
    let speaks = |id: &str| {
        ["attack-pattern--", "narrative--", "location--"].iter().any(|prefix| id.starts_with(prefix))
    };
    let (source, target) = (ends.source_ref.as_str(), ends.target_ref.as_str());
    let pairs = [(source, target), (target, source)];
    pairs.into_iter().find(|(incident, other)| known.contains_key(*incident) && speaks(other))
}

/// Adds techniques, narratives and places.
fn ties(
    hub: &Hub,
    readers: &Readers,
    way: &Way,
    shelf: &str,
    moment: i64,
    incidents: &mut BTreeMap<String, Incident>,
) -> Result<(), HubError> {
    let mut pairs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    each_page(hub, shelf, "relationship", moment, &mut |rows| {
        let rows = last_of_each(rows).into_iter().filter(|row| {
            let ends: Option<Ends> = serde_json::from_slice(&row.bytes).ok();
            ends.is_some_and(|ends| other_end(&ends, incidents).is_some())
        });
        for row in readers.onward(hub, way.pass(hub, rows.collect(), false, true)?)? {
            let Ok(ends) = serde_json::from_slice::<Ends>(&row.bytes) else { continue };
            let Some((incident, other)) = other_end(&ends, incidents) else { continue };
            let tied = pairs.entry(other.to_owned()).or_default();
            // A later version may take the tie back.
            if ends.revoked {
                tied.remove(incident)
            } else {
                tied.insert(incident.to_owned())
            };
        }
        Ok(())
    })?;
    let mut rows = Vec::new();
    for id in pairs.keys() {
        rows.extend(hub.store().object(id)?.filter(|row| row.erased.is_none()));
    }
    for row in readers.onward(hub, way.pass(hub, rows, false, true)?)? {
        let Ok(object) = serde_json::from_slice::<Value>(&row.bytes) else { continue };
        for incident in pairs.get(&row.id).into_iter().flatten() {
            if let Some(incident) = incidents.get_mut(incident) {
                tie(incident, &row.id, &object);
            }
        }
    }
    Ok(())
}

fn tie(incident: &mut Incident, id: &str, object: &Value) {
    let name = object.get("name").and_then(Value::as_str).unwrap_or(id).to_owned();
    if id.starts_with("attack-pattern--") {
        let technique = technique(id, &name, object);
        incident.techniques.insert(technique.id.clone(), technique);
    } else if id.starts_with("narrative--") {
        incident.narratives.insert(id.to_owned(), name);
    } else if let Some(country) = object.get("country").and_then(Value::as_str) {
        incident.countries.extend(country_code(country));
    }
}

/// A technique by its object; by DISARM's own names where it is one of DISARM's.
fn technique(id: &str, name: &str, object: &Value) -> Technique {
    if let Some(known) = disarm::names().find(|one| one.stix == Some(id)) {
        return of_disarm(&known);
    }
    let mut references = object.get("external_references").and_then(Value::as_array).into_iter().flatten();
    let external = references.find_map(|one| one.get("external_id").and_then(Value::as_str));
    let phase = object.pointer("/kill_chain_phases/0/phase_name").and_then(Value::as_str).unwrap_or_default();
    Technique { id: external.unwrap_or(id).to_owned(), name: name.to_owned(), tactic: phase.to_owned() }
}

/// A technique as DISARM names it.
pub(crate) fn of_disarm(name: &disarm::Name) -> Technique {
    Technique {
        id: name.id.to_owned(),
        name: name.name.to_owned(),
        tactic: disarm::phase(name).unwrap_or_default(),
    }
}

/// Two letters in capitals, or nothing.
pub(crate) fn country_code(text: &str) -> Option<String> {
    let text = text.trim();
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic())).then(|| text.to_ascii_uppercase())
}
