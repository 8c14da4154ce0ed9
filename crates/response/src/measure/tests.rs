//! A measure from proposal to effect, and what it refuses.

use super::*;
use crate::effect::Finding;
use crate::testing::{Driven, HOUR, actor, contact};
use crate::{Actor, Approval, Sensitive, Standing};
use ostrakon_model::OrganisationKind::{CivilSociety, Institution};
use ostrakon_model::Role;
use proptest::prelude::*;

fn own() -> Actor {
    contact("own", "EU")
}

fn draft() -> Draft {
    Draft {
        title: "Label the copies of the false date".into(),
        actor: "A platform".into(),
        instrument: "terms-of-service-report".into(),
        target_behaviour: "Forty accounts post one text within nine minutes.".into(),
        legal_basis: vec!["Terms of the service, section on inauthentic behaviour".into()],
        necessity: "Voters are told a wrong date.".into(),
        proportionality: "A label and not a removal; a correction alone did not reach them.".into(),
        ..Draft::default()
    }
}

fn media(declared: Declaration) -> Draft {
    let source = "The platform's list of declared providers".into();
    Draft { provider: Some(Provider { name: "A newspaper".into(), declared, source }), ..draft() }
}

fn approval() -> Approval {
    let party = |person: &str| Party { person: person.into(), organisation: "identity--own".into() };
    Approval {
        proposal: "p-1".into(),
        action: Sensitive::ActOnMedia,
        subject: "measure/r-1".into(),
        proposed_by: party("person-own"),
        approved_by: party("person-second"),
    }
}

fn decide() -> Command {
    Command::Decide { reason: "The vote begins tomorrow.".into() }
}

fn counts(of: impl Fn(usize) -> u64, start: i64) -> Series {
    let values = (0..40).map(|at| Some(of(at))).collect();
    let (unit, source) = ("posts an hour".into(), "data set 1".into());
    Series { unit, source, start, step: HOUR, values, ..Series::default() }
}

#[test]
fn a_measure_is_decided_takes_effect_and_each_series_says_its_own() {
    // Given a measure that is proposed, decided and in force,
    let mut driven = Driven::<Measure>::new();
    driven.act(&own(), &Command::Open { draft: draft() }).expect("proposed");
    driven.act(&own(), &decide()).expect("decided");
    driven.act(&own(), &Command::PutInForce { since: None }).expect("in force");
    let since = driven.now;
    // when volume falls after it and reach does not, and spread was not counted,
    let start = since - 20 * HOUR;
    let volume = counts(|at| if at < 20 { 400 + at as u64 % 3 } else { 90 + at as u64 % 3 }, start);
    let reach = counts(|at| 9_000 + (at as u64 * 7) % 11, start);
    driven.act(&own(), &Command::Observe { what: Observed::Volume, series: volume }).expect("counted");
    driven.act(&own(), &Command::Observe { what: Observed::Reach, series: reach }).expect("counted");
    driven.act(&own(), &Command::End { result: "The vote is over.".into() }).expect("ended");
    // then the volume fell, the reach shows no effect, and of the spread nothing is said.
    let effects = driven.state.effects();
    let finding = |effect: &Option<Effect>| match effect {
        Some(Effect::Estimated { level, .. }) => Some(level.finding),
        _ => None,
    };
    assert_eq!(finding(&effects.volume), Some(Finding::Fell));
    assert_eq!(finding(&effects.reach), Some(Finding::NoVisibleEffect));
    assert_eq!((effects.spread, effects.since), (None, Some(since)));
    driven.check_replay();
}

#[test]
fn a_declared_media_provider_is_heard_and_takes_two_people() {
    let mut driven = Driven::<Measure>::new();
    driven.act(&own(), &Command::Open { draft: media(Declaration::Unknown) }).expect("proposed");
    assert_eq!(driven.refused(&own(), &decide()), "deciding-before-the-declaration-is-looked-up");
    driven.act(&own(), &Command::Edit { draft: media(Declaration::Yes) }).expect("looked up");
    assert_eq!(driven.refused(&own(), &decide()), "acting-without-a-second-person");
    driven.approval = Some(Approval { approved_by: approval().proposed_by, ..approval() });
    assert_eq!(driven.refused(&own(), &decide()), "acting-without-a-second-person");
    driven.approval = Some(Approval { action: Sensitive::Publish, ..approval() });
    assert_eq!(driven.refused(&own(), &decide()), "acting-without-a-second-person");
    driven.approval = Some(approval());
    driven.act(&own(), &decide()).expect("two people");
    let start = Command::PutInForce { since: None };
    assert_eq!(driven.refused(&own(), &start), "acting-on-media-before-its-reply");
    driven.act(&own(), &Command::HearProvider).expect("it has the reasons");
    assert_eq!(driven.refused(&own(), &Command::HearProvider), "wrong-state");
    assert_eq!(driven.refused(&own(), &start), "acting-on-media-before-its-reply");
    // It need not reply: after 24 hours the way is free.
    let mut silent = Driven { now: driven.now, approval: None, ..Driven::<Measure>::new() };
    (silent.state, silent.history) = (driven.state.clone(), driven.history.clone());
    silent.now += 25 * HOUR;
    silent.act(&own(), &start).expect("24 hours are over");
    assert_eq!(silent.state.deadlines()[0].standing(silent.now), Standing::Missed);
    // And where it replies, at once.
    driven.act(&own(), &Command::RecordReply { text: "The text was a quotation.".into() }).expect("replied");
    driven.act(&own(), &start).expect("it was heard");
    assert_eq!(driven.state.deadlines()[0].standing(driven.now), Standing::Met);
    let outward = driven.state.outward(&driven.history.last().expect("an event").what).expect("outward");
    assert_eq!(outward.approved_by, Some(approval().approved_by));
    driven.check_replay();
}

