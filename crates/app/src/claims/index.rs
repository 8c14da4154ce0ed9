//! The claims of all collections by their words, in memory: what may answer a question. What does is read again.
//!
//! **The choice.** Each collection is read once, and from then on only what was added to it, since additions have places that
//! strictly grow. What was taken out or erased is not followed: it cannot be read again, so it is never told.

use super::rank::{Corpus, Hit};
use super::text_of;
use crate::hub::{Hub, HubError, Row};
use ostrakon_exchange::claimreview;
use ostrakon_exchange::taxii::stamp;
use ostrakon_store::{ObjectQuery, VersionMatch};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

/// Versions that are read at a time.
const PIECE: usize = 5_000;

/// A claim in the index.
struct Entry {
    shelf: String,
    id: String,
    version: String,
    doc: u32,
    published: i64,
    language: String,
    checkers: String,
}

/// A link of a claim and an incident.
struct Link {
    shelf: String,
    relationship: String,
    version: String,
    claim: String,
    incident: String,
    revoked: bool,
}

#[derive(Default)]
struct Known {
    corpus: Corpus,
    entries: Vec<Entry>,
    /// By document of the corpus: the entry.
    of_doc: HashMap<u32, usize>,
    /// By collection and id: the entry.
    places: HashMap<(String, String), usize>,
    /// By collection and id of the relationship.
    links: BTreeMap<(String, String), Link>,
    /// How far each collection was read.
    read: HashMap<String, i64>,
    /// Number of the last event when it was read.
    seq: i64,
}

/// The index.
#[derive(Default)]
pub(crate) struct Index(Mutex<Known>);

/// What a question leaves through before anything is read.
#[derive(Default)]
pub(super) struct Filter<'q> {
    pub shelves: BTreeSet<&'q str>,
    pub language: Option<String>,
    pub checker: Option<String>,
    pub incident: Option<&'q str>,
}

/// A proposal: collection and id.
pub(super) type Proposal = (String, String);
/// Where a claim stands in the order of the list: when it was published, and its id.
pub(super) type Place = (i64, String);

impl Known {
    fn take(&mut self, shelf: &str, row: &Row) {
        let text = std::str::from_utf8(&row.bytes).unwrap_or_default();
        match row.kind.as_str() {
            // Of a hundred thousand relationships a handful links a claim: the others are not parsed.
            "relationship" if text.contains("\"report--") && text.contains("\"incident--") => {
                self.link(shelf, row);
            }
            "report" if text.contains("fact-check") || text.contains("claim_review") => {
                self.claim(shelf, row);
            }
            _ => {}
        }
    }

    fn claim(&mut self, shelf: &str, row: &Row) {
        let key = (shelf.to_owned(), row.id.clone());
        let before = self.places.get(&key).copied();
        if before.is_some_and(|at| self.entries[at].version >= row.version) {
            return;
        }
        let Ok(object) = serde_json::from_slice::<Value>(&row.bytes) else { return };
        let review = claimreview::from_stix(&object).filter(|_| object["revoked"] != true);
        if let Some(at) = before {
            let doc = self.entries[at].doc;
            if self.of_doc.remove(&doc).is_some() {
                self.corpus.take_out(doc);
            }
            self.entries[at].version.clone_from(&row.version);
        }
        let Some(review) = review else { return };
        let doc = self.corpus.add(&text_of(&object, &review));
        let entry = Entry {
            shelf: shelf.to_owned(),
            id: row.id.clone(),
            version: row.version.clone(),
            doc,
            published: object["published"].as_str().and_then(stamp::parse).unwrap_or_default(),
            language: review.language().unwrap_or_default().to_lowercase(),
            checkers: review.checkers().join("\n").to_lowercase(),
        };
        let at = before.unwrap_or(self.entries.len());
        if at == self.entries.len() {
            self.entries.push(entry);
        } else {
            self.entries[at] = entry;
        }
        self.places.insert(key, at);
        self.of_doc.insert(doc, at);
    }

    fn link(&mut self, shelf: &str, row: &Row) {
        let key = (shelf.to_owned(), row.id.clone());
        if self.links.get(&key).is_some_and(|there| there.version >= row.version) {
            return;
        }
        let Ok(object) = serde_json::from_slice::<Value>(&row.bytes) else { return };
        let end = |name: &str| object[name].as_str().unwrap_or_default().to_owned();
        let (a, b) = (end("source_ref"), end("target_ref"));
        let (claim, incident) = if a.starts_with("report--") { (a, b) } else { (b, a) };
        if claim.starts_with("report--") && incident.starts_with("incident--") {
            let revoked = object["revoked"] == true;
            let (shelf, version) = (shelf.to_owned(), row.version.clone());
            let relationship = row.id.clone();
            self.links.insert(key, Link { shelf, relationship, version, claim, incident, revoked });
        }
    }

