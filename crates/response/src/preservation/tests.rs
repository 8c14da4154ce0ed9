//! A preservation request with its extensions, and what it refuses.

use super::*;
use crate::Standing;
use crate::testing::{Driven, ELECTION_DAY, HOUR, actor, contact};
use ostrakon_model::OrganisationKind::CivilSociety;
use ostrakon_model::Role;
use proptest::prelude::*;

const DAY: i64 = 24 * HOUR;

fn draft(nature: Nature) -> Draft {
    Draft {
        title: "Recommender and monetisation of the election".into(),
        addressee: "identity--platform".into(),
        nature,
        legal_basis: "Regulation (EU) 2022/2065 Art 72(1)".into(),
        scope: "Documents and logs on the manipulation of the recommender system.".into(),
        from: ELECTION_DAY - 30 * DAY,
        to: ELECTION_DAY + 90 * DAY,
        keep_until: ELECTION_DAY + 120 * DAY,
        ..Draft::default()
    }
}

fn extend(days: i64) -> Command {
    Command::Extend { until: ELECTION_DAY + days * DAY, reason: "The proceedings go on.".into() }
}

#[test]
fn what_is_kept_is_kept_longer_and_each_end_has_its_deadline() {
    let (own, platform) = (contact("own", "EU"), contact("platform", "IE"));
    let mut driven = Driven::<Preservation>::new();
    driven.act(&own, &Command::Open { draft: draft(Nature::Order) }).expect("a draft");
    driven.act(&own, &Command::Send).expect("an authority orders");
    assert_eq!(driven.refused(&platform, &extend(200)), "changing-it-from-outside");
    driven.act(&platform, &Command::Confirm { text: "All of it.".into() }).expect("kept");
    assert_eq!(driven.refused(&own, &extend(100)), "incomplete", "an extension is no cut");
    driven.act(&own, &extend(200)).expect("longer");
    driven.act(&own, &extend(300)).expect("longer still");
    let standings: Vec<_> = driven.state.deadlines().iter().map(|one| one.standing(driven.now)).collect();
    assert_eq!(standings, [Standing::Met, Standing::Met, Standing::Met, Standing::Running]);
    assert_eq!(driven.state.until(), ELECTION_DAY + 300 * DAY);
    driven.act(&own, &Command::End { result: "The file is closed.".into() }).expect("released");
    assert_eq!(driven.state.deadlines()[3].standing(driven.now), Standing::Met);
    driven.check_replay();
}

#[test]
fn only_an_authority_orders_and_anybody_may_ask() {
    let ngo = actor("ngo", CivilSociety, "RO", &[Role::Analyst]);
    let mut driven = Driven::<Preservation>::new();
    driven.act(&ngo, &Command::Open { draft: draft(Nature::Order) }).expect("a draft");
    assert_eq!(driven.refused(&ngo, &Command::Send), "ordering-without-the-power");
    driven.act(&ngo, &Command::Edit { draft: draft(Nature::Request) }).expect("as a request");
    driven.act(&ngo, &Command::Send).expect("it may ask");
    driven.act(&contact("platform", "IE"), &Command::Decline { reason: "No.".into() }).expect("it need not");
    assert_eq!(driven.state.deadlines()[1].standing(driven.now), Standing::Stopped);
    let mut bare = Driven::<Preservation>::new();
    let own = contact("own", "EU");
    let groundless = Draft { legal_basis: String::new(), ..draft(Nature::Order) };
    bare.act(&own, &Command::Open { draft: groundless }).expect("a draft");
    assert_eq!(bare.refused(&own, &Command::Send), "ordering-without-the-power");
    let backwards = Draft { to: ELECTION_DAY - 31 * DAY, ..draft(Nature::Request) };
    assert_eq!(bare.refused(&own, &Command::Edit { draft: backwards }), "incomplete");
}

proptest! {
    /// Whatever is commanded, in whatever order: no forbidden state, and the history gives the same record again.
    #[test]
    fn no_sequence_of_commands_reaches_a_forbidden_state(
        commands in proptest::collection::vec((0usize..9, any::<bool>(), -5i64..400, 0usize..5), 0..50)
    ) {
        let (own, platform) = (contact("own", "EU"), contact("platform", "IE"));
        let ngo = actor("ngo", CivilSociety, "RO", &[Role::Analyst]);
        let actors = [own.clone(), own, platform.clone(), platform, ngo];
        let mut driven = Driven::<Preservation>::new();
        for (which, flag, days, who) in commands {
            let draft = draft(if flag { Nature::Order } else { Nature::Request });
            let command = match which {
                0 => Command::Open { draft },
                1 => Command::Edit { draft },
                2 | 3 => Command::Send,
                4 => Command::Confirm { text: "kept".into() },
                5 => Command::Decline { reason: "no".into() },
                6 => extend(days),
                7 => Command::End { result: "done".into() },
                _ => Command::Withdraw { reason: "wrong".into() },
            };
            driven.attempt(&actors[who], &command);
            let state = &driven.state;
            let ends: Vec<_> = state.extended_by.iter().map(|one| one.until).collect();
            prop_assert!(ends.is_sorted() && ends.iter().all(|end| *end > state.draft.keep_until));
            let ordered = state.sent.is_some() && state.draft.nature == Nature::Order;
            prop_assert!(!ordered || state.author.organisation != "identity--ngo");
        }
        driven.check_replay();
    }
}
