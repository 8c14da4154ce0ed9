//! What can be wrong with a detector's input.

/// An input that a detector refuses. Nothing is computed from the rest of it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The caller did not want it to go on.
    #[error("detection was stopped before its end, as asked; nothing of it was kept")]
    Stopped,
    /// An edge names a node that the graph does not have.
    #[error(
        "edge {edge} ({source_node}–{target_node}) leaves the graph's {nodes} nodes, which are numbered from 0; \
         raise the number of nodes or renumber the edge"
    )]
    EdgeOutOfRange {
        /// Position of the edge in the input, from 0.
        edge: usize,
        /// Its first node.
        source_node: u32,
        /// Its second node.
        target_node: u32,
        /// Number of nodes of the graph.
        nodes: u32,
    },
    /// An edge whose weight is not positive, or so small or large that sums of weights would lose it.
    #[error(
        "edge {edge} ({source_node}–{target_node}) has weight {weight}; weights must lie between 1e-100 and 1e100: \
         leave out edges that carry none, and scale the others"
    )]
    EdgeWeight {
        /// Position of the edge in the input, from 0.
        edge: usize,
        /// Its first node.
        source_node: u32,
        /// Its second node.
        target_node: u32,
        /// Its weight.
        weight: f64,
    },
    /// A resolution that is negative, no number, or beyond all weights.
    #[error("resolution {resolution} does not lie between 0 and 1e100; 1 is usual for modularity")]
    Resolution {
        /// What was given.
        resolution: f64,
    },
    /// More nodes than a drawing can show.
    #[error(
        "{nodes} nodes are too many for one drawing (at most {limit}); draw its communities, or a k-core of it"
    )]
    LayoutTooLarge {
        /// Number of nodes asked for.
        nodes: usize,
        /// The most that is drawn.
        limit: usize,
    },
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
