//! Cyber incidents, their clocks, and what they refuse.

use super::*;
use crate::testing::{Driven, ELECTION_DAY, HOUR, contact, person};
use crate::{Standing, Term};
use proptest::prelude::*;

const AWARE: i64 = ELECTION_DAY - 30 * HOUR;

fn draft() -> Draft {
    Draft {
        title: "The page of results is flooded".into(),
        incident_type: IncidentType::Ddos,
        cycle_phase: CyclePhase::Publication,
        entity: "the electoral office".into(),
        aware_at: AWARE,
        in_scope: Answer::Yes,
        significant: Answer::Yes,
        csirt: "identity--be".into(),
        ..Draft::default()
    }
}

fn opened(draft: Draft) -> Driven<Cyber> {
    let mut driven = Driven::new();
    driven.act(&person("own", "own"), &Command::Open { draft }).expect("recorded");
    driven
}

fn close(outcome: Outcome) -> Command {
    Command::Close { outcome, note: "Traffic is filtered.".into() }
}

fn standing(driven: &Driven<Cyber>, name: &str) -> Standing {
    let all = driven.state.deadlines();
    all.iter().find(|one| one.name == name).expect(name).standing(driven.now)
}

#[test]
fn the_clocks_of_the_directive_run_from_when_one_became_aware() {
    let own = person("own", "own");
    let mut driven = opened(draft());
    let due = |name: &str, driven: &Driven<Cyber>| {
        driven.state.deadlines().into_iter().find(|one| one.name == name).and_then(|one| one.due)
    };
    assert_eq!(due("early-warning", &driven), Some(AWARE + 24 * HOUR));
    assert_eq!(due("notification", &driven), Some(AWARE + 72 * HOUR));
    assert_eq!(due("final-report", &driven), None);
    driven.act(&own, &Command::Warn { text: "Since yesterday.".into() }).expect("warned");
    assert_eq!(standing(&driven, "early-warning"), Standing::Met);
    let feedback = Command::Feedback { text: "Filter at the provider.".into() };
    assert_eq!(driven.refused(&own, &feedback), "answering-for-the-csirt");
    driven.act(&contact("be", "BE"), &feedback).expect("its own answer");
    driven.now = AWARE + 80 * HOUR;
    driven.act(&own, &Command::Notify { text: "High; three addresses.".into() }).expect("notified");
    assert_eq!(standing(&driven, "notification"), Standing::MetLate);
    let finish = Command::Finish { text: "Rented botnet.".into() };
    assert_eq!(driven.refused(&own, &finish), "finishing-what-goes-on");
    assert_eq!(driven.refused(&own, &close(Outcome::Handled)), "closing-before-the-final-report");
    // It goes on for longer than a month: progress is reported in time, and the final report a month after it was handled.
    driven.act(&own, &Command::Progress { text: "It goes on.".into() }).expect("progress");
    assert_eq!(standing(&driven, "final-report"), Standing::Met);
    driven.now += 40 * 24 * HOUR;
    driven.act(&own, &Command::Handle).expect("handled");
    assert_eq!(standing(&driven, "final-report-after-handling"), Standing::Running);
    driven.act(&own, &finish).expect("final");
    driven.act(&own, &close(Outcome::Handled)).expect("closed");
    assert!(driven.state.deadlines().iter().all(|one| one.fulfilled.is_some()));
    driven.check_replay();
}

#[test]
fn a_notification_within_a_day_warns_as_well_and_the_final_report_has_a_month() {
    let own = person("own", "own");
    let mut driven = opened(Draft { aware_at: ELECTION_DAY - 24 * HOUR, ..draft() });
    driven.act(&own, &Command::Notify { text: "All at once.".into() }).expect("notified");
    assert_eq!(standing(&driven, "early-warning"), Standing::Met);
    assert_eq!(driven.refused(&own, &Command::Warn { text: "late".into() }), "wrong-state");
    let last = driven.state.deadlines().into_iter().find(|one| one.name == "final-report").expect("due");
    assert_eq!(last.term, Term::Months(1));
}

