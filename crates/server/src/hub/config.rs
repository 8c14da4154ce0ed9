//! What an installation says about itself, in a file.
//!
//! Every key has a default that suits a laptop; a key that is not known is refused with its name, since a misspelt
//! `rate_limt` that is silently left out would be believed to protect.
//!
//! ```toml
//! title = "Election Observatory"        # how TAXII and pages name this installation
//! contact = "security@example.org"      # whom partners ask
//! public_url = "https://hub.example.org" # how browsers reach it; needed behind a proxy and for OIDC
//! requests_per_second = 200             # an asker; bursts of ten times that
//! longest_evidence = 1073741824         # bytes of one piece of evidence
//! largest_upload = 21474836480          # bytes of a file with posts
//! analyses_at_once = 1                  # each takes every core and gigabytes of memory
//! log = "info"                          # error, warn, info, debug, or a filter such as "ostrakon=debug"
//!
//! [timer]                               # what the server does by itself; seconds, 0 for never
//! sweep = 600                           # sessions, links and answers that are over
//! retention = 86400                     # posts whose time is over leave the data sets
//! links = true                          # links that say how often run on their interval
//!
//! [public]                              # pages for everybody at /public/, without sign-in
//! enabled = true
//! origin = "hub.example.org/public/log" # name of the transparency log; for ever, also when public_url changes
//! contests_per_hour = 30                # contestations from one address
//! address_header = "x-forwarded-for"    # behind a proxy that sets it: whose address that is
//!
//! [oidc]
//! issuer = "https://login.example.org"
//! client_id = "ostrakon"
//! client_secret = "…"
//! ```

use ostrakon_app::analysis::Analyses;
use ostrakon_app::oidc::Settings;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::num::{NonZeroU8, NonZeroU32};
use std::path::{Path, PathBuf};

/// An OpenID Connect provider that people may sign in with.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Oidc {
    /// The issuer's address; its metadata lie under it.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there; a public client has none.
    pub client_secret: Option<String>,
}

/// A one-time way in for whoever sits in front of this machine: held in memory, gone with the process, and good on loopback only.
#[derive(Debug, Clone)]
pub struct Entry {
    /// SHA-256 of the secret, in hexadecimal.
    pub digest: String,
    /// The account that it signs in.
    pub person: String,
    /// Where the browser goes when there are no pages at `/`.
    pub fallback: String,
}

impl Entry {
    /// Makes one, and the secret that goes behind `/demo#`.
    pub fn make(person: &str, fallback: String) -> (Self, String) {
        let secret = format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
        (Self { digest: digest(&secret), person: person.to_owned(), fallback }, secret)
    }

    /// Whether this is the secret.
    pub(crate) fn admits(&self, secret: &str) -> bool {
        // Digests of strangers' guesses tell nothing by the time that comparing them takes.
        digest(secret) == self.digest
    }
}

fn digest(text: &str) -> String {
    use std::fmt::Write;
    Sha256::digest(text.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// What the server does by itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Timing {
    /// Seconds between two clearings; 0: never.
    pub sweep: u32,
    /// Seconds between two runs of retention; 0: never.
    pub retention: u32,
    /// Whether links run on their interval.
    pub links: bool,
}

impl Default for Timing {
    fn default() -> Self {
        Self { sweep: 600, retention: 86_400, links: true }
    }
}

/// The public side.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Public {
    /// Whether there is one.
    pub enabled: bool,
    /// Name of the transparency log.
    pub origin: Option<String>,
    /// Contestations from one address in an hour.
    pub contests_per_hour: NonZeroU32,
    /// The header in which a proxy says whose address it is; its last part counts.
    pub address_header: Option<String>,
}

impl Default for Public {
    fn default() -> Self {
        Self {
            enabled: false,
            origin: None,
            contests_per_hour: NonZeroU32::MIN.saturating_add(29),
            address_header: None,
        }
    }
}

