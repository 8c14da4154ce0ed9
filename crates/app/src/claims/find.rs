//! Claims found: listed, sought by words, matched with posts. Everything that is told passed the gate.

use super::index::{Filter, Proposal};
use super::rank::{Corpus, Hit};
use super::wire::{Claim, ClaimPage, Matched, Query, SharedWord};
use super::{Held, unknown};
use crate::hub::outward::Way;
use crate::hub::{Hub, HubError, Row};
use ostrakon_access::Principal;
use ostrakon_model::Tlp;
use ostrakon_store::{ObjectQuery, VersionMatch};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Proposals that are judged for somebody who does not see everything.
const JUDGED: usize = 1_000;
/// Texts of one question.
const MOST_TEXTS: usize = 100;
/// Words of an explanation.
const MOST_WORDS: usize = 30;

/// Why a document was found.
pub(super) fn explained(corpus: &Corpus, text: &str, hit: &Hit) -> Matched {
    let (of_claim, of_text) = corpus.shares(text, hit.doc);
    let mut words: Vec<SharedWord> = hit
        .parts
        .iter()
        .map(|(word, part)| SharedWord { word: corpus.word(*word).to_owned(), share: part / hit.score })
        .collect();
    words.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.word.cmp(&b.word)));
    words.truncate(MOST_WORDS);
    Matched { score: hit.score, of_claim, of_text, words }
}

impl Hub {
    /// Claims that fit a question: the best match first where words are sought, else the newest.
    ///
    /// # Errors
    /// [`HubError::Invalid`] for a page that is none.
    pub fn claims(&self, who: &Principal, query: &Query) -> Result<ClaimPage, HubError> {
        let shelves = self.readable(who)?;
        let filter = Filter {
            shelves: shelves.iter().map(|(id, _)| id.as_str()).collect(),
            language: query.language.as_ref().map(|one| one.trim().to_lowercase()),
            checker: query.checker.as_ref().map(|one| one.trim().to_lowercase()),
            incident: query.incident.as_deref(),
        };
        if let Some(text) = query.text.as_deref().filter(|text| !text.trim().is_empty()) {
            let found = self.matched(who, &shelves, &filter, text, query.limit)?;
            return Ok(ClaimPage { claims: self.shown_claims(who, found)?, next: None });
        }
        let mut after = query.next.as_deref().map(place).transpose()?;
        let mut held = Vec::new();
        let next = loop {
            let piece = self.propose_newest(&filter, after.as_ref(), query.limit + 1)?;
            let more = piece.len() > query.limit;
            let (places, proposals): (Vec<_>, Vec<_>) = piece.into_iter().unzip();
            let mut read = self.read_claims(who, &shelves, &proposals)?;
            // In their order, and what may not be told is not there.
            let mut last = after.clone();
            for (place, (_, id)) in places.iter().zip(&proposals) {
                if held.len() == query.limit {
                    break;
                }
                last = Some(place.clone());
                held.extend(read.remove(id).map(|one| (one, None)));
            }
            if held.len() == query.limit || !more {
                let more = more || last.as_ref() != places.last();
                break last.filter(|_| more && !places.is_empty());
            }
            after = last;
        };
        let next = next.map(|(published, id)| format!("{published} {id}"));
        Ok(ClaimPage { claims: self.shown_claims(who, held)?, next })
    }

    /// For each text the claims that it shares words with, best first, at most `top` each.
    ///
    /// # Errors
    /// [`HubError::Invalid`] for none or too many texts.
    pub fn match_claims(
        &self,
        who: &Principal,
        texts: &[String],
        top: usize,
    ) -> Result<Vec<Vec<Claim>>, HubError> {
        if texts.is_empty() || texts.len() > MOST_TEXTS {
            return Err(HubError::invalid("/texts", format!("1 to {MOST_TEXTS} texts")));
        }
        let query = |text: &String| Query { text: Some(text.clone()), limit: top, ..Query::default() };
        let one = |text: &String| {
            if text.trim().is_empty() { Ok(Vec::new()) } else { Ok(self.claims(who, &query(text))?.claims) }
        };
        texts.iter().map(one).collect()
    }

