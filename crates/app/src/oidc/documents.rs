//! What a provider says of itself: its addresses (OpenID Connect Discovery 1.0) and its keys (RFC 7517), kept for a while.
//!
//! **The choice.** Both are read at the first need and kept for an hour. A token that no kept key fits makes the keys be read
//! anew at once, since providers change keys without notice; but not more often than every ten seconds, so that nobody can
//! make us flood a provider by sending us nonsense.

use super::id_token::Jwk;
use super::web::Web;
use crate::hub::{HubError, transport::check_address};
use serde::Deserialize;
use std::sync::{Arc, Mutex, PoisonError};

/// How long documents are kept, in milliseconds.
const KEPT: i64 = 3_600_000;
/// Least time between two readings of the keys because one did not fit.
const AGAIN: i64 = 10_000;
/// Keys of a set that are looked at.
const MOST_KEYS: usize = 100;

/// A provider's metadata.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Metadata {
    issuer: String,
    pub(super) authorization_endpoint: String,
    pub(super) token_endpoint: String,
    jwks_uri: String,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    pub(super) authorization_response_iss_parameter_supported: bool,
}

impl Metadata {
    /// Whether our secret goes into the form: only where the provider does not take it as a header.
    pub(super) fn secret_in_form(&self) -> bool {
        let methods = self.token_endpoint_auth_methods_supported.as_deref().unwrap_or_default();
        let has = |name: &str| methods.iter().any(|method| method == name);
        !has("client_secret_basic") && has("client_secret_post")
    }
}

#[derive(Deserialize)]
struct KeySet {
    // Keys of kinds that we do not know are no reason not to read the others.
    keys: Vec<serde_json::Value>,
}

#[derive(Default)]
struct Kept {
    metadata: Option<(Arc<Metadata>, i64)>,
    keys: Option<(Arc<Vec<Jwk>>, i64)>,
}

/// A provider's documents.
#[derive(Default)]
pub(super) struct Documents {
    kept: Mutex<Kept>,
}

impl Documents {
    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        // What is kept is whole after every statement; a panic elsewhere does not spoil it.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The metadata of an issuer.
    pub(super) fn metadata(&self, web: &Web, issuer: &str, now: i64) -> Result<Arc<Metadata>, HubError> {
        if let Some((metadata, at)) = &self.kept().metadata
            && (0..KEPT).contains(&(now - at))
        {
            return Ok(Arc::clone(metadata));
        }
        let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let read: Metadata = web.get(&url)?;
        if read.issuer != issuer {
            return Err(HubError::NotAllowed {
                detail: format!(
                    "{url} is of the issuer {:?}; write that as `issuer` under [oidc], or mend the address",
                    read.issuer
                ),
                rule: "oidc.issuer".into(),
            });
        }
        for address in [&read.authorization_endpoint, &read.token_endpoint, &read.jwks_uri] {
            check_address(address)?;
        }
        let read = Arc::new(read);
        self.kept().metadata = Some((Arc::clone(&read), now));
        Ok(read)
    }

    /// The keys. `fresh`: those that are kept did not fit.
    pub(super) fn keys(
        &self,
        web: &Web,
        metadata: &Metadata,
        fresh: bool,
        now: i64,
    ) -> Result<Arc<Vec<Jwk>>, HubError> {
        let most = if fresh { AGAIN } else { KEPT };
        if let Some((keys, at)) = &self.kept().keys
            && (0..most).contains(&(now - at))
        {
            return Ok(Arc::clone(keys));
        }
        let set: KeySet = web.get(&metadata.jwks_uri)?;
        let keys = set.keys.into_iter().take(MOST_KEYS).filter_map(|key| serde_json::from_value(key).ok());
        let keys = Arc::new(keys.collect::<Vec<Jwk>>());
        self.kept().keys = Some((Arc::clone(&keys), now));
        Ok(keys)
    }
}
