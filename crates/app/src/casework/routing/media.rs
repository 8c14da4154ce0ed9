//! Who is behind addresses and items: what the registry lists, what people said, and who was heard.

use super::known::Heard;
use crate::hub::{Hub, HubError};
use ostrakon_response::actor::MediaFacts;
use ostrakon_response::router::{Answer, Item, ItemKind, Situation};
use serde_json::Value;
use std::collections::BTreeMap;

/// Whether two names are one provider's.
fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

impl Hub {
    /// When declared providers behind items were heard, and whether two people signed, from the records that say so.
    pub(super) fn with_hearings(&self, situation: &mut Situation, heard: &[Heard]) -> Result<(), HubError> {
        if heard.is_empty() {
            return Ok(());
        }
        let entries = self.registry_entries()?;
        for item in situation.items.iter_mut().filter(|item| item.media.declared == Answer::Yes) {
            let name = entries.name_of(item);
            let theirs = |one: &&Heard| name.as_deref().is_some_and(|name| is_same(name, &one.provider));
            for one in heard.iter().filter(theirs) {
                item.media.second_signature |= one.signed;
                item.media.statement_sent_at = one.sent.or(item.media.statement_sent_at);
                item.media.replied_at = one.replied.or(item.media.replied_at);
            }
        }
        Ok(())
    }

    /// Who is behind the items of a situation, by address, or by the item's id where it has none; and who was heard, by name.
    pub(super) fn media_of_items(
        &self,
        situation: &Situation,
        heard: &[Heard],
    ) -> Result<BTreeMap<String, MediaFacts>, HubError> {
        let entries = self.registry_entries()?;
        let was_heard =
            |name: &str| heard.iter().any(|one| one.signed && one.proceeded && is_same(name, &one.provider));
        let mut media = BTreeMap::new();
        for item in &situation.items {
            let declared = if item.may_be_media() { item.media.declared } else { Answer::No };
            let name = entries.name_of(item).unwrap_or_else(|| item.id.clone());
            let facts = MediaFacts { heard: was_heard(&name), name, declared };
            if item.urls.is_empty() {
                media.insert(item.id.clone(), facts.clone());
            }
            media.extend(item.urls.iter().map(|url| (url.clone(), facts.clone())));
        }
        for one in heard.iter().filter(|one| was_heard(&one.provider)) {
            let facts = MediaFacts { name: one.provider.clone(), declared: Answer::Unknown, heard: true };
            media.entry(format!("heard/{}", one.provider)).or_insert(facts);
        }
        Ok(media)
    }

    /// Who is behind the addresses of a record, as far as the registry knows; what an incident's items say of the same address
    /// is told by [`Hub::media_of_items`].
    pub(in crate::casework) fn media_of_addresses(
        &self,
        state: Option<&Value>,
        command: &Value,
    ) -> Result<BTreeMap<String, MediaFacts>, HubError> {
        let mut urls: Vec<String> = Vec::new();
        for draft in state.into_iter().chain([command]).map(|one| &one["draft"]) {
            let listed = draft["urls"].as_array().into_iter().flatten();
            urls.extend(listed.filter_map(Value::as_str).map(str::to_owned));
        }
        if urls.is_empty() {
            return Ok(BTreeMap::new());
        }
        let item = |url: &String| Item {
            id: url.clone(),
            urls: vec![url.clone()],
            kind: ItemKind::Content,
            ..Item::default()
        };
        let asked = Situation { items: urls.iter().map(item).collect(), ..Situation::default() };
        self.media_of_items(&self.with_registry(asked)?, &[])
    }
}
