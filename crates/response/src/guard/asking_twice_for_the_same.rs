//! What is asked already is not asked again: whoever receives it twice works on neither.

use crate::{Refusal, Scene, Source, Words};
use std::collections::BTreeSet;

/// Refuses keys (see [`Aggregate::keys`](crate::Aggregate::keys)) that another open record has.
///
/// # Errors
/// The refusal, which names the other record.
pub fn asking_twice_for_the_same(keys: &BTreeSet<String>, scene: &Scene<'_>) -> Result<(), Refusal> {
    let other = keys.iter().filter_map(|key| scene.facts.open.get(key)).find(|other| *other != scene.id);
    let Some(other) = other else { return Ok(()) };
    Err(Refusal::new(
        "asking-twice-for-the-same",
        Source::house("one platform, one policy, one object: one open record"),
        Words::new(
            format!(
                "this is asked already in {other}, which is open; follow up there, or leave out what it holds"
            ),
            format!(
                "ceci est déjà demandé dans {other}, encore ouvert ; relancez-y, ou retirez ce qu’il contient"
            ),
            format!(
                "das wird schon in {other} verlangt, das offen ist; fassen Sie dort nach, oder lassen Sie weg, was es enthält"
            ),
        ),
    ))
}
