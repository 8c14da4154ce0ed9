//! Who this node is to others: the id of its organisation, and the key that it signs with.
//!
//! **The choice.** One Ed25519 key a node, in the file `node.key` of the data directory, made at the first need, readable
//! by its owner only and never part of a backup: a copy of the data must not be able to speak for us. With PostgreSQL
//! alone it comes from `OSTRAKON_NODE_KEY`; without either a node does not sign. **Rejected.** The key in the store: every
//! backup and every replica would hold it.

use super::{Hub, HubError, signed};
use ostrakon_exchange::bundle::SigningKey;
use ostrakon_store::{Location, from_hex};
use serde::Serialize;

const FILE: &str = "node.key";
const VARIABLE: &str = "OSTRAKON_NODE_KEY";

/// What partners enter into their agreement with us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Node {
    /// Id of our organisation.
    pub identity: String,
    /// Its name.
    pub name: String,
    /// Public key, 64 hexadecimal digits; absent where this node has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

impl Hub {
    /// What partners need to know of this node.
    ///
    /// # Errors
    /// [`HubError::Damaged`] when the key file is no key.
    pub fn node(&self) -> Result<Node, HubError> {
        let identity = self.own_organisation()?;
        let name = match identity.as_str() {
            "" => String::new(),
            id => self.people().organisation(id)?.name,
        };
        Ok(Node { identity, name, key: self.node_key()?.map(|key| signed::public(&key)) })
    }

    /// The key of this node, made when it is missing.
    pub(crate) fn node_key(&self) -> Result<Option<SigningKey>, HubError> {
        let damaged = |what: String, why: String| HubError::Damaged { what, why };
        if let Ok(text) = std::env::var(VARIABLE) {
            let bytes = from_hex(text.trim()).ok_or_else(|| {
                damaged(
                    VARIABLE.into(),
                    "give 64 hexadecimal digits (openssl rand -hex 32 makes them)".into(),
                )
            })?;
            return Ok(Some(SigningKey::from_bytes(&bytes)));
        }
        let Location::Sqlite(folder) = self.store().location() else { return Ok(None) };
        let path = folder.join(FILE);
        match signed::key(&path) {
            Ok(key) => Ok(Some(key)),
            // Another thread made it at the same moment.
            Err(_) if path.exists() => signed::key(&path).map(Some).map_err(|error| {
                damaged(path.display().to_string(), format!("{error}; put the right file back, or remove it"))
            }),
            Err(error) => Err(damaged(path.display().to_string(), error.to_string())),
        }
    }
}
