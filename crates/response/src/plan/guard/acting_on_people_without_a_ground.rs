//! What acts on lawful speech, on identity or on persons enters no plan without a recorded legal basis.

use crate::plan::{Counter, Entry, ResponsePlan, safeguard};
use crate::{Refusal, Scene, Words};

pub(in crate::plan) fn acting_on_people_without_a_ground(
    plan: &ResponsePlan,
    entry: &Entry,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    if entry.ground.is_some() {
        return Ok(());
    }
    let note = match &entry.counter {
        Counter::Disarm { id } => safeguard(id).map(|one| one.note.clone()),
        Counter::Mechanism { id } => scene
            .facts
            .channels
            .get(plan.outline.incident.as_deref().unwrap_or_default())
            .and_then(|channels| channels.get(id))
            .is_some_and(|channel| channel.acts_on_speech)
            .then(|| "It acts on what people say.".to_owned()),
    };
    let Some(note) = note else { return Ok(()) };
    Err(Refusal {
        pointer: "/entry/ground".to_owned(),
        ..Refusal::new(
            "acting-on-people-without-a-ground",
            ResponsePlan::basis(),
            Words::new(
                format!(
                    "{note} Record the law, why it is necessary and proportionate, and how it can be contested; or choose something milder"
                ),
                "cette mesure touche à l’expression, à l’identité ou à des personnes : indiquez la loi, la nécessité, la proportionnalité et la voie de recours, ou choisissez une mesure plus douce",
                "diese Maßnahme greift in Äußerungen, Identität oder Personen ein: halten Sie Gesetz, Notwendigkeit, Verhältnismäßigkeit und Rechtsweg fest, oder wählen Sie eine mildere",
            ),
        )
    })
}
