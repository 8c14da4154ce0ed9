//! The lists behind the rules: tracking parameters, mirror hosts, redirect wrappers.
//!
//! **Problem.** Which parameter only tracks and which host only mirrors changes every year, and an analyst must be
//! able to read and contest the list.
//! **Choice.** Two TOML files with a reason beside each entry, compiled in, indexed once at first use.
//! **Rejected.** Tables in code (nobody outside the project reads them); a list fetched at run time (the same
//! input would give another result tomorrow, and nothing here may touch a network).

use foldhash::{HashMap, HashSet};
use serde::Deserialize;
use std::sync::LazyLock;

static TRACKING: &str = include_str!("../../rules/tracking-parameters.toml");
static HOSTS: &str = include_str!("../../rules/hosts.toml");

/// The compiled-in rules.
pub(super) static RULES: LazyLock<Rules> =
    LazyLock::new(|| Rules::parse(TRACKING, HOSTS).expect("the embedded rule files parse (tested)"));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TrackingFile {
    everywhere: NameList,
    amp: AmpList,
    site: Vec<SiteList>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NameList {
    prefixes: Vec<String>,
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AmpList {
    names: Vec<String>,
    pairs: Vec<(String, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteList {
    hosts: Vec<String>,
    #[serde(default)]
    prefixes: Vec<String>,
    names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HostsFile {
    mirror_labels: Vec<String>,
    inner_mobile: Vec<String>,
    locale_hosts: Vec<String>,
    alias: HashMap<String, String>,
    wrapper: Vec<Wrapper>,
}

/// A redirector that carries its target in a parameter.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wrapper {
    pub host: String,
    pub path: Option<String>,
    pub parameters: Vec<String>,
}

/// What one site adds to the general rules.
#[derive(Default)]
struct Site {
    prefixes: Vec<String>,
    names: HashSet<String>,
}

/// Indexed rules. All names and hosts are lower case.
pub(super) struct Rules {
    prefixes: Vec<String>,
    /// For each first byte, whether a general prefix starts with it.
    prefix_starts: [bool; 256],
    names: HashSet<String>,
    pairs: Vec<(String, String)>,
    sites: HashMap<String, Site>,
    mirror_labels: Vec<String>,
    inner_mobile: Vec<String>,
    locale_hosts: Vec<String>,
    alias: HashMap<String, String>,
    wrappers: Vec<Wrapper>,
    special: HashSet<String>,
}

/// Hosts with code of their own in `site.rs`.
const CODED: [&str; 6] = ["x.com", "youtube.com", "music.youtube.com", "youtu.be", "t.me", "instagram.com"];

impl Rules {
    fn parse(tracking: &str, hosts: &str) -> Result<Self, toml::de::Error> {
        let tracking: TrackingFile = toml::from_str(tracking)?;
        let hosts: HostsFile = toml::from_str(hosts)?;
        let lower = |list: Vec<String>| list.into_iter().map(|n| n.to_ascii_lowercase());
        let mut names: HashSet<String> = lower(tracking.everywhere.names).collect();
        names.extend(lower(tracking.amp.names));
        let mut sites: HashMap<String, Site> = HashMap::default();
        for list in tracking.site {
            for host in list.hosts {
                let site = sites.entry(host).or_default();
                site.prefixes.extend(lower(list.prefixes.clone()));
                site.names.extend(lower(list.names.clone()));
            }
        }
        let prefixes: Vec<String> = lower(tracking.everywhere.prefixes).collect();
        let mut prefix_starts = [false; 256];
        for prefix in &prefixes {
            prefix_starts[prefix.as_bytes()[0] as usize] = true;
        }
        let mut special: HashSet<String> = CODED.iter().map(|&h| h.to_owned()).collect();
        special.extend(hosts.alias.keys().cloned());
        special.extend(hosts.wrapper.iter().map(|w| w.host.clone()));
        Ok(Self {
            prefixes,
            prefix_starts,
            names,
            pairs: tracking.amp.pairs,
            sites,
            mirror_labels: hosts.mirror_labels,
            inner_mobile: hosts.inner_mobile,
            locale_hosts: hosts.locale_hosts,
            alias: hosts.alias,
            wrappers: hosts.wrapper,
            special,
        })
    }

    /// Whether a parameter of a page on `host` only tracks.
    pub fn is_tracking(&self, host: &str, name: &str, value: &str) -> bool {
        if name.len() > 64 {
            return self.has_prefix(name);
        }
        let mut buffer = [0u8; 64];
        let lower = &mut buffer[..name.len()];
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        // ASCII lower-casing keeps UTF-8 intact.
        let Ok(lower) = std::str::from_utf8(lower) else { return false };
        self.names.contains(lower)
            || self.has_prefix(lower)
            || self.pairs.iter().any(|(n, v)| n == lower && v.eq_ignore_ascii_case(value))
            || self.sites_of(host).any(|site| {
                site.names.contains(lower) || site.prefixes.iter().any(|p| lower.starts_with(&**p))
            })
    }

    /// The rules of a host and of the sites that it is part of: a newsletter has a host of its own below its service's.
    fn sites_of<'a>(&'a self, host: &'a str) -> impl Iterator<Item = &'a Site> {
        let above = |host: &&'a str| host.split_once('.').map(|(_, parent)| parent);
        std::iter::successors(Some(host), above).filter_map(|host| self.sites.get(host))
    }

    fn has_prefix(&self, name: &str) -> bool {
        let Some(&first) = name.as_bytes().first() else { return false };
        self.prefix_starts[first.to_ascii_lowercase() as usize]
            && self
                .prefixes
                .iter()
                .any(|p| name.as_bytes().get(..p.len()).is_some_and(|n| n.eq_ignore_ascii_case(p.as_bytes())))
    }

    /// The host that serves what `host` serves, one step nearer to the canonical one; `None` when it is canonical.
    /// `host` is lower-case ASCII.
    pub fn canonical_host<'a>(&'a self, host: &'a str) -> Option<&'a str> {
        if let Some(other) = self.alias.get(host) {
            return Some(other);
        }
        let (first, rest) = host.split_once('.')?;
        if self.mirror_labels.iter().any(|label| label == first) && psl::domain_str(rest).is_some() {
            return Some(rest);
        }
        let bytes = first.as_bytes();
        let locale = bytes.len() == 5 && bytes[2] == b'-' && !bytes.contains(&b'.');
        if locale && self.locale_hosts.iter().any(|site| site == rest) {
            return Some(rest);
        }
        None
    }

    /// For `en.m.wikipedia.org`: `en` and `wikipedia.org`.
    pub fn inner_mobile<'a>(&self, host: &'a str) -> Option<(&'a str, &'a str)> {
        let (language, site) = host.split_once(".m.")?;
        self.inner_mobile.iter().any(|s| s == site).then_some((language, site))
    }

    /// The redirectors that could be meant by a canonical host and path.
    pub fn wrappers(&self, host: &str, path: &str) -> impl Iterator<Item = &Wrapper> {
        self.wrappers.iter().filter(move |w| {
            let host_fits = if let Some(name) = w.host.strip_suffix(".*") {
                is_name_under_any_suffix(host, name)
            } else if let Some(parent) = w.host.strip_prefix('*') {
                host.ends_with(parent)
            } else {
                host == w.host
            };
            host_fits && w.path.as_deref().is_none_or(|p| path.strip_suffix('/').unwrap_or(path) == p)
        })
    }

    /// Whether `host` may be touched by a rule about that very host; such URLs never take the fast path.
    pub fn is_special(&self, host: &str) -> bool {
        self.special.contains(host)
            || host.starts_with("google.")
            || host.ends_with(".outlook.com")
            || host.ends_with(".ampproject.org")
            || host.ends_with(".facebook.com")
            || host.contains(".m.")
            || self
                .mirror_labels
                .iter()
                .any(|label| host.strip_prefix(&**label).is_some_and(|r| r.starts_with('.')))
    }
}

/// Whether `host` is `name` directly below a public suffix (`google.co.uk`).
pub(super) fn is_name_under_any_suffix(host: &str, name: &str) -> bool {
    host.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')) && psl::domain_str(host) == Some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_files_parse_and_no_alias_leads_to_another() {
        let rules = Rules::parse(TRACKING, HOSTS).expect("embedded rules");
        for target in rules.alias.values() {
            assert_eq!(rules.canonical_host(target), None, "{target} is itself an alias");
        }
    }

    #[test]
    fn a_site_parameter_is_tracking_on_its_site_only() {
        assert!(RULES.is_tracking("x.com", "s", "20"));
        assert!(!RULES.is_tracking("example.org", "s", "20"), "many sites search by `s`");
        assert!(RULES.is_tracking("a.substack.com", "r", "1"), "a host below the site is the site's");
        assert!(RULES.is_tracking("open.spotify.com", "si", "a"));
        assert!(RULES.is_tracking("rumble.com", "e9s", "src"));
        assert!(!RULES.is_tracking("notsubstack.com", "r", "1"));
        assert!(RULES.is_tracking("example.org", "UTM_Source", ""));
        assert!(!RULES.is_tracking("example.org", "view", "list"));
    }
}
