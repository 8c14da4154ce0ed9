//! Where a text names accounts: `@name`, `@name@host`, `u/name`, and addresses of profiles.
//!
//! **The problem.** A list of prefixes finds `x.com/jane` and misses `mobile.twitter.com/jane`, `x.com:443//jane` and
//! `tiktok.com/%40jane`, which lead to the same person. **The choice.** The text is folded ([`folded`]), every run of letters, digits
//! and dots that is a host is read as an address (port, empty parts, `.` and `..`, query), and what part of it is a name is data
//! ([`hosts`]). **Rejected.** A library for addresses: it refuses what a reader's browser mends, and texts hold addresses without a
//! scheme.

mod folded;
mod hosts;

use folded::Folded;
use hosts::{BY_ID, Host, KEYS, PLACES};
use std::ops::Range;

/// A name of an account in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// The name in small letters, without the sign before it.
    pub(super) name: String,
    /// The bytes of the text that it stands on.
    pub(super) place: Range<usize>,
}

/// Names of accounts in a text, in the order of their places.
pub(super) fn named(text: &str) -> Vec<Named> {
    let text = Folded::of(text);
    let mut found = signs(&text.chars);
    found.extend(reddit(&text.chars));
    let mut at = 0;
    while at < text.chars.len() {
        let end = run(&text.chars, at, in_host);
        if end > at {
            addressed(&text, at..end, &mut found);
        }
        at = end.max(at + 1);
    }
    found.sort_by_key(|one| (one.start, one.end));
    found.dedup();
    let named = found.into_iter().filter(|one| text.chars[one.clone()].iter().any(|c| c.is_alphanumeric()));
    named.map(|one| Named { name: text.text(&one), place: text.bytes(&one) }).collect()
}

/// The end of a run of such characters.
fn run(text: &[char], from: usize, is: impl Fn(char) -> bool) -> usize {
    from + text[from..].iter().take_while(|c| is(**c)).count()
}

fn in_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '-')
}

fn in_host(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-')
}

/// What a part of a path is made of.
fn in_part(c: char) -> bool {
    !c.is_whitespace()
        && !matches!(
            c,
            '/' | '\\'
                | '?'
                | '#'
                | '&'
                | '='
                | '"'
                | '\''
                | '`'
                | '<'
                | '>'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '|'
                | ','
                | ';'
                | '«'
                | '»'
                | '“'
                | '”'
                | '„'
                | '’'
                | '‘'
        )
}

fn is_slash(c: char) -> bool {
    matches!(c, '/' | '\\')
}

/// A range without signs before it and full stops around it.
fn trimmed(text: &[char], range: Range<usize>) -> Range<usize> {
    let (mut from, mut to) = (range.start, range.end);
    while from < to && matches!(text[from], '@' | '~' | '.') {
        from += 1;
    }
    while from < to && matches!(text[to - 1], '.' | ':' | '!' | '*') {
        to -= 1;
    }
    from..to
}

/// `@name`, unless it is an address of mail.
fn signs(text: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for at in (0..text.len()).filter(|at| text[*at] == '@') {
        let name = trimmed(text, at + 1..run(text, at + 1, in_name));
        // `press@authority.example` is an address of mail, `Hello.@someone` an account.
        let local = at
            .checked_sub(1)
            .is_some_and(|before| text[before].is_alphanumeric() || matches!(text[before], '_' | '-' | '+'));
        let domain = text[name.clone()].iter().rposition(|c| *c == '.').is_some_and(|dot| {
            let top = &text[name.start + dot + 1..name.end];
            top.len() >= 2 && top.iter().all(|c| c.is_alphabetic())
        });
        let is_mail = local && domain;
        if !name.is_empty() && !is_mail {
            found.push(name);
        }
    }
    found
}

/// `u/name` and `/u/name`, as people write on Reddit.
fn reddit(text: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for at in (1..text.len()).filter(|at| text[*at] == '/' && text[*at - 1] == 'u') {
        let mut begin = at - 1;
        if begin > 0 && text[begin - 1] == '/' {
            begin -= 1;
        }
        let alone =
            begin == 0 || !(in_part(text[begin - 1]) || is_slash(text[begin - 1]) || text[begin - 1] == '=');
        let name = at + 1..run(text, at + 1, |c| c.is_alphanumeric() || matches!(c, '_' | '-'));
        if alone && name.len() >= 3 {
            found.push(name);
        }
    }
    found
}

