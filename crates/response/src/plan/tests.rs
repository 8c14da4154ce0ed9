//! A plan from draft to close, and everything that it refuses on the way.

use super::*;
use crate::testing::{Driven, actor, contact};
use crate::{Words, replay};
use ostrakon_model::{OrganisationKind::Institution, Role};
use proptest::prelude::*;

fn outline() -> Outline {
    Outline {
        title: "A false date".into(),
        goal: "Everybody knows the right date.".into(),
        incident: Some("incident--1".into()),
        ..Outline::default()
    }
}

fn entry(counter: Counter, ground: Option<Ground>) -> Entry {
    Entry {
        counter,
        reason: "It is seen by many.".into(),
        measure: "Searches for the right date.".into(),
        ground,
    }
}

fn mechanism(id: &str) -> Counter {
    Counter::Mechanism { id: id.into() }
}

fn disarm(id: &str) -> Counter {
    Counter::Disarm { id: id.into() }
}

fn ground(law: Source) -> Ground {
    Ground {
        law,
        necessity: "Informing alone did not help.".into(),
        proportionality: "Ten accounts, for a week.".into(),
        contest: "By the form on the public page.".into(),
    }
}

fn law() -> Source {
    Source::known("national electoral law", "https://law.example.org")
}

fn closed_by(rule: &str) -> Reason {
    let words = Words::new("closed", "fermé", "geschlossen");
    Reason { rule: rule.into(), text: words.clone(), instead: words, source: law() }
}

/// A plan whose incident has an open debunk, an open report (which acts on speech), and a closed notice.
fn drafted() -> Driven<ResponsePlan> {
    let mut driven = Driven::new();
    let channel = |closed: &[&str], acts_on_speech| ChannelFacts {
        closed_by: closed.iter().map(|rule| closed_by(rule)).collect(),
        acts_on_speech,
        ..ChannelFacts::default()
    };
    let channels = [
        ("debunk", channel(&[], false)),
        ("no-action", channel(&[], false)),
        ("terms-of-service-report", channel(&[], true)),
        ("dsa-art-16-notice", channel(&["only-illegal-content-may-be-noticed"], true)),
    ];
    let channels = channels.into_iter().map(|(id, facts)| (id.to_owned(), facts)).collect();
    driven.facts.channels.insert("incident--1".to_owned(), channels);
    driven.act(&contact("own", "EU"), &Command::Open { outline: outline() }).expect("a draft");
    driven
}

fn approver() -> crate::Actor {
    actor("second", Institution, "EU", &[Role::Approver])
}

#[test]
fn a_plan_is_written_by_one_approved_by_another_and_closed_with_what_came_of_it() {
    let mut driven = drafted();
    let own = contact("own", "EU");
    driven.act(&own, &Command::Choose { entry: entry(mechanism("debunk"), None) }).expect("open, informs");
    assert_eq!(driven.refused(&own, &Command::Approve), "acting-without-a-role");
    driven.act(&approver(), &Command::Approve).expect("another person");
    let close = Command::Close { outcome: "The right date is known.".into() };
    assert_eq!(driven.refused(&own, &close), "closing-without-an-evaluation");
    let evaluation =
        Evaluation { done: true, effect_visible: Some(false), text: "No visible effect.".into() };
    driven.act(&own, &Command::Evaluate { counter: mechanism("debunk"), evaluation }).expect("evaluated");
    driven.act(&own, &close).expect("closed");
    assert!(!driven.state.summary().open);
    assert_eq!(driven.state, replay(&driven.history));
}

#[test]
fn what_acts_on_lawful_speech_enters_no_plan_without_a_ground() {
    let mut driven = drafted();
    let own = contact("own", "EU");
    // A counter of DISARM, and a mechanism that restricts.
    for counter in [disarm("C00012"), mechanism("terms-of-service-report")] {
        let bare = Command::Choose { entry: entry(counter.clone(), None) };
        assert_eq!(driven.refused(&own, &bare), "acting-on-people-without-a-ground");
        let grounded = Command::Choose { entry: entry(counter, Some(ground(law()))) };
        driven.act(&own, &grounded).expect("with its ground");
    }
    // A ground of blanks is none.
    let blank = Ground { necessity: "  ".into(), ..ground(law()) };
    assert_eq!(
        driven.refused(&own, &Command::Choose { entry: entry(disarm("C00012"), Some(blank)) }),
        "incomplete"
    );
    // What helps people to judge needs none.
    driven
        .act(&own, &Command::Choose { entry: entry(disarm("C00008"), None) })
        .expect("a database of fact-checks");
}

#[test]
fn to_deceive_in_turn_takes_a_law_that_was_read() {
    let mut driven = drafted();
    let own = contact("own", "EU");
    let deceive = |law| Command::Choose { entry: entry(disarm("C00029"), Some(ground(law))) };
    assert_eq!(driven.refused(&own, &deceive(law())), "deceiving-without-a-law-that-was-read");
    assert_eq!(
        driven.refused(&own, &deceive(Source::read("a law", ""))),
        "deceiving-without-a-law-that-was-read"
    );
    driven.act(&own, &deceive(Source::read("a law", "https://law.example.org"))).expect("it was read");
}

#[test]
fn what_the_router_closes_is_not_planned_and_what_does_not_exist_neither() {
    let mut driven = drafted();
    let own = contact("own", "EU");
    for (counter, rule) in [
        (mechanism("dsa-art-16-notice"), "choosing-a-closed-channel"),
        (mechanism("have-it-removed"), "choosing-a-closed-channel"),
        (disarm("C99999"), "incomplete"),
    ] {
        let command = Command::Choose { entry: entry(counter, Some(ground(law()))) };
        assert_eq!(driven.refused(&own, &command), rule);
    }
}

