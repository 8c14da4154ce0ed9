//! A request from draft to close, and what it refuses.

use super::*;
use crate::Standing;
use crate::testing::{Driven, ELECTION_DAY, HOUR, contact};
use proptest::prelude::*;

fn draft() -> Draft {
    Draft {
        title: "Accounts behind the false date".into(),
        addressee: "identity--platform".into(),
        questions: vec!["How many of the forty accounts were made on one day?".into()],
        purpose: "To tell volunteers from one operation.".into(),
        due: Some(ELECTION_DAY),
        ..Draft::default()
    }
}

fn sent() -> Driven<Information> {
    let mut driven = Driven::new();
    driven.act(&contact("be", "BE"), &Command::Open { draft: draft() }).expect("a draft");
    driven.act(&contact("be", "BE"), &Command::Send).expect("sent");
    driven
}

fn answer(complete: bool) -> Command {
    Command::Answer { text: "Thirty-eight.".into(), complete }
}

#[test]
fn a_question_is_answered_in_parts_and_closed() {
    let (be, platform) = (contact("be", "BE"), contact("platform", "IE"));
    let mut driven = sent();
    driven.act(&platform, &Command::Acknowledge).expect("received");
    driven.act(&platform, &answer(false)).expect("a part");
    assert_eq!(driven.state.deadlines()[0].standing(driven.now), Standing::Running, "a part is no answer");
    driven.act(&be, &Command::Remind { by: "telephone".into() }).expect("reminded");
    driven.now = ELECTION_DAY + HOUR;
    driven.act(&platform, &answer(true)).expect("the rest");
    assert_eq!(driven.state.deadlines()[0].standing(driven.now), Standing::MetLate);
    assert_eq!(driven.refused(&platform, &Command::Close { result: "x".into() }), "changing-it-from-outside");
    driven.act(&be, &Command::Close { result: "One operation.".into() }).expect("closed");
    driven.check_replay();
}

#[test]
fn it_is_declined_with_a_reason_and_asks_for_data_of_people_on_a_ground() {
    let mut driven = Driven::<Information>::new();
    let be = contact("be", "BE");
    let personal = Draft { personal_data: true, ..draft() };
    driven.act(&be, &Command::Open { draft: personal.clone() }).expect("a draft");
    assert_eq!(driven.refused(&be, &Command::Send), "asking-for-personal-data-without-a-ground");
    let grounded = Draft { legal_basis: "National electoral code, article 7".into(), ..personal };
    driven.act(&be, &Command::Edit { draft: grounded }).expect("with its ground");
    driven.act(&be, &Command::Send).expect("sent");
    assert_eq!(driven.refused(&contact("ngo", "RO"), &answer(true)), "acting-for-another");
    let decline = Command::Decline { reason: String::new() };
    assert_eq!(driven.refused(&contact("platform", "IE"), &decline), "incomplete");
    let decline = Command::Decline { reason: "Another ground is needed.".into() };
    driven.act(&contact("platform", "IE"), &decline).expect("declined");
    assert_eq!(driven.state.deadlines()[0].standing(driven.now), Standing::Met, "a refusal is an answer");
    let mut own = Driven::<Information>::new();
    let mine = Draft { addressee: "identity--be".into(), ..draft() };
    assert_eq!(own.refused(&be, &Command::Open { draft: mine }), "incomplete");
    let red = Draft { marking: ostrakon_model::Tlp::Red, ..draft() };
    own.act(&be, &Command::Open { draft: red }).expect("a draft");
    assert_eq!(own.refused(&be, &Command::Send), "sending-red-to-an-organisation");
}

proptest! {
    /// Whatever is commanded, in whatever order: no forbidden state, and the history gives the same record again.
    #[test]
    fn no_sequence_of_commands_reaches_a_forbidden_state(
        commands in proptest::collection::vec((0usize..10, any::<bool>(), 0usize..5), 0..50)
    ) {
        let (be, platform) = (contact("be", "BE"), contact("platform", "IE"));
        let actors = [be.clone(), be, platform.clone(), platform, contact("ngo", "RO")];
        let mut driven = Driven::<Information>::new();
        for (which, flag, who) in commands {
            let personal = Draft { personal_data: flag, ..draft() };
            let command = match which {
                0 => Command::Open { draft: personal },
                1 => Command::Edit { draft: personal },
                2 | 3 => Command::Send,
                4 => Command::Acknowledge,
                5 => answer(flag),
                6 => Command::Decline { reason: "no".into() },
                7 => Command::Remind { by: "mail".into() },
                8 => Command::Close { result: "done".into() },
                _ => Command::Withdraw { reason: "wrong".into() },
            };
            driven.attempt(&actors[who], &command);
            let state = &driven.state;
            prop_assert!(state.sent.is_none() || !state.draft.personal_data, "no ground was ever named");
            if state.phase == Phase::Closed {
                prop_assert!(!state.answers.is_empty() || state.declined.is_some());
            }
            let own = [state.author.organisation.as_str(), "identity--platform"];
            prop_assert!(state.answers.iter().all(|one| own.contains(&one.by.organisation.as_str())));
        }
        driven.check_replay();
    }
}
