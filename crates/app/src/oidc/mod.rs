//! Signing in by an OpenID Connect provider: the authorisation code flow with PKCE (Core 1.0 §3.1; RFC 7636; RFC 9700).
//!
//! **The problem.** The browser carries everything between us and the provider, and whoever controls what it carries would
//! be somebody else: answers to questions that we never asked, from providers that we never meant, twice.
//!
//! **The choice.** What was asked (state, nonce, PKCE verifier, where to go afterwards) travels in a cookie sealed with a key
//! of ours and good for ten minutes; the answer must fit all of it, and a state is taken once. One provider an installation:
//! an answer that names another issuer is refused (RFC 9207). The account is found by issuer and subject
//! ([`crate::people::External`]); the provider makes none. **Rejected.** A table of sign-ins under way: anybody could fill it.

mod documents;
mod id_token;
mod web;

use crate::hub::{Hub, HubError, transport::check_address};
use crate::people::{External, SignedIn};
use crate::sealed;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use documents::{Documents, Metadata};
use id_token::{Expected, Fault};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use web::{Web, escape};

/// How long a sign-in may take, in milliseconds.
pub const PATIENCE: i64 = 10 * 60_000;
/// The longest address to go to afterwards.
const LONGEST_NEXT: usize = 1_000;
/// States that are remembered as used; each for at most [`PATIENCE`].
const MOST_USED: usize = 10_000;
/// What the cookie belongs to.
const PLACE: &[u8] = b"ostrakon oidc 1";

/// What an installation says of its provider.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The issuer, exactly as the provider writes it.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there; a public client has none.
    pub client_secret: Option<String>,
    /// Where the provider sends browsers back to: registered there, character by character.
    pub redirect_uri: String,
}

/// A provider.
pub struct Provider {
    settings: Settings,
    web: Web,
    documents: Documents,
    used: Mutex<HashMap<String, i64>>,
}

impl std::fmt::Debug for Provider {
    // The secret does not get into a log by way of a debug print.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Provider").field(&self.settings.issuer).finish()
    }
}

/// A sign-in that was begun.
#[derive(Debug, Clone)]
pub struct Begun {
    /// Where the browser goes.
    pub location: String,
    /// What it keeps in a cookie meanwhile.
    pub cookie: String,
}

/// What comes back with the browser.
#[derive(Debug, Clone, Default)]
pub struct Callback<'a> {
    /// `state`.
    pub state: Option<&'a str>,
    /// `code`.
    pub code: Option<&'a str>,
    /// `iss` (RFC 9207).
    pub issuer: Option<&'a str>,
    /// `error`.
    pub error: Option<&'a str>,
    /// The cookie.
    pub cookie: Option<&'a str>,
    /// What the browser calls itself.
    pub agent: Option<&'a str>,
    /// Token of the session that the browser has; it ends.
    pub replaces: Option<&'a str>,
}

/// What was asked.
#[derive(Serialize, Deserialize)]
struct Asked {
    state: String,
    nonce: String,
    verifier: String,
    next: String,
    at: i64,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: Option<String>,
}

impl Settings {
    /// Checks what can be checked without asking the provider.
    ///
    /// # Errors
    /// A sentence that names the key and the mend.
    pub fn check(&self) -> Result<(), String> {
        for (key, url) in [("issuer", &self.issuer), ("public_url", &self.redirect_uri)] {
            if check_address(url).is_err() || url.contains(['?', '#']) {
                return Err(format!(
                    "[oidc] {key}: {url:?} is no address that a browser may be sent to with a code; write it as \
                     https://HOST (http:// on this machine only), without ? and #"
                ));
            }
        }
        let named = |text: &str| (1..=500).contains(&text.len()) && !text.contains(char::is_control);
        if !named(&self.client_id) {
            return Err("[oidc] client_id: write the name that the provider gave this installation".into());
        }
        if self.client_secret.as_deref().is_some_and(|secret| !named(secret)) {
            return Err(
                "[oidc] client_secret: leave it out for a public client, or write the provider's".into()
            );
        }
        Ok(())
    }
}

impl Provider {
    /// A provider by its settings. Nothing is asked of it yet.
    pub fn new(settings: Settings) -> Self {
        Self { settings, web: Web::new(), documents: Documents::default(), used: Mutex::default() }
    }

    /// Asks the provider who it is.
    ///
    /// # Errors
    /// [`HubError::NotAllowed`] when it is another than the settings say, [`HubError::Partner`] when it does not answer.
    pub fn look(&self, now: i64) -> Result<(), HubError> {
        self.documents.metadata(&self.web, &self.settings.issuer, now).map(drop)
    }

