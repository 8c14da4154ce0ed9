//! A contestation from receipt to correction, and everything that it refuses on the way.

use super::*;
use crate::testing::{Driven, HOUR, contact, person};
use crate::{RecordFacts, Standing};
use proptest::prelude::*;

const RECEIPT: &str = "4711 0815 2342 1337";

fn draft() -> Draft {
    Draft {
        title: "We are no mirror of that outlet".into(),
        contested: "publication/p-9".into(),
        statement: "The page shown is a clone; our own domain ends differently.".into(),
        capacity: Capacity::Media,
        election: Some("ep-2024".into()),
        ..Draft::default()
    }
}

fn driven() -> Driven<Contestation> {
    let mut driven = Driven::new();
    let record = RecordFacts {
        kept_by: "identity--own".into(),
        authors: ["person-writer", "human-writer"].map(String::from).into(),
        recipients: ["identity--be", "identity--fr"].map(String::from).into(),
        ..RecordFacts::default()
    };
    driven.facts.records.insert("publication/p-9".into(), record);
    driven
}

fn received() -> Driven<Contestation> {
    let mut driven = driven();
    let form = person("form", "own");
    let open = Command::Open { draft: draft(), receipt: Some(RECEIPT.into()) };
    driven.act(&form, &open).expect("anybody may contest");
    driven
}

fn uphold() -> Command {
    Command::Uphold {
        reasons: "The certificate was another one.".into(),
        correction: "The outlet was the victim of the clone.".into(),
        also_to: ["https://mirror.example/feed".to_owned()].into(),
    }
}

#[test]
fn an_upheld_contestation_is_open_until_every_recipient_has_the_correction() {
    // Given a contestation that came through the public form: only a digest of its number is kept,
    let mut driven = received();
    let (writer, examiner) = (person("writer", "own"), person("examiner", "own"));
    assert!(!serde_json::to_string(&driven.history).expect("JSON").contains("4711"));
    // when who wrote it wants to judge it, then that is refused; another account of that human is no way round,
    assert_eq!(driven.refused(&writer, &Command::TakeUp), "examining-ones-own-work");
    let mut second_account = person("writer-2", "own");
    second_account.human = "human-writer".into();
    assert_eq!(driven.refused(&second_account, &Command::TakeUp), "examining-ones-own-work");
    driven.act(&examiner, &Command::TakeUp).expect("somebody else");
    // and once it is upheld, the correction goes to everybody who has the original.
    driven.act(&examiner, &uphold()).expect("upheld");
    assert_eq!(driven.state.deliveries.len(), 3);
    let deliver = |to: &str| Command::Deliver { recipient: to.into(), proof: "release 7".into() };
    assert_eq!(driven.refused(&examiner, &deliver("identity--de")), "wrong-state");
    for to in ["identity--be", "identity--fr"] {
        driven.act(&examiner, &deliver(to)).expect("delivered");
        assert!(driven.state.summary().open);
    }
    assert_eq!(driven.refused(&examiner, &deliver("identity--fr")), "wrong-state");
    driven.act(&examiner, &deliver("https://mirror.example/feed")).expect("delivered");
    assert!(!driven.state.summary().open);
    assert!(driven.state.deadlines().iter().all(|one| one.standing(driven.now) == Standing::Met));
    driven.check_replay();
}

#[test]
fn a_rejection_may_be_appealed_once_to_a_third_person() {
    let mut driven = received();
    let (form, first, third) = (person("form", "own"), person("first", "own"), person("third", "own"));
    driven.act(&first, &Command::TakeUp).expect("taken up");
    assert_eq!(
        driven.refused(&third, &Command::Reject { reasons: "no".into() }),
        "deciding-without-having-examined"
    );
    driven.act(&first, &Command::Reject { reasons: "The page is yours.".into() }).expect("rejected");
    let appeal = |receipt: &str| Command::Appeal {
        grounds: "Look at the registrar.".into(),
        receipt: Some(receipt.into()),
    };
    assert_eq!(driven.refused(&form, &appeal("1111222233334444")), "speaking-for-who-contested");
    // Blanks and hyphens are how people write it.
    driven.act(&form, &appeal("4711-0815-2342-1337")).expect("an appeal");
    assert_eq!(driven.refused(&first, &Command::TakeUp), "hearing-the-appeal-against-oneself");
    driven.act(&third, &Command::TakeUp).expect("a third person");
    driven.act(&third, &Command::Reject { reasons: "The registrar is yours.".into() }).expect("final");
    assert_eq!(driven.refused(&form, &appeal(RECEIPT)), "appealing-twice");
    driven.check_replay();
}

