//! People and organisations, kept: who there is, how they sign in, what waits for a second person.
//!
//! **The problem.** The rules are in crate `access`, which keeps nothing; the store keeps everything and knows no rules.
//! **The choice.** One handle, [`People`], with a use case a method. Each reads the records it needs, asks `access`, and
//! writes one commit: events (who, when, what) with the records that follow from them, under the revisions that were
//! read, so that two who change the same thing at once do not undo each other. Clock and randomness come from outside.
//! **Rejected.** Keeping people in memory: the command line changes them while the server runs, and a disabled account
//! has to be refused by the next request.
//!
//! No event holds a name, an address or an e-mail: the log is for ever. Those are in records, whose content can go.

mod accounts;
mod actor;
mod authenticate;
mod basic;
mod collections;
mod credentials;
mod error;
mod external;
mod first;
mod guard;
mod key;
mod organisations;
mod preferences;
mod proposals;
mod records;
mod sessions;
mod sign_in;
#[cfg(test)]
mod tests;
mod tokens;

pub use accounts::{Change, NewPerson, Reset};
pub use actor::Actor;
pub use authenticate::Presented;
pub use collections::{Collection, CollectionChange, Grant, NewCollection, admits};
pub use credentials::Enrolment;
pub use external::External;
pub use first::FirstLink;
pub use organisations::{NewOrganisation, OrganisationChange};
pub use preferences::{Preferences, Scheme};
pub use proposals::{NewProposal, Spent};
pub use sign_in::{SignIn, SignedIn};
pub use tokens::{NewToken, TokenInfo};

/// The rules and types of crate `access`, for those who may not depend on it.
pub use ostrakon_access as access;

use crate::hub::HubError;
use ostrakon_access::{Entropy, Matrix};
use ostrakon_store::{Location, Options, Store};
use std::{path::Path, sync::Arc};

/// The result of these use cases.
pub type Result<T> = std::result::Result<T, HubError>;

/// Where random bytes come from.
pub type Random = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// The people of an installation. Cheap to clone; all clones share one guard against guessing.
#[derive(Clone)]
pub struct People {
    store: Store,
    matrix: Arc<Matrix>,
    random: Random,
    key: Option<[u8; 32]>,
    guard: Arc<guard::Guard>,
}

impl std::fmt::Debug for People {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("People").finish_non_exhaustive()
    }
}

impl People {
    /// As [`People::at`], where there are people already: a mistyped directory would else become an installation.
    ///
    /// # Errors
    /// [`HubError::NotFound`] when there is none, and as [`People::at`].
    pub fn there(data: &Path, database: Option<&str>) -> Result<Self> {
        let location = Location::from_options(Some(data), database)?;
        if !location.is_there() {
            let place = location.describe();
            return Err(HubError::NotFound(format!(
                "an installation in {place}; name its directory with --data, or begin one there with `ostrakon org add`"
            )));
        }
        Self::at(data, database)
    }

    /// People over the store of a hub; the key lies in the data directory, if there is one.
    ///
    /// # Errors
    /// As [`People::open`].
    pub fn over(store: Store) -> Result<Self> {
        let folder = match store.location() {
            Location::Sqlite(folder) => Some(folder.clone()),
            Location::Postgres(_) => None,
        };
        Self::open(store, folder.as_deref())
    }

    /// People over a store, with the system's randomness. `data` is the data directory, beside whose database the key of
    /// the one-time codes lies; with PostgreSQL alone it comes from `OSTRAKON_ACCESS_KEY`.
    ///
    /// # Errors
    /// When the key is there and cannot be read, or is no key.
    pub fn open(store: Store, data: Option<&Path>) -> Result<Self> {
        crate::clock::check(&store)?;
        let key = key::load(data)?;
        Self::with(store, key, Arc::new(system_random))
    }

    /// The people of the installation in a data directory, or in a PostgreSQL database. An empty directory becomes one.
    ///
    /// # Errors
    /// When the store or the key cannot be opened.
    pub fn at(data: &Path, database: Option<&str>) -> Result<Self> {
        let location = Location::from_options(Some(data), database)?;
        Self::over(Store::open(&location, &Options::default())?)
    }

    /// People over a store, with the key and the randomness given: for tests that repeat.
    ///
    /// # Errors
    /// Never with the table that ships with the program.
    pub fn with(store: Store, key: Option<[u8; 32]>, random: Random) -> Result<Self> {
        let matrix = Matrix::embedded().map_err(error::from_access)?;
        let mut salt = [0u8; 32];
        random(&mut salt);
        Ok(Self { store, matrix: Arc::new(matrix), random, key, guard: Arc::new(guard::Guard::new(salt)) })
    }

    /// The table of who may do what.
    pub fn matrix(&self) -> &Matrix {
        &self.matrix
    }

    /// The store below.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// A key for one use, from that of the data directory; without one it is the same for all, and protects nothing.
    pub(crate) fn secret(&self, purpose: &str) -> [u8; 32] {
        let mut text = ostrakon_store::to_hex(&self.key.unwrap_or_default());
        text.push(' ');
        text.push_str(purpose);
        ostrakon_store::sha256(text.as_bytes())
    }

    /// Whether [`People::secret`] is one: a data directory has a key, a database alone wants `OSTRAKON_ACCESS_KEY`.
    pub fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// Random bytes.
    pub(crate) fn fill_random(&self, bytes: &mut [u8]) {
        (self.random)(bytes);
    }

    /// The key of the data directory, if there is one: what is sealed with it is not in a backup's power.
    pub(crate) fn key(&self) -> Option<&[u8; 32]> {
        self.key.as_ref()
    }

    fn entropy(&self) -> impl Entropy + '_ {
        move |bytes: &mut [u8]| (self.random)(bytes)
    }
}

/// The operating system's randomness.
///
/// # Panics
/// When the system gives none: then no secret may be made, and nothing that needs one may go on.
fn system_random(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the operating system gives random bytes");
}
