//! To whom something went, as the public may read it.
//!
//! **The problem.** Addressees are typed: an organisation, its id, "all platforms", and a person with an address. **The choice.** Named
//! is who is registered: an organisation of this installation, or a media service, a state channel or an organisation that two people
//! listed. A kind of organisation is called by its word. Everything else is counted. **Rejected.** Looking for what might be a name of a
//! person: it would find those that it knows.

use crate::hub::{Hub, HubError};
use ostrakon_access::{Organisation, OrganisationKind};
use std::collections::BTreeSet;

/// Who is named, and how many others there are.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Addressed {
    pub(super) to: Vec<String>,
    pub(super) others: u64,
}

impl Hub {
    /// What the public reads of these addressees.
    pub(super) fn addressed<'a>(
        &self,
        typed: impl IntoIterator<Item = &'a String>,
    ) -> Result<Addressed, HubError> {
        let (mut to, mut others) = (BTreeSet::new(), 0);
        for one in typed {
            match self.registered(one)? {
                Some(name) => drop(to.insert(name)),
                None => others += 1,
            }
        }
        Ok(Addressed { to: to.into_iter().collect(), others })
    }

    /// The name of a registered organisation, by its id or its name; or the word of a kind of organisation.
    pub(super) fn registered(&self, typed: &str) -> Result<Option<String>, HubError> {
        if let Some(found) = self.one::<Organisation>("organisation", typed)? {
            return Ok(Some(found.value.name));
        }
        let wanted = typed.trim().to_lowercase();
        let known = self.all::<Organisation>("organisation")?.into_iter();
        if let Some(name) = known.map(|one| one.value.name).find(|name| name.to_lowercase() == wanted) {
            return Ok(Some(name));
        }
        if let Some(name) = self.registry_entries()?.public_name(&wanted, self.now()) {
            return Ok(Some(name.to_owned()));
        }
        Ok(kind(&wanted).map(|kind| kind.name().replace('-', " ")))
    }
}

/// The kind of organisation that words mean: `platform`, `all platforms`.
fn kind(words: &str) -> Option<OrganisationKind> {
    let words = words.strip_prefix("all ").unwrap_or(words).replace(' ', "-");
    let plural = |kind: &OrganisationKind| {
        let name = kind.name();
        let stem = name.strip_suffix('y').map(|stem| format!("{stem}ies"));
        words == stem.unwrap_or_else(|| format!("{name}s"))
    };
    OrganisationKind::ALL.into_iter().find(|kind| words == kind.name() || plural(kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_known_by_its_word_and_nothing_else_is() {
        for (words, known) in [
            ("platform", Some(OrganisationKind::Platform)),
            ("all platforms", Some(OrganisationKind::Platform)),
            ("electoral bodies", Some(OrganisationKind::ElectoralBody)),
            ("media regulators", Some(OrganisationKind::MediaRegulator)),
            ("all", None),
            ("jane doe", None),
            ("the platform of jane doe", None),
        ] {
            assert_eq!(kind(words), known, "{words}");
        }
    }
}
