//! Rules of single sites whose one item has many addresses.
//!
//! **Choice.** Code, since each needs its own look at the path; lists of hosts and parameters stay data. The form
//! chosen leaves the author's handle out where the platform allows that (`x.com/i/status/…`, `instagram.com/p/…`),
//! so that a link does not name a private person.
//! **Rejected.** Rewriting on a guess: an id that does not look like the site's own stays as it is.

use super::parse::Parts;
use super::query;
use super::rules::RULES;
use std::borrow::Cow;

/// The host without mirrors: `www.`, `m.`, `amp.`, aliases such as `twitter.com`.
pub(super) fn canonical_host(mut host: Cow<'_, str>) -> Cow<'_, str> {
    loop {
        let next = match RULES.canonical_host(&host) {
            Some(next) => next.to_owned(),
            None => match RULES.inner_mobile(&host) {
                Some((language, site)) => format!("{language}.{site}"),
                None => return host,
            },
        };
        host = Cow::Owned(next);
    }
}

/// On X, path and query from behind `#!`: its early addresses were `twitter.com/#!/handle/status/1`.
pub(super) fn hashbang<'a>(host: &str, parts: Parts<'a>) -> Parts<'a> {
    match parts.fragment.and_then(|f| f.strip_prefix('!')) {
        Some(route) if host == "x.com" && route.starts_with('/') && parts.path.len() <= 1 => {
            let (path, query) = route.split_once('?').unwrap_or((route, ""));
            Parts { path, query, fragment: None, ..parts }
        }
        _ => parts,
    }
}

/// The whole canonical address of an item the site shows under several; may also simplify `path` alone.
/// `path` and `query` are in normal form.
pub(super) fn content(host: &str, path: &mut String, query: &str) -> Option<String> {
    match host {
        "x.com" => {
            let mut segments = path.split('/').skip(1);
            let id = match (segments.next()?, segments.next()?, segments.next()) {
                ("i", "web", Some("status")) => segments.next()?,
                (_, "status" | "statuses", Some(id)) => id,
                _ => return None,
            };
            is_number(id).then(|| format!("https://x.com/i/status/{id}"))
        }
        "youtu.be" => video(path.split('/').nth(1)?),
        "youtube.com" | "music.youtube.com" => {
            let mut segments = path.split('/').skip(1);
            match segments.next()? {
                "watch" => video(query::value(query, "v")?),
                "shorts" | "live" | "embed" | "v" => video(segments.next()?),
                _ => None,
            }
        }
        "instagram.com" => {
            let mut segments = path.split('/').skip(1);
            let is_kind = |s: &str| matches!(s, "p" | "reel" | "reels" | "tv");
            let (first, second) = (segments.next()?, segments.next()?);
            let code = if is_kind(first) {
                second
            } else if is_kind(second) {
                segments.next()?
            } else {
                return None;
            };
            let fits = (5..=40).contains(&code.len()) && is_code(code);
            fits.then(|| format!("https://instagram.com/p/{code}"))
        }
        "t.me" => {
            telegram(path);
            None
        }
        _ => None,
    }
}

/// `/s/channel/1` is the web preview of `/channel/1`, and channel names have no case.
fn telegram(path: &mut String) {
    if path.len() > "/s/".len() && path.starts_with("/s/") {
        path.replace_range(.."/s".len(), "");
    }
    let (name, rest) = path[1..].split_once('/').unwrap_or((&path[1..], ""));
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if is_name && (rest.is_empty() || rest.split('/').all(is_number)) {
        path.make_ascii_lowercase();
    }
}

fn video(id: &str) -> Option<String> {
    (id.len() == 11 && is_code(id)).then(|| format!("https://youtube.com/watch?v={id}"))
}

fn is_code(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

fn is_number(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}
