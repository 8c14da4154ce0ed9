//! An issue from draft to the next one, and what it refuses on the way.

use super::*;
use crate::actor::RecordFacts;
use crate::case::Confidence;
use crate::testing::{Driven, ELECTION_DAY, HOUR, actor, contact, person};
use ostrakon_model::{OrganisationKind::Institution, Role, Tlp};
use proptest::prelude::*;

const CONTENT: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const DOCUMENT: &str = "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd";

fn outline() -> Outline {
    Outline {
        title: "Situation, 5 June".into(),
        election: "ep-2024".into(),
        cut_off: ELECTION_DAY - 24 * HOUR,
        marking: Tlp::Amber,
        next_due: Some(ELECTION_DAY),
        recipients: ["identity--be".to_owned()].into(),
        ..Outline::default()
    }
}

fn paragraph(text: &str) -> Command {
    let passage = Passage { section: Section::Summary, about: String::new(), text: text.into() };
    Command::AddParagraph { paragraph: passage }
}

fn approve() -> Command {
    Command::Approve { content: CONTENT.into() }
}

fn issue(content: &str) -> Command {
    Command::Issue { content: content.into(), document: DOCUMENT.into(), version: 1, previous: None }
}

fn approver() -> crate::Actor {
    actor("second", Institution, "EU", &[Role::Approver])
}

/// Somebody else of the organisation that keeps the report.
fn second() -> crate::Actor {
    crate::Actor { organisation: "identity--own".into(), ..approver() }
}

/// A draft with one paragraph, in a world that knows who is behind the accounts.
fn drafted() -> Driven<Report> {
    let mut driven = Driven::new();
    let humans = ["own", "second", "third"].map(|name| (format!("person-{name}"), format!("human-{name}")));
    let facts = RecordFacts { humans: humans.into(), ..RecordFacts::default() };
    driven.facts.records.insert("report/r-1".into(), facts);
    let own = contact("own", "EU");
    driven.act(&own, &Command::Open { outline: outline() }).expect("a draft");
    driven.act(&own, &paragraph("Copies of three sites.")).expect("written");
    driven
}

#[test]
fn an_issue_is_written_by_one_approved_by_another_issued_and_superseded() {
    let (mut driven, own) = (drafted(), contact("own", "EU"));
    // Given a draft, nobody outside sees it,
    assert!(driven.state.summary().participants.is_empty() && driven.state.summary().open);
    // who wrote it does not approve it,
    assert_eq!(driven.refused(&own, &approve()), "acting-without-a-role");
    driven.act(&second(), &approve()).expect("another person");
    // and what is issued is what was approved.
    assert_eq!(driven.refused(&own, &issue(DOCUMENT)), "issuing-what-was-not-approved");
    driven.act(&own, &issue(CONTENT)).expect("issued");
    let issued = driven.history.last().expect("an event").what.clone();
    let out = driven.state.outward(&issued).expect("an outward act");
    assert_eq!((out.recipients, out.evidence), (vec!["identity--be".to_owned()], vec![DOCUMENT.to_owned()]));
    assert_eq!(out.approved_by, Some(second().party()));
    assert_eq!(driven.state.summary().participants, ["identity--be".to_owned()].into());
    assert_eq!(driven.state.deadlines()[0].due, Some(ELECTION_DAY));
    // A mistake is a correction; the issue itself stays, until the next one takes its place.
    let correction =
        Correction { was: "three".into(), is: "four".into(), reason: "one missed".into(), at: 0 };
    driven.act(&own, &Command::Correct { correction }).expect("corrected");
    assert_eq!(driven.refused(&own, &paragraph("More.")), "wrong-state");
    driven.act(&own, &Command::Supersede { by: "r-2".into() }).expect("superseded");
    assert_eq!(driven.state.summary().state, "superseded");
    driven.check_replay();
}

#[test]
fn a_change_undoes_the_approval_and_the_same_approver_may_approve_again() {
    let (mut driven, own) = (drafted(), contact("own", "EU"));
    driven.act(&second(), &approve()).expect("approved");
    driven.act(&own, &paragraph("One more.")).expect("written");
    assert_eq!(driven.refused(&own, &issue(CONTENT)), "wrong-state");
    driven.act(&second(), &approve()).expect("approved again");
    // A number never comes again, so that nobody rewrites another piece than the one that was read.
    driven.act(&own, &Command::Remove { number: 1 }).expect("removed");
    driven.act(&own, &paragraph("Instead.")).expect("written");
    assert_eq!(driven.state.pieces.keys().copied().collect::<Vec<_>>(), [0, 2]);
    let scenario = Piece::Scenario(Scenario {
        label: "It returns".into(),
        likelihood: Likelihood::Likely,
        confidence: Confidence::Low,
        until: None,
        text: String::new(),
        indicators: vec!["a new domain".into()],
    });
    assert_eq!(driven.refused(&own, &Command::Rewrite { number: 0, piece: scenario }), "incomplete");
    assert_eq!(driven.refused(&own, &Command::Remove { number: 1 }), "incomplete");
}

