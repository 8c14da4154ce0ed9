//! Names of accounts that may not be told, sought in texts.
//!
//! **The problem.** The name of a private person's account stands in others' texts: in a note, a title, an address. It may
//! not be told there either, on whichever page the account itself stands, or if on none.
//!
//! **The choice.** Each name is kept as a hash of its small letters, beside the hash of its first word with its length. A
//! text is cut into words; where a word begins a name, the names of that beginning are tried, the longest first. Some 30
//! bytes a name, so that the names of all accounts held can be known on every way out. A name stands only as whole words:
//! the account `maria` must not black out *Mariana*.
//!
//! **Rejected.** An automaton over all names (Aho–Corasick): several hundred megabytes for a million accounts, and it finds
//! the longest name alone, so that "maria lopezz" hid `maria` behind `maria lopez`. The names of the accounts on the page
//! alone: the next page tells what this one masked.

use super::judge::identified;
use super::mention::small;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Shortest name of an account that is sought in texts: shorter ones are words.
const SHORTEST: usize = 4;
/// Longest name, in bytes: what is longer is a text, and nobody repeats it by chance.
const LONGEST: usize = 1_000;
/// Number of the account of a name that belongs to none with an id.
const NOBODY: u32 = u32::MAX;

/// Names by which accounts are known.
#[derive(Clone, Debug, Default)]
pub struct Handles {
    accounts: Vec<String>,
    /// Hash of a name, and the number of its account.
    names: BTreeSet<(u64, u32)>,
    /// Hash of the first word of a name, and the name's length in bytes.
    beginnings: BTreeSet<(u64, u16)>,
}

impl Handles {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Adds the names by which an account is known: a user account, a persona, a channel. Any other object has none.
    pub fn add(&mut self, account: &Map<String, Value>) {
        self.add_names(account, |_, _| true);
    }

    /// As [`Handles::add`], of an account that may be far from the texts in which its names are sought: a display name that is
    /// one plain word ("Europe") would take that word out of every text there is.
    pub fn add_far(&mut self, account: &Map<String, Value>) {
        self.add_names(account, |key, name| key != "display_name" || !name.chars().all(char::is_alphabetic));
    }

