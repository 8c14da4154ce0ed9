//! Names of accounts that may not be told, sought in texts.
//!
//! **The problem.** The name of a private person's account stands in others' texts: in a note, a title, an address. It may
//! not be told there either, on whichever page the account itself stands, or if on none.
//!
//! **The choice.** Each name is kept as a hash of what a reader sees ([`super::fold`]), beside the hash of its first word with its
//! length. A text is cut into words; where a word begins a name, the names of that beginning are tried, the longest first. Some 30
//! bytes a name, so that the names of all accounts held can be known on every way out. A name stands only as whole words:
//! the account `maria` must not black out *Mariana*. A name that is an ordinary word, a small number or very short is *guarded*: it
//! counts where `@` or the address of a medium stands before it, since an account called `election` would otherwise take that word
//! out of every text there is.
//!
//! **Rejected.** An automaton over all names (Aho–Corasick): several hundred megabytes for a million accounts, and it finds
//! the longest name alone, so that "maria lopezz" hid `maria` behind `maria lopez`. The names of the accounts on the page
//! alone: the next page tells what this one masked.

use super::fold::fold;
use super::judge::identified;
use super::mention::small;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Shortest name of an account that is sought in texts by itself: shorter ones are words.
const SHORTEST: usize = 4;
/// The same in scripts that put no spaces between words, a letter of which says more.
const SHORTEST_UNSPACED: usize = 3;
/// Shortest name that is sought where it is addressed.
const SHORTEST_GUARDED: usize = 2;
/// Longest name, in bytes: what is longer is a text, and nobody repeats it by chance.
const LONGEST: usize = 1_000;
/// Digits up to which a number is a year or a count.
const LONGEST_COUNT: usize = 5;
/// Number of the account of a name that belongs to none with an id.
const NOBODY: u32 = u32::MAX;
/// What stands before the name of an account in an address.
const ADDRESSES: [&str; 21] = [
    "@",
    "/x.com/",
    ".x.com/",
    " x.com/",
    "twitter.com/",
    "nitter.net/",
    "t.me/",
    "t.me/s/",
    "telegram.me/",
    "facebook.com/",
    "instagram.com/",
    "tiktok.com/",
    "youtube.com/",
    "vk.com/",
    "medium.com/",
    "threads.net/",
    "linkedin.com/in/",
    "/u/",
    "/user/",
    "/users/",
    "/profile/",
];

/// Names by which accounts are known.
#[derive(Clone, Debug, Default)]
pub struct Handles {
    accounts: Vec<String>,
    /// Hash of a name, and the number of its account.
    names: BTreeSet<(u64, u32)>,
    /// The same of names that count only where they are addressed.
    guarded: BTreeSet<(u64, u32)>,
    /// Hash of the first word of a name, and the name's length in bytes.
    beginnings: BTreeSet<(u64, u16)>,
}