#[test]
fn nobody_approves_what_they_wrote_by_another_account_neither() {
    let mut driven = drafted();
    driven.act(&second(), &paragraph("The approver writes.")).expect("written");
    assert_eq!(driven.refused(&second(), &approve()), "approving-ones-own-report");
    // A second account of the same human is the same human.
    let mut other = person("third", "own");
    other.roles.insert(Role::Approver);
    other.human = "human-own".into();
    assert_eq!(driven.refused(&other, &approve()), "approving-ones-own-report");
    other.human = "human-third".into();
    driven.act(&other, &approve()).expect("a third person");
    // Where nobody knows who is behind the accounts, nobody approves.
    let mut blind = drafted();
    blind.facts.records.clear();
    assert_eq!(blind.refused(&second(), &approve()), "approving-ones-own-report");
}

#[test]
fn what_cannot_be_is_refused() {
    let (mut driven, own) = (drafted(), contact("own", "EU"));
    assert_eq!(driven.refused(&contact("be", "BE"), &paragraph("From outside.")), "changing-it-from-outside");
    let edit = |change: fn(&mut Outline)| {
        let mut outline = outline();
        change(&mut outline);
        Command::Edit { outline }
    };
    for bad in [
        edit(|one| one.election = "none".into()),
        edit(|one| one.title = " ".into()),
        edit(|one| one.cut_off = 7),
        edit(|one| one.next_due = Some(one.cut_off)),
        edit(|one| one.recipients = ["identity--nobody".to_owned()].into()),
        paragraph(""),
        Command::AddDecision { decision: PointForDecision::default() },
    ] {
        assert_eq!(driven.refused(&own, &bad), "incomplete", "{bad:?}");
    }
    assert_eq!(driven.refused(&own, &edit(|one| one.marking = Tlp::Red)), "sending-red-to-an-organisation");
    driven.act(&own, &Command::SetCutOff { cut_off: ELECTION_DAY + 48 * HOUR }).expect("later");
    assert_eq!(driven.refused(&second(), &approve()), "approving-before-the-cut-off");
    driven.act(&own, &Command::Withdraw { reason: "Another one is written.".into() }).expect("withdrawn");
    assert!(driven.state.summary().participants.is_empty());
    assert_eq!(driven.refused(&own, &issue(CONTENT)), "wrong-state");
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        Just(Command::Open { outline: outline() }),
        Just(Command::Edit { outline: outline() }),
        any::<bool>().prop_map(|later| Command::SetCutOff {
            cut_off: ELECTION_DAY + if later { 999 } else { -48 } * HOUR
        }),
        Just(paragraph("Something.")),
        (0..4u32).prop_map(|number| Command::Remove { number }),
        Just(approve()),
        any::<bool>().prop_map(|right| issue(if right { CONTENT } else { DOCUMENT })),
        Just(Command::Supersede { by: "r-2".into() }),
        Just(Command::Withdraw { reason: "no".into() }),
    ]
}

proptest! {
    #[test]
    fn nothing_is_out_that_two_people_did_not_stand_for(steps in prop::collection::vec((0..4usize, command()), 0..30)) {
        let mut driven = drafted();
        let people = [contact("own", "EU"), second(), person("third", "own"), contact("be", "BE")];
        for (who, command) in &steps {
            let before = driven.state.clone();
            driven.attempt(&people[*who], command);
            if driven.state.issued.is_some() && before.issued.is_none() {
                let approved = driven.state.approved.clone().expect("approved before it was issued");
                prop_assert_eq!(approved.content.as_str(), CONTENT);
                prop_assert!(driven.state.authors.iter().all(|one| one.person != approved.by.person));
            }
            // What is out is never changed.
            if before.issued.is_some() {
                prop_assert_eq!((&before.pieces, &before.issued), (&driven.state.pieces, &driven.state.issued));
            }
        }
        driven.check_replay();
    }
}
