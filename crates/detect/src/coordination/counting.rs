//! A stable sort by small numbers, on all cores and in the cache.
//!
//! The problem: shares are grouped by object, and positions by account; there are up to 10⁸ of them, the numbers are
//! dense, and a comparison sort is three times slower than counting. But plain counting sort writes each item to a
//! place of its own far from the last, one cache miss each, on one core. The choice: cut the keys into ranges that
//! hold about [`IN_CACHE`] items, deal the items out to the ranges (a few hundred streams of sequential writes, each
//! piece of the input by itself), then sort every range within the cache. The order of equal keys is that of the input,
//! whatever the number of threads.
//!
//! Rejected: one shared table of places with atomic writes, which runs on all cores and still misses the cache.

use rayon::prelude::*;

/// Items a range of keys aims at; with 16 bytes each they fit a core's own cache.
const IN_CACHE: usize = 1 << 15;
/// More streams than this and dealing out would miss the cache itself.
const MOST_RANGES: usize = 512;
/// Items that are dealt out by one thread in one go.
const PIECE: usize = 1 << 20;
/// "This key is left out."
const OUT: u16 = u16::MAX;

/// Items in order of their keys.
#[derive(Clone, Debug)]
pub struct Sorted<T> {
    /// Items of key `k` are `starts[k]..starts[k + 1]`.
    pub starts: Vec<u32>,
    /// The items; those of one key in the order of the input.
    pub items: Vec<T>,
}

/// How often each key in `0..keys` occurs.
pub fn occurrences(n: usize, keys: usize, key: impl Fn(usize) -> u32 + Sync) -> Vec<u32> {
    let counted = |range: std::ops::Range<usize>| {
        let mut counts = vec![0u32; keys];
        range.for_each(|i| counts[key(i) as usize] += 1);
        counts
    };
    // Each thread counts for itself, which pays where there are more items than keys.
    let pieces = if n > PIECE && n > 4 * keys { rayon::current_num_threads().clamp(1, 8) } else { 1 };
    let size = n.div_ceil(pieces).max(1);
    let pieces = (0..pieces).into_par_iter().map(|i| counted((i * size).min(n)..((i + 1) * size).min(n)));
    pieces
        .reduce_with(|mut all, counts| {
            all.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
            all
        })
        .unwrap_or_default()
}

/// Sorts the items `0..n` by their keys in `0..keys`, leaving out keys that occur less than `least` times.
///
/// # Panics
/// With 2³² items or more.
pub fn sort<T: Copy + Default + Send + Sync>(
    n: usize,
    keys: usize,
    least: u32,
    key: impl Fn(usize) -> u32 + Sync,
    item: impl Fn(usize) -> T + Sync,
) -> Sorted<T> {
    assert!(n < u32::MAX as usize, "fewer than 2^32 items");
    let counts = occurrences(n, keys, &key);
    let mut starts = Vec::with_capacity(keys + 1);
    let mut next = 0u32;
    starts.push(0);
    starts.extend(counts.iter().map(|&count| {
        next += if count < least { 0 } else { count };
        next
    }));
    let ranges = ranges(&starts, n);
    let mut items: Vec<T> = (0..next as usize).into_par_iter().map(|_| T::default()).collect();
    if ranges.len() <= 1 {
        let mut place = starts.clone();
        for i in (0..n).filter(|&i| counts[key(i) as usize] >= least) {
            let place = &mut place[key(i) as usize];
            items[*place as usize] = item(i);
            *place += 1;
        }
        return Sorted { starts, items };
    }
    let mut range_of = vec![OUT; keys];
    for (r, range) in ranges.iter().enumerate() {
        range_of[range.clone()].fill(r as u16);
    }
    counts.iter().zip(&mut range_of).filter(|(count, _)| **count < least).for_each(|(_, range)| *range = OUT);
    drop(counts);
    let dealt: Vec<Dealt<T>> = (0..n.div_ceil(PIECE))
        .into_par_iter()
        .map(|piece| {
            Dealt::new(piece * PIECE..((piece + 1) * PIECE).min(n), ranges.len(), &range_of, &key, &item)
        })
        .collect();
    let mut outs = Vec::with_capacity(ranges.len());
    let mut rest = items.as_mut_slice();
    for range in &ranges {
        let (out, tail) = rest.split_at_mut((starts[range.end] - starts[range.start]) as usize);
        outs.push(out);
        rest = tail;
    }
    outs.into_par_iter().zip(&ranges).enumerate().for_each(|(r, (out, range))| {
        let base = starts[range.start];
        let mut place: Vec<u32> = starts[range.clone()].iter().map(|start| start - base).collect();
        for &(key, item) in dealt.iter().flat_map(|piece| piece.of(r)) {
            let place = &mut place[key as usize - range.start];
            out[*place as usize] = item;
            *place += 1;
        }
    });
    Sorted { starts, items }
}

