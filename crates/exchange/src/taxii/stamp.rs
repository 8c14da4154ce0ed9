//! Time stamps as TAXII and STIX write them: RFC 3339, UTC, up to microseconds.
//!
//! Two versions of one object are the same moment written differently (`…00Z`, `…00.000Z`); they are compared as
//! numbers, never as texts. Written out by hand since the model keeps milliseconds and a position in a collection has
//! microseconds; the calendar is the proleptic Gregorian one, by the usual count of days from the year 0 in March.

/// Microseconds since 1970 of an RFC 3339 time stamp in UTC (`Z`), years 0001–9999. Digits after the sixth are cut off.
/// `None` for anything else, other offsets included (STIX 2.1 §3.13, TAXII 2.1 §1.6.5 allow only `Z`).
pub fn parse(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| -> Option<i64> {
        let part = bytes.get(from..to)?;
        part.iter().all(u8::is_ascii_digit).then(|| part.iter().fold(0, |n, b| n * 10 + i64::from(b - b'0')))
    };
    let fixed = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    if !fixed.iter().all(|&(at, byte)| bytes.get(at).is_some_and(|b| b.eq_ignore_ascii_case(&byte))) {
        return None;
    }
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let rest = match bytes.get(19)? {
        b'Z' | b'z' if bytes.len() == 20 => &[][..],
        b'.' if bytes.len() > 21 && bytes[bytes.len() - 1].eq_ignore_ascii_case(&b'Z') => {
            &bytes[20..bytes.len() - 1]
        }
        _ => return None,
    };
    if !rest.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    // 60 is a leap second; it is kept in its minute's last second.
    if year < 1 || !(1..=days).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let fraction = (0..6).fold(0, |n, i| n * 10 + rest.get(i).map_or(0, |b| i64::from(b - b'0')));
    let seconds = days_from_civil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second.min(59);
    Some(seconds * 1_000_000 + fraction)
}

/// The time stamp of microseconds since 1970, always with six digits, so that texts sort as times do.
pub fn write(micros: i64) -> String {
    let (seconds, fraction) = (micros.div_euclid(1_000_000), micros.rem_euclid(1_000_000));
    let (year, month, day) = civil_from_days(seconds.div_euclid(86_400));
    let rest = seconds.rem_euclid(86_400);
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{fraction:06}Z",
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    )
}

fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::{parse, write};
    use proptest::prelude::*;

    #[test]
    fn known_moments() {
        assert_eq!(parse("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(parse("2024-02-29T12:00:00.5Z"), Some(1_709_208_000_500_000));
        assert_eq!(parse("2024-06-09T20:00:00.123456789Z"), Some(1_717_963_200_123_456));
        assert_eq!(write(1_709_208_000_500_000), "2024-02-29T12:00:00.500000Z");
        for bad in [
            "",
            "2024",
            "2023-02-29T00:00:00Z",
            "2024-01-01T00:00:00",
            "2024-01-01T00:00:00+01:00",
            "2024-01-01 00:00:00Z",
            "2024-13-01T00:00:00Z",
            "2024-01-01T24:00:00Z",
            "2024-01-01T00:00:00.Z",
            "2024-01-01T00:00:00.5xZ",
            "0000-01-01T00:00:00Z",
            "２０24-01-01T00:00:00Z",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(micros in -62_135_596_800_000_000_i64..253_402_300_800_000_000) {
            prop_assert_eq!(parse(&write(micros)), Some(micros));
        }

        #[test]
        fn no_text_is_too_strange(text in ".{0,40}") {
            let _ = parse(&text);
        }
    }
}
