//! The two-person rule, as examples and against every sequence of commands.

use super::*;
use crate::{
    Credential, Matrix, Scope,
    testing::{organisation, person},
};
use proptest::prelude::*;

const HOUR: i64 = 3_600_000;

fn matrix() -> Matrix {
    Matrix::embedded().expect("the table is sound")
}

fn acting(name: &str, human: &str, roles: &[Role]) -> Principal {
    let account = crate::Person { human: human.into(), ..person(name, roles) };
    let credential = Credential::Session { id: "ses-1".into() };
    Principal::new(&account, &organisation(), credential, None, None, &matrix())
}

fn propose() -> Command {
    Command::Propose {
        id: "proposal--1".into(),
        action: Sensitive::Unmask,
        subject: "account--7".into(),
        reason: "needed to warn the account's owner".into(),
        command: None,
    }
}

fn carry_out(standing: &[&Principal]) -> Command {
    Command::CarryOut {
        action: Sensitive::Unmask,
        subject: "account--7".into(),
        version: None,
        command: None,
        standing: standing.iter().map(|p| Party::of(p)).collect(),
    }
}

fn rule_of(result: &Result<Event>) -> &'static str {
    match result {
        Ok(_) => "",
        Err(Error::Refused { rule, .. }) => rule.strip_prefix("two-person.").expect("our prefix"),
        Err(_) => "field",
    }
}

/// A proposal of `first` at time 0.
fn open(first: &Principal) -> Proposal {
    let event = decide(&matrix(), None, propose(), first, 0).expect("may propose");
    evolve(None, &event).expect("it begins")
}

#[test]
fn one_proposes_another_approves_and_it_is_done_once() {
    let (first, second) = (acting("a", "a", &[Role::Analyst]), acting("b", "b", &[Role::Approver]));
    let m = matrix();
    let mut state = open(&first);
    assert_eq!(rule_of(&decide(&m, Some(&state), carry_out(&[&first, &second]), &first, 1)), "not-approved");
    let yes = decide(&m, Some(&state), Command::Approve { note: None, version: None }, &second, HOUR)
        .expect("a second person");
    state = evolve(Some(state), &yes).expect("it goes on");
    assert_eq!((state.stage, state.expires), (Stage::Approved, 73 * HOUR));

    let done = decide(&m, Some(&state), carry_out(&[&first, &second]), &first, 2 * HOUR).expect("approved");
    state = evolve(Some(state), &done).expect("it goes on");
    assert_eq!(state.stage, Stage::Done);
    assert_eq!(rule_of(&decide(&m, Some(&state), carry_out(&[&first, &second]), &first, 3 * HOUR)), "over");
    assert_eq!(rule_of(&decide(&m, Some(&state), Command::Withdraw, &first, 3 * HOUR)), "over");
}

#[test]
fn whoever_proposed_it_is_no_second_person_under_any_account() {
    let first = acting("a", "a", &[Role::Analyst, Role::Approver]);
    let other_account = acting("a2", "a", &[Role::Approver]);
    let mut own_making = acting("c", "c", &[Role::Approver]);
    own_making.vouched_by.insert("a".into());
    let mut elsewhere = acting("d", "d", &[Role::Approver]);
    elsewhere.organisation = "identity--elsewhere".into();
    let mut token = acting("b", "b", &[Role::Approver]);
    token.scopes = Some(BTreeSet::from([Scope::Read, Scope::Write]));
    let state = open(&first);
    for (who, rule) in [
        (&first, "same-person"),
        (&other_account, "same-person"),
        (&own_making, "own-making"),
        (&elsewhere, "other-organisation"),
        (&token, "scope"),
        (&acting("e", "e", &[Role::Analyst, Role::Administrator]), "approving-role"),
    ] {
        let approve = Command::Approve { note: None, version: None };
        assert_eq!(rule_of(&decide(&matrix(), Some(&state), approve, who, 1)), rule);
        let reject = Command::Reject { note: "not enough to go on".into() };
        assert_eq!(rule_of(&decide(&matrix(), Some(&state), reject, who, 1)), rule);
    }
}

