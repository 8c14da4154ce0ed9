//! Sentences by what they say, for readers of other languages.
//!
//! **The problem.** Results are files that explain themselves, in English; the pages of the web application are in the reader's
//! language, and a sentence with its numbers baked in can only be shown as it is. **The choice.** Beside the English text stands
//! what it was made from: a code that stands for one pattern, and its values, each with what it counts in. Files keep the text;
//! whoever shows a result in another language has the pattern and writes the values as that language does. A code that is not
//! known is answered by the English text. **Rejected.** Three texts in each result (the files would grow with every language),
//! and translating the English (its numbers would have to be found again).

use ostrakon_model::Signal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A value of a sentence, with what it counts in. (Named in full: `Value` is any JSON to the description of the interface.)
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SentenceValue {
    /// A number of things.
    Count(u64),
    /// A length of time, ms.
    Ms(i64),
    /// A share, 0 to 100, that is written without decimals.
    Percent(f64),
    /// A small share, 0 to 100, that is written with one decimal.
    Share(f64),
    /// A number, written with two decimals.
    Number(f64),
    /// A probability, written as one in so many.
    Chance(f64),
    /// What two accounts did alike: a signal, by its name.
    Signal(String),
}

impl From<Signal> for SentenceValue {
    fn from(signal: Signal) -> Self {
        Self::Signal(signal.name().to_owned())
    }
}

/// A sentence: the pattern that it follows, and its values by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = Sentence)]
pub struct Sentence {
    /// The pattern, as `docs/analysis.md` says.
    pub code: String,
    /// Its values.
    #[serde(default)]
    pub values: BTreeMap<String, SentenceValue>,
}

impl Sentence {
    /// A sentence of a pattern.
    pub fn new(code: &str, values: impl IntoIterator<Item = (&'static str, SentenceValue)>) -> Self {
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { code: code.to_owned(), values }
    }
}

/// The sentences of a group, beside its texts and in their order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = GroupSentences)]
pub struct Said {
    /// Who did what together, how closely.
    pub verdict: Sentence,
    /// Why it is, or is not, flagged.
    pub reasons: Vec<Sentence>,
    /// What p and q mean here.
    pub significance: Sentence,
    /// How often ordinary groups look like this.
    pub organic: Sentence,
    /// Innocent explanations: the statement, and what the data say to it.
    pub innocent: Vec<(Sentence, Sentence)>,
    /// What the result cannot show.
    pub limits: Vec<Sentence>,
}
