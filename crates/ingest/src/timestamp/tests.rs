use super::*;
use proptest::prelude::*;

fn read(text: &str, format: TimeFormat) -> Timestamp {
    parse(text, format, Zone::Utc).expect(text).expect(text)
}

fn refused(text: &str, format: TimeFormat) -> String {
    parse(text, format, Zone::Unknown).expect_err(text).to_string()
}

const ELECTION_NIGHT: i64 = 1_717_963_200_000;

#[test]
fn every_spelling_of_one_instant_is_the_same_instant() {
    for (text, format) in [
        ("1717963200", TimeFormat::Auto),
        ("1717963200000", TimeFormat::Auto),
        ("1717963200000000", TimeFormat::Auto),
        ("1717963200000000000", TimeFormat::Auto),
        (" 1717963200 ", TimeFormat::EpochS),
        ("1717963200.0", TimeFormat::EpochS),
        ("2024-06-09T20:00:00Z", TimeFormat::Iso8601),
        ("2024-06-09T22:00:00+02:00", TimeFormat::Iso8601),
        ("2024-06-09 15:00:00-0500", TimeFormat::Iso8601),
        ("2024-06-09T20:00:00.000Z", TimeFormat::Auto),
        ("2024-06-09 20:00", TimeFormat::Auto),
        ("2024-06-09T22:00:00+02:00[Europe/Brussels]", TimeFormat::Auto),
        ("20240609200000", TimeFormat::Compact),
        ("20240609T200000Z", TimeFormat::Compact),
        ("2024-06-09 16:00:00 EDT", TimeFormat::NamedZone),
        ("2024-06-09 22:00:00 CEST", TimeFormat::NamedZone),
        ("2024-06-09 20:00:00 UTC", TimeFormat::NamedZone),
        ("Sun, 09 Jun 2024 20:00:00 GMT", TimeFormat::Rfc822),
        ("Sun, 09 Jun 2024 16:00:00 -0400", TimeFormat::Rfc822),
        ("Sun Jun 09 20:00:00 +0000 2024", TimeFormat::Ctime),
    ] {
        assert_eq!(read(text, format).ms, ELECTION_NIGHT, "{text}");
    }
}

#[test]
fn relative_times_begin_anywhere() {
    for (text, ms) in
        [("0", 0), ("-1000", -1_000_000), ("17.5", 17_500), (" 60 ", 60_000), ("45413.86", 45_413_860)]
    {
        assert_eq!(relative(text).map(|time| time.ms), Some(ms), "{text}");
    }
    for none in ["", "x", "1717963200", "2024-06-09", "None"] {
        assert_eq!(relative(none), None, "{none}");
    }
}

#[test]
fn the_precision_is_the_sources_own() {
    for (text, precision) in [
        ("1717963200", Precision::Second),
        ("1717963200000", Precision::Millisecond),
        ("1717963200.25", Precision::Millisecond),
        ("2024-06-09", Precision::Day),
        ("2024-06-09 20:00", Precision::Minute),
        ("2024-06-09T20:00+02:00", Precision::Minute),
        ("2024-06-09 20:00:00", Precision::Second),
        ("2024-06-09T20:00:00.123456789Z", Precision::Millisecond),
    ] {
        assert_eq!(read(text, TimeFormat::Auto).precision, precision, "{text}");
    }
    assert_eq!(
        read("2024-06-09T20:00:00.1239Z", TimeFormat::Auto).ms,
        ELECTION_NIGHT + 123,
        "cut, not rounded"
    );
    assert_eq!(read("Sun, 09 Jun 2024 20:00 +0000", TimeFormat::Rfc822).precision, Precision::Minute);
    assert_eq!(read("20240609", TimeFormat::Compact).precision, Precision::Day);
}

#[test]
fn unknown_times_are_absent_and_not_1970() {
    for text in ["", "  ", "0", "None", "null", "NaN"] {
        assert_eq!(parse(text, TimeFormat::Auto, Zone::Utc), Ok(None), "{text:?}");
    }
}

