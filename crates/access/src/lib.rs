//! Who may do what: organisations, people, roles, scopes, credentials, and the two-person rule.
//!
//! **The problem.** A hub that several organisations share has to answer one question thousands of times a minute:
//! may *this* person do *this* to *that*? The answer must be the same on every way in (browser, token, TAXII client,
//! command line), readable by an auditor who does not read Rust, and right when the person was disabled a second ago.
//!
//! **The choice.** The rules are a table, `ontology/access.toml`: route → action → roles, scope, highest marking. This
//! crate reads the table and decides; it keeps nothing. Credentials are plain records with pure functions over them:
//! the caller passes the clock in milliseconds and the randomness as an [`Entropy`], so that every test runs on a fixed
//! clock and a seed. Only the SHA-256 of a session, token or link is ever part of a record.
//!
//! **Rejected.** Permissions as code at each handler: nobody can list them, and a forgotten check is invisible; with
//! the table a route that is not listed is refused. Roles per organisation and object (access-control lists): the
//! agencies asked for seven roles that mean the same everywhere. JSON web tokens for sessions: they outlive the
//! disabling of their owner.
//!
//! ```text
//! principal  who asks: person, organisation, roles, scopes, highest marking
//! matrix     the table: route × role × scope × marking → allowed, or the rule that refuses
//! password   rules and argon2id        session  idle, absolute, rotation     csrf     double submit
//! totp       RFC 6238, used once       recovery codes for a lost device      lockout  progressive, no oracle
//! token      `ost_…` for machines      link     one-time links               two_person  proposals
//! ```

pub mod csrf;
mod error;
pub mod link;
pub mod lockout;
pub mod matrix;
pub mod organisation;
pub mod password;
pub mod person;
pub mod principal;
pub mod recovery;
pub mod scope;
pub mod secret;
pub mod session;
pub mod token;
pub mod totp;
pub mod two_person;

pub use error::{Error, Result};
pub use matrix::{Matrix, Who};
pub use organisation::Organisation;
pub use ostrakon_model::{OrganisationKind, Role};
pub use person::Person;
pub use principal::{Credential, Principal};
pub use scope::Scope;
pub use secret::{Entropy, Secret};

#[cfg(test)]
pub(crate) mod testing;
