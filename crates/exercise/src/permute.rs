//! Dealing a column out anew: a permutation from a seed.
//!
//! SplitMix64 (Steele, Lea, Flood 2014) and Fisher–Yates, written out, so that a seed means the same permutation after
//! any update of any dependency.

/// The values in an order that depends on the seed alone; each of the n! orders is equally likely up to the generator.
pub fn permuted<T: Copy>(values: &[T], seed: u64) -> Vec<T> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let mut out = values.to_vec();
    for i in (1..out.len()).rev() {
        // The bias of the remainder is below 2⁻³² for any number of posts a machine can hold.
        out.swap(i, (next() % (i as u64 + 1)) as usize);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::permuted;

    #[test]
    fn every_value_stays_and_the_seed_decides_the_order() {
        let values: Vec<u32> = (0..1_000).map(|i| i / 7).collect();
        let mut once = permuted(&values, 1);
        assert_eq!(once, permuted(&values, 1));
        assert_ne!(once, permuted(&values, 2));
        assert_ne!(once, values);
        once.sort_unstable();
        assert_eq!(once, values);
        assert!(permuted::<u32>(&[], 3).is_empty());
    }

    #[test]
    fn each_of_the_six_orders_of_three_comes_up_as_often() {
        let mut seen = std::collections::BTreeMap::new();
        for seed in 0..6_000 {
            *seen.entry(permuted(&[1, 2, 3], seed)).or_insert(0u32) += 1;
        }
        assert_eq!(seen.len(), 6);
        assert!(seen.values().all(|count| (850..1_150).contains(count)), "{seen:?}");
    }
}
