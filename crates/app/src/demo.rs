//! `demo`: generate an exercise, analyse it, score the result against the truth.

use crate::{
    AppError,
    analyse::{self, Stage},
    exercise,
    load::Source,
};
use ostrakon_detect::coordination::Params;
use ostrakon_exercise::score::Score;
use std::path::Path;

/// What the demo made.
#[derive(Debug, serde::Serialize)]
pub struct Done {
    /// Result of the analysis.
    pub analysis: analyse::Done,
    /// Its score.
    pub score: Score,
}

/// Makes `dir/exercise` and `dir/result`. The accounts are made up, so nobody is revealed by showing their handles.
pub fn demo(
    posts: u64,
    seed: u64,
    dir: &Path,
    threads: usize,
    as_of_ms: i64,
    progress: &dyn Stage,
) -> Result<Done, AppError> {
    let (exercise_dir, out) = (dir.join("exercise"), dir.join("result"));
    progress.stage("generating an election");
    exercise::generate("default", posts, seed, &exercise_dir)?;
    let request = analyse::Request {
        source: Source {
            inputs: vec![exercise_dir.join("posts.csv")],
            reveal: Some("exercise: the accounts are synthetic".to_owned()),
            threads,
            ..Source::default()
        },
        out: out.clone(),
        params: Params::default(),
        election: None,
    };
    let analysis = analyse::analyse(&request, as_of_ms, progress)?;
    progress.stage("scoring");
    let score = exercise::score(&exercise_dir.join("truth.csv"), &out.join("findings.ndjson"), None)?;
    Ok(Done { analysis, score })
}
