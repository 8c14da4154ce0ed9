//! Figures as the page prints them. The script has the same rules, so that a figure reads the same in both halves.

use ostrakon_model::{Precision, time::iso};

/// A count with thousands set apart: `127,121`.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A probability: `0.041` down to a thousandth, `3.1 × 10⁻⁴¹` below, and a bound where a double says zero.
pub fn probability(p: f64) -> String {
    if p.is_nan() {
        return "–".into();
    }
    if p >= 0.001 {
        return trim(format!("{p:.3}"));
    }
    if p <= 0.0 {
        return "<\u{a0}10⁻³⁰⁰".into();
    }
    let scientific = format!("{p:.1e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    format!("{mantissa}\u{a0}×\u{a0}10{}", superscript(exponent))
}

fn trim(decimal: String) -> String {
    if decimal.contains('.') {
        decimal.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        decimal
    }
}

fn superscript(number: &str) -> String {
    number
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            '0' => '⁰',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            c => c.to_digit(10).and_then(|d| char::from_u32(0x2070 + d)).unwrap_or(c),
        })
        .collect()
}

/// A weight or expected number: whole from 100 up, one decimal below.
pub fn decimal(x: f64) -> String {
    if !x.is_finite() {
        "–".into()
    } else if x.abs() >= 100.0 {
        count(x.abs().round() as u64)
    } else {
        trim(format!("{x:.1}"))
    }
}

/// A length of time in its two largest units: `23 s`, `4 min 10 s`, `9 h 3 min`, `8 d`.
pub fn duration(ms: i64) -> String {
    let s = ms.unsigned_abs() / 1_000;
    let two = |a: u64, unit: &str, b: u64, small: &str| {
        if b == 0 { format!("{a} {unit}") } else { format!("{a} {unit} {b} {small}") }
    };
    match s {
        0 if ms != 0 => format!("{} ms", ms.unsigned_abs()),
        0..60 => format!("{s} s"),
        60..3_600 => two(s / 60, "min", s % 60, "s"),
        3_600..86_400 => two(s / 3_600, "h", s / 60 % 60, "min"),
        _ => two(s / 86_400, "d", s / 3_600 % 24, "h"),
    }
}

/// A point in time as an element, to the precision that the source has: `2024-06-09 06:30:12 UTC`.
pub fn time(ms: i64, precision: Precision) -> String {
    let iso = iso(ms);
    let (date, clock) = iso.split_once('T').unwrap_or((&iso, ""));
    let shown = match precision {
        Precision::Millisecond | Precision::Second => format!("{date} {} UTC", &clock[..8.min(clock.len())]),
        Precision::Minute => format!("{date} {} UTC", &clock[..5.min(clock.len())]),
        Precision::Hour => format!("{date} {} h UTC", &clock[..2.min(clock.len())]),
        Precision::Day => date.to_owned(),
    };
    format!("<time datetime=\"{iso}\">{shown}</time>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_a_person_writes_them() {
        assert_eq!([count(7), count(1_234), count(127_121)], ["7", "1,234", "127,121"]);
        assert_eq!(probability(0.041), "0.041");
        assert_eq!(probability(1.0), "1");
        assert_eq!(probability(3.1e-41), "3.1\u{a0}×\u{a0}10⁻⁴¹");
        assert_eq!(probability(0.0), "<\u{a0}10⁻³⁰⁰");
        assert_eq!([decimal(0.68), decimal(12.0), decimal(1_234.5)], ["0.7", "12", "1,235"]);
        assert_eq!([duration(0), duration(400), duration(23_000)], ["0 s", "400 ms", "23 s"]);
        assert_eq!([duration(250_000), duration(32_580_000)], ["4 min 10 s", "9 h 3 min"]);
        assert_eq!(duration(691_200_000), "8 d");
    }

    #[test]
    fn a_time_shows_no_more_than_the_source_knew() {
        let shown = |precision| time(1_717_914_612_000, precision);
        assert!(shown(Precision::Second).contains(">2024-06-09 06:30:12 UTC<"));
        assert!(shown(Precision::Minute).contains(">2024-06-09 06:30 UTC<"));
        assert!(shown(Precision::Day).contains(">2024-06-09<"));
    }
}
