//! A crisis from monitoring to lessons, and what is refused on the way.

use super::*;
use crate::testing::{Driven, HOUR, actor, contact};
use crate::{Actor, Standing, replay};
use ostrakon_model::{OrganisationKind, Role, Tlp};
use proptest::prelude::*;

fn presidency() -> Actor {
    actor("be", OrganisationKind::MemberStateAuthority, "BE", &[Role::Presidency])
}

fn institution() -> Actor {
    actor("own", OrganisationKind::Institution, "EU", &[Role::Analyst, Role::PointOfContact])
}

fn scope() -> Scope {
    Scope {
        title: "Foreign interference in the European elections".into(),
        scope: "The elections of 6 to 9 June 2024.".into(),
        election: Some("ep-2024".into()),
        participants: ["own", "fr", "de"].map(|name| format!("identity--{name}")).into(),
        marking: Tlp::Amber,
        ..Scope::default()
    }
}

fn to(mode: Mode) -> Command {
    Command::ChangeMode {
        to: mode,
        ground: "Implementing Decision (EU) 2018/1993, Art 4".into(),
        consulted: vec!["Commission".into(), "High Representative".into()],
        reason: "The European Council asked to monitor and contain any risks.".into(),
    }
}

fn opened() -> Driven<Crisis> {
    let mut driven = Driven::new();
    driven.act(&presidency(), &Command::Open { scope: scope() }).expect("the presidency opens");
    driven
}

fn item(marking: Tlp) -> Command {
    Command::Inform {
        item: InformationItem {
            text: "Three networks post the same wrong date.".into(),
            source: "National unit".into(),
            reliability: "B2".into(),
            cut_off: crate::testing::ELECTION_DAY - 90 * 24 * HOUR,
            marking,
            ..InformationItem::default()
        },
    }
}

#[test]
fn information_sharing_gathers_one_picture_and_ends() {
    let (mut driven, be, fr) = (opened(), presidency(), contact("fr", "FR"));
    driven.act(&be, &to(Mode::Monitoring)).expect("up one");
    driven.act(&be, &to(Mode::InformationSharing)).expect("up one");
    // A question with a due time to two, of whom one answers.
    let question = Question {
        text: "What do you see?".into(),
        to: scope().participants,
        due: driven.now + 9 * HOUR,
        asked: 0,
    };
    driven.act(&be, &Command::Ask { question }).expect("asked");
    driven.act(&fr, &Command::Answer { question: 0, text: "Nothing new.".into() }).expect("answered");
    assert_eq!(
        driven.refused(&fr, &Command::Answer { question: 0, text: "Again.".into() }),
        "answering-what-one-was-not-asked"
    );
    let standing: Vec<_> = driven.state.deadlines().iter().map(|one| one.standing(driven.now)).collect();
    assert_eq!(standing.iter().filter(|one| **one == Standing::Met).count(), 1);
    // Two items that contradict each other stay both, and are marked.
    driven.act(&fr, &item(Tlp::Green)).expect("an item");
    driven.act(&fr, &item(Tlp::Amber)).expect("another");
    let contradiction =
        Contradiction { items: (0, 1), what: "The number of networks.".into(), settled: None };
    driven.act(&be, &Command::Contradict { contradiction }).expect("marked");
    driven
        .act(&be, &Command::Settle { contradiction: 0, how: "One network was counted twice.".into() })
        .expect("settled");
    assert_eq!(driven.state.items.len(), 2);
    let request = ReportRequest {
        questions: vec!["State of play".into()],
        due: driven.now + 48 * HOUR,
        ..ReportRequest::default()
    };
    driven.act(&be, &Command::RequestReport { request }).expect("requested");
    let cut_off = driven.now;
    driven
        .act(&be, &Command::RecordReport { version: 1, cut_off, record: "report-1".into() })
        .expect("issued");
    driven.act(&be, &to(Mode::None)).expect("straight down");
    driven.act(&be, &Command::WriteLessons { text: "Ask earlier.".into() }).expect("lessons");
    assert!(!driven.state.summary().open);
    assert_eq!(driven.state, replay(&driven.history));
}

