//! Checks of advertisements, what they find and what they refuse.

use super::*;
use crate::testing::{Driven, ELECTION_DAY, HOUR, actor, contact, person};
use crate::{Answer, Standing};
use ostrakon_model::{OrganisationKind, Role};
use proptest::prelude::*;

const DAY: i64 = 24 * HOUR;

fn ad() -> Ad {
    Ad {
        remunerated: Answer::Yes,
        seat: Seat::ThirdCountry,
        online: true,
        published_at: Some(ELECTION_DAY - 20 * DAY),
        seen_at: Some(ELECTION_DAY - 19 * DAY),
        label: Answer::No,
        ..Ad::default()
    }
}

fn draft(ad: Ad) -> Draft {
    Draft {
        title: "Unlabelled videos".into(),
        ad,
        authority: "the national authority".into(),
        election: Some("ep-2024".into()),
        ..Draft::default()
    }
}

fn opened(ad: Ad) -> Driven<AdCheck> {
    let mut driven = Driven::new();
    driven.act(&person("own", "own"), &Command::Open { draft: draft(ad) }).expect("opened");
    driven
}

fn articles(ad: Ad) -> Vec<String> {
    let cites = opened(ad).state.breaches().into_iter().map(|one| one.source.cite);
    cites.map(|one| one.rsplit(' ').next().unwrap_or_default().to_owned()).collect()
}

fn send(ground: Ground) -> Command {
    Command::Send { ground, to: "provider.example".into(), small: false }
}

#[test]
fn each_article_is_found_by_its_facts_and_never_called_illegal() {
    assert_eq!(articles(ad()), ["5(2)", "11(1)"]);
    // Four months before the vote a sponsor from outside is not barred; nor where it is unknown who it is.
    let early = Ad { published_at: Some(ELECTION_DAY - 120 * DAY), ..ad() };
    assert_eq!(articles(Ad { label: Answer::Yes, seen_at: None, ..early }), Vec::<String>::new());
    assert_eq!(articles(Ad { seat: Seat::Unknown, label: Answer::Unknown, ..ad() }), Vec::<String>::new());
    let owned = Ad { seat: Seat::Union, controlled_from_outside: Answer::Yes, label: Answer::Yes, ..ad() };
    assert_eq!(articles(owned), ["5(2)"]);
    let plain = Ad { seat: Seat::Union, label: Answer::Yes, ..ad() };
    assert_eq!(articles(Ad { notice: Answer::No, ..plain.clone() }), ["12(1)"]);
    // The repository: 72 hours, and not a day earlier.
    let absent = Ad { in_repository: Answer::No, ..plain.clone() };
    assert_eq!(articles(absent.clone()), Vec::<String>::new());
    assert_eq!(articles(Ad { seen_at: Some(ELECTION_DAY - 16 * DAY), ..absent }), ["13"]);
    assert_eq!(articles(Ad { targeted: Answer::Yes, consent: Answer::No, ..plain }), ["18"]);
    for breach in opened(ad()).state.breaches() {
        assert!(
            breach.text.en.starts_with("possible breach of Art")
                && breach.text.en.contains("the national authority")
        );
        assert!(!breach.text.en.to_lowercase().contains("illegal"));
    }
}

#[test]
fn a_view_that_nobody_paid_for_is_refused() {
    let mut driven = Driven::<AdCheck>::new();
    let own = person("own", "own");
    for nature in [Nature::PersonalView, Nature::Editorial] {
        for remunerated in [Answer::No, Answer::Unknown] {
            let view = Ad { nature, remunerated, ..ad() };
            assert_eq!(
                driven.refused(&own, &Command::Open { draft: draft(view) }),
                "treating-an-unpaid-view-as-an-advertisement"
            );
        }
    }
    let paid = Ad { nature: Nature::PersonalView, remunerated: Answer::Yes, ..ad() };
    driven.act(&own, &Command::Open { draft: draft(paid) }).expect("paid influence is advertising");
}

#[test]
fn clocks_are_shorter_in_the_last_month() {
    let terms = |now: i64, command: Command| {
        let mut driven = opened(ad());
        driven.now = now;
        let authority = person("own", "own");
        driven.act(&authority, &command).expect("sent");
        driven.state.deadlines()[0].term
    };
    let (early, late) = (ELECTION_DAY - 60 * DAY, ELECTION_DAY - 10 * DAY);
    assert_eq!(terms(early, send(Ground::Notification)), Term::Promptly);
    assert_eq!(terms(late, send(Ground::Notification)), Term::Hours(48));
    assert_eq!(terms(early, send(Ground::AuthorityRequest)), Term::WorkingDays(8));
    assert_eq!(terms(late, send(Ground::AuthorityRequest)), Term::Hours(48));
    let small = Command::Send { ground: Ground::AuthorityRequest, to: "x".into(), small: true };
    assert_eq!(terms(early, small.clone()), Term::WorkingDays(12));
    assert_eq!(terms(late, small), Term::Promptly);
    assert_eq!(terms(late, send(Ground::InterestedRequest)), Term::Months(1));
}

