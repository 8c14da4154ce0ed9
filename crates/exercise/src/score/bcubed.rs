//! B-cubed: how well a grouping agrees with the true one, seen from each item.
//!
//! Bagga and Baldwin (1998); Amigó et al. (2009) show that it alone of the common measures punishes both mixed and
//! scattered groups in the right proportion. Rejected: normalised mutual information (rewards many small groups) and
//! pair counting (big groups drown the small).

use super::Rates;
use std::collections::BTreeMap;

/// B-cubed of items given as (community, true class). 1.0 each for no items.
///
/// For an item, precision is the share of its community that is of its class, recall the share of its class that
/// is in its community; both are averaged over the items.
pub fn b_cubed(items: &[(u64, u64)]) -> Rates {
    let (mut community, mut class, mut both) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for &(c, t) in items {
        *community.entry(c).or_insert(0_u64) += 1;
        *class.entry(t).or_insert(0_u64) += 1;
        *both.entry((c, t)).or_insert(0_u64) += 1;
    }
    if items.is_empty() {
        return Rates::new(1.0, 1.0);
    }
    let (mut precision, mut recall) = (0.0, 0.0);
    for ((c, t), n) in both {
        let square = (n * n) as f64;
        precision += square / community[&c] as f64;
        recall += square / class[&t] as f64;
    }
    let count = items.len() as f64;
    Rates::new(precision / count, recall / count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition, item by item.
    fn reference(items: &[(u64, u64)]) -> (f64, f64) {
        let share = |part: fn(&(u64, u64)) -> u64| {
            let of = |item: &(u64, u64)| {
                let together = items.iter().filter(|other| part(other) == part(item)).count() as f64;
                let right = items.iter().filter(|other| *other == item).count() as f64;
                right / together
            };
            items.iter().map(of).sum::<f64>() / items.len() as f64
        };
        (share(|item| item.0), share(|item| item.1))
    }

    #[test]
    fn a_small_case_by_hand() {
        // Communities {a a b} and {b}; classes a and b.
        let rates = b_cubed(&[(1, 10), (1, 10), (1, 20), (2, 20)]);
        assert!((rates.precision - (2.0 / 3.0 + 2.0 / 3.0 + 1.0 / 3.0 + 1.0) / 4.0).abs() < 1e-12);
        assert!((rates.recall - (1.0 + 1.0 + 0.5 + 0.5) / 4.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn the_fast_sums_equal_the_definition(items in prop::collection::vec((0u64..6, 0u64..6), 1..60)) {
            let (precision, recall) = reference(&items);
            let rates = b_cubed(&items);
            prop_assert!((rates.precision - precision).abs() < 1e-9);
            prop_assert!((rates.recall - recall).abs() < 1e-9);
        }

        #[test]
        fn the_true_grouping_is_perfect(classes in prop::collection::vec(0u64..6, 0..60)) {
            let items: Vec<_> = classes.iter().map(|&class| (class + 100, class)).collect();
            let rates = b_cubed(&items);
            prop_assert!((rates.f1 - 1.0).abs() < 1e-9);
        }
    }
}
