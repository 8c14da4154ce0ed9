//! Which item ids were seen before, across all inputs of a run.
//!
//! The problem: one look-up a post, each somewhere else in a table of tens of megabytes, on the one thread that takes
//! the posts in order. The choice: only digests are kept, 96 bits each, in one table of open addresses, and the places
//! of sixteen ids are asked for before the first of them is compared, so that the waits for memory run side by side.
//! Rejected: `hashbrown`, which has no way to ask ahead; a set shared by the threads that map (which of two equal ids
//! is the first would depend on timing).

use crate::names::IdHasher;

/// Ids that are asked for at a time.
const AHEAD: usize = 16;

/// Tells ids that were seen before.
#[derive(Default)]
pub struct SeenIds {
    /// [`Kept::NOTHING`] where there is none. At most three quarters are taken.
    slots: Vec<Kept>,
    taken: usize,
    hasher: IdHasher,
}

/// What is kept of a digest: 96 of its 128 bits. With 10⁹ ids the chance of one false repeat is below 10⁻¹⁰.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Kept([u32; 3]);

impl Kept {
    const NOTHING: Self = Self([0; 3]);

    fn of(digest: u128) -> Self {
        let kept = Self([digest as u32, (digest >> 32) as u32, (digest >> 64) as u32]);
        if kept == Self::NOTHING { Self([1, 0, 0]) } else { kept }
    }

    /// Its place among so many slots.
    fn home(self, slots: usize) -> usize {
        let spread = u64::from(self.0[1]) << 32 | u64::from(self.0[0]);
        ((u128::from(spread) * slots as u128) >> 64) as usize
    }
}

impl SeenIds {
    /// The hasher whose digests [`SeenIds::first`] takes.
    pub fn hasher(&self) -> IdHasher {
        self.hasher.clone()
    }

    /// Makes room for this many more ids. A hint: nothing but time depends on it.
    pub fn reserve(&mut self, ids: usize) {
        let all = self.taken + ids;
        let wanted = all + all / 2;
        if self.slots.len() < wanted {
            let before = std::mem::replace(&mut self.slots, vec![Kept::NOTHING; wanted]);
            self.taken = 0;
            for kept in before.into_iter().filter(|&kept| kept != Kept::NOTHING) {
                self.add(kept);
            }
        }
    }

    /// Whether this digest was not seen before; it is from now on.
    pub fn first(&mut self, digest: u128) -> bool {
        if self.taken >= self.slots.len() / 4 * 3 {
            self.reserve(self.taken.max(AHEAD));
        }
        self.add(Kept::of(digest))
    }

    /// Numbers of those among `digests` that were seen before, be it in the same list; all are from now on.
    pub fn repeats(&mut self, digests: &[u128]) -> Vec<usize> {
        let mut repeats = Vec::new();
        for (chunk, digests) in digests.chunks(AHEAD).enumerate() {
            if !self.slots.is_empty() {
                let ask = |&digest: &u128| self.slots[Kept::of(digest).home(self.slots.len())].0[0];
                std::hint::black_box(digests.iter().map(ask).fold(0, |all, some| all ^ some));
            }
            let again = digests.iter().enumerate().filter(|(_, digest)| !self.first(**digest));
            repeats.extend(again.map(|(i, _)| chunk * AHEAD + i));
        }
        repeats
    }

    fn add(&mut self, kept: Kept) -> bool {
        let mut at = kept.home(self.slots.len());
        loop {
            match self.slots[at] {
                known if known == kept => return false,
                Kept::NOTHING => {
                    self.slots[at] = kept;
                    self.taken += 1;
                    return true;
                }
                _ => at = if at + 1 == self.slots.len() { 0 } else { at + 1 },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    proptest! {
        /// Whatever is asked ahead, reserved and grown: what a set of ids says.
        #[test]
        fn ids_are_new_once(
            batches in prop::collection::vec(prop::collection::vec(0u32..120, 0..60), 0..8),
            room in prop::option::of(0usize..200), whole in any::<bool>(),
        ) {
            let (mut seen, mut set) = (SeenIds::default(), HashSet::new());
            let hasher = seen.hasher();
            if let Some(room) = room {
                seen.reserve(room);
            }
            for batch in batches {
                let digests: Vec<u128> = batch.iter().map(|id| hasher.digest(&id.to_string())).collect();
                let wanted: Vec<usize> =
                    batch.iter().enumerate().filter(|(_, id)| !set.insert(**id)).map(|(i, _)| i).collect();
                let found = if whole {
                    seen.repeats(&digests)
                } else {
                    digests.iter().enumerate().filter(|(_, d)| !seen.first(**d)).map(|(i, _)| i).collect()
                };
                prop_assert_eq!(found, wanted);
            }
        }
    }

    #[test]
    fn digests_at_the_ends_of_the_range_are_ids_like_others() {
        let mut seen = SeenIds::default();
        assert_eq!(seen.repeats(&[0, u128::MAX, 1 << 95, 0, u128::MAX]), [3, 4]);
    }
}
