//! Writing posts: sentences, headlines, hashtags, and rewording.

use super::{
    lexicon::{Lexicon, TOPICS},
    tongue::TONGUES,
};
use crate::dice::Dice;

const EMOJI: [&str; 24] = [
    "😂", "❤️", "🙏", "👏", "🔥", "😍", "😡", "🤔", "👍", "🎉", "😢", "🇪🇺", "🗳️", "💪", "😱", "🤣", "👇",
    "⚡", "📢", "✅", "❗", "😎", "🥳", "💔",
];

/// How much a copied text is changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Edits {
    /// Share of words replaced, dropped, doubled or swapped with a neighbour, 0 to 1.
    pub words: f64,
    /// Probability of changed punctuation, emoji or case at the ends.
    pub dress: f64,
}

/// Writes texts in every language of the exercise.
pub(crate) struct Writer {
    lexicons: Vec<Lexicon>,
}

impl Writer {
    /// With the vocabularies of the exercise `seed`.
    pub fn new(seed: u64) -> Self {
        Self { lexicons: TONGUES.iter().map(|tongue| Lexicon::new(tongue, seed)).collect() }
    }

    /// The vocabulary of language `tongue`.
    pub fn lexicon(&self, tongue: usize) -> &Lexicon {
        &self.lexicons[tongue]
    }

    /// Appends `count` words on `topic`, the first with a capital where the script has them.
    pub fn words(&self, out: &mut String, tongue: usize, topic: usize, count: usize, dice: &mut Dice) {
        let lexicon = &self.lexicons[tongue];
        let topic = &lexicon.topics[topic % TOPICS];
        let mut function_before = true;
        for i in 0..count {
            let bits = dice.bits();
            let class = bits >> 24;
            let word = if !function_before && class < 120 {
                function_before = true;
                lexicon.function[lexicon.zipf[0].rank(bits)]
            } else {
                function_before = false;
                if class < 190 {
                    &lexicon.words[usize::from(topic[lexicon.zipf[1].rank(bits)])]
                } else {
                    &lexicon.words[lexicon.zipf[2].rank(bits)]
                }
            };
            if i == 0 {
                push_capitalised(out, word);
            } else {
                out.push(if class == 7 { ',' } else { ' ' });
                if class == 7 {
                    out.push(' ');
                }
                out.push_str(word);
            }
        }
    }

    /// Appends one to three sentences with their punctuation, 3 to about 45 words.
    pub fn prose(&self, out: &mut String, tongue: usize, topic: usize, dice: &mut Dice) {
        let mut left = (dice.pareto(1.6) * 4.0) as usize + dice.below(9) + 2;
        left = left.min(45);
        loop {
            let count = left.min(5 + dice.below(13));
            self.words(out, tongue, topic, count, dice);
            left -= count;
            out.push_str(match dice.below(12) {
                0 => "!",
                1 => "?",
                2 => "...",
                3 => "!!",
                4 | 5 => "",
                _ => ".",
            });
            if left < 3 {
                return;
            }
            out.push(' ');
        }
    }

    /// A headline of 6 to 13 words.
    pub fn headline(&self, tongue: usize, topic: usize, dice: &mut Dice) -> String {
        let mut out = String::new();
        let count = dice.between(6, 13);
        self.words(&mut out, tongue, topic, count, dice);
        out
    }

    /// A whole text of at least `least` words, as a campaign's or a toolkit's template.
    pub fn template(&self, tongue: usize, topic: usize, least: usize, dice: &mut Dice) -> String {
        let mut out = String::new();
        let count = least + dice.below(10);
        self.words(&mut out, tongue, topic, count, dice);
        out.push(*dice.pick(&['.', '!', '.', '?']));
        out
    }

    /// Appends zero to three of the topic's hashtags, the popular ones far more often.
    pub fn hashtags(&self, out: &mut String, tongue: usize, topic: usize, dice: &mut Dice) {
        let count = match dice.below(20) {
            0..12 => 0,
            12..16 => 1,
            16..19 => 2,
            _ => 3,
        };
        let tags = &self.lexicons[tongue].tags;
        let first = dice.below(4);
        for i in 0..count {
            let topic = if dice.chance(0.25) { 0 } else { topic % TOPICS };
            let tag = dice.pick_zipf(&tags[topic]);
            // A tag named twice in one post is rare; the offset keeps most of them apart.
            let tag = if i > 0 && out.ends_with(tag.as_str()) { &tags[topic][(first + i) % 5] } else { tag };
            out.push_str(" #");
            out.push_str(tag);
        }
    }

    /// A short generic answer: the same few words that many people use, with or without emoji.
    pub fn reaction(&self, out: &mut String, tongue: usize, dice: &mut Dice) {
        if dice.chance(0.25) {
            return emoji(out, dice);
        }
        let phrase = dice.word_zipf(&self.lexicons[tongue].reactions);
        say(out, phrase, dice);
    }

