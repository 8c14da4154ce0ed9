//! The input, cut into one piece an object.

use super::scan::{Scan, Step};
use crate::{Error, Limits, json};
use serde_json::Value;
use std::io::Read;

/// Bytes asked of the reader at once, and how far is looked ahead for the end of the first line.
const BLOCK: usize = 256 << 10;
const LOOK_AHEAD: usize = 4 << 20;

/// What holds the objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// Nothing was read yet, or there was nothing.
    Unknown,
    /// JSON objects one after another: a single one too.
    Values,
    /// One object a line.
    Lines,
    /// A bundle, or an envelope of TAXII: a dictionary whose `objects` is a list.
    Bundle,
    /// A list.
    List,
}

/// The bytes of one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its number, from 0.
    pub index: usize,
    /// The line it begins on, from 1.
    pub line: usize,
    /// JSON, as it stands in the input.
    pub bytes: Vec<u8>,
}

impl Piece {
    /// How a message names it.
    pub fn place(&self) -> String {
        format!("object {} (line {})", self.index, self.line)
    }
}

/// Cuts what a reader gives into pieces, in order. Holds one piece and one block at a time.
#[derive(Debug)]
pub struct Pieces<R> {
    reader: R,
    limits: Limits,
    buffer: Vec<u8>,
    at: usize,
    eof: bool,
    line: usize,
    index: usize,
    container: Container,
    /// What stands around the pieces of a bundle or list, each of these replaced by `0`.
    envelope: Vec<u8>,
    around: Scan,
    inside: bool,
    done: bool,
}

impl<R: Read> Pieces<R> {
    /// Begins to read.
    pub fn new(reader: R, limits: Limits) -> Self {
        Self {
            reader,
            limits,
            buffer: Vec::new(),
            at: 0,
            eof: false,
            line: 1,
            index: 0,
            container: Container::Unknown,
            envelope: Vec::new(),
            around: Scan::default(),
            inside: false,
            done: false,
        }
    }

    /// What holds the objects, as far as read.
    pub fn container(&self) -> Container {
        self.container
    }

    /// After the last piece: the bundle without its objects, or `None` where nothing surrounds the objects. An error
    /// when what surrounds them is no JSON, as when the file was cut.
    pub fn envelope(&self) -> Result<Option<Value>, Error> {
        if !matches!(self.container, Container::Bundle | Container::List) {
            return Ok(None);
        }
        let limits = Limits { bytes: usize::MAX, ..self.limits };
        let mut value = json::value(&self.envelope, limits, "around the objects")?;
        if let Some(objects) = value.get_mut("objects") {
            *objects = Value::Array(Vec::new());
        }
        Ok(if self.container == Container::Bundle { Some(value) } else { None })
    }

