//! Whose hand each version of an object came from.
//!
//! **The problem.** An id says nothing of who may speak for it: whoever knows it can send a version, and the one that came
//! last is the newest. **The choice.** The log says by whom each version came first, and the first of an object's is its
//! originator's. What the originator's newest version says counts; what another hand did to the object may keep it back,
//! and never frees it. **Rejected.** `created_by_ref`: anybody writes it. The shelf of each sender's objects: it knows ids
//! that somebody sent, and not who sent them first.

use super::outward::VOUCHED;
use super::{Hub, HubError};
use ostrakon_access::Organisation;
use ostrakon_exchange::gate::Held;
use ostrakon_store::{ObjectQuery, Provenance, Store, StoredObject, VersionMatch};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

/// Who sent a version: an organisation's id; `None` for ourselves.
pub(crate) type Hand = Option<String>;

/// Who sent which versions of some objects.
#[derive(Debug, Default)]
pub(crate) struct Hands(HashMap<String, Vec<(String, Hand)>>);

/// Whose hand an event was; `own` are the ids of our own organisations.
pub(crate) fn hand(event: &Value, own: &BTreeSet<String>) -> Hand {
    let organisation = event.get("organisation").and_then(Value::as_str)?;
    (!organisation.is_empty() && !own.contains(organisation)).then(|| organisation.to_owned())
}

impl Hands {
    /// Reads them from the log.
    pub(crate) fn of(store: &Store, own: &BTreeSet<String>, ids: &[String]) -> Result<Self, HubError> {
        let mut all: HashMap<String, Vec<(String, Hand)>> = HashMap::new();
        for Provenance { id, version, data, .. } in store.provenance(ids)? {
            all.entry(id).or_default().push((version, hand(&data, own)));
        }
        Ok(Self(all))
    }

    /// Whether no object of them is held.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Versions of an object with their hands, in the order in which they came; none of an object that is not held.
    pub(crate) fn versions(&self, id: &str) -> &[(String, Hand)] {
        self.0.get(id).map_or(&[], Vec::as_slice)
    }

    /// The originator of an object that is held.
    pub(crate) fn first(&self, id: &str) -> Option<&Hand> {
        self.versions(id).first().map(|(_, hand)| hand)
    }

    /// The hand of one version.
    pub(crate) fn of_version(&self, id: &str, version: &str) -> Option<&Hand> {
        let found = self.versions(id).iter().find(|(known, _)| instant(known) == instant(version));
        found.or_else(|| self.versions(id).last()).map(|(_, hand)| hand)
    }

    /// Whether versions of an object came from several hands.
    pub(crate) fn is_mixed(&self, id: &str) -> bool {
        let versions = self.versions(id);
        versions.iter().any(|(_, hand)| *hand != versions[0].1)
    }

    /// Who sent the objects first that are not ours.
    pub(crate) fn received(&self) -> HashMap<String, String> {
        let first = |versions: &[(String, Hand)]| versions.first().and_then(|(_, hand)| hand.clone());
        self.0.iter().filter_map(|(id, versions)| Some((id.clone(), first(versions)?))).collect()
    }
}

/// A version without its final Z and the zeros before it, so that spellings of one moment are equal and later ones sort
/// after it.
pub(super) fn instant(version: &str) -> &str {
    let text = version.trim_end_matches('Z');
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// The versions of an object that count for the gate: its originator's newest, then what others did to it that may keep it
/// back.
pub(crate) fn counting(
    store: &Store,
    own: &BTreeSet<String>,
    id: &str,
) -> Result<Vec<Held<'static>>, HubError> {
    let Some((newest, event, versions)) = store.object_with_provenance(id)? else { return Ok(Vec::new()) };
    if versions == 1 {
        return Ok(held(&newest, hand(&event, own)).into_iter().collect());
    }
    let hands = Hands::of(store, own, std::slice::from_ref(&newest.id))?;
    let versions = hands.versions(id);
    if !hands.is_mixed(id) {
        return Ok(held(&newest, hand(&event, own)).into_iter().collect());
    }
    let last = |is_wanted: &dyn Fn(&Hand) -> bool| {
        let mine = versions.iter().filter(|(_, hand)| is_wanted(hand));
        mine.max_by_key(|(version, _)| instant(version))
    };
    let read = |found: Option<&(String, Hand)>| -> Result<Option<Held<'static>>, HubError> {
        let Some((version, hand)) = found else { return Ok(None) };
        let stored = store.object_version(id, version)?;
        Ok(stored.and_then(|stored| held(&stored, hand.clone())))
    };
    let first = &versions[0].1;
    let main = last(&|hand| hand == first);
    // We treat what we got as strictly as we like, until we say otherwise.
    let ours = if first.is_some() { last(&|hand| hand.is_none()) } else { None };
    // Somebody who relays an object brings its later versions; an observable belongs to everybody who saw it, and nobody's
    // label of it binds others.
    let is_shared = ostrakon_stix::id::contributing(&newest.kind).is_some();
    let others = last(&|hand| hand != first && hand.is_some());
    let later = others
        .filter(|(version, _)| !is_shared && main.is_none_or(|(main, _)| instant(main) <= instant(version)));
    let found = [read(main)?, read(ours)?, read(later)?];
    Ok(found.into_iter().flatten().collect())
}

/// Every definition of a marking, by whomever; and what we took up from others as our own.
pub(crate) fn definitions(
    store: &Store,
    own: &BTreeSet<String>,
    id: &str,
) -> Result<Vec<Held<'static>>, HubError> {
    let ids = [id.to_owned()];
    let hands = Hands::of(store, own, &ids)?;
    let mut all = Vec::new();
    for (version, hand) in hands.versions(id) {
        let stored = store.object_version(id, version)?;
        all.extend(stored.and_then(|stored| held(&stored, hand.clone())));
    }
    let query =
        ObjectQuery { ids: ids.to_vec(), versions: vec![VersionMatch::All], ..ObjectQuery::default() };
    all.extend(store.objects(VOUCHED, &query)?.rows.iter().filter_map(|stored| held(stored, None)));
    Ok(all)
}

/// A version as the gate takes it; what was erased or cannot be read says nothing.
fn held(stored: &StoredObject, from: Hand) -> Option<Held<'static>> {
    let object: Value = serde_json::from_slice(&stored.bytes).ok()?;
    Some(Held { object: Cow::Owned(object), from })
}

impl Hub {
    /// The ids of our own organisations.
    pub(crate) fn own_organisations(&self) -> Result<BTreeSet<String>, HubError> {
        let all = self.all::<Organisation>("organisation")?;
        Ok(all.into_iter().filter(|one| one.value.own).map(|one| one.id).collect())
    }
}
