//! Where a hashtag or a handle ends, given where its mark stands.

use unicode_normalization::char::is_combining_mark;

/// Letters, digits, underscore, and the marks that belong to letters (vowel signs, viramas, accents), but not the
/// selectors that choose an emoji's looks.
pub(super) fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric() || (is_combining_mark(c) && !is_selector(c))
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{20E3}')
}

/// Characters that belong to a hashtag only between two others: joiners (Persian, Indic), and the middle dots of
/// Catalan, Japanese, Tibetan and Hebrew.
fn is_medial(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '·' | '・' | '\u{0F0B}' | '\u{05F3}' | '\u{05F4}')
}

/// The hashtag that `body` begins with, its mark standing behind `before`.
pub(super) fn hashtag<'a>(before: &str, body: &'a str) -> Option<&'a str> {
    // `&#39;` is an HTML escape, `a#b` and `/#b` belong to words and addresses. A tag may directly follow a tag.
    if before.ends_with(['&', '/']) || (before.ends_with(is_word) && !follows_hashtag(before)) {
        return None;
    }
    let mut end = 0;
    let mut named = false;
    for (at, c) in body.char_indices() {
        if is_word(c) && (at > 0 || !is_combining_mark(c)) {
            named |= c != '_' && !c.is_numeric();
            end = at + c.len_utf8();
        } else if at == 0 || at != end || !is_medial(c) {
            break;
        }
    }
    named.then(|| &body[..end])
}

/// Whether `before` ends in `#word`. Looks back to the last mark at most, so all looks together are one pass.
fn follows_hashtag(before: &str) -> bool {
    let head = before.trim_end_matches(is_word);
    head.ends_with(['#', '\u{FF03}', '\u{FE5F}'])
}

/// The handle that `body` begins with, its mark standing behind `before`.
///
/// Latin handles, diacritics and all (`@müller`, `@josé_1`), end before the first letter of another script (`@aliceさん`); a
/// dot or hyphen belongs to them only inside, and a hyphen only if a dot does too (`@my-name.example.social`) or in front
/// of an instance.
pub(super) fn mention<'a>(before: &str, body: &'a str) -> Option<&'a str> {
    // A word in front makes it an e-mail address, a slash a part of an address without scheme.
    if before.ends_with(|c: char| is_word(c) || matches!(c, '/' | '@' | '\u{FF20}')) {
        return None;
    }
    let first = body.chars().next()?;
    if !first.is_ascii() && !is_latin(first) {
        let end = body.find(|c: char| !is_word(c)).unwrap_or(body.len());
        return first.is_alphabetic().then(|| &body[..end]);
    }
    let mut local = &body[..run(body, |c| is_latin(c) || c == '_')];
    if let Some(host) = body[local.len()..].strip_prefix('@')
        && !local.is_empty()
    {
        let host = &host[..run(host, is_latin)];
        if host.contains('.') {
            return Some(&body[..local.len() + 1 + host.len()]);
        }
    }
    if local.contains('-') && !local.contains('.') {
        local = local.split('-').next().unwrap_or(local);
    }
    (!local.is_empty()).then_some(local)
}

/// Digits and letters of the Latin script with what stands on them: precomposed (Latin-1 to Extended-B, Additional) or, as
/// some keyboards write them, as marks of their own.
fn is_latin(c: char) -> bool {
    match c {
        '×' | '÷' => false,
        '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{300}'..='\u{36F}' => true,
        _ => c.is_ascii_alphanumeric(),
    }
}

/// Length of the run of `allowed` characters at the start of `text`, with single dots and hyphens between them.
fn run(text: &str, allowed: impl Fn(char) -> bool) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if allowed(c) && (end > 0 || !is_combining_mark(c)) {
            end = at + c.len_utf8();
        } else if !(matches!(c, '.' | '-')
            && end > 0
            && chars.peek().is_some_and(|&(_, next)| allowed(next) || next == '-'))
        {
            break;
        }
    }
    end
}
