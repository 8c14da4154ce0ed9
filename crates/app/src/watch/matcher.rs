//! Which terms of a list a post holds.
//!
//! **Definition.** A domain is held by a post that links to it or below it; a hashtag by a post that bears it; a handle by a post
//! of that account or one that mentions it; a phrase by a post whose words, made comparable as the detectors make them, hold the
//! phrase's words one after the other. The property test holds the fast code below against these four sentences.
//!
//! **The choice.** A table of last resort for each kind: the cost of a post is its own length, whatever the length of the list.

use super::wire::{Term, TermKind};
use ostrakon_detect::normalise::{text_into, words_into};
use ostrakon_ingest::{entities::lowercase, url};
use ostrakon_model::Post;
use std::collections::{BTreeSet, HashMap};

/// The words of a text, comparable.
pub(super) fn words(text: &str) -> Vec<String> {
    let (mut normal, mut words) = (String::new(), String::new());
    text_into(text, &mut normal);
    words_into(&normal, &mut words);
    words.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A list, ready to be held against posts.
pub(super) struct Matcher {
    domains: HashMap<String, u32>,
    hashtags: HashMap<String, u32>,
    /// By handle: platform and term.
    handles: HashMap<String, Vec<(String, u32)>>,
    /// By the first word: all words and the term.
    phrases: HashMap<String, Vec<(Vec<String>, u32)>>,
    normal: String,
    words: String,
}

impl Matcher {
    pub fn new(terms: &[Term]) -> Self {
        let mut matcher = Self {
            domains: HashMap::new(),
            hashtags: HashMap::new(),
            handles: HashMap::new(),
            phrases: HashMap::new(),
            normal: String::new(),
            words: String::new(),
        };
        for (at, term) in (0..).zip(terms) {
            match term.kind {
                TermKind::Domain => drop(matcher.domains.insert(term.value.clone(), at)),
                TermKind::Hashtag => drop(matcher.hashtags.insert(term.value.clone(), at)),
                TermKind::Handle => {
                    let platform = term.platform.clone().unwrap_or_default();
                    matcher.handles.entry(term.value.clone()).or_default().push((platform, at));
                }
                TermKind::Phrase => {
                    let all = words(&term.value);
                    if let Some(first) = all.first().cloned() {
                        matcher.phrases.entry(first).or_default().push((all, at));
                    }
                }
            }
        }
        matcher
    }

    /// Writes the places of the terms that a post holds into `found` (emptied first).
    pub fn find(&mut self, post: &Post<'_>, found: &mut BTreeSet<u32>) {
        found.clear();
        if !self.domains.is_empty() {
            for host in post.urls.iter().filter_map(|one| url::host(one)) {
                let mut host = host;
                loop {
                    found.extend(self.domains.get(host));
                    let Some((_, above)) = host.split_once('.') else { break };
                    host = above;
                }
            }
        }
        if !self.hashtags.is_empty() {
            found.extend(post.hashtags.iter().filter_map(|tag| self.hashtags.get(tag.as_ref())));
        }
        if !self.handles.is_empty() {
            let author = [Some(post.author_id.as_ref()), post.author_handle.as_deref()];
            let names = author.into_iter().flatten().chain(post.mentions.iter().map(AsRef::as_ref));
            for name in names {
                let Some(all) = self.handles.get(lowercase(name).as_ref()) else { continue };
                let on = |platform: &str| {
                    post.platform.is_empty() || platform.eq_ignore_ascii_case(&post.platform)
                };
                found.extend(all.iter().filter(|(platform, _)| on(platform)).map(|(_, at)| at));
            }
        }
        let Some(text) = post.text.as_deref().filter(|_| !self.phrases.is_empty()) else { return };
        text_into(text, &mut self.normal);
        words_into(&self.normal, &mut self.words);
        let mut rest = self.words.as_str();
        while !rest.is_empty() {
            let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
            for (phrase, at) in self.phrases.get(word).into_iter().flatten() {
                if begins_with(rest, phrase) {
                    found.insert(*at);
                }
            }
            rest = after;
        }
    }
}

/// Whether words that are parted by one space begin with these.
fn begins_with(text: &str, words: &[String]) -> bool {
    let mut there = text.split(' ');
    words.iter().all(|word| there.next() == Some(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::borrow::Cow;

    fn term(kind: TermKind, value: &str) -> Term {
        let platform = (kind == TermKind::Handle).then(|| "x".to_owned());
        Term { kind, value: value.into(), platform }
    }

    fn held(terms: &[Term], post: &Post<'_>) -> Vec<u32> {
        let mut found = BTreeSet::new();
        Matcher::new(terms).find(post, &mut found);
        found.into_iter().collect()
    }

    #[test]
    fn each_kind_is_found_where_it_stands_and_nowhere_else() {
        let terms = [
            term(TermKind::Domain, "example.org"),
            term(TermKind::Hashtag, "vote26"),
            term(TermKind::Handle, "statetv"),
            term(TermKind::Phrase, "The polls are CLOSED"),
        ];
        let post = |text: &'static str, url: &'static str, tag: &'static str, author: &'static str| Post {
            platform: "x".into(),
            text: Some(text.into()),
            urls: vec![url.into()],
            hashtags: vec![tag.into()],
            author_id: author.into(),
            ..Post::default()
        };
        let quiet = post("nothing", "https://a.org/", "a", "acc_1");
        assert!(held(&terms, &quiet).is_empty());
        let loud = post(
            "Hey! the po\u{200b}lls, are closed – go home",
            "https://news.example.org/a",
            "vote26",
            "StateTV",
        );
        assert_eq!(held(&terms, &loud), [0, 1, 2, 3]);
        // A domain that only ends like it, a phrase with a word between, a hashtag that only begins so.
        let near = post("the polls here are closed", "https://notexample.org/", "vote2026", "statetv2");
        assert!(held(&terms, &near).is_empty());
        // Of another platform it is a stranger; a mention counts.
        let elsewhere = Post { platform: "telegram".into(), ..post("a", "https://a.org/", "a", "statetv") };
        assert!(held(&terms, &elsewhere).is_empty());
        let mention = Post { mentions: vec!["statetv".into()], ..quiet };
        assert_eq!(held(&terms, &mention), [2]);
    }

    proptest! {
        /// The words of the definition against the tables.
        #[test]
        fn phrases_are_found_as_the_definition_says(
            text in prop::collection::vec("[abc]{1,2}", 0..12),
            phrases in prop::collection::vec(prop::collection::vec("[abc]{1,2}", 1..4), 1..6),
        ) {
            let terms: Vec<Term> = phrases.iter().map(|words| term(TermKind::Phrase, &words.join(" "))).collect();
            let joined = text.join(" ");
            let post = Post { text: Some(Cow::Borrowed(&joined)), ..Post::default() };
            let expected: Vec<u32> = (0..)
                .zip(&phrases)
                .filter(|(_, words)| text.windows(words.len()).any(|window| window == words.as_slice()))
                .map(|(at, _)| at)
                .collect();
            prop_assert_eq!(held(&terms, &post), expected);
        }

        /// A host holds a listed domain exactly where it is that domain or ends with a dot and it.
        #[test]
        fn domains_are_found_as_the_definition_says(host in "([ab]{1,2}\\.){1,3}org", domains in prop::collection::vec("([ab]{1,2}\\.){1,2}org", 1..5)) {
            let terms: Vec<Term> = domains.iter().map(|one| term(TermKind::Domain, one)).collect();
            let url = format!("https://{host}/a");
            let post = Post { urls: vec![Cow::Borrowed(&url)], ..Post::default() };
            let found: BTreeSet<&String> = held(&terms, &post).into_iter().map(|at| &domains[at as usize]).collect();
            let expected: BTreeSet<&String> =
                domains.iter().filter(|one| host == **one || host.ends_with(&format!(".{one}"))).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
