//! A small world for tests: five organisations, an election, a clock.

use crate::{Actor, Aggregate, Approval, ElectionFacts, Facts, Happened, OrganisationFacts, Refusal, Scene};
use ostrakon_model::OrganisationKind::{
    self, CivilSociety, FactChecker, Institution, MemberStateAuthority, Platform,
};
use ostrakon_model::Role;

/// 6 June 2024, 00:00 UTC.
pub(crate) const ELECTION_DAY: i64 = 1_717_632_000_000;
/// One hour.
pub(crate) const HOUR: i64 = 3_600_000;

pub(crate) fn actor(name: &str, kind: OrganisationKind, country: &str, roles: &[Role]) -> Actor {
    Actor {
        person: format!("person-{name}"),
        human: format!("human-{name}"),
        organisation: format!("identity--{name}"),
        kind,
        country: country.into(),
        roles: roles.iter().copied().collect(),
        own: name == "own",
    }
}

/// A point of contact of the organisation `name`, an authority of a state.
pub(crate) fn contact(name: &str, country: &str) -> Actor {
    actor(name, MemberStateAuthority, country, &[Role::Analyst, Role::PointOfContact])
}

pub(crate) fn facts() -> Facts {
    let organisation = |(name, kind, country): (&str, OrganisationKind, &str)| {
        (format!("identity--{name}"), OrganisationFacts { kind, country: country.into() })
    };

    Facts {
        organisations: [
            ("own", Institution, "EU"),
            ("be", MemberStateAuthority, "BE"),
            ("fr", MemberStateAuthority, "FR"),
            ("de", MemberStateAuthority, "DE"),
            ("platform", Platform, "IE"),
            ("checker", FactChecker, "FR"),
            ("ngo", CivilSociety, "RO"),
        ]
        .into_iter()
        .map(organisation)
        .collect(),
        elections: [(
            "ep-2024".to_owned(),
            ElectionFacts {
                opens: ELECTION_DAY,
                closes: ELECTION_DAY + 96 * HOUR,
                rapid_response: Some((ELECTION_DAY - 45 * 24 * HOUR, ELECTION_DAY + 11 * 24 * HOUR)),
                signatories: ["identity--checker".to_owned()].into(),
            },
        )]
        .into(),
        evidence: ["a".repeat(64)].into(),
    }
}

/// A record and its history, driven by commands as the application drives it.
pub(crate) struct Driven<A: Aggregate> {
    pub(crate) state: A,
    pub(crate) history: Vec<Happened<A::Event>>,
    pub(crate) now: i64,
    pub(crate) facts: Facts,
    pub(crate) approval: Option<Approval>,
}

impl<A: Aggregate> Driven<A> {
    pub(crate) fn new() -> Self {
        Self {
            state: A::default(),
            history: Vec::new(),
            now: ELECTION_DAY - 24 * HOUR,
            facts: facts(),
            approval: None,
        }
    }

    /// Decides a command and applies what happened; an hour passes before it.
    pub(crate) fn act(&mut self, actor: &Actor, command: &A::Command) -> Result<(), Refusal> {
        self.now += HOUR;
        let scene =
            Scene { id: "r-1", actor, now: self.now, approval: self.approval.as_ref(), facts: &self.facts };
        for what in self.state.decide(command, &scene)? {
            let happened = Happened { at: self.now, by: actor.party(), what };
            self.state = std::mem::take(&mut self.state).evolve(&happened);
            self.history.push(happened);
        }
        Ok(())
    }

    /// The rule that refuses a command, which must leave no trace.
    pub(crate) fn refused(&mut self, actor: &Actor, command: &A::Command) -> String {
        let before = self.state.clone();
        let refusal = self.act(actor, command).expect_err("the command is refused");
        assert_eq!(before, self.state, "a refusal changes nothing");
        assert!(
            !refusal.text.fr.is_empty() && !refusal.text.de.is_empty(),
            "a refusal speaks three languages"
        );
        refusal.rule
    }
}
