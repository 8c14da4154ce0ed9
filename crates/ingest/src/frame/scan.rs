//! Where the next delimiter or line end is, asked field after field.
//!
//! The problem: a search that is begun anew for each field costs more than the few bytes that it looks at. The choice: sixty-four
//! bytes are compared at once, which leaves a bit for each of them, and the bits are handed out one by one.
//! Rejected: finding the quotes in the same way. A quote means something only as the first byte of a field, where
//! [`super::table`] looks anyway, and a text in quotes is skipped faster than its delimiters are listed.

use wide::u8x16;

/// Bytes that are looked at together.
const CHUNK: usize = 64;

/// Hands out the places of two bytes, from the front to the back.
pub struct Scan {
    either: [u8x16; 2],
    /// First byte of the chunk that was looked at; none yet if it lies behind the end.
    base: usize,
    /// A bit for each of its bytes that is one of the two.
    found: u64,
}

impl Scan {
    /// Looks for `a` and `b`.
    pub fn new(a: u8, b: u8) -> Self {
        Self { either: [u8x16::splat(a), u8x16::splat(b)], base: usize::MAX, found: 0 }
    }

    /// The first place at `at` or behind it in `bytes`, which are the same in every call; their length if there is none.
    pub fn next(&mut self, bytes: &[u8], mut at: usize) -> usize {
        if let Some(ahead) = at.checked_sub(self.base).filter(|&ahead| ahead < CHUNK) {
            let left = self.found & (!0 << ahead);
            if left != 0 {
                return self.base + left.trailing_zeros() as usize;
            }
            at = self.base + CHUNK;
        }
        while at < bytes.len() {
            self.base = at;
            self.found = if let Some(chunk) = bytes[at..].first_chunk() {
                self.look(chunk)
            } else {
                let rest = &bytes[at..];
                let mut chunk = [0; CHUNK];
                chunk[..rest.len()].copy_from_slice(rest);
                self.look(&chunk) & !(!0 << rest.len())
            };
            if self.found != 0 {
                return at + self.found.trailing_zeros() as usize;
            }
            at += CHUNK;
        }
        bytes.len()
    }

    fn look(&self, chunk: &[u8; CHUNK]) -> u64 {
        let [a, b] = self.either;
        chunk.as_chunks::<16>().0.iter().rev().fold(0, |bits, part| {
            let part = u8x16::new(*part);
            bits << 16 | u64::from((part.simd_eq(a) | part.simd_eq(b)).to_bitmask())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// From any place, near or far or back again: what a search from there finds.
        #[test]
        fn what_is_found_is_what_a_search_finds(
            bytes in prop::collection::vec(prop::sample::select(&b"aaaaaaaaa,\n\0\xff"[..]), 0..300),
            steps in prop::collection::vec(0usize..90, 0..60),
        ) {
            let (mut scan, mut at) = (Scan::new(b',', b'\n'), 0);
            for step in steps {
                let from = at.min(bytes.len());
                let expected = bytes[from..].iter().position(|b| b",\n".contains(b)).map_or(bytes.len(), |i| from + i);
                prop_assert_eq!(scan.next(&bytes, from), expected);
                at = if step % 7 == 0 { from.saturating_sub(step) } else { from + step };
            }
        }
    }
}