#[test]
fn an_approval_holds_for_its_subject_its_time_and_its_two_people() {
    let (first, second) = (acting("a", "a", &[Role::Analyst]), acting("b", "b", &[Role::Approver]));
    let m = matrix();
    let state = open(&first);
    let yes = Command::Approve { note: Some("agreed".into()), version: None };
    assert_eq!(rule_of(&decide(&m, Some(&state), yes.clone(), &second, 72 * HOUR)), "expired");
    let event = decide(&m, Some(&state), yes, &second, 72 * HOUR - 1).expect("in time");
    let state = evolve(Some(state), &event).expect("it goes on");

    let both = [&first, &second];
    let mut command = carry_out(&both);
    if let Command::CarryOut { subject, .. } = &mut command {
        *subject = "account--8".into();
    }
    assert_eq!(rule_of(&decide(&m, Some(&state), command, &first, 73 * HOUR)), "other-subject");
    assert_eq!(rule_of(&decide(&m, Some(&state), carry_out(&both), &first, 144 * HOUR)), "expired");
    // The second was disabled, or turned out to be the first.
    assert_eq!(rule_of(&decide(&m, Some(&state), carry_out(&[&first]), &first, 73 * HOUR)), "standing");
    let merged = acting("b", "a", &[Role::Approver]);
    assert_eq!(
        rule_of(&decide(&m, Some(&state), carry_out(&[&first, &merged]), &first, 73 * HOUR)),
        "standing"
    );
    let third = acting("c", "c", &[Role::Approver]);
    assert_eq!(rule_of(&decide(&m, Some(&state), carry_out(&both), &third, 73 * HOUR)), "neither");
}

#[test]
fn a_proposal_needs_a_role_a_subject_and_a_reason() {
    let m = matrix();
    let analyst = acting("a", "a", &[Role::Analyst]);
    assert_eq!(rule_of(&decide(&m, None, propose(), &acting("g", "g", &[Role::Guest]), 0)), "proposing-role");
    for (bad_reason, bad_subject) in
        [("short", "x"), ("long enough a reason", ""), ("long enough a reason", "\n")]
    {
        let command = Command::Propose {
            id: "proposal--1".into(),
            action: Sensitive::Publish,
            subject: bad_subject.into(),
            reason: bad_reason.into(),
            command: None,
        };
        assert_eq!(rule_of(&decide(&m, None, command, &analyst, 0)), "field");
    }
    assert_eq!(rule_of(&decide(&m, None, Command::Withdraw, &analyst, 0)), "unknown");
    assert_eq!(rule_of(&decide(&m, Some(&open(&analyst)), propose(), &analyst, 0)), "exists");
}

/// Accounts of three humans, all with every role: 0 and 1 are one human; the account 4 was made by that human.
fn people() -> Vec<Principal> {
    let mut all: Vec<_> = [("p0", "h0"), ("p1", "h0"), ("p2", "h1"), ("p3", "h1"), ("p4", "h2")]
        .into_iter()
        .map(|(name, human)| acting(name, human, &Role::ALL))
        .collect();
    all[4].vouched_by.insert("h0".into());
    all
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Propose,
    Approve,
    Reject,
    Withdraw,
    CarryOut,
}

fn steps() -> impl Strategy<Value = Vec<(Step, usize, i64)>> {
    let step = prop_oneof![
        Just(Step::Propose),
        Just(Step::Approve),
        Just(Step::Reject),
        Just(Step::Withdraw),
        Just(Step::CarryOut)
    ];
    prop::collection::vec((step, 0..5usize, 0..40 * HOUR), 0..30)
}

