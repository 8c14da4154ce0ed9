//! Patterns: what an indicator looks for (STIX 2.1 §9).
//!
//! **The problem.** An indicator that no one can evaluate is a note. Patterns come from anywhere, so reading one must end
//! with a syntax tree or with the place of the error, and matching one must end.
//!
//! **The choice.** A hand-written lexer and a recursive-descent parser, one function a rule of the grammar; chains of
//! the same operator become one node with many children, so that only brackets nest, and those are counted. Matching
//! follows the specification's definition: a pattern matches when observations can be assigned to its brackets so that
//! every operator and qualifier holds.
//!
//! **Rejected.** A generated parser: its errors name states of an automaton.

mod ast;
mod bind;
mod check;
mod evaluate;
mod observed;
mod parse;
mod subnet;
mod token;
mod value;

pub use ast::{Comparison, Literal, Observation, Operator, Order, Path, Qualifier, Step, Test};
pub use observed::MatchError;

use serde_json::{Map, Value};

/// A pattern that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    root: Observation,
}

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {reason}")]
pub struct PatternError {
    /// Where, in characters from 1.
    pub column: usize,
    /// What was found and what was expected.
    pub reason: String,
}

impl Pattern {
    /// Reads a pattern of STIX 2.1.
    ///
    /// ```
    /// use ostrakon_stix::Pattern;
    /// assert!(Pattern::parse("[url:value LIKE 'https://example.%'] REPEATS 3 TIMES WITHIN 60 SECONDS").is_ok());
    /// let error = Pattern::parse("[url:value]").unwrap_err();
    /// assert_eq!(error.to_string(), "column 11: an operator (=, <, IN, LIKE, …) was expected, found ']'");
    /// ```
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        parse::pattern(text, false).map(|root| Self { root })
    }

    /// Reads a pattern of STIX 2.0, where START and STOP take plain strings.
    pub fn parse_20(text: &str) -> Result<Self, PatternError> {
        parse::pattern(text, true).map(|root| Self { root })
    }

    /// The syntax tree.
    pub fn root(&self) -> &Observation {
        &self.root
    }

    /// What is wrong with a pattern although its grammar is right: a qualifier twice on one observation, a hash that no
    /// such algorithm gives.
    pub fn problems(&self) -> Vec<String> {
        check::problems(&self.root)
    }

    /// Every comparison, in order.
    pub fn tests(&self) -> Vec<&Test> {
        let mut tests = Vec::new();
        self.root.each_test(&mut |test| tests.push(test));
        tests
    }

    /// Whether the observations match: each observed-data object is one observation (as often as its
    /// `number_observed` says), its observables are found among `objects` by id, or inside of it in the form of STIX 2.0.
    pub fn matches<'a>(
        &self,
        objects: impl IntoIterator<Item = &'a Map<String, Value>>,
    ) -> Result<bool, MatchError> {
        let observations = observed::collect(objects)?;
        bind::matches(&self.root, &observations)
    }
}

#[cfg(test)]
mod tests;
