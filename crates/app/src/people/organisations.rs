//! Organisations: entered, changed, disabled.
//!
//! **The choice.** The first one entered is the installation's own. A server that starts before anybody entered one makes
//! a provisional one, for its first administrator; the next that is entered gives that one its name, so that a script
//! that adds its organisation before or after the first start gets the same installation.

use super::{
    Actor, People, Result, error,
    records::{Draft, Kept, ORGANISATION, ORGANISATION_NAME, Reserved, reservation},
};
use crate::hub::Versioned;
use ostrakon_access::{Organisation, OrganisationKind, Person, secret};
use serde_json::json;
use std::collections::BTreeSet;

/// What is said of a new organisation.
#[derive(Debug, Clone)]
pub struct NewOrganisation {
    /// Name, unique without regard to case.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Two letters of ISO 3166-1, or `EU`; any case.
    pub country: String,
    /// Communities.
    pub communities: BTreeSet<String>,
}

/// What is to be different; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct OrganisationChange {
    /// Its name.
    pub name: Option<String>,
    /// What it is.
    pub kind: Option<OrganisationKind>,
    /// Its country.
    pub country: Option<String>,
    /// All of its communities.
    pub communities: Option<BTreeSet<String>>,
    /// Whether it is a trusted flagger under the Digital Services Act.
    pub trusted_flagger: Option<bool>,
    /// Whether it enforces.
    pub enforcement: Option<bool>,
    /// Whether it is disabled.
    pub disabled: Option<bool>,
    /// The revision that was seen; another one by now refuses the change.
    pub seen: Option<i64>,
}

const TAKEN: &str = "there is an organisation of this name already; choose another name";

/// What is said of a party as the first organisation.
const FIRST_PARTY: &str = "the first organisation is the one whose installation this is, and people of a party or candidate administer \
    none: enter the house that runs it first, and the party after it";

impl People {
    /// Enters an organisation.
    ///
    /// # Errors
    /// For a malformed field, a name that is taken, or an actor confined to another organisation.
    pub fn add_organisation(&self, new: NewOrganisation, by: &Actor, now: i64) -> Result<Organisation> {
        by.manages_all()?;
        let all = self.all::<Organisation>(ORGANISATION, None)?;
        let is_first = !all.iter().any(|kept| kept.value.own && !kept.value.provisional);
        if is_first && new.kind == OrganisationKind::Party {
            return Err(ostrakon_access::Error::refused("party-role", FIRST_PARTY).into());
        }
        if let Some(provisional) = all.iter().find(|kept| kept.value.provisional) {
            let change = OrganisationChange {
                name: Some(new.name),
                kind: Some(new.kind),
                country: Some(new.country),
                communities: Some(new.communities),
                ..OrganisationChange::default()
            };
            return self.change_organisation(&provisional.value.id, change, by, now);
        }
        let organisation = Organisation {
            id: format!("identity--{}", secret::uuid(&mut self.entropy())),
            name: new.name,
            kind: new.kind,
            country: new.country.trim().to_uppercase(),
            communities: new.communities,
            own: !all.iter().any(|kept| kept.value.own),
            trusted_flagger: false,
            enforcement: false,
            provisional: false,
            created: now,
            disabled: None,
        };
        let mut draft = Draft::new(by, now);
        put_new(&mut draft, &organisation, by)?;
        draft.commit(self, TAKEN)?;
        Ok(organisation)
    }

