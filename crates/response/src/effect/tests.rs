//! The estimator against a slow reference, and against data whose effect is known.

use super::estimate::{TERMS, bandwidth, design, fit};
use super::*;
use proptest::prelude::*;

const HOUR: i64 = 3_600_000;
const START: i64 = 1_717_632_000_000;

fn series(values: Vec<Option<u64>>) -> Series {
    let (unit, source) = ("posts an hour".into(), "data set 1".into());
    Series { unit, source, start: START, step: HOUR, values, ..Series::default() }
}

fn changes(effect: &Effect) -> (Change, Change) {
    match effect {
        Effect::Estimated { level, slope, .. } => (*level, *slope),
        Effect::CannotBeTold { .. } => panic!("there are points enough: {effect:?}"),
    }
}

/// The definition, written out: normal equations by elimination, Ω by a double sum over all pairs of rows.
fn reference(observed: &[(usize, f64)], first: usize) -> ([f64; TERMS], [f64; TERMS]) {
    let x: Vec<[f64; TERMS]> = observed.iter().map(|(at, _)| design(*at, first)).collect();
    let column = |unit: usize| {
        let mut rows: Vec<Vec<f64>> = (0..TERMS)
            .map(|i| {
                let mut row: Vec<f64> =
                    (0..TERMS).map(|j| x.iter().map(|one| one[i] * one[j]).sum()).collect();
                row.push(if i == unit { 1.0 } else { 0.0 });
                row
            })
            .collect();
        for i in 0..TERMS {
            for k in i + 1..TERMS {
                let (factor, above) = (rows[k][i] / rows[i][i], rows[i].clone());
                for (one, above) in rows[k].iter_mut().zip(above) {
                    *one -= factor * above;
                }
            }
        }
        let mut answer = [0.0; TERMS];
        for i in (0..TERMS).rev() {
            let known: f64 = (i + 1..TERMS).map(|j| rows[i][j] * answer[j]).sum();
            answer[i] = (rows[i][TERMS] - known) / rows[i][i];
        }
        answer
    };
    let inverse: Vec<[f64; TERMS]> = (0..TERMS).map(column).collect();
    let b: [f64; TERMS] = std::array::from_fn(|i| {
        let products = x
            .iter()
            .zip(observed)
            .map(|(row, (_, y))| (0..TERMS).map(|j| inverse[i][j] * row[j]).sum::<f64>() * y);
        products.sum()
    });
    let error = |row: usize| observed[row].1 - (0..TERMS).map(|i| x[row][i] * b[i]).sum::<f64>();
    let (n, reach) = (observed.len() as f64, bandwidth(observed.len()) as f64);
    let variance = std::array::from_fn(|i| {
        let mut sum = 0.0;
        for s in 0..observed.len() {
            for t in 0..observed.len() {
                let weight = 1.0 - (observed[s].0 as f64 - observed[t].0 as f64).abs() / reach;
                let at = |row: usize| (0..TERMS).map(|j| inverse[i][j] * x[row][j]).sum::<f64>() * error(row);
                sum += weight.max(0.0) * at(s) * at(t);
            }
        }
        sum * n / (n - TERMS as f64)
    });
    (b, variance)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Estimate and interval are those of the definition, gaps included.
    #[test]
    fn the_estimate_is_that_of_the_slow_reference(
        values in proptest::collection::vec(proptest::option::weighted(0.9, 0u64..500), 24..70),
        cut in 10usize..50,
    ) {
        let moment = START + cut as i64 * HOUR;
        let observed: Vec<_> = values.iter().enumerate().filter_map(|(at, v)| v.map(|v| (at, v as f64))).collect();
        let before = observed.iter().filter(|(at, _)| *at < cut).count();
        let effect = estimate(&series(values.clone()), moment);
        if before < LEAST || observed.len() - before < LEAST {
            prop_assert_eq!(effect, Effect::CannotBeTold { before, after: observed.len() - before, needed: LEAST });
            return Ok(());
        }
        let (b, variance) = reference(&observed, cut);
        let rows: Vec<_> = observed.iter().map(|(at, y)| (*at, design(*at, cut), *y)).collect();
        let fitted = fit(&rows);
        let (level, slope) = changes(&effect);
        for (change, term) in [(level, 2), (slope, 3)] {
            prop_assert!((change.estimate - b[term]).abs() < 1e-5, "{} {}", change.estimate, b[term]);
            let (fast, slow) = (fitted.variance[term], variance[term]);
            prop_assert!((fast - slow).abs() < 1e-6 * (1.0 + slow), "{fast} {slow}");
            // Never narrower than the normal interval by more than chance of the bootstrap.
            prop_assert!(change.high - change.low > 2.0 * 1.6 * slow.sqrt());
        }
    }

    /// The difference to the controls is the estimate of the difference, and what happens to all alike is no effect.
    #[test]
    fn what_falls_everywhere_is_no_effect(seed in 0u64..1_000) {
        let mut dice = Dice(seed);
        let common: Vec<_> = (0..60).map(|t| if t < 30 { 400.0 } else { 250.0 } + 5.0 * dice.normal()).collect();
        let mut one = || common.iter().map(|y| Some((y + 3.0 * dice.normal()) as u64)).collect::<Vec<_>>();
        let mut measured = series(one());
        let alone = changes(&estimate(&measured, START + 30 * HOUR)).0;
        prop_assert_eq!(alone.finding, Finding::Fell);
        measured.controls = [("a".to_owned(), one()), ("b".to_owned(), one())].into();
        let against = changes(&estimate(&measured, START + 30 * HOUR)).0;
        prop_assert!(against.estimate.abs() < 15.0, "{:?}", against);
    }
}

