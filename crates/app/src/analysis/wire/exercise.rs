//! Exercises: made-up elections with a known truth, analysed like any upload and scored.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The exercise to be played.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExercise {
    /// Name of a scenario.
    #[schema(max_length = 60)]
    pub scenario: String,
    /// Posts to make up.
    #[schema(minimum = 2_000, maximum = 2_000_000)]
    pub posts: u64,
    /// Seed: the same gives the same posts.
    pub seed: u64,
    /// Name of the analysis; made of the others when left out.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
}

/// The exercise that an analysis is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Exercise {
    /// Name of the scenario.
    pub scenario: String,
    /// Posts that were asked for.
    pub posts: u64,
    /// Seed.
    pub seed: u64,
}

/// A scenario of exercises.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExerciseScenario {
    /// Its name.
    pub name: String,
    /// What it is for, in a sentence.
    pub what: String,
    /// Kinds of campaign that take place.
    pub campaigns: Vec<String>,
    /// Kinds of harmless crowd that look coordinated.
    pub controls: Vec<String>,
    /// How careful campaigns are, 0 (naive) to 100 (very): the least and the most.
    pub stealth: (u8, u8),
    /// Length in days.
    pub days: u32,
}
