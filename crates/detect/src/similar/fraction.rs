//! Thresholds without rounding.
//!
//! The problem: 4 shared tokens of 5 reach 0.8, but 0.8 as a binary fraction is a little more than 4/5, and
//! `4.0 >= 0.8 * 5.0` hangs on how that rounds. The choice: take the threshold as the decimal a person wrote, a
//! fraction of integers, and compare in integers. For sets below a million tokens and thresholds of up to nine digits this
//! agrees with the peer's `shared / all >= threshold` in IEEE division, which a test holds.

use crate::Error;

/// A threshold of the Jaccard coefficient, `num / den`, reduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    num: u64,
    den: u64,
}

/// The lowest threshold: below it one shared word in a hundred would be a match.
const LOWEST: f64 = 0.01;

impl Fraction {
    /// Reads `threshold` as its shortest decimal.
    ///
    /// # Errors
    /// [`Error::Threshold`] outside 0.01 to 1.
    pub fn of(threshold: f64) -> Result<Self, Error> {
        if !(LOWEST..=1.0).contains(&threshold) {
            return Err(Error::Threshold { threshold });
        }
        // At least 0.01, so at most 2 + 16 digits behind the point: the shortest decimal of an f64 has 17 digits at most.
        let text = threshold.to_string();
        let (whole, digits) = text.split_once('.').unwrap_or((&text, ""));
        let mut num: u64 = whole.parse().map_err(|_| Error::Threshold { threshold })?;
        let mut den = 1u64;
        for digit in digits.bytes() {
            num = num * 10 + u64::from(digit - b'0');
            den *= 10;
        }
        let divisor = gcd(num, den);
        Ok(Self { num: num / divisor, den: den / divisor })
    }

    /// Whether only equal sets reach it.
    pub fn is_one(self) -> bool {
        self.num == self.den
    }

    /// Fewest shared tokens with which sets of `a` and `b` tokens reach it: `s / (a + b - s) >= num / den`.
    pub fn min_shared(self, a: u32, b: u32) -> u32 {
        self.ceil(u64::from(a) + u64::from(b), u128::from(self.num) + u128::from(self.den))
    }

    /// Fewest tokens of a set that can reach it with one of `len` tokens.
    pub fn min_len(self, len: u32) -> u32 {
        self.ceil(u64::from(len), u128::from(self.den))
    }

    /// Most tokens of a set that can reach it with one of `len` tokens.
    pub fn max_len(self, len: u32) -> u32 {
        u32::try_from(u128::from(len) * u128::from(self.den) / u128::from(self.num)).unwrap_or(u32::MAX)
    }

    /// How many of the first tokens, in one order of all tokens, must hold a common one: a set of `len` tokens shares
    /// at least `min_len(len)` with any other that reaches the threshold, so they cannot all come later.
    pub fn prefix(self, len: u32) -> u32 {
        if len == 0 { 0 } else { len - self.min_len(len) + 1 }
    }

    fn ceil(self, factor: u64, over: u128) -> u32 {
        u32::try_from((u128::from(self.num) * u128::from(factor)).div_ceil(over)).unwrap_or(u32::MAX)
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_threshold_is_the_decimal_it_is_written_as() {
        assert_eq!(Fraction::of(0.8), Ok(Fraction { num: 4, den: 5 }));
        assert_eq!(Fraction::of(1.0), Ok(Fraction { num: 1, den: 1 }));
        assert_eq!(Fraction::of(0.333_333), Ok(Fraction { num: 333_333, den: 1_000_000 }));
        // The longest decimals there are do not overflow.
        assert!(Fraction::of(0.01f64.next_up()).is_ok());
        assert!(Fraction::of(1.0f64.next_down()).is_ok());
        for wrong in [0.0, -0.5, 0.009, 1.1, f64::NAN, f64::INFINITY] {
            assert!(matches!(Fraction::of(wrong), Err(Error::Threshold { .. })));
        }
    }

    #[test]
    fn four_of_five_reach_eight_tenths() {
        let t = Fraction::of(0.8).unwrap();
        assert_eq!((t.min_shared(4, 5), t.min_len(5), t.max_len(4), t.prefix(5)), (4, 4, 5, 2));
    }

    proptest! {
        /// Given any sizes, when compared in integers, then as the peer compares in floating point.
        #[test]
        fn agrees_with_the_peers_division(
            hundredths in 1u32..=100, a in 1u32..3_000, b in 1u32..3_000, part in 0.0f64..=1.0,
        ) {
            let threshold = f64::from(hundredths) / 100.0;
            let fraction = Fraction::of(threshold).unwrap();
            let near = f64::from(fraction.min_shared(a, b));
            for shared in [(f64::from(a.min(b)) * part).floor(), near - 1.0, near] {
                if shared < 0.0 || shared > f64::from(a.min(b)) {
                    continue;
                }
                let peer = shared / (f64::from(a) + f64::from(b) - shared) >= threshold;
                prop_assert_eq!(shared >= near, peer);
            }
        }
    }
}
