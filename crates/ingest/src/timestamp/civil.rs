//! Calendar times: ISO 8601 and its compact form.
//!
//! Read by hand, in one pass over bytes, because nearly every row of an API export bears one; whatever the hand
//! does not know (leap seconds, bracketed zones, week dates) goes to `jiff`.

use super::{Fault, Zone};
use ostrakon_model::{Precision, Timestamp};

/// `YYYY-MM-DD`, then optionally `T`, `t` or blank, `HH:MM`, `:SS`, fraction, and `Z` or an offset.
pub(super) fn iso8601(text: &str, zone: Zone) -> Result<Timestamp, Fault> {
    let (time, zoned) = match by_hand(text.as_bytes()) {
        Some(read) => read,
        None => by_jiff(text).ok_or(Fault::Unreadable)?,
    };
    if !zoned && zone == Zone::Unknown {
        return Err(Fault::Reason(format!(
            "`{text}` names no zone and this format does not say which it is in; write UTC with a `Z`, or an offset"
        )));
    }
    Ok(time)
}

/// `YYYYMMDD`, `YYYYMMDDHHMMSS`, `YYYYMMDDTHHMMSSZ`: UTC by definition of the formats that print it.
pub(super) fn compact(text: &str) -> Result<Timestamp, Fault> {
    let b = text.as_bytes();
    let (date, clock) = match b.len() {
        8 => (b, &b[..0]),
        14 => (&b[..8], &b[8..]),
        16 if b[8] == b'T' && b[15] == b'Z' => (&b[..8], &b[9..15]),
        _ => return Err(Fault::Unreadable),
    };
    let part = |bytes: &[u8]| digits(bytes).ok_or(Fault::Unreadable);
    let (y, m, d) = (part(&date[..4])?, part(&date[4..6])?, part(&date[6..])?);
    let day = days(y, m, d).ok_or(Fault::Unreadable)?;
    if clock.is_empty() {
        return Ok(Timestamp { ms: day * 86_400_000, precision: Precision::Day });
    }
    let (h, min, s) = (part(&clock[..2])?, part(&clock[2..4])?, part(&clock[4..])?);
    let seconds = seconds_of_day(h, min, s).ok_or(Fault::Unreadable)?;
    Ok(Timestamp::from_secs(day * 86_400 + seconds))
}

/// The time and whether it named its zone.
fn by_hand(b: &[u8]) -> Option<(Timestamp, bool)> {
    if b.len() < 10 || b[4] != b'-' || b[7] != b'-' {
        return None;
    }
    let day = days(digits(&b[..4])?, digits(&b[5..7])?, digits(&b[8..10])?)?;
    if b.len() == 10 {
        return Some((Timestamp { ms: day * 86_400_000, precision: Precision::Day }, false));
    }
    if b.len() < 16 || !matches!(b[10], b'T' | b't' | b' ') || b[13] != b':' {
        return None;
    }
    let (hour, minute) = (digits(&b[11..13])?, digits(&b[14..16])?);
    let (mut second, mut milli, mut precision, mut at) = (0, 0, Precision::Minute, 16);
    if b.get(16) == Some(&b':') {
        second = digits(b.get(17..19)?)?;
        (precision, at) = (Precision::Second, 19);
        if matches!(b.get(19), Some(b'.' | b',')) {
            let end = 20 + b[20..].iter().take_while(|c| c.is_ascii_digit()).count();
            if !(1..=9).contains(&(end - 20)) {
                return None;
            }
            for i in 0..3 {
                milli =
                    milli * 10 + b.get(20 + i).filter(|_| 20 + i < end).map_or(0, |c| i64::from(c - b'0'));
            }
            (precision, at) = (Precision::Millisecond, end);
        }
    }
    let seconds = day * 86_400 + seconds_of_day(hour, minute, second)?;
    let (offset, zoned) = offset(&b[at..])?;
    Some((Timestamp { ms: (seconds - offset) * 1_000 + milli, precision }, zoned))
}

/// Seconds east of UTC of what follows the clock, and whether it was there: nothing, `Z`, `+HH`, `+HHMM`, `+HH:MM`.
pub(super) fn offset(b: &[u8]) -> Option<(i64, bool)> {
    let (hours, minutes) = match b {
        [] => return Some((0, false)),
        [b'Z' | b'z'] => return Some((0, true)),
        [b'+' | b'-', h @ ..] if h.len() == 2 => (h, &b"00"[..]),
        [b'+' | b'-', rest @ ..] if rest.len() == 4 => rest.split_at(2),
        [b'+' | b'-', rest @ ..] if rest.len() == 5 && rest[2] == b':' => (&rest[..2], &rest[3..]),
        _ => return None,
    };
    let (hours, minutes) = (digits(hours)?, digits(minutes)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let seconds = hours * 3_600 + minutes * 60;
    Some((if b[0] == b'-' { -seconds } else { seconds }, true))
}

fn digits(b: &[u8]) -> Option<i64> {
    b.iter().try_fold(0, |n, c| c.is_ascii_digit().then(|| n * 10 + i64::from(c - b'0')))
}

pub(super) fn seconds_of_day(hour: i64, minute: i64, second: i64) -> Option<i64> {
    (hour < 24 && minute < 60 && second < 60).then_some(hour * 3_600 + minute * 60 + second)
}

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar; `None` for a date that does not exist.
/// (Era arithmetic as in H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".)
pub(super) fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let doy = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    Some(era * 146_097 + doe - 719_468)
}

fn by_jiff(text: &str) -> Option<(Timestamp, bool)> {
    let precision = precision_of(text);
    if let Ok(time) = text.parse::<jiff::Timestamp>() {
        return Some((Timestamp { ms: time.as_millisecond(), precision }, true));
    }
    if let Ok(zoned) = text.parse::<jiff::Zoned>() {
        return Some((Timestamp { ms: zoned.timestamp().as_millisecond(), precision }, true));
    }
    let local: jiff::civil::DateTime = text.parse().ok()?;
    let ms = local.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond();
    Some((Timestamp { ms, precision }, false))
}

/// Counts the clock's colons; a fraction makes it milliseconds.
fn precision_of(text: &str) -> Precision {
    let Some((_, clock)) = text.split_once(['T', 't', ' ']) else { return Precision::Day };
    let clock = clock.split(['Z', 'z', '+', '-', '[']).next().unwrap_or_default();
    if clock.contains(['.', ',']) {
        return Precision::Millisecond;
    }
    match clock.matches(':').count() {
        0 if clock.len() >= 6 => Precision::Second,
        0 if clock.len() >= 4 => Precision::Minute,
        0 => Precision::Hour,
        1 => Precision::Minute,
        _ => Precision::Second,
    }
}