#[test]
fn a_unit_error_names_the_unit_that_was_meant() {
    let reason = refused("1717963200000", TimeFormat::EpochS);
    assert!(reason.contains("probably in milliseconds (2024-06-09T20:00:00Z)"), "{reason}");
    let reason = refused("1717963200", TimeFormat::EpochUs);
    assert!(reason.contains("probably in seconds"), "{reason}");
    let reason = refused("50000-01-01T00:00:00Z", TimeFormat::Auto);
    assert!(reason.contains("is no time"), "{reason}");
    let reason = refused("9000-01-01T00:00:00Z", TimeFormat::Auto);
    assert!(reason.contains("the year 9000, outside 1970 to 2200"), "{reason}");
    assert!(refused("-5", TimeFormat::Auto).contains("the year 1969"));
    assert!(refused("99999999999999999999", TimeFormat::Auto).contains("is no time"));
}

#[test]
fn a_local_time_is_refused_where_nobody_says_in_which_zone() {
    assert!(refused("2024-06-09T20:00:00", TimeFormat::Iso8601).contains("names no zone"));
    assert!(refused("2024-06-09 20:00:00", TimeFormat::NamedZone).contains("names no zone"));
    assert!(refused("2024-06-09 20:00:00 IST", TimeFormat::NamedZone).contains("`IST`"));
}

#[test]
fn dates_that_do_not_exist_are_no_dates() {
    for text in
        ["2023-02-29", "2024-13-01", "2024-00-10", "2024-06-31T00:00:00Z", "2024-06-09T24:00:00Z", "9-6-2024"]
    {
        assert!(refused(text, TimeFormat::Iso8601).contains("is no time"), "{text}");
    }
}

#[test]
fn the_unit_of_a_column_is_told_from_a_value() {
    assert_eq!(epoch_unit("1717963200"), Some(TimeFormat::EpochS));
    assert_eq!(epoch_unit("1717963200000"), Some(TimeFormat::EpochMs));
    assert_eq!(epoch_unit("2024-06-09"), None);
    assert_eq!(epoch_unit(""), None);
}

proptest! {
    /// What is read by hand is what `jiff` reads.
    #[test]
    fn iso_by_hand_equals_jiff(
        ms in EARLIEST_MS..LATEST_MS,
        offset in prop::option::of(-840i32..=840),
        fraction in 0usize..=9,
        separator in prop::sample::select(vec!['T', ' ', 't']),
    ) {
        let instant = jiff::Timestamp::from_millisecond(ms).expect("in range");
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::Offset::from_seconds(offset.unwrap_or(0) * 60).expect("small"));
        let local = instant.to_zoned(zone).datetime();
        let mut text = format!(
            "{:04}-{:02}-{:02}{separator}{:02}:{:02}:{:02}",
            local.year(), local.month(), local.day(), local.hour(), local.minute(), local.second(),
        );
        if fraction > 0 {
            let digits = format!("{:09}", local.subsec_nanosecond());
            text = format!("{text}.{}", &digits[..fraction]);
        }
        match offset {
            None => text.push('Z'),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                text = format!("{text}{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
            }
        }
        let expected: jiff::Timestamp = text.parse().expect("jiff reads it");
        let read = parse(&text, TimeFormat::Iso8601, Zone::Unknown).expect("read").expect("not empty");
        prop_assert_eq!(read.ms, expected.as_millisecond());
    }

    #[test]
    fn epoch_by_hand_equals_jiff(seconds in SENSIBLE_MS / 1_000..LATEST_MS / 1_000) {
        let expected = jiff::Timestamp::from_second(seconds).expect("in range").as_millisecond();
        prop_assert_eq!(read(&seconds.to_string(), TimeFormat::EpochS).ms, expected);
        prop_assert_eq!(read(&expected.to_string(), TimeFormat::EpochMs).ms, expected);
        prop_assert_eq!(read(&format!("{seconds}.042"), TimeFormat::EpochS).ms, expected + 42);
    }

    #[test]
    fn no_text_panics(text in ".{0,40}", digits in "[0-9TZ:+ .-]{0,30}") {
        for format in [
            TimeFormat::Auto, TimeFormat::EpochS, TimeFormat::EpochMs, TimeFormat::EpochUs, TimeFormat::Iso8601,
            TimeFormat::Compact, TimeFormat::NamedZone, TimeFormat::Rfc822, TimeFormat::Ctime,
        ] {
            let _ = parse(&text, format, Zone::Utc);
            let _ = parse(&digits, format, Zone::Utc);
        }
    }
}