#[test]
fn two_accounts_of_one_human_are_one_examiner() {
    let mut driven = received();
    let (form, first, third) = (person("form", "own"), person("first", "own"), person("third", "own"));
    // Given somebody who contested by one account, and who examines by two that were linked since,
    driven.facts.humans = [("person-first", "human-third"), ("person-form", "human-writer-2")]
        .map(|(a, b)| (a.into(), b.into()))
        .into();
    driven.act(&first, &Command::TakeUp).expect("taken up");
    // then the other account decides what the one took up,
    driven.act(&third, &Command::Reject { reasons: "The page is yours.".into() }).expect("the same examiner");
    let appeal = Command::Appeal { grounds: "Look again.".into(), receipt: Some(RECEIPT.into()) };
    driven.act(&form, &appeal).expect("an appeal");
    // and neither hears the appeal; nor does an account of who wrote it, under an id of its own.
    assert_eq!(driven.refused(&third, &Command::TakeUp), "hearing-the-appeal-against-oneself");
    let record = driven.facts.records.get_mut("publication/p-9").expect("known");
    record.authors = ["person-old".to_owned()].into();
    record.humans = [("person-old".to_owned(), "human-late".to_owned())].into();
    assert_eq!(driven.refused(&person("late", "own"), &Command::TakeUp), "examining-ones-own-work");
    driven.act(&person("fourth", "own"), &Command::TakeUp).expect("somebody else");
}

#[test]
fn an_appeal_comes_within_six_months() {
    let mut driven = received();
    let first = person("first", "own");
    driven.act(&first, &Command::TakeUp).expect("taken up");
    driven.act(&first, &Command::Reject { reasons: "no".into() }).expect("rejected");
    driven.now += 200 * 24 * HOUR;
    let late = Command::Appeal { grounds: "late".into(), receipt: Some(RECEIPT.into()) };
    assert_eq!(driven.refused(&first, &late), "appealing-too-late");
}

#[test]
fn who_contests_by_an_account_does_not_examine_and_another_organisation_does_not_decide() {
    let mut driven = driven();
    let open = Command::Open { draft: draft(), receipt: None };
    let bad = Command::Open { draft: draft(), receipt: Some("123".into()) };
    assert_eq!(driven.refused(&contact("ngo", "RO"), &bad), "incomplete");
    driven.act(&contact("ngo", "RO"), &open).expect("contested");
    assert_eq!(driven.refused(&contact("ngo", "RO"), &Command::TakeUp), "changing-it-from-outside");
    let withdraw = Command::Withdraw { reason: "settled".into(), receipt: None };
    assert_eq!(driven.refused(&person("x", "own"), &withdraw), "speaking-for-who-contested");
    driven.act(&contact("ngo", "RO"), &withdraw).expect("withdrawn");
    // The clocks stopped with it.
    assert!(driven.state.deadlines().iter().all(|one| one.standing(i64::MAX) == Standing::Stopped));

    let mut own = Driven::<Contestation>::new();
    own.act(&person("x", "own"), &open).expect("what is unknown may be contested as well");
    assert_eq!(own.refused(&person("x", "own"), &Command::TakeUp), "examining-ones-own-contestation");
}

#[test]
fn an_election_near_shortens_the_clock() {
    let due = |driven: &Driven<Contestation>| driven.state.deadlines()[0].term;
    assert_eq!(due(&received()), Term::Hours(48));
    let mut early = driven();
    early.now -= 90 * 24 * HOUR;
    early.act(&person("form", "own"), &Command::Open { draft: draft(), receipt: None }).expect("contested");
    assert_eq!(due(&early), Term::WorkingDays(5));
}

fn any_command() -> impl Strategy<Value = Command> {
    let receipt = || prop_oneof![Just(None), Just(Some(RECEIPT.to_owned())), Just(Some("x".to_owned()))];
    prop_oneof![
        receipt().prop_map(|receipt| Command::Open { draft: draft(), receipt }),
        Just(Command::TakeUp),
        Just(Command::TakeUp),
        Just(uphold()),
        ".{0,8}".prop_map(|reasons| Command::Reject { reasons }),
        receipt().prop_map(|receipt| Command::Appeal { grounds: "wrong".into(), receipt }),
        prop_oneof![Just("identity--be"), Just("identity--de")]
            .prop_map(|to| Command::Deliver { recipient: to.into(), proof: "sent".into() }),
        receipt().prop_map(|receipt| Command::Withdraw { reason: "settled".into(), receipt }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever is commanded by whomever: nobody judges their own work, one appeal, nobody else gets a correction.
    #[test]
    fn no_sequence_of_commands_reaches_a_forbidden_state(
        commands in proptest::collection::vec((any_command(), 0usize..5), 0..40)
    ) {
        let actors = [person("writer", "own"), person("a", "own"), person("b", "own"), person("c", "own"), contact("ngo", "RO")];
        let mut driven = driven();
        for (command, who) in commands {
            driven.attempt(&actors[who], &command);
            let state = &driven.state;
            prop_assert!(state.examinations.len() <= 2);
            let examiners: Vec<_> = state.examinations.iter().filter_map(|one| one.examiner.as_ref()).map(|(_, by)| &by.person).collect();
            prop_assert!(examiners.iter().all(|one| !["person-writer", "human-writer"].contains(&one.as_str())));
            prop_assert!(examiners.len() < 2 || examiners[0] != examiners[1]);
            prop_assert!(state.receipt.is_some() || examiners.iter().all(|one| **one != state.author.person));
            prop_assert!(!state.deliveries.contains_key("identity--de"));
            prop_assert_eq!(state.phase == Phase::Upheld, state.upheld.is_some());
            if let Some(done) = state.examinations.iter().find_map(|one| one.decided.as_ref()) {
                prop_assert!(!done.reasons.trim().is_empty());
            }
        }
        driven.check_replay();
    }
}
