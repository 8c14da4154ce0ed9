//! Collections: the shelves that objects stand on, and who may use which.
//!
//! People of the house use every collection, as far as their roles go. People of a partner organisation read what the
//! agreement covers and add where it says so. To anybody else a collection is not there: not even its name is told.

use super::{Hub, HubError};
use crate::people::{Collection, admits};
use ostrakon_access::{Principal, Scope};
use ostrakon_exchange::taxii::STIX_MEDIA_TYPE;
use ostrakon_exchange::taxii::resource;

/// A collection, and what the asker may do with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// A UUID.
    pub id: String,
    /// What is kept of it.
    pub terms: Collection,
    /// Whether the asker may read.
    pub reads: bool,
    /// Whether the asker may add and remove.
    pub writes: bool,
}

impl View {
    fn resource(self) -> resource::Collection {
        resource::Collection {
            id: self.id,
            title: self.terms.title,
            description: self.terms.description,
            alias: self.terms.alias,
            can_read: self.reads,
            can_write: self.writes,
            media_types: vec![STIX_MEDIA_TYPE.to_owned()],
        }
    }
}

impl Hub {
    /// The collections that the asker may see, as TAXII tells them.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn collections(&self, who: &Principal) -> Result<Vec<resource::Collection>, HubError> {
        let mut all = Vec::new();
        for found in self.people().collections()? {
            let view = self.view(who, found.id.clone(), found)?;
            if view.reads || view.writes {
                all.push(view.resource());
            }
        }
        Ok(all)
    }

    /// Collections that the asker reads: id and title.
    pub(crate) fn readable(&self, who: &Principal) -> Result<Vec<(String, String)>, HubError> {
        let mut all = Vec::new();
        for found in self.people().collections()? {
            let view = self.view(who, found.id.clone(), found)?;
            if view.reads {
                all.push((view.id, view.terms.title));
            }
        }
        Ok(all)
    }

    /// One collection, by id or alias, as TAXII tells it.
    ///
    /// # Errors
    /// [`HubError::NotFound`].
    pub fn collection(&self, who: &Principal, name: &str) -> Result<resource::Collection, HubError> {
        self.shelf(who, name).map(View::resource)
    }

    /// One collection, by id or alias, if the asker may know of it.
    pub(crate) fn shelf(&self, who: &Principal, name: &str) -> Result<View, HubError> {
        let missing = || HubError::NotFound("collection of this id or alias".into());
        let found = self.people().collection(name)?.ok_or_else(missing)?;
        let view = self.view(who, found.id.clone(), found)?;
        if view.reads || view.writes { Ok(view) } else { Err(missing()) }
    }

    fn view(&self, who: &Principal, id: String, terms: Collection) -> Result<View, HubError> {
        // What a token's scopes leave: either way in may be used for reading and for adding.
        let scope = |rest: Scope, taxii: Scope| {
            who.scopes.as_ref().is_none_or(|scopes| scopes.contains(&rest) || scopes.contains(&taxii))
        };
        let may = |action: &str| {
            let roles = self.matrix().who(action).map(|row| &row.roles);
            roles.is_some_and(|roles| roles.iter().any(|role| who.roles.contains(role)))
        };
        let (mut reads, mut writes) = (
            may("taxii.read") && scope(Scope::Read, Scope::TaxiiRead) && admits(&terms.read, who),
            may("taxii.write") && scope(Scope::Write, Scope::TaxiiWrite) && admits(&terms.write, who),
        );
        reads &= admits(&terms.read, who);
        writes &= admits(&terms.write, who);
        if !who.own {
            // To our own people a collection without grants is open; to others it is closed unless they are named or
            // something is agreed with them. Adding takes being named.
            let agreement = self.agreement(&who.organisation)?.map(|found| found.value.for_gate());
            let agreed = agreement.is_some_and(|one| one.in_force(self.now()) && one.covers(Some(&id)));
            reads &= agreed || !terms.read.is_empty();
            writes &= !terms.write.is_empty();
        }
        Ok(View { id, terms, reads, writes })
    }
}

pub(crate) fn may_read(view: &View) -> Result<(), HubError> {
    refuse_unless(view.reads, "read", view)
}

pub(crate) fn may_write(view: &View) -> Result<(), HubError> {
    refuse_unless(view.writes, "add to", view)
}

fn refuse_unless(allowed: bool, what: &str, view: &View) -> Result<(), HubError> {
    if allowed {
        return Ok(());
    }
    Err(HubError::NotAllowed {
        detail: format!("you may not {what} the collection {:?}; ask its administrator", view.terms.title),
        rule: "ontology/access.toml, agreements".into(),
    })
}
