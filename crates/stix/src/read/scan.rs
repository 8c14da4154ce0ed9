//! Where a JSON value ends, found without understanding it.

/// Follows JSON text byte by byte: depth of brackets, inside a string or not. Wrong JSON is not noticed here; the parser
/// of the piece will say it better.
#[derive(Debug, Clone, Default)]
pub(super) struct Scan {
    /// Open brackets, one bit each, newest lowest: 1 a dictionary, 0 a list. Only the newest 64 are told apart.
    kinds: u64,
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// Whether a value was begun at depth 0.
    begun: bool,
}

/// What one byte did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing that ends or begins a value.
    Inside,
    /// A bracket opened; the depth is now the number given.
    Opened,
    /// The outermost bracket closed: the value ends with this byte.
    Closed,
}

impl Scan {
    pub fn depth(&self) -> usize {
        self.depth
    }

    pub fn in_string(&self) -> bool {
        self.in_string
    }

    /// Whether the innermost open bracket is a dictionary's.
    pub fn in_dictionary(&self) -> bool {
        self.depth > 0 && self.kinds & 1 == 1
    }

    /// Takes one byte.
    pub fn step(&mut self, byte: u8) -> Step {
        if self.in_string {
            if self.escaped {
                self.escaped = false;
            } else if byte == b'\\' {
                self.escaped = true;
            } else if byte == b'"' {
                self.in_string = false;
            }
            return Step::Inside;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => {
                self.kinds = (self.kinds << 1) | u64::from(byte == b'{');
                self.depth += 1;
                self.begun = true;
                return Step::Opened;
            }
            b'}' | b']' if self.depth > 0 => {
                self.kinds >>= 1;
                self.depth -= 1;
                if self.depth == 0 {
                    return Step::Closed;
                }
            }
            _ => {}
        }
        Step::Inside
    }

    /// Takes bytes up to and including the one that closes the outermost bracket; the number taken, and whether it closed.
    /// Text inside strings is skipped quickly.
    pub fn run(&mut self, bytes: &[u8]) -> (usize, bool) {
        let mut at = 0;
        while at < bytes.len() {
            if self.in_string && !self.escaped {
                match memchr::memchr2(b'"', b'\\', &bytes[at..]) {
                    Some(skip) => at += skip,
                    None => return (bytes.len(), false),
                }
            }
            let step = self.step(bytes[at]);
            at += 1;
            if step == Step::Closed {
                return (at, true);
            }
        }
        (at, false)
    }
}
