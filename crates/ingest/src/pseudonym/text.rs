//! Handles inside texts and addresses.
//!
//! **Choice.** More is masked than [`crate::entities::mentions`] finds: any `@` with a name behind it, also glued to a
//! word, and e-mail addresses as a whole, since those name persons too; and profiles in addresses without a scheme
//! (`t.me/name`), which are no links to a reader of signals.

use super::{Met, Pseudonymiser, address};
use crate::entities::{self, lowercase};
use memchr::memmem::Finder;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::char::is_combining_mark;

static SCHEME: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("://"));

/// Bytes a known handle may have: a domain name (Bluesky), with room for non-ASCII letters. Bounds the work on hostile
/// texts.
const MAX_HANDLE: usize = 512;

impl Pseudonymiser {
    /// The text with pseudonyms in place of handles: behind `@`, in e-mail addresses, and in links to profiles and
    /// posts. Borrowed if there is nothing to replace. Names the registry lists stay.
    ///
    /// Not idempotent on purpose: a handle that imitates a pseudonym is a handle.
    pub fn text<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        self.learning(|names, met| names.text_met(text, met))
    }

    /// An address or id with pseudonyms in place of the accounts it names (`https://x.com/alice`,
    /// `at://did:plc:…/…`, `alice-123`). Borrowed if there are none.
    pub fn address<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        self.learning(|names, met| names.address_met(text, met))
    }

    /// Runs `with`, and takes in the names that it met.
    fn learning<T>(&mut self, with: impl FnOnce(&Self, &mut Met) -> T) -> T {
        let mut met = Met::default();
        let out = with(self, &mut met);
        self.names.extend(met);
        out
    }

    /// As [`Pseudonymiser::text`], for many threads: names that are new go into `met`, which each of them has to itself.
    pub(super) fn text_met<'t>(&self, text: &'t str, met: &mut Met) -> Cow<'t, str> {
        let bytes = text.as_bytes();
        let marked = memchr::memchr2(b'@', 0xEF, bytes).is_some();
        let slashed = memchr::memchr(b'/', bytes).is_some();
        if !marked && !slashed {
            return Cow::Borrowed(text);
        }
        let linked = slashed && SCHEME.find(bytes).is_some();
        let mut names: Vec<Range<usize>> = Vec::new();
        if linked {
            for link in entities::links(text) {
                let base = link.as_ptr() as usize - text.as_ptr() as usize;
                names.extend(address::names(link).into_iter().map(|r| r.start + base..r.end + base));
            }
        }
        if slashed {
            address::bare_names(text, &mut names);
        }
        if marked {
            self.marked_names(text, &mut names);
        }
        self.replace(text, names, met)
    }

    /// As [`Pseudonymiser::address`], for many threads.
    pub(super) fn address_met<'t>(&self, text: &'t str, met: &mut Met) -> Cow<'t, str> {
        // A number that is also somebody's id says nothing: items and accounts are counted apart.
        if text.bytes().all(|b| b.is_ascii_digit()) {
            return Cow::Borrowed(text);
        }
        let address = SCHEME.find(text.as_bytes()).is_some();
        let mut names = if address { address::names(text) } else { Vec::new() };
        if memchr::memchr(b'/', text.as_bytes()).is_some() {
            address::bare_names(text, &mut names);
        }
        if let Some(source) = forwarded_from(text) {
            names.push(0..source.len());
        } else if text.contains('@') {
            self.marked_names(text, &mut names);
        }
        if names.is_empty() && !address {
            // Ids made of a channel's name and a number.
            let end = text.rfind(['-', '/', '_']).unwrap_or(0);
            let whole = self.is_known(text).then_some(text.len());
            let part = (end > 0 && self.is_known(&text[..end])).then_some(end);
            names.extend(whole.or(part).map(|end| 0..end));
        }
        self.replace(text, names, met)
    }

    /// Adds the names behind `@`.
    fn marked_names(&self, text: &str, names: &mut Vec<Range<usize>>) {
        let mut from = 0;
        while let Some(mark) = text[from..].find(['@', '\u{FF20}', '\u{FE6B}']).map(|p| p + from) {
            let name_at = mark + text[mark..].chars().next().map_or(1, char::len_utf8);
            from = name_at;
            let Some(name) = self.name_behind(&text[name_at..]) else { continue };
            let local = text[..mark].rfind(|c: char| !(c.is_alphanumeric() || "._%+-".contains(c)));
            let local = local.map_or(0, |p| p + text[p..].chars().next().map_or(1, char::len_utf8));
            let in_authority = text[..local].ends_with("://") || text[..local].ends_with(':');
            let end = name_at + name.len();
            from = end;
            if local == mark || !name.contains('.') {
                names.push(name_at..end);
            } else if !in_authority {
                names.push(local..end);
            }
        }
    }

    /// The name at the start of `body`: the longest that is known, else as [`entities::mentions`] would read it.
    fn name_behind<'t>(&self, body: &'t str) -> Option<&'t str> {
        let fits = |c: char| c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '_' | '.' | '-');
        let longest =
            body.char_indices().find(|&(at, c)| at > MAX_HANDLE || !fits(c)).map_or(body.len(), |(at, _)| at);
        let longest = &body[..longest];
        let mut candidate = longest.trim_end_matches(['.', '-']);
        while !candidate.is_empty() {
            if self.is_known(candidate) {
                let behind = &body[candidate.len()..];
                // `@alice@instance` is another account than `@alice`.
                if !behind.starts_with('@') {
                    return Some(candidate);
                }
                break;
            }
            candidate =
                candidate.rfind(['.', '-']).map_or("", |p| candidate[..p].trim_end_matches(['.', '-']));
        }
        entities::handle_at_start(body)
    }

    fn replace<'t>(&self, text: &'t str, mut names: Vec<Range<usize>>, met: &mut Met) -> Cow<'t, str> {
        names.sort_by_key(|r| (r.start, std::cmp::Reverse(r.end)));
        let mut out = String::new();
        let mut copied = 0;
        for range in names {
            if range.start < copied {
                continue;
            }
            let old = &text[range.clone()];
            let lower = lowercase(old);
            let new = self.name_met(&lower, met);
            // A public name stays as its author wrote it.
            if *new != *lower {
                out.push_str(&text[copied..range.start]);
                out.push_str(new);
                copied = range.end;
            }
        }
        if copied == 0 {
            return Cow::Borrowed(text);
        }
        out.push_str(&text[copied..]);
        Cow::Owned(out)
    }
}

/// The account of an id that is made of it and a time or number (`5551234567@1717963200`: what was forwarded, and when). Behind
/// the `@` of a handle or an e-mail address there is more than digits.
fn forwarded_from(id: &str) -> Option<&str> {
    let (source, number) = id.split_once('@')?;
    let digits = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let bare = !source.is_empty() && !source.contains(|c: char| c.is_whitespace() || matches!(c, '/' | ':'));
    (digits && bare).then_some(source)
}
