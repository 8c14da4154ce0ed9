//! People: accounts, and the human behind them.
//!
//! **The problem.** The two-person rule is about humans, and software sees accounts. Somebody with a seat in two
//! organisations has two accounts and is still one person; so is somebody who made herself a second account.
//!
//! **The choice.** Each account names its [`Person::human`]: accounts with the same verified e-mail or the same subject
//! at the identity provider share it, and an administrator can say so. Each account also keeps who gave it its roles
//! and its password ([`Person::vouched_by`]): whoever did that could sign in as it, and does not count as a second.
//!
//! **Rejected.** Comparing account ids only: then two accounts of one person are two people.

use crate::{Error, OrganisationKind, Result, Role, organisation::clip, organisation::name};
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An account. Its secrets lie apart (password hash, one-time codes), so that a list of people holds none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// `person--` and a UUID.
    pub id: String,
    /// What is typed at sign-in; unique without regard to case.
    pub name: String,
    /// How others see it; the same as `name` unless told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Address; what an identity provider's verified e-mail is compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Subject at the configured identity provider, once it was seen with a verified e-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The human behind the account: the id of that human's first account.
    pub human: String,
    /// Humans who set this account's roles or credentials.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub vouched_by: BTreeSet<String>,
    /// The organisation's id.
    pub organisation: String,
    /// Roles; at least one.
    pub roles: BTreeSet<Role>,
    /// Highest marking the person is cleared for; the roles may allow less.
    pub highest: Tlp,
    /// When it was entered, in milliseconds of UTC.
    pub created: i64,
    /// When it was disabled. Its sessions and tokens are refused from that moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled: Option<i64>,
}

impl Person {
    /// Checks the fields that people fill in.
    ///
    /// # Errors
    /// [`Error::Field`] that names the field.
    pub fn check(&self) -> Result<()> {
        name("name", &self.name)?;
        // HTTP Basic ends the name at the first colon (RFC 7617 §2).
        if self.name.contains(':') {
            return Err(Error::field("name", format!("`{}` contains a colon", clip(&self.name))));
        }
        if let Some(display) = &self.display_name {
            name("display_name", display)?;
        }
        if let Some(email) = &self.email {
            let fine = email
                .split_once('@')
                .is_some_and(|(local, host)| !local.is_empty() && !host.is_empty() && !host.contains('@'))
                && email.len() <= 254
                && !email.contains(|c: char| c.is_whitespace() || c.is_control());
            if !fine {
                return Err(Error::field("email", format!("`{}` is no address", clip(email))));
            }
        }
        if self.roles.is_empty() {
            return Err(Error::field("roles", "give at least one role, such as analyst"));
        }
        Ok(())
    }

    /// The form of a name in which two names are compared.
    pub fn key(name: &str) -> String {
        use unicode_normalization::UnicodeNormalization;
        name.trim().nfkc().flat_map(char::to_lowercase).collect()
    }

    /// Whether roles suit an organisation: a party is heard and informed, but approves nothing about its rivals.
    ///
    /// # Errors
    /// [`Error::Refused`] for a role that the kind of organisation may not have.
    pub fn check_roles(&self, kind: OrganisationKind) -> Result<()> {
        let barred = [Role::Approver, Role::Presidency, Role::Administrator];
        match self.roles.iter().find(|role| barred.contains(role)) {
            Some(role) if kind == OrganisationKind::Party => Err(Error::refused(
                "party-role",
                format!(
                    "people of a party or candidate cannot be {role}; give them point-of-contact or guest"
                ),
            )),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::person;

    #[test]
    fn fields_are_checked_by_name() {
        assert_eq!(person("one", &[Role::Analyst]).check(), Ok(()));
        for (field, broken) in [
            ("name", Person { name: "a:b".into(), ..person("one", &[Role::Guest]) }),
            ("email", Person { email: Some("nobody".into()), ..person("one", &[Role::Guest]) }),
            ("email", Person { email: Some("a@b@c".into()), ..person("one", &[Role::Guest]) }),
            ("roles", person("one", &[])),
        ] {
            assert!(broken.check().is_err_and(|e| e.to_string().starts_with(field)), "{field}");
        }
    }

    #[test]
    fn names_that_look_alike_are_one_name() {
        assert_eq!(Person::key(" Analyst-One "), Person::key("ANALYST-ONE"));
        assert_eq!(Person::key("ﬁne"), "fine");
    }

    #[test]
    fn a_party_approves_nothing() {
        assert!(person("one", &[Role::Approver]).check_roles(OrganisationKind::Party).is_err());
        assert!(person("one", &[Role::PointOfContact]).check_roles(OrganisationKind::Party).is_ok());
        assert!(person("one", &[Role::Approver]).check_roles(OrganisationKind::ElectoralBody).is_ok());
    }
}
