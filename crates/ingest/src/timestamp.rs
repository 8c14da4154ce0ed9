//! Times as exports print them, to UTC milliseconds with the precision the source really had.
//!
//! The problem: a dozen spellings, of which some name no zone and some no unit. The choice: a preset says which
//! spelling a column has ([`TimeFormat`]) and which zone a bare local time is in; what it does not say is
//! refused, because a window of sixty seconds does not survive a guessed zone. The two spellings that make up
//! nearly all rows (digits, ISO 8601) are read by hand without allocation; `jiff` reads the rest and is the
//! reference of the property tests. Rejected: one "dateparser" that tries everything, since it reads `01/02/2024`
//! somehow, always.
//!
//! Digits without a stated unit are told apart by magnitude: below 10¹¹ seconds, below 10¹⁴ milliseconds, below
//! 10¹⁷ microseconds, else nanoseconds. Up to year 2200 and from 1973 on the four ranges do not meet; a column
//! that is known to be in one unit should be read with it, since 1.5·10¹² is 2017 in milliseconds and the year
//! 49,500 in seconds.

mod civil;
mod zone;

use ostrakon_model::{
    Precision, Timestamp,
    time::{EARLIEST_MS, LATEST_MS, iso},
};
use serde::Deserialize;
use std::fmt;

/// How a column prints times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeFormat {
    /// Digits of any unit (told apart by magnitude) or ISO 8601.
    #[default]
    Auto,
    /// Seconds since 1970, with or without a fraction.
    EpochS,
    /// Milliseconds since 1970.
    EpochMs,
    /// Microseconds since 1970.
    EpochUs,
    /// ISO 8601 / RFC 3339, with `T` or a blank, seconds and zone optional.
    Iso8601,
    /// `YYYYMMDDHHMMSS`, `YYYYMMDD` or `YYYYMMDDTHHMMSSZ`, UTC.
    Compact,
    /// `YYYY-MM-DD HH:MM:SS TZ` with a zone abbreviation.
    NamedZone,
    /// RFC 822 / RFC 2822, as feeds and mail print it.
    Rfc822,
    /// `Wed Jun 05 10:00:00 +0000 2024`, as the web client of X prints it.
    Ctime,
}

/// What a time without a zone means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zone {
    /// The format is documented to print UTC.
    Utc,
    /// The format prints the exporter's local time: refused.
    #[default]
    Unknown,
}

/// Why a time cannot be read: what is wrong and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TimeError(String);

impl TimeError {
    fn new(reason: impl fmt::Display) -> Self {
        Self(reason.to_string())
    }

    fn unreadable(text: &str, format: TimeFormat) -> Self {
        let shown: String = text.chars().take(80).collect();
        Self(format!("`{shown}` is no time; expected {}", format.expected()))
    }
}

impl TimeFormat {
    const fn expected(self) -> &'static str {
        match self {
            Self::Auto => "epoch seconds or milliseconds, or ISO 8601 such as 2024-06-09T20:00:00Z",
            Self::EpochS => "seconds since 1970 such as 1717963200",
            Self::EpochMs => "milliseconds since 1970 such as 1717963200000",
            Self::EpochUs => "microseconds since 1970 such as 1717963200000000",
            Self::Iso8601 => "ISO 8601 such as 2024-06-09T20:00:00Z",
            Self::Compact => "digits such as 20240609200000, UTC",
            Self::NamedZone => "a time with its zone such as 2024-06-09 20:00:00 UTC",
            Self::Rfc822 => "an RFC 822 time such as Sun, 09 Jun 2024 20:00:00 +0000",
            Self::Ctime => "a time such as Sun Jun 09 20:00:00 +0000 2024",
        }
    }
}

