//! Who is behind a domain or an account: asked for every item of an incident, so kept in memory.
//!
//! **The choice.** A shadow of the records, made anew when the log says that an entry changed, and otherwise asked without
//! touching the store. It is right for several servers on one database. **Rejected.** Keys of the store: names of officials would
//! stand in an index beside the erasable content.

use super::dates::{day, within};
use super::entry::{Account, DeclarationState, Draft, Kept, Kind};
use super::{KIND, Listed, check};
use crate::hub::{Hub, HubError, Versioned};
use ostrakon_access::Principal;
use ostrakon_ingest::url;
use ostrakon_response::router::{Answer, Item, Situation};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use utoipa::ToSchema;

/// Events that are looked through at a time.
const PIECE: usize = 5_000;

/// What is looked up. Whatever is given is asked for; an address is asked for its domain and for the account that it names.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    /// A domain.
    pub domain: Option<String>,
    /// An address of a page, a post or a profile.
    pub url: Option<String>,
    /// The platform of the account; needed with a handle or an id.
    pub platform: Option<String>,
    /// A handle or a platform's id.
    pub handle: Option<String>,
}

/// By what an entry was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = RegistryMeans)]
pub enum Means {
    /// Its domain, or one below it.
    Domain,
    /// Its account on the platform.
    Account,
}

/// An entry that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RegistryFound)]
pub struct Found {
    /// By what.
    pub means: Means,
    /// Which of its domains or accounts.
    pub matched: String,
    /// The entry.
    pub entry: Listed,
}

/// The entries, by what they are found by.
#[derive(Default)]
pub(crate) struct Entries {
    all: Vec<Versioned<Kept>>,
    domains: HashMap<String, usize>,
    accounts: HashMap<(String, String), usize>,
}

/// The shadow of the registry, and whose turn it is to write.
#[derive(Default)]
pub(crate) struct Index {
    held: Mutex<Option<(i64, Arc<Entries>)>>,
    turn: Mutex<()>,
}

impl Index {
    /// Two who list the same at once would each not see the other: writing is done one after the other.
    pub(super) fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keys under which an account is known: handle and id, in small letters.
fn keys(account: &Account) -> impl Iterator<Item = (String, String)> + '_ {
    let names = [&account.handle, &account.account_id].into_iter().filter(|name| !name.is_empty());
    names.map(|name| (account.platform.clone(), name.to_lowercase()))
}

impl Entries {
    fn of(all: Vec<Versioned<Kept>>) -> Self {
        let mut entries = Self { all, ..Self::default() };
        for (at, one) in entries.all.iter().enumerate() {
            for domain in &one.value.entry.domains {
                entries.domains.insert(domain.clone(), at);
            }
            for key in one.value.entry.accounts.iter().flat_map(keys) {
                entries.accounts.insert(key, at);
            }
        }
        entries
    }

    /// The entry of a host: of itself, or of the nearest domain above it.
    fn by_host(&self, host: &str) -> Option<(usize, String)> {
        let mut host = host;
        loop {
            if let Some(at) = self.domains.get(host) {
                return Some((*at, host.to_owned()));
            }
            host = host.split_once('.')?.1;
        }
    }

    fn by_account(&self, platform: &str, name: &str) -> Option<(usize, String)> {
        let name = name.trim().trim_start_matches('@').to_lowercase();
        let at = self.accounts.get(&(platform.trim().to_lowercase(), name.clone()))?;
        Some((*at, name))
    }

    /// Name of an entry other than `own` that is found by the same, and by what.
    pub(super) fn twin(&self, draft: &Draft, own: Option<&str>) -> Option<(&str, String)> {
        let domains = draft.domains.iter().map(|one| (self.domains.get(one), one.clone()));
        let accounts = draft.accounts.iter().flat_map(keys);
        let accounts = accounts.map(|key| (self.accounts.get(&key), format!("{}:{}", key.0, key.1)));
        domains.chain(accounts).find_map(|(at, what)| {
            let other = self.all.get(*at?).filter(|one| Some(one.id.as_str()) != own)?;
            Some((other.value.entry.name.as_str(), what))
        })
    }

    /// All of them.
    pub(super) fn all(&self) -> &[Versioned<Kept>] {
        &self.all
    }

