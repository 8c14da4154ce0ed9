//! Counts in equal steps of time.

use crate::refusal::text;
use crate::{Refusal, Words, check};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Points of a series, at most.
const POINTS: usize = 5_000;
/// Control series, at most.
const CONTROLS: usize = 20;

/// What a series was counted from, where a program counted it; a series without this was entered by hand.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EffectCounted)]
pub struct Counted {
    /// When it was counted, milliseconds of UTC: posts that came later are not in it.
    pub as_of: i64,
    /// Data sets and analyses that were read, by name.
    pub data: Vec<String>,
    /// Groups of accounts whose posts count.
    pub groups: u64,
    /// Accounts in them.
    pub accounts: u64,
    /// Things (addresses, posts, pictures, texts) that mostly they shared: other accounts' posts of these count too.
    pub objects: u64,
    /// Posts that count, in all observed steps.
    pub posts: u64,
    /// The whole: all posts of the data in these steps.
    pub of: u64,
    /// Steps in which the data hold any post at all; the others are missing.
    pub observed: u64,
    /// Of the posts that count, those whose reach the source gives; only for reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_reach: Option<u64>,
    /// The unit of the data's times, milliseconds: minute-precise data say 60,000.
    pub precision: i64,
    /// Series that were compared with this one in the search for controls.
    pub candidates: u64,
}

/// Something that was counted, step by step; `null` where nothing could be observed, which is not zero.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EffectSeries)]
pub struct Series {
    /// What was counted: `posts an hour with the claim`; at most 200 characters.
    pub unit: String,
    /// Where the counts come from: data set, query, dashboard; at most 500 characters.
    pub source: String,
    /// Begin of the first step, milliseconds of UTC.
    pub start: i64,
    /// Length of a step, milliseconds, at least a minute.
    pub step: i64,
    /// The counts, at most 5,000.
    pub values: Vec<Option<u64>>,
    /// Counts of comparable objects that the measure did not touch, in the same steps and unit; by name, at most 20.
    #[serde(default)]
    pub controls: BTreeMap<String, Vec<Option<u64>>>,
    /// Whether each control is scaled to the mean that this series has before the measure, as where things of other
    /// sizes are compared; otherwise controls are subtracted as they stand.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub scaled: bool,
    /// What it was counted from; set by the machine. A series without it was entered by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Counted>,
}

impl Series {
    /// The first step that begins at or after a moment; that is `values.len()` or more where the series ends before it.
    /// A step that the moment falls into belongs to neither side, and is left out by the estimate.
    pub fn first_after(&self, moment: i64) -> usize {
        let passed = moment.saturating_sub(self.start).max(0);
        let steps = passed / self.step.max(1) + i64::from(passed % self.step.max(1) > 0);
        usize::try_from(steps).unwrap_or(usize::MAX)
    }

    /// What was observed, less the mean of the controls where there are any; a step without either is missing. `first` is
    /// the first step after the measure: what is scaled is scaled by the steps before it.
    pub fn contrast(&self, first: usize) -> Vec<Option<f64>> {
        let controls: Vec<(f64, &[Option<u64>])> = self
            .controls
            .values()
            .map(|one| (if self.scaled { scale(&self.values, one, first) } else { 1.0 }, one.as_slice()))
            .collect();
        let own = self.values.iter().enumerate();
        own.map(|(at, value)| {
            let others: Option<Vec<f64>> = controls
                .iter()
                .map(|(scale, one)| one.get(at).copied().flatten().map(|count| scale * count as f64))
                .collect();
            let others = others?;
            let mean = others.iter().sum::<f64>() / others.len().max(1) as f64;
            value.map(|count| count as f64 - mean)
        })
        .collect()
    }
}

/// What a control is multiplied by to have the mean of a series in the steps before `first` that both have; one that never
/// moved says nothing, and counts nothing.
pub(super) fn scale(own: &[Option<u64>], control: &[Option<u64>], first: usize) -> f64 {
    let both = own.iter().zip(control).take(first).filter_map(|(own, other)| Some(((*own)?, (*other)?)));
    let (own, other) = both.fold((0.0, 0.0), |(x, y), (own, other)| (x + own as f64, y + other as f64));
    if other > 0.0 { own / other } else { 0.0 }
}

/// Refuses a series that cannot be kept.
///
/// # Errors
/// A [`Refusal::field`] that points into `pointer`.
pub fn check(pointer: &str, series: &Series) -> Result<(), Refusal> {
    text(&format!("{pointer}/unit"), &series.unit, 200)?;
    text(&format!("{pointer}/source"), &series.source, 500)?;
    check::moment(&format!("{pointer}/start"), series.start)?;
    check::room(&format!("{pointer}/values"), series.values.len().saturating_sub(1), POINTS)?;
    check::names(&format!("{pointer}/controls"), series.controls.keys(), CONTROLS, 200)?;
    let bad = |at: &str, en: String, fr: String, de: String| {
        Err(Refusal::field(&format!("{pointer}/{at}"), Words::new(en, fr, de)))
    };
    if !(60_000..=366 * 86_400_000).contains(&series.step) {
        return bad(
            "step",
            "a step is between a minute and a year, in milliseconds".into(),
            "un pas dure entre une minute et une année, en millisecondes".into(),
            "ein Schritt dauert zwischen einer Minute und einem Jahr, in Millisekunden".into(),
        );
    }
    // What a double holds exactly: beyond it, counts would be changed in silence.
    let large = |values: &[Option<u64>]| values.iter().flatten().any(|count| *count > 1 << 53);
    if large(&series.values) || series.controls.values().any(|one| large(one)) {
        return bad(
            "values",
            "a count is at most 9007199254740992".into(),
            "une valeur est au plus 9007199254740992".into(),
            "eine Zahl ist höchstens 9007199254740992".into(),
        );
    }
    let (wanted, other) =
        (series.values.len(), series.controls.iter().find(|(_, one)| one.len() != series.values.len()));
    match other {
        None => Ok(()),
        Some((name, one)) => bad(
            "controls",
            format!("“{name}” has {} steps and the series has {wanted}; give the same steps", one.len()),
            format!("« {name} » a {} pas et la série {wanted} ; donnez les mêmes pas", one.len()),
            format!(
                "„{name}“ hat {} Schritte und die Reihe {wanted}; geben Sie dieselben Schritte an",
                one.len()
            ),
        ),
    }
}
