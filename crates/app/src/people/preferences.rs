//! How somebody likes the pages: kept with the account, so that another device shows them alike.
//!
//! **The choice.** A record of its own beside the account: an account's revision, which those who manage it rest on, does not move
//! because its owner likes the dark. The log says that it was set and not what to. **Rejected.** The browser's storage alone: it
//! knows one device, and on a shared one it tells the next person about the last.

use super::{
    Actor, People, Result,
    accounts::subject,
    records::{Draft, PREFERENCES},
};
use crate::hub::HubError;
use ostrakon_access::Principal;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Light, dark, or as the device has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// As the device has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What somebody prefers; what is `None` is as the device has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    /// Language of the pages, a tag of BCP 47: `de`, `pt-BR`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Light or dark.
    #[serde(default)]
    pub scheme: Scheme,
    /// Zone in which times are shown, by its name in the time-zone database: `Europe/Vienna`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
}

impl Preferences {
    fn check(&self) -> Result<()> {
        let word = |text: &str, more: &[u8], most: usize| {
            (1..=most).contains(&text.len())
                && text.bytes().next().is_some_and(|b| b.is_ascii_alphabetic())
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || more.contains(&b))
        };
        if self.language.as_deref().is_some_and(|tag| !word(tag, b"-", 35)) {
            return Err(HubError::invalid(
                "/language",
                "give a language tag, such as `de` or `pt-BR`, or leave it out",
            ));
        }
        if self.time_zone.as_deref().is_some_and(|name| !word(name, b"/_+-", 64)) {
            let mend = "give the name of a time zone, such as `Europe/Vienna` or `UTC`, or leave it out";
            return Err(HubError::invalid("/time_zone", mend));
        }
        Ok(())
    }
}

impl People {
    /// What somebody prefers; nothing as long as nothing was set.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn preferences(&self, who: &Principal) -> Result<Preferences> {
        Ok(self.get::<Preferences>(PREFERENCES, &who.person)?.map(|kept| kept.value).unwrap_or_default())
    }

    /// Keeps what somebody prefers from now on. The same again changes nothing and leaves no line in the log.
    ///
    /// # Errors
    /// For what is no language or no time zone.
    pub fn set_preferences(&self, who: &Principal, next: &Preferences, now: i64) -> Result<()> {
        next.check()?;
        let kept = self.get::<Preferences>(PREFERENCES, &who.person)?;
        if kept.as_ref().map_or(*next == Preferences::default(), |kept| kept.value == *next) {
            return Ok(());
        }
        let mut draft = Draft::new(&Actor::of(who), now);
        draft.event("preferences.set", subject(&who.person), json!({}));
        let keys = [("person", who.person.as_str())];
        draft.put((PREFERENCES, &who.person), &who.organisation, &keys, next, kept.map(|kept| kept.rev))?;
        draft.commit(self, "your preferences were set at the same moment in another window; set them again")
    }
}
