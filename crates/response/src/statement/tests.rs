//! A statement of reasons from its receipt to its end, and what it refuses.

use super::*;
use crate::testing::{Driven, actor};
use crate::{Actor, Standing};
use ostrakon_model::OrganisationKind::{self, CivilSociety, FactChecker};
use ostrakon_model::Role;
use proptest::prelude::*;

fn checker() -> Actor {
    actor("checker", FactChecker, "FR", &[Role::Analyst])
}

fn platform() -> Actor {
    actor("platform", OrganisationKind::Platform, "IE", &[Role::Analyst])
}

fn draft() -> Draft {
    Draft {
        title: "Removed for coordinated behaviour".into(),
        platform: "identity--platform".into(),
        uuid: Some("6F9619FF-8B86-D011-B42D-00C04FC964FF".into()),
        puid: Some("case-17_a".into()),
        category: "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS".into(),
        decisions: ["DECISION_VISIBILITY_CONTENT_REMOVED".to_owned()].into(),
        ..Draft::default()
    }
}

fn addressed() -> Draft {
    Draft { addressee: Some("identity--checker".into()), ..draft() }
}

fn examine(missing: &[Part]) -> Command {
    Command::Examine { missing: missing.iter().copied().collect(), note: String::new() }
}

#[test]
fn a_statement_is_linked_examined_and_closed() {
    let mut driven = Driven::<Statement>::new();
    driven.act(&checker(), &Command::Open { draft: draft() }).expect("it came");
    let answers = Answered::Notification("r-1".into());
    driven.act(&checker(), &Command::Link { answers: answers.clone() }).expect("linked");
    let close = Command::Close { result: "It says enough.".into() };
    assert_eq!(driven.refused(&checker(), &close), "wrong-state");
    driven.act(&checker(), &examine(&[Part::Redress])).expect("no redress is named");
    assert_eq!(driven.state.draft.answers, Some(answers));
    assert_eq!(driven.state.deadlines()[0].standing(driven.now), Standing::Running);
    driven.act(&checker(), &close).expect("closed");
    assert_eq!(driven.state.deadlines()[0].standing(driven.now), Standing::Stopped);
    driven.check_replay();
}

#[test]
fn a_platform_enters_its_own_for_a_reader_who_judges_it() {
    let mut driven = Driven::<Statement>::new();
    assert_eq!(driven.refused(&platform(), &Command::Open { draft: draft() }), "incomplete");
    assert_eq!(driven.refused(&checker(), &Command::Open { draft: addressed() }), "incomplete");
    driven.act(&platform(), &Command::Open { draft: addressed() }).expect("for the checker");
    assert!(driven.state.summary().participants.contains("identity--checker"));
    assert_eq!(driven.refused(&platform(), &examine(&[])), "acting-for-another");
    assert_eq!(
        driven.refused(&checker(), &Command::Correct { draft: addressed() }),
        "changing-it-from-outside"
    );
    driven.act(&checker(), &examine(&[])).expect("its reader");
    let elsewhere = Draft { addressee: Some("identity--ngo".into()), ..draft() };
    assert_eq!(
        driven.refused(&platform(), &Command::Correct { draft: elsewhere }),
        "sending-it-to-somebody-else"
    );
    let right = Draft { decision_ground: Ground::IllegalContent, ..addressed() };
    driven.act(&platform(), &Command::Correct { draft: right }).expect("set right");
    assert_eq!((driven.state.phase, &driven.state.missing), (Phase::Received, &None), "examine it again");
    driven.check_replay();
}

#[test]
fn its_words_are_those_of_the_database_and_it_is_kept_once() {
    let refused = |change: fn(&mut Draft)| {
        let mut draft = draft();
        change(&mut draft);
        let mut driven = Driven::<Statement>::new();
        driven.act(&checker(), &Command::Open { draft }).expect_err("it is refused").pointer
    };
    assert_eq!(refused(|d| d.puid = Some("a b".into())), "/draft/puid");
    assert_eq!(refused(|d| d.category = "elections".into()), "/draft/category");
    assert_eq!(refused(|d| d.decisions.clear()), "/draft/decisions");
    assert_eq!(refused(|d| d.decisions = ["removed".to_owned()].into()), "/draft/decisions");
    assert_eq!(refused(|d| d.platform = "identity--ngo".into()), "/draft/platform");
    let mut driven = Driven::<Statement>::new();
    driven.facts.open.insert("uuid 6f9619ff-8b86-d011-b42d-00c04fc964ff".into(), "r-0".into());
    assert_eq!(driven.refused(&checker(), &Command::Open { draft: draft() }), "asking-twice-for-the-same");
    let database = serde_json::to_value(Ground::IllegalContent).expect("a word");
    assert_eq!(database, "DECISION_GROUND_ILLEGAL_CONTENT");
}

fn any_command() -> impl Strategy<Value = Command> {
    prop_oneof![
        2 => Just(Command::Open { draft: draft() }),
        2 => Just(Command::Open { draft: addressed() }),
        1 => Just(Command::Correct { draft: addressed() }),
        1 => Just(Command::Correct { draft: draft() }),
        1 => ".{0,4}".prop_map(|id| Command::Link { answers: Answered::Notice(id) }),
        2 => any::<bool>().prop_map(|some| examine(if some { &[Part::Facts] } else { &[] })),
        1 => Just(Command::Close { result: "done".into() }),
    ]
}

proptest! {
    /// Whatever is commanded, in whatever order: no forbidden state, and the history gives the same record again.
    #[test]
    fn no_sequence_of_commands_reaches_a_forbidden_state(
        commands in proptest::collection::vec((any_command(), 0usize..3), 0..40)
    ) {
        let ngo = actor("ngo", CivilSociety, "RO", &[Role::Analyst]);
        let actors = [checker(), platform(), ngo];
        let mut driven = Driven::<Statement>::new();
        for (command, who) in commands {
            driven.attempt(&actors[who], &command);
            let state = &driven.state;
            prop_assert_eq!(state.author.organisation == "identity--platform", state.draft.addressee.is_some());
            prop_assert_eq!(matches!(state.phase, Phase::Examined | Phase::Closed), state.missing.is_some());
        }
        for one in &driven.history {
            let judged = matches!(one.what, Event::Examined { .. });
            prop_assert!(!judged || one.by.organisation != "identity--platform");
        }
        driven.check_replay();
    }
}
