//! Who is behind addresses and items: what the registry lists, what people said, and who was heard.

use super::hearings::{Heard, Occasion};
use crate::hub::{Hub, HubError};
use ostrakon_response::actor::MediaFacts;
use ostrakon_response::router::{Answer, Item, ItemKind, Situation};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Who is behind something, and who was heard.
#[derive(Default)]
pub(in crate::casework) struct Media {
    /// By address, or by the item's id where it has none.
    pub(in crate::casework) behind: BTreeMap<String, MediaFacts>,
    /// Names under which providers were heard, in lower case.
    pub(in crate::casework) heard: BTreeSet<String>,
}

impl Hub {
    /// When declared providers behind items were heard, and whether two people signed, from the records that say so.
    pub(super) fn with_hearings(&self, situation: &mut Situation, heard: &[Heard]) -> Result<(), HubError> {
        if heard.is_empty() {
            return Ok(());
        }
        let entries = self.registry_entries()?;
        for item in situation.items.iter_mut().filter(|item| item.media.declared == Answer::Yes) {
            let medium = entries.medium_of(item);
            for one in heard.iter().filter(|one| medium.is(&entries.medium_named(&one.provider))) {
                item.media.second_signature |= one.signed;
                item.media.statement_sent_at = one.sent.or(item.media.statement_sent_at);
                item.media.replied_at = one.replied.or(item.media.replied_at);
            }
        }
        Ok(())
    }

    /// Who is behind the items of a situation, and who was heard.
    pub(super) fn media_of_items(&self, situation: &Situation, heard: &[Heard]) -> Result<Media, HubError> {
        let entries = self.registry_entries()?;
        let done = heard.iter().filter(|one| one.signed && one.proceeded);
        let done: Vec<_> = done.map(|one| entries.medium_named(&one.provider)).collect();
        let mut media = Media::default();
        for item in &situation.items {
            let declared = if item.may_be_media() { item.media.declared } else { Answer::No };
            let medium = entries.medium_of(item);
            let heard = done.iter().any(|one| one.is(&medium));
            let facts = MediaFacts { heard, name: entries.name_of(item), declared };
            if item.urls.is_empty() {
                media.behind.insert(item.id.clone(), facts.clone());
            }
            media.behind.extend(item.urls.iter().map(|url| (url.clone(), facts.clone())));
        }
        media.heard.extend(done.iter().flat_map(|one| one.names().cloned()));
        Ok(media)
    }

    /// Who is behind the addresses of a record of an election, as far as the registry knows, and who was heard for it; what an
    /// incident's items say of the same address is told by [`Hub::media_of_items`].
    pub(in crate::casework) fn media_of_addresses(
        &self,
        organisation: &str,
        wanted: &super::Wanted<'_>,
        state: Option<&Value>,
        command: &Value,
    ) -> Result<Media, HubError> {
        let mut urls: Vec<String> = Vec::new();
        for draft in state.into_iter().chain([command]).map(|one| &one["draft"]) {
            let listed = draft["urls"].as_array().into_iter().flatten();
            urls.extend(listed.filter_map(Value::as_str).map(str::to_owned));
        }
        let elections = self.votes(&wanted.election.map(str::to_owned).into_iter().collect())?;
        let occasion = Occasion { incident: None, elections };
        let heard = self.hearings(organisation, wanted.record, &occasion)?;
        let item = |url: &String| Item {
            id: url.clone(),
            urls: vec![url.clone()],
            kind: ItemKind::Content,
            ..Item::default()
        };
        let asked = Situation { items: urls.iter().map(item).collect(), ..Situation::default() };
        self.media_of_items(&self.with_registry(asked)?, &heard)
    }
}
