//! One way of using several threads: numbered pieces of work, each thread with one scratch space of its own,
//! results in the order of the pieces.
//!
//! Rayon's `map_init` makes a scratch space a split, and ours are as large as the list of accounts; so the threads
//! are started here, one scratch each. The order of results does not depend on who did what.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

/// `work(scratch, piece)` for every piece, on as many threads as rayon has; results in order of the pieces.
pub fn map_pieces<S, R: Send>(
    pieces: usize,
    scratch: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, usize) -> R + Sync,
) -> Vec<R> {
    let threads = rayon::current_num_threads().min(pieces).max(1);
    if threads == 1 {
        let mut own = scratch();
        return (0..pieces).map(|piece| work(&mut own, piece)).collect();
    }
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(pieces));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut own = scratch();
                loop {
                    let piece = next.fetch_add(1, Ordering::Relaxed);
                    if piece >= pieces {
                        break;
                    }
                    let result = work(&mut own, piece);
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((piece, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_unstable_by_key(|(piece, _)| *piece);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Cuts `0..weights.len()` into ranges of about equal total weight.
pub fn even_ranges(
    weights: impl ExactSizeIterator<Item = u64>,
    pieces: usize,
) -> Vec<std::ops::Range<usize>> {
    let weights: Vec<u64> = weights.collect();
    let target = (weights.iter().sum::<u64>() / pieces.max(1) as u64).max(1);
    let mut ranges = Vec::new();
    let (mut start, mut sum) = (0, 0);
    for (i, weight) in weights.iter().enumerate() {
        sum += weight;
        if sum >= target {
            ranges.push(start..i + 1);
            (start, sum) = (i + 1, 0);
        }
    }
    if start < weights.len() {
        ranges.push(start..weights.len());
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_every_item_is_in_exactly_one_range() {
        assert_eq!(map_pieces(100, || 0u32, |_, i| i * 2), (0..100).map(|i| i * 2).collect::<Vec<_>>());
        let ranges = even_ranges([5u64, 1, 1, 1, 9, 0, 0].into_iter(), 3);
        assert_eq!(ranges.iter().flat_map(Clone::clone).collect::<Vec<_>>(), (0..7).collect::<Vec<_>>());
    }
}