#[test]
fn what_takes_two_is_said_before_it_is_tried() {
    // Given instruments of every kind that a mechanism's file can describe, and a provider that declared itself or did not,
    for bits in 0..8u8 {
        let facts = MechanismFacts {
            needs_two_people: bits & 1 > 0,
            needs_attribution: bits & 2 > 0,
            hears_media: bits & 4 > 0,
            ..MechanismFacts::default()
        };
        for declared in [Declaration::No, Declaration::Yes] {
            let draft = Draft { instrument: "of-the-test".into(), ..media(declared) };
            let mut driven = Driven::<Measure>::new();
            driven.facts.mechanisms.insert("of-the-test".into(), facts);
            assert_eq!(driven.state.takes_two(&driven.facts.mechanisms), TakesTwo::new(), "nothing is open");
            driven.act(&own(), &Command::Open { draft }).expect("proposed");
            // when a page asks which steps take two,
            let said = driven.state.takes_two(&driven.facts.mechanisms);
            // then the decision takes another's approval of just that, and of nothing where none was said.
            if let Some(second) = said.get("decide") {
                let rule = driven.refused(&own(), &decide());
                assert!(rule.contains("second-person") || rule.contains("takes-two"), "{rule}");
                driven.approval = Some(Approval { action: second.action, ..approval() });
            }
            driven.act(&own(), &decide()).expect("decided");
            assert_eq!(driven.state.takes_two(&driven.facts.mechanisms), TakesTwo::new(), "it is decided");
        }
    }
}

#[test]
fn what_is_illegal_waits_for_no_reply_and_a_provider_that_is_not_declared_neither() {
    let cases = [
        (Draft { ground: Ground::Illegal, ..media(Declaration::Yes) }, Some(approval())),
        (Draft { ground: Ground::SystemicRisk, ..media(Declaration::Yes) }, Some(approval())),
        (media(Declaration::No), None),
    ];
    for (draft, approval) in cases {
        let mut driven = Driven::<Measure> { approval, ..Driven::new() };
        driven.act(&own(), &Command::Open { draft }).expect("proposed");
        driven.act(&own(), &decide()).expect("decided");
        driven.act(&own(), &Command::PutInForce { since: None }).expect("no reply to wait for");
    }
}

#[test]
fn it_is_not_decided_without_ground_and_weighing_or_by_anybody() {
    let rule = |change: fn(&mut Draft)| {
        let mut draft = draft();
        change(&mut draft);
        let mut driven = Driven::<Measure>::new();
        driven.act(&own(), &Command::Open { draft }).expect("a proposal may be short");
        driven.refused(&own(), &decide())
    };
    assert_eq!(rule(|d| d.legal_basis.clear()), "deciding-without-a-legal-basis");
    assert_eq!(rule(|d| d.necessity.clear()), "deciding-without-weighing-it");
    assert_eq!(rule(|d| d.proportionality.clear()), "deciding-without-weighing-it");
    let mut driven = Driven::<Measure>::new();
    let wrong = Draft { instrument: "Terms of service".into(), ..draft() };
    assert_eq!(driven.refused(&own(), &Command::Open { draft: wrong }), "incomplete");
    driven.act(&own(), &Command::Open { draft: draft() }).expect("proposed");
    let analyst = actor("own", Institution, "EU", &[Role::Analyst]);
    assert_eq!(driven.refused(&analyst, &decide()), "acting-without-a-role");
    assert_eq!(driven.refused(&contact("be", "BE"), &decide()), "changing-it-from-outside");
    driven.act(&own(), &decide()).expect("decided");
    assert_eq!(driven.refused(&own(), &Command::HearProvider), "hearing-nobody");
    let early = Command::PutInForce { since: Some(driven.now - 2 * HOUR) };
    assert_eq!(driven.refused(&own(), &early), "incomplete");
    driven.act(&own(), &Command::Refuse { reason: "Overtaken.".into() }).expect("not taken after all");
    assert_eq!(driven.state.effects(), Effects::default());
}

