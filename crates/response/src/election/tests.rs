//! An election from its entry to its review: all deadlines follow its days.

use super::*;
use crate::testing::{Driven, HOUR, contact};
use crate::{Calendar, Standing, replay};
use jiff::civil::date;

fn details() -> Details {
    Details {
        title: "European elections 2024".into(),
        country: "EU".into(),
        first_day: date(2024, 6, 6),
        last_day: date(2024, 6, 9),
        retention_days: 120,
        ..Details::default()
    }
}

fn entered() -> Driven<Election> {
    let mut driven = Driven::new();
    driven.now = Calendar::default().first(date(2024, 2, 1));
    driven.act(&contact("own", "EU"), &Command::Open { details: details() }).expect("entered");
    driven
}

fn due(election: &Election, name: &str) -> i64 {
    let all = election.deadlines();
    all.iter().find(|one| one.name == name).and_then(|one| one.due).expect("a milestone with a date")
}

#[test]
fn every_deadline_is_counted_from_the_days_of_the_vote() {
    let mut driven = entered();
    let calendar = Calendar::default();
    assert_eq!(due(&driven.state, "third-country-sponsors"), calendar.first(date(2024, 3, 6)));
    assert_eq!(due(&driven.state, "last-month"), calendar.first(date(2024, 5, 6)));
    assert_eq!(due(&driven.state, "last-48-hours"), calendar.first(date(2024, 6, 6)) - 48 * HOUR);
    assert_eq!(due(&driven.state, "ads-repository"), calendar.last(date(2024, 6, 9)) + 72 * HOUR);
    // When the vote moves by a week, so do they, and only by that event.
    let later = Details { first_day: date(2024, 6, 13), last_day: date(2024, 6, 16), ..details() };
    let own = contact("own", "EU");
    driven.act(&own, &Command::Revise { details: later, reason: "Moved by law.".into() }).expect("revised");
    assert_eq!(due(&driven.state, "third-country-sponsors"), calendar.first(date(2024, 3, 13)));
    driven
        .act(
            &own,
            &Command::Confirm { milestone: "third-country-sponsors".into(), proof: "Nine checked.".into() },
        )
        .expect("confirmed");
    let met =
        driven.state.deadlines().into_iter().find(|one| one.name == "third-country-sponsors").expect("it");
    assert_eq!(met.standing(driven.now), Standing::Met);
    assert_eq!(driven.state, replay(&driven.history));
}

#[test]
fn what_hung_on_the_old_date_is_asked_for_anew_and_stays_to_be_seen() {
    // Given a vote with a window, with the facts of its days, with a milestone that was met and one that was missed,
    let (mut driven, own) = (entered(), contact("own", "EU"));
    let calendar = Calendar::default();
    let window = Window {
        from: calendar.first(date(2024, 5, 1)),
        until: calendar.first(date(2024, 6, 20)),
        signatories: ["identity--checker".to_owned()].into(),
    };
    let facts = VotingFacts {
        days: vec![date(2024, 6, 9)],
        address: "https://elections.europa.eu".into(),
        methods: vec!["at a polling station".into()],
        ..VotingFacts::default()
    };
    let confirm = |name: &str| Command::Confirm { milestone: name.into(), proof: "Nine checked.".into() };
    driven.act(&own, &Command::DeclareWindow { window: window.clone() }).expect("declared");
    driven.act(&own, &Command::StateFacts { name: "all".into(), facts }).expect("stated");
    driven.now = calendar.first(date(2024, 4, 10));
    driven.act(&own, &confirm("last-month")).expect("confirmed");
    let before = driven.state.deadlines();
    // when it is held in the autumn instead,
    let later = Details { first_day: date(2024, 9, 29), last_day: date(2024, 9, 29), ..details() };
    let revise = |details: Details| Command::Revise { details, reason: "Annulled.".into() };
    driven.act(&own, &revise(later.clone())).expect("revised");
    let moved = driven.now;
    // then no window is declared for it, no facts are stated, and nothing is confirmed;
    let state = &driven.state;
    assert!(state.window.is_none() && state.facts.is_empty() && state.confirmed.is_empty());
    assert_eq!(state.facts().expect("entered").rapid_response, None);
    let named = |name: &str| state.deadlines().into_iter().find(|one| one.name == name).expect("it");
    let month = named("last-month");
    assert_eq!((month.due, month.started), (Some(calendar.first(date(2024, 8, 29))), Some(moved)));
    assert_eq!((month.standing(moved), month.starts_by.as_str()), (Standing::Running, "revised"));
    // and the deadlines of June stand as they stood: met, missed, or stopped by the revision, none of them moved.
    for (name, standing) in [
        ("last-month", Standing::Met),
        ("third-country-sponsors", Standing::Missed),
        ("last-48-hours", Standing::Stopped),
    ] {
        let old = named(&format!("earlier-1-{name}"));
        let was = before.iter().find(|one| one.name == name).expect("it");
        assert_eq!((old.due, old.started, &old.fulfilled), (was.due, was.started, &was.fulfilled));
        assert_eq!(old.standing(moved + 400 * 24 * HOUR), standing, "{name}");
        assert!(old.what.de.contains("2024-06-06"), "{}", old.what.de);
    }
    assert_eq!(state.earlier[0].window.as_ref(), Some(&window));
    assert_eq!(driven.refused(&own, &confirm("earlier-1-last-48-hours")), "wrong-state");
    driven.act(&own, &confirm("last-month")).expect("confirmed for the new date");
    // What is no date of the vote (a title, a place where it was announced) leaves everything as it is.
    let before = driven.state.clone();
    driven
        .act(&own, &revise(Details { title: "European elections, again".into(), ..later }))
        .expect("revised");
    assert_eq!((&driven.state.confirmed, &driven.state.earlier), (&before.confirmed, &before.earlier));
    driven.check_replay();
    // A history of before that was the rule gives what it gave.
    let old = serde_json::json!({ "event": "revised", "details": driven.state.details, "reason": "x" });
    assert!(matches!(serde_json::from_value(old), Ok(Event::Revised { anew: false, .. })));
}