    /// The name of a listed body (no person), confirmed and valid, in small letters: then it may be named in public.
    pub(crate) fn public_name(&self, name: &str, now: i64) -> Option<&str> {
        let found = self.all.iter().map(|one| &one.value).find(|one| {
            one.entry.kind != Kind::Official
                && one.verified.is_some()
                && within(day(now), one.entry.valid_from, one.entry.valid_until)
                && one.entry.name.to_lowercase() == name
        });
        found.map(|one| one.entry.name.as_str())
    }

    /// Whether an account is listed, confirmed and valid: then it may be called by its name.
    pub(crate) fn names(&self, platform: &str, handle: &str, now: i64) -> bool {
        let found = self.by_account(platform, handle).map(|(at, _)| &self.all[at].value);
        found.is_some_and(|one| {
            one.verified.is_some() && within(day(now), one.entry.valid_from, one.entry.valid_until)
        })
    }
}

/// Platform and account of an address of a post or profile, as it is written: canonical addresses leave the account out on purpose,
/// and here it is the question.
fn account_of(address: &str) -> Option<(&'static str, &str)> {
    let address = address.trim();
    let host = url::host(address)?;
    let site = url::canonical(&format!("https://{host}/"))?.into_owned();
    let platform = match url::host(&site)? {
        "x.com" => "x",
        "t.me" => "telegram",
        "facebook.com" => "facebook",
        "instagram.com" => "instagram",
        "tiktok.com" => "tiktok",
        "youtube.com" => "youtube",
        "vk.com" => "vk",
        "threads.net" | "threads.com" => "threads",
        "bsky.app" => "bluesky",
        _ => return None,
    };
    let (_, behind) = address.split_once("://").unwrap_or(("", address));
    let mut parts = behind.split(['/', '?', '#']).skip(1).filter(|part| !part.is_empty());
    let first = parts.next()?;
    let name =
        if matches!(first, "channel" | "c" | "user" | "profile" | "s") { parts.next()? } else { first };
    Some((platform, name.trim_start_matches('@')))
}

impl Hub {
    /// The registry as it is now.
    pub(crate) fn registry_entries(&self) -> Result<Arc<Entries>, HubError> {
        let mut held = self.registry_index().held.lock().unwrap_or_else(PoisonError::into_inner);
        let last = self.store().last_seq()?;
        if let Some((seq, entries)) = held.as_mut() {
            let (mut after, mut same) = (*seq, true);
            while same && after < last {
                let events = self.store().events(after, PIECE)?;
                let Some(end) = events.last() else { break };
                after = end.seq;
                same = !events
                    .iter()
                    .any(|one| one.subject.strip_prefix(KIND).is_some_and(|s| s.starts_with('/')));
            }
            if same {
                *seq = last;
                return Ok(Arc::clone(entries));
            }
        }
        let entries = Arc::new(Entries::of(self.all::<Kept>(KIND)?));
        *held = Some((last, Arc::clone(&entries)));
        Ok(entries)
    }

    /// Entries that are valid now and found by what is sought.
    ///
    /// # Errors
    /// [`HubError::Invalid`] when nothing is sought, or a handle without its platform.
    pub fn look_up(&self, who: &Principal, sought: &Sought) -> Result<Vec<Found>, HubError> {
        let entries = self.registry_entries()?;
        let mut hits: Vec<(usize, Means, String)> = Vec::new();
        let mut take = |found: Option<(usize, String)>, means| {
            hits.extend(found.map(|(at, matched)| (at, means, matched)));
        };
        match (&sought.platform, &sought.handle) {
            (Some(platform), Some(handle)) => take(entries.by_account(platform, handle), Means::Account),
            (None, Some(_)) => {
                return Err(HubError::invalid(
                    "platform",
                    "name the platform: the same handle is a stranger elsewhere",
                ));
            }
            (_, None) if sought.domain.is_none() && sought.url.is_none() => {
                return Err(HubError::invalid(
                    "domain",
                    "give a domain, an address, or a platform and a handle",
                ));
            }
            (_, None) => {}
        }
        if let Some(given) = &sought.domain {
            let host = check::domain(given);
            let host = host.ok_or_else(|| HubError::invalid("domain", format!("{given:?} is no domain")))?;
            take(entries.by_host(&host), Means::Domain);
        }
        if let Some(given) = &sought.url {
            let bad = || HubError::invalid("url", "no address of a page: write it with https://");
            let canonical = url::canonical(given).ok_or_else(bad)?;
            take(account_of(given).and_then(|(on, name)| entries.by_account(on, name)), Means::Account);
            take(url::host(&canonical).and_then(|host| entries.by_host(host)), Means::Domain);
        }
        hits.sort_by_key(|(at, ..)| *at);
        hits.dedup_by_key(|(at, ..)| *at);
        let mut found = Vec::new();
        for (at, means, matched) in hits {
            let entry = Listed::of(entries.all[at].clone(), self.now());
            if entry.valid && who.may_see(entry.entry.marking) {
                found.extend(self.within_reach(who, vec![entry])?.pop().map(|entry| Found {
                    means,
                    matched,
                    entry,
                }));
            }
        }
        Ok(found)
    }

