//! A small world for tests: five organisations, an election, a clock.

use crate::{
    Actor, Aggregate, Approval, Calendar, ElectionFacts, Facts, Happened, OrganisationFacts, Refusal, Scene,
};
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
        (format!("identity--{name}"), OrganisationFacts { name: name.into(), kind, country: country.into() })
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
                first_day: Calendar::default().day(ELECTION_DAY),
                last_day: Calendar::default().day(ELECTION_DAY + 95 * HOUR),
                calendar: Calendar::default(),
                opens: ELECTION_DAY,
                closes: ELECTION_DAY + 96 * HOUR,
                rapid_response: Some((ELECTION_DAY - 45 * 24 * HOUR, ELECTION_DAY + 11 * 24 * HOUR)),
                signatories: ["identity--checker".to_owned()].into(),
            },
        )]
        .into(),
        evidence: ["a".repeat(64)].into(),
        access: ["finding--1".to_owned(), "a".repeat(64)].map(|id| (id, crate::router::Access::Open)).into(),
        ..Facts::default()
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

    /// Deadlines that have begun, by what must not move.
    pub(crate) fn begun(&self) -> Vec<(String, String, Option<i64>)> {
        let begun = self.state.deadlines().into_iter().filter(|one| one.started.is_some());
        begun.map(|one| (one.name, one.whose, one.due)).collect()
    }

    /// A command by whoever, taken or refused; then what holds of every kind of record: deadlines that had begun have
    /// not moved.
    pub(crate) fn attempt(&mut self, actor: &Actor, command: &A::Command) -> bool {
        let before = self.begun();
        let taken = self.act(actor, command).is_ok();
        let after = self.begun();
        assert!(before.iter().all(|one| after.contains(one)), "a deadline moved: {before:?} → {after:?}");
        taken
    }

    /// What holds of every kind: the history gives the same record again, events and state survive JSON.
    pub(crate) fn check_replay(&self) {
        assert_eq!(self.state, crate::replay(&self.history));
        for one in &self.history {
            let text = serde_json::to_string(one).expect("JSON");
            let read: Happened<A::Event> = serde_json::from_str(&text).expect(&text);
            assert_eq!(&read, one);
        }
        let text = serde_json::to_string(&self.state).expect("JSON");
        assert_eq!(serde_json::from_str::<A>(&text).expect(&text), self.state);
        for deadline in self.state.deadlines() {
            let _ = deadline.standing(self.now);
        }
    }
}

/// Somebody of an organisation, by a name of their own.
pub(crate) fn person(name: &str, organisation: &str) -> Actor {
    Actor { person: format!("person-{name}"), human: format!("human-{name}"), ..contact(organisation, "EU") }
}
/// An approval by two people.
pub(crate) fn approval(action: crate::Sensitive) -> Approval {
    let of = |person: &str| crate::Party { person: person.into(), organisation: "identity--own".into() };
    Approval {
        proposal: "p-1".into(),
        action,
        subject: "record/r-1".into(),
        proposed_by: of("person-own"),
        approved_by: of("person-second"),
    }
}