#[test]
fn only_who_may_changes_the_mode_and_only_step_by_step() {
    let mut driven = opened();
    let (be, fr) = (presidency(), contact("fr", "FR"));
    assert_eq!(driven.refused(&be, &to(Mode::InformationSharing)), "changing-to-a-mode-that-does-not-follow");
    assert_eq!(driven.refused(&be, &to(Mode::Full)), "changing-to-a-mode-that-does-not-follow");
    assert_eq!(driven.refused(&fr, &to(Mode::Monitoring)), "activating-without-the-right");
    driven
        .act(&fr, &Command::AskMode { to: Mode::InformationSharing, reason: "The vote is near.".into() })
        .expect("asked");
    driven.act(&institution(), &to(Mode::Monitoring)).expect("an institution shares reports");
    assert_eq!(
        driven.refused(&institution(), &to(Mode::InformationSharing)),
        "activating-without-consultation"
    );
    let agreed = |consulted: &str| Command::ChangeMode {
        to: Mode::InformationSharing,
        ground: "Implementing Decision (EU) 2018/1993".into(),
        consulted: vec![consulted.into()],
        reason: "The vote is near.".into(),
    };
    // Nobody of an institution decides alone, and nobody is consulted who is no body.
    let analyst = actor("own", OrganisationKind::Institution, "EU", &[Role::Analyst]);
    assert_eq!(driven.refused(&analyst, &agreed("Presidency")), "acting-without-a-role");
    assert_eq!(driven.refused(&institution(), &agreed("my cat")), "activating-without-consultation");
    driven.act(&institution(), &agreed("identity--be")).expect("in agreement with the presidency");
    assert_eq!(driven.refused(&institution(), &to(Mode::Full)), "activating-without-the-right");
    assert_eq!(driven.refused(&institution(), &to(Mode::None)), "activating-without-the-right");
    let unheard =
        Command::ChangeMode { to: Mode::Full, ground: "Art 5".into(), consulted: vec![], reason: "x".into() };
    assert_eq!(driven.refused(&be, &unheard), "activating-without-consultation");
    let groundless = Command::ChangeMode {
        to: Mode::Full,
        ground: "because".into(),
        consulted: vec!["Commission".into()],
        reason: "x".into(),
    };
    assert_eq!(driven.refused(&be, &groundless), "activating-without-a-ground");
    let table =
        Roundtable { held: 0, participants: vec!["BE".into()], conclusions: "None.".into(), actions: vec![] };
    assert_eq!(
        driven.refused(&be, &Command::HoldRoundtable { roundtable: table }),
        "a-round-table-outside-full-activation"
    );
}

#[test]
fn an_institution_opens_a_page_over_which_the_presidency_presides() {
    let mut driven = Driven::<Crisis>::new();
    let (be, own, fr) = (presidency(), institution(), contact("fr", "FR"));
    assert_eq!(driven.refused(&fr, &Command::Open { scope: scope() }), "acting-without-a-role");
    assert_eq!(driven.refused(&own, &Command::Open { scope: scope() }), "opening-without-a-presidency");
    let named = |name: &str| Scope { presidency: Some(format!("identity--{name}")), ..scope() };
    let analyst = actor("own", OrganisationKind::Institution, "EU", &[Role::Analyst]);
    assert_eq!(driven.refused(&analyst, &Command::Open { scope: named("be") }), "acting-without-a-role");
    driven.act(&own, &Command::Open { scope: named("be") }).expect("an institution opens");
    assert!(driven.state.summary().participants.contains("identity--be"));
    // Its modes are the presidency's, whoever opened it; and it stays so when the page is written anew.
    driven.act(&own, &to(Mode::Monitoring)).expect("no activation");
    assert_eq!(driven.refused(&own, &Command::Rescope { scope: scope() }), "presiding-from-outside");
    driven.act(&be, &Command::Rescope { scope: scope() }).expect("the presidency");
    driven.act(&be, &to(Mode::InformationSharing)).expect("the presidency");
    driven.act(&be, &to(Mode::Full)).expect("the presidency");
    // The presidency rotates: whoever has it hands it over.
    let participants = ["own", "be", "de"].map(|name| format!("identity--{name}")).into();
    let scope = Scope { participants, ..named("fr") };
    driven.act(&be, &Command::Rescope { scope }).expect("handed over");
    assert_eq!(driven.refused(&be, &to(Mode::None)), "activating-without-the-right");
    let fr = actor("fr", OrganisationKind::MemberStateAuthority, "FR", &[Role::Presidency]);
    driven.act(&fr, &to(Mode::None)).expect("the new presidency");
}

