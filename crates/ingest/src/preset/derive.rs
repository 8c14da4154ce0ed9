//! What a post's text and links yield: the one place where presets meet the URL rules and the entity scanner.

use super::spec::Field;
use crate::{entities, url};
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt::Write;

/// A link as the caller wants it; `None` for what is none.
pub(crate) fn url(raw: Cow<'_, str>, keep_raw: bool) -> Option<Cow<'_, str>> {
    match raw {
        Cow::Borrowed(raw) => borrowed(raw, keep_raw),
        Cow::Owned(raw) => borrowed(&raw, keep_raw).map(|link| Cow::Owned(link.into_owned())),
    }
}

fn borrowed(raw: &str, keep_raw: bool) -> Option<Cow<'_, str>> {
    let raw = raw.trim();
    if keep_raw { (!raw.is_empty()).then_some(Cow::Borrowed(raw)) } else { url::canonical(raw) }
}

/// Adds the links, hashtags or mentions that a text holds.
pub(crate) fn from_text<'a>(field: Field, text: Cow<'a, str>, raw_urls: bool, list: &mut Vec<Cow<'a, str>>) {
    match text {
        Cow::Borrowed(text) => scan(field, text, raw_urls, &mut |item| list.push(item)),
        Cow::Owned(text) => {
            scan(field, &text, raw_urls, &mut |item| list.push(Cow::Owned(item.into_owned())));
        }
    }
}

fn scan<'t>(field: Field, text: &'t str, raw_urls: bool, add: &mut dyn FnMut(Cow<'t, str>)) {
    match field {
        Field::Urls => entities::links(text).filter_map(|link| borrowed(link, raw_urls)).for_each(add),
        Field::Hashtags => entities::hashtags(text).map(|tag| lower(Cow::Borrowed(tag))).for_each(add),
        Field::Mentions => entities::mentions(text).map(|name| lower(Cow::Borrowed(name))).for_each(add),
        _ => {}
    }
}

/// Lower case as the entity scanner writes it, borrowed where nothing changes.
pub(crate) fn lower(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => entities::lowercase(text),
        Cow::Owned(text) => Cow::Owned(entities::lowercase(&text).into_owned()),
    }
}

/// An id for the post that a text beginning `RT @handle: …` reposts: equal for equal handle and text. It is a
/// digest, marked as such, because the real id is not in the text.
pub(crate) fn repost_by_text(text: &str) -> Option<String> {
    let (handle, rest) = entities::repost_by_text(text)?;
    let mut hash = Sha256::new();
    hash.update(handle.to_lowercase());
    hash.update([0]);
    hash.update(rest.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut id = "rt:".to_owned();
    for byte in &hash.finalize()[..12] {
        let _ = write!(id, "{byte:02x}");
    }
    Some(id)
}
