//! Equal steps of time around a measure.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Length of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = EffectStep)]
pub enum Step {
    /// An hour of UTC.
    Hour,
    /// A day of UTC.
    Day,
}

impl Step {
    /// Its length, milliseconds.
    pub const fn ms(self) -> i64 {
        match self {
            Self::Hour => 3_600_000,
            Self::Day => 86_400_000,
        }
    }

    /// Steps on a side, at most.
    const fn most(self) -> i64 {
        match self {
            Self::Hour => 14 * 24,
            Self::Day => 90,
        }
    }
}

/// Days on each side from which on days are taken rather than hours.
const DAYS: i64 = 14;

/// Steps in which is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Steps {
    pub step: Step,
    /// Begin of the first, milliseconds of UTC.
    pub start: i64,
    pub count: usize,
    /// The first after the measure; the one that the measure falls into is on neither side.
    pub first: usize,
}

impl Steps {
    /// The steps around a moment, for data from their first to their last time, whose times have a unit (all milliseconds).
    /// Only whole steps of the data are taken.
    pub fn around(since: i64, data: (i64, i64), unit: i64, asked: Option<Step>) -> Self {
        let day = Self::of(Step::Day, since, data, unit);
        let hour = Self::of(Step::Hour, since, data, unit);
        match asked {
            // Hours cannot be told from data that know days.
            _ if unit > Step::Hour.ms() => day,
            Some(Step::Day) => day,
            None if day.shorter() >= DAYS || hour.shorter() == 0 => day,
            Some(Step::Hour) | None => hour,
        }
    }

    fn of(step: Step, since: i64, (first, last): (i64, i64), unit: i64) -> Self {
        let ms = step.ms();
        let up = |time: i64| time.div_euclid(ms) + i64::from(time.rem_euclid(ms) != 0);
        // Counted in steps since 1970: where the data begin and end, and the first step that is wholly after the measure.
        let begin = up(first);
        let end = last.saturating_add(unit).div_euclid(ms);
        let (before, after) = (since.div_euclid(ms), up(since));
        let from = begin.clamp(before - step.most(), before);
        let to = end.clamp(after, after + step.most());
        Self {
            step,
            start: from * ms,
            count: usize::try_from(to - from).unwrap_or(0),
            first: usize::try_from(after - from).unwrap_or(0),
        }
    }

    /// Steps on the side that has fewer, missing ones counted.
    fn shorter(&self) -> i64 {
        let before = self.first as i64;
        before.min(self.count as i64 - before)
    }

    /// The end of the last step.
    pub fn end(&self) -> i64 {
        self.start + self.count as i64 * self.step.ms()
    }

    /// The step of a time.
    pub fn at(&self, time: i64) -> Option<usize> {
        let at = usize::try_from(time.checked_sub(self.start)?.div_euclid(self.step.ms())).ok()?;
        (at < self.count).then_some(at)
    }
}