    /// Begins a sign-in that ends at `next`, an address of this installation.
    ///
    /// # Errors
    /// [`HubError::Invalid`] for another address, [`HubError::Partner`] when the provider does not answer.
    pub fn begin(&self, hub: &Hub, next: Option<&str>) -> Result<Begun, HubError> {
        let next = next.unwrap_or("/");
        if !stays_here(next) {
            return Err(HubError::invalid("next", "give a path of this installation, such as /incidents"));
        }
        let metadata = self.documents.metadata(&self.web, &self.settings.issuer, hub.now())?;
        let secret = || {
            let mut bytes = [0u8; 32];
            hub.people().fill_random(&mut bytes);
            URL_SAFE_NO_PAD.encode(bytes)
        };
        let (state, nonce, verifier) = (secret(), secret(), secret());
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        let location = self.location(&metadata, &state, &nonce, &challenge);
        let asked = Asked { state, nonce, verifier, next: next.to_owned(), at: hub.now() };
        let cookie = seal(hub, &asked).ok_or_else(|| unsealed("cannot be sealed"))?;
        Ok(Begun { location, cookie })
    }

    fn location(&self, metadata: &Metadata, state: &str, nonce: &str, challenge: &str) -> String {
        let query = [
            ("response_type", "code"),
            ("client_id", &self.settings.client_id),
            ("redirect_uri", &self.settings.redirect_uri),
            ("scope", "openid email"),
            ("state", state),
            ("nonce", nonce),
            ("code_challenge", challenge),
            ("code_challenge_method", "S256"),
        ];
        let query: Vec<String> = query.iter().map(|(k, v)| format!("{k}={}", escape(v))).collect();
        let to = &metadata.authorization_endpoint;
        format!("{to}{}{}", if to.contains('?') { '&' } else { '?' }, query.join("&"))
    }

    /// Ends a sign-in: who it is, and where to go.
    ///
    /// # Errors
    /// [`HubError::NotAllowed`] with a rule `oidc.…` for whatever does not fit, [`HubError::Partner`] when the provider does
    /// not answer, and those of [`crate::people::People::sign_in_external`].
    pub fn end(&self, hub: &Hub, back: &Callback<'_>) -> Result<(SignedIn, String), HubError> {
        let now = hub.now();
        let asked = back.cookie.and_then(|cookie| unseal(hub, cookie));
        let again = "begin the sign-in anew, in one window and within ten minutes";
        let asked = asked.filter(|asked| (0..PATIENCE).contains(&(now - asked.at)));
        let asked = asked.ok_or_else(|| refused("oidc.state", again))?;
        // Both are ours and random: a comparison that takes longer for a better guess is of no use to anybody.
        if back.state != Some(asked.state.as_str()) || !self.first_use(&asked.state, now) {
            return Err(refused("oidc.state", again));
        }
        let metadata = self.documents.metadata(&self.web, &self.settings.issuer, now)?;
        let named = match back.issuer {
            Some(issuer) => issuer == self.settings.issuer,
            None => !metadata.authorization_response_iss_parameter_supported,
        };
        if !named {
            return Err(refused("oidc.issuer", "the answer is from another provider than was asked"));
        }
        if back.error.is_some() {
            return Err(refused("oidc.provider", "the provider did not let you in, or you said no"));
        }
        let code = back.code.filter(|code| !code.is_empty() && code.len() <= 4_096);
        let code = code.ok_or_else(|| refused("oidc.code", "the provider's answer holds no code"))?;
        let token = self.redeem(&metadata, code, &asked.verifier)?;
        let claims = self.verify(&metadata, &token, &asked.nonce, now)?;
        let external = External {
            issuer: &self.settings.issuer,
            subject: &claims.sub,
            verified_email: claims.verified_email(),
            agent: back.agent,
            replaces: back.replaces,
        };
        Ok((hub.people().sign_in_external(&external, now)?, asked.next))
    }

    /// Whether a state comes back for the first time.
    fn first_use(&self, state: &str, now: i64) -> bool {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.retain(|_, at| (0..PATIENCE).contains(&(now - *at)));
        // Only who signs in here adds to it; a flood of them waits for places rather than forgetting what was used.
        used.len() < MOST_USED && used.insert(state.to_owned(), now).is_none()
    }

