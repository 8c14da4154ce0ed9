//! Hashtags, mentions and links in the text of a post.
//!
//! **Problem.** Many exports have only the text, in any script, with entities glued to it: `見て#選挙。`, `(@alice)`,
//! `https://example.org/a_(b).` And ten million texts must not cost more than reading them.
//! **Choice.** One scanner that jumps from mark to mark (`#`, `@`, `://`, `www.`) and yields slices of the text in
//! order. Links are found first, so that a `#` or `@` inside a link is neither hashtag nor mention. Hashtags follow
//! the hashtag identifiers of UTS 31 (letters, marks, digits, underscore; joiners and middle dots inside), mentions
//! the handles of X, Telegram, Bluesky and the fediverse.
//! **Rejected.** Regular expressions: Unicode classes with look-behind are ten times slower and nobody can
//! step through them. Tokenising by words: a hashtag is found by its mark, not by a language.

mod link;
mod word;

use link::Links;
use memchr::{memchr2, memchr3};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Something marked in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entity<'a> {
    /// A hashtag, without `#`.
    Hashtag(&'a str),
    /// A handle, without the leading `@`; may be `user@instance`.
    Mention(&'a str),
    /// An address, as written.
    Link(&'a str),
}

impl<'a> Entity<'a> {
    /// The slice of the text.
    pub fn text(self) -> &'a str {
        match self {
            Self::Hashtag(text) | Self::Mention(text) | Self::Link(text) => text,
        }
    }
}

/// All entities of a text in order, as slices of it.
///
/// ```
/// use ostrakon_ingest::entities::{Entity::*, entities};
/// let text = "RT @alice: vote! #Wahl2024 https://example.org/#top, a@b.example";
/// let found: Vec<_> = entities(text).collect();
/// assert_eq!(found, [Mention("alice"), Hashtag("Wahl2024"), Link("https://example.org/#top")]);
/// ```
pub fn entities(text: &str) -> Entities<'_> {
    Entities { text, at: 0, links: Links::new(text), link: None, links_done: false }
}

/// The hashtags of a text in order, without `#`, as written; see [`lowercase`].
pub fn hashtags(text: &str) -> impl Iterator<Item = &str> {
    scanned_if(text, has_mark(text, b'#')).filter_map(|entity| match entity {
        Entity::Hashtag(tag) => Some(tag),
        _ => None,
    })
}

/// The mentioned handles of a text in order, without `@`, as written; see [`lowercase`].
pub fn mentions(text: &str) -> impl Iterator<Item = &str> {
    scanned_if(text, has_mark(text, b'@')).filter_map(|entity| match entity {
        Entity::Mention(handle) => Some(handle),
        _ => None,
    })
}

/// The links of a text in order, as written; see [`crate::url::canonical`].
pub fn links(text: &str) -> impl Iterator<Item = &str> {
    let mut links = Links::new(text);
    let mut from = 0;
    std::iter::from_fn(move || {
        let (start, end) = links.next(from)?;
        from = end;
        Some(&text[start..end])
    })
}

/// The handle that a text begins with, whatever stands before it.
pub(crate) fn handle_at_start(text: &str) -> Option<&str> {
    word::mention("", text)
}

/// The other spellings of `#` and `@`, which all begin with byte `EF`.
const HASH_MARKS: [&str; 2] = ["\u{FF03}", "\u{FE5F}"];
const AT_MARKS: [&str; 2] = ["\u{FF20}", "\u{FE6B}"];

fn has_mark(text: &str, mark: u8) -> bool {
    memchr2(mark, 0xEF, text.as_bytes()).is_some()
}

/// An empty iterator where the text has no such mark, so that most texts cost one `memchr`.
fn scanned_if(text: &str, marked: bool) -> Entities<'_> {
    entities(if marked { text } else { "" })
}

/// Iterator of [`entities`].
#[derive(Clone, Debug)]
pub struct Entities<'a> {
    text: &'a str,
    at: usize,
    links: Links<'a>,
    link: Option<(usize, usize)>,
    links_done: bool,
}

impl<'a> Iterator for Entities<'a> {
    type Item = Entity<'a>;

    fn next(&mut self) -> Option<Entity<'a>> {
        let text = self.text;
        loop {
            if self.link.is_none() && !self.links_done {
                self.link = self.links.next(self.at);
                self.links_done = self.link.is_none();
            }
            let limit = self.link.map_or(text.len(), |(start, _)| start);
            let mark = memchr3(b'#', b'@', 0xEF, &text.as_bytes()[self.at..limit]).map(|p| p + self.at);
            let Some(mark) = mark else {
                let (start, end) = self.link.take()?;
                self.at = end;
                return Some(Entity::Link(&text[start..end]));
            };
            // A tag ends where a link begins: `#選挙https://…`.
            let rest = &text[mark..limit];
            let width = rest.chars().next().map_or(1, char::len_utf8);
            let (sign, body) = rest.split_at(width);
            self.at = mark + width;
            if sign == "#" || HASH_MARKS.contains(&sign) {
                if let Some(tag) = word::hashtag(&text[..mark], body) {
                    self.at += tag.len();
                    return Some(Entity::Hashtag(tag));
                }
            } else if (sign == "@" || AT_MARKS.contains(&sign))
                && let Some(handle) = word::mention(&text[..mark], body)
            {
                self.at += handle.len();
                return Some(Entity::Mention(handle));
            }
        }
    }
}

/// One spelling for hashtags and handles: compatibility-normalised (NFKC: full-width letters, composed accents) and
/// lower-cased by Unicode's locale-free rules. Borrowed where that changes nothing.
///
/// Turkish and Azerbaijani: `İ` becomes `i` (the rules would leave a dot above it), `I` becomes `i`, `ı` stays `ı`. So
/// `#İSTANBUL` meets `#istanbul`, but `#BARIŞ` becomes `bariş` and does not meet `#barış`: without knowing the language
/// of a tag no rule gets both right, and languages that write `I` for `i` are many more.
pub fn lowercase(name: &str) -> Cow<'_, str> {
    if name.is_ascii() {
        if name.bytes().any(|b| b.is_ascii_uppercase()) {
            return Cow::Owned(name.to_ascii_lowercase());
        }
        return Cow::Borrowed(name);
    }
    let lower: String = name.nfkc().collect::<String>().replace('İ', "i").to_lowercase().nfkc().collect();
    if lower == name { Cow::Borrowed(name) } else { Cow::Owned(lower) }
}

/// The reposted handle and the rest of a text that begins with `RT @handle`, with or without a colon: reposts in
/// exports that have no id for them. `None` for everything else; `RT` must be upper case.
pub fn repost_by_text(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_start().strip_prefix("RT")?;
    let body = rest.trim_start();
    if body.len() == rest.len() {
        return None;
    }
    let body = ["@"].iter().chain(&AT_MARKS).find_map(|mark| body.strip_prefix(mark))?;
    let handle = word::mention("", body)?;
    let rest = &body[handle.len()..];
    let rest = rest.strip_prefix([':', '：']).unwrap_or(rest);
    Some((handle, rest.trim_start()))
}

#[cfg(test)]
mod tests;
