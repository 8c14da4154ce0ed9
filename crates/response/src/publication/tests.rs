//! Publications from draft to tombstone, and everything that they refuse on the way.

use super::*;
use crate::testing::{Driven, ELECTION_DAY, HOUR, approval, contact, person};
use crate::{Aggregate, Sensitive};
use ostrakon_model::Tlp;
use proptest::prelude::*;

fn draft() -> Draft {
    Draft {
        class: Class::Register,
        language: "en".into(),
        text: Text {
            title: "A network of look-alike domains was reported to its registrars".into(),
            summary: "Seventeen domains imitated media of four countries.".into(),
            body: "What was seen, when, and what was done.".into(),
        },
        subjects: vec![
            Subject { kind: SubjectKind::Behaviour, name: "look-alike domains".into(), accounts: Some(120) },
            Subject { kind: SubjectKind::Domain, name: "lemonde.example".into(), accounts: None },
        ],
        evidence: [Evidence { id: "finding--1".into(), access: Access::Open }].into(),
        legal_basis: "public task of the authority".into(),
        review_by: Some(ELECTION_DAY + 90 * 24 * HOUR),
        marking: Tlp::Clear,
        ..Draft::default()
    }
}

fn debunk() -> Draft {
    Draft {
        class: Class::Debunk,
        text: Text {
            title: "Voting is on Sunday".into(),
            summary: "The date stands.".into(),
            body: String::new(),
        },
        claim_review: Some(ClaimReview {
            claim: "Voting is moved to Monday".into(),
            rating: Rating { value: 1, best: 5, worst: 1, name: "False".into() },
            ..ClaimReview::default()
        }),
        ..draft()
    }
}

fn drafted(draft: Draft) -> Driven<Publication> {
    let mut driven = Driven::new();
    driven.act(&person("own", "own"), &Command::Open { draft }).expect("a draft");
    driven.approval = Some(approval(Sensitive::Publish));
    driven
}

fn refused(draft: Draft) -> String {
    drafted(draft).refused(&person("own", "own"), &Command::Publish)
}

#[test]
fn a_publication_is_approved_published_corrected_and_retracted_and_leaves_its_tombstones() {
    let own = person("own", "own");
    let mut driven = drafted(draft());
    driven.act(&own, &Command::Approve).expect("a second person approved");
    // An edit voids the approval.
    driven.approval = None;
    driven.act(&own, &Command::Edit { draft: draft() }).expect("edited");
    assert_eq!(driven.refused(&own, &Command::Publish), "acting-without-a-second-person");
    driven.approval = Some(approval(Sensitive::Publish));
    driven.act(&own, &Command::Publish).expect("approved and published in one");
    assert_eq!(driven.state.summary().state, "published");
    // When somebody rightly contests it, it is corrected before that is settled,
    driven.act(&own, &Command::Contest { contestation: "c-1".into() }).expect("contested");
    let settle = Command::Settle { contestation: "c-1".into(), upheld: true };
    assert_eq!(driven.refused(&own, &settle), "upholding-without-a-correction");
    let mut right = draft();
    right.text.title = "Sixteen look-alike domains were reported".into();
    let correct = Command::Correct {
        draft: right,
        code: ReasonCode::ContestationUpheld,
        reason: "One domain belonged to the medium itself.".into(),
    };
    driven.act(&own, &correct).expect("corrected");
    driven.act(&own, &settle).expect("settled");
    // and what was superseded stays, with its reason.
    assert_eq!(driven.state.version, 2);
    assert_eq!(driven.state.tombstones[0].title, draft().text.title);
    assert_eq!(driven.state.tombstones[0].code, ReasonCode::ContestationUpheld);
    driven.act(&own, &Command::Review { next: ELECTION_DAY + 200 * 24 * HOUR }).expect("reviewed");
    assert_eq!(driven.state.deadlines().len(), 3);
    let retract = Command::Retract { code: ReasonCode::LegalOrder, reason: "Order of a court.".into() };
    driven.act(&own, &retract).expect("retracted");
    assert!(!driven.state.is_public() && driven.state.tombstones.len() == 2);
    driven.check_replay();
}

