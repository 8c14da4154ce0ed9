//! An alert from draft to close, and everything that it refuses on the way.

use super::*;
use crate::testing::{Driven, HOUR, contact};
use crate::{Standing, replay};
use proptest::prelude::*;

fn draft() -> Draft {
    let criterion = |reason: &str| Some(Criterion { met: true, reason: reason.into() });
    Draft {
        title: "A false voting date in three languages".into(),
        class: Class::Alert,
        claim: "Forty accounts posted the same wrong date within nine minutes.".into(),
        uncertainty: "Who runs them is unknown.".into(),
        falsified_by: "A list of the accounts in which they turn out to be the volunteers of one campaign."
            .into(),
        proposed_action: "Publish the right date.".into(),
        criteria: Criteria {
            transnational: criterion("Seen in Belgium, France and Germany."),
            significant: criterion("It reached a newspaper."),
            election_related: criterion("It is about the day of the vote."),
            time_critical: criterion("The vote begins tomorrow."),
        },
        evidence: ["finding--1".to_owned()].into(),
        recipients: ["be", "fr", "de"].map(|name| format!("identity--{name}")).into(),
        required: 2,
        acknowledge_within_hours: 4,
        ..Draft::default()
    }
}

fn issued() -> Driven<Alert> {
    let mut driven = Driven::new();
    let own = contact("own", "EU");
    driven.act(&own, &Command::Open { draft: draft() }).expect("a draft");
    driven.act(&own, &Command::Issue).expect("a point of contact issues");
    driven
}

#[test]
fn an_alert_is_issued_acknowledged_corrected_and_closed() {
    // Given an alert to three states, of which two must acknowledge.
    let mut driven = issued();
    let (own, be, fr, de) =
        (contact("own", "EU"), contact("be", "BE"), contact("fr", "FR"), contact("de", "DE"));
    // When Belgium looks into it and France says that it is not theirs,
    let until = driven.now + 9 * HOUR;
    let looking = Command::Acknowledge { commitment: Commitment::LookingUntil { until } };
    driven.act(&be, &looking).expect("Belgium acknowledges");
    assert_eq!(
        driven.refused(&own, &Command::Close { outcome: "done".into() }),
        "closing-before-enough-have-acknowledged"
    );
    let theirs = Commitment::NotOurs { reason: "No account of it writes French.".into() };
    driven.act(&fr, &Command::Acknowledge { commitment: theirs }).expect("France acknowledges");
    // then a correction goes to those two and not to Germany, which is silent,
    driven
        .act(&own, &Command::Correct { text: "Thirty-eight accounts, not forty.".into() })
        .expect("a correction");
    assert_eq!(driven.state.corrections[0].to.len(), 2);
    let confirm = Command::ConfirmCorrection { correction: 0 };
    driven.act(&be, &confirm).expect("Belgium confirms");
    assert_eq!(driven.refused(&de, &confirm), "wrong-state");
    // and Germany is escalated once its four hours are over, and not before.
    assert_eq!(driven.state.deadlines().len(), 4);
    let remind = Command::Escalate { organisation: "identity--de".into(), by: "telephone".into() };
    driven.now = driven.state.issued.as_ref().expect("issued").0 + 5 * HOUR;
    driven.act(&own, &remind).expect("Germany is late");
    let measured = measure(&driven.state);
    assert_eq!((measured.first["BE"], measured.last.get("DE"), measured.silent["DE"]), (HOUR, None, 1));
    driven.act(&be, &Command::Respond { text: "The right date is published.".into() }).expect("an answer");
    driven
        .act(&own, &Command::Close { outcome: "The right date is known.".into() })
        .expect("two have acknowledged");
    assert_eq!(driven.state, replay(&driven.history));
}

#[test]
fn only_a_point_of_contact_issues_and_only_what_was_assessed() {
    let mut driven = Driven::<Alert>::new();
    let mut analyst = contact("own", "EU");
    analyst.roles.remove(&ostrakon_model::Role::PointOfContact);
    let mut bare = draft();
    bare.criteria.significant = None;
    driven.act(&analyst, &Command::Open { draft: bare }).expect("an analyst drafts");
    assert_eq!(driven.refused(&analyst, &Command::Issue), "acting-without-a-role");
    let own = contact("own", "EU");
    assert_eq!(driven.refused(&own, &Command::Issue), "issuing-without-assessed-criteria");
    let red = Draft { marking: ostrakon_model::Tlp::Red, ..draft() };
    driven.act(&own, &Command::Edit { draft: red }).expect("edited");
    assert_eq!(driven.refused(&own, &Command::Issue), "sending-red-to-an-organisation");
    assert_eq!(
        driven.refused(&contact("be", "BE"), &Command::Edit { draft: draft() }),
        "changing-it-from-outside"
    );
}

