//! Whether an id token is what it claims (OpenID Connect Core 1.0 §3.1.3.7; RFC 7515, RFC 7518, RFC 8725).
//!
//! **The choice.** The algorithm is chosen from a short list by us and must fit the *key's* type; what the token says of
//! itself only has to agree. `none` and every HMAC are not on the list, so that no public key can serve as a secret.
//! Signatures are checked by `ring`, which checks TLS for us already. **Rejected.** `openidconnect` and `jsonwebtoken`: each
//! brings a second generation of hash, signature and random crates for what is one call here, and both leave `azp` and
//! `nonce` to the caller anyway.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::{Deserialize, de::DeserializeOwned};
use subtle::ConstantTimeEq;

/// The longest token that is looked at.
const LONGEST: usize = 64 << 10;
/// How far two clocks may be apart, in seconds.
const SKEW: i64 = 60;

/// A key of a provider (RFC 7517), as far as it is used.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Jwk {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    n: Option<String>,
    e: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

/// Why a token is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is no signed token that we read.
    Shape,
    /// Its algorithm is not one that we take.
    Algorithm,
    /// No key of the provider's fits it; a newer set may.
    Key,
    /// The signature is not the key's.
    Signature,
    /// Another issuer.
    Issuer,
    /// Not for us.
    Audience,
    /// Over, or not yet.
    Time,
    /// Not the answer to our question.
    Nonce,
    /// It names nobody.
    Subject,
}

impl Fault {
    /// The rule's name in a refusal, and why.
    pub(super) fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::Shape => ("oidc.token", "the provider's id token cannot be read"),
            Self::Algorithm => ("oidc.algorithm", "the id token is signed in a way that is not taken"),
            Self::Key => ("oidc.key", "the id token is signed by a key that the provider does not list"),
            Self::Signature => ("oidc.signature", "the id token's signature is not right"),
            Self::Issuer => ("oidc.issuer", "the id token is from another provider"),
            Self::Audience => ("oidc.audience", "the id token is for another program"),
            Self::Time => ("oidc.time", "the id token is over or not valid yet; check both clocks"),
            Self::Nonce => ("oidc.nonce", "the id token answers another sign-in"),
            Self::Subject => ("oidc.subject", "the id token names nobody"),
        }
    }
}

/// What a token must say.
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client: &'a str,
    pub(super) nonce: &'a str,
    /// Seconds since 1970 UTC.
    pub(super) now: i64,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// The claims that are used.
#[derive(Deserialize)]
pub(super) struct Claims {
    iss: String,
    pub(super) sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: f64,
    iat: f64,
    nbf: Option<f64>,
    nonce: Option<String>,
    pub(super) email: Option<String>,
    #[serde(default)]
    email_verified: serde_json::Value,
}

impl Claims {
    /// The address, if the provider vouches for it. Some providers write the truth as a text.
    pub(super) fn verified_email(&self) -> Option<&str> {
        let sure = self.email_verified == true || self.email_verified == "true";
        self.email.as_deref().filter(|_| sure)
    }
}

fn part<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

/// Checks a token against a provider's keys and what is expected.
pub(super) fn verify(token: &str, keys: &[Jwk], expected: &Expected<'_>) -> Result<Claims, Fault> {
    if token.len() > LONGEST {
        return Err(Fault::Shape);
    }
    let mut parts = token.split('.');
    let (Some(head), Some(body), Some(sign), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Fault::Shape);
    };
    let header: Header = part(head).ok_or(Fault::Shape)?;
    // An extension that must be understood is one that we do not.
    if header.crit.is_some() {
        return Err(Fault::Shape);
    }
    if !["RS256", "PS256", "ES256", "EdDSA"].contains(&header.alg.as_str()) {
        return Err(Fault::Algorithm);
    }
    let signature = URL_SAFE_NO_PAD.decode(sign).map_err(|_| Fault::Shape)?;
    let signed = &token.as_bytes()[..head.len() + 1 + body.len()];
    let fitting = keys.iter().filter(|key| key.fits(&header));
    let (mut any, mut right) = (false, false);
    for key in fitting {
        any = true;
        right |= key.verifies(&header.alg, signed, &signature);
    }
    match (any, right) {
        (false, _) => return Err(Fault::Key),
        (true, false) => return Err(Fault::Signature),
        (true, true) => {}
    }
    let claims: Claims = part(body).ok_or(Fault::Shape)?;
    claims.check(expected)?;
    Ok(claims)
}

impl Jwk {
    /// Whether the key may have signed a token with this header.
    fn fits(&self, header: &Header) -> bool {
        let kty = match header.alg.as_str() {
            "RS256" | "PS256" => "RSA",
            "ES256" => "EC",
            _ => "OKP",
        };
        self.kty == kty
            && self.usage.as_deref().is_none_or(|usage| usage == "sig")
            && self.alg.as_deref().is_none_or(|alg| alg == header.alg)
            && header.kid.as_ref().is_none_or(|kid| self.kid.as_ref().is_none_or(|own| own == kid))
    }

    fn verifies(&self, alg: &str, signed: &[u8], signature: &[u8]) -> bool {
        let field = |text: &Option<String>| URL_SAFE_NO_PAD.decode(text.as_deref()?).ok();
        match alg {
            "RS256" | "PS256" => {
                let (Some(n), Some(e)) = (field(&self.n), field(&self.e)) else { return false };
                let scheme = match alg {
                    "RS256" => &signature::RSA_PKCS1_2048_8192_SHA256,
                    _ => &signature::RSA_PSS_2048_8192_SHA256,
                };
                RsaPublicKeyComponents { n, e }.verify(scheme, signed, signature).is_ok()
            }
            "ES256" => {
                let (Some(x), Some(y)) = (field(&self.x), field(&self.y)) else { return false };
                let point = [&[4], x.as_slice(), &y].concat();
                self.crv.as_deref() == Some("P-256")
                    && UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point)
                        .verify(signed, signature)
                        .is_ok()
            }
            "EdDSA" => {
                let Some(x) = field(&self.x) else { return false };
                self.crv.as_deref() == Some("Ed25519")
                    && UnparsedPublicKey::new(&signature::ED25519, x).verify(signed, signature).is_ok()
            }
            _ => false,
        }
    }
}

impl Claims {
    fn check(&self, expected: &Expected<'_>) -> Result<(), Fault> {
        if self.iss != expected.issuer {
            return Err(Fault::Issuer);
        }
        let (ours, others) = match &self.aud {
            Audience::One(one) => (one == expected.client, false),
            Audience::Many(all) => (all.iter().any(|one| one == expected.client), all.len() > 1),
        };
        // With several audiences the token must say for whom it was made, and that must be us.
        let authorised = self.azp.as_deref().map_or(!others, |azp| azp == expected.client);
        if !ours || !authorised {
            return Err(Fault::Audience);
        }
        let (now, skew) = (expected.now as f64, SKEW as f64);
        let timely = self.exp > now - skew
            && self.iat < now + skew
            && self.iat < self.exp
            && self.nbf.is_none_or(|from| from < now + skew);
        if !timely {
            return Err(Fault::Time);
        }
        let nonce = self.nonce.as_deref().unwrap_or_default();
        if expected.nonce.is_empty() || !bool::from(nonce.as_bytes().ct_eq(expected.nonce.as_bytes())) {
            return Err(Fault::Nonce);
        }
        if self.sub.is_empty() || self.sub.len() > 255 {
            return Err(Fault::Subject);
        }
        Ok(())
    }
}
