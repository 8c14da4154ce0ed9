//! Handles, each within half a cache line.
//!
//! Every post shows two handles of people drawn at random, so with a million accounts the time to generate is largely
//! the time to fetch them. A fixed slot is one fetch; an offset and a text elsewhere are two or three.

/// A handle of at most 31 bytes; longer ones are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(32))]
pub(crate) struct Handle {
    bytes: [u8; 31],
    len: u8,
}

impl Handle {
    /// From ASCII text, as all handles are.
    pub fn new(text: &str) -> Self {
        let mut bytes = [0; 31];
        let len = text.len().min(bytes.len());
        bytes[..len].copy_from_slice(&text.as_bytes()[..len]);
        Self { bytes, len: len as u8 }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        // ASCII by construction, so the fallback is never taken.
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_reads_back_and_what_does_not_is_cut() {
        for text in ["", "riga_gazer7", "a_handle_of_thirty_one_letters_"] {
            assert_eq!(Handle::new(text).as_str(), text);
        }
        assert_eq!(Handle::new(&"x".repeat(40)).as_str().len(), 31);
        assert_eq!(size_of::<Handle>(), 32);
    }
}