/// The file.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Name of the installation.
    pub title: String,
    /// Whom partners ask.
    pub contact: Option<String>,
    /// How browsers reach it, without a path.
    pub public_url: Option<String>,
    /// Requests a second, an asker.
    pub requests_per_second: NonZeroU32,
    /// Bytes of one piece of evidence, at most.
    pub longest_evidence: u64,
    /// Bytes of a file with posts, at most.
    pub largest_upload: u64,
    /// Analyses that are worked on at one time.
    pub analyses_at_once: NonZeroU8,
    /// What is logged.
    pub log: String,
    /// What the server does by itself.
    pub timer: Timing,
    /// What everybody sees.
    pub public: Public,
    /// Sign-in by a provider.
    pub oidc: Option<Oidc>,
    /// A demonstration's way in, made by the command that serves it.
    #[serde(skip)]
    pub entry: Option<Entry>,
    /// The analyses, where the caller opened them already.
    #[serde(skip)]
    pub analyses: Option<Analyses>,
    /// The data directory, where the store is not in one; it comes from the command line.
    #[serde(skip)]
    pub data: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "Ostrakon".into(),
            contact: None,
            public_url: None,
            requests_per_second: NonZeroU32::MIN.saturating_add(999),
            longest_evidence: 1 << 30,
            largest_upload: 20 << 30,
            analyses_at_once: NonZeroU8::MIN,
            log: "info".into(),
            timer: Timing::default(),
            public: Public::default(),
            oidc: None,
            entry: None,
            analyses: None,
            data: None,
        }
    }
}

impl Config {
    /// Reads a file.
    ///
    /// # Errors
    /// A sentence with the file, the line and the mend.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| format!("{}: {error}; check the path after --config", path.display()))?;
        Self::parse(&text).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Who publishes, and under which names.
    pub fn publisher(&self) -> ostrakon_app::public::Settings {
        ostrakon_app::public::Settings {
            title: self.title.clone(),
            contact: self.contact.clone(),
            public_url: self.public_url.clone(),
            origin: self.public.origin.clone(),
        }
    }

    /// The longest body that any route takes, in bytes.
    pub(crate) fn longest_body(&self) -> u64 {
        self.longest_evidence.max(self.largest_upload).max(64 << 20)
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// A sentence with the line and the mend.
    pub fn parse(text: &str) -> Result<Self, String> {
        let config: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        if let Some(url) = &config.public_url {
            let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
            if rest.is_none_or(|rest| rest.is_empty() || rest.contains('/')) {
                return Err(format!("public_url = {url:?}: write it as https://HOST, without a path"));
            }
        }
        if let Some(origin) = &config.public.origin {
            let bad = |c: char| c.is_whitespace() || c.is_control() || c == '+';
            if origin.is_empty() || origin.contains(bad) {
                return Err(format!(
                    "[public] origin = {origin:?}: write it as an address without https://, blanks and plus signs"
                ));
            }
        }
        if let Some(oidc) = &config.oidc {
            let Some(settings) = config.provider() else {
                return Err(format!(
                    "[oidc] issuer = {:?} needs public_url, too: the provider sends browsers back to \
                     PUBLIC_URL/api/v1/session/oidc/callback, which has to be registered there",
                    oidc.issuer
                ));
            };
            settings.check()?;
        }
        Ok(config)
    }

    /// The identity provider, with where it sends browsers back to.
    pub(crate) fn provider(&self) -> Option<Settings> {
        let (oidc, url) = (self.oidc.as_ref()?, self.public_url.as_ref()?);
        Some(Settings {
            issuer: oidc.issuer.clone(),
            client_id: oidc.client_id.clone(),
            client_secret: oidc.client_secret.clone(),
            redirect_uri: format!("{url}/api/v1/session/oidc/callback"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Config;

    #[test]
    fn a_laptop_needs_no_file_and_a_misspelt_key_is_named() {
        assert_eq!(Config::parse("").expect("empty is fine").title, "Ostrakon");
        let config = Config::parse(
            "title = \"X\"\npublic_url=\"https://h\"\n[oidc]\nissuer=\"https://a\"\nclient_id=\"b\"",
        )
        .expect("good");
        assert_eq!(config.oidc.map(|o| o.client_id).as_deref(), Some("b"));
        for (text, word) in [
            ("rate_limt = 5", "rate_limt"),
            ("requests_per_second = 0", "requests_per_second"),
            ("public_url = \"https://a/b\"", "public_url"),
            ("[public]\nenabld = true", "enabld"),
            ("[public]\norigin = \"a b\"", "origin"),
            ("[public]\ncontests_per_hour = 0", "contests_per_hour"),
            ("title = [", "1"),
            ("[oidc]\nissuer=\"https://a\"\nclient_id=\"b\"", "public_url"),
            ("public_url=\"https://h\"\n[oidc]\nissuer=\"a\"\nclient_id=\"b\"", "issuer"),
        ] {
            let error = Config::parse(text).expect_err(text);
            assert!(error.contains(word), "{error}");
        }
    }
}
