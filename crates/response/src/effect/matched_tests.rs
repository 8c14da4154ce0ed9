//! Matched controls, against simulations whose effect is known.

use super::tests::Dice;
use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const HOUR: i64 = 3_600_000;

/// A simulated data set: one thing that a measure touches at `first`, and forty that it does not, of which half run like it.
struct World {
    own: Vec<Option<u64>>,
    others: Vec<Candidate>,
    first: usize,
    /// The true change of level.
    effect: f64,
}

/// Counts with errors of correlation .4. What all share rises, and halves at the moment of the measure.
fn world(seed: u64, points: usize, effect: f64) -> World {
    let mut dice = Dice(seed * 104_729 + points as u64);
    let first = points / 2;
    let mut common = 0.0;
    let shared: Vec<f64> = (0..points)
        .map(|at| {
            common = 0.7 * common + 0.08 * dice.normal();
            let rising = 1.0 + 0.6 * at as f64 / points as f64 + common;
            if at >= first { 0.5 * rising } else { rising }
        })
        .collect();
    let mut course = |size: f64, noise: f64, shape: &dyn Fn(usize) -> f64| -> Vec<Option<u64>> {
        let mut error = dice.normal();
        (0..points)
            .map(|at| {
                error = 0.4 * error + (1.0f64 - 0.16).sqrt() * dice.normal();
                Some((size * (shape(at) + noise * error)).round().max(0.0) as u64)
            })
            .collect()
    };
    let touched = |at: usize| shared[at] + if at >= first { effect / 400.0 } else { 0.0 };
    let own = course(400.0, 0.05, &touched);
    let mut others = Vec::new();
    for n in 0..20u32 {
        let size = 60.0 * f64::from(n + 1);
        others
            .push(Candidate { name: format!("#like-{n:02}"), values: course(size, 0.06, &|at| shared[at]) });
        // A burst that was over before, and things that only begin.
        let burst = |at: usize| if at < first / 2 { 1.8 } else { 0.2 };
        let begins = |at: usize| if at < first * 3 / 4 { 0.1 } else { 1.9 };
        let values = course(size, 0.06, if n % 2 == 0 { &burst } else { &begins });
        others.push(Candidate { name: format!("#other-{n:02}"), values });
    }
    World { own, others, first, effect }
}

fn measured(world: &World) -> (Change, Effect) {
    let controls = controls(&world.own, world.others.clone(), world.first);
    let series =
        Series { values: world.own.clone(), step: HOUR, controls, scaled: true, ..Series::default() };
    let effect = estimate(&series, world.first as i64 * HOUR);
    match &effect {
        Effect::Estimated { level, .. } => (*level, effect.clone()),
        Effect::CannotBeTold { .. } => panic!("there are points enough: {effect:?}"),
    }
}

#[test]
fn controls_are_those_that_ran_alike_before_the_measure() {
    for seed in 0..20 {
        let world = world(seed, 60, -100.0);
        let chosen = controls(&world.own, world.others.clone(), world.first);
        assert_eq!(chosen.len(), 10, "seed {seed}: the ten nearest");
        assert!(chosen.keys().all(|name| name.starts_with("#like-")), "seed {seed}: {:?}", chosen.keys());
    }
}

#[test]
fn the_interval_covers_the_true_effect_as_often_as_it_says() {
    // Nominal 95 %: of 100 fixed seeds 90 to 98 intervals hold the truth, whether there is an effect or not.
    for (points, effect) in [(40, -120.0), (60, 0.0), (90, -120.0)] {
        let held = (0..100)
            .filter(|seed| {
                let world = world(*seed, points, effect);
                let (level, _) = measured(&world);
                level.low <= world.effect && world.effect <= level.high
            })
            .count();
        println!("{points} points, effect {effect}: {held} of 100 intervals hold it");
        assert!((90..=98).contains(&held), "{points} points, effect {effect}: {held} of 100");
    }
}