    fn fits(&self, entry: &Entry, filter: &Filter<'_>) -> bool {
        let language = |asked: &String| {
            entry.language == *asked
                || entry.language.strip_prefix(asked).is_some_and(|rest| rest.starts_with('-'))
        };
        let linked = |incident: &str| {
            self.links
                .values()
                .any(|link| !link.revoked && link.claim == entry.id && link.incident == incident)
        };
        self.of_doc.contains_key(&entry.doc)
            && filter.shelves.contains(entry.shelf.as_str())
            && filter.language.as_ref().is_none_or(language)
            && filter.checker.as_deref().is_none_or(|name| entry.checkers.contains(name))
            && filter.incident.is_none_or(linked)
    }
}

impl Hub {
    /// Asks the index, as it is now.
    fn ask_claims<T>(&self, ask: impl FnOnce(&Known) -> T) -> Result<T, HubError> {
        let mut known = self.claim_index().0.lock().unwrap_or_else(PoisonError::into_inner);
        let last = self.store().last_seq()?;
        if known.seq != last || known.read.is_empty() {
            for collection in self.people().collections()? {
                let shelf = collection.id;
                let mut after = known.read.get(&shelf).copied();
                loop {
                    let query = ObjectQuery {
                        added_after: after,
                        types: vec!["report".into(), "relationship".into()],
                        versions: vec![VersionMatch::All],
                        limit: PIECE,
                        ..ObjectQuery::default()
                    };
                    let page = self.store().objects(&shelf, &query)?;
                    for row in page.rows.iter().filter(|row| row.erased.is_none()) {
                        known.take(&shelf, row);
                    }
                    after = page.rows.last().map(|row| row.added).or(after);
                    if !page.more {
                        break;
                    }
                }
                known.read.insert(shelf, after.unwrap_or_default());
            }
            known.seq = last;
        }
        Ok(ask(&known))
    }

    /// Claims that fit, last published first, after a place; at most `most`. Each with its place.
    pub(super) fn propose_newest(
        &self,
        filter: &Filter<'_>,
        after: Option<&Place>,
        most: usize,
    ) -> Result<Vec<(Place, Proposal)>, HubError> {
        self.ask_claims(|known| {
            let place = |entry: &Entry| (std::cmp::Reverse(entry.published), entry.id.clone());
            let behind = |entry: &Entry| {
                after.is_none_or(|(published, id)| place(entry) > (std::cmp::Reverse(*published), id.clone()))
            };
            let mut found: Vec<&Entry> =
                known.entries.iter().filter(|entry| behind(entry) && known.fits(entry, filter)).collect();
            found.sort_by_cached_key(|entry| (place(entry), entry.shelf.clone()));
            // A claim on two collections is one claim.
            found.dedup_by(|a, b| a.id == b.id);
            let told = found.into_iter().take(most);
            told.map(|one| ((one.published, one.id.clone()), (one.shelf.clone(), one.id.clone()))).collect()
        })
    }

    /// Claims that fit and share words with a text, best first; at most `most`.
    pub(super) fn propose_matches(
        &self,
        filter: &Filter<'_>,
        text: &str,
        most: usize,
    ) -> Result<Vec<Proposal>, HubError> {
        self.ask_claims(|known| {
            let fits = |doc| known.of_doc.get(&doc).is_some_and(|at| known.fits(&known.entries[*at], filter));
            let hits: Vec<Hit> = known.corpus.search(text, most, fits);
            let mut seen = BTreeSet::new();
            let entries = hits.iter().filter_map(|hit| known.entries.get(*known.of_doc.get(&hit.doc)?));
            let entries = entries.filter(|one| seen.insert(one.id.as_str()));
            entries.map(|one| (one.shelf.clone(), one.id.clone())).collect()
        })
    }

    /// Why claims that the asker sees whole match a text, weighed over all claims; `None` for one that is not known.
    pub(super) fn weigh(&self, text: &str, of: &[Proposal]) -> Result<Vec<Option<super::Matched>>, HubError> {
        self.ask_claims(|known| {
            let docs: HashMap<u32, usize> = of
                .iter()
                .enumerate()
                .filter_map(|(at, key)| Some((known.entries.get(*known.places.get(key)?)?.doc, at)))
                .collect();
            let mut told: Vec<Option<super::Matched>> = of.iter().map(|_| None).collect();
            for hit in known.corpus.search(text, usize::MAX, |doc| docs.contains_key(&doc)) {
                told[docs[&hit.doc]] = Some(super::find::explained(&known.corpus, text, &hit));
            }
            told
        })
    }

    /// Relationships that link these claims to incidents, by claim: collection, relationship, incident.
    pub(super) fn propose_links(
        &self,
        claims: &BTreeSet<&str>,
        shelves: &BTreeSet<&str>,
    ) -> Result<Vec<(String, String, String, String)>, HubError> {
        self.ask_claims(|known| {
            let all = known.links.values().filter(|link| {
                !link.revoked && claims.contains(link.claim.as_str()) && shelves.contains(link.shelf.as_str())
            });
            all.map(|link| {
                (link.claim.clone(), link.shelf.clone(), link.relationship.clone(), link.incident.clone())
            })
            .collect()
        })
    }

    /// Collections that hold a claim.
    pub(super) fn shelves_of_claim(&self, id: &str) -> Result<Vec<String>, HubError> {
        self.ask_claims(|known| {
            known.entries.iter().filter(|one| one.id == id).map(|one| one.shelf.clone()).collect()
        })
    }
}
