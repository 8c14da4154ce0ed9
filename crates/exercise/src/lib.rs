//! Synthetic elections with known truth, and the scorer.
