//! All incidents in one answer, with what is known of each: what the picture of an election is drawn from.
//!
//! **The problem.** An incident is a STIX object on some shelf; which countries and elections it concerns stands in the record
//! of what is known of it, in locations that it is related to, or nowhere; whether it is over stands in the object or in a case.
//! A page that asks for all of that asks five hundred times. **The choice.** One question joins them: the newest version of
//! every incident on the shelves that the asker reads, each through the gate; casework is joined only for those who may read
//! casework. **Rejected.** Countries and elections as properties of the object: what is not in the standard, partners lose.

use super::index::ListQuery;
use super::routing::{KIND as SITUATION, KeptSituation};
use crate::hub::outward::Way;
use crate::hub::{Hub, HubError, Row};
use ostrakon_access::Principal;
use ostrakon_exchange::taxii::stamp;
use ostrakon_model::Tlp;
use ostrakon_store::{ObjectQuery, VersionMatch};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Objects that are read and judged at a time.
const PIECE: usize = 2_000;

/// Which incidents.
#[derive(Debug, Clone, Default)]
pub struct IncidentQuery {
    /// Still open, or not.
    pub open: Option<bool>,
    /// Of this election.
    pub election: Option<String>,
    /// Of this country, ISO 3166-1 in two letters.
    pub country: Option<String>,
    /// Whose name holds this, without regard to case.
    pub search: Option<String>,
    /// After this place: `modified` in microseconds, and id, of the last one of the page before.
    pub after: Option<(i64, String)>,
    /// At most as many.
    pub limit: usize,
}

/// An incident in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct IncidentRow {
    /// STIX id.
    pub id: String,
    /// Id of the collection that holds this version; of several the first by title.
    pub collection: String,
    /// Title of that collection.
    pub collection_title: String,
    /// Name.
    pub name: String,
    /// `investigation_status` of the object, empty where it says none; `revoked` when it was withdrawn.
    pub status: String,
    /// Whether it is still worked on: not withdrawn, not closed in the object, and not every case about it closed.
    pub open: bool,
    /// Confidence, 0 to 100.
    pub confidence: Option<u8>,
    /// Effective marking.
    pub marking: Tlp,
    /// Its version, microseconds since 1970 UTC.
    pub modified: i64,
    /// Countries that it concerns: of what is known of it, and of locations that it is related to.
    pub countries: BTreeSet<String>,
    /// Elections that it concerns.
    pub elections: BTreeSet<String>,
    /// Cases about it.
    pub cases: BTreeSet<String>,
    /// When what was seen of it began, microseconds since 1970 UTC.
    pub first: Option<i64>,
    /// When it ended.
    pub last: Option<i64>,
}

/// A page of incidents, last changed first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct IncidentPage {
    /// As of when, milliseconds of UTC.
    pub as_of: i64,
    /// The incidents.
    pub rows: Vec<IncidentRow>,
    /// How many fit the question in all.
    pub total: usize,
    /// Where the next page begins.
    pub next: Option<(i64, String)>,
}

/// What casework knows of incidents.
#[derive(Default)]
struct Known {
    situations: HashMap<String, (BTreeSet<String>, BTreeSet<String>)>,
    /// Cases by incident, each with whether it is open.
    cases: HashMap<String, BTreeMap<String, bool>>,
}

impl Hub {
    /// Incidents that the asker may see, last changed first.
    ///
    /// # Errors
    /// [`HubError::Store`], [`HubError::Damaged`].
    pub fn incidents(&self, who: &Principal, query: &IncidentQuery) -> Result<IncidentPage, HubError> {
        let mut shelves = self.readable(who)?;
        shelves.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
        let known = self.known_of_incidents(who)?;
        let mut found: BTreeMap<String, IncidentRow> = BTreeMap::new();
        for (shelf, title) in &shelves {
            let way = Way::to(self, who, shelf)?;
            self.each(
                &way,
                shelf,
                "incident",
                true,
                |_| true,
                |objects| {
                    let labels = way.labels(self, &objects)?;
                    for (object, marking) in objects.iter().zip(labels) {
                        let Some(row) = row(object, marking, (shelf, title), &known) else { continue };
                        let older = found.get(&row.id).is_none_or(|there| there.modified < row.modified);
                        if older {
                            found.insert(row.id.clone(), row);
                        }
                    }
                    Ok(())
                },
            )?;
        }
        for (shelf, _) in &shelves {
            for (incident, country) in self.located(who, shelf)? {
                if let Some(row) = found.get_mut(&incident) {
                    row.countries.insert(country);
                }
            }
        }
        Ok(page(found.into_values(), query, self.now()))
    }

    /// Goes through the newest versions of a type on a shelf, as far as the gate lets them go to the asker.
    fn each(
        &self,
        way: &Way,
        shelf: &str,
        kind: &str,
        delivered: bool,
        wanted: impl Fn(&Row) -> bool,
        mut f: impl FnMut(Vec<Value>) -> Result<(), HubError>,
    ) -> Result<(), HubError> {
        let mut after = None;
        loop {
            let query = ObjectQuery {
                types: vec![kind.to_owned()],
                versions: vec![VersionMatch::Last],
                after,
                limit: PIECE,
                ..ObjectQuery::default()
            };
            let page = self.store().objects(shelf, &query)?;
            after = page.rows.last().map(|row| row.added);
            let rows = page.rows.into_iter().filter(|row| row.erased.is_none() && wanted(row)).collect();
            let passed = way.pass(self, rows, true, delivered)?;
            // What cannot be read was refused when it came; a damaged one is for `doctor`.
            f(passed.iter().filter_map(|row| serde_json::from_slice(&row.bytes).ok()).collect())?;
            if !page.more {
                return Ok(());
            }
        }
    }

