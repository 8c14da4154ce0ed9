//! Times as STIX writes them (§2.16): RFC 3339, UTC, `Z`.
//!
//! Read by hand into whole nanoseconds, so that times of different precision compare as times and not as strings.

/// A moment: nanoseconds since 1970. Digits of a second beyond the ninth do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i128);

impl Moment {
    /// Nanoseconds since 1970, negative before.
    pub const fn nanoseconds(self) -> i128 {
        self.0
    }
}

/// How a text fares as a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Not of the form `YYYY-MM-DDThh:mm:ss[.s+]Z`.
    Malformed,
    /// Of the form, but no moment: 30 February, a leap second.
    Nonexistent,
    /// A moment, with the number of digits of its fraction.
    Moment(Moment, usize),
}

/// Reads a time.
pub fn parse(text: &str) -> Option<Moment> {
    match read(text) {
        Reading::Moment(moment, _) => Some(moment),
        _ => None,
    }
}

pub(crate) fn read(text: &str) -> Reading {
    let bytes = text.as_bytes();
    let form = b"0000-00-00T00:00:00";
    let Some((head, tail)) = bytes.split_at_checked(form.len()) else { return Reading::Malformed };
    let fits = |(&byte, &want): (&u8, &u8)| if want == b'0' { byte.is_ascii_digit() } else { byte == want };
    let Some(fraction) = tail.strip_suffix(b"Z") else { return Reading::Malformed };
    let digits = match fraction.strip_prefix(b".") {
        Some(digits) if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) => {
            return Reading::Malformed;
        }
        Some(digits) => digits,
        None if fraction.is_empty() => &[],
        None => return Reading::Malformed,
    };
    if !head.iter().zip(form).all(fits) {
        return Reading::Malformed;
    }
    let number =
        |from: usize, to: usize| bytes[from..to].iter().fold(0_i64, |n, d| n * 10 + i64::from(d - b'0'));
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    let (hour, minute, second) = (number(11, 13), number(14, 16), number(17, 19));
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return Reading::Malformed;
    }
    if year == 0 || day > days_in(year, month) || second == 60 {
        return Reading::Nonexistent;
    }
    let seconds = ((days_from_civil(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    let nanos =
        digits.iter().chain([b'0'; 9].iter()).take(9).fold(0_i128, |n, d| n * 10 + i128::from(d - b'0'));
    Reading::Moment(Moment(i128::from(seconds) * 1_000_000_000 + nanos), digits.len())
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970 in the proleptic Gregorian calendar: years counted from March, so that the leap day is the last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    365 * year + year / 4 - year / 100 + year / 400 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::{Reading, parse, read};

    #[test]
    fn moments_are_counted_from_1970() {
        let seconds = |text| parse(text).map(|moment| moment.nanoseconds() / 1_000_000_000);
        assert_eq!(seconds("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(seconds("2000-02-29T12:00:00.5Z"), Some(951_825_600));
        assert_eq!(seconds("1969-12-31T23:59:59Z"), Some(-1));
        assert!(parse("2016-01-01T00:00:00.1Z") > parse("2016-01-01T00:00:00.09999Z"));
        assert_eq!(parse("2016-01-01T00:00:00.1Z"), parse("2016-01-01T00:00:00.1000000000001Z"));
    }

    #[test]
    fn form_and_existence_are_told_apart() {
        for text in [
            "",
            "2016-13-12T08:17:27.000Z",
            "2016-03-42T08:17:27Z",
            "2016-03-12T99:17:27Z",
            "2016-03-12 08:17:27Z",
            "2016-03-12T08:17:27",
            "2016-03-12T08:17:27.Z",
            "2016-03-12T08:17:27z",
            "2016-03-12T08:17:27+00:00",
            "2016-03-12T08:17:27ä",
        ] {
            assert_eq!(read(text), Reading::Malformed, "{text}");
        }
        for text in [
            "2016-11-31T08:17:27.000Z",
            "2017-02-29T08:17:27Z",
            "2016-12-31T23:59:60Z",
            "0000-01-01T00:00:00Z",
        ] {
            assert_eq!(read(text), Reading::Nonexistent, "{text}");
        }
    }
}
