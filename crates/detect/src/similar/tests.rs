//! The join against its definition, by example, and against the peer's results.

mod golden;

use super::*;
use ostrakon_model::columns::NO_TIME;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn join(rows: &[(i64, &str)], params: &Params) -> Result<Similar, Error> {
    let time: Vec<i64> = rows.iter().map(|row| row.0).collect();
    similar(
        &time,
        |row, out| {
            out.push_str(rows[row].1);
            true
        },
        params,
    )
}

fn tokens(text: &str, unit: Unit) -> BTreeSet<String> {
    let mut set = BTreeSet::new();
    shapes::each_token(text, unit, |token| {
        set.insert(token.to_owned());
    });
    set
}

/// The definition: which rows are similar, by comparing every two.
fn reference(rows: &[(i64, String)], params: &Params) -> BTreeSet<(usize, usize)> {
    let sets: Vec<_> = rows.iter().map(|row| tokens(&row.1, params.unit)).collect();
    let mut found = BTreeSet::new();
    for (i, a) in sets.iter().enumerate() {
        for (j, b) in sets.iter().enumerate() {
            let near = rows[i].0.abs_diff(rows[j].0) <= params.window_ms as u64;
            let shared = a.intersection(b).count() as f64;
            if near && shared / (a.union(b).count() as f64) >= params.threshold {
                found.insert((i, j));
            }
        }
    }
    found
}

/// The rows' pairs that a result stands for: those of one shape, or of neighbours, inside the window.
fn rows_of(found: &Similar, rows: &[(i64, String)], params: &Params) -> BTreeSet<(usize, usize)> {
    let mut pairs = BTreeSet::new();
    for (i, &a) in found.shape.iter().enumerate() {
        for (j, &b) in found.shape.iter().enumerate() {
            let near = rows[i].0.abs_diff(rows[j].0) <= params.window_ms as u64;
            if a != NONE && b != NONE && near && (a == b || found.neighbours.get(a as usize).contains(&b)) {
                pairs.insert((i, j));
            }
        }
    }
    pairs
}

fn small_rows() -> impl Strategy<Value = Vec<(i64, String)>> {
    let text = prop::collection::vec(prop::sample::select(vec!["a", "b", "c", "d", "e", "fé", "g"]), 0..9)
        .prop_map(|words| words.join(" "));
    prop::collection::vec((-40i64..40, text), 0..40)
}

fn params() -> impl Strategy<Value = Params> {
    let unit = prop::sample::select(vec![Unit::Tokens, Unit::CharNgrams(1), Unit::CharNgrams(3)]);
    (0i64..30, 50u32..=100, unit)
        .prop_map(|(window, hundredths, unit)| Params::exact(window, f64::from(hundredths) / 100.0, unit))
}

proptest! {
    /// Given any rows, when joined, then the rows found are those of the definition, every neighbour is owed to some
    /// two rows, and the lists are ascending, symmetric and without the shape itself.
    #[test]
    fn agrees_with_the_definition(rows in small_rows(), params in params()) {
        let borrowed: Vec<_> = rows.iter().map(|(time, text)| (*time, text.as_str())).collect();
        let found = join(&borrowed, &params).unwrap();
        let expected = reference(&rows, &params);
        prop_assert_eq!(rows_of(&found, &rows, &params), expected.clone());
        let shapes: BTreeSet<(u32, u32)> =
            expected.iter().map(|&(i, j)| (found.shape[i], found.shape[j])).filter(|(a, b)| a != b).collect();
        let listed: Vec<(u32, u32)> = (0..found.neighbours.len())
            .flat_map(|a| found.neighbours.get(a).iter().map(move |&b| (a as u32, b)))
            .collect();
        prop_assert_eq!(listed, shapes.into_iter().collect::<Vec<_>>());
        prop_assert!(found.bounded.is_empty());
    }

    /// Given a bound, when it cuts, then nothing false is found and whatever is missing has a listed end.
    #[test]
    fn a_bound_loses_only_what_it_reports(rows in small_rows(), params in params(), most in 0usize..4) {
        let borrowed: Vec<_> = rows.iter().map(|(time, text)| (*time, text.as_str())).collect();
        let all = join(&borrowed, &params).unwrap();
        let some = join(&borrowed, &Params { max_neighbours: Some(most), ..params }).unwrap();
        prop_assert_eq!(&some.shape, &all.shape);
        for a in 0..all.neighbours.len() {
            let (all, kept) = (all.neighbours.get(a), some.neighbours.get(a));
            prop_assert!(kept.iter().all(|b| all.contains(b)));
            for b in all.iter().filter(|b| !kept.contains(b)) {
                prop_assert!(some.bounded.contains(&(a as u32)) || some.bounded.contains(b));
            }
        }
    }

    /// Components are numbered by their lowest shape and hold exactly what neighbours connect.
    #[test]
    fn clusters_are_connected_components(rows in small_rows(), params in params()) {
        let borrowed: Vec<_> = rows.iter().map(|(time, text)| (*time, text.as_str())).collect();
        let found = join(&borrowed, &params).unwrap();
        // Reference: spread the lowest number along neighbours until nothing changes.
        let mut lowest: Vec<u32> = (0..found.cluster.len() as u32).collect();
        for _ in 0..lowest.len() {
            for a in 0..lowest.len() {
                for &b in found.neighbours.get(a) {
                    lowest[a] = lowest[a].min(lowest[b as usize]);
                }
            }
        }
        let distinct: BTreeSet<u32> = lowest.iter().copied().collect();
        let expected: Vec<u32> = lowest.iter().map(|l| distinct.range(..l).count() as u32).collect();
        prop_assert_eq!(found.cluster, expected);
    }
}

