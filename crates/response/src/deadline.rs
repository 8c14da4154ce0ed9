//! Deadlines as objects: basis, starting event, calendar, stop rule, proof of fulfilment.
//!
//! **The problem.** In ticket systems a timer is a row that edits move: an update restarts it, an answer that is written as a
//! note does not stop it, a pause outlives its reason. **The choice.** A deadline is *computed* from what happened each
//! time it is asked for. It starts by one event, is stopped by named events only, and says by which event it was
//! fulfilled. **Rejected.** Stored due dates.

use crate::{Calendar, Party, Source, Words};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "unit", content = "count")]
pub enum Term {
    /// Hours, day and night.
    Hours(u32),
    /// Calendar days.
    Days(u32),
    /// Working days.
    WorkingDays(u32),
    /// Months.
    Months(u32),
    /// A moment that was set by somebody: milliseconds of UTC.
    Until(i64),
    /// Without undue delay: no figure, but an order and an age.
    Promptly,
}

impl Term {
    /// When a period that starts at `start` ends; `None` for [`Term::Promptly`].
    pub fn end(self, start: i64, calendar: &Calendar) -> Option<i64> {
        Some(match self {
            Self::Hours(n) => calendar.after_hours(start, n),
            Self::Days(n) => calendar.after_days(start, n),
            Self::WorkingDays(n) => calendar.after_working_days(start, n),
            Self::Months(n) => calendar.after_months(start, n),
            Self::Until(at) => at,
            Self::Promptly => return None,
        })
    }
}

/// By which event a deadline was met.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Fulfilment {
    /// When.
    pub at: i64,
    /// By whom.
    pub by: Party,
    /// The event that proves it: its name.
    pub event: String,
}

/// A deadline.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub struct Deadline {
    /// Name within its record: `early-warning`.
    pub name: String,
    /// What is to be done.
    pub what: Words,
    /// Who has to do it: an organisation, or empty for the one that keeps the record.
    pub whose: String,
    /// What it stands on.
    pub basis: Source,
    /// The event that starts it.
    pub starts_by: String,
    /// When that happened; `None`: it has not begun.
    pub started: Option<i64>,
    /// How long.
    pub term: Term,
    /// How it is counted.
    pub calendar: Calendar,
    /// The events that end it without fulfilment (withdrawn, closed), in words.
    pub stops_by: Words,
    /// When it was stopped.
    pub stopped: Option<i64>,
    /// By what it was fulfilled.
    pub fulfilled: Option<Fulfilment>,
    /// When it is due: computed from start, term and calendar.
    pub due: Option<i64>,
}

/// How a deadline stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The event that starts it has not happened.
    NotBegun,
    /// It runs.
    Running,
    /// It has passed, and nothing was done.
    Missed,
    /// Done in time.
    Met,
    /// Done, and late.
    MetLate,
    /// It ended without anything to be done.
    Stopped,
}

impl Deadline {
    /// A deadline that starts with an event.
    pub fn new(
        name: &str,
        what: Words,
        basis: Source,
        starts_by: &str,
        started: Option<i64>,
        term: Term,
    ) -> Self {
        let calendar = Calendar::default();
        let due = started.and_then(|start| term.end(start, &calendar));
        Self {
            name: name.into(),
            what,
            whose: String::new(),
            basis,
            starts_by: starts_by.into(),
            started,
            term,
            calendar,
            stops_by: Words::default(),
            stopped: None,
            fulfilled: None,
            due,
        }
    }

    /// Counted by another calendar.
    #[must_use]
    pub fn by_calendar(mut self, calendar: &Calendar) -> Self {
        self.due = self.started.and_then(|start| self.term.end(start, calendar));
        self.calendar = calendar.clone();
        self
    }

    /// Somebody else's to meet.
    #[must_use]
    pub fn of(mut self, organisation: &str) -> Self {
        self.whose = organisation.into();
        self
    }

    /// Fulfilled by an event, if that has happened.
    #[must_use]
    pub fn met(mut self, fulfilled: Option<Fulfilment>) -> Self {
        self.fulfilled = fulfilled;
        self
    }

    /// Ended by an event that leaves nothing to be done, if that has happened.
    #[must_use]
    pub fn stopped(mut self, by: Words, at: Option<i64>) -> Self {
        (self.stops_by, self.stopped) = (by, at);
        self
    }

    /// How it stands at a moment.
    pub fn standing(&self, now: i64) -> Standing {
        let late = |at: i64| self.due.is_some_and(|due| at > due);
        match (&self.fulfilled, self.stopped, self.started) {
            (Some(done), _, _) if late(done.at) => Standing::MetLate,
            (Some(_), _, _) => Standing::Met,
            // What was already late when it was stopped stays missed.
            (None, Some(at), _) if late(at) => Standing::Missed,
            (None, Some(_), _) => Standing::Stopped,
            (None, None, None) => Standing::NotBegun,
            (None, None, Some(_)) if late(now) => Standing::Missed,
            (None, None, Some(_)) => Standing::Running,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day_of(started: Option<i64>) -> Deadline {
        Deadline::new("answer", Words::default(), Source::default(), "sent", started, Term::Hours(24))
    }
    const HOUR: i64 = 3_600_000;

    #[test]
    fn a_deadline_stands_as_what_happened_says() {
        let done = |at| Some(Fulfilment { at, by: Party::default(), event: "answered".into() });
        assert_eq!(day_of(None).standing(0), Standing::NotBegun);
        assert_eq!(day_of(Some(0)).standing(24 * HOUR), Standing::Running);
        assert_eq!(day_of(Some(0)).standing(24 * HOUR + 1), Standing::Missed);
        assert_eq!(day_of(Some(0)).met(done(HOUR)).standing(99 * HOUR), Standing::Met);
        assert_eq!(day_of(Some(0)).met(done(25 * HOUR)).standing(99 * HOUR), Standing::MetLate);
        assert_eq!(
            day_of(Some(0)).stopped(Words::default(), Some(HOUR)).standing(99 * HOUR),
            Standing::Stopped
        );
        assert_eq!(
            day_of(Some(0)).stopped(Words::default(), Some(30 * HOUR)).standing(99 * HOUR),
            Standing::Missed
        );
    }
}
