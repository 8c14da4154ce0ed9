//! A notice through all its instances, and what it refuses.

use super::*;
use crate::testing::{Driven, HOUR, actor};
use crate::{Actor, Standing};
use ostrakon_model::OrganisationKind::{self, CivilSociety, FactChecker};
use ostrakon_model::{Role, Tlp};
use proptest::prelude::*;

const DAY: i64 = 24 * HOUR;

fn checker() -> Actor {
    actor("checker", FactChecker, "FR", &[Role::Analyst])
}

fn platform() -> Actor {
    actor("platform", OrganisationKind::Platform, "IE", &[Role::PointOfContact])
}

fn draft() -> Draft {
    Draft {
        title: "A call to burn down polling stations".into(),
        host: "identity--platform".into(),
        legality: Legality::Illegal {
            law: "Code pénal, article 322-13".into(),
            reasons: "It threatens to destroy public buildings on the day of the vote.".into(),
        },
        urls: ["https://video.example/1".to_owned()].into(),
        notifier_name: "Duty desk".into(),
        notifier_email: "desk@checker.example".into(),
        good_faith: true,
        ..Draft::default()
    }
}

fn open(draft: Draft) -> Command {
    Command::Open { draft }
}

fn decision(acted: bool) -> Command {
    let redress = [Redress::InternalComplaint, Redress::OutOfCourt].into();
    let decision = Decision { acted, text: "No breach was found.".into(), redress, ..Decision::default() };
    Command::Decide { decision, at: None }
}

fn ruling(upheld: bool) -> Ruling {
    Ruling { upheld, reasons: "The threat is plain.".into() }
}

fn decided() -> Driven<Notice> {
    let mut driven = Driven::new();
    driven.act(&checker(), &open(draft())).expect("a draft");
    driven.act(&checker(), &Command::Send).expect("it is whole");
    driven.act(&platform(), &Command::ConfirmReceipt { at: None }).expect("received");
    driven.act(&platform(), &decision(false)).expect("decided");
    driven
}

fn standing(driven: &Driven<Notice>, name: &str) -> Standing {
    let deadlines = driven.state.deadlines();
    deadlines.iter().find(|one| one.name == name).expect("the deadline").standing(driven.now)
}

#[test]
fn a_notice_is_contested_through_all_instances() {
    // Given a notice that the host did not follow,
    let mut driven = decided();
    let decided_at = driven.now;
    assert_eq!((standing(&driven, "receipt"), standing(&driven, "decision")), (Standing::Met, Standing::Met));
    // when the notifier complains within six months,
    driven.now = decided_at + 150 * DAY;
    driven.act(&checker(), &Command::Complain { grounds: "The threat is plain.".into() }).expect("in time");
    let reject = Command::DecideComplaint { ruling: ruling(false), at: None };
    driven.act(&platform(), &reject).expect("rejected");
    assert_eq!(driven.refused(&platform(), &reject), "wrong-state");
    // and refers the dispute, whose body takes 90 days more,
    driven.act(&checker(), &Command::Refer { body: "Settlement body IE-1".into() }).expect("referred");
    let first = driven.state.deadlines().into_iter().find(|one| one.name == "settlement");
    driven.now += 80 * DAY;
    let extend = Command::Extend { reason: "Two languages of the law.".into() };
    driven.act(&checker(), &extend).expect("while the time runs");
    assert_eq!(driven.refused(&checker(), &extend), "wrong-state");
    // then the first deadline stands where it was, stopped, and the second runs.
    let after = driven.state.deadlines().into_iter().find(|one| one.name == "settlement");
    assert_eq!(after.map(|one| one.due), first.map(|one| one.due));
    assert_eq!(standing(&driven, "settlement"), Standing::Stopped);
    assert_eq!(standing(&driven, "settlement-extended"), Standing::Running);
    driven.act(&checker(), &Command::Settle { ruling: ruling(true) }).expect("settled");
    assert_eq!(standing(&driven, "settlement-extended"), Standing::Met);
    driven.act(&checker(), &Command::Close { result: "Removed after all.".into() }).expect("closed");
    assert!(!driven.state.summary().open);
    driven.check_replay();
}

#[test]
fn it_is_refused_for_lawful_content_and_without_its_mandatory_parts() {
    let rule = |change: fn(&mut Draft)| {
        let mut draft = draft();
        change(&mut draft);
        let mut driven = Driven::<Notice>::new();
        let opened = driven.act(&checker(), &open(draft));
        let refusal =
            opened.and_then(|()| driven.act(&checker(), &Command::Send)).expect_err("it is refused");
        (refusal.rule, refusal.source.cite.rsplit(' ').next().unwrap_or_default().to_owned())
    };
    let is = |rule: &str, article: &str| (rule.to_owned(), article.to_owned());
    assert_eq!(rule(|d| d.legality = Legality::Lawful), is("noticing-lawful-content", "16(2)(a)"));
    assert_eq!(
        rule(|d| d.legality = Legality::NotAssessed),
        is("noticing-what-is-not-judged-illegal", "16(2)(a)")
    );
    assert_eq!(rule(|d| d.urls.clear()), is("noticing-without-a-location", "16(2)(b)"));
    assert_eq!(rule(|d| d.notifier_name.clear()), is("noticing-without-a-name", "16(2)(c)"));
    assert_eq!(rule(|d| d.notifier_email = "desk@".into()), is("noticing-without-a-name", "16(2)(c)"));
    assert_eq!(rule(|d| d.good_faith = false), is("noticing-without-good-faith", "16(2)(d)"));
    assert_eq!(
        rule(|d| d.capacity = Capacity::TrustedFlagger),
        is("claiming-the-status-of-a-trusted-flagger", "22(2)")
    );
    assert_eq!(rule(|d| d.marking = Tlp::Red).0, "sending-red-to-an-organisation");
    let lawless = |d: &mut Draft| d.legality = Legality::Illegal { law: String::new(), reasons: "x".into() };
    assert_eq!(rule(lawless).0, "incomplete");
    assert_eq!(rule(|d| d.host = "identity--be".into()).0, "incomplete");
}