/// Posts of a few templates with changing words over some hours, more than fit into one piece of the join.
fn templates(rows: usize) -> Vec<(i64, String)> {
    let mut state = 7u64;
    let mut draw = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let template = |i: usize, draw: &mut dyn FnMut(u64) -> u64| {
        let words: Vec<String> = (0..10).map(|w| format!("t{}w{w}", draw(200))).collect();
        (i as i64 * 500 + draw(60_000) as i64, words)
    };
    let base: Vec<Vec<String>> = (0..30).map(|i| template(i, &mut draw).1).collect();
    (0..rows)
        .map(|i| {
            let mut words = base[draw(30) as usize].clone();
            words[draw(10) as usize] = format!("v{}", draw(50));
            (i as i64 * 500 + draw(60_000) as i64, words.join(" "))
        })
        .collect()
}

#[test]
fn the_result_is_the_same_on_one_thread_and_on_many_and_for_any_pieces() {
    let rows = templates(9_000);
    let borrowed: Vec<_> = rows.iter().map(|(time, text)| (*time, text.as_str())).collect();
    for most in [None, Some(2)] {
        let params = Params { max_neighbours: most, ..Params::exact(600_000, 0.8, Unit::Tokens) };
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| join(&borrowed, &params).unwrap())
        };
        let one = on(1);
        assert_eq!(one, on(5));
        assert!((0..one.neighbours.len()).any(|shape| !one.neighbours.get(shape).is_empty()));
        assert_eq!(most.is_some(), !one.bounded.is_empty());

        // One piece or nine: the same pairs and the same bound.
        let time: Vec<i64> = rows.iter().map(|row| row.0).collect();
        let text = |row: usize, out: &mut String| {
            out.push_str(&rows[row].1);
            true
        };
        let shapes = shapes::read(&time, text, &params).unwrap();
        let threshold = Fraction::of(params.threshold).unwrap();
        let whole = join::pairs_in_pieces_of(rows.len(), &time, &shapes, threshold, &params).unwrap();
        assert_eq!(whole, join::pairs_in_pieces_of(1_024, &time, &shapes, threshold, &params).unwrap());
        assert_eq!(whole, join::pairs_in_pieces_of(100, &time, &shapes, threshold, &params).unwrap());
        assert_eq!(whole.1, one.bounded);
    }
}

#[test]
fn a_text_seen_again_inside_the_window_keeps_its_place_and_one_seen_after_it_joins_anew() {
    let (a, b) = ("one two three four five", "one two three four");
    let params = Params::exact(10, 0.8, Unit::Tokens);
    // Given `a` at 0, 8 and 16, when `b` comes at 25, then the last `a` is near enough.
    let found = join(&[(0, a), (8, a), (16, a), (25, b)], &params).unwrap();
    assert_eq!(found.neighbours.get(0), [1]);
    // Given `a` at 0 and `b` at 11, when `a` returns at 21, then it meets `b`; without the return it does not.
    assert_eq!(join(&[(0, a), (11, b), (21, a)], &params).unwrap().neighbours.get(0), [1]);
    assert!(join(&[(0, a), (11, b)], &params).unwrap().neighbours.get(0).is_empty());
}

