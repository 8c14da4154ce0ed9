//! What a list may hold. Everything that is wrong is said at once, each with its place.

use super::matcher::words;
use super::wire::{Draft, Term, TermKind};
use crate::hub::{Fault, Hub, HubError};
use crate::{registry, terms};
use ostrakon_ingest::entities::lowercase;
use std::collections::BTreeSet;

/// Terms of one list.
const MOST: usize = 500;
/// Words of one phrase.
const MOST_WORDS: usize = 40;

/// What is said where an account is not of the registry.
fn private(handle: &str) -> String {
    format!(
        "{handle:?} is not listed in the registry, or not confirmed, or no longer valid: accounts of private persons are not \
         watched. If it speaks for a medium, a state, an office or an organisation, list it there first, with its source"
    )
}

impl Hub {
    /// A list in its one form.
    ///
    /// # Errors
    /// [`HubError::Invalid`] with every fault.
    pub(super) fn checked_list(&self, mut draft: Draft) -> Result<Draft, HubError> {
        let mut faults = Vec::new();
        let mut say = |pointer: String, detail: String| faults.push(Fault { pointer, detail });
        for (pointer, text, least, most) in
            [("/name", &mut draft.name, 1, 200), ("/purpose", &mut draft.purpose, 3, 1_000)]
        {
            *text = text.trim().to_owned();
            let length = text.chars().count();
            if !(least..=most).contains(&length) {
                say(pointer.into(), format!("{length} characters; {least} to {most} are asked for"));
            }
        }
        if terms::retention_ms(&draft.retention).is_err() {
            let classes: Vec<&str> = terms::RETENTION_CLASSES.iter().map(|(name, _)| *name).collect();
            say("/retention".into(), format!("{:?} is none of {}", draft.retention, classes.join(", ")));
        }
        if draft.terms.is_empty() || draft.terms.len() > MOST {
            say("/terms".into(), format!("{} terms; 1 to {MOST} are asked for", draft.terms.len()));
        }
        draft.terms.truncate(MOST);
        for (at, term) in draft.terms.iter_mut().enumerate() {
            if let Err((field, why)) = self.check_term(term)? {
                say(format!("/terms/{at}/{field}"), why);
            }
        }
        let mut seen = BTreeSet::new();
        draft.terms.retain(|term| seen.insert(term.clone()));
        if faults.is_empty() {
            return Ok(draft);
        }
        Err(HubError::Invalid { detail: "the list is not as it must be".into(), faults })
    }

    /// Puts a term into its one form, or says which field is wrong.
    pub(super) fn check_term(&self, term: &mut Term) -> Result<Result<(), (&'static str, String)>, HubError> {
        let wrong = |why: &str| Ok(Err(("value", why.to_owned())));
        let given = term.value.trim().to_owned();
        if given.is_empty() || given.chars().count() > 300 || given.chars().any(char::is_control) {
            return wrong("1 to 300 characters, on one line");
        }
        if term.kind != TermKind::Handle && term.platform.is_some() {
            return Ok(Err(("platform", "only a handle has a platform; leave it out".into())));
        }
        term.value = match term.kind {
            TermKind::Domain => match registry::domain(&given) {
                Some(host) => host,
                None => {
                    return wrong(
                        "is no domain that somebody holds; write it as `example.org`, without a path",
                    );
                }
            },
            TermKind::Hashtag => {
                let tag = lowercase(given.trim_start_matches(['#', '＃'])).into_owned();
                if tag.is_empty() || tag.contains(|c: char| c.is_whitespace() || c == '#' || c == '@') {
                    return wrong("one hashtag, without blanks");
                }
                tag
            }
            TermKind::Handle => {
                let platform = term.platform.as_deref().unwrap_or_default().trim().to_lowercase();
                let handle = lowercase(given.trim_start_matches('@')).into_owned();
                if platform.is_empty() {
                    let why = "name the platform: the same handle is a stranger elsewhere";
                    return Ok(Err(("platform", why.into())));
                }
                if !self.registry_entries()?.names(&platform, &handle, self.now()) {
                    return Ok(Err(("value", private(&handle))));
                }
                term.platform = Some(platform);
                handle
            }
            TermKind::Phrase => {
                if given.contains('@') {
                    return wrong("names an account; a phrase is words, and accounts come from the registry");
                }
                let words = words(&given);
                let letters: usize = words.iter().map(|word| word.chars().count()).sum();
                if words.len() > MOST_WORDS {
                    return wrong("more than 40 words; the beginning is enough");
                }
                if words.len() < 2 && letters < 6 {
                    return wrong(
                        "too short: everybody writes that. Two words, or one of six letters, at least",
                    );
                }
                given
            }
        };
        Ok(Ok(()))
    }
}
