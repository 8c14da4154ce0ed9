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
