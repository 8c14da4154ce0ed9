//! Pseudo-random numbers whose stream is part of our output format.
//!
//! **Problem.** A community found today must be found again next year from the same seed. **Choice.**
//! SplitMix64 (Steele, Lea, Flood 2014, doi 10.1145/2660193.2660195): one 64-bit state, passes `BigCrush`, and
//! its whole definition is four lines that no dependency update can change. **Rejected.** The `rand` crate's
//! generators: their streams may change between versions, which would silently change findings. Nothing here
//! needs cryptographic strength.

/// A SplitMix64 generator.
pub(super) struct Rng(u64);

impl Rng {
    /// A generator for `seed` and a `stream` within it, so that independent parts may run in any order.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut mixer = Self(seed);
        let base = mixer.next();
        Self(base ^ Self(stream).next())
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform in [0, 1), 53 bits fine.
    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Uniform in 0..`bound` up to a bias below 2⁻³² · `bound`; 0 for a bound of 0.
    pub fn below(&mut self, bound: u32) -> u32 {
        (((self.next() >> 32) * u64::from(bound)) >> 32) as u32
    }

    /// 0..`n` in random order (Fisher–Yates).
    pub fn permutation(&mut self, n: u32) -> Vec<u32> {
        let mut order: Vec<u32> = (0..n).collect();
        for i in (1..n).rev() {
            let j = self.below(i + 1);
            order.swap(i as usize, j as usize);
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_published_one() {
        // The reference implementation's first values for seed 1234567.
        let mut rng = Rng(1_234_567);
        let first = [rng.next(), rng.next(), rng.next()];
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn a_permutation_holds_every_number_once_and_numbers_stay_below_their_bound() {
        let mut rng = Rng::new(7, 0);
        let mut order = rng.permutation(1_000);
        assert_ne!(order, (0..1_000).collect::<Vec<_>>());
        order.sort_unstable();
        assert_eq!(order, (0..1_000).collect::<Vec<_>>());
        assert!((0..1_000).all(|_| rng.below(3) < 3 && (0.0..1.0).contains(&rng.unit())));
        assert_eq!(rng.below(0), 0);
    }
}
