//! Name and password with every request (HTTP Basic): what TAXII clients speak.
//!
//! **The choice.** Such a principal has the TAXII scopes and no others, so that a password that a browser repeats by itself
//! can change nothing else; and none at all where one-time codes are set up, which a password alone would go round: such
//! people use an API token as the password. **Rejected.** Basic for the whole API.

use super::{People, Result, error, records::LOCKOUT, records::reservation};
use ostrakon_access::{Credential, Person, Principal, Scope, password};
use std::{collections::BTreeSet, net::IpAddr};

impl People {
    pub(super) fn by_password(
        &self,
        name: &str,
        given: &str,
        address: Option<IpAddr>,
        now: i64,
    ) -> Result<Principal> {
        let key = Person::key(name);
        if let Some(principal) = self.remembered(name, &key, given, now)? {
            return Ok(principal);
        }
        let _turn = self.guard.turn(&key);
        let failures = self.refuse_while_waiting(Some(name), address, now)?;
        let (account, stored) = self.account_by_name(name)?;
        let hash = stored.as_ref().and_then(|kept| kept.value.password.as_deref());
        // Another request may have waited for the same turn with the same password.
        let right = hash.is_some_and(|hash| self.guard.remembers(&key, given, hash, now))
            || password::verify(given, hash).map_err(error::from_access)?;
        let (Some(account), Some(stored), true) = (account, stored, right) else {
            self.count_failure(name, address, now)?;
            return Err(error::unknown());
        };
        if stored.value.totp.is_some_and(|totp| totp.confirmed) {
            return Err(error::refused(
                "one-time-code",
                "this account signs in with one-time codes; use an API token as the password",
            ));
        }
        if let Some(failures) = failures {
            let mut draft = super::records::Draft::new(&super::Actor::person(&account.0), now);
            let id = reservation(&key);
            draft.event("sign-in.forgiven", format!("{LOCKOUT}/{}", &id[..16]), serde_json::json!({}));
            draft.delete(LOCKOUT, &id, &failures);
            super::records::lenient(draft.commit(self, ""))?;
        }
        self.guard.remember(&key, given, stored.value.password.as_deref().unwrap_or_default(), now);
        Ok(self.with_password(&account))
    }

    /// The principal of a password that was right a moment ago, if the account is still what it was.
    fn remembered(&self, name: &str, key: &str, given: &str, now: i64) -> Result<Option<Principal>> {
        let (Some(account), Some(stored)) = self.account_by_name(name)? else { return Ok(None) };
        let coded = stored.value.totp.as_ref().is_some_and(|totp| totp.confirmed);
        let known =
            stored.value.password.as_deref().is_some_and(|hash| self.guard.remembers(key, given, hash, now));
        Ok((known && !coded).then(|| self.with_password(&account)))
    }

    fn with_password(&self, (person, organisation): &(Person, ostrakon_access::Organisation)) -> Principal {
        let scopes = BTreeSet::from([Scope::TaxiiRead, Scope::TaxiiWrite]);
        Principal::new(person, organisation, Credential::Password, Some(scopes), None, &self.matrix)
    }
}