proptest! {
    /// Whatever is tried, by whichever account, in whichever order: what is done was proposed by one human and approved
    /// by another, who was not of the first one's making; and it was done once.
    #[test]
    fn no_sequence_lets_one_person_do_it_alone(steps in steps()) {
        let (m, people) = (matrix(), people());
        let mut state: Option<Proposal> = None;
        let (mut now, mut done) = (0, 0);
        for (step, who, later) in steps {
            now += later;
            let by = &people[who];
            let command = match step {
                Step::Propose => propose(),
                Step::Approve => Command::Approve { note: None, version: None },
                Step::Reject => Command::Reject { note: "not enough to go on".into() },
                Step::Withdraw => Command::Withdraw,
                Step::CarryOut => carry_out(&people.iter().collect::<Vec<_>>()),
            };
            let Ok(event) = decide(&m, state.as_ref(), command, by, now) else { continue };
            if matches!(event, Event::CarriedOut { .. }) {
                done += 1;
                let before = state.as_ref().expect("there is one");
                let second = before.second.as_ref().expect("somebody approved");
                prop_assert_ne!(&before.proposer.human, &second.human);
                prop_assert!(before.proposer.human != "h0" || second.person != "p4");
                prop_assert!(!before.is_expired(now));
            }
            state = evolve(state, &event);
        }
        prop_assert!(done <= 1);
    }

    /// With all commands by the accounts of one human nothing is ever done.
    #[test]
    fn two_accounts_of_one_person_are_one_person(steps in steps()) {
        let (m, people) = (matrix(), people());
        let mut state: Option<Proposal> = None;
        for (n, (step, who, _)) in (0..).zip(steps) {
            let by = &people[who % 2];
            let command = match step {
                Step::Propose => propose(),
                Step::Approve | Step::Reject => Command::Approve { note: None, version: None },
                Step::Withdraw => continue,
                Step::CarryOut => carry_out(&people.iter().collect::<Vec<_>>()),
            };
            if let Ok(event) = decide(&m, state.as_ref(), command, by, n) {
                state = evolve(state, &event);
            }
        }
        prop_assert!(state.is_none_or(|s| s.stage == Stage::Open));
    }
}

#[test]
fn an_approval_is_of_a_text_as_it_stood_and_another_text_needs_another() {
    let m = matrix();
    let first = acting("one", "h1", &[Role::Analyst]);
    let second = acting("two", "h2", &[Role::Approver]);
    let parties = [Party::of(&first), Party::of(&second)];
    // Given an approval of a record as it stood at revision 4, and one of a command.
    let approved = |text: Option<Value>| {
        let mut command = propose();
        if let Command::Propose { command: said, .. } = &mut command {
            *said = text;
        }
        let made = decide(&m, None, command, &first, 0).expect("proposed");
        let state = evolve(None, &made).expect("made");
        let yes = Command::Approve { note: None, version: Some(4) };
        let yes = decide(&m, Some(&state), yes, &second, 1).expect("approved");
        evolve(Some(state), &yes).expect("approved")
    };
    let spend = |state: &Proposal, version: Option<i64>, command: Option<Value>| {
        let standing = parties.to_vec();
        let (action, subject) = (Sensitive::Unmask, "account--7".to_owned());
        decide(&m, Some(state), Command::CarryOut { action, subject, version, command, standing }, &first, 2)
    };
    // When the record is changed, or gone, then the approval is spoilt, whatever is done with it.
    let record = approved(None);
    for version in [Some(5), Some(3), None] {
        assert_eq!(rule_of(&spend(&record, version, None)), "changed-since", "{version:?}");
    }
    let words = spend(&record, Some(5), None).expect_err("refused").to_string();
    assert!(words.contains("revision 4") && words.contains("propose it anew"), "{words}");
    assert!(spend(&record, Some(4), Some(serde_json::json!({ "command": "publish" }))).is_ok());
    // And the command that was read is the only one, be the record what it may.
    let said = serde_json::json!({ "command": "attribute", "to": "unknown" });
    let command = approved(Some(said.clone()));
    let other = serde_json::json!({ "command": "attribute", "to": "somebody" });
    assert_eq!(rule_of(&spend(&command, Some(4), Some(other))), "other-text");
    assert_eq!(rule_of(&spend(&command, Some(4), None)), "other-text");
    assert!(spend(&command, Some(9), Some(said)).is_ok());
    // What is no command, or is too long to be read, is not proposed.
    for bad in [serde_json::json!("publish"), serde_json::json!({ "text": "x".repeat(70_000) })] {
        let mut command = propose();
        if let Command::Propose { command: said, .. } = &mut command {
            *said = Some(bad);
        }
        assert!(decide(&m, None, command, &first, 0).is_err());
    }
}
