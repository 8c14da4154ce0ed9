//! Ranking texts by shared words: Okapi BM25 over an inverted index.
//!
//! **Definition.** For a text q and a claim d, over the words that both hold:
//! `Σ idf(w) · tf(w,d)·(k₁+1) / (tf(w,d) + k₁·(1−b+b·|d|/avg))`, with `idf(w) = ln(1 + (N−n(w)+½)/(n(w)+½))`; k₁ = 1.2, b = 0.75.
//! Words of q count once, however often they stand there. The test holds the index against this formula computed document by document.

use ostrakon_detect::normalise::{text_into, words_into};
use std::collections::{BTreeMap, HashMap};

const K1: f64 = 1.2;
const B: f64 = 0.75;
/// Words of a text that are compared: beyond it is no claim any more.
const MOST_WORDS: usize = 600;

/// The words of a text, comparable, as often as they stand there.
pub(super) fn words(text: &str) -> Vec<String> {
    let (mut normal, mut words) = (String::new(), String::new());
    text_into(text, &mut normal);
    words_into(&normal, &mut words);
    words.split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS).map(str::to_owned).collect()
}

/// Texts, by their words.
#[derive(Default)]
pub(super) struct Corpus {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
    /// By word: document and how often.
    postings: Vec<Vec<(u32, u32)>>,
    /// By document: its words, each with how often; empty for one that was taken out.
    docs: Vec<Vec<(u32, u32)>>,
    live: usize,
    length: u64,
}

/// A document that was found, with what each shared word gave.
pub(super) struct Hit {
    pub doc: u32,
    pub score: f64,
    pub parts: Vec<(u32, f64)>,
}

impl Corpus {
    /// Adds a text; its number.
    pub fn add(&mut self, text: &str) -> u32 {
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        for word in words(text) {
            let next = self.names.len() as u32;
            let number = *self.numbers.entry(word.clone()).or_insert(next);
            if number == next {
                self.names.push(word);
                self.postings.push(Vec::new());
            }
            *counts.entry(number).or_default() += 1;
        }
        let doc = self.docs.len() as u32;
        let words: Vec<(u32, u32)> = counts.into_iter().collect();
        for (word, count) in &words {
            self.postings[*word as usize].push((doc, *count));
            self.length += u64::from(*count);
        }
        self.docs.push(words);
        self.live += 1;
        doc
    }

    /// Takes a text out.
    pub fn take_out(&mut self, doc: u32) {
        let words = std::mem::take(&mut self.docs[doc as usize]);
        for (word, count) in &words {
            self.postings[*word as usize].retain(|(one, _)| *one != doc);
            self.length -= u64::from(*count);
        }
        self.live -= 1;
    }

    pub fn word(&self, number: u32) -> &str {
        &self.names[number as usize]
    }

    fn idf(&self, word: Option<u32>) -> f64 {
        let holds = word.map_or(0.0, |word| self.postings[word as usize].len() as f64);
        (1.0 + (self.live as f64 - holds + 0.5) / (holds + 0.5)).ln()
    }