    fn matched(
        &self,
        who: &Principal,
        shelves: &[(String, String)],
        filter: &Filter<'_>,
        text: &str,
        limit: usize,
    ) -> Result<Vec<(Held, Option<Matched>)>, HubError> {
        let sees_all = who.own && who.highest == Tlp::Red;
        let proposals = self.propose_matches(filter, text, if sees_all { limit } else { JUDGED })?;
        let mut read = self.read_claims(who, shelves, &proposals)?;
        if sees_all {
            let matched = self.weigh(text, &proposals)?;
            let found = proposals.iter().zip(matched);
            return Ok(found.filter_map(|((_, id), why)| Some((read.remove(id)?, Some(why?)))).collect());
        }
        // Weighed over what this reader may see: how rare a word is elsewhere would tell of what is withheld.
        let mut corpus = Corpus::default();
        let mut docs: HashMap<u32, Held> = HashMap::new();
        for (_, id) in &proposals {
            if let Some(held) = read.remove(id) {
                docs.insert(corpus.add(&held.text()), held);
            }
        }
        let hits = corpus.search(text, limit, |_| true);
        let found =
            hits.iter().filter_map(|hit| Some((docs.remove(&hit.doc)?, Some(explained(&corpus, text, hit)))));
        Ok(found.collect())
    }

    /// What stands behind proposals, as far as the gate lets the asker know of it; by id. Nothing is delivered yet.
    fn read_claims(
        &self,
        who: &Principal,
        shelves: &[(String, String)],
        proposals: &[Proposal],
    ) -> Result<BTreeMap<String, Held>, HubError> {
        let mut found = BTreeMap::new();
        for (shelf, title) in shelves {
            let ids: Vec<String> =
                proposals.iter().filter(|(on, _)| on == shelf).map(|(_, id)| id.clone()).collect();
            if ids.is_empty() {
                continue;
            }
            let way = Way::to(self, who, shelf)?;
            for row in self.newest(&way, shelf, &ids, false)? {
                if let Some(held) = Held::of(shelf, title, row) {
                    found.insert(held.row.id.clone(), held);
                }
            }
        }
        Ok(found)
    }

    /// Newest versions by id, through the gate.
    pub(super) fn newest(
        &self,
        way: &Way,
        shelf: &str,
        ids: &[String],
        delivered: bool,
    ) -> Result<Vec<Row>, HubError> {
        let mut rows = Vec::new();
        for chunk in ids.chunks(500) {
            let query = ObjectQuery {
                ids: chunk.to_vec(),
                versions: vec![VersionMatch::Last],
                limit: chunk.len(),
                ..ObjectQuery::default()
            };
            let page = self.store().objects(shelf, &query)?.rows;
            rows.extend(page.into_iter().filter(|row| row.erased.is_none()));
        }
        way.pass(self, rows, true, delivered)
    }

    /// Claims as they are shown: delivered, with their markings and the incidents that they are linked to.
    pub(super) fn shown_claims(
        &self,
        who: &Principal,
        found: Vec<(Held, Option<Matched>)>,
    ) -> Result<Vec<Claim>, HubError> {
        let mut by_shelf: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for (held, _) in &found {
            by_shelf.entry(held.shelf.clone()).or_default().push(held.row.clone());
        }
        let mut labels: HashMap<String, Tlp> = HashMap::new();
        for (shelf, rows) in by_shelf {
            let way = Way::to(self, who, &shelf)?;
            // Read again as what goes: the ledger names it before it does.
            let ids: Vec<String> = rows.into_iter().map(|row| row.id).collect();
            let passed = self.newest(&way, &shelf, &ids, true)?;
            let objects: Vec<_> =
                passed.iter().filter_map(|row| serde_json::from_slice(&row.bytes).ok()).collect();
            let ids = passed.into_iter().map(|row| row.id);
            labels.extend(ids.zip(way.labels(self, &objects)?));
        }
        let ids: BTreeSet<&str> = found.iter().map(|(held, _)| held.row.id.as_str()).collect();
        let mut incidents = self.linked_incidents(who, &ids)?;
        let shown = found.into_iter().filter_map(|(held, matched)| {
            let marking = labels.get(&held.row.id).copied()?;
            let incidents = incidents.remove(&held.row.id).unwrap_or_default();
            Some(held.shown(marking, incidents.into_iter().collect(), matched))
        });
        Ok(shown.collect())
    }

    /// One claim, from a collection that the asker reads.
    pub(super) fn held_claim(&self, who: &Principal, id: &str) -> Result<Held, HubError> {
        let on = self.shelves_of_claim(id)?;
        for (shelf, title) in self.readable(who)?.into_iter().filter(|(shelf, _)| on.contains(shelf)) {
            let way = Way::to(self, who, &shelf)?;
            let row = self.newest(&way, &shelf, &[id.to_owned()], false)?.pop();
            if let Some(held) = row.and_then(|row| Held::of(&shelf, &title, row)) {
                return Ok(held);
            }
        }
        Err(unknown(id))
    }
}

/// The place of a claim in the order of the list.
fn place(text: &str) -> Result<(i64, String), HubError> {
    let parts =
        text.split_once(' ').and_then(|(published, id)| Some((published.parse().ok()?, id.to_owned())));
    parts.ok_or_else(|| HubError::invalid("next", "was not given out by this server; begin anew without it"))
}
