//! Whether two descriptions are of one medium: a name that somebody typed, the addresses of an item, an entry of the registry.
//!
//! **The problem.** A check names the newspaper, a notification its article, the registry its domain. Compared as texts they are three
//! media, and the one that was heard counts as unheard. **The choice.** Each description is read to what it is told by: its entry in
//! the registry, its name, its addresses in the canonical form; one in common is enough. **Rejected.** The host of an address: behind
//! that of a platform stand all its accounts.

use super::lookup::Entries;
use ostrakon_ingest::url;
use ostrakon_response::address::canonical;
use ostrakon_response::check::is_address;
use ostrakon_response::router::Item;
use std::collections::BTreeSet;

/// What a medium is told by.
#[derive(Debug, Clone, Default)]
pub(crate) struct Medium {
    entry: Option<usize>,
    names: BTreeSet<String>,
    addresses: BTreeSet<String>,
}

/// A name as it is compared.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl Medium {
    /// Whether both are one medium.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.entry.is_some() && self.entry == other.entry
            || !self.names.is_disjoint(&other.names)
            || !self.addresses.is_disjoint(&other.addresses)
    }

    /// The names that it goes by.
    pub(crate) fn names(&self) -> impl Iterator<Item = &String> {
        self.names.iter()
    }
}

impl Entries {
    /// The medium behind an item.
    pub(crate) fn medium_of(&self, item: &Item) -> Medium {
        let entry = self.of_item(item);
        let name = entry.map(|at| folded(&self.all()[at].value.entry.name));
        Medium {
            entry,
            names: name.into_iter().collect(),
            addresses: item.urls.iter().map(|one| canonical(one)).collect(),
        }
    }

    /// The medium that somebody means who typed its name, its domain, or an address of it.
    pub(crate) fn medium_named(&self, text: &str) -> Medium {
        let text = text.trim();
        let is_domain = !text.contains(char::is_whitespace) && text.contains('.');
        let address = if is_address(text) {
            Some(text.to_owned())
        } else {
            Some(format!("https://{text}/")).filter(|one| is_domain && url::canonical(one).is_some())
        };
        let item = Item { urls: address.into_iter().collect(), ..Item::default() };
        let mut medium = self.medium_of(&item);
        let name = folded(text);
        let listed = || self.all().iter().position(|one| folded(&one.value.entry.name) == name);
        medium.entry = medium.entry.or_else(listed);
        medium.names.insert(name);
        medium
    }

    /// What an item's medium is called: as it is listed, else by where it is found.
    pub(crate) fn name_of(&self, item: &Item) -> String {
        let listed = self.of_item(item).map(|at| self.all()[at].value.entry.name.clone());
        listed.or_else(|| item.urls.first().cloned()).unwrap_or_else(|| item.id.clone())
    }
}
