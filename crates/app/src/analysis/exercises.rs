//! Exercises in the background: an election is made up, analysed as any upload is, and scored against its truth.
//!
//! **The choice.** An exercise is an analysis whose posts the job itself makes up before it reads them. So it has its turn in the
//! queue, is paused, given up and begun anew after a crash like every other; from the same seed the same posts follow, so that
//! nothing has to be kept. The truth lies beside the posts while the job works and goes with them; what stays is the score.
//! **Rejected.** A job of another kind: two queues, two states, two pages.

use super::{
    Analyses,
    place::{private, remove},
    record::{Kept, Read},
    run::{Hand, stop_if_wished},
    wire::{self, State, UploadInfo},
};
use crate::{AppError, analyse::Stage as _, exercise, hub::HubError};
use jiff::Timestamp;
use ostrakon_access::Principal;
use ostrakon_exercise::{MIN_POSTS, Scenario};
use ostrakon_model::Tlp;
use std::path::{Path, PathBuf};

/// Posts of one exercise over the interface, at most: minutes of work, and a disk that others need too.
pub const MOST_POSTS: u64 = 2_000_000;
/// Folder of the posts and the truth, in that of the analysis.
pub(super) const STAGE: &str = "exercise";
/// How long the result of an exercise is kept.
const RETENTION: &str = "1y";

impl Analyses {
    /// Asks for an exercise.
    ///
    /// # Errors
    /// [`HubError::Invalid`] with the place of each fault, [`HubError::Conflict`] when too many analyses wait.
    pub fn begin_exercise(
        &self,
        who: &Principal,
        new: wire::NewExercise,
    ) -> Result<wire::Analysis, HubError> {
        let wire::NewExercise { scenario, posts, seed, name } = new;
        let Some(known) = Scenario::by_name(&scenario) else {
            let names = Scenario::names().join(", ");
            return Err(HubError::invalid(
                "/scenario",
                format!("there is none of this name; there are {names}"),
            ));
        };
        if !(MIN_POSTS..=MOST_POSTS).contains(&posts) {
            return Err(HubError::invalid("/posts", format!("{MIN_POSTS} to {MOST_POSTS} posts")));
        }
        let name = name.unwrap_or_else(|| format!("Exercise {scenario} of {posts} posts, seed {seed}"));
        let terms = wire::Terms {
            access_basis: "synthetic".into(),
            purpose: "an exercise on made-up posts".into(),
            retention: RETENTION.into(),
        };
        let now = self.now();
        let kept = Kept {
            name: super::requests::checked_name(&name)?,
            state: State::Queued,
            error: None,
            counts: None,
            upload: UploadInfo {
                id: String::new(),
                name: "exercise.csv".into(),
                bytes: 0,
                sha256: String::new(),
            },
            format: None,
            mapping: Vec::new(),
            expires: now + super::requests::checked_terms(&terms)?,
            terms,
            dataset: None,
            election: Some(period(&known)?),
            parameters: wire::Parameters::default(),
            created_by: who.actor().to_owned(),
            created: now,
            started: None,
            finished: None,
            score: None,
            exercise: Some(wire::Exercise { scenario, posts, seed }),
        };
        self.queue(who, Tlp::default().min(who.highest), kept)
    }

    /// Scores the findings of an exercise, and removes its posts and truth: the seed gives them again.
    pub(super) fn scored(
        &self,
        analysis: &Read<Kept>,
        result: &Path,
        key: &Path,
    ) -> Result<Option<wire::ExerciseScore>, AppError> {
        if analysis.value.exercise.is_none() {
            return Ok(None);
        }
        let stage = self.inner.place.analysis(&analysis.id).join(STAGE);
        let score = exercise::score(&stage.join("truth.csv"), &result.join("findings.ndjson"), Some(key))?;
        remove(&stage)?;
        Ok(Some(exercise::told(&score)))
    }
}

/// Makes up the posts of an exercise; where they lie.
pub(super) fn play(order: &wire::Exercise, folder: &Path, hand: &Hand<'_>) -> Result<PathBuf, AppError> {
    hand.stage("generating");
    let stage = folder.join(STAGE);
    remove(&stage)?;
    private(&stage)?;
    exercise::generate(&order.scenario, order.posts, order.seed, &stage)?;
    stop_if_wished(hand)?;
    Ok(stage.join("posts.csv"))
}

/// The days of the election that a scenario plays.
fn period(scenario: &Scenario) -> Result<wire::ElectionPeriod, HubError> {
    let day = |second: i64| {
        let moment = Timestamp::from_second(second)
            .map_err(|error| HubError::invalid("/scenario", error.to_string()))?;
        Ok::<_, HubError>(moment.strftime("%Y-%m-%d").to_string())
    };
    Ok(wire::ElectionPeriod {
        id: "exercise".into(),
        name: "Election of the exercise".into(),
        country: "EU".into(),
        start_date: day(scenario.start)?,
        end_date: day(scenario.end())?,
    })
}

/// Scenarios that can be played.
pub fn scenarios() -> Vec<wire::ExerciseScenario> {
    let told = |name: String| {
        let scenario = Scenario::by_name(&name)?;
        let percent = |share: f64| (share * 100.0).round() as u8;
        let stealth = (percent(scenario.stealth.0), percent(scenario.stealth.1));
        let what = match scenario.campaigns.as_slice() {
            [] => "No campaign at all: whatever is flagged is a false alarm.".to_owned(),
            [one] => format!("One kind of campaign, {one}, among harmless crowds."),
            _ if stealth.0 == stealth.1 => {
                format!("Every kind of campaign, each as careful as {} of 100.", stealth.0)
            }
            _ => "Every kind of campaign, from naive to fairly careful, among harmless crowds.".to_owned(),
        };
        Some(wire::ExerciseScenario {
            what,
            campaigns: scenario.campaigns.iter().map(ToString::to_string).collect(),
            controls: scenario.controls.iter().map(ToString::to_string).collect(),
            stealth,
            days: scenario.days,
            name,
        })
    };
    Scenario::names().into_iter().filter_map(told).collect()
}
