//! Records of fixed length.

/// Something that is written in a fixed number of bytes.
pub(in crate::analysis) trait Record: Sized {
    /// Bytes of one.
    const BYTES: usize;
    /// Appends it.
    fn put(&self, out: &mut Vec<u8>);
    /// Reads one from exactly [`Record::BYTES`] bytes.
    fn get(bytes: &[u8]) -> Self;
}

/// Reads numbers one after the other; past the end they are zero, which no caller reaches.
struct Fields<'b>(&'b [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> [u8; N] {
        let Some((head, rest)) = self.0.split_first_chunk::<N>() else { return [0; N] };
        self.0 = rest;
        *head
    }

    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.take())
    }

    fn u64(&mut self) -> u64 {
        u64::from_le_bytes(self.take())
    }

    fn i64(&mut self) -> i64 {
        i64::from_le_bytes(self.take())
    }

    fn f64(&mut self) -> f64 {
        f64::from_le_bytes(self.take())
    }
}

/// A post of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analysis) struct PostRecord {
    pub time: i64,
    /// Place among the members.
    pub member: u32,
    /// Whether it took part in a joint action.
    pub joint: bool,
    /// Where its line begins in `posts.ndjson`.
    pub offset: u64,
    /// Bytes of the line.
    pub len: u32,
}

impl Record for PostRecord {
    const BYTES: usize = 28;

    fn put(&self, out: &mut Vec<u8>) {
        out.extend(self.time.to_le_bytes());
        out.extend(self.member.to_le_bytes());
        out.extend(u32::from(self.joint).to_le_bytes());
        out.extend(self.offset.to_le_bytes());
        out.extend(self.len.to_le_bytes());
    }

    fn get(bytes: &[u8]) -> Self {
        let mut fields = Fields(bytes);
        Self {
            time: fields.i64(),
            member: fields.u32(),
            joint: fields.u32() != 0,
            offset: fields.u64(),
            len: fields.u32(),
        }
    }
}

/// A tie of two members by one signal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::analysis) struct TieRecord {
    pub a: u32,
    pub b: u32,
    pub signal: u32,
    pub window_s: u32,
    pub weight: f64,
    pub p: f64,
    pub q: f64,
    /// Bits.
    pub surprise: f64,
    /// Its first moment in `meetings.bin`.
    pub meetings: u64,
    pub meetings_kept: u32,
}

impl Record for TieRecord {
    const BYTES: usize = 60;

    fn put(&self, out: &mut Vec<u8>) {
        for number in [self.a, self.b, self.signal, self.window_s] {
            out.extend(number.to_le_bytes());
        }
        for number in [self.weight, self.p, self.q, self.surprise] {
            out.extend(number.to_le_bytes());
        }
        out.extend(self.meetings.to_le_bytes());
        out.extend(self.meetings_kept.to_le_bytes());
    }

    fn get(bytes: &[u8]) -> Self {
        let mut fields = Fields(bytes);
        Self {
            a: fields.u32(),
            b: fields.u32(),
            signal: fields.u32(),
            window_s: fields.u32(),
            weight: fields.f64(),
            p: fields.f64(),
            q: fields.f64(),
            surprise: fields.f64(),
            meetings: fields.u64(),
            meetings_kept: fields.u32(),
        }
    }
}

/// A moment in which two members met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analysis) struct MeetingRecord {
    /// The earlier post: place among the group's posts.
    pub first: u32,
    /// The later one.
    pub second: u32,
    pub gap_ms: i64,
    /// Where the thing's name begins in `names.txt`.
    pub offset: u64,
    pub len: u32,
}

impl Record for MeetingRecord {
    const BYTES: usize = 28;

    fn put(&self, out: &mut Vec<u8>) {
        out.extend(self.first.to_le_bytes());
        out.extend(self.second.to_le_bytes());
        out.extend(self.gap_ms.to_le_bytes());
        out.extend(self.offset.to_le_bytes());
        out.extend(self.len.to_le_bytes());
    }

    fn get(bytes: &[u8]) -> Self {
        let mut fields = Fields(bytes);
        Self {
            first: fields.u32(),
            second: fields.u32(),
            gap_ms: fields.i64(),
            offset: fields.u64(),
            len: fields.u32(),
        }
    }
}

/// A tie of accounts in two groups; groups and members by their places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::analysis) struct Between {
    pub a: (u32, u32),
    pub b: (u32, u32),
    pub signal: u32,
    pub weight: f64,
    pub p: f64,
    pub q: f64,
    pub surprise: f64,
}

impl Record for Between {
    const BYTES: usize = 52;

    fn put(&self, out: &mut Vec<u8>) {
        for number in [self.a.0, self.a.1, self.b.0, self.b.1, self.signal] {
            out.extend(number.to_le_bytes());
        }
        for number in [self.weight, self.p, self.q, self.surprise] {
            out.extend(number.to_le_bytes());
        }
    }

    fn get(bytes: &[u8]) -> Self {
        let mut fields = Fields(bytes);
        Self {
            a: (fields.u32(), fields.u32()),
            b: (fields.u32(), fields.u32()),
            signal: fields.u32(),
            weight: fields.f64(),
            p: fields.f64(),
            q: fields.f64(),
            surprise: fields.f64(),
        }
    }
}

/// A moment in time.
impl Record for i64 {
    const BYTES: usize = 8;

    fn put(&self, out: &mut Vec<u8>) {
        out.extend(self.to_le_bytes());
    }

    fn get(bytes: &[u8]) -> Self {
        Fields(bytes).i64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn comes_back<R: Record + PartialEq + std::fmt::Debug>(record: &R) {
        let mut bytes = Vec::new();
        record.put(&mut bytes);
        assert_eq!(bytes.len(), R::BYTES);
        assert_eq!(&R::get(&bytes), record);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            n in any::<[u32; 5]>(),
            wide in any::<[u64; 2]>(),
            time in any::<i64>(),
            f in any::<[i32; 4]>(),
        ) {
            let [weight, p, q, surprise] = f.map(f64::from);
            comes_back(&PostRecord { time, member: n[0], joint: n[1] % 2 == 0, offset: wide[0], len: n[2] });
            comes_back(&TieRecord {
                a: n[0], b: n[1], signal: n[2], window_s: n[3], weight, p, q, surprise, meetings: wide[1],
                meetings_kept: n[4],
            });
            comes_back(&MeetingRecord { first: n[0], second: n[1], gap_ms: time, offset: wide[0], len: n[2] });
            comes_back(&Between { a: (n[0], n[1]), b: (n[2], n[3]), signal: n[4], weight, p, q, surprise });
            comes_back(&time);
        }
    }
}
