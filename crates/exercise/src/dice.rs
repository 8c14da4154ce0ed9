//! Chance, the same on every machine.
//!
//! The problem: an exercise is named by its seed, so the same seed must give the same bytes on every platform and
//! with every version of our dependencies. The choice: ChaCha8's stream (fixed by its specification), our own few
//! lines from bits to numbers, and `libm` for logarithm and power. Rejected: `rand`'s distributions (their sampling
//! algorithms may change between versions) and `f64::ln` (the platform's libm, whose last bit differs).

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// A stream of chance. Streams with different labels are independent, so a new campaign leaves the others alone.
#[derive(Clone, Debug)]
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream `label`/`index` of the exercise `seed`.
    pub fn new(seed: u64, label: &str, index: u64) -> Self {
        // FNV-1a: tells labels apart; the mixing is ChaCha's work.
        let name = label.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut key = [0; 32];
        for (part, value) in key.chunks_exact_mut(8).zip([seed, name, index, 0x6f73_7472_616b_6f6e]) {
            part.copy_from_slice(&value.to_le_bytes());
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// 32 random bits.
    pub fn bits(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// Uniform in `0..n`; 0 for an empty range. The bias of the multiply-shift is below n / 2³².
    pub fn below(&mut self, n: usize) -> usize {
        ((u64::from(self.bits()) * n as u64) >> 32) as usize
    }

    /// Uniform in `low..=high`.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// Uniform in [0, 1).
    pub fn unit(&mut self) -> f64 {
        f64::from(self.bits()) / 4_294_967_296.0
    }

    /// Uniform in [low, high).
    pub fn range(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// True with probability `p`.
    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// One of `items`, all equally likely.
    ///
    /// # Panics
    /// When `items` is empty.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// One of `items`, the first much more often than the last (weights 1/1, 1/2, 1/3, … as `log`-uniform ranks).
    ///
    /// # Panics
    /// When `items` is empty.
    pub fn pick_zipf<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        let rank = libm::pow(items.len() as f64 + 1.0, self.unit()) as usize;
        &items[(rank - 1).min(items.len() - 1)]
    }

    /// [`Dice::pick`] among texts.
    ///
    /// # Panics
    /// When `texts` is empty.
    pub fn word<'a, S: AsRef<str>>(&mut self, texts: &'a [S]) -> &'a str {
        self.pick(texts).as_ref()
    }

    /// [`Dice::pick_zipf`] among texts.
    ///
    /// # Panics
    /// When `texts` is empty.
    pub fn word_zipf<'a, S: AsRef<str>>(&mut self, texts: &'a [S]) -> &'a str {
        self.pick_zipf(texts).as_ref()
    }

    /// Standard normal (Box–Muller; the second value is not kept, so a draw always uses two words).
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.unit()));
        radius * libm::cos(std::f64::consts::TAU * self.unit())
    }

    /// Log-normal with this median; `sigma` is the deviation of the logarithm.
    pub fn lognormal(&mut self, median: f64, sigma: f64) -> f64 {
        median * libm::exp(sigma * self.normal())
    }

    /// Pareto from 1 on with tail exponent `alpha`.
    pub fn pareto(&mut self, alpha: f64) -> f64 {
        libm::pow(1.0 - self.unit(), -1.0 / alpha)
    }

    /// Uniform in the logarithm between `low` and `high`.
    pub fn log_uniform(&mut self, low: f64, high: f64) -> f64 {
        low * libm::pow(high / low, self.unit())
    }

    /// `x` rounded up or down, right on average.
    pub fn round(&mut self, x: f64) -> usize {
        (x + self.unit()) as usize
    }

    /// Shuffles `items` (Fisher–Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }

    /// Each of `items` with probability `p`, in their order.
    pub fn sample<T: Copy>(&mut self, items: &[T], p: f64) -> Vec<T> {
        items.iter().copied().filter(|_| self.chance(p)).collect()
    }
}

/// Draws indices in proportion to weights in constant time (Walker's alias method, Vose's construction).
#[derive(Clone, Debug, Default)]
pub(crate) struct Weighted {
    /// For each index the share at which it is kept, and who gets the rest; side by side, since a draw reads both.
    slots: Vec<(f32, u32)>,
}

impl Weighted {
    /// For these weights, none negative; all-zero weights count as all equal.
    pub fn new(weights: &[f64]) -> Self {
        let n = weights.len();
        let total: f64 = weights.iter().sum();
        let mut share: Vec<f64> =
            weights.iter().map(|w| if total > 0.0 { w / total * n as f64 } else { 1.0 }).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..n).partition(|&i| share[i] < 1.0);
        let mut table = Self { slots: (0..n as u32).map(|i| (1.0, i)).collect() };
        while let (Some(&low), Some(&high)) = (small.last(), large.last()) {
            small.pop();
            table.slots[low] = (share[low] as f32, high as u32);
            share[high] -= 1.0 - share[low];
            if share[high] < 1.0 {
                large.pop();
                small.push(high);
            }
        }
        table
    }

    /// An index; 0 when there are none.
    pub fn draw(&self, dice: &mut Dice) -> usize {
        let i = dice.below(self.slots.len());
        let luck = dice.unit();
        match self.slots.get(i) {
            Some(&(keep, alias)) if luck >= f64::from(keep) => alias as usize,
            _ => i,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_fixed_by_seed_label_and_index() {
        let draw = |seed, label, index| {
            let mut dice = Dice::new(seed, label, index);
            [dice.bits(), dice.bits()]
        };
        assert_eq!(draw(7, "people", 0), draw(7, "people", 0));
        assert_ne!(draw(7, "people", 0), draw(8, "people", 0));
        assert_ne!(draw(7, "people", 0), draw(7, "places", 0));
        assert_ne!(draw(7, "people", 0), draw(7, "people", 1));
    }

    #[test]
    fn weights_are_kept_on_average() {
        let table = Weighted::new(&[1.0, 0.0, 3.0]);
        let mut dice = Dice::new(1, "test", 0);
        let mut seen = [0_u32; 3];
        (0..40_000).for_each(|_| seen[table.draw(&mut dice)] += 1);
        assert_eq!(seen[1], 0);
        assert!((9_500..10_500).contains(&seen[0]), "{seen:?}");
    }

    #[test]
    fn draws_have_the_stated_shape() {
        let mut dice = Dice::new(2, "test", 0);
        let mut delays: Vec<f64> = (0..20_001).map(|_| dice.lognormal(60.0, 1.5)).collect();
        delays.sort_by(f64::total_cmp);
        assert!((57.0..63.0).contains(&delays[10_000]), "median {}", delays[10_000]);
        let mean = (0..20_000).map(|_| dice.round(2.25)).sum::<usize>() as f64 / 20_000.0;
        assert!((2.2..2.3).contains(&mean), "{mean}");
        assert!((0..1_000).all(|_| dice.pareto(1.5) >= 1.0 && dice.below(3) < 3));
    }
}
