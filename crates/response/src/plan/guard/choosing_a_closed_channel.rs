//! A mechanism that the router closes for this incident is not chosen, and one that nobody routed is not either.

use crate::plan::{Counter, ResponsePlan};
use crate::{Refusal, Scene, Source, Words};

pub(in crate::plan) fn choosing_a_closed_channel(
    plan: &ResponsePlan,
    counter: &Counter,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let Counter::Mechanism { id } = counter else { return Ok(()) };
    let incident = plan.outline.incident.as_deref().unwrap_or_default();
    let channel = scene.facts.channels.get(incident).and_then(|channels| channels.get(id));
    let words = match channel {
        Some(channel) if channel.closed_by.is_empty() => return Ok(()),
        Some(channel) => {
            let rules: Vec<&str> = channel.closed_by.iter().map(|one| one.rule.as_str()).collect();
            let rules = rules.join(", ");
            Words::new(
                format!("`{id}` is closed for this incident by: {rules}"),
                format!("« {id} » est fermé pour cet incident par : {rules}"),
                format!("„{id}“ ist für diesen Vorfall geschlossen durch: {rules}"),
            )
        }
        None => Words::new(
            format!("there is no mechanism `{id}` for this incident; look at what is open for it"),
            format!("il n’y a pas de mécanisme « {id} » pour cet incident ; voyez ce qui est ouvert"),
            format!("für diesen Vorfall gibt es kein Instrument „{id}“; sehen Sie nach, was offen ist"),
        ),
    };
    Err(Refusal {
        pointer: "/entry/counter".to_owned(),
        ..Refusal::new(
            "choosing-a-closed-channel",
            Source::house("what the router closes is not planned"),
            words,
        )
    })
}