#[test]
fn rows_without_time_without_tokens_or_kept_out_take_no_part() {
    let params = Params::exact(10, 0.5, Unit::Tokens);
    let found = join(&[(NO_TIME, "a b"), (0, "a b"), (0, " \u{1c} "), (i64::MAX, ""), (1, "b a a")], &params)
        .unwrap();
    assert_eq!(found.shape, [NONE, 0, NONE, NONE, 0]);
    let with_empty = Params { empty_texts_match: true, ..params };
    assert_eq!(join(&[(0, ""), (0, "a"), (5, " ")], &with_empty).unwrap().shape, [0, 1, 0]);
    let kept_out = similar(
        &[0, 0],
        |row, out| {
            out.push('x');
            row == 1
        },
        &params,
    )
    .unwrap();
    assert_eq!(kept_out.shape, [NONE, 0]);
    assert_eq!(join(&[], &params).unwrap(), Similar::default());
}

#[test]
fn extreme_times_and_windows_neither_overflow_nor_match_by_accident() {
    let rows = [(i64::MIN + 1, "a b"), (i64::MAX, "a c b"), (i64::MAX - 1, "a b d")];
    let narrow = join(&rows, &Params::exact(1, 0.6, Unit::Tokens)).unwrap();
    assert!(narrow.neighbours.get(0).is_empty());
    let wide = join(&rows, &Params::exact(i64::MAX, 0.6, Unit::Tokens)).unwrap();
    assert!(wide.neighbours.get(0).is_empty());
    assert_eq!(join(&rows[1..], &Params::exact(1, 0.5, Unit::Tokens)).unwrap().neighbours.get(0), [1]);
}

#[test]
fn character_ngrams_are_runs_of_characters_and_a_short_text_is_one_gram() {
    assert_eq!(tokens("añejo", Unit::CharNgrams(3)), ["añe", "ejo", "ñej"].map(String::from).into());
    assert_eq!(tokens("añ", Unit::CharNgrams(3)), ["añ".to_owned()].into());
    assert_eq!(tokens("añe", Unit::CharNgrams(3)), ["añe".to_owned()].into());
    assert!(tokens("", Unit::CharNgrams(3)).is_empty());
}

#[test]
fn parameters_out_of_range_are_refused_with_the_mend() {
    let text = |window, threshold, unit| {
        join(&[(0, "a")], &Params::exact(window, threshold, unit)).unwrap_err().to_string()
    };
    assert!(text(-1, 0.8, Unit::Tokens).contains("-1 ms is negative"));
    assert!(text(0, 0.0, Unit::Tokens).contains("between 0.01 and 1"));
    assert!(text(0, f64::NAN, Unit::Tokens).contains("NaN"));
    assert!(text(0, 0.8, Unit::CharNgrams(0)).contains("at least 1"));
}

/// One template, one word changing, all at once: 5·10⁹ pairs for 100,000 posts.
fn flood(rows: usize) -> Vec<String> {
    (0..rows)
        .map(|i| format!("join us on sunday and bring voter {i} to the old town hall at noon sharp"))
        .collect()
}

#[test]
fn a_flood_of_variants_stays_within_the_bound_and_is_reported() {
    // Given 20,000 variants of one template in an hour, when joined with a bound of 8,
    let texts = flood(20_000);
    let time: Vec<i64> = (0..texts.len() as i64).map(|i| i * 180).collect();
    let text = |row: usize, out: &mut String| {
        out.push_str(&texts[row]);
        true
    };
    let params = Params { max_neighbours: Some(8), ..Params::exact(3_600_000, 0.8, Unit::Tokens) };
    let found = similar(&time, text, &params).unwrap();
    // then each entry gives eight pairs, all are one component, and all but the first nine are listed.
    let values: usize = (0..found.neighbours.len()).map(|shape| found.neighbours.get(shape).len()).sum();
    assert_eq!(values, 2 * (36 + 8 * (20_000 - 9)));
    assert!(found.cluster.iter().all(|&cluster| cluster == 0));
    assert_eq!(found.bounded, (9..20_000).collect::<Vec<u32>>());
    assert_eq!(found.neighbours.get(19_999), (19_991..19_999).collect::<Vec<u32>>());
}

#[test]
fn equal_posts_cost_no_pairs() {
    let time: Vec<i64> = (0..100_000).collect();
    let text = |row: usize, out: &mut String| {
        out.push_str(if row.is_multiple_of(2) {
            "the same text for all of us"
        } else {
            "same text for all of us the"
        });
        true
    };
    let found = similar(&time, text, &Params::exact(100_000, 0.8, Unit::Tokens)).unwrap();
    assert!(found.shape.iter().all(|&shape| shape == 0));
    assert_eq!(found.neighbours.len(), 1);
}