    /// Changes an organisation.
    ///
    /// # Errors
    /// As for [`People::add_organisation`]; the installation's own cannot be disabled.
    pub fn change_organisation(
        &self,
        id: &str,
        change: OrganisationChange,
        by: &Actor,
        now: i64,
    ) -> Result<Organisation> {
        by.manages_all()?;
        let kept = self.kept_organisation(id)?.unless_changed(change.seen)?;
        let mut next = kept.value.clone();
        next.provisional = next.provisional && change.name.is_none();
        next.name = change.name.unwrap_or(next.name);
        next.kind = change.kind.unwrap_or(next.kind);
        next.country = change.country.map_or(next.country, |country| country.trim().to_uppercase());
        next.communities = change.communities.unwrap_or(next.communities);
        next.trusted_flagger = change.trusted_flagger.unwrap_or(next.trusted_flagger);
        next.enforcement = change.enforcement.unwrap_or(next.enforcement);
        if let Some(disabled) = change.disabled {
            if disabled && next.own {
                return Err(error::refused(
                    "own-organisation-stays",
                    "the organisation that runs this installation cannot be disabled",
                ));
            }
            next.disabled = disabled.then(|| next.disabled.unwrap_or(now));
        }
        next.check().map_err(error::from_access)?;
        let mut draft = Draft::new(by, now);
        let data = json!({ "by": by.by()["by"], "disabled": next.disabled.is_some(), "kind": next.kind,
            "trusted_flagger": next.trusted_flagger, "enforcement": next.enforcement });
        draft.event("organisation.changed", subject(id), data);
        draft.put((ORGANISATION, id), id, &[("name", &Person::key(&next.name))], &next, Some(kept.rev))?;
        let (old, new) = (Person::key(&kept.value.name), Person::key(&next.name));
        if old != new {
            draft.reserve(ORGANISATION_NAME, &new, id)?;
            if let Some(reserved) = self.get::<Reserved>(ORGANISATION_NAME, &reservation(&old))? {
                draft.delete(ORGANISATION_NAME, &reservation(&old), &reserved);
            }
        }
        draft.commit(self, TAKEN)?;
        Ok(next)
    }

    /// All organisations, by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn organisations(&self) -> Result<Vec<Organisation>> {
        let mut all: Vec<Organisation> =
            self.all(ORGANISATION, None)?.into_iter().map(|kept| kept.value).collect();
        all.sort_by_cached_key(|organisation| Person::key(&organisation.name));
        Ok(all)
    }

    /// An organisation by its id or its name.
    ///
    /// # Errors
    /// When there is none.
    pub fn organisation(&self, id_or_name: &str) -> Result<Organisation> {
        if let Some(kept) = self.get(ORGANISATION, id_or_name)? {
            return Ok(kept.value);
        }
        let found = self.by_name(ORGANISATION_NAME, ORGANISATION, &Person::key(id_or_name))?;
        found.map(|kept: Kept<Organisation>| kept.value).ok_or_else(|| {
            let given: String = id_or_name.chars().take(60).collect();
            error::not_found(format!("organisation `{given}` (`ostrakon org list` shows all)"))
        })
    }

    /// As [`People::organisation`], with its revision.
    ///
    /// # Errors
    /// When there is none.
    pub fn organisation_at(&self, id_or_name: &str) -> Result<Versioned<Organisation>> {
        let found = self.kept_organisation(&self.organisation(id_or_name)?.id)?;
        Ok(found.versioned(|organisation| &organisation.id))
    }

    pub(super) fn kept_organisation(&self, id: &str) -> Result<Kept<Organisation>> {
        self.get(ORGANISATION, id)?.ok_or_else(|| error::not_found("such organisation"))
    }
}

/// Writes an organisation that is new.
pub(super) fn put_new(draft: &mut Draft, organisation: &Organisation, by: &Actor) -> Result<()> {
    organisation.check().map_err(error::from_access)?;
    let (id, name) = (organisation.id.as_str(), Person::key(&organisation.name));
    let data = json!({ "by": by.by()["by"], "kind": organisation.kind, "own": organisation.own });
    draft.event("organisation.added", subject(id), data);
    draft.put((ORGANISATION, id), id, &[("name", &name)], organisation, None)?;
    draft.reserve(ORGANISATION_NAME, &name, id)?;
    Ok(())
}

fn subject(id: &str) -> String {
    format!("{ORGANISATION}/{id}")
}