/// Names in the address that begins with a host.
fn addressed(text: &Folded, host: Range<usize>, found: &mut Vec<Range<usize>>) {
    let chars = &text.chars;
    let (mut from, mut to) = (host.start, host.end);
    while from < to && matches!(chars[from], '.' | '-') {
        from += 1;
    }
    while from < to && chars[to - 1] == '.' {
        to -= 1;
    }
    let Some((known, account)) = hosts::known(&text.text(&(from..to))) else { return };
    // `jane@x.com` is an address of mail.
    if let Some(account) = account.filter(|_| from == 0 || chars[from - 1] != '@') {
        found.push(from + account.start..from + account.end);
    }
    let mut at = host.end;
    if chars.get(at) == Some(&':') {
        at = run(chars, at + 1, |c| c.is_ascii_digit());
    }
    let mut parts: Vec<Range<usize>> = Vec::new();
    while chars.get(at).is_some_and(|c| is_slash(*c)) {
        let end = run(chars, at + 1, in_part);
        match &chars[at + 1..end] {
            [] | ['.'] => {}
            ['.', '.'] => drop(parts.pop()),
            _ => parts.push(at + 1..end),
        }
        at = end;
    }
    found.extend(in_path(chars, known, &parts));
    if chars.get(at) == Some(&'?') {
        let page = parts.last().map(|part| text.text(part)).unwrap_or_default();
        found.extend(in_query(text, at + 1, BY_ID.contains(&page.as_str())));
    }
}

/// Names in a path.
fn in_path(chars: &[char], host: Host, parts: &[Range<usize>]) -> Vec<Range<usize>> {
    let text = |part: &Range<usize>| chars[part.clone()].iter().collect::<String>();
    let mut found = Vec::new();
    for pair in parts.windows(2) {
        if host.markers.contains(&text(&pair[0]).as_str()) {
            found.push(trimmed(chars, pair[1].clone()));
        }
    }
    if let Some(part) = parts.first().filter(|_| host.first) {
        let name = text(part);
        let marks = host.markers.contains(&name.as_str()) && parts.len() > 1;
        // An invitation (`t.me/+…`) leads to a group and names nobody.
        let place = PLACES.contains(&name.trim_end_matches(['.', ':', '!'])) || name.starts_with('+');
        if !marks && !place {
            found.push(trimmed(chars, part.clone()));
        }
    }
    found
}

/// Names in a query: `screen_name=`, `via=`, `from:` in a search, `id=` of a page of profiles.
fn in_query(text: &Folded, from: usize, by_id: bool) -> Vec<Range<usize>> {
    let chars = &text.chars;
    let (mut found, mut at) = (Vec::new(), from);
    loop {
        let key = at..run(chars, at, in_part);
        at = key.end;
        if chars.get(at) == Some(&'=') {
            let value = at + 1..run(chars, at + 1, |c| in_part(c) || is_slash(c));
            let name = text.text(&key);
            if KEYS.contains(&name.as_str()) || by_id && name == "id" {
                found.push(trimmed(chars, value.clone()));
            } else if name == "q" {
                found.extend(searched(chars, value.clone()));
            }
            at = value.end;
        }
        if !chars.get(at).is_some_and(|c| matches!(c, '&' | ';' | '?')) {
            return found;
        }
        at += 1;
    }
}

/// `from:name` and `to:name` in what is searched for.
fn searched(chars: &[char], value: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for at in value.clone().filter(|at| chars[*at] == ':') {
        let word = chars[value.start..at].iter().rev().take_while(|c| c.is_alphabetic()).count();
        let before: String = chars[at - word..at].iter().collect();
        if matches!(before.as_str(), "from" | "to") {
            found.push(trimmed(chars, at + 1..run(chars, at + 1, in_name).min(value.end)));
        }
    }
    found
}
