//! Versions of objects: time stamps as texts whose order is the order of time.
//!
//! **The problem.** `2024-01-01T00:00:00Z` and `…00.000Z` are one point in time, and as texts they differ and sort
//! wrongly. **The choice.** Kept and compared without trailing zeros and without the `Z`, given back as it came.
//! **Rejected.** Microseconds as a number: the standard sets no limit on the digits, and two versions a nanosecond apart
//! are two versions.

/// The form that is compared; texts that are no UTC time stamps stay as they are.
pub(crate) fn comparable(given: &str) -> &str {
    let Some(text) = given.strip_suffix('Z') else { return given };
    let bytes = text.as_bytes();
    if bytes.len() < 19 || bytes[10] != b'T' || bytes[4] != b'-' {
        return given;
    }
    match bytes.get(19) {
        None => text,
        Some(b'.') => text.trim_end_matches('0').trim_end_matches('.'),
        Some(_) => given,
    }
}

/// The usual spelling: at least three digits of a second, and `Z`.
pub(crate) fn spelled(comparable: &str) -> String {
    let bytes = comparable.as_bytes();
    if bytes.len() < 19 || bytes[10] != b'T' || comparable.ends_with('Z') {
        return comparable.to_owned();
    }
    let mut text = comparable.to_owned();
    if text.len() == 19 {
        text.push('.');
    }
    while text.len() < 23 {
        text.push('0');
    }
    text.push('Z');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_point_in_time_is_one_version_and_later_ones_sort_later() {
        let one = comparable("2024-01-01T00:00:00Z");
        assert_eq!(one, comparable("2024-01-01T00:00:00.000Z"));
        assert_eq!(spelled(one), "2024-01-01T00:00:00.000Z");
        assert_eq!(spelled(comparable("2024-01-01T00:00:00.120Z")), "2024-01-01T00:00:00.120Z");
        assert_eq!(spelled(comparable("2024-01-01T00:00:00.123456Z")), "2024-01-01T00:00:00.123456Z");
        assert!(one < comparable("2024-01-01T00:00:00.0005Z"));
        assert!(comparable("2024-01-01T00:00:00.0005Z") < comparable("2024-01-01T00:00:00.001Z"));
    }

    #[test]
    fn what_is_no_time_stamp_is_left_alone() {
        for text in ["", "Z", "1", "yesterday-morningTZ", "2024-01-01T00:00:00+02:00", "ééééééééééééZ"]
        {
            assert_eq!(comparable(text), text);
        }
    }
}