impl Handles {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.beginnings.is_empty()
    }

    /// Adds the names by which an account is known: a user account, a persona, a channel. Any other object has none.
    pub fn add(&mut self, account: &Map<String, Value>) {
        self.add_names(account, false);
    }

    /// As [`Handles::add`], of an account that may be far from the texts in which its names are sought, or that somebody else
    /// sent: a name that is one ordinary word ("Europe") counts only where it is addressed.
    pub fn add_far(&mut self, account: &Map<String, Value>) {
        self.add_names(account, true);
    }

    /// Adds the names of all accounts within an object, itself included.
    pub fn add_within(&mut self, object: &Value) {
        match object {
            Value::Array(all) => all.iter().for_each(|one| self.add_within(one)),
            Value::Object(map) => {
                self.add_far(map);
                map.values().for_each(|one| self.add_within(one));
            }
            _ => {}
        }
    }

    fn add_names(&mut self, account: &Map<String, Value>, is_far: bool) {
        let kind = account.get("type").and_then(Value::as_str);
        let keys: &[&str] = match kind {
            Some("user-account") => &["account_login", "user_id", "display_name"],
            Some("persona") => &["persona_name", "name", "aliases"],
            Some("channel") => &["name", "aliases"],
            _ => return,
        };
        let mut number = None;
        for value in keys.iter().filter_map(|key| account.get(*key)) {
            let all = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            for name in all.iter().filter_map(text_of) {
                let name = fold(&name).text.trim().trim_start_matches('@').trim().to_owned();
                // Within its own house an account is called by the part before the house's name.
                let local = name.split_once('@').map(|(local, _)| local.to_owned());
                for name in std::iter::once(name).chain(local) {
                    if name.chars().count() < SHORTEST_GUARDED || name.len() > LONGEST {
                        continue;
                    }
                    let number = *number.get_or_insert_with(|| self.number(account));
                    let first = words(&name).next().map_or("", |(from, to)| &name[from..to]);
                    self.beginnings.insert((hash(first), u16::try_from(name.len()).unwrap_or(u16::MAX)));
                    let is_guarded = is_never_free(&name) || is_far && is_ordinary(&name);
                    let names = if is_guarded { &mut self.guarded } else { &mut self.names };
                    names.insert((hash(&name), number));
                }
            }
        }
    }

    fn number(&mut self, account: &Map<String, Value>) -> u32 {
        let Some(id) = account.get("id").and_then(Value::as_str).filter(|id| id.contains("--")) else {
            return NOBODY;
        };
        let id = small(id).into_owned();
        if self.accounts.last() != Some(&id) {
            self.accounts.push(id);
        }
        u32::try_from(self.accounts.len() - 1).unwrap_or(NOBODY)
    }

    /// The ids of the accounts that bear this name; `None` for one without an id. Guarded names count where they are addressed.
    fn accounts(&self, name: &str, is_addressed: bool) -> impl Iterator<Item = Option<&str>> {
        let hash = hash(name);
        let guarded = if is_addressed { (hash, 0)..=(hash, NOBODY) } else { (1, 0)..=(0, 0) };
        let guarded = (is_addressed).then(|| self.guarded.range(guarded)).into_iter().flatten();
        let numbers = self.names.range((hash, 0)..=(hash, NOBODY)).chain(guarded);
        numbers.map(|(_, number)| self.accounts.get(*number as usize).map(String::as_str))
    }

    /// The ends of what may be a name in a folded text where a word begins one, the longest first.
    fn ends<'t>(&'t self, text: &'t str, from: usize, to: usize) -> impl Iterator<Item = usize> + 't {
        let whole = &text[from..to];
        // A name that stands with the ending of its plural or genitive.
        let stem = whole.strip_suffix('s').filter(|stem| !stem.is_empty());
        [Some(whole), stem].into_iter().flatten().flat_map(move |first| {
            let hash = hash(first);
            let lengths = self.beginnings.range((hash, 0)..=(hash, u16::MAX)).rev();
            lengths
                .map(move |(_, length)| from + usize::from(*length))
                .filter(move |end| is_end(text, from, *end))
        })
    }
}

/// A name that is a text or a number.
fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}

/// Whether a name is too common to be sought by itself, wherever its account stands: a number as small as a year, a few letters,
/// a word of the specification or of addresses.
fn is_never_free(name: &str) -> bool {
    let length = name.chars().count();
    let shortest = if name.chars().any(is_unspaced) { SHORTEST_UNSPACED } else { SHORTEST };
    length < shortest
        || length <= LONGEST_COUNT && name.bytes().all(|byte| byte.is_ascii_digit())
        || matches!(name, "https" | "http" | "ftps" | "mailto" | "www")
        || super::redact::is_hash_name(name)
        || ostrakon_stix::spec::lookup(name).is_some()
}

/// Whether a name is an ordinary word, or several joined by hyphens.
fn is_ordinary(name: &str) -> bool {
    name.chars().all(|c| (c.is_alphabetic() || c == '-') && !is_unspaced(c))
}

/// Several sets of names, of which those may not be told that `is_secret` says, given the account's id.
pub(super) struct Names<'n> {
    sets: Vec<&'n Handles>,
    is_secret: &'n dyn Fn(Option<&str>) -> bool,
}

impl<'n> Names<'n> {
    pub(super) fn new(
        sets: impl IntoIterator<Item = &'n Handles>,
        is_secret: &'n dyn Fn(Option<&str>) -> bool,
    ) -> Self {
        Self { sets: sets.into_iter().filter(|set| !set.is_empty()).collect(), is_secret }
    }