fn any_command() -> impl Strategy<Value = Command> {
    let declared = prop_oneof![Just(Declaration::Yes), Just(Declaration::No), Just(Declaration::Unknown)];
    prop_oneof![
        2 => Just(Command::Open { draft: media(Declaration::Yes) }),
        1 => Just(Command::Open { draft: draft() }),
        1 => declared.prop_map(|declared| Command::Edit { draft: media(declared) }),
        1 => Just(Command::Edit { draft: Draft { necessity: String::new(), ..draft() } }),
        3 => Just(decide()),
        2 => Just(Command::HearProvider),
        1 => ".{0,6}".prop_map(|text| Command::RecordReply { text }),
        3 => proptest::option::of(-30i64..3).prop_map(|hours| Command::PutInForce {
            since: hours.map(|hours| crate::testing::ELECTION_DAY + hours * HOUR)
        }),
        1 => Just(Command::End { result: "done".into() }),
        1 => Just(Command::Refuse { reason: "no".into() }),
        1 => proptest::collection::vec(proptest::option::of(0u64..9), 0..30).prop_map(|values| Command::Observe {
            what: Observed::Spread,
            series: Series { values, ..counts(|_| 0, crate::testing::ELECTION_DAY) },
        }),
    ]
}

proptest! {
    /// Whatever is commanded, in whatever order: no forbidden state, and the history gives the same record again.
    #[test]
    fn no_sequence_of_commands_reaches_a_forbidden_state(
        commands in proptest::collection::vec((any_command(), 0usize..4, any::<bool>(), 0i64..12), 0..40)
    ) {
        let analyst = actor("own", Institution, "EU", &[Role::Analyst]);
        let actors = [own(), own(), analyst, actor("ngo", CivilSociety, "RO", &[Role::PointOfContact])];
        let mut driven = Driven::<Measure>::new();
        for (command, who, approved, hours) in commands {
            driven.now += hours * HOUR;
            driven.approval = approved.then(approval);
            driven.attempt(&actors[who], &command);
            let state = &driven.state;
            let declared = state.draft.provider.as_ref().map(|one| one.declared);
            if let Some(decision) = &state.decision {
                prop_assert!(!state.draft.legal_basis.is_empty() && !state.draft.necessity.is_empty());
                prop_assert_eq!(decision.approved_by.is_some(), declared == Some(Declaration::Yes));
                prop_assert!(declared != Some(Declaration::Unknown));
            }
            if let Some((since, _)) = &state.in_force {
                prop_assert!(*since >= state.decision.as_ref().expect("it was decided").at && *since <= driven.now);
                if state.must_hear() {
                    let heard = state.heard.as_ref().expect("it was heard").0;
                    let replied = state.reply.as_ref().is_some_and(|(at, _)| at <= since);
                    prop_assert!(replied || *since > heard + 24 * HOUR);
                }
            }
            let _ = state.effects();
        }
        driven.check_replay();
    }
}

#[test]
fn whom_a_terms_based_measure_touches_is_known_before_it_is_decided() {
    use crate::actor::MediaFacts;
    use crate::router::Answer;
    let about = |incidents: &[&str]| Draft {
        incidents: incidents.iter().map(|id| (*id).into()).collect(),
        ..draft()
    };
    let decide = Command::Decide { reason: "It is seen by many.".into() };
    let with = |declared, incidents: &[&str]| {
        let mut driven = Driven::<Measure>::new();
        let facts = MediaFacts { name: "A newspaper".into(), declared, heard: false };
        driven.facts.media.insert("https://news.example/1".into(), facts);
        driven.act(&own(), &Command::Open { draft: about(incidents) }).expect("proposed");
        driven
    };
    // What the registry lists cannot be left out; what nobody knows is said first.
    for (declared, incidents) in [(Answer::Yes, &[][..]), (Answer::Yes, &["i"]), (Answer::Unknown, &["i"])] {
        let rule = with(declared, incidents).refused(&own(), &decide);
        assert_eq!(rule, "acting-on-media-that-it-does-not-name", "{declared:?}");
    }
    with(Answer::No, &["i"]).act(&own(), &decide).expect("no media");
    let mut named = with(Answer::Yes, &["i"]);
    let draft = Draft { incidents: ["i".to_owned()].into(), ..media(Declaration::No) };
    named.act(&own(), &Command::Edit { draft }).expect("a proposal");
    assert_eq!(named.refused(&own(), &decide), "acting-on-media-that-it-does-not-name");
    let draft = Draft { incidents: ["i".to_owned()].into(), ..media(Declaration::Yes) };
    named.act(&own(), &Command::Edit { draft }).expect("a proposal");
    assert_eq!(named.refused(&own(), &decide), "acting-without-a-second-person");
}
