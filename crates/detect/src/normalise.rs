//! Texts made comparable.
//!
//! The problem: two copies of one text differ by a mention, a shortened link, a capital or an invisible character,
//! and must become equal, while texts that only look alike in being short must not. The choice: two readings side by
//! side. The *peer's* ([`peer_text_into`], [`peer_tokens_into`]) reproduces coordination-network-toolkit 1.5.2 to the
//! byte, so that anyone can check our counts against theirs. *Ours* ([`text_into`], [`words_into`]) is built against
//! evasion: compatibility characters, zero-width characters and links that change with every post do not hide a copy.
//!
//! Rejected: stemming and stop words (they need the language, and make texts equal which an analyst reads as
//! different); resolving links (no network in a detector); removing hashtags and emoji (they are part of the copy).

mod peer;
mod plain;
mod word_break;
mod words;

pub use peer::{is_peer_space, peer_text_into, peer_tokens_into};
pub use words::words_into;

use plain::Folded;
use unicode_normalization::{UnicodeNormalization, is_nfkc_quick};

/// A text is evidence with at least this many white-space separated tokens …
pub const EVIDENCE_TOKENS: usize = 4;
/// … or at least this many characters (scripts without spaces). Below both, people write the same thing by chance:
/// "good morning", "yes!", "RIP".
pub const EVIDENCE_CHARS: usize = 20;

/// Writes our normalised form of `text` into `out` (emptied first): NFKC and case folding, control and format
/// characters removed (zero-width, direction, soft hyphen), links and mentions removed, white space collapsed.
///
/// Returns whether the result is long enough to be evidence ([`EVIDENCE_TOKENS`], [`EVIDENCE_CHARS`]).
///
/// # Examples
/// ```
/// use ostrakon_detect::normalise::text_into;
/// let mut text = String::new();
/// assert!(text_into("@anna Vote TODAY,  not\u{200b} tomorrow! https://t.co/Xy", &mut text));
/// assert_eq!(text, "vote today, not tomorrow!");
/// assert!(!text_into("@anna Good morning", &mut text));
/// ```
pub fn text_into(text: &str, out: &mut String) -> bool {
    normalise(text, false, out)
}

/// [`text_into`], and a leading "RT @name:" (also repeated) is removed, so that a repost made by hand equals what it
/// repeats.
pub fn repost_text_into(text: &str, out: &mut String) -> bool {
    normalise(text, true, out)
}

fn normalise(text: &str, without_repost_prefix: bool, out: &mut String) -> bool {
    out.clear();
    let folded = fold(text);
    let mut rest = folded.as_str();
    if without_repost_prefix {
        while let Some(after) = after_repost_prefix(rest) {
            rest = after;
        }
    }
    let mut tokens = 0;
    for word in rest.split_whitespace() {
        let before = out.len();
        if !out.is_empty() {
            out.push(' ');
        }
        let start = out.len();
        push_without_links_and_mentions(word, out);
        if out.len() == start {
            out.truncate(before);
        } else {
            tokens += 1;
        }
    }
    tokens >= EVIDENCE_TOKENS || out.chars().nth(EVIDENCE_CHARS - 1).is_some()
}

/// NFKC, case folding, invisible characters removed: by a table where every character of the text is in it (nearly all
/// texts of nearly all scripts), else by the definition, [`fold_by_definition`].
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Combining class of the character before: marks must ascend.
    let mut before = 0;
    for c in text.chars() {
        match plain::folded(c) {
            Some(Folded::Starter(folded)) => {
                out.push(folded);
                before = 0;
            }
            Some(Folded::Mark(mark, class)) if class >= before => {
                out.push(mark);
                before = class;
            }
            Some(Folded::Spelt(text)) => {
                out.push_str(text);
                before = 0;
            }
            // Between plain characters there is nothing that its going could make compose.
            None if is_invisible(c) => {}
            _ => return fold_by_definition(text),
        }
    }
    out
}

/// The folding is lower case of upper case, character by character: it differs from Unicode's table in making the
/// dotless i equal to i, which suits text that is compared and never shown. Invisible characters go first, since a
/// zero-width joiner between two characters keeps them from composing; folding can decompose, hence the second NFKC.
fn fold_by_definition(text: &str) -> String {
    if text.is_ascii() {
        return text
            .chars()
            .filter(|c| !c.is_ascii_control() || c.is_ascii_whitespace() || *c == '\x0b')
            .map(|c| c.to_ascii_lowercase())
            .collect();
    }
    let mut out = String::with_capacity(text.len());
    let composed = text.chars().filter(|c| !is_invisible(*c)).nfkc();
    for c in composed {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            out.extend(c.to_uppercase().flat_map(char::to_lowercase));
        }
    }
    out.retain(|c| !is_invisible(c));
    match is_nfkc_quick(out.chars()) {
        unicode_normalization::IsNormalized::Yes => out,
        _ => out.nfkc().collect(),
    }
}

/// Characters that show nothing and part nothing: controls other than white space, zero-width and direction marks,
/// variation selectors, tags, the soft hyphen, Hangul fillers.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// What follows "rt @name:" at the start of a folded text.
fn after_repost_prefix(text: &str) -> Option<&str> {
    let handle = text.trim_start().strip_prefix("rt")?.trim_start().strip_prefix('@')?;
    let after = handle.trim_start_matches(is_handle_char);
    (after.len() < handle.len()).then(|| after.trim_start().trim_start_matches(':'))
}

fn is_handle_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@')
}

/// A link runs from `http://`, `https://` or a leading `www.` to the end of the word; a mention from an `@` that no
/// letter or digit precedes (an e-mail address stays) to the end of the handle, `@name@server` included.
fn push_without_links_and_mentions(word: &str, out: &mut String) {
    let schemes: &[&str] = if word.contains(':') { &["http://", "https://"] } else { &[] };
    let end = schemes.iter().filter_map(|scheme| word.find(scheme)).min();
    let mut rest = &word[..end.unwrap_or(word.len())];
    if rest.starts_with("www.") {
        return;
    }
    let mut before = None;
    while let Some(at) = rest.find('@') {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        let handle = &tail[1..];
        let after = handle.trim_start_matches(is_handle_char);
        let glued = head.chars().next_back().or(before).is_some_and(char::is_alphanumeric);
        if glued || after.len() == handle.len() {
            out.push('@');
            rest = handle;
            before = Some('@');
        } else {
            rest = after;
            before = None;
        }
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests;
