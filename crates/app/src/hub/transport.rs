//! TAXII requests over HTTP, to partners that the user has named and to nobody else.
//!
//! Redirects are not followed: credentials would go where nobody sent them. An `http` address is taken only on
//! loopback, since the credentials would be readable on the way.

use super::sealing::Sealing;
use crate::hub::HubError;
use ostrakon_exchange::seal;
use ostrakon_exchange::taxii::{MEDIA_TYPE, Reply, Request, Transport};
use std::time::Duration;

/// The longest answer that is taken: a page of objects fits, an endless one does not.
const MOST_BYTES: u64 = 512 << 20;
/// The longest wait for a whole answer.
const PATIENCE: Duration = Duration::from_mins(2);

/// How a line says that an answer bore a seal that does not hold.
pub(crate) const NOT_BELIEVED: &str = "the answer is not believed";

/// How we say who we are to a partner.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Credentials {
    /// Nothing is said.
    None,
    /// HTTP Basic.
    Basic {
        /// User name.
        user: String,
        /// Password or token.
        password: String,
    },
    /// A bearer token.
    Bearer {
        /// The token.
        token: String,
    },
    /// One of the above, as it is kept: sealed with the key of the data directory.
    Sealed {
        /// Hexadecimal.
        text: String,
    },
}

impl std::fmt::Debug for Credentials {
    // A secret does not get into a log by way of a record's debug print.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::None => "None",
            Self::Basic { .. } => "Basic(…)",
            Self::Bearer { .. } => "Bearer(…)",
            Self::Sealed { .. } => "Sealed(…)",
        })
    }
}

/// A line to a partner.
pub struct Http {
    agent: ureq::Agent,
    authorization: Option<String>,
    sealing: Option<Sealing>,
}

impl Http {
    /// A line with these credentials, which must be open, and with seals where this node has a key.
    pub(crate) fn new(credentials: &Credentials, sealing: Option<Sealing>) -> Self {
        use base64::Engine;
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent("ostrakon")
            .build()
            .into();
        let authorization = match credentials {
            Credentials::None | Credentials::Sealed { .. } => None,
            Credentials::Basic { user, password } => {
                let text = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
                Some(format!("Basic {text}"))
            }
            Credentials::Bearer { token } => Some(format!("Bearer {token}")),
        };
        Self { agent, authorization, sealing }
    }
}

/// Checks that credentials may be sent to an address.
///
/// # Errors
/// [`HubError::Invalid`] for an address that is neither `https` nor `http` on loopback.
pub fn check_address(url: &str) -> Result<(), HubError> {
    let refuse = |why: &str| Err(HubError::invalid("/url", format!("{url:?} {why}")));
    if url.len() > 2000 || url.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return refuse("is too long or has spaces in it");
    }
    if let Some(rest) = url.strip_prefix("https://") {
        return if rest.starts_with(['/', ':']) || rest.is_empty() {
            refuse("names no host")
        } else {
            Ok(())
        };
    }
    let Some(rest) = url.strip_prefix("http://") else {
        return refuse("begins neither with https:// nor http://");
    };
    let host = rest.split('/').next().unwrap_or_default();
    if host.contains('@') {
        return refuse("has credentials in it; give them apart");
    }
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let local = matches!(name, "localhost" | "[::1]")
        || name.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    if local { Ok(()) } else { refuse("would send credentials unencrypted; use https") }
}

impl Transport for Http {
    fn send(&self, request: &Request) -> Result<Reply, String> {
        check_address(&request.url).map_err(|error| error.to_string())?;
        let words = |error: ureq::Error| error.to_string();
        let body = request.body.as_deref().unwrap_or_default();
        let seal = match &self.sealing {
            Some(sealing) => Some(sealing.request(request.method, &request.url, body)?),
            None => None,
        };
        let mut response = match (request.method, &request.body) {
            ("POST", body) => {
                let mut builder =
                    self.agent.post(&request.url).header("Accept", MEDIA_TYPE).content_type(MEDIA_TYPE);
                if let Some(authorization) = &self.authorization {
                    builder = builder.header("Authorization", authorization);
                }
                if let Some((header, _)) = &seal {
                    builder = builder.header(seal::HEADER, header);
                }
                builder.send(body.as_deref().unwrap_or_default()).map_err(words)?
            }
            (method, _) => {
                let builder = if method == "DELETE" {
                    self.agent.delete(&request.url)
                } else {
                    self.agent.get(&request.url)
                };
                let mut builder = builder.header("Accept", MEDIA_TYPE);
                if let Some(authorization) = &self.authorization {
                    builder = builder.header("Authorization", authorization);
                }
                if let Some((header, _)) = &seal {
                    builder = builder.header(seal::HEADER, header);
                }
                builder.call().map_err(words)?
            }
        };
        let last = response.headers().get("X-TAXII-Date-Added-Last").and_then(|value| value.to_str().ok());
        let date_added_last = last.map(str::to_owned);
        let status = response.status().as_u16();
        let header = response.headers().get(seal::HEADER).and_then(|value| value.to_str().ok());
        let header = header.map(str::to_owned);
        let body = response.body_mut().with_config().limit(MOST_BYTES).read_to_vec().map_err(words)?;
        // A refusal may come from a proxy, or from the door, and moves nothing.
        if let (Some((_, nonce)), Some(sealing), 200..300) = (&seal, &self.sealing, status) {
            let believed = sealing.answer(header.as_deref(), nonce, &body);
            believed.map_err(|broken| format!("{NOT_BELIEVED}: {broken}"))?;
        }
        Ok(Reply { status, date_added_last, body })
    }
}

#[cfg(test)]
mod tests {
    use super::check_address;

    #[test]
    fn credentials_travel_encrypted_or_stay_on_this_machine() {
        for good in [
            "https://partner.example/taxii2/",
            "http://127.0.0.1:8080/taxii2/",
            "http://[::1]:1/",
            "http://localhost/",
        ] {
            assert!(check_address(good).is_ok(), "{good}");
        }
        for bad in [
            "http://partner.example/",
            "ftp://a",
            "",
            "https://",
            "http://127.0.0.1.evil.example/",
            "http://u:p@127.0.0.1/",
            "https://a b/",
        ] {
            assert!(check_address(bad).is_err(), "{bad}");
        }
    }
}
