//! A command, decided by its record and by the router together.
//!
//! **The problem.** A record knows its own rules, the router those of the incident. Asked one after the other, somebody collects a
//! second person's signature and is told only then that the way was closed all along. **The choice.** The record decides first, since
//! it alone knows what would happen; where all that it wants is a second person, it is asked once more as if somebody had signed,
//! and the router is asked about that. A signature is the last thing to be asked for. **Rejected.** The router before the record:
//! whoever repeats a command that was carried out would read that it is closed, and not that it is done.

use crate::aggregate::{Aggregate, Happened, is_incident};
use crate::{Approval, Party, Refusal, Scene, Sensitive, guard};
use std::collections::BTreeSet;

/// Decides a command as [`Aggregate::decide`] does, and refuses it where it would use a mechanism that the router closes for
/// an incident of the record, or about an address that the mechanism leaves out; and where it adds an incident for which what
/// stands in the record is closed. An incident that is named as evidence is one of the record. A record without incidents is
/// decided by its own rules alone. What lacks nothing but a second person is refused for that last.
///
/// # Errors
/// A [`Refusal`] that names its rule.
pub fn decided<A: Aggregate>(
    record: &A,
    command: &A::Command,
    scene: &Scene<'_>,
) -> Result<Vec<A::Event>, Refusal> {
    match record.decide(command, scene) {
        Ok(whats) => {
            routed(record, command, scene, &whats)?;
            Ok(whats)
        }
        Err(wanting) if wanting.wants_a_second_person() => Err(as_if_signed(record, command, scene, wanting)),
        Err(refusal) => Err(refusal),
    }
}

/// Why a command is refused that wants a second person: what a signature would not mend, else the want of it.
fn as_if_signed<A: Aggregate>(
    record: &A,
    command: &A::Command,
    scene: &Scene<'_>,
    wanting: Refusal,
) -> Refusal {
    for action in [Sensitive::Publish, Sensitive::ActOnMedia, Sensitive::Attribute] {
        // Nobody's account: neither the actor's nor that of anybody in the record.
        let second = Party { person: "a second person".to_owned(), ..scene.actor.party() };
        let supposed = Approval {
            proposal: String::new(),
            action,
            subject: scene.id.to_owned(),
            proposed_by: scene.actor.party(),
            approved_by: second,
        };
        let signed = Scene { approval: Some(&supposed), ..*scene };
        match record.decide(command, &signed) {
            Ok(whats) => return routed(record, command, &signed, &whats).err().unwrap_or(wanting),
            Err(other) if other.wants_a_second_person() => {}
            Err(other) => return other,
        }
    }
    wanting
}

/// Refuses what would happen where the router closes it.
fn routed<A: Aggregate>(
    record: &A,
    command: &A::Command,
    scene: &Scene<'_>,
    whats: &[A::Event],
) -> Result<(), Refusal> {
    let (channels, standing) = (record.channels(command), record.standing());
    if whats.is_empty() || (channels.is_empty() && standing.is_empty()) {
        return Ok(());
    }
    let before = record.summary().incidents;
    let (mut after, mut incidents) = (record.clone(), BTreeSet::new());
    for what in whats {
        let named = after.outward(what).into_iter().flat_map(|outward| outward.evidence);
        incidents.extend(named.filter(|id| is_incident(id)));
        after = after.evolve(&Happened { at: scene.now, by: scene.actor.party(), what: what.clone() });
    }
    incidents.extend(after.summary().incidents);
    let addresses = after.addresses();
    for incident in &incidents {
        for channel in &channels {
            guard::acting_through_an_unknown_mechanism(incident, channel, scene)?;
            guard::acting_through_a_closed_channel(incident, channel, scene)?;
            for (field, urls) in &addresses {
                guard::acting_on_what_is_protected(incident, channel, (*field, urls), scene)?;
            }
            guard::acting_without_its_attribution(incident, channel, scene)?;
        }
        if !before.contains(incident) {
            for channel in &standing {
                guard::adding_what_its_plan_may_not_touch(incident, channel, scene)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::{ChannelFacts, MechanismFacts};
    use crate::measure::{Command, Draft, Ground, Measure};
    use crate::router::reason_of;
    use crate::testing::{ELECTION_DAY, approval, contact, facts};

    const INCIDENT: &str = "incident--1";

    #[test]
    fn a_signature_is_asked_for_last() {
        // Given a statement that takes two people, about an incident,
        let (own, mut facts) = (contact("own", "EU"), facts());
        let two = MechanismFacts { needs_two_people: true, ..MechanismFacts::default() };
        facts.mechanisms.insert("statement".into(), two);
        let draft = Draft {
            title: "A statement".into(),
            instrument: "statement".into(),
            legal_basis: vec!["public task".into()],
            necessity: "Nobody else says it.".into(),
            proportionality: "It names nobody.".into(),
            ground: Ground::NoRestriction,
            incidents: [INCIDENT.to_owned()].into(),
            ..Draft::default()
        };
        let measure = Measure {
            phase: crate::measure::Phase::Proposed,
            draft,
            author: own.party(),
            ..Measure::default()
        };
        let decide = Command::Decide { reason: "It is time.".into() };
        let signed = approval(Sensitive::Publish);
        let rule = |measure: &Measure, facts: &crate::Facts, approval: Option<&Approval>| {
            let scene = Scene { id: "r-1", actor: &own, now: ELECTION_DAY, approval, facts };
            decided(measure, &decide, &scene).err().map(|refusal| refusal.rule)
        };
        // then where the way is open only the signature is wanting, and given it is enough;
        let mut open = facts.clone();
        let channels = |closed_by| {
            [("statement".to_owned(), ChannelFacts { closed_by, ..ChannelFacts::default() })].into()
        };
        open.channels.insert(INCIDENT.into(), channels(Vec::new()));
        assert_eq!(rule(&measure, &open, None).as_deref(), Some("deciding-alone-what-takes-two"));
        assert_eq!(rule(&measure, &open, Some(&signed)), None);
        // where it is closed nobody is sent for one, and one that was given opens nothing;
        let closing = reason_of("no-publication-above-its-marking").expect("a rule");
        facts.channels.insert(INCIDENT.into(), channels(vec![closing]));
        for given in [None, Some(&signed)] {
            assert_eq!(rule(&measure, &facts, given).as_deref(), Some("acting-through-a-closed-channel"));
        }
        // and what a record lacks besides is told before both.
        let bare = Measure { draft: Draft { legal_basis: Vec::new(), ..measure.draft.clone() }, ..measure };
        assert_eq!(rule(&bare, &facts, None).as_deref(), Some("deciding-without-a-legal-basis"));
    }
}