/// `SplitMix64`, and normal numbers by Box and Muller.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(super) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }
}

/// In how many of 120 simulated series (n points, errors with correlation `rho`) the interval holds the true change.
fn coverage(points: usize, rho: f64, level: f64, slope: f64) -> (f64, f64) {
    let (mut in_level, mut in_slope) = (0, 0);
    let first = points / 2;
    for seed in 0..120u64 {
        let mut dice = Dice(seed * 7_919 + points as u64);
        let mut error = dice.normal() * 30.0;
        let values = (0..points)
            .map(|at| {
                error = rho * error + (1.0 - rho * rho).sqrt() * dice.normal() * 30.0;
                let after = if at >= first { level + slope * (at - first) as f64 } else { 0.0 };
                Some((1_000.0 + 2.0 * at as f64 + after + error).round() as u64)
            })
            .collect();
        let (l, s) = changes(&estimate(&series(values), START + first as i64 * HOUR));
        in_level += u32::from(l.low <= level && level <= l.high);
        in_slope += u32::from(s.low <= slope && slope <= s.high);
    }
    (f64::from(in_level) / 120.0, f64::from(in_slope) / 120.0)
}

#[test]
fn the_interval_covers_the_true_change_as_often_as_it_says() {
    // Nominal 95 %; 120 series give ±4 points. Measured where it is hardest: short series, correlated errors.
    for (points, rho, least) in [(32, 0.0, 0.89), (48, 0.4, 0.89), (96, 0.6, 0.88)] {
        let (level, slope) = coverage(points, rho, -200.0, -1.0);
        println!("n {points}, correlation {rho}: level {level:.3}, slope {slope:.3}");
        assert!(level >= least && slope >= least, "n {points}, correlation {rho}: {level} {slope}");
        assert!(level < 1.0 || slope < 1.0, "an interval that always covers says nothing");
    }
}

#[test]
fn a_measure_without_effect_is_seen_as_one_and_a_known_effect_is_found() {
    let simulate = |seed: u64, level: f64| {
        let mut dice = Dice(seed);
        let value =
            |at: usize, dice: &mut Dice| 500.0 + if at >= 30 { level } else { 0.0 } + 20.0 * dice.normal();
        let values = (0..60).map(|at| Some(value(at, &mut dice) as u64)).collect();
        changes(&estimate(&series(values), START + 30 * HOUR)).0
    };
    let silent = (0..80).filter(|seed| simulate(*seed, 0.0).finding == Finding::NoVisibleEffect).count();
    assert!(silent >= 71, "{silent} of 80 without an effect are told so");
    let found = (0..80).filter(|seed| simulate(*seed, -150.0).finding == Finding::Fell).count();
    assert!(found >= 79, "{found} of 80 with an effect of 150 in 500 are found");
}

#[test]
fn too_few_points_and_broken_series_are_told_apart_from_no_effect() {
    let few = series((0..20).map(|_| Some(5)).collect());
    assert_eq!(
        estimate(&few, START + 15 * HOUR),
        Effect::CannotBeTold { before: 15, after: 5, needed: LEAST }
    );
    assert_eq!(estimate(&series(vec![]), 0), Effect::CannotBeTold { before: 0, after: 0, needed: LEAST });
    let elsewhere = estimate(&few, i64::MAX);
    assert_eq!(elsewhere, Effect::CannotBeTold { before: 20, after: 0, needed: LEAST });
    // A series that never moves: zero, exactly, and no visible effect.
    let (level, slope) = changes(&estimate(&few, START + 10 * HOUR));
    assert_eq!((level.finding, slope.finding), (Finding::NoVisibleEffect, Finding::NoVisibleEffect));
    // A step without noise is found, with an interval of (almost) nothing.
    let step = series((0..40).map(|at| Some(if at < 20 { 1_000_000 } else { 400_000 })).collect());
    let (level, _) = changes(&estimate(&step, START + 20 * HOUR));
    assert!((level.estimate + 600_000.0).abs() < 1.0 && level.finding == Finding::Fell);
    // A measure within a step: that step is on neither side.
    let (before, after) = match estimate(&step, START + 20 * HOUR - 1) {
        Effect::Estimated { before, after, .. } | Effect::CannotBeTold { before, after, .. } => {
            (before, after)
        }
    };
    assert_eq!((before, after), (19, 20));
}

#[test]
fn a_series_that_cannot_be_kept_is_refused_at_its_field() {
    let pointer = |change: fn(&mut Series)| {
        let mut one = series(vec![Some(1); 20]);
        change(&mut one);
        check("/series", &one).expect_err("it is refused").pointer
    };
    assert_eq!(pointer(|s| s.step = 1), "/series/step");
    assert_eq!(pointer(|s| s.unit.clear()), "/series/unit");
    assert_eq!(pointer(|s| s.start = 5), "/series/start");
    assert_eq!(pointer(|s| s.values = vec![None; 5_001]), "/series/values");
    assert_eq!(pointer(|s| s.values[3] = Some(u64::MAX)), "/series/values");
    assert_eq!(pointer(|s| s.controls = [("x".to_owned(), vec![None])].into()), "/series/controls");
    assert!(check("/series", &series(vec![None; 5_000])).is_ok());
}
