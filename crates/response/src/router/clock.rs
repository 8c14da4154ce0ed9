//! A mechanism's clocks, as they run for an incident.
//!
//! Counted by the situation's calendar ([`crate::calendar`]). A clock that nobody has started yet says when it would end
//! if it started now: that is what orders the routes.

use super::{Answer, Due, Situation};
use crate::mechanism::{Clock, Mechanism, Starts, When, Within};
use crate::{Calendar, Term};
use std::collections::BTreeSet;

/// The clocks that apply: of several for one step the first.
pub(super) fn clocks(mechanism: &Mechanism, situation: &Situation, now: i64) -> Vec<Due> {
    let mut steps = BTreeSet::new();
    mechanism
        .clocks
        .iter()
        .filter(|clock| clock.when.is_none_or(|when| holds(when, situation, now)))
        .filter(|clock| steps.insert(clock.step.as_str()))
        .filter_map(|clock| due(clock, situation, now))
        .collect()
}

fn holds(when: When, situation: &Situation, now: i64) -> bool {
    match when {
        When::LastMonthBeforeElection => situation.is_shortly_before_a_vote(1, now),
        When::LastThreeMonthsBeforeElection => situation.is_shortly_before_a_vote(3, now),
        When::Nis2Entity => situation.cyber.nis2_entity == Answer::Yes,
        When::CrisisDecision => situation
            .crisis_decision
            .as_ref()
            .is_some_and(|decision| (decision.adopted_at..decision.until).contains(&now)),
    }
}

fn due(clock: &Clock, situation: &Situation, now: i64) -> Option<Due> {
    let election = situation.election(now);
    let ours =
        matches!(clock.starts, Starts::Sending | Starts::Receipt | Starts::Answer | Starts::MediaStatement);
    let started = match clock.starts {
        Starts::Detection => situation.detected_at,
        Starts::Publication => situation.published_at,
        Starts::Aware => situation.cyber.aware_at,
        Starts::Notified => situation.cyber.notified_at,
        Starts::Decision => situation.crisis_decision.as_ref().map(|decision| decision.adopted_at),
        Starts::MediaStatement => {
            situation.items.iter().filter_map(|item| item.media.statement_sent_at).min()
        }
        Starts::ElectionDay => election.map(|vote| situation.calendar.first(vote.date)),
        Starts::ResponseWindowEnd => {
            let vote = situation.in_window(now).or(election);
            vote.and_then(|vote| vote.response_window).map(|window| window.until)
        }
        Starts::Sending | Starts::Receipt | Starts::Answer => None,
    };
    // A clock on an election that is not on record says nothing.
    if started.is_none() && matches!(clock.starts, Starts::ElectionDay | Starts::ResponseWindowEnd) {
        return None;
    }
    let end = |start| end_of(start, &clock.within, clock.before, &situation.calendar);
    let due_at = started.and_then(end);
    Some(Due {
        step: clock.step.clone(),
        what: clock.what.clone(),
        who: clock.who.clone(),
        basis: clock.basis.clone(),
        practice: clock.practice,
        started_at: started,
        due_at,
        due_if_started_now: if started.is_none() && ours { end(now) } else { None },
        overdue: due_at.is_some_and(|due| due < now),
    })
}

/// When a time ends that starts at `start`, by the calendar of Regulation 1182/71; backwards, when it begins.
fn end_of(start: i64, within: &Within, before: bool, calendar: &Calendar) -> Option<i64> {
    let term = within.term()?;
    match term {
        // A moment in itself.
        Term::Hours(0) | Term::Days(0) => Some(start),
        Term::Months(months) if before => Some(calendar.months_before(calendar.day(start), months)),
        Term::Days(days) if before => {
            let day = calendar.day(start).saturating_sub(jiff::Span::new().try_days(i64::from(days)).ok()?);
            Some(calendar.first(day))
        }
        _ => term.end(start, calendar),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_moment_is_its_own_deadline_and_a_day_before_begins_with_its_first_hour() {
        let calendar = Calendar::default();
        let start = calendar.first(date(2026, 6, 7));
        let end = |within, before| end_of(start, &within, before, &calendar);
        assert_eq!(end(Within { hours: Some(0), ..Within::default() }, false), Some(start));
        let days = Within { days: Some(77), ..Within::default() };
        assert_eq!(end(days, true), Some(calendar.first(date(2026, 3, 22))));
        let months = Within { months: Some(3), ..Within::default() };
        assert_eq!(end(months, true), Some(calendar.first(date(2026, 3, 7))));
        assert_eq!(end(Within::default(), false), None);
    }

    #[test]
    fn the_ends_of_time_do_no_harm() {
        for start in [i64::MIN, i64::MAX] {
            for within in [
                Within { hours: Some(u32::MAX), ..Within::default() },
                Within { days: Some(u32::MAX), ..Within::default() },
                Within { working_days: Some(9), ..Within::default() },
            ] {
                for before in [false, true] {
                    let _ = end_of(start, &within, before, &Calendar::default());
                }
            }
        }
    }
}