#[test]
fn what_halved_everywhere_is_no_visible_effect_and_what_fell_beyond_is_one() {
    let fell_alone = |world: &World| {
        let series = Series { values: world.own.clone(), step: HOUR, ..Series::default() };
        let Effect::Estimated { level, .. } = estimate(&series, world.first as i64 * HOUR) else {
            return false;
        };
        level.finding == Finding::Fell
    };
    let (mut silent, mut found, mut fooled) = (0, 0, 0);
    for seed in 0..60 {
        let (nothing, something) = (world(seed, 60, 0.0), world(seed, 60, -120.0));
        silent += usize::from(measured(&nothing).0.finding == Finding::NoVisibleEffect);
        found += usize::from(measured(&something).0.finding == Finding::Fell);
        fooled += usize::from(fell_alone(&nothing));
    }
    assert!(silent >= 53, "{silent} of 60 without an effect are told so");
    assert!(found >= 57, "{found} of 60 with an effect are found");
    assert!(fooled >= 57, "without controls {fooled} of 60 would be taken for an effect");
}

#[test]
fn of_the_controls_it_is_said_how_many_changed_as_much() {
    let as_large = |effect: f64| match measured(&world(3, 60, effect)).1 {
        Effect::Estimated { as_large, controls, .. } => (as_large, controls),
        Effect::CannotBeTold { .. } => panic!("there are points enough"),
    };
    assert_eq!(as_large(-200.0), (Some(0), 10));
    assert!(as_large(0.0).0.is_some_and(|count| count >= 1), "{:?}", as_large(0.0));
}

#[test]
fn where_nothing_runs_alike_there_are_no_controls() {
    let mut world = world(1, 60, 0.0);
    world.others.retain(|one| one.name.starts_with("#other-"));
    assert_eq!(controls(&world.own, world.others.clone(), world.first), BTreeMap::new());
    // Nor from what was observed on one side only, never moved, or is shorter.
    let of = |values: Vec<Option<u64>>| {
        (0..5).map(move |n| Candidate { name: n.to_string(), values: values.clone() })
    };
    let half: Vec<_> = world.own.iter().enumerate().map(|(at, one)| one.filter(|_| at < 30)).collect();
    for none in [half, vec![Some(0); 60], vec![None; 60], Vec::new(), world.own[..31].to_vec()] {
        assert_eq!(controls(&world.own, of(none), world.first), BTreeMap::new());
    }
    assert_eq!(controls(&[], of(vec![Some(1)]), 0), BTreeMap::new());
    assert_eq!(controls(&vec![Some(0); 60], of(world.own.clone()), 30), BTreeMap::new());
}

proptest! {
    /// What comes after the measure has no part in the choice, and the order of candidates neither.
    #[test]
    fn the_choice_sees_only_what_was_before(seed in 0u64..200, later in proptest::collection::vec(0u64..2_000, 30)) {
        let world = world(seed, 60, 0.0);
        let chosen = controls(&world.own, world.others.clone(), world.first);
        let mut others = world.others.clone();
        others.reverse();
        for one in &mut others {
            one.values[30..].iter_mut().zip(&later).for_each(|(value, later)| *value = Some(*later));
        }
        let own: Vec<_> = world.own[..30].iter().copied().chain(later.iter().map(|one| Some(*one))).collect();
        let again = controls(&own, others, world.first);
        prop_assert_eq!(again.keys().collect::<Vec<_>>(), chosen.keys().collect::<Vec<_>>());
    }

    /// Scaled controls have the series' mean before the measure: the contrast then sums to nothing there.
    #[test]
    fn scaled_controls_take_the_mean_away(
        own in proptest::collection::vec(1u64..500, 40),
        other in proptest::collection::vec(1u64..9_000, 40),
        first in 1usize..40,
    ) {
        let some = |all: &[u64]| all.iter().map(|one| Some(*one)).collect::<Vec<_>>();
        let controls = BTreeMap::from([("a".to_owned(), some(&other))]);
        let series = Series { values: some(&own), controls, scaled: true, ..Series::default() };
        let before: f64 = series.contrast(first).iter().take(first).flatten().sum();
        prop_assert!(before.abs() < 1e-6 * own.iter().sum::<u64>() as f64, "{}", before);
    }
}
