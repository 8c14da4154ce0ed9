//! The fast code against the definitions.

use super::{moments::Moments, null::Null, pairs::Least, *};
use proptest::prelude::*;

/// Shares on few objects by few accounts at close times, so that most things that can happen do.
fn small_triples() -> impl Strategy<Value = Triples> {
    (prop::collection::vec((0u32..6, 0u32..4, 0i64..200, 0u32..20), 0..60), any::<bool>()).prop_map(
        |(rows, several)| {
            let mut rows = rows;
            if several {
                // A post has one account and one time, and each object once.
                let of_post: std::collections::BTreeMap<u32, (u32, i64)> =
                    rows.iter().map(|&(account, _, time, post)| (post, (account, time))).collect();
                for row in &mut rows {
                    (row.0, row.2) = of_post[&row.3];
                }
                rows.sort_unstable_by_key(|row| (row.3, row.1));
                rows.dedup_by_key(|row| (row.3, row.1));
            }
            Triples {
                account: rows.iter().map(|r| r.0).collect(),
                object: rows.iter().map(|r| r.1).collect(),
                time: rows.iter().map(|r| r.2 * 1_000).collect(),
                post: if several { rows.iter().map(|r| r.3).collect() } else { Vec::new() },
                objects: 4,
                several_per_post: several,
            }
        },
    )
}

/// Every two shares of an object match.
const ALL: Option<&fn(usize, usize) -> bool> = None;

/// A small deterministic source of randomness for shuffling (SplitMix64, Steele et al. 2014).
fn shuffler(mut state: u64) -> impl FnMut(&mut Vec<u32>) {
    move |list| {
        for i in (1..list.len()).rev() {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            list.swap(i, ((z ^ (z >> 31)) % (i as u64 + 1)) as usize);
        }
    }
}

/// Every object shared at least twice, so that grouping drops nothing and permuting the shares is permuting the posts.
fn paired_triples(posts: usize, accounts: u32, spread_ms: i64) -> Triples {
    let account = (0..posts).map(|i| (i as u32 * 7 + (i as u32 / 5)) % accounts).collect();
    let object = (0..posts).map(|i| (i / 4) as u32).collect();
    let time = (0..posts).map(|i| (i / 4) as i64 * 1_000_000 + (i % 4) as i64 * spread_ms).collect();
    Triples { account, object, time, objects: posts / 4 + 1, ..Triples::default() }
}

/// The analytic bound is never below what simulation finds (beyond its sampling error), and not absurdly above.
#[test]
fn the_analytic_p_value_bounds_the_simulated_one() {
    let window = 15_000;
    let triples = paired_triples(240, 8, 10_000);
    let shares = Shares::group(&triples, 8);
    let moments = Moments::cut(&shares, window, 1_000, ALL);
    let null = Null::fit(&shares, &moments);
    let weight = f64::from(null.weight[0]);
    for met in [8u32, 12, 16] {
        let t = weight * f64::from(met) - 1e-6;
        let simulated =
            reference::simulated_p_value(&shares, &moments, &null, window, (0, 1), (t, 400), shuffler(7));
        let bound = null.p_value(t, shares.activity[0], shares.activity[1]);
        assert!(bound + 0.05 >= simulated, "{met} moments: bound {bound}, simulated {simulated}");
    }
    // Two accounts that meet in every one of sixty moments have no business doing so by chance.
    assert!(null.p_value(weight * 60.0, 30, 30) < 1e-9);
}

proptest! {
    #[test]
    fn pairs_agree_with_their_definition(
        triples in small_triples().prop_filter("one share a post", |t| !t.several_per_post),
        window_s in prop::sample::select(vec![0i64, 1, 10, 60]),
        crowd in prop::sample::select(vec![2u32, 5, 1_000]),
    ) {
        let window = window_s * 1_000;
        let shares = Shares::group(&triples, 6);
        let moments = Moments::cut(&shares, window, crowd, ALL);
        let null = Null::fit(&shares, &moments);
        let found = pairs::pairs(&shares, &shares.by_account(), &moments, &null, window, Least { moments: 1, p: 1.0 }, |_, _| true);
        for a in 0..6 {
            for b in a + 1..6 {
                let (met, surprise) = reference::statistic(&shares, &moments, &null, window, (a, b));
                let fast = found.iter().find(|pair| (pair.a, pair.b) == (a, b));
                prop_assert_eq!(fast.map_or(0, |pair| pair.moments), met);
                prop_assert!((fast.map_or(0.0, |pair| f64::from(pair.surprise)) - surprise).abs() < 1e-3);
            }
        }
    }

    #[test]
    fn counting_agrees_with_its_definition(
        triples in small_triples(),
        window_s in prop::sample::select(vec![0i64, 1, 10, 60, 1_000]),
        min_weight in 1u32..4,
    ) {
        let fast = directed_edges(
            &Shares::group(&triples, 6),
            Matching { window_ms: window_s * 1_000, neighbours: None },
            min_weight,
        );
        prop_assert_eq!(fast, reference::directed_edges(&triples, window_s * 1_000, min_weight));
    }
}