    /// A short generic post ("good morning").
    pub fn greeting(&self, out: &mut String, tongue: usize, dice: &mut Dice) {
        let phrase = dice.word_zipf(&self.lexicons[tongue].greetings);
        say(out, phrase, dice);
    }

    /// `text` reworded. Words with `#`, `@` or `://` stay, so that what is pushed is still pushed.
    pub fn reword(&self, text: &str, tongue: usize, topic: usize, edits: Edits, dice: &mut Dice) -> String {
        let mut words: Vec<String> = Vec::new();
        for word in text.split(' ') {
            let fixed = word.starts_with(['#', '@']) || word.contains("://");
            if fixed || !dice.chance(edits.words) {
                words.push(word.to_owned());
                continue;
            }
            let mut other = String::new();
            match dice.below(5) {
                0 => {}
                1 => {
                    self.words(&mut other, tongue, topic, 1, dice);
                    words.push(word.to_owned());
                    words.push(other.to_lowercase());
                }
                2 if words.len() > 1 => words.insert(words.len() - 1, word.to_owned()),
                _ => {
                    self.words(&mut other, tongue, topic, 1, dice);
                    words.push(if words.is_empty() { other } else { other.to_lowercase() });
                }
            }
        }
        let mut out = words.join(" ");
        if dice.chance(edits.dress) {
            match dice.below(4) {
                0 => {
                    out.push(' ');
                    emoji(&mut out, dice);
                }
                1 => out.push_str("!!"),
                2 => out.insert_str(0, dice.word(&["❗ ", "👉 ", "- ", "‼️ "])),
                _ => out = out.replace(['.', '!'], ""),
            }
        }
        out
    }
}

/// Appends a fixed phrase with someone's own case, punctuation and emoji.
fn say(out: &mut String, phrase: &str, dice: &mut Dice) {
    if dice.chance(0.6) {
        push_capitalised(out, phrase);
    } else {
        out.push_str(phrase);
    }
    out.push_str(dice.word(&["", "", "!", "!!", "."]));
    if dice.chance(0.35) {
        out.push(' ');
        emoji(out, dice);
    }
}

/// Appends an emoji one to three times.
pub(crate) fn emoji(out: &mut String, dice: &mut Dice) {
    let emoji = dice.word_zipf(&EMOJI);
    for _ in 0..=dice.below(3) {
        out.push_str(emoji);
    }
}

/// Appends `word` with its first letter in upper case (scripts without case stay as they are).
pub(crate) fn push_capitalised(out: &mut String, word: &str) {
    let mut letters = word.chars();
    if let Some(first) = letters.next() {
        // Georgian has capitals (Mtavruli) which nobody uses to begin a sentence.
        if ('\u{10d0}'..='\u{10ff}').contains(&first) {
            out.push(first);
        } else {
            out.extend(first.to_uppercase());
        }
        out.push_str(letters.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_writes_in_its_own_script_with_a_heavy_head_of_words() {
        let writer = Writer::new(1);
        let mut dice = Dice::new(1, "test", 0);
        for (tongue, script) in
            [(4, 'а'..='я'), (6, 'α'..='ω'), (7, 'ა'..='ჰ'), (8, 'ա'..='ֆ'), (9, 'ء'..='ي')]
        {
            let mut text = String::new();
            (0..50).for_each(|_| writer.prose(&mut text, tongue, 3, &mut dice));
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            let own = text.to_lowercase().chars().filter(|c| script.contains(c)).count();
            assert!(own * 10 > letters * 8, "{}: {own} of {letters}", TONGUES[tongue].code);
        }
        let mut text = String::new();
        (0..400).for_each(|_| {
            writer.prose(&mut text, 0, 3, &mut dice);
            text.push(' ');
        });
        let words: Vec<&str> = text.split(' ').collect();
        let the = words.iter().filter(|word| word.eq_ignore_ascii_case("the")).count();
        assert!(the * 100 > words.len() * 3, "{the} of {}", words.len());
    }

    #[test]
    fn rewording_keeps_the_pushed_things_and_grows_with_the_share_of_edits() {
        let writer = Writer::new(1);
        let mut dice = Dice::new(1, "test", 0);
        let text = format!("{} #tag @desk https://a.b/c", writer.template(0, 2, 20, &mut dice));
        let kept = |share: f64, dice: &mut Dice| {
            let edits = Edits { words: share, dress: 0.0 };
            let copy = writer.reword(&text, 0, 2, edits, dice);
            assert!(["#tag", "@desk", "https://a.b/c"].iter().all(|fixed| copy.contains(fixed)));
            text.split(' ').filter(|word| copy.split(' ').any(|other| other == *word)).count()
        };
        let total = text.split(' ').count();
        assert_eq!(kept(0.0, &mut dice), total);
        let light: usize = (0..50).map(|_| kept(0.1, &mut dice)).sum();
        let heavy: usize = (0..50).map(|_| kept(0.5, &mut dice)).sum();
        assert!(light * 10 > 50 * total * 8 && heavy < light);
    }
}
