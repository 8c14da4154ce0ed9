//! Cuts a stream into blocks of whole records.
//!
//! The problem: blocks must be large (so that handing them over costs nothing), whole (so that any thread can read
//! them alone) and bounded (so that a line of 50 MB is skipped, not held). The choice: fill a reused buffer, cut it
//! behind its last whole record, carry the rest over. A record that does not end within the limit is read past and
//! reported with its line.

use super::{Block, Rule, TooLong, elements::Elements, quote::whole_records};
use memchr::{memchr, memchr_iter, memrchr};
use std::io::{self, Read};

/// What can go wrong while cutting.
#[derive(Debug)]
pub enum CarveError {
    /// Reading failed.
    Io(io::Error),
    /// The JSON array does not end, or does not end the file.
    Json {
        /// Physical line, from 1.
        line: u64,
        /// What is wrong, and the mend.
        reason: &'static str,
    },
}

/// Sizes that rule the cutting.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// Bytes a block aims at.
    pub block: usize,
    /// Bytes a record may have.
    pub record: usize,
}

/// Cuts one stream.
pub struct Carver<R> {
    stream: R,
    rule: Rule,
    sizes: Sizes,
    /// Start of a record that the last block did not hold wholly.
    carry: Vec<u8>,
    offset: u64,
    line: u64,
    ended: bool,
    /// What reading failed with, reported once the whole records before it were handed over.
    failed: Option<io::Error>,
    elements: Elements,
    /// Bytes of `carry` that `elements` has followed.
    followed: usize,
}

impl<R: Read> Carver<R> {
    /// Cuts `stream`, whose next byte is the first of a record, at this offset and physical line.
    pub fn new(stream: R, rule: Rule, sizes: Sizes, offset: u64, line: u64) -> Self {
        Self {
            stream,
            rule,
            sizes,
            carry: Vec::new(),
            offset,
            line,
            ended: false,
            failed: None,
            elements: Elements::default(),
            followed: 0,
        }
    }

    /// The stream, for its size and digest.
    pub fn stream(&self) -> &R {
        &self.stream
    }

    /// The next block, in the memory of `buffer`; `None` at the end.
    pub fn next(&mut self, buffer: Vec<u8>) -> Result<Option<Block>, CarveError> {
        let mut block = Block { bytes: buffer, ..Block::default() };
        let mut want = self.sizes.block.max(1);
        block.append(&self.carry);
        self.carry.clear();
        loop {
            self.fill(&mut block, want);
            if self.rule == Rule::Elements && self.elements.finished() {
                self.nothing_more(&mut block)?;
            }
            if block.len == 0 && self.ended {
                return self.finish(block);
            }
            let (cut, too_long) = self.cut(&mut block);
            if too_long {
                self.skip_record(&mut block);
                want = self.sizes.block.max(1);
            } else if cut == 0 && !self.ended {
                // Never more than one byte above the limit before the record is known to be too long.
                want = (block.len * 2).clamp(block.len + 1, (self.sizes.record + 1).max(block.len + 1));
            } else {
                return Ok(Some(self.hand_over(block, cut)));
            }
        }
    }