/// Cuts the keys into ranges of about as many items.
fn ranges(starts: &[u32], n: usize) -> Vec<std::ops::Range<usize>> {
    let keys = starts.len() - 1;
    let target = n.div_ceil(MOST_RANGES - 1).max(IN_CACHE) as u32;
    let (mut ranges, mut first) = (Vec::new(), 0);
    for key in 0..keys {
        // A key with many items is a range of its own: its items come in order already.
        let full = starts[key + 1] - starts[first] >= target;
        let next_is_large = key + 2 <= keys && starts[key + 2] - starts[key + 1] >= target;
        if (full || next_is_large) && ranges.len() + 2 < MOST_RANGES {
            ranges.push(first..key + 1);
            first = key + 1;
        }
    }
    if first < keys {
        ranges.push(first..keys);
    }
    ranges
}

/// One piece of the input, dealt out to the ranges of keys.
struct Dealt<T> {
    starts: Vec<u32>,
    items: Vec<(u32, T)>,
}

impl<T: Copy + Default> Dealt<T> {
    fn new(
        piece: std::ops::Range<usize>,
        ranges: usize,
        range_of: &[u16],
        key: &impl Fn(usize) -> u32,
        item: &impl Fn(usize) -> T,
    ) -> Self {
        let mut starts = vec![0u32; ranges + 1];
        for i in piece.clone() {
            let range = range_of[key(i) as usize];
            if range != OUT {
                starts[range as usize + 1] += 1;
            }
        }
        for r in 0..ranges {
            starts[r + 1] += starts[r];
        }
        let mut place = starts.clone();
        let mut items = vec![(0, T::default()); starts[ranges] as usize];
        for i in piece {
            let key = key(i);
            let range = range_of[key as usize];
            if range != OUT {
                let place = &mut place[range as usize];
                items[*place as usize] = (key, item(i));
                *place += 1;
            }
        }
        Self { starts, items }
    }

    fn of(&self, range: usize) -> &[(u32, T)] {
        &self.items[self.starts[range] as usize..self.starts[range + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(of: &[u32], keys: usize, least: u32) {
        let sorted = sort(of.len(), keys, least, |i| of[i], |i| i as u32);
        let count = |key| of.iter().filter(|&&k| k == key).count() as u32;
        let kept: Vec<bool> = (0..keys as u32).map(|key| count(key) >= least).collect();
        let mut expected: Vec<u32> =
            (0..of.len() as u32).filter(|&i| kept[of[i as usize] as usize]).collect();
        expected.sort_by_key(|&i| of[i as usize]);
        assert_eq!(sorted.items, expected);
        for key in 0..keys {
            let range = sorted.starts[key] as usize..sorted.starts[key + 1] as usize;
            assert!(sorted.items[range].iter().all(|&i| of[i as usize] as usize == key));
        }
    }

    proptest! {
        #[test]
        fn it_is_a_stable_sort_without_the_rare(
            of in prop::collection::vec(0u32..9, 0..60), least in 0u32..4,
        ) {
            check(&of, 9, least);
        }
    }

    #[test]
    fn the_same_with_many_ranges_and_pieces_with_one_key_that_is_a_range_alone() {
        let n = PIECE + 70_000;
        let spread = |i: usize| (i as u32).wrapping_mul(2_654_435_761) >> 12;
        let of: Vec<u32> = (0..n).map(|i| if i % 3 == 0 { 77 } else { spread(i) % 200_000 }).collect();
        let sorted = sort(n, 200_000, 3, |i| of[i], |i| i as u32);
        let counts = occurrences(n, 200_000, |i| of[i]);
        let mut expected: Vec<u32> =
            (0..n as u32).filter(|&i| counts[of[i as usize] as usize] >= 3).collect();
        expected.sort_by_key(|&i| of[i as usize]);
        assert!(ranges(&sorted.starts, n).len() > 10);
        assert_eq!(sorted.items, expected);
    }
}
