//! How periods of law are counted: Regulation (EEC, Euratom) No 1182/71.
//!
//! Hours run as hours. A period in days or months does not count the day of the event, ends with the last hour of its
//! last day, and where that day is a Saturday, Sunday or public holiday, with the last hour of the next working day
//! (Art 3(4)); a period of two days or more has at least two working days in it (Art 3(5)). Periods that run *back* from
//! an election begin with the first hour of their first day; they are not moved.

use jiff::civil::{Date, Weekday};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Span, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Days or months of a period, at most: beyond it any period ends with the calendar.
const MOST: u32 = 100_000;

/// Where days begin and which of them are holidays.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Calendar {
    /// Name in the IANA database, such as `Europe/Brussels`. An unknown name counts as UTC; [`Calendar::check`] says so.
    pub time_zone: String,
    /// Public holidays, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub holidays: BTreeSet<Date>,
}

impl Default for Calendar {
    /// Brussels, without holidays: an institution that has entered none is given no more time than the law's least.
    fn default() -> Self {
        Self { time_zone: "Europe/Brussels".into(), holidays: BTreeSet::new() }
    }
}

impl Calendar {
    /// Whether the time zone is known.
    pub fn check(&self) -> bool {
        TimeZoneDatabase::bundled().get(&self.time_zone).is_ok()
    }

    fn zone(&self) -> TimeZone {
        // The bundled database and not the machine's: the same deadline on every machine.
        TimeZoneDatabase::bundled().get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }

    /// The day that a moment falls on.
    pub fn day(&self, at: i64) -> Date {
        Timestamp::from_millisecond(at).unwrap_or_default().to_zoned(self.zone()).date()
    }

    /// The first millisecond of a day.
    pub fn first(&self, day: Date) -> i64 {
        day.to_zoned(self.zone()).map_or(0, |zoned| zoned.timestamp().as_millisecond())
    }

    /// The last millisecond of a day.
    pub fn last(&self, day: Date) -> i64 {
        day.tomorrow().map_or(i64::MAX, |next| self.first(next) - 1)
    }

    /// Whether a day is neither Saturday, Sunday nor holiday.
    pub fn works(&self, day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.holidays.contains(&day)
    }

    /// End of a period of hours.
    pub fn after_hours(&self, start: i64, hours: u32) -> i64 {
        start.saturating_add(i64::from(hours) * 3_600_000)
    }

    /// End of a period of calendar days.
    pub fn after_days(&self, start: i64, days: u32) -> i64 {
        let begin = self.day(start);
        let mut end = self.moved(plus(begin, i64::from(days.min(MOST)).days()));
        // Art 3(5): at least two working days in a period of two days or more.
        while days >= 2 && self.working_days_between(begin, end) < 2 {
            end = self.moved(plus(end, 1.day()));
        }
        self.last(end)
    }

    /// End of a period of working days.
    pub fn after_working_days(&self, start: i64, days: u32) -> i64 {
        let (mut day, mut left) = (self.day(start), days);
        while left > 0 {
            let next = plus(day, 1.day());
            if next == day {
                break;
            }
            day = next;
            left -= u32::from(self.works(day));
        }
        self.last(day)
    }

    /// End of a period of months: the same date, or the last day of a month that has none.
    pub fn after_months(&self, start: i64, months: u32) -> i64 {
        self.last(self.moved(plus(self.day(start), i64::from(months.min(MOST)).months())))
    }

    /// The first millisecond of the day that lies months before a day.
    pub fn months_before(&self, day: Date, months: u32) -> i64 {
        self.first(plus(day, -i64::from(months.min(MOST)).months()))
    }

    /// The next working day, or the day itself.
    fn moved(&self, mut day: Date) -> Date {
        while !self.works(day) {
            let next = plus(day, 1.day());
            if next == day {
                break;
            }
            day = next;
        }
        day
    }

    fn working_days_between(&self, begin: Date, end: Date) -> u32 {
        let (mut day, mut count) = (begin, 0);
        while day < end {
            day = plus(day, 1.day());
            count += u32::from(self.works(day));
        }
        count
    }
}

/// Adds, and stops at the ends of the calendar.
fn plus(day: Date, span: Span) -> Date {
    day.saturating_add(span)
}

#[cfg(test)]
mod tests {
    use super::Calendar;
    use jiff::civil::date;

    fn brussels() -> Calendar {
        Calendar { holidays: [date(2024, 5, 1), date(2024, 5, 9)].into(), ..Calendar::default() }
    }

    #[test]
    fn a_period_in_days_ends_on_a_working_day_with_its_last_hour() {
        // Given an event on Friday 3 May 2024 at noon in Brussels, when a day is given, then Monday is the last day.
        let calendar = brussels();
        let friday = calendar.first(date(2024, 5, 3)) + 12 * 3_600_000;
        assert_eq!(calendar.after_days(friday, 1), calendar.last(date(2024, 5, 6)));
        // Two days: Sunday, moved to Monday, and a second working day is due: Tuesday.
        assert_eq!(calendar.after_days(friday, 2), calendar.last(date(2024, 5, 7)));
        // Hours run as hours.
        assert_eq!(calendar.after_hours(friday, 48), friday + 48 * 3_600_000);
    }

    #[test]
    fn holidays_and_week_ends_are_no_working_days() {
        let calendar = brussels();
        let tuesday = calendar.first(date(2024, 4, 30));
        // 2, 3, 6, 7, 8, 10, 13, 14 May: the 1st and the 9th are holidays.
        assert_eq!(calendar.after_working_days(tuesday, 8), calendar.last(date(2024, 5, 14)));
    }

    #[test]
    fn months_end_on_the_same_date_or_the_last_there_is() {
        let calendar = Calendar::default();
        assert_eq!(
            calendar.after_months(calendar.first(date(2024, 1, 31)), 1),
            calendar.last(date(2024, 2, 29))
        );
        assert_eq!(calendar.months_before(date(2024, 6, 6), 3), calendar.first(date(2024, 3, 6)));
    }

    #[test]
    fn days_have_23_or_25_hours_when_clocks_change() {
        let calendar = Calendar::default();
        let hours = |day| (calendar.last(day) + 1 - calendar.first(day)) / 3_600_000;
        assert_eq!(
            [hours(date(2024, 3, 31)), hours(date(2024, 4, 1)), hours(date(2024, 10, 27))],
            [23, 24, 25]
        );
    }

    #[test]
    fn the_ends_of_time_do_no_harm() {
        let calendar = Calendar { time_zone: "Middle/Earth".into(), ..Calendar::default() };
        assert!(!calendar.check() && brussels().check());
        for at in [i64::MIN, 0, i64::MAX] {
            let _ = (
                calendar.after_days(at, u32::MAX),
                calendar.after_months(at, u32::MAX),
                calendar.after_hours(at, u32::MAX),
            );
        }
        let _ = calendar.after_working_days(i64::MAX, 9);
    }
}