#[test]
fn nobody_answers_for_another_or_twice() {
    let mut driven = issued();
    let noted = Command::Acknowledge { commitment: Commitment::Noted };
    assert_eq!(driven.refused(&contact("ngo", "RO"), &noted), "answering-without-being-addressed");
    assert_eq!(
        driven.refused(&contact("be", "BE"), &Command::Respond { text: "seen".into() }),
        "wrong-state"
    );
    driven.act(&contact("be", "BE"), &noted).expect("the first");
    assert_eq!(driven.refused(&contact("be", "BE"), &noted), "wrong-state");
    let past = Command::Acknowledge { commitment: Commitment::LookingUntil { until: driven.now } };
    assert_eq!(driven.refused(&contact("fr", "FR"), &past), "incomplete");
}

fn any_command() -> impl Strategy<Value = Command> {
    let organisation =
        prop_oneof![Just("identity--be".to_owned()), Just("identity--de".to_owned()), Just("x".into())];
    prop_oneof![
        Just(Command::Open { draft: draft() }),
        Just(Command::Edit { draft: Draft { required: 3, ..draft() } }),
        Just(Command::Issue),
        Just(Command::Acknowledge { commitment: Commitment::Noted }),
        any::<i64>()
            .prop_map(|until| Command::Acknowledge { commitment: Commitment::LookingUntil { until } }),
        ".{0,12}".prop_map(|text| Command::Respond { text }),
        organisation.prop_map(|organisation| Command::Escalate { organisation, by: "telephone".into() }),
        ".{0,12}".prop_map(|text| Command::Correct { text }),
        (0usize..3).prop_map(|correction| Command::ConfirmCorrection { correction }),
        Just(Command::Close { outcome: "done".into() }),
        Just(Command::Withdraw { reason: "wrong".into() }),
    ]
}

proptest! {
    /// Whatever is commanded, in whatever order: no forbidden state, and the history gives the same alert again.
    #[test]
    fn no_sequence_of_commands_reaches_a_forbidden_state(
        commands in proptest::collection::vec((any_command(), 0usize..4), 0..60)
    ) {
        let actors = [contact("own", "EU"), contact("be", "BE"), contact("de", "DE"), contact("ngo", "RO")];
        let mut driven = Driven::<Alert>::new();
        for (command, who) in commands {
            let due: Vec<_> = driven.state.deadlines().iter().filter(|d| d.started.is_some()).map(|d| (d.name.clone(), d.whose.clone(), d.due)).collect();
            let _ = driven.act(&actors[who], &command);
            let state = &driven.state;
            // A deadline that runs never moves.
            let now: Vec<_> = state.deadlines().iter().map(|d| (d.name.clone(), d.whose.clone(), d.due)).collect();
            prop_assert!(due.iter().all(|one| now.contains(one)));
            if let Some((_, by)) = &state.issued {
                prop_assert_eq!(&by.organisation, &state.author.organisation);
                prop_assert!(state.draft.criteria.significant.is_some());
            }
            if state.phase == Phase::Closed {
                prop_assert!(state.acknowledged() >= state.draft.required as usize);
            }
            for correction in &state.corrections {
                prop_assert!(correction.to.keys().all(|id| state.recipients[id].acknowledged.is_some()));
            }
            prop_assert!(!state.recipients.contains_key("identity--ngo"));
        }
        prop_assert_eq!(&driven.state, &replay::<Alert>(&driven.history));
        let texts: Vec<_> = driven.history.iter().map(|one| serde_json::to_string(one).expect("JSON")).collect();
        let read: Vec<Happened<Event>> = texts.iter().map(|one| serde_json::from_str(one).expect("an event")).collect();
        prop_assert_eq!(&read, &driven.history);
        let _ = driven.state.deadlines().iter().map(|one| one.standing(driven.now)).max().unwrap_or(Standing::Running);
    }
}

#[test]
fn an_alert_asks_to_be_heard_and_is_for_what_is_transnational_and_significant() {
    let own = contact("own", "EU");
    let refused = |draft: Draft| {
        let mut driven = Driven::<Alert>::new();
        driven.act(&own, &Command::Open { draft }).expect("a draft");
        driven.refused(&own, &Command::Issue)
    };
    assert_eq!(refused(Draft { required: 0, ..draft() }), "alerting-without-asking-to-be-heard");
    for unmet in 0..4 {
        let mut draft = draft();
        let criteria = &mut draft.criteria;
        let all = [
            &mut criteria.transnational,
            &mut criteria.significant,
            &mut criteria.election_related,
            &mut criteria.time_critical,
        ];
        all.into_iter().nth(unmet).expect("four").as_mut().expect("assessed").met = false;
        if unmet < 2 {
            assert_eq!(refused(draft), "alerting-on-what-is-to-be-shared");
            continue;
        }
        // No election, or time to spare: assessed, and an alert all the same.
        let mut driven = Driven::<Alert>::new();
        driven.act(&own, &Command::Open { draft }).expect("a draft");
        driven.act(&own, &Command::Issue).expect("it is still transnational and significant");
    }
    // The same as a share needs neither, and ends when its house says so.
    let share = Draft { class: Class::Share, required: 0, criteria: Criteria::default(), ..draft() };
    let mut driven = Driven::<Alert>::new();
    driven.act(&own, &Command::Open { draft: share }).expect("a draft");
    driven.act(&own, &Command::Issue).expect("shared");
    driven.act(&own, &Command::Close { outcome: "shared".into() }).expect("closed");
}
