//! Reading a collection, page by page, and taking out of it.

use super::collection::{may_read, may_write};
use super::hands::Hands;
use super::outward::Way;
use super::{Hub, HubError, Route};
use ostrakon_access::Principal;
use ostrakon_exchange::taxii::filter::{Filter, MOST, Versions};
use ostrakon_exchange::taxii::stamp;
use ostrakon_store::{Commit, Effect, Event, ObjectQuery, StoredObject, VersionMatch};

/// One object version of a page. In a manifest its `bytes` are empty.
pub type Row = StoredObject;

/// A page of a collection as the asker may see it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The versions, in order of addition.
    pub rows: Vec<Row>,
    /// Where the next page begins.
    pub next: Option<i64>,
    /// Whether anything that was asked for by id is there for the asker, be it filtered out.
    pub known: bool,
}

impl Hub {
    /// A page of objects, through the gate, by the route that the asker came.
    ///
    /// # Errors
    /// [`HubError::NotFound`], [`HubError::NotAllowed`], [`HubError::Invalid`] for a filter that asks for too much.
    pub fn page(
        &self,
        who: &Principal,
        collection: &str,
        filter: &Filter,
        route: Route,
    ) -> Result<Page, HubError> {
        self.read_page(who, collection, filter, (route, true))
    }

    /// A page of ids, versions and dates. Whoever may not have an object does not learn of it here either.
    ///
    /// # Errors
    /// As [`Hub::page`].
    pub fn manifest(
        &self,
        who: &Principal,
        collection: &str,
        filter: &Filter,
        route: Route,
    ) -> Result<Page, HubError> {
        self.read_page(who, collection, filter, (route, false))
    }

    fn read_page(
        &self,
        who: &Principal,
        collection: &str,
        filter: &Filter,
        (route, with_bytes): (Route, bool),
    ) -> Result<Page, HubError> {
        let view = self.shelf(who, collection)?;
        may_read(&view)?;
        let collection = view.id.as_str();
        let mut query = query(filter);
        let way = Way::to(self, who, collection)?.over(route);
        // Somebody cleared for everything is told of everything: nothing has to be read to decide.
        let needs_bytes = with_bytes || !way.is_open();
        let mut result = Page::default();
        loop {
            let page = if needs_bytes {
                self.store().objects(collection, &query)?
            } else {
                self.store().manifest(collection, &query)?
            };
            let last = page.rows.last().map(|row| row.added);
            let newest_only = matches!(filter.versions, Versions::Last);
            result.rows = way.pass(self, page.rows, newest_only, with_bytes)?;
            result.next = last.filter(|_| page.more);
            // A page of which nothing may be told would say that there is something: go on to the next.
            match result.next {
                Some(next) if result.rows.is_empty() => query.after = Some(next),
                _ => break,
            }
        }
        result.known =
            !result.rows.is_empty() || (!filter.ids.is_empty() && self.knows(&way, collection, filter)?);
        Ok(result)
    }

    /// Whether any version of what is asked for by id may be told of.
    fn knows(&self, way: &Way, collection: &str, filter: &Filter) -> Result<bool, HubError> {
        let query = ObjectQuery { ids: filter.ids.clone(), limit: 1, ..ObjectQuery::default() };
        let rows = self.store().objects(collection, &query)?.rows;
        Ok(!way.pass(self, rows, true, false)?.is_empty())
    }

    /// Takes an object out of a collection; how many versions went. Its versions stay in the store, for the record. Our own
    /// people clear our shelves; a partner takes back what is its own.
    ///
    /// # Errors
    /// [`HubError::NotFound`], [`HubError::NotAllowed`].
    pub fn remove(
        &self,
        who: &Principal,
        collection: &str,
        id: &str,
        filter: &Filter,
    ) -> Result<usize, HubError> {
        let view = self.shelf(who, collection)?;
        may_read(&view)?;
        may_write(&view)?;
        let asked = Filter { ids: vec![id.to_owned()], limit: Some(MOST), ..filter.clone() };
        let way = Way::to(self, who, &view.id)?;
        let rows = self.store().objects(&view.id, &query(&asked))?.rows;
        let mut rows = way.pass(self, rows, false, false)?;
        if rows.is_empty() {
            return Ok(0);
        }
        if !who.own {
            let hands = Hands::of(self.store(), &self.own_organisations()?, &[id.to_owned()])?;
            let theirs = Some(who.organisation.clone());
            // What somebody sent first is theirs with all its versions; of what others sent, the versions that they sent.
            if hands.first(id) != Some(&theirs) {
                rows.retain(|row| hands.of_version(&row.id, &row.version) == Some(&theirs));
            }
            if rows.is_empty() {
                return Err(HubError::NotAllowed {
                    detail: format!(
                        "{id} is not yours to take out: only the organisation that sent it may; ask it"
                    ),
                    rule: "STIX 2.1 §3.6.2".into(),
                });
            }
        }
        let effects = rows
            .iter()
            .map(|row| Effect::RemoveObject {
                collection: view.id.clone(),
                id: row.id.clone(),
                version: Some(row.version.clone()),
            })
            .collect();
        self.store().commit(Commit {
            actor: who.actor().to_owned(),
            at: self.now(),
            events: vec![Event {
                kind: "objects.removed".into(),
                subject: format!("collection/{}", view.id),
                data: serde_json::json!({ "object": id, "versions": rows.len() }),
                effects,
            }],
            ..Commit::default()
        })?;
        Ok(rows.len())
    }
}

/// Cuts a STIX object, bundle, list, or lines of objects into the texts of its objects.
///
/// # Errors
/// [`HubError::Invalid`] with the place where it cannot be read.
pub fn read_objects(bytes: &[u8]) -> Result<Vec<Vec<u8>>, HubError> {
    let pieces = ostrakon_stix::read::Pieces::new(bytes, ostrakon_stix::Limits::default());
    let texts: Result<Vec<Vec<u8>>, _> = pieces.map(|piece| piece.map(|piece| piece.bytes)).collect();
    match texts {
        Ok(texts) if texts.is_empty() => Err(HubError::invalid("", "there is no object in it")),
        Ok(texts) => Ok(texts),
        Err(error) => Err(HubError::invalid("", error.to_string())),
    }
}

/// The store's form of a filter.
fn query(filter: &Filter) -> ObjectQuery {
    let exact = |at: &i64| VersionMatch::Exact(stamp::write(*at));
    let versions = match &filter.versions {
        Versions::Last => vec![VersionMatch::Last],
        Versions::First => vec![VersionMatch::First],
        Versions::All => vec![VersionMatch::All],
        Versions::Some { at, last, first } => {
            let ends = [(*last, VersionMatch::Last), (*first, VersionMatch::First)];
            let ends = ends.into_iter().filter_map(|(asked, what)| asked.then_some(what));
            at.iter().map(exact).chain(ends).collect()
        }
    };
    ObjectQuery {
        added_after: filter.added_after,
        ids: filter.ids.clone(),
        types: filter.types.clone(),
        versions,
        spec_versions: filter.spec_versions.clone(),
        after: filter.next,
        limit: filter.limit(),
    }
}