/// Reads a time. `Ok(None)` for an empty text and for the `0` that exports write for "unknown".
///
/// # Errors
/// [`TimeError`] for what is no time in this format, has no zone while `zone` is unknown, or lies outside
/// 1970…2200 (then the message says which unit was probably meant).
pub fn parse(text: &str, format: TimeFormat, zone: Zone) -> Result<Option<Timestamp>, TimeError> {
    if let Some(time) = ten_digits(text, format) {
        return Ok(Some(time));
    }
    let text = text.trim();
    if matches!(text, "" | "0" | "None" | "null" | "NULL" | "NaN" | "nan" | "NaT" | "\\N") {
        return Ok(None);
    }
    let time = match format {
        TimeFormat::Auto if looks_like_a_date(text) => Err(Fault::Reason(format!(
            "`{text}` may be a date or seconds since 1970; write it as 2024-06-09, or name the format of the file"
        ))),
        TimeFormat::Auto | TimeFormat::EpochS if looks_like_a_serial(text) => {
            return Err(serial_date(text));
        }
        TimeFormat::Auto if is_number(text) => epoch(text, None),
        TimeFormat::Auto | TimeFormat::Iso8601 => civil::iso8601(text, zone),
        TimeFormat::EpochS => epoch(text, Some(Unit::Second)),
        TimeFormat::EpochMs => epoch(text, Some(Unit::Milli)),
        TimeFormat::EpochUs => epoch(text, Some(Unit::Micro)),
        TimeFormat::Compact => civil::compact(text),
        TimeFormat::NamedZone => zone::named(text),
        TimeFormat::Rfc822 => zone::rfc822(text),
        TimeFormat::Ctime => zone::ctime(text),
    }
    .map_err(|fault| match fault {
        Fault::Unreadable => TimeError::unreadable(text, format),
        Fault::Reason(reason) => TimeError::new(reason),
    })?;
    if time.ms < EARLIEST_MS || time.ms > LATEST_MS {
        return Err(TimeError::new(format_args!("`{text}` is {}, outside 1970 to 2200", year(time.ms))));
    }
    Ok(Some(time))
}

/// Seconds of 2001 to 2200 in ten digits: nearly every row of nearly every table, and neither relative nor of another unit.
pub fn ten_digits(text: &str, format: TimeFormat) -> Option<Timestamp> {
    if text.len() != 10 || !matches!(format, TimeFormat::Auto | TimeFormat::EpochS) {
        return None;
    }
    let seconds =
        text.bytes().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0')))?;
    (1_000_000_000..=LATEST_MS / 1_000).contains(&seconds).then(|| Timestamp::from_secs(seconds))
}

/// Seconds since whatever the data begin with: digits, of 1973 or before if they were of 1970, also zero and below. `None` for
/// every other text. Synthetic data and some archives count so; read as times of day they would be none.
pub fn relative(text: &str) -> Option<Timestamp> {
    const SECONDS: f64 = SENSIBLE_MS as f64 / 1_000.0;
    let text = text.trim();
    let seconds: f64 = is_number(text).then(|| text.parse().ok()).flatten()?;
    let precision = if seconds.fract() == 0.0 { Precision::Second } else { Precision::Millisecond };
    (seconds.abs() < SECONDS).then(|| Timestamp { ms: (seconds * 1_000.0).round() as i64, precision })
}

/// The unit of a column of digits, if this value has one ([`TimeFormat::EpochS`] and so on); `None` for other texts.
pub fn epoch_unit(text: &str) -> Option<TimeFormat> {
    let text = text.trim();
    let digits = text.split('.').next().filter(|_| is_number(text))?;
    Some(match Unit::by_magnitude(digits.parse().ok().filter(|&v| v != 0)?) {
        Unit::Second => TimeFormat::EpochS,
        Unit::Milli => TimeFormat::EpochMs,
        Unit::Micro | Unit::Nano => TimeFormat::EpochUs,
    })
}

/// Inner result of the readers: either "not this format" or a reason of its own.
enum Fault {
    Unreadable,
    Reason(String),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Second,
    Milli,
    Micro,
    Nano,
}

impl Unit {
    const ALL: [(Self, &str); 4] = [
        (Self::Second, "seconds"),
        (Self::Milli, "milliseconds"),
        (Self::Micro, "microseconds"),
        (Self::Nano, "nanoseconds"),
    ];

    fn by_magnitude(value: i64) -> Self {
        match value.unsigned_abs() {
            0..100_000_000_000 => Self::Second,
            100_000_000_000..100_000_000_000_000 => Self::Milli,
            100_000_000_000_000..100_000_000_000_000_000 => Self::Micro,
            _ => Self::Nano,
        }
    }

    fn to_ms(self, value: i64) -> Option<i64> {
        match self {
            Self::Second => value.checked_mul(1_000),
            Self::Milli => Some(value),
            Self::Micro => Some(value.div_euclid(1_000)),
            Self::Nano => Some(value.div_euclid(1_000_000)),
        }
    }
}

