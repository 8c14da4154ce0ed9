//! Quoted fields of a table, and what happens when a quote never closes.
//!
//! A quote opens a field only as its first byte; `""` inside stands for one quote; the closing quote is followed by
//! the delimiter or the end of the row. Elsewhere in an unquoted field a quote is a character like any other. So
//! far this is RFC 4180 as Python and the `csv` crate read it; they go on where a closing quote is followed by
//! other text, or never comes, and swallow the rows between. Here such a record is *broken*: from its first line
//! up to the line in which that was noticed, every physical line is read as a row of its own ([`resume`]), so that
//! the broken line is rejected, and the rows after it are kept.
//!
//! Some tools escape a quote inside of a quoted field by a backslash (`\"`), and mix that with doubled quotes; where a preset
//! says so, a quote behind a backslash closes nothing. Such tools do not escape the backslash itself, so that a field which
//! ends in one cannot be told from one that goes on, and breaks its row. Guessing by what comes later was rejected: a row would
//! depend on where blocks are cut.
//!
//! Reading on at the next line in the same way as before was rejected: a hostile file could make every line look at
//! the rest of the file. Here each byte is looked at no more than three times.

use memchr::{memchr, memrchr};

/// How a quoted field ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// With the quote before `after`.
    Closed {
        /// Index of the byte behind the closing quote.
        after: usize,
        /// Whether there are doubled or escaped quotes inside.
        doubled: bool,
    },
    /// With a quote that is followed by other text.
    Stray {
        /// Index of that quote.
        at: usize,
    },
    /// Not in these bytes.
    Open,
}

/// Where the quoted field that opens at `open` ends. `at_end`: nothing follows `bytes`.
pub fn closing(bytes: &[u8], open: usize, delimiter: u8, escape: Option<u8>, at_end: bool) -> Closing {
    match escape {
        None => doubling(bytes, open, delimiter, at_end),
        Some(escape) => escaping(bytes, open, delimiter, escape, at_end),
    }
}

/// Where it ends if a quote inside may also stand behind an `escape`.
fn escaping(bytes: &[u8], open: usize, delimiter: u8, escape: u8, at_end: bool) -> Closing {
    let (mut from, mut doubled) = (open + 1, false);
    while let Some(found) = memchr(b'"', &bytes[from..]) {
        let at = from + found;
        let ends = match bytes.get(at + 1) {
            None | Some(b'\n') => true,
            Some(b'\r') => bytes.get(at + 2).is_none_or(|&b| b == b'\n'),
            Some(&b) => b == delimiter,
        };
        let escapes = bytes[open + 1..at].iter().rev().take_while(|&&b| b == escape).count();
        if escapes % 2 == 1 || (escapes > 0 && !ends) {
            (from, doubled) = (at + 1, true);
        } else if bytes.get(at + 1) == Some(&b'"') {
            (from, doubled) = (at + 2, true);
        } else if !ends {
            return Closing::Stray { at };
        } else if !at_end && bytes[at + 1..].iter().all(|&b| b == b'\r') {
            return Closing::Open;
        } else {
            return Closing::Closed { after: at + 1, doubled };
        }
    }
    Closing::Open
}

fn doubling(bytes: &[u8], open: usize, delimiter: u8, at_end: bool) -> Closing {
    let (mut from, mut doubled) = (open + 1, false);
    while let Some(found) = memchr(b'"', &bytes[from..]) {
        let at = from + found;
        let closed = Closing::Closed { after: at + 1, doubled };
        match bytes.get(at + 1) {
            Some(b'"') => (from, doubled) = (at + 2, true),
            Some(b'\n') => return closed,
            Some(&b) if b == delimiter => return closed,
            Some(b'\r') => match bytes.get(at + 2) {
                Some(b'\n') => return closed,
                None => return if at_end { closed } else { Closing::Open },
                Some(_) => return Closing::Stray { at },
            },
            None => return if at_end { closed } else { Closing::Open },
            Some(_) => return Closing::Stray { at },
        }
    }
    Closing::Open
}

/// The first quote from `from` on that opens a field. `bytes` starts with a record.
pub fn opening(bytes: &[u8], mut from: usize, delimiter: u8) -> Option<usize> {
    while let Some(found) = memchr(b'"', &bytes[from..]) {
        let at = from + found;
        if at == 0 || bytes[at - 1] == delimiter || bytes[at - 1] == b'\n' {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// Where normal reading resumes after the record at `record` was noticed to be broken at `noticed`: at the start of
/// the line that holds `noticed`, or, if that is the record's first line, at the next line. `None`: that line does
/// not end in `bytes`.
pub fn resume(bytes: &[u8], record: usize, noticed: usize) -> Option<usize> {
    match memrchr(b'\n', &bytes[record..noticed]) {
        Some(found) => Some(record + found + 1),
        None => memchr(b'\n', &bytes[noticed..]).map(|found| noticed + found + 1),
    }
}

/// How far [`whole_records`] came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Bytes up to here are whole records.
    pub at: usize,
    /// The rest starts with a line that is longer than the limit.
    pub too_long: bool,
}

/// How many of `bytes`, which start with a record, are whole records. `at_end`: nothing follows; then all are.
/// `limit`: bytes a record may have.
pub fn whole_records(bytes: &[u8], delimiter: u8, escape: Option<u8>, limit: usize, at_end: bool) -> Cut {
    let (mut record, mut unquoted) = (0, 0);
    let done = |record: usize| Cut {
        at: if at_end { bytes.len() } else { record },
        too_long: !at_end && record == 0 && bytes.len() > limit && memchr(b'\n', &bytes[..=limit]).is_none(),
    };
    loop {
        let open = opening(bytes, unquoted, delimiter);
        let end = open.unwrap_or(bytes.len());
        // The row that goes on behind a quoted field may have grown beyond the limit by now.
        if end - record > limit
            && let Some(found) = memchr(b'\n', &bytes[unquoted..end])
            && unquoted + found - record > limit
            && let Some(next) = resume(bytes, record, record + limit + 1)
        {
            (record, unquoted) = (next, next);
            continue;
        }
        if let Some(found) = memrchr(b'\n', &bytes[unquoted..end]) {
            record = unquoted + found + 1;
        }
        let closing = open.map(|open| closing(bytes, open, delimiter, escape, at_end));
        let reached = match closing {
            Some(Closing::Closed { after, .. }) => after,
            Some(Closing::Stray { at }) => at,
            _ => bytes.len(),
        };
        let noticed = match closing {
            _ if reached - record > limit => record + limit + 1,
            Some(Closing::Closed { after, .. }) => {
                unquoted = after;
                continue;
            }
            Some(Closing::Stray { at }) => at,
            Some(Closing::Open) if at_end => bytes.len(),
            Some(Closing::Open) | None => return done(record),
        };
        match resume(bytes, record, noticed.min(bytes.len())) {
            Some(next) => (record, unquoted) = (next, next),
            None => return done(record),
        }
    }
}