#[test]
fn the_solidarity_clause_means_full_activation_at_once() {
    let mut driven = opened();
    let invoke =
        |state: &str| Command::InvokeSolidarity { member_state: state.into(), reason: "Attacked.".into() };
    assert_eq!(driven.refused(&contact("fr", "FR"), &invoke("DE")), "invoking-solidarity-for-another-state");
    let mut analyst = contact("de", "DE");
    analyst.roles = [Role::Analyst].into();
    assert_eq!(driven.refused(&analyst, &invoke("DE")), "acting-without-a-role");
    driven.act(&contact("de", "DE"), &invoke("DE")).expect("Germany invokes it");
    assert_eq!(driven.state.mode, Mode::Full);
}

#[test]
fn what_all_read_holds_nothing_that_not_all_may_read() {
    let mut driven = opened();
    assert_eq!(
        driven.refused(&contact("fr", "FR"), &item(Tlp::AmberStrict)),
        "entering-more-than-the-page-may-hold"
    );
    assert_eq!(driven.refused(&contact("ngo", "RO"), &item(Tlp::Clear)), "taking-part-without-being-named");
    driven.act(&contact("fr", "FR"), &item(Tlp::Amber)).expect("an item");
    // What is known is known as of now or before.
    for cut_off in [driven.now + 999 * HOUR, i64::MAX, i64::MIN] {
        let Command::Inform { mut item } = item(Tlp::Amber) else { panic!("an item") };
        item.cut_off = cut_off;
        assert_eq!(driven.refused(&contact("fr", "FR"), &Command::Inform { item }), "incomplete");
    }
    let wider = Scope { marking: Tlp::Green, ..scope() };
    assert_eq!(
        driven.refused(&presidency(), &Command::Rescope { scope: wider }),
        "widening-the-page-under-its-items"
    );
}

proptest! {
    #[test]
    fn no_sequence_of_commands_skips_a_mode(steps in proptest::collection::vec((0usize..4, 0usize..9), 0..50)) {
        let actors = [presidency(), institution(), contact("fr", "FR"), contact("ngo", "RO")];
        let modes = [Mode::None, Mode::Monitoring, Mode::InformationSharing, Mode::Full];
        let mut driven = Driven::<Crisis>::new();
        for (who, what) in steps {
            let command = match what {
                0 => Command::Open { scope: scope() },
                1..=4 => to(modes[what - 1]),
                5 => Command::InvokeSolidarity { member_state: "FR".into(), reason: "x".into() },
                6 => item(Tlp::Amber),
                7 => Command::WriteLessons { text: "x".into() },
                _ => Command::RequestReport { request: ReportRequest { questions: vec!["q".into()], due: i64::MAX, ..ReportRequest::default() } },
            };
            let _ = driven.act(&actors[who], &command);
        }
        let mut solidarity = driven.history.iter().filter(|one| matches!(one.what, Event::SolidarityInvoked { .. })).map(|one| one.at);
        for change in &driven.state.modes {
            let step = change.to as i8 - change.from as i8;
            prop_assert!(step <= 1 || solidarity.any(|at| at == change.at));
            prop_assert!(change.by.organisation != "identity--ngo");
        }
        prop_assert_eq!(&driven.state, &replay::<Crisis>(&driven.history));
    }
}
