//! The vocabulary of one language, by topic.
//!
//! Word frequencies follow Zipf's law within function words, within each topic and over the whole vocabulary, so
//! posts on the same topic share words by chance, as real ones do: that is the noise which near-duplicate and
//! hashtag detectors must live with.

use super::tongue::Tongue;
use crate::dice::Dice;

/// Number of topics in every language. Topic 0 is the election.
pub(crate) const TOPICS: usize = 12;
const TOPIC_WORDS: usize = 130;
const VOCABULARY: usize = 2_400;
const TAGS: usize = 7;

/// Ranks in `0..n` with weights nearly 1/1, 1/2, 1/3, …, in one table look-up.
///
/// Log-uniform ranks are Zipf's law with exponent 1; the table holds their quantiles.
#[derive(Clone)]
pub(crate) struct Zipf(Vec<u16>);

impl Zipf {
    const STEPS: usize = 1 << 13;

    /// For `n` ranks, 1 ≤ `n` < 65536.
    pub fn new(n: usize) -> Self {
        let rank = |step: usize| {
            let quantile = (step as f64 + 0.5) / Self::STEPS as f64;
            ((libm::pow(n as f64 + 1.0, quantile) as usize).saturating_sub(1)).min(n - 1) as u16
        };
        Self((0..Self::STEPS).map(rank).collect())
    }

    /// The rank that 13 random bits stand for.
    pub fn rank(&self, bits: u32) -> usize {
        usize::from(self.0[bits as usize & (Self::STEPS - 1)])
    }
}

/// Words of one language.
pub(crate) struct Lexicon {
    pub function: Vec<&'static str>,
    pub reactions: Vec<&'static str>,
    pub greetings: Vec<&'static str>,
    pub verify: Vec<&'static str>,
    pub signed: &'static str,
    /// Content words, most frequent first.
    pub words: Vec<String>,
    /// For each topic the indices of its words in `words`, most frequent first.
    pub topics: Vec<Vec<u16>>,
    /// For each topic its hashtags without `#`, most popular first.
    pub tags: Vec<Vec<String>>,
    /// Ranks for function words, topic words and all words.
    pub zipf: [Zipf; 3],
}

impl Lexicon {
    /// The vocabulary of `tongue` in the exercise `seed`.
    pub fn new(tongue: &'static Tongue, seed: u64) -> Self {
        let mut dice = Dice::new(seed, tongue.code, 0);
        let civic: Vec<&str> = tongue.civic.split(' ').collect();
        let mut words: Vec<String> = Vec::with_capacity(VOCABULARY);
        let mut seen = std::collections::BTreeSet::new();
        while words.len() < VOCABULARY {
            let word = make_word(tongue, &mut dice);
            if seen.insert(word.clone()) {
                words.push(word);
            }
        }
        // Civic words take frequent places, so that they occur in every topic and most of all in topic 0.
        for (i, word) in civic.iter().enumerate() {
            (*word).clone_into(&mut words[3 * i + 1]);
        }
        let topics: Vec<Vec<u16>> = (0..TOPICS)
            .map(|topic| {
                let own = |i: usize| 100 + topic * TOPIC_WORDS + i;
                let mut list: Vec<u16> = (0..TOPIC_WORDS).map(|i| own(i) as u16).collect();
                dice.shuffle(&mut list);
                let civic_share = if topic == 0 { 1 } else { 5 };
                for i in (topic..civic.len()).step_by(civic_share) {
                    list.insert(dice.below(40), (3 * i + 1) as u16);
                }
                list
            })
            .collect();
        let year = "2026";
        let tags = (0..TOPICS)
            .map(|topic| {
                (0..TAGS)
                    .map(|i| match (topic, i) {
                        (0, 0) => format!("{}{year}", civic[0]),
                        (0, _) => civic[i].to_owned(),
                        (_, 0) => civic[(topic + 6) % civic.len()].to_owned(),
                        (_, i) if i % 3 == 0 => {
                            let first = &words[usize::from(topics[topic][2 * i])];
                            format!("{first}{}", &words[usize::from(topics[topic][2 * i + 1])])
                        }
                        (_, i) => words[usize::from(topics[topic][2 * i])].clone(),
                    })
                    .collect()
            })
            .collect();
        let function: Vec<&str> = tongue.function.split(' ').collect();
        let list = |text: &'static str| text.split('|').collect::<Vec<_>>();
        let zipf = [Zipf::new(function.len()), Zipf::new(TOPIC_WORDS), Zipf::new(VOCABULARY)];
        Self {
            function,
            reactions: list(tongue.reactions),
            greetings: list(tongue.greetings),
            verify: list(tongue.verify),
            signed: tongue.signed,
            words,
            topics,
            tags,
            zipf,
        }
    }

    /// A new compound that no one uses by chance: a campaign's, a show's or a fan club's own hashtag.
    pub fn coin_tag(&self, dice: &mut Dice) -> String {
        let first = &self.words[100 + dice.below(self.words.len() - 100)];
        let second = &self.words[100 + dice.below(self.words.len() - 100)];
        format!("{first}{second}")
    }
}

fn make_word(tongue: &Tongue, dice: &mut Dice) -> String {
    let onsets: Vec<&str> = tongue.onsets.split(' ').collect();
    let vowels: Vec<&str> = tongue.vowels.split(' ').collect();
    let endings: Vec<&str> = tongue.endings.split(' ').collect();
    let mut word = String::new();
    for _ in 0..dice.between(1, 3) {
        word.push_str(dice.word(&onsets));
        word.push_str(dice.word(&vowels));
    }
    if dice.chance(0.85) {
        word.push_str(dice.word(&onsets));
        word.push_str(dice.word(&endings));
    }
    word
}
