//! Links in running text: where they begin is easy, where they end is judgement.
//!
//! **Choice.** A link runs to white space, quotes, angle brackets or the punctuation of scripts that write without
//! spaces; then trailing punctuation and brackets that it did not open are cut. A letter of a script without spaces
//! ends it too when it directly follows an ASCII letter or digit (`https://t.co/abc見て`), but not behind a slash
//! (`https://ja.wikipedia.org/wiki/選挙`). A link that an ellipsis cuts off is no link.
//! **Rejected.** Links without scheme and `www.` (`example.org`): in running text they are as often sentences
//! without a space as addresses.

use memchr::memmem::Finder;
use std::sync::LazyLock;

static SCHEME: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("://"));
static WWW: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("ww."));

/// Finds links from left to right. Remembers the next candidate of each kind, so that a text of many links of one
/// kind is not searched again and again for the other.
#[derive(Clone, Debug)]
pub(super) struct Links<'a> {
    text: &'a str,
    scheme: Candidate,
    www: Candidate,
}

/// Where the next link of a kind begins.
#[derive(Clone, Copy, Debug)]
enum Candidate {
    Unknown,
    At(usize),
    None,
}

impl<'a> Links<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, scheme: Candidate::Unknown, www: Candidate::Unknown }
    }

    /// The first link at or behind `from`, which never decreases.
    pub fn next(&mut self, mut from: usize) -> Option<(usize, usize)> {
        let text = self.text;
        loop {
            let start = self.start(from)?;
            let (end, cut_off) = end(text, start);
            let host_at = start + text[start..end].find("://").map_or(0, |p| p + 3);
            if !cut_off && text[host_at..end].contains(|c: char| c.is_alphanumeric()) {
                return Some((start, end));
            }
            from = end.max(start + 3);
            while !text.is_char_boundary(from) {
                from += 1;
            }
        }
    }

    fn start(&mut self, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let scheme = self.scheme.update(from, || scheme(bytes, from));
        let www = self.www.update(from, || www(bytes, from));
        match (scheme, www) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }
}

impl Candidate {
    fn update(&mut self, from: usize, search: impl FnOnce() -> Option<usize>) -> Option<usize> {
        if !matches!(*self, Self::None) && !matches!(*self, Self::At(at) if at >= from) {
            *self = search().map_or(Self::None, Self::At);
        }
        match *self {
            Self::At(at) => Some(at),
            _ => None,
        }
    }
}

/// `http://` or `https://` that no ASCII word precedes.
fn scheme(bytes: &[u8], from: usize) -> Option<usize> {
    SCHEME.find_iter(&bytes[from..]).find_map(|p| {
        let colon = p + from;
        ["https", "http"].iter().find_map(|name| {
            let at = colon.checked_sub(name.len()).filter(|&at| at >= from)?;
            let word_before = at > 0 && bytes[at - 1].is_ascii_alphanumeric();
            (!word_before && bytes[at..colon].eq_ignore_ascii_case(name.as_bytes())).then_some(at)
        })
    })
}

/// `www.` that no ASCII word or part of an address precedes.
fn www(bytes: &[u8], from: usize) -> Option<usize> {
    WWW.find_iter(&bytes[from..]).find_map(|p| {
        let at = (p + from).checked_sub(1).filter(|&at| at >= from)?;
        let word_before =
            at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || matches!(bytes[at - 1], b'.' | b'@' | b'/'));
        (matches!(bytes[at], b'w' | b'W') && !word_before).then_some(at)
    })
}

/// Where the link that begins at `start` ends, and whether an ellipsis cuts it off.
fn end(text: &str, start: usize) -> (usize, bool) {
    let link = &text[start..];
    let mut previous = ' ';
    let stop = link.char_indices().find(|&(_, c)| {
        let stops = is_delimiter(c) || (previous.is_ascii_alphanumeric() && is_unspaced(c));
        previous = c;
        stops
    });
    let mut len = stop.map_or(link.len(), |(at, _)| at);
    if stop.is_some_and(|(_, c)| c == '…') {
        return (start + len, true);
    }
    if link[..len].ends_with("...") {
        return (start + len, true);
    }
    // Closing brackets in excess of opening ones, counted once: a link may end in a million of them.
    let mut excess = [0i64; 3];
    for b in link[..len].bytes() {
        weigh(&mut excess, b, 1);
    }
    while let Some(last) = link[..len].chars().next_back() {
        let cut = match last {
            ')' => excess[0] > 0,
            ']' => excess[1] > 0,
            '}' => excess[2] > 0,
            _ => TRAILING.contains(last),
        };
        if !cut {
            break;
        }
        len -= last.len_utf8();
        if last.is_ascii() {
            weigh(&mut excess, last as u8, -1);
        }
    }
    (start + len, false)
}

fn weigh(excess: &mut [i64; 3], byte: u8, by: i64) {
    match byte {
        b'(' => excess[0] -= by,
        b')' => excess[0] += by,
        b'[' => excess[1] -= by,
        b']' => excess[1] += by,
        b'{' => excess[2] -= by,
        b'}' => excess[2] += by,
        _ => {}
    }
}

/// Punctuation that belongs to the sentence, not to the link before it; from `։` on the full stops, commas and question
/// marks of Armenian, Arabic, Urdu, Devanagari and Ethiopic.
const TRAILING: &str = ".,;:!?'*~·([{։՝՞՜،؛؟۔।॥።፣";

/// Characters no link contains unescaped.
fn is_delimiter(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '`' | '|' | '^' | '\\' | '…' | '«' | '»' | '\u{2010}'..='\u{203E}')
        || matches!(c, '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{30FB}')
        || matches!(c, '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF3D}' | '\u{FF5B}'..='\u{FF65}')
        || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}')
}

/// Letters of scripts that put no space between words, or none between a word and its ending: Thai, Lao, Tibetan,
/// Burmese, Khmer, Han, kana, Hangul.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0FFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}'
        | '\u{20000}'..='\u{3FFFF}')
}
