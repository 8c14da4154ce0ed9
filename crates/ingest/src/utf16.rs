//! UTF-16 with a byte-order mark, as spreadsheets write "Unicode text", turned into UTF-8 while reading.
//!
//! Rejected: refusing such files. The mend would be a command line, and those who have them work in spreadsheets.
//! A surrogate without its partner becomes a byte that no UTF-8 holds, so that its row is rejected and not
//! silently changed.

use std::io::{self, Read};

/// Byte order of UTF-16.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Most significant byte first.
    Big,
    /// Least significant byte first.
    Little,
}

/// Reads UTF-16 as UTF-8.
pub struct Utf16<R> {
    inner: R,
    order: Order,
    /// Bytes of a unit, or units of a pair, that the last read cut through.
    rest: Vec<u8>,
    out: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> Utf16<R> {
    /// Reads `inner`, which starts with its byte-order mark.
    pub fn new(inner: R, order: Order) -> Self {
        Self { inner, order, rest: Vec::new(), out: Vec::new(), at: 0, ended: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        let mut bytes = std::mem::take(&mut self.rest);
        let read = (&mut self.inner).take(64 << 10).read_to_end(&mut bytes)?;
        self.ended = read == 0;
        let mut units: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|pair| match self.order {
                Order::Big => u16::from_be_bytes([pair[0], pair[1]]),
                Order::Little => u16::from_le_bytes([pair[0], pair[1]]),
            })
            .collect();
        let mut used = units.len() * 2;
        if !self.ended && units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit)) {
            units.pop();
            used -= 2;
        }
        self.rest = bytes.split_off(used);
        (self.at, self.out) = (0, Vec::with_capacity(units.len() * 2));
        for unit in char::decode_utf16(units) {
            match unit {
                Ok(c) => self.out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                Err(_) => self.out.push(0xff),
            }
        }
        if self.ended && !self.rest.is_empty() {
            self.rest.clear();
            self.out.push(0xff);
        }
        Ok(())
    }
}

impl Utf16<io::Empty> {
    /// The byte order, if these first bytes are a byte-order mark of UTF-16.
    pub fn of(head: &[u8]) -> Option<Order> {
        match head {
            [0xff, 0xfe, ..] => Some(Order::Little),
            [0xfe, 0xff, ..] => Some(Order::Big),
            _ => None,
        }
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while self.at == self.out.len() && !self.ended {
            self.refill()?;
        }
        let n = buf.len().min(self.out.len() - self.at);
        buf[..n].copy_from_slice(&self.out[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decode(bytes: &[u8]) -> Vec<u8> {
        let order = Utf16::of(bytes).expect("a byte-order mark");
        let mut out = Vec::new();
        Utf16::new(bytes, order).read_to_end(&mut out).unwrap();
        out
    }

    proptest! {
        #[test]
        fn any_text_comes_back_in_either_byte_order(text in "\\PC{0,40}") {
            let text = format!("\u{feff}{text}");
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            prop_assert_eq!(decode(&big), text.as_bytes());
            prop_assert_eq!(decode(&little), text.as_bytes());
        }
    }

    #[test]
    fn half_a_pair_and_half_a_unit_are_not_silently_changed() {
        assert_eq!(
            decode(&[0xfe, 0xff, 0xd8, 0x3d, 0x00, 0x41]),
            "\u{feff}".bytes().chain([0xff, b'A']).collect::<Vec<_>>()
        );
        assert_eq!(decode(&[0xfe, 0xff, 0x00]), "\u{feff}".bytes().chain([0xff]).collect::<Vec<_>>());
    }
}
