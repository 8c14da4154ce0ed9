//! `exercise generate` and `exercise score`.

use crate::{AppError, analysis::wire};
use ostrakon_exercise::{
    Label, Scenario, Truth,
    score::{AlarmRule, Answer, Rates, Score, score as compare},
    write_exercise,
};
use ostrakon_ingest::pseudonym::{Key, Pseudonymiser, Registry};
use std::path::Path;

/// Writes `posts.csv`, `truth.csv` and `scenario.json` into `out`; returns the number of groups.
pub fn generate(scenario: &str, posts: u64, seed: u64, out: &Path) -> Result<usize, AppError> {
    let scenario = Scenario::by_name(scenario).ok_or_else(|| {
        AppError::Usage(format!(
            "there is no scenario `{scenario}`; there are {}",
            Scenario::names().join(", ")
        ))
    })?;
    std::fs::create_dir_all(out).map_err(AppError::file(out, "choose a directory that can be written to"))?;
    Ok(write_exercise(out, &scenario, posts, seed)?.groups.len())
}

/// Compares findings with the truth. Findings that bear pseudonyms are compared under the same pseudonyms, which takes
/// the key: the one named, else `pseudonym.key` beside the findings.
pub fn score(truth: &Path, findings: &Path, key: Option<&Path>) -> Result<Score, AppError> {
    let answer = Answer::read(findings)?;
    let mut known = Truth::read(truth)?;
    let strangers = answer.communities.iter().any(|assigned| known.label(&assigned.account).is_none());
    let beside = findings.with_file_name(crate::analyse::KEY);
    let key = key.map(Path::to_path_buf).or_else(|| beside.is_file().then_some(beside));
    if strangers && let Some(path) = key {
        let pseudonymiser = Pseudonymiser::new(&Key::load(&path)?, Registry::default());
        known = known.rename(|account| pseudonymiser.account("", account));
    }
    Ok(compare(&known, &answer.communities, Some(&answer.first_evidence), AlarmRule::default())?)
}

/// A score as the interface tells it.
pub(crate) fn told(score: &Score) -> wire::ExerciseScore {
    let rates =
        |rates: &Rates| wire::Rates { precision: rates.precision, recall: rates.recall, f1: rates.f1 };
    wire::ExerciseScore {
        accounts: rates(&score.accounts),
        communities: rates(&score.communities),
        false_alarms: score.false_alarms,
        right: score.counts.right as u64,
        wrong: (score.counts.wrong_control + score.counts.wrong_ordinary) as u64,
        missed: score.counts.missed as u64,
        kinds: score
            .kinds
            .iter()
            .map(|kind| wire::KindScore {
                kind: kind.kind.clone(),
                campaign: kind.label == Label::Coordinated,
                groups: kind.groups as u64,
                flagged: kind.flagged_groups as u64,
                hours_to_evidence: kind.hours_to_evidence,
            })
            .collect(),
    }
}