#[test]
fn what_was_rightly_contested_is_set_right_beside_the_text_by_somebody_else() {
    let own = person("own", "own");
    let mut driven = drafted(draft());
    driven.act(&own, &Command::Publish).expect("published");
    driven.approval = None;
    driven.act(&own, &Command::Contest { contestation: "c-1".into() }).expect("contested");
    let rectify = |correction: &str| Command::Rectify {
        contestation: "c-1".into(),
        correction: correction.into(),
        reasons: "The domain is the medium's own.".into(),
    };
    assert_eq!(driven.refused(&own, &rectify("Sixteen domains.")), "rectifying-ones-own-text");
    let examiner = person("examiner", "own");
    assert_eq!(driven.refused(&examiner, &rectify("Ask @jane_of_ghent.")), "publishing-a-private-handle");
    driven.act(&examiner, &rectify("Sixteen domains, not seventeen.")).expect("rectified");
    let state = &driven.state;
    assert_eq!((state.phase, state.version, state.rectified.len()), (Phase::Corrected, 2, 1));
    assert_eq!(state.tombstones[0].code, ReasonCode::ContestationUpheld);
    assert_eq!(state.contested["c-1"].1, Appeal::Upheld);
    assert_eq!(state.written_by.person, "person-own");
    // A text that is written anew takes the correction in.
    driven.approval = Some(approval(Sensitive::Publish));
    let anew = Command::Correct { draft: draft(), code: ReasonCode::Other, reason: "Written anew.".into() };
    driven.act(&own, &anew).expect("corrected");
    assert!(driven.state.rectified.is_empty());
    driven.check_replay();
}

#[test]
fn a_correction_keeps_its_incidents_and_asks_the_router_only_about_what_it_adds() {
    // Given a statement that is public,
    let mut driven = drafted(Draft { incidents: ["incident--1".to_owned()].into(), ..draft() });
    driven.approval = Some(approval(Sensitive::Publish));
    driven.act(&person("own", "own"), &Command::Publish).expect("published");
    let correct = |draft: Draft| Command::Correct { draft, code: ReasonCode::Other, reason: "wrong".into() };
    // when it is set right without its incident, then that is refused;
    let shed = Draft { incidents: [].into(), ..driven.state.draft.clone() };
    assert_eq!(driven.refused(&person("own", "own"), &correct(shed)), "correcting-away-its-incidents");
    // what takes back is asked of no router, what adds an incident is.
    let same = driven.state.draft.clone();
    assert!(driven.state.channels(&correct(same.clone())).is_empty());
    let more = Draft { incidents: ["incident--1", "incident--2"].map(str::to_owned).into(), ..same };
    assert!(!driven.state.channels(&correct(more)).is_empty());
}

#[test]
fn nobody_publishes_alone_or_for_another_organisation() {
    let mut driven = drafted(draft());
    let mut own_text = approval(Sensitive::Publish);
    own_text.approved_by.person = "person-own".into();
    own_text.proposed_by.person = "person-second".into();
    driven.approval = Some(own_text);
    assert_eq!(driven.refused(&person("own", "own"), &Command::Publish), "approving-ones-own-text");
    driven.approval = Some(approval(Sensitive::Attribute));
    assert_eq!(driven.refused(&person("own", "own"), &Command::Approve), "acting-without-a-second-person");
    assert_eq!(driven.refused(&contact("be", "BE"), &Command::Publish), "changing-it-from-outside");
}

