//! A mechanism that the router closes for this incident is not chosen, and one that nobody routed is not either.

use crate::plan::{Counter, ResponsePlan};
use crate::router::Reason;
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
            let each = |said: fn(&Reason) -> [&str; 2]| {
                let all = channel.closed_by.iter().map(|one| {
                    let [text, instead] = said(one);
                    format!("{}: {text} {instead}", one.rule)
                });
                all.collect::<Vec<_>>().join(" · ")
            };
            Words::new(
                format!(
                    "`{id}` is closed for this incident by {}",
                    each(|one| [&one.text.en, &one.instead.en])
                ),
                format!(
                    "« {id} » est fermé pour cet incident par {}",
                    each(|one| [&one.text.fr, &one.instead.fr])
                ),
                format!(
                    "„{id}“ ist für diesen Vorfall geschlossen durch {}",
                    each(|one| [&one.text.de, &one.instead.de])
                ),
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
