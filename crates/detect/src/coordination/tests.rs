//! The fast code against the definitions.

use super::*;
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

proptest! {
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
