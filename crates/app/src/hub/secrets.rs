//! What partners gave us to sign in with, kept so that a copy of the store does not open their doors.
//!
//! **The choice.** A link's credentials are sealed with the key of the data directory (`access.key`), which is no part of a
//! backup; the link's name is sealed with them, so that they cannot be put under another. With PostgreSQL alone the key comes
//! from `OSTRAKON_ACCESS_KEY`, and without one no secret is taken. **Rejected.** Encrypted backups: the database beside them
//! would hold the secrets still, and a passphrase is lost on the day it is needed.

use super::transport::Credentials;
use super::{Hub, HubError};
use crate::sealed;
use ostrakon_store::to_hex;

fn place(link: &str) -> String {
    format!("node-link/{link}")
}

impl Hub {
    /// Credentials as they are kept.
    pub(super) fn closed(&self, link: &str, credentials: &Credentials) -> Result<Credentials, HubError> {
        if matches!(credentials, Credentials::None | Credentials::Sealed { .. }) {
            return Ok(credentials.clone());
        }
        let why =
            "this node has no key to keep it with; set OSTRAKON_ACCESS_KEY (openssl rand -hex 32 makes one)";
        let key = self.people().key().ok_or_else(|| HubError::invalid("/secret", why))?;
        let damaged = |why: String| HubError::Damaged { what: format!("the secret of link {link}"), why };
        let mut nonce = [0; 12];
        getrandom::fill(&mut nonce).map_err(|error| damaged(error.to_string()))?;
        let text = serde_json::to_vec(credentials).map_err(|error| damaged(error.to_string()))?;
        let sealed = sealed::seal(key, nonce, place(link).as_bytes(), &text);
        let sealed = sealed.ok_or_else(|| damaged("it cannot be sealed".into()))?;
        Ok(Credentials::Sealed { text: to_hex(&sealed) })
    }

    /// Credentials as they are used.
    pub(super) fn opened(&self, link: &str, credentials: &Credentials) -> Result<Credentials, HubError> {
        let Credentials::Sealed { text } = credentials else { return Ok(credentials.clone()) };
        let open = || {
            let bytes: Option<Vec<u8>> = (0..text.len())
                .step_by(2)
                .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
                .collect();
            let plain = sealed::open(self.people().key()?, place(link).as_bytes(), &bytes?)?;
            serde_json::from_slice(&plain).ok()
        };
        open().ok_or_else(|| HubError::Conflict(format!(
            "the secret of link {link} was kept with another access.key than is here (a backup has none); put the old \
             file back, or write the link anew with its secret"
        )))
    }
}
