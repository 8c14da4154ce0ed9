//! Points in time: UTC, integer milliseconds, with the precision the source really had (invariant 11).
//!
//! A source that prints minutes is not treated as if it printed seconds: detectors read the coarsest
//! [`Precision`] of a data set and say so beside every result whose window is finer than that.

use serde::{Deserialize, Serialize};

/// The finest unit that a source prints. Ordered from finest to coarsest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// Milliseconds or finer (finer digits are cut, never rounded up).
    #[default]
    Millisecond,
    /// Whole seconds.
    Second,
    /// Whole minutes.
    Minute,
    /// Whole hours.
    Hour,
    /// Whole days.
    Day,
}

impl Precision {
    /// Length of one unit in milliseconds.
    pub const fn millis(self) -> i64 {
        match self {
            Self::Millisecond => 1,
            Self::Second => 1_000,
            Self::Minute => 60_000,
            Self::Hour => 3_600_000,
            Self::Day => 86_400_000,
        }
    }
}

/// A point in time: milliseconds since 1970-01-01T00:00:00Z, and how finely the source knew it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Timestamp {
    /// Milliseconds since the epoch, UTC. Negative before 1970.
    pub ms: i64,
    /// The source's own precision.
    pub precision: Precision,
}

impl Timestamp {
    /// A point in time known to the millisecond.
    pub const fn from_ms(ms: i64) -> Self {
        Self { ms, precision: Precision::Millisecond }
    }

    /// A point in time known to the second.
    pub const fn from_secs(seconds: i64) -> Self {
        Self { ms: seconds * 1_000, precision: Precision::Second }
    }
}

/// The earliest time a post can plausibly bear: 1970-01-01 (exports write 0 for "unknown").
pub const EARLIEST_MS: i64 = 1;
/// The latest time a post can plausibly bear: 2200-01-01. Later ones are unit errors (ms read as s, …).
pub const LATEST_MS: i64 = 7_258_118_400_000;

/// Writes `ms` as ISO 8601 in UTC (`2024-06-09T20:00:00Z`, with milliseconds only where they are not zero).
pub fn iso(ms: i64) -> String {
    let days = ms.div_euclid(86_400_000);
    let rest = ms.rem_euclid(86_400_000);
    let (y, m, d) = civil_from_days(days);
    let (hh, mm, ss, mil) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1_000 % 60, rest % 1_000);
    if mil == 0 {
        format!("{y:04}-{m:02}-{d:02}T{hh:02}:{mm:02}:{ss:02}Z")
    } else {
        format!("{y:04}-{m:02}-{d:02}T{hh:02}:{mm:02}:{ss:02}.{mil:03}Z")
    }
}

/// Proleptic Gregorian date of a day count since 1970-01-01 (the era arithmetic of the C++ `chrono` paper
/// "chrono-Compatible Low-Level Date Algorithms", H. Hinnant).
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let d = doy - (153 * mp + 2) / 5 + 1;
    let m = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(m <= 2), m, d)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_writes_utc_and_keeps_milliseconds_only_where_there_are_any() {
        assert_eq!(iso(0), "1970-01-01T00:00:00Z");
        assert_eq!(iso(1_472_688_000_000), "2016-09-01T00:00:00Z");
        assert_eq!(iso(1_709_210_096_789), "2024-02-29T12:34:56.789Z");
        assert_eq!(iso(-1), "1969-12-31T23:59:59.999Z");
    }
}
