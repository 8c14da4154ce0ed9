//! Whether a declared media provider is heard before a measure: where it rests on the terms of a service, or uses an instrument
//! that does.

use crate::Scene;
use crate::measure::{Draft, Ground};

pub(in crate::measure) fn hears_media(draft: &Draft, scene: &Scene<'_>) -> bool {
    let instrument = scene.facts.mechanisms.get(&draft.instrument);
    draft.ground == Ground::Terms || instrument.is_some_and(|one| one.hears_media)
}
