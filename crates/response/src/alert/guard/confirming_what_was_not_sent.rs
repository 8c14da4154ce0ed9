//! A correction is confirmed by those to whom it went.

use crate::alert::Alert;
use crate::{Refusal, Scene};

pub(in crate::alert) fn confirming_what_was_not_sent(
    alert: &Alert,
    correction: usize,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    match alert.corrections.get(correction).and_then(|one| one.to.get(&scene.actor.organisation)) {
        Some(None) => Ok(()),
        Some(Some(_)) => Err(Refusal::state("confirm-correction", "confirmed by you")),
        None => Err(Refusal::state("confirm-correction", "without such a correction for you")),
    }
}
