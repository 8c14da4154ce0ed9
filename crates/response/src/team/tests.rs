//! A team from the letter to the lessons, and what is refused on the way.

use super::*;
use crate::testing::{Driven, ELECTION_DAY, HOUR, actor, contact};
use crate::{Actor, Standing};
use ostrakon_model::OrganisationKind::{CivilSociety, Institution};
use ostrakon_model::Role;
use proptest::prelude::*;

const DAY: i64 = 24 * HOUR;

fn presidency() -> Actor {
    actor("own", Institution, "EU", &[Role::Presidency])
}

fn analyst() -> Actor {
    let mut one = actor("own", Institution, "EU", &[Role::Analyst]);
    one.person = "person-analyst".into();
    one
}

fn draft() -> Draft {
    Draft {
        title: "Help before the vote".into(),
        requesting_state: "BE".into(),
        addressee: "identity--own".into(),
        threat: "Copied sites of five newspapers, and a leak that is announced.".into(),
        expertise: ["Domains".to_owned(), "Strategic communication".to_owned()].into(),
        from: ELECTION_DAY + 7 * DAY,
        to: ELECTION_DAY + 40 * DAY,
        host_arrangements: "Offices and access by the host.".into(),
        ..Draft::default()
    }
}

fn scope(arrangements: &str) -> Command {
    let deliverables = vec!["A report on the domains".to_owned()];
    let (assessment, host_arrangements) = ("Two fields, four weeks.".into(), arrangements.into());
    Command::Scope { scope: Scope { assessment, deliverables, host_arrangements } }
}

fn compose(count: u32) -> Command {
    let expert = Expert { organisation: "An agency".into(), domain: "Domains".into(), count };
    Command::Compose { experts: vec![expert] }
}

fn approve() -> Command {
    Command::Approve { decision: "Decision of 5 June, unanimous.".into() }
}

#[test]
fn a_team_is_asked_for_scoped_approved_deployed_and_learnt_from() {
    let be = contact("be", "BE");
    let mut driven = Driven::<Team>::new();
    driven.act(&be, &Command::Open { draft: draft() }).expect("a state asks");
    assert_eq!(driven.refused(&be, &scope("")), "acting-for-another");
    driven.act(&analyst(), &scope("")).expect("assessed");
    assert_eq!(driven.refused(&analyst(), &approve()), "acting-without-a-role");
    driven.act(&presidency(), &approve()).expect("approved");
    assert_eq!(driven.state.deadlines()[0].standing(driven.now), Standing::Met);
    assert_eq!(driven.refused(&analyst(), &compose(0)), "incomplete");
    driven.act(&analyst(), &compose(4)).expect("composed");
    driven.act(&analyst(), &Command::Deploy { place: "Brussels".into() }).expect("it works");
    driven.now = ELECTION_DAY + 41 * DAY;
    assert_eq!(driven.state.deadlines()[1].standing(driven.now), Standing::Missed, "a team is short-term");
    driven.act(&analyst(), &Command::Return { text: "Forty domains found.".into() }).expect("back");
    driven.act(&analyst(), &Command::End { report: "The report.".into() }).expect("reported");
    let lessons = Command::WriteLessons { text: "Ask earlier.".into() };
    assert_eq!(driven.refused(&analyst(), &lessons), "changing-it-from-outside");
    driven.act(&be, &lessons).expect("the state learnt");
    assert!(!driven.state.summary().open);
    driven.check_replay();
}

#[test]
fn it_needs_a_state_that_asks_and_an_institution_that_is_asked() {
    let refused =
        |actor: &Actor, draft: Draft| Driven::<Team>::new().refused(actor, &Command::Open { draft });
    let ngo = actor("ngo", CivilSociety, "RO", &[Role::PointOfContact]);
    let (be, fr) = (contact("be", "BE"), contact("fr", "FR"));
    assert_eq!(refused(&ngo, Draft { requesting_state: "RO".into(), ..draft() }), "asking-without-a-state");
    assert_eq!(refused(&fr, draft()), "asking-without-a-state", "France does not ask for Belgium");
    assert_eq!(refused(&be, Draft { requesting_state: String::new(), ..draft() }), "asking-without-a-state");
    assert_eq!(refused(&analyst(), draft()), "asking-without-a-state", "no letter");
    assert_eq!(refused(&be, Draft { addressee: "identity--fr".into(), ..draft() }), "incomplete");
    assert_eq!(refused(&be, Draft { to: ELECTION_DAY, ..draft() }), "incomplete");
    let red = Draft { marking: ostrakon_model::Tlp::Red, ..draft() };
    assert_eq!(refused(&be, red), "sending-red-to-an-organisation");
    // A partner country asks by a letter, which the institution enters; whoever entered it does not approve it.
    let partner = Draft {
        requester: Requester::PartnerCountry,
        requesting_state: "MD".into(),
        letter: "a".repeat(64),
        host_arrangements: String::new(),
        ..draft()
    };
    let mut driven = Driven::<Team>::new();
    driven.act(&presidency(), &Command::Open { draft: partner }).expect("its letter is here");
    driven.act(&analyst(), &scope("")).expect("assessed");
    assert_eq!(driven.refused(&presidency(), &approve()), "approving-ones-own-request");
    let mut other = presidency();
    other.person = "person-other".into();
    driven.act(&other, &approve()).expect("approved");
    driven.act(&analyst(), &compose(2)).expect("composed");
    let deploy = Command::Deploy { place: "Chișinău".into() };
    assert_eq!(driven.refused(&analyst(), &deploy), "deploying-without-arrangements");
    driven.act(&presidency(), &Command::Withdraw { reason: "Asked anew.".into() }).expect("withdrawn");
}

proptest! {
    /// Whatever is commanded, in whatever order: no forbidden state, and the history gives the same record again.
    #[test]
    fn no_sequence_of_commands_reaches_a_forbidden_state(
        commands in proptest::collection::vec((0usize..11, any::<bool>(), 0usize..5), 0..60)
    ) {
        let ngo = actor("ngo", CivilSociety, "RO", &[Role::Presidency]);
        let actors = [contact("be", "BE"), presidency(), analyst(), analyst(), ngo];
        let mut driven = Driven::<Team>::new();
        for (which, flag, who) in commands {
            let arrangements = if flag { "Offices." } else { "" };
            let command = match which {
                0 => Command::Open { draft: Draft { host_arrangements: arrangements.into(), ..draft() } },
                1 => scope(arrangements),
                2 => approve(),
                3 => Command::Decline { reason: if flag { "no".into() } else { String::new() } },
                4 | 5 => compose(1),
                6 => Command::Deploy { place: "Brussels".into() },
                7 => Command::Return { text: "done".into() },
                8 => Command::End { report: "report".into() },
                9 => Command::WriteLessons { text: "learnt".into() },
                _ => Command::Withdraw { reason: if flag { "wrong".into() } else { String::new() } },
            };
            driven.attempt(&actors[who], &command);
            let state = &driven.state;
            prop_assert!(state.steps.iter().all(|one| one.by.organisation != "identity--ngo"));
            if let Some(approved) = state.step("approved") {
                prop_assert!(approved.by.organisation == "identity--own" && state.scope.is_some());
                prop_assert!(state.step("declined").is_none());
            }
            if state.step("deployed").is_some() {
                prop_assert!(!state.experts.is_empty() && state.step("withdrawn").is_none());
            }
        }
        driven.check_replay();
    }
}