    /// Incidents of a shelf with the countries of locations that they are related to.
    fn located(&self, who: &Principal, shelf: &str) -> Result<Vec<(String, String)>, HubError> {
        let way = Way::to(self, who, shelf)?;
        let mut countries = HashMap::new();
        self.each(
            &way,
            shelf,
            "location",
            false,
            |_| true,
            |objects| {
                for object in objects {
                    let country = text(&object, "country").map(str::to_ascii_uppercase);
                    if let (Some(id), Some(country)) =
                        (text(&object, "id"), country.filter(|one| is_country(one)))
                    {
                        countries.insert(id.to_owned(), country);
                    }
                }
                Ok(())
            },
        )?;
        let mut pairs = Vec::new();
        if countries.is_empty() {
            return Ok(pairs);
        }
        // Of a hundred thousand relationships a handful names a place: the others are not even parsed.
        let names_a_place = |row: &Row| {
            let text = std::str::from_utf8(&row.bytes).unwrap_or_default();
            text.contains("\"incident--") && text.contains("\"location--")
        };
        self.each(&way, shelf, "relationship", false, names_a_place, |objects| {
            for object in objects {
                let ends = [text(&object, "source_ref"), text(&object, "target_ref")];
                let incident = ends.iter().flatten().find(|id| id.starts_with("incident--"));
                let country = ends.iter().flatten().find_map(|id| countries.get(*id));
                let revoked = object["revoked"].as_bool() == Some(true);
                if let (Some(incident), Some(country), false) = (incident, country, revoked) {
                    pairs.push(((*incident).to_owned(), country.clone()));
                }
            }
            Ok(())
        })?;
        Ok(pairs)
    }

    /// What casework knows, for those who may read it.
    fn known_of_incidents(&self, who: &Principal) -> Result<Known, HubError> {
        let mut known = Known::default();
        if self.matrix().decide("case.read", Some(who), None).is_err() {
            return Ok(known);
        }
        for one in self.all::<KeptSituation>(SITUATION)? {
            let KeptSituation { owner, marking, situation } = one.value;
            if owner == who.organisation && who.may_see(marking) {
                let elections = situation.elections.iter().map(|vote| vote.id.clone()).collect();
                known.situations.insert(situation.incident, (situation.member_states, elections));
            }
        }
        let mut query = ListQuery { kind: Some("case".into()), limit: 10_000, ..ListQuery::default() };
        loop {
            let page = self.records_of(who, &query)?;
            for case in page.rows {
                for incident in case.summary.incidents {
                    known.cases.entry(incident).or_default().insert(case.id.clone(), case.summary.open);
                }
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None => return Ok(known),
            }
        }
    }
}

fn text<'a>(object: &'a Value, property: &str) -> Option<&'a str> {
    object.get(property).and_then(Value::as_str)
}

fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// An incident as lists show it; `None` for what is none.
fn row(object: &Value, marking: Tlp, shelf: (&str, &str), known: &Known) -> Option<IncidentRow> {
    let id = text(object, "id")?;
    let extensions = object.get("extensions").and_then(Value::as_object);
    let status = extensions.and_then(|all| all.values().find_map(|one| text(one, "investigation_status")));
    let status = status.or_else(|| text(object, "investigation_status")).unwrap_or_default();
    let revoked = object["revoked"].as_bool() == Some(true);
    let cases = known.cases.get(id).cloned().unwrap_or_default();
    let all_closed = !cases.is_empty() && cases.values().all(|open| !open);
    let (countries, elections) = known.situations.get(id).cloned().unwrap_or_default();
    let moment = |inside: &str, beside: &str| {
        let seen = text(&object["x_ostrakon_coordination"], inside).or_else(|| text(object, beside));
        seen.and_then(stamp::parse)
    };
    Some(IncidentRow {
        id: id.to_owned(),
        collection: shelf.0.to_owned(),
        collection_title: shelf.1.to_owned(),
        name: text(object, "name").unwrap_or_default().to_owned(),
        status: if revoked { "revoked".into() } else { status.to_owned() },
        open: !revoked && !status.starts_with("closed") && !all_closed,
        confidence: object["confidence"].as_u64().and_then(|n| u8::try_from(n.min(100)).ok()),
        marking,
        modified: text(object, "modified").and_then(stamp::parse).unwrap_or_default(),
        countries,
        elections,
        cases: cases.into_keys().collect(),
        first: moment("first", "first_seen"),
        last: moment("last", "last_seen"),
    })
}

/// The page that is asked for.
fn page(all: impl Iterator<Item = IncidentRow>, query: &IncidentQuery, now: i64) -> IncidentPage {
    let search = query.search.as_deref().map(str::to_lowercase);
    let fits = |one: &IncidentRow| {
        query.open.is_none_or(|open| open == one.open)
            && query.election.as_ref().is_none_or(|id| one.elections.contains(id))
            && query.country.as_ref().is_none_or(|country| one.countries.contains(country))
            && search.as_deref().is_none_or(|text| one.name.to_lowercase().contains(text))
    };
    let place = |one: &IncidentRow| (std::cmp::Reverse(one.modified), one.id.clone());
    let mut rows: Vec<IncidentRow> = all.filter(fits).collect();
    rows.sort_by_cached_key(place);
    let total = rows.len();
    if let Some((modified, id)) = &query.after {
        rows.retain(|one| place(one) > (std::cmp::Reverse(*modified), id.clone()));
    }
    let more = rows.len() > query.limit;
    rows.truncate(query.limit);
    let next = rows.last().filter(|_| more).map(|one| (one.modified, one.id.clone()));
    IncidentPage { as_of: now, rows, total, next }
}