#[test]
fn a_channel_that_closed_meanwhile_bars_the_approval() {
    let mut driven = drafted();
    let own = contact("own", "EU");
    driven.act(&own, &Command::Choose { entry: entry(mechanism("debunk"), None) }).expect("open");
    let channels = driven.facts.channels.get_mut("incident--1").expect("there");
    channels.get_mut("debunk").expect("there").closed_by =
        vec![closed_by("no-publication-of-classified-evidence")];
    assert_eq!(driven.refused(&approver(), &Command::Approve), "choosing-a-closed-channel");
}

#[test]
fn nobody_approves_what_he_wrote_or_what_is_empty_and_a_change_costs_the_approval() {
    let mut driven = drafted();
    let own = contact("own", "EU");
    assert_eq!(driven.refused(&approver(), &Command::Approve), "approving-an-empty-plan");
    driven
        .act(&approver(), &Command::Choose { entry: entry(mechanism("no-action"), None) })
        .expect("a choice");
    assert_eq!(driven.refused(&approver(), &Command::Approve), "approving-ones-own-plan");
    // Another account of the same human is the same human.
    let other = crate::Actor { person: "person-other".into(), ..approver() };
    driven.facts.humans.insert(approver().person, approver().human);
    assert_eq!(driven.refused(&other, &Command::Approve), "approving-ones-own-plan");
    let third = actor("third", Institution, "EU", &[Role::Approver]);
    driven.act(&third, &Command::Approve).expect("a third person");
    assert_eq!(
        driven.refused(&own, &Command::Choose { entry: entry(disarm("C00008"), None) }),
        "wrong-state"
    );
    driven.act(&own, &Command::Reopen { reason: "One more measure.".into() }).expect("a draft again");
    assert_eq!(driven.state.approved, None);
    let elsewhere = Outline { incident: Some("incident--2".into()), ..outline() };
    assert_eq!(driven.refused(&own, &Command::Edit { outline: elsewhere }), "incomplete");
}

#[test]
fn what_the_router_answers_becomes_facts() {
    let mechanisms = Mechanisms::builtin().expect("sound");
    let situation = Situation::default();
    let routes = crate::router::route(&mechanisms, &situation, &contact("own", "EU"), 0);
    let facts = channel_facts(&mechanisms, &situation, &routes);
    assert_eq!(facts.len(), mechanisms.len());
    assert_eq!(facts["no-action"], ChannelFacts::default());
    assert!(facts["terms-of-service-report"].acts_on_speech);
    assert!(!facts["dsa-art-36-crisis"].closed_by.is_empty());
}

fn command() -> impl Strategy<Value = Command> {
    let counter = || {
        prop_oneof![
            prop::sample::select(vec!["C00008", "C00012", "C00029", "C00006", "C00048", "C9"])
                .prop_map(disarm),
            prop::sample::select(vec!["debunk", "terms-of-service-report", "dsa-art-16-notice", "x"])
                .prop_map(mechanism),
        ]
    };
    let grounds = prop_oneof![
        Just(None),
        Just(Some(ground(law()))),
        Just(Some(ground(Source::read("a law", "https://law.example.org")))),
    ];
    let evaluation = Evaluation { done: true, effect_visible: None, text: "seen".into() };
    prop_oneof![
        1 => Just(Command::Open { outline: outline() }),
        6 => (counter(), grounds).prop_map(|(counter, ground)| Command::Choose { entry: entry(counter, ground) }),
        1 => counter().prop_map(|counter| Command::Drop { counter, reason: "no".into() }),
        2 => Just(Command::Approve),
        1 => Just(Command::Reopen { reason: "more".into() }),
        2 => counter().prop_map(move |counter| Command::Evaluate { counter, evaluation: evaluation.clone() }),
        1 => Just(Command::Close { outcome: "done".into() }),
    ]
}

proptest! {
    /// No sequence of commands brings what acts on people into a plan without a ground, a deception without a law that
    /// was read, or a closed channel; none lets an author approve; and replay gives the same plan.
    #[test]
    fn no_sequence_of_commands_reaches_a_forbidden_plan(
        steps in prop::collection::vec((command(), any::<bool>()), 1..30),
    ) {
        let mut driven = drafted();
        for (command, by_the_second) in steps {
            let who = if by_the_second { approver() } else { contact("own", "EU") };
            let _ = driven.act(&who, &command);
            for chosen in driven.state.chosen.values() {
                let ground = chosen.entry.ground.as_ref();
                match &chosen.entry.counter {
                    Counter::Disarm { id } => {
                        prop_assert!(safeguard(id).is_none() || ground.is_some());
                        let deceives = safeguard(id).is_some_and(|one| one.kind == "deception");
                        prop_assert!(!deceives || ground.is_some_and(|ground| ground.law.verified));
                    }
                    Counter::Mechanism { id } => {
                        prop_assert!(id == "debunk" || (id == "terms-of-service-report" && ground.is_some()));
                    }
                }
            }
            let authors = &driven.state.authors;
            prop_assert!(driven.state.approved.iter().all(|(_, by)| !authors.contains(by)));
        }
        prop_assert_eq!(&driven.state, &replay::<ResponsePlan>(&driven.history));
    }
}