#[test]
fn an_authority_finds_a_breach_and_nobody_else() {
    let mut driven = opened(ad());
    let own = person("own", "own");
    let breach = Command::Close { outcome: Outcome::BreachFound, note: "Decision 7.".into() };
    assert_eq!(driven.refused(&own, &breach), "finding-a-breach-oneself");
    driven.act(&own, &send(Ground::Referral)).expect("referred");
    assert_eq!(driven.refused(&own, &breach), "finding-a-breach-oneself");
    driven
        .act(&own, &Command::RecordAnswer { sent: 0, text: "A breach of Art 11.".into() })
        .expect("answered");
    assert_eq!(driven.refused(&own, &Command::RecordAnswer { sent: 0, text: "again".into() }), "wrong-state");
    driven.act(&own, &breach).expect("found");
    assert_eq!(driven.state.deadlines()[0].standing(driven.now), Standing::Met);
    assert_eq!(driven.refused(&contact("be", "BE"), &send(Ground::Referral)), "changing-it-from-outside");
    driven.check_replay();

    let mut clean = opened(Ad { seat: Seat::Union, label: Answer::Yes, ..ad() });
    assert_eq!(clean.refused(&own, &send(Ground::Notification)), "reporting-without-a-possible-breach");
    let mut ngo = Driven::<AdCheck>::new();
    let ngo_actor = actor("ngo", OrganisationKind::CivilSociety, "RO", &[Role::Analyst]);
    ngo.act(&ngo_actor, &Command::Open { draft: draft(ad()) }).expect("opened");
    assert_eq!(
        ngo.refused(&ngo_actor, &send(Ground::AuthorityRequest)),
        "requesting-as-an-authority-without-being-one"
    );
}

proptest! {
    /// Whatever is commanded: no unpaid view is ever checked, and no breach found but by an authority.
    #[test]
    fn no_sequence_of_commands_reaches_a_forbidden_state(steps in proptest::collection::vec((0u8..6, 0u8..4, any::<bool>()), 0..30)) {
        let mut driven = Driven::<AdCheck>::new();
        for (what, which, own) in steps {
            let nature = if which % 2 == 0 { Nature::Advertisement } else { Nature::PersonalView };
            let remunerated = if which < 2 { Answer::Yes } else { Answer::Unknown };
            let facts = draft(Ad { nature, remunerated, ..ad() });
            let command = match what {
                0 => Command::Open { draft: facts },
                1 => Command::Edit { draft: facts },
                2 => send([Ground::Notification, Ground::Referral, Ground::AuthorityRequest, Ground::InterestedRequest][usize::from(which)]),
                3 => Command::RecordAnswer { sent: usize::from(which), text: "x".into() },
                4 => Command::Close { outcome: Outcome::BreachFound, note: "x".into() },
                _ => Command::Close { outcome: Outcome::NoBreach, note: "x".into() },
            };
            driven.attempt(&if own { person("own", "own") } else { contact("be", "BE") }, &command);
            let state = &driven.state;
            prop_assert!(state.phase == Phase::None || !breach::is_no_advertisement(&state.draft.ad));
            if let Some((_, Outcome::BreachFound, _)) = &state.closed {
                prop_assert!(state.sent.iter().any(|one| one.ground == Ground::Referral && one.answer.is_some()));
            }
        }
        driven.check_replay();
    }
}

#[test]
fn the_last_three_months_are_counted_where_the_vote_is_held() {
    use crate::{Calendar, ElectionFacts};
    use jiff::civil::date;
    // Given a vote on 20 December in Helsinki: sponsors from outside are barred from 20 September, midnight there.
    let helsinki = Calendar { time_zone: "Europe/Helsinki".into(), ..Calendar::default() };
    let day = date(2026, 12, 20);
    let facts = |calendar: &Calendar| ElectionFacts {
        first_day: day,
        last_day: day,
        opens: calendar.first(day),
        closes: calendar.last(day),
        calendar: calendar.clone(),
        ..ElectionFacts::default()
    };
    let barred = |calendar: &Calendar, at: i64| {
        let window = Window::of(Some(&facts(calendar)));
        let foreign = Ad { published_at: Some(at), seen_at: None, label: Answer::Yes, ..ad() };
        !possible_breaches(&foreign, "the authority", &window).is_empty()
    };
    // When an advertisement is published on 19 September at 10:00 UTC, then it is no breach; at midnight it is one.
    let noon = helsinki.first(date(2026, 9, 19)) + 13 * HOUR;
    assert!(!barred(&helsinki, noon));
    assert!(!barred(&helsinki, helsinki.first(date(2026, 9, 20)) - 1));
    assert!(barred(&helsinki, helsinki.first(date(2026, 9, 20))));
    // West and east of everybody else, too.
    for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Atlantic/Azores"] {
        let there = Calendar { time_zone: zone.into(), ..Calendar::default() };
        assert!(!barred(&there, there.first(date(2026, 9, 20)) - 1), "{zone}");
        assert!(barred(&there, there.first(date(2026, 9, 20))), "{zone}");
    }
}

#[test]
fn what_is_possibly_breached_is_read_before_anything_is_sent() {
    let measured = opened(ad()).state.measure();
    assert_eq!(measured.breaches.len(), 2);
    assert!(measured.window.three_months < measured.window.one_month);
}
