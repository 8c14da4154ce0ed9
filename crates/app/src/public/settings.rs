//! Who publishes, and under which names.

use super::pages::Site;
use super::pages::{LANGUAGES, language};
use crate::casework::Kept;
use crate::hub::{Hub, HubError};
use ostrakon_response::Aggregate;
use ostrakon_response::election::Election;
use ostrakon_store::RecordQuery;
use std::collections::BTreeMap;

/// What the operator says of the public side.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// Name of the installation.
    pub title: String,
    /// Whom one may write to.
    pub contact: Option<String>,
    /// How browsers reach it: `https://HOST`.
    pub public_url: Option<String>,
    /// Name of the log, where the operator chose one; it must never change.
    pub origin: Option<String>,
}

impl Settings {
    /// The name of the log: the one that was chosen, else the address without its scheme, else the organisation's id.
    pub(super) fn origin(&self, identity: &str) -> String {
        let host = || {
            let url = self.public_url.as_deref()?;
            Some(format!(
                "{}/public/log",
                url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/')
            ))
        };
        self.origin.clone().or_else(host).unwrap_or_else(|| format!("{identity}/public/log"))
    }

    /// The language of the pages for a choice in the address, else for what the browser asks for.
    pub fn language(chosen: Option<&str>, accept: &str) -> &'static str {
        let known = LANGUAGES.iter().find(|(tag, _)| Some(*tag) == chosen);
        known.map_or_else(|| language(accept), |(tag, _)| tag)
    }
}

impl Hub {
    /// What pages say of who publishes.
    ///
    /// # Errors
    /// [`HubError::Store`]; [`HubError::Damaged`] when the key of this node is none.
    pub fn public_site(&self, settings: &Settings) -> Result<Site, HubError> {
        let identity = self.own_organisation()?;
        let origin = settings.origin(&identity);
        let feed =
            uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, format!("{identity}/public/feed").as_bytes());
        Ok(Site {
            title: settings.title.clone(),
            contact: settings.contact.clone(),
            base: settings.public_url.clone(),
            key: self.log_key(&origin)?,
            origin,
            feed: feed.to_string(),
            exercise: crate::clock::is_exercise(),
            elections: self.named_elections()?,
        })
    }

    /// Names of the elections that everybody may know of.
    fn named_elections(&self) -> Result<BTreeMap<String, String>, HubError> {
        let query = RecordQuery {
            marking_at_most: ostrakon_model::Tlp::Clear,
            limit: 1_000,
            ..RecordQuery::of(Election::KIND)
        };
        let mut names = BTreeMap::new();
        for record in self.store().records(&query)?.rows {
            let kept = serde_json::from_value::<Kept>(record.body).ok();
            let election = kept.and_then(|kept| serde_json::from_value::<Election>(kept.state).ok());
            if let Some(election) = election {
                names.insert(record.id, election.summary().title);
            }
        }
        Ok(names)
    }
}