    fn add_names(&mut self, account: &Map<String, Value>, is_name: impl Fn(&str, &str) -> bool) {
        let kind = account.get("type").and_then(Value::as_str);
        let keys: &[&str] = match kind {
            Some("user-account") => &["account_login", "user_id", "display_name"],
            Some("persona") => &["persona_name"],
            Some("channel") => &["name"],
            _ => return,
        };
        let mut number = None;
        for (key, name) in keys.iter().filter_map(|key| Some((*key, account.get(*key)?.as_str()?))) {
            let name = name.trim().trim_start_matches('@').trim().to_lowercase();
            if name.chars().count() < SHORTEST || name.len() > LONGEST || !is_name(key, &name) {
                continue;
            }
            let number = *number.get_or_insert_with(|| self.number(account));
            let first = words(&name).next().map_or("", |(from, to)| &name[from..to]);
            self.beginnings.insert((hash(first), u16::try_from(name.len()).unwrap_or(u16::MAX)));
            self.names.insert((hash(&name), number));
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

    /// The ids of the accounts that bear this name in small letters; `None` for one without an id.
    fn accounts(&self, name: &str) -> impl Iterator<Item = Option<&str>> {
        let hash = hash(name);
        let numbers = self.names.range((hash, 0)..=(hash, NOBODY));
        numbers.map(|(_, number)| self.accounts.get(*number as usize).map(String::as_str))
    }

    /// The ends of what may be a name in a small text where a word begins one, the longest first.
    fn ends<'t>(&'t self, text: &'t str, from: usize, to: usize) -> impl Iterator<Item = usize> + 't {
        let hash = hash(&text[from..to]);
        let lengths = self.beginnings.range((hash, 0)..=(hash, u16::MAX)).rev();
        lengths.map(move |(_, length)| from + usize::from(*length)).filter(|end| is_end(text, *end))
    }
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
        let lower = text.to_lowercase();
        // Where small letters have another length, places in one are not places in the other: the small text is given.
        let shown = if lower.len() == text.len() { text } else { lower.as_str() };
        let mut out = String::new();
        let mut kept = 0;
        for (from, to) in words(&lower) {
            if from < kept {
                continue;
            }
            let Some(end) = self.end(&lower, from, to) else { continue };
            let Some(left) = shown.get(kept..from) else { continue };
            out.push_str(left);
            out.push_str("[…]");
            kept = end;
        }
        if kept == 0 {
            return None;
        }
        out.push_str(shown.get(kept..).unwrap_or_default());
        Some(out)
    }

    /// The end of the longest secret name that begins with this word.
    fn end(&self, text: &str, from: usize, to: usize) -> Option<usize> {
        let ends = self.sets.iter().filter_map(|set| {
            set.ends(text, from, to).find(|end| {
                let mut accounts = set.accounts(&text[from..*end]);
                accounts.any(|account| (self.is_secret)(account))
            })
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

/// The words of a text, and every other character by itself: places.
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (from, first) = chars.next()?;
        let mut to = from + first.len_utf8();
        if is_word(first) {
            while let Some((at, c)) = chars.next_if(|(_, c)| is_word(*c)) {
                to = at + c.len_utf8();
            }
        }
        Some((from, to))
    })
}

/// Whether a word ends here.
fn is_end(text: &str, end: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(end) else { return false };
    !(before.chars().next_back().is_some_and(is_word) && after.chars().next().is_some_and(is_word))
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
mod tests {
    use super::{Handles, Names, words};
    use proptest::prelude::*;
    use serde_json::json;

    fn known(names: &[&str]) -> Handles {
        let mut handles = Handles::default();
        for name in names {
            let account = json!({"type": "user-account", "account_login": name});
            handles.add(account.as_object().expect("an object"));
        }
        handles
    }

    fn mask(names: &[&str], text: &str) -> Option<String> {
        Names::new([&known(names)], &|_| true).mask(text)
    }

    #[test]
    fn names_go_as_whole_words_in_any_capitals() {
        let names = ["maria", "élise_99"];
        let masked = mask(&names, "Mariana met @MARIA, and ÉLISE_99.");
        assert_eq!(masked.as_deref(), Some("Mariana met @[…], and […]."));
        assert_eq!(mask(&names, "nobody"), None);
        assert_eq!(mask(&[], "maria"), None);
        // What is shorter than four letters is a word.
        assert_eq!(mask(&["ann"], "ann"), None);
    }

    #[test]
    fn a_longer_name_that_does_not_end_here_hides_no_shorter_one() {
        let names = ["maria", "maria lopez", "john.doe", "-dash-"];
        assert_eq!(mask(&names, "maria lopezz").as_deref(), Some("[…] lopezz"));
        assert_eq!(mask(&names, "maria lopez, maria").as_deref(), Some("[…], […]"));
        assert_eq!(mask(&names, "https://x.example/John.Doe/1").as_deref(), Some("https://x.example/[…]/1"));
        assert_eq!(mask(&names, "john.doey a-dash-b").as_deref(), Some("john.doey a[…]b"));
    }

    #[test]
    fn a_plain_word_is_no_name_of_an_account_far_away() {
        let mut handles = Handles::default();
        for (login, shown) in [("plainword", "Europe"), ("second_1", "Greta Klein")] {
            let account = json!({"type": "user-account", "account_login": login, "display_name": shown});
            handles.add_far(account.as_object().expect("an object"));
        }
        let masked = Names::new([&handles], &|_| true).mask("Europe, plainword, greta klein");
        assert_eq!(masked.as_deref(), Some("Europe, […], […]"));
    }

    #[test]
    fn a_name_is_told_where_its_account_may_be_known() {
        let mut handles = Handles::default();
        for (n, name) in ["open_one", "shut_one"].iter().enumerate() {
            let account = json!({"type": "persona", "id": format!("persona--{n}"), "persona_name": name});
            handles.add(account.as_object().expect("an object"));
        }
        let masked = Names::new([&handles], &|id| id == Some("persona--1")).mask("open_one, shut_one");
        assert_eq!(masked.as_deref(), Some("open_one, […]"));
    }

    proptest! {
        #[test]
        fn no_text_hides_a_name(before in "\\PC{0,12}", after in "\\PC{0,12}", name in "[a-zA-Z0-9_.]{4,12}", other in "[a-z ]{4,20}") {
            let names = [name.as_str(), other.as_str()];
            let text = format!("{before} {name} {after}");
            let masked = mask(&names, &text).expect("it names somebody");
            let small = name.to_lowercase();
            let lower = masked.to_lowercase();
            // It stands nowhere as whole words.
            let stands = words(&lower).any(|(from, _)| {
                lower[from..].starts_with(&small) && super::is_end(&lower, from + small.len())
            });
            prop_assert!(!stands, "{name} in {masked}");
        }
    }
}
