//! What can be wrong with a detector's input.

/// An input that a detector refuses. Nothing is computed from the rest of it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A threshold that no two texts could be judged by.
    #[error("similarity threshold {threshold} is not between 0.01 and 1; 0.8 is usual for posts")]
    Threshold {
        /// What was given.
        threshold: f64,
    },
    /// A negative window.
    #[error("time window {window_ms} ms is negative; give the largest time difference, 0 or more")]
    Window {
        /// What was given.
        window_ms: i64,
    },
    /// Character n-grams of no characters.
    #[error("character n-grams need n of at least 1; 5 is usual")]
    Ngrams,
    /// More rows than row numbers.
    #[error("{rows} rows are too many for one run (below 4,294,967,295); split the data by time")]
    TooManyRows {
        /// Rows given.
        rows: usize,
    },
    /// More distinct tokens than token numbers.
    #[error(
        "more than 2,147,483,647 distinct tokens in the first {rows} rows; split the data by time, or use shorter n-grams"
    )]
    TooManyTokens {
        /// Rows read until then.
        rows: usize,
    },
    /// More similar pairs than a result holds.
    #[error(
        "more than {limit} pairs of texts have a similarity of at least {threshold} within {window_ms} ms; bound the \
         neighbours of a text, raise the threshold or narrow the window"
    )]
    TooManyPairs {
        /// Most pairs of a result.
        limit: usize,
        /// Similarity asked for.
        threshold: f64,
        /// Window asked for.
        window_ms: i64,
    },
}
