//! Figures that tell of no single notification.
//!
//! **The problem.** Of figures that count what only some may see, a cell of one is that one; and a cell that is left out is
//! computed from the total and its neighbours. **The choice.** Where something narrower than TLP:CLEAR is counted, a cell under
//! [`LEAST`] is not shown; with it as many of the next smallest as it takes until two or more cells and at least [`LEAST`]
//! notifications are held back together. What crosses these cells (answered, removed) is shown where the difference tells of nobody
//! either. **Rejected.** Noise: a register is exact, or says that it does not say. Rounding: of many figures it is undone.

use ostrakon_response::notification::{Notification, Outcome, Phase, statistics};
use ostrakon_response::publication::Counted;
use std::collections::{BTreeMap, BTreeSet};

/// Notifications that a figure must count, where some of them are for fewer than everybody.
pub(super) const LEAST: u64 = 10;

/// Those that were sent and not taken back.
fn standing(all: &[Notification]) -> impl Iterator<Item = &Notification> {
    all.iter().filter(|one| one.sent.is_some() && one.phase != Phase::Withdrawn)
}

/// How many were sent and not taken back.
pub(super) fn sent(all: &[Notification]) -> u64 {
    standing(all).count() as u64
}

/// The figures of these; `guarded` where some are for fewer than everybody. A platform is called by `name`, which knows those that are
/// registered.
pub(super) fn counted(all: &[Notification], guarded: bool, name: impl Fn(&str) -> Option<String>) -> Counted {
    let of_all = statistics(all).all;
    let mut outcomes: BTreeMap<Option<Outcome>, u64> = BTreeMap::new();
    let mut platforms: BTreeMap<Option<String>, u64> = BTreeMap::new();
    for one in standing(all) {
        *outcomes.entry(one.outcome()).or_default() += 1;
        *platforms.entry(name(&one.draft.platform)).or_default() += 1;
    }
    let shown = shown(&outcomes, guarded);
    let held = || standing(all).filter(|one| !shown.contains(&one.outcome()));
    let harmless = |n: usize| !guarded || n == 0 || n as u64 >= LEAST;
    // Whether a figure that splits those of the cells that are not shown tells of few of them.
    let splits = |part: &dyn Fn(&Notification) -> bool| {
        let with = held().filter(|one| part(one)).count();
        harmless(with) && harmless(held().count() - with)
    };
    let answered = |one: &Notification| one.feedback().is_some();
    let both = harmless(of_all.feedback as usize) && harmless((of_all.sent - of_all.feedback) as usize);
    let feedback = both && splits(&answered);
    let removed = splits(&|one: &Notification| one.outcome().is_some_and(Outcome::removes));
    let named = self::shown(&platforms, guarded);
    let by_platform: BTreeMap<String, u64> = platforms
        .iter()
        .filter(|(platform, _)| named.contains(platform))
        .filter_map(|(platform, n)| Some((platform.clone()?, *n)))
        .collect();
    Counted {
        sent: of_all.sent,
        feedback: feedback.then_some(of_all.feedback),
        removed_or_banned: removed.then_some(of_all.removed_or_banned),
        by_outcome: outcomes
            .iter()
            .filter(|(outcome, _)| shown.contains(outcome))
            .filter_map(|(outcome, n)| Some((super::word(&(*outcome)?), *n)))
            .collect(),
        other_outcomes: held().count() as u64,
        other_platforms: of_all.sent - by_platform.values().sum::<u64>(),
        by_platform,
        median_answer: of_all.answer_times.filter(|_| feedback).map(|times| times.median),
    }
}

/// The cells that are shown.
fn shown<K: Ord + Clone>(cells: &BTreeMap<K, u64>, guarded: bool) -> BTreeSet<K> {
    let mut by_size: Vec<(&K, u64)> = cells.iter().map(|(key, n)| (key, *n)).collect();
    by_size.sort_by_key(|(_, n)| *n);
    let (mut held, mut sum) = (0, 0);
    if guarded {
        for (_, n) in &by_size {
            let enough = held == 0 || (held >= 2 && sum >= LEAST);
            if *n >= LEAST && enough {
                break;
            }
            held += 1;
            sum += n;
        }
    }
    by_size.into_iter().skip(held).map(|(key, _)| key.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    use ostrakon_response::Party;
    use ostrakon_response::notification::{Answer, Draft, Form};

    fn sent(outcome: Option<Outcome>, phase: Phase) -> Notification {
        let answer = outcome.map(|outcome| Answer {
            at: 2,
            by: Party::default(),
            form: Some(Form::Written),
            outcome,
            reason: "r".into(),
        });
        Notification {
            phase,
            draft: Draft { platform: "identity--1".into(), ..Draft::default() },
            sent: Some((1, Party::default())),
            answers: answer.into_iter().collect(),
            ..Notification::default()
        }
    }

    #[test]
    fn figures_of_what_only_some_may_see_tell_of_no_single_one() {
        // Given 14 that were removed, two labels, one without breach, one unanswered, one taken back,
        let mut all = vec![sent(Some(Outcome::RemovedFull), Phase::Closed); 14];
        all.extend(vec![sent(Some(Outcome::Labelled), Phase::Closed); 2]);
        all.extend([sent(Some(Outcome::NoBreach), Phase::Closed), sent(None, Phase::Sent)]);
        all.push(sent(None, Phase::Withdrawn));
        assert_eq!(super::sent(&all), 18);
        // where some are not for everybody, then no few are counted, and the rest does not give them away;
        let figures = counted(&all, true, |_| Some("Video".into()));
        assert_eq!((figures.sent, figures.by_outcome.len(), figures.other_outcomes), (18, 0, 18));
        assert_eq!((figures.feedback, figures.removed_or_banned, figures.median_answer), (None, None, None));
        assert_eq!(figures.by_platform, BTreeMap::from([("Video".to_owned(), 18)]));
        // a platform that is not registered is not named;
        let figures = counted(&all, true, |_| None);
        assert_eq!((figures.by_platform.len(), figures.other_platforms), (0, 18));
        // and where all are for everybody, every figure stands.
        let figures = counted(&all, false, |_| Some("Video".into()));
        assert_eq!(
            (figures.feedback, figures.removed_or_banned, figures.other_outcomes),
            (Some(17), Some(14), 0)
        );
        assert_eq!(figures.by_outcome["no-breach"], 1);
    }

    proptest! {
        #[test]
        fn no_cell_of_few_is_shown_or_follows_from_the_others(
            cells in prop::collection::btree_map(0_u8..12, 1_u64..30, 0..12),
        ) {
            let seen = shown(&cells, true);
            prop_assert!(seen.iter().all(|key| cells[key] >= LEAST));
            let hidden: Vec<u64> = cells.iter().filter(|(key, _)| !seen.contains(key)).map(|(_, n)| *n).collect();
            let total: u64 = cells.values().sum();
            // What is not shown is nothing, or several cells of ten in all, or everything there is.
            let together = hidden.len() >= 2 && hidden.iter().sum::<u64>() >= LEAST;
            prop_assert!(hidden.is_empty() || together || hidden.iter().sum::<u64>() == total);
            // Nothing is held back that needs not be.
            prop_assert_eq!(cells.values().all(|n| *n >= LEAST), hidden.is_empty());
            // What everybody may see is shown whole.
            prop_assert_eq!(shown(&cells, false).len(), cells.len());
        }
    }
}
