//! What the router leaves out of a mechanism, item by item, is in no record of it: a protected item that stands beside an
//! illegal one is protected still.

use crate::aggregate::Channel;
use crate::{Refusal, Scene, Words};
use std::collections::BTreeSet;

/// Refuses addresses in a field of the draft that are of items which the mechanism leaves out, in whatever spelling.
///
/// # Errors
/// The refusal.
pub fn acting_on_what_is_protected(
    incident: &str,
    channel: &Channel,
    (field, addresses): (&str, &BTreeSet<String>),
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let id = &channel.mechanism;
    let Some(facts) = scene.facts.channels.get(incident).and_then(|channels| channels.get(id)) else {
        return Ok(());
    };
    if facts.protected.is_empty() {
        return Ok(());
    }
    let left_out = |url: &String| {
        let reason = facts.protected.get(&crate::address::canonical(url))?;
        channel.asks(&reason.rule).then_some((url.clone(), reason))
    };
    let Some((url, reason)) = addresses.iter().find_map(left_out) else { return Ok(()) };
    let (rule, text, instead) = (&reason.rule, &reason.text, &reason.instead);
    let mut refusal = Refusal::new(
        "acting-on-what-is-protected",
        reason.source.clone(),
        Words::new(
            format!(
                "{url} is left out of `{id}` for {incident} by {rule}: {} {} Take the address out.",
                text.en, instead.en
            ),
            format!(
                "{url} est exclu de « {id} » pour {incident} par {rule} : {} {} Retirez l’adresse.",
                text.fr, instead.fr
            ),
            format!(
                "{url} ist für {incident} von „{id}“ ausgenommen durch {rule}: {} {} Nehmen Sie die Adresse heraus.",
                text.de, instead.de
            ),
        ),
    );
    refusal.pointer = format!("/draft{field}");
    Err(refusal)
}
