//! Counts as platforms print them: exact, hidden, censored or in ranges.
//!
//! A range stays a range, because a midpoint is a number nobody measured; an empty cell is no zero.

use ostrakon_model::Metric;

/// Reads a count. `Ok(None)`: nothing there. `Err(())`: something that is no count.
pub(crate) fn parse(text: &str) -> Result<Option<Metric>, ()> {
    let text = text.trim();
    if super::value::is_missing(text) {
        return Ok(None);
    }
    if text.eq_ignore_ascii_case("hidden") {
        return Ok(Some(Metric::Hidden));
    }
    let metric = if let Some(count) = number(text) {
        Metric::Value(count)
    } else if let Some(rest) = text.strip_prefix(['≤', '⩽']).or_else(|| text.strip_prefix("<=")) {
        Metric::Interval { min: None, max: Some(number(rest).ok_or(())?) }
    } else if let Some(rest) = text.strip_prefix(['≥', '⩾']).or_else(|| text.strip_prefix(">=")) {
        Metric::Interval { min: Some(number(rest).ok_or(())?), max: None }
    } else if let Some(rest) = text.strip_prefix('<') {
        Metric::Interval { min: None, max: Some(number(rest).ok_or(())? - 1) }
    } else if let Some(rest) = text.strip_prefix('>') {
        Metric::Interval { min: Some(number(rest).ok_or(())?.saturating_add(1)), max: None }
    } else if let Some(rest) = text.strip_suffix('+') {
        Metric::Interval { min: Some(number(rest).ok_or(())?), max: None }
    } else {
        let (low, high) = text.split_once(['-', '–', '—']).ok_or(())?;
        let (min, max) = (number(low).ok_or(())?, number(high).ok_or(())?);
        if min > max {
            return Err(());
        }
        Metric::Interval { min: Some(min), max: Some(max) }
    };
    Ok(Some(metric))
}

/// `1234`, `1,234`, `1234.0`, `10k`, `1.5M`.
fn number(text: &str) -> Option<i64> {
    let text = text.trim();
    let (digits, scale) = match text.char_indices().next_back()? {
        (at, 'k' | 'K') => (&text[..at], 1_000),
        (at, 'm' | 'M') => (&text[..at], 1_000_000),
        (at, 'b' | 'B') => (&text[..at], 1_000_000_000),
        _ => (text, 1),
    };
    let grouped = digits.contains(',');
    if grouped
        && !digits
            .split(',')
            .enumerate()
            .all(|(i, g)| if i == 0 { (1..=3).contains(&g.len()) } else { g.len() == 3 })
    {
        return None;
    }
    let digits = if grouped { digits.replace(',', "") } else { digits.to_owned() };
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut value = whole.parse::<i64>().ok()?.checked_mul(scale)?;
    let mut unit = scale;
    for digit in fraction.bytes() {
        unit /= 10;
        if unit == 0 && digit != b'0' {
            return None;
        }
        value = value.checked_add(unit * i64::from(digit - b'0'))?;
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn range(text: &str) -> (Option<i64>, Option<i64>) {
        match parse(text) {
            Ok(Some(Metric::Interval { min, max })) => (min, max),
            other => panic!("{text} is {other:?}"),
        }
    }

    #[test]
    fn ranges_stay_ranges_and_nothing_is_not_zero() {
        assert_eq!(parse(""), Ok(None));
        assert_eq!(parse("NaN"), Ok(None));
        assert_eq!(parse("0"), Ok(Some(Metric::Value(0))));
        assert_eq!(parse("hidden"), Ok(Some(Metric::Hidden)));
        assert_eq!(range("≤100"), (None, Some(100)));
        assert_eq!(range("≤ 10k"), (None, Some(10_000)));
        assert_eq!(range("<100"), (None, Some(99)));
        assert_eq!(range("0-1000"), (Some(0), Some(1_000)));
        assert_eq!(range("10k–100k"), (Some(10_000), Some(100_000)));
        assert_eq!(range("1.5M+"), (Some(1_500_000), None));
    }

    #[test]
    fn exact_counts_in_every_print() {
        for text in ["1234", "1,234", "1234.0", " 1234 "] {
            assert_eq!(parse(text), Ok(Some(Metric::Value(1_234))), "{text}");
        }
    }

    #[test]
    fn what_is_no_count_is_an_error() {
        for text in
            ["abc", "1.5", "12,34", "1-", "-", "1000-10", "∞", "9999999999999999999", "99999999999999999k"]
        {
            assert_eq!(parse(text), Err(()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_count_reads_back(count in 0i64..) {
            prop_assert_eq!(parse(&count.to_string()), Ok(Some(Metric::Value(count))));
        }

        #[test]
        fn no_text_panics(text in ".{0,20}", near in "[0-9kM.,<>≤–+-]{0,24}") {
            let _ = parse(&text);
            let _ = parse(&near);
        }
    }
}
