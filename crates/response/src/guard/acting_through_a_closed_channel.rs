//! What the router closes for an incident is not done about it: the refusal is the router's rule, in its words.
//!
//! To do nothing is always possible, and what only lacks a fact is not closed: the record states it and answers for it.

use crate::aggregate::Channel;
use crate::{Refusal, Scene, Words};

/// Refuses a mechanism that a rule closes for the incident, but for the rules that the record judges itself.
///
/// # Errors
/// The refusal.
pub fn acting_through_a_closed_channel(
    incident: &str,
    channel: &Channel,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let id = &channel.mechanism;
    let facts = scene.facts.channel(incident, id);
    let closing = facts.into_iter().flat_map(|facts| &facts.closed_by);
    let mut closing = closing.filter(|one| channel.asks(&one.rule));
    let Some(reason) = closing.next().filter(|_| id != crate::case::NO_ACTION) else { return Ok(()) };
    let (rule, text, instead) = (&reason.rule, &reason.text, &reason.instead);
    Err(Refusal::new(
        "acting-through-a-closed-channel",
        reason.source.clone(),
        Words::new(
            format!("`{id}` is closed for {incident} by {rule}: {} {}", text.en, instead.en),
            format!("« {id} » est fermé pour {incident} par {rule} : {} {}", text.fr, instead.fr),
            format!("„{id}“ ist für {incident} geschlossen durch {rule}: {} {}", text.de, instead.de),
        ),
    ))
}