    /// The text with every name replaced by an ellipsis in brackets; `None` when it has none.
    pub(super) fn mask(&self, text: &str) -> Option<String> {
        if self.sets.is_empty() {
            return None;
        }
        let folded = fold(text);
        let read = &*folded.text;
        let mut out = String::new();
        let (mut kept, mut read_to) = (0, 0);
        for (from, to) in words(read) {
            if from < read_to {
                continue;
            }
            let Some(end) = self.end(read, from, to) else { continue };
            let (begin, stop) = folded.origin(from, end);
            let Some(left) = text.get(kept.min(begin)..begin) else { continue };
            out.push_str(left);
            out.push_str("[…]");
            (kept, read_to) = (stop.max(kept), end);
        }
        if read_to == 0 {
            return None;
        }
        out.push_str(text.get(kept..).unwrap_or_default());
        Some(out)
    }

    /// The end of the longest secret name that begins with this word.
    fn end(&self, text: &str, from: usize, to: usize) -> Option<usize> {
        if !is_start(text, from) {
            return None;
        }
        let is_addressed =
            ADDRESSES.iter().any(|before| text[..from].ends_with(before)) || text[..from] == *"x.com/";
        let ends = self.sets.iter().filter_map(|set| {
            set.ends(text, from, to)
                .filter(|end| {
                    let mut accounts = set.accounts(&text[from..*end], is_addressed);
                    accounts.any(|account| (self.is_secret)(account))
                })
                .max()
        });
        ends.max()
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a character is of a script that puts no spaces between words, or puts endings to them.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff
        | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// The words of a text without underscores, and every other character by itself: places.
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let is_joined = |c: char| c.is_alphanumeric() && !is_unspaced(c);
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (from, first) = chars.next()?;
        let mut to = from + first.len_utf8();
        if is_joined(first) {
            while let Some((at, c)) = chars.next_if(|(_, c)| is_joined(*c)) {
                to = at + c.len_utf8();
            }
        }
        Some((from, to))
    })
}

/// Whether a name may begin here: not within a word. Underscores before a word are a way to stress it.
fn is_start(text: &str, from: usize) -> bool {
    let (before, after) = text.split_at(from);
    let own = after.chars().next();
    if own == Some('_') || own.is_some_and(|c| !is_word(c)) {
        return !before.ends_with('_') || own != Some('_');
    }
    let before = before.trim_end_matches('_').chars().next_back();
    let is_stressed = text[..from].ends_with('_');
    before.is_none_or(|c| !is_word(c) || !is_stressed && (is_unspaced(c) || own.is_some_and(is_unspaced)))
}

/// Whether a name that began at `from` ends here.
fn is_end(text: &str, from: usize, end: usize) -> bool {
    let (Some(name), Some(after)) = (text.get(from..end), text.get(end..)) else { return false };
    let last = name.chars().next_back();
    let breaks = |after: &str| after.trim_start_matches('_').chars().next().is_none_or(|c| !is_word(c));
    let next = after.chars().next();
    if last.is_none_or(|c| !is_word(c)) || breaks(after) {
        return true;
    }
    if last.is_some_and(is_unspaced) || next.is_some_and(is_unspaced) {
        return true;
    }
    let is_distinct = name.chars().any(|c| !c.is_alphabetic());
    is_distinct && after.strip_prefix('s').is_some_and(breaks)
}

/// The id under which the pseudonym of a channel is kept as an account, where the channel is one of a social medium.
pub(super) fn account_of_channel(channel: &Map<String, Value>) -> Option<String> {
    let kinds = channel.get("channel_types").and_then(Value::as_array)?;
    if !kinds.iter().any(|kind| kind == super::PSEUDONYM_CHANNEL) {
        return None;
    }
    let mut made_of = Map::new();
    made_of.insert("user_id".into(), channel.get("name")?.clone());
    made_of.insert("account_type".into(), super::PSEUDONYM_ACCOUNT.into());
    ostrakon_stix::id::observable("user-account", &made_of)
}

/// Whether an object is an account that bears a pseudonym.
pub(super) fn is_pseudonym(value: &Value) -> bool {
    identified(value).is_some_and(|(object, _, kind)| {
        kind == "user-account"
            && object.get("account_type").and_then(Value::as_str) == Some(super::PSEUDONYM_ACCOUNT)
    })
}

#[cfg(test)]
mod tests;