    /// The documents that share words with a text and that `wanted` lets through, best first, at most `most`.
    pub fn search(&self, text: &str, most: usize, wanted: impl Fn(u32) -> bool) -> Vec<Hit> {
        let mut asked: Vec<u32> =
            words(text).iter().filter_map(|word| self.numbers.get(word).copied()).collect();
        asked.sort_unstable();
        asked.dedup();
        let average = self.length as f64 / self.live.max(1) as f64;
        let mut found: HashMap<u32, Vec<(u32, f64)>> = HashMap::new();
        for word in asked {
            let idf = self.idf(Some(word));
            for (doc, count) in &self.postings[word as usize] {
                let length: u32 = self.docs[*doc as usize].iter().map(|(_, count)| count).sum();
                let tf = f64::from(*count);
                let norm = K1 * (1.0 - B + B * f64::from(length) / average);
                found.entry(*doc).or_default().push((word, idf * tf * (K1 + 1.0) / (tf + norm)));
            }
        }
        let mut hits: Vec<Hit> = found
            .into_iter()
            .filter(|(doc, _)| wanted(*doc))
            .map(|(doc, parts)| Hit { doc, score: parts.iter().map(|(_, part)| part).sum(), parts })
            .collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.doc.cmp(&b.doc)));
        hits.truncate(most);
        hits
    }

    /// How much of a document stands in a text, and how much of the text in the document: shares of the weight of their words.
    pub fn shares(&self, text: &str, doc: u32) -> (f64, f64) {
        let mut asked = words(text);
        asked.sort_unstable();
        asked.dedup();
        let there = |word: &String| self.numbers.get(word).copied();
        let held = |word: u32| self.docs[doc as usize].binary_search_by_key(&word, |(word, _)| *word).is_ok();
        let (mut both, mut all) = (0.0, 0.0);
        for word in &asked {
            let number = there(word);
            let weight = self.idf(number);
            all += weight;
            both += if number.is_some_and(held) { weight } else { 0.0 };
        }
        let own: f64 = self.docs[doc as usize].iter().map(|(word, _)| self.idf(Some(*word))).sum();
        let share = |of: f64| if of > 0.0 { (both / of).min(1.0) } else { 0.0 };
        (share(own), share(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The formula, document by document.
    fn reference(texts: &[String], query: &str) -> Vec<(u32, f64)> {
        let docs: Vec<Vec<String>> = texts.iter().map(|text| words(text)).collect();
        let average = docs.iter().map(Vec::len).sum::<usize>() as f64 / docs.len().max(1) as f64;
        let mut asked = words(query);
        asked.sort();
        asked.dedup();
        let mut found: Vec<(u32, f64)> = Vec::new();
        for (at, doc) in (0..).zip(&docs) {
            let mut score = 0.0;
            for word in &asked {
                let tf = doc.iter().filter(|one| *one == word).count() as f64;
                let holds = docs.iter().filter(|doc| doc.contains(word)).count() as f64;
                let idf = (1.0 + (docs.len() as f64 - holds + 0.5) / (holds + 0.5)).ln();
                if tf > 0.0 {
                    score += idf * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * doc.len() as f64 / average));
                }
            }
            if score > 0.0 {
                found.push((at, score));
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found
    }

    proptest! {
        #[test]
        fn the_index_gives_what_the_formula_says(
            texts in prop::collection::vec("([abcde]{1,2} ){0,8}", 1..12),
            gone in prop::collection::vec("([abcde]{1,2} ){0,8}", 0..4),
            query in "([abcdef]{1,2} ){0,6}",
        ) {
            let mut corpus = Corpus::default();
            // What came and went leaves no trace.
            for text in &texts {
                corpus.add(text);
            }
            for text in &gone {
                let doc = corpus.add(text);
                corpus.take_out(doc);
            }
            let found: Vec<(u32, f64)> =
                corpus.search(&query, usize::MAX, |_| true).into_iter().map(|hit| (hit.doc, hit.score)).collect();
            let expected = reference(&texts, &query);
            prop_assert_eq!(found.len(), expected.len());
            for (at, score) in found {
                let there = expected.iter().find(|(one, _)| *one == at).map(|(_, score)| *score);
                prop_assert!(there.is_some_and(|there| (there - score).abs() < 1e-9));
            }
        }
    }

    #[test]
    fn rare_words_decide_and_shares_say_how_much() {
        let mut corpus = Corpus::default();
        let claim = corpus.add("The polling stations in Vilnius close at noon");
        corpus.add("The mayor of Riga resigned");
        corpus.add("The price of bread doubled in one year");
        let hits = corpus.search("heard that polling stations in VILNIUS close at noon today!", 5, |_| true);
        assert_eq!(hits[0].doc, claim);
        assert!(hits.len() > 1 && hits[0].score > 2.0 * hits[1].score);
        let (of_claim, of_text) =
            corpus.shares("heard that polling stations in VILNIUS close at noon today!", claim);
        assert!(of_claim > 0.9 && of_text > 0.4 && of_text < 1.0, "{of_claim} {of_text}");
        assert_eq!(corpus.shares("", claim), (0.0, 0.0));
    }
}
