//! Checks of the media privilege, and what they refuse.

use super::*;
use crate::testing::{Driven, HOUR, approval, contact, person};
use crate::{Sensitive, Standing};
use proptest::prelude::*;

fn draft(declared: Answer, ground: Ground) -> Draft {
    Draft {
        title: "Report of a channel".into(),
        provider: "example news".into(),
        platform: "identity--platform".into(),
        action: "report under the rule on manipulated media".into(),
        ground,
        declared,
        declaration_source: if declared == Answer::Unknown {
            String::new()
        } else {
            "list of the platform".into()
        },
        ..Draft::default()
    }
}

fn opened(draft: Draft) -> Driven<MediaCheck> {
    let mut driven = Driven::new();
    driven.act(&person("own", "own"), &Command::Open { draft }).expect("opened");
    driven
}

fn proceed() -> Command {
    Command::Proceed { reason: "The rule is broken.".into() }
}

fn state() -> Command {
    Command::StateReasons { reasons: "The video is cut so that it says the opposite.".into() }
}

#[test]
fn a_declared_provider_is_told_heard_and_acted_on_by_two() {
    let own = person("own", "own");
    let mut driven = opened(draft(Answer::Yes, Ground::Terms));
    driven.approval = Some(approval(Sensitive::ActOnMedia));
    // Given a declared provider, when nothing was stated, then nothing is done,
    assert_eq!(driven.refused(&own, &proceed()), "acting-before-the-provider-may-reply");
    driven.act(&own, &state()).expect("reasons");
    // nor within its 24 hours while it is silent,
    driven.now += 22 * HOUR;
    assert_eq!(driven.refused(&own, &proceed()), "acting-before-the-provider-may-reply");
    // and after it replied, only with a second signature.
    driven
        .act(&own, &Command::RecordReply { text: "The whole interview is linked.".into() })
        .expect("replied");
    driven.approval = None;
    assert_eq!(driven.refused(&own, &proceed()), "acting-without-a-second-person");
    driven.approval = Some(approval(Sensitive::ActOnMedia));
    driven.act(&own, &proceed()).expect("two people, after the reply");
    assert_eq!(driven.state.approved_by.as_ref().map(|by| by.person.as_str()), Some("person-second"));
    driven.check_replay();
}

#[test]
fn silence_for_a_day_is_enough_and_a_crisis_that_was_decided_shortens_it() {
    let own = person("own", "own");
    let mut driven = opened(draft(Answer::Yes, Ground::Terms));
    driven.approval = Some(approval(Sensitive::ActOnMedia));
    driven.act(&own, &state()).expect("reasons");
    driven.now += 24 * HOUR;
    driven.act(&own, &proceed()).expect("a day is over");
    assert_eq!(driven.state.deadlines()[0].standing(driven.now), Standing::Missed);

    let crisis = |decision: &str, reply_hours| Draft {
        crisis: Some(Crisis { decision: decision.into(), reply_hours }),
        ..draft(Answer::Yes, Ground::Terms)
    };
    let mut none = Driven::<MediaCheck>::new();
    for bad in [crisis("", 6), crisis(" ", 6), crisis("C(2026) 1", 0), crisis("C(2026) 1", 24)] {
        assert_eq!(
            none.refused(&own, &Command::Open { draft: bad }),
            "shortening-the-time-without-a-decision"
        );
    }
    let mut short = opened(crisis("C(2026) 1", 6));
    short.approval = Some(approval(Sensitive::ActOnMedia));
    short.act(&own, &state()).expect("reasons");
    short.now += 6 * HOUR;
    short.act(&own, &proceed()).expect("six hours are over");
}

#[test]
fn unknown_is_not_no_and_other_law_has_no_such_clock() {
    let own = person("own", "own");
    let mut unknown = opened(draft(Answer::Unknown, Ground::Terms));
    assert_eq!(unknown.refused(&own, &proceed()), "acting-before-the-declaration-is-known");
    let bare = Draft { declaration_source: String::new(), ..draft(Answer::No, Ground::Terms) };
    assert_eq!(unknown.refused(&own, &Command::Edit { draft: bare }), "incomplete");
    unknown.act(&own, &Command::Edit { draft: draft(Answer::No, Ground::Terms) }).expect("found out");
    unknown.act(&own, &proceed()).expect("no privilege");
    for ground in [Ground::IllegalContent, Ground::Dsa28, Ground::Dsa34, Ground::Dsa35, Ground::Avmsd28b] {
        opened(draft(Answer::Yes, ground)).act(&own, &proceed()).expect("another law");
    }
    let mut foreign = opened(draft(Answer::No, Ground::Terms));
    assert_eq!(foreign.refused(&contact("be", "BE"), &proceed()), "changing-it-from-outside");
}

proptest! {
    /// Whatever is commanded: no declared provider is acted on under terms unheard, or by one person.
    #[test]
    fn no_sequence_of_commands_reaches_a_forbidden_state(steps in proptest::collection::vec((0u8..6, 0u8..3, any::<bool>(), 0i64..30), 0..30)) {
        let mut driven = Driven::<MediaCheck>::new();
        for (what, which, flag, hours) in steps {
            let declared = [Answer::Yes, Answer::No, Answer::Unknown][usize::from(which)];
            let facts = draft(declared, if flag { Ground::Terms } else { Ground::Dsa35 });
            let command = match what {
                0 => Command::Open { draft: facts },
                1 => Command::Edit { draft: facts },
                2 => state(),
                3 => Command::RecordReply { text: "x".into() },
                4 => proceed(),
                _ => Command::Drop { reason: "x".into() },
            };
            driven.approval = flag.then(|| approval(Sensitive::ActOnMedia));
            driven.now += hours * HOUR;
            driven.attempt(&if which < 2 { person("own", "own") } else { contact("be", "BE") }, &command);
            let it = &driven.state;
            if it.phase == Phase::Proceeded && it.is_privileged() {
                let (stated, ..) = it.reasons.as_ref().expect("reasons were stated");
                let (ended, ..) = it.ended.as_ref().expect("it ended");
                prop_assert!(it.reply.is_some() || *ended > stated + 24 * HOUR);
                prop_assert!(it.approved_by.is_some());
            }
            prop_assert!(it.phase != Phase::Proceeded || it.draft.ground != Ground::Terms || it.draft.declared != Answer::Unknown);
        }
        driven.check_replay();
    }
}
