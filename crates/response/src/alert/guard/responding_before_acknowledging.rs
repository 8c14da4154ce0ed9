//! Who responds has acknowledged: else the time to acknowledgement says nothing.

use crate::alert::Alert;
use crate::{Refusal, Scene};

pub(in crate::alert) fn responding_before_acknowledging(
    alert: &Alert,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    match alert.recipients.get(&scene.actor.organisation) {
        Some(one) if one.acknowledged.is_some() => Ok(()),
        _ => Err(Refusal::state("respond", "not acknowledged by you")),
    }
}
