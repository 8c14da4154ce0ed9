//! Public names: organisations, media, officials and state channels, which stay in clear.
//!
//! **Choice.** A list somebody signs for, as CSV or TOML, with the role that justifies each entry. One faulty entry
//! refuses the whole list: half a list would mask or name the wrong accounts without anyone noticing.
//! **Rejected.** Exempting verified or large accounts: neither makes a person public.

use super::PseudonymError;
use crate::entities::lowercase;
use foldhash::HashMap;
use serde::Deserialize;
use std::path::Path;

/// Why a name is public.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A party, company, association, authority.
    Organisation,
    /// A newsroom or broadcaster.
    Media,
    /// A holder of, or candidate for, public office, in that role.
    Official,
    /// An account or outlet of a state.
    StateChannel,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    role: Role,
    #[serde(default)]
    platform: String,
    #[serde(default)]
    handle: String,
    #[serde(default)]
    account_id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    public: Vec<toml::Spanned<Entry>>,
}

/// The names that stay in clear. Empty by default: everyone is a private person until listed.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    /// Platform and role by lower-case handle or id; the empty platform is any.
    listed: HashMap<String, Vec<(String, Role)>>,
}

impl Registry {
    /// Reads a `.toml` file with a `[[public]]` table a name, or else CSV with a header. Fields: `name`, `role`
    /// (`organisation`, `media`, `official`, `state-channel`), `platform` (empty: any), `handle`, `account_id`.
    pub fn load(path: &Path) -> Result<Self, PseudonymError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| PseudonymError::File { path: path.to_owned(), source })?;
        let is_toml = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml"));
        if is_toml { Self::from_toml(&text, path) } else { Self::from_csv(&text, path) }
    }

    /// Reads CSV; `origin` is named in errors.
    pub fn from_csv(text: &str, origin: &Path) -> Result<Self, PseudonymError> {
        let text = text.trim_start_matches('\u{FEFF}');
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let mut registry = Self::default();
        for (i, entry) in reader.deserialize::<Entry>().enumerate() {
            let error = |reason| PseudonymError::Registry {
                origin: origin.to_owned(),
                place: format!("entry {}", i + 1),
                reason,
            };
            let entry = entry.map_err(|e| error(e.to_string()))?;
            registry.add(&entry).map_err(error)?;
        }
        Ok(registry)
    }

    /// Reads TOML; `origin` is named in errors.
    pub fn from_toml(text: &str, origin: &Path) -> Result<Self, PseudonymError> {
        let error = |at: usize, reason: String| PseudonymError::Registry {
            origin: origin.to_owned(),
            place: format!("line {}", memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count() + 1),
            reason,
        };
        let file: File = toml::from_str(text)
            .map_err(|e| error(e.span().map_or(0, |s| s.start.min(text.len())), e.message().to_owned()))?;
        let mut registry = Self::default();
        for entry in &file.public {
            registry.add(entry.get_ref()).map_err(|reason| error(entry.span().start, reason))?;
        }
        Ok(registry)
    }

    fn add(&mut self, entry: &Entry) -> Result<(), String> {
        if entry.name.trim().is_empty() {
            return Err("has no name; say who this is, so that the exemption can be checked".to_owned());
        }
        let handle = entry.handle.trim().trim_start_matches('@');
        let id = entry.account_id.trim();
        if handle.is_empty() && id.is_empty() {
            return Err(format!("`{}` has neither handle nor account_id; give at least one", entry.name));
        }
        for key in [handle, id].into_iter().filter(|k| !k.is_empty()) {
            let platforms = self.listed.entry(lowercase(key).into_owned()).or_default();
            platforms.push((entry.platform.trim().to_lowercase(), entry.role));
        }
        Ok(())
    }

    /// Why this handle or id is public on the platform, if it is listed; an empty platform, there or here, is any.
    pub fn role(&self, platform: &str, name: &str) -> Option<Role> {
        if self.listed.is_empty() {
            return None;
        }
        let fits =
            |listed: &str| listed.is_empty() || platform.is_empty() || listed.eq_ignore_ascii_case(platform);
        self.listed.get(&*lowercase(name))?.iter().find(|(listed, _)| fits(listed)).map(|&(_, role)| role)
    }

    /// Whether this handle or id is listed for the platform.
    pub fn is_public(&self, platform: &str, name: &str) -> bool {
        self.role(platform, name).is_some()
    }

    /// How many names are listed.
    pub fn len(&self) -> usize {
        self.listed.len()
    }

    /// Whether nobody is listed.
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_and_toml_say_the_same() {
        let csv = "name,role,platform,handle,account_id\nExample TV,media,x,@ExampleTV,42\nMinistry,official,,ministry,\n";
        let toml = "[[public]]\nname = 'Example TV'\nrole = 'media'\nplatform = 'x'\nhandle = 'ExampleTV'\naccount_id = '42'\n\
                    [[public]]\nname = 'Ministry'\nrole = 'official'\nhandle = 'ministry'\n";
        for registry in
            [Registry::from_csv(csv, Path::new("r.csv")), Registry::from_toml(toml, Path::new("r.toml"))]
        {
            let registry = registry.expect("well-formed");
            assert!(registry.is_public("x", "exampletv") && registry.is_public("", "42"));
            assert_eq!(registry.role("x", "ExampleTV"), Some(Role::Media));
            assert!(!registry.is_public("telegram", "exampletv"), "listed on x only");
            assert!(registry.is_public("telegram", "Ministry"), "listed on any");
            assert!(!registry.is_public("x", "alice"));
        }
    }

    #[test]
    fn a_faulty_entry_refuses_the_list_and_says_where() {
        for (csv, place) in [
            ("name,role,handle\nA,media,a\nB,celebrity,b\n", "entry 2"),
            ("name,role,handle\nA,media,\n", "entry 1"),
            ("name,role,handle\n,media,a\n", "entry 1"),
            ("name,role,handle,party\nA,media,a,x\n", "entry 1"),
            ("name,role\n\"A", "entry 1"),
        ] {
            let error = Registry::from_csv(csv, Path::new("r.csv")).expect_err(csv).to_string();
            assert!(error.starts_with(&format!("r.csv, {place}: ")), "{error}");
        }
        let error = Registry::from_toml("[[public]]\nname='A'\nrole='media'\n", Path::new("r.toml"))
            .expect_err("no handle");
        assert!(error.to_string().contains("line 1"), "{error}");
        assert!(Registry::from_toml("x = ", Path::new("r.toml")).is_err());
        assert!(Registry::from_csv("", Path::new("r.csv")).expect("an empty list").is_empty());
    }
}
