//! Changes inputs: bits, bytes, numbers, tokens, pieces of other inputs, repeats.

/// A small generator (SplitMix64, Steele et al. 2014): the same seed, the same inputs.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `bound`; 0 for a bound of 0.
    fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { (self.next() % bound as u64) as usize }
    }
}

/// Makes one input after the other.
pub struct Mutator {
    dice: Dice,
    tokens: &'static [&'static str],
}

/// Bytes that break readers.
const HARD: [&[u8]; 14] = [
    b"\0",
    b"\xff",
    b"\xEF\xBB\xBF",
    b"\xed\xa0\x80",
    b"\\u0000",
    b"\\ud800",
    b"-0",
    b"1e999",
    b"18446744073709551616",
    b"\r\n",
    b"{\"\":{\"\":",
    b"[[[[[[[[",
    b"\"",
    b"\xe2\x80\xae",
];

impl Mutator {
    pub fn new(seed: u64, tokens: &'static [&'static str]) -> Self {
        Self { dice: Dice(seed), tokens }
    }

    /// The next input: one of the corpus with one to eight changes.
    pub fn next(&mut self, corpus: &[Vec<u8>], longest: usize) -> Vec<u8> {
        let mut input = corpus.get(self.dice.below(corpus.len())).cloned().unwrap_or_default();
        for _ in 0..=self.dice.below(8) {
            self.change(&mut input, corpus);
        }
        input.truncate(longest);
        input
    }

    fn change(&mut self, input: &mut Vec<u8>, corpus: &[Vec<u8>]) {
        let at = self.dice.below(input.len() + 1);
        let end = (at + 1 + self.dice.below(32)).min(input.len());
        match self.dice.below(9) {
            0 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << self.dice.below(8);
                }
            }
            1 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte = self.dice.next() as u8;
                }
            }
            2 => drop(input.drain(at.min(end)..end)),
            3 => {
                let piece = HARD[self.dice.below(HARD.len())];
                input.splice(at..at, piece.iter().copied());
            }
            4 | 5 => {
                let token = self.tokens.get(self.dice.below(self.tokens.len())).copied().unwrap_or("0");
                let to = if self.dice.below(2) == 0 { at } else { end.max(at) };
                input.splice(at..to, token.bytes());
            }
            6 => {
                let other = &corpus[self.dice.below(corpus.len())];
                let from = self.dice.below(other.len() + 1);
                let to = (from + self.dice.below(256)).min(other.len());
                input.splice(at..at, other[from..to].iter().copied());
            }
            7 => {
                let piece = input[at.min(end)..end].to_vec();
                let times = self.dice.below(64);
                input.splice(at..at, piece.iter().copied().cycle().take(piece.len() * times));
            }
            _ => input.truncate(at),
        }
    }
}