#[test]
fn the_window_of_rapid_response_is_bound_to_the_vote_and_to_those_who_are_no_platform() {
    let (mut driven, own) = (entered(), contact("own", "EU"));
    let day = |d| Calendar::default().first(d);
    let window = |from, until, who: &str| Command::DeclareWindow {
        window: Window {
            from: day(from),
            until: day(until),
            signatories: [format!("identity--{who}")].into(),
        },
    };
    for (command, rule) in [
        (window(date(2024, 6, 7), date(2024, 6, 20), "checker"), "declaring-a-window-away-from-the-vote"),
        (window(date(2023, 6, 7), date(2024, 6, 20), "checker"), "declaring-a-window-away-from-the-vote"),
        (window(date(2024, 4, 20), date(2024, 6, 20), "platform"), "counting-a-platform-among-the-notifiers"),
        (window(date(2024, 4, 20), date(2024, 6, 20), "nobody"), "incomplete"),
    ] {
        assert_eq!(driven.refused(&own, &command), rule);
    }
    driven.act(&own, &window(date(2024, 4, 20), date(2024, 6, 20), "checker")).expect("declared");
    let facts = driven.state.facts().expect("entered");
    assert_eq!((facts.opens, facts.signatories.len()), (day(date(2024, 6, 6)), 1));
}

#[test]
fn facts_have_a_source_ticks_have_evidence_and_it_closes_when_it_is_over() {
    let (mut driven, own) = (entered(), contact("own", "EU"));
    let facts = VotingFacts {
        days: vec![date(2024, 6, 9)],
        methods: vec!["at a polling station".into()],
        ..VotingFacts::default()
    };
    let state = |facts| Command::StateFacts { name: "all".into(), facts };
    assert_eq!(driven.refused(&own, &state(facts.clone())), "incomplete");
    driven
        .act(&own, &state(VotingFacts { address: "https://elections.europa.eu".into(), ..facts }))
        .expect("stated");
    let item = |evidence: &str| Item {
        title: "Results are sent over two ways.".into(),
        done: true,
        evidence: evidence.into(),
        ..Item::default()
    };
    assert_eq!(driven.refused(&own, &Command::PutItem { id: "1".into(), item: item("") }), "incomplete");
    driven.act(&own, &Command::PutItem { id: "1".into(), item: item("Tested on 3 March.") }).expect("ticked");
    assert_eq!(
        driven.refused(&own, &Command::PutRisk { id: "r".into(), risk: Risk::default() }),
        "incomplete"
    );
    assert_eq!(
        driven.refused(&own, &Command::Close { review: "Early.".into() }),
        "closing-before-the-vote-is-over"
    );
    assert_eq!(
        driven.refused(&contact("fr", "FR"), &Command::Close { review: "x".into() }),
        "changing-it-from-outside"
    );
    driven.now = Calendar::default().last(date(2024, 6, 10));
    driven.act(&own, &Command::Close { review: "What was seen, done and changed.".into() }).expect("closed");
    assert!(!driven.state.summary().open);
}

#[test]
fn what_cannot_be_counted_is_refused() {
    let mut driven = Driven::<Election>::new();
    let own = contact("own", "EU");
    let backwards = Details { last_day: date(2024, 6, 1), ..details() };
    let nowhere =
        Details { calendar: Calendar { time_zone: "Mars/Base".into(), ..Calendar::default() }, ..details() };
    for bad in [
        backwards,
        nowhere,
        Details { title: " ".into(), ..details() },
        Details { retention_days: 0, ..details() },
    ] {
        assert_eq!(driven.refused(&own, &Command::Open { details: bad }), "incomplete");
    }
    assert_eq!(driven.refused(&own, &Command::Close { review: "x".into() }), "wrong-state");
}

#[test]
fn a_vote_is_held_in_a_country_and_in_a_time_that_people_plan_for() {
    use crate::testing::contact;
    let own = contact("own", "EU");
    let refused = |change: fn(&mut Details)| {
        let mut details = details();
        change(&mut details);
        let mut driven = Driven::<Election>::new();
        let before = driven.state.clone();
        let rule = driven.refused(&own, &Command::Open { details });
        assert_eq!(driven.state, before);
        rule
    };
    assert_eq!(refused(|one| one.country = "Narnia".into()), "incomplete");
    assert_eq!(refused(|one| one.country = "XX".into()), "incomplete");
    assert_eq!(
        refused(|one| (one.first_day, one.last_day) = (date(-9999, 1, 1), date(-9999, 1, 2))),
        "incomplete"
    );
    assert_eq!(refused(|one| one.last_day = date(2096, 6, 9)), "incomplete");
    assert_eq!(
        refused(|one| (one.first_day, one.last_day) = (date(2500, 1, 1), date(2500, 1, 1))),
        "incomplete"
    );
}