#[test]
fn each_thing_that_must_not_be_published_is_refused_by_its_rule() {
    assert_eq!(refused(Draft { marking: Tlp::Green, ..draft() }), "publishing-what-is-not-clear");
    assert_eq!(refused(Draft { subjects: Vec::new(), ..draft() }), "publishing-without-a-subject");
    let secret = [Evidence { id: "e".into(), access: Access::Classified }];
    assert_eq!(refused(Draft { evidence: secret.into(), ..draft() }), "publishing-without-open-evidence");
    // That somebody calls it open does not make it so: it is unknown here.
    let unknown = [Evidence { id: "finding--nowhere".into(), access: Access::Open }];
    assert_eq!(refused(Draft { evidence: unknown.into(), ..draft() }), "publishing-without-open-evidence");
    let nothing = Draft { evidence: BTreeSet::new(), ..draft() };
    assert_eq!(refused(nothing), "publishing-without-open-evidence");
    let mut few = draft();
    few.subjects[0].accounts = Some(9);
    assert_eq!(refused(few), "publishing-about-fewer-than-ten-accounts");
    let mut handle = draft();
    handle.text.body = "First posted by @jane_of_ghent.".into();
    assert_eq!(refused(handle.clone()), "publishing-a-private-handle");
    handle.text.body = "See https://x.com/jane_of_ghent/status/12".into();
    assert_eq!(refused(handle), "publishing-a-private-handle");
    assert_eq!(refused(Draft { class: Class::Prebunk, ..draft() }), "prebunking-with-the-falsehood");
    let claimed = Draft { class: Class::Prebunk, technique: "flooding".into(), ..debunk() };
    assert_eq!(refused(claimed), "prebunking-with-the-falsehood");
    assert_eq!(refused(Draft { claim_review: None, ..debunk() }), "debunking-without-a-judged-claim");
    let mut loud = debunk();
    loud.text.title = "Voting is moved to Monday? No".into();
    assert_eq!(refused(loud), "repeating-the-claim-in-a-headline");
    assert_eq!(
        refused(Draft { class: Class::MethodCard, ..draft() }),
        "describing-a-method-without-its-error"
    );
    assert_eq!(refused(Draft { legal_basis: String::new(), ..draft() }), "incomplete");
    assert_eq!(refused(Draft { review_by: Some(0), ..draft() }), "incomplete");
    // And what is right is published.
    for good in [
        debunk(),
        Draft { class: Class::Prebunk, technique: "T0049 flooding".into(), subjects: Vec::new(), ..draft() },
        Draft { class: Class::MethodCard, error_rate: "0 of 400 fan communities".into(), ..draft() },
    ] {
        drafted(good).act(&person("own", "own"), &Command::Publish).expect("fit to publish");
    }
}

