//! The first acknowledgement is the one that is measured.

use crate::alert::Alert;
use crate::{Refusal, Scene};

pub(in crate::alert) fn acknowledging_twice(alert: &Alert, scene: &Scene<'_>) -> Result<(), Refusal> {
    match alert.recipients.get(&scene.actor.organisation) {
        Some(one) if one.acknowledged.is_some() => Err(Refusal::state("acknowledge", "acknowledged by you")),
        _ => Ok(()),
    }
}
