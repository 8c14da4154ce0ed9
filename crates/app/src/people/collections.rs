//! Collections: what is exchanged together, and whom they are narrowed to.
//!
//! **The choice.** Who may use a collection follows from roles and, for partners, from their agreement (`hub`). A
//! collection can narrow that for reading and for adding: to one organisation, one community, one role. No grant narrows
//! nothing; none widens. What is *in* it is still weighed object by object by the sharing gate. **Rejected.** Lists that
//! open a collection by themselves: two places that let somebody in are one too many.

use super::{
    Actor, People, Result, error,
    records::{COLLECTION, COLLECTION_ALIAS, Draft, Kept},
};
use crate::hub::{HubError, Versioned};
use ostrakon_access::{Principal, Role, organisation::name, secret};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr};

/// Whom a collection is narrowed to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Grant {
    /// The organisation that runs the installation: `own`.
    Own,
    /// An organisation by its id: `identity--…`.
    Organisation(String),
    /// A community by its name: `community:NAME`.
    Community(String),
    /// A role in the own organisation: `role:NAME`.
    Role(Role),
}

impl Grant {
    fn admits(&self, principal: &Principal) -> bool {
        match self {
            Self::Own => principal.own,
            Self::Organisation(id) => *id == principal.organisation,
            Self::Community(community) => principal.communities.contains(community),
            Self::Role(role) => principal.own && principal.roles.contains(role),
        }
    }
}

impl fmt::Display for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own => f.write_str("own"),
            Self::Organisation(id) => f.write_str(id),
            Self::Community(community) => write!(f, "community:{community}"),
            Self::Role(role) => write!(f, "role:{role}"),
        }
    }
}

impl From<Grant> for String {
    fn from(grant: Grant) -> Self {
        grant.to_string()
    }
}

impl TryFrom<String> for Grant {
    type Error = HubError;

    fn try_from(text: String) -> std::result::Result<Self, HubError> {
        text.parse()
    }
}

impl FromStr for Grant {
    type Err = HubError;

    fn from_str(text: &str) -> std::result::Result<Self, HubError> {
        let text = text.trim();
        if let Some(role) = text.strip_prefix("role:") {
            return role.parse().map(Self::Role).map_err(|e| HubError::invalid("/read", e.to_string()));
        }
        match text {
            "own" => Ok(Self::Own),
            _ => match text.strip_prefix("community:").map(str::trim) {
                Some(community) if !community.is_empty() => Ok(Self::Community(community.into())),
                _ if text.starts_with("identity--") && text.len() <= 60 => {
                    Ok(Self::Organisation(text.into()))
                }
                _ => Err(HubError::invalid(
                    "/read",
                    format!(
                        "`{}` is no grant; write own, community:NAME, role:NAME or the id of an organisation",
                        text.chars().take(60).collect::<String>()
                    ),
                )),
            },
        }
    }
}

/// A collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collection {
    /// A UUID.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// A short name that stands for the id in addresses (TAXII 2.1 §5.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// Who may read, of those who may at all.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub read: BTreeSet<Grant>,
    /// Who may add, of those who may at all.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub write: BTreeSet<Grant>,
    /// When it was made, in milliseconds of UTC.
    #[serde(default)]
    pub created: i64,
}

/// Whether grants leave a principal in.
pub fn admits(grants: &BTreeSet<Grant>, principal: &Principal) -> bool {
    grants.is_empty() || grants.iter().any(|grant| grant.admits(principal))
}

/// What is said of a new collection.
#[derive(Debug, Clone, Default)]
pub struct NewCollection {
    /// Title.
    pub title: String,
    /// What it is for.
    pub description: Option<String>,
    /// Short name: 1 to 64 of a-z, 0-9, `-`, `_`, `.`.
    pub alias: Option<String>,
    /// Who may read; nobody is left out when it is empty.
    pub read: BTreeSet<Grant>,
    /// Who may add; nobody is left out when it is empty.
    pub write: BTreeSet<Grant>,
}

/// What is to be different; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct CollectionChange {
    /// Title.
    pub title: Option<String>,
    /// What it is for; an empty one removes it.
    pub description: Option<String>,
    /// All who may read; an empty set leaves nobody out.
    pub read: Option<BTreeSet<Grant>>,
    /// All who may add; an empty set leaves nobody out.
    pub write: Option<BTreeSet<Grant>>,
    /// The revision that was seen; another one by now refuses the change.
    pub seen: Option<i64>,
}

