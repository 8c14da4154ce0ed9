//! Days: an entry begins and ends with a day of UTC, since sources name days.

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

/// The day of a moment in milliseconds since 1970 UTC; the first day there is for one out of range.
pub(super) fn day(ms: i64) -> Date {
    Timestamp::from_millisecond(ms).map_or(Date::MIN, |at| at.to_zoned(TimeZone::UTC).date())
}

/// Whether a day lies in a span whose ends belong to it; an open end is open.
pub(super) fn within(day: Date, from: Option<Date>, until: Option<Date>) -> bool {
    from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
}