    /// The situation with what the registry knows of the media behind its items, where nobody said.
    pub(crate) fn with_registry(&self, mut situation: Situation) -> Result<Situation, HubError> {
        if situation.items.is_empty() {
            return Ok(situation);
        }
        let entries = self.registry_entries()?;
        let today = day(self.now());
        for item in &mut situation.items {
            let known = entries.of_item(item);
            let known = known.map(|at| &entries.all[at].value.entry);
            let Some(entry) = known.filter(|one| within(today, one.valid_from, one.valid_until)) else {
                continue;
            };
            // That nobody declared himself is not true of whom the registry lists as declared, whoever typed it.
            let listed = declared(entry, item.platform.as_deref());
            if item.media.declared == Answer::Unknown || listed == Answer::Yes {
                item.media.declared = listed;
            }
            if item.media.outside_union == Answer::Unknown
                && matches!(entry.kind, Kind::Media | Kind::StateChannel)
            {
                item.media.outside_union = outside(&entry.country);
            }
        }
        Ok(situation)
    }
}

impl Entries {
    /// The entry behind an item: by the accounts that its addresses name, else by their domains.
    pub(super) fn of_item(&self, item: &Item) -> Option<usize> {
        // An incident has a thousand addresses, and a registry may have nobody.
        if self.accounts.is_empty() && self.domains.is_empty() {
            return None;
        }
        let account = item.urls.iter().find_map(|one| {
            let (platform, name) = account_of(one)?;
            self.by_account(platform, name)
        });
        let by_host = |one: &String| self.by_host(url::host(&url::canonical(one)?)?);
        let domain = || item.urls.iter().find_map(by_host);
        account.or_else(domain).map(|(at, _)| at)
    }
}

/// Whether a media service provider declared itself to a platform; to any where none is named. What is not listed is not known.
fn declared(entry: &Draft, platform: Option<&str>) -> Answer {
    if entry.kind != Kind::Media {
        return Answer::Unknown;
    }
    let platform = platform.map(|one| one.trim().to_lowercase());
    let mut asked =
        entry.declarations.iter().filter(|one| platform.as_ref().is_none_or(|p| *p == one.platform));
    let Some(first) = asked.next() else { return Answer::Unknown };
    let counts = |state| state != DeclarationState::Rejected;
    if counts(first.state) || asked.any(|one| counts(one.state)) {
        Answer::Yes
    } else if platform.is_some() {
        Answer::No
    } else {
        Answer::Unknown
    }
}

/// Member states of the Union.
const UNION: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT",
    "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

fn outside(country: &str) -> Answer {
    if country == "EU" || UNION.contains(&country) { Answer::No } else { Answer::Yes }
}

#[cfg(test)]
mod tests {
    use super::account_of;

    #[test]
    fn addresses_of_posts_and_profiles_name_an_account() {
        for (address, expected) in [
            ("https://x.com/example/status/1", Some(("x", "example"))),
            ("http://mobile.twitter.com/example?s=20", Some(("x", "example"))),
            ("https://t.me/s/channel/12", Some(("telegram", "channel"))),
            ("https://youtube.com/channel/UC1", Some(("youtube", "UC1"))),
            ("https://tiktok.com/@tv/video/1", Some(("tiktok", "tv"))),
            ("https://example.org/a", None),
            ("https://x.com/", None),
        ] {
            assert_eq!(account_of(address), expected, "{address}");
        }
    }
}