const TAKEN: &str = "there is a collection of this alias already; choose another";

impl People {
    /// Makes a collection.
    ///
    /// # Errors
    /// For a malformed field or an alias that is taken.
    pub fn add_collection(&self, new: NewCollection, by: &Actor, now: i64) -> Result<Collection> {
        by.manages_all()?;
        let collection = Collection {
            id: secret::uuid(&mut self.entropy()),
            title: new.title.trim().to_owned(),
            description: new.description.filter(|text| !text.trim().is_empty()),
            alias: new.alias,
            read: new.read,
            write: new.write,
            created: now,
        };
        check(&collection)?;
        let mut draft = Draft::new(by, now);
        draft.event("collection.made", format!("{COLLECTION}/{}", collection.id), by.by());
        put(&mut draft, &collection, None)?;
        if let Some(alias) = &collection.alias {
            draft.reserve(COLLECTION_ALIAS, alias, &collection.id)?;
        }
        draft.commit(self, TAKEN)?;
        Ok(collection)
    }

    /// Changes title, description and grants.
    ///
    /// # Errors
    /// When there is no such collection, or a field is malformed.
    pub fn change_collection(
        &self,
        id: &str,
        change: CollectionChange,
        by: &Actor,
        now: i64,
    ) -> Result<Collection> {
        by.manages_all()?;
        let kept = self.kept_collection(id)?.unless_changed(change.seen)?;
        let mut next = kept.value.clone();
        next.title = change.title.map_or(next.title, |title| title.trim().to_owned());
        if let Some(text) = change.description {
            next.description = Some(text).filter(|text| !text.trim().is_empty());
        }
        next.read = change.read.unwrap_or(next.read);
        next.write = change.write.unwrap_or(next.write);
        check(&next)?;
        let mut draft = Draft::new(by, now);
        draft.event("collection.changed", format!("{COLLECTION}/{}", next.id), by.by());
        put(&mut draft, &next, Some(kept.rev))?;
        draft.commit(self, TAKEN)?;
        Ok(next)
    }

    /// All collections, by title.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn collections(&self) -> Result<Vec<Collection>> {
        let mut all: Vec<Collection> =
            self.all(COLLECTION, None)?.into_iter().map(|kept| kept.value).collect();
        all.sort_by(|a, b| a.title.cmp(&b.title).then_with(|| a.id.cmp(&b.id)));
        Ok(all)
    }

    /// A collection by its id or alias; `None` when there is none.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn collection(&self, id_or_alias: &str) -> Result<Option<Collection>> {
        if let Some(kept) = self.get::<Collection>(COLLECTION, id_or_alias)? {
            return Ok(Some(kept.value));
        }
        let found = self.by_name::<Collection>(COLLECTION_ALIAS, COLLECTION, id_or_alias)?;
        Ok(found.map(|kept| kept.value))
    }

    /// As [`People::collection`], with its revision.
    ///
    /// # Errors
    /// When there is none.
    pub fn collection_at(&self, id: &str) -> Result<Versioned<Collection>> {
        Ok(self.kept_collection(id)?.versioned(|collection| &collection.id))
    }

    fn kept_collection(&self, id: &str) -> Result<Kept<Collection>> {
        self.get(COLLECTION, id)?.ok_or_else(|| error::not_found("such collection"))
    }
}

fn check(collection: &Collection) -> Result<()> {
    name("title", &collection.title).map_err(error::from_access)?;
    if collection.description.as_ref().is_some_and(|text| text.chars().count() > 2_000) {
        return Err(HubError::invalid("/description", "at most 2,000 characters"));
    }
    if let Some(alias) = &collection.alias {
        let fits = (1..=64).contains(&alias.len())
            && alias.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b))
            && alias.bytes().any(|b| b != b'.');
        if !fits {
            return Err(HubError::invalid("/alias", "write 1 to 64 of a-z, 0-9, `-`, `_`, `.`"));
        }
    }
    Ok(())
}

fn put(draft: &mut Draft, collection: &Collection, was: Option<i64>) -> Result<()> {
    let mut keys = vec![("title", collection.title.as_str())];
    keys.extend(collection.alias.as_deref().map(|alias| ("alias", alias)));
    draft.put((COLLECTION, &collection.id), "", &keys, collection, was)?;
    Ok(())
}