#[test]
fn what_is_out_of_scope_has_no_clock_and_a_clock_that_runs_does_not_move() {
    let own = person("own", "own");
    let mut party = opened(Draft { in_scope: Answer::No, ..draft() });
    assert!(party.state.deadlines().is_empty());
    party.act(&own, &Command::Warn { text: "For your information.".into() }).expect("voluntary");
    party.act(&own, &close(Outcome::OutOfScope)).expect("closed");

    let mut driven = opened(Draft { in_scope: Answer::Unknown, ..draft() });
    assert!(driven.state.deadlines().is_empty());
    driven.act(&own, &Command::Edit { draft: draft() }).expect("found out");
    for moved in [
        Draft { aware_at: AWARE + HOUR, ..draft() },
        Draft { in_scope: Answer::No, ..draft() },
        Draft { significant: Answer::Unknown, ..draft() },
    ] {
        assert_eq!(driven.refused(&own, &Command::Edit { draft: moved }), "moving-a-clock");
    }
    assert_eq!(driven.refused(&own, &close(Outcome::OutOfScope)), "explaining-a-significant-incident-away");
    driven.act(&own, &close(Outcome::FalseAlarm)).expect("closed");
    assert_eq!(standing(&driven, "notification"), Standing::Stopped);
}

#[test]
fn what_cannot_be_recorded_is_refused() {
    let mut driven = Driven::<Cyber>::new();
    let own = person("own", "own");
    for bad in [
        Draft { aware_at: i64::MAX, ..draft() },
        Draft { aware_at: 0, ..draft() },
        Draft { csirt: "identity--nobody".into(), ..draft() },
        Draft { title: String::new(), ..draft() },
    ] {
        assert_eq!(driven.refused(&own, &Command::Open { draft: bad }), "incomplete");
    }
    let mut red = opened(Draft { marking: ostrakon_model::Tlp::Red, ..draft() });
    assert_eq!(red.refused(&own, &Command::Warn { text: "x".into() }), "sending-red-to-an-organisation");
    assert_eq!(red.refused(&contact("fr", "FR"), &Command::Handle), "changing-it-from-outside");
}

proptest! {
    /// Whatever is commanded: what must be reported is closed after its final report or as a false alarm, and no clock moves.
    #[test]
    fn no_sequence_of_commands_reaches_a_forbidden_state(steps in proptest::collection::vec((0u8..9, 0u8..3, any::<bool>()), 0..40)) {
        let mut driven = Driven::<Cyber>::new();
        for (what, which, own) in steps {
            let answer = [Answer::Yes, Answer::No, Answer::Unknown][usize::from(which)];
            let facts = Draft { in_scope: answer, aware_at: AWARE + i64::from(which / 2), ..draft() };
            let text = String::from("x");
            let command = match what {
                0 => Command::Open { draft: facts },
                1 => Command::Edit { draft: facts },
                2 => Command::Warn { text },
                3 => Command::Notify { text },
                4 => Command::Progress { text },
                5 => Command::Handle,
                6 => Command::Finish { text },
                7 => Command::Feedback { text },
                _ => close([Outcome::Handled, Outcome::FalseAlarm, Outcome::OutOfScope][usize::from(which)]),
            };
            driven.attempt(&if own { person("own", "own") } else { contact("be", "BE") }, &command);
            let it = &driven.state;
            if let Some((_, outcome, _)) = &it.closed {
                prop_assert!(!it.must_be_reported() || it.final_report.is_some() || *outcome == Outcome::FalseAlarm);
            }
            prop_assert!(it.final_report.is_none() || (it.notification.is_some() && it.handled.is_some()));
            prop_assert!(it.feedback.iter().all(|one| one.by.organisation == it.draft.csirt));
        }
        driven.check_replay();
    }
}
