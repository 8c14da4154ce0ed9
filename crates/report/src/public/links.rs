//! Where a page is: at an address of the server, or in a folder of files.
//!
//! The pages are the same; what differs is that a server chooses a language by what the reader's browser asks for and takes
//! filters in the query, while files have a folder a language and a file for each list.

use super::{Class, State};
use std::fmt::Write;

/// Which entries a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Of this kind only.
    pub class: Option<Class>,
    /// Of this election only.
    pub election: Option<String>,
    /// In this state only.
    pub state: Option<State>,
}

/// A page, or a file beside the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page<'a> {
    /// The register, a page of it (counted from 1).
    Register(&'a Filter, usize),
    /// An entry.
    Entry(&'a str),
    /// An entry for programs.
    EntryData(&'a str),
    /// Method cards.
    Methods,
    /// Prebunks and media literacy.
    Prebunks,
    /// The form to contest something: an entry, or anything.
    Contest(Option<&'a str>),
    /// How the register proves itself.
    Log,
    /// The feed.
    Feed,
    /// The signed checkpoint.
    Checkpoint,
    /// A line of the log with its proof.
    Proof(u64),
    /// The style sheet.
    Style,
}

/// How addresses are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// On a server, below `/public`; the language is in the address where the reader chose one.
    Served {
        /// The language that the reader chose.
        chosen: Option<&'static str>,
    },
    /// In files.
    Files {
        /// The way from this file to the folder of all: `` or `../`.
        root: &'static str,
        /// Language of this file.
        language: &'static str,
    },
}

/// A value in a query, percent-encoded (RFC 3986).
pub(super) fn encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            // Writing to a String cannot fail.
            _ => drop(write!(out, "%{byte:02X}")),
        }
        out
    })
}

impl Links {
    /// The address of a page as it is written on another, in the reader's language.
    pub fn to(self, page: Page<'_>) -> String {
        match self {
            Self::Served { chosen } => served(page, chosen),
            Self::Files { root, language } => format!("{root}{}", file(page, language)),
        }
    }

    /// The address of a page in a given language.
    pub fn to_in(self, page: Page<'_>, language: &str) -> String {
        match self {
            Self::Served { .. } => served(page, Some(language)),
            Self::Files { root, .. } => format!("{root}{}", file(page, language)),
        }
    }

    /// The whole address of a page, where it is known.
    pub fn absolute(self, base: Option<&str>, page: Page<'_>, language: Option<&str>) -> Option<String> {
        let base = base?.trim_end_matches('/');
        Some(match self {
            Self::Served { .. } => format!("{base}{}", served(page, language)),
            Self::Files { language: own, .. } => format!("{base}/{}", file(page, language.unwrap_or(own))),
        })
    }

    /// The file of a page below the folder of all; where a server has none, its English one.
    pub fn file(self, page: Page<'_>) -> String {
        match self {
            Self::Files { language, .. } => file(page, language),
            Self::Served { chosen } => file(page, chosen.unwrap_or("en")),
        }
    }

    /// Whether filters and forms work.
    pub const fn is_served(self) -> bool {
        matches!(self, Self::Served { .. })
    }
}

/// The file of a page below the folder of all.
fn file(page: Page<'_>, language: &str) -> String {
    match page {
        Page::Register(filter, number) => {
            let mut name = format!("{language}/");
            match (filter.class, number) {
                (None, 0 | 1) => name.push_str("index"),
                (None, n) => drop(write!(name, "page-{n}")),
                (Some(class), 0 | 1) => drop(write!(name, "kind-{}", class.name())),
                (Some(class), n) => drop(write!(name, "kind-{}-{n}", class.name())),
            }
            name + ".html"
        }
        Page::Entry(id) => format!("{language}/entry-{}.html", encode(id)),
        Page::EntryData(id) => format!("entries/{}.json", encode(id)),
        Page::Methods => format!("{language}/methods.html"),
        Page::Prebunks => format!("{language}/prebunks.html"),
        Page::Contest(_) => format!("{language}/contest.html"),
        Page::Log => format!("{language}/log.html"),
        Page::Feed => format!("{language}/feed.atom"),
        Page::Checkpoint => "log/checkpoint".into(),
        Page::Proof(index) => format!("log/proof/{index}.json"),
        Page::Style => "style.css".into(),
    }
}

fn served(page: Page<'_>, language: Option<&str>) -> String {
    let (path, mut query) = match page {
        Page::Register(filter, number) => {
            let mut query = Vec::new();
            query.extend(filter.class.map(|one| ("kind", one.name().to_owned())));
            query.extend(filter.election.clone().map(|one| ("election", one)));
            query.extend(filter.state.map(|one| ("state", one.name().to_owned())));
            query.extend((number > 1).then(|| ("page", number.to_string())));
            ("/public/".to_owned(), query)
        }
        Page::Entry(id) => (format!("/public/entries/{}", encode(id)), Vec::new()),
        Page::EntryData(id) => return format!("/public/entries/{}/data.json", encode(id)),
        Page::Methods => ("/public/methods".into(), Vec::new()),
        Page::Prebunks => ("/public/prebunks".into(), Vec::new()),
        Page::Contest(entry) => {
            ("/public/contest".into(), entry.map(|one| ("entry", one.to_owned())).into_iter().collect())
        }
        Page::Log => ("/public/log/".into(), Vec::new()),
        Page::Feed => ("/public/feed.atom".into(), Vec::new()),
        Page::Checkpoint => return "/public/log/checkpoint".into(),
        Page::Proof(index) => return format!("/public/log/proof/{index}"),
        Page::Style => return format!("/public/style.css?v={}", super::frame::style_tag()),
    };
    query.extend(language.map(|tag| ("lang", tag.to_owned())));
    let pairs: Vec<String> = query.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if pairs.is_empty() { path } else { format!("{path}?{}", pairs.join("&")) }
}