    fn fill(&mut self, block: &mut Block, want: usize) {
        if block.bytes.len() < want {
            block.bytes.resize(want, 0);
        }
        while block.len < want && !self.ended {
            match self.stream.read(&mut block.bytes[block.len..want]) {
                Ok(0) => self.ended = true,
                Ok(n) => block.len += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    // Rows before the damage are whole and count as readable; the cut one does not.
                    self.failed = Some(error);
                    self.ended = true;
                    if self.rule != Rule::Elements {
                        block.len = memrchr(b'\n', block.bytes()).map_or(0, |at| at + 1);
                    }
                }
            }
        }
    }

    /// How many bytes of the block are whole records, and whether the first is too long to be held.
    fn cut(&mut self, block: &mut Block) -> (usize, bool) {
        let limit = self.sizes.record;
        match self.rule {
            Rule::Lines if self.ended => (block.len, false),
            Rule::Lines => match memrchr(b'\n', block.bytes()) {
                Some(at) => (at + 1, false),
                None => (0, block.len > limit),
            },
            Rule::Quoted { delimiter, escape } => {
                let cut = whole_records(block.bytes(), delimiter, escape, limit, self.ended);
                (cut.at, cut.too_long)
            }
            Rule::Elements => {
                let followed = self.elements.feed(&block.bytes[..block.len], self.followed, &mut block.ends);
                self.followed = followed;
                if self.elements.finished() {
                    return (followed, false);
                }
                let cut = block.ends.last().map_or(0, |&end| end as usize + 1);
                (cut, cut == 0 && !self.ended && block.len > limit)
            }
        }
    }

    /// Reads past the first record of the block, which is too long.
    fn skip_record(&mut self, block: &mut Block) {
        let (line, mut bytes) = (self.line, 0);
        loop {
            let (body, next) = match self.rule {
                Rule::Elements => {
                    let followed =
                        self.elements.feed(&block.bytes[..block.len], self.followed, &mut block.ends);
                    self.followed = followed;
                    // The comma goes, the array's closing bracket stays as the end of an empty element.
                    match block.ends.first().map(|&end| end as usize) {
                        Some(end) => (end, end + usize::from(block.bytes[end] == b',')),
                        None => (block.len, block.len),
                    }
                }
                _ => match memchr(b'\n', block.bytes()) {
                    Some(at) => (at, at + 1),
                    None => (block.len, block.len),
                },
            };
            let found = next > body || !block.ends.is_empty();
            bytes += body as u64;
            self.line += memchr_iter(b'\n', &block.bytes[..next]).count() as u64;
            self.offset += next as u64;
            block.bytes.copy_within(next..block.len, 0);
            block.len -= next;
            self.followed = self.followed.saturating_sub(next);
            if found || (block.len == 0 && self.ended) {
                break;
            }
            self.fill(block, self.sizes.block.max(1));
        }
        // The rest is followed again from its start: ends behind the first would be off by what was dropped.
        if self.rule == Rule::Elements && !block.ends.is_empty() {
            self.elements = Elements::default();
            self.followed = 0;
        }
        block.ends.clear();
        block.too_long.push(TooLong { line, bytes });
    }

    fn hand_over(&mut self, mut block: Block, cut: usize) -> Block {
        self.carry.extend_from_slice(&block.bytes[cut..block.len]);
        self.followed = self.followed.saturating_sub(cut);
        block.len = cut;
        (block.offset, block.line) = (self.offset, self.line);
        self.offset += cut as u64;
        self.line += memchr_iter(b'\n', block.bytes()).count() as u64;
        if self.rule == Rule::Elements && cut == 0 {
            // The stream ended inside an element: nothing of it is whole, `finish` says so.
            self.carry.clear();
        }
        block
    }

    /// Behind the end of an array there is only white space.
    fn nothing_more(&mut self, block: &mut Block) -> Result<(), CarveError> {
        loop {
            if !block.bytes().iter().all(u8::is_ascii_whitespace) {
                return Err(CarveError::Json {
                    line: self.line,
                    reason: "there is text behind the end of the JSON array; write one array, or one record a line",
                });
            }
            block.len = 0;
            if self.ended {
                return Ok(());
            }
            self.fill(block, self.sizes.block.max(1));
        }
    }

    fn finish(&mut self, mut block: Block) -> Result<Option<Block>, CarveError> {
        if let Some(error) = self.failed.take() {
            return Err(CarveError::Io(error));
        }
        if self.rule == Rule::Elements && !self.elements.finished() {
            return Err(CarveError::Json {
                line: self.line,
                reason: "the JSON array does not end; the file is cut off: fetch it again",
            });
        }
        if block.too_long.is_empty() {
            return Ok(None);
        }
        (block.offset, block.line) = (self.offset, self.line);
        Ok(Some(block))
    }
}

impl Block {
    fn append(&mut self, bytes: &[u8]) {
        let len = self.len + bytes.len();
        if self.bytes.len() < len {
            self.bytes.resize(len, 0);
        }
        self.bytes[self.len..len].copy_from_slice(bytes);
        self.len = len;
    }
}