#[test]
fn a_trusted_flagger_with_the_status_and_a_notice_for_a_child_go_out() {
    let mut driven = Driven::<Notice>::new();
    driven.facts.trusted_flaggers.insert("identity--checker".into());
    let draft = Draft {
        capacity: Capacity::TrustedFlagger,
        child_protection: true,
        notifier_name: String::new(),
        notifier_email: String::new(),
        ..draft()
    };
    driven.act(&checker(), &open(draft)).expect("it has the status");
    driven.act(&checker(), &Command::Send).expect("no name is asked for");
    let law = driven.state.outward(&Event::Sent).expect("it leaves the house").law;
    assert_eq!(law.len(), 2, "Article 16 and Article 22");
}

#[test]
fn what_is_late_is_refused_and_what_is_another_s_too() {
    let mut driven = decided();
    let complain = Command::Complain { grounds: "late".into() };
    assert_eq!(driven.refused(&platform(), &complain), "changing-it-from-outside");
    let ngo = actor("ngo", CivilSociety, "RO", &[Role::Analyst]);
    assert_eq!(driven.refused(&ngo, &complain), "changing-it-from-outside");
    driven.now += 190 * DAY;
    assert_eq!(driven.refused(&checker(), &complain), "complaining-after-six-months");
    driven.act(&checker(), &Command::Refer { body: "Settlement body".into() }).expect("this way stays open");
    driven.now += 100 * DAY;
    assert_eq!(
        driven.refused(&checker(), &Command::Extend { reason: "late".into() }),
        "extending-what-is-over"
    );
    assert_eq!(standing(&driven, "settlement"), Standing::Missed);
    let mut sent = Driven::<Notice>::new();
    sent.act(&checker(), &open(draft())).expect("a draft");
    sent.act(&checker(), &Command::Send).expect("sent");
    let early = Command::ConfirmReceipt { at: Some(sent.now - 1) };
    assert_eq!(sent.refused(&checker(), &early), "incomplete");
    sent.act(&checker(), &decision(true)).expect("a decision without a receipt is a receipt");
    assert_eq!(standing(&sent, "receipt"), Standing::Met);
}

fn any_command() -> impl Strategy<Value = Command> {
    prop_oneof![
        2 => Just(open(draft())),
        1 => Just(Command::Edit { draft: Draft { legality: Legality::NotAssessed, ..draft() } }),
        1 => Just(Command::Edit { draft: draft() }),
        3 => Just(Command::Send),
        1 => proptest::option::of(any::<i64>()).prop_map(|at| Command::ConfirmReceipt { at }),
        3 => any::<bool>().prop_map(decision),
        2 => ".{0,6}".prop_map(|grounds| Command::Complain { grounds }),
        1 => any::<bool>().prop_map(|upheld| Command::DecideComplaint { ruling: ruling(upheld), at: None }),
        2 => ".{0,6}".prop_map(|body| Command::Refer { body }),
        1 => Just(Command::Extend { reason: "complex".into() }),
        1 => any::<bool>().prop_map(|upheld| Command::Settle { ruling: ruling(upheld) }),
        1 => Just(Command::Close { result: "done".into() }),
        1 => Just(Command::Withdraw { reason: "wrong".into() }),
    ]
}

proptest! {
    /// Whatever is commanded, in whatever order: no forbidden state, and the history gives the same record again.
    #[test]
    fn no_sequence_of_commands_reaches_a_forbidden_state(
        commands in proptest::collection::vec((any_command(), 0usize..5, 0i64..60), 0..50)
    ) {
        let ngo = actor("ngo", CivilSociety, "RO", &[Role::Analyst]);
        let actors = [checker(), checker(), platform(), platform(), ngo];
        let mut driven = Driven::<Notice>::new();
        for (command, who, days) in commands {
            driven.now += days * DAY;
            driven.attempt(&actors[who], &command);
            let state = &driven.state;
            if state.sent.is_some() {
                let judged = matches!(state.draft.legality, Legality::Illegal { .. });
                prop_assert!(judged && state.draft.good_faith);
            }
            if state.phase == Phase::Closed {
                prop_assert!(state.decision.is_some(), "what was not decided is not closed but withdrawn");
            }
            prop_assert!(state.complaint.is_none() || state.decision.is_some());
            prop_assert!(state.settlement.is_none() || state.referral.is_some());
        }
        driven.check_replay();
    }
}