#[test]
fn a_natural_person_is_no_kind_of_subject() {
    let read = |kind: &str| serde_json::from_str::<Subject>(&format!(r#"{{"kind":"{kind}","name":"x"}}"#));
    assert!(read("person").is_err() && read("account").is_err() && read("channel").is_ok());
}

#[test]
fn who_is_named_is_heard_first() {
    let own = person("own", "own");
    let named = Subject { kind: SubjectKind::Channel, name: "@rt_example".into(), accounts: None };
    let mut text = Draft { subjects: vec![named], ..draft() };
    text.text.summary = "The channel @rt_example seeded it.".into();
    let mut driven = drafted(text);
    assert_eq!(driven.refused(&own, &Command::Publish), "publishing-before-who-is-named-was-heard");
    let offer = |subject: &str, until| Command::OfferReply {
        subject: subject.into(),
        by: "contact form".into(),
        until,
    };
    let until = driven.now + 48 * HOUR;
    assert_eq!(driven.refused(&own, &offer("somebody", until)), "offering-a-reply-to-nobody");
    driven.act(&own, &offer("@rt_example", until)).expect("offered");
    assert_eq!(driven.refused(&own, &offer("@rt_example", until + HOUR)), "offering-a-reply-to-nobody");
    assert_eq!(driven.refused(&own, &Command::Publish), "publishing-before-who-is-named-was-heard");
    let reply =
        Command::RecordReply { subject: "@rt_example".into(), text: "We reported what others said.".into() };
    driven.act(&own, &reply).expect("replied");
    assert_eq!(driven.refused(&own, &reply), "recording-a-reply-that-was-not-offered");
    driven.act(&own, &Command::Publish).expect("heard");
}

#[test]
fn a_draft_that_cannot_be_kept_is_refused() {
    let mut driven = Driven::<Publication>::new();
    let own = person("own", "own");
    let mut scale = debunk();
    if let Some(review) = &mut scale.claim_review {
        review.rating = Rating { value: 9, best: 5, worst: 1, name: "?".into() };
    }
    let huge = Draft { text: Text { body: "x".repeat(20_001), ..draft().text }, ..draft() };
    let many = Draft { subjects: vec![Subject { name: "x".into(), ..Subject::default() }; 101], ..draft() };
    for bad in [scale, huge, many, Draft::default()] {
        assert_eq!(driven.refused(&own, &Command::Open { draft: bad }), "incomplete");
    }
}

fn any_command() -> impl Strategy<Value = Command> {
    let text = prop_oneof![
        Just(draft()),
        Just(debunk()),
        Just(Draft { marking: Tlp::Amber, ..draft() }),
        Just(Draft {
            subjects: vec![Subject {
                kind: SubjectKind::Organisation,
                name: "An outlet".into(),
                accounts: None
            }],
            ..draft()
        }),
    ];
    let code = Just(ReasonCode::FactualError);
    prop_oneof![
        text.clone().prop_map(|draft| Command::Open { draft }),
        text.clone().prop_map(|draft| Command::Edit { draft }),
        (-3i64..9).prop_map(|days| Command::OfferReply {
            subject: "An outlet".into(),
            by: "press office".into(),
            until: ELECTION_DAY + days * 24 * HOUR
        }),
        ".{0,6}".prop_map(|text| Command::RecordReply { subject: "An outlet".into(), text }),
        Just(Command::Approve),
        Just(Command::Publish),
        (text, code).prop_map(|(draft, code)| Command::Correct { draft, code, reason: "wrong".into() }),
        code.prop_map(|code| Command::Retract { code, reason: "wrong".into() }),
        Just(Command::Drop { reason: "late".into() }),
        (80i64..90).prop_map(|days| Command::Review { next: ELECTION_DAY + days * 24 * HOUR }),
        Just(Command::Contest { contestation: "c-1".into() }),
        Just(Command::Rectify {
            contestation: "c-1".into(),
            correction: "right".into(),
            reasons: "wrong".into()
        }),
        any::<bool>().prop_map(|upheld| Command::Settle { contestation: "c-1".into(), upheld }),
    ]
}

proptest! {
    /// Whatever is commanded: nothing is public but what two people approved and everybody may read.
    #[test]
    fn no_sequence_of_commands_reaches_a_forbidden_state(
        commands in proptest::collection::vec((any_command(), 0usize..3, any::<bool>()), 0..50)
    ) {
        let actors = [person("own", "own"), person("other", "own"), contact("be", "BE")];
        let mut driven = Driven::<Publication>::new();
        for (command, who, approved) in commands {
            driven.approval = approved.then(|| approval(Sensitive::Publish));
            let before = driven.state.tombstones.clone();
            driven.attempt(&actors[who], &command);
            let state = &driven.state;
            if state.is_public() {
                prop_assert_eq!(state.draft.marking, Tlp::Clear);
                let approved_by = state.approved_by.as_ref().expect("public by two people");
                prop_assert_ne!(&approved_by.person, &state.written_by.person);
                for named in state.draft.subjects.iter().filter(|one| one.kind == SubjectKind::Organisation) {
                    prop_assert!(state.replies.contains_key(&named.name));
                }
            }
            // A tombstone never goes and never changes.
            prop_assert_eq!(&state.tombstones[..before.len()], &before[..]);
            prop_assert!(state.author.organisation.is_empty() || state.author.organisation == "identity--own" || state.author.organisation == "identity--be");
        }
        driven.check_replay();
    }
}

#[test]
fn what_was_open_when_it_was_written_is_asked_for_again_when_it_is_published() {
    let mut driven = Driven::<Publication>::new();
    let own = person("own", "own");
    driven.act(&own, &Command::Open { draft: draft() }).expect("a draft");
    driven.facts.access.clear();
    driven.approval = Some(approval(Sensitive::Publish));
    assert_eq!(driven.refused(&own, &Command::Publish), "calling-open-what-is-not");
}