    /// The id token that a code stands for.
    fn redeem(&self, metadata: &Metadata, code: &str, verifier: &str) -> Result<String, HubError> {
        let Settings { client_id, client_secret, redirect_uri, .. } = &self.settings;
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect_uri.as_str()),
            ("code_verifier", verifier),
        ];
        let mut authorization = None;
        match client_secret {
            Some(secret) if !metadata.secret_in_form() => {
                // RFC 6749 §2.3.1 escapes both before they are joined.
                let pair = format!("{}:{}", escape(client_id), escape(secret));
                authorization = Some(format!("Basic {}", STANDARD.encode(pair)));
            }
            Some(secret) => {
                form.extend([("client_id", client_id.as_str()), ("client_secret", secret.as_str())]);
            }
            None => form.push(("client_id", client_id)),
        }
        let answer = self.web.post::<Tokens>(&metadata.token_endpoint, &form, authorization.as_deref())?;
        let tokens = answer
            .map_err(|_| refused("oidc.code", "the provider does not know this code, or not any more"))?;
        tokens.id_token.ok_or_else(|| refused("oidc.token", "the provider sent no id token"))
    }

    fn verify(
        &self,
        metadata: &Metadata,
        token: &str,
        nonce: &str,
        now: i64,
    ) -> Result<id_token::Claims, HubError> {
        let Settings { issuer, client_id, .. } = &self.settings;
        let expected = Expected { issuer, client: client_id, nonce, now: now / 1_000 };
        let keys = self.documents.keys(&self.web, metadata, false, now)?;
        let mut found = id_token::verify(token, &keys, &expected);
        if matches!(found, Err(Fault::Key | Fault::Signature)) {
            let keys = self.documents.keys(&self.web, metadata, true, now)?;
            found = id_token::verify(token, &keys, &expected);
        }
        found.map_err(|fault| {
            let (rule, why) = fault.told();
            refused(rule, why)
        })
    }
}

/// Whether an address leads to this installation and nowhere else, whatever a browser makes of it.
fn stays_here(next: &str) -> bool {
    let odd = |c: char| c == '\\' || c.is_control() || c.is_whitespace();
    next.len() <= LONGEST_NEXT
        && next.starts_with('/')
        && !next.starts_with("//")
        && next.is_ascii()
        && !next.contains(odd)
}

fn refused(rule: &str, why: &str) -> HubError {
    HubError::NotAllowed { detail: why.to_owned(), rule: rule.to_owned() }
}

fn unsealed(why: &str) -> HubError {
    HubError::Damaged { what: "a sign-in under way".into(), why: why.to_owned() }
}

fn seal(hub: &Hub, asked: &Asked) -> Option<String> {
    let text = serde_json::to_vec(asked).ok()?;
    let mut nonce = [0; 12];
    hub.people().fill_random(&mut nonce);
    let sealed = sealed::seal(&hub.people().secret("oidc"), nonce, PLACE, &text)?;
    Some(URL_SAFE_NO_PAD.encode(sealed))
}

fn unseal(hub: &Hub, cookie: &str) -> Option<Asked> {
    let sealed = URL_SAFE_NO_PAD.decode(cookie).ok()?;
    serde_json::from_slice(&sealed::open(&hub.people().secret("oidc"), PLACE, &sealed)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for good in ["/", "/incidents/1?tab=a#x", "/a//b", "/%2F%2Fevil.example"] {
            assert!(stays_here(good), "{good}");
        }
        for bad in [
            "",
            "incidents",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil",
            "/é",
            "/a b",
        ] {
            assert!(!stays_here(bad), "{bad}");
        }
    }

    #[test]
    fn settings_that_cannot_work_are_named() {
        let good = Settings {
            issuer: "https://login.example.org".into(),
            client_id: "ostrakon".into(),
            client_secret: None,
            redirect_uri: "https://hub.example.org/api/v1/session/oidc/callback".into(),
        };
        assert_eq!(good.check(), Ok(()));
        for (bad, word) in [
            (Settings { issuer: "login.example.org".into(), ..good.clone() }, "issuer"),
            (Settings { issuer: "http://login.example.org".into(), ..good.clone() }, "issuer"),
            (Settings { redirect_uri: "http://hub.example.org/x".into(), ..good.clone() }, "public_url"),
            (Settings { client_id: String::new(), ..good.clone() }, "client_id"),
            (Settings { client_secret: Some(String::new()), ..good }, "client_secret"),
        ] {
            assert!(bad.check().expect_err(word).contains(word));
        }
    }
}