    /// Reads on; false at the end. What was consumed is dropped first.
    fn fill(&mut self) -> Result<bool, Error> {
        if self.eof {
            return Ok(false);
        }
        if self.at > BLOCK {
            self.buffer.drain(..self.at);
            self.at = 0;
        }
        let old = self.buffer.len();
        self.buffer.resize(old + BLOCK, 0);
        let read = loop {
            match self.reader.read(&mut self.buffer[old..]) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let count = match read {
            Ok(count) => count,
            Err(error) => {
                self.buffer.truncate(old);
                self.done = true;
                return Err(Error::Read {
                    place: format!("after object {}", self.index),
                    reason: error.to_string(),
                });
            }
        };
        self.buffer.truncate(old + count);
        self.eof = count == 0;
        Ok(count > 0)
    }

    /// The next byte that is no white space, not consumed.
    fn peek(&mut self) -> Result<Option<u8>, Error> {
        loop {
            while let Some(&byte) = self.buffer.get(self.at) {
                if !matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
                    return Ok(Some(byte));
                }
                self.line += usize::from(byte == b'\n');
                self.at += 1;
            }
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    fn byte(&mut self) -> Result<Option<u8>, Error> {
        if self.at == self.buffer.len() && !self.fill()? {
            return Ok(None);
        }
        let byte = self.buffer[self.at];
        self.at += 1;
        self.line += usize::from(byte == b'\n');
        Ok(Some(byte))
    }

    fn piece(&mut self, line: usize, bytes: Vec<u8>) -> Piece {
        self.index += 1;
        Piece { index: self.index - 1, line, bytes }
    }

    /// Decides what holds the objects by the first byte and the first line.
    fn begin(&mut self) -> Result<(), Error> {
        while self.buffer.len() < 3 && self.fill()? {}
        if self.buffer.starts_with(b"\xef\xbb\xbf") {
            self.at = 3;
        }
        self.container = match self.peek()? {
            None => Container::Unknown,
            Some(b'[') => Container::List,
            Some(b'{') if self.lines_follow()? => Container::Lines,
            Some(b'{') => Container::Values,
            Some(_) => Container::Lines,
        };
        Ok(())
    }

    /// Whether the first line is a value of its own and not the beginning of one.
    fn lines_follow(&mut self) -> Result<bool, Error> {
        let mut seen = self.at;
        let end = loop {
            if let Some(found) = memchr::memchr(b'\n', &self.buffer[seen..]) {
                break seen + found;
            }
            seen = self.buffer.len();
            if seen - self.at > LOOK_AHEAD || !self.fill()? {
                return Ok(false);
            }
        };
        let mut scan = Scan::default();
        let line = &self.buffer[self.at..end];
        let (taken, closed) = scan.run(line);
        let rest_blank = line[taken..].trim_ascii().is_empty();
        let colon = line.trim_ascii_end().last() == Some(&b':');
        let mut at = end;
        let next = loop {
            if let Some(&byte) = self.buffer[at..].iter().find(|byte| !byte.is_ascii_whitespace()) {
                break Some(byte);
            }
            at = self.buffer.len();
            if !self.fill()? {
                break None;
            }
        };
        Ok(if closed {
            !rest_blank || next.is_some()
        } else {
            // A dictionary goes on with a key, never with a brace, and a string never goes over the end of a line.
            scan.in_string() || (scan.in_dictionary() && !colon && next == Some(b'{'))
        })
    }

    /// One line.
    fn next_line(&mut self) -> Result<Option<Piece>, Error> {
        if self.peek()?.is_none() {
            return Ok(None);
        }
        let line = self.line;
        let mut bytes = Vec::new();
        let mut too_large = false;
        loop {
            let rest = &self.buffer[self.at..];
            let found = memchr::memchr(b'\n', rest);
            let taken = &rest[..found.unwrap_or(rest.len())];
            too_large |= bytes.len() + taken.len() > self.limits.bytes;
            if !too_large {
                bytes.extend_from_slice(taken);
            }
            self.at += taken.len();
            if found.is_some() || !self.fill()? {
                break;
            }
        }
        let piece = self.piece(line, bytes);
        if too_large {
            return Err(Error::TooLarge { place: piece.place(), limit: self.limits.bytes });
        }
        Ok(Some(piece))
    }

    /// One value in a list: up to its closing bracket, or, if it is none of our business what it is, to the next comma.
    fn next_element(&mut self) -> Result<Option<Piece>, Error> {
        loop {
            match self.peek()? {
                None => return Ok(None),
                Some(b',') => {
                    self.envelope.push(b',');
                    self.at += 1;
                }
                Some(b']') => {
                    self.inside = false;
                    return Ok(None);
                }
                Some(_) => break,
            }
        }
        self.envelope.push(b'0');
        let line = self.line;
        let bytes =
            self.value(|scan, byte| scan.depth() == 0 && !scan.in_string() && matches!(byte, b',' | b']'))?;
        Ok(Some(self.piece(line, bytes)))
    }

    /// Consumes one value; `stop` names the byte before which a value without brackets ends.
    fn value(&mut self, stop: impl Fn(&Scan, u8) -> bool) -> Result<Vec<u8>, Error> {
        let (line, mut scan, mut bytes) = (self.line, Scan::default(), Vec::new());
        loop {
            let rest = &self.buffer[self.at..];
            let (mut taken, mut ended) = (0, false);
            if scan.depth() == 0 {
                // Byte by byte until the first bracket.
                while let Some(&byte) = rest.get(taken) {
                    if stop(&scan, byte) {
                        ended = true;
                        break;
                    }
                    taken += 1;
                    if scan.step(byte) == Step::Opened {
                        break;
                    }
                }
            } else {
                (taken, ended) = scan.run(rest);
            }
            if bytes.len() + taken > self.limits.bytes {
                self.done = true;
                let place = format!("object {} (line {line})", self.index);
                return Err(Error::TooLarge { place, limit: self.limits.bytes });
            }
            self.line += memchr::memchr_iter(b'\n', &rest[..taken]).count();
            bytes.extend_from_slice(&rest[..taken]);
            self.at += taken;
            if ended || (self.at == self.buffer.len() && !self.fill()?) {
                return Ok(bytes);
            }
        }
    }

    /// Reads what surrounds the objects up to the list of them (true), or to the end of the value (false).
    fn surroundings(&mut self) -> Result<bool, Error> {
        while let Some(byte) = self.byte()? {
            self.envelope.push(byte);
            if self.envelope.len() > self.limits.bytes.saturating_add(2 * self.index) {
                self.done = true;
                let place = format!("object {} (line {})", self.index, self.line);
                return Err(Error::TooLarge { place, limit: self.limits.bytes });
            }
            match self.around.step(byte) {
                Step::Closed => return Ok(false),
                Step::Opened if byte == b'[' && self.opens_objects() => return Ok(true),
                _ => {}
            }
        }
        Ok(false)
    }

    /// Whether the bracket just read opens the list of objects of a list or bundle.
    fn opens_objects(&self) -> bool {
        match self.container {
            Container::List => self.around.depth() == 1,
            Container::Values if self.around.depth() == 2 => {
                let before = self.envelope[..self.envelope.len() - 1].trim_ascii_end();
                let Some(before) = before.strip_suffix(b":") else { return false };
                if !before.trim_ascii_end().ends_with(b"\"objects\"") {
                    return false;
                }
                let so_far = [&self.envelope[..], b"]}"].concat();
                let Ok(so_far) = json::value(&so_far, Limits { bytes: usize::MAX, ..self.limits }, "") else {
                    return false;
                };
                let says = |key: &str, word: &str| {
                    so_far.get(key).and_then(Value::as_str).is_none_or(|text| text.starts_with(word))
                };
                says("type", "bundle") && says("id", "bundle--")
            }
            _ => false,
        }
    }

    fn step(&mut self) -> Result<Option<Piece>, Error> {
        if self.container == Container::Unknown {
            self.begin()?;
        }
        match self.container {
            Container::Unknown => return Ok(None),
            Container::Lines => return self.next_line(),
            Container::Values if self.index > 0 => {
                if self.peek()?.is_none() {
                    return Ok(None);
                }
                let line = self.line;
                let bytes = self.value(|scan, byte| scan.depth() == 0 && byte == b'\n')?;
                return Ok(Some(self.piece(line, bytes)));
            }
            _ => {}
        }
        if !self.inside {
            let line = self.line;
            self.inside = self.surroundings()?;
            if !self.inside {
                let bytes = std::mem::take(&mut self.envelope);
                return Ok(Some(self.piece(line, bytes)));
            }
            if self.container == Container::Values {
                self.container = Container::Bundle;
            }
        }
        if let Some(piece) = self.next_element()? {
            return Ok(Some(piece));
        }
        // The list of objects is over: the rest of what surrounds it, and nothing after that.
        self.surroundings()?;
        if self.peek()?.is_some() {
            self.envelope.extend_from_slice(b" text after the end");
        }
        self.done = true;
        Ok(None)
    }
}

impl<R: Read> Iterator for Pieces<R> {
    type Item = Result<Piece, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done { None } else { self.step().transpose() }
    }
}