/// `-`? digits (`.` digits)?, nothing else.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    all(whole) && all(fraction)
}

/// Eight digits that are a date of this or the last century: as seconds they would quietly be in 1970.
fn looks_like_a_date(text: &str) -> bool {
    text.len() == 8 && (text.starts_with("19") || text.starts_with("20")) && civil::compact(text).is_ok()
}

/// What is wrong with a date as a spreadsheet counts it.
pub fn serial_date(text: &str) -> TimeError {
    TimeError(format!(
        "`{text}` is a date as a spreadsheet counts it (days since 1899), in a zone that nobody knows; format the column as \
         2024-06-09 20:00:00, or export again as text"
    ))
}

/// Five digits that are a day between 1954 and 2119 in a spreadsheet, if its column counts days.
pub fn counts_days(text: &str) -> bool {
    let days = text.split('.').next().unwrap_or_default().as_bytes();
    is_number(text) && days.len() == 5 && matches!(days[0], b'2'..=b'7')
}

/// Five digits and a fraction of a day: a date between 1954 and 2119 in a spreadsheet, and as seconds since 1970 an afternoon of
/// which no post is known.
fn looks_like_a_serial(text: &str) -> bool {
    let fraction = text.split_once('.').map_or("", |(_, fraction)| fraction);
    counts_days(text) && fraction.len() >= 2 && fraction.bytes().any(|b| b != b'0')
}

fn epoch(text: &str, unit: Option<Unit>) -> Result<Timestamp, Fault> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let (sign, digits) = whole.strip_prefix('-').map_or((1, whole), |rest| (-1, rest));
    if digits.is_empty() || digits.len() > 19 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Fault::Unreadable);
    }
    let mut value: i64 = 0;
    for byte in digits.bytes() {
        if !byte.is_ascii_digit() {
            return Err(Fault::Unreadable);
        }
        value = value
            .checked_mul(10)
            .and_then(|v| v.checked_add(i64::from(byte - b'0')))
            .ok_or(Fault::Unreadable)?;
    }
    value *= sign;
    let unit = unit.unwrap_or_else(|| Unit::by_magnitude(value));
    // No column of milliseconds or finer tells of 1970 to 1973; seconds read as such do.
    let sensible = |&ms: &i64| plausible(ms) && (unit == Unit::Second || ms >= SENSIBLE_MS);
    let mut ms = unit.to_ms(value).filter(sensible).ok_or_else(|| unit_error(text, value, unit))?;
    let precise = unit != Unit::Second || fraction.bytes().any(|b| b != b'0');
    if unit == Unit::Second && precise {
        let mut digits = fraction.bytes().chain(std::iter::repeat(b'0'));
        ms += digits.by_ref().take(3).fold(0, |n, b| n * 10 + i64::from(b - b'0'));
    }
    Ok(Timestamp { ms, precision: if precise { Precision::Millisecond } else { Precision::Second } })
}

/// March 1973: 10¹¹ ms, where the units' magnitudes part.
const SENSIBLE_MS: i64 = 100_000_000_000;

fn plausible(ms: i64) -> bool {
    (EARLIEST_MS..=LATEST_MS).contains(&ms)
}

/// Says where the value lands in the unit it was read in, and in which unit it would make sense.
fn unit_error(text: &str, value: i64, unit: Unit) -> Fault {
    let name = |unit| Unit::ALL.iter().find(|(u, _)| *u == unit).map_or("", |(_, name)| name);
    let read = unit.to_ms(value).map_or_else(|| "far outside any calendar".to_owned(), year);
    // Below 1973 the other readings are all "January 1970" and no better.
    let likely = Unit::ALL
        .iter()
        .find(|(u, _)| *u != unit && u.to_ms(value).is_some_and(|ms| ms >= SENSIBLE_MS && plausible(ms)));
    Fault::Reason(match likely {
        Some((likely, likely_name)) => format!(
            "`{text}` as {} is {read}; it is probably in {likely_name} ({})",
            name(unit),
            iso(likely.to_ms(value).unwrap_or_default()),
        ),
        None => format!("`{text}` as {} is {read}, outside 1970 to 2200", name(unit)),
    })
}

fn year(ms: i64) -> String {
    // Mean Gregorian years: only named in messages, where a day more or less at the turn of a year is harmless.
    format!("the year {}", 1970 + ms.div_euclid(31_556_952_000))
}

#[cfg(test)]
mod tests;
